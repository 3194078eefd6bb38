"""Sweet Home 3D furniture libraries (`.sh3f`): a zip of OBJ models and `PluginFurnitureCatalog*.properties`.

Format: http://www.sweethome3d.com/importingFurniture.jsp and the comments in the libraries themselves. Sizes are in
centimetres; width runs along x, depth along z, height along y of the model once `modelRotation` is applied; the model
is meant to be drawn at exactly the stated size, whatever its own unit.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from client.catalog.errors import SourceError
from client.catalog.importers.archive import SafeArchive
from client.catalog.importers.draft import (
    ArchiveSource,
    Draft,
    ModelPlan,
    PicturePlan,
    Refusal,
    SourceOptions,
    StatedSize,
)
from client.catalog.importers.facts import Facts
from client.catalog.importers.labels import category_labels
from client.catalog.importers.units import number
from client.catalog.importers.words import local, plain_text, safe_sku, title_text
from client.domain.product import Attribution, Product
from client.domain.text import LocalText

_CATALOG: Final = "PluginFurnitureCatalog.properties"
_CHINESE: Final = "PluginFurnitureCatalog_zh_CN.properties"
_MAX_PROPERTIES: Final = 64 * 2**20
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_KEY = re.compile(r"((?:\\.|[^\\=:\s])+)\s*[=:\s]\s*(.*)", re.DOTALL)
_KINDS: Final = {
    "doororwindow": "door or window", "movable": "movable", "elevation": "hangs at",
    "dropontopelevation": "others stand on it at", "creationdate": "made on", "tags": "tags",
}  # fmt: skip
_HEIGHTS: Final = ("elevation", "dropontopelevation")


class Sh3fLibrary:
    """A furniture library with its English and Chinese names."""

    name = "Sweet Home 3D library"

    def fits(self, source: str, options: SourceOptions) -> bool:
        """A zip that holds the catalogue file."""
        try:
            with zipfile.ZipFile(source) as archive:
                return _CATALOG in archive.namelist()
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
            return False

    def read(self, source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
        """A draft for every piece of furniture, in the order of the library."""
        path = Path(source)
        with SafeArchive(path) as archive:
            entries, library = _numbered(_properties(archive.read(_CATALOG, _MAX_PROPERTIES)))
            chinese: dict[int, dict[str, str]] = {}
            if archive.has(_CHINESE):
                chinese, _ = _numbered(_properties(archive.read(_CHINESE, _MAX_PROPERTIES)))
            seen: set[str] = set()
            for index in sorted(entries):
                draft = _draft(path, archive, index, entries[index], chinese.get(index, {}), library)
                sku = draft.product.sku if isinstance(draft, Draft) else draft.sku
                if sku in seen and isinstance(draft, Draft):
                    draft = Refusal(draft.where, "Its id is already used by another piece in this library.", sku)
                seen.add(sku)
                yield draft


def _draft(
    path: Path, archive: SafeArchive, index: int, told: dict[str, str], chinese: dict[str, str], library: dict[str, str]
) -> Draft | Refusal:
    where = f"{path.name}, piece {index}"
    sku = safe_sku(told.get("id", "") or f"{path.stem}#{index}")
    title = title_text(told.get("name", "")) or sku
    model = told.get("model", "").lstrip("/")
    if not model:
        return Refusal(where, "It names no 3D model.", sku, title)
    if not archive.has(model):
        return Refusal(where, f"Its model {model!r} is missing in the library.", sku, title)
    if model.lower().endswith(".zip"):
        return Refusal(where, "Its model is an archive inside the archive, which is not opened.", sku, title)
    facts = Facts()
    if not told.get("name"):
        facts.repair("It had no name; its id is shown instead.")
    stated = _stated(told, facts)
    product = Product(
        sku=sku,
        title=LocalText(title, title_text(chinese.get("name", ""))),
        description=LocalText(plain_text(told.get("description", "")), plain_text(chinese.get("description", ""))),
        brand=title_text(told.get("creator", "")),
        category=(_one_line(told["category"])[:100],) if told.get("category") else (),
        category_label=_category_label(told, chinese),
        price=facts.price(told.get("price", ""), told.get("currency") or None),
        size=facts.size(*stated.sides),
        attributes=_attributes(told),
        attribution=Attribution(
            _one_line(library.get("license", "")),
            title_text(told.get("creator", "")),
            title_text(library.get("provider", "")) or path.name,
        ),
    )
    icon = told.get("icon", "").lstrip("/")
    pictures = (PicturePlan(ArchiveSource(str(path), icon), alt=title),) if archive.has(icon) else ()
    rotation = _rotation(told, facts)
    plan = ModelPlan(ArchiveSource(str(path), model), "artist", rotation, units_free=True)
    return Draft(product, where, stated, plan, pictures, tuple(facts.repairs), needs_model=True)


def _stated(told: dict[str, str], facts: Facts) -> StatedSize:
    sides: list[float | None] = []
    for key in ("width", "height", "depth"):
        value = number(told.get(key, ""))
        metres = value / 100 if value is not None else None
        if metres is not None and not 0 < metres < 100:
            facts.repair(f"Its {key} of {told[key]} cm is not possible and was left out.")
            metres = None
        sides.append(metres)
    return StatedSize(*sides)


def _rotation(told: dict[str, str], facts: Facts) -> tuple[float, ...] | None:
    text = told.get("modelrotation", "").split()
    if not text:
        return None
    values = [number(v) for v in text]
    known = tuple(v for v in values if v is not None)
    if len(known) != 9 or max(map(abs, known)) > 1.001:
        facts.repair("Its rotation cannot be read and was left out.")
        return None
    return known


def _category_label(told: dict[str, str], chinese: dict[str, str]) -> tuple[LocalText, ...]:
    english = _one_line(told.get("category", ""))
    if not english:
        return ()
    return (LocalText(english, _one_line(chinese.get("category", "")) or category_labels([english])[0].zh_cn),)


def _attributes(told: dict[str, str]) -> tuple[tuple[str, str], ...]:
    kept = [
        (label, _one_line(told[key]) + (" cm" if key in _HEIGHTS else ""))
        for key, label in _KINDS.items()
        if told.get(key, "") not in ("", "false", "-1")
    ]
    if "staircasecutoutshape" in told:
        kept.append(("staircase", "true"))
    return tuple(kept)


def _one_line(text: str) -> str:
    return title_text(local(text).all())


def _numbered(properties: dict[str, str]) -> tuple[dict[int, dict[str, str]], dict[str, str]]:
    """Values of `key#12` by number, and values without a number. Keys are lower case."""
    entries: dict[int, dict[str, str]] = {}
    library: dict[str, str] = {}
    for key, value in properties.items():
        name, mark, index = key.partition("#")
        if not mark:
            library[name.lower()] = value
        elif index.isascii() and index.isdigit() and len(index) < 9:
            entries.setdefault(int(index), {})[name.lower()] = value
    return {i: e for i, e in entries.items() if e}, library


def _properties(data: bytes) -> dict[str, str]:
    """A Java properties file: ISO 8859-1, `\\uXXXX` escapes, lines continued by a backslash."""
    found: dict[str, str] = {}
    pending = ""
    for raw in data.decode("iso-8859-1").splitlines():
        line = raw.lstrip()
        if not pending and line.startswith(("#", "!")):
            continue
        pending += line
        if (len(pending) - len(pending.rstrip("\\"))) % 2:
            pending = pending[:-1]
            continue
        match = _KEY.fullmatch(pending.strip())
        pending = ""
        if match:
            found[_unescaped(match.group(1))] = _unescaped(match.group(2)).strip()
    if not found:
        raise SourceError("The library's list of furniture is empty.")
    return found


def _unescaped(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        code = match.group(1)
        if len(code) == 5:
            return chr(int(code[1:], 16))
        return {"t": " ", "n": "\n", "r": "", "f": " "}.get(code, code)

    return _ESCAPE.sub(plain, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
