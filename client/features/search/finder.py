"""One search: words, spelling, sounds, facets and meaning, each a list of its own, fused by reciprocal rank.

Reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009; a list gives each product weight / (60 + its rank).
Prices, widths and chosen chips are insisted on; what nothing is, is given up one by one, and said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from client.catalog.api import Catalog
from client.domain.finding import Chip, Told, Why
from client.domain.product import Sku
from client.domain.text import LocalText
from client.features.search.chips import bands, chips_of, fits_chips, money
from client.features.search.known import Goods, Known
from client.features.search.wish import Wish, facet_name, understood

LIMIT = 60
_REACH = 400
"""How many of each list are fused."""
_STEADY = 60
_WEIGHTS: dict[Why, float] = {
    "words": 1.0, "spelling": 0.9, "sounds": 0.7, "facets": 1.1, "meaning": 0.8, "picture": 1.2, "versions": 0.0,
}  # fmt: skip
_BARE_WORDS = 0.1
"""Weight of the words of a query that is facets and nothing else."""
_STEP, _VERSION_STEP = 25, 8
"""Ranks by which a product falls that is one of the facets less, and that only comes in one of them too."""
_LEAST_MEANING, _NEAR_BEST = 0.35, 0.8
_MOST_MEANT = 24
_SUGGESTED = 6

Near = Callable[[str, int], Sequence[tuple[Sku, float]]]
"""Products nearest in meaning to a text with their cosines, best first; empty where there is no model yet."""


@dataclass(frozen=True)
class Answer:
    """What was found, best first, and what is said of it."""

    found: tuple[Sku, ...]
    told: Told


class Finder:
    """Searches one version of a catalogue. Belongs to one thread. Without `known` it has the words alone.

    `without`: lists that are left out, to measure what each is worth.
    """

    def __init__(
        self, catalog: Catalog, known: Known | None, near: Near | None = None, without: frozenset[Why] = frozenset()
    ) -> None:
        self._catalog, self._known, self._near, self._without = catalog, known, near, without

    def find(
        self, query: str, chosen: tuple[tuple[str, str], ...] = (), by_picture: Sequence[tuple[Sku, float]] = (),
        limit: int = LIMIT,
    ) -> Answer:  # fmt: skip
        """The answer to `query`; `by_picture` are products that look like a picture, best first, from elsewhere."""
        if self._known is None:
            found = self._catalog.search(query, limit) if query.strip() else tuple(sku for sku, _ in by_picture[:limit])
            why: Why = "words" if query.strip() else "picture"
            return Answer(found, Told(tuple((why,) for _ in found), total=len(found)))
        wish = understood(query, self._known.rules)
        lists, corrected = self._lists(wish, self._known)
        if by_picture:
            lists["picture"] = [[sku] for sku, _ in by_picture]
        # They say little then, but a wardrobe comes before other cabinets.
        weights = {**_WEIGHTS, "words": _BARE_WORDS} if wish.bare and lists["facets"] else _WEIGHTS
        kept = {name: ranks for name, ranks in lists.items() if name not in self._without}
        scores, why_of = _fused(kept, weights)
        self._known.pause()
        goods = self._known.goods(scores)
        ranked = sorted(goods.values(), key=lambda one: (-scores[one.sku], not one.in_stock, one.place))
        return self._told(wish, ranked, why_of, chosen, corrected, limit)

    def _lists(self, wish: Wish, known: Known) -> tuple[dict[Why, list[list[Sku]]], str]:
        """Each list as ranks of products that are equally good."""
        lists: dict[Why, list[list[Sku]]] = {}
        words = self._catalog.search(wish.rest, _REACH) if wish.rest else ()
        lists["facets"] = _by_facets(wish, known)
        # Words that are nothing but facets find by chance what has one of them: a red chair is no red sofa.
        best = {sku for rank in lists["facets"] for sku in rank}
        if wish.bare and best and len(wish.facets) > 1 and "facets" not in self._without:
            words = tuple(sku for sku in words if sku in best)
        lists["words"] = [[sku] for sku in words]
        strange = not words or not known.knows_all(wish.typed)
        sounds, spoken = known.sounding(wish.typed) if strange else ([], False)
        lists["sounds"] = [[sku] for sku in sounds]
        # Letters that are syllables and sound like something here are no slip of English.
        corrected = "" if spoken else known.spelt(wish.rest)
        if spoken and not known.names(wish.typed, wish.facets):
            lists["facets"] = []
        if corrected:
            lists["spelling"] = [[sku] for sku in self._catalog.search(corrected, _REACH)]
            again = understood(corrected, known.rules)
            if again.facets and again.facets != wish.facets:
                lists["facets"] = _by_facets(again, known)
        if self._near is not None and wish.rest:
            lists["meaning"] = [[sku] for sku in self._meant(wish.rest)]
        if not any(lists.values()):
            lists["facets"] = [[sku] for sku in known.within(wish, _REACH)]
        return lists, corrected if lists.get("spelling") else ""

    def _meant(self, text: str) -> list[Sku]:
        assert self._near is not None
        near = self._near(text, _MOST_MEANT)
        if not near:
            return []
        least = max(_LEAST_MEANING, near[0][1] * _NEAR_BEST)
        return [sku for sku, cosine in near if cosine >= least]

    def _told(
        self, wish: Wish, ranked: list[Goods], why_of: dict[Sku, tuple[Why, ...]],
        chosen: tuple[tuple[str, str], ...], corrected: str, limit: int,
    ) -> Answer:  # fmt: skip
        assert self._known is not None
        fitting, given_up = _insisting(wish, ranked, self._known.currency)
        facets = self._known.facets([one.place for one in fitting])
        if wish.refused:
            fitting = [one for one in fitting if not any(facets[one.place].get(facet) for facet in wish.refused)]
        asked = [facet for facet in wish.facets if fitting]
        missing = [f for f in asked if not any(f in facets[one.place] for one in fitting)]
        given_up += tuple(facet_name(*facet) for facet in missing)
        steps = bands([one.price for one in fitting if one.price is not None])
        left = [one for one in fitting if fits_chips(one, facets[one.place], chosen)]
        chips: tuple[Chip, ...] = chips_of(fitting, facets, chosen, steps, self._known.currency, wish.facets)
        shown = left[:limit]
        words = [facet_name(*facet) for facet in wish.facets if facet not in missing]
        words += _numbers(wish, self._known.currency)
        suggested = () if left else self._suggested()
        wanted = (*wish.facets, *chosen)
        why = tuple(_with_versions(why_of[one.sku], facets[one.place], wanted) for one in shown)
        told = Told(why, corrected, given_up, tuple(words), chips, len(left), suggested)
        return Answer(tuple(one.sku for one in shown), told)

    def _suggested(self) -> tuple[LocalText, ...]:
        assert self._known is not None
        return tuple(LocalText(en, zh) for en, zh in self._known.kinds(_SUGGESTED))


def _with_versions(
    why: tuple[Why, ...], facets: Mapping[tuple[str, str], bool], wanted: Sequence[tuple[str, str]]
) -> tuple[Why, ...]:
    """Who is shown a black sofa for a green one should be told that it comes in green."""
    return ("versions", *why) if any(not facets.get(one, True) for one in wanted) else why


def _by_facets(wish: Wish, known: Known) -> list[list[Sku]]:
    """Ranks: everything that is all of it and of itself, then what comes in it too, then with one facet less.

    Something of another kind than the one that was asked for is no answer.
    """
    if not wish.facets:
        return []
    kinds = [name for kind, name in wish.facets if kind == "category"]
    ranks: dict[int, list[Sku]] = {}
    for sku, matched, own in known.like(wish.facets, _REACH * 3, kinds):
        less = len(wish.facets) - matched
        ranks.setdefault(less * _STEP + (matched - own) * _VERSION_STEP, []).append(sku)
    known.pause()
    filled: list[list[Sku]] = []
    for rank in sorted(ranks):
        filled += [[] for _ in range(rank - len(filled))]
        filled.append(ranks[rank])
    return filled


def _fused(
    lists: dict[Why, list[list[Sku]]], weights: Mapping[Why, float]
) -> tuple[dict[Sku, float], dict[Sku, tuple[Why, ...]]]:
    scores: dict[Sku, float] = {}
    why: dict[Sku, list[tuple[float, Why]]] = {}
    for name, ranks in lists.items():
        for rank, skus in enumerate(ranks):
            share = weights[name] / (_STEADY + rank)
            for sku in skus:
                scores[sku] = scores.get(sku, 0.0) + share
                why.setdefault(sku, []).append((share, name))
    return scores, {sku: tuple(name for _, name in sorted(one, reverse=True)) for sku, one in why.items()}


def _insisting(wish: Wish, ranked: list[Goods], currency: str) -> tuple[list[Goods], tuple[LocalText, ...]]:
    """Those that fit every number that was said; numbers that nothing fits are given up, the width first."""
    given_up: list[LocalText] = []
    for without in (
        wish, replace(wish, width_m=None), replace(wish, price_min=None, price_max=None),
        replace(wish, width_m=None, price_min=None, price_max=None),
    ):  # fmt: skip
        fitting = [one for one in ranked if _fits(one, without)]
        if fitting or not ranked:
            kept = _numbers(without, currency)
            given_up = [said for said in _numbers(wish, currency) if said not in kept]
            return fitting, tuple(given_up)
    return ranked, ()


def _fits(one: Goods, wish: Wish) -> bool:
    if wish.price_min is not None and (one.price is None or one.price < wish.price_min):
        return False
    if wish.price_max is not None and (one.price is None or one.price > wish.price_max):
        return False
    return wish.width_m is None or (one.width_m is not None and one.width_m <= wish.width_m)


def _numbers(wish: Wish, currency: str) -> list[LocalText]:
    said = []
    if wish.price_min is not None or wish.price_max is not None:
        said.append(money(wish.price_min, wish.price_max, currency))
    if wish.width_m is not None:
        said.append(LocalText(f"up to {wish.width_m * 100:.0f} cm wide", f"宽 {wish.width_m * 100:.0f} 厘米以内"))
    return said
