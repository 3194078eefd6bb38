"""Plinths, room sets and pendant lamps: larger products, shown the way one would live with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scenes.showroom.plan_shelf import TABLE_M
from scenes.showroom.plan_sort import category_words
from scenes.showroom.plan_unit import LocalFixture, LocalPlace, Unit, even_chunks, spread_evenly, turned_size
from scenes.showroom.values import ItemToShow

PLATFORM_M = 0.1
"""Height of a room set's platform."""
PLATFORM_EDGE_M = 0.22
PLINTH_EDGE_M = 0.1
WIDEST_SET_M = 3.8
PENDANT_LOW_M = 1.62
"""Bottom of a lamp above a table: over the heads of things on it, under the eyes of who stands."""
BACKDROP_M, BACKDROP_HEIGHT_M, BACKDROP_RANK = 0.06, 2.15, 8
BACKDROPS_MOST = 3
PLINTH_RANK, LOW_SET_RANK, PENDANT_RANK, TALL_SET_RANK = 0, 4, 2, 5
SHOPPERS_ANGLE = math.radians(18)
"""A single product is turned a little, so that its side shows too."""


def plinth_height(item_height_m: float) -> float:
    """Small things are lifted to the hand, tall ones only off the floor."""
    if item_height_m >= 0.95:
        return 0.2
    return 0.34 if item_height_m >= 0.6 else (0.56 if item_height_m >= 0.35 else 0.78)


def single_plinth(item: ItemToShow, heading_rad: float = 0.0) -> Unit:
    """One product on its plinth."""
    width, depth = turned_size(item.width_m, item.depth_m, heading_rad)
    side = max(0.46, width + 2 * PLINTH_EDGE_M, depth + 2 * PLINTH_EDGE_M)
    height = plinth_height(item.height_m)
    fixture = LocalFixture("plinth", 0.0, 0.0, side, side, height, (height,))
    return Unit(side, side, PLINTH_RANK, (fixture,), (LocalPlace(item.item_id, 0.0, 0.0, height, heading_rad),))


def plinth_units(items: Sequence[ItemToShow]) -> list[Unit]:
    """Plinths: one each for a few products, long ones for three alike where there are many."""
    if len(items) <= 5:
        return [single_plinth(item, SHOPPERS_ANGLE) for item in items]
    by_height: dict[float, list[ItemToShow]] = {}
    for item in items:
        by_height.setdefault(plinth_height(item.height_m), []).append(item)
    units = []
    for height, alike in sorted(by_height.items()):
        for start, end in even_chunks(len(alike), 3):
            units.append(_row_on_block(alike[start:end], "plinth", height, 0.4, PLINTH_RANK))
    return units


def _row_on_block(items: Sequence[ItemToShow], kind: str, height: float, gap: float, rank: int) -> Unit:
    edge = PLINTH_EDGE_M if kind == "plinth" else PLATFORM_EDGE_M
    width = sum(i.width_m for i in items) + gap * (len(items) - 1) + 2 * edge
    deepest = max(i.depth_m for i in items)
    depth = deepest + 2 * edge
    centres = spread_evenly([i.width_m for i in items], width - 2 * edge + 1e-6, gap)
    # Deep and shallow things share a back line on platforms, the middle on plinths.
    places = tuple(
        LocalPlace(i.item_id, x, 0.0 if kind == "plinth" else (deepest - i.depth_m) / 2, height)
        for i, x in zip(items, centres, strict=True)
    )
    block = LocalFixture("plinth" if kind == "plinth" else "room_set", 0.0, 0.0, width, depth, height, (height,))
    return Unit(width, depth, rank, (block,), places)


def _is_rug(item: ItemToShow) -> bool:
    return item.height_m <= 0.06


def _is_slim(item: ItemToShow) -> bool:
    return max(item.width_m, item.depth_m) <= 0.62 and item.height_m > 1.0


def _is_seat(item: ItemToShow) -> bool:
    return (
        item.width_m >= 1.25
        and item.height_m <= 1.25
        and 0.5 <= item.depth_m <= 1.25
        and not category_words(item) & _NO_SEAT
    )


def _is_bed(item: ItemToShow) -> bool:
    return item.depth_m >= 1.7 and 0.75 <= item.width_m <= 2.4 and item.height_m <= 1.6


def _is_low_table(item: ItemToShow) -> bool:
    return 0.06 < item.height_m <= 0.6 and item.width_m <= 1.4 and item.depth_m <= 0.95


_NO_SEAT = {
    "table",
    "tables",
    "desk",
    "desks",
    "sideboards",
    "cabinets",
    "shelving",
    "bookcases",
    "storage",
    "dressers",
}


def room_sets(large: Sequence[ItemToShow], medium: Sequence[ItemToShow]) -> tuple[list[Unit], list[ItemToShow]]:
    """Large products on low platforms, with what goes with them, and the medium products that were not needed.

    A sofa gets a low table before it, a floor lamp beside it and a rug beneath; a bed gets two low tables and a lamp.
    """
    rugs = [i for i in large if _is_rug(i)]
    lamps = [i for i in large if not _is_rug(i) and _is_slim(i)]
    anchors = [i for i in large if not _is_rug(i) and not _is_slim(i)]
    low = [i for i in anchors if _is_low_table(i)] + [i for i in medium if _is_low_table(i)]
    used = {i.item_id for i in low}
    anchors = [i for i in anchors if i.item_id not in used]
    units: list[Unit] = []
    plain: list[ItemToShow] = []
    for anchor in anchors:
        if _is_seat(anchor):
            units.append(_seat_set(anchor, _pop(low), _pop(lamps), _pop_rug(rugs, anchor.width_m)))
        elif _is_bed(anchor):
            units.append(_bed_set(anchor, [t for t in (_pop_small(low), _pop_small(low)) if t], _pop(lamps)))
        else:
            plain.append(anchor)
    units = with_backdrops(units, BACKDROPS_MOST)
    units += _platforms(plain)
    units += [_row_on_block([rug], "platform", PLATFORM_M, 0.0, LOW_SET_RANK) for rug in rugs]
    units += _platforms(lamps)
    left = [i for i in medium if i.item_id not in used] + [i for i in low if i in medium]
    units += _platforms([i for i in low if i not in medium])
    return units, left


def _pop(items: list[ItemToShow]) -> ItemToShow | None:
    return items.pop(0) if items else None


def _pop_small(items: list[ItemToShow]) -> ItemToShow | None:
    small = next((i for i in items if i.width_m <= 0.65), None)
    if small is not None:
        items.remove(small)
    return small


def _pop_rug(rugs: list[ItemToShow], seat_width: float) -> ItemToShow | None:
    fitting = next((r for r in rugs if r.width_m <= seat_width + 1.4 and r.depth_m <= 3.0), None)
    if fitting is not None:
        rugs.remove(fitting)
    return fitting


def _seat_set(seat: ItemToShow, table: ItemToShow | None, lamp: ItemToShow | None, rug: ItemToShow | None) -> Unit:
    """Local layout: the seat at the back, the table 0.4 m before it, the lamp to its left, the rug under both."""
    lift = PLATFORM_M + (rug.height_m if rug else 0.0)
    front = 0.4 + table.depth_m if table else 0.0
    depth = max(seat.depth_m, lamp.depth_m if lamp else 0.0) + front
    lamp_room = lamp.width_m + 0.15 if lamp else 0.0
    width = max(seat.width_m + 2 * lamp_room, table.width_m if table else 0.0)
    if rug:
        width, depth = max(width, rug.width_m), max(depth, rug.depth_m)
    back = depth / 2
    places = [LocalPlace(seat.item_id, 0.0, back - seat.depth_m / 2, lift)]
    if table:
        places.append(LocalPlace(table.item_id, 0.0, back - seat.depth_m - 0.4 - table.depth_m / 2, lift))
    if lamp:
        x = -(seat.width_m / 2 + 0.15 + lamp.width_m / 2)
        places.append(LocalPlace(lamp.item_id, x, back - max(lamp.depth_m, 0.5) / 2, lift))
    if rug:
        places.append(LocalPlace(rug.item_id, 0.0, -(depth - rug.depth_m) / 2, PLATFORM_M))
    return _on_platform(width, depth, LOW_SET_RANK, places)


def _bed_set(bed: ItemToShow, tables: Sequence[ItemToShow], lamp: ItemToShow | None) -> Unit:
    """Local layout: the bed in the middle with its head at the back, low tables beside the head, the lamp outside."""
    places = [LocalPlace(bed.item_id, 0.0, 0.0, PLATFORM_M)]
    back, side = bed.depth_m / 2, bed.width_m / 2
    reach = [side, side]
    for n, table in enumerate(tables):
        x = side + 0.12 + table.width_m / 2
        places.append(LocalPlace(table.item_id, -x if n else x, back - table.depth_m / 2, PLATFORM_M))
        reach[1 - n] = x + table.width_m / 2
    if lamp:
        x = reach[0] + 0.12 + lamp.width_m / 2
        places.append(LocalPlace(lamp.item_id, -x, back - lamp.depth_m / 2, PLATFORM_M))
        reach[0] = x + lamp.width_m / 2
    deepest = max([bed.depth_m, *(t.depth_m for t in tables), lamp.depth_m if lamp else 0.0])
    return _on_platform(2 * max(reach), deepest, LOW_SET_RANK, places)


def with_backdrops(units: Sequence[Unit], count: int) -> list[Unit]:
    """Stands a panel behind the widest sets of several things, so that each is a room of its own."""
    sets = sorted((u for u in units if len(u.places) > 1), key=lambda u: -u.width_m)[:count]
    return [_with_backdrop(u) if u in sets else u for u in units]


def _with_backdrop(unit: Unit) -> Unit:
    depth = unit.depth_m + BACKDROP_M
    forward = -BACKDROP_M / 2
    fixtures = tuple(replace(f, y_m=f.y_m + forward) for f in unit.fixtures)
    places = tuple(replace(p, y_m=p.y_m + forward) for p in unit.places)
    panel = LocalFixture("wall_panel", 0.0, (depth - BACKDROP_M) / 2, unit.width_m, BACKDROP_M, BACKDROP_HEIGHT_M)
    return Unit(unit.width_m, depth, BACKDROP_RANK, (*fixtures, panel), places)


def _on_platform(width: float, depth: float, rank: int, places: Iterable[LocalPlace]) -> Unit:
    outer_w, outer_d = width + 2 * PLATFORM_EDGE_M, depth + 2 * PLATFORM_EDGE_M
    platform = LocalFixture("room_set", 0.0, 0.0, outer_w, outer_d, PLATFORM_M, (PLATFORM_M,))
    return Unit(outer_w, outer_d, rank, (platform,), tuple(places))


def _platforms(items: Sequence[ItemToShow]) -> list[Unit]:
    """Platforms with a few products side by side; low ones in front of tall ones, like beside like."""
    groups: dict[tuple[bool, int], list[ItemToShow]] = {}
    for item in items:
        key = (item.height_m > 1.3, 0 if item.depth_m <= 0.7 else (1 if item.depth_m <= 1.3 else 2))
        groups.setdefault(key, []).append(item)
    units = []
    for (tall, _), group in sorted(groups.items()):
        line: list[ItemToShow] = []
        for item in group:
            if line and (sum(i.width_m + 0.4 for i in line) + item.width_m > WIDEST_SET_M - 0.44 or len(line) >= 4):
                units.append(_row_on_block(line, "platform", PLATFORM_M, 0.4, TALL_SET_RANK if tall else LOW_SET_RANK))
                line = []
            line.append(item)
        if line:
            units.append(_row_on_block(line, "platform", PLATFORM_M, 0.4, TALL_SET_RANK if tall else LOW_SET_RANK))
    return units


def pendant_units(lamps: Sequence[ItemToShow], ceiling_m: float) -> list[Unit]:
    """Hanging lamps, a few above each long table; the widest above a platform of their own."""
    units = []
    line: list[ItemToShow] = []
    for lamp in lamps:
        if line and (sum(i.width_m + 0.35 for i in line) + lamp.width_m > 2.2 or len(line) >= 3):
            units.append(_pendants(line, ceiling_m))
            line = []
        line.append(lamp)
    if line:
        units.append(_pendants(line, ceiling_m))
    return units


def _pendants(lamps: Sequence[ItemToShow], ceiling_m: float) -> Unit:
    deepest = max(lamp.depth_m for lamp in lamps)
    wide = sum(lamp.width_m for lamp in lamps) + 0.35 * (len(lamps) - 1)
    on_table = deepest <= TABLE_M[1] - 0.1
    width = max(TABLE_M[0], wide + 0.3)
    depth = TABLE_M[1] if on_table else deepest + 0.3
    height = TABLE_M[2] if on_table else PLATFORM_M
    places = []
    for lamp, x in zip(lamps, spread_evenly([i.width_m for i in lamps], width - 0.2, 0.5), strict=True):
        z = min(max(PENDANT_LOW_M, 1.95 - lamp.height_m / 2), ceiling_m - 0.15 - lamp.height_m)
        places.append(LocalPlace(lamp.item_id, x, 0.0, z, hangs=True))
    kind = "table" if on_table else "room_set"
    fixture = LocalFixture("table" if kind == "table" else "room_set", 0.0, 0.0, width, depth, height, (height,))
    return Unit(width, depth, PENDANT_RANK, (fixture,), tuple(places))
