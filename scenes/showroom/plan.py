"""Decides where everything stands in the store, as plain values: the same items always give the same plan.

A main aisle leads from the entrance to a focal point at the back wall. Departments lie as blocks to its left and
right, small and light ones in front; each has its rows across (low in front, high behind) and its piece of the outer
wall, with an aisle along it. Large departments take both sides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes.showroom.plan_block import SHORTEST_M, Department, prepare
from scenes.showroom.plan_hall import BACK_AISLE_M, BACK_M, FRONT_M, HallPlan, half_width, lay_out
from scenes.showroom.plan_heroes import pick_heroes
from scenes.showroom.plan_rows import Lanes
from scenes.showroom.plan_sort import choose, sort_stock
from scenes.showroom.values import ItemToShow, PlanOptions, StorePlan

__all__ = ["PlanOptions", "plan_store"]

LANE_WIDTHS_M = (4.4, 5.4, 6.4, 7.4)
LENGTH_TO_WIDTH = 1.2
"""The proportion of the hall that is aimed at."""


def plan_store(items: Sequence[ItemToShow], options: PlanOptions = PlanOptions()) -> StorePlan:  # noqa: B008 - frozen
    """Plans a store for these products.

    Every product is either placed once or named in `not_placed` (more than `max_items`, a size that is none, or too
    large for a shop). Never raises on well-typed items; pure and deterministic.
    """
    chosen, waiting = choose(items, options.max_items)
    ceiling = _ceiling(chosen)
    by_department: dict[str, list[ItemToShow]] = {}
    for item in chosen:
        by_department.setdefault(item.department, []).append(item)
    stocks = {key: sort_stock(group) for key, group in by_department.items()}
    heroes = pick_heroes(stocks)
    departments = [prepare(key, stocks[key], ceiling) for key in _front_to_back(by_department)]
    wearing = frozenset(item.department for item in chosen if item.wearable)
    return lay_out(HallPlan(departments, heroes, _lanes(departments), ceiling, wearing, tuple(waiting)))


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


def _lanes(departments: Sequence[Department]) -> Lanes:
    """How wide the sides are, so that the hall comes out well-proportioned and the widest unit fits."""
    area = sum(d.rough_area_m2() for d in departments)
    widest = max([0.0, *(u.width_m for d in departments for u in d.floor)])
    wide = [*(lane for lane in LANE_WIDTHS_M if lane >= widest), widest + 0.2][: len(LANE_WIDTHS_M)]
    shortest = len(departments) / 2 * SHORTEST_M

    def misfit(lanes: Lanes) -> float:
        length = FRONT_M + BACK_AISLE_M + BACK_M + max(shortest, area / (2 * lanes.width_m))
        return abs(math.log(length / (2 * half_width(lanes)) / LENGTH_TO_WIDTH))

    return min((Lanes(count, lane) for count in (1, 2, 3, 4) for lane in wide), key=misfit)
