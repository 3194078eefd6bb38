"""KHR_materials_pbrSpecularGlossiness, the older way to describe surfaces, turned into metallic-roughness.

A metal has no diffuse colour and a coloured strong reflection; everything else reflects about 4 %. How metallic a point
is follows from how far its reflection exceeds those 4 % (the conversion that the extension's own page describes,
without its perceived-brightness weights).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenes.model.colour import linear_to_srgb, srgb_to_linear
from scenes.model.values import U8, Texture, TextureUse, Wrap

_DIELECTRIC = 0.04
F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Glossy:
    """The converted factors (linear) and textures."""

    base_color: tuple[float, ...]
    metallic: float
    roughness: float
    base_use: TextureUse | None
    metallic_use: TextureUse | None


def metallic_from_glossy(
    diffuse: tuple[float, ...],
    specular: tuple[float, ...],
    glossiness: float,
    diffuse_use: TextureUse | None,
    gloss_use: TextureUse | None,
    textures: list[Texture],
    add: Callable[[U8, Wrap], int],
) -> Glossy:
    """The same surface as metallic-roughness. Textures are converted pixel by pixel when there is a gloss picture."""
    if gloss_use is None:
        base, metallic = convert(np.array(diffuse[:3], np.float32), np.array(specular, np.float32))
        if diffuse_use is not None:
            # The picture carries the colour; the factor only tints it.
            base = np.array(diffuse[:3], np.float32)
        colour = (*(float(v) for v in base), diffuse[3])
        return Glossy(colour, float(metallic), 1.0 - glossiness, diffuse_use, None)
    gloss = textures[gloss_use.texture]
    height, width = gloss.pixels.shape[:2]
    spec = srgb_to_linear(gloss.pixels[..., :3]) * np.array(specular, np.float32)
    alpha = gloss.pixels[..., 3].astype(np.float32) / 255.0 if gloss.pixels.shape[2] == 4 else np.float32(1.0)
    wrap = gloss.wrap
    painted_with: F32 = np.broadcast_to(np.array(diffuse, np.float32), (height, width, 4))
    if diffuse_use is not None:
        picture = textures[diffuse_use.texture]
        wrap = picture.wrap
        painted_with = painted_with * _sized(picture.pixels, width, height)
    base, metallic = convert(painted_with[..., :3], spec)
    roughness = np.broadcast_to(1.0 - alpha * np.float32(glossiness), (height, width))
    surface = np.stack([np.ones_like(roughness), roughness, metallic], axis=-1)
    painted = np.concatenate([linear_to_srgb(base), _bytes(painted_with[..., 3:])], axis=-1)
    see_through = bool((painted[..., 3] < 255).any())
    use = diffuse_use or gloss_use
    base_number = add(np.ascontiguousarray(painted if see_through else painted[..., :3]), wrap)
    surface_number = add(_bytes(surface), gloss.wrap)
    return Glossy((1.0, 1.0, 1.0, 1.0), 1.0, 1.0, _moved(use, base_number), _moved(gloss_use, surface_number))


def convert(diffuse: F32, specular: F32) -> tuple[F32, F32]:
    """Base colour (..., 3) and metalness (...) of diffuse and specular colours (..., 3), all linear."""
    strongest = specular.max(axis=-1)
    room = np.maximum(diffuse.max(axis=-1), strongest) - _DIELECTRIC
    metallic = np.clip((strongest - _DIELECTRIC) / np.maximum(room, 1e-4), 0.0, 1.0)
    metallic = np.where(strongest <= _DIELECTRIC + 0.01, 0.0, metallic).astype(np.float32)
    share = metallic[..., None]
    base = np.clip(diffuse * (1.0 - share) + specular * share, 0.0, 1.0)
    return base.astype(np.float32), metallic


def _sized(pixels: U8, width: int, height: int) -> F32:
    sized = np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.BILINEAR))
    alpha = (
        sized[..., 3:4].astype(np.float32) / 255.0 if sized.shape[2] == 4 else np.ones((height, width, 1), np.float32)
    )
    return np.concatenate([srgb_to_linear(sized[..., :3]), alpha], axis=-1)


def _bytes(values: F32) -> U8:
    return (np.clip(values, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def _moved(use: TextureUse, texture: int) -> TextureUse:
    return TextureUse(texture, use.uv_set, use.offset, use.rotation_rad, use.scale)
