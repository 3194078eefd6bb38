"""Pictures drawn into products: what screens show, labels, dials, prints. Pillow and numpy, seeded, no fonts of the
machine (Pillow carries its own), no real brands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from inference.families.materials import Rgb, shaded

U8 = NDArray[np.uint8]


@lru_cache(maxsize=64)
def font(size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own typeface."""
    return ImageFont.load_default(float(size_px))


def ink(colour: Rgb) -> tuple[int, int, int]:
    """sRGB 0..1 as Pillow writes it."""
    r, g, b = (round(min(max(c, 0.0), 1.0) * 255) for c in colour)
    return r, g, b


def pixels(image: Image.Image) -> U8:
    """(h, w, 3) uint8."""
    return np.ascontiguousarray(np.asarray(image.convert("RGB")))


def text(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], words: str, size_px: float, colour: Rgb, anchor: str = "mm"
) -> None:
    """Words anchored at a point."""
    draw.text(at, words, fill=ink(colour), font=font(max(6, round(size_px))), anchor=anchor)


def spaced(words: str) -> str:
    """Letters set apart, as on perfume and headphones."""
    return " ".join(words.upper())


def _field(width: int, height: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    return x, y


def wallpaper(width: int, height: int, seed: int, hues: Sequence[Rgb]) -> Image.Image:
    """A desktop picture: dunes, ribbons of light, or a sun over hills; three or more colours, dark to light."""
    rng = np.random.default_rng(seed)
    x, y = _field(width, height)
    x = x * width / max(width, height)
    stops = np.asarray(hues, float)
    kind = int(rng.integers(3))
    if kind == 0:
        level = 0.25 * np.ones_like(x)
        for i in range(5):
            edge = 0.35 + 0.12 * i + 0.07 * np.sin(x * rng.uniform(3, 7) + rng.uniform(0, 6))
            inside = np.clip((y - edge) * 300, 0, 1)
            shade = (i + 1) / 5 * (1 - 0.5 * np.clip((y - edge) * 4, 0, 1))
            level = level * (1 - inside) + shade * inside
        level = np.clip(level + 0.12 * (1 - y) * (level < 0.3), 0, 1)
    elif kind == 1:
        level = 0.15 + 0.25 * (1 - y)
        for _ in range(6):
            a, b, c = rng.uniform(2, 5), rng.uniform(0, 6), rng.uniform(0.25, 0.8)
            line = c + 0.16 * np.sin(a * x + b) + 0.08 * np.sin(2.3 * a * x + 2 * b)
            level = level + 0.42 * np.exp(-np.clip(y - line, 0, 1) / 0.09) * (y > line)
        level = np.clip(level, 0, 1)
    else:
        level = 0.35 + 0.55 * (1 - y) * 0.6
        sun = np.hypot(x - rng.uniform(0.3, 0.6), y - rng.uniform(0.3, 0.5))
        level = np.where(sun < rng.uniform(0.10, 0.17), 1.0, level + 0.2 * np.exp(-sun * 5))
        for i in range(3):
            ridge = 0.58 + 0.11 * i + 0.05 * np.sin(x * (4 + 3 * i) + rng.uniform(0, 6)) + 0.02 * np.sin(x * 23 + i)
            level = np.where(y > ridge, 0.42 - 0.18 * i + 0.1 * (y - ridge), level)
        level = np.clip(level, 0, 1)
    places = np.linspace(0, 1, len(stops))
    rgb = np.stack([np.interp(level, places, stops[:, k]) for k in range(3)], axis=2)
    return Image.fromarray((np.clip(rgb, 0, 1) * 255).astype(np.uint8))


SCREEN_HUES: tuple[tuple[Rgb, ...], ...] = (
    ((0.05, 0.07, 0.20), (0.20, 0.22, 0.55), (0.75, 0.35, 0.55), (0.99, 0.76, 0.55)),
    ((0.03, 0.14, 0.18), (0.05, 0.36, 0.40), (0.35, 0.68, 0.60), (0.92, 0.93, 0.76)),
    ((0.14, 0.05, 0.10), (0.50, 0.13, 0.20), (0.90, 0.45, 0.25), (0.99, 0.84, 0.52)),
    ((0.06, 0.06, 0.09), (0.18, 0.24, 0.36), (0.44, 0.58, 0.76), (0.90, 0.94, 0.98)),
    ((0.12, 0.06, 0.22), (0.36, 0.20, 0.60), (0.68, 0.52, 0.90), (0.96, 0.88, 0.98)),
)


@lru_cache(maxsize=48)
def phone_screen(width: int, height: int, seed: int) -> U8:
    """A home screen: clock, a widget, rows of icons, a dock."""
    rng = np.random.default_rng(seed)
    image = wallpaper(width, height, seed, SCREEN_HUES[seed % len(SCREEN_HUES)])
    draw = ImageDraw.Draw(image, "RGBA")
    unit = min(width, height) / 100
    wide = width > height
    white: Rgb = (1, 1, 1)
    clock = f"{rng.integers(7, 22)}:{rng.integers(10, 59)}"
    text(draw, (width / 2, height * 0.06 + 16 * unit), clock, 19 * unit, white)
    text(draw, (width / 2, height * 0.06 + 31 * unit), "Tuesday 14 May", 5.2 * unit, white)
    columns, rows = (8, 1) if wide else (4, 3 if height > 1.8 * width else 2)
    side, gap_x = 14 * unit, width / (columns + 0.6)
    for row in range(rows + 1):
        dock = row == rows
        y = height - 14 * unit if dock else height * (0.48 if wide else 0.52) + row * side * 1.55
        if dock:
            draw.rounded_rectangle(
                (4 * unit, y - 10 * unit, width - 4 * unit, y + 10 * unit), 7 * unit, fill=(255, 255, 255, 70)
            )
        for column in range(columns):
            x = gap_x * (column + 0.8)
            base = np.clip(rng.uniform(0.15, 0.95, 3), 0, 1)
            box = (x - side / 2, y - side / 2, x + side / 2, y + side / 2)
            draw.rounded_rectangle(box, side * 0.26, fill=(*ink((base[0], base[1], base[2])), 255))
            _glyph(draw, x, y, side * 0.3, int(rng.integers(5)))
    return pixels(image)


def _glyph(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, kind: int) -> None:
    white = (255, 255, 255, 235)
    thick = max(1, round(r * 0.28))
    if kind == 0:
        draw.ellipse((x - r, y - r, x + r, y + r), outline=white, width=thick)
    elif kind == 1:
        draw.polygon([(x - r * 0.7, y - r), (x + r, y), (x - r * 0.7, y + r)], fill=white)
    elif kind == 2:
        draw.rounded_rectangle((x - r, y - r * 0.75, x + r, y + r * 0.75), r * 0.3, fill=white)
    elif kind == 3:
        for k in (-0.7, 0.0, 0.7):
            draw.line((x - r, y + k * r, x + r, y + k * r), fill=white, width=thick)
    else:
        draw.pieslice((x - r, y - r, x + r, y + r), 200, 520, fill=white)


@lru_cache(maxsize=48)
def desktop_screen(width: int, height: int, seed: int) -> U8:
    """A computer's desktop: wallpaper, two windows, a bar of icons."""
    rng = np.random.default_rng(seed)
    image = wallpaper(width, height, seed, SCREEN_HUES[seed % len(SCREEN_HUES)])
    draw = ImageDraw.Draw(image, "RGBA")
    u = height / 100
    draw.rectangle((0, 0, width, 3.2 * u), fill=(15, 18, 26, 150))
    if seed % 3:
        _window(draw, (width * 0.10, 14 * u, width * 0.58, 76 * u), u, rng, bool(seed % 2))
    side = 6.5 * u
    count = 9
    left = width / 2 - count * side * 0.65
    draw.rounded_rectangle(
        (left - side * 0.4, 88 * u, width - left + side * 0.4, 98 * u), 2.5 * u, fill=(255, 255, 255, 80)
    )
    for i in range(count):
        x, y = left + (i + 0.5) * side * 1.3, 93 * u
        c = rng.uniform(0.15, 0.95, 3)
        draw.rounded_rectangle(
            (x - side / 2, y - side / 2, x + side / 2, y + side / 2), side * 0.25, fill=(*ink((c[0], c[1], c[2])), 255)
        )
        _glyph(draw, x, y, side * 0.28, int(rng.integers(5)))
    return pixels(image)


def _window(
    draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], u: float, rng: np.random.Generator, dark: bool
) -> None:
    x0, y0, x1, y1 = box
    paper, line = ((28, 30, 38, 245), (150, 160, 180, 255)) if dark else ((250, 250, 248, 250), (90, 96, 110, 255))
    draw.rounded_rectangle(box, 1.5 * u, fill=paper)
    for i, c in enumerate(((236, 106, 94), (244, 190, 79), (97, 197, 84))):
        draw.ellipse((x0 + (2 + 3 * i) * u, y0 + 1.6 * u, x0 + (3.8 + 3 * i) * u, y0 + 3.4 * u), fill=c)
    draw.rectangle((x0, y0 + 5 * u, x0 + (x1 - x0) * 0.24, y1 - 1.5 * u), fill=(128, 132, 145, 40))
    top = y0 + 9 * u
    words = x0 + (x1 - x0) * 0.29
    while top < y1 - 5 * u:
        reach = rng.uniform(0.35, 0.98)
        tone = line if rng.random() < 0.75 else (90, 140, 230, 255)
        draw.rounded_rectangle((words, top, words + (x1 - words - 3 * u) * reach, top + 1.2 * u), 0.5 * u, fill=tone)
        top += 3.0 * u
    for i in range(8):
        draw.rounded_rectangle(
            (x0 + 2 * u, y0 + (9 + 5 * i) * u, x0 + 9 * u, y0 + (10.2 + 5 * i) * u), 0.5 * u, fill=line
        )


@lru_cache(maxsize=64)
def label(width: int, height: int, name: str, line: str, small: str, paper: Rgb, colour: Rgb, frame: bool) -> U8:
    """A product label: name, a line under it, small print, perhaps a frame."""
    image = Image.new("RGB", (width, height), ink(paper))
    draw = ImageDraw.Draw(image)
    unit = min(width, height) / 100
    if frame:
        draw.rectangle(
            (4 * unit, 4 * unit, width - 4 * unit, height - 4 * unit), outline=ink(colour), width=max(1, round(unit))
        )
    words = spaced(name)
    size = min(16 * unit, 1.5 * width / max(len(words), 1))
    text(draw, (width / 2, height * 0.38), words, size, colour)
    draw.line((width * 0.38, height * 0.52, width * 0.62, height * 0.52), fill=ink(colour), width=max(1, round(unit)))
    text(draw, (width / 2, height * 0.62), line, min(9 * unit, 1.6 * width / max(len(line), 1)), colour)
    text(draw, (width / 2, height * 0.84), small, min(6.5 * unit, 1.6 * width / max(len(small), 1)), colour)
    return pixels(image)


@lru_cache(maxsize=64)
def dial(size: int, style: int, face: Rgb, hand: Rgb, name: str) -> U8:
    """A watch dial at ten past ten. style: 0 bars, 1 numerals, 2 dots and a small seconds dial."""
    image = Image.new("RGB", (size * 2, size * 2), ink(face))
    draw = ImageDraw.Draw(image)
    c, r = size, size * 0.94
    for i in range(60):
        a = np.pi * i / 30
        hour = i % 5 == 0
        inner = 0.88 if hour else 0.94
        width = max(1, round(size * (0.022 if hour and style != 1 else 0.006)))
        sx, sy = np.sin(a), -np.cos(a)
        if style == 2 and hour:
            q = size * 0.035
            draw.ellipse(
                (c + sx * r * 0.88 - q, c + sy * r * 0.88 - q, c + sx * r * 0.88 + q, c + sy * r * 0.88 + q),
                fill=ink(hand),
            )
        else:
            draw.line((c + sx * r * inner, c + sy * r * inner, c + sx * r, c + sy * r), fill=ink(hand), width=width)
        if style == 1 and hour:
            text(draw, (c + sx * r * 0.75, c + sy * r * 0.75), str(i // 5 or 12), size * 0.2, hand)
    text(draw, (c, c - size * 0.36), spaced(name), size * 0.085, hand)
    if style == 2:
        q = size * 0.2
        draw.ellipse((c - q, c + size * 0.42 - q, c + q, c + size * 0.42 + q), outline=ink(shaded(face, 0.15)), width=3)
    for angle, reach, thick in ((305.0, 0.52, 0.055), (60.0, 0.80, 0.04), (185.0, 0.84, 0.014)):
        a = np.radians(angle)
        x, y = np.sin(a), -np.cos(a)
        colour = hand if thick > 0.02 else (0.8, 0.2, 0.15)
        draw.line(
            (c - x * size * 0.14, c - y * size * 0.14, c + x * r * reach, c + y * r * reach),
            fill=ink(colour),
            width=max(1, round(size * thick)),
        )
    q = size * 0.045
    draw.ellipse((c - q, c - q, c + q, c + q), fill=ink(hand))
    return pixels(image.resize((size, size), Image.Resampling.LANCZOS))


@lru_cache(maxsize=48)
def shirt_print(size: int, seed: int, cloth: Rgb, colours: tuple[Rgb, Rgb, Rgb], word: str) -> U8:
    """A print on cloth of that colour: sun and hills, bold word, circles, or waves."""
    rng = np.random.default_rng(seed)
    big = Image.new("RGB", (size * 2, size * 2), ink(cloth))
    draw = ImageDraw.Draw(big)
    s = size * 2
    kind = seed % 4
    if kind == 0:
        draw.ellipse((s * 0.22, s * 0.10, s * 0.78, s * 0.66), fill=ink(colours[0]))
        for i, c in enumerate(colours[1:]):
            y = 0.5 + 0.12 * i
            xs = np.linspace(0.12, 0.88, 60)
            ridge = [(s * x, s * (y + 0.06 * np.sin(9 * x + 2 * i + seed))) for x in xs]
            draw.polygon([*ridge, (s * 0.88, s * 0.78), (s * 0.12, s * 0.78)], fill=ink(c))
        text(draw, (s / 2, s * 0.87), spaced(word), s * 0.07, colours[1])
    elif kind == 1:
        for i in range(3):
            text(draw, (s / 2, s * (0.3 + 0.2 * i)), word.upper(), s * 0.2, colours[i])
    elif kind == 2:
        for i in range(7):
            x, y, r = rng.uniform(0.25, 0.75), rng.uniform(0.25, 0.75), rng.uniform(0.05, 0.17)
            draw.ellipse((s * (x - r), s * (y - r), s * (x + r), s * (y + r)), fill=ink(colours[i % 3]))
    else:
        for i in range(9):
            xs = np.linspace(0.15, 0.85, 80)
            wave = [(s * x, s * (0.2 + 0.07 * i + 0.03 * np.sin(10 * x + i * 0.7))) for x in xs]
            draw.line(wave, fill=ink(colours[i % 3]), width=round(s * 0.022))
    return pixels(big.resize((size, size), Image.Resampling.LANCZOS))


def softened(image: Image.Image, radius_px: float) -> Image.Image:
    """Blurred a little."""
    return image.filter(ImageFilter.GaussianBlur(radius_px))
