"""Polygons with any number of corners as triangles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]


def triangulate(positions: F64, vertices: I64, sizes: I64) -> tuple[I64, I64]:
    """Triangles of polygons.

    positions: (n, 3). vertices: (sum of sizes,) vertex of each corner, polygon after polygon. sizes: (f,) corners of
    each polygon. Returns (m, 3) corner numbers and (m,) polygon numbers, in the polygons' order. Polygons with fewer
    than three corners give none; hollow ones are cut by ear clipping.
    """
    starts = np.cumsum(sizes) - sizes
    triangles: list[I64] = []
    owners: list[I64] = []
    for size in np.unique(sizes):
        if size < 3:
            continue
        chosen = np.flatnonzero(sizes == size)
        cut, owner = _same_size(positions, vertices, starts[chosen], int(size))
        triangles.append(cut)
        owners.append(chosen[owner])
    if not triangles:
        return np.zeros((0, 3), np.int64), np.zeros(0, np.int64)
    all_triangles, all_owners = np.concatenate(triangles), np.concatenate(owners)
    if len(triangles) == 1:
        return all_triangles, all_owners
    order = np.argsort(all_owners, kind="stable")
    return all_triangles[order], all_owners[order]


def _same_size(positions: F64, vertices: I64, starts: I64, size: int) -> tuple[I64, I64]:
    corners = starts[:, None] + np.arange(size)
    if size == 3:
        return corners, np.arange(len(starts))
    fan = np.stack([np.zeros(size - 2, np.int64), np.arange(1, size - 1), np.arange(2, size)], axis=1)
    cut = corners[:, fan].reshape(-1, 3)
    owner = np.repeat(np.arange(len(starts)), size - 2)
    outline = positions[vertices[corners]]
    hollow = np.flatnonzero(_is_hollow(outline))
    if not len(hollow):
        return cut, owner
    recut = cut.reshape(len(starts), size - 2, 3)
    for index in hollow:
        # A hollow quad is cut along its other diagonal.
        local = (fan + 1) % 4 if size == 4 else _clip_ears(outline[index], fan)
        recut[index] = corners[index][local]
    return recut.reshape(-1, 3), owner


def _normals(outline: F64) -> F64:
    """(f, 3) Newell normals of (f, size, 3) outlines."""
    following = np.roll(outline, -1, axis=1)
    first = outline[:, :1]
    return np.asarray(np.cross(outline - first, following - first).sum(axis=1), np.float64)


def _is_hollow(outline: F64) -> NDArray[np.bool_]:
    """(f,) whether fanning from the first corner would turn a triangle over."""
    normal = _normals(outline)
    first = outline[:, :1]
    turns = np.einsum("fkc,fc->fk", np.cross(outline[:, 1:-1] - first, outline[:, 2:] - first), normal)
    most: NDArray[np.bool_] = turns.min(axis=1) < -1e-6 * np.einsum("fc,fc->f", normal, normal)
    return most


def _clip_ears(outline: F64, fan: I64) -> I64:
    """(size - 2, 3) local corner numbers of one outline; the fan where clipping finds no answer."""
    import mapbox_earcut

    normal = _normals(outline[None])[0]
    drop = int(np.argmax(np.abs(normal)))
    flat = np.delete(outline, drop, axis=1)
    ears = np.asarray(mapbox_earcut.triangulate_float64(flat, np.array([len(outline)], np.uint32)), np.int64)
    ears = ears.reshape(-1, 3)
    if len(ears) != len(fan):
        return fan
    turned = np.cross(outline[ears[:, 1]] - outline[ears[:, 0]], outline[ears[:, 2]] - outline[ears[:, 0]]) @ normal
    ears[turned < 0] = ears[turned < 0][:, ::-1]
    return ears
