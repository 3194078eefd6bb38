"""What a text claims in numbers: value, kind of quantity, and what it is the measure of."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from inference.dialogue.numbers import to_digits

_UNITS: Final[dict[str, tuple[str, float]]] = {
    "m": ("length", 1.0), "metre": ("length", 1.0), "metres": ("length", 1.0), "meter": ("length", 1.0),
    "meters": ("length", 1.0), "米": ("length", 1.0), "cm": ("length", 0.01), "厘米": ("length", 0.01),
    "公分": ("length", 0.01), "centimetres": ("length", 0.01), "centimeters": ("length", 0.01),
    "mm": ("length", 0.001), "毫米": ("length", 0.001), "inch": ("length", 0.0254),
    "inches": ("length", 0.0254), "英寸": ("length", 0.0254), "ft": ("length", 0.3048), "feet": ("length", 0.3048),
    "foot": ("length", 0.3048), "英尺": ("length", 0.3048),
    "kg": ("mass", 1.0), "kilograms": ("mass", 1.0), "kilos": ("mass", 1.0), "公斤": ("mass", 1.0),
    "千克": ("mass", 1.0), "g": ("mass", 0.001), "grams": ("mass", 0.001), "克": ("mass", 0.001), "斤": ("mass", 0.5),
    "lb": ("mass", 0.4536), "lbs": ("mass", 0.4536), "pounds": ("mass", 0.4536), "磅": ("mass", 0.4536),
    "%": ("percent", 1.0), "percent": ("percent", 1.0), "days": ("days", 1.0), "day": ("days", 1.0),
    "天": ("days", 1.0), "日": ("days", 1.0), "weeks": ("days", 7.0), "week": ("days", 7.0), "周": ("days", 7.0),
    "months": ("months", 1.0), "month": ("months", 1.0), "个月": ("months", 1.0), "years": ("months", 12.0),
    "year": ("months", 12.0), "年": ("months", 12.0), "hours": ("hours", 1.0), "hour": ("hours", 1.0),
    "小时": ("hours", 1.0), "l": ("volume", 1.0), "litres": ("volume", 1.0), "升": ("volume", 1.0),
    "ml": ("volume", 0.001), "毫升": ("volume", 0.001), "w": ("power", 1.0), "watts": ("power", 1.0),
    "瓦": ("power", 1.0), "v": ("voltage", 1.0), "伏": ("voltage", 1.0),
    "$": ("usd", 1.0), "usd": ("usd", 1.0), "dollars": ("usd", 1.0), "dollar": ("usd", 1.0), "bucks": ("usd", 1.0),
    "美元": ("usd", 1.0), "€": ("eur", 1.0), "eur": ("eur", 1.0), "euros": ("eur", 1.0), "euro": ("eur", 1.0),
    "欧元": ("eur", 1.0), "£": ("gbp", 1.0), "gbp": ("gbp", 1.0), "英镑": ("gbp", 1.0), "¥": ("yen", 1.0),
    "cny": ("yen", 1.0), "rmb": ("yen", 1.0), "yuan": ("yen", 1.0), "元": ("yen", 1.0), "块": ("yen", 1.0),
    "jpy": ("jpy", 1.0), "chf": ("chf", 1.0),
}  # fmt: skip
MONEY: Final = frozenset({"usd", "eur", "gbp", "yen", "jpy", "chf"})
_MEASURED: Final = frozenset({"length", "mass"})
_NAMES: Final = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_BEFORE: Final = r"(?P<before>us\$|[$€£¥]|(?<![a-z])(?:usd|eur|gbp|cny|rmb|chf|jpy))\s*"
_AFTER: Final = rf"\s*-?(?P<after>{_NAMES})(?![a-z])"
_NUMBER: Final = re.compile(rf"(?:{_BEFORE})?(?P<value>\d+(?:\.\d+)?)(?:{_AFTER})?")
_JOINED: Final = re.compile(r"^\s*(?:×|x|\*|by|乘)\s*$")
_LABELS: Final = {
    "width": re.compile(r"\bwid(?:e|th)\b|宽"),
    "depth": re.compile(r"\bdee?p(?:th)?\b|深"),
    "height": re.compile(r"\b(?:tall|high|height)\b|高(?!兴)"),
    "length": re.compile(r"\b(?:long|length)\b|长"),
    "weight": re.compile(r"\b(?:weigh\w*|heavy)\b|重"),
    "price": re.compile(r"\b(?:pric\w+|cost\w*|pay)\b|价|卖"),
}
_NEAR: Final = 0.006
"""Part of a value: what may be lost where centimetres become inches."""


@dataclass(frozen=True)
class Number:
    """A number as a text gives it. `kind`: of what unit; nothing without one. `label`: what it is said to measure."""

    value: float
    kind: str
    label: str

    def supported_by(self, fact: Number) -> bool:
        """Whether a fact says the same."""
        lost = _NEAR * abs(fact.value) if fact.kind in _MEASURED else 1e-6
        if abs(self.value - fact.value) > lost:
            return False
        same = self.kind == fact.kind or (not self.kind and self.label == "price" and fact.kind in MONEY)
        return same and (not self.label or self.label == fact.label or (self.label == "price" and fact.kind in MONEY))


def plain_text(text: str) -> str:
    """One width, lower case, number words as digits, nothing invisible."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Mn"))
    return to_digits(visible.lower().replace("’", "'").replace("us$", "$"))


def numbers_in(text: str) -> tuple[tuple[Number, ...], str]:
    """The numbers of a plain text, and the text without them."""
    found = list(_NUMBER.finditer(text))
    kinds = [_quantity(match) for match in found]
    for at in range(len(found) - 2, -1, -1):  # 180 × 90 × 75 cm: the unit is said once
        if not kinds[at][1] and _JOINED.match(text[found[at].end() : found[at + 1].start()]):
            kinds[at] = (kinds[at][0] * kinds[at + 1][2], kinds[at + 1][1], kinds[at + 1][2])
    numbers = tuple(
        Number(value, kind, _label(text, match.start(), match.end(), kind))
        for match, (value, kind, _) in zip(found, kinds, strict=True)
    )
    return numbers, re.sub(r"\s(?:x|×|\*)\s", " ", _NUMBER.sub(" ", text))


def _quantity(match: re.Match[str]) -> tuple[float, str, float]:
    unit = match["before"] or match["after"] or ""
    kind, scale = _UNITS.get(unit, ("", 1.0))
    return float(match["value"]) * scale, kind, scale


def _label(text: str, start: int, end: int, kind: str) -> str:
    """The nearest word that says what is measured, of those that fit the kind."""
    near: list[tuple[int, str]] = []
    for label, pattern in _LABELS.items():
        if (label == "price") != (kind in MONEY or not kind) or (label == "weight") != (kind == "mass"):
            continue
        if label not in ("price", "weight") and kind != "length":
            continue
        near += [(min(abs(m.start() - end), abs(start - m.end())), label) for m in pattern.finditer(text)]
    return min(near)[1] if near else ""
