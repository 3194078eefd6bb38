"""Shapes of shop furniture as meshes: soft-edged boards, round things, cloth, leaves. Metres, Z up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from scenes.kit.arrays import f32
from scenes.kit.geometry import VERTEX, Mesh
from scenes.kit.textures import layer

F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Finish:
    """What a thing is made of: linear colour, roughness, metal, a layer of the material array, and its own glow."""

    color: tuple[float, float, float] = (0.85, 0.84, 0.82)
    roughness: float = 0.6
    metallic: float = 0.0
    material: str = "plain"
    tile_m: float = 1.0
    glow: float = 0.0


OAK = Finish((0.95, 0.93, 0.90), 0.48, material="oak", tile_m=1.1)
WALNUT = Finish((0.95, 0.95, 0.95), 0.42, material="walnut", tile_m=1.1)
WHITE = Finish((0.80, 0.79, 0.77), 0.45)
PAPER = Finish((0.86, 0.855, 0.84), 0.8)
PLASTER = Finish((0.80, 0.785, 0.755), 0.85, material="plaster", tile_m=2.0)
STONE = Finish((0.92, 0.92, 0.92), 0.35, material="terrazzo", tile_m=0.7)
LINEN = Finish((0.80, 0.75, 0.68), 0.9, material="linen", tile_m=0.22)
BLACK = Finish((0.022, 0.021, 0.020), 0.5, 0.0)
STEEL = Finish((0.62, 0.61, 0.59), 0.34, 1.0, "metal", 0.5)
BRASS = Finish((0.78, 0.60, 0.34), 0.30, 1.0, "metal", 0.5)


def vertices(position: F32, normal: F32, uv: F32, finish: Finish, occlusion: float | F32 = 1.0) -> NDArray[np.void]:
    """A VERTEX array wearing one finish. position, normal: (n, 3); uv: (n, 2) metres; occlusion: scalar or (n,)."""
    out = np.zeros(len(position), dtype=VERTEX)
    out["position"], out["normal"] = position, normal
    out["uv"] = uv / f32(finish.tile_m)
    out["color"][:, :3] = np.round(np.sqrt(np.clip(finish.color, 0, 1)) * f32(255))
    out["color"][:, 3] = round((1.0 - finish.glow) * 255)
    out["surface"][:, 0] = round(finish.roughness * 255)
    out["surface"][:, 1] = round(finish.metallic * 255)
    out["surface"][:, 2] = np.round(np.clip(occlusion, 0, 1) * f32(255))
    out["surface"][:, 3] = layer(finish.material)
    return out


def _box_template() -> tuple[F32, F32, F32, F32, NDArray[np.uint32]]:
    """Corner signs, inset mask (1 where the bevel pulls in), normals, face normals and triangles of a soft box."""
    corners = list(product((-1, 1), (-1, 1), (-1, 1)))
    sign: list[tuple[int, int, int]] = []
    inset: list[list[float]] = []
    normal: list[list[float]] = []
    triangles: list[list[int]] = []
    for axis in range(3):
        for corner in corners:
            sign.append(corner)
            inset.append([0.0 if i == axis else 1.0 for i in range(3)])
            normal.append([float(corner[i]) if i == axis else 0.0 for i in range(3)])
    position = np.array(sign, dtype=np.float32) * (1.0 - 0.1 * np.array(inset, dtype=np.float32))

    def at(axis: int, fixed: dict[int, int]) -> int:
        """The vertex of the face across `axis` at the corner with these signs."""
        return axis * 8 + corners.index((fixed[0], fixed[1], fixed[2]))

    def add(*ids: int) -> None:
        a, b, c = (position[i] for i in ids[:3])
        middle = np.mean([position[i] for i in ids], axis=0)
        order = ids if float(np.dot(np.cross(b - a, c - a), middle)) > 0 else ids[::-1]
        triangles.extend([order[0], order[i], order[i + 1]] for i in range(1, len(order) - 1))

    for axis, side in product(range(3), (-1, 1)):
        u, v = (i for i in range(3) if i != axis)
        add(*(at(axis, {axis: side, u: su, v: sv}) for su, sv in ((-1, -1), (1, -1), (1, 1), (-1, 1))))
    for along in range(3):
        u, v = (i for i in range(3) if i != along)
        for su, sv in product((-1, 1), repeat=2):
            low, high = {along: -1, u: su, v: sv}, {along: 1, u: su, v: sv}
            add(at(u, low), at(v, low), at(v, high), at(u, high))
    for corner in corners:
        add(*(at(axis, dict(enumerate(corner))) for axis in range(3)))
    return (
        np.array(sign, dtype=np.float32),
        np.array(inset, dtype=np.float32),
        np.array(normal, dtype=np.float32),
        position,
        np.array(triangles, dtype=np.uint32),
    )


_SIGN, _INSET, _NORMAL, _, _TRIANGLES = _box_template()


def box(
    low: tuple[float, float, float],
    high: tuple[float, float, float],
    finish: Finish,
    bevel_m: float = 0.003,
    ao: tuple[float, float] = (1.0, 1.0),
) -> Mesh:
    """A board from corner to corner with softened edges; `ao` is occlusion at its foot and at its top."""
    a, b = f32(low), f32(high)
    half = np.maximum((b - a) * 0.5, 1e-4)
    bevel = np.minimum(bevel_m, half.min() * 0.45)
    position = (a + b) * 0.5 + _SIGN * (half - _INSET * bevel)
    grain = int(np.argmax(half))
    uv = _box_uv(position, grain, float(a.sum() * 7.31))
    height = (_SIGN[:, 2] + 1.0) * 0.5
    occlusion = ao[0] + (ao[1] - ao[0]) * height
    return Mesh(vertices(position, _NORMAL, uv, finish, occlusion.astype(np.float32)), _TRIANGLES)


def _box_uv(position: F32, grain: int, offset: float) -> F32:
    """Projects along each face's normal; u runs along the longest side, so wood grain follows the board."""
    uv = np.empty((len(position), 2), dtype=np.float32)
    for axis in range(3):
        rows = slice(axis * 8, axis * 8 + 8)
        others = [i for i in range(3) if i != axis]
        if others[1] == grain:
            others.reverse()
        uv[rows] = position[rows][:, others] + f32([offset % 3.7, offset % 2.9 + 0.31 * axis])
    return uv


def lathe(profile: list[tuple[float, float]], finish: Finish, sides: int = 24, ao: float = 1.0) -> Mesh:
    """A round thing: `profile` is (radius, height) from bottom to top; smooth except where two points coincide."""
    points = np.array(profile, dtype=np.float32)
    steps = np.diff(points, axis=0)
    slopes = np.stack([steps[:, 1], -steps[:, 0]], axis=1)
    lengths = np.linalg.norm(slopes, axis=1, keepdims=True)
    slopes = np.divide(slopes, lengths, out=np.zeros_like(slopes), where=lengths > 1e-6)
    normals = np.zeros_like(points)
    normals[:-1] += slopes
    normals[1:] += slopes
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
    angle = np.linspace(0.0, 2.0 * np.pi, sides + 1, dtype=np.float32)
    c, s = np.cos(angle), np.sin(angle)
    position = np.stack([np.outer(points[:, 0], c), np.outer(points[:, 0], s), np.outer(points[:, 1], c * 0 + 1)], -1)
    normal = np.stack([np.outer(normals[:, 0], c), np.outer(normals[:, 0], s), np.outer(normals[:, 1], c * 0 + 1)], -1)
    around = np.broadcast_to(angle * float(points[:, 0].max()), position.shape[:2])
    along = np.broadcast_to(np.concatenate([[0], np.cumsum(lengths)])[:, None], position.shape[:2])
    uv = np.stack([along, around], axis=-1).reshape(-1, 2).astype(np.float32)
    mesh_vertices = vertices(position.reshape(-1, 3), normal.reshape(-1, 3), uv, finish, ao)
    return Mesh(mesh_vertices, grid_triangles(len(points), sides + 1)[:, ::-1].copy())


def cylinder(radius_m: float, low_m: float, high_m: float, finish: Finish, sides: int = 20) -> Mesh:
    """An upright cylinder with softened rims and closed ends."""
    soft = min(0.003, radius_m * 0.3)
    edge = [(0.0, low_m), (radius_m - soft, low_m), (radius_m - soft, low_m), (radius_m, low_m + soft)]
    top = [(radius_m, high_m - soft), (radius_m - soft, high_m), (radius_m - soft, high_m), (0.0, high_m)]
    return lathe([*edge, *top], finish, sides)


def grid_triangles(rows: int, columns: int) -> NDArray[np.uint32]:
    """Two triangles per cell of a rows x columns grid of vertices."""
    i = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None, :]).reshape(-1)
    first = np.stack([i, i + columns, i + columns + 1], axis=1)
    second = np.stack([i, i + columns + 1, i + 1], axis=1)
    return np.concatenate([first, second]).astype(np.uint32)


def sheet(position: F32, finish: Finish, uv: F32 | None = None, occlusion: float | F32 = 1.0) -> Mesh:
    """A surface from a (rows, columns, 3) grid of points; its front is where rows x columns points."""
    du = np.gradient(position, axis=1)
    dv = np.gradient(position, axis=0)
    normal = np.cross(dv, du)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    rows, columns = position.shape[:2]
    if uv is None:
        u = np.concatenate([np.zeros((rows, 1)), np.cumsum(np.linalg.norm(np.diff(position, axis=1), axis=-1), 1)], 1)
        v = np.concatenate([np.zeros((1, columns)), np.cumsum(np.linalg.norm(np.diff(position, axis=0), axis=-1), 0)])
        uv = np.stack([u, v], axis=-1).astype(np.float32)
    shade = occlusion if isinstance(occlusion, float) else occlusion.reshape(-1)
    flat = vertices(position.reshape(-1, 3), normal.reshape(-1, 3), uv.reshape(-1, 2), finish, shade)
    return Mesh(flat, grid_triangles(rows, columns))
