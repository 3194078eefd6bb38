"""The power goes, or the disk is full, at every point of a publish: shops see the old version or the new one, whole."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from client.domain.product import Product
from client.domain.text import LocalText
from server.ceremony import rotate
from server.errors import ServerError
from server.prune import prune
from server.publish import Extras, publish, published_index
from server.repository import Repository, refresh
from server.vectors import read_vectors
from server.verify import verify_published
from tests.simulators.mirror import Clock, Follower, Publisher

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks")


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "merchant", Clock())
    made.publish()
    made.rename("mug-0", "Cup")
    made.change(lambda p: None if p.sku == "mug-2" else p, Product("vase", LocalText("Vase")))
    return made


def _extras(publisher: Publisher) -> Extras:
    file = publisher.folder.parent / "v.npz"
    np.savez(file, skus=np.array(["mug-0", "vase"]), vectors=np.ones((2, 8), np.int8))
    models = publisher.folder.parent / "models"
    models.mkdir(exist_ok=True)
    (models / "m.gguf").write_bytes(b"GGUF" + b"\1" * 40)
    (models / "models.toml").write_text('[[model]]\nname="m"\nfile="m.gguf"\nlicence="MIT"\ntask="dialogue"\n')
    return Extras(read_vectors(file), models)


Touch = Callable[[], None]


def _touching(touch: Touch, patch: pytest.MonkeyPatch) -> None:
    """Calls `touch` before and after everything that changes the disk for good."""

    def wrap(name: str) -> None:
        real = getattr(os, name)

        def wrapped(*args: object, **named: object) -> object:
            touch()
            result = real(*args, **named)
            touch()
            return result

        patch.setattr(os, name, wrapped)

    for name in ("replace", "fsync", "unlink", "rmdir"):
        wrap(name)
    real_write = Path.write_bytes

    def write_half_first(path: Path, data: bytes) -> int:
        with path.open("wb") as stream:
            stream.write(data[: len(data) // 2])
        touch()
        return real_write(path, data)

    patch.setattr(Path, "write_bytes", write_half_first)


def _killed_at(point: int, work: Callable[[], object]) -> bool:
    """Does the work in a process that is killed at the n-th touch of the disk; True when it was."""
    child = os.fork()
    if child == 0:
        left = point

        def touch() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        status = 1
        try:
            with pytest.MonkeyPatch.context() as patch:
                _touching(touch, patch)
                work()
                status = 0
        except BaseException:  # noqa: BLE001 - the child has nobody to raise it to
            traceback.print_exc()
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), f"failed at point {point}"
    return status != 0


def _points(folder: Path, work: Callable[[Path], object]) -> Iterator[Path]:
    """Copies of the folder, each after a kill at a later point, until the work was not killed any more."""
    for point in range(500):
        copy = folder.with_name(f"copy-{point}")
        shutil.copytree(folder, copy)
        killed = _killed_at(point, lambda copy=copy: work(copy))  # type: ignore[misc]
        yield copy
        shutil.rmtree(copy)
        if not killed:
            assert point > 10
            return
    raise AssertionError("it never ended")


def test_a_publish_killed_anywhere(publisher: Publisher, tmp_path: Path) -> None:
    extras, clock = _extras(publisher), publisher.clock
    seen = []

    def work(copy: Path) -> object:
        return publish(publisher.catalog, Repository(copy, clock), publisher.keys, extras)

    for number, copy in enumerate(_points(publisher.folder, work)):
        index, problems = verify_published(copy, clock())
        assert problems == []
        assert index is not None
        seen.append(index.serial)
        if number % 5:
            continue
        shop = Follower(tmp_path / f"shop-{number}", copy.as_uri(), publisher.fingerprint, clock)
        assert shop.sync().serial == index.serial
        work(copy)
        index, problems = verify_published(copy, clock())
        assert problems == []
        assert index is not None
        assert index.serial == 2
        assert list(copy.rglob(".new-*")) + list(copy.glob(".rows-*")) == []
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (1, 2)


@pytest.mark.parametrize("role", ["refresh", "timestamp", "snapshot", "catalogue", "root", "targets"])
def test_signing_killed_anywhere(role: str, publisher: Publisher) -> None:
    clock, keys = publisher.clock, publisher.keys

    def work(copy: Path) -> object:
        repository = Repository(copy, clock)
        return refresh(repository, keys) if role == "refresh" else rotate(repository, keys, role)

    clock.wait(days=3 if role != "refresh" else 60)
    before = list(keys.folder.glob("*"))
    for point in range(200):
        copy = publisher.folder.with_name(f"copy-{point}")
        shutil.copytree(publisher.folder, copy)
        killed = _killed_at(point, lambda copy=copy: work(copy))  # type: ignore[misc]
        problems = verify_published(copy, clock())[1]
        assert problems == [] or role == "refresh"  # what was due is due still
        refresh(Repository(copy, clock), keys)
        assert verify_published(copy, clock())[1] == []
        shutil.rmtree(copy)
        for left in set(keys.folder.glob("*")) - set(before):
            left.unlink()
        if not killed:
            return
    raise AssertionError("it never ended")


def test_a_prune_killed_anywhere(publisher: Publisher) -> None:
    for name in ("a", "b", "c"):
        publisher.rename("mug-0", name)
        publisher.publish()
    clock = publisher.clock
    now = {"grace": timedelta(0)}
    for copy in _points(publisher.folder, lambda copy: prune(_later(copy), 1, now["grace"])):
        assert verify_published(copy, clock())[1] == []
        prune(_later(copy), 1, now["grace"])
        assert verify_published(copy, clock())[1] == []


def _later(folder: Path) -> Repository:
    """Files are written by the computer's clock, so a time after it."""
    from datetime import UTC, datetime

    return Repository(folder, lambda: datetime.now(UTC) + timedelta(hours=1))


def test_the_disk_is_full_anywhere(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    extras = _extras(publisher)
    for point in range(500):
        left = point

        def touch() -> None:
            nonlocal left
            left -= 1
            if left == -1:
                raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            _touching(touch, patch)
            try:
                publisher.publish(extras)
            except ServerError as error:
                assert "No space left" in str(error)  # noqa: PT017 - not every point fails
        index, problems = verify_published(publisher.folder, publisher.clock())
        assert problems == []
        assert index is not None
        if left >= 0:
            assert point > 10
            assert index.serial == 2
            return
    raise AssertionError("it never ended")


@pytest.mark.parametrize(("most", "status_then"), [(0, 3), (300, 3), (1000, 3), (100_000, 0)])
def test_files_that_may_not_grow(most: int, status_then: int, publisher: Publisher) -> None:
    """A limit of the system, so that SQLite meets it as well."""
    child = os.fork()
    if child == 0:
        import resource

        status = 2
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            publisher.publish()
            status = 0
        except ServerError:
            status = 3
        except BaseException:  # noqa: BLE001 - the child has nobody to raise it to
            traceback.print_exc()
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == status_then
    assert verify_published(publisher.folder, publisher.clock())[1] == []
    publisher.publish()
    index = published_index(publisher.repository)
    assert index is not None
    assert index.serial == 2


def test_verify_finds_any_damage(publisher: Publisher) -> None:
    publisher.publish(_extras(publisher))
    prune(_later(publisher.folder), 1, timedelta(0))  # nothing is left that is not needed
    files = [p for p in publisher.folder.rglob("*") if p.is_file() and p.name != ".lock"]
    assert len(files) > 25
    for path in files:
        data = path.read_bytes()
        place = len(data) // 2
        for bad in (data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :], data[:-1], b"", None):
            if bad is None:
                path.unlink()
            else:
                path.write_bytes(bad)
            needed = path.name in ("1.root.json", "timestamp.json") or path.parent.name != "metadata"
            problems = verify_published(publisher.folder, publisher.clock())[1]
            assert problems or not needed, f"{path.name} with {bad!r}"
            path.write_bytes(data)
    assert verify_published(publisher.folder, publisher.clock())[1] == []
