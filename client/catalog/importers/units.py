"""Lengths and masses as feeds write them: `80 x 75 x 40 cm`, `30"`, `6'2"`, `5 1/2 in`, `L 29" x W 13"`, `1,2 kg`."""

from __future__ import annotations

import math
import re
from typing import Final, Literal

from client.catalog.importers.draft import StatedSize

METRES: Final[dict[str, float]] = {
    "mm": 0.001, "millimeter": 0.001, "millimeters": 0.001, "millimetre": 0.001, "millimetres": 0.001, "mmt": 0.001,
    "毫米": 0.001, "cm": 0.01, "cmt": 0.01, "centimeter": 0.01, "centimeters": 0.01, "centimetre": 0.01,
    "centimetres": 0.01, "厘米": 0.01, "公分": 0.01, "dm": 0.1, "m": 1.0, "mtr": 1.0, "meter": 1.0, "meters": 1.0,
    "metre": 1.0, "metres": 1.0, "米": 1.0, "in": 0.0254, "inch": 0.0254, "inches": 0.0254, "inh": 0.0254,
    '"': 0.0254, "”": 0.0254, "″": 0.0254, "''": 0.0254, "英寸": 0.0254, "ft": 0.3048, "fot": 0.3048,
    "foot": 0.3048, "feet": 0.3048, "'": 0.3048, "’": 0.3048, "′": 0.3048, "英尺": 0.3048,
}  # fmt: skip
"""Metres in a unit, with the UN/CEFACT codes that schema.org uses (international inch and foot of 1959)."""

KILOGRAMS: Final[dict[str, float]] = {
    "kg": 1.0, "kgm": 1.0, "kilogram": 1.0, "kilograms": 1.0, "公斤": 1.0, "千克": 1.0, "g": 0.001, "grm": 0.001,
    "gram": 0.001, "grams": 0.001, "克": 0.001, "mg": 1e-6, "t": 1000.0, "lb": 0.45359237, "lbs": 0.45359237,
    "lbr": 0.45359237, "pound": 0.45359237, "pounds": 0.45359237, "oz": 0.028349523125, "onz": 0.028349523125,
    "ounce": 0.028349523125, "ounces": 0.028349523125,
}  # fmt: skip
"""Kilograms in a unit (international avoirdupois pound and ounce)."""

Order = Literal["WDH", "WHD", "DWH", "DHW", "HWD", "HDW"]
"""Which side each of three numbers without letters is: W width, D depth, H height."""

_LENGTH_UNITS = "|".join(sorted((re.escape(u) for u in METRES), key=len, reverse=True))
_NUMBER = r"(?:\d+\s+\d+/\d+|\d+/\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)"
_UNIT_END = r"(?![A-Za-z])"
_FEET_INCHES = re.compile(rf"({_NUMBER})\s*(?:'|’|′|ft\b|feet\b)\s*({_NUMBER})\s*(?:\"|”|″|''|in\b)", re.IGNORECASE)
_LENGTH = re.compile(rf"({_NUMBER})\s*(?:({_LENGTH_UNITS}){_UNIT_END})?", re.IGNORECASE)
_MASS = re.compile(
    rf"({_NUMBER})\s*({'|'.join(sorted(map(re.escape, KILOGRAMS), key=len, reverse=True))})?{_UNIT_END}", re.I
)
_LETTERS: Final = {
    "w": 0, "width": 0, "wide": 0, "b": 0, "宽": 0, "宽度": 0, "h": 1, "height": 1, "high": 1, "tall": 1, "高": 1,
    "高度": 1, "d": 2, "depth": 2, "deep": 2, "t": 2, "深": 2, "深度": 2, "l": 3, "length": 3, "long": 3, "长": 3,
    "长度": 3, "ø": 4, "diameter": 4, "dia": 4, "diam": 4, "直径": 4,
}  # fmt: skip
_WORDS = "|".join(sorted(_LETTERS, key=len, reverse=True))
_AMOUNT = rf"({_NUMBER})(?:\s*[-–]\s*({_NUMBER}))?\s*(?:({_LENGTH_UNITS}){_UNIT_END})?"
_NAME_FIRST = re.compile(rf"(?:(?<![a-z])({_WORDS})(?![a-z])\.?\s*[:=]?\s*)?{_AMOUNT}", re.IGNORECASE)
_NAME_LAST = re.compile(rf"{_AMOUNT}(?:\s*\(?({_WORDS})\)?(?![a-z]))?", re.IGNORECASE)
_CROSS = re.compile(r"\s*[x×✕*]\s*(?=[\d.]|(?:" + _WORDS + r")[.\s:=]*\d)", re.IGNORECASE)
_ONE = (
    rf"(?:(?<![a-z])(?:{_WORDS})\.?\s*[:=]?\s*)?{_NUMBER}(?:\s*[-–]\s*{_NUMBER})?\s*(?:(?:{_LENGTH_UNITS}){_UNIT_END})?"
    rf"(?:\s*\(?(?:{_WORDS})\)?(?![a-z]))?"
)
_CHAIN = re.compile(rf"(?<![\d.,]){_ONE}(?:\s*[x×✕*]\s*{_ONE}){{1,2}}", re.IGNORECASE)
_MORE = re.compile(r"\s*[x×✕*]\s*\d", re.IGNORECASE)
_MAX_TEXT = 500


def number(text: str) -> float | None:
    """`1,5`, `1.5`, `1,200`, `5 1/2` as a number; None when it is none or not finite."""
    cleaned = text.strip()
    if len(cleaned) > 60:
        return None
    mixed = re.fullmatch(r"(?:(\d+)\s+)?(\d+)/(\d+)", cleaned)
    if mixed:
        whole, above, below = mixed.groups()
        return int(whole or 0) + int(above) / int(below) if int(below) else None
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", cleaned):
        cleaned = cleaned.replace(",", "")
    try:
        value = float(cleaned.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def parse_length(text: str, default_unit: str = "cm") -> float | None:
    """One length in metres (above 0, below 100 m), or None. A number without a unit is in `default_unit`."""
    text = text[:_MAX_TEXT]
    both = _FEET_INCHES.search(text)
    if both:
        feet, inches = number(both.group(1)), number(both.group(2))
        if feet is not None and inches is not None:
            return _possible(feet * METRES["ft"] + inches * METRES["in"])
    found = _LENGTH.search(text)
    if not found:
        return None
    value = number(found.group(1))
    unit = (found.group(2) or default_unit).lower()
    return _possible(value * METRES[unit]) if value is not None and unit in METRES else None


def parse_mass(text: str, default_unit: str = "kg") -> float | None:
    """A mass in kilograms (above 0, below 100 t), or None. A number without a unit is in `default_unit`."""
    found = _MASS.search(text[:_MAX_TEXT])
    if not found:
        return None
    value = number(found.group(1))
    unit = (found.group(2) or default_unit).lower()
    if value is None or unit not in KILOGRAMS:
        return None
    mass = value * KILOGRAMS[unit]
    return mass if 0.0 < mass < 100_000.0 else None


def parse_size(text: str, order: Order | None = "WDH", default_unit: str | None = None) -> StatedSize | None:
    """A size in metres from one text, or None when it holds none.

    Sides may carry letters (`W80 x D40 x H75 cm`, `29" L x 13" W`, `宽80 高75 深40 厘米`); without them three numbers
    stand in `order` (None: they are not read). Two numbers without letters are the first two of `order`. A unit at
    the end counts for all; without any unit and without `default_unit` nothing is read. `L` is the width when a depth
    or no width is given, else the depth.
    A diameter is width and depth. A range (`63-74 cm`) counts as its upper end.
    """
    sides = _sides(text[:_MAX_TEXT])
    unit = next((u for *_, u in reversed(sides) if u), default_unit)
    if not sides or unit is None or unit not in METRES:
        return None
    known: dict[int, float] = {}
    bare: list[float] = []
    for letter, value, own in sides[:6]:
        metres = _possible(value * METRES[own or unit])
        if metres is None:
            return None
        if letter is None:
            bare.append(metres)
        else:
            known.setdefault(letter, metres)
    if known:
        return _lettered(known)
    if len(bare) not in (2, 3) or order is None:
        return None
    placed = dict(zip(order, bare, strict=False))
    return StatedSize(placed.get("W"), placed.get("H"), placed.get("D"))


def _sides(text: str) -> list[tuple[int | None, float, str | None]]:
    """(letter, number, unit) of the sides joined by x, × or *, or lettered ones anywhere."""
    chain = next((m for m in _CHAIN.finditer(text)), None)
    if chain is not None:
        if _MORE.match(text, chain.end()):  # five numbers are no size
            return []
        text = chain.group()
    pieces = _CROSS.split(text) if chain else [text]
    names_first = bool(re.search(rf"(?<![a-z])({_WORDS})[.\s:=]*$", text[: _first_digit(text)], re.IGNORECASE))
    pattern = _NAME_FIRST if names_first else _NAME_LAST
    found: list[tuple[int | None, float, str | None]] = []
    for match in (m for piece in pieces for m in list(pattern.finditer(piece))[: 1 if chain else None]):
        name = match.group(1 if names_first else 4)
        low, high, unit = match.groups()[1:] if names_first else match.groups()[:3]
        value = number(high or low)
        if value is None or (chain is None and name is None):
            continue
        found.append((_LETTERS[name.lower()] if name else None, value, unit.lower() if unit else None))
    return found


def _first_digit(text: str) -> int:
    found = re.search(r"\d", text)
    return found.start() if found else 0


def _lettered(known: dict[int, float]) -> StatedSize:
    width, height, depth, length = (known.get(i) for i in range(4))
    across = known.get(4)
    if length is not None:
        if width is None:
            width = length
        elif depth is None:
            width, depth = length, width
    return StatedSize(width or across, height, depth or across)


def _possible(metres: float) -> float | None:
    return round(metres, 6) if 0.0 < metres < 100.0 else None
