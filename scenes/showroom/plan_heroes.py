"""What one sees first: a few products lifted out of their departments, just inside the door and at the far end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scenes.showroom.plan_sets import SHOPPERS_ANGLE, room_sets, single_plinth
from scenes.showroom.plan_shelf import table_units
from scenes.showroom.plan_sort import Stand, Stock
from scenes.showroom.plan_unit import Unit
from scenes.showroom.plan_wall import photo_stands
from scenes.showroom.values import ItemToShow

ENOUGH_TO_SPARE = 6
HERO_MOST_M = 0.7
TABLE_ITEMS = 8
ROOMY_FROM = 16
"""With this many large products the hall is wide enough for room sets beside the entrance."""
PLENTY_FROM = 40
ROOMY_HALF_M, PLENTY_HALF_M = 10.9, 14.5
SET_MOST_M = 3.9


@dataclass(frozen=True)
class Heroes:
    """Units for the entrance and the far end, each with its department."""

    plinths: tuple[tuple[str, Unit], ...] = ()
    """At most three, the largest first."""
    tables: tuple[tuple[str, Unit], ...] = ()
    """At most two."""
    sets: tuple[tuple[str, Unit], ...] = ()
    """Room sets to the sides of the entrance: none or two."""
    focal: tuple[tuple[str, Unit], ...] = ()
    """Room sets along the back wall, the ones in its middle first: at most five."""

    def half_width_m(self) -> float:
        """What they need from the middle of the hall to its wall."""
        if len(self.focal) > 3:
            return PLENTY_HALF_M
        return ROOMY_HALF_M if self.sets or len(self.focal) > 1 else 0.0


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
        if len(small) < 2 * ENOUGH_TO_SPARE:
            continue
        low = [i for i in small if i.height_m <= 0.4] or small
        count = min(TABLE_ITEMS, len(low), len(small) // 3)
        chosen = [low[i * len(low) // count] for i in range(count)]
        unit = table_units(chosen)[0]
        for place in unit.places:
            _remove(stocks[key], next(i for i in chosen if i.item_id == place.item_id))
        tables.append((key, unit))
    large = sum(len(stock.by_stand.get("platform", [])) for stock in stocks.values())
    focal = _sets(stocks, 5 if large >= PLENTY_FROM else (3 if large >= ROOMY_FROM else 1), 2.6)
    sets = [(key, _low(unit)) for key, unit in _sets(stocks, 2, 2.2)] if len(focal) >= 3 else []
    return Heroes(tuple(plinths), tuple(tables), tuple(sets), tuple(focal))


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
            largest = max(fitting, key=lambda i: (round(i.width_m * i.height_m, 3), i.item_id))
            _remove(stocks[key], largest)
            out.append((key, photo_stands([largest])[0]))
    return out


def _sets(stocks: Mapping[str, Stock], count: int, widest_m: float) -> list[tuple[str, Unit]]:
    """Room sets, each around the widest seat (or other low thing) of the department with most large products."""
    out: list[tuple[str, Unit]] = []
    for _ in range(count):
        keys = sorted(stocks, key=lambda key: (-len(stocks[key].by_stand.get("platform", [])), key))
        made = _set_of(stocks[keys[0]], widest_m) if keys else None
        if made is None:
            break
        out.append((keys[0], made))
    return out


def _low(unit: Unit) -> Unit:
    """Without the panel behind it: near the entrance one looks over everything."""
    panels = [i for i, f in enumerate(unit.fixtures) if f.kind == "wall_panel"]
    return replace(unit, fixtures=unit.fixtures[: panels[0]]) if panels else unit


def _set_of(stock: Stock, widest_m: float) -> Unit | None:
    large = stock.by_stand.get("platform", [])
    fitting = [i for i in large if 1.3 <= i.width_m <= widest_m and i.depth_m <= 1.6 and 0.4 <= i.height_m <= 2.2]
    if len(large) < ENOUGH_TO_SPARE or not fitting:
        return None
    seats = [i for i in fitting if i.height_m <= 1.2] or fitting
    anchor = max(seats, key=lambda i: (i.width_m, i.item_id))
    others = [i for i in large if i is not anchor]
    around = [i for i in others if i.height_m > 1.0 and math.hypot(i.width_m, i.depth_m) <= 0.8][:1]
    around += [i for i in others if i.height_m <= 0.06 and i.width_m <= anchor.width_m + 1.0 and i.depth_m <= 2.0][:1]
    around += [i for i in others if 0.06 < i.height_m <= 0.6 and i.width_m <= 1.4 and i.depth_m <= 0.7][:1]
    units, _ = room_sets([anchor, *around], [])
    unit = next(u for u in units if any(p.item_id == anchor.item_id for p in u.places))
    if unit.width_m > SET_MOST_M:
        return None
    placed = {p.item_id for p in unit.places}
    for item in [i for i in large if i.item_id in placed]:
        _remove(stock, item)
    return unit
