"""What one sees first: a few products lifted out of their departments, just inside the door and at the far end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scenes.showroom.plan_sets import SHOPPERS_ANGLE, WIDEST_SET_M, room_sets, single_plinth
from scenes.showroom.plan_shelf import table_units
from scenes.showroom.plan_sort import Stand, Stock
from scenes.showroom.plan_unit import Unit
from scenes.showroom.plan_wall import photo_stands
from scenes.showroom.values import ItemToShow

ENOUGH_TO_SPARE = 6
HERO_MOST_M = 0.7
TABLE_ITEMS = 8


@dataclass(frozen=True)
class Heroes:
    """Units for the entrance and the far end, each with its department."""

    plinths: tuple[tuple[str, Unit], ...] = ()
    """At most three, the largest first."""
    tables: tuple[tuple[str, Unit], ...] = ()
    """At most two."""
    focal: tuple[str, Unit] | None = None

    def units(self) -> list[tuple[str, Unit]]:
        """All of them."""
        return [*self.plinths, *self.tables, *([self.focal] if self.focal else [])]


def pick_heroes(stocks: Mapping[str, Stock]) -> Heroes:
    """Takes heroes out of the stocks of departments that have enough to spare."""
    plinths: list[tuple[str, Unit]] = []
    for key, item in sorted(_best_of_each(stocks).items(), key=lambda kv: (-_volume(kv[1]), kv[0]))[:3]:
        _remove(stocks[key], item)
        turned = SHOPPERS_ANGLE if not plinths else (-1 if len(plinths) == 1 else 1) * SHOPPERS_ANGLE
        plinths.append((key, single_plinth(item, turned)))
    plinths += _photos(stocks, 3 - len(plinths))
    tables: list[tuple[str, Unit]] = []
    by_small = sorted(stocks, key=lambda key: (-len(stocks[key].by_stand.get("shelf", [])), key))
    for key in by_small[:2]:
        small = stocks[key].by_stand.get("shelf", [])
        if len(small) < 2 * TABLE_ITEMS:
            continue
        low = [i for i in small if i.height_m <= 0.4] or small
        count = min(TABLE_ITEMS, len(low))
        chosen = [low[i * len(low) // count] for i in range(count)]
        unit = table_units(chosen)[0]
        for place in unit.places:
            _remove(stocks[key], next(i for i in chosen if i.item_id == place.item_id))
        tables.append((key, unit))
    return Heroes(tuple(plinths), tuple(tables), _focal(stocks))


def _volume(item: ItemToShow) -> float:
    return item.width_m * item.height_m * item.depth_m


def _remove(stock: Stock, item: ItemToShow) -> None:
    for items in stock.by_stand.values():
        if item in items:
            items.remove(item)
            return


def _best_of_each(stocks: Mapping[str, Stock]) -> dict[str, ItemToShow]:
    """The largest product of each department that still fits a plinth."""
    best = {}
    stands: tuple[Stand, ...] = ("plinth", "shelf", "counter")
    for key, stock in stocks.items():
        mine = [i for stand in stands for i in stock.by_stand.get(stand, [])]
        fitting = [i for i in mine if max(i.width_m, i.depth_m) <= HERO_MOST_M and 0.2 <= i.height_m <= 1.2]
        if len(mine) >= ENOUGH_TO_SPARE and fitting:
            best[key] = max(fitting, key=lambda i: (_volume(i), i.item_id))
    return best


def _photos(stocks: Mapping[str, Stock], count: int) -> list[tuple[str, Unit]]:
    """Photo stands, one of each department that has many photos and hardly anything else."""
    out: list[tuple[str, Unit]] = []
    for key in sorted(stocks, key=lambda key: (-len(stocks[key].by_stand.get("photo", [])), key))[: max(0, count)]:
        photos = stocks[key].by_stand.get("photo", [])
        fitting = [i for i in photos if i.width_m <= 1.0]
        if len(photos) >= 2 * ENOUGH_TO_SPARE and fitting:
            _remove(stocks[key], fitting[0])
            out.append((key, photo_stands([fitting[0]])[0]))
    return out


def _focal(stocks: Mapping[str, Stock]) -> tuple[str, Unit] | None:
    """A room set for the far end: the widest seat or bed of the department with the most large products."""
    keys = sorted(stocks, key=lambda key: (-len(stocks[key].by_stand.get("platform", [])), key))
    if not keys:
        return None
    stock = stocks[keys[0]]
    large = stock.by_stand.get("platform", [])
    fitting = [i for i in large if 1.3 <= i.width_m <= 2.6 and i.depth_m <= 2.3 and 0.4 <= i.height_m <= 2.2]
    if len(large) < ENOUGH_TO_SPARE or not fitting:
        return None
    seats = [i for i in fitting if i.height_m <= 1.2] or fitting
    anchor = max(seats, key=lambda i: (i.width_m, i.item_id))
    around = [i for i in large if i.height_m > 1.0 and math.hypot(i.width_m, i.depth_m) <= 0.8][:1]
    around += [i for i in large if i.height_m <= 0.06 and i.width_m <= anchor.width_m + 1.0 and i.depth_m <= 2.4][:1]
    units, _ = room_sets([anchor, *around], [])
    unit = next(u for u in units if any(p.item_id == anchor.item_id for p in u.places))
    if unit.width_m > WIDEST_SET_M:
        return None
    placed = {p.item_id for p in unit.places}
    for item in [i for i in large if i.item_id in placed]:
        _remove(stock, item)
    return keys[0], unit
