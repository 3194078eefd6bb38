"""Pictures as JPEG or PNG bytes, each encoded once."""

from __future__ import annotations

import io
from typing import Literal

import numpy as np
from PIL import Image

from scenes.model.values import U8, Model

Role = Literal["colour", "see_through", "data"]
"""What a picture is for: opaque colour, colour with alpha, or numbers (normals, roughness) that must stay exact."""

_QUALITY: dict[Role, int] = {"colour": 90, "see_through": 90, "data": 93}
_SMALL = 64 * 64


class PictureCache:
    """Encoded pictures by the identity of their pixels, which are kept alive so that identities stay unique."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Role], tuple[U8, bytes, str]] = {}

    def encoded(self, pixels: U8, role: Role) -> tuple[bytes, str]:
        """The picture's bytes and their media type."""
        key = id(pixels), role
        if key not in self._known:
            data, mime = encode_picture(pixels, role)
            self._known[key] = pixels, data, mime
        return self._known[key][1:]

    @staticmethod
    def roles(model: Model) -> list[Role]:
        """What each texture of the model is for; a picture with two uses gets the more demanding one."""
        roles: dict[int, Role] = {}
        rank: list[Role] = ["colour", "data", "see_through"]
        for material in model.materials:
            for slot, use in material.textures:
                role: Role = "colour" if slot in ("base_color", "emissive") else "data"
                if slot == "base_color" and material.alpha_mode != "OPAQUE":
                    role = "see_through"
                key = id(model.textures[use.texture].pixels)
                roles[key] = max(roles.get(key, "colour"), role, key=rank.index)
        return [roles.get(id(texture.pixels), "colour") for texture in model.textures]


def encode_picture(pixels: U8, role: Role) -> tuple[bytes, str]:
    """PNG where alpha counts or the picture is tiny, else JPEG; and the media type."""
    see_through = role == "see_through" and pixels.shape[2] == 4 and bool((pixels[..., 3] < 255).any())
    out = io.BytesIO()
    if see_through or pixels.shape[0] * pixels.shape[1] <= _SMALL:
        kept = pixels if see_through else pixels[..., :3]
        Image.fromarray(np.ascontiguousarray(kept)).save(out, "PNG", compress_level=6)
        return out.getvalue(), "image/png"
    picture = Image.fromarray(np.ascontiguousarray(pixels[..., :3]))
    # Chroma at half size would shear the x and y of normals apart.
    picture.save(out, "JPEG", quality=_QUALITY[role], subsampling=0 if role == "data" else 2)
    return out.getvalue(), "image/jpeg"
