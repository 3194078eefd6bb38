"""A model made ready for drawing: all its triangles in one, with what each needs for its colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenes.model.colour import srgb_to_linear
from scenes.model.values import Model, Texture, TextureUse

F32 = NDArray[np.float32]
I64 = NDArray[np.int64]
_TEXTURE_SIDE: Final = 256


@dataclass(frozen=True, eq=False)
class Surface:
    """positions, normals: (n, 3). uv: (n, 2). tint: (n, 4) linear. triangles: (m, 3). owner: (m,) entry of `looks`."""

    positions: F32
    normals: F32
    uv: F32
    tint: F32
    triangles: I64
    owner: I64
    looks: tuple[_Look, ...]

    def colours(self, triangle: I64, corners: I64, weights: F32) -> F32:
        """Linear RGBA (n, 4) at points: their triangles (n,), corners (n, 3) and weights (n, 3)."""
        colour = np.einsum("nk,nkc->nc", weights, self.tint[corners])
        uv = np.einsum("nk,nkc->nc", weights, self.uv[corners])
        owner = self.owner[triangle]
        for number in np.unique(owner):
            picture = self.looks[number].picture
            if picture is not None:
                here = owner == number
                colour[here] *= picture.at(uv[here])
        return np.asarray(colour, np.float32)

    def solid(self, triangle: I64, weights: F32, pixel: I64) -> NDArray[np.bool_]:
        """Whether a candidate for a pixel is there at all: cut-outs by their picture, glass by a pattern of pixels."""
        kept = np.ones(len(triangle), bool)
        owner = self.owner[triangle]
        for number, look in enumerate(self.looks):
            if look.solid:
                continue
            here = np.flatnonzero(owner == number)
            if not len(here):
                continue
            share = weights[here] / np.maximum(weights[here].sum(axis=1, keepdims=True), 1e-9)
            alpha = self.colours(triangle[here], self.triangles[triangle[here]], share)[:, 3] * look.opacity
            if look.cutoff > 0:
                kept[here] = alpha >= look.cutoff
            else:
                kept[here] = alpha > (pixel[here] * 2654435761 % 97) / 97.0
        return kept


@dataclass(frozen=True, eq=False)
class _Picture:
    """A texture made small, linear RGBA, and how it lies."""

    texels: F32
    use: TextureUse
    repeats: bool

    def at(self, uv: F32) -> F32:
        c, s = np.cos(self.use.rotation_rad), np.sin(self.use.rotation_rad)
        u = uv[:, 0] * self.use.scale[0]
        v = uv[:, 1] * self.use.scale[1]
        u, v = u * c + v * s + self.use.offset[0], v * c - u * s + self.use.offset[1]
        u, v = (u % 1.0, v % 1.0) if self.repeats else (np.clip(u, 0, 1), np.clip(v, 0, 1))
        height, width = self.texels.shape[:2]
        rows = np.minimum((v * height).astype(np.int64), height - 1)
        return np.asarray(self.texels[rows, np.minimum((u * width).astype(np.int64), width - 1)], np.float32)


@dataclass(frozen=True, eq=False)
class _Look:
    picture: _Picture | None
    solid: bool
    cutoff: float
    opacity: float


def surface(model: Model) -> Surface:
    """All of a model in its default variant. Raises ValueError when there is nothing to draw."""
    shown = [p for p in model.primitives if len(p.triangles)]
    if not shown:
        raise ValueError("the model has no triangle")
    starts = np.cumsum([0, *(len(p.positions) for p in shown)])
    tints, uvs, looks = [], [], []
    small: dict[int, F32] = {}
    for primitive in shown:
        material = model.materials[primitive.material]
        base = np.asarray(material.base_color, np.float32)
        light = base[:3] + np.clip(np.asarray(material.emissive, np.float32), 0, 1) * 0.6
        tint = np.broadcast_to(np.append(light, base[3]), (len(primitive.positions), 4)).astype(np.float32)
        tints.append(tint if primitive.colors is None else tint * primitive.colors)
        use = material.texture("base_color")
        chosen = primitive.uv1 if use is not None and use.uv_set else primitive.uv0
        uvs.append(np.zeros((len(primitive.positions), 2), np.float32) if chosen is None else chosen)
        picture = None
        if use is not None and chosen is not None:
            if use.texture not in small:
                small[use.texture] = _shrunk(model.textures[use.texture])
            picture = _Picture(small[use.texture], use, model.textures[use.texture].wrap != "clamp")
        solid = material.alpha_mode == "OPAQUE" and material.transmission < 0.3
        cutoff = material.alpha_cutoff if material.alpha_mode == "MASK" else 0.0
        looks.append(_Look(picture, solid, cutoff, 1.0 - 0.7 * material.transmission))
    return Surface(
        np.concatenate([p.positions for p in shown]).astype(np.float32),
        np.concatenate([p.normals for p in shown]).astype(np.float32),
        np.concatenate(uvs).astype(np.float32),
        np.concatenate(tints).astype(np.float32),
        np.concatenate([p.triangles.astype(np.int64) + start for p, start in zip(shown, starts, strict=False)]),
        np.concatenate([np.full(len(p.triangles), i, np.int64) for i, p in enumerate(shown)]),
        tuple(looks),
    )


def _shrunk(texture: Texture) -> F32:
    from PIL import Image

    pixels = texture.pixels
    if max(pixels.shape[:2]) > _TEXTURE_SIDE:
        picture = Image.fromarray(pixels)
        picture.thumbnail((_TEXTURE_SIDE, _TEXTURE_SIDE), Image.Resampling.BOX)
        pixels = np.asarray(picture)
    alpha = pixels[..., 3:] / np.float32(255) if pixels.shape[2] == 4 else np.ones((*pixels.shape[:2], 1), np.float32)
    return np.concatenate([srgb_to_linear(np.ascontiguousarray(pixels[..., :3])), alpha], axis=2)
