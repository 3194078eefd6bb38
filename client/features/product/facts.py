"""What the product panel says about a product, in words: pure, so that it is tested without a widget."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

import msgspec

from client.domain.product import Product, Variant
from client.texts import Texts

VERSIONS = "version"
_COLOUR_AXES = ("color", "colour", "material", "finish")


def needs_choice(product: Product, variant: str | None) -> bool:
    """Whether a version must be chosen first: it comes in sizes, or only its versions have a price."""
    if product.variant(variant) is not None:
        return False
    sized = any(axis.lower() == "size" for v in product.variants for axis, _ in v.options)
    return sized or (product.price is None and any(v.price is not None for v in product.variants))


def availability_of(product: Product, variant: str | None) -> str:
    """Availability of the chosen version, else of the product."""
    chosen = product.variant(variant)
    return chosen.availability if chosen else product.availability


def can_buy(product: Product, variant: str | None) -> bool:
    """Whether it has a price, is not sold out, and a version is chosen where one must be."""
    priced = product.price_of(variant) is not None
    return priced and not needs_choice(product, variant) and not unavailable(product, variant)


def unavailable(product: Product, variant: str | None) -> bool:
    """Whether it is sold out or no longer sold."""
    return availability_of(product, variant) in ("out_of_stock", "discontinued")


def trust_sentences(product: Product, texts: Texts) -> tuple[str, ...]:
    """The trust card in plain words: where the 3D came from and what its size is worth."""
    card = product.trust
    origin = texts.say(f"trust.{card.origin}") if product.asset else texts.say("trust.photo_only")
    return (origin, _size_sentence(product, texts), *(said for note in card.notes if (said := texts.trust_note(note))))


def _size_sentence(product: Product, texts: Texts) -> str:
    card = product.trust
    if card.size_basis == "stated" and card.size_error is not None:
        percent = int((Decimal(str(card.size_error)) * 100).to_integral_value(ROUND_CEILING))
        return texts.say("trust.size_close" if percent <= 5 else "trust.size_off", percent=percent)
    basis = "none" if card.size_basis == "stated" and product.true_size() is None else card.size_basis
    return texts.say("trust.size_stated" if basis == "stated" else f"trust.size_{basis}")


def fact_rows(product: Product, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Name and value of each known fact, the most useful first."""
    size = product.true_size()
    rows = [(texts.say("product.size"), size.text() if size else texts.say("product.size_unknown"))]
    if product.materials:
        rows.append((texts.say("product.materials"), texts.materials(product.materials)))
    if product.mass_kg:
        rows.append((texts.say("product.mass"), texts.say("product.mass_value", kilograms=f"{product.mass_kg:.3g}")))
    if product.brand:
        rows.append((texts.say("product.brand"), product.brand))
    rows.extend((texts.fact(name), texts.styles(value)) for name, value in product.attributes)
    rows.append((texts.say("product.sku"), product.sku))
    return tuple(rows)


def licence_sentence(product: Product, texts: Texts) -> str:
    """Who made the model and under which licence; empty when neither is known."""
    given = product.attribution
    if not given.licence:
        return given.author
    if not given.author:
        return texts.say("product.licence_only", licence=given.licence)
    return texts.say("product.licence", author=given.author, licence=given.licence)


class ChoiceGroup(msgspec.Struct, frozen=True):
    """One thing to choose (colour, size, or simply a version) and its chips: value, text, colour `#rrggbb`."""

    key: str
    title: str
    chips: tuple[tuple[str, str, str | None], ...]


def choice_groups(product: Product, texts: Texts) -> tuple[ChoiceGroup, ...]:
    """What can be chosen: one group per axis in the feed's order, else one group of all versions."""
    if not product.variants:
        return ()
    found: dict[str, dict[str, tuple[str, str, str | None]]] = {}
    for variant in product.variants:
        # With one axis the version's own label says the same as the value, but in the shop's language.
        own = variant.label.get(texts.language) if len(variant.options) == 1 else ""
        for axis, value in variant.options:
            colour = variant.colour if axis.lower() in _COLOUR_AXES else None
            found.setdefault(axis, {}).setdefault(value, (value, own or _value_text(axis, value, texts), colour))
    if not found:
        chips = tuple((v.sku, v.label.get(texts.language) or v.sku, v.colour) for v in product.variants)
        return (ChoiceGroup(VERSIONS, texts.say("product.versions"), chips),)
    return tuple(ChoiceGroup(axis, _axis_title(axis, texts), tuple(values.values())) for axis, values in found.items())


def _value_text(axis: str, value: str, texts: Texts) -> str:
    return texts.material(value) if axis.lower() in _COLOUR_AXES else value


def taken(product: Product, chosen: str | None) -> dict[str, str]:
    """Group to the value that the chosen version has."""
    variant = product.variant(chosen)
    if variant is None:
        return {}
    return dict(variant.options) | {VERSIONS: variant.sku}


def picked(product: Product, chosen: str | None, group: str, value: str) -> Variant | None:
    """The version with this value in a group that keeps the most of what is chosen now; one in stock goes first."""
    if group == VERSIONS:
        return product.variant(value)
    now = dict(current.options) if (current := product.variant(chosen)) else {}

    def fit(variant: Variant) -> tuple[int, bool]:
        kept = sum(now.get(name) == own for name, own in variant.options if name != group)
        return kept, not unavailable(product, variant.sku)

    having = [variant for variant in product.variants if (group, value) in variant.options]
    return max(having, key=fit, default=None)


def sold_out(product: Product, chosen: str | None) -> frozenset[tuple[str, str]]:
    """Groups and values that lead to a version out of stock, with what is chosen now."""
    found: set[tuple[str, str]] = set()
    for variant in product.variants:
        for group, value in ((VERSIONS, variant.sku), *variant.options):
            best = picked(product, chosen, group, value)
            if best is not None and unavailable(product, best.sku):
                found.add((group, value))
    return frozenset(found)


def _axis_title(axis: str, texts: Texts) -> str:
    key = f"axis.{axis.lower()}"
    return texts.say(key) if texts.has(key) else axis
