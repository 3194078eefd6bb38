"""Disks that are really full or really cannot be written, and the limits a system sets: the same contract for each."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from client.catalog.reader import open_current
from client.catalog.verify import verify
from client.domain.product import Product
from client.domain.text import LocalText
from client.sync.errors import NoSpace, SyncError
from tests.simulators.mirror import Follower, Publisher

MORE = [Product(f"new-{i}", LocalText(f"New thing {i}"), LocalText("word " * 60)) for i in range(600)]


def mount(*arguments: str) -> bool:
    program = shutil.which("mount")
    if program is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    return subprocess.run([program, *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, 4 MB large."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)):
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def whole(root: Path, titles: int) -> None:
    """A catalogue of so many products that opens and has all its files."""
    with open_current(root) as catalog:
        assert catalog.info.products == titles
        assert verify(catalog) == []


def grow(publisher: Publisher) -> None:
    publisher.change(lambda p: p, *MORE)
    publisher.publish()


@pytest.mark.parametrize("room_kb", [0, 8, 40, 150, 400, 700])
def test_a_disk_that_is_full(follower: Follower, publisher: Publisher, disk: Path, room_kb: int) -> None:
    """Statvfs lies here, so that the sync runs into the end of the disk wherever that is."""
    follower.root = disk / "shop"
    follower.sync()
    grow(publisher)
    free = shutil.disk_usage(disk).free
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(max(0, free - room_kb * 1000)))
    with pytest.raises(NoSpace, match="The disk is full"):
        follower.sync()
    whole(follower.root, 12)
    with pytest.raises(NoSpace):
        follower.sync()
    ballast.unlink()
    follower.sync()
    whole(follower.root, 612)
    assert not list((follower.root / "versions").glob(".new-*"))


def test_a_full_disk_is_seen_before_anything_is_fetched(follower: Follower, publisher: Publisher, disk: Path) -> None:
    follower.root = disk / "shop"
    follower.sync()
    grow(publisher)
    follower.free = shutil.disk_usage(disk).free  # the truth, and what is spared for others is more than that
    with pytest.raises(NoSpace, match="make room"):
        follower.sync()
    whole(follower.root, 12)


def test_a_disk_that_cannot_be_written(follower: Follower, publisher: Publisher, disk: Path) -> None:
    follower.root = disk / "shop"
    follower.sync()
    grow(publisher)
    assert mount("-o", "remount,ro", str(disk))
    with pytest.raises(NoSpace, match="Read-only"):
        follower.sync()
    whole(follower.root, 12)
    assert mount("-o", "remount,rw", str(disk))
    follower.sync()
    whole(follower.root, 612)


def test_a_first_sync_onto_a_disk_that_cannot_be_written(follower: Follower, disk: Path) -> None:
    follower.root = disk / "shop"
    assert mount("-o", "remount,ro", str(disk))
    with pytest.raises(NoSpace, match="Read-only"):
        follower.sync()


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "fork"), reason="limits of POSIX")
@pytest.mark.parametrize("limit_kb", [1, 20, 60, 140, 300])
def test_a_limit_on_the_size_of_files(follower: Follower, publisher: Publisher, limit_kb: int) -> None:
    follower.sync()
    grow(publisher)
    said = limited(limit_kb * 1000, follower.sync)
    assert said.startswith("NoSpace: The disk is full"), said
    whole(follower.root, 12)
    follower.sync()
    whole(follower.root, 612)


def limited(size: int, work: Callable[[], object]) -> str:
    """What comes of `work` in a process whose files may have this size: an error's name and sentence, or nothing."""
    import resource

    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        said = ""
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            work()
        except SyncError as error:
            said = f"{type(error).__name__}: {error}"
        except BaseException as error:  # noqa: BLE001 - told to the parent
            said = f"not a sentence: {error!r}"
        finally:
            os.write(theirs, said.encode())
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        said = stream.read().decode()
    os.waitpid(child, 0)
    return said


def test_a_full_disk_while_a_shop_asks_for_files(follower: Follower, disk: Path) -> None:
    from client.sync.asked import AskedFiles
    from client.sync.follow import Style
    from client.sync.messages import Lacks, Orders, Report
    from client.sync.source import open_source
    from client.sync.state import SyncState
    from tests.simulators.mirror import QUICK

    follower.root = disk / "shop"
    follower.sync(style=Style(lazy=True))
    with open_current(follower.root) as catalog:
        blobs = tuple(catalog.blobs())
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free))
    heard: list[Report] = []
    source = open_source(follower.address, QUICK)
    asked = AskedFiles(SyncState(follower.root), source, QUICK, heard.append, workers=1, free_bytes=lambda _: 10**12)
    try:
        asked._mine = True
        with pytest.raises(SyncError):
            asked._fetch(blobs[0])
        asked._failed(blobs[0], NoSpace("full"))
        assert isinstance(heard[-1], Lacks)
        ballast.unlink()
        asked.order(Orders(blobs[:1]))
        asked._fetch(blobs[0])
        assert asked._store.is_intact(blobs[0])
    finally:
        asked.close()
        source.close()
