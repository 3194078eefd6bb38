"""Quadric error metrics: how far a point lies from a set of weighted planes, as ten numbers a point and a weight.

After Garland and Heckbert, Surface Simplification Using Quadric Error Metrics (1997).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.model.normals import face_normals

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

_BORDER_WEIGHT = 4.0


def _plane_quadrics(normals: F64, through: F64, weights: F64) -> F64:
    """(n, 11) upper triangles of weight * (n, d)^T (n, d) for planes through points, then the weight."""
    d = -np.einsum("ij,ij->i", normals, through)
    plane = np.concatenate([normals, d[:, None]], axis=1)
    rows = [weights * plane[:, i] * plane[:, j] for i in range(4) for j in range(i, 4)]
    return np.stack([*rows, weights], axis=1)


def _add(quadrics: F64, at: I64, values: F64) -> None:
    for column in range(11):
        quadrics[:, column] += np.bincount(at, values[:, column], len(quadrics))


def evaluate(quadrics: F64, points: F64) -> F64:
    """(n,) quadric forms, (n, 11) or wider, at (n, 3) points."""
    x, y, z = points.T
    q = quadrics.T
    result: F64 = (
        x * (q[0] * x + 2 * (q[1] * y + q[2] * z + q[3]))
        + y * (q[4] * y + 2 * (q[5] * z + q[6]))
        + z * (q[7] * z + 2 * q[8])
        + q[9]
    )
    return result


def surface_quadrics(points: F64, place: I64, triangles: I64) -> F64:
    """(p, 11) quadrics of a surface: its planes, walls on its open borders and seams, and holds on its tips.

    points: (p, 3) places. place: (w,) place of each wedge. triangles: (m, 3) wedges.
    """
    at = place[triangles]
    normals = face_normals(points, at)
    doubled = np.linalg.norm(normals, axis=1)
    directions = normals / np.maximum(doubled, 1e-30)[:, None]
    quadrics = np.zeros((len(points), 11))
    planes = _plane_quadrics(directions, points[at[:, 0]], doubled / 6)
    for k in range(3):
        _add(quadrics, at[:, k], planes)
    _hold_spikes(quadrics, points, at)
    # Edges that only one triangle has, among wedges: open borders and seams.
    start = triangles.reshape(-1)
    end = np.roll(triangles, -1, axis=1).reshape(-1)
    count = len(place)
    single = ~np.isin(start * count + end, end * count + start)
    if single.any():
        owner = np.repeat(np.arange(len(at)), 3)[single]
        a, b = place[start[single]], place[end[single]]
        along = points[b] - points[a]
        upright = np.cross(along, directions[owner])
        lengths = np.linalg.norm(upright, axis=1)
        upright /= np.maximum(lengths, 1e-30)[:, None]
        walls = _plane_quadrics(upright, points[a], lengths**2 * _BORDER_WEIGHT / 2)
        _add(quadrics, a, walls)
        _add(quadrics, b, walls)
        _hold_tips(quadrics, points, a, b)
    return quadrics


def _hold_at(quadrics: F64, points: F64, weight: F64) -> None:
    """Adds weight * squared distance from where each place is."""
    for column in (0, 4, 7):
        quadrics[:, column] += weight
    for column, axis in ((3, 0), (6, 1), (8, 2)):
        quadrics[:, column] -= weight * points[:, axis]
    quadrics[:, 9] += weight * np.einsum("ij,ij->i", points, points)
    quadrics[:, 10] += weight


def _hold_spikes(quadrics: F64, points: F64, at: I64) -> None:
    """Keeps thin points (leaves, spikes) from growing shorter, which costs nothing along nearly parallel sides.

    A place whose neighbours all lie in nearly one direction is the end of something thin.
    """
    count = len(points)
    start, end = at.reshape(-1), np.roll(at, -1, axis=1).reshape(-1)
    along = points[end] - points[start]
    lengths = np.linalg.norm(along, axis=1)
    along /= np.maximum(lengths, 1e-30)[:, None]
    turn = np.stack([np.bincount(start, along[:, k], count) for k in range(3)], axis=1)
    turn -= np.stack([np.bincount(end, along[:, k], count) for k in range(3)], axis=1)
    edges = np.maximum(np.bincount(start, minlength=count) + np.bincount(end, minlength=count), 1)
    squares = (np.bincount(start, lengths**2, count) + np.bincount(end, lengths**2, count)) / edges
    alike = np.einsum("ij,ij->i", turn, turn) / edges**2
    _hold_at(quadrics, points, np.maximum(alike - 0.6, 0.0) * squares)


def _hold_tips(quadrics: F64, points: F64, a: I64, b: I64) -> None:
    """Keeps corners and tips of borders where they are.

    The planes on both sides of a leaf's tip are almost one, so that sliding the tip along them would cost nothing.
    """
    along = points[b] - points[a]
    lengths = np.linalg.norm(along, axis=1)
    along /= np.maximum(lengths, 1e-30)[:, None]
    count = len(points)
    turn = np.stack([np.bincount(a, along[:, k], count) - np.bincount(b, along[:, k], count) for k in range(3)], axis=1)
    edges = np.bincount(a, minlength=count) + np.bincount(b, minlength=count)
    squares = np.bincount(a, lengths**2, count) + np.bincount(b, lengths**2, count)
    # Straight borders give 0, a square corner 1/2, a tip 1.
    sharp = np.einsum("ij,ij->i", turn, turn) / np.maximum(edges, 1) ** 2
    weight = np.where(edges == 2, sharp * squares, 0.0)
    _hold_at(quadrics, points, weight)
