"""The soft shadow a thing leaves on what it stands on, from its own shape: dark under feet, faint under a table top."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from scenes.kit.arrays import F32, U8
from scenes.kit.geometry import Mesh

TILE_PX = 40
_SAMPLES = 2500


def margin_m(size_m: tuple[float, float, float]) -> float:
    """How far around its width and depth a product's shadow reaches."""
    return min(0.22, 0.30 * size_m[1] + 0.02)


def footprint_shadow(mesh: Mesh, size_m: tuple[float, float, float]) -> U8:
    """Darkness (TILE_PX, TILE_PX), row 0 at the back, over width and depth plus the margin on each side.

    Two layers: what is within a few centimetres of the ground, sharply; all above it, more faintly and softly the
    higher it is. `mesh` stands at the origin in the shop's axes.
    """
    points = _samples(mesh)
    margin = margin_m(size_m)
    span = np.array([size_m[0] + 2 * margin, size_m[2] + 2 * margin], dtype=np.float32)
    cell = np.floor((points[:, :2] / span + 0.5) * TILE_PX).astype(np.int64)
    inside = ((cell >= 0) & (cell < TILE_PX)).all(axis=1)
    cell, height = cell[inside], points[inside, 2]
    px_per_m = TILE_PX / span[::-1]
    near = _covered(cell, np.exp(-np.maximum(height, 0.0) / 0.04))
    above = _covered(cell, np.exp(-np.maximum(height, 0.0) / 0.8))
    reach = float(np.clip(np.median(height) * 0.35 if len(height) else 0.05, 0.03, 0.14))
    near = ndimage.gaussian_filter(near, np.clip(0.014 * px_per_m, 0.6, 4.0), mode="constant")
    above = ndimage.gaussian_filter(above, np.clip(reach * px_per_m, 1.0, 8.0), mode="constant")
    dark = 1.0 - (1.0 - 0.62 * np.clip(near * 1.2, 0, 1)) * (1.0 - 0.58 * above)
    dark *= _window()
    stored: U8 = np.round(np.clip(dark, 0.0, 1.0) * 255.0).astype(np.uint8)
    return stored[::-1]


def _covered(cell: NDArray[np.int64], weight: F32) -> NDArray[np.float64]:
    """The strongest weight in each cell; small holes between samples are closed."""
    grid = np.zeros((TILE_PX, TILE_PX))
    np.maximum.at(grid, (cell[:, 1], cell[:, 0]), weight)
    closed: NDArray[np.float64] = np.maximum(grid, ndimage.grey_closing(grid, size=3))
    return closed


def _window() -> NDArray[np.float64]:
    """Fades to nothing at the tile's edge, so that no edge shows."""
    t = np.abs(np.linspace(-1.0, 1.0, TILE_PX))
    edge = np.clip((1.0 - t) / 0.12, 0.0, 1.0)
    window: NDArray[np.float64] = np.outer(edge, edge)
    return window


def _samples(mesh: Mesh) -> F32:
    """Points on the surface, about evenly by area; the same ones every time."""
    corners = mesh.vertices["position"][mesh.triangles]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    total = float(area.sum())
    if total <= 0.0:
        return np.zeros((0, 3), dtype=np.float32)
    steps = (np.arange(_SAMPLES) + 0.5) / _SAMPLES * total
    chosen = np.minimum(np.searchsorted(np.cumsum(area), steps), len(area) - 1)
    index = np.arange(_SAMPLES)
    u, v = np.mod(index * 0.7548776662, 1.0), np.mod(index * 0.5698402910, 1.0)
    over = u + v > 1.0
    u, v = np.where(over, 1.0 - u, u), np.where(over, 1.0 - v, v)
    a, b, c = corners[chosen, 0], corners[chosen, 1], corners[chosen, 2]
    points: F32 = (a + (b - a) * u[:, None] + (c - a) * v[:, None]).astype(np.float32)
    return np.concatenate([points, mesh.vertices["position"]])


def tile_atlas(tiles: Sequence[U8]) -> tuple[U8, list[tuple[float, float, float, float]]]:
    """Tiles in one picture, and the uv box (left, bottom, right, top) of each."""
    columns = max(1, math.ceil(math.sqrt(len(tiles))))
    rows = max(1, math.ceil(len(tiles) / columns))
    atlas = np.zeros((rows * TILE_PX, columns * TILE_PX), dtype=np.uint8)
    boxes = []
    for i, tile in enumerate(tiles):
        y, x = i // columns, i % columns
        atlas[y * TILE_PX : (y + 1) * TILE_PX, x * TILE_PX : (x + 1) * TILE_PX] = tile
        boxes.append((x / columns, 1.0 - (y + 1) / rows, (x + 1) / columns, 1.0 - y / rows))
    return atlas, boxes
