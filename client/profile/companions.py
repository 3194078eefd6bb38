"""What goes with a product, and why: the merchant's own links, what others bought with it, rules of kind and style.

The merchant's links are shown as what they are and count here alone; no taste is ranked by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from client.domain.product import Product, Sku
from client.profile.facts import facts_of, hue
from client.profile.goods import can_be_had
from client.profile.knowledge import Companions, Facts

Why = Literal["linked", "bought", "kind", "material", "style", "colour"]
"""linked, bought: the merchant says so. kind: such things go together. The others: what both have of."""
_POINTS: Final[dict[Why, float]] = {
    "linked": 2.0, "bought": 1.5, "kind": 1.0, "material": 0.5, "style": 0.5, "colour": 0.3,
}  # fmt: skip
_MOST_OF_A_KIND = 2


@dataclass(frozen=True)
class Companion:
    """A product that goes with another: points, and why, what says most first."""

    sku: Sku
    points: float
    why: tuple[Why, ...]


class GoesWith:
    """Rules over a catalogue's products. `product` finds one by its item number."""

    def __init__(self, rules: Companions, facts: Facts, product: Callable[[Sku], Product | None]) -> None:
        self._rules, self._facts, self._product = rules, facts, product

    def of(
        self, one: Product, among: Iterable[Product], count: int = 6, together: Iterable[Sku] = ()
    ) -> tuple[Companion, ...]:
        """The best companions of a product among others, and those that are linked to it; several kinds.

        `together`: item numbers that shoppers wanted together with it, from neighbour lists, where there are any.
        """
        links: dict[Sku, list[Why]] = {}
        for sku in self._named(one, self._rules.links):
            links.setdefault(sku, []).append("linked")
        for sku in dict.fromkeys((*self._named(one, self._rules.bought), *together)):
            links.setdefault(sku, []).append("bought")
        # An item number of a version leads to its product, which may be among the goods as well.
        others: dict[Sku, Product] = {other.sku: other for other in among}
        for sku in list(links):
            linked = self._product(sku)
            if linked is not None:
                others[linked.sku] = linked
                if linked.sku != sku:
                    links.setdefault(linked.sku, []).extend(links[sku])
        found = [self._companion(one, other, links.get(other.sku, [])) for other in others.values()]
        good = sorted((c for c in found if c is not None), key=lambda c: (-c.points, c.sku))
        seen: dict[tuple[str, ...], int] = {}
        kept = []
        for companion in good:
            kind = others[companion.sku].category
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] <= _MOST_OF_A_KIND:
                kept.append(companion)
        return tuple(kept[:count])

    def _companion(self, one: Product, other: Product, links: list[Why]) -> Companion | None:
        if other.sku == one.sku or not can_be_had(other):
            return None
        why = list(dict.fromkeys(links))
        fits = self._kinds_fit(one, other)
        if fits:
            why.append("kind")
        if not why:
            return None
        why += self._alike(one, other)
        return Companion(other.sku, sum(_POINTS[reason] for reason in why), tuple(why))

    def _named(self, product: Product, names: tuple[str, ...]) -> list[Sku]:
        """Item numbers in the merchant's facts of these names."""
        listed = [value for name, value in product.attributes if name.lower() in names]
        return [sku.strip() for value in listed for sku in value.split(",") if sku.strip()]

    def _kinds_fit(self, one: Product, other: Product) -> bool:
        """A rule joins their kinds, whichever of the two comes first."""
        here, there = _words(one), _words(other)
        return any(
            (here & set(pair.one) and there & set(pair.other)) or (here & set(pair.other) and there & set(pair.one))
            for pair in self._rules.kinds
        )

    def _alike(self, one: Product, other: Product) -> list[Why]:
        mine, theirs = set(facts_of(one, self._facts)), set(facts_of(other, self._facts))
        why: list[Why] = []
        if _share(mine, theirs, "material", self._rules.materials):
            why.append("material")
        if _share(mine, theirs, "style", self._rules.styles):
            why.append("style")
        if one.colour is not None and other.colour is not None and _colours_suit(hue(one.colour), hue(other.colour)):
            why.append("colour")
        return why


def _words(product: Product) -> set[str]:
    return {word for step in product.category for word in step.lower().replace("_", " ").split(" ")}


def _share(mine: set[str], theirs: set[str], family: str, groups: tuple[tuple[str, ...], ...]) -> bool:
    """The same fact, or two of one group."""
    own = {fact.removeprefix(f"{family} ") for fact in mine if fact.startswith(f"{family} ")}
    others = {fact.removeprefix(f"{family} ") for fact in theirs if fact.startswith(f"{family} ")}
    return bool(own & others) or any(own & set(group) and others & set(group) for group in groups)


def _colours_suit(one: str, other: str) -> bool:
    """Greys suit everything; hues suit those beside them and those opposite (of twelve)."""
    if one.startswith("grey") or other.startswith("grey"):
        return True
    apart = abs(int(one.split(" ")[1]) - int(other.split(" ")[1])) % 12
    return min(apart, 12 - apart) in (0, 1, 6)
