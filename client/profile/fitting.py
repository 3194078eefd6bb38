"""What suits this shopper by size and by price. Nothing here changes points: it says what may be offered."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from client.domain.taste import Touch
from client.profile.goods import Goods

_TIMES = 3.0
"""Up to so many times what was liked in a department is offered, and down to one part of it."""
_STEERED_TIMES = 3.0
_FROM_TOUCHES = 2


def in_price_range(goods: Goods, liked: Sequence[Touch], steer: float) -> NDArray[np.bool_]:
    """Which goods cost about what was liked in their department; steered up or down, the range goes along.

    A department where fewer than two things with a price were liked, or another currency, has no range.
    """
    ranges: dict[tuple[str, str], list[float]] = {}
    for touch in liked:
        item = goods.place[touch.sku]
        if math.isfinite(goods.prices[item]):
            ranges.setdefault((str(goods.departments[item]), str(goods.currencies[item])), []).append(
                float(goods.prices[item])
            )
    fits = np.ones(len(goods.skus), bool)
    wide, moved = math.log(_TIMES), steer * math.log(_STEERED_TIMES)
    known = {key: prices for key, prices in ranges.items() if len(prices) >= _FROM_TOUCHES}
    if not known:
        return fits
    for (department, currency), prices in known.items():
        low, high = min(prices) - wide + min(moved, 0.0), max(prices) + wide + max(moved, 0.0)
        here = goods.within(department, currency)
        with np.errstate(invalid="ignore"):
            outside = (goods.prices < low) | (goods.prices > high)
        fits &= ~(here & outside)
    return fits


def in_size(goods: Goods, liked: Sequence[Touch], items: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of these items come in a size that this shopper chose before.

    Only a size chosen in the same department counts, and only where the item has sizes of the same sort (letters with
    letters, numbers with numbers): what cannot be compared is offered.
    """
    worn: dict[str, set[str]] = {}
    for touch in liked:
        size = touch.variant and goods.variant_sizes.get(touch.variant)
        if size:
            worn.setdefault(str(goods.departments[goods.place[touch.sku]]), set()).add(size)
    if not worn:
        return np.ones(len(items), bool)
    return np.array([_comes_in(goods.sizes[item], worn.get(goods.departments[item], set())) for item in items], bool)


def _comes_in(sizes: frozenset[str], wanted: set[str]) -> bool:
    same_sort = {size for size in wanted if any(_sort(size) == _sort(other) for other in sizes)}
    return not same_sort or bool(same_sort & sizes)


def _sort(size: str) -> bool:
    return any(letter.isdigit() for letter in size)
