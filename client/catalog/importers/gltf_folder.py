"""A folder of GLB or glTF files, or one such file: names from file names, facts from a sidecar or a CSV beside them.

Beside `chair.glb` may lie `chair.toml` or `chair.json`; beside all of them any CSV with a column `sku`, `file` or
`name` that matches the file's name without its ending. Known facts: sku, file, name, title, name_zh, description,
description_zh, brand, category (`A > B`), price, currency, gtin, availability, width, height, depth, size, mass,
material, colour, licence, author, source, origin (artist, scan, reconstructed or procedural).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, get_args

import msgspec

from client.catalog.errors import SourceError
from client.catalog.importers.draft import Draft, FileSource, ModelPlan, PicturePlan, Refusal, SourceOptions, StatedSize
from client.catalog.importers.facts import MODEL_TYPES, PICTURE_TYPES, Facts, colour_of
from client.catalog.importers.labels import category_labels
from client.catalog.importers.tables import header_of, read_table
from client.catalog.importers.units import parse_length, parse_mass, parse_size
from client.catalog.importers.words import (
    category_path,
    guess_category,
    human_name,
    local,
    plain_text,
    safe_sku,
    title_text,
)
from client.domain.product import Attribution, Origin, Product
from client.domain.text import LocalText

_MAX_MODELS: Final = 100_000
_MAX_SIDECAR: Final = 1 << 20
_KEYS: Final = ("file", "sku", "name")
_MAGIC: Final = b"glTF"


class GltfFolder:
    """3D files in a folder (and its folders), or a single one."""

    name = "folder of GLB/glTF files"

    def fits(self, source: str, options: SourceOptions) -> bool:
        """A GLB or glTF file by its first bytes, or a folder that holds one."""
        path = Path(source)
        if path.is_dir():
            return next(_models(path), None) is not None
        return path.is_file() and (_is_glb(path) or path.suffix.lower() in MODEL_TYPES)

    def read(self, source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
        """A draft for every 3D file, in the order of their paths."""
        path = Path(source)
        root = path if path.is_dir() else path.parent
        models = [path] if path.is_file() else sorted(_models(path))
        if len(models) > _MAX_MODELS:
            raise SourceError(f"{path.name} holds more than {_MAX_MODELS:,} models.")
        tables = _tables(root, {m.stem.lower() for m in models})
        for model in models:
            relative = model.relative_to(root)
            if model.is_symlink():
                yield Refusal(str(relative), "The file is a link; only real files are taken.", title=model.name)
                continue
            facts = Facts(options.currency)
            told = {**tables.get(model.stem.lower(), {}), **_sidecar(model, facts)}
            yield _draft(model, root, told, facts)


def _models(folder: Path) -> Iterator[Path]:
    return (p for p in folder.rglob("*") if p.suffix.lower() in MODEL_TYPES and p.is_file())


def _is_glb(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(4) == _MAGIC
    except OSError:
        return False


def _sidecar(model: Path, facts: Facts) -> dict[str, str]:
    """The facts in `NAME.toml` or `NAME.json`; a broken one is said and ignored."""
    for ending in (".toml", ".json"):
        path = model.with_suffix(ending)
        if not path.is_file():
            continue
        try:
            if path.stat().st_size > _MAX_SIDECAR:
                raise ValueError("it is larger than 1 MB")
            data = path.read_bytes()
            told: object = tomllib.loads(data.decode("utf-8-sig")) if ending == ".toml" else msgspec.json.decode(data)
            if not isinstance(told, Mapping):
                raise ValueError("it holds no names and values")
        except (OSError, ValueError, msgspec.DecodeError, RecursionError) as cause:
            facts.repair(f"{path.name} was ignored: {cause}.")
            continue
        return {str(k).lower(): _text(v) for k, v in told.items()}
    return {}


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return " > ".join(str(v) for v in value)
    return str(value)


def _tables(root: Path, stems: set[str]) -> dict[str, dict[str, str]]:
    """Facts by file stem from the CSV files in the folder."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(p for p in root.glob("*") if p.suffix.lower() in (".csv", ".tsv")):
        keys = [k for k in _KEYS if k in header_of(path)]
        for row in read_table(path) if keys else ():
            for key in keys:
                stem = re.sub(r"\.(glb|gltf)$", "", row.get(key).replace("\\", "/").rsplit("/", 1)[-1].lower())
                if stem in stems:
                    found.setdefault(stem, {k: v.strip() for k, v in row.cells.items() if v.strip()})
                    break
    return found


def _draft(model: Path, root: Path, told: Mapping[str, str], facts: Facts) -> Draft | Refusal:
    relative = model.relative_to(root)
    title = told.get("title") or told.get("name") or human_name(model.stem)
    sku = safe_sku(told.get("sku", "") or relative.with_suffix("").as_posix())
    if not sku:
        return Refusal(str(relative), "The file has no name that could be a SKU.")
    category = category_path(told.get("category", ""))
    labels = category_labels(category)
    if not category:
        category, labels = guess_category(f"{model.stem} {title}")
        if category:
            facts.repair(f"No category was given; it was guessed from the name: {' > '.join(category)}.")
    stated = _stated(told)
    named = local(title_text(title))
    described = local(plain_text(told.get("description", "")))
    product = Product(
        sku=sku,
        title=LocalText(named.en, title_text(told.get("name_zh") or told.get("title_zh", "")) or named.zh_cn),
        description=LocalText(described.en, plain_text(told.get("description_zh", "")) or described.zh_cn),
        gtin=facts.gtin(told.get("gtin", "")),
        brand=title_text(told.get("brand", "")),
        category=category,
        category_label=labels,
        price=facts.price(told.get("price", ""), told.get("currency")),
        availability=facts.availability(told.get("availability", "")),
        size=facts.size(*stated.sides),
        mass_kg=parse_mass(told.get("mass", "") or told.get("weight", "")),
        materials=tuple(title_text(m) for m in plain_text(told.get("material", "")).split(",") if m.strip())[:20],
        colour=colour_of(told.get("colour", "") or told.get("color", "")),
        attribution=Attribution(
            *(
                title_text(t)
                for t in (told.get("licence", told.get("license", "")), told.get("author", ""), told.get("source", ""))
            )
        ),
    )
    pictures = [p for p in (model.with_suffix(e) for e in PICTURE_TYPES) if p.is_file() and not p.is_symlink()]
    return Draft(
        product=product,
        where=relative.as_posix(),
        stated=stated,
        model=ModelPlan(FileSource(str(model), str(root)), _origin(told.get("origin", ""))),
        pictures=tuple(PicturePlan(FileSource(str(p), str(root))) for p in pictures[:1]),
        repairs=tuple(facts.repairs),
        needs_model=True,
    )


def _origin(word: str) -> Origin:
    return next((known for known in get_args(Origin) if known == word.strip().lower()), "unknown")


def _stated(told: Mapping[str, str]) -> StatedSize:
    """Sides told one by one, else a whole size; numbers without a unit are centimetres."""
    sides = [parse_length(told[k]) if told.get(k) else None for k in ("width", "height", "depth")]
    if any(sides):
        return StatedSize(*sides)
    return parse_size(told.get("size", ""), default_unit="cm") or StatedSize()
