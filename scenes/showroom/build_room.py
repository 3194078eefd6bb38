"""The room: walls, floor, glass front. Meshes in the store's coordinates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenes.kit.arrays import f32
from scenes.kit.geometry import Mesh, joined
from scenes.kit.lightmap import Blocker
from scenes.kit.shapes import BLACK, OAK, WHITE, Finish, box, sheet
from scenes.showroom.values import Rect, StorePlan

F32 = NDArray[np.float32]

WALL = Finish((0.865, 0.84, 0.80), 0.9, material="plaster", tile_m=2.0)
DOOR_WIDTH_M = 2.6
COVE = Finish((1.0, 0.92, 0.80), 0.6, glow=0.4)
SLAT_GROUND = Finish((0.24, 0.19, 0.145), 0.9)
ACCENTS = (
    (0.50, 0.53, 0.42),  # sage
    (0.66, 0.47, 0.37),  # clay
    (0.47, 0.53, 0.55),  # mist
    (0.70, 0.60, 0.45),  # sand
    (0.55, 0.47, 0.48),  # mallow
)
SKIRTING_M = 0.09
FRONT_PILLAR_M = 0.05


def blockers(plan: StorePlan) -> list[Blocker]:
    """What shades the floor: fixtures (tables and racks let light through) and zones' furniture."""
    gaps = {"table": 0.7, "rack": 0.5, "photo_stand": 0.9}
    made = []
    for f in plan.fixtures:
        r = f.footprint
        made.append(Blocker(r.x0, r.y0, r.x1, r.y1, max(f.height_m, 0.1), gaps.get(f.kind, 0.0) * f.height_m))
    for zone in plan.zones:
        if zone.kind != "entrance":
            r = zone.footprint
            made.append(Blocker(r.x0, r.y0, r.x1, r.y1, 2.2 if zone.kind == "fitting_room" else 1.0))
    return made


def wall_meshes(plan: StorePlan) -> list[Mesh]:
    """Left, right and back wall: plaster washed by light from above, and a skirting board."""
    f, z = plan.floor, plan.ceiling_m
    runs = [((f.x0, f.y0), (f.x0, f.y1)), ((f.x0, f.y1), (f.x1, f.y1)), ((f.x1, f.y1), (f.x1, f.y0))]
    meshes = []
    for (ax, ay), (bx, by) in runs:
        cove = _cove((ax, ay), (bx, by), z)
        meshes.append(joined([_wall((ax, ay), (bx, by), z), _skirting(ax, ay, bx, by), *cove]))
    return [*meshes, _slats(f, z), joined(_accents(plan))]


def _accents(plan: StorePlan) -> list[Mesh]:
    """A field of calm colour on the wall behind each department that reaches a side wall."""
    f, top = plan.floor, min(2.72, plan.ceiling_m - 0.5)
    fields = []
    for i, department in enumerate(sorted(plan.departments, key=lambda d: (d.area.y0, d.area.x0))):
        area = department.area
        y0, y1 = max(area.y0, f.y0 + 0.3), min(area.y1, f.y1 - 0.3)
        if y1 - y0 < 1.5:
            continue
        finish = replace(WALL, color=ACCENTS[i % len(ACCENTS)])
        if area.x0 - f.x0 < 1.5:
            fields.append(_wall((f.x0 + 0.008, y0), (f.x0 + 0.008, y1), top, SKIRTING_M, finish))
        if f.x1 - area.x1 < 1.5:
            fields.append(_wall((f.x1 - 0.008, y1), (f.x1 - 0.008, y0), top, SKIRTING_M, finish))
    return fields


def _cove(a: tuple[float, float], b: tuple[float, float], z: float) -> list[Mesh]:
    """A light line along the top of a wall, behind a shallow white moulding."""
    low, high = (min(a[0], b[0]), min(a[1], b[1])), (max(a[0], b[0]), max(a[1], b[1]))
    out, top = 0.07, z - 0.10
    line = box((low[0] - 0.03, low[1] - 0.03, top), (high[0] + 0.03, high[1] + 0.03, top + 0.03), COVE, 0.003)
    trim = box((low[0] - out, low[1] - out, top - 0.05), (high[0] + out, high[1] + out, top), WHITE, 0.006)
    return [trim, line]


def _slats(floor: Rect, z: float) -> Mesh:
    """The back wall's warm face: upright oak slats before a dark ground."""
    top, pitch, width = z - 0.16, 0.16, 0.115
    y = floor.y1
    ground = box((floor.x0 + 0.02, y - 0.018, SKIRTING_M), (floor.x1 - 0.02, y - 0.004, top), SLAT_GROUND, 0.002)
    count = int((floor.x1 - floor.x0 - 0.2) / pitch)
    start = (floor.x0 + floor.x1) / 2 - count * pitch / 2
    slat = box((0.0, y - 0.05, SKIRTING_M), (width, y - 0.016, top), OAK, 0.004, (0.82, 1.0))
    shifted = []
    for i in range(count):
        moved = slat.moved(start + i * pitch, 0.0, 0.0)
        moved.vertices["uv"] += f32([(i * 0.377) % 1.0, (i * 0.619) % 1.0])
        shifted.append(moved)
    return joined([ground, *shifted])


def _skirting(ax: float, ay: float, bx: float, by: float) -> Mesh:
    t = 0.014
    low = (min(ax, bx) - t, min(ay, by) - t, 0.0)
    return box(low, (max(ax, bx) + t, max(ay, by) + t, SKIRTING_M), WHITE, 0.004, (0.7, 1.0))


def _wall(
    a: tuple[float, float], b: tuple[float, float], height: float, bottom: float = 0.0, finish: Finish = WALL
) -> Mesh:
    """A wall from a to b whose front is to the right of the way from a to b."""
    length = float(np.hypot(b[0] - a[0], b[1] - a[1]))
    columns, rows = max(2, round(length / 0.3)), 13
    t, z = np.linspace(0.0, 1.0, columns), np.linspace(height, bottom, rows)
    x, y = a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
    grid = np.stack(np.broadcast_arrays(x[None, :], y[None, :], z[:, None]), axis=-1).astype(np.float32)
    metres = t * length
    scallop = 0.5 + 0.5 * np.cos(2 * np.pi * metres / 1.3)[None, :]
    below = (height - z)[:, None]
    wash = 0.66 + 0.30 * np.exp(-below / 1.3) + 0.04 * scallop * np.exp(-(((below - 0.7) / 0.8) ** 2))
    foot = 1.0 - 0.30 * np.exp(-(z[:, None]) / 0.35)
    corner = 1.0 - 0.30 * np.exp(-np.minimum(metres, length - metres) / 0.5)[None, :]
    return sheet(
        grid, replace(finish, glow=max(finish.glow, 0.055)), occlusion=(wash * foot * corner).astype(np.float32)
    )


def front_mesh(plan: StorePlan) -> Mesh:
    """The shop front: a header above slim dark mullions, the door left open."""
    f, z = plan.floor, plan.ceiling_m
    head = min(2.9, z - 0.25)
    left, right = _door(plan)
    parts = [
        _wall((f.x1, f.y0), (f.x0, f.y0), z, head, replace(WALL, glow=0.10)),
        *_cove((f.x0, f.y0), (f.x1, f.y0), z),
    ]
    parts.append(box((f.x0, f.y0 - 0.12, head - 0.06), (f.x1, f.y0 + 0.04, head), BLACK, 0.004))
    parts.append(box((f.x0, f.y0 - 0.06, 0.0), (left, f.y0 + 0.02, 0.07), BLACK, 0.004))
    parts.append(box((right, f.y0 - 0.06, 0.0), (f.x1, f.y0 + 0.02, 0.07), BLACK, 0.004))
    for x in _mullions(plan):
        half = FRONT_PILLAR_M / 2
        parts.append(box((x - half, f.y0 - 0.08, 0.0), (x + half, f.y0 + 0.02, head), BLACK, 0.004))
    return joined(parts)


def _door(plan: StorePlan) -> tuple[float, float]:
    left = max(plan.floor.x0 + 0.1, plan.entrance_x_m - DOOR_WIDTH_M / 2)
    right = min(plan.floor.x1 - 0.1, plan.entrance_x_m + DOOR_WIDTH_M / 2)
    return left, right


def _mullions(plan: StorePlan) -> list[float]:
    left, right = _door(plan)
    spots: list[float] = []
    for x0, x1 in ((plan.floor.x0, left), (right, plan.floor.x1)):
        count = max(1, round((x1 - x0) / 1.9))
        spots += [float(x) for x in np.linspace(x0, x1, count + 1)]
    return spots


def glass_mesh(plan: StorePlan) -> Mesh:
    """The panes of the front, for the glass program."""
    f = plan.floor
    head = min(2.9, plan.ceiling_m - 0.25)
    left, right = _door(plan)
    clear = Finish((0.95, 0.98, 0.97), 0.05)
    panes = [box((x0, f.y0 - 0.035, 0.07), (x1, f.y0 - 0.025, head - 0.06), clear, 0.001)
             for x0, x1 in ((f.x0, left), (right, f.x1))]  # fmt: skip
    return joined(panes)


def floor_mesh(floor: Rect, tile_m: float = 4.0) -> Mesh:
    """The floor as a coarse grid whose uv counts tiles of the plank picture."""
    columns = max(2, round((floor.x1 - floor.x0) / 4.0) + 1)
    rows = max(2, round((floor.y1 - floor.y0) / 4.0) + 1)
    x, y = np.linspace(floor.x0, floor.x1, columns), np.linspace(floor.y1, floor.y0, rows)
    grid = np.stack(np.broadcast_arrays(x[None, :], y[:, None], 0.0), axis=-1).astype(np.float32)
    uv = np.stack(np.broadcast_arrays(x[None, :] / tile_m, y[:, None] / tile_m), axis=-1).astype(np.float32)
    return sheet(grid, replace(OAK, tile_m=1.0), uv)
