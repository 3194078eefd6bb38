"""Decides where everything stands in the store, as plain values: the same items always give the same plan.

A main aisle leads from the entrance to a focal point at the back wall. Departments lie as blocks to its left and
right, small and light ones in front; each has its rows across (low in front, high behind) and its piece of the outer
wall, with an aisle along it. Large departments take both sides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes.showroom.plan_block import Department, prepare
from scenes.showroom.plan_hall import BACK_AISLE_M, FRONT_M, HallPlan, arrange, half_width, lay_out
from scenes.showroom.plan_heroes import pick_heroes
from scenes.showroom.plan_pack import SHORTEST_M, Packer
from scenes.showroom.plan_rows import Lanes
from scenes.showroom.plan_sides import Sides
from scenes.showroom.plan_sort import choose, sort_stock
from scenes.showroom.values import ItemToShow, PlanOptions, Rect, StorePlan

__all__ = ["PlanOptions", "plan_store"]

LANE_WIDTHS_M = (2.8, 3.3, 3.9, 4.4, 5.2, 6.0, 6.8, 7.6, 8.6, 9.6)
TRIED = 10
LARGE_M2 = 1500.0
"""Departments of more floor than this together: fewer widths are tried, they differ less."""
NARROWEST_M = 6.9
"""Half of the hall: guide and checkout stand side by side at the entrance."""
NARROW_AND_WHOLE = ((5.5, 0.4), (8.0, 0.4), (8.0, 0.6), (8.0, 0.15), (12.0, 0.15))
"""Tried ways to share the floor out: see `Sides.narrow_m` and `Sides.whole_share`."""
LENGTH_TO_WIDTH = 1.35
"""The proportion of the hall that is aimed at."""


def plan_store(items: Sequence[ItemToShow], options: PlanOptions = PlanOptions()) -> StorePlan:  # noqa: B008 - frozen
    """Plans a store for these products.

    Every product is either placed once or named in `not_placed` (more than `max_items`, a size that is none, or too
    large for a shop). Never raises on well-typed items; pure and deterministic.
    """
    chosen, left_out = choose(items, options.max_items)
    waiting = tuple(left_out)
    ceiling = _ceiling(chosen)
    by_department: dict[str, list[ItemToShow]] = {}
    for item in chosen:
        by_department.setdefault(item.department, []).append(item)
    stocks = {key: sort_stock(group) for key, group in by_department.items()}
    heroes = pick_heroes(stocks)
    departments = [prepare(key, stocks[key], ceiling) for key in _front_to_back(by_department)]
    wearing = frozenset(item.department for item in chosen if item.wearable)
    halves = {d.key: d.halves() for d in departments}
    packer = Packer()
    halls = [
        HallPlan(departments, halves, heroes, Sides(packer, lanes, FRONT_M, wearing, *shares), ceiling, waiting)
        for lanes in _likely_lanes(departments, max(NARROWEST_M, heroes.half_width_m()))
        for shares in NARROW_AND_WHOLE
    ]
    arranged = [(hall, arrange(hall)) for hall in halls]
    best, arrangement = min(arranged, key=lambda pair: _waste(pair[1].floor))
    return lay_out(best, arrangement)


def _waste(floor: Rect) -> float:
    """Floor area, made worse by odd proportions."""
    width, length = floor.x1 - floor.x0, floor.y1 - floor.y0
    return width * length * (1.0 + 0.4 * abs(math.log(length / width / LENGTH_TO_WIDTH)))


def _ceiling(items: Sequence[ItemToShow]) -> float:
    """Higher in a large store; always clear of the tallest product."""
    usual = 3.4 if len(items) <= 150 else (3.8 if len(items) <= 700 else 4.5)
    return max([usual, *(item.height_m + 0.8 for item in items)])


def _front_to_back(by_department: dict[str, list[ItemToShow]]) -> list[str]:
    """Small and light departments first, then larger ones; clothes last, beside the fitting room."""

    def order(key: str) -> tuple[bool, float, str]:
        group = by_department[key]
        volumes = sorted(i.width_m * i.height_m * i.depth_m for i in group)
        wearable = sum(i.wearable for i in group) * 2 > len(group)
        return wearable, round(math.log(volumes[len(volumes) // 2])), key

    return sorted(by_department, key=order)


def _likely_lanes(departments: Sequence[Department], narrowest_m: float) -> list[Lanes]:
    """Widths of the sides that may make a well-proportioned hall, in which the widest unit and the heroes fit."""
    area = sum(d.rough_area_m2() for d in departments)
    widest = max([0.0, *(u.width_m for d in departments for u in d.floor)])
    wide = [*(lane for lane in LANE_WIDTHS_M if lane >= widest), max(LANE_WIDTHS_M[0], widest + 0.2)]
    shortest = len(departments) / 2 * SHORTEST_M

    def misfit(lanes: Lanes) -> float:
        length = FRONT_M + BACK_AISLE_M + 2.0 + max(shortest, area / (2 * lanes.width_m))
        return abs(math.log(length / (2 * half_width(lanes)) / LENGTH_TO_WIDTH))

    all_lanes = (Lanes(count, lane) for count in (1, 2, 3, 4) for lane in wide)
    return sorted((lanes for lanes in all_lanes if half_width(lanes) >= narrowest_m), key=misfit)[
        : TRIED if area < LARGE_M2 else TRIED // 2
    ]
