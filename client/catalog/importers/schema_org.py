"""schema.org Product and ProductGroup as JSON-LD: in a JSON file, or in the script elements of HTML pages.

Terms: https://schema.org/Product, /ProductGroup, /Offer, /QuantitativeValue, /3DModel. UN/CEFACT unit codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import msgspec

from client.catalog.errors import SourceError
from client.catalog.importers.draft import Draft, Refusal, SourceOptions, StatedSize
from client.catalog.importers.facts import MODEL_TYPES, Facts, FilesBeside
from client.catalog.importers.rows import Record, RowMaker
from client.catalog.importers.units import parse_length, parse_mass, parse_size
from client.catalog.importers.words import category_path
from client.domain.money import Money
from client.domain.product import Availability

Json = Mapping[str, object]

_ENDINGS: Final = (".json", ".jsonld", ".html", ".htm")
_MAX_BYTES: Final = 128 * 2**20
_MAX_DEPTH: Final = 12
_GTINS: Final = ("gtin", "gtin14", "gtin13", "gtin12", "gtin8")
_AXES: Final = ("color", "size", "material", "pattern")
_decoder = msgspec.json.Decoder(float_hook=Decimal)  # prices never go through float
_PRODUCTS: Final = frozenset(
    {"Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts", "Vehicle"}
)


class SchemaOrg:
    """A JSON-LD file, an HTML page, or a folder of them."""

    name = "schema.org product data"

    def fits(self, source: str, options: SourceOptions) -> bool:
        """Whether a product is found in it."""
        try:
            return any(
                next(_products(data), None) is not None for file in _files(Path(source)) for data in _documents(file)
            )
        except SourceError:
            return False

    def read(self, source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
        """Products of all files; variants of a group, whether inside it or referring to it, become one product."""
        path = Path(source)
        maker = RowMaker(FilesBeside(path if path.is_dir() else path.parent))
        for file in _files(path):
            found = [product for data in _documents(file) for product in _products(data)]
            groups: dict[str, list[Record]] = {}
            for number, product in enumerate(found, start=1):
                for record in _records(product, f"{file.name}, product {number}", options):
                    if isinstance(record, Refusal):
                        yield record
                    else:
                        groups.setdefault(record.group or record.sku, []).append(record)
            for records in groups.values():
                yield maker.product(records)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(p for p in path.glob("*") if p.suffix.lower() in _ENDINGS and p.is_file())
    return [path] if path.is_file() else []


class _Scripts(HTMLParser):
    """Collects the text of `<script type="application/ld+json">`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = (
            tag == "script" and (dict(attrs).get("type") or "").split(";")[0].strip() == "application/ld+json"
        )
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def _documents(path: Path) -> list[object]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise SourceError(f"{path.name} is larger than {_MAX_BYTES // 2**20} MB.")
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as cause:
        raise SourceError(f"{path.name} cannot be read: {cause.strerror or cause}.") from cause
    texts = [text]
    if text.lstrip().startswith("<"):
        parser = _Scripts()
        parser.feed(text)
        texts = parser.texts
    elif not text.lstrip().startswith(("{", "[")):
        return []
    found: list[object] = []
    for part in texts:
        try:
            found.append(_decoder.decode(part.encode()))
        except (msgspec.DecodeError, RecursionError) as cause:
            raise SourceError(f"{path.name} is not sound JSON: {cause}.") from cause
    return found


def _products(data: object, depth: int = 0) -> Iterator[Json]:
    """Products anywhere in a document: a list, a `@graph`, an ItemList, `mainEntity`; not inside other products."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, Sequence) and not isinstance(data, str):
        for item in data:
            yield from _products(item, depth + 1)
    elif isinstance(data, Mapping):
        if _types(data) & _PRODUCTS:
            yield data
        else:
            for key in ("@graph", "itemListElement", "item", "mainEntity", "about"):
                if key in data:
                    yield from _products(data[key], depth + 1)


def _types(data: Json) -> set[str]:
    return {text.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for text in _texts(data.get("@type"))}


def _records(product: Json, where: str, options: SourceOptions) -> Iterator[Record | Refusal]:
    variants = [v for v in _list(product.get("hasVariant")) if isinstance(v, Mapping)]
    group = _text(product.get("productGroupID")) or _text(product.get("sku")) if variants else ""
    if not variants:
        parent = product.get("isVariantOf")
        known = parent if isinstance(parent, Mapping) else {}
        yield _record(product, known, _text(known.get("productGroupID")), where, options)
        return
    for number, variant in enumerate(variants, start=1):
        yield _record(variant, product, group or _text(product.get("name")), f"{where}, variant {number}", options)


def _record(product: Json, parent: Json, group: str, where: str, options: SourceOptions) -> Record | Refusal:
    def value(name: str) -> object:
        return product.get(name) if product.get(name) not in (None, "") else parent.get(name)

    facts = Facts(options.currency)
    title = _text(value("name"))
    gtin = next((_text(product[n]) for n in _GTINS if product.get(n)), "")
    sku = _text(product.get("sku")) or _text(product.get("productID")) or gtin or _text(product.get("@id"))
    if not sku or not title:
        return Refusal(where, "It has no name, or neither sku nor GTIN.", sku, title)
    offer = _offer(value("offers"))
    price, availability = _price(offer, facts)
    category = _text(value("category"))
    axes = [(axis, _text(product.get(axis))) for axis in _AXES if _text(product.get(axis))] if group else []
    return Record(
        sku=sku,
        title=title,
        where=where,
        description=_text(value("description")),
        brand=_text(value("brand")) or _text(value("manufacturer")),
        categories=(category_path(category),) if category else (),
        price=price,
        gtin=facts.gtin(gtin),
        availability=availability,
        stated=_stated(value),
        mass_kg=_mass(value("weight")),
        materials=tuple(_texts(value("material"))),
        colour=_text(value("color")),
        images=tuple(_texts(product.get("image"))) or tuple(_texts(parent.get("image"))),
        model=_model(product) or _model(parent),
        group=group,
        group_title=_text(parent.get("name")) or title,
        group_images=tuple(_texts(parent.get("image"))),
        options=tuple(axes),
        attributes=_properties(value("additionalProperty")),
        repairs=tuple(facts.repairs),
    )


def _stated(value: Callable[[str], object]) -> StatedSize:
    """width, height, depth as QuantitativeValue or text; else `size` when it is a whole size."""
    sides = [_length(value(name)) for name in ("width", "height", "depth")]
    if any(sides):
        return StatedSize(*sides)
    return parse_size(_text(value("size"))) or StatedSize()


def _quantity(data: object) -> str:
    """A QuantitativeValue as text with its unit."""
    if isinstance(data, Mapping):
        unit = _text(data.get("unitCode")) or _text(data.get("unitText"))
        amount = data.get("value") if data.get("value") is not None else data.get("maxValue")
        return f"{_text(amount)} {unit}".strip()
    return _text(data)


def _length(data: object) -> float | None:
    text = _quantity(data)
    return parse_length(text) if text else None


def _mass(data: object) -> float | None:
    text = _quantity(data)
    return parse_mass(text) if text else None


def _offer(data: object) -> Json:
    """The first offer; an AggregateOffer stands for its own."""
    for offer in _list(data):
        if isinstance(offer, Mapping):
            inner = offer.get("offers")
            if "price" not in offer and "lowPrice" not in offer and inner:
                return _offer(inner)
            return offer
    return {}


def _price(offer: Json, facts: Facts) -> tuple[Money | None, Availability]:
    specified = _list(offer.get("priceSpecification"))
    detail = specified[0] if specified and isinstance(specified[0], Mapping) else {}
    amount = next((_text(o[k]) for o in (offer, detail) for k in ("price", "lowPrice") if o.get(k) is not None), "")
    currency = _text(offer.get("priceCurrency")) or _text(detail.get("priceCurrency")) or None
    return facts.price(amount, currency), facts.availability(_text(offer.get("availability")))


def _model(product: Json) -> str:
    """The GLB of a 3DModel in subjectOf, hasPart or image."""
    for key in ("subjectOf", "associatedMedia", "encoding", "image"):
        for part in _list(product.get(key)):
            if isinstance(part, Mapping) and ("3DModel" in _types(part) or key == "encoding"):
                media = [part, *(m for m in _list(part.get("encoding")) if isinstance(m, Mapping))]
                addresses = [_text(m.get("contentUrl")) or _text(m.get("url")) for m in media]
                found = next((a for a in addresses if a.lower().split("?")[0].endswith(MODEL_TYPES)), "")
                if found:
                    return found
    return ""


def _properties(data: object) -> tuple[tuple[str, str], ...]:
    pairs = ((_text(p.get("name")), _quantity(p)) for p in _list(data) if isinstance(p, Mapping))
    return tuple((name, value) for name, value in pairs if name and value)


def _list(data: object) -> list[object]:
    if data is None:
        return []
    return list(data) if isinstance(data, Sequence) and not isinstance(data, str) else [data]


def _texts(data: object) -> list[str]:
    return [text for text in (_text(item) for item in _list(data)) if text]


def _text(data: object) -> str:
    """A text of whatever stands there: a string, a number, a thing's name, address or value, the first of a list."""
    if isinstance(data, str):
        return data.strip()
    if isinstance(data, bool) or data is None:
        return ""
    if isinstance(data, int | Decimal):
        return str(data)
    if isinstance(data, Mapping):
        for key in ("name", "@value", "contentUrl", "url", "value", "@id"):
            if isinstance(data.get(key), str | int | Decimal):
                return _text(data[key])
        return ""
    return next(iter(_texts(data)), "") if isinstance(data, Sequence) else ""
