"""Meshes under construction and what can be done with them. Metres, Y up, +Z front, counter-clockwise outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Axis = Literal["x", "y", "z"]
AXES: tuple[Axis, Axis, Axis] = ("x", "y", "z")


@dataclass(frozen=True, eq=False)
class Mesh:
    """positions, normals: (n, 3); uv: (n, 2) in metres, v down, u along the grain; triangles: (m, 3)."""

    positions: F64
    normals: F64
    uv: F64
    triangles: I64

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Mesh:
        """Shifted."""
        return replace(self, positions=self.positions + (x, y, z))

    def at(self, point: F64 | tuple[float, float, float]) -> Mesh:
        """Shifted by a point."""
        return replace(self, positions=self.positions + np.asarray(point))

    def turned(self, axis: Axis, angle_rad: float) -> Mesh:
        """Turned about an axis through the origin, right-handed."""
        return self.turned_by(rotation(axis, angle_rad))

    def turned_by(self, matrix: F64) -> Mesh:
        """Turned by a (3, 3) rotation matrix."""
        return replace(self, positions=self.positions @ matrix.T, normals=self.normals @ matrix.T)

    def scaled(self, x: float = 1.0, y: float = 1.0, z: float = 1.0) -> Mesh:
        """Scaled about the origin; a negative factor mirrors (and keeps the outside outside). UVs stay."""
        factors = np.array([x, y, z])
        normals = _unit(self.normals / factors)
        mesh = replace(self, positions=self.positions * factors, normals=normals)
        return replace(mesh, triangles=self.triangles[:, ::-1]) if factors.prod() < 0 else mesh

    def mirrored(self, axis: Axis) -> Mesh:
        """The mirror image across the plane through the origin."""
        factors = {axis: -1.0}
        return self.scaled(**factors)

    def flipped(self) -> Mesh:
        """Inside out."""
        return replace(self, normals=-self.normals, triangles=self.triangles[:, ::-1])

    def deformed(self, change: Callable[[F64], F64], step: float = 1e-5) -> Mesh:
        """Moves every point by `change` ((n, 3) -> (n, 3)); normals follow its Jacobian, so creases stay creases."""
        moved = change(self.positions)
        columns = [(change(self.positions + step * e) - change(self.positions - step * e)) for e in np.eye(3)]
        jx, jy, jz = columns
        cofactor = np.stack([np.cross(jy, jz), np.cross(jz, jx), np.cross(jx, jy)], axis=2)
        normals = np.einsum("nij,nj->ni", cofactor, self.normals)
        return replace(self, positions=moved, normals=_unit(normals, self.normals))

    def with_uv(self, scale: tuple[float, float] = (1.0, 1.0), offset: tuple[float, float] = (0.0, 0.0)) -> Mesh:
        """UVs scaled, then shifted (metres)."""
        return replace(self, uv=self.uv * scale + offset)

    def grain_turned(self) -> Mesh:
        """The texture turned by a quarter."""
        return replace(self, uv=np.stack([self.uv[:, 1], -self.uv[:, 0]], axis=1))

    def low(self) -> F64:
        """Lowest corner (3,)."""
        return np.asarray(self.positions.min(axis=0))

    def high(self) -> F64:
        """Highest corner (3,)."""
        return np.asarray(self.positions.max(axis=0))

    def volume(self) -> float:
        """Signed volume, m^3, by the divergence theorem; positive for a closed mesh that faces outwards."""
        a, b, c = (self.positions[self.triangles[:, i]] for i in range(3))
        return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


def join(meshes: Iterable[Mesh]) -> Mesh:
    """All as one mesh."""
    parts = list(meshes)
    offsets = np.cumsum([0, *(len(m.positions) for m in parts)])
    return Mesh(
        np.concatenate([m.positions for m in parts]),
        np.concatenate([m.normals for m in parts]),
        np.concatenate([m.uv for m in parts]),
        np.concatenate([m.triangles + o for m, o in zip(parts, offsets[:-1], strict=True)]),
    )


def rotation(axis: Axis, angle_rad: float) -> F64:
    """(3, 3) right-handed rotation about a coordinate axis."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


def aligned(direction: F64 | tuple[float, float, float]) -> F64:
    """(3, 3) rotation that takes +Y to `direction` by the shortest turn."""
    to = np.asarray(direction, dtype=float)
    to = to / np.linalg.norm(to)
    axis = np.cross((0.0, 1.0, 0.0), to)
    cosine = float(to[1])
    if cosine < -0.999999:
        return rotation("x", np.pi)
    x, y, z = axis
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + skew + skew @ skew / (1.0 + cosine))


def four_corners(mesh: Mesh) -> Mesh:
    """The mesh and its mirror images in x and z: four legs from the one at +x +z."""
    right = join([mesh, mesh.mirrored("z")])
    return join([right, right.mirrored("x")])


def both_sides(mesh: Mesh) -> Mesh:
    """The mesh and its mirror image in x."""
    return join([mesh, mesh.mirrored("x")])


def around(mesh: Mesh, count: int, start_rad: float = 0.0) -> Mesh:
    """Copies of the mesh turned evenly about Y."""
    return join(mesh.turned("y", start_rad + 2.0 * np.pi * i / count) for i in range(count))


def grid_triangles(rows: int, columns: int) -> I64:
    """Triangles of a (rows, columns) vertex grid; outside is where columns run right and rows run up."""
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    both = np.stack([np.stack([a, b, c], axis=-1), np.stack([a, c, d], axis=-1)], axis=2)
    return both.reshape(-1, 3)


def without_slivers(mesh: Mesh) -> Mesh:
    """Drops triangles of no area (poles) and vertices that nothing uses."""
    a, b, c = (mesh.positions[mesh.triangles[:, i]] for i in range(3))
    doubled_area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    kept = mesh.triangles[doubled_area > 1e-12]
    used, compact = np.unique(kept, return_inverse=True)
    return Mesh(mesh.positions[used], mesh.normals[used], mesh.uv[used], compact.reshape(-1, 3).astype(np.int64))


def grid_mesh(points: F64, wrap_rows: bool = False, wrap_columns: bool = False, uv: F64 | None = None) -> Mesh:
    """A smooth surface through a (rows, columns, 3) grid; outside is where columns run right and rows run up.

    A wrapped direction is closed: its last line must repeat the first one.
    """
    along_row = _differences(points, 1, wrap_columns)
    along_column = _differences(points, 0, wrap_rows)
    normals = np.cross(along_row, along_column)
    lengths = np.linalg.norm(normals, axis=2)
    if (lengths < 1e-14).any():
        normals = _mended(normals, lengths)
    if uv is None:
        uv = _arc_uv(points)
    mesh = Mesh(
        points.reshape(-1, 3),
        _unit(normals.reshape(-1, 3)),
        uv.reshape(-1, 2),
        grid_triangles(points.shape[0], points.shape[1]),
    )
    return without_slivers(mesh)


def _arc_uv(points: F64) -> F64:
    """u along columns, v down along rows, both by mean arc length."""
    across = np.linalg.norm(np.diff(points, axis=1), axis=2).max(axis=0)
    up = np.linalg.norm(np.diff(points, axis=0), axis=2).mean(axis=1)
    u = np.concatenate([[0.0], np.cumsum(across)])
    v = np.concatenate([[0.0], np.cumsum(up)])
    return np.stack(np.broadcast_arrays(u[None, :], -v[:, None]), axis=2)


def _differences(points: F64, axis: int, wrapped: bool) -> F64:
    moved = np.moveaxis(points, axis, 0)
    out = np.empty_like(moved)
    out[1:-1] = moved[2:] - moved[:-2]
    if wrapped:
        out[0] = out[-1] = moved[1] - moved[-2]
    else:
        out[0], out[-1] = moved[1] - moved[0], moved[-1] - moved[-2]
    return np.moveaxis(out, 0, axis)


def _mended(normals: F64, lengths: F64) -> F64:
    """At a pole the surface has no tangent along the row: takes the mean of the neighbouring row."""
    out = normals.copy()
    for row in np.unique(np.argwhere(lengths < 1e-14)[:, 0]):
        other = row + 1 if row == 0 else row - 1
        bad = lengths[row] < 1e-14
        source = normals[other] if not bad.all() else np.broadcast_to(normals[other].mean(axis=0), out[row].shape)
        out[row][bad] = source[bad]
    return out


def _unit(vectors: F64, fallback: F64 | None = None) -> F64:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    safe = np.where(lengths > 1e-18, lengths, 1.0)
    out = vectors / safe
    flat = lengths[:, 0] <= 1e-18
    if flat.any():
        out[flat] = (0.0, 1.0, 0.0) if fallback is None else fallback[flat]
    return out
