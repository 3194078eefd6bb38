"""What the guide knows of the goods: each product's facets in the words of the lexicon, and which fit a wish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from client.catalog.api import Catalog, DepartmentInfo
from client.domain.product import Product, Sku
from client.features.guide.sizes import metres_of
from inference.dialogue.acts import Act, Described
from inference.dialogue.lexicon import Lexicon

MOST_KNOWN = 20_000
"""Products whose facets are read at once; of a larger catalogue those that the words find."""
_SEARCHED = 400
_DEAR = Decimal(10) ** 12
_ALSO = {
    "lamp": ("floor lamp", "table lamp", "pendant lamp"),
    "table": ("dining table", "coffee table", "side table", "desk"),
    "chair": ("armchair", "stool"),
    "shoes": ("boots", "sneakers", "sandals", "heels", "loafers"),
    "bag": ("backpack", "handbag", "tote", "suitcase"),
    "toy": ("plush toy", "figure", "wooden toy"),
    "wood": ("oak", "walnut", "ash", "beech", "teak", "mahogany", "bamboo"),
    "metal": ("steel", "iron", "brass", "copper", "aluminium"),
    "fabric": ("linen", "cotton", "wool", "velvet", "bouclé", "canvas"),
    "green": ("sage", "olive"), "blue": ("navy", "teal"), "red": ("burgundy",), "brown": ("tan",),
    "purple": ("lilac",), "pink": ("coral",), "orange": ("terracotta",), "grey": ("silver",),
}  # fmt: skip
"""A general word also means these."""
_GIVEN_UP = ("style", "room", "size", "material", "price_max", "price_min", "color", "brand")
"""What is given up first when nothing fits everything that was said."""


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
    """What fits a wish, best first, and what had to be given up for anything to fit."""

    skus: tuple[Sku, ...]
    given_up: tuple[str, ...] = ()


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
        return frozenset(named | {word for word, also in _ALSO.items() if named & set(also)})

    def facts(self, product: Product) -> Facts:
        """A product in the lexicon's words."""
        named = " | ".join(label.all() for label in product.category_label) or " | ".join(product.category)
        versions = " | ".join(variant.label.all() for variant in product.variants)
        styles = " | ".join(value for _, value in product.attributes)
        read = {
            "category": f"{_last(named)} | {product.title.all()}",
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
        """What fits the wish; where nothing does, parts of it are given up in turn, what was said last at the end."""
        candidates = self._candidates(wish)
        given_up: tuple[str, ...] = ()
        while True:
            found = [facts for facts in candidates if self._fits(facts, wish)]
            said = sorted((n for n in _GIVEN_UP if getattr(wish, n) is not None), key=lambda name: name in said_last)
            if found or not said:
                found.sort(key=lambda facts: (-self._named(facts, wish), facts.price or _DEAR, facts.sku))
                given = tuple(name for name in given_up if name != "room")
                return Fitting(tuple(facts.sku for facts in found[:limit]), given if found else ())
            wish = msgspec.structs.replace(wish, **{said[0]: None})
            given_up = (*given_up, said[0])

    def meant(self, described: Described, among: Sequence[Sku]) -> tuple[Sku, ...]:
        """Which of these products are like that."""
        wish = Act(
            "search", described.category, described.color, described.material, described.style, brand=described.brand
        )
        every = [self.facts(product) for sku in among if (product := self._catalog.product(sku)) is not None]
        fit = [facts for facts in every if self._fits(facts, wish)]
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

    def _fits(self, facts: Facts, wish: Act) -> bool:
        for kind in ("category", "color", "material", "style", "room"):
            value = getattr(wish, kind)
            if value is not None and not ({value, *_ALSO.get(value, ())} & facts.words[kind]):
                return False
        if wish.brand is not None and wish.brand.lower() != facts.brand.lower():
            return False
        if (wish.price_max is not None or wish.price_min is not None) and facts.price is None:
            return False
        if facts.price is not None and not (
            Decimal(str(wish.price_min or 0)) <= facts.price <= Decimal(str(wish.price_max or _DEAR))
        ):
            return False
        metres = metres_of(wish.size)
        return metres is None or (facts.width_m is not None and facts.width_m <= metres)


def _last(named: str) -> str:
    return named.rsplit(" | ", 1)[-1]
