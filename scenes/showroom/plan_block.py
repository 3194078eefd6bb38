"""A department's products, as units that can be packed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenes.showroom.plan_sets import (
    SHOPPERS_ANGLE,
    TALL_SET_RANK,
    pendant_units,
    plinth_units,
    room_sets,
    single_plinth,
)
from scenes.showroom.plan_shelf import (
    TABLE_M,
    counter_units,
    needed_width,
    rack_units,
    table_units,
)
from scenes.showroom.plan_sort import Stock
from scenes.showroom.plan_unit import LocalPlace, Unit, spread_evenly
from scenes.showroom.plan_wall import photo_stands
from scenes.showroom.values import ItemToShow

PHOTO_STANDS_MOST = 8
WORTH_A_SHELF = 6
WALL_DEPTH_MOST_M = 1.2
"""What is deeper than this does not stand along the wall."""


@dataclass(frozen=True)
class Department:
    """A department's products, sorted: what only suits the floor, and what may go along a wall."""

    key: str
    floor: tuple[Unit, ...]
    hung: tuple[ItemToShow, ...]
    small: tuple[ItemToShow, ...]
    photos: tuple[ItemToShow, ...]
    by_wall: tuple[Unit, ...]
    """Shallow platforms with tall things, and counters, which rather stand along the wall."""

    def halves(self) -> tuple[Department, Department]:
        """The same department twice, every other thing in each."""
        first, second = (
            Department(
                self.key, self.floor[n::2], self.hung[n::2], self.small[n::2], self.photos[n::2], self.by_wall[n::2]
            )
            for n in (0, 1)
        )
        return first, second

    def rough_area_m2(self) -> float:
        """Floor it will need, with its share of the aisles."""
        on_floor = sum((u.width_m + 0.4) * (u.depth_m + 1.1) for u in (*self.floor, *self.by_wall))
        along_wall = sum(needed_width(i) for i in self.small) / 3 + sum(i.width_m + 0.2 for i in self.photos) / 2
        return on_floor + 1.2 * (along_wall + sum(i.width_m for i in self.hung))


def prepare(key: str, stock: Stock, ceiling_m: float) -> Department:
    """Makes the units that do not depend on the store's size."""
    plinths, small = stock.take("plinth"), stock.take("shelf")
    sets, plinths = room_sets(stock.take("platform"), plinths)
    pendants = pendant_units(stock.take("pendant"), ceiling_m)
    pendants, small = _set_tables(pendants, small)
    featured, small = _featured(small)
    on_tables, small = _for_tables(small)
    photos = stock.take("photo")
    on_stands = photos[:: max(1, len(photos) // PHOTO_STANDS_MOST)][:PHOTO_STANDS_MOST]
    wide = [p for p in photos if p.width_m > 1.2 and p not in on_stands]
    standing = {p.item_id for p in (*on_stands, *wide)}
    tall = tuple(u for u in sets if u.rank == TALL_SET_RANK and u.depth_m <= WALL_DEPTH_MOST_M)
    counters = counter_units(stock.take("counter"))
    floor = [
        *plinth_units(plinths),
        *(single_plinth(i, SHOPPERS_ANGLE) for i in featured),
        *table_units(on_tables),
        *pendants,
        *photo_stands([*on_stands, *wide]),
        *rack_units(stock.take("rack")),
        *(u for u in sets if u not in tall),
    ]
    hanging = tuple(p for p in photos if p.item_id not in standing)
    return Department(key, tuple(floor), tuple(stock.take("wall")), tuple(small), hanging, (*tall, *counters))


def _featured(small: list[ItemToShow]) -> tuple[list[ItemToShow], list[ItemToShow]]:
    """A few of the largest small things, which stand on plinths beside the tables."""
    by_size = sorted(small, key=lambda i: (-i.width_m * i.height_m, i.item_id))
    featured = [i for i in by_size if i.height_m >= 0.12][: min(4, len(small) // 4)]
    ids = {i.item_id for i in featured}
    return featured, [i for i in small if i.item_id not in ids]


def _for_tables(small: list[ItemToShow]) -> tuple[list[ItemToShow], list[ItemToShow]]:
    """Some of the small things for tables in front, evenly chosen; the rest for shelves."""
    count = min(len(small), max(6, min(28, len(small) * 4 // 10)))
    if len(small) - count < WORTH_A_SHELF:
        count = len(small)
    if count == 0:
        return [], []
    picked = {i * len(small) // count for i in range(count)}
    return [s for i, s in enumerate(small) if i in picked], [s for i, s in enumerate(small) if i not in picked]


def _set_tables(pendants: Sequence[Unit], small: list[ItemToShow]) -> tuple[list[Unit], list[ItemToShow]]:
    """Puts some small things on the tables that stand under hanging lamps."""
    laid = []
    rest = list(small)
    for unit in pendants:
        table = unit.fixtures[0]
        low = [i for i in rest if i.height_m <= 0.5 and i.depth_m <= 0.36][:4]
        while low and sum(i.width_m + 0.2 for i in low) > table.width_m - 0.2:
            low.pop()
        if table.kind != "table" or not low:
            laid.append(unit)
            continue
        taken = {i.item_id for i in low}
        rest = [i for i in rest if i.item_id not in taken]
        centres = spread_evenly([i.width_m for i in low], table.width_m - 0.2, 0.4)
        places = tuple(LocalPlace(i.item_id, x, 0.0, TABLE_M[2]) for i, x in zip(low, centres, strict=True))
        laid.append(replace(unit, places=(*unit.places, *places)))
    return laid, rest
