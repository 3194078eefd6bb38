"""The store of another version of the catalogue is entered when nobody is in the middle of something."""

from __future__ import annotations

import math
from decimal import Decimal

from msgspec.structs import replace

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.money import Money
from client.domain.product import Product
from client.domain.session import Gathered, Session, Standing
from client.pilot import Pilot
from client.store.calm import GAZE_S, REST_S
from client.store.contents import StoreContents, Wanted, fill_store
from client.store.keeper import StoreKeeper
from client.store.pinned import pinned
from tests.simulators.memory_catalog import MemoryCatalog, small_shop
from tests.simulators.plain_plan import plain_plan, plain_walking
from tests.simulators.plain_shop import plain_shop


def renewable(pilot: Pilot, second: list[Product]) -> StoreKeeper:
    """The pilot's shop has another version "2" of its catalogue."""
    keeper = pilot.shop.keeper
    listed = {"": small_shop(), "2": second}

    def fill(wanted: Wanted) -> StoreContents:
        catalog = MemoryCatalog(listed[wanted.version])
        return fill_store(catalog, wanted, 2000, plain_plan, plain_walking, catalog.product)

    keeper._fill = fill
    return keeper


def use_second(pilot: Pilot) -> None:
    pilot.shop.visit.dispatcher("shop")(a.UseCatalogue("2"))
    pilot.run(2).run_until(pilot.shop.keeper.ready)


def cheaper() -> list[Product]:
    return [replace(p, price=Money(Decimal(1), "USD")) for p in small_shop()]


def fewer() -> list[Product]:
    return [p for p in small_shop() if not p.sku.startswith("mug")]


def seconds(pilot: Pilot, span: float) -> None:
    pilot.run(round(span * pilot.headset.rate_hz))


def test_other_prices_come_at_once_and_nothing_moves() -> None:
    with plain_shop() as pilot:
        keeper = renewable(pilot, cheaper())
        pilot.shop.visit.dispatcher("shop")(a.PickUp("chair-1"))
        pilot.run(2)
        before = keeper.current
        pilot.shop.visit.dispatcher("shop")(a.UseCatalogue("2"))
        pilot.run_until(lambda: keeper.current is not before)
        assert keeper.current.plan == before.plan
        assert keeper.current.products["chair-1"].price == Money(Decimal(1), "USD")
        assert pilot.session.held is not None
        assert pilot.shop.fade == 0.0


def test_other_products_wait_until_the_hands_are_empty_and_some_time_longer() -> None:
    with plain_shop() as pilot:
        keeper = renewable(pilot, fewer())
        pilot.shop.visit.dispatcher("shop")(a.PickUp("chair-1"))
        pilot.run(2)
        before = keeper.current
        use_second(pilot)
        seconds(pilot, GAZE_S + 5)
        assert keeper.current is before
        assert pilot.shop.fade == 0.0
        pilot.shop.visit.dispatcher("shop")(a.PutBack())
        pilot.shop.visit.dispatcher("shop")(a.ClosePanel())
        seconds(pilot, REST_S / 2)
        assert keeper.current is before
        seconds(pilot, GAZE_S + 2)
        assert keeper.current is not before
        assert "mug-0" not in keeper.current.spots


def test_walking_is_being_in_the_middle_of_something() -> None:
    with plain_shop() as pilot:
        keeper = renewable(pilot, fewer())
        before = keeper.current
        use_second(pilot)
        for _ in range(60):
            seconds(pilot, REST_S / 3)
            pilot.press("q")
        assert keeper.current is before


def test_whoever_goes_elsewhere_meets_the_new_version_there() -> None:
    with plain_shop() as pilot:
        keeper = renewable(pilot, cheaper())
        pilot.shop.visit.dispatcher("shop")(a.UseCatalogue("2"))
        pilot.shop.visit.dispatcher("shop")(a.ShowDepartment("Kitchen"))
        pilot.run_until(lambda: keeper.current.wanted.department == "Kitchen")
        assert keeper.current.wanted.version == "2"


def test_a_store_that_is_left_empty_stays_as_it_was() -> None:
    with plain_shop() as pilot:
        keeper = renewable(pilot, [])
        before = keeper.current
        pilot.shop.visit.dispatcher("shop")(a.UseCatalogue("2"))
        pilot.run_until(lambda: not keeper.busy and pilot.session.catalogue == "2")
        seconds(pilot, 2)
        assert keeper.current is before
        assert pilot.session.notice is None


def test_one_is_put_to_the_nearest_floor_and_looks_where_one_looked() -> None:
    with plain_shop() as pilot:
        contents = pilot.shop.keeper.current
        blocked = replace_can_stand(contents, lambda x, y: math.hypot(x - 3.0, y - 5.0) > 0.8)
        here = Standing(3.1, 5.0, 0.4, 0.1)
        there = blocked.nearest_floor(here)
        assert (there.heading_rad, there.pitch_rad) == (0.4, 0.1)
        assert 0.8 < math.hypot(there.x_m - 3.0, there.y_m - 5.0) < 1.2
        free = replace_can_stand(contents, lambda x, y: True)
        assert free.nearest_floor(here) == here
        nowhere = replace_can_stand(contents, lambda x, y: False)
        assert nowhere.nearest_floor(here) == contents.entrance()


def replace_can_stand(contents: StoreContents, can_stand: object) -> StoreContents:
    import dataclasses

    return dataclasses.replace(contents, can_stand=can_stand)  # type: ignore[arg-type]


def test_what_the_shopper_has_taken_is_pinned() -> None:
    session = Session(
        panel_item=ItemRef("p"), undo=(Gathered(wishes=(ItemRef("u"),)),), gathered=Gathered(compared=(ItemRef("c"),))
    )
    assert {item.sku for item in pinned(session)} == {"p", "u", "c"}
