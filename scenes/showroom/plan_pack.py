"""Packs a department into a block: rows in the room, and what stands along its piece of the outer wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenes.showroom.plan_block import Department
from scenes.showroom.plan_rows import AISLE_M, RECESS_MOST_M, Lanes, Row, fill_wall, pack_rows
from scenes.showroom.plan_shelf import FLOOR_SHELF_TOP_M, REACH_M, SHELF_RANK, shelf_units
from scenes.showroom.plan_sort import in_showing_order
from scenes.showroom.plan_unit import Unit, in_pairs, shown_depth
from scenes.showroom.plan_wall import PANEL_RANK, wall_panels
from scenes.showroom.values import ItemToShow

SHORTEST_M = 2.6
WALL_MARGIN_M = 0.1
WALL_DEPTHS_M = (0.56, 1.2, 2.6)
"""How deep what stands along the wall may be: shelves and panels; shallow platforms and counters; room sets."""
WIDEST_BY_WALL_M = 5.0
POCKET_M = 1.5
"""A recess in the line along the wall that is narrower than this is out of reach."""


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
    """Packs a department as short as it can be.

    At a wall it tries how deep the things along the wall may be, and to use the wall not at all and let its rows reach
    it. The first of equals wins.
    """
    if not has_wall:
        return _pack(department, lanes, 0.0, 0.0)
    usable = {_depth_class(u) for u in _may_stand_by_wall(department)}
    depths = [d for d in WALL_DEPTHS_M if d == WALL_DEPTHS_M[0] or d in usable]
    blocks = [_shortest(department, lanes, depth) for depth in depths]
    blocks.append(_pack(department, lanes, 0.0, 0.0, at_wall=True))
    return min(blocks, key=lambda block: round(block.length_m, 2))


def _depth_class(unit: Unit) -> float:
    return next((d for d in WALL_DEPTHS_M if unit.depth_m <= d), 0.0)


def _may_stand_by_wall(department: Department) -> list[Unit]:
    """What shows its front only and may turn its back to the wall, besides shelves and panels: shallow ones first."""
    from_floor = [u for u in department.floor if u.rank >= 4 and not u.two_sided and u.width_m <= WIDEST_BY_WALL_M]
    return sorted([*department.by_wall, *from_floor], key=lambda u: (u.depth_m, u.width_m))


def _shortest(department: Department, lanes: Lanes, deepest_m: float) -> Block:
    """A longer block has more wall and fewer islands; the shortest that holds its own rows is found by bisection."""
    best = _pack(department, lanes, SHORTEST_M, deepest_m, at_wall=True)
    low, high = SHORTEST_M, best.length_m
    for _ in range(4):
        if high - low < 0.3:
            break
        middle = (low + high) / 2
        packed = _pack(department, lanes, middle, deepest_m, at_wall=True)
        if packed.length_m < best.length_m:
            best = packed
        if packed.length_m <= middle + 1e-6:
            high = middle
        else:
            low = middle
    return best


def _pack(department: Department, lanes: Lanes, length_m: float, deepest_m: float, at_wall: bool = False) -> Block:
    wall_m = length_m - 2 * WALL_MARGIN_M if deepest_m else 0.0
    on_wall, islands = _share_out(department, wall_m, deepest_m)
    if at_wall:
        strip = max((u.depth_m for u in on_wall), default=0.0)
        lanes = lanes.beside_wall(strip)
        widest = max((u.width_m for u in islands), default=0.0)
        if widest > lanes.lane_m and strip > WALL_DEPTHS_M[0]:
            return Block(department.key, (), (), 1e9)
    rows, used = pack_rows(islands, lanes)
    length = max(SHORTEST_M, length_m, used)
    placed, _ = fill_wall(on_wall, length - 2 * WALL_MARGIN_M)
    return Block(department.key, tuple(rows), tuple((u, y + WALL_MARGIN_M) for u, y in placed), length)


def _share_out(department: Department, wall_m: float, deepest_m: float) -> tuple[list[Unit], list[Unit]]:
    """Units for the wall of this length, and all that stands in the room."""
    backs = [u for u in _may_stand_by_wall(department) if u.depth_m <= deepest_m]
    chosen = {id(u) for u in backs}
    in_room = [u for u in (*department.by_wall, *department.floor) if id(u) not in chosen]
    panels = wall_panels(department.hung)
    photos = wall_panels(department.photos)
    shelves = shelf_units(department.small, "wall_shelf", REACH_M)
    # Shallow things first, so that a deep one never stands between them.
    placed, no_room = fill_wall(sorted([*panels, *shelves, *photos, *backs], key=lambda u: u.depth_m), wall_m)
    on_wall = [unit for unit, _ in placed]
    while _has_pocket(on_wall):
        no_room.append(on_wall.pop(0))
    in_room += [unit for unit in no_room if id(unit) in chosen]
    left = {p.item_id for unit in no_room for p in unit.places}
    in_room += in_pairs(shelf_units(_in(department.small, left), "shelf", FLOOR_SHELF_TOP_M), SHELF_RANK)
    hung = sorted(_in(department.hung, left), key=lambda i: (shown_depth(i) > 0.15, i.category, i.item_id))
    in_room += in_pairs(wall_panels(hung), PANEL_RANK)
    in_room += in_pairs(wall_panels(_in(department.photos, left)), PANEL_RANK)
    return on_wall, in_room


def _has_pocket(on_wall: Sequence[Unit]) -> bool:
    """Whether the shallowest things, at the start of the wall, lie in a corner too narrow to step into."""
    run = WALL_MARGIN_M
    for unit in on_wall:
        if unit.depth_m > on_wall[0].depth_m + RECESS_MOST_M:
            return run < POCKET_M
        run += unit.width_m
    return False


def _in(items: Sequence[ItemToShow], ids: set[str]) -> list[ItemToShow]:
    return in_showing_order(i for i in items if i.item_id in ids)
