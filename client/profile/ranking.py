"""A taste to offers: points that add up exactly, a choice among the best, reasons, and what would change it.

points(item) = sum over touches of weight(touch) * alike(touch, item)     (linear: each touch's part is its reason)
             + leanings and price as the shopper steers them
alike = facts in common + nearness of published vectors + nearness of meanings + lists of neighbours

Vectors are compared by their angle alone, so a publisher cannot lift an item by a long one. Among items with the same
points a hash of the SKU decides. The choice among the best is maximal marginal relevance (Carbonell and Goldstein, "The
use of MMR", 1998) with a limit to a kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from client.domain.product import Sku
from client.domain.taste import Offer, Reason, Taste, Touch
from client.profile.fitting import in_price_range, in_size
from client.profile.goods import F32, Goods
from inference.retrieval.neighbours import Neighbours

F64 = NDArray[np.float64]
OFFERED = 12
_POOL = 240
_NAMED_REASONS, _LEADS, _TRIED_WITHOUT = 5, 8, 5
_LEAN, _PRICE = 0.5, 0.35
_LEAST_POINTS = 1e-6
_FACTS, _VECTORS, _MEANINGS, _TOGETHER = 1.0, 0.8, 0.5, 0.8


@dataclass(frozen=True, eq=False)
class Beside:
    """What else says what is alike, where it is known: n x dim rows (zeros: unknown) in the order of the goods, and
    what others wanted next. All of it may be absent."""

    vectors: F32 | None = None
    meanings: F32 | None = None
    together: Neighbours | None = None


@dataclass(frozen=True)
class Answer:
    """Offers, the best first, and the facts that the taste leads to (or away from: below 0)."""

    offers: tuple[Offer, ...] = ()
    leads: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, eq=False)
class _Scored:
    """Points of all goods for one taste; `touches` are those whose product is sold, `weights` theirs."""

    touches: tuple[Touch, ...]
    weights: F64
    points: F64
    steered: dict[str, F64] = field(default_factory=dict)


class Ranking:
    """Ranks the goods of one version of a catalogue. Stateless after it was made: any thread may ask."""

    def __init__(self, goods: Goods, beside: Beside | None = None) -> None:
        beside = beside or Beside()
        self._goods = goods
        self._vectors, self._meanings = _unit(beside.vectors), _unit(beside.meanings)
        self._together = beside.together
        self._facts = list(goods.numbers)

    def answer(self, taste: Taste, count: int = OFFERED) -> Answer:
        """The best offers for a taste: to be had, not touched, in the right size and price range, of several kinds."""
        scored = self._score(taste)
        chosen = self._choose(taste, scored, count)
        return Answer(tuple(self._explained(item, scored) for item in chosen), self._leads(scored))

    def with_needs(
        self, taste: Taste, answer: Answer, count: int = OFFERED, wanted: Callable[[], bool] = lambda: True
    ) -> Answer:
        """The same answer, telling of each offer which single touches it hangs on. Takes some times as long.

        wanted: asked now and then; once it is False, what was found so far comes back.
        """
        return Answer(self._with_needs(taste, answer.offers, count, wanted), answer.leads)

    def points(self, taste: Taste) -> dict[Sku, float]:
        """The points of every product, whether it would be offered or not."""
        return dict(zip(self._goods.skus, self._score(taste).points.tolist(), strict=True))

    def alike(self, item: int, others: NDArray[np.int64]) -> F64:
        """How alike one product is to others (all by number), 0 to about 3; below 0 where vectors point away."""
        found: F64 = self._alike_rows(np.array([item]), others)[0]
        return found

    def _score(self, taste: Taste) -> _Scored:
        place, known = self._goods.place, taste.known
        touches = tuple(touch for touch in known.evidence() if touch.sku in place)
        weights = np.array([taste.weight(touch) for touch in touches], np.float64)
        rows = np.array([place[touch.sku] for touch in touches], np.int64)
        points = np.zeros(len(self._goods.skus), np.float64)
        if len(touches):
            points += self._by_facts(rows, weights)
            for matrix, says in ((self._vectors, _VECTORS), (self._meanings, _MEANINGS)):
                if matrix is not None:
                    # einsum, not BLAS: its threads would fight with those that draw, and one is enough here.
                    wanted = weights.astype(np.float32) @ matrix[rows]
                    points += says * np.einsum("ij,j->i", matrix, wanted).astype(np.float64)
            if self._together is not None:
                points += _TOGETHER * _spread(self._together, rows, weights, len(points))
        steered = self._steered(taste)
        for part in steered.values():
            points += part
        return _Scored(touches, weights, points, steered)

    def _by_facts(self, rows: NDArray[np.int64], weights: F64) -> F64:
        wanted = np.asarray(self._goods.table[rows].T @ weights).ravel()
        return np.asarray(_FACTS * (self._goods.table @ wanted), np.float64)

    def _steered(self, taste: Taste) -> dict[str, F64]:
        """Points by what the shopper says themselves."""
        steering = taste.known.steering
        parts = {
            f"lean {fact}": _LEAN * lean * self._goods.has_fact(fact).astype(np.float64)
            for fact, lean in steering.leanings
        }
        if steering.price:
            name = "price dearer" if steering.price > 0 else "price cheaper"
            parts[name] = _PRICE * steering.price * self._goods.dearness.astype(np.float64)
        return parts

    def _choose(self, taste: Taste, scored: _Scored, count: int) -> list[int]:
        """Item numbers, the best first."""
        goods, known = self._goods, taste.known
        if not len(scored.touches) and not known.steering.leanings:
            return []
        allowed = goods.sold & (scored.points > _LEAST_POINTS)
        allowed[[goods.place[touch.sku] for touch in scored.touches]] = False
        liked = [touch for touch, weight in zip(scored.touches, scored.weights, strict=True) if weight > 0]
        allowed &= in_price_range(goods, liked, known.steering.price)
        best = np.flatnonzero(allowed)
        if len(best) > 2 * _POOL:
            best = best[np.argpartition(-scored.points[best], 2 * _POOL)[: 2 * _POOL]]
        best = best[np.lexsort((goods.ties[best], -np.round(scored.points[best], 9)))]
        best = best[in_size(goods, liked, best)][:_POOL]
        return self._varied(best, scored.points[best], known.steering.bold, count)

    def _varied(self, pool: NDArray[np.int64], points: F64, bold: float, count: int) -> list[int]:
        """Good ones that are not all alike: the bolder, the less alike."""
        if not len(pool):
            return []
        worth, price_of_sameness = points / points[0], 0.15 + 0.6 * bold
        most_of_a_kind = max(2, round(6 - 4 * bold))
        rows, kinds = self._goods.table[pool], [self._goods.kinds[item] for item in pool]
        sameness = (rows @ rows.T).toarray()
        nearest, seen = np.zeros(len(pool)), Counter[str]()
        left, chosen = np.ones(len(pool), bool), list[int]()
        while left.any() and len(chosen) < count:
            value = np.where(left, worth - price_of_sameness * nearest, -np.inf)
            best = int(np.argmax(value))
            left[best] = False
            chosen.append(int(pool[best]))
            seen[kinds[best]] += 1
            if seen[kinds[best]] >= most_of_a_kind:
                left &= np.array([kind != kinds[best] for kind in kinds], bool)
            nearest = np.maximum(nearest, sameness[best])
        return chosen

    def _alike_rows(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> F64:
        """rows x others."""
        table = self._goods.table
        found = _FACTS * np.asarray((table[rows] @ table[others].T).toarray(), np.float64)
        if self._vectors is not None:
            found = found + _VECTORS * (self._vectors[rows] @ self._vectors[others].T)
        if self._meanings is not None:
            found = found + _MEANINGS * (self._meanings[rows] @ self._meanings[others].T)
        if self._together is not None:
            for n, row in enumerate(rows):
                found[n] += _TOGETHER * _spread(self._together, np.array([row]), np.ones(1), table.shape[0])[others]
        return found

    def _explained(self, item: int, scored: _Scored) -> Offer:
        """An offer with the exact part of each touch."""
        rows = np.array([self._goods.place[touch.sku] for touch in scored.touches], np.int64)
        parts = scored.weights * self._alike_rows(rows, np.array([item]))[:, 0] if len(rows) else np.zeros(0)
        steered = tuple((name, float(part[item])) for name, part in scored.steered.items() if part[item] != 0.0)
        speaks = float(parts[parts > 0].sum()) + sum(points for _, points in steered if points > 0)
        warns = float(-parts[parts < 0].sum()) + sum(-points for _, points in steered if points < 0)
        order = np.argsort(-np.abs(parts), kind="stable")
        named = [int(n) for n in order if abs(parts[n]) > _LEAST_POINTS][:_NAMED_REASONS]
        because = tuple(
            Reason(scored.touches[n], float(parts[n]) / speaks, float(parts[n])) for n in named if parts[n] > 0
        )
        against = tuple(
            Reason(scored.touches[n], -float(parts[n]) / warns, float(parts[n])) for n in named if parts[n] < 0
        )
        rest = float(parts.sum() - sum(parts[n] for n in named))
        return Offer(self._goods.skus[item], because, against, steered, rest, float(scored.points[item]))

    def _with_needs(
        self, taste: Taste, offers: Sequence[Offer], count: int, wanted: Callable[[], bool]
    ) -> tuple[Offer, ...]:
        """Tells of each offer which single touches it hangs on: forgotten, it would not be among the offers."""
        reasons = Counter[Sku]()
        for offer in offers:
            for reason in offer.because[:2]:
                reasons[reason.touch.sku] += 1
        needs: dict[Sku, list[Sku]] = {}
        for sku, _ in reasons.most_common(_TRIED_WITHOUT):
            if not wanted():
                break
            without = taste.without(sku)
            still = {self._goods.skus[item] for item in self._choose(without, self._score(without), count)}
            for offer in offers:
                if offer.sku not in still and any(reason.touch.sku == sku for reason in offer.because):
                    needs.setdefault(offer.sku, []).append(sku)
        return tuple(replace(offer, needs=tuple(needs.get(offer.sku, ()))) for offer in offers)

    def _leads(self, scored: _Scored) -> tuple[tuple[str, float], ...]:
        """The facts that what was done leads to most, for the shopper to steer by."""
        if not len(scored.touches):
            return ()
        rows = [self._goods.place[touch.sku] for touch in scored.touches]
        wanted = np.asarray(self._goods.table[rows].T @ scored.weights).ravel()
        leads = [
            (self._facts[n], round(float(wanted[n]), 4))
            for n in np.argsort(-np.abs(wanted), kind="stable")[: 6 * _LEADS]
            if abs(wanted[n]) > _LEAST_POINTS and self._facts[n].startswith(("material ", "style "))
        ]
        return tuple(leads[:_LEADS])


def _unit(matrix: F32 | None) -> F32 | None:
    if matrix is None:
        return None
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: F32 = np.divide(matrix, length, out=np.zeros_like(matrix, np.float32), where=length > 0)
    return unit


def _spread(lists: Neighbours, rows: NDArray[np.int64], weights: F64, items: int) -> F64:
    """What each item gets from the neighbour lists of some, weighted."""
    known = rows < lists.items
    ids = lists.ids[rows[known]]
    each = weights[known, None] * lists.weights[rows[known]].astype(np.float64)
    inside = (ids >= 0) & (ids < items)
    found: F64 = np.bincount(ids[inside], weights=each[inside], minlength=items).astype(np.float64)
    return found
