"""A product as facts to be alike by, such as "material oak". What is not told here can lift no product."""

from __future__ import annotations

import math
from collections.abc import Iterator

from client.domain.product import Product
from client.profile.knowledge import Facts

_PRICE_STEP = math.log(1.6)
_MOST_OF_A_FACT = 16
"""Of one attribute or of the materials so many count: a feed that claims everything gains nothing."""


def facts_of(product: Product, known: Facts) -> Iterator[str]:
    """`family value`, each once or more often: kind, material, style, colour, price, brand."""
    for depth in range(len(product.category)):
        yield "kind " + "/".join(product.category[: depth + 1])
    for material in product.materials[:_MOST_OF_A_FACT]:
        yield from _material(material.lower().strip())
    for name, value in product.attributes:
        if name.lower().split(" ")[0] in known.attributes:
            parts = [part.strip() for part in value.lower().split(",")][:_MOST_OF_A_FACT]
            yield from (f"style {part}" for part in parts if part)
    if product.colour is not None:
        yield f"colour {hue(product.colour)}"
    price = log_price(product)
    if price is not None and product.price is not None:
        yield f"price {product.price.currency} {round(price / _PRICE_STEP)}"
    if product.brand:
        yield f"brand {product.brand}"


def _material(material: str) -> Iterator[str]:
    """Limed oak is oak too."""
    if material:
        yield f"material {material}"
        last = material.split(" ")[-1]
        if last != material:
            yield f"material {last}"


def log_price(product: Product) -> float | None:
    """The natural logarithm of the price, or of the lowest of its versions'; None where there is none above 0."""
    prices = [product.price] if product.price is not None else [variant.price for variant in product.variants]
    amounts = [float(price.amount) for price in prices if price is not None and price.amount > 0]
    return math.log(min(amounts)) if amounts else None


def hue(colour: str) -> str:
    """A coarse name for `#rrggbb`: one of twelve hues, or a step of grey."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    most, least = max(red, green, blue), min(red, green, blue)
    if most - least < 0.12:
        return f"grey {round(most * 3)}"
    if most == red:
        angle = (green - blue) / (most - least) % 6
    elif most == green:
        angle = (blue - red) / (most - least) + 2
    else:
        angle = (red - green) / (most - least) + 4
    return f"hue {round(angle * 2) % 12}"
