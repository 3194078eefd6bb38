"""A disk that is full or cannot be written, and versions that do not work."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from client.catalog.layout import Layout
from client.catalog.reader import open_current
from client.sync import build, download
from client.sync.errors import BadVersion, NoSpace
from client.sync.wire import Index
from tests.simulators.mirror import Follower, Publisher


def test_the_disk_is_full_in_the_middle(follower: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    real, left = download.sync_file, 3

    def full(path: Path) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path)

    with monkeypatch.context() as patch:
        patch.setattr(download, "sync_file", full)
        with pytest.raises(NoSpace, match="The disk is full"):
            follower.sync()
    assert follower.version is None
    assert follower.sync().products == 12


def test_the_disk_is_full_while_building(
    follower: Follower, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower.sync()
    publisher.rename("mug-0", "Cup")
    publisher.publish()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("client.catalog.writer.sync_file", full)
        patch.setattr("client.catalog.patching.sync_file", full)
        with pytest.raises(NoSpace):
            follower.sync()
    assert follower.titles()["mug-0"] == "Mug 0"
    assert list((follower.root / "versions").glob(".new-*")) == []
    follower.sync()
    assert follower.titles()["mug-0"] == "Cup"


def test_a_disk_that_cannot_be_written(follower: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("client.sync.lock.os.open", refuse)
    with pytest.raises(NoSpace, match="Read-only"):
        follower.sync()


def test_a_version_that_fails_its_trial_is_not_swapped_in(
    follower: Follower, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower.sync()
    before = Layout(follower.root).kept_versions()
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    real = build.try_out

    def fail(root: Path, version: str, index: Index, with_files: bool) -> None:
        real(root, version, index, with_files)
        raise BadVersion("It does not work.")

    with monkeypatch.context() as patch:
        patch.setattr(build, "try_out", fail)
        with pytest.raises(BadVersion):
            follower.sync()
    assert Layout(follower.root).kept_versions() == before
    assert follower.titles()["mug-0"] == "Mug 0"
    follower.sync()
    assert follower.titles()["mug-0"] == "Cup"


def test_the_trial_sees_a_missing_file(follower: Follower) -> None:
    follower.sync()
    with open_current(follower.root) as catalog:
        version = catalog.info.version
        index = build.SyncState(follower.root).index_of(version)
        catalog.blob_path(next(catalog.blobs())).unlink()
    assert index is not None
    with pytest.raises(BadVersion, match="lacks a file"):
        build.try_out(follower.root, version, index, with_files=True)
