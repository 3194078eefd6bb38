"""What is seen through the shop's glass front: a planted courtyard in bright light, drawn soft as out of focus."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath, SamplerState
from scipy import ndimage

from scenes.kit.arrays import f32
from scenes.kit.geometry import Mesh, joined
from scenes.kit.labels import CardPose, quads
from scenes.kit.shapes import Finish, box, sheet
from scenes.kit.surfaces import Surfaces, picture_texture
from scenes.showroom.build_zones import plant_mesh
from scenes.showroom.values import Rect

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

PAVING = Finish((0.80, 0.785, 0.75), 0.85, material="plaster", tile_m=1.5, glow=0.14)
TROUGH = Finish((0.52, 0.47, 0.41), 0.8, material="plaster", glow=0.02)
SIDE_M, FAR_M, HIGH_M = 16.0, 9.0, 9.0
WIDE_PX, HIGH_PX = 512, 96
OVEREXPOSED = 0.45
"""How much brighter than white paper the courtyard is, seen from the shop."""


def attach_street(parent: NodePath, surfaces: Surfaces, floor: Rect) -> None:
    """Light paving up to a picture of planting and pale houses."""
    x0, x1, y = floor.x0 - SIDE_M, floor.x1 + SIDE_M, floor.y0
    kinds = [_planter(k) for k in range(2)]
    spots = np.arange(floor.x0 + 2.0, floor.x1, 4.4)
    planters = [kinds[i % 2].moved(float(x), y - 2.6, 0.0, np.pi * (i // 2 % 2)) for i, x in enumerate(spots)]
    surfaces.solid(parent, joined([_paving(x0, x1, y - FAR_M, y), *planters]), "paving")
    pose = CardPose((x0 + x1) / 2, y - FAR_M, -0.05, np.pi, 0.0, x1 - x0, HIGH_M)
    repeat = (x1 - x0) / (HIGH_M * WIDE_PX / HIGH_PX)
    texture = picture_texture(courtyard_picture(), "courtyard")
    texture.set_wrap_v(SamplerState.WM_clamp)
    backdrop = surfaces.card(parent, quads([pose], [(0.0, 0.0, repeat, 1.0)]), texture, "courtyard", glow=1.0)
    backdrop.set_shader_input("look", (1.0, OVEREXPOSED, 0.0, 0.0))


def _planter(number: int) -> Mesh:
    """A long trough of plants."""
    trough = box((-0.9, -0.25, 0.0), (0.9, 0.25, 0.42), TROUGH, 0.01, (0.75, 1.0))
    plants = [plant_mesh(dx, 0.0, 0.95 + 0.12 * (k % 2), number * 3 + k) for k, dx in enumerate((-0.6, 0.0, 0.6))]
    return joined([trough, *(plant.moved(0.0, 0.0, 0.2) for plant in plants)])


def _paving(x0: float, x1: float, y0: float, y1: float) -> Mesh:
    x, y = np.linspace(x0, x1, 12), np.linspace(y1, y0, 5)
    grid = np.stack(np.broadcast_arrays(x[None, :], y[:, None], -0.012), axis=-1).astype(np.float32)
    return sheet(grid, PAVING)


def courtyard_picture(seed: int = 4) -> U8:
    """(HIGH_PX, WIDE_PX, 3) sRGB, tileable sideways: pale fronts, hedges and light crowns under a white sky."""
    rng = np.random.default_rng(seed)
    v = np.linspace(1.0, 0.0, HIGH_PX, dtype=np.float32)[:, None, None]
    image = np.broadcast_to(f32([1.0, 1.0, 1.0]), (HIGH_PX, WIDE_PX, 3)).copy()
    _houses(image, rng)
    image = ndimage.gaussian_filter(image, (2.2, 2.2, 0), mode=("nearest", "wrap", "nearest"))
    for low, high, tint, count, size in _PLANTING:
        cover = _leaves(rng, low, high, count, size)
        light = 0.60 + 0.80 * _cloud(rng, 2.0)[..., None]
        image = image * (1 - cover) + f32(tint) * light * cover
    image = ndimage.gaussian_filter(image, (1.3, 1.3, 0), mode=("nearest", "wrap", "nearest"))
    haze = 0.08 + 0.30 * v
    image = image * (1 - haze) + f32([1.0, 0.995, 0.97]) * haze
    pixels: U8 = np.round(np.clip(image, 0.0, 1.0) * 255.0).astype(np.uint8)
    return pixels


_PLANTING = (
    (0.36, 0.95, (0.68, 0.80, 0.48), 300, 8.5),
    (0.04, 0.26, (0.36, 0.50, 0.25), 700, 3.5),
    (0.00, 0.12, (0.66, 0.75, 0.44), 700, 2.5),
)
"""Crowns, hedges, low planting: from and to (share of the height), colour, how many, size in pixels."""


def _houses(image: F32, rng: np.random.Generator) -> None:
    tints = ((0.98, 0.95, 0.90), (0.95, 0.93, 0.90), (0.99, 0.97, 0.94), (0.96, 0.89, 0.81))
    at, i = 0, 0
    while at < WIDE_PX:
        width = int(rng.integers(45, 75))
        top = int(HIGH_PX * rng.uniform(0.12, 0.34))
        image[top:, at : at + width] = tints[i % len(tints)]
        for row in range(top + 7, HIGH_PX - 15, 14):
            for column in range(at + 5, min(at + width, WIDE_PX) - 7, 11):
                image[row : row + 8, column : column + 5] = (0.82, 0.86, 0.88)
        at, i = at + width, i + 1


def _cloud(rng: np.random.Generator, sigma: float) -> F32:
    noise = ndimage.gaussian_filter(rng.standard_normal((HIGH_PX, WIDE_PX)), sigma, mode=("nearest", "wrap"))
    span = noise.max() - noise.min()
    return f32((noise - noise.min()) / span)


def _leaves(rng: np.random.Generator, low: float, high: float, count: int, size: float) -> F32:
    """Overlapping soft discs in clusters along a band, as cover 0..1, (HIGH_PX, WIDE_PX, 1)."""
    seeds = np.zeros((HIGH_PX, WIDE_PX), dtype=np.float32)
    groups = rng.uniform(0, WIDE_PX, 9)
    for k in range(count):
        spread = 19.0 if size > 5 else 45.0
        x = int(groups[k % len(groups)] + rng.normal(0, spread)) % WIDE_PX
        y = int(HIGH_PX * (1.0 - rng.uniform(low, high)))
        seeds[y, x] += rng.uniform(0.5, 1.0)
    blurred = ndimage.gaussian_filter(seeds, size * 0.55, mode=("nearest", "wrap")) * (size * 0.55) ** 2 * 6.28
    return f32(np.clip((blurred - 0.25) / 0.7, 0.0, 1.0) * 0.9)[..., None]
