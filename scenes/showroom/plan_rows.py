"""Rows: packs units into lines with aisles between them, and along a wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.showroom.plan_unit import PlacedUnit, Unit

AISLE_M = 1.35
UNIT_GAP_M = 0.4
UNIT_GAP_MOST_M = 0.9
WALL_GAP_M = 0.2
LANE_AISLE_M = 1.6
ROW_DEPTH_SPREAD_M = 0.56
"""Units used from both sides differ no more than this in depth within a row, so that an aisle stays a straight line."""
ONE_SIDED_SPREAD_M = 1.0
TALL_RANK = 6
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


@dataclass(frozen=True)
class Row:
    """Units on one line: x from the main aisle outwards (0 to the lanes' width), their fronts on `y_m`."""

    y_m: float
    depth_m: float
    units: tuple[PlacedUnit, ...]


def pack_rows(units: Sequence[Unit], lanes: Lanes) -> tuple[list[Row], float]:
    """Rows from front to back, low units first; an aisle lies before every row. Also gives the length used."""
    lines: list[list[Unit]] = []
    for alike in _alike_runs(sorted(units, key=lambda u: (u.rank, u.depth_m))):
        lines.extend(_cut(alike, lanes.lane_m))
    rows: list[Row] = []
    y = 0.0
    for start in range(0, len(lines), lanes.count):
        together = lines[start : start + lanes.count]
        y += AISLE_M
        placed: list[PlacedUnit] = []
        depth = max(u.depth_m for line in together for u in line)
        level = any(u.two_sided for line in together for u in line)
        for n, line in enumerate(together):
            in_order = _symmetric(line)
            x0 = n * (lanes.lane_m + LANE_AISLE_M)
            for unit, x in zip(in_order, _justified([u.width_m for u in in_order], lanes.lane_m), strict=True):
                # What is used from both sides stands on a common middle line, else fronts are in line.
                deep = depth if level and depth - unit.depth_m <= ROW_DEPTH_SPREAD_M else unit.depth_m
                placed.append(PlacedUnit(unit, x0 + lanes.lane_m / 2 + x, y + deep / 2))
        rows.append(Row(y, depth, tuple(placed)))
        y += depth
    return rows, y


def _alike_runs(units: Sequence[Unit]) -> list[list[Unit]]:
    runs: list[list[Unit]] = []
    low = high = 0.0
    two_sided = high_rank = False
    for unit in units:
        least, most = min(low, unit.depth_m), max(high, unit.depth_m)
        either = two_sided or unit.two_sided
        tall = unit.rank >= TALL_RANK
        if runs and tall == high_rank and most - least <= (ROW_DEPTH_SPREAD_M if either else ONE_SIDED_SPREAD_M):
            runs[-1].append(unit)
            low, high, two_sided = least, most, either
        else:
            runs.append([unit])
            low, high, two_sided, high_rank = unit.depth_m, unit.depth_m, unit.two_sided, tall
    return runs


def _symmetric(line: Sequence[Unit]) -> list[Unit]:
    """The widest in the middle, the others to its left and right by turns."""
    out: list[Unit] = []
    for n, unit in enumerate(sorted(line, key=lambda u: -u.width_m)):
        out.insert(0 if n % 2 else len(out), unit)
    return out


def _cut(units: Sequence[Unit], width_m: float) -> list[list[Unit]]:
    """Lines that fit the width: evenly filled in the given order, or mixed where that saves a line."""
    greedy = _cut_at(units, width_m, width_m)
    goal = sum(u.width_m + UNIT_GAP_M for u in units) / len(greedy)
    even = _cut_at(units, width_m, goal)
    ordered = even if len(even) == len(greedy) else greedy
    mixed = _best_fit(units, width_m)
    return mixed if len(mixed) < len(ordered) else ordered


def _best_fit(units: Sequence[Unit], width_m: float) -> list[list[Unit]]:
    """Best-fit decreasing bin packing by width."""
    lines: list[list[Unit]] = []
    free: list[float] = []
    for unit in sorted(units, key=lambda u: -u.width_m):
        need = unit.width_m + UNIT_GAP_M
        fitting = [i for i, room in enumerate(free) if need <= room + 1e-9]
        if fitting:
            best = min(fitting, key=lambda i: free[i])
            lines[best].append(unit)
            free[best] -= need
        else:
            lines.append([unit])
            free.append(width_m - unit.width_m)
    return sorted(lines, key=lambda line: sum(u.rank for u in line) / len(line))


def _cut_at(units: Sequence[Unit], width_m: float, goal_m: float) -> list[list[Unit]]:
    lines: list[list[Unit]] = []
    used = 0.0
    for unit in units:
        need = unit.width_m + UNIT_GAP_M
        if not lines or used + unit.width_m > width_m or used + need / 2 > goal_m:
            lines.append([])
            used = 0.0
        lines[-1].append(unit)
        used += need
    return lines


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
    gap = WALL_GAP_M + min(0.8, (length_m - used) / (fitting + 1))
    total = sum(u.width_m for u in on_wall) + gap * (fitting - 1)
    at = (length_m - total) / 2
    placed = []
    for unit in on_wall:
        placed.append((unit, at + unit.width_m / 2))
        at += unit.width_m + gap
    return placed, list(units[fitting:])
