"""Light on the shop floor: pools under the lamps, soft shadows around what stands there. Pure numpy and scipy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from scenes.kit.arrays import f32

F32 = NDArray[np.float32]


@dataclass(frozen=True)
class LampGrid:
    """Long lamps in the ceiling, along y, repeating: first centre, periods, half sizes, metres; radiance linear."""

    first_x_m: float
    first_y_m: float
    period_x_m: float = 2.4
    period_y_m: float = 3.6
    half_width_m: float = 0.09
    half_length_m: float = 1.25
    radiance: float = 16.0


@dataclass(frozen=True)
class Blocker:
    """A box on the floor that takes light away: rectangle, its height, and how far off the floor it starts."""

    x0: float
    y0: float
    x1: float
    y1: float
    height_m: float
    gap_m: float = 0.0


def floor_light(
    rect: tuple[float, float, float, float], lamps: LampGrid, blockers: Iterable[Blocker], per_m: int = 12
) -> F32:
    """Light on the floor, 0..1, (rows, columns); row 0 is at low y. `rect` is x0, y0, x1, y1 in metres.

    Each blocker's footprint is blurred three times: tightly where it touches the floor, by half its height, and by its
    height, which is how the share of visible ceiling falls off beside a box.
    """
    x0, y0, x1, y1 = rect
    columns, rows = max(2, round((x1 - x0) * per_m)), max(2, round((y1 - y0) * per_m))
    light = _pools(rect, lamps, rows, columns)
    bands: dict[float, F32] = {}
    contact = np.zeros((rows, columns), dtype=np.float32)
    for b in blockers:
        top = min(2.0, max(0.1, b.height_m))
        sigma = round(float(np.clip(top * 0.45, 0.06, 0.8)) * 5) / 5 or 0.1
        band = bands.setdefault(sigma, np.zeros((rows, columns), dtype=np.float32))
        c0, c1 = sorted((int((b.x0 - x0) * per_m), round((b.x1 - x0) * per_m)))
        r0, r1 = sorted((int((b.y0 - y0) * per_m), round((b.y1 - y0) * per_m)))
        window = (slice(max(r0, 0), max(r1, r0 + 1)), slice(max(c0, 0), max(c1, c0 + 1)))
        strength = float(np.clip(1.0 - b.gap_m / max(top, 0.1), 0.35, 1.0))
        band[window] = np.maximum(band[window], strength)
        contact[window] = np.maximum(contact[window], strength * float(b.gap_m < 0.15))
    shadow = 0.74 * ndimage.gaussian_filter(contact, 0.09 * per_m)
    total = np.maximum(shadow, 0.0)
    for sigma, band in bands.items():
        total = 1.0 - (1.0 - total) * (1.0 - 0.68 * ndimage.gaussian_filter(band, sigma * per_m, mode="constant"))
    edges = _edge_shade(rows, columns, per_m)
    result: F32 = np.clip(light * (1.0 - total) * edges, 0.0, 1.0).astype(np.float32)
    return result


def _pools(rect: tuple[float, float, float, float], lamps: LampGrid, rows: int, columns: int) -> F32:
    """Slightly brighter under the lamps: a shop's grid of lamps is nearly even on the floor."""
    x = np.linspace(rect[0], rect[2], columns, dtype=np.float32)
    y = np.linspace(rect[1], rect[3], rows, dtype=np.float32)
    wave_x = np.cos(2 * np.pi * (x - lamps.first_x_m) / lamps.period_x_m)
    wave_y = np.cos(2 * np.pi * (y - lamps.first_y_m) / lamps.period_y_m)
    pools: F32 = (0.97 + 0.012 * wave_x[None, :] + 0.012 * wave_y[:, None]).astype(np.float32)
    return pools


def _edge_shade(rows: int, columns: int, per_m: int) -> F32:
    """Walls stand at the edges: a soft darkening within half a metre."""
    r = np.minimum(np.arange(rows), np.arange(rows)[::-1]) / per_m
    c = np.minimum(np.arange(columns), np.arange(columns)[::-1]) / per_m
    shade = (1.0 - 0.28 * np.exp(-r / 0.25))[:, None] * (1.0 - 0.28 * np.exp(-c / 0.25))[None, :]
    return f32(shade)


def spot_pools(
    rect: tuple[float, float, float, float], places: Iterable[tuple[float, float, float, float]], per_m: int = 12
) -> F32:
    """Spotlight on goods seen from above, 0..1, (rows, columns) as `floor_light`.

    `places`: rectangles x0, y0, x1, y1 in metres that track lights are aimed at; their light ends softly outside.
    """
    x0, y0, x1, y1 = rect
    columns, rows = max(2, round((x1 - x0) * per_m)), max(2, round((y1 - y0) * per_m))
    pools = np.zeros((rows, columns), dtype=np.float32)
    fill_rects(pools, rect, places, 1.0)
    return f32(np.clip(1.15 * ndimage.gaussian_filter(pools, 0.30 * per_m), 0.0, 1.0))


def fill_rects(
    grid: F32,
    rect: tuple[float, float, float, float],
    places: Iterable[tuple[float, float, float, float]],
    value: float,
) -> None:
    """Sets the cells of a (rows, columns) map of `rect` that lie in any of `places`."""
    rows, columns = grid.shape
    px, py = columns / (rect[2] - rect[0]), rows / (rect[3] - rect[1])
    for a, b, c, d in places:
        r0, r1 = max(0, round((b - rect[1]) * py)), max(0, round((d - rect[1]) * py))
        c0, c1 = max(0, round((a - rect[0]) * px)), max(0, round((c - rect[0]) * px))
        grid[r0:r1, c0:c1] = value
