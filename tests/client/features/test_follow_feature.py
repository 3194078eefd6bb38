"""News of the catalogue in the middle of a visit: what the shopper hears, and when."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec.structs import replace

from client.catalog.live import discontinued
from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.errors import VitrineError
from client.domain.money import Money
from client.domain.product import Product, Sku
from client.domain.session import Change, Notice
from client.features.follow.feature import FollowFeature
from client.pilot import Pilot
from client.sync.messages import Age, News, VersionThere
from client.visit import Visit
from tests.simulators.memory_catalog import small_shop
from tests.simulators.plain_shop import plain_shop


class Versions:
    """Two versions in memory: in "2" lamp-0 costs less and mug-0 is gone."""

    def __init__(self) -> None:
        self.version = "1"
        self._products = {product.sku: product for product in small_shop()}

    def use(self, version: str, keep: Iterable[ItemRef] = ()) -> tuple[Product, ...]:
        if version != "2":
            raise VitrineError("There is no such version.")
        self.version = version
        mug = self._products["mug-0"]
        self._products["mug-0"] = discontinued(mug)
        lamp = self._products["lamp-0"]
        self._products["lamp-0"] = replace(lamp, price=Money(Decimal("3.50"), "USD"))
        return (mug,) if any(item.sku == "mug-0" for item in keep) else ()

    def product(self, sku: Sku) -> Product | None:
        return self._products.get(sku)


class Told:
    """What is told next, and which notices came of it."""

    def __init__(self, pilot: Pilot) -> None:
        self.coming: list[News] = []
        self.versions = Versions()
        self.pilot = pilot
        self.notices: list[Notice] = []
        visit = pilot.shop.visit
        self.feature = FollowFeature(visit.dispatcher("shop"), self.versions, self._take)
        visit.features = (self.feature, *visit.features, self)
        self.visit: Visit = visit

    def _take(self) -> list[News]:
        told, self.coming = self.coming, []
        return told

    def update(self, session: object, changes: frozenset[Change], sample: object) -> None:
        notice = self.pilot.session.notice
        if Change.NOTICE in changes and notice is not None:
            self.notices.append(notice)

    def close(self) -> None:
        pass

    def hear(self, *news: News) -> None:
        self.coming.extend(news)
        self.pilot.run(3)

    def do(self, action: a.Action) -> None:
        self.visit.dispatcher("shop")(action)
        self.pilot.run(2)


def test_a_version_becomes_an_action_and_then_the_catalogue() -> None:
    with plain_shop() as pilot:
        told = Told(pilot)
        told.hear(VersionThere("2"))
        assert (pilot.session.catalogue, told.versions.version) == ("2", "2")
        told.hear(VersionThere("2"))
        assert told.notices == [], "nothing of it concerns this shopper"


def test_what_the_shopper_had_taken_is_said() -> None:
    with plain_shop() as pilot:
        told = Told(pilot)
        told.do(a.ToggleWish(ItemRef("mug-0")))
        told.hear(VersionThere("2"))
        assert told.notices == [Notice("no_longer_sold", (("name", "Mug 0"),))]


def test_other_prices_in_the_cart_are_said() -> None:
    with plain_shop() as pilot:
        told = Told(pilot)
        told.do(a.AddToCart(ItemRef("lamp-0"), 2))
        told.hear(VersionThere("2"))
        assert told.notices == [Notice("cart_prices_changed", (("total", "$7.00"),))]


def test_a_version_that_does_not_open_is_tried_once() -> None:
    with plain_shop() as pilot:
        told = Told(pilot)
        told.hear(VersionThere("3"))
        assert told.versions.version == "1"
        told.hear(VersionThere("2"))
        assert told.versions.version == "2"


def test_age_is_said_to_each_visitor_and_at_the_till() -> None:
    with plain_shop() as pilot:
        told = Told(pilot)
        told.hear(Age("fresh", 0))
        told.hear(Age("grace", 8))
        assert told.notices == [], "the grace is the kiosk's, not the shopper's"
        told.hear(Age("expired", 9))
        assert told.notices == [Notice("catalogue_old", (("days", "9"),))]
        told.do(a.Notify(None))
        pilot.run(400)
        assert len(told.notices) == 1, "it does not nag"
        told.do(a.OpenPanel("cart"))
        assert len(told.notices) == 2
        told.do(a.ClosePanel())
        told.do(a.Notify(None))
        told.do(a.ToggleWish(ItemRef("mug-1")))
        told.do(a.NewVisit())
        assert len(told.notices) == 3
        told.do(a.Notify(None))
        told.hear(Age("fresh", 0))
        told.do(a.OpenPanel("checkout"))
        assert len(told.notices) == 3
