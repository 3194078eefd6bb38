"""What the guide says of a product: each sentence bound to a field of the catalogue. Nothing else is ever claimed."""

from __future__ import annotations

from client.domain.product import Product, Sku
from client.domain.talk import Line, Source
from client.texts import Texts

_FIELDS = ("price", "size", "weight", "material", "color", "stock", "brand")


def name_of(product: Product, texts: Texts) -> str:
    """A product's name in the shop's language."""
    return product.title.get(texts.language) or product.sku


def fact(product: Product, variant: Sku | None, attribute: str | None, texts: Texts) -> Line:
    """The answer to a question about a product: the fact with its source, or that the catalogue does not tell."""
    name = name_of(product, texts)
    words = _value(product, variant, attribute or "", texts)
    if words is None:
        said = f"guide.unknown_{attribute}" if texts.has(f"guide.unknown_{attribute}") else "guide.unknown"
        return Line("guide", texts.say(said, name=name), (product.sku,))
    key = f"guide.{attribute}" if attribute in _FIELDS else "guide.fact"
    return Line(
        "guide", texts.say(key, name=name, value=words), (product.sku,),
        (Source(product.sku, attribute or ""),),
    )  # fmt: skip


def _value(product: Product, variant: Sku | None, attribute: str, texts: Texts) -> str | None:
    """A fact in words; None when the catalogue does not hold it."""
    chosen = product.variant(variant)
    match attribute:
        case "price":
            return price(product, variant, texts)
        case "size":
            size = product.true_size()
            return size.text() if size is not None else None
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


def comparison(products: tuple[Product, ...], attribute: str | None, texts: Texts) -> Line:
    """Two or more products by one attribute, or by price, size and material."""
    wanted = (attribute,) if attribute in _FIELDS else ("price", "size", "material")
    lines, sources = [], []
    for product in products:
        said = [(name, value) for name in wanted if (value := _value(product, None, name, texts)) is not None]
        facts = texts.say("guide.facts_separator").join(value for _, value in said) or texts.say("guide.no_facts")
        lines.append(texts.say("guide.compared", name=name_of(product, texts), facts=facts))
        sources += [Source(product.sku, name) for name, _ in said]
    return Line("guide", "\n".join(lines), tuple(p.sku for p in products), tuple(sources))
