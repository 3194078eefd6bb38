"""Closed solids: boxes with real bevels, revolved profiles, swept profiles, extruded outlines. Outward, watertight."""

from __future__ import annotations

from collections.abc import Sequence

import mapbox_earcut
import numpy as np
from numpy.typing import NDArray

from inference.families.curves import Points, edge_normals
from inference.families.geometry import Axis, Mesh, grid_triangles, join, without_slivers

F64 = NDArray[np.float64]
_FACES = (
    (0, 1, 2, -1, 1, 1),
    (0, -1, 2, 1, 1, 1),
    (1, 1, 0, 1, 2, -1),
    (1, -1, 0, 1, 2, 1),
    (2, 1, 0, 1, 1, 1),
    (2, -1, 0, -1, 1, 1),
)
"""For each side of a box: normal axis, its sign, right axis, its sign, up axis, its sign; right x up = normal."""


def box(
    width: float,
    height: float,
    depth: float,
    radius: float = 0.003,
    segments: int = 2,
    grain: Axis | None = None,
    cuts: int | tuple[int, int, int] = 0,
) -> Mesh:
    """A box with rounded edges, its bottom centre at the origin.

    radius: of edges and corners. segments: per half edge (0 is sharp). grain: the axis that u follows (the longest by
    default). cuts: extra lines in the flat parts, per axis, for deforming.
    """
    half = np.array([width, height, depth]) / 2
    r = min(radius, float(half.min()))
    if segments < 1 or r < 1e-5:
        r, segments = 0.0, 0
    cut = (cuts, cuts, cuts) if isinstance(cuts, int) else cuts
    lines = [_lines(float(half[i]), r, segments, cut[i]) for i in range(3)]
    along = AXIS_INDEX[grain] if grain else int(np.argmax(half))
    return join(_side(face, half, r, lines, along) for face in _FACES).moved(y=height / 2)


AXIS_INDEX: dict[str, int] = {"x": 0, "y": 1, "z": 2}


def _lines(half: float, r: float, segments: int, cuts: int) -> F64:
    core = half - r
    inner = np.linspace(-core, core, cuts + 2)
    if segments == 0:
        return inner
    rim = core + r * np.tan(np.pi / 4 * np.arange(1, segments + 1) / segments)
    out = np.concatenate([-rim[::-1], inner, rim])
    return np.asarray(out[np.concatenate([[True], np.diff(out) > 1e-9])])


def _side(face: tuple[int, ...], half: F64, r: float, lines: list[F64], along: int) -> Mesh:
    axis, sign, right, right_sign, up, up_sign = face
    columns, rows = lines[right][::right_sign], lines[up][::up_sign]
    surface = np.empty((len(rows), len(columns), 3))
    surface[..., axis] = sign * half[axis]
    surface[..., right] = columns[None, :]
    surface[..., up] = rows[:, None]
    core = np.clip(surface, -(half - r), half - r)
    if r > 0:
        normals = surface - core
        normals /= np.linalg.norm(normals, axis=2, keepdims=True)
        points = core + r * normals
    else:
        normals = np.zeros_like(surface)
        normals[..., axis] = sign
        points = surface
    u, v = points[..., right] * right_sign, -points[..., up] * up_sign
    if along == up:
        u, v = -v, u
    uv = np.stack([u + half.sum(), v + axis * 0.37 + sign * 0.11], axis=2)
    return Mesh(
        points.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), grid_triangles(len(rows), len(columns))
    )


def lathe(profile: Points, segments: int = 32, crease_deg: float = 35.0) -> Mesh:
    """Revolves (k, 2) points (radius, y) about Y. Closed when it begins and ends at radius 0 (or is a closed loop).

    The outside is to the right of the direction of travel: run up the outside, then down the inside of a vessel.
    """
    p = np.asarray(profile, dtype=float)
    closed = bool(np.allclose(p[0], p[-1])) and len(p) > 3
    points, flat, length = edge_normals(p[:-1] if closed else p, closed, crease_deg)
    angle = np.linspace(0.0, 2.0 * np.pi, segments + 1)
    s, c = np.sin(angle), np.cos(angle)
    s[-1], c[-1] = 0.0, 1.0
    positions = np.stack(
        [points[:, :1] * s, np.broadcast_to(points[:, 1:], (len(points), len(s))), points[:, :1] * c], axis=2
    )
    normals = np.stack([flat[:, :1] * s, np.broadcast_to(flat[:, 1:], (len(points), len(s))), flat[:, :1] * c], axis=2)
    around = angle * max(float(p[:, 0].max()) * 0.8, 1e-3)
    uv = np.stack(np.broadcast_arrays(around[None, :], -length[:, None]), axis=2)
    mesh = Mesh(
        positions.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), grid_triangles(len(points), segments + 1)
    )
    return without_slivers(mesh)


def frames(path: Points, closed: bool = False, up: Sequence[float] | None = None) -> tuple[F64, F64, F64]:
    """Tangent, first and second normal ((n, 3) each) along a path, transported without twist.

    a x b = tangent. `up` is what the second normal b should be near to at the start. Double reflection would be more
    exact; projecting the last frame is enough for the gentle curves of products.
    """
    p = np.asarray(path, dtype=float)
    steps = np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0) if closed else np.gradient(p, axis=0)
    tangents = steps / np.maximum(np.linalg.norm(steps, axis=1, keepdims=True), 1e-12)
    first = tangents[0]
    hint = np.asarray(up if up is not None else (0.0, 1.0, 0.0), dtype=float)
    if abs(float(hint @ first)) > 0.98 * float(np.linalg.norm(hint)):
        hint = np.array([0.0, 0.0, 1.0]) if abs(first[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    seconds = np.empty_like(p)
    b = hint
    for i, t in enumerate(tangents):
        b = b - t * float(b @ t)
        b = b / max(float(np.linalg.norm(b)), 1e-12)
        seconds[i] = b
    return tangents, np.cross(seconds, tangents), seconds


def sweep(
    path: Points,
    outline: Points,
    scale: F64 | Sequence[float] | None = None,
    closed: bool = False,
    up: Sequence[float] | None = None,
    crease_deg: float = 35.0,
    round_ends: int = 0,
) -> Mesh:
    """A counter-clockwise outline ((m, 2): first and second normal) swept along a path ((n, 3)).

    scale: of the outline at each path point. round_ends: rings of a rounded cap at both ends (0 is a flat cap). The
    second normal starts near `up`. u runs along the path.
    """
    p = np.asarray(path, dtype=float)
    factor = np.ones(len(p)) if scale is None else np.asarray(scale, dtype=float)
    t, a, b = frames(p, closed, up)
    if closed:
        p, factor, t, a, b = (np.concatenate([x, x[:1]]) for x in (p, factor, t, a, b))
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1))])
    slope = np.gradient(factor, np.maximum.accumulate(length + np.arange(len(p)) * 1e-9))
    tilt = np.zeros(len(p))
    if round_ends and not closed:
        radius = float(np.linalg.norm(np.asarray(outline), axis=1).mean())
        p, factor, t, a, b, length, slope, tilt = _rounded(p, factor, t, a, b, length, slope, radius, round_ends)
    o, flat, girth = edge_normals(outline, True, crease_deg)
    offset = factor[:, None, None] * (o[None, :, :1] * a[:, None] + o[None, :, 1:] * b[:, None])
    sideways = flat[None, :, :1] * a[:, None] + flat[None, :, 1:] * b[:, None]
    lean = np.tan(tilt * 0.999)[:, None] - slope[:, None] * (o * flat).sum(axis=1)[None, :]
    normals = sideways + lean[..., None] * t[:, None]
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    points = p[:, None] + offset
    uv = np.stack(np.broadcast_arrays(length[:, None], girth[None, :]), axis=2)
    side = Mesh(points.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), grid_triangles(len(p), len(o)))
    if closed:
        return without_slivers(side)
    caps = [_cap(points[0], -t[0], np.asarray(o), True), _cap(points[-1], t[-1], np.asarray(o), False)]
    return without_slivers(join([side, *caps]))


def _rounded(
    p: F64, factor: F64, t: F64, a: F64, b: F64, length: F64, slope: F64, radius: float, rings: int
) -> tuple[F64, F64, F64, F64, F64, F64, F64, F64]:
    """Adds shrinking rings before the first and after the last point: an elliptic cap."""
    angle = np.linspace(0.0, np.pi / 2, rings + 1)[1:]
    grown: list[F64] = []
    start, end = factor[0] * radius, factor[-1] * radius
    reach = np.sin(angle)
    shrink = np.maximum(np.cos(angle), 1e-3)
    grown.append(
        np.concatenate(
            [
                p[0] - t[0] * start * reach[::-1, None],
                p,
                p[-1] + t[-1] * end * reach[:, None],
            ]
        )
    )
    grown.append(np.concatenate([factor[0] * shrink[::-1], factor, factor[-1] * shrink]))
    for vectors in (t, a, b):
        grown.append(np.concatenate([np.repeat(vectors[:1], rings, 0), vectors, np.repeat(vectors[-1:], rings, 0)]))
    grown.append(np.concatenate([length[0] - start * angle[::-1], length, length[-1] + end * angle]))
    nothing = np.zeros(rings)
    grown.append(np.concatenate([nothing, slope, nothing]))
    grown.append(np.concatenate([-angle[::-1], np.zeros(len(p)), angle]))
    return grown[0], grown[1], grown[2], grown[3], grown[4], grown[5], grown[6], grown[7]


def _cap(ring: F64, normal: F64, outline: F64, backwards: bool) -> Mesh:
    """A flat lid on a ring whose outline in its own plane is known."""
    triangles = triangulated([outline])
    facing = triangles[:, ::-1] if backwards else triangles
    return Mesh(ring, np.broadcast_to(normal, ring.shape).copy(), outline.copy(), facing)


def triangulated(loops: Sequence[F64]) -> NDArray[np.int64]:
    """Counter-clockwise triangles of a polygon: the outer loop counter-clockwise, then its holes."""
    vertices = np.concatenate(loops).astype(np.float64)
    ends = np.cumsum([len(loop) for loop in loops]).astype(np.uint32)
    triangles = np.asarray(mapbox_earcut.triangulate_float64(vertices, ends)).reshape(-1, 3).astype(np.int64)
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    wrong = area < 0
    triangles[wrong] = triangles[wrong][:, ::-1]
    return np.asarray(triangles[np.abs(area) > 1e-13])


def circle(radius: float, count: int = 12) -> F64:
    """(count, 2) counter-clockwise points."""
    angle = 2.0 * np.pi * np.arange(count) / count
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def tube(
    path: Points,
    radius: float | F64 | Sequence[float],
    sides: int = 12,
    closed: bool = False,
    round_ends: int = 0,
) -> Mesh:
    """A round bar along a path; `radius` may vary along it."""
    p = np.asarray(path, dtype=float)
    radii = np.broadcast_to(np.asarray(radius, dtype=float), (len(p),))
    widest = float(radii.max())
    return sweep(p, circle(widest, sides), radii / widest, closed, crease_deg=80.0, round_ends=round_ends)


def extrude(
    outline: Points,
    thickness: float,
    bevel: float = 0.002,
    segments: int = 2,
    holes: Sequence[Points] = (),
    crease_deg: float = 35.0,
) -> Mesh:
    """A plate in the x-y plane: a counter-clockwise outline, centred in z, with rounded edges. u follows x.

    holes: outlines inside it (either direction). The bevel becomes smaller where a tight corner would fold over.
    """
    loops = [np.asarray(outline, dtype=float)]
    for hole in holes:
        h = np.asarray(hole, dtype=float)
        loops.append(h[::-1] if _signed_area(h) > 0 else h)
    if _signed_area(loops[0]) < 0:
        loops[0] = loops[0][::-1]
    b = min(bevel, thickness / 2, *(_deepest_inset(loop) for loop in loops))
    angle = np.linspace(0.0, np.pi / 2, segments + 1) if segments and b > 1e-6 else np.zeros(1)
    b = b if len(angle) > 1 else 0.0
    inset = np.concatenate([b * (1 - np.cos(angle[::-1])), b * (1 - np.cos(angle))])
    z = np.concatenate([-(thickness / 2 - b) - b * np.sin(angle[::-1]), thickness / 2 - b + b * np.sin(angle)])
    tilt = np.concatenate([-angle[::-1], angle])
    sides = [_wall(loop, inset, z, tilt, crease_deg) for loop in loops]
    final = float(inset[-1])
    flat = [loop - final * _mitre(loop) for loop in loops]
    triangles = triangulated(flat)
    plan = np.concatenate(flat)
    lids = [_lid(plan, triangles, thickness / 2, True), _lid(plan, triangles, -thickness / 2, False)]
    return without_slivers(join([*sides, *lids]))


def _wall(loop: F64, inset: F64, z: F64, tilt: F64, crease_deg: float) -> Mesh:
    points, flat, girth = edge_normals(loop, True, crease_deg)
    closed = np.concatenate([loop, loop[:1]])
    mitre = np.concatenate([_mitre(loop)] * 2)[: len(closed)]
    index = _matching(points, closed)
    rows = points[None] - inset[:, None, None] * mitre[index][None]
    positions = np.concatenate([rows, np.broadcast_to(z[:, None, None], (*rows.shape[:2], 1))], axis=2)
    sideways = np.concatenate([flat, np.zeros((len(flat), 1))], axis=1)
    normals = sideways[None] * np.cos(tilt)[:, None, None] + np.array([0.0, 0.0, 1.0]) * np.sin(tilt)[:, None, None]
    uv = np.stack(np.broadcast_arrays(girth[None], -(z - inset * np.sign(z))[:, None]), axis=2)
    return Mesh(
        positions.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), grid_triangles(len(z), len(points))
    )


def _matching(points: F64, closed: F64) -> NDArray[np.int64]:
    """For each of the points with doubled corners, which loop point it is; both run in the same order."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1) > 1e-12
    index = np.concatenate([[0], np.cumsum(steps)])
    return np.asarray(np.minimum(index, len(closed) - 1))


def _mitre(loop: F64) -> F64:
    """Outward offsets of a counter-clockwise loop that move each edge by one, limited at sharp corners."""
    steps = np.roll(loop, -1, axis=0) - loop
    flat = np.stack([steps[:, 1], -steps[:, 0]], axis=1) / np.linalg.norm(steps, axis=1, keepdims=True)
    before = np.roll(flat, 1, axis=0)
    both = before + flat
    return np.asarray(both / np.maximum(1.0 + (before * flat).sum(axis=1, keepdims=True), 0.4))


def inset(outline: Points, distance: float) -> F64:
    """A counter-clockwise outline moved inwards by a distance; scaled instead where corners would fold over."""
    loop = np.asarray(outline, dtype=float)
    if _deepest_inset(loop) > distance:
        return np.asarray(loop - distance * _mitre(loop))
    middle = (loop.max(axis=0) + loop.min(axis=0)) / 2
    return np.asarray(middle + (loop - middle) * (1 - 2 * distance / np.ptp(loop, axis=0)))


def _deepest_inset(loop: F64) -> float:
    """How far the loop can be moved inwards before an edge has no length left, with some reserve."""
    steps = np.roll(loop, -1, axis=0) - loop
    lengths = np.linalg.norm(steps, axis=1)
    mitre = _mitre(loop)
    shrinking = ((np.roll(mitre, -1, axis=0) - mitre) * steps).sum(axis=1) / lengths
    limits = lengths[shrinking > 1e-6] / shrinking[shrinking > 1e-6]
    return 0.9 * float(limits.min()) if len(limits) else float("inf")


def _lid(plan: F64, triangles: NDArray[np.int64], z: float, front: bool) -> Mesh:
    positions = np.column_stack([plan, np.full(len(plan), z)])
    normals = np.broadcast_to((0.0, 0.0, 1.0 if front else -1.0), positions.shape).copy()
    uv = np.stack([plan[:, 0], -plan[:, 1] if front else plan[:, 1]], axis=1)
    return Mesh(positions, normals, uv, triangles if front else triangles[:, ::-1])


def _signed_area(loop: F64) -> float:
    x, y = loop[:, 0], loop[:, 1]
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


def slab(outline: Points, thickness: float, bevel: float = 0.002, segments: int = 2, crease_deg: float = 35.0) -> Mesh:
    """A lying plate (table top, seat): the outline in plan (x, to the back), bottom at y = 0. u follows x."""
    return extrude(outline, thickness, bevel, segments, (), crease_deg).turned("x", -np.pi / 2).moved(y=thickness / 2)
