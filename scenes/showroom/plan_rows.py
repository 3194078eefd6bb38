"""Rows: packs units into lines with aisles between them, and along a wall."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenes.showroom.plan_unit import LocalFixture, PlacedUnit, Unit

AISLE_M = 1.35
UNIT_GAP_M = 0.3
UNIT_GAP_MOST_M = 0.7
WALL_GAP_M = 0.06
WALL_GAP_MOST_M = 0.2
LANE_AISLE_M = 1.4
WALL_STRIP_M = 0.56
WALL_AISLE_M = 1.35
LONGEST_ROW_M = 12.0
ROW_DEPTH_SPREAD_M = 0.56
"""Units used from both sides differ no more than this in depth within a row, so that an aisle stays a straight line."""
ONE_SIDED_SPREAD_M = 1.1
OPEN_ROWS = 8
"""How many of the latest rows may still be filled up; earlier ones hold deeper things anyway."""
EVENED_MOST = 24
"""With more units than this rows are full enough as they are."""
RECESS_MOST_M = 0.15
LOW_BELOW_RANK = 4
"""Units under this rank are low and so is the partition behind them."""
PARTITION_RANK = 9
PARTITION_M, BACK_TO_BACK_M, PARTITION_BOARD_M = 0.06, 0.08, 2.4
PARTITION_HEIGHT_M, LOW_PARTITION_M = 1.5, 1.1
TALL_RANK = 5
"""Units of this rank and above hide what is behind them: they get rows of their own, behind all others."""


@dataclass(frozen=True)
class Lanes:
    """The width of one side of the store: `count` lanes side by side with an aisle between them."""

    count: int
    lane_m: float

    @property
    def width_m(self) -> float:
        """All lanes and the aisles between them."""
        return self.count * self.lane_m + (self.count - 1) * LANE_AISLE_M

    def beside_wall(self, strip_m: float) -> Lanes:
        """The lanes that remain beside things of this depth along the wall; 0 for rows that reach the wall."""
        taken = strip_m + WALL_AISLE_M if strip_m else 0.0
        return Lanes(self.count, self.lane_m + (WALL_STRIP_M + WALL_AISLE_M - taken) / self.count)

    def as_one(self) -> Lanes:
        """The same width as a single lane, unless rows would become too long to walk around."""
        return Lanes(1, self.width_m) if self.width_m <= LONGEST_ROW_M else self


@dataclass(frozen=True)
class Row:
    """Units on one line: x from the main aisle outwards (0 to the lanes' width), their fronts on `y_m`."""

    y_m: float
    depth_m: float
    units: tuple[PlacedUnit, ...]


def pack_rows(units: Sequence[Unit], lanes: Lanes) -> tuple[list[Row], float]:
    """Rows from front to back, low units first; an aisle lies before every row. Also gives the length used.

    Two rows that show their front only stand back to back, as one `Row`.
    """
    lines: list[list[Unit]] = []
    for tall in (False, True):
        lines.extend(_lines([u for u in units if (u.rank >= TALL_RANK) == tall], lanes.lane_m))
    together = [lines[start : start + lanes.count] for start in range(0, len(lines), lanes.count)]
    rows: list[Row] = []
    y = 0.0
    while together:
        y += AISLE_M
        first = together.pop(0)
        if together and _has_back(first) and _has_back(together[0]):
            placed, depth = _pair(first, together.pop(0), lanes, y)
        elif _has_back(first) and not together:
            # The last row closes the department: a screen of slats stands behind it.
            depth = _deepest(first)
            placed = [
                *_backed(first, lanes, y + depth, 0.0),
                *_partition(first, lanes, y + depth, _partition_height(first)),
            ]
            depth += BACK_TO_BACK_M
        else:
            placed, depth = _free(first, lanes, y), _deepest(first)
        rows.append(Row(y, depth, tuple(placed)))
        y += depth
    return rows, y


def _deepest(lines: Sequence[Sequence[Unit]]) -> float:
    return max(u.depth_m for line in lines for u in line)


def _has_back(lines: Sequence[Sequence[Unit]]) -> bool:
    """Whether nobody needs to walk behind this row."""
    return all(not u.two_sided for line in lines for u in line)


def _free(lines: Sequence[Sequence[Unit]], lanes: Lanes, y: float) -> list[PlacedUnit]:
    """A row one walks around."""
    placed: list[PlacedUnit] = []
    depth = _deepest(lines)
    level = any(u.two_sided for line in lines for u in line)
    for unit, x in _across(lines, lanes):
        # What is used from both sides stands on a common middle line, else fronts are in line.
        deep = depth if level and depth - unit.depth_m <= ROW_DEPTH_SPREAD_M else unit.depth_m
        placed.append(PlacedUnit(unit, x, y + deep / 2))
    return placed


def _backed(lines: Sequence[Sequence[Unit]], lanes: Lanes, back_m: float, heading_rad: float) -> list[PlacedUnit]:
    """A row against a line at its back; heading 0 stands before that line, a half turn behind it.

    Backs are near that line, as far as fronts stay within reach from the aisle.
    """
    side = 1 if heading_rad else -1
    depth = _deepest(lines)
    return [
        PlacedUnit(u, x, back_m + side * (u.depth_m / 2 + max(0.0, depth - u.depth_m - RECESS_MOST_M)), heading_rad)
        for u, x in _across(lines, lanes)
    ]


def _pair(
    front: Sequence[Sequence[Unit]], back: Sequence[Sequence[Unit]], lanes: Lanes, y: float
) -> tuple[list[PlacedUnit], float]:
    """Two rows back to back, and their depth together."""
    middle = y + _deepest(front)
    placed = _backed(front, lanes, middle, 0.0)
    placed += _backed(back, lanes, middle + BACK_TO_BACK_M, math.pi)
    return placed, _deepest(front) + BACK_TO_BACK_M + _deepest(back)


def _partition_height(lines: Sequence[Sequence[Unit]]) -> float:
    low = all(u.rank < LOW_BELOW_RANK for line in lines for u in line)
    return LOW_PARTITION_M if low else PARTITION_HEIGHT_M


def _partition(lines: Sequence[Sequence[Unit]], lanes: Lanes, y: float, height_m: float) -> list[PlacedUnit]:
    """Boards across every lane that has something to stand before them."""
    placed: list[PlacedUnit] = []
    for n in range(len(lines)):
        count = max(1, math.ceil(lanes.lane_m / PARTITION_BOARD_M - 1e-9))
        width = lanes.lane_m / count
        x0 = n * (lanes.lane_m + LANE_AISLE_M)
        board = LocalFixture("screen", 0.0, 0.0, width, PARTITION_M, height_m)
        unit = Unit(width, PARTITION_M, PARTITION_RANK, (board,), ())
        placed += [PlacedUnit(unit, x0 + width * (i + 0.5), y + BACK_TO_BACK_M / 2) for i in range(count)]
    return placed


def _across(lines: Sequence[Sequence[Unit]], lanes: Lanes) -> Iterator[tuple[Unit, float]]:
    """Units of a row with their places across, the widest of each lane in its middle."""
    for n, line in enumerate(lines):
        in_order = _symmetric(line)
        x0 = n * (lanes.lane_m + LANE_AISLE_M)
        for unit, x in zip(in_order, _justified([u.width_m for u in in_order], lanes.lane_m), strict=True):
            yield unit, x0 + lanes.lane_m / 2 + x


def _symmetric(line: Sequence[Unit]) -> list[Unit]:
    """The widest in the middle, the others to its left and right by turns."""
    out: list[Unit] = []
    for n, unit in enumerate(sorted(line, key=lambda u: -u.width_m)):
        out.insert(0 if n % 2 else len(out), unit)
    return out


@dataclass
class _Line:
    """A row in the making."""

    units: list[Unit]
    used_m: float
    low_m: float
    high_m: float
    two_sided: bool

    def takes(self, unit: Unit, width_m: float) -> bool:
        """Whether the unit fits in, by width and by depth."""
        spread = ROW_DEPTH_SPREAD_M if self.two_sided or unit.two_sided else ONE_SIDED_SPREAD_M
        deep_enough = max(self.high_m, unit.depth_m) - min(self.low_m, unit.depth_m) <= spread
        return deep_enough and self.used_m + UNIT_GAP_M + unit.width_m <= width_m + 1e-9

    def add(self, unit: Unit) -> None:
        """Puts it in."""
        self.units.append(unit)
        self.used_m += UNIT_GAP_M + unit.width_m
        self.low_m, self.high_m = min(self.low_m, unit.depth_m), max(self.high_m, unit.depth_m)
        self.two_sided = self.two_sided or unit.two_sided


def _lines(units: Sequence[Unit], width_m: float) -> list[list[Unit]]:
    """Rows that fit the width, as few as first-fit finds, and then as equally full as that number allows."""
    fewest = _first_fit(units, width_m)
    for share in (0.55, 0.65, 0.75, 0.85, 0.92) if len(units) <= EVENED_MOST else ():
        narrower = _first_fit(units, width_m * share)
        if len(narrower) == len(fewest) and all(_width(line) <= width_m for line in narrower):
            return narrower
    return fewest


def _width(line: Sequence[Unit]) -> float:
    return sum(u.width_m for u in line) + UNIT_GAP_M * (len(line) - 1)


def _first_fit(units: Sequence[Unit], width_m: float) -> list[list[Unit]]:
    """First-fit by decreasing depth: the shop's version of packing strips. A unit wider than the width stands alone."""
    lines: list[_Line] = []
    for unit in sorted(units, key=lambda u: (-u.depth_m, u.rank)):
        line = next((one for one in lines[-OPEN_ROWS:] if one.takes(unit, width_m)), None)
        if line is None:
            lines.append(_Line([unit], unit.width_m, unit.depth_m, unit.depth_m, unit.two_sided))
        else:
            line.add(unit)
    lines.sort(key=lambda line: (sum(u.rank for u in line.units) / len(line.units), line.high_m))
    return [line.units for line in lines]


def _justified(widths: Sequence[float], inside_m: float) -> list[float]:
    """Centres around 0: the line fills the width as far as gaps allow, and stands in its middle."""
    gaps = len(widths) - 1
    gap = min(UNIT_GAP_MOST_M, (inside_m - sum(widths)) / gaps) if gaps else 0.0
    x = -(sum(widths) + gap * gaps) / 2
    centres = []
    for width in widths:
        centres.append(x + width / 2)
        x += width + gap
    return centres


def fill_wall(units: Sequence[Unit], length_m: float) -> tuple[list[tuple[Unit, float]], list[Unit]]:
    """Units along a wall of this length with their centres along it (0 is its start), and those that find no room."""
    used, fitting = -WALL_GAP_M, 0
    for unit in units:
        if used + WALL_GAP_M + unit.width_m > length_m:
            break
        used += WALL_GAP_M + unit.width_m
        fitting += 1
    on_wall = units[:fitting]
    if not on_wall:
        return [], list(units)
    gap = WALL_GAP_M + min(WALL_GAP_MOST_M, (length_m - used) / (fitting + 1))
    total = sum(u.width_m for u in on_wall) + gap * (fitting - 1)
    at = (length_m - total) / 2
    placed = []
    for unit in on_wall:
        placed.append((unit, at + unit.width_m / 2))
        at += unit.width_m + gap
    return placed, list(units[fitting:])
