"""Files as a shop asks for them: the most urgent first, within a bound, and only what was signed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from client.catalog.blobs import BlobStore
from client.catalog.reader import open_current
from client.catalog.schema import blobs_of
from client.domain.product import BlobRef
from client.sync.asked import AskedFiles, evict
from client.sync.errors import Unreachable
from client.sync.follow import Style
from client.sync.messages import Came, InUse, Lacks, Orders, Report
from client.sync.source import open_source
from client.sync.state import SyncState
from client.sync.wire import blob_path
from tests.simulators.mirror import QUICK, Follower, Mirror, MirrorHandler, Publisher

LAZY = Style(lazy=True)


class Shop:
    """A shop that asks."""

    def __init__(self, follower: Follower, cache_bytes: int = 0, workers: int = 1) -> None:
        self.heard: list[Report] = []
        self.state = SyncState(follower.root)
        self.store = BlobStore(self.state.layout.blobs)
        self.source = open_source(follower.address, QUICK)
        self.free = 10**12
        self.asked = AskedFiles(
            self.state, self.source, QUICK, self.heard.append, cache_bytes, workers, free_bytes=lambda _: self.free
        )
        with open_current(follower.root) as catalog:
            self.blobs = {p.sku: blobs_of(p) for p in catalog.products()}

    def of(self, *skus: str) -> tuple[BlobRef, ...]:
        return tuple(dict.fromkeys(blob for sku in skus for blob in self.blobs[sku]))

    def until(self, done: Callable[[], bool], seconds: float = 120.0) -> None:
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, self.heard
            time.sleep(0.01)

    def has(self, *skus: str) -> bool:
        return all(self.store.has(blob) for blob in self.of(*skus))

    def close(self) -> None:
        self.asked.close()
        self.source.close()


@pytest.fixture
def open_shop(follower: Follower) -> Iterator[Callable[..., Shop]]:
    made: list[Shop] = []

    def make(**how: int) -> Shop:
        made.append(Shop(follower, **how))
        made[-1].asked.start()
        return made[-1]

    follower.sync(style=LAZY)
    yield make
    for shop in made:
        shop.close()


def test_a_lazy_sync_brings_rows_only(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    done = follower.sync(style=LAZY)
    assert (done.products, done.blobs) == (12, 0)
    assert mirror.paths("blobs/") == []
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    assert follower.sync(style=LAZY).how == "deltas"
    assert follower.titles()["mug-0"] == "Cup"
    assert mirror.paths("blobs/") == []
    assert follower.sync().blobs > 0, "whoever asks for everything gets it"


def test_what_is_asked_for_comes_in_its_order(open_shop: Callable[..., Shop], mirror: Mirror) -> None:
    shop = open_shop()
    wanted = shop.of("lamp-1", "poster", "chair-3")
    shop.asked.order(Orders(wanted))
    shop.until(lambda: shop.has("lamp-1", "poster", "chair-3"))
    assert [path.rsplit("/")[-1] for path in mirror.paths("blobs/")] == [blob.sha256 for blob in wanted]
    shop.until(lambda: {s for c in shop.heard if isinstance(c, Came) for s in c.sha256s} >= {b.sha256 for b in wanted})
    shop.asked.order(Orders(wanted[:1]))
    assert shop.heard[-1] == Came((wanted[0].sha256,)), "what is here is said at once"


def test_another_order_takes_the_place_of_the_first(open_shop: Callable[..., Shop], mirror: Mirror) -> None:
    shop = open_shop()
    everything = shop.of(*shop.blobs)
    first, last = everything[0], everything[-1]
    ordered_again = threading.Event()

    def hesitate(handler: MirrorHandler, path: str) -> bool:
        ordered_again.wait(60.0)
        return False

    mirror.script = hesitate
    shop.asked.order(Orders(everything))
    shop.until(lambda: bool(mirror.paths("blobs/")))
    shop.asked.order(Orders((last,)))
    ordered_again.set()
    shop.until(lambda: shop.store.has(last))
    time.sleep(0.2)
    assert mirror.paths("blobs/") == [blob_path(first.sha256), blob_path(last.sha256)]


def test_a_changed_file_is_said_and_the_others_come(
    open_shop: Callable[..., Shop], publisher: Publisher, mirror: Mirror
) -> None:
    shop = open_shop()
    bad, *good = shop.of("lamp-1", "poster")

    def forge(handler: MirrorHandler, path: str) -> bool:
        return path.endswith(bad.sha256) and handler.answer(b"x" * bad.bytes)

    mirror.script = forge
    shop.asked.order(Orders((bad, *good)))
    shop.until(lambda: all(shop.store.has(blob) for blob in good))
    assert [one.sha256 for one in shop.heard if isinstance(one, Lacks)] == [bad.sha256]
    assert not shop.store.has(bad)


def test_the_bound_is_kept_and_what_is_in_use_stays(open_shop: Callable[..., Shop]) -> None:
    probe = open_shop()
    sizes = {sku: sum(b.bytes for b in probe.of(sku)) for sku in probe.blobs}
    probe.close()
    bound = sizes["chair-0"] + sizes["chair-1"] + sizes["chair-2"] + 10
    shop = open_shop(cache_bytes=bound)
    shop.asked.keep(InUse(tuple(b.sha256 for b in shop.of("chair-0"))))
    for number, sku in enumerate(("chair-0", "chair-1", "chair-2", "chair-3", "mug-0", "mug-2")):
        shop.asked.order(Orders(shop.of(sku)))
        shop.until(lambda sku=sku: shop.has(sku))  # type: ignore[misc]
        for blob in shop.of(sku):  # one after the other, however coarse the clock of this disk
            os.utime(shop.store.path(blob.sha256), (1000.0 + number, 1000.0 + number))
        assert sum(path.stat().st_size for path in shop.store.all()) <= bound
    assert shop.has("chair-0"), "it is in use"
    assert not shop.has("chair-1"), "it was needed longest ago"
    assert shop.has("mug-2")


def test_a_bound_full_of_what_is_in_use_is_said(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(cache_bytes=1)
    shop.asked.keep(InUse())
    shop.asked.order(Orders(shop.of("poster")))
    shop.until(lambda: any(isinstance(one, Lacks) and "cache_gb" in one.why for one in shop.heard))
    assert not shop.has("poster")


def test_a_disk_that_is_nearly_full_is_left_alone(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop()
    shop.free = 1000
    shop.asked.order(Orders(shop.of("poster")))
    shop.until(lambda: any(isinstance(one, Lacks) and "nearly full" in one.why for one in shop.heard))
    assert not shop.has("poster")


def test_what_was_begun_long_ago_is_swept(open_shop: Callable[..., Shop]) -> None:
    first = open_shop()
    first.close()
    old, new = first.state.asked / ("a" * 64), first.state.asked / ("b" * 64)
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (1000.0, 1000.0))
    second = open_shop()
    second.until(lambda: not old.exists())
    assert new.exists()


def test_nothing_goes_before_it_is_known_what_is_in_use(open_shop: Callable[..., Shop]) -> None:
    probe = open_shop()
    size = sum(b.bytes for b in probe.of("chair-0"))
    probe.close()
    shop = open_shop(cache_bytes=size)
    shop.asked.order(Orders(shop.of("chair-0")))
    shop.until(lambda: shop.has("chair-0"))
    shop.asked.order(Orders(shop.of("poster")))
    shop.until(lambda: any(isinstance(one, Lacks) for one in shop.heard))
    assert shop.has("chair-0")


def test_a_second_shop_lets_the_first_fetch(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop()
    wanted = shop.of("lamp-1")
    shop.until(lambda: shop.asked._mine)
    second = open_shop()
    second.asked.order(Orders(wanted))
    time.sleep(0.3)
    assert not second.has("lamp-1")
    shop.asked.order(Orders(wanted))
    second.until(lambda: any(isinstance(one, Came) for one in second.heard))
    assert second.has("lamp-1")


def test_rounds_keep_what_stands_in_the_store(follower: Follower, publisher: Publisher) -> None:
    follower.sync()
    with open_current(follower.root) as catalog:
        poster = catalog.product("poster")
    assert poster is not None
    held = poster.images[0].blob
    for _ in range(3):
        publisher.change(lambda p: None if p.sku == "poster" else p)
        publisher.rename("mug-0", f"Cup {_}")
        publisher.publish()
        follower.sync(style=Style(lazy=True, in_use=lambda: {held.sha256}))
    store = BlobStore(SyncState(follower.root).layout.blobs)
    assert store.has(held), "nobody sells it any more, but somebody looks at it"
    publisher.rename("mug-0", "Mug")
    publisher.publish()
    follower.sync(style=LAZY)
    assert not store.has(held)


def test_the_oldest_go_first(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    blobs = [store.put(bytes([number]) * 100, "x") for number in range(5)]
    for number, blob in enumerate(blobs):
        os.utime(store.path(blob.sha256), (number, number))
    assert evict(store, 150, {blobs[0].sha256}) == 200
    assert [store.has(blob) for blob in blobs] == [True, False, False, True, True]


def test_a_version_that_did_not_work_is_not_built_every_few_minutes(
    follower: Follower, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    from client.sync import build
    from client.sync.errors import BadVersion

    follower.sync()
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    tried: list[str] = []

    def fail(root: Path, version: str, *_: object) -> None:
        tried.append(version)
        raise BadVersion("It does not work.")

    quiet = Style(lazy=True, insist=False)
    with monkeypatch.context() as patch:
        patch.setattr(build, "try_out", fail)
        for _ in range(3):
            with pytest.raises(BadVersion):
                follower.sync(style=quiet)
    assert len(tried) == 1
    with pytest.raises(BadVersion, match="not tried again"):
        follower.sync(style=quiet)
    assert follower.titles()["mug-0"] == "Mug 0"
    publisher.rename("mug-0", "Beaker")
    publisher.publish()
    follower.sync(style=quiet)
    assert follower.titles()["mug-0"] == "Beaker"


def test_whoever_wants_everything_after_a_lazy_sync_gets_it_by_delta_too(
    follower: Follower, publisher: Publisher
) -> None:
    follower.sync(style=LAZY)
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    done = follower.sync()
    assert done.how == "deltas"
    store = BlobStore(SyncState(follower.root).layout.blobs)
    with open_current(follower.root) as catalog:
        assert all(store.is_intact(blob) for blob in catalog.blobs())


def test_a_stick_that_is_pulled_out_is_a_sentence(follower: Follower, publisher: Publisher) -> None:
    follower.address = publisher.folder.as_uri()
    follower.sync(style=LAZY)
    shop = Shop(follower)
    shop.asked.start()
    try:
        first, *others = shop.of("lamp-1", "chair-0")
        shop.asked.order(Orders((first,)))
        shop.until(lambda: shop.store.has(first))
        away = publisher.folder.rename(publisher.folder.with_name("in a pocket"))
        shop.asked.order(Orders(tuple(others)))
        shop.until(lambda: any(isinstance(one, Lacks) and "plugged in" in one.why for one in shop.heard))
        with pytest.raises(Unreachable, match="plugged in"):
            follower.sync(style=LAZY)
        assert len(follower.titles()) == 12
        away.rename(publisher.folder)
        shop.until(lambda: all(shop.store.is_intact(blob) for blob in others))
    finally:
        shop.close()
