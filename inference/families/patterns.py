"""Tileable surface patterns as arrays: tone (0 dark .. 1 light), height (metres), roughness (0..1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
TAU = 2.0 * np.pi


@dataclass(frozen=True, eq=False)
class Pattern:
    """tone, height, rough: (n, n), row 0 on top, u to the right along the grain. tile_m: metres one tile spans."""

    tone: F64
    height: F64
    rough: F64
    tile_m: float


def noise(size: int, seed: int, cells: float, stretch: float = 1.0, slope: float = 1.0) -> F64:
    """Periodic noise of zero mean and unit deviation: white noise shaped in the frequency domain.

    cells: how many features cross the tile; stretch: how much longer they are along u; slope: roll-off of octaves.
    """
    rng = np.random.default_rng(seed)
    grain = max(64, min(size, 512))
    white = np.fft.rfft2(rng.standard_normal((grain, grain)))
    v = np.fft.fftfreq(grain)[:, None] * grain
    u = np.fft.rfftfreq(grain)[None, :] * grain * stretch
    f = np.hypot(u, v) / cells
    shaped = white * (f > 0) / (1.0 + f**2) ** slope * (1.0 - np.exp(-(f**2)))
    out = np.fft.irfft2(shaped, (grain, grain))
    if grain != size:
        step = np.arange(size) * grain // size
        out = out[step][:, step]
    return np.asarray((out - out.mean()) / max(float(out.std()), 1e-9))


def coordinates(size: int) -> tuple[F64, F64]:
    """u and v in 0..1 over the tile, (n, n) each."""
    places = (np.arange(size) + 0.5) / size
    u, v = np.meshgrid(places, places)
    return u, v


def _wood(size: int, seed: int, rings: int, figure: float, pores: float, contrast: float) -> Pattern:
    """Plain-sawn boards: rings across v, drawn out along u, with fibres and pores."""
    _, v = coordinates(size)
    wander = noise(size, seed, 2.5, 5.0, 2.0) * figure + noise(size, seed + 1, 7.0, 9.0, 1.6) * figure * 0.25
    phase = v * rings + wander
    saw = phase - np.floor(phase)
    late = np.clip(saw, 0, 1) ** 2.2 * np.clip((1 - saw) * 9, 0, 1)
    fibre = noise(size, seed + 2, 90.0, 24.0, 1.0)
    broad = noise(size, seed + 3, 3.0, 4.0, 1.5)
    vessel = np.clip(noise(size, seed + 4, 110.0, 14.0, 1.2) - 1.25, 0, 2) * (0.35 + late)
    tone = 0.62 - contrast * (late - 0.3) + 0.035 * fibre + 0.07 * broad - pores * vessel
    height = -4e-5 * pores * vessel * 4 + 5e-6 * fibre - 1e-5 * late
    rough = 0.52 + 0.08 * late + 0.03 * fibre + 0.12 * pores * vessel
    return Pattern(np.clip(tone, 0, 1), height, rough, 0.45)


def oak(size: int) -> Pattern:
    """Open grain with strong pores."""
    return _wood(size, 11, 9, 1.1, 0.5, 0.34)


def walnut(size: int) -> Pattern:
    """Wavy dark streaks."""
    return _wood(size, 23, 7, 1.5, 0.25, 0.45)


def ash(size: int) -> Pattern:
    """Bold cathedral rings."""
    return _wood(size, 37, 8, 1.3, 0.42, 0.42)


def beech(size: int) -> Pattern:
    """Fine and even, with flecks."""
    base = _wood(size, 41, 12, 0.6, 0.08, 0.14)
    fleck = np.clip(noise(size, 47, 60.0, 6.0, 1.5) - 1.3, 0, 1)
    return Pattern(np.clip(base.tone - 0.12 * fleck, 0, 1), base.height, base.rough, 0.4)


def teak(size: int) -> Pattern:
    """Straight, oily, with dark lines."""
    return _wood(size, 53, 11, 0.8, 0.3, 0.5)


def bamboo(size: int) -> Pattern:
    """Pressed strips with nodes."""
    u, v = coordinates(size)
    strips = 18
    row = np.floor(v * strips).astype(int)
    rng = np.random.default_rng(59)
    level, node = rng.uniform(-0.12, 0.12, strips)[row], rng.uniform(0, 1, strips)[row]
    ring = np.exp(-(((u - node + 0.5) % 1.0 - 0.5) ** 2) / 0.00012)
    gap = np.exp(-(((((v * strips) % 1.0) - 0.5) ** 2 - 0.25) ** 2) / 0.0006)
    tone = 0.6 + level + 0.05 * noise(size, 60, 120.0, 30.0) - 0.25 * ring - 0.1 * gap
    return Pattern(np.clip(tone, 0, 1), -2e-5 * gap + 2e-5 * ring, 0.45 + 0.05 * ring, 0.4)


def _threads(size: int, count: int, tile_m: float, seed: int, twill: bool = False, slub: float = 0.1) -> Pattern:
    """Over-and-under threads: count per tile in both directions (even), as raised half-cylinders."""
    u, v = coordinates(size)
    x, y = u * count, v * count
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    warp_up = ((i + j) % 4 < 2) if twill else ((i + j) % 2 == 0)
    a, b = x - i - 0.5, y - j - 0.5
    across, along = np.where(warp_up, a, b), np.where(warp_up, b, a)
    round_ = np.sqrt(np.clip(1 - (2 * across) ** 2 * 0.92, 0, 1))
    hump = np.cos(along * np.pi * (0.55 if twill else 0.95))
    rng = np.random.default_rng(seed)
    thick = np.where(warp_up, rng.normal(0, slub, count)[i % count], rng.normal(0, slub, count)[j % count])
    relief = round_ * (0.55 + 0.45 * hump)
    cloud = noise(size, seed + 1, 5.0)
    tone = 0.62 + 0.34 * relief + 0.25 * thick + 0.02 * cloud + 0.02 * noise(size, seed + 2, 200.0)
    step = tile_m / count
    return Pattern(np.clip(tone, 0, 1), relief * step * 0.35, 0.82 + 0.1 * (1 - relief), tile_m)


def weave(size: int) -> Pattern:
    """Upholstery plain weave, about 2 mm."""
    return _threads(size, 64, 0.16, 71)


def linen(size: int) -> Pattern:
    """Finer, slubby plain weave."""
    return _threads(size, 84, 0.12, 73, slub=0.22)


def denim(size: int) -> Pattern:
    """Twill with pale weft."""
    made = _threads(size, 96, 0.1, 79, twill=True, slub=0.12)
    wear = noise(size, 80, 4.0)
    return Pattern(np.clip(made.tone + 0.015 * wear, 0, 1), made.height, made.rough, made.tile_m)


def canvas(size: int) -> Pattern:
    """Strong even weave."""
    return _threads(size, 72, 0.1, 83, slub=0.06)


def boucle(size: int) -> Pattern:
    """Loops and curls."""
    curl = np.abs(noise(size, 89, 34.0, 1.0, 2.2)) + 0.5 * np.abs(noise(size, 97, 60.0, 1.0, 2.0))
    puff = np.clip(1.1 - 0.62 * curl, 0, 1)
    tone = 0.58 + 0.36 * puff + 0.03 * noise(size, 101, 150.0)
    return Pattern(np.clip(tone, 0, 1), 0.0022 * puff, 0.9 + 0.08 * (1 - puff), 0.22)


def velvet(size: int) -> Pattern:
    """Short pile, brushed here and there."""
    brushed = noise(size, 103, 4.0, 1.6, 1.8)
    pile = noise(size, 107, 190.0)
    return Pattern(np.clip(0.86 + 0.014 * brushed + 0.02 * pile, 0, 1), 2e-5 * pile, 0.7 + 0.03 * brushed, 0.4)


def felt(size: int) -> Pattern:
    """Matted fibres."""
    fibres = noise(size, 109, 120.0, 2.0) + noise(size, 113, 120.0, 0.5)
    clouds = noise(size, 127, 12.0)
    return Pattern(np.clip(0.84 + 0.045 * fibres + 0.03 * clouds, 0, 1), 4e-5 * fibres, 0.93 + 0.0 * fibres, 0.2)


def knit(size: int) -> Pattern:
    """Stocking stitch: columns of V shapes."""
    u, v = coordinates(size)
    columns, rows = 28, 36
    a = u * columns - np.floor(u * columns)
    side = np.abs(a - 0.5)
    b = (v * rows + side * 1.1) % 1.0
    stitch = np.clip(1 - ((a - np.where(a < 0.5, 0.27, 0.73)) / 0.25) ** 2, 0, 1) ** 0.5
    relief = stitch * (0.45 + 0.55 * np.sin(np.pi * b) ** 0.6)
    tone = 0.5 + 0.45 * relief + 0.02 * noise(size, 131, 160.0)
    return Pattern(np.clip(tone, 0, 1), 0.0011 * relief, 0.88 + 0.0 * relief, 0.14)


def rug_pile(size: int) -> Pattern:
    """Tufted pile of a rug."""
    tuft = noise(size, 137, 70.0, 1.0, 1.8)
    wave = noise(size, 139, 5.0)
    tone = 0.78 + 0.08 * tuft + 0.035 * wave
    return Pattern(np.clip(tone, 0, 1), 6e-4 * tuft, 0.95 + 0.0 * tuft, 0.35)


def _cells(size: int, count: int, seed: int) -> tuple[F64, F64]:
    """Periodic Worley distances to the nearest and second nearest of count^2 jittered points, in cell units."""
    rng = np.random.default_rng(seed)
    jitter = rng.uniform(0.1, 0.9, (count, count, 2))
    u, v = coordinates(size)
    x, y = u * count, v * count
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    first, second = np.full(x.shape, 9.0), np.full(x.shape, 9.0)
    for di in (-1, 0, 1):
        for dj in (-1, 0, 1):
            point = jitter[(j + dj) % count, (i + di) % count]
            d = np.hypot(i + di + point[..., 0] - x, j + dj + point[..., 1] - y)
            second = np.where(d < first, first, np.minimum(second, d))
            first = np.minimum(first, d)
    return first, second


def leather(size: int) -> Pattern:
    """Pebbled grain with wrinkles."""
    first, second = _cells(size, 44, 149)
    pebble = np.clip((second - first) * 2.2, 0, 1) ** 0.7
    wrinkle = np.abs(noise(size, 151, 9.0, 1.0, 1.4))
    crease = np.exp(-((wrinkle / 0.12) ** 2))
    cloud = noise(size, 157, 3.0, 1.0, 1.8)
    tone = 0.84 + 0.05 * pebble - 0.035 * crease + 0.008 * cloud
    height = 1.6e-4 * pebble - 1.5e-4 * crease
    return Pattern(np.clip(tone, 0, 1), height, 0.5 - 0.08 * pebble + 0.1 * crease, 0.16)


def worn_leather(size: int) -> Pattern:
    """Rubbed and creased leather."""
    base = leather(size)
    rub = noise(size, 163, 2.5, 1.0, 1.8)
    scratch = np.clip(noise(size, 167, 90.0, 0.2, 1.0) - 1.8, 0, 1)
    tone = base.tone + 0.014 * rub + 0.03 * scratch
    return Pattern(np.clip(tone, 0, 1), base.height, base.rough + 0.04 * rub, base.tile_m)


def brushed(size: int) -> Pattern:
    """Metal brushed along u."""
    lines = noise(size, 173, 160.0, 60.0, 0.8)
    tone = 0.93 + 0.025 * lines
    return Pattern(np.clip(tone, 0, 1), 1.5e-6 * lines, 0.36 + 0.035 * lines, 0.2)


def hammered(size: int) -> Pattern:
    """Metal beaten into dimples."""
    first, _ = _cells(size, 12, 179)
    dent = np.clip(1 - first * 1.25, 0, 1) ** 1.5
    return Pattern(np.clip(0.96 - 0.05 * dent, 0, 1), -7e-4 * dent, 0.28 + 0.03 * dent, 0.16)


def satin(size: int) -> Pattern:
    """Cast or powder-coated surface: orange peel."""
    peel = noise(size, 181, 90.0)
    return Pattern(np.clip(0.97 + 0.006 * peel, 0, 1), 4e-6 * peel, 0.5 + 0.02 * peel, 0.12)


def glaze(size: int) -> Pattern:
    """Smooth glaze that pools a little."""
    pool = noise(size, 191, 3.0, 1.0, 1.6)
    return Pattern(np.clip(0.95 + 0.02 * pool, 0, 1), 4e-5 * pool, 0.24 + 0.02 * pool, 0.2)


def speckle(size: int) -> Pattern:
    """Stoneware with iron specks."""
    first, _ = _cells(size, 38, 193)
    rng_mask = noise(size, 197, 20.0)
    spot = np.clip(0.16 + 0.05 * rng_mask - first, 0, 0.12) / 0.12
    tone = 0.94 - 0.6 * np.clip(spot, 0, 1) + 0.02 * noise(size, 199, 5.0)
    return Pattern(np.clip(tone, 0, 1), -1e-5 * spot, 0.38 + 0.2 * spot, 0.16)


def raw_clay(size: int) -> Pattern:
    """Unglazed clay with throwing lines."""
    lines = noise(size, 211, 26.0, 20.0)
    sand = noise(size, 223, 150.0)
    return Pattern(
        np.clip(0.86 + 0.012 * lines + 0.035 * sand, 0, 1), 3e-5 * sand + 2.5e-5 * lines, 0.85 + 0 * sand, 0.18
    )


def marble(size: int) -> Pattern:
    """Veins through cloudy stone."""
    cloud = noise(size, 227, 2.5, 1.0, 1.3)
    bend = noise(size, 229, 3.0, 1.0, 1.5)
    vein = np.exp(-((np.abs(bend + 0.3 * noise(size, 233, 8.0, 1.0, 1.3)) / 0.13) ** 0.9))
    fine = np.exp(-((np.abs(noise(size, 239, 7.0, 1.4, 1.2)) / 0.05) ** 1.3))
    tone = 0.86 + 0.05 * cloud - 0.62 * vein * (0.55 + 0.4 * np.clip(cloud, -1, 1)) - 0.2 * fine
    return Pattern(np.clip(tone, 0, 1), 0 * tone, 0.22 + 0.03 * vein, 0.7)


def terrazzo(size: int) -> Pattern:
    """Stone chips in cement: each cell of a jittered lattice is one chip of one shade."""
    first, second = _cells(size, 22, 241)
    shade = _cell_values(size, 22, 241)
    chip = np.clip((second - first - 0.2) * 18, 0, 1) * (shade[1] > 0.3)
    tone = 0.66 + chip * (shade[0] - 0.62) * 1.1 + 0.008 * noise(size, 257, 120.0)
    return Pattern(np.clip(tone, 0, 1), 0 * tone, 0.4 - 0.1 * chip, 0.4)


def _cell_values(size: int, count: int, seed: int) -> F64:
    """Two random values (2, n, n) of the nearest point of the same lattice as `_cells`."""
    jitter = np.random.default_rng(seed).uniform(0.1, 0.9, (count, count, 2))
    values = np.random.default_rng(seed + 1).uniform(0.0, 1.0, (2, count, count))
    u, v = coordinates(size)
    x, y = u * count, v * count
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    best = np.full(x.shape, 9.0)
    out = np.zeros((2, *x.shape))
    for di in (-1, 0, 1):
        for dj in (-1, 0, 1):
            row, column = (j + dj) % count, (i + di) % count
            point = jitter[row, column]
            d = np.hypot(i + di + point[..., 0] - x, j + dj + point[..., 1] - y)
            out = np.where(d < best, values[:, row, column], out)
            best = np.minimum(best, d)
    return out


def cane(size: int) -> Pattern:
    """Plaited rattan: strips over and under with dark gaps."""
    made = _threads(size, 28, 0.16, 263, slub=0.08)
    fibre = noise(size, 269, 140.0, 3.0)
    gap = np.clip((0.42 - (made.tone - 0.62)) * 3 - 0.6, 0, 1)
    tone = made.tone * 0.95 - 0.55 * gap + 0.02 * fibre
    return Pattern(np.clip(tone, 0, 1), made.height, 0.55 + 0.3 * gap, 0.16)


def rope(size: int) -> Pattern:
    """Twisted cord, coil by coil along v."""
    u, v = coordinates(size)
    coils = 12
    b = v * coils - np.floor(v * coils)
    bulge = np.sqrt(np.clip(1 - (2 * b - 1) ** 2, 0, 1))
    twist = 0.5 + 0.5 * np.sin(TAU * (u * 48 + b * 1.4))
    tone = 0.62 + 0.2 * bulge + 0.14 * twist * bulge + 0.03 * noise(size, 271, 120.0)
    return Pattern(np.clip(tone, 0, 1), 0.0016 * bulge + 0.0004 * twist, 0.9 + 0 * tone, 0.12)


def paper(size: int) -> Pattern:
    """Washi: fibres in paper."""
    fibre = np.clip(noise(size, 277, 60.0, 5.0) - 1.2, 0, 1) + np.clip(noise(size, 281, 60.0, 0.2) - 1.2, 0, 1)
    tone = 0.93 + 0.012 * noise(size, 283, 20.0) - 0.05 * fibre
    return Pattern(np.clip(tone, 0, 1), 2e-5 * fibre, 0.9 + 0 * tone, 0.25)


def smooth(size: int) -> Pattern:
    """Nearly nothing: moulded plastic with a breath of texture."""
    grain = noise(size, 293, 200.0)
    return Pattern(np.clip(0.97 + 0.008 * grain, 0, 1), 3e-6 * grain, 0.45 + 0.015 * grain, 0.08)


def rubber(size: int) -> Pattern:
    """Fine stippled rubber."""
    grain = noise(size, 307, 130.0)
    return Pattern(np.clip(0.9 + 0.03 * grain, 0, 1), 2e-5 * grain, 0.88 + 0.03 * grain, 0.08)


def leaf(size: int) -> Pattern:
    """A leaf's blade: veins across u from a middle rib at v = 0.5."""
    u, v = coordinates(size)
    off = np.abs(v - 0.5)
    side = (u * 14 - off * 9) % 1.0
    vein = np.exp(-((np.minimum(side, 1 - side) / 0.07) ** 2)) * np.clip(off * 8, 0, 1) + np.exp(-((off / 0.012) ** 2))
    tone = 0.7 + 0.2 * vein + 0.06 * noise(size, 311, 8.0)
    return Pattern(np.clip(tone, 0, 1), -6e-5 * vein, 0.5 + 0.06 * vein, 1.0)


def soil(size: int) -> Pattern:
    """Potting soil."""
    first, _ = _cells(size, 30, 313)
    grain = noise(size, 317, 50.0, 1.0, 1.3)
    tone = 0.5 - 0.3 * first + 0.14 * grain
    return Pattern(np.clip(tone, 0, 1), 0.003 * (1 - first) + 8e-4 * grain, 0.95 + 0 * tone, 0.15)


PATTERNS: dict[str, Callable[[int], Pattern]] = {
    made.__name__: made
    for made in (
        oak, walnut, ash, beech, teak, bamboo, weave, linen, denim, canvas, boucle, velvet, felt, knit, rug_pile,
        leather, worn_leather, brushed, hammered, satin, glaze, speckle, raw_clay, marble, terrazzo, cane, rope, paper,
        smooth, rubber, leaf, soil,
    )
}  # fmt: skip
