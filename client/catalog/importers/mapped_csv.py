"""Any CSV, read through a mapping file that says which column is what.

    [columns]                   # fact = "column" or a list of columns that are joined
    sku = "item_id"
    title = ["name", "short_description"]
    price = "price"
    category = "category"
    width = "width"
    [units]
    length = "cm"               # of numbers without a unit
    mass = "kg"
    [price]
    currency = "SAR"
    [category]
    separator = ">"             # of a path inside one cell
    prefix = ["Furniture"]      # put in front of every path
    [size]
    column = "short_description"  # a text that may hold a size, for the sides that have no column
    order = "WDH"
    [constants]                 # facts that are the same for every row
    brand = "IKEA"
    [values.availability]       # words of the file, in the shop's words
    "FALSE" = "out_of_stock"
    [attributes]                # shown as they are: label = "column"
    Designer = "designer"

Facts: sku, title, title_zh, description, description_zh, brand, category, price, currency, gtin, availability, width,
height, depth, mass, material, colour, image, model, group (rows of one product), option:NAME (what differs in a group),
licence, author, source. Rows with the same SKU are one product.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, get_args

import msgspec

from client.catalog.errors import SourceError
from client.catalog.importers.draft import Draft, Refusal, SourceOptions, StatedSize
from client.catalog.importers.facts import Facts, FilesBeside
from client.catalog.importers.rows import Record, RowMaker
from client.catalog.importers.tables import header_of, read_table
from client.catalog.importers.units import KILOGRAMS, METRES, Order, parse_length, parse_mass, parse_size
from client.catalog.importers.words import plain_text

FACTS: Final = frozenset(
    {"sku", "title", "title_zh", "description", "description_zh", "brand", "category", "price", "currency", "gtin"}
    | {"availability", "width", "height", "depth", "mass", "material", "colour", "image", "model", "group"}
    | {"licence", "author", "source"}
)
_SPACES = re.compile(r"\s+")


class _Units(msgspec.Struct, forbid_unknown_fields=True):
    length: str = "cm"
    mass: str = "kg"


class _Price(msgspec.Struct, forbid_unknown_fields=True):
    currency: str | None = None


class _Category(msgspec.Struct, forbid_unknown_fields=True):
    separator: str = ">"
    prefix: list[str] = []


class _SizeText(msgspec.Struct, forbid_unknown_fields=True):
    column: str = ""
    order: str = "WDH"


class Mapping(msgspec.Struct, forbid_unknown_fields=True):
    """A mapping file."""

    columns: dict[str, str | list[str]]
    units: _Units = msgspec.field(default_factory=_Units)
    price: _Price = msgspec.field(default_factory=_Price)
    category: _Category = msgspec.field(default_factory=_Category)
    size: _SizeText = msgspec.field(default_factory=_SizeText)
    constants: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    attributes: dict[str, str] = {}


def load_mapping(path: Path) -> Mapping:
    """Reads and checks a mapping file; raises SourceError that says what is wrong in it."""
    try:
        mapping = msgspec.convert(tomllib.loads(path.read_text("utf-8-sig")), Mapping)
    except OSError as cause:
        raise SourceError(f"The mapping {path.name} cannot be read: {cause.strerror or cause}.") from cause
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as cause:
        raise SourceError(f"The mapping {path.name} is wrong: {cause}.") from cause
    used = {*mapping.columns, *mapping.constants, *mapping.values}
    wrong = sorted(n for n in used if n not in FACTS and not n.startswith("option:"))
    if wrong:
        raise SourceError(f"The mapping {path.name} names facts that do not exist: {', '.join(wrong)}.")
    if "sku" not in mapping.columns or "title" not in mapping.columns:
        raise SourceError(f"The mapping {path.name} must name the columns of 'sku' and 'title'.")
    if mapping.units.length not in METRES or mapping.units.mass not in KILOGRAMS:
        raise SourceError(f"The mapping {path.name} names a unit that is not known.")
    if mapping.size.order not in get_args(Order):
        raise SourceError(f"The mapping {path.name}: the order of a size is one of {', '.join(get_args(Order))}.")
    return mapping


class MappedCsv:
    """A table and a mapping."""

    name = "CSV with a mapping"

    def fits(self, source: str, options: SourceOptions) -> bool:
        """Any table, when a mapping is given."""
        return options.mapping is not None and bool(header_of(Path(source)))

    def read(self, source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
        """Products in the order in which they first occur."""
        path = Path(source)
        if options.mapping is None:
            raise SourceError(f"{path.name} needs a mapping file (--map).")
        mapping = load_mapping(options.mapping)
        header = header_of(path)
        asked = {
            c.lower() for names in mapping.columns.values() for c in ([names] if isinstance(names, str) else names)
        }
        missing = sorted(asked - set(header))
        if missing:
            raise SourceError(f"{path.name} has no column {', '.join(missing)}; it has: {', '.join(header[:30])}.")
        reader = _Reader(mapping, options)
        records: dict[str, list[Record]] = {}
        for row in read_table(path):
            record = reader.record({k: v.strip() for k, v in row.cells.items()}, f"{path.name}, row {row.number}")
            if isinstance(record, Refusal):
                yield record
            else:
                records.setdefault(record.group or record.sku, []).append(record)
        maker = RowMaker(FilesBeside(path.parent))
        for rows in records.values():
            yield maker.product(rows)


@dataclass
class _Reader:
    """Reads one row into a record by the mapping."""

    mapping: Mapping
    options: SourceOptions
    _order: Order = field(init=False)

    def __post_init__(self) -> None:
        self._order = next(o for o in get_args(Order) if o == self.mapping.size.order)

    def record(self, cells: dict[str, str], where: str) -> Record | Refusal:
        told = {fact: self._value(fact, cells) for fact in {*self.mapping.columns, *self.mapping.constants}}
        if not told["sku"]:
            return Refusal(where, "The row has no SKU.", title=told["title"])
        if not told["title"]:
            return Refusal(where, "The row has no title.", sku=told["sku"])
        facts = Facts(self.mapping.price.currency or self.options.currency)
        mass = told.get("mass", "")
        return Record(
            sku=told["sku"],
            title=told["title"],
            title_zh=told.get("title_zh", ""),
            description=told.get("description", ""),
            description_zh=told.get("description_zh", ""),
            where=where,
            brand=told.get("brand", ""),
            categories=self._categories(told.get("category", "")),
            price=facts.price(told.get("price", ""), told.get("currency") or None),
            gtin=facts.gtin(told.get("gtin", "")),
            availability=facts.availability(told.get("availability", "")),
            stated=self._stated(told, cells),
            mass_kg=parse_mass(mass, self.mapping.units.mass) if mass else None,
            materials=tuple(m.strip() for m in plain_text(told.get("material", "")).split(",") if m.strip()),
            colour=told.get("colour", ""),
            images=tuple(told.get("image", "").split()),
            model=told.get("model", ""),
            group=told.get("group", ""),
            options=tuple((n[7:], v) for n, v in sorted(told.items()) if n.startswith("option:") and v),
            attributes=tuple((n, cells[c.lower()]) for n, c in self.mapping.attributes.items() if cells.get(c.lower())),
            attribution=(told.get("licence", ""), told.get("author", ""), told.get("source", "")),
            repairs=tuple(facts.repairs),
        )

    def _value(self, fact: str, cells: dict[str, str]) -> str:
        names = self.mapping.columns.get(fact, [])
        parts = [cells.get(n.lower(), "") for n in ([names] if isinstance(names, str) else names)]
        text = ", ".join(p for p in (_SPACES.sub(" ", part).strip() for part in parts) if p)
        text = text or self.mapping.constants.get(fact, "")
        return self.mapping.values.get(fact, {}).get(text, text)

    def _categories(self, text: str) -> tuple[tuple[str, ...], ...]:
        parts = [p.strip() for p in text.split(self.mapping.category.separator) if p.strip()]
        path = tuple(part[:100] for part in (*self.mapping.category.prefix, *parts))[:6]
        return (path,) if path else ()

    def _stated(self, told: dict[str, str], cells: dict[str, str]) -> StatedSize:
        unit = self.mapping.units.length
        sides = [parse_length(told[k], unit) if told.get(k) else None for k in ("width", "height", "depth")]
        text = cells.get(self.mapping.size.column.lower(), "") if self.mapping.size.column else ""
        more = parse_size(text, self._order) if text and None in sides else None
        if more and more.complete:  # two numbers without letters may be any two sides; only a whole size is taken
            sides = [side or other for side, other in zip(sides, more.sides, strict=True)]
        return StatedSize(*sides)
