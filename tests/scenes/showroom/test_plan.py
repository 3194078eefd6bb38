from __future__ import annotations

import importlib.util
import math
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client.texts.texts import Texts
from scenes.showroom.plan import PlanOptions, plan_store
from scenes.showroom.values import ItemToShow


def _cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_cases", Path(__file__).with_name("plan_cases.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["plan_cases"] = module
    spec.loader.exec_module(module)
    return module


cases = _cases()

slow = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@slow
@given(st.integers(0, 2**31), st.integers(0, 300), st.integers(1, 14))
def test_every_plan_is_a_store_one_can_walk(seed: int, count: int, departments: int) -> None:
    items = cases.random_items(seed, count, departments)
    cases.check_everything(items, plan_store(items))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(cases.items_strategy, max_size=30))
def test_odd_catalogues_too(made: list[ItemToShow]) -> None:
    items = [replace(item, item_id=f"i{n}") for n, item in enumerate(made)]
    cases.check_everything(items, plan_store(items))


def test_the_same_items_give_the_same_plan() -> None:
    items = cases.random_items(7, 200, 8)
    assert plan_store(items) == plan_store(list(items))


def test_no_items_is_an_empty_store_with_all_zones() -> None:
    plan = plan_store([])
    cases.check_everything([], plan)
    assert {z.kind for z in plan.zones} == {"entrance", "guide_desk", "fitting_room", "checkout"}


def test_two_thousand_stand_and_each_department_keeps_its_share() -> None:
    items = [replace(i, width_m=0.3, height_m=0.3, depth_m=0.2) for i in cases.random_items(3, 3000, 6)]
    plan = plan_store(items, PlanOptions(max_items=2000))
    assert len(plan.placements) == 2000
    assert len(plan.not_placed) == 1000
    by_id = {i.item_id: i for i in items}
    all_of, shown = Counter(i.department for i in items), Counter(by_id[p.item_id].department for p in plan.placements)
    for department, count in all_of.items():
        assert abs(shown[department] - count * 2 / 3) <= 1.0
    cases.check_floor(plan)


@pytest.mark.parametrize("size", [0.0, -1.0, math.nan, math.inf, 25.0])
def test_sizes_that_are_none_are_left_out(size: float) -> None:
    odd = ItemToShow("odd", size, 1.0, 1.0, "A", ("A",), True)
    good = ItemToShow("good", 0.2, 0.2, 0.2, "A", ("A",), True)
    plan = plan_store([odd, good])
    assert plan.not_placed == ("odd",)
    assert [p.item_id for p in plan.placements] == ["good"]


def _thing(n: int, w: float, h: float, d: float, category: str, **more: object) -> ItemToShow:
    base = ItemToShow(f"{category}{n}", w, h, d, "Home", ("Home", category), True)
    return replace(base, **more)  # type: ignore[arg-type]


def test_fixtures_suit_what_stands_on_them() -> None:
    items = [_thing(n, 0.1, 0.12, 0.1, "Mugs") for n in range(40)]
    items += [_thing(n, 0.5, 0.85, 0.5, "Chairs") for n in range(4)]
    items += [_thing(n, 2.1, 0.85, 0.9, "Sofas") for n in range(4)]
    items += [_thing(n, 0.5, 0.8, 0.12, "Shirts", wearable=True) for n in range(12)]
    items += [_thing(n, 0.6, 0.8, 0.03, "Mirrors", hangs="wall") for n in range(4)]
    items += [_thing(n, 0.4, 0.3, 0.4, "Pendants", hangs="ceiling") for n in range(3)]
    items += [_thing(n, 0.4, 0.6, 0.3, "Posters", has_model=False) for n in range(3)]
    plan = plan_store(items)
    kind = {f.fixture_id: f.kind for f in plan.fixtures}
    kinds: dict[str, set[str]] = {}
    for p in plan.placements:
        kinds.setdefault(p.item_id.rstrip("0123456789"), set()).add(kind[p.fixture_id])
    assert kinds["Mugs"] <= {"table", "wall_shelf", "shelf", "plinth"}
    assert kinds["Chairs"] == {"plinth"}
    assert kinds["Sofas"] == {"room_set"}
    assert kinds["Shirts"] == {"rack"}
    assert kinds["Mirrors"] == {"wall_panel"}
    assert kinds["Posters"] == {"photo_stand"}
    hung = [p for p in plan.placements if p.hangs]
    assert len(hung) == 3
    assert all(1.4 <= p.z_m <= 2.2 for p in hung)


def test_a_sofa_comes_with_its_table_lamp_and_rug() -> None:
    items = [
        _thing(0, 2.1, 0.85, 0.9, "Sofas"),
        _thing(0, 1.1, 0.4, 0.6, "Coffee tables"),
        _thing(0, 0.4, 1.6, 0.4, "Floor lamps"),
        _thing(0, 2.0, 0.012, 1.4, "Rugs"),
    ]
    plan = plan_store(items)
    assert len({p.fixture_id for p in plan.placements}) == 1


def test_the_first_view_is_low_and_the_walls_are_high() -> None:
    items = cases.random_items(11, 240, 8)
    plan = plan_store([replace(i, hangs="surface") for i in items])
    front = [f for f in plan.fixtures if f.y_m < 5.5]
    # At the outer walls there may be shelves, right from the front.
    assert all(f.height_m <= 1.3 for f in front if plan.floor.x0 + 1.2 < f.x_m < plan.floor.x1 - 1.2)
    in_room = [f for f in plan.fixtures if f.kind == "shelf"]
    assert all(f.height_m <= 1.5 for f in in_room)


def test_rows_stand_back_to_back_and_screens_can_be_looked_over() -> None:
    items = [_thing(n, 2.1, 0.85, 0.9, "Sofas", department=f"D{n % 4}") for n in range(48)]
    plan = plan_store(items)
    carrying = {p.fixture_id for p in plan.placements}
    partitions = [f for f in plan.fixtures if f.fixture_id not in carrying]
    assert {f.kind for f in partitions} <= {"screen"}
    assert all(f.height_m <= 1.5 for f in partitions)
    sets = [f for f in plan.fixtures if f.kind == "room_set"]
    assert {round(f.heading_rad, 2) for f in sets} >= {0.0, 3.14}


def test_a_furniture_store_is_no_sports_hall() -> None:
    items = [_thing(n, 2.1, 0.85, 0.9, "Sofas", department=f"D{n % 4}") for n in range(48)]
    plan = plan_store(items)
    floor = (plan.floor.x1 - plan.floor.x0) * (plan.floor.y1 - plan.floor.y0)
    # Their platforms (2.54 x 1.34 m) cover about a quarter of it: aisles, entrance, checkout and fitting room the rest.
    assert floor / len(items) <= 4.2 * 2.54 * 1.34


def test_the_fitting_room_is_near_the_clothes() -> None:
    items = [_thing(n, 0.1, 0.12, 0.1, "Mugs", department=f"D{n % 5}") for n in range(100)]
    items += [_thing(n, 0.5, 0.8, 0.12, "Shirts", department="Clothes", wearable=True) for n in range(30)]
    plan = plan_store(items)
    room = next(z for z in plan.zones if z.kind == "fitting_room")
    area = next(d.area for d in plan.departments if d.department == "Clothes")
    apart_x = max(0.0, area.x0 - room.stand_x_m, room.stand_x_m - area.x1)
    apart_y = max(0.0, area.y0 - room.stand_y_m, room.stand_y_m - area.y1)
    assert math.hypot(apart_x, apart_y) <= 3.0


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_sign_has_a_text(language: str) -> None:
    texts = Texts(language)  # type: ignore[arg-type]
    plan = plan_store(cases.random_items(1, 30, 3))
    for sign in plan.signs:
        if not sign.is_department:
            assert texts.sign(sign.text_key)
