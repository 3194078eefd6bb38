"""What is sewn and laced onto a shoe: overlays on the upper, tongue, laces, collar, sole, straps. Left shoe."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from inference.families.geometry import Mesh, grid_mesh, join
from inference.families.geometry_skin import F64, curve, grid_normals, lid, push, skin
from inference.families.shoe_form import Last, sample, sole_rings
from inference.families.solids import tube

Border = Callable[[F64], F64]


def overlay(
    upper: F64, start: float, end: float, low: Border, high: Border, thickness: float, columns: int, rows: int = 6
) -> Mesh:
    """A piece of material on the upper between turns start and end (0 the toe, 0.5 the heel), from low(s) to high(s).

    Its edges lie on the upper, so that it looks glued and sewn on.
    """
    s = np.linspace(start, end, columns)
    s = np.concatenate([s[:1], s[:1] + (s[1:2] - s[:1]) * 0.15, s[1:-1], s[-1:] - (s[-1:] - s[-2:-1]) * 0.15, s[-1:]])
    f = np.concatenate([[0.0, 0.03], np.linspace(0, 1, rows)[1:-1], [0.97, 1.0]])[:, None]
    t = low(s)[None] * (1 - f) + high(s)[None] * f
    points = sample(upper, np.broadcast_to(s, t.shape), t)
    normals = sample(grid_normals(upper), np.broadcast_to(s, t.shape), t)
    lift = np.full(t.shape, thickness)
    lift[[0, -1]] = -0.0006
    whole = abs(end - start) > 0.999
    if not whole:
        lift[:, [0, -1]] = -0.0006
    return grid_mesh(points + normals * lift[..., None])


def both(make: Callable[[float], Mesh]) -> Mesh:
    """The outer and the inner side's piece; the maker is given +1 and -1 to multiply its turns with."""
    return join([make(1.0), make(-1.0).flipped()])


def collar(upper: F64, radius: float, detail: float, start: float = 0.0, end: float = 1.0) -> Mesh:
    """A padded roll along the top line, or a part of it."""
    count = max(12, round(44 * detail * (end - start)))
    s = np.linspace(start, end, count + 1)
    closed = end - start > 0.999
    line = sample(upper, s[:-1] if closed else s, np.ones(count if closed else count + 1))
    size = np.full(len(line), radius)
    if not closed:
        size *= np.clip(np.sin(np.linspace(0, np.pi, len(line))) * 3, 0.25, 1)
    return tube(line, size, 7, closed=closed, round_ends=0 if closed else 2)


def tongue(last: Last, upper: F64, front: float, top: float, rise: float, half_width: float, detail: float) -> Mesh:
    """The tongue: from under the front of the throat (turn 0) up to `rise` metres over the instep at place `top`."""
    rows, columns = max(6, round(14 * detail)), max(5, round(10 * detail))
    start = upper[-1, 0] - (0, 0.007, -0.012)
    instep = last.base(np.array([top * last.length]))[0] + rise
    spine = curve(
        [
            start,
            upper[-1, 0] + (0, 0.001, -0.012),
            (0, (start[1] + instep) / 2 + 0.006, (front * 0.42 + top * 0.58) * last.length),
            (0, instep - 0.012, (top + 0.035) * last.length),
            (0, instep, (top - 0.01) * last.length),
        ],
        rows,
    )
    f = np.linspace(0, 1, rows)
    width = half_width * (0.75 + 0.5 * f) * np.sqrt(np.clip(1.0 - (np.clip(f - 0.8, 0, 1) / 0.205) ** 2, 0.02, 1))
    x = np.linspace(-1, 1, columns)
    grid = np.empty((rows, columns, 3))
    grid[..., 0] = spine[:, :1] + width[:, None] * x
    grid[..., 1] = spine[:, 1:2] - 0.28 * width[:, None] * (x * x)
    grid[..., 2] = spine[:, 2:3] - 0.45 * width[:, None] * (x * x) * f[:, None]
    puff = 0.0036 * np.sqrt(1 - x**4)[None] * np.sqrt(np.clip((1 - f) * 12, 0, 1))[:, None]
    outer, inner = push(grid, puff, closed=False), push(grid, -puff, closed=False)
    return join([skin(outer, False), skin(inner, False).flipped()])


def eyelets(upper: F64, count: int, inset: float, near: float, far: float) -> tuple[F64, F64]:
    """Lace places (count, 3) on the outer and the inner edge of the throat, from the toe up."""
    s = np.linspace(near, far, count)
    t = np.full(count, 1.0 - inset)
    return sample(upper, s, t), sample(upper, -s, t)


def laces(right: F64, left: F64, radius: float, arch: float, detail: float, bow: float = 0.0) -> Mesh:
    """Laces crossing between two rows of eyelets; with a bow of this size (metres) on top."""
    n = max(4, round(7 * detail))
    f = np.linspace(0, 1, n)
    hump = arch * np.sqrt(np.clip(1 - (2 * f - 1) ** 2, 0, 1)) + radius
    parts = [tube(_across(right[0], left[0], f, hump), radius, 5, round_ends=1)]
    for i in range(len(right) - 1):
        parts.append(tube(_across(right[i], left[i + 1], f, hump), radius, 5, round_ends=1))
        parts.append(tube(_across(left[i], right[i + 1], f, hump + radius * 1.6), radius, 5, round_ends=1))
    top = (right[-1] + left[-1]) / 2 + (0, arch + radius * 2.5, 0)
    parts.append(tube(_across(right[-1], left[-1], f, hump + radius), radius, 5, round_ends=1))
    if bow > 0:
        parts.append(_bow(top, bow, radius, detail))
    return join(parts)


def _across(a: F64, b: F64, f: F64, hump: F64) -> F64:
    line = a * (1 - f[:, None]) + b * f[:, None]
    line[:, 1] += hump
    line[:, 2] += hump * 0.35
    return line


def _bow(top: F64, size: float, radius: float, detail: float) -> Mesh:
    parts = [tube(np.array([top - (size * 0.12, 0, 0), top + (size * 0.12, 0, 0)]), radius * 1.7, 8, round_ends=2)]
    for side in (1.0, -1.0):
        ear = [
            (0, 0, 0),
            (0.45, 0.20, 0.10),
            (0.95, 0.05, 0.30),
            (0.85, -0.16, 0.45),
            (0.40, -0.02, 0.25),
            (0, 0, 0.05),
        ]
        end = [(0, 0, 0), (0.25, 0.10, 0.22), (0.42, -0.12, 0.55), (0.55, -0.42, 0.85)]
        for shape in (ear, end):
            path = top + np.array(shape) * (side * size, size, size)
            parts.append(tube(curve(path, max(6, round(12 * detail))), radius, 5, round_ends=1))
    return join(parts)


def sole(last: Last, layers: list[tuple[float, float]], around: int, bottom: bool = True) -> Mesh:
    """A layer of a sole from rings as in `sole_rings`, closed underneath."""
    rings = np.stack(sole_rings(last, around, layers))
    parts = [skin(rings)]
    if bottom:
        parts.append(lid(rings[0], up=False, rows=1))
    return join(parts)


def insole(last: Last, upper: F64, around_grow: float = -0.003, cushion: float = 0.004) -> Mesh:
    """The footbed one sees inside."""
    flat = last.outline(upper.shape[1], around_grow)
    ring = np.stack([flat[:, 0], last.base(flat[:, 1]) + 0.002, flat[:, 1]], axis=1)
    z = ring[:, 2]
    steps = np.linspace(0, 1, 4)
    spine = np.stack([0 * z, last.base(z) + 0.002 + cushion, z * 0.96 + 0.02 * last.length], axis=1)
    grid = np.stack([ring * (1 - t) + (spine * (1, 1, 1)) * t for t in steps])
    return skin(grid)


def pair(shoe: Mesh, half_gap: float) -> Mesh:
    """A pair from the left shoe."""
    right = shoe.moved(x=half_gap)
    return join([right, right.mirrored("x")])
