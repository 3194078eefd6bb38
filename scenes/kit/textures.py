"""Procedural material pictures for the shop itself, in numpy: tileable, seeded, no files."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from scenes.kit.arrays import f32

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

LAYERS = ("oak", "walnut", "linen", "plaster", "terrazzo", "metal", "rug", "leaf")
"""Names of the layers of the shop's material array; a vertex's layer is the position plus one, 0 is plain."""
LAYER_PX = 512


def layer(name: str) -> int:
    """The layer number of a material for `geometry.VERTEX`, 0 for "plain"."""
    return 0 if name == "plain" else LAYERS.index(name) + 1


def _noise(n: int, sigma: tuple[float, float], seed: int) -> F32:
    """Tileable smooth noise (n, n), mean 0, deviation 1; sigma in texels along rows and columns."""
    raw = np.random.default_rng(seed).standard_normal((n, n)).astype(np.float32)
    smooth = ndimage.gaussian_filter(raw, sigma, mode="wrap")
    result: F32 = (smooth - smooth.mean()) / max(float(smooth.std()), 1e-9)
    return result


def _grain(n: int, seed: int) -> F32:
    """Wood grain along rows (the u direction), about -1..1."""
    rng = np.random.default_rng(seed)
    bend = _noise(n, (n / 14, n / 5), seed) * 0.9
    y = np.arange(n, dtype=np.float32)[:, None] / n
    rings = np.sin(2.0 * np.pi * (y * rng.integers(7, 11) + 0.55 * bend))
    fibres = _noise(n, (0.7, n / 16), seed + 1)
    pores = np.minimum(_noise(n, (0.6, n / 60), seed + 2), -1.3) + 1.3
    return f32(0.35 * rings + 0.42 * fibres + 0.5 * pores)


def _picture(colour: F32, gloss: F32 | float = 0.5) -> U8:
    """(n, n, 4) bytes of sRGB colour in 0..1 and a roughness scale around 0.5."""
    n = colour.shape[0]
    out = np.empty((n, n, 4), dtype=np.float32)
    out[..., :3] = colour
    out[..., 3] = gloss
    return np.round(np.clip(out, 0.0, 1.0) * 255.0).astype(np.uint8)


def wood(n: int, dark: tuple[float, float, float], light: tuple[float, float, float], seed: int) -> U8:
    """A board's face: sRGB between two colours along the grain."""
    grain = np.clip(0.5 + 0.26 * _grain(n, seed), 0.0, 1.0)[..., None]
    colour = f32(dark) * (1 - grain) + f32(light) * grain
    return _picture(colour.astype(np.float32), 0.56 - 0.10 * grain[..., 0])


def weave(n: int, colour: tuple[float, float, float], threads: int, seed: int) -> U8:
    """Linen: warp and weft with uneven threads."""
    axis = np.arange(n) / n * threads
    warp = 0.5 + 0.5 * np.cos(2 * np.pi * axis)[None, :]
    weft = 0.5 + 0.5 * np.cos(2 * np.pi * axis)[:, None]
    over = (np.add.outer(np.floor(axis), np.floor(axis)) % 2) > 0
    height = np.where(over, warp, weft) * 0.13
    uneven = 0.035 * _noise(n, (0.8, 14), seed) + 0.035 * _noise(n, (14, 0.8), seed + 1)
    return _picture(f32(colour) * (0.90 + height + uneven)[..., None].astype(np.float32))


def plaster(n: int, seed: int) -> U8:
    """Fine hand-smoothed plaster, nearly white."""
    tone = 1.0 - 0.010 + 0.0022 * _noise(n, (n / 16, n / 16), seed) + 0.0035 * _noise(n, (1.2, 1.2), seed + 1)
    return _picture(np.repeat(tone[..., None], 3, axis=2).astype(np.float32))


def terrazzo(n: int, seed: int) -> U8:
    """Light stone with small chips."""
    base = np.full((n, n, 3), (0.90, 0.885, 0.86), dtype=np.float32)
    tints = [(0.74, 0.70, 0.64), (0.97, 0.96, 0.94), (0.62, 0.60, 0.57), (0.80, 0.68, 0.58)]
    for i, tint in enumerate(tints):
        chips = _noise(n, (3.0 + i, 3.0 + i), seed + i) > 1.55
        base[chips] = tint
    return _picture(ndimage.gaussian_filter(base, (0.6, 0.6, 0), mode="wrap"), 0.45)


def metal(n: int, seed: int) -> U8:
    """Brushed metal, brushed along u; neutral, coloured by the vertex."""
    brushed = _noise(n, (0.6, n / 8), seed)
    tone = 0.95 + 0.02 * brushed
    return _picture(np.repeat(tone[..., None], 3, axis=2).astype(np.float32), 0.5 + 0.06 * brushed)


def rug(n: int, seed: int) -> U8:
    """Looped wool."""
    loops = _noise(n, (1.6, 2.4), seed) * 0.05 + _noise(n, (n / 24, n / 24), seed + 1) * 0.02
    return _picture(f32([0.90, 0.87, 0.82]) * (1.0 - 0.06 + loops)[..., None].astype(np.float32), 0.55)


def leaf(n: int, seed: int) -> U8:
    """A leaf's face: ribs run from the middle line (v = 0.5) outwards."""
    v, u = np.meshgrid(np.arange(n) / n, np.arange(n) / n, indexing="ij")
    ribs = np.cos((u * 14 + np.abs(v - 0.5) * 10) * 2 * np.pi) * 0.04
    middle = np.exp(-(((v - 0.5) / 0.03) ** 2)) * 0.25
    tone = 0.92 + ribs + middle + 0.02 * _noise(n, (6, 6), seed)
    return _picture(np.repeat(tone[..., None], 3, axis=2).astype(np.float32), 0.5)


def material_layers() -> U8:
    """All layers in the order of LAYERS, (layers, n, n, 4)."""
    n = LAYER_PX
    pictures = [
        wood(n, (0.66, 0.53, 0.39), (0.86, 0.75, 0.60), 3),
        wood(n, (0.30, 0.20, 0.14), (0.50, 0.36, 0.26), 11),
        weave(n, (0.93, 0.91, 0.87), 64, 21),
        plaster(n, 31),
        terrazzo(n, 41),
        metal(n, 51),
        rug(n, 61),
        leaf(n, 71),
    ]
    return np.stack(pictures)


def plank_floor(n: int = 2048, rows: int = 28, seed: int = 5) -> U8:
    """A square of oak planks, tileable; planks run along v (rows of the picture), `rows` of them side by side."""
    rng = np.random.default_rng(seed)
    width = n // rows
    grains = [_grain(512, seed + 10 + i) for i in range(4)]
    tone = np.zeros((n, n), dtype=np.float32)
    gap = np.zeros((n, n), dtype=np.float32)
    for row in range(rows):
        x0, x1 = row * width, n if row == rows - 1 else (row + 1) * width
        joint = int(rng.integers(0, n))
        first = n // 2 + int(rng.integers(-n // 8, n // 8))
        for begin, length in ((joint, first), (joint + first, n - first)):
            rows_at = (np.arange(length) + begin) % n
            grain = grains[int(rng.integers(4))]
            u0, v0 = int(rng.integers(512)), int(rng.integers(512))
            along = (np.arange(length) * 512 // 1400 + u0) % 512
            across = (np.arange(x1 - x0) + v0) % 512
            tone[rows_at[:, None], np.arange(x0, x1)[None, :]] = grain[
                across[None, :], along[:, None]
            ] * 0.13 + rng.normal(0.0, 0.075)
            gap[rows_at[:2], x0:x1] = 1.0
        gap[:, x0 : x0 + 2] = 1.0
    mix = np.clip(0.5 + tone, 0.0, 1.0)[..., None]
    colour = f32([0.69, 0.59, 0.475]) * (1 - mix) + f32([0.815, 0.725, 0.61]) * mix
    gap = ndimage.gaussian_filter(gap, 0.6, mode="wrap")
    colour = colour * (1.0 - 0.30 * gap[..., None])
    return _picture(colour.astype(np.float32), np.clip(0.5 - 0.6 * tone + 0.4 * gap, 0.0, 1.0))
