"""A shop that is open follows its publisher: what is published comes in while somebody is inside."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from client.app import OpenShop, ShopOptions, headless_output, open_shop
from client.catalog.layout import Layout
from client.commands.options import followed_root
from client.commands.replay import replay
from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.money import Money
from client.domain.product import Product
from client.domain.session import Change, Session
from client.domain.totals import priced
from client.headset.api import Sample
from client.headset.scripted import ScriptedHeadset
from client.journal.reader import read_journal
from client.pilot import Pilot
from client.settings import Folders, Settings, find_folders
from scenes.showroom.build import Showroom
from tests.simulators.mirror import Clock, Mirror, MirrorHandler, Publisher

pytestmark = pytest.mark.gl


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return find_folders({"VITRINE_HOME": str(tmp_path_factory.mktemp("home"))})


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "merchant", Clock(datetime.now(UTC)))
    made.publish()
    return made


@pytest.fixture
def mirror(publisher: Publisher) -> Iterator[Mirror]:
    made = Mirror(publisher.folder)
    yield made
    made.close()


@dataclass
class Ear:
    """A feature that remembers which notices were shown."""

    notices: list[str] = field(default_factory=list)

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        if Change.NOTICE in changes and session.notice is not None:
            self.notices.append(session.notice.key)

    def close(self) -> None:
        pass


@dataclass
class Visit:
    pilot: Pilot
    opened: OpenShop
    ear: Ear
    root: Path

    def until(self, done: Callable[[], bool], seconds: float = 400.0) -> None:
        """Frames go by in real time."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, "it did not happen"
            self.pilot.run(1)
            self.pilot.draw()
            time.sleep(0.02)

    def rest(self, frames: int = 900) -> None:
        """The shopper does nothing for a while."""
        for _ in range(frames):
            self.pilot.run(1)

    def look(self, frames: int) -> None:
        """Frames go by and are drawn."""
        for _ in range(frames):
            self.pilot.run(1)
            self.pilot.draw()

    @property
    def standing_skus(self) -> set[str]:
        return {place.item_id for place in self.pilot.shop.keeper.current.plan.placements}

    def version_on_disk(self) -> str | None:
        return Layout(self.root).current()


@contextmanager
def following(
    tmp_path: Path, folders: Folders, address: str, publisher: Publisher, record: Path | None = None, **more: object
) -> Iterator[Visit]:
    settings = Settings(
        width=320, height=180, samples=0, catalog=str(tmp_path / "shop"), sync_from=address,
        sync_fingerprint=publisher.fingerprint, sync_minutes=0.02,
    )  # fmt: skip
    settings = replace(settings, **more)
    root = followed_root(settings, folders)
    options = ShopOptions(settings, folders, root, record=record, following=True)
    with open_shop(options, lambda: headless_output(settings)) as opened:
        ear = Ear()
        opened.shop.visit.features = (*opened.shop.visit.features, ear)
        yield Visit(Pilot(opened.shop, ScriptedHeadset(320, 180)), opened, ear, root)


def test_prices_and_products_come_while_the_shop_is_open(
    tmp_path: Path, folders: Folders, publisher: Publisher, mirror: Mirror
) -> None:
    journal = tmp_path / "visit.journal"
    with following(tmp_path, folders, mirror.url, publisher, journal) as visit:
        pilot, keeper = visit.pilot, visit.pilot.shop.keeper
        first = pilot.session.catalogue
        spot = keeper.current.spot_of("mug-2")
        assert spot is not None
        pilot.shop.visit.dispatcher("shop")(a.Move(spot.x_m, spot.y_m, spot.heading_rad))
        pilot.run(2)
        for sku in ("mug-2", "chair-1"):
            pilot.shop.visit.dispatcher("shop")(a.AddToCart(ItemRef(sku)))
        pilot.shop.visit.dispatcher("shop")(a.PickUp("mug-2"))
        pilot.run(2)
        publish_changes(publisher)
        visit.until(lambda: pilot.session.catalogue != first)
        # at once: the catalogue is the new one, what is in hand and cart is still there
        catalog = visit.opened.catalog
        chair, mug = catalog.product("chair-1"), catalog.product("mug-2")
        assert chair is not None
        assert chair.price == Money(Decimal("1.00"), "USD")
        assert mug is not None
        assert mug.availability == "discontinued"
        assert pilot.session.held is not None
        cart = priced(pilot.session.gathered.cart, catalog.product)
        assert [(line.problem, line.unit) for line in cart.lines] == [
            ("gone", Money(Decimal("11"), "USD")),
            (None, Money(Decimal("1.00"), "USD")),
        ]
        pilot.run(2)
        assert "no_longer_sold" in visit.ear.notices
        # not while something is in the hand
        visit.until(keeper.ready)
        visit.rest(400)
        assert "mug-2" in visit.standing_skus
        before = pilot.session.standing
        pilot.shop.visit.dispatcher("shop")(a.PutBack())
        pilot.run(1)
        pilot.shop.visit.dispatcher("shop")(a.ClosePanel())
        visit.until(lambda: "vase" in visit.standing_skus)
        assert "mug-2" not in visit.standing_skus
        assert keeper.current.can_stand(pilot.session.standing.x_m, pilot.session.standing.y_m)
        assert pilot.session.standing.heading_rad == before.heading_rad
        pilot.run(5)
    with_swap = [line for line in journal.read_text("utf-8").splitlines() if '"swapped":true' in line]
    assert len(with_swap) == 1
    replayed(journal, tmp_path, folders)


def replayed(journal: Path, tmp_path: Path, folders: Folders) -> None:
    """The journal alone, without any publisher, leads through both versions to the same session."""
    read = read_journal(journal)
    settings = Settings(width=320, height=180, samples=0, catalog=str(tmp_path / "shop"))
    options = ShopOptions(settings, folders, tmp_path / "shop", start=read.header.session, replaying=True)
    with open_shop(options, lambda: headless_output(settings)) as opened:
        assert opened.catalog.info.version == read.header.catalog_version
        outcome = replay(opened, read)
        assert outcome.ended
        assert outcome.differences == []
        assert "vase" in {place.item_id for place in opened.shop.keeper.current.plan.placements}


def publish_changes(publisher: Publisher) -> None:
    def edit(product: Product) -> Product | None:
        if product.sku == "chair-1":
            return replace(product, price=Money(Decimal("1.00"), "USD"))
        return None if product.sku == "mug-2" else product

    with_vase = _vase(publisher)
    publisher.change(edit, with_vase)
    publisher.publish()


def _vase(publisher: Publisher) -> Product:
    from client.catalog.reader import open_current

    with open_current(publisher.catalog) as catalog:
        lamp = catalog.product("lamp-1")
    assert lamp is not None
    return replace(lamp, sku="vase", title=replace(lamp.title, en="Vase", zh_cn="花瓶"))


def test_a_price_alone_moves_nothing(tmp_path: Path, folders: Folders, publisher: Publisher, mirror: Mirror) -> None:
    with following(tmp_path, folders, mirror.url, publisher) as visit:
        pilot, keeper = visit.pilot, visit.pilot.shop.keeper
        pilot.run(2)
        pilot.shop.visit.dispatcher("shop")(a.AddToCart(ItemRef("chair-1")))
        pilot.shop.visit.dispatcher("shop")(a.PickUp("chair-2"))
        pilot.run(2)
        standing, plan = pilot.session.standing, keeper.current.plan
        publisher.change(lambda p: replace(p, price=Money(Decimal("2"), "USD")) if p.sku == "chair-1" else p)
        publisher.publish()
        darkest = 0.0

        def new_price() -> bool:
            nonlocal darkest
            darkest = max(darkest, pilot.shop.fade)
            product = keeper.current.products["chair-1"]
            return product.price == Money(Decimal("2"), "USD")

        showroom = visit.opened.stage._store.store
        assert isinstance(showroom, Showroom)
        visit.until(new_price)
        visit.look(5)
        assert darkest == 0.0
        assert showroom is visit.opened.stage._store.store, "nothing was built anew"
        assert [i.content.price for i in showroom._shown if i.place.item_id == "chair-1"] == ["$2.00"]
        visit.until(lambda: showroom._loader.pending == 0)
        cells = [cell for cell, items in showroom._cells.items() for i in items if i.place.item_id == "chair-1"]
        assert [showroom._cards_version.get(cell) for cell in cells] == [1]
        assert keeper.current.plan == plan
        assert pilot.session.standing == standing
        assert pilot.session.held is not None
        assert "cart_prices_changed" in visit.ear.notices


def test_files_come_as_they_are_needed(tmp_path: Path, folders: Folders, publisher: Publisher, mirror: Mirror) -> None:
    hold = True

    def held_back(handler: MirrorHandler, path: str) -> bool:
        return hold and path.startswith("blobs/") and handler.answer(b"", 503)

    mirror.script = held_back
    with following(tmp_path, folders, mirror.url, publisher) as visit:
        pilot = visit.pilot
        assert not list((visit.root / "blobs").glob("*/*"))
        visit.until(lambda: bool(mirror.paths("blobs/")))
        visit.rest(5)
        showroom = visit.opened.stage._store.store
        assert showroom is not None
        spot = pilot.shop.keeper.current.spot_of("chair-1")
        assert spot is not None
        pilot.shop.visit.dispatcher("shop")(a.Move(spot.x_m, spot.y_m, spot.heading_rad, spot.pitch_rad))
        visit.look(3)
        waiting = picture(visit)
        hold = False
        plan = pilot.shop.keeper.current.plan
        visit.until(lambda: len(list((visit.root / "blobs").glob("??/*"))) >= 12)
        visit.until(lambda: not wants_more(visit))
        visit.look(120)
        assert showroom is visit.opened.stage._store.store, "the store was not built anew"
        assert pilot.shop.keeper.current.plan is plan
        assert not showroom.failed
        assert abs(picture(visit).astype(int) - waiting.astype(int)).max() > 40


def wants_more(visit: Visit) -> bool:
    return any(
        content.coming and not content.has_model
        for content in (visit.opened.stage._content_of(visit.pilot.shop.keeper.current, sku, None, "en")
                        for sku in visit.standing_skus)
        if content is not None
    )  # fmt: skip


def picture(visit: Visit):  # type: ignore[no-untyped-def]
    assert visit.pilot.last is not None
    return visit.opened.stage.still_picture(visit.opened.shop, visit.pilot.last, 30.0).pixels


@pytest.mark.skipif(os.name == "nt", reason="kills with a signal")
def test_a_process_that_dies_is_started_again(
    tmp_path: Path, folders: Folders, publisher: Publisher, mirror: Mirror
) -> None:
    with following(tmp_path, folders, mirror.url, publisher) as visit:
        background = visit.opened.following.background
        assert background is not None
        visit.until(lambda: background.pid is not None)
        victim = background.pid
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        visit.until(lambda: background.deaths == 1)
        publish_changes(publisher)
        first = visit.pilot.session.catalogue
        visit.until(lambda: visit.pilot.session.catalogue != first)
        assert background.pid not in (None, victim)


def test_a_publisher_that_is_away_stops_nobody(
    tmp_path: Path, folders: Folders, publisher: Publisher, mirror: Mirror
) -> None:
    with following(tmp_path, folders, mirror.url, publisher) as visit:
        mirror.script = lambda handler, path: handler.answer(b"<html>Sign in</html>", content_type="text/html")
        publish_changes(publisher)
        first = visit.pilot.session.catalogue
        from client.sync.state import SyncState

        def said() -> bool:
            last = SyncState(visit.root).said()
            return last is not None and not last.ok

        visit.until(said)
        visit.rest(20)
        assert visit.pilot.session.catalogue == first
        assert visit.ear.notices == []


def test_without_a_source_no_process_is_started(tmp_path: Path, folders: Folders, publisher: Publisher) -> None:
    settings = Settings(width=320, height=180, samples=0, catalog=str(publisher.catalog))
    options = ShopOptions(settings, folders, publisher.catalog, following=True)
    with open_shop(options, lambda: headless_output(settings)) as opened:
        assert opened.following.background is None
