"""Pictures inside or beside a model: sizes checked before a pixel is unpacked."""

from __future__ import annotations

import io
import warnings
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image, UnidentifiedImageError

from scenes.model.errors import ModelError
from scenes.model.limits import Meter
from scenes.model.values import U8

_KTX2 = b"\xabKTX 20\xbb\r\n\x1a\n"
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TGA")


class UnreadablePicture(Exception):  # noqa: N818 - never leaves this package
    """A picture that is damaged or of an unknown kind."""

    def __init__(self, key: Literal["picture_unreadable", "picture_kind_unknown"] = "picture_unreadable") -> None:
        super().__init__(key)
        self.key: Literal["picture_unreadable", "picture_kind_unknown"] = key


class Size(NamedTuple):
    """Pixels."""

    width: int
    height: int


def read_picture(data: bytes, meter: Meter) -> U8:
    """(height, width, 3 or 4) uint8, row 0 on top; four channels only when some pixel is see-through.

    Raises:
        ModelError: it would unpack to more pixels than allowed.
        UnreadablePicture: it is damaged or of an unknown kind.
    """
    if data[:12] == _KTX2:
        return _read_ktx2(data, meter)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read_with_pillow(data, meter)
        except Image.DecompressionBombError as error:
            raise ModelError("A picture of the model is larger than allowed.") from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
            raise UnreadablePicture from error
        except (IndexError, KeyError, TypeError, ArithmeticError, AttributeError) as error:
            # Pillow's header parsers let these through on damaged files.
            raise UnreadablePicture from error


def _read_with_pillow(data: bytes, meter: Meter) -> U8:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        meter.take_picture(*picture.size)
        side = meter.limits.keep_texture_side
        if max(picture.size) > side and picture.format == "JPEG":
            scale = side / max(picture.size)
            # Lets the JPEG decoder do most of the shrinking, which is much faster.
            picture.draft(None, (int(picture.width * scale), int(picture.height * scale)))
        loaded = _eight_bits(picture)
    if max(loaded.size) > side:
        scale = side / max(loaded.size)
        size = max(1, round(loaded.width * scale)), max(1, round(loaded.height * scale))
        loaded = loaded.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    return _without_idle_alpha(np.asarray(loaded))


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        grey = np.asarray(picture, np.float64)
        top = 65535.0 if grey.size and grey.max() > 255 else 255.0
        return Image.fromarray(np.clip(grey * (255.0 / top), 0, 255).astype(np.uint8)).convert("RGB")
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    return picture.convert("RGBA" if see_through else "RGB")


def _without_idle_alpha(pixels: U8) -> U8:
    if pixels.shape[2] == 4 and bool((pixels[..., 3] == 255).all()):
        pixels = pixels[..., :3]
    return np.ascontiguousarray(pixels)


def _read_ktx2(data: bytes, meter: Meter) -> U8:
    import opengl_basisu

    if len(data) < 80:
        raise UnreadablePicture
    width, height = (int.from_bytes(data[at : at + 4], "little") for at in (20, 24))
    meter.take_picture(width, height)
    try:
        texture = opengl_basisu.open(data)
        level = 0
        while level + 1 < texture.levels and max(width, height) >> level > meter.limits.keep_texture_side:
            level += 1
        pixels = np.asarray(texture.transcode(opengl_basisu.Target.RGBA8, level=level).data, np.uint8)
    except opengl_basisu.UnsupportedError as error:
        raise UnreadablePicture("picture_kind_unknown") from error
    except (ValueError, IndexError, RuntimeError, MemoryError) as error:
        raise UnreadablePicture from error
    return _without_idle_alpha(pixels)


def shrink(pixels: U8, side: int, kind: Literal["colour", "data"] = "colour") -> U8:
    """The picture with its longer side at most `side` pixels."""
    height, width = pixels.shape[:2]
    if max(width, height) <= side:
        return pixels
    scale = side / max(width, height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    filtered = Image.Resampling.LANCZOS if kind == "colour" else Image.Resampling.BOX
    return np.asarray(Image.fromarray(pixels).resize(size, filtered, reducing_gap=2.0))
