"""The pictures that MTL materials name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image

from scenes.model.beside import Resolve, checked_path
from scenes.model.errors import ModelError
from scenes.model.limits import Meter
from scenes.model.notes import Note, Notes
from scenes.model.obj.mtl import MtlEntry
from scenes.model.pictures import UnreadablePicture, read_picture
from scenes.model.values import U8, AlphaMode, Material, Texture, TextureUse


class MtlPictures:
    """Reads each picture once and numbers the textures."""

    def __init__(self, meter: Meter, resolve: Resolve | None, notes: Notes) -> None:
        self._meter, self._resolve, self._notes = meter, resolve, notes
        self._read: dict[str, U8 | None] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self.textures: list[Texture] = []

    def dress(self, material: Material, entry: MtlEntry, double_sided: bool) -> Material:
        """The material with its picture; cut-outs (leaves, lace) are masked and seen from both sides."""
        material = replace(material, double_sided=double_sided)
        number = self._number(entry.map_kd, entry.map_d) if entry.map_kd else None
        if number is None:
            return material
        use = TextureUse(number)
        pixels = self.textures[number].pixels
        material = replace(material, textures=(("base_color", use),))
        if pixels.shape[2] == 4:
            mode = alpha_mode(pixels)
            material = replace(material, alpha_mode=mode, double_sided=double_sided or mode == "MASK")
        return material

    def _number(self, colour: str, mask: str) -> int | None:
        key = (colour, mask)
        if key not in self._numbers:
            pixels = self._picture(colour)
            if pixels is None:
                return None
            if mask and mask != colour and len(self.textures) < self._meter.limits.max_textures:
                pixels = _masked(pixels, self._picture(mask))
            if len(self.textures) >= self._meter.limits.max_textures:
                raise ModelError("The model has more pictures than allowed.")
            self.textures.append(Texture(pixels))
            self._numbers[key] = len(self.textures) - 1
        return self._numbers[key]

    def _picture(self, path: str) -> U8 | None:
        if path not in self._read:
            self._read[path] = self._load(path)
        return self._read[path]

    def _load(self, path: str) -> U8 | None:
        shown = path.replace("\\", "/").rsplit("/", 1)[-1][:60]
        try:
            inside = checked_path(path)
        except ModelError:
            self._notes.add(Note("picture_outside", (("name", shown),)))
            return None
        try:
            data = self._resolve(inside) if self._resolve is not None else b""
        except (OSError, LookupError, ValueError):
            data = b""
        if not data:
            self._notes.add(Note("picture_missing", (("name", shown),)))
            return None
        self._meter.take_bytes(len(data))
        try:
            return read_picture(data, self._meter)
        except UnreadablePicture as problem:
            self._notes.add(Note(problem.key, (("name", shown),)))
            return None


def _masked(colour: U8, mask: U8 | None) -> U8:
    if mask is None:
        return colour
    height, width = colour.shape[:2]
    grey = Image.fromarray(mask[..., 3] if mask.shape[2] == 4 else mask[..., :3].mean(axis=2).astype(np.uint8))
    alpha = np.asarray(grey.resize((width, height)))[..., None]
    return np.concatenate([colour[..., :3], alpha], axis=2)


def alpha_mode(pixels: U8) -> AlphaMode:
    """MASK for cut-outs, BLEND where many pixels are half see-through, OPAQUE where none is."""
    alpha = pixels[..., 3]
    if int(alpha.min()) > 250:
        return "OPAQUE"
    between = float(((alpha > 24) & (alpha < 231)).mean())
    return "BLEND" if between > 0.25 else "MASK"
