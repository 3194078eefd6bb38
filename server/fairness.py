"""What a shop's offers would look like: how much of the catalogue is ever offered, and whom it favours.

Every measure has a threshold; a training that misses one is not written, so that it cannot be published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from inference.retrieval.neighbours import Neighbours
from server.interactions import I32

OFFERED = 10
_MOST_PEOPLE = 20_000
_LEAST_OF_A_BRAND = 0.01
"""Brands below this share of the products are not judged one by one: a single product more is a large factor."""


@dataclass(frozen=True)
class Gate:
    """Thresholds. They hold against what could be at best: few people cannot be offered everything."""

    least_coverage: float = 0.3
    most_head_share: float = 0.6
    most_exposure: float = 5.0


class Fairness(msgspec.Struct, frozen=True):
    """coverage: of the products that these people could be offered, how many are. head_share: share of offers that go
    to the most popular tenth. exposure: a brand's share of the offers over its share of the products."""

    people: int
    coverage: float
    head_share: float
    exposure: dict[str, float]

    def failures(self, gate: Gate) -> list[str]:
        """What misses a threshold, a sentence each."""
        said, share = [], f"at least {gate.least_coverage:.0%}"
        if self.coverage < gate.least_coverage:
            said.append(f"Only {self.coverage:.0%} of the products are ever offered ({share}).")
        if self.head_share > gate.most_head_share:
            most = f"at most {gate.most_head_share:.0%}"
            said.append(f"{self.head_share:.0%} of the offers go to the most popular tenth ({most}).")
        for brand, factor in self.exposure.items():
            if factor > gate.most_exposure:
                most = f"at most {gate.most_exposure:g}"
                said.append(f"{brand} is offered {factor:.1f} times its share of the products ({most}).")
        return said


def fairness(
    lists: Neighbours, histories: Sequence[I32], popularity: Mapping[int, float], brands: Mapping[int, str]
) -> Fairness:
    """Offers ten to each of up to 20,000 people, evenly picked. brands: of all products that are sold, by place."""
    step = max(1, len(histories) // _MOST_PEOPLE)
    asked = histories[::step][:_MOST_PEOPLE]
    offered: Counter[int] = Counter()
    for history in asked:
        offered.update(one.item for one in lists.recommend(history, OFFERED) if one.item in brands)
    total = max(1, offered.total())
    ranked = sorted(brands, key=lambda item: (-popularity.get(item, 0.0), item))
    head = set(ranked[: max(1, len(ranked) // 10)])
    possible = max(1, min(len(brands), OFFERED * len(asked)))
    return Fairness(
        people=len(asked),
        coverage=round(len(offered) / possible, 4),
        head_share=round(sum(count for item, count in offered.items() if item in head) / total, 4),
        exposure=_exposure(offered, brands, total),
    )


def _exposure(offered: Counter[int], brands: Mapping[int, str], total: int) -> dict[str, float]:
    sold, shown = Counter(brands.values()), Counter[str]()
    for item, count in offered.items():
        shown[brands[item]] += count
    judged = [brand for brand, count in sold.items() if brand and count >= _LEAST_OF_A_BRAND * len(brands)]
    factors = {brand: (shown[brand] / total) / (sold[brand] / len(brands)) for brand in judged}
    return {brand: round(float(np.round(factors[brand], 3)), 3) for brand in sorted(factors, key=lambda b: -factors[b])}
