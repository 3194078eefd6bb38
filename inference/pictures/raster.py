"""A model as seen from somewhere: a small rasteriser in numpy, so that a worker needs no graphics driver.

Drawn at twice the side and averaged down. What lies in a pixel is kept apart from the light on it (`Seen`), so one
drawing can be lit many times.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.pictures.surface import Surface

F32 = NDArray[np.float32]
I64 = NDArray[np.int64]

_OVER: Final = 2
_MOST_CANDIDATES: Final = 3_000_000
_NEAR: Final = 0.05
"""Of the distance to the middle: what is nearer to the eye is not drawn."""


@dataclass(frozen=True)
class Camera:
    """Where from: radians around and above, the lens, and how much of the picture's side the thing's sphere fills."""

    azimuth_rad: float
    elevation_rad: float
    field_rad: float = 0.6
    fill: float = 0.95
    roll_rad: float = 0.0


@dataclass(frozen=True, eq=False)
class Seen:
    """What lies in each pixel. colour: (s, s, 3) linear, without light. normal: (s, s, 3) unit, x right, y up, z to
    the eye. cover: (s, s) 0..1. open: (s, s) 0..1, how much of the surroundings a spot sees."""

    colour: F32
    normal: F32
    cover: F32
    open: F32


def look(surface: Surface, camera: Camera, side: int) -> Seen:
    """Draws a surface (metres, Y up) into side x side pixels, seen by a camera that looks at its middle."""
    wide = side * _OVER
    eye, screen, inverse_depth = _projected(surface, camera, wide)
    nearest, owner = _resolved(surface, screen, inverse_depth, wide)
    hit = np.flatnonzero(owner >= 0)
    colour = np.zeros((wide * wide, 3), np.float32)
    normal = np.zeros((wide * wide, 3), np.float32)
    if len(hit):
        corners = surface.triangles[owner[hit]]
        weights = _weights(screen[corners], _centres(hit, wide)) * inverse_depth[corners]
        weights /= weights.sum(axis=1, keepdims=True)
        colour[hit] = surface.colours(owner[hit], corners, weights)[:, :3]
        turned = np.einsum("nk,nkc->nc", weights, surface.normals[corners]) @ eye.T
        turned[turned[:, 2] < 0] *= -1.0
        normal[hit] = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-6)
    return _averaged(colour, normal, nearest, owner >= 0, wide)


def in_front(surface: Surface, camera: Camera, side: int) -> tuple[F32, F32, F32, I64]:
    """Where everything lies in a picture of `look`, and what is in front there.

    Vertices' pixels (n, 2) and one over their depth (n,); for each pixel (side, side) one over the depth of what is in
    front (0: nothing) and its triangle (-1: none).
    """
    _, screen, inverse_depth = _projected(surface, camera, side)
    nearest, owner = _resolved(surface, screen, inverse_depth, side)
    return screen, inverse_depth, nearest.reshape(side, side), owner.reshape(side, side)


def _projected(surface: Surface, camera: Camera, wide: int) -> tuple[F32, F32, F32]:
    """The eye's axes as rows (3, 3), pixels (n, 2), one over the depth in radii (n,)."""
    ca, sa = np.cos(camera.azimuth_rad), np.sin(camera.azimuth_rad)
    ce, se = np.cos(camera.elevation_rad), np.sin(camera.elevation_rad)
    back = np.array([sa * ce, se, ca * ce])
    right = np.array([ca, 0.0, -sa])
    up = np.cross(back, right)
    cr, sr = np.cos(camera.roll_rad), np.sin(camera.roll_rad)
    axes = np.stack([cr * right + sr * up, cr * up - sr * right, back])
    low, high = surface.positions.min(axis=0), surface.positions.max(axis=0)
    middle = (low + high) / 2
    radius = max(float(np.linalg.norm(surface.positions - middle, axis=1).max()), 1e-6)
    distance = 1.0 / np.sin(camera.field_rad / 2)
    seen = ((surface.positions - middle) / radius) @ axes.T
    depth = np.maximum(distance - seen[:, 2], _NEAR * distance)
    flat = seen[:, :2] / depth[:, None]
    # Framed by what is really seen, as a person frames a thing, not by its sphere.
    least, most = flat.min(axis=0), flat.max(axis=0)
    scale = camera.fill * wide / max(float((most - least).max()), 1e-6)
    centre = (least + most) / 2
    screen = (flat - centre) * (scale, -scale) + wide / 2
    return axes.astype(np.float32), screen.astype(np.float32), (1.0 / depth).astype(np.float32)


def _centres(pixels: I64, wide: int) -> F32:
    return np.stack([pixels % wide + 0.5, pixels // wide + 0.5], axis=1).astype(np.float32)


def _weights(corners: F32, at: F32) -> F32:
    """Barycentric weights (n, 3) of points (n, 2) in triangles (n, 3, 2); for slivers all alike."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    ab, ac, ap = b - a, c - a, at - a
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    safe = np.where(np.abs(area) < 1e-9, 1.0, area)
    v = (ap[:, 0] * ac[:, 1] - ap[:, 1] * ac[:, 0]) / safe
    w = (ab[:, 0] * ap[:, 1] - ab[:, 1] * ap[:, 0]) / safe
    weights = np.clip(np.stack([1.0 - v - w, v, w], axis=1), 0.0, 1.0)
    weights[(np.abs(area) < 1e-9) | (weights.sum(axis=1) < 1e-6)] = 1.0 / 3.0
    return weights.astype(np.float32)


def _resolved(surface: Surface, screen: F32, inverse_depth: F32, wide: int) -> tuple[F32, I64]:
    """For every pixel one over the depth of what is in front (0: nothing), and which triangle that is (-1)."""
    corners = screen[surface.triangles]
    low = np.clip(np.floor(corners.min(axis=1) - 0.5), -1, wide).astype(np.int64)
    high = np.clip(np.ceil(corners.max(axis=1) - 0.5), -1, wide).astype(np.int64)
    low, high = np.maximum(low, 0), np.minimum(high, wide - 1)
    spans = np.maximum(high - low + 1, 0)
    counts = spans[:, 0] * spans[:, 1]
    best = np.zeros(wide * wide, np.int64)
    bounds = np.searchsorted(np.cumsum(counts), np.arange(0, counts.sum() + 1, _MOST_CANDIDATES))
    edges = np.unique(np.concatenate([bounds, [len(counts)]]))
    for start, end in zip(np.concatenate([[0], edges[:-1]]), edges, strict=True):
        if end > start:
            _draw(surface, corners, inverse_depth, low, spans, counts, np.arange(start, end), wide, best)
    owner = np.where(best > 0, (best & 0xFFFFFFFF) - 1, -1)
    return (best >> 32).astype(np.float32) / np.float32(1 << 30), owner


def _draw(
    surface: Surface, corners: F32, inverse_depth: F32, low: I64, spans: I64, counts: I64, which: I64, wide: int,
    best: I64,
) -> None:  # fmt: skip
    """Draws some triangles into `best`: depth in the high bits, triangle + 1 in the low ones, the largest wins."""
    count = counts[which]
    triangle = np.repeat(which, count)
    local = np.arange(len(triangle)) - np.repeat(np.cumsum(count) - count, count)
    x = low[triangle, 0] + local % spans[triangle, 0]
    y = low[triangle, 1] + local // spans[triangle, 0]
    a, ab, ac, over = _edges(corners[which])
    first = triangle - which[0]
    px, py = x + np.float32(0.5) - a[first, 0], y + np.float32(0.5) - a[first, 1]
    v = (px * ac[first, 1] - py * ac[first, 0]) * over[first]
    w = (ab[first, 0] * py - ab[first, 1] * px) * over[first]
    inside = np.flatnonzero((v >= -1e-4) & (w >= -1e-4) & (v + w <= 1.0001))
    triangle, v, w, x, y = triangle[inside], v[inside], w[inside], x[inside], y[inside]
    depth = inverse_depth[surface.triangles[triangle]]
    near = depth[:, 0] * (1 - v - w) + depth[:, 1] * v + depth[:, 2] * w
    pixel = y * wide + x
    kept = surface.solid(triangle, np.stack([1 - v - w, v, w], axis=1).astype(np.float32) * depth, pixel)
    key = (np.clip(near, 1e-6, 1.9) * (1 << 30)).astype(np.int64) << 32 | (triangle + 1)
    np.maximum.at(best, pixel[kept], key[kept])


def _edges(corners: F32) -> tuple[F32, F32, F32, F32]:
    a = corners[:, 0]
    ab, ac = corners[:, 1] - a, corners[:, 2] - a
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    over = np.where(np.abs(area) < 1e-9, np.nan, 1.0 / np.where(np.abs(area) < 1e-9, 1.0, area))
    return a, ab, ac, over.astype(np.float32)


def _averaged(colour: F32, normal: F32, nearest: F32, hit: NDArray[np.bool_], wide: int) -> Seen:
    side = wide // _OVER

    def blocks(values: F32) -> F32:
        shaped = values.reshape(side, _OVER, side, _OVER, -1)
        return np.asarray(shaped.mean(axis=(1, 3)), np.float32)

    cover = np.asarray(blocks(hit.astype(np.float32))[..., 0], np.float32)
    share = np.maximum(cover, 1e-6)[..., None]
    facing = blocks(normal)
    facing /= np.maximum(np.linalg.norm(facing, axis=2, keepdims=True), 1e-6)
    open_ = blocks(_openness(nearest.reshape(wide, wide), hit.reshape(wide, wide)) * hit.reshape(wide, wide))
    plain = np.asarray(blocks(colour) / share, np.float32)
    return Seen(plain, facing, cover, np.asarray(open_[..., 0] / share[..., 0], np.float32))


def _openness(nearest: F32, hit: NDArray[np.bool_]) -> F32:
    """Darker where the surroundings stand nearer to the eye: the depth against its own blur, at two widths."""
    from scipy.ndimage import uniform_filter

    depth = np.where(hit, 1.0 / np.maximum(nearest, 1e-6), 0.0).astype(np.float32)
    solid = hit.astype(np.float32)
    shade = np.zeros_like(depth)
    for width in (max(3, len(depth) // 40), max(5, len(depth) // 12)):
        around = uniform_filter(depth, width) / np.maximum(uniform_filter(solid, width), 1e-6)
        shade += np.clip((depth - around) * 4.0, 0.0, 0.35)
    return np.asarray(1.0 - np.clip(shade, 0.0, 0.6), np.float32)
