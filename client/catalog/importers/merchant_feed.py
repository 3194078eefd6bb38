"""Google Merchant product feeds: TSV (or CSV), RSS 2.0 and Atom.

Attributes: https://support.google.com/merchants/answer/7052112. Items of one `item_group_id` are one product; what
differs between them (colour, size, material, pattern, gender, age group) makes the variants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from client.catalog.errors import SourceError
from client.catalog.importers.draft import Draft, Refusal, SourceOptions, StatedSize
from client.catalog.importers.facts import Facts, FilesBeside
from client.catalog.importers.rows import Record, RowMaker
from client.catalog.importers.tables import header_of, read_table
from client.catalog.importers.units import parse_length, parse_mass, parse_size
from client.catalog.importers.words import category_path, plain_text

_NAMESPACE: Final = "http://base.google.com/ns/1.0"
_NEEDED: Final = frozenset({"id", "title"})
_TYPICAL: Final = frozenset(
    {"image_link", "availability", "item_group_id", "google_product_category", "product_type", "link"}
)
_AXES: Final = ("color", "size", "material", "pattern", "gender", "age_group")
_SHOWN: Final = (
    "condition",
    "product_type",
    "pattern",
    "gender",
    "age_group",
    "size_type",
    "mpn",
    "energy_efficiency_class",
)
_MAX_XML: Final = 512 * 2**20

Item = dict[str, list[str]]
"""Attribute (without `g:`, lower case) to its values."""


class MerchantFeed:
    """A feed as Google Merchant Center reads it."""

    name = "Google Merchant feed"

    def fits(self, source: str, options: SourceOptions) -> bool:
        """XML that names Google's namespace, or a table with id, title and a typical column."""
        path = Path(source)
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            head = stream.read(4096)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return _NAMESPACE.encode() in head
        names = {_plain(n) for n in header_of(path)}
        return names >= _NEEDED and len(names & _TYPICAL) >= 2

    def read(self, source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
        """Products in the order in which they first occur."""
        path = Path(source)
        groups: dict[str, list[Record]] = {}
        for where, item in _items(path):
            record = _record(where, item, options)
            if isinstance(record, Refusal):
                yield record
            else:
                groups.setdefault(record.group or record.sku, []).append(record)
        maker = RowMaker(FilesBeside(path.parent))
        for records in groups.values():
            yield maker.product(records)


def _plain(name: str) -> str:
    return name.removeprefix("g:").strip().lower().replace(" ", "_")


def _items(path: Path) -> Iterator[tuple[str, Item]]:
    with path.open("rb") as stream:
        is_xml = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if is_xml:
        for index, item in enumerate(_xml_items(path), start=1):
            yield f"{path.name}, item {index}", item
        return
    for row in read_table(path):
        yield f"{path.name}, row {row.number}", {_plain(k): [v.strip()] for k, v in row.cells.items() if v.strip()}


def _xml_items(path: Path) -> Iterable[Item]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    if path.stat().st_size > _MAX_XML:
        raise SourceError(f"{path.name} is larger than {_MAX_XML // 2**20} MB.")
    try:
        for _, element in iterparse(str(path), events=("end",), forbid_dtd=True):
            if element.tag.rsplit("}", 1)[-1] in ("item", "entry"):
                yield _from_element(element)
                element.clear()  # a feed may be large; what was read is let go
    except DefusedXmlException as cause:
        raise SourceError(f"{path.name} is refused: it declares its own entities, which a feed never needs.") from cause
    except ParseError as cause:
        raise SourceError(f"{path.name} is not sound XML: {cause}.") from cause


def _from_element(element: Element) -> Item:
    item: Item = {}
    for child in element:
        name = child.tag.rsplit("}", 1)[-1].lower()
        text = " ".join("".join(child.itertext()).split()) if len(child) else (child.text or "").strip()
        if name == "link" and not text:
            text = child.get("href", "")
        google = child.tag.startswith("{" + _NAMESPACE + "}")
        if text and google:  # Google's own attribute wins over RSS's
            item.setdefault("g:" + name, []).append(text)
        elif text:
            item.setdefault(name, []).append(text)
    for name in [n for n in item if n.startswith("g:")]:
        item[name[2:]] = item.pop(name)
    return item


def _record(where: str, item: Mapping[str, list[str]], options: SourceOptions) -> Record | Refusal:
    def one(*names: str) -> str:
        return next((item[n][0] for n in names if item.get(n)), "")

    sku, title = one("id"), one("title")
    if not sku or not title:
        return Refusal(where, "It has no id or no title.", sku, title)
    facts = Facts(options.currency)
    product_type, google_type = one("product_type"), one("google_product_category")
    category = product_type or ("" if google_type.isdigit() else google_type)
    images = [link for n in ("image_link", "lifestyle_image_link") for link in item.get(n, [])]
    images += [part.strip() for text in item.get("additional_image_link", []) for part in text.split(",")]
    weight = one("product_weight", "shipping_weight")
    return Record(
        sku=sku,
        title=title,
        where=where,
        description=one("description", "summary", "content"),
        brand=one("brand"),
        categories=(category_path(category, (">",)),) if category else (),
        price=facts.price(one("sale_price") or one("price")),
        gtin=facts.gtin(one("gtin")),
        availability=facts.availability(one("availability")),
        stated=_stated(item),
        mass_kg=parse_mass(weight) if weight else None,
        materials=tuple(m.strip() for m in plain_text(one("material")).split("/") if m.strip()),
        colour=one("color").split("/")[0],
        images=tuple(dict.fromkeys(i for i in images if i)),
        model=one("virtual_model_link"),
        group=one("item_group_id"),
        group_title=one("item_group_title") or title,
        options=tuple((axis, one(axis)) for axis in _AXES if one(axis)),
        attributes=tuple((n.replace("_", " ").capitalize(), one(n)) for n in _SHOWN if one(n) and n != "product_type"),
        repairs=tuple(facts.repairs),
    )


def _stated(item: Mapping[str, list[str]]) -> StatedSize:
    """`product_width/height/length`, else `product_dimensions` or a size that is one; Google's length is our depth."""
    sides = [_side(item, name) for name in ("product_width", "product_height", "product_length")]
    if any(sides):
        depth = _side(item, "product_depth")
        return StatedSize(sides[0], sides[1], depth or sides[2])
    for name in ("product_dimensions", "dimensions", "size"):
        found = parse_size(item[name][0]) if item.get(name) else None
        if found and found.complete:
            return found
    return StatedSize()


def _side(item: Mapping[str, list[str]], name: str) -> float | None:
    return parse_length(item[name][0]) if item.get(name) else None
