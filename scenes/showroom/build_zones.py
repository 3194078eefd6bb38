"""Guide's desk, fitting room, checkout and plants. Meshes in the store's coordinates."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from scenes.kit.arrays import f32
from scenes.kit.geometry import Mesh, joined
from scenes.kit.shapes import (
    BLACK,
    BRASS,
    LINEN,
    OAK,
    STEEL,
    STONE,
    WALNUT,
    Finish,
    box,
    cylinder,
    lathe,
    sheet,
)
from scenes.showroom.values import Zone

LEAF = Finish((0.155, 0.29, 0.085), 0.45, material="leaf")
SOIL = Finish((0.05, 0.035, 0.025), 0.95)
POT = Finish((0.80, 0.77, 0.73), 0.7, material="terrazzo", tile_m=0.5)
CURTAIN = Finish((0.60, 0.50, 0.41), 0.95, material="linen", tile_m=0.35)
SHADE = Finish((0.90, 0.82, 0.68), 0.7, glow=0.08)
MIRROR = Finish((0.93, 0.94, 0.94), 0.03, 1.0)


def zone_mesh(zone: Zone, ceiling_m: float) -> Mesh | None:
    """The furniture of a zone, or None for one that has none (the entrance is part of the front)."""
    r = zone.footprint
    cx, cy = (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2
    # A zone's heading is where the visitor looks; its furniture faces the visitor.
    front = math.atan2(zone.stand_x_m - cx, -(zone.stand_y_m - cy))
    quarter = round(front / (math.pi / 2)) * (math.pi / 2)
    width, depth = r.x1 - r.x0, r.y1 - r.y0
    if round(abs(quarter) / (math.pi / 2)) % 2:
        width, depth = depth, width
    if zone.kind == "guide_desk":
        parts = _desk(width, depth, ceiling_m)
    elif zone.kind == "checkout":
        parts = _checkout(width, depth, ceiling_m)
    elif zone.kind == "fitting_room":
        parts = _fitting_room(width, depth)
    else:
        return None
    return joined(parts).moved(cx, cy, 0.0, quarter)


def _counter(w: float, d: float, h: float, body: Finish) -> list[Mesh]:
    """A counter with a slatted front and a stone top; w and d are half sizes."""
    parts = [
        box((-w + 0.05, -d + 0.06, 0.0), (w - 0.05, d - 0.05, 0.07), BLACK),
        box(
            (-w + 0.02, -d + 0.03, 0.06),
            (w - 0.02, d - 0.02, h - 0.04),
            replace(body, roughness=0.6),
            0.004,
            (0.5, 0.7),
        ),
        box((-w, -d, h - 0.045), (w, d, h), STONE, 0.006),
    ]
    pitch = 0.05
    for x in np.arange(-w + 0.04, w - 0.03, pitch):
        parts.append(box((x, -d + 0.008, 0.07), (x + 0.03, -d + 0.034, h - 0.046), body, 0.004, (0.72, 1.0)))
    return parts


def _pendant(x: float, y: float, low: float, ceiling_m: float) -> list[Mesh]:
    """A round linen lamp on a thin cord."""
    r = 0.20
    bowl = [(r * 0.55, 0.0), (r, 0.07), (r, 0.16), (r * 0.35, 0.24), (0.02, 0.25)]
    return [
        lathe([(0.0, 0.012), (r * 0.55, 0.0), *bowl], SHADE, 28).moved(x, y, low),
        cylinder(0.004, low + 0.25, ceiling_m, BLACK, 6).moved(x, y, 0.0),
        cylinder(0.05, ceiling_m - 0.02, ceiling_m, BLACK, 16).moved(x, y, 0.0),
    ]


def _desk(width: float, depth: float, ceiling_m: float) -> list[Mesh]:
    w, d = width / 2, min(depth, 0.9) / 2
    parts = _counter(w, d, 1.02, OAK)
    for x in (-w * 0.55, 0.0, w * 0.55) if width > 1.6 else (0.0,):
        parts += _pendant(x, 0.0, 1.95, ceiling_m)
    parts += [part.moved(w * 0.72, 0.05, 1.02) for part in plant_parts(0.42, 5)]
    return parts


def _checkout(width: float, depth: float, ceiling_m: float) -> list[Mesh]:
    w, d = width / 2, min(depth, 0.9) / 2
    parts = _counter(w, d, 0.98, WALNUT)
    x = -w * 0.4
    parts.append(cylinder(0.09, 0.98, 0.992, STEEL, 24).moved(x, 0.05, 0.0))
    parts.append(box((x - 0.015, 0.04, 0.99), (x + 0.015, 0.06, 1.13), STEEL, 0.003))
    parts.append(box((x - 0.19, 0.015, 1.10), (x + 0.19, 0.035, 1.35), BLACK, 0.006))
    parts.append(box((w * 0.35, -0.12, 0.98), (w * 0.35 + 0.18, 0.10, 1.0), BLACK, 0.004))
    for px in (-w * 0.5, w * 0.5) if width > 1.4 else (0.0,):
        parts += _pendant(px, 0.0, 1.95, ceiling_m)
    return parts


def _fitting_room(width: float, depth: float) -> list[Mesh]:
    """A booth of oak panels, a curtain half drawn on a brass rail, a mirror and a bench inside."""
    w, d, h = width / 2, depth / 2, 2.25
    wall = replace(LINEN, color=(0.86, 0.83, 0.78))
    parts = [
        box((-w, -d + 0.1, 0.0), (-w + 0.05, d, h), OAK, 0.004, (0.75, 1.0)),
        box((w - 0.05, -d + 0.1, 0.0), (w, d, h), OAK, 0.004, (0.75, 1.0)),
        box((-w + 0.05, d - 0.05, 0.0), (w - 0.05, d, h), wall, 0.004, (0.7, 1.0)),
        box((-w, -d + 0.08, h), (w, d, h + 0.06), OAK, 0.004),
        box((-w + 0.3, d - 0.075, 0.25), (w - 0.3, d - 0.05, 2.0), MIRROR, 0.002),
        box((-w + 0.06, d - 0.55, 0.42), (-w + 0.42, d - 0.1, 0.46), OAK, 0.004, (0.7, 0.7)),
        box((-w + 0.12, d - 0.5, 0.0), (-w + 0.16, d - 0.15, 0.42), BLACK, 0.003, (0.6, 0.7)),
    ]
    parts.append(_curtain(-w + 0.04, w * 0.15, -d + 0.16, 0.04, h - 0.09))
    rail = cylinder(0.012, -w, w, BRASS, 10)
    vertices = rail.vertices.copy()
    for name in ("position", "normal"):
        old = rail.vertices[name]
        vertices[name] = np.stack([old[:, 2], old[:, 0], old[:, 1]], axis=1)
    vertices["position"] += f32([0.0, -d + 0.16, h - 0.07])
    parts.append(Mesh(vertices, rail.triangles))
    return parts


def _curtain(x0: float, x1: float, y: float, low: float, high: float) -> Mesh:
    """Cloth in folds that open a little towards the hem; both sides, as two sheets."""
    columns, rows = 97, 8
    t, z = np.linspace(0.0, 1.0, columns)[None, :], np.linspace(high, low, rows)[:, None]
    folds = max(5, round((x1 - x0) / 0.11))
    depth = 0.030 + 0.020 * (high - z) / (high - low)
    phase = 2 * np.pi * folds * t
    ys = y + depth * (np.sin(phase) + 0.25 * np.sin(2.3 * phase + 1.0))
    xs = np.broadcast_to(x0 + (x1 - x0) * t, ys.shape)
    grid = np.stack(np.broadcast_arrays(xs, ys, z), axis=-1).astype(np.float32)
    shade = np.broadcast_to(0.72 - 0.28 * np.sin(phase), ys.shape).astype(np.float32)
    front = sheet(grid, CURTAIN, occlusion=shade.copy())
    back = sheet(grid[:, ::-1] + f32([0, 0.004, 0]), CURTAIN, occlusion=1.0)
    return joined([front, back])


def plant_parts(height_m: float, seed: int) -> list[Mesh]:
    """A potted plant with arching leaves; origin at the foot."""
    rng = np.random.default_rng(seed)
    pot_h, r = height_m * 0.30, height_m * 0.16
    soil = pot_h * 0.9
    profile = [(0.0, 0.0), (r * 0.72, 0.0), (r * 0.72, 0.0), (r, pot_h), (r, pot_h), (r * 0.9, pot_h), (r * 0.9, soil)]
    parts = [lathe(profile, POT, 28, 0.95), cylinder(r * 0.9, soil - 0.02, soil, SOIL, 20)]
    for i in range(26):
        angle = i * 2.399963 + rng.normal(0, 0.2)
        rise = rng.uniform(0.35, 1.0)
        parts.append(_leaf(angle, height_m, soil, rise, rng.uniform(0.8, 1.15)))
    return parts


def _leaf(angle: float, height: float, foot: float, rise: float, size: float) -> Mesh:
    """One leaf: a stem-like start, widening, arching outwards; two-sided."""
    n, reach = 8, height * (0.16 + 0.30 * (1.0 - rise)) * size
    t = np.linspace(0.0, 1.0, n)
    out = reach * (t**1.4)
    up = foot + (height - foot) * rise * (1.55 * t - 0.62 * t**2) * min(size, 1.06)
    width = (
        height
        * 0.052
        * size
        * np.sin(np.pi * np.clip(t * 0.93 + 0.05, 0, 1)) ** 0.8
        * (0.25 + 0.75 * np.minimum(1, t * 3))
    )
    side = np.linspace(-1.0, 1.0, 3)[:, None]
    c, s = math.cos(angle), math.sin(angle)
    across = width[None, :] * side
    x, y = out[None, :] * c - across * s, out[None, :] * s + across * c
    z = np.broadcast_to(up[None, :], x.shape) + np.abs(side) * width[None, :] * 0.35
    grid = np.stack([x, y, z], axis=-1).astype(np.float32)
    uv = np.stack(np.broadcast_arrays(t[None, :], side * 0.5 + 0.5), axis=-1).astype(np.float32)
    shade = np.broadcast_to(0.45 + 0.55 * t[None, :], x.shape).astype(np.float32).copy()
    tint = 0.85 + 0.3 * ((angle * 7.13) % 1.0)
    finish = replace(LEAF, color=(LEAF.color[0] * tint, LEAF.color[1] * tint, LEAF.color[2] * tint))
    top = sheet(grid, finish, uv, shade)
    flipped = sheet(grid[::-1] - f32([0, 0, 0.0015]), finish, uv[::-1].copy(), shade[::-1].copy())
    return joined([top, flipped])


def plant_mesh(x_m: float, y_m: float, height_m: float, seed: int) -> Mesh:
    """A floor plant in the store."""
    return joined(plant_parts(height_m, seed)).moved(x_m, y_m, 0.0)
