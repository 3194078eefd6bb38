"""Visits with the keyboard alone, the mouse alone and the gamepad alone, to a shop whose panels are paper."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from client.domain.product import Product
from client.headset.api import Pad
from client.headset.scripted import Input
from client.interaction.seen import neighbour
from client.pilot import Pilot
from tests.simulators.memory_catalog import small_shop
from tests.simulators.paper_panels import PaperSurface
from tests.simulators.plain_shop import plain_shop


def keys_of(pilot: Pilot) -> list[str]:
    surface = pilot.shop.cards.panels.open()
    assert isinstance(surface, PaperSurface)
    return surface.keys


def test_keys_alone_choose_a_product_hear_its_name_and_take_it() -> None:
    with plain_shop() as pilot:
        pilot.run(30, keys=("w",)).press("tab").run(2)
        first = pilot.session.looking_at
        assert first is not None
        assert pilot.session.notice is not None
        assert pilot.session.notice.key == "looking_at"
        product = pilot.shop.keeper.current.product(first)
        assert product is not None
        assert dict(pilot.session.notice.values)["name"] == product.title.en
        pilot.press(".").run(2)
        second = pilot.session.looking_at
        assert second not in (None, first)
        pilot.do(Input(pressed=("tab",), keys=("shift",)))
        pilot.run(2)
        assert pilot.session.looking_at == first
        pilot.press("l", ",", ".")
        assert pilot.session.notice is not None
        assert dict(pilot.session.notice.values)["name"] == product.title.zh_cn
        pilot.press("enter").run(1)
        assert pilot.session.held is not None
        assert pilot.session.held.item.sku == first
        assert pilot.session.panel == "product"


def test_the_pointer_has_its_say_again_as_soon_as_it_moves() -> None:
    with plain_shop() as pilot:
        pilot.run(30, keys=("w",)).press("tab").run(5)
        assert pilot.session.looking_at is not None
        pilot._mouse = (0.9, 0.9)
        pilot.run(1)
        assert pilot.session.looking_at is None


def test_keys_lower_the_view_to_what_stands_low() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(1.0, 2.2).turn_to(0.0).press("tab").run(1)
        sku = pilot.session.looking_at
        assert sku is not None
        assert pilot.session.standing.pitch_rad < -0.3
        x, y = pilot._in_view(pilot.position_of(sku))
        assert abs(y) < 0.1
        assert abs(x) <= 1.0


def test_where_nothing_is_near_the_shopper_is_told() -> None:
    with plain_shop() as pilot:
        pilot.turn_to(3.1).press("tab").run(1)
        assert pilot.session.looking_at is None
        assert pilot.session.notice is not None
        assert pilot.session.notice.key == "nothing_near"


def test_an_open_panel_has_the_focus_keys_and_the_feet_keep_theirs() -> None:
    with plain_shop() as pilot:
        pilot.press("c").run(1).press("tab", "arrow_down", "space", "enter", "page_down")
        assert keys_of(pilot) == ["tab", "arrow_down", "space", "enter", "page_down"]
        before = pilot.session.standing
        pilot.run(5, keys=("arrow_up", "arrow_left"))
        assert pilot.session.standing == before
        assert pilot.session.page == 0
        pilot.run(5, keys=("w",))
        assert pilot.session.standing.y_m > before.y_m
        pilot.press("escape").run(1)
        assert pilot.session.panel is None


def test_the_gamepad_chooses_takes_and_moves_the_focus() -> None:
    def push(pilot: Pilot, *names: str) -> None:
        for name in names:
            pilot.do(Input(pad=Pad(down=(name,), pressed=(name,))))
            pilot.do(Input(pad=Pad()))

    with plain_shop() as pilot:
        for _ in range(30):
            pilot.do(Input(pad=Pad(move=(0.0, 1.0))))
        push(pilot, "right")
        chosen = pilot.session.looking_at
        assert chosen is not None
        push(pilot, "a")
        assert pilot.session.held is not None
        assert pilot.session.held.item.sku == chosen
        push(pilot, "down", "a")
        assert keys_of(pilot) == ["arrow_down", "enter"]
        assert pilot.session.held is not None, "A presses what has the focus; it does not put the product back"
        push(pilot, "b")
        assert pilot.session.held is None


@pytest.mark.parametrize(("now", "by", "then"), [(None, 1, "b"), ("a", 1, "b"), ("c", 1, "a"), ("a", -1, "c")])
def test_products_are_gone_through_in_a_ring(now: str | None, by: int, then: str) -> None:
    assert neighbour(("a", "b", "c"), now, by) == then
    assert neighbour((), now, by) is None


def test_a_click_on_the_floor_walks_there_but_not_through_products_or_outside() -> None:
    with plain_shop() as pilot:
        pilot.turn_to(0.0, -0.6)
        pilot.click().run(1)
        there = pilot.session.standing
        assert 1.5 < there.y_m < 4.0
        assert there.x_m == pytest.approx(0.0, abs=1e-6)
        pilot.turn_to(0.0, 0.3).click().run(1)
        assert (pilot.session.standing.x_m, pilot.session.standing.y_m) == (there.x_m, there.y_m)


def sized() -> list[Product]:
    """The small shop, its products sold in sizes."""
    return [
        replace(one, variants=tuple(replace(v, options=(("size", v.label.en),)) for v in one.variants))
        for one in small_shop()
    ]


def test_what_comes_in_sizes_is_not_bought_before_one_is_chosen() -> None:
    with plain_shop(sized()) as pilot:
        pilot.walk_to(1.0, 1.5).point_at("chair-3").press("b").run(1)
        assert pilot.session.gathered.cart.lines == ()
        assert (pilot.session.panel, pilot.session.panel_item and pilot.session.panel_item.sku) == (
            "product", "chair-3",
        )  # fmt: skip
        assert pilot.session.notice is not None
        assert pilot.session.notice.key == "choose_first"
        pilot.press("v", "b").run(1)
        (line,) = pilot.session.gathered.cart.lines
        assert (line.item.sku, line.item.variant) == ("chair-3", "chair-3-1")
