from __future__ import annotations

import importlib.util
import math
import random
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenes.showroom.floor_map import FloorMap
from scenes.showroom.plan import plan_store
from scenes.showroom.route import clamp_step, poses_along, reachable, shortest_path, tour_path, tour_stops
from scenes.showroom.values import Fixture, Rect, StorePlan


def _cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_cases", Path(__file__).with_name("plan_cases.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["plan_cases"] = module
    spec.loader.exec_module(module)
    return module


cases = _cases()

slow = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])


def _room(*rects: Rect) -> StorePlan:
    """A room of 6 x 8 m with these boxes in it."""
    boxes = tuple(
        Fixture(
            n, "table", (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2, 0.0, r.x1 - r.x0, r.y1 - r.y0, 0.8, (0.8,), "A", r
        )
        for n, r in enumerate(rects)
    )  # fmt: skip
    return StorePlan(Rect(-3, 0, 3, 8), 3.4, 0.0, 0.0, boxes, (), (), (), ())


def test_a_wall_across_the_room_cuts_it_in_two() -> None:
    plan = _room(Rect(-3, 4, 3, 4.5))
    reached = reachable(plan)
    walk = FloorMap(plan)
    assert reached[walk.cell_of(0, 2)]
    assert not reached[walk.cell_of(0, 6)]
    assert walk.free[walk.cell_of(0, 6)]
    assert shortest_path(plan, (0, 2), (0, 6)) == ()


def test_a_gap_narrower_than_the_shopper_is_no_way() -> None:
    assert shortest_path(_room(Rect(-3, 4, -0.2, 4.5), Rect(0.2, 4, 3, 4.5)), (0, 2), (0, 6)) == ()
    assert shortest_path(_room(Rect(-3, 4, -0.35, 4.5), Rect(0.35, 4, 3, 4.5)), (0, 2), (0, 6)) != ()


def test_the_shortest_way_round_a_table_is_as_long_as_it_must_be() -> None:
    plan = _room(Rect(-1, 3, 1, 4))
    path = shortest_path(plan, (0, 2), (0, 5))
    length = sum(math.dist(a, b) for a, b in pairwise(path))
    # A string around circles of the shopper's radius at two corners: tangents, arcs, the table's depth.
    to_corner = math.hypot(1.0, 1.0)
    turn = math.pi / 4 + math.asin(0.25 / to_corner)
    least = 2 * math.sqrt(to_corner**2 - 0.25**2) + 2 * 0.25 * turn + 1.0
    assert least * 0.999 <= length <= least * 1.05
    assert path[0] == (0, 2)
    assert path[-1] == (0, 5)


def test_a_step_slides_along_a_table_and_never_enters_it() -> None:
    plan = _room(Rect(-1, 3, 1, 4))
    x, y = clamp_step(plan, (0.0, 2.6), (0.5, 3.2))
    assert y <= 3.0 - 0.25 + 1e-6
    assert x == pytest.approx(0.5, abs=1e-6)
    assert clamp_step(plan, (0.0, 2.0), (0.0, 7.0))[1] <= 2.75 + 1e-6


def test_who_stands_in_a_thing_is_moved_out_of_it() -> None:
    plan = _room(Rect(-1, 3, 1, 4))
    assert FloorMap(plan).is_free(*clamp_step(plan, (0.0, 3.4), (0.0, 3.5)))


def test_a_step_that_is_no_number_leaves_one_where_one_is() -> None:
    assert clamp_step(_room(), (0.0, 2.0), (math.nan, 3.0)) == (0.0, 2.0)


@slow
@given(st.integers(0, 2**31), st.integers(0, 120), st.integers(1, 8))
def test_nobody_walks_through_anything(seed: int, count: int, departments: int) -> None:
    plan = plan_store(cases.random_items(seed, count, departments))
    walk = FloorMap(plan)
    rng = random.Random(seed)
    at = walk.nearest_free(0.0, 1.0)
    for _ in range(150):
        angle, length = rng.uniform(-math.pi, math.pi), rng.choice((0.05, 0.3, 4.0))
        at = walk.clamp_step(at, (at[0] + length * math.cos(angle), at[1] + length * math.sin(angle)))
        assert walk.is_free(*at)


@slow
@given(st.integers(0, 2**31), st.integers(0, 200), st.integers(1, 10))
def test_a_tour_visits_ten_places_and_more_on_foot(seed: int, count: int, departments: int) -> None:
    plan = plan_store(cases.random_items(seed, count, departments))
    walk = FloorMap(plan)
    stops = tour_stops(plan, walk)
    names = [s.name for s in stops]
    assert len(names) >= 10
    assert len(set(names)) == len(names)
    assert {"entrance", "overview", "checkout", "fitting-room", "guide-desk"} <= set(names)
    assert {s.department for s in stops} >= {d.department for d in plan.departments}
    path = tour_path(plan, seed, walk)
    assert {p.stop for p in path if p.stop} == set(names)
    assert path == tour_path(plan, seed, walk)
    reached = walk.reached()
    for a, b in pairwise(path):
        assert reached[walk.cell_of(a.x_m, a.y_m)]
        steps = max(1, math.ceil(math.dist((a.x_m, a.y_m), (b.x_m, b.y_m)) / 0.1))
        for share in np.linspace(0.0, 1.0, steps):
            x, y = a.x_m + (b.x_m - a.x_m) * share, a.y_m + (b.y_m - a.y_m) * share
            # Half a cell of slack: the search looks at cells.
            assert _clearance(plan, x, y) >= walk.radius_m - walk.cell_m


def _clearance(plan: StorePlan, x: float, y: float) -> float:
    """Distance to the nearest thing."""
    apart = [math.hypot(max(0.0, r.x0 - x, x - r.x1), max(0.0, r.y0 - y, y - r.y1)) for r in cases.blockers(plan)]
    return min(apart, default=math.inf)


def test_poses_lie_at_equal_distances_along_the_tour() -> None:
    plan = plan_store(cases.random_items(5, 60, 4))
    path = tour_path(plan, 1)
    poses = poses_along(path, 50)
    assert len(poses) == 50
    assert (poses[0].x_m, poses[0].y_m) == (path[0].x_m, path[0].y_m)
    assert (poses[-1].x_m, poses[-1].y_m) == pytest.approx((path[-1].x_m, path[-1].y_m))
    assert poses_along((), 5) == ()
