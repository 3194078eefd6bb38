"""The goods as facts to be alike by, and offers for a taste. Pure but for the catalogue it reads."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

import numpy as np

from client.catalog.api import Catalog
from client.domain.product import Product, Sku
from client.domain.taste import WEIGHTS, Offer, Reason, Taste
from inference.retrieval.neighbours import Neighbours, Recommended
from inference.retrieval.together import train

MOST_COMPARED = 30_000
"""Products that are compared; of a larger catalogue the first so many."""
_OFFERED, _LOOKED_AT, _MOST_OF_A_KIND = 12, 80, 4
_PRICE_STEP = math.log(1.6)


class Likeness:
    """What is like what in one version of a catalogue. Belongs to one thread."""

    def __init__(self, catalog: Catalog) -> None:
        numbers: dict[str, int] = {}
        self._skus: list[Sku] = []
        self._kinds: list[str] = []
        self._sold: list[bool] = []
        facts: dict[int, list[int]] = {}
        for item, product in enumerate(catalog.products(limit=MOST_COMPARED)):
            self._skus.append(product.sku)
            self._kinds.append("/".join(product.category))
            self._sold.append(_can_be_had(product))
            facts[item] = [numbers.setdefault(fact, len(numbers)) for fact in set(_facts(product))]
        self._place = {sku: item for item, sku in enumerate(self._skus)}
        self._lists: Neighbours = train([], len(self._skus), facts)

    def offers(self, taste: Taste) -> tuple[Offer, ...]:
        """The best offers for a taste: to be had, not refused, not touched, of several kinds, each with its reasons."""
        touches = [touch for touch in taste.touches if touch.sku in self._place]
        if not touches:
            return ()
        history = np.array([self._place[touch.sku] for touch in touches], dtype=np.int32)
        weights = np.array([WEIGHTS[touch.kind] for touch in touches], dtype=np.float32)
        refused = frozenset(self._place[sku] for sku in taste.refused if sku in self._place)
        found = self._lists.recommend(history, _LOOKED_AT, refused, weights)
        by_item = {self._place[touch.sku]: touch for touch in touches}
        return tuple(
            Offer(
                self._skus[one.item],
                tuple(Reason(by_item[because.item], round(because.share / one.score, 4)) for because in one.because),
            )
            for one in self._varied(found)
        )

    def _varied(self, found: Iterable[Recommended]) -> list[Recommended]:
        """Not everything of one kind, and nothing that cannot be had."""
        seen: Counter[str] = Counter()
        kept = []
        for one in found:
            kind = self._kinds[one.item]
            if self._sold[one.item] and seen[kind] < _MOST_OF_A_KIND:
                seen[kind] += 1
                kept.append(one)
        return kept[:_OFFERED]


def _can_be_had(product: Product) -> bool:
    states = [variant.availability for variant in product.variants] or [product.availability]
    return any(state not in ("out_of_stock", "discontinued") for state in states)


def _facts(product: Product) -> Iterator[str]:
    """What two products can have in common. Nothing here is a merchant's wish to sell the one before the other."""
    for depth in range(len(product.category)):
        yield "kind " + "/".join(product.category[: depth + 1])
    yield from (f"material {material.lower()}" for material in product.materials)
    yield from (f"{name.lower()} {part}" for name, value in product.attributes for part in value.lower().split(", "))
    if product.brand:
        yield f"brand {product.brand}"
    if product.colour is not None:
        yield f"colour {_hue(product.colour)}"
    if product.price is not None and product.price.amount > 0:
        yield f"price {product.price.currency} {round(math.log(float(Decimal(product.price.amount))) / _PRICE_STEP)}"


def _hue(colour: str) -> str:
    """A coarse name for `#rrggbb`: one of twelve hues, or a step of grey."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    most, least = max(red, green, blue), min(red, green, blue)
    if most - least < 0.12:
        return f"grey {round(most * 3)}"
    if most == red:
        hue = (green - blue) / (most - least) % 6
    elif most == green:
        hue = (blue - red) / (most - least) + 2
    else:
        hue = (red - green) / (most - least) + 4
    return f"hue {round(hue * 2) % 12}"
