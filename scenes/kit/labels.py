"""Printed cards and signs: text drawn with FreeType into atlases, one picture and one Geom for many cards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from scenes.kit.fonts import FontFiles
from scenes.kit.geometry import VERTEX, Mesh

U8 = NDArray[np.uint8]
CARD_PX = (256, 144)
PAPER_TONE, INK, PALE_INK = 250, 28, 96
_SMALLEST_PX = 16


@dataclass(frozen=True)
class CardText:
    """What a price card says."""

    title: str
    price: str


@dataclass(frozen=True)
class CardPose:
    """Where a card stands: bottom centre, heading, how far it leans back, size in metres."""

    x_m: float
    y_m: float
    z_m: float
    heading_rad: float
    lean_rad: float
    width_m: float
    height_m: float


def wrapped(text: str, font: ImageFont.FreeTypeFont, width_px: float, lines: int) -> list[str]:
    """Breaks a text into at most `lines` lines, at spaces or between Chinese characters; the last may end in dots."""
    tokens = _tokens(text)
    result: list[str] = []
    current = ""
    for i, token in enumerate(tokens):
        joined = current + token
        if font.getlength(joined.strip()) <= width_px or not current.strip():
            current = joined
            continue
        if len(result) == lines - 1:
            rest = current + "".join(tokens[i:])
            return [*result, _shortened(rest, font, width_px)]
        result.append(current.strip())
        current = token
    return [*result, _shortened(current, font, width_px)]


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for letter in " ".join(text.split()):
        wide = ord(letter) >= 0x2E80
        if wide or not tokens or tokens[-1].endswith(" ") or ord(tokens[-1][-1]) >= 0x2E80:
            tokens.append(letter)
        else:
            tokens[-1] += letter
    return tokens


def _shortened(text: str, font: ImageFont.FreeTypeFont, width_px: float) -> str:
    text = text.strip()
    if font.getlength(text) <= width_px:
        return text
    while text and font.getlength(text + "…") > width_px:
        text = text[:-1].rstrip()
    return text + "…"


def _fitting(text: str, font: ImageFont.FreeTypeFont, width_px: float) -> ImageFont.FreeTypeFont:
    """The font, made smaller where the text would not fit: a price is never cut, for what is left is another price."""
    length = font.getlength(text)
    if length <= width_px:
        return font
    return font.font_variant(size=max(_SMALLEST_PX, math.floor(font.size * width_px / length)))


def draw_card(text: CardText, plain: ImageFont.FreeTypeFont, strong: ImageFont.FreeTypeFont) -> U8:
    """A white card with the title above and the price below, (height, width) grey bytes."""
    width, height = CARD_PX
    image = Image.new("L", CARD_PX, PAPER_TONE)
    pen = ImageDraw.Draw(image)
    inset = 14
    lines = wrapped(text.title, plain, width - 2 * inset, 2)
    for i, line in enumerate(lines):
        pen.text((inset, 8 + i * 34), line, font=plain, fill=INK)
    figures = _fitting(text.price, strong, width - 2 * inset)
    pen.text(
        (inset, height - 13), _shortened(text.price, figures, width - 2 * inset), font=figures, fill=INK, anchor="ls"
    )
    pen.rectangle((0, 0, width - 1, height - 1), outline=226, width=2)
    return np.asarray(image)


def card_atlas(texts: Sequence[CardText], fonts: FontFiles) -> tuple[U8, int]:
    """All cards in one grey picture, row by row, and how many stand in a row."""
    columns = max(1, math.ceil(math.sqrt(len(texts) * CARD_PX[1] / CARD_PX[0])))
    rows = max(1, math.ceil(len(texts) / columns))
    atlas = np.full((rows * CARD_PX[1], columns * CARD_PX[0]), PAPER_TONE, dtype=np.uint8)
    plain, strong = fonts.load(28), fonts.load(52, strong=True)
    for i, text in enumerate(texts):
        y, x = (i // columns) * CARD_PX[1], (i % columns) * CARD_PX[0]
        atlas[y : y + CARD_PX[1], x : x + CARD_PX[0]] = draw_card(text, plain, strong)
    return atlas, columns


def card_mesh(poses: Sequence[CardPose], columns: int) -> Mesh:
    """One quad per card, with its place in an atlas of `columns` cards a row."""
    rows = max(1, math.ceil(len(poses) / columns))
    boxes = []
    for i in range(len(poses)):
        u, v = (i % columns) / columns, 1.0 - (i // columns) / rows
        boxes.append((u, v - 1.0 / rows, u + 1.0 / columns, v))
    return quads(poses, boxes)


def quads(poses: Sequence[CardPose], uv_boxes: Sequence[tuple[float, float, float, float]]) -> Mesh:
    """Upright or leaning rectangles; each uv box is (left, bottom, right, top)."""
    out = np.zeros(len(poses) * 4, dtype=VERTEX)
    out["color"] = 255
    out["surface"] = (200, 0, 255, 0)
    triangles = np.zeros((len(poses) * 2, 3), dtype=np.uint32)
    for i, (p, (u0, v0, u1, v1)) in enumerate(zip(poses, uv_boxes, strict=True)):
        c, s = math.cos(p.heading_rad), math.sin(p.heading_rad)
        lean_y, lean_z = math.sin(p.lean_rad), math.cos(p.lean_rad)
        rows = out[i * 4 : i * 4 + 4]
        for k, (sx, up, u, v) in enumerate(((-0.5, 0, u0, v0), (0.5, 0, u1, v0), (0.5, 1, u1, v1), (-0.5, 1, u0, v1))):
            x, y, z = sx * p.width_m, up * p.height_m * lean_y, up * p.height_m * lean_z
            rows["position"][k] = (p.x_m + x * c - y * s, p.y_m + x * s + y * c, p.z_m + z)
            rows["normal"][k] = (s * lean_z, -c * lean_z, lean_y)
            rows["uv"][k] = (u, v)
        triangles[i * 2 : i * 2 + 2] = np.array([[0, 1, 2], [0, 2, 3]]) + i * 4
    return Mesh(out, triangles)


def draw_sign(text: str, width_m: float, height_m: float, fonts: FontFiles, height_px: int = 160) -> U8:
    """A sign board: warm white letters on charcoal, as large as fits. (height, width, 3) sRGB."""
    width_px = max(64, round(height_px * width_m / max(height_m, 1e-3)))
    image = Image.new("RGB", (width_px, height_px), (58, 54, 50))
    pen = ImageDraw.Draw(image)
    size = round(height_px * 0.56)
    font = fonts.load(size, strong=True)
    while size > 12 and font.getlength(text) > width_px * 0.88:
        size -= 4
        font = fonts.load(size, strong=True)
    pen.text((width_px / 2, height_px / 2), text, font=font, fill=(250, 244, 232), anchor="mm")
    return np.asarray(image)
