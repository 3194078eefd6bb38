"""All primitives of a model as one triangle soup, simplified together so that their common borders stay closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scenes.model.normals import face_normals, places
from scenes.model.values import F32, Primitive

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
U64 = NDArray[np.uint64]

_MOST_NORMALS = 4
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD)


@dataclass(frozen=True)
class Soup:
    """positions, normals: (n, 3). triangles: (m, 3). primitive: (n,) whose vertex. place: (n,). points: (p, 3)."""

    positions: F32
    normals: F32
    triangles: I64
    primitive: I64
    place: I64
    points: F64


def triangle_areas(soup: Soup) -> F64:
    """(m,) area of each triangle."""
    doubled: F64 = np.linalg.norm(face_normals(soup.points, soup.place[soup.triangles]), axis=1)
    return doubled / 2


def make_soup(primitives: Sequence[Primitive]) -> Soup:
    """Primitives after one another, points at the same place found."""
    positions = np.concatenate([p.positions for p in primitives])
    starts = np.cumsum([0, *(len(p.positions) for p in primitives)])
    shifted = [p.triangles.astype(np.int64) + start for p, start in zip(primitives, starts, strict=False)]
    place = places(positions)
    points = np.zeros((int(place.max()) + 1, 3))
    points[place] = positions
    return Soup(
        positions,
        np.concatenate([p.normals for p in primitives]),
        np.concatenate(shifted),
        np.repeat(np.arange(len(primitives)), [len(p.positions) for p in primitives]),
        place,
        points,
    )


def mixed(columns: Sequence[I64]) -> U64:
    """(n,) one number for each combination of the columns' numbers (64-bit hash)."""
    total = np.zeros(len(columns[0]), np.uint64)
    for index, column in enumerate(columns):
        total = (total ^ column.astype(np.uint64)) * np.uint64(_MIX[index % len(_MIX)])
        total ^= total >> np.uint64(29)
    return total


def wedges(soup: Soup, primitives: Sequence[Primitive]) -> I64:
    """(n,) wedge of each vertex: vertices at one place with the same primitive, texture coordinates and colour."""
    columns = [soup.place, soup.primitive]
    kinds = [([p.uv0 for p in primitives], 16384.0), ([p.uv1 for p in primitives], 16384.0)]
    for arrays, steps in [*kinds, ([p.colors for p in primitives], 255.0)]:
        width = max((a.shape[1] for a in arrays if a is not None), default=0)
        if width:
            filled = [
                np.zeros((len(p.positions), width), np.float32) if a is None else a
                for p, a in zip(primitives, arrays, strict=True)
            ]
            whole = np.round(np.clip(np.concatenate(filled), -1e6, 1e6) * np.float32(steps)).astype(np.int64)
            columns.extend(whole[:, k] for k in range(width))
    return np.asarray(np.unique(mixed(columns), return_inverse=True)[1], np.int64).reshape(-1)


def corner_vertices(soup: Soup, wedge: I64, triangles: I64) -> I64:
    """(k, 3) original vertices for triangles over wedges: of each wedge's vertices the one whose normal fits best."""
    order = np.argsort(wedge, kind="stable")
    count = np.bincount(wedge)
    start = np.cumsum(count) - count
    facing = face_normals(soup.points, soup.place[order[start[triangles]]])
    best = np.full(triangles.shape, -np.inf)
    chosen = np.zeros(triangles.shape, np.int64)
    for slot in range(min(int(count.max()), _MOST_NORMALS)):
        vertex = order[start[triangles] + np.minimum(slot, count[triangles] - 1)]
        fit = np.einsum("tkc,tc->tk", soup.normals[vertex].astype(np.float64), facing)
        better = fit > best
        best[better], chosen[better] = fit[better], vertex[better]
    return chosen


def cut_out(primitives: Sequence[Primitive], soup: Soup, triangles: I64) -> list[Primitive]:
    """The primitives with only these triangles (over the soup's vertices); empty ones are left away."""
    owner = soup.primitive[triangles[:, 0]]
    starts = np.searchsorted(soup.primitive, np.arange(len(primitives)))
    result = []
    for index, primitive in enumerate(primitives):
        own = triangles[owner == index] - starts[index]
        if len(own):
            moved = soup.positions[soup.primitive == index]
            result.append(compacted(replace(primitive, positions=moved), own))
    return result


def compacted(primitive: Primitive, triangles: I64) -> Primitive:
    """The primitive with other triangles and without the vertices that they do not use."""
    used, numbered = np.unique(triangles, return_inverse=True)

    def some(values: F32 | None) -> F32 | None:
        return None if values is None else values[used]

    return replace(
        primitive,
        positions=primitive.positions[used],
        normals=primitive.normals[used],
        triangles=numbered.reshape(-1, 3).astype(np.uint32),
        uv0=some(primitive.uv0),
        uv1=some(primitive.uv1),
        colors=some(primitive.colors),
    )
