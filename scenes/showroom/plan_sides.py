"""Which department lies where: narrow ones in one lane each, wide ones across a side, the largest on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scenes.showroom.plan_block import Department
from scenes.showroom.plan_pack import Block, Packer
from scenes.showroom.plan_rows import LANE_AISLE_M, Lanes

STRETCH_MOST_M = 0.25
"""Aisles of a shorter lane are widened by no more than this."""
FITTING_LENGTH_M = 3.8
"""The fitting room with the aisle before it."""


@dataclass(frozen=True)
class Slot:
    """A block on the floor: side (-1 left, 1 right), first lane and number of lanes, where its front lies.

    `block` is None where the fitting room stands.
    """

    block: Block | None
    side: int
    lane: int
    lanes: int
    y_m: float
    length_m: float


@dataclass(frozen=True)
class Sides:
    """How the two sides of the main aisle are shared out."""

    packer: Packer
    lanes: Lanes
    front_m: float
    wearing: frozenset[str]
    narrow_m: float
    """A department that is no longer than this in a single lane gets one lane only."""
    whole_share: float
    """A department with more than this share of the store lies on both sides."""


def split_large(departments: Sequence[Department], whole_share: float) -> tuple[list[Department], list[Department]]:
    """Departments that take both sides of the main aisle, and those that take one."""
    total = sum(d.rough_area_m2() for d in departments)
    whole = [d for d in departments if len(departments) <= 3 or d.rough_area_m2() > whole_share * total]
    halves = [d for d in departments if d not in whole]
    return (whole, halves) if len(halves) > 1 else (list(departments), [])


def two_sides(departments: Sequence[Department], hall: Sides) -> list[Slot]:
    """Slots for departments that take one side or one lane of it, first met first; the fitting room after clothes."""
    lanes, single = hall.lanes, Lanes(1, hall.lanes.lane_m)
    narrow: list[Department] = []
    wide: list[Department] = []
    for department in departments:
        fits = lanes.count > 1 and hall.packer.block(department, single, False).length_m <= hall.narrow_m
        (narrow if fits else wide).append(department)
    lanes = lanes.as_one()
    fitting = next((d.key for d in reversed(departments) if d.key in hall.wearing), None)
    columns = [(side, lane) for lane in range(hall.lanes.count) for side in (-1, 1)]
    slots = _stack(narrow, single, hall, dict.fromkeys(columns, hall.front_m), fitting)
    starts = {
        (side, 0): max([hall.front_m, *(s.y_m + s.length_m for s in slots if s.side == side)]) for side in (-1, 1)
    }
    return [*slots, *_stack(wide, lanes, hall, starts, fitting)]


def _stack(
    departments: Sequence[Department],
    lanes: Lanes,
    hall: Sides,
    starts: dict[tuple[int, int], float],
    fitting: str | None,
) -> list[Slot]:
    """Shares departments out to columns (side, lane) of about equal length, each in the order they were given."""

    covers = 1 if lanes.lane_m == hall.lanes.lane_m and lanes.count == 1 else hall.lanes.count

    def block(department: Department, column: tuple[int, int]) -> Block:
        return hall.packer.block(department, lanes, column[1] + covers == hall.lanes.count)

    ends = dict(starts)
    chosen: dict[str, tuple[int, int]] = {}
    # Longest first keeps the columns level (Graham's rule).
    for department in sorted(departments, key=lambda d: (-block(d, (1, 0)).length_m, d.key)):
        column = min(ends, key=lambda c: ends[c] + block(department, c).length_m)
        chosen[department.key] = column
        ends[column] += block(department, column).length_m + (FITTING_LENGTH_M if department.key == fitting else 0.0)
    slots: list[Slot] = []
    last = max(ends.values())
    for column, start in starts.items():
        stack: list[Slot] = []
        y = start
        for department in (d for d in departments if chosen[d.key] == column):
            packed = block(department, column)
            stack.append(Slot(packed, *column, covers, y, packed.length_m))
            y += packed.length_m
            if department.key == fitting:
                stack.append(Slot(None, *column, covers, y, FITTING_LENGTH_M))
                y += FITTING_LENGTH_M
        slots.extend(_stretched(stack, last - y))
    return slots


def _stretched(stack: Sequence[Slot], spare_m: float) -> list[Slot]:
    aisles = sum(len(slot.block.rows) + 1 for slot in stack if slot.block)
    per_aisle = min(STRETCH_MOST_M, spare_m / aisles) if aisles else 0.0
    shift = 0.0
    out = []
    for slot in stack:
        extra = per_aisle * (len(slot.block.rows) + 1) if slot.block else 0.0
        block = slot.block.stretched(extra) if slot.block else None
        out.append(replace(slot, block=block, y_m=slot.y_m + shift, length_m=slot.length_m + extra))
        shift += extra
    return out


def lane_start(lanes: Lanes, lane: int) -> float:
    """Where a lane begins, metres from the edge of the main aisle."""
    return lane * (lanes.lane_m + LANE_AISLE_M)
