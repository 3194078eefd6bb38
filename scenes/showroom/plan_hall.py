"""The hall: puts packed departments, heroes, zones and signs together into a store."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from scenes.showroom.plan_block import Block, Department, make_block
from scenes.showroom.plan_heroes import Heroes
from scenes.showroom.plan_rows import AISLE_M, Lanes
from scenes.showroom.plan_unit import PlacedUnit, to_plan
from scenes.showroom.values import DepartmentArea, Fixture, Placement, Rect, Sign, StorePlan, Zone

MAIN_AISLE_M = 3.0
WALL_STRIP_M = 0.56
WALL_AISLE_M = 1.5
FRONT_M = 6.7
"""From the entrance wall to the first departments: guide, checkout and heroes."""
BACK_AISLE_M = 2.0
BACK_M = 3.4
"""Along the back wall: fitting room and focal point."""
STRETCH_MOST_M = 0.7
"""Aisles of a shorter side are widened by no more than this."""
SIGN_M = (1.9, 0.38)
SIGN_BOTTOM_M = 2.55
HALF_TURN, QUARTER_TURN = math.pi, math.pi / 2
GUIDE_SIGN, CHECKOUT_SIGN, FITTING_SIGN = "sign.guide_desk", "sign.checkout", "sign.fitting_room"
ZONE_SIGN_KEYS = (GUIDE_SIGN, CHECKOUT_SIGN, FITTING_SIGN)


@dataclass(frozen=True)
class HallPlan:
    """What is to be laid out. Departments in the order in which a shopper meets them."""

    departments: Sequence[Department]
    heroes: Heroes
    lanes: Lanes
    ceiling_m: float
    wearing: frozenset[str]
    not_placed: tuple[str, ...]


@dataclass
class _Hall:
    """The store while it is being put together."""

    half_m: float
    fixtures: list[Fixture] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    departments: list[DepartmentArea] = field(default_factory=list)

    def put(self, placed: PlacedUnit, department: str) -> None:
        """Adds a unit."""
        fixtures, places = to_plan(placed, department, len(self.fixtures))
        self.fixtures.extend(fixtures)
        self.placements.extend(places)

    def put_block(self, block: Block, side: int, y0: float) -> None:
        """Adds a department's block on the left (-1) or the right (1)."""
        for row in block.rows:
            for unit in row.units:
                x = side * (MAIN_AISLE_M / 2 + unit.x_m)
                self.put(PlacedUnit(unit.unit, x, y0 + unit.y_m), block.key)
        for unit_on_wall, along in block.wall:
            x = side * (self.half_m - unit_on_wall.depth_m / 2)
            self.put(PlacedUnit(unit_on_wall, x, y0 + along, -side * QUARTER_TURN), block.key)


def half_width(lanes: Lanes) -> float:
    """From the middle of the main aisle to the wall, metres."""
    return MAIN_AISLE_M / 2 + lanes.width_m + WALL_AISLE_M + WALL_STRIP_M


def lay_out(plan: HallPlan) -> StorePlan:
    """Puts the store together."""
    hall = _Hall(half_width(plan.lanes))
    whole, halves = _split_large(plan.departments)
    sides = _two_sides(halves, plan.lanes)
    end = FRONT_M
    for side, blocks in sides.items():
        y = FRONT_M
        for block in blocks:
            hall.put_block(block, side, y)
            _mark_side(hall, block, side, y, plan.lanes)
            y += block.length_m
        end = max(end, y)
    for department in whole:
        pair = [make_block(half, plan.lanes) for half in _halve(department)]
        length = max(block.length_m for block in pair)
        for side, block in zip((-1, 1), pair, strict=True):
            hall.put_block(block, side, end)
        _mark_whole(hall, department.key, end, length)
        end += length
    floor = Rect(-hall.half_m, 0.0, hall.half_m, end + BACK_AISLE_M + BACK_M)
    fitting_side = -1 if any(b.key in plan.wearing for b in sides[-1][-1:]) else 1
    zones = _zones(hall, floor, fitting_side)
    _heroes(hall, plan.heroes, floor)
    return StorePlan(
        floor, plan.ceiling_m, 0.0, 0.0, tuple(hall.fixtures), tuple(hall.placements), tuple(hall.signs), zones,
        tuple(hall.departments), plan.not_placed,
    )  # fmt: skip


def _split_large(departments: Sequence[Department]) -> tuple[list[Department], list[Department]]:
    """Departments that take both sides of the main aisle, and those that take one."""
    total = sum(d.rough_area_m2() for d in departments)
    whole = [d for d in departments if len(departments) <= 3 or d.rough_area_m2() > 0.4 * total]
    halves = [d for d in departments if d not in whole]
    return (whole, halves) if len(halves) > 1 else (list(departments), [])


def _halve(department: Department) -> tuple[Department, Department]:
    """The same department twice, every other thing in each."""
    first, second = (
        Department(
            department.key,
            department.floor[n::2],
            department.hung[n::2],
            department.small[n::2],
            department.photos[n::2],
        )
        for n in (0, 1)
    )
    return first, second


def _two_sides(departments: Sequence[Department], lanes: Lanes) -> dict[int, list[Block]]:
    """Blocks for the left (-1) and the right (1), each next one on the shorter side; then both are made equal."""
    sides: dict[int, list[Block]] = {-1: [], 1: []}
    lengths = {-1: 0.0, 1: 0.0}
    for department in departments:
        side = -1 if lengths[-1] <= lengths[1] else 1
        block = make_block(department, lanes)
        sides[side].append(block)
        lengths[side] += block.length_m
    shorter = -1 if lengths[-1] < lengths[1] else 1
    gap = lengths[-shorter] - lengths[shorter]
    aisles = sum(len(block.rows) + 1 for block in sides[shorter])
    per_aisle = min(STRETCH_MOST_M, gap / aisles) if aisles else 0.0
    sides[shorter] = [block.stretched(per_aisle * (len(block.rows) + 1)) for block in sides[shorter]]
    return sides


def _look(x: float, y: float, at_x: float, at_y: float) -> float:
    """A shopper's heading from one point to another; 0 looks along +y, counter-clockwise."""
    return math.atan2(-(at_x - x), at_y - y)


def _mark_side(hall: _Hall, block: Block, side: int, y0: float, lanes: Lanes) -> None:
    outer, inner = side * hall.half_m, side * MAIN_AISLE_M / 2
    area = Rect(min(outer, inner), y0, max(outer, inner), y0 + block.length_m)
    at_x, at_y = side * (MAIN_AISLE_M / 2 + min(lanes.width_m, 7.0) * 0.55), y0 + min(block.length_m, 7.0) * 0.5
    x, y = -side * 0.7, y0 - 0.3
    hall.departments.append(DepartmentArea(block.key, area, x, y, _look(x, y, at_x, at_y)))
    width, height = SIGN_M
    sign_x = side * (MAIN_AISLE_M / 2 + width / 2 + 0.2)
    hall.signs.append(Sign(block.key, True, sign_x, y0 + AISLE_M / 2, SIGN_BOTTOM_M, 0.0, width, height))
    _wall_sign(hall, block.key, side, y0 + block.length_m / 2)


def _mark_whole(hall: _Hall, key: str, y0: float, length: float) -> None:
    area = Rect(-hall.half_m, y0, hall.half_m, y0 + length)
    x, y = -0.9, y0 - 0.5
    at = (hall.half_m * 0.45, y0 + min(length, hall.half_m) * 0.5)
    hall.departments.append(DepartmentArea(key, area, x, y, _look(x, y, *at)))
    width, height = SIGN_M
    hall.signs.append(Sign(key, True, 0.0, y0 + AISLE_M / 2, SIGN_BOTTOM_M + 0.1, 0.0, width * 1.3, height * 1.3))
    for side in (-1, 1):
        _wall_sign(hall, key, side, y0 + length / 2)


def _wall_sign(hall: _Hall, key: str, side: int, y: float) -> None:
    width, height = SIGN_M
    hall.signs.append(
        Sign(key, True, side * (hall.half_m - 0.05), y, 2.35, -side * QUARTER_TURN, width * 1.2, height * 1.2)
    )


def _zones(hall: _Hall, floor: Rect, fitting_side: int) -> tuple[Zone, ...]:
    """Entrance in the middle of the front wall, guide to the left of it, checkout to the right, fitting room behind."""
    guide = Rect(-4.6, 2.0, -3.0, 2.7)
    till = Rect(3.2, 1.9, 5.6, 2.7)
    x = fitting_side * (floor.x1 - 0.3 - 1.3)
    fitting = Rect(x - 1.3, floor.y1 - 2.3, x + 1.3, floor.y1 - 0.1)
    width, height = 1.5, 0.34
    hall.signs += [
        Sign(GUIDE_SIGN, False, -3.8, 2.9, 2.4, 0.0, width, height),
        Sign(CHECKOUT_SIGN, False, 4.4, 1.7, 2.4, HALF_TURN, width, height),
        Sign(FITTING_SIGN, False, x, fitting.y0 - 0.06, 2.4, 0.0, width, height),
    ]
    return (
        Zone("entrance", Rect(-1.5, 0.0, 1.5, 0.0), 0.0, 1.0, 0.0),
        Zone("guide_desk", guide, -3.8, guide.y0 - 0.8, 0.0),
        Zone("checkout", till, 4.4, till.y1 + 0.8, HALF_TURN),
        Zone("fitting_room", fitting, x, fitting.y0 - 0.9, 0.0),
    )


def _heroes(hall: _Hall, heroes: Heroes, floor: Rect) -> None:
    """Plinths in the middle just inside, a table to each side, and the focal set at the far end."""
    for (key, unit), (x, y) in zip(heroes.plinths, ((0.0, 5.0), (-1.35, 4.35), (1.35, 4.35)), strict=False):
        hall.put(PlacedUnit(unit, x, y), key)
    for (key, unit), x in zip(heroes.tables, (-4.3, 4.3), strict=False):
        hall.put(PlacedUnit(unit, x, 4.9), key)
    if heroes.focal:
        key, unit = heroes.focal
        hall.put(PlacedUnit(unit, 0.0, floor.y1 - 0.2 - unit.depth_m / 2), key)
