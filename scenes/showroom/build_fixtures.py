"""Shop furniture: what each kind of fixture in the plan looks like. Local axes: width along x, front to -y."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenes.kit.arrays import f32
from scenes.kit.geometry import Mesh, joined
from scenes.kit.shapes import (
    BLACK,
    BRASS,
    LINEN,
    OAK,
    STONE,
    WHITE,
    Finish,
    box,
    cylinder,
    sheet,
)
from scenes.showroom.values import Fixture

BOARD_M = 0.028
RUG = Finish((0.78, 0.74, 0.68), 0.95, material="rug", tile_m=0.9)
BACK = Finish((0.87, 0.84, 0.79), 0.85, material="plaster", tile_m=1.2)
LIME = Finish((0.70, 0.655, 0.59), 0.75, material="plaster", tile_m=1.6)
DARK_OAK = Finish((0.24, 0.19, 0.145), 0.9)
NICHES = ((0.80, 0.77, 0.71), (0.66, 0.66, 0.57), (0.72, 0.60, 0.52), (0.72, 0.68, 0.62), (0.74, 0.67, 0.56))
GLOW = Finish((1.0, 0.90, 0.76), 0.5, glow=0.45)


def fixture_mesh(fixture: Fixture) -> Mesh:
    """The fixture in the store's coordinates."""
    makers = {
        "plinth": _plinth,
        "table": _table,
        "shelf": _shelf,
        "wall_shelf": _shelf,
        "rack": _rack,
        "room_set": _room_set,
        "photo_stand": _photo_stand,
        "wall_panel": _wall_panel,
        "screen": _screen,
    }
    parts = makers.get(fixture.kind, _plinth)(fixture)
    return joined(parts).moved(fixture.x_m, fixture.y_m, 0.0, fixture.heading_rad)


def _plinth(f: Fixture) -> list[Mesh]:
    """A white block above a shadow gap, its top a thin oak or stone slab."""
    w, d, h = f.width_m / 2, f.depth_m / 2, f.height_m
    slab = 0.03 if h > 0.15 else 0.015
    top = OAK if f.fixture_id % 3 else STONE
    body = LIME if f.fixture_id % 2 else WHITE
    gap = min(0.06, w * 0.3, d * 0.3)
    return [
        box((-w + gap, -d + gap, 0.0), (w - gap, d - gap, 0.045), BLACK),
        box((-w, -d, 0.04 if h > 0.1 else 0.025), (w, d, h - slab), body, 0.004, (0.62, 1.0)),
        box((-w, -d, h - slab), (w, d, h), top, 0.004),
    ]


def _table(f: Fixture) -> list[Mesh]:
    """An oak top on a slim dark frame."""
    w, d, h = f.width_m / 2, f.depth_m / 2, f.height_m
    leg = 0.022
    parts = [box((-w, -d, h - 0.035), (w, d, h), OAK, 0.006)]
    for x in (-w + 0.06, w - 0.06):
        for y in (-d + 0.06, d - 0.06):
            parts.append(box((x - leg, y - leg, 0.0), (x + leg, y + leg, h - 0.035), BLACK, 0.003, (0.7, 0.9)))
        parts.append(box((x - leg, -d + 0.06, h - 0.08), (x + leg, d - 0.06, h - 0.035), BLACK, 0.003, (0.8, 0.8)))
    for y in (-d + 0.06, d - 0.06):
        parts.append(box((-w + 0.06, y - leg, h - 0.08), (w - 0.06, y + leg, h - 0.035), BLACK, 0.003, (0.8, 0.8)))
    parts.append(box((-w + 0.08, -d + 0.08, 0.16), (w - 0.08, d - 0.08, 0.18), OAK, 0.004, (0.55, 0.62)))
    return parts


def _shelf(f: Fixture) -> list[Mesh]:
    """Oak uprights and boards before a light back, a warm light line under every board."""
    w, d, h = f.width_m / 2, f.depth_m / 2, f.height_m
    side = 0.03
    parts = [
        box((-w + 0.02, -d + 0.03, 0.0), (w - 0.02, d - 0.005, 0.08), BLACK, 0.003, (0.5, 0.7)),
        box((-w, -d, 0.0), (-w + side, d, h), OAK, 0.004, (0.74, 1.0)),
        box((w - side, -d, 0.0), (w, d, h), OAK, 0.004, (0.74, 1.0)),
        box((-w + side, -d, h - side), (w - side, d, h), OAK, 0.004),
        box((-w + side, d - 0.016, 0.08), (w - side, d - 0.012, h - side), OAK, 0.001),
    ]
    if f.kind == "shelf":
        parts.append(_slatted_back(w, d, h))
    niche = _niche(f)
    inner = w - side
    boards = sorted({0.08 + BOARD_M, *f.levels_m})
    tops = [level - BOARD_M for level in boards[1:]] + [h - side]
    for level, above in zip(boards, tops, strict=True):
        parts.append(box((-inner, -d + 0.004, level - BOARD_M), (inner, d - 0.016, level), OAK, 0.003, (0.62, 0.9)))
        if above - level < 0.1:
            continue
        parts.append(_bay_back(inner, d - 0.017, level, above, niche))
        light = above - 0.004
        parts.append(box((-inner + 0.02, d - 0.06, light - 0.006), (inner - 0.02, d - 0.045, light), GLOW, 0.001))
    return parts


def _niche(f: Fixture) -> tuple[float, float, float]:
    """The calm colour of a department's shelf backs and panels."""
    return NICHES[sum(map(ord, f.department)) % len(NICHES)]


def _slatted_back(w: float, d: float, h: float) -> Mesh:
    """What a free-standing shelf shows to those behind it: upright oak slats on a dark ground."""
    count = max(3, round((2 * w - 0.06) / 0.085))
    pitch = (2 * w - 0.06) / count
    parts = [box((-w + 0.03, d - 0.016, 0.08), (w - 0.03, d - 0.011, h - 0.03), DARK_OAK, 0.001)]
    slat = box((pitch * 0.16, d - 0.012, 0.08), (pitch * 0.84, d, h - 0.03), OAK, 0.003, (0.7, 1.0))
    for i in range(count):
        moved = slat.moved(-w + 0.03 + i * pitch, 0.0, 0.0)
        moved.vertices["uv"] += f32([(i * 0.377) % 1.0, (i * 0.619) % 1.0])
        parts.append(moved)
    return joined(parts)


def _bay_back(half_width: float, y: float, low: float, high: float, color: tuple[float, float, float]) -> Mesh:
    """A bay's back: bright under the light line, darker to the corners and towards the board below."""
    columns, rows = 9, 5
    x = np.linspace(-half_width, half_width, columns)
    z = np.linspace(high, low, rows)
    grid = np.stack(np.broadcast_arrays(x[None, :], y, z[:, None]), axis=-1).astype(np.float32)
    down = np.linspace(0.0, 1.0, rows)[:, None]
    corner = 1.0 - 0.25 * (np.abs(x) / half_width)[None, :] ** 6
    occlusion = ((1.0 - 0.45 * down**1.2) * corner).astype(np.float32)
    return sheet(grid, replace(BACK, color=color, glow=0.05), occlusion=occlusion)


def _rack(f: Fixture) -> list[Mesh]:
    """Brass rails on dark end frames; two rails where the rack is seen from both sides."""
    w, d, bar = f.width_m / 2, f.depth_m / 2, f.height_m
    tube = 0.013
    rails = (-d / 2, d / 2) if f.depth_m > 0.7 else (0.0,)
    parts = []
    for x in (-w + 0.03, w - 0.03):
        parts.append(box((x - 0.02, -d + 0.02, 0.0), (x + 0.02, d - 0.02, 0.02), BLACK, 0.004, (0.8, 1.0)))
        for y in rails:
            parts.append(box((x - tube, y - tube, 0.02), (x + tube, y + tube, bar + tube), BLACK, 0.004, (0.8, 1.0)))
    for y in rails:
        parts.append(_tube_x(-w + 0.03, w - 0.03, y, bar, tube, BRASS))
    parts.append(box((-w + 0.05, -d + 0.10, 0.05), (w - 0.05, d - 0.10, 0.075), OAK, 0.004, (0.55, 0.75)))
    return parts


def _tube_x(x0: float, x1: float, y: float, z: float, radius: float, finish: Finish) -> Mesh:
    """A round bar along x."""
    upright = cylinder(radius, x0, x1, finish, 12)
    vertices = upright.vertices.copy()
    for name in ("position", "normal"):
        old = upright.vertices[name]
        vertices[name] = np.stack([old[:, 2], old[:, 0], old[:, 1]], axis=1)
    vertices["position"] += f32([0.0, y, z])
    return Mesh(vertices, upright.triangles)


def _room_set(f: Fixture) -> list[Mesh]:
    """A low platform: oak frame above a shadow gap, a rug laid into its top."""
    w, d, h = f.width_m / 2, f.depth_m / 2, f.height_m
    edge = 0.10
    return [
        box((-w + 0.05, -d + 0.05, 0.0), (w - 0.05, d - 0.05, h * 0.3), BLACK),
        box((-w, -d, h * 0.28), (w, d, h - 0.004), OAK, 0.005, (0.8, 1.0)),
        box((-w + edge, -d + edge, h - 0.02), (w - edge, d - edge, h), RUG, 0.006),
    ]


def _photo_stand(f: Fixture) -> list[Mesh]:
    """Two slim uprights on a foot, with a ledge for the picture."""
    w = min(f.width_m / 2 - 0.06, 0.42)
    z = f.height_m
    parts = [box((-w - 0.05, -0.16, 0.0), (w + 0.05, 0.16, 0.014), BLACK, 0.004)]
    for x in (-w, w):
        parts.append(box((x - 0.012, 0.024, 0.0), (x + 0.012, 0.048, z + 0.3), BLACK, 0.003, (0.8, 1.0)))
    parts.append(box((-w - 0.06, -0.035, z - 0.03), (w + 0.06, 0.045, z), OAK, 0.004))
    return parts


def _screen(f: Fixture) -> list[Mesh]:
    """A screen of upright oak slats between two rails: it ends a department and lets one see through."""
    w, d, h = f.width_m / 2, min(f.depth_m / 2, 0.02), f.height_m
    count = max(2, round(f.width_m / 0.11))
    parts = [
        box((-w, -d, 0.0), (w, d, 0.05), BLACK, 0.003),
        box((-w, -d, h - 0.04), (w, d, h), OAK, 0.003),
    ]
    for i in range(count):
        x = -w + (i + 0.5) * f.width_m / count
        parts.append(box((x - 0.014, -d * 0.8, 0.05), (x + 0.014, d * 0.8, h - 0.04), OAK, 0.0, (0.85, 1.0)))
    return parts


def _wall_panel(f: Fixture) -> list[Mesh]:
    """A linen-covered panel in a thin oak frame, standing at the back of its footprint."""
    w, d, h = f.width_m / 2, f.depth_m / 2, f.height_m
    back = d - 0.04
    frame = 0.022
    cloth = replace(LINEN, color=_niche(f))
    return [
        box((-w + frame, back + 0.006, 0.1), (w - frame, d, h - frame), cloth, 0.004, (0.70, 1.0)),
        box((-w, back, 0.0), (-w + frame, d, h), OAK, 0.003, (0.8, 1.0)),
        box((w - frame, back, 0.0), (w, d, h), OAK, 0.003, (0.8, 1.0)),
        box((-w + frame, back, h - frame), (w - frame, d, h), OAK, 0.003),
        box((-w + frame, back, 0.0), (w - frame, d, 0.1), OAK, 0.003, (0.7, 0.9)),
    ]
