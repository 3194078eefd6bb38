"""Lengths as shoppers say and hear them."""

from __future__ import annotations

import re

from client.domain.product import Size
from client.texts import Texts

_METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048}


def metres_of(size: str | None) -> float | None:
    """A size with a unit in metres; None for a size one wears or for no size."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) (m|cm|mm|in|ft)", size or "")
    return float(match[1]) * _METRES[match[2]] if match else None


def unit_of(size: str | None, none: str = "cm") -> str:
    """The unit that a size was said in; `none` where none was."""
    match = re.fullmatch(r"\d+(?:\.\d+)? (m|cm|mm|in|ft)", size or "")
    return match[1] if match else none


def length_text(metres: float, unit: str, texts: Texts) -> str:
    """A length in the unit of whoever asked: metres to the centimetre, feet with whole inches."""
    if unit == "ft":
        feet, inches = divmod(round(metres / _METRES["in"]), 12)
        return texts.say("guide.unit.ft", feet=feet, inches=inches)
    number = metres / _METRES[unit]
    digits = f"{number:.2f}".rstrip("0").rstrip(".") if unit == "m" else f"{number:.0f}"
    return texts.say(f"guide.unit.{unit}", number=digits)


def size_text(size: Size, unit: str, texts: Texts) -> str:
    """Width, height and depth in the unit of whoever asked; in the shop's own way for metres and centimetres."""
    if unit not in ("in", "ft"):
        return size.text()
    sides = (size.width_m, size.height_m, size.depth_m)
    return " × ".join(length_text(side, unit, texts) for side in sides)


_IMPERIAL = re.compile(r"\b(?:inch(?:es)?|feet|foot|ft)\b|英寸|英尺")
_FEET = re.compile(r"\b(?:feet|foot|ft)\b|英尺")


def unit_said(said: str) -> str:
    """The unit that is asked for; centimetres where none is."""
    text = said.lower()
    if not _IMPERIAL.search(text):
        return "cm"
    return "ft" if _FEET.search(text) else "in"


def space(texts: Texts) -> str:
    """What stands between two sentences."""
    return "" if texts.language == "zh-CN" else " "
