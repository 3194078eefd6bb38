"""A department's block: rows in the room and what stands along its piece of the outer wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenes.showroom.plan_rows import AISLE_M, Lanes, Row, fill_wall, pack_rows
from scenes.showroom.plan_sets import (
    SHOPPERS_ANGLE,
    TALL_SET_RANK,
    pendant_units,
    plinth_units,
    room_sets,
    single_plinth,
)
from scenes.showroom.plan_shelf import (
    FLOOR_SHELF_TOP_M,
    REACH_M,
    SHELF_RANK,
    TABLE_M,
    counter_units,
    needed_width,
    rack_units,
    shelf_units,
    table_units,
)
from scenes.showroom.plan_sort import Stock, in_showing_order
from scenes.showroom.plan_unit import LocalPlace, Unit, in_pairs, shown_depth, spread_evenly
from scenes.showroom.plan_wall import PANEL_RANK, photo_stands, wall_panels
from scenes.showroom.values import ItemToShow

SHORTEST_M = 3.2
WALL_MARGIN_M = 0.3
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
        on_floor = sum((u.width_m + 0.6) * (u.depth_m + 1.6) for u in (*self.floor, *self.by_wall))
        along_wall = sum(needed_width(i) for i in self.small) / 3 + sum(i.width_m + 0.2 for i in self.photos) / 2
        return on_floor + 1.5 * (along_wall + sum(i.width_m for i in self.hung))


@dataclass(frozen=True)
class Block:
    """A packed department. Rows: x from the main aisle outwards, y from the block's front."""

    key: str
    rows: tuple[Row, ...]
    wall: tuple[tuple[Unit, float], ...]
    length_m: float

    def stretched(self, extra_m: float) -> Block:
        """The same block, longer: its aisles share what is added."""
        if not self.rows or extra_m <= 0.0:
            return replace(self, length_m=self.length_m + max(0.0, extra_m))
        share = extra_m / (len(self.rows) + 1)
        rows = tuple(
            Row(r.y_m + share * (n + 1), r.depth_m, tuple(u.shifted(0.0, share * (n + 1)) for u in r.units))
            for n, r in enumerate(self.rows)
        )
        wall = tuple((unit, y + extra_m / 2) for unit, y in self.wall)
        return Block(self.key, rows, wall, self.length_m + extra_m)


def side_by_side(left: Block, right: Block) -> tuple[Block, Block]:
    """Two blocks made equally long; where both have as many rows, their rows are brought into line."""
    if len(left.rows) == len(right.rows):
        starts: list[float] = []
        y = 0.0
        for a, b in zip(left.rows, right.rows, strict=True):
            starts.append(max(y + AISLE_M, a.y_m, b.y_m))
            y = starts[-1] + max(a.depth_m, b.depth_m)
        end = max(y, left.length_m, right.length_m)
        return _with_rows_at(left, starts, end), _with_rows_at(right, starts, end)
    length = max(left.length_m, right.length_m)
    return left.stretched(length - left.length_m), right.stretched(length - right.length_m)


def _with_rows_at(block: Block, starts: Sequence[float], end_m: float) -> Block:
    rows = tuple(
        Row(y, row.depth_m, tuple(u.shifted(0.0, y - row.y_m) for u in row.units))
        for y, row in zip(starts, block.rows, strict=True)
    )
    longer = max(0.0, end_m - block.length_m)
    wall = tuple((unit, y + longer / 2) for unit, y in block.wall)
    return Block(block.key, rows, wall, block.length_m + longer)


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


class Packer:
    """Packs departments and remembers what it packed, so that many halls can be tried."""

    def __init__(self) -> None:
        self._done: dict[tuple[int, Lanes, bool], tuple[Department, Block]] = {}

    def block(self, department: Department, lanes: Lanes, has_wall: bool = True) -> Block:
        """`make_block`, made once."""
        key = (id(department), lanes, has_wall)
        if key not in self._done:
            self._done[key] = (department, make_block(department, lanes, has_wall))
        return self._done[key][1]


def make_block(department: Department, lanes: Lanes, has_wall: bool = True) -> Block:
    """Packs a department: the wall (if it has one) takes what it can, the rest becomes islands in the room.

    A longer block has more wall and fewer islands, so the shortest one that holds its own rows is found by bisection.
    """
    _, shortest = pack_rows(department.floor, lanes)
    shortest = max(SHORTEST_M, shortest)
    if not has_wall:
        return _pack(department, lanes, 0.0)
    packed = _pack(department, lanes, shortest)
    low, high = shortest, packed.length_m
    best = packed
    for _ in range(5):
        middle = (low + high) / 2
        packed = _pack(department, lanes, middle)
        if packed.length_m <= best.length_m:
            best = packed
        if packed.length_m <= middle + 1e-6:
            high = middle
        else:
            low = middle
        if high - low < 0.2:
            break
    return best


def _pack(department: Department, lanes: Lanes, length_m: float) -> Block:
    on_wall, islands = _share_out(department, length_m - 2 * WALL_MARGIN_M)
    rows, used = pack_rows([*department.floor, *islands], lanes)
    length = max(SHORTEST_M, length_m, used)
    placed, _ = fill_wall(on_wall, length - 2 * WALL_MARGIN_M)
    return Block(department.key, tuple(rows), tuple((u, y + WALL_MARGIN_M) for u, y in placed), length)


def _share_out(department: Department, wall_m: float) -> tuple[list[Unit], list[Unit]]:
    """Units for the wall of this length, and what stands in the room because the wall cannot take it."""
    panels = wall_panels(department.hung)
    photos = wall_panels(department.photos)
    shelves = shelf_units(department.small, "wall_shelf", REACH_M)
    placed, no_room = fill_wall([*panels, *shelves, *photos, *department.by_wall], wall_m)
    on_wall = [unit for unit, _ in placed]
    if not no_room:
        return on_wall, []
    by_wall = {id(unit) for unit in department.by_wall}
    islands = [unit for unit in no_room if id(unit) in by_wall]
    left = {p.item_id for unit in no_room for p in unit.places}
    islands += in_pairs(shelf_units(_in(department.small, left), "shelf", FLOOR_SHELF_TOP_M), SHELF_RANK)
    hung = sorted(_in(department.hung, left), key=lambda i: (shown_depth(i) > 0.15, i.category, i.item_id))
    islands += in_pairs(wall_panels(hung), PANEL_RANK)
    islands += in_pairs(wall_panels(_in(department.photos, left)), PANEL_RANK)
    return on_wall, islands


def _in(items: Sequence[ItemToShow], ids: set[str]) -> list[ItemToShow]:
    return in_showing_order(i for i in items if i.item_id in ids)
