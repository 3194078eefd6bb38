"""Reading single facts (price, GTIN, availability, ...) forgivingly: what is wrong is dropped and said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from client.catalog.importers.draft import FileSource
from client.domain.errors import DomainError
from client.domain.gtin import parse_gtin
from client.domain.money import Money, parse_money
from client.domain.product import Availability, Size

PICTURE_TYPES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff")
MODEL_TYPES = (".glb", ".gltf")
_MAX_FILES = 200_000
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")

COLOURS = {
    "black": "#1c1c1c", "white": "#f4f4f2", "gray": "#8a8a8a", "grey": "#8a8a8a", "silver": "#c0c0c4",
    "red": "#b3262e", "blue": "#2c4f9e", "navy": "#1f2a4d", "green": "#3c7a3f", "yellow": "#e8c53a",
    "orange": "#e07b2a", "purple": "#6b3f87", "lavender": "#b59ad0", "pink": "#e39bb4", "brown": "#6f4a2f",
    "beige": "#d9c7a7", "cream": "#efe6d2", "gold": "#c9a24a", "tan": "#c19a6b", "teal": "#2b7f7f",
    "黑": "#1c1c1c", "白": "#f4f4f2", "灰": "#8a8a8a", "红": "#b3262e", "蓝": "#2c4f9e", "绿": "#3c7a3f",
    "黄": "#e8c53a", "橙": "#e07b2a", "紫": "#6b3f87", "粉": "#e39bb4", "棕": "#6f4a2f",
}  # fmt: skip


class Facts:
    """Reads facts of one product and collects what had to be repaired."""

    def __init__(self, currency: str | None = None) -> None:
        self.repairs: list[str] = []
        self._currency = currency

    def repair(self, sentence: str) -> None:
        """Notes a repair once."""
        if sentence not in self.repairs:
            self.repairs.append(sentence)

    def price(self, text: str, currency: str | None = None) -> Money | None:
        """A price; one that cannot be read is left out."""
        if not text.strip():
            return None
        try:
            return parse_money(text, currency or self._currency)
        except DomainError as problem:
            self.repair(f"The price was left out: {problem}.")
            return None

    def gtin(self, text: str) -> str | None:
        """A GTIN; a wrong one is dropped."""
        if not text.strip():
            return None
        cleaned = text.strip()
        if cleaned.endswith(".0"):  # spreadsheets turn the number into a decimal
            cleaned = cleaned[:-2]
        if cleaned.isdigit() and len(cleaned) == 11:  # and drop the leading zero of a UPC
            cleaned = "0" + cleaned
        try:
            return parse_gtin(cleaned)
        except DomainError as problem:
            self.repair(f"The GTIN was left out: {problem}.")
            return None

    def availability(self, text: str) -> Availability:
        """Availability from the words feeds use; unknown words count as in stock."""
        word = re.sub(r"[^a-z]", "", text.rsplit("/", 1)[-1].lower())
        if word in ("outofstock", "soldout", "discontinued", "false", "no"):
            return "out_of_stock"
        if word in ("preorder", "presale"):
            return "preorder"
        return "backorder" if word == "backorder" else "in_stock"

    def size(self, width: float | None, height: float | None, depth: float | None) -> Size | None:
        """A whole size in metres, or None when a side is missing."""
        if width is None or height is None or depth is None:
            return None
        return Size(round(width, 6), round(height, 6), round(depth, 6))


def colour_of(text: str) -> str | None:
    """`#rrggbb` of a colour's name (English or Chinese) or hex code; None when it is not known."""
    found = _HEX.fullmatch(text.strip())
    if found:
        return "#" + found.group(1).lower()
    lowered = text.lower()
    for name, value in COLOURS.items():
        if re.search(rf"\b{name}\b", lowered) if name.isascii() else name in lowered:
            return value
    return None


class FilesBeside:
    """Pictures and models that lie with a feed, found by the last part of a path or address, whatever the folder."""

    def __init__(self, folder: Path, types: Iterable[str] = PICTURE_TYPES + MODEL_TYPES) -> None:
        self._root = folder
        self._types = tuple(types)
        self._found: dict[str, Path] | None = None

    def _index(self) -> dict[str, Path]:
        if self._found is None:
            self._found = {}
            entries = islice(self._root.rglob("*"), _MAX_FILES)
            for path in sorted(p for p in entries if p.suffix.lower() in self._types):
                if path.is_file() and not path.is_symlink():
                    relative = path.relative_to(self._root).as_posix().lower()
                    self._found.setdefault(path.name.lower(), path)
                    self._found.setdefault(relative, path)
        return self._found

    def find(self, reference: str) -> FileSource | None:
        """The file a feed means by a path or address, if it lies here."""
        cleaned = reference.split("?", 1)[0].split("#", 1)[0].replace("\\", "/").strip().strip("/").lower()
        if not cleaned:
            return None
        index = self._index()
        flattened = cleaned.split("://", 1)[-1].replace("/", "_")
        path = index.get(cleaned) or index.get(cleaned.rsplit("/", 1)[-1]) or index.get(flattened)
        return FileSource(str(path), str(self._root)) if path else None
