"""Which kind of place suits a product: judged by its size and by how it is used, never by its name alone."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scenes.showroom.values import ItemToShow

Stand = Literal["shelf", "counter", "plinth", "platform", "rack", "wall", "pendant", "photo", "nowhere"]

WIDEST_M = 6.0
"""Things wider or deeper than this are not put into a shop."""
TALLEST_M = 3.6
SHELF_ITEM_M = (0.62, 0.36, 0.5)
"""Largest width, depth and height of a product on a shelf."""
COUNTER_ITEM_M = (1.7, 0.7, 1.0)
PLINTH_ITEM_M = (0.95, 0.95, 1.25)
GARMENT_MOST_M = (1.2, 0.4, 1.5)
WALL_MOST_M = (2.4, 0.5, 2.0)
PHOTO_MOST_M = (3.0, 2.4)
PENDANT_MOST_M = (2.0, 1.6)


_FURNITURE = {
    "furniture", "chairs", "stools", "benches", "armchairs", "tables", "desks", "cabinets", "dressers", "nightstands",
}  # fmt: skip


@dataclass
class Stock:
    """A department's products by the kind of place that suits them, each list in showing order."""

    by_stand: dict[Stand, list[ItemToShow]] = field(default_factory=lambda: defaultdict(list))

    def take(self, stand: Stand) -> list[ItemToShow]:
        """Takes all products of one kind out."""
        return self.by_stand.pop(stand, [])


def _fits(item: ItemToShow, most: tuple[float, float, float]) -> bool:
    return item.width_m <= most[0] and item.depth_m <= most[1] and item.height_m <= most[2]


def stand_for(item: ItemToShow) -> Stand:
    """The kind of place for a product; `nowhere` when its size is no size or too large for a shop."""
    sides = (item.width_m, item.height_m, item.depth_m)
    if not all(math.isfinite(side) and side > 0.0 for side in sides):
        return "nowhere"
    if not item.has_model:
        return "photo" if item.width_m <= PHOTO_MOST_M[0] and item.height_m <= PHOTO_MOST_M[1] else "nowhere"
    if item.hangs == "ceiling" and max(item.width_m, item.depth_m) <= PENDANT_MOST_M[0]:
        if item.height_m <= PENDANT_MOST_M[1]:
            return "pendant"
    elif item.hangs == "wall" and _fits(item, WALL_MOST_M):
        return "wall"
    elif item.wearable and item.height_m >= 0.3 and _fits(item, GARMENT_MOST_M):
        return "rack"
    return _standing(item)


def category_words(item: ItemToShow) -> set[str]:
    """The words of its category path, lower case."""
    return {word for part in item.category for word in part.lower().replace("&", " ").split()}


def _standing(item: ItemToShow) -> Stand:
    # A stool is small enough for a table, but nobody looks for one there.
    furniture = item.height_m >= 0.3 and bool(category_words(item) & _FURNITURE)
    if _fits(item, SHELF_ITEM_M) and not furniture:
        return "shelf"
    if item.hangs == "surface" and _fits(item, COUNTER_ITEM_M) and not furniture:
        return "counter"
    if _fits(item, PLINTH_ITEM_M) and item.height_m > 0.06:
        return "plinth"
    if max(item.width_m, item.depth_m) <= WIDEST_M and item.height_m <= TALLEST_M:
        return "platform"
    return "nowhere"


def in_showing_order(items: Iterable[ItemToShow]) -> list[ItemToShow]:
    """Like beside like: by category, then by height, then by name."""
    return sorted(items, key=lambda item: (item.category, round(item.height_m, 2), item.item_id))


def sort_stock(items: Sequence[ItemToShow]) -> Stock:
    """A department's products by the kind of place that suits them."""
    stock = Stock()
    for item in in_showing_order(items):
        stock.by_stand[stand_for(item)].append(item)
    return stock


def choose(items: Sequence[ItemToShow], most: int) -> tuple[list[ItemToShow], list[str]]:
    """At most `most` showable products, each department keeping its share; and the ids that must wait.

    Shares are rounded by largest remainders; within a department the chosen are spread evenly over its products.
    """
    seen: set[str] = set()
    showable: dict[str, list[ItemToShow]] = {}
    waiting: list[str] = []
    for item in items:
        if item.item_id in seen:
            continue
        seen.add(item.item_id)
        if stand_for(item) == "nowhere":
            waiting.append(item.item_id)
        else:
            showable.setdefault(item.department, []).append(item)
    total = sum(len(group) for group in showable.values())
    shares = _shares([len(group) for group in showable.values()], min(most, total))
    chosen: list[ItemToShow] = []
    for group, share in zip(showable.values(), shares, strict=True):
        picked = {i * len(group) // share for i in range(share)} if share else set()
        chosen.extend(item for i, item in enumerate(group) if i in picked)
        waiting.extend(item.item_id for i, item in enumerate(group) if i not in picked)
    return chosen, waiting


def _shares(counts: Sequence[int], places: int) -> list[int]:
    total = sum(counts)
    if total == 0:
        return [0] * len(counts)
    shares = [count * places // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: (-(counts[i] * places % total), i))
    for i in by_remainder[: places - sum(shares)]:
        shares[i] += 1
    return shares
