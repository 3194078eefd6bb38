"""Where a shopper can stand and walk: the free floor of a plan, as a grid for searching and exactly for walking."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from scenes.showroom.values import Rect, StorePlan

SHOPPER_RADIUS_M = 0.25
CELL_M = 0.1
COARSE_CELL_M = 0.2
COARSE_ABOVE_M2 = 900.0
_STEP_M = 0.08
_SQRT2 = math.sqrt(2.0)

Point = tuple[float, float]
Cell = tuple[int, int]


def blockers(plan: StorePlan) -> list[Rect]:
    """What one cannot walk through: fixtures and zones. The entrance itself blocks nothing."""
    zones = [z.footprint for z in plan.zones if z.kind != "entrance"]
    return [f.footprint for f in plan.fixtures] + zones


class FloorMap:
    """The free floor of one plan for a walker of one radius (metres). Immutable; make one per plan and keep it."""

    def __init__(self, plan: StorePlan, radius_m: float = SHOPPER_RADIUS_M, cell_m: float | None = None) -> None:
        floor = plan.floor
        self.radius_m = radius_m
        area = (floor.x1 - floor.x0) * (floor.y1 - floor.y0)
        self.cell_m = cell_m or (CELL_M if area <= COARSE_ABOVE_M2 else COARSE_CELL_M)
        self._floor = floor
        rects = [(r.x0, r.y0, r.x1, r.y1) for r in blockers(plan)]
        self._rects: NDArray[np.float64] = np.array(rects, dtype=np.float64).reshape(-1, 4)
        self._start = (plan.entrance_x_m, plan.entrance_y_m + radius_m + self.cell_m)
        self.free = self._grid()
        """(rows, columns) bool, row 0 at the entrance: whether the walker's centre may be in the middle of the cell."""

    def _grid(self) -> NDArray[np.bool_]:
        floor, cell = self._floor, self.cell_m
        columns = max(1, round((floor.x1 - floor.x0) / cell))
        rows = max(1, round((floor.y1 - floor.y0) / cell))
        xs = floor.x0 + (np.arange(columns) + 0.5) * cell
        ys = floor.y0 + (np.arange(rows) + 0.5) * cell
        r = self.radius_m
        free = np.ones((rows, columns), dtype=np.bool_)
        free[:, (xs < floor.x0 + r) | (xs > floor.x1 - r)] = False
        free[(ys < floor.y0 + r) | (ys > floor.y1 - r), :] = False
        for x0, y0, x1, y1 in self._rects:
            c0, c1 = np.searchsorted(xs, (x0 - r, x1 + r))
            r0, r1 = np.searchsorted(ys, (y0 - r, y1 + r))
            dx = np.maximum(0.0, np.maximum(x0 - xs[c0:c1], xs[c0:c1] - x1))
            dy = np.maximum(0.0, np.maximum(y0 - ys[r0:r1], ys[r0:r1] - y1))
            free[r0:r1, c0:c1] &= dx[None, :] ** 2 + dy[:, None] ** 2 >= r * r
        return free

    def is_free(self, x: float, y: float) -> bool:
        """Whether the walker can stand here, to the millimetre."""
        f, r = self._floor, self.radius_m - 1e-9
        if not (f.x0 + r <= x <= f.x1 - r and f.y0 + r <= y <= f.y1 - r):
            return False
        rects = self._rects
        dx = np.maximum(0.0, np.maximum(rects[:, 0] - x, x - rects[:, 2]))
        dy = np.maximum(0.0, np.maximum(rects[:, 1] - y, y - rects[:, 3]))
        return not bool((dx * dx + dy * dy < r * r).any())

    def cell_of(self, x: float, y: float) -> Cell:
        """Row and column of the cell a point lies in, clamped to the floor."""
        rows, columns = self.free.shape
        row = int((y - self._floor.y0) / self.cell_m)
        column = int((x - self._floor.x0) / self.cell_m)
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)

    def centre_of(self, cell: Cell) -> Point:
        """The middle of a cell."""
        return self._floor.x0 + (cell[1] + 0.5) * self.cell_m, self._floor.y0 + (cell[0] + 0.5) * self.cell_m

    def reached(self) -> NDArray[np.bool_]:
        """(rows, columns) bool: the cells one can walk to from the entrance."""
        labels, _ = ndimage.label(self.free, structure=np.ones((3, 3)))
        start = labels[self.cell_of(*self.nearest_free(*self._start))]
        if start == 0:
            return np.zeros_like(self.free)
        reached: NDArray[np.bool_] = labels == start
        return reached

    def nearest_free(self, x: float, y: float, among: NDArray[np.bool_] | None = None) -> Point:
        """The point itself where it is free, else the middle of the nearest free cell; itself when nothing is free."""
        if among is None and self.is_free(x, y):
            return x, y
        rows, columns = np.nonzero(self.free if among is None else among)
        if len(rows) == 0:
            return x, y
        xs = self._floor.x0 + (columns + 0.5) * self.cell_m
        ys = self._floor.y0 + (rows + 0.5) * self.cell_m
        best = int(np.argmin((xs - x) ** 2 + (ys - y) ** 2))
        return float(xs[best]), float(ys[best])

    def clamp_step(self, start: Point, goal: Point) -> Point:
        """Where one comes who wants to walk straight from `start` to `goal`: never into a thing, sliding along it.

        A start that is blocked (a store that changed around the shopper) is first moved to the nearest free place.
        """
        if not all(math.isfinite(v) for v in (*start, *goal)):
            return start
        x, y = start if self.is_free(*start) else self.nearest_free(*start)
        steps = max(1, math.ceil(math.hypot(goal[0] - x, goal[1] - y) / _STEP_M))
        if steps > 2000:
            return x, y
        dx, dy = (goal[0] - x) / steps, (goal[1] - y) / steps
        for _ in range(steps):
            if self.is_free(x + dx, y + dy):
                x, y = x + dx, y + dy
            elif self.is_free(x + dx, y):
                x += dx
            elif self.is_free(x, y + dy):
                y += dy
            else:
                break
        return x, y

    def shortest_path(self, start: Point, goal: Point) -> tuple[Point, ...]:
        """The shortest walk between two points over the grid, without needless corners; empty when there is none.

        A*: Hart, Nilsson, Raphael (1968), eight neighbours, octile distance as the estimate.
        """
        first, last = self.cell_of(*self.nearest_free(*start)), self.cell_of(*self.nearest_free(*goal))
        first, last = self._to_free(first), self._to_free(last)
        cells = self._search(first, last)
        if not cells:
            return ()
        return self._straightened([start if self.is_free(*start) else self.centre_of(first),
                                   *(self.centre_of(c) for c in cells[1:-1]),
                                   goal if self.is_free(*goal) else self.centre_of(last)])  # fmt: skip

    def _to_free(self, cell: Cell) -> Cell:
        return cell if self.free[cell] else self.cell_of(*self.nearest_free(*self.centre_of(cell), among=self.free))

    def _search(self, first: Cell, last: Cell) -> list[Cell]:
        rows, columns = self.free.shape
        free = self.free.ravel().tolist()
        start, goal = first[0] * columns + first[1], last[0] * columns + last[1]
        cost: dict[int, float] = {start: 0.0}
        came: dict[int, int] = {}
        done: set[int] = set()
        heap: list[tuple[float, int]] = [(0.0, start)]
        while heap:
            _, here = heapq.heappop(heap)
            if here == goal:
                return _unwound(came, goal, columns)
            if here in done:
                continue
            done.add(here)
            row, column = divmod(here, columns)
            for dr, dc in _NEIGHBOURS:
                r, c = row + dr, column + dc
                there = r * columns + c
                if not (0 <= r < rows and 0 <= c < columns) or not free[there]:
                    continue
                if dr and dc and not (free[row * columns + c] and free[r * columns + column]):
                    continue
                g = cost[here] + (_SQRT2 if dr and dc else 1.0)
                if g < cost.get(there, math.inf):
                    cost[there], came[there] = g, here
                    far, near = max(abs(r - last[0]), abs(c - last[1])), min(abs(r - last[0]), abs(c - last[1]))
                    heapq.heappush(heap, (g + far + (_SQRT2 - 1.0) * near, there))
        return []

    def _straightened(self, points: Sequence[Point]) -> tuple[Point, ...]:
        """Leaves out points between which one can walk straight."""
        kept = [points[0]]
        at = 0
        while at < len(points) - 1:
            step = min(len(points) - 1, at + 64)
            while step > at + 1 and not self._straight(points[at], points[step]):
                step -= max(1, (step - at) // 4)
            kept.append(points[step])
            at = step
        return tuple(kept)

    def _straight(self, a: Point, b: Point) -> bool:
        steps = max(1, math.ceil(math.hypot(b[0] - a[0], b[1] - a[1]) / (self.cell_m / 2)))
        return all(
            self.is_free(a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps) for i in range(1, steps)
        )


_NEIGHBOURS = tuple((dr, dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1) if dr or dc)


def _unwound(came: dict[int, int], goal: int, columns: int) -> list[Cell]:
    path = [goal]
    while path[-1] in came:
        path.append(came[path[-1]])
    return [divmod(i, columns) for i in reversed(path)]
