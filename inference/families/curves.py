"""Curves and outlines: paths in space, closed outlines in the plane, fillets. Arrays of points, metres."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]
Points = ArrayLike


def smooth_path(points: Points, count: int, closed: bool = False) -> F64:
    """A Catmull-Rom curve through the points ((n, 2) or (n, 3)), `count` samples, even in parameter."""
    p = np.asarray(points, dtype=float)
    n = len(p)
    if closed:
        knots = np.concatenate([p[-1:], p, p[:2]])
        places = np.linspace(0.0, n, count + 1)[:-1]
    else:
        knots = np.concatenate([[2 * p[0] - p[1]], p, [2 * p[-1] - p[-2]]])
        places = np.linspace(0.0, n - 1, count)
    index = np.minimum(places.astype(int), len(knots) - 4)
    t = (places - index)[:, None]
    a, b, c, d = knots[index], knots[index + 1], knots[index + 2], knots[index + 3]
    return np.asarray(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))


def bezier(points: Points, count: int) -> F64:
    """A Bezier curve of any degree, by de Casteljau."""
    level = np.repeat(np.asarray(points, dtype=float)[:, None, :], count, axis=1)
    t = np.linspace(0.0, 1.0, count)[:, None]
    while len(level) > 1:
        level = level[:-1] * (1 - t) + level[1:] * t
    return np.asarray(level[0])


def fillet(points: Points, radius: float | Sequence[float], segments: int = 4, closed: bool = False) -> F64:
    """A polyline ((n, 2) or (n, 3)) with its corners rounded by quadratic arcs that start `radius` from the corner."""
    p = np.asarray(points, dtype=float)
    n = len(p)
    radii = [float(radius)] * n if isinstance(radius, int | float) else [float(r) for r in radius]
    out: list[F64] = []
    for i in range(n):
        if (not closed and i in (0, n - 1)) or radii[i] <= 0.0 or segments < 1:
            out.append(p[i : i + 1])
            continue
        before, here, after = p[i - 1], p[i], p[(i + 1) % n]
        back, ahead = before - here, after - here
        reach = min(radii[i], 0.499 * float(np.linalg.norm(back)), 0.499 * float(np.linalg.norm(ahead)))
        start = here + back / np.linalg.norm(back) * reach
        end = here + ahead / np.linalg.norm(ahead) * reach
        out.append(bezier(np.stack([start, _arc_pull(start, here, end), end]), segments + 1))
    return np.concatenate(out)


def _arc_pull(start: F64, corner: F64, end: F64) -> F64:
    """A control point slightly inside the corner, so that the quadratic comes near a circular arc."""
    return corner + 0.12 * ((start + end) / 2 - corner)


def line(start: ArrayLike, end: ArrayLike, count: int = 2) -> F64:
    """Points evenly on a straight line."""
    return np.linspace(np.asarray(start, dtype=float), np.asarray(end, dtype=float), count)


def arc(radius: float, start_rad: float, end_rad: float, count: int, center: tuple[float, float] = (0.0, 0.0)) -> F64:
    """(count, 2) points on a circle."""
    angle = np.linspace(start_rad, end_rad, count)
    return np.stack([center[0] + radius * np.cos(angle), center[1] + radius * np.sin(angle)], axis=1)


def ellipse(width: float, height: float, count: int = 32) -> F64:
    """(count, 2) counter-clockwise outline."""
    angle = 2.0 * np.pi * np.arange(count) / count
    return np.stack([width / 2 * np.cos(angle), height / 2 * np.sin(angle)], axis=1)


def superellipse(width: float, height: float, power: float, count: int = 48) -> F64:
    """Lame curve |x|^p + |y|^p = 1: power 2 is an ellipse, 4 a squircle. Counter-clockwise."""
    angle = 2.0 * np.pi * np.arange(count) / count
    c, s = np.cos(angle), np.sin(angle)
    x = np.sign(c) * np.abs(c) ** (2.0 / power)
    y = np.sign(s) * np.abs(s) ** (2.0 / power)
    return np.stack([width / 2 * x, height / 2 * y], axis=1)


def rounded_rectangle(width: float, height: float, radius: float, segments: int = 4) -> F64:
    """Counter-clockwise outline around the origin; circular corners."""
    r = min(radius, 0.4999 * width, 0.4999 * height)
    if r <= 1e-6 or segments < 1:
        x, y = width / 2, height / 2
        return np.array([[x, -y], [x, y], [-x, y], [-x, -y]])
    corners = [(1, -1, -np.pi / 2), (1, 1, 0.0), (-1, 1, np.pi / 2), (-1, -1, np.pi)]
    parts = [
        arc(r, a, a + np.pi / 2, segments + 1, (sx * (width / 2 - r), sy * (height / 2 - r))) for sx, sy, a in corners
    ]
    return np.concatenate(parts)


def lifted(outline: Points, z: float = 0.0) -> F64:
    """(n, 2) as (n, 3): x, y, z."""
    flat = np.asarray(outline, dtype=float)
    return np.column_stack([flat, np.full(len(flat), z)])


def floor_path(outline: Points, y: float = 0.0) -> F64:
    """(n, 2) plan points as (n, 3) at height y: the plan's second coordinate runs to the back (-z)."""
    flat = np.asarray(outline, dtype=float)
    return np.column_stack([flat[:, 0], np.full(len(flat), y), -flat[:, 1]])


def resampled(path: Points, count: int, closed: bool = False) -> F64:
    """The polyline resampled evenly by arc length."""
    p = np.asarray(path, dtype=float)
    if closed:
        p = np.concatenate([p, p[:1]])
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1))])
    places = np.linspace(0.0, lengths[-1], count + 1)[:-1] if closed else np.linspace(0.0, lengths[-1], count)
    return np.stack([np.interp(places, lengths, p[:, i]) for i in range(p.shape[1])], axis=1)


def edge_normals(points: Points, closed: bool, crease_deg: float = 35.0) -> tuple[F64, F64, F64]:
    """Points with corners sharper than the crease doubled, their outward normals, and arc length.

    points: (n, 2); outward is to the right of the direction of travel. A closed outline comes back with its first
    point repeated at the end.
    """
    p = np.asarray(points, dtype=float)
    if closed:
        p = np.concatenate([p, p[:1]])
    steps = np.diff(p, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    kept = lengths > 1e-9
    p = np.concatenate([p[:-1][kept], p[-1:]])
    steps, lengths = steps[kept], lengths[kept]
    flat = np.stack([steps[:, 1], -steps[:, 0]], axis=1) / lengths[:, None]
    arc_length = np.concatenate([[0.0], np.cumsum(lengths)])
    before = np.concatenate([flat[-1:] if closed else flat[:1], flat])
    after = np.concatenate([flat, flat[:1] if closed else flat[-1:]])
    sharp = (before * after).sum(axis=1) < np.cos(np.radians(crease_deg))
    mean = before + after
    mean = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)
    first = np.where(sharp[:, None], before, mean)
    second = np.where(sharp[:, None], after, mean)
    if closed:
        first[0] = second[0]
        second[-1] = first[-1]
        sharp = sharp.copy()
        sharp[0] = sharp[-1] = False
    repeats = np.where(sharp, 2, 1)
    index = np.repeat(np.arange(len(p)), repeats)
    is_second = np.concatenate([[False], index[1:] == index[:-1]])
    normals = np.where(is_second[:, None] | ~sharp[index][:, None], second[index], first[index])
    if closed:
        normals[-1] = first[-1]
    return p[index], normals, arc_length[index]
