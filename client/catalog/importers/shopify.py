"""Shopify's product CSV: rows of one Handle are one product; options make variants.

Columns: https://help.shopify.com/en/manual/products/import-export/using-csv (2025), older and newer names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from client.catalog.importers.draft import Draft, Refusal, SourceOptions, StatedSize
from client.catalog.importers.facts import Facts, FilesBeside
from client.catalog.importers.rows import Record, RowMaker
from client.catalog.importers.tables import Row, header_of, read_table
from client.catalog.importers.units import number, parse_length, parse_mass, parse_size
from client.catalog.importers.words import category_path, plain_text
from client.domain.product import Availability

_ALTERNATIVES = (
    frozenset({"handle", "title", "variant price"}),
    frozenset({"url handle", "title", "price"}),
)

_MATERIAL = "material (product.metafields.shopify.material)"


class ShopifyCsv:
    """An export of Shopify's admin."""

    name = "Shopify product CSV"

    def fits(self, source: str, options: SourceOptions) -> bool:
        """By its columns."""
        path = Path(source)
        names = set(header_of(path)) if path.is_file() else set()
        return any(wanted <= names for wanted in _ALTERNATIVES)

    def read(self, source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
        """Products in the order of their handles."""
        path = Path(source)
        currency = options.currency or "USD"
        if options.currency is None:
            options.notes.append(f"{path.name} names no currency; USD was assumed (--currency changes it).")
        groups: dict[str, list[Row]] = {}
        for row in read_table(path):
            handle = row.get("handle", "url handle")
            if handle:
                groups.setdefault(handle, []).append(row)
            else:
                yield Refusal(f"{path.name}, row {row.number}", "The row has no handle.", title=row.get("title"))
        maker = RowMaker(FilesBeside(path.parent))
        for handle, rows in groups.items():
            yield self._product(path, handle, rows, maker, currency)

    def _product(self, path: Path, handle: str, rows: list[Row], maker: RowMaker, currency: str) -> Draft | Refusal:
        first = next((r for r in rows if r.get("title")), rows[0])
        where = f"{path.name}, row {first.number}"
        if not first.get("title"):
            return Refusal(where, "No row of this handle has a title.", handle)
        published = first.get("published", "published on online store").lower()
        if first.get("status").lower() in ("draft", "archived", "unlisted") or published == "false":
            return Refusal(where, "It is not published in the shop it comes from.", handle, first.get("title"))
        names = [first.get(f"option{i} name") for i in (1, 2, 3)]
        images = tuple(dict.fromkeys(filter(None, (r.get("image src", "product image url") for r in rows))))
        records = [
            self._record(path, row, first, handle, names, images, currency)
            for row in rows
            if row.get("variant price", "price") or row.get("option1 value")
        ]
        if not records:
            return Refusal(where, "No row of this handle has a price.", handle, first.get("title"))
        return maker.product(records)

    def _record(
        self, path: Path, row: Row, first: Row, handle: str, names: list[str], images: tuple[str, ...], currency: str
    ) -> Record:
        facts = Facts(currency)
        values = [row.get(f"option{i} value") for i in (1, 2, 3)]
        options = tuple(
            (name, value)
            for name, value in zip(names, values, strict=True)
            if name and value and (name, value) != ("Title", "Default Title")
        )
        suffix = "-".join(value for _, value in options)
        sku = row.get("variant sku", "sku").lstrip("'") or (f"{handle}-{suffix}" if suffix else handle)
        own = row.get("variant image", "variant image url")
        category = first.get("product category", "type")
        colour = next((v for n, v in options if n.lower() in ("color", "colour", "颜色")), "")
        record = Record(
            sku=sku,
            title=first.get("title"),
            where=f"{path.name}, row {row.number}",
            description=first.get("body (html)", "description"),
            brand=first.get("vendor"),
            categories=(category_path(category, (">",)),) if category else (),
            price=facts.price(row.get("variant price", "price")),
            gtin=facts.gtin(row.get("variant barcode", "barcode").lstrip("'")),
            availability=_availability(row),
            stated=_stated(first),
            mass_kg=_mass(row),
            materials=tuple(m.strip() for m in plain_text(first.get(_MATERIAL)).split(";") if m.strip()),
            colour=colour,
            images=images if row is first or not own else (own,),
            group=handle,
            group_title=first.get("title"),
            options=options,
            attributes=(("Tags", first.get("tags")),) if first.get("tags") else (),
            repairs=tuple(facts.repairs),
        )
        if own and row is first:  # the product's pictures come first, the variant's own one marks the variant
            return replace(record, images=tuple(dict.fromkeys([own, *images])))
        return record


def _availability(row: Row) -> Availability:
    """Out of stock only when stock is tracked, empty, and overselling is not allowed."""
    quantity = number(row.get("variant inventory qty", "inventory quantity"))
    tracked = bool(row.get("variant inventory tracker", "inventory tracker"))
    if tracked and quantity is not None and quantity <= 0:
        policy = row.get("variant inventory policy", "continue selling when out of stock").lower()
        return "backorder" if policy in ("continue", "true") else "out_of_stock"
    return "in_stock"


def _stated(row: Row) -> StatedSize:
    for column, text in row.cells.items():
        if text.strip() and ("dimensions" in column or column.startswith("size (")):
            found = parse_size(text)
            if found:
                return found
    sides = ("width", "height", "depth")
    return StatedSize(*(parse_length(row.get(f"{side} (product.metafields.custom.{side})", side)) for side in sides))


def _mass(row: Row) -> float | None:
    grams = row.get("variant grams", "weight value (grams)")
    return parse_mass(grams, "g") if grams else None
