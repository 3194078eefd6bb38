"""Soft things: seat cushions, pillows, cloth, and lofted bodies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.families.curves import rounded_rectangle
from inference.families.geometry import Mesh, grid_mesh, join, without_slivers
from inference.families.solids import box, triangulated, tube

F64 = NDArray[np.float64]


def cushion(
    width: float,
    height: float,
    depth: float,
    radius: float = 0.03,
    crown: float = 0.02,
    sag: float = 0.0,
    piping: float = 0.0,
    detail: float = 1.0,
) -> Mesh:
    """A seat cushion, bottom centre at the origin: crown is how much the middle of the top rises, sag how much it has
    been sat in, piping the radius of the seam cord (0 for none)."""
    cuts = max(2, round(5 * detail))
    body = box(width, height, depth, min(radius, height * 0.49), 2, cuts=(cuts, 1, cuts))

    def crowned(p: F64) -> F64:
        x, z = p[:, 0] / (width / 2), p[:, 2] / (depth / 2)
        dome = np.clip(1 - x**2, 0, 1) * np.clip(1 - z**2, 0, 1)
        lift = np.clip(p[:, 1] / height, 0.0, 1.0) ** 2
        bulge = 1.0 + 0.5 * crown / max(width, depth) * np.sin(np.pi * np.clip(p[:, 1] / height, 0, 1))
        y = p[:, 1] + lift * (crown * np.sqrt(dome + 1e-6) - sag * dome**2)
        return np.stack([p[:, 0] * bulge, y, p[:, 2] * bulge], axis=1)

    parts = [body.deformed(crowned)]
    if piping > 0:
        inset = radius * 0.3
        plan = rounded_rectangle(width - 2 * inset, depth - 2 * inset, radius, max(2, round(3 * detail)))
        for y in (height - inset, inset):
            cord = np.column_stack([plan[:, 0], np.full(len(plan), y), -plan[:, 1]])
            parts.append(tube(cord, piping, 5, closed=True))
    return join(parts)


def pillow(width: float, height: float, thickness: float, pinch: float = 0.06, detail: float = 1.0) -> Mesh:
    """A throw pillow standing in the x-y plane, centred at the origin: pointed corners, full middle."""
    n = max(6, round(12 * detail))
    s = np.sin(np.linspace(-np.pi / 2, np.pi / 2, n + 1))
    x, y = np.meshgrid(s, s)
    full = np.clip(1 - x**2, 0, 1) * np.clip(1 - y**2, 0, 1)
    z = thickness / 2 * full**0.42
    px = width / 2 * x * (1 - pinch * (1 - y**2))
    py = height / 2 * y * (1 - pinch * (1 - x**2))
    front = grid_mesh(np.stack([px, py, z], axis=2))
    return join([front, front.mirrored("z")])


def sheet(points: F64, thickness: float) -> Mesh:
    """A cloth or shell of even thickness around a (rows, columns, 3) grid; closed at its edges."""
    middle = grid_mesh(points)
    rows, columns = points.shape[:2]
    if len(middle.positions) != rows * columns:
        return middle
    normals = middle.normals.reshape(rows, columns, 3)
    uv = middle.uv.reshape(rows, columns, 2)
    front, back = points + normals * thickness / 2, points - normals * thickness / 2
    outer = grid_mesh(front, uv=uv)
    inner = grid_mesh(back[:, ::-1], uv=uv[:, ::-1])
    rim = _border(front, back)
    return without_slivers(join([outer, inner, rim]))


def _border(front: F64, back: F64) -> Mesh:
    def ring(grid: F64) -> F64:
        return np.concatenate([grid[0], grid[1:, -1], grid[-1, -2::-1], grid[-2::-1, 0]])

    loop_front, loop_back = ring(front), ring(back)
    return grid_mesh(np.stack([loop_back, loop_front]), wrap_columns=True)


def loft(sections: F64 | Sequence[F64], cap_start: bool = True, cap_end: bool = True) -> Mesh:
    """A smooth body through (k, m, 3) closed sections. Seen from the end they go counter-clockwise; flat lids."""
    s = np.asarray(sections, dtype=float)
    closed = np.concatenate([s, s[:, :1]], axis=1)
    parts = [grid_mesh(closed, wrap_columns=True)]
    if cap_start:
        parts.append(_lid(s[0], s[0] - s[1]))
    if cap_end:
        parts.append(_lid(s[-1], s[-1] - s[-2]))
    return without_slivers(join(parts))


def _lid(ring: F64, outward: F64) -> Mesh:
    """A flat lid on a nearly plane ring that faces the way `outward` points on average."""
    middle = ring.mean(axis=0)
    spokes = ring - middle
    normal = np.cross(spokes, np.roll(spokes, -1, axis=0)).sum(axis=0)
    normal /= max(float(np.linalg.norm(normal)), 1e-12)
    first = spokes[0] / max(float(np.linalg.norm(spokes[0])), 1e-12)
    second = np.cross(normal, first)
    flat = np.stack([spokes @ first, spokes @ second], axis=1)
    triangles = triangulated([flat])
    if float(normal @ outward.mean(axis=0)) < 0:
        normal, triangles = -normal, triangles[:, ::-1]
    return Mesh(ring.copy(), np.broadcast_to(normal, ring.shape).copy(), flat, triangles)
