"""Made-up catalogues for the planner, and what must hold for every plan."""

from __future__ import annotations

import math
import random
from collections import defaultdict

from hypothesis import strategies as st

from scenes.showroom.floor_map import FloorMap, blockers
from scenes.showroom.plan_unit import shown_depth, turned_size
from scenes.showroom.values import Fixture, ItemToShow, Placement, Rect, StorePlan

ARM_M = 0.9
DISC_M = 0.6
CATEGORIES = ("Sofas", "Lamps", "Mugs", "Tables", "Beds", "Rugs", "Shirts", "Mirrors", "杯子")
HANGS = ("floor", "ceiling", "wall", "surface")

sizes = st.one_of(
    st.floats(0.01, 0.5),
    st.floats(0.3, 2.6),
    st.floats(0.01, 20.0),
    st.sampled_from([0.01, 0.36, 0.62, 0.95, 6.0, 20.0]),
)
items_strategy = st.builds(
    ItemToShow,
    item_id=st.just(""),
    width_m=sizes,
    height_m=sizes,
    depth_m=sizes,
    department=st.sampled_from([f"Department {n}" for n in range(12)]),
    category=st.tuples(st.sampled_from(CATEGORIES)),
    has_model=st.booleans(),
    wearable=st.booleans(),
    hangs=st.sampled_from(HANGS),
)


def random_items(seed: int, count: int, departments: int) -> list[ItemToShow]:
    """A believable mixture: most things small or middling, a few enormous."""
    rng = random.Random(seed)
    spreads = [rng.choice(((0.02, 0.4), (0.1, 0.9), (0.4, 2.6), (0.02, 2.6), (0.01, 20.0))) for _ in range(departments)]
    items = []
    for n in range(count):
        d = rng.randrange(departments)
        low, high = spreads[d]
        side = [math.exp(rng.uniform(math.log(low), math.log(high))) for _ in range(3)]
        items.append(
            ItemToShow(
                f"item {n}", *side, f"Department {d}", (f"Department {d}", rng.choice(CATEGORIES)),
                rng.random() < 0.8, rng.random() < 0.15, rng.choice(HANGS),
            )
        )  # fmt: skip
    return items


def check_everything(items: list[ItemToShow], plan: StorePlan) -> None:
    """All that must hold for any plan."""
    by_id = {i.item_id: i for i in items}
    fixtures = {f.fixture_id: f for f in plan.fixtures}
    placed = [p.item_id for p in plan.placements]
    assert sorted([*placed, *plan.not_placed]) == sorted(by_id)
    check_floor(plan)
    for placement in plan.placements:
        check_placement(by_id[placement.item_id], placement, fixtures[placement.fixture_id], plan)
    check_items_apart(by_id, plan)
    check_within_reach(plan)
    check_signs(plan)


def check_floor(plan: StorePlan) -> None:
    """Nothing overlaps on the floor and all of it is inside."""
    rects = blockers(plan)
    for i, a in enumerate(rects):
        assert inside(a, plan.floor), a
        for b in rects[i + 1 :]:
            assert not a.overlaps(b, -1e-6), (a, b)
    for f in plan.fixtures:
        width, depth = turned_size(f.width_m, f.depth_m, f.heading_rad)
        assert abs(f.footprint.x1 - f.footprint.x0 - width) < 1e-6
        assert abs(f.footprint.y1 - f.footprint.y0 - depth) < 1e-6
        assert list(f.levels_m) == sorted(f.levels_m)


def inside(inner: Rect, outer: Rect, slack: float = 1e-6) -> bool:
    """Whether one rectangle lies in another."""
    return (
        inner.x0 >= outer.x0 - slack
        and inner.y0 >= outer.y0 - slack
        and inner.x1 <= outer.x1 + slack
        and inner.y1 <= outer.y1 + slack
    )


def floor_rect(item: ItemToShow, placement: Placement) -> Rect:
    """The floor under a product."""
    width, depth = turned_size(item.width_m, shown_depth(item), placement.heading_rad)
    x, y = placement.x_m, placement.y_m
    return Rect(x - width / 2, y - depth / 2, x + width / 2, y + depth / 2)


def check_placement(item: ItemToShow, placement: Placement, fixture: Fixture, plan: StorePlan) -> None:
    """A product stands on its fixture at a height it can be seen and taken from."""
    assert inside(floor_rect(item, placement), fixture.footprint), (item, placement, fixture)
    assert placement.z_m >= 0.0
    assert placement.z_m + item.height_m <= plan.ceiling_m
    assert fixture.department == item.department
    if placement.hangs:
        assert item.hangs == "ceiling"
        assert placement.z_m >= max(fixture.levels_m) + 0.5
    elif fixture.kind in ("shelf", "wall_shelf", "table", "plinth", "photo_stand"):
        assert min(abs(placement.z_m - level) for level in fixture.levels_m) < 1e-6
    elif fixture.kind == "room_set":
        # A rug may lie between the platform and what stands on it.
        assert -1e-6 <= placement.z_m - fixture.levels_m[0] <= 0.06 + 1e-6
    elif fixture.kind == "rack":
        assert placement.z_m + item.height_m <= fixture.levels_m[0]
    if fixture.kind in ("shelf", "wall_shelf"):
        assert placement.z_m + item.height_m <= 1.85


def check_items_apart(by_id: dict[str, ItemToShow], plan: StorePlan) -> None:
    """Products do not touch; on shelves and tables there are eight centimetres between neighbours."""
    on_fixture: dict[int, list[Placement]] = defaultdict(list)
    for p in plan.placements:
        on_fixture[p.fixture_id].append(p)
    fixtures = {f.fixture_id: f for f in plan.fixtures}
    for fixture_id, places in on_fixture.items():
        gap = 0.08 if fixtures[fixture_id].kind in ("shelf", "wall_shelf", "table", "rack", "wall_panel") else 0.0
        for i, a in enumerate(places):
            for b in places[i + 1 :]:
                za, zb = (a.z_m, a.z_m + by_id[a.item_id].height_m), (b.z_m, b.z_m + by_id[b.item_id].height_m)
                if za[1] <= zb[0] + 1e-6 or zb[1] <= za[0] + 1e-6:
                    continue
                ra, rb = floor_rect(by_id[a.item_id], a), floor_rect(by_id[b.item_id], b)
                apart = max(ra.x0 - rb.x1, rb.x0 - ra.x1, ra.y0 - rb.y1, rb.y0 - ra.y1)
                assert apart >= gap - 1e-6, (fixtures[fixture_id], a, b, apart)


def check_within_reach(plan: StorePlan) -> None:
    """A disc of 1.2 m goes from the entrance to within an arm's reach of every front and every zone."""
    walk = FloorMap(plan, DISC_M, 0.1)
    reached = walk.reached()
    carrying = {p.fixture_id for p in plan.placements}
    for f in plan.fixtures:
        if f.fixture_id not in carrying:
            assert f.kind in ("wall_panel", "screen"), "only a screen or the panel behind a room set may be empty"
            continue
        sin, cos = math.sin(f.heading_rad), math.cos(f.heading_rad)
        front = (f.x_m + sin * f.depth_m / 2, f.y_m - cos * f.depth_m / 2)
        assert near(walk, reached, front), f
    narrow = FloorMap(plan)
    on_foot = narrow.reached()
    for z in plan.zones:
        assert narrow.is_free(z.stand_x_m, z.stand_y_m), z
        assert on_foot[narrow.cell_of(z.stand_x_m, z.stand_y_m)], z
        assert near(walk, reached, (z.stand_x_m, z.stand_y_m)), z
    for a in plan.departments:
        assert on_foot[narrow.cell_of(a.view_x_m, a.view_y_m)], a
    main = FloorMap(plan, 1.0, 0.1)
    wide = main.reached()
    assert near(main, wide, (0.0, plan.floor.y1 * 0.5)), "the main aisle is less than two metres wide"


def near(walk: FloorMap, reached: object, point: tuple[float, float]) -> bool:
    """Whether a reached cell lies within an arm's length (and half a cell)."""
    x, y = walk.nearest_free(*point, among=reached)  # type: ignore[arg-type]
    return math.hypot(x - point[0], y - point[1]) <= ARM_M + walk.cell_m * 0.71


def check_signs(plan: StorePlan) -> None:
    """Every department has a sign and a viewpoint; signs hang over heads and under the ceiling."""
    signed = {s.text_key for s in plan.signs if s.is_department}
    shown = {f.department for f in plan.fixtures}
    assert shown <= signed
    assert {d.department for d in plan.departments} == signed
    for s in plan.signs:
        assert s.z_m >= 2.1
        assert s.z_m + s.height_m <= plan.ceiling_m
        assert plan.floor.contains(s.x_m, s.y_m)
