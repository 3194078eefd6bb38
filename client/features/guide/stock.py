"""What the guide knows of the goods: each product's facets in the words of the lexicon, and which fit a wish."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from client.catalog.api import Catalog, DepartmentInfo
from client.domain.product import Product, Sku, Variant
from client.features.guide.sizes import metres_of
from inference.dialogue.acts import Act, Described
from inference.dialogue.general import SPECIALS
from inference.dialogue.lexicon import Lexicon

MOST_KNOWN = 20_000
"""Products whose facets are read at once; of a larger catalogue those that the words find."""
_SEARCHED = 400
_SEATS = re.compile(r"\b(?:\d+|two|three|four)[- ]seat(?:er|s)?\b")
"""A sofa's four seats are no chairs."""
_DEAR = Decimal(10) ** 12
_COST = {
    "style": 1, "room": 1, "material": 3, "color": 3, "price_min": 2, "price_max": 4, "size": 5, "brand": 4,
}  # fmt: skip
"""How much is given up with each part of a wish: what does not fit the wall does not fit at all."""
_SAID_LAST = 8
"""What was said last is what the shopper wants now."""
_NEARLY = 3
"""What costs so much more than the nearest is still near."""


@dataclass(frozen=True)
class Facts:
    """One product in the lexicon's words."""

    sku: Sku
    words: dict[str, frozenset[str]]
    brand: str
    price: Decimal | None
    width_m: float | None
    title: str


@dataclass(frozen=True)
class Fitting:
    """What fits a wish, best first; where nothing fits all of it, what comes near, and what of the wish each lacks."""

    skus: tuple[Sku, ...]
    lacking: tuple[tuple[str, ...], ...] = ()

    @property
    def given_up(self) -> tuple[str, ...]:
        """What of the wish the first one lacks; nothing where it fits."""
        return self.lacking[0] if self.lacking else ()


class Stock:
    """One version of a catalogue as the guide sees it. Belongs to one thread."""

    def __init__(self, catalog: Catalog, lexicon: Lexicon) -> None:
        self._catalog, self._lexicon = catalog, lexicon
        self._known: dict[Sku, Facts] | None = None

    def product(self, sku: Sku) -> Product | None:
        """A product of the catalogue."""
        return self._catalog.product(sku)

    def departments(self) -> Sequence[DepartmentInfo]:
        """The departments of the catalogue."""
        return self._catalog.departments()

    def words_of(self, text: str) -> frozenset[str]:
        """Colours and materials named in a text, general words included."""
        named = {found.name for found in self._lexicon.find(text.lower(), "color", "material")}
        return frozenset(named | {word for word, also in SPECIALS.items() if named & set(also)})

    def version_like(self, product: Product, wish: Act) -> Variant | None:
        """The version in the colour and material wished for, where the product's own name is not of them."""
        wanted = {word for word in (wish.color, wish.material) if word is not None}
        if not wanted or wanted <= self.words_of(product.title.all()):
            return None
        return next((v for v in product.variants if wanted <= self.words_of(v.label.all())), None)

    def facts(self, product: Product) -> Facts:
        """A product in the lexicon's words."""
        named = " | ".join(label.all() for label in product.category_label) or " | ".join(product.category)
        versions = " | ".join(variant.label.all() for variant in product.variants)
        styles = " | ".join(value for _, value in product.attributes)
        read = {
            "category": f"{_last(named)} | {_SEATS.sub(' ', product.title.all())}",
            "color": f"{product.title.all()} | {versions}",
            "material": f"{product.title.all()} | {versions} | {' | '.join(product.materials)}",
            "style": styles,
            "room": named,
        }
        size = product.true_size()
        prices = [money.amount for money in (product.price, *(v.price for v in product.variants)) if money is not None]
        return Facts(
            product.sku,
            {kind: frozenset(f.name for f in self._lexicon.find(text.lower(), kind)) for kind, text in read.items()},
            product.brand,
            min(prices, default=None),
            size.width_m if size is not None else None,
            product.title.all().lower(),
        )

    def fitting(self, wish: Act, limit: int = 12, said_last: frozenset[str] = frozenset()) -> Fitting:
        """What fits the wish; where nothing does, what lacks least of it, what was said last counting most."""
        ranked: list[tuple[int, int, Decimal, Sku, tuple[str, ...]]] = []
        for facts in self._candidates(wish):
            lacks = self._lacks(facts, wish)
            if lacks is not None:
                cost = sum(_COST[name] + (_SAID_LAST if name in said_last else 0) for name in lacks)
                ranked.append((cost, -self._named(facts, wish), facts.price or _DEAR, facts.sku, lacks))
        ranked.sort()
        if ranked and ranked[0][0] > 0:
            ranked = [one for one in ranked if one[0] <= ranked[0][0] + _NEARLY]
            return Fitting(tuple(one[3] for one in ranked[:limit]), tuple(one[4] for one in ranked[:limit]))
        return Fitting(tuple(one[3] for one in ranked if one[0] == 0)[:limit])

    def meant(self, described: Described, among: Sequence[Sku]) -> tuple[Sku, ...]:
        """Which of these products are like that."""
        wish = Act(
            "search", described.category, described.color, described.material, described.style, brand=described.brand
        )
        every = [self.facts(product) for sku in among if (product := self._catalog.product(sku)) is not None]
        fit = [facts for facts in every if self._lacks(facts, wish) == ()]
        if described.price is not None and fit:
            priced = [facts for facts in fit if facts.price is not None]
            pick = min if described.price == "lowest" else max
            return (pick(priced, key=lambda facts: facts.price or Decimal(0)).sku,) if priced else ()
        return tuple(facts.sku for facts in fit)

    def _candidates(self, wish: Act) -> Iterable[Facts]:
        if wish.text:
            found = self._catalog.search(wish.text, _SEARCHED)
            return [self.facts(p) for sku in found if (p := self._catalog.product(sku)) is not None]
        if self._catalog.info.products <= MOST_KNOWN:
            if self._known is None:
                self._known = {product.sku: self.facts(product) for product in self._catalog.products()}
            return self._known.values()
        words = " ".join(word for word in (wish.category, wish.color, wish.material, wish.brand) if word)
        found = self._catalog.search(words, _SEARCHED) or self._catalog.search(wish.category or "", _SEARCHED)
        return [self.facts(p) for sku in found if (p := self._catalog.product(sku)) is not None]

    def _named(self, facts: Facts, wish: Act) -> int:
        """How much of the wish the product's own name says: a leather sofa before one with leather feet."""
        wanted = {word for kind in ("category", "color", "material") if (word := getattr(wish, kind)) is not None}
        return len(wanted & {found.name for found in self._lexicon.find(facts.title, "category", "color", "material")})

    def _lacks(self, facts: Facts, wish: Act) -> tuple[str, ...] | None:
        """What of the wish a product lacks; None for another kind of thing."""
        lacks = []
        for kind in ("category", "color", "material", "style", "room"):
            value = getattr(wish, kind)
            if value is not None and not ({value, *SPECIALS.get(value, ())} & facts.words[kind]):
                if kind == "category":
                    return None
                lacks.append(kind)
        if wish.brand is not None and wish.brand.lower() != facts.brand.lower():
            lacks.append("brand")
        for limit, sign in (("price_min", 1), ("price_max", -1)):
            value = getattr(wish, limit)
            if value is not None and (facts.price is None or sign * (facts.price - Decimal(str(value))) < 0):
                lacks.append(limit)
        metres = metres_of(wish.size)
        if metres is not None and (facts.width_m is None or facts.width_m > metres):
            lacks.append("size")
        return tuple(lacks)


def _last(named: str) -> str:
    return named.rsplit(" | ", 1)[-1]
