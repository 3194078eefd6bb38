"""Normals for meshes that bring none: smooth over gentle bends, sharp over edges."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenes.model.values import F32

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

CREASE_RAD = 0.75
"""Edges that bend more than this (43 degrees) stay sharp."""
_MOST_PAIRS = 6_000_000


class Shaded(NamedTuple):
    """A mesh whose sharp edges have vertices of their own.

    triangles: (m, 3) int64. origin: (n,) which input vertex each vertex is a copy of. normals: (n, 3) unit.
    """

    triangles: I64
    origin: I64
    normals: F32


def face_normals(positions: NDArray[np.floating], triangles: NDArray[np.integer]) -> F64:
    """(m, 3) normals whose length is twice the triangle's area."""
    p: F64 = positions.astype(np.float64)
    a = p[triangles[:, 0]]
    u, v = p[triangles[:, 1]] - a, p[triangles[:, 2]] - a
    crossed: F64 = np.zeros((len(triangles), 3))
    # Several times faster than np.cross.
    for k in range(3):
        i, j = (k + 1) % 3, (k + 2) % 3
        crossed[:, k] = u[:, i] * v[:, j] - u[:, j] * v[:, i]
    return crossed


def unit(vectors: F64) -> F64:
    """Vectors of length one; those without a direction point up."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    with np.errstate(divide="ignore", invalid="ignore"):
        result: F64 = vectors / lengths[:, None]
    result[~(np.isfinite(lengths) & (lengths > 1e-30))] = (0.0, 1.0, 0.0)
    return result


def shade(positions: NDArray[np.floating], triangles: NDArray[np.integer], crease_rad: float = CREASE_RAD) -> Shaded:
    """Normals for (n, 3) positions and (m, 3) triangles.

    A corner's normal is the mean over the triangles around its point that bend from its own triangle by less than
    `crease_rad`, weighted by area times angle so that it does not matter how polygons were cut; points at the same
    place count as one.
    """
    faces = face_normals(positions, triangles)
    directions = unit(faces)
    corners = triangles.astype(np.int64).reshape(-1)
    place = places(positions)[corners]
    owner = np.repeat(np.arange(len(triangles)), 3)
    count = int(place.max()) + 1 if len(place) else 0
    pulls = faces[owner] * _angles(positions, triangles)[:, None]
    mean: F64 = np.stack([np.bincount(place, pulls[:, k], count) for k in range(3)], axis=1).astype(np.float64)
    normals = unit(mean)[place]
    # Where all triangles around a point lie within half the crease of the mean, the mean is the answer for all.
    bent = np.einsum("ij,ij->i", directions[owner], normals) < np.cos(crease_rad / 2)
    rough = np.zeros(count, bool)
    rough[place[bent]] = True
    odd = np.flatnonzero(rough[place])
    if len(odd):
        normals[odd] = _creased(place[odd], owner[odd], pulls[odd], directions, crease_rad)
    return _weld(corners, normals.astype(np.float32))


def places(positions: NDArray[np.floating]) -> I64:
    """(n,) the same number for points at the same place (to a 100,000th of the mesh's size)."""
    low = positions.min(axis=0)
    step = max(float((positions.max(axis=0) - low).max()), 1e-9) / 100_000
    grid = np.round((positions - low) / step).astype(np.int64)
    key = (grid[:, 0] << 40) | (grid[:, 1] << 20) | grid[:, 2]
    return np.asarray(np.unique(key, return_inverse=True)[1], np.int64).reshape(-1)


def _angles(positions: NDArray[np.floating], triangles: NDArray[np.integer]) -> F64:
    """(3 m,) inner angle at each corner, radians."""
    corners = positions.astype(np.float64)[triangles]
    along = np.roll(corners, -1, axis=1) - corners
    lengths = np.sqrt(np.einsum("mkc,mkc->mk", along, along))
    back = np.roll(along, 1, axis=1)
    dots = -np.einsum("mkc,mkc->mk", along, back)
    cosines = dots / np.maximum(lengths * np.roll(lengths, 1, axis=1), 1e-300)
    angles: F64 = np.arccos(np.clip(np.nan_to_num(cosines), -1.0, 1.0)).reshape(-1)
    return angles


def _creased(place: I64, owner: I64, pulls: F64, directions: F64, crease_rad: float) -> F64:
    order = np.argsort(place, kind="stable")
    place, owner, pulls = place[order], owner[order], pulls[order]
    starts = np.flatnonzero(np.r_[True, place[1:] != place[:-1]])
    sizes = np.diff(np.r_[starts, len(place)])
    own = np.repeat(sizes, sizes)
    if int(own.sum()) > _MOST_PAIRS:
        result = directions[owner]
    else:
        first = np.repeat(np.arange(len(place)), own)
        offset = np.arange(len(first)) - np.repeat(np.r_[0, np.cumsum(own)[:-1]], own)
        second = np.repeat(np.repeat(starts, sizes), own) + offset
        near = np.einsum("ij,ij->i", directions[owner[first]], directions[owner[second]]) > np.cos(crease_rad)
        first, second = first[near], second[near]
        summed = [np.bincount(first, pulls[second, k], len(place)) for k in range(3)]
        total: F64 = np.stack(summed, axis=1).astype(np.float64)
        lost = np.einsum("ij,ij->i", total, total) < 1e-60
        total[lost] = directions[owner[lost]]
        result = unit(total)
    back = np.empty_like(result)
    back[order] = result
    return back


def _weld(corners: I64, normals: F32) -> Shaded:
    """Corners of the same vertex with the same normal become one vertex."""
    grid = np.round((normals + 1.0) * 500.0).astype(np.int64)
    key = (corners << 32) | (grid[:, 0] << 20) | (grid[:, 1] << 10) | grid[:, 2]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    triangles = np.asarray(inverse, np.int64).reshape(-1, 3)
    return Shaded(triangles, corners[first], normals[first])
