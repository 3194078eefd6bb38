"""The form of a shoe: last outline, top line, upper and sole as grids. The left shoe, toe towards +Z, heel at z = 0.

The upper is a skin between two closed curves with equal points: the feather line, where it meets the sole, and the
top line, where the foot goes in. Both begin at the toe and go around by +X (outer side) and the heel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.families.geometry_skin import F64, hermite, loop

_OUTER = ((0.30, 0.985), (0.74, 0.90), (0.99, 0.74), (0.93, 0.58), (0.76, 0.40), (0.74, 0.22), (0.60, 0.065))
_INNER = ((-0.58, 0.065), (-0.70, 0.22), (-0.62, 0.42), (-0.78, 0.58), (-0.97, 0.73), (-0.92, 0.87), (-0.62, 0.975))


@dataclass(frozen=True)
class Last:
    """What the shoe is built on. Lengths in metres."""

    length: float
    half_width: float
    toe_height: float
    pointed: float
    """0 is a broad round toe, 1 a narrow one."""
    heel_rise: float
    """How much higher the heel of the foot stands than its ball."""
    spring: float
    """How far the toe is off the ground."""
    platform: float
    """Thickness of the sole under the ball."""

    def base(self, z: F64) -> F64:
        """Height of the feather line over the ground, for z in metres."""
        f = z / self.length
        rise = self.heel_rise * _ease(np.clip((0.66 - f) / 0.44, 0, 1))
        toe = self.spring * np.clip((f - 0.68) / 0.32, 0, 1) ** 2
        return np.asarray(self.platform + rise + toe)

    def ground(self, z: F64) -> F64:
        """Height of the sole's underside over the ground under the front of the shoe."""
        return np.asarray(self.spring * np.clip((z / self.length - 0.68) / 0.32, 0, 1) ** 2)

    def outline(self, count: int, grow: float = 0.0) -> F64:
        """(count, 2) x and z of the feather line, moved outwards by `grow` metres."""
        toe = [(-0.16 + 0.16 * self.pointed, 1.0)]
        squeeze = 1.0 - 0.42 * self.pointed
        points = []
        for x, z in [*toe, *_OUTER, (0.02, 0.0), *_INNER]:
            near = np.clip((z - 0.66) / 0.34, 0, 1)
            points.append((x * (1 + (squeeze - 1) * near * near), z))
        flat = loop(np.array(points) * (self.half_width, self.length), count)
        if grow == 0.0:
            return flat
        step = np.roll(flat, -1, axis=0) - np.roll(flat, 1, axis=0)
        out = np.stack([-step[:, 1], step[:, 0]], axis=1)
        return np.asarray(flat + grow * out / np.linalg.norm(out, axis=1, keepdims=True))


def _ease(t: F64) -> F64:
    return np.asarray(t * t * (3 - 2 * t))


@dataclass(frozen=True)
class Opening:
    """The top line as heights over the feather line (metres) at places along the foot (0 heel to 1 toe)."""

    throat: float
    """Where the opening ends in front, 0 to 1."""
    throat_height: float
    throat_half_width: float
    instep: float
    """Where the narrow throat meets the wide ankle opening, 0 to 1."""
    instep_height: float
    side_height: float
    side_half_width: float
    heel_height: float
    back: float = 0.03

    def ring(self, last: Last, count: int) -> F64:
        """(count, 3) points from the front of the throat by +X to the heel and back."""
        length = last.length
        middle = (self.instep + self.back) / 2
        half = [
            (0.0, self.throat_height, self.throat),
            (self.throat_half_width * 0.8, self.throat_height + 0.002, self.throat - 0.025),
            (
                self.throat_half_width * 1.15,
                (self.throat_height + self.instep_height) / 2,
                (self.throat + self.instep) / 2,
            ),
            (self.side_half_width * 0.78, self.instep_height * 0.97, self.instep),
            (self.side_half_width, (self.side_height * 2 + self.instep_height) / 3, self.instep - 0.09),
            (self.side_half_width, self.side_height, middle),
            (self.side_half_width * 0.72, (self.side_height + self.heel_height * 2) / 3, self.back + 0.035),
        ]
        points = [*half, (0.0, self.heel_height, self.back), *((-x, y, z) for x, y, z in reversed(half[1:]))]
        ring = loop(np.array(points) * (1.0, 1.0, length), count)
        return ring + np.stack([0 * ring[:, 0], last.base(ring[:, 2]), 0 * ring[:, 0]], axis=1)


def upper(last: Last, opening: Opening, around: int, rows: int, bulge: float = 0.004) -> F64:
    """The upper as a (rows, around, 3) grid from the feather line to the top line."""
    flat = last.outline(around)
    foot = np.stack([flat[:, 0], last.base(flat[:, 1]), flat[:, 1]], axis=1)
    top = opening.ring(last, around)
    front = _ease(np.clip((flat[:, 1] / last.length - 0.5) / 0.5, 0, 1))
    step = np.roll(flat, -1, axis=0) - np.roll(flat, 1, axis=0)
    out = np.stack([-step[:, 1], 0 * step[:, 0], step[:, 0]], axis=1)
    out = out / np.linalg.norm(out, axis=1, keepdims=True)
    rise = top[:, 1] - foot[:, 1]
    wall = hermite([0, 1], [0.55, 0.0], front) * rise + front * last.toe_height
    lower = foot + out * bulge * 2 + np.stack([0 * wall, wall, 0 * wall], axis=1)
    level = (foot - top) * (1.0, 0.0, 1.0)
    reach = 0.30 + 0.22 * front
    drop = rise * (0.42 - 0.34 * front)
    higher = top + level * reach[:, None] - np.stack([0 * drop, drop, 0 * drop], axis=1)
    t = np.linspace(0, 1, rows)[:, None, None]
    return np.asarray(foot * (1 - t) ** 3 + 3 * lower * (1 - t) ** 2 * t + 3 * higher * (1 - t) * t**2 + top * t**3)


def sole_rings(last: Last, count: int, layers: list[tuple[float, float]]) -> list[F64]:
    """Rings of a sole side. Each layer is height (0 the ground, 1 the feather line) and growth in metres."""
    rings = []
    for height, grow in layers:
        flat = last.outline(count, grow)
        low, high = last.ground(flat[:, 1]), last.base(flat[:, 1])
        rings.append(np.stack([flat[:, 0], low + (high - low) * height, flat[:, 1]], axis=1))
    return rings


def sample(grid: F64, s: F64, t: F64) -> F64:
    """Points (..., 3) of a closed grid at s (turns around, from the toe) and t (0 feather line, 1 top line)."""
    rows, count = grid.shape[:2]
    x, y = (s % 1.0) * count, np.clip(t, 0, 1) * (rows - 1)
    i, j = np.floor(x).astype(int), np.minimum(np.floor(y).astype(int), rows - 2)
    fx, fy = (x - i)[..., None], (y - j)[..., None]
    a, b = i % count, (i + 1) % count
    low = grid[j, a] * (1 - fx) + grid[j, b] * fx
    high = grid[j + 1, a] * (1 - fx) + grid[j + 1, b] * fx
    return np.asarray(low * (1 - fy) + high * fy)
