"""The shop's side of the process that follows: it never blocks, and survives whatever that process does."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from client.domain.product import BlobRef
from client.sync.background import BackgroundSync
from client.sync.messages import (
    Age,
    Came,
    FollowOptions,
    InUse,
    News,
    Orders,
    Rested,
    RoundNow,
    VersionThere,
    order_from,
    to_bytes,
)
from client.sync.state import SyncState
from tests.simulators.mirror import Clock, Follower, Mirror, Publisher

BLOB = BlobRef("a" * 64, 5, "image/png")


class PaperProcess:
    """A process that is none: the test is its other end."""

    def __init__(self) -> None:
        self.lives = True

    def is_alive(self) -> bool:
        return self.lives

    def terminate(self) -> None:
        self.lives = False

    kill = terminate

    def join(self, timeout: float | None = None) -> None:
        pass


class Watched:
    def __init__(self, root: Path, clock: Clock, grace_days: float = 0.0) -> None:
        self.started: list[tuple[PaperProcess, Connection]] = []
        options = FollowOptions(str(root), "https://shop.example/", grace_days=grace_days)
        self.refuse = False
        self.sync = BackgroundSync(options, self._start, clock)
        self.heard: list[News] = []

    def _start(self, options: FollowOptions) -> tuple[PaperProcess, Connection]:
        if self.refuse:
            raise OSError("no more processes")
        ours, theirs = multiprocessing.Pipe()
        self.started.append((PaperProcess(), theirs))
        return self.started[-1][0], ours

    def until(self, done: Callable[[], bool], seconds: float = 120.0) -> None:
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, self.heard
            self.heard.extend(self.sync.news())
            time.sleep(0.01)

    def orders(self, most: int) -> list[object]:
        """What the process is told first."""
        found: list[object] = []
        while len(found) < most and self.started[-1][1].poll(120.0):
            found.append(order_from(self.started[-1][1].recv_bytes()))
        return found


@pytest.fixture
def watch(follower: Follower, clock: Clock) -> Iterator[Callable[..., Watched]]:
    made: list[Watched] = []

    def make(**how: float) -> Watched:
        made.append(Watched(follower.root, clock, **how))
        return made[-1]

    follower.sync()
    yield make
    for one in made:
        one.sync.close()
        one.sync.close()


def test_orders_go_out_and_reports_come_in(watch: Callable[..., Watched]) -> None:
    seen = watch()
    seen.until(lambda: bool(seen.started))
    seen.sync.order((BLOB,))
    seen.sync.keep((BLOB.sha256,))
    seen.sync.round_now()
    orders = seen.orders(3)
    assert Orders((BLOB,)) in orders
    assert InUse((BLOB.sha256,)) in orders
    assert RoundNow() in orders
    seen.started[-1][1].send_bytes(to_bytes(Came((BLOB.sha256,))))
    seen.started[-1][1].send_bytes(b"\xc1 no message")
    seen.started[-1][1].send_bytes(to_bytes(Rested(True, "Version 1, 12 products.")))
    seen.until(lambda: any(isinstance(one, Rested) for one in seen.heard))
    assert Came((BLOB.sha256,)) in seen.heard


def test_a_new_version_on_the_disk_is_told_once(
    watch: Callable[..., Watched], follower: Follower, publisher: Publisher
) -> None:
    seen = watch()
    seen.until(lambda: any(isinstance(one, VersionThere) for one in seen.heard))
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    follower.sync()  # by another hand: a stick, or a command beside the shop
    seen.until(lambda: VersionThere(follower.version or "") in seen.heard)
    time.sleep(1.2)
    seen.heard.extend(seen.sync.news())
    assert len([one for one in seen.heard if isinstance(one, VersionThere)]) == 2


def test_a_version_that_does_not_open_is_not_told(watch: Callable[..., Watched], follower: Follower) -> None:
    (follower.root / "versions" / "000009-0123456789ab.sqlite").write_bytes(b"not a database")
    (follower.root / "current").write_text("000009-0123456789ab\n", "utf-8")
    seen = watch()
    time.sleep(1.0)
    assert not [one for one in seen.sync.news() if isinstance(one, VersionThere)]


def test_a_dead_process_is_started_again_and_told_what_is_wanted(watch: Callable[..., Watched]) -> None:
    seen = watch()
    seen.until(lambda: bool(seen.started))
    seen.sync.order((BLOB,))
    assert seen.orders(1) == [Orders((BLOB,))]
    seen.started[0][0].lives = False
    seen.until(lambda: len(seen.started) == 2)
    assert seen.orders(1) == [Orders((BLOB,))]
    seen.until(lambda: any(isinstance(one, Rested) and one.kind == "Died" for one in seen.heard))
    assert seen.sync.deaths == 1


def test_a_process_that_cannot_be_started_is_no_end(watch: Callable[..., Watched]) -> None:
    seen = watch()
    seen.until(lambda: bool(seen.started))
    seen.refuse = True
    seen.started[0][0].lives = False
    seen.until(lambda: seen.sync.deaths == 1)
    time.sleep(1.2)
    seen.refuse = False
    seen.until(lambda: len(seen.started) == 2)


def test_age_is_told_when_it_changes(watch: Callable[..., Watched], clock: Clock) -> None:
    seen = watch(grace_days=3.0)
    seen.until(lambda: Age("fresh", 0) in seen.heard)
    for days, age in ((8, Age("grace", 8)), (6, Age("expired", 14))):
        clock.wait(days=days)
        seen.started[-1][1].send_bytes(to_bytes(Rested(False, "The publisher is away.", "Unreachable")))
        seen.until(lambda age=age: age in seen.heard)  # type: ignore[misc]


_SHOP = """
import sys, time
from client.sync.background import BackgroundSync
from client.sync.messages import FollowOptions
if __name__ == "__main__":
    sync = BackgroundSync(FollowOptions(sys.argv[1], sys.argv[2], interval_s=60.0))
    while sync.pid is None:
        time.sleep(0.02)
    print(sync.pid, flush=True)
    time.sleep(600)
"""


def _runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1][:3]
    except OSError:
        return False


@pytest.mark.skipif(os.name == "nt", reason="kills with a signal and looks into /proc")
def test_a_shop_that_is_killed_leaves_no_process_behind(tmp_path: Path, follower: Follower, mirror: Mirror) -> None:
    follower.sync()
    script = tmp_path / "shop.py"
    script.write_text(_SHOP, "utf-8")
    root = Path(__file__).resolve().parents[3]
    shop = subprocess.Popen(
        [sys.executable, str(script), str(follower.root), mirror.url],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    try:
        assert shop.stdout is not None
        pid = int(shop.stdout.readline())
        end = time.monotonic() + 120.0
        while SyncState(follower.root).said() is None:  # it works
            assert time.monotonic() < end
            time.sleep(0.05)
        niceness = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[16])
        assert niceness == min(19, os.nice(0) + 10), "it steps back"
    finally:
        shop.kill()
        shop.wait()
        if shop.stdout is not None:
            shop.stdout.close()
    end = time.monotonic() + 120.0
    while _runs(pid):
        assert time.monotonic() < end, "the process outlived its shop"
        time.sleep(0.05)
