"""Magento 2 product CSVs: the export format (one row a product, `configurable_variations`) and the sample-data format.

Columns: https://experienceleague.adobe.com/en/docs/commerce-admin/systems/data-transfer/data-attributes-product.
A folder of such files is read as one source: `*products*.csv`, `*images*.csv` (sku, image) and the links
`*related*.csv`, `*upsell*.csv`, `*crosssell*.csv` (sku, linked_sku).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from client.catalog.importers.draft import Draft, Refusal, SourceOptions, StatedSize
from client.catalog.importers.facts import Facts, FilesBeside
from client.catalog.importers.rows import Record, RowMaker
from client.catalog.importers.tables import Row, header_of, read_table
from client.catalog.importers.units import parse_mass, parse_size
from client.catalog.importers.words import plain_text
from client.domain.product import Availability

_EXPORT: Final = frozenset({"sku", "product_type", "attribute_set_code"})
_SAMPLE: Final = frozenset({"sku", "name", "price", "category", "attribute_set"})
_ROOTS: Final = ("Default Category", "Root Catalog")
_NOT_SHOWN: Final = frozenset(
    {"has_options", "required_options", "color", "size", "material", "eco_collection", "erin_recommends", "new", "sale"}
)
_LINKS: Final = (("related", "Goes with"), ("upsell", "Better choice"), ("crosssell", "Often bought with"))
_PLAIN: Final = frozenset(
    {
        "category",
        "name",
        "sku",
        "price",
        "qty",
        "description",
        "attribute_set",
        "special_price",
        "visibility",
        "url_key",
    }
)


class MagentoCsv:
    """Magento's export, or a folder of Magento CSVs with pictures."""

    name = "Magento product CSV"

    def fits(self, source: str, options: SourceOptions) -> bool:
        """By the columns of the file, or of a CSV in the folder."""
        return bool(_product_files(Path(source)))

    def read(self, source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
        """Products of all files; simple products that belong to a configurable one become its variants."""
        path = Path(source)
        root = path if path.is_dir() else path.parent
        currency = options.currency or "USD"
        if options.currency is None:
            options.notes.append(f"{path.name} names no currency; USD was assumed (--currency changes it).")
        reader = _Reader(currency, _extra(root, "image", "image"), _links(root))
        for file in _product_files(path):
            for row in read_table(file):
                where = f"{file.name}, row {row.number}"
                if not row.get("sku") or not row.get("name"):
                    # rows without a name continue a store view or a further link of the row above
                    if row.get("sku") and row.get("store_view_code"):
                        continue
                    yield Refusal(where, "The row has no SKU or no name.", row.get("sku"), row.get("name"))
                    continue
                reader.take(row, where)
        maker = RowMaker(FilesBeside(root))
        for records in reader.groups():
            yield maker.product(records)


def _product_files(path: Path) -> list[Path]:
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path] if path.is_file() else []
    return [file for file in files if _is_product_file(set(header_of(file)))]


def _is_product_file(names: set[str]) -> bool:
    return names.issuperset(_EXPORT) or names.issuperset(_SAMPLE)


def _extra(root: Path, column: str, kind: str) -> dict[str, list[str]]:
    """What files of (sku, column) say beside the products."""
    found: dict[str, list[str]] = {}
    for file in sorted(root.glob(f"*{kind}*.csv")):
        if set(header_of(file)) == {"sku", column}:
            for row in read_table(file):
                found.setdefault(row.get("sku"), []).extend(v.strip() for v in row.get(column).split("\n") if v.strip())
    return found


def _links(root: Path) -> dict[str, list[tuple[str, str]]]:
    links: dict[str, list[tuple[str, str]]] = {}
    for kind, label in _LINKS:
        for sku, linked in _extra(root, "linked_sku", kind).items():
            links.setdefault(sku, []).append((label, ", ".join(dict.fromkeys(linked))))
    return links


@dataclass
class _Reader:
    """Collects rows and knows which simple product belongs to which configurable one."""

    currency: str
    images: dict[str, list[str]]
    links: dict[str, list[tuple[str, str]]]
    _simple: dict[str, Record] = field(default_factory=dict)
    _parents: dict[str, tuple[Record, dict[str, tuple[tuple[str, str], ...]]]] = field(default_factory=dict)
    _sets: dict[str, list[str]] = field(default_factory=dict)

    def take(self, row: Row, where: str) -> None:
        record = self._record(row, where)
        variations = _variations(row.get("configurable_variations"))
        if row.get("product_type") == "configurable":
            self._parents[record.sku] = (record, variations)
            return
        if record.sku in self._simple:
            return  # the same product of another store view
        self._simple[record.sku] = record
        # sample data: products that are not visible alone and share an attribute set of their own are one product
        if row.get("visibility") == "1" and row.get("attribute_set"):
            self._sets.setdefault(row.get("attribute_set"), []).append(record.sku)

    def groups(self) -> Iterator[list[Record]]:
        """Records by product, configurable ones first."""
        used: set[str] = set()
        for parent, variations in self._parents.values():
            versions = [
                _as_variant(self._simple[sku], parent, options)
                for sku, options in variations.items()
                if sku in self._simple
            ]
            used.update(v.sku for v in versions)
            yield versions or [parent]
        for name, skus in self._sets.items():
            if len(skus) > 1:
                used.update(skus)
                main = self._simple[skus[0]]
                yield [_as_variant(self._simple[s], main, self._simple[s].options, name) for s in skus]
        for sku, record in self._simple.items():
            if sku not in used:
                yield [record]

    def _record(self, row: Row, where: str) -> Record:
        facts = Facts(self.currency)
        sku = row.get("sku")
        if "additional_attributes" in row.cells:
            attributes = _pairs(row.get("additional_attributes"))
        else:
            plain = {k: v.strip() for k, v in row.cells.items() if k not in _PLAIN and v.strip()}
            attributes = {k: v.replace("\n", "|") for k, v in plain.items()}
        colour = attributes.get("color", "")
        pictures = [row.get("base_image"), *row.get("additional_images").split(","), *self.images.get(sku, [])]
        description = row.get("description", "short_description")
        materials = plain_text(attributes.get("material", "")).replace(",", "|").split("|")
        weight = row.get("weight")
        return Record(
            sku=sku,
            title=row.get("name"),
            where=where,
            description=description,
            categories=_categories(row),
            price=facts.price(row.get("special_price") or row.get("price")),
            gtin=facts.gtin(attributes.get("gtin", "") or attributes.get("ean", "")),
            availability=_availability(row),
            stated=_stated(plain_text(description)),
            mass_kg=parse_mass(weight, "kg") if weight and weight not in ("1", "1.0000") else None,
            materials=tuple(m.strip() for m in materials if m.strip()),
            colour=colour,
            images=tuple(dict.fromkeys(p.strip() for p in pictures if p.strip())),
            options=tuple((k, attributes[k]) for k in ("size", "color") if attributes.get(k)),
            attributes=(*((_label(k), v.replace("|", ", ")) for k, v in attributes.items() if k not in _NOT_SHOWN),
                        *self.links.get(sku, [])),
            repairs=tuple(facts.repairs),
        )  # fmt: skip


def _as_variant(
    simple: Record, parent: Record, options: tuple[tuple[str, str], ...], group: str | None = None
) -> Record:
    """A simple product as one version of its parent."""
    facts = {name: getattr(simple, name) for name in simple.__dataclass_fields__}
    facts |= {
        "title": parent.title if group is None else group,
        "description": parent.description or simple.description,
        "categories": parent.categories,
        "materials": parent.materials or simple.materials,
        "attributes": parent.attributes,
        "group": group or parent.sku,
        "group_title": group or parent.title,
        "group_images": parent.images if group is None else (),
        "options": options,
        "images": simple.images,
    }
    return Record(**facts)


def _pairs(text: str) -> dict[str, str]:
    """`size=XS,color=Black,climate=All-weather|Cool` by name; a comma inside a value belongs to the value."""
    found: dict[str, str] = {}
    last = ""
    for part in text.split(","):
        name, mark, value = part.partition("=")
        if mark:
            last = name.strip().lower()
            found[last] = value.strip()
        elif last:
            found[last] += "," + part
    return found


def _variations(text: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """`sku=A-S,size=S|sku=A-M,size=M` as options by SKU."""
    found = {}
    for part in text.split("|"):
        pairs = _pairs(part)
        sku = pairs.pop("sku", "")
        if sku:
            found[sku] = tuple(pairs.items())
    return found


def _categories(row: Row) -> tuple[tuple[str, ...], ...]:
    """Category paths, the most special first; Magento's root is dropped."""
    paths = []
    if row.get("category"):
        parts = [p.strip() for p in row.get("category").split("\n") if p.strip()]
        paths.append(tuple(parts[:2]))  # what follows the second line are further places, not a deeper path
        paths += [(part,) for part in parts[2:] if part != "Collections"]
    for path in row.get("categories").split(","):
        parts = [p.strip() for p in path.split("/") if p.strip()]
        paths.append(tuple(parts[1:] if parts and parts[0] in _ROOTS else parts))
    found = list(dict.fromkeys(p[:6] for p in paths if p))
    return tuple(sorted(found, key=lambda p: (p[0] in ("Collections", "Promotions"), -len(p))))


def _stated(description: str) -> StatedSize:
    """A whole size in the description, if its sides carry letters: others may be in any order, or of a part."""
    for line in description.split("\n"):
        found = parse_size(line, order=None)
        if found and found.complete:
            return found
    return StatedSize()


def _availability(row: Row) -> Availability:
    if row.get("is_in_stock") == "0" or row.get("product_online") == "2":
        return "out_of_stock"
    return "in_stock"


def _label(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
