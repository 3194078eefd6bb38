"""Three quick questions for somebody of whom nothing is known: which of these do you like most?"""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

from client.domain.product import Sku
from client.profile.goods import Goods

QUESTIONS, CHOICES = 3, 3
_MOST_LOOKED_AT = 200


def questions_of(goods: Goods) -> tuple[tuple[Sku, ...], ...]:
    """Things of one kind that can be had and differ as much as the kind allows; kinds of the largest departments first.

    The first is the one most like all others of its kind, each further one the least like those before it
    (Gonzalez, "Clustering to minimize the maximum intercluster distance", 1985).
    """
    kinds: dict[str, list[int]] = defaultdict(list)
    for item in np.flatnonzero(goods.sold):
        kinds[goods.kinds[item]].append(int(item))
    sizes = Counter(kind.split("/")[0] for kind, items in kinds.items() for _ in items)
    enough = [kind for kind in kinds if len(kinds[kind]) >= CHOICES]
    order = sorted(enough, key=lambda kind: (-sizes[kind.split("/")[0]], -len(kinds[kind]), kind))
    departments: set[str] = set()
    chosen: list[str] = []
    for again in (False, True):
        for kind in order:
            department = kind.split("/")[0]
            if kind not in chosen and (again or department not in departments) and len(chosen) < QUESTIONS:
                departments.add(department)
                chosen.append(kind)
    return tuple(_different(goods, kinds[kind][:_MOST_LOOKED_AT]) for kind in chosen)


def _different(goods: Goods, items: list[int]) -> tuple[Sku, ...]:
    rows = goods.table[items]
    alike: NDArray[np.float64] = np.asarray((rows @ rows.T).toarray(), np.float64)
    chosen = [int(np.argmax(alike.sum(axis=1)))]
    while len(chosen) < CHOICES:
        nearest = alike[:, chosen].max(axis=1)
        nearest[chosen] = np.inf
        chosen.append(int(np.argmin(nearest)))
    return tuple(goods.skus[items[n]] for n in chosen)
