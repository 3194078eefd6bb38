"""Shelves, tables and racks: fixtures that carry several small products each.

Figures follow common shop-fitting practice: products between knee and eye height, the best of it around 1.25 m,
nothing whose base is out of reach, counters at table height.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenes.showroom.plan_unit import FACING_BACK, LocalFixture, LocalPlace, Unit, even_chunks, spread_evenly
from scenes.showroom.values import FixtureKind, ItemToShow

ITEM_GAP_M = 0.12
SHELF_DEPTH_M = 0.42
SHELF_WIDTH_M = 1.8
LOWEST_LEVEL_M = 0.34
REACH_M = 1.82
"""The top of whatever stands on a shelf stays under this."""
FLOOR_SHELF_TOP_M = 1.42
"""The same for shelves in the room, so that one sees over them."""
TABLE_M = (1.6, 0.95, 0.84)
RACK_M = (1.9, 0.95, 1.72)
RACK_RANK, TABLE_RANK, SHELF_RANK = 3, 1, 6


def needed_width(item: ItemToShow) -> float:
    """Width on a shelf with its share of free space; small things get more of it than they take themselves."""
    return item.width_m + max(ITEM_GAP_M, 0.5 * item.width_m)


def shelf_levels(tallest_m: float, top_m: float) -> tuple[float, ...]:
    """Heights of the boards, lowest first, when the tallest product stands on every one of them."""
    spacing = max(0.3, tallest_m + 0.07)
    level = min(1.5, top_m - tallest_m)
    levels: list[float] = []
    while level >= LOWEST_LEVEL_M and len(levels) < 4:
        levels.append(round(level, 3))
        level -= spacing
    return tuple(reversed(levels)) or (LOWEST_LEVEL_M,)


def _best_first(levels: Sequence[float]) -> list[float]:
    """Levels by how well a standing shopper sees them."""
    return sorted(levels, key=lambda level: abs(level - 1.15))


def shelf_units(
    items: Sequence[ItemToShow], kind: FixtureKind, top_m: float, width_m: float = SHELF_WIDTH_M
) -> list[Unit]:
    """Shelves for products in showing order; similar heights share a shelf. One-sided, front to -y."""
    units: list[Unit] = []
    for group in _height_groups(items):
        levels = shelf_levels(max(item.height_m for item in group), top_m)
        per_level = _fill_lines(group, width_m - 0.1)
        for start, end in even_chunks(len(per_level), len(levels)):
            units.append(_shelf(per_level[start:end], levels, kind, width_m))
    return units


def _height_groups(items: Sequence[ItemToShow]) -> list[list[ItemToShow]]:
    groups: dict[int, list[ItemToShow]] = {}
    for item in items:
        groups.setdefault(0 if item.height_m <= 0.24 else 1, []).append(item)
    # A handful of low things joins the tall ones rather than taking a shelf for themselves.
    if len(groups) == 2 and min(len(g) for g in groups.values()) <= 4:
        return [list(items)]
    return [groups[key] for key in sorted(groups)]


def _fill_lines(items: Sequence[ItemToShow], inside_m: float, most: int = 8) -> list[list[ItemToShow]]:
    """Cuts a sequence into lines of nearly equal length that fit the width, `most` at most on each."""
    lines: list[list[ItemToShow]] = [[]]
    total = sum(needed_width(item) for item in items)
    count = max(1, math.ceil(total / inside_m), math.ceil(len(items) / most))
    goal = total / count
    used = 0.0
    for item in items:
        need = needed_width(item)
        full = used + need > inside_m or (used + need / 2 > goal and used > 0) or len(lines[-1]) >= most
        if lines[-1] and full:
            lines.append([])
            used = 0.0
        lines[-1].append(item)
        used += need
    return [line for line in lines if line]


def _shelf(lines: Sequence[Sequence[ItemToShow]], levels: tuple[float, ...], kind: FixtureKind, width_m: float) -> Unit:
    chosen = sorted(_best_first(levels)[: len(lines)])
    # The tallest stand lowest.
    by_height = sorted(lines, key=lambda line: -max(item.height_m for item in line))
    depth = SHELF_DEPTH_M
    places = []
    for level, line in zip(chosen, by_height, strict=True):
        for item, x in zip(line, spread_evenly([i.width_m for i in line], width_m - 0.1, 0.3), strict=True):
            # Pulled to the front edge, where they are seen; a little behind it, where they are safe.
            y = -depth / 2 + 0.03 + max(item.depth_m / 2, 0.09)
            places.append(LocalPlace(item.item_id, x, min(y, depth / 2 - 0.02 - item.depth_m / 2), level))
    height = 2.15 if kind == "wall_shelf" else FLOOR_SHELF_TOP_M
    fixture = LocalFixture(kind, 0.0, 0.0, width_m, depth, height, tuple(chosen))
    return Unit(width_m, depth, SHELF_RANK, (fixture,), tuple(places))


def table_units(items: Sequence[ItemToShow]) -> list[Unit]:
    """Tables for small products, seen from both long sides."""
    width, depth, height = TABLE_M
    lines = _fill_lines(items, width - 0.24, 5)
    units = []
    for start, end in even_chunks(len(lines), 2):
        places = []
        for side, line in enumerate(lines[start:end]):
            sign, heading = (-1.0, 0.0) if side == 0 else (1.0, FACING_BACK)
            centres = spread_evenly([i.width_m for i in line], width - 0.24, 0.35)
            for item, x in zip(line, centres, strict=True):
                y = depth / 2 - 0.1 - max(item.depth_m / 2, 0.1)
                alone = end - start == 1
                places.append(LocalPlace(item.item_id, x, 0.0 if alone else sign * y, height, heading))
        fixture = LocalFixture("table", 0.0, 0.0, width, depth, height, (height,))
        units.append(Unit(width, depth, TABLE_RANK, (fixture,), tuple(places)))
    return units


def counter_units(items: Sequence[ItemToShow]) -> list[Unit]:
    """Counters at table height for wider things that stand on surfaces: screens, lamps, kitchen machines."""
    units = []
    height = 0.76
    for line in _lines_of(items, 2.2, 0.22):
        width = sum(i.width_m for i in line) + 0.22 * (len(line) - 1) + 0.3
        depth = max(0.6, max(i.depth_m for i in line) + 0.2)
        centres = spread_evenly([i.width_m for i in line], width, 0.22)
        places = tuple(LocalPlace(i.item_id, x, 0.0, height) for i, x in zip(line, centres, strict=True))
        fixture = LocalFixture("table", 0.0, 0.0, width, depth, height, (height,))
        units.append(Unit(width, depth, TABLE_RANK, (fixture,), places))
    return units


def _lines_of(items: Sequence[ItemToShow], inside_m: float, gap_m: float) -> list[list[ItemToShow]]:
    lines: list[list[ItemToShow]] = []
    used = inside_m
    for item in items:
        if used + gap_m + item.width_m > inside_m or not lines:
            lines.append([])
            used = -gap_m
        lines[-1].append(item)
        used += gap_m + item.width_m
    return lines


def rack_units(items: Sequence[ItemToShow]) -> list[Unit]:
    """Racks with clothes on both sides, each garment showing its front to the aisle."""
    width, depth, bar = RACK_M
    lines = _lines_of(items, width - 0.1, 0.1)
    units = []
    for start, end in even_chunks(len(lines), 2):
        places = []
        for side, line in enumerate(lines[start:end]):
            sign, heading = (-1.0, 0.0) if side == 0 else (1.0, FACING_BACK)
            for item, x in zip(line, spread_evenly([i.width_m for i in line], width, 0.16), strict=True):
                y = depth / 4 if item.depth_m < depth / 2 - 0.06 else depth / 2 - item.depth_m / 2
                z = max(0.12, bar - 0.05 - item.height_m)
                places.append(LocalPlace(item.item_id, x, sign * y, z, heading))
        fixture = LocalFixture("rack", 0.0, 0.0, width, depth, bar, (bar,))
        units.append(Unit(width, depth, RACK_RANK, (fixture,), tuple(places)))
    return units
