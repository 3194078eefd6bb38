"""What the guide says of a product: each sentence bound to a field of the catalogue. Nothing else is ever claimed."""

from __future__ import annotations

import re

from client.domain.product import Product, Sku
from client.domain.talk import Compared, Line, Source
from client.features.guide.sizes import length_text, metres_of, size_text, space, unit_of
from client.texts import Texts

_FIELDS = ("price", "size", "weight", "material", "color", "stock", "brand")
_COMPARED = ("price", "size", "material", "color", "weight", "stock", "brand")
_SHORTEST = 3
_ALWAYS = ("price", "size", "material")


def full_name(product: Product, texts: Texts) -> str:
    """A product's name in the shop's language."""
    return product.title.get(texts.language) or product.sku


def name_of(product: Product, texts: Texts) -> str:
    """The name as one says it: what follows a comma tells of the version, which may be another by now."""
    whole = full_name(product, texts)
    said = re.split(r", |，", whole, maxsplit=1)[0].strip()
    return said if len(said) >= _SHORTEST else whole


def names_of(products: tuple[Product, ...], texts: Texts) -> list[str]:
    """Names that tell these products apart, the short ones where they do."""
    short = [name_of(product, texts) for product in products]
    return short if len(set(short)) == len(short) else [full_name(product, texts) for product in products]


def fact(product: Product, variant: Sku | None, attribute: str | None, texts: Texts, unit: str = "cm") -> Line:
    """The answer to a question about a product: the fact with its source, or that the catalogue does not tell."""
    name = name_of(product, texts)
    words = value_of(product, variant, attribute or "", texts, unit)
    if words is None:
        said = f"guide.unknown_{attribute}" if texts.has(f"guide.unknown_{attribute}") else "guide.unknown"
        return Line("guide", texts.say(said, name=name), (product.sku,))
    key = f"guide.{attribute}" if attribute in _FIELDS else "guide.fact"
    return Line(
        "guide", texts.say(key, name=name, value=words), (product.sku,),
        (Source(product.sku, attribute or ""),),
    )  # fmt: skip


def fits(product: Product, size: str, texts: Texts) -> Line:
    """Whether it is no wider than a length: the width with its source, or that the catalogue states none."""
    name, wanted, true = name_of(product, texts), metres_of(size), product.true_size()
    if true is None or wanted is None:
        return Line("guide", texts.say("guide.unknown_size", name=name), (product.sku,))
    unit = unit_of(size)
    fitting = true.width_m <= wanted
    said = texts.say(
        "guide.fits" if fitting else "guide.fits_not",
        name=name,
        width=length_text(true.width_m, unit, texts),
        wall=length_text(wanted, unit, texts),
    )
    return Line("guide", said, (product.sku,), (Source(product.sku, "size"),))


def value_of(product: Product, variant: Sku | None, attribute: str, texts: Texts, unit: str = "cm") -> str | None:
    """A fact in words; None when the catalogue does not hold it."""
    chosen = product.variant(variant)
    match attribute:
        case "price":
            return price(product, variant, texts)
        case "size":
            size = product.true_size()
            return size_text(size, unit, texts) if size is not None else None
        case "weight":
            return texts.say("product.mass_value", kilograms=f"{product.mass_kg:.3g}") if product.mass_kg else None
        case "material":
            return texts.materials(product.materials) or None
        case "color":
            labels = [label for v in product.variants if (label := v.label.get(texts.language))]
            return texts.say("product.list_separator").join(labels) or None
        case "stock":
            return texts.say(f"availability.{chosen.availability if chosen else product.availability}")
        case "brand":
            return product.brand or None
        case _:
            named = {name.lower(): value for name, value in product.attributes}
            return named.get(attribute)


def price(product: Product, variant: Sku | None, texts: Texts) -> str | None:
    """The price of a version, or the lowest of all; None when none is stated."""
    money = product.price_of(variant)
    if money is not None:
        return money.text()
    known = [v.price for v in product.variants if v.price is not None]
    if not known:
        return None
    lowest = min(known, key=lambda one: one.amount).text()
    return lowest if len(set(known)) == 1 else texts.say("product.from_price", price=lowest)


def field_name(field: str, texts: Texts) -> str:
    """What a fact is called."""
    return texts.say(f"guide.field.{field}") if texts.has(f"guide.field.{field}") else texts.fact(field)


def comparison(
    products: tuple[Product, ...], attribute: str | None, texts: Texts,
    variants: tuple[Sku | None, ...] = (), unit: str = "cm",
) -> Line:  # fmt: skip
    """Two or more products as a table: what is asked for, else every fact that the catalogue tells of one of them."""
    variants = variants or (None,) * len(products)
    wanted = (attribute,) if attribute in _FIELDS else _COMPARED
    table, sources = [], []
    for field in wanted:
        values = tuple(
            value_of(product, variant, field, texts, unit) or ""
            for product, variant in zip(products, variants, strict=True)
        )
        if any(values) and (len(wanted) == 1 or field in _ALWAYS or len(set(values)) > 1):
            table.append(Compared(field, values))
            sources += [Source(p.sku, field) for p, value in zip(products, values, strict=True) if value]
    short = names_of(products, texts)
    names = texts.say("guide.and").join(short)
    cheapest = _cheapest(products, short, variants, texts) if attribute in (None, "price") else ""
    said = texts.say("guide.compared", names=names)
    if attribute in _FIELDS and table:
        said = "\n".join(
            texts.say("guide.compared_one", name=name, value=value or texts.say("guide.no_facts"))
            for name, value in zip(short, table[0].values, strict=True)
        )
    return Line(
        "guide", said + (("\n" if attribute else space(texts)) + cheapest if cheapest else ""),
        tuple(p.sku for p in products), tuple(sources), tuple(table),
    )  # fmt: skip


def _cheapest(products: tuple[Product, ...], names: list[str], variants: tuple[Sku | None, ...], texts: Texts) -> str:
    """Which costs least, and how much less than the next; nothing where a price is not known or none is lower."""
    prices = [p.price_of(v) for p, v in zip(products, variants, strict=True)]
    known = [one for one in prices if one is not None]
    if len(known) < len(products) or len({one.currency for one in known}) > 1:
        return ""
    ordered = sorted(known, key=lambda one: one.amount)
    if ordered[0].amount == ordered[1].amount:
        return texts.say("guide.same_price") if len(set(known)) == 1 else ""
    less = type(ordered[0])(ordered[1].amount - ordered[0].amount, ordered[0].currency)
    return texts.say("guide.cheaper", name=names[prices.index(ordered[0])], less=less.text())
