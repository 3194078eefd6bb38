"""What colour a surface has on the whole: textures, factors and vertex colours as one linear colour per triangle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenes.model.colour import srgb_to_linear
from scenes.model.values import F32, Material, Model, Primitive, Texture, TextureUse

F64 = NDArray[np.float64]

_SIDE = 256
_COARSE_SIDE = 12
_WIDE = 0.25
_BEHIND_GLASS = 0.3
"""Linear grey that shows through what is see-through, where a level must be opaque."""


def _points() -> F32:
    """(10, 3) barycentric points spread evenly over a triangle."""
    steps = [(i, j, 3 - i - j) for i in range(4) for j in range(4 - i)]
    inner = (np.array(steps, np.float32) + 1.0 / 3.0) / 4.0
    return inner.astype(np.float32)


class Baker:
    """Means over triangles; each texture is made small once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._small: dict[tuple[int, int], F32] = {}

    def triangle_colours(self, primitive: Primitive) -> F32:
        """(m, 4) linear colour and opacity of each triangle in its default material; light it emits is added."""
        material = self._model.materials[primitive.material]
        colour = np.broadcast_to(np.array(material.base_color, np.float32), (len(primitive.triangles), 4)).copy()
        if primitive.colors is not None:
            colour *= primitive.colors[primitive.triangles].mean(axis=1)
        use = material.texture("base_color")
        if use is not None:
            colour *= self._means(primitive, use, material)
        if material.alpha_mode == "OPAQUE":
            colour[:, 3] = 1.0
        colour[:, 3] *= 1.0 - 0.8 * material.transmission
        glow = np.array(material.emissive, np.float32)
        emitted = material.texture("emissive")
        if emitted is not None and glow.max() > 0:
            colour[:, :3] += self._means(primitive, emitted, material)[:, :3] * glow
        else:
            colour[:, :3] += glow
        return np.clip(colour, 0.0, 1.0)

    def _means(self, primitive: Primitive, use: TextureUse, material: Material) -> F32:
        uv = primitive.uv1 if use.uv_set else primitive.uv0
        if uv is None:
            pixels = self._shrunk(use.texture, _SIDE)
            return np.broadcast_to(pixels.mean(axis=(0, 1)), (len(primitive.triangles), 4))
        corners = transformed_uv(uv, use)[primitive.triangles]
        spots = np.einsum("sk,mkc->msc", _points(), corners)
        samples = self._sample(use.texture, spots, _SIDE)
        # Few spots on a triangle that covers much of a picture hit its detail by chance only.
        wide = np.flatnonzero((corners.max(axis=1) - corners.min(axis=1)).max(axis=1) > _WIDE)
        if len(wide):
            samples[wide] = self._sample(use.texture, spots[wide], _COARSE_SIDE)
        weights = samples[..., 3:] if material.alpha_mode != "OPAQUE" else np.ones_like(samples[..., 3:])
        total = np.maximum(weights.sum(axis=1), 1e-4)
        mean: F32 = np.concatenate(
            [(samples[..., :3] * weights).sum(axis=1) / total, samples[..., 3].mean(axis=1)[:, None]], 1
        )
        return mean

    def _sample(self, texture: int, uv: F32, side: int) -> F32:
        pixels = self._shrunk(texture, side)
        height, width = pixels.shape[:2]
        wrap = self._model.textures[texture].wrap
        where: NDArray[np.floating] = np.nan_to_num(uv, posinf=0.0, neginf=0.0)
        if wrap == "clamp":
            where = np.clip(where, 0.0, 1.0)
        elif wrap == "mirror":
            where = 1.0 - np.abs(np.mod(where, 2.0) - 1.0)
        else:
            where = np.mod(where, 1.0)
        x = np.minimum((where[..., 0] * width).astype(np.int64), width - 1)
        y = np.minimum((where[..., 1] * height).astype(np.int64), height - 1)
        picked: F32 = pixels[y, x]
        return picked

    def _shrunk(self, texture: int, side: int) -> F32:
        key = texture, side
        if key not in self._small:
            fine = side == _SIDE
            texture_of = self._model.textures[texture]
            self._small[key] = small_linear(texture_of) if fine else coarse(self._shrunk(texture, _SIDE), side)
        return self._small[key]


def small_linear(texture: Texture) -> F32:
    """(h, w, 4) the texture at about 256 pixels a side or fewer, linear, alpha 1 where it has none."""
    pixels = texture.pixels
    height, width = pixels.shape[:2]
    factor = max(1, round(max(width, height) / _SIDE))
    if factor > 1:
        pixels = np.asarray(Image.fromarray(pixels).reduce(factor))
    colour = srgb_to_linear(np.ascontiguousarray(pixels[..., :3]))
    alpha = np.ones((*colour.shape[:2], 1), np.float32)
    if pixels.shape[2] == 4:
        alpha = pixels[..., 3:].astype(np.float32) / 255.0
    return np.concatenate([colour, alpha], axis=2)


def coarse(pixels: F32, side: int) -> F32:
    """(at most side, at most side, 4) means over blocks of a linear picture; what is see-through counts less."""
    height, width = pixels.shape[:2]
    rows = np.linspace(0, height, min(side, height), endpoint=False).astype(np.int64)
    columns = np.linspace(0, width, min(side, width), endpoint=False).astype(np.int64)
    weighted = np.concatenate(
        [pixels[..., :3] * pixels[..., 3:], np.ones_like(pixels[..., 3:]), pixels[..., 3:]], axis=2
    )
    sums = np.add.reduceat(np.add.reduceat(weighted, rows, axis=0), columns, axis=1)
    colour = sums[..., :3] / np.maximum(sums[..., 4:], 1e-6)
    result: F32 = np.concatenate([colour, sums[..., 4:] / sums[..., 3:4]], axis=2).astype(np.float32)
    return result


def transformed_uv(uv: F32, use: TextureUse) -> F32:
    """(n, 2) texture coordinates after KHR_texture_transform: offset + rotation * scale * uv."""
    if use.offset == (0.0, 0.0) and use.scale == (1.0, 1.0) and not use.rotation_rad:
        return uv
    c, s = np.cos(use.rotation_rad), np.sin(use.rotation_rad)
    turn = np.array([[c, s], [-s, c]])
    result: F32 = ((uv * np.array(use.scale)) @ turn.T + np.array(use.offset)).astype(np.float32)
    return result


def opaque(colours: F32) -> F32:
    """(m, 4) with opacity 1: what is see-through takes on some light grey."""
    share = colours[:, 3:]
    mixed = colours[:, :3] * share + _BEHIND_GLASS * (1.0 - share)
    return np.concatenate([mixed, np.ones_like(share)], axis=1)
