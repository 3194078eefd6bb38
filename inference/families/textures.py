"""Procedural tileable surfaces: height, tone and roughness patterns made into textures. Seeded, memoised by key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from inference.families.patterns import PATTERNS, Pattern
from scenes.model.values import Texture

F64 = NDArray[np.float64]
U8 = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class TextureSet:
    """Base colour (sRGB), normal and metallic-roughness (linear), and how many metres one tile spans."""

    base: Texture
    normal: Texture
    rough: Texture
    tile_m: float
    roughness: float
    """Mean roughness the factor should have; the texture varies around 1 below it."""


@lru_cache(maxsize=256)
def texture_set(pattern: str, size: int = 512, tones: tuple[tuple[float, float, float], ...] = ()) -> TextureSet:
    """The textures of a named pattern. `tones` are sRGB colours (0..1) from dark to light that colour the tone map;
    without them the base texture is nearly white and is tinted by the material's factor."""
    made = _pattern(pattern, size)
    base = np.repeat(made.tone[..., None], 3, axis=2) if not tones else _toned(made.tone, tones)
    rough = np.clip(made.rough, 0.05, 1.0)
    peak = float(rough.max())
    return TextureSet(
        Texture(_bytes(base)), _normal_texture(pattern, size), _rough_texture(pattern, size), made.tile_m, peak
    )


def surface_colour(pattern: str, tones: tuple[tuple[float, float, float], ...]) -> tuple[float, float, float]:
    """Mean sRGB colour of a toned pattern."""
    mean = _toned(_pattern(pattern, 64).tone, tones).reshape(-1, 3).mean(axis=0)
    return float(mean[0]), float(mean[1]), float(mean[2])


@lru_cache(maxsize=64)
def _pattern(pattern: str, size: int) -> Pattern:
    return PATTERNS[pattern](size)


@lru_cache(maxsize=64)
def _normal_texture(pattern: str, size: int) -> Texture:
    """Tangent-space normals of the height map, +Y up as glTF has it."""
    made = _pattern(pattern, size)
    per_m = size / made.tile_m
    dx = (np.roll(made.height, -1, axis=1) - np.roll(made.height, 1, axis=1)) * 0.5 * per_m
    dy = (np.roll(made.height, -1, axis=0) - np.roll(made.height, 1, axis=0)) * 0.5 * per_m
    normals = np.stack([-dx, dy, np.ones_like(dx)], axis=2)
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    return Texture(_bytes(normals * 0.5 + 0.5))


@lru_cache(maxsize=64)
def _rough_texture(pattern: str, size: int) -> Texture:
    """Half the resolution is enough: green is roughness, blue metalness (left to the factor)."""
    rough = np.clip(_pattern(pattern, size).rough, 0.05, 1.0)
    rough = rough / rough.max()
    small = (rough[::2, ::2] + rough[1::2, ::2] + rough[::2, 1::2] + rough[1::2, 1::2]) / 4
    white = np.ones_like(small)
    return Texture(_bytes(np.stack([white, small, white], axis=2)))


def _toned(tone: F64, tones: tuple[tuple[float, float, float], ...]) -> F64:
    stops = np.linspace(0.0, 1.0, len(tones))
    colours = np.asarray(tones)
    return np.stack([np.interp(tone, stops, colours[:, i]) for i in range(3)], axis=2)


def _bytes(values: F64) -> U8:
    return np.ascontiguousarray(np.clip(np.rint(values * 255.0), 0, 255).astype(np.uint8))
