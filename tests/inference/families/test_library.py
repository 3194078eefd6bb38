"""The demo catalogue: enough, distinct, reproducible, in two languages."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice

import numpy as np
import pytest

from inference.families.library import demo_members, families, family, spread_params, with_articles
from inference.families.names import BRANDS, NAMES
from inference.families.values import FamilyError, Member, Parameter, Params, choice, integer, real, shop_price


@pytest.fixture(scope="module")
def members() -> list[Member]:
    return list(demo_members(260, seed=7, detail=0.3))


def test_enough_products_in_enough_kinds(members: list[Member]) -> None:
    assert len(members) == 260
    assert len({m.family for m in members}) == len(families()) >= 14
    assert len({m.category[0] for m in members}) >= 5


def test_names_are_unique_in_both_languages(members: list[Member]) -> None:
    assert len({m.title_en for m in members}) == len(members)
    assert len({m.title_zh for m in members}) == len(members)
    for m in members:
        assert re.search(r"[\u4e00-\u9fff]", m.title_zh)
        assert not re.search(r"[\u4e00-\u9fff]", m.title_en)
        assert m.brand in BRANDS


def test_looks_are_distinct(members: list[Member]) -> None:
    for made in families():
        own = [m for m in members if m.family == made.key]
        assert len({m.params for m in own}) == len(own)
        assert len({m.model.primitives[0].positions.tobytes() for m in own}) == len(own)


def test_facts_of_a_member(members: list[Member]) -> None:
    for m in members:
        assert m.currency == "USD"
        assert isinstance(m.price, Decimal)
        assert m.price == m.price.quantize(Decimal("0.01"))
        assert len(m.category) == len(m.category_zh) >= 2
        assert not re.search(r"\b[Aa] [aeiou]", m.description_en), m.description_en
        assert [v.name for v in m.variants] == list(m.model.variants)
        assert all(re.fullmatch(r"#[0-9a-f]{6}", v.colour) for v in m.variants)


def test_the_list_is_reproducible_and_seeded() -> None:
    def titles(seed: int) -> list[tuple[str, Params]]:
        return [(m.title_en, m.params) for m in islice(demo_members(200, seed, 0.3), 12)]

    assert titles(3) == titles(3)
    assert titles(3) != titles(4)


def test_members_are_spread_out() -> None:
    made = family("dining_chair")
    spread = spread_params(made, 8, np.random.default_rng(2))
    assert len({p.choice("back") for p in spread}) >= 4


def test_names_do_not_repeat() -> None:
    assert len({en for en, _ in NAMES}) == len({zh for _, zh in NAMES}) == len(NAMES) >= 100


def test_keys_are_unique_and_unknown_ones_refused() -> None:
    keys = [made.key for made in families()]
    assert len(set(keys)) == len(keys)
    with pytest.raises(FamilyError, match="no family"):
        family("hovercraft")


def test_articles() -> None:
    assert with_articles("A oval table and a espresso cup on a desk") == "An oval table and an espresso cup on a desk"


@pytest.mark.parametrize(
    ("amount", "price"), [(8.2, "7.90"), (59.4, "58.90"), (131.0, "129.00"), (644.0, "639.00"), (1231.0, "1240.00")]
)
def test_shop_prices(amount: float, price: str) -> None:
    assert shop_price(amount) == Decimal(price)


@pytest.mark.parametrize("parameter", [real("w", 0.2, 0.8), integer("n", 2, 5), choice("c", "a", "b", "c")])
def test_parameters_come_back_from_the_unit_interval(parameter: Parameter) -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        value = parameter.draw(rng)
        back = parameter.from_unit(parameter.to_unit(value))
        assert back == pytest.approx(value) if parameter.kind == "real" else back == value
    assert parameter.from_unit(-3.0) == parameter.from_unit(0.0)
    assert parameter.from_unit(7.0) == parameter.from_unit(1.0)


def test_values_outside_are_clamped_and_unknown_ones_refused() -> None:
    chair = family("dining_chair")
    assert chair.params(seat_height=9.0).real("seat_height") == pytest.approx(0.48)
    with pytest.raises(FamilyError, match="no parameter"):
        chair.params(wings=2)
    with pytest.raises(FamilyError, match="cannot be"):
        chair.params(back="throne")
