"""The ceiling: a calm dark plane, timber rafts before warm light over the departments, soft panels over the aisle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.kit.arrays import f32
from scenes.kit.geometry import Mesh, joined
from scenes.kit.lightmap import LampGrid
from scenes.kit.shapes import BLACK, OAK, WHITE, Finish, box, cylinder, sheet, vertices
from scenes.showroom.values import Rect, StorePlan

CEILING = Finish((0.62, 0.57, 0.505), 0.95, glow=0.024)
LAMP = Finish((1.0, 0.95, 0.875), 0.6, glow=0.30)
RAFT_LIGHT = Finish((1.0, 0.87, 0.70), 0.9)
RAFT_OAK = replace(OAK, color=(0.92, 0.89, 0.85), roughness=0.7)
RAFT_DROP_M, RAFT_MARGIN_M, SLAT_PITCH_M, SLAT_M, SLAT_HIGH_M = 0.42, 0.75, 0.24, 0.075, 0.10
PANEL_PITCH_M = 5.2
TRACK_PITCH_M, SPOT_PITCH_M = 4.6, 2.3


def lamp_grid(plan: StorePlan) -> LampGrid:
    """The soft panels over the main aisle, in one row from the entrance to the back."""
    floor = plan.floor
    count = max(1, round((floor.y1 - floor.y0) / PANEL_PITCH_M))
    pitch = (floor.y1 - floor.y0) / count
    width = floor.x1 - floor.x0
    return LampGrid(plan.entrance_x_m, floor.y0 + pitch / 2, width, pitch, 0.45, 1.1)


def ceiling_mesh(plan: StorePlan) -> Mesh:
    """Everything overhead as one mesh."""
    floor, z = plan.floor, plan.ceiling_m
    columns = max(2, round((floor.x1 - floor.x0) / 1.0))
    rows = max(2, round((floor.y1 - floor.y0) / 1.0))
    x, y = np.linspace(floor.x0, floor.x1, columns), np.linspace(floor.y0, floor.y1, rows)
    grid = np.stack(np.broadcast_arrays(x[None, :], y[:, None], z), axis=-1).astype(np.float32)
    edge = np.minimum(np.minimum(x - floor.x0, floor.x1 - x)[None, :], np.minimum(y - floor.y0, floor.y1 - y)[:, None])
    shade = (1.0 - 0.30 * np.exp(-np.abs(edge) / 0.6)).astype(np.float32)
    parts = [sheet(grid, CEILING, occlusion=shade)]
    parts += _panels(plan)
    for raft in rafts(plan):
        parts += _raft(raft, z)
    parts += _tracks(plan)
    return joined(parts)


def rafts(plan: StorePlan) -> list[Rect]:
    """Where timber hangs: over each department with room for it."""
    made = []
    for department in plan.departments:
        a, m = department.area, RAFT_MARGIN_M
        if a.x1 - a.x0 > 2 * m + 1.5 and a.y1 - a.y0 > 2 * m + 1.5:
            made.append(Rect(a.x0 + m, a.y0 + m, a.x1 - m, a.y1 - m))
    return made


def _panels(plan: StorePlan) -> list[Mesh]:
    lamps, z = lamp_grid(plan), plan.ceiling_m
    x, w, d = lamps.first_x_m, lamps.half_width_m, lamps.half_length_m
    parts = []
    for y in np.arange(lamps.first_y_m, plan.floor.y1, lamps.period_y_m):
        cy = float(y)
        parts.append(box((x - w - 0.03, cy - d - 0.03, z - 0.05), (x + w + 0.03, cy + d + 0.03, z), WHITE, 0.006))
        parts.append(box((x - w, cy - d, z - 0.056), (x + w, cy + d, z - 0.03), LAMP, 0.004))
    return parts


def _raft(r: Rect, ceiling_m: float) -> list[Mesh]:
    """Slats across the way in before a warmly lit field, in an oak frame; light spills over its edge."""
    z = ceiling_m - RAFT_DROP_M
    frame, high = 0.05, SLAT_HIGH_M + 0.03
    return [
        box((r.x0, r.y0, z), (r.x1, r.y0 + frame, z + high), RAFT_OAK, 0.004),
        box((r.x0, r.y1 - frame, z), (r.x1, r.y1, z + high), RAFT_OAK, 0.004),
        box((r.x0, r.y0, z), (r.x0 + frame, r.y1, z + high), RAFT_OAK, 0.004),
        box((r.x1 - frame, r.y0, z), (r.x1, r.y1, z + high), RAFT_OAK, 0.004),
        _slats(r, z),
        _spill(r, ceiling_m - 0.004),
    ]


def _slats(r: Rect, z: float) -> Mesh:
    """Undersides and both faces of all slats of a raft, each four points across."""
    count = max(2, int((r.y1 - r.y0) / SLAT_PITCH_M))
    middles = np.linspace(r.y0, r.y1, count + 1)[:-1] + (r.y1 - r.y0) / count / 2
    half, top = SLAT_M / 2, z + SLAT_HIGH_M
    face = [(-half, top, 0, -1, 0.75), (-half, z, 0, -1, 1.0), (-half, z, -1, 0, 0.9), (half, z, -1, 0, 0.9)]
    face += [(half, z, 0, 1, 1.0), (half, top, 0, 1, 0.75)]
    dy, zs, nz, ny, ao = (f32(v) for v in zip(*face, strict=True))
    position = np.zeros((count, 2, 6, 3), dtype=np.float32)
    position[..., 0] = f32([r.x0 + 0.02, r.x1 - 0.02])[None, :, None]
    position[..., 1] = f32(middles)[:, None, None] + dy
    position[..., 2] = zs
    normal = np.zeros_like(position)
    normal[..., 1], normal[..., 2] = ny, nz
    uv = np.zeros((count, 2, 6, 2), dtype=np.float32)
    uv[..., 0] = position[..., 0] + f32(np.arange(count) * 0.377)[:, None, None]
    uv[..., 1] = dy + zs + f32(np.arange(count) * 0.619)[:, None, None]
    shade = np.broadcast_to(ao, (count, 2, 6)).reshape(-1).astype(np.float32)
    out = vertices(position.reshape(-1, 3), normal.reshape(-1, 3), uv.reshape(-1, 2), RAFT_OAK, shade)
    one = [[a, a + 1, a + 7] for a in (0, 2, 4)] + [[a, a + 7, a + 6] for a in (0, 2, 4)]
    triangles = (np.arange(count)[:, None, None] * 12 + np.array(one)[None]).reshape(-1, 3)
    return Mesh(out, triangles.astype(np.uint32))


def _spill(r: Rect, z: float) -> Mesh:
    """The ceiling above a raft, lit by what lies on the raft: bright above its rim, fading inwards and outwards."""
    x = np.unique(np.concatenate([r.x0 + _STEPS, r.x1 - _STEPS, [(r.x0 + r.x1) / 2]]))
    y = np.unique(np.concatenate([r.y0 + _STEPS, r.y1 - _STEPS, [(r.y0 + r.y1) / 2]]))
    grid = np.stack(np.broadcast_arrays(x[None, :], y[:, None], z), axis=-1).astype(np.float32)
    mesh = sheet(grid, RAFT_LIGHT)
    dx = np.maximum(np.maximum(r.x0 - x, x - r.x1), 0.0)[None, :]
    dy = np.maximum(np.maximum(r.y0 - y, y - r.y1), 0.0)[:, None]
    deep = np.minimum(np.minimum(x - r.x0, r.x1 - x)[None, :], np.minimum(y - r.y0, r.y1 - y)[:, None])
    outside = np.clip(1.0 - np.hypot(dx, dy) / 0.7, 0.0, 1.0) ** 2
    level = (np.where(deep >= 0, 0.45 + 0.55 * np.exp(-np.maximum(deep, 0) / 0.8), outside)).reshape(-1)
    base = np.sqrt(f32(CEILING.color))[None, :] * 255
    warm = np.sqrt(f32(RAFT_LIGHT.color))[None, :] * 255
    mesh.vertices["color"][:, :3] = np.round(base + (warm - base) * level[:, None])
    mesh.vertices["color"][:, 3] = np.round(255 * (1.0 - 0.024 - 0.16 * level))
    return mesh


_STEPS = f32([-0.7, -0.45, -0.25, -0.1, 0.0, 0.3, 0.7])


def _tracks(plan: StorePlan) -> list[Mesh]:
    """Slim rails with small spotlights, just under the rafts."""
    floor, z = plan.floor, plan.ceiling_m - RAFT_DROP_M + 0.03
    spot = joined(
        [
            cylinder(0.034, -0.17, -0.06, BLACK, 10),
            cylinder(0.028, -0.174, -0.165, replace(LAMP, glow=0.5), 10),
            cylinder(0.009, -0.07, 0.0, BLACK, 6),
        ]
    )
    parts = []
    count = max(2, round((floor.x1 - floor.x0) / TRACK_PITCH_M / 2) * 2)
    pitch = (floor.x1 - floor.x0) / count
    for x in floor.x0 + pitch * (np.arange(count) + 0.5):
        y0, y1 = floor.y0 + 0.8, floor.y1 - 0.8
        parts.append(box((x - 0.014, y0, z - 0.025), (x + 0.014, y1, z), BLACK, 0.003))
        for y in np.arange(y0 + 0.6, y1, SPOT_PITCH_M):
            parts.append(spot.moved(float(x), float(y), z - 0.02))
    return parts
