"""A word or a measure as a small picture: dark on light, with rounded ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_INK, _PAPER = (18, 34, 42, 255), (250, 249, 246, 245)


def text_picture(text: str, font: ImageFont.FreeTypeFont) -> NDArray[np.uint8]:
    """(height, width, 4) RGBA, row 0 on top; the height follows from the font."""
    left, top, right, bottom = font.getbbox(text or " ")
    pad_x, pad_y = int(font.size // 2), int(font.size // 4)
    width, height = round(right - left) + 2 * pad_x, round(font.size * 1.15) + 2 * pad_y
    picture = Image.new("RGBA", (width, height), (*_PAPER[:3], 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, width - 1, height - 1), radius=height // 3, fill=_PAPER)
    pen.text((pad_x - left, (height - (bottom - top)) / 2 - top), text, font=font, fill=_INK)
    return np.asarray(picture)
