"""Smooth skins through rings of points: the common ground of shoes, clothes and bags.

A ring is an (n, 3) array of points in metres, counter-clockwise seen from outside along the skin's own direction of
growth (so that the skin's triangles face outwards). A grid is a (k, n, 3) array of k rings with n points each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.families.geometry import Mesh, grid_mesh, join

F64 = NDArray[np.float64]


def hermite(knots: ArrayLike, values: ArrayLike, at: ArrayLike) -> F64:
    """Cubic Hermite curve with finite-difference tangents through values (k, ...) at knots (k,), read at (m,).

    Tangents by Catmull and Rom, "A class of local interpolating splines", 1974, for uneven knots.
    """
    t, p, x = np.asarray(knots, float), np.asarray(values, float), np.clip(np.asarray(at, float), None, None)
    spans = np.diff(t)
    slopes = np.diff(p, axis=0) / spans.reshape((-1,) + (1,) * (p.ndim - 1))
    tangents = np.empty_like(p)
    tangents[0], tangents[-1] = slopes[0], slopes[-1]
    if len(t) > 2:
        left = (spans[1:] / (spans[:-1] + spans[1:])).reshape((-1,) + (1,) * (p.ndim - 1))
        tangents[1:-1] = left * slopes[:-1] + (1 - left) * slopes[1:]
    i = np.clip(np.searchsorted(t, x, side="right") - 1, 0, len(spans) - 1)
    shape = (-1,) + (1,) * (p.ndim - 1)
    h = spans[i].reshape(shape)
    u = ((np.clip(x, t[0], t[-1]) - t[i]) / spans[i]).reshape(shape)
    u2, u3 = u * u, u * u * u
    start, end = (2 * u3 - 3 * u2 + 1) * p[i], (3 * u2 - 2 * u3) * p[i + 1]
    return np.asarray(start + end + h * ((u3 - 2 * u2 + u) * tangents[i] + (u3 - u2) * tangents[i + 1]))


def curve(points: ArrayLike, count: int) -> F64:
    """`count` points evenly along a smooth open curve through points (k, d)."""
    p = np.asarray(points, float)
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(p, axis=0), axis=1)) + 1e-9)])
    fine = hermite(knots, p, np.linspace(0, knots[-1], max(count * 4, 32)))
    return even(fine, count)


def even(points: F64, count: int, closed: bool = False) -> F64:
    """`count` points evenly along a polyline; a closed one begins at its first point and does not repeat it."""
    p = np.concatenate([points, points[:1]]) if closed else points
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1))])
    at = np.linspace(0, along[-1], count + 1)[:-1] if closed else np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, p[:, k]) for k in range(p.shape[1])], axis=1)


def loop(points: ArrayLike, count: int) -> F64:
    """`count` points evenly around a smooth closed curve through points (k, d), from the first point on."""
    p = np.asarray(points, float)
    wrapped = np.concatenate([p[-2:], p, p[:3]])
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(wrapped, axis=0), axis=1)) + 1e-9)])
    first, last = knots[2], knots[2 + len(p)]
    fine = hermite(knots, wrapped, np.linspace(first, last, max(count * 4, 64) + 1)[:-1])
    return even(fine, count, closed=True)


def oval(width: float, depth: float, count: int, power: float = 2.0, start_rad: float = 0.0) -> F64:
    """A superellipse |x/a|^p + |z/b|^p = 1 as (count, 2) x and z, from +Z (or start_rad on) towards +X."""
    t = np.linspace(0, 2 * np.pi, count * 4 + 1)[:-1] + start_rad
    c, s = np.cos(t), np.sin(t)
    x = np.sign(s) * np.abs(s) ** (2 / power) * width / 2
    z = np.sign(c) * np.abs(c) ** (2 / power) * depth / 2
    return even(np.stack([x, z], axis=1), count, closed=True)


def ring(width: float, depth: float, y: float, count: int, power: float = 2.0, x: float = 0.0, z: float = 0.0) -> F64:
    """A level superellipse ring around (x, y, z), from the front (+Z) towards +X."""
    flat = oval(width, depth, count, power)
    return np.stack([flat[:, 0] + x, np.full(count, float(y)), flat[:, 1] + z], axis=1)


def through(rings: Sequence[F64], steps: int, knots: ArrayLike | None = None) -> F64:
    """A grid (steps, n, 3) whose rows run smoothly through the rings, evenly by mean distance without knots."""
    stack = np.stack(rings)
    if knots is None:
        gaps = np.linalg.norm(np.diff(stack, axis=0), axis=2).mean(axis=1) + 1e-6
        knots = np.concatenate([[0.0], np.cumsum(gaps)])
    t = np.asarray(knots, float)
    return hermite(t, stack, np.linspace(t[0], t[-1], steps))


def grid_normals(grid: F64, closed: bool = True) -> F64:
    """Unit normals (k, n, 3) of a grid, facing outwards for rings that are ordered as the module says."""
    along = np.gradient(grid, axis=0)
    around = (np.roll(grid, -1, axis=1) - np.roll(grid, 1, axis=1)) if closed else np.gradient(grid, axis=1)
    normal = np.cross(around, along)
    return np.asarray(normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-12))


def push(grid: F64, amount: F64 | float, closed: bool = True) -> F64:
    """The grid moved along its normals by an amount in metres: a number, or (k, n)."""
    distance = np.broadcast_to(np.asarray(amount, float), grid.shape[:2])
    return np.asarray(grid + grid_normals(grid, closed) * distance[..., None])


def tilt(points: F64, about: tuple[float, float, float], axis: int, angle_rad: float) -> F64:
    """Points (..., 3) turned about an axis (0 x, 1 y, 2 z) through a point, by the right-hand rule."""
    a, b = (axis + 1) % 3, (axis + 2) % 3
    moved = points - np.asarray(about)
    turned = moved.copy()
    turned[..., a] = moved[..., a] * np.cos(angle_rad) - moved[..., b] * np.sin(angle_rad)
    turned[..., b] = moved[..., a] * np.sin(angle_rad) + moved[..., b] * np.cos(angle_rad)
    return np.asarray(turned + np.asarray(about))


def smooth_noise(u: F64, v: F64, rng: np.random.Generator, waves: int = 6, turn: float = 2 * np.pi) -> F64:
    """Smooth noise of about unit size over u and v, a sum of random waves; repeats in u after `turn`."""
    total = np.zeros(np.broadcast_shapes(u.shape, v.shape))
    for _ in range(waves):
        k = int(rng.integers(1, 4))
        total = total + np.sin(2 * np.pi * k * u / turn + rng.uniform(0.6, 3.0) * v + rng.uniform(0, 2 * np.pi))
    return np.asarray(total / np.sqrt(waves))


def skin(grid: F64, closed: bool = True, uv: F64 | None = None) -> Mesh:
    """The mesh of a grid of rings (or, not closed, of rows); outside as the module says."""
    if not closed:
        return grid_mesh(grid, uv=uv)
    return grid_mesh(np.concatenate([grid, grid[:, :1]], axis=1), wrap_columns=True, uv=uv)


def shell(grid: F64, thickness: float, closed: bool = True) -> Mesh:
    """A thin wall: the grid outside, the same moved inwards inside, and round rims on the first and last ring."""
    inner = push(grid, -thickness, closed)
    around_rim = []
    normals = grid_normals(grid, closed)
    for row, step in ((0, 1), (-1, -2)):
        outward = grid[row] - grid[step]
        outward = outward / np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-9)
        middle = (grid[row] + inner[row]) / 2
        angles = np.linspace(0.0, np.pi, 4)
        arc = [middle + thickness / 2 * (np.cos(a) * normals[row] + np.sin(a) * outward) for a in angles]
        around_rim.append(np.stack(arc if row == -1 else arc[::-1]))
    parts = [skin(grid, closed), skin(inner, closed).flipped()]
    parts += [skin(rim, closed) for rim in around_rim]
    return join(parts)


def lid(points: F64, up: bool = True, bulge: float = 0.0, rows: int = 2) -> Mesh:
    """A cap on a ring ordered as the module says: the ring shrunk to its middle, raised by `bulge` metres there."""
    centre = points.mean(axis=0)
    steps = np.linspace(0.0, 1.0, rows + 1)
    lift = np.array([0.0, bulge if up else -bulge, 0.0])
    grid = np.stack([points + (centre - points) * t + lift * (1 - (1 - t) ** 2) for t in steps])
    uv = np.stack([grid[..., 0], -grid[..., 2]], axis=2)
    mesh = skin(grid, True, np.concatenate([uv, uv[:, :1]], axis=1))
    return mesh if up else mesh.flipped()


def frames(path: F64, up: tuple[float, float, float] | F64) -> tuple[F64, F64, F64]:
    """Along, side and outward unit vectors (n, 3) at each point of a path; outward is as near `up` as can be."""
    along = np.gradient(path, axis=0)
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    side = np.cross(along, np.broadcast_to(np.asarray(up, float), path.shape))
    side = side / np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    return along, side, np.cross(side, along)


def strap(path: F64, up: tuple[float, float, float] | F64, width: F64 | float, thickness: float) -> Mesh:
    """A flat band along a path (n, 3) with rounded edges and closed ends; its outside looks towards `up`."""
    _, side, out = frames(path, up)
    half = np.broadcast_to(np.asarray(width, float) / 2, (len(path),))[:, None]
    t = thickness / 2
    section = [
        (-1.0, -0.6),
        (-1.0, 0.6),
        (-0.93, 1.0),
        (0.93, 1.0),
        (1.0, 0.6),
        (1.0, -0.6),
        (0.93, -1.0),
        (-0.93, -1.0),
    ]
    rings = np.stack([path + side * half * a + out * t * b for a, b in section], axis=1)
    flat = [np.repeat(rings.mean(axis=1, keepdims=True)[[k]], rings.shape[1], axis=1)[0] for k in (0, -1)]
    capped = np.concatenate([flat[0][None], rings[:1], rings, rings[-1:], flat[1][None]])
    return _outside(capped)


def _outside(rings: F64) -> Mesh:
    """A skin of rings around a path, turned so that it faces away from the path."""
    mesh = skin(rings)
    middle = rings.mean(axis=1, keepdims=True)
    k = len(rings) // 2
    facing = (grid_normals(rings)[k] * (rings[k] - middle[k])).sum()
    return mesh if facing > 0 else mesh.flipped()
