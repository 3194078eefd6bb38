"""Bare triangles: what is judged and what baselines are made of. Y up, as models are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.model.normals import face_normals
from scenes.model.values import Model

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Solid:
    """positions: (n, 3). triangles: (m, 3), counter-clockwise."""

    positions: F64
    triangles: I64

    def moved(self, scale: float, yaw_rad: float, offset: F64) -> Solid:
        """Scaled and turned about up, then moved by `offset` (3,)."""
        return Solid(turned(self.positions, scale, yaw_rad) + offset, self.triangles)

    def unit(self) -> Solid:
        """Its bounding box's diagonal 1, the box's middle at the origin. Raises ValueError for a single point."""
        low, high = self.positions.min(axis=0), self.positions.max(axis=0)
        diagonal = float(np.linalg.norm(high - low))
        if not np.isfinite(diagonal) or diagonal <= 0:
            raise ValueError("a model without size")
        return Solid((self.positions - (low + high) / 2) / diagonal, self.triangles)

    def points(self, count: int, seed: int = 0) -> F64:
        """(count, 3) points spread evenly over the surface. Raises ValueError where there is no surface."""
        rng = np.random.default_rng(seed)
        areas = np.linalg.norm(face_normals(self.positions, self.triangles), axis=1)
        total = float(areas.sum())
        if not total > 0:
            raise ValueError("a model without surface")
        # Evenly spaced along the running area: less noise than free draws.
        places = (np.arange(count) + rng.random(count)) / count * total
        chosen = np.minimum(np.searchsorted(np.cumsum(areas), places), len(areas) - 1)
        u, v = np.sqrt(rng.random(count))[:, None], rng.random(count)[:, None]
        a, b, c = (self.positions[self.triangles[chosen, k]] for k in range(3))
        return np.asarray((1 - u) * a + u * (1 - v) * b + u * v * c, np.float64)


def turned(points: F64, scale: float, yaw_rad: float) -> F64:
    """Points (n, 3) scaled and turned about up (from +Z towards +X)."""
    c, s = np.cos(yaw_rad), np.sin(yaw_rad)
    return np.asarray(points @ np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]]) * scale, np.float64)


def solid_of(model: Model) -> Solid:
    """All triangles of a model."""
    starts = np.cumsum([0, *(len(p.positions) for p in model.primitives)])
    triangles = [p.triangles.astype(np.int64) + start for p, start in zip(model.primitives, starts, strict=False)]
    return Solid(np.concatenate([p.positions for p in model.primitives]).astype(np.float64), np.concatenate(triangles))
