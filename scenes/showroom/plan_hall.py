"""The hall: puts packed departments, heroes, zones and signs together into a store."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scenes.showroom.plan_block import Department
from scenes.showroom.plan_heroes import Heroes
from scenes.showroom.plan_pack import Block, side_by_side
from scenes.showroom.plan_rows import (
    AISLE_M,
    LANE_AISLE_M,
    LOW_PARTITION_M,
    WALL_AISLE_M,
    WALL_STRIP_M,
    Lanes,
)
from scenes.showroom.plan_sides import FITTING_LENGTH_M, Sides, Slot, lane_start, split_large, two_sides
from scenes.showroom.plan_unit import LocalFixture, PlacedUnit, to_plan
from scenes.showroom.values import DepartmentArea, Fixture, Placement, Rect, Sign, StorePlan, Zone

MAIN_AISLE_M = 2.3
FRONT_M = 4.4
"""From the entrance wall to the first departments: guide, checkout and heroes."""
BACK_AISLE_M = 1.4
FITTING_ROOM_M = (2.6, 2.3)
SIGN_M = (1.9, 0.38)
ZONE_SIGN_M = (1.5, 0.34)
SIGN_BOTTOM_M = 2.55
PLINTHS_AT: tuple[tuple[tuple[float, float], ...], ...] = (
    (),
    ((0.0, 3.4),),
    ((-1.1, 3.4), (1.1, 3.4)),
    ((0.0, 3.5), (-1.3, 3.1), (1.3, 3.1)),
)
FOCAL_AT: tuple[tuple[float, ...], ...] = (
    (), (0.0,), (-3.2, 3.2), (0.0, -5.5, 5.5), (-2.3, 2.3, -6.9, 6.9), (0.0, -4.6, 4.6, -9.2, 9.2),
)  # fmt: skip
"""Where heroes stand (middle and back edge; the middle), by how many there are: always alike on both sides."""
HALF_TURN, QUARTER_TURN = math.pi, math.pi / 2
GUIDE_SIGN, CHECKOUT_SIGN, FITTING_SIGN = "guide_desk", "checkout", "fitting_room"
ZONE_SIGN_KEYS = (GUIDE_SIGN, CHECKOUT_SIGN, FITTING_SIGN)


def _divides(fixture: LocalFixture) -> bool:
    """Whether it may stand between rows without carrying anything."""
    return fixture.kind in ("wall_panel", "screen")


@dataclass(frozen=True)
class HallPlan:
    """What is to be laid out. Departments in the order in which a shopper meets them."""

    departments: Sequence[Department]
    halves: Mapping[str, tuple[Department, Department]]
    """Every department in two halves, for those that lie on both sides."""
    heroes: Heroes
    sides: Sides
    ceiling_m: float
    not_placed: tuple[str, ...]


@dataclass
class _Hall:
    """The store while it is being put together."""

    half_m: float
    length_m: float
    lanes: Lanes
    fixtures: list[Fixture] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    departments: list[DepartmentArea] = field(default_factory=list)
    fitting: Rect | None = None

    def put(self, placed: PlacedUnit, department: str) -> None:
        """Adds a unit."""
        fixtures, places = to_plan(placed, department, len(self.fixtures))
        self.fixtures.extend(fixtures)
        self.placements.extend(places)

    def put_block(self, block: Block, side: int, y0: float, x0: float = 0.0) -> None:
        """Adds a department's block on the left (-1) or the right (1), `x0` away from the main aisle."""
        for row in block.rows:
            for unit in row.units:
                x = side * (MAIN_AISLE_M / 2 + x0 + unit.x_m)
                placed = PlacedUnit(unit.unit, x, y0 + unit.y_m, unit.heading_rad)
                self.put(self._seen_over(placed), block.key)
        for unit_on_wall, along in block.wall:
            x = side * (self.half_m - unit_on_wall.depth_m / 2)
            self.put(PlacedUnit(unit_on_wall, x, y0 + along, -side * QUARTER_TURN), block.key)

    def _seen_over(self, placed: PlacedUnit) -> PlacedUnit:
        """Partitions near the entrance are low: one looks over them to what stands behind."""
        if placed.y_m > self.length_m / 3:
            return placed
        unit = placed.unit
        carrying = {place.fixture for place in unit.places}
        fixtures = tuple(
            replace(f, height_m=min(f.height_m, LOW_PARTITION_M)) if _divides(f) and n not in carrying else f
            for n, f in enumerate(unit.fixtures)
        )
        return replace(placed, unit=replace(unit, fixtures=fixtures))

    def sign(self, key: str, x: float, y: float, z: float, heading: float, scale: float = 1.0) -> None:
        """Adds a department's sign."""
        self.signs.append(Sign(key, True, x, y, z, heading, SIGN_M[0] * scale, SIGN_M[1] * scale))


def half_width(lanes: Lanes) -> float:
    """From the middle of the main aisle to the wall, metres."""
    return MAIN_AISLE_M / 2 + lanes.width_m + WALL_AISLE_M + WALL_STRIP_M


@dataclass(frozen=True)
class Arrangement:
    """How a hall is divided: slots on one side, blocks on both sides (department, left, right, y), and its floor."""

    slots: tuple[Slot, ...]
    whole: tuple[tuple[str, Block, Block, float], ...]
    floor: Rect


def arrange(plan: HallPlan) -> Arrangement:
    """Divides the hall, without furnishing it yet: enough to compare halls."""
    lanes = plan.sides.lanes
    whole, halves = split_large(plan.departments, plan.sides.whole_share)
    slots = two_sides(halves, plan.sides)
    end = max([FRONT_M, *(slot.y_m + slot.length_m for slot in slots)])
    pairs: list[tuple[str, Block, Block, float]] = []
    for department in whole:
        left, right = side_by_side(
            *(plan.sides.packer.block(half, lanes.as_one()) for half in plan.halves[department.key])
        )
        pairs.append((department.key, left, right, end))
        end += left.length_m
    back = [0.0]
    back += [unit.depth_m + 0.3 for _, unit in plan.heroes.focal]
    if all(slot.block for slot in slots):
        back.append(FITTING_ROOM_M[1] + 0.1)
    half = half_width(lanes)
    return Arrangement(tuple(slots), tuple(pairs), Rect(-half, 0.0, half, end + BACK_AISLE_M + max(back)))


def lay_out(plan: HallPlan, arrangement: Arrangement) -> StorePlan:
    """Furnishes the hall."""
    floor = arrangement.floor
    hall = _Hall(floor.x1, floor.y1, plan.sides.lanes)
    for slot in arrangement.slots:
        _put_slot(hall, slot)
    for key, left, right, y0 in arrangement.whole:
        hall.put_block(left, -1, y0)
        hall.put_block(right, 1, y0)
        _mark_whole(hall, key, y0, left.length_m)
    zones = _zones(hall, floor)
    _heroes(hall, plan.heroes, floor)
    return StorePlan(
        floor, plan.ceiling_m, 0.0, 0.0, tuple(hall.fixtures), tuple(hall.placements), tuple(hall.signs), zones,
        tuple(sorted(hall.departments, key=lambda d: (d.area.y0, d.area.x0))), plan.not_placed,
    )  # fmt: skip


def _put_slot(hall: _Hall, slot: Slot) -> None:
    x0 = lane_start(hall.lanes, slot.lane)
    if slot.block is None:
        width = Lanes(slot.lanes, hall.lanes.lane_m).width_m
        x = slot.side * (MAIN_AISLE_M / 2 + x0 + width / 2)
        half, y1 = FITTING_ROOM_M[0] / 2, slot.y_m + FITTING_LENGTH_M - 0.1
        hall.fitting = Rect(x - half, y1 - FITTING_ROOM_M[1], x + half, y1)
        return
    hall.put_block(slot.block, slot.side, slot.y_m, x0)
    _mark_slot(hall, slot, slot.block)


def _mark_whole(hall: _Hall, key: str, y0: float, length: float) -> None:
    """Area, viewpoint and signs of a department on both sides."""
    area = Rect(-hall.half_m, y0, hall.half_m, y0 + length)
    x, y = -0.6, max(y0 - 0.5, FRONT_M + 0.3)
    at = (hall.half_m * 0.45, y0 + min(length, hall.half_m) * 0.5)
    hall.departments.append(DepartmentArea(key, area, x, y, look_at(x, y, *at)))
    hall.sign(key, 0.0, y0 + AISLE_M / 2, SIGN_BOTTOM_M + 0.1, 0.0, 1.3)
    for side in (-1, 1):
        _wall_sign(hall, key, side, y0 + length / 2)


def look_at(x: float, y: float, at_x: float, at_y: float) -> float:
    """A shopper's heading from one point to another; 0 looks along +y, counter-clockwise."""
    return math.atan2(-(at_x - x), at_y - y)


def _mark_slot(hall: _Hall, slot: Slot, block: Block) -> None:
    """Area, viewpoint and signs of a department on one side. One looks at it from the aisle on its inner side."""
    side, y0 = slot.side, slot.y_m
    inner = MAIN_AISLE_M / 2 + lane_start(hall.lanes, slot.lane)
    width = Lanes(slot.lanes, hall.lanes.lane_m).width_m
    has_wall = slot.lane + slot.lanes == hall.lanes.count
    outer = hall.half_m if has_wall else inner + width
    area = Rect(min(side * inner, side * outer), y0, max(side * inner, side * outer), y0 + slot.length_m)
    x = -side * 0.6 if slot.lane == 0 else side * (inner - LANE_AISLE_M / 2)
    y = max(y0 - 0.3, FRONT_M + 0.3)
    at = (side * (inner + min(width, 7.0) * 0.55), y0 + min(slot.length_m, 7.0) * 0.5)
    hall.departments.append(DepartmentArea(block.key, area, x, y, look_at(x, y, *at)))
    hall.sign(block.key, side * (inner + SIGN_M[0] / 2 + 0.2), y0 + AISLE_M / 2, SIGN_BOTTOM_M, 0.0)
    if has_wall:
        _wall_sign(hall, block.key, side, y0 + slot.length_m / 2)


def _wall_sign(hall: _Hall, key: str, side: int, y: float) -> None:
    hall.sign(key, side * (hall.half_m - 0.05), y, 2.35, -side * QUARTER_TURN, 1.2)


def _zones(hall: _Hall, floor: Rect) -> tuple[Zone, ...]:
    """Entrance in the middle of the front wall, guide to the left of it, checkout to the right, fitting room behind."""
    guide, till = Rect(-5.6, 1.35, -4.0, 2.05), Rect(4.0, 0.7, 6.4, 1.5)
    fitting = hall.fitting
    if fitting is None:
        width, depth = FITTING_ROOM_M
        fitting = Rect(floor.x1 - 0.3 - width, floor.y1 - depth - 0.1, floor.x1 - 0.3, floor.y1 - 0.1)
    fitting_x = (fitting.x0 + fitting.x1) / 2
    width, height = ZONE_SIGN_M
    hall.signs += [
        Sign(GUIDE_SIGN, False, -4.8, 2.25, 2.4, 0.0, width, height),
        Sign(CHECKOUT_SIGN, False, 5.2, 0.6, 2.4, HALF_TURN, width, height),
        Sign(FITTING_SIGN, False, fitting_x, fitting.y0 - 0.06, 2.4, 0.0, width, height),
    ]
    return (
        Zone("entrance", Rect(-1.5, 0.0, 1.5, 0.0), 0.0, 1.0, 0.0),
        Zone("guide_desk", guide, -4.8, guide.y0 - 0.8, 0.0),
        Zone("checkout", till, 5.2, till.y1 + 0.8, HALF_TURN),
        Zone("fitting_room", fitting, fitting_x, fitting.y0 - 0.9, 0.0),
    )


def _heroes(hall: _Hall, heroes: Heroes, floor: Rect) -> None:
    """Plinths in the middle just inside, tables and room sets to the sides, more sets along the far wall."""
    for (key, unit), (x, y) in zip(heroes.plinths, PLINTHS_AT[len(heroes.plinths)], strict=True):
        hall.put(PlacedUnit(unit, x, y - unit.depth_m / 2), key)
    for (key, unit), x in zip(heroes.tables, (-5.0, 5.0), strict=False):
        hall.put(PlacedUnit(unit, x, FRONT_M - unit.depth_m / 2), key)
    for (key, unit), x in zip(heroes.sets, (-8.0, 8.0), strict=False):
        hall.put(PlacedUnit(unit, x, FRONT_M - unit.depth_m / 2), key)
    for (key, unit), x in zip(heroes.focal, FOCAL_AT[len(heroes.focal)], strict=True):
        hall.put(PlacedUnit(unit, x, floor.y1 - 0.2 - unit.depth_m / 2), key)
