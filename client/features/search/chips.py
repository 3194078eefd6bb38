"""Ways to narrow a search, with how many products each would leave."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from client.domain.finding import Chip, FacetKind
from client.domain.money import SYMBOLS
from client.domain.text import LocalText
from client.features.search.known import Goods
from client.features.search.wish import facet_name

MOST_OF_A_KIND: dict[str, int] = {"category": 5, "color": 5, "material": 4}
_WIDTHS_M = (0.4, 0.6, 0.8, 1.0, 1.2, 1.6, 2.0, 2.5)
_ROUND = (1.0, 2.0, 2.5, 5.0)
Facets = Mapping[tuple[str, str], bool]
Chosen = Sequence[tuple[str, str]]


def money(low: float | None, high: float | None, currency: str) -> LocalText:
    """A range of prices in words."""
    sign = SYMBOLS.get(currency, f"{currency} " if currency else "")
    if low is not None and high is not None:
        return LocalText(f"{sign}{low:g} to {sign}{high:g}", f"{sign}{low:g} 至 {sign}{high:g}")
    if high is not None:
        return LocalText(f"up to {sign}{high:g}", f"{sign}{high:g} 以内")
    return LocalText(f"from {sign}{low or 0:g}", f"{sign}{low or 0:g} 以上")


def bands(prices: Sequence[float]) -> list[tuple[float | None, float | None]]:
    """Three ranges of prices with round ends, about a third of the products in each; none where all cost the same."""
    if len(prices) < 4:
        return []
    ordered = sorted(prices)
    ends = [_rounded(ordered[len(ordered) * part // 3]) for part in (1, 2)]
    if not ordered[0] < ends[0] < ends[1] < ordered[-1]:
        return [(None, ends[0]), (ends[0], None)] if ordered[0] < ends[0] < ordered[-1] else []
    return [(None, ends[0]), (ends[0], ends[1]), (ends[1], None)]


def _rounded(price: float) -> float:
    if price <= 0:
        return 0.0
    power: float = 10.0 ** math.floor(math.log10(price))
    return min((step * power for step in (*_ROUND, 10.0)), key=lambda step: abs(math.log(step / price)))


def fits_chips(one: Goods, facets: Facets, chosen: Chosen, but: str = "") -> bool:
    """Whether a product is what was chosen: any of a kind's values, all kinds. `but`: a kind that is left out."""
    kinds: dict[str, list[str]] = {}
    for kind, value in chosen:
        if kind != but:
            kinds.setdefault(kind, []).append(value)
    return all(any(_fits(one, facets, kind, value) for value in values) for kind, values in kinds.items())


def _fits(one: Goods, facets: Facets, kind: str, value: str) -> bool:
    if kind == "stock":
        return one.in_stock
    if kind == "price":
        low, high = ends_of(value)
        return one.price is not None and (low is None or one.price >= low) and (high is None or one.price <= high)
    if kind == "width":
        return one.width_m is not None and one.width_m <= (ends_of(f"-{value}")[1] or 0.0)
    return (kind, value) in facets


def ends_of(value: str) -> tuple[float | None, float | None]:
    """The ends that a chip of prices names, "100-250", "-100" or "250-"; anything else is no limit."""
    low, _, high = value.partition("-")
    try:
        return float(low) if low else None, float(high) if high else None
    except ValueError:
        return None, None


def chips_of(
    goods: Sequence[Goods], facets: Mapping[int, Facets], chosen: Chosen,
    steps: Sequence[tuple[float | None, float | None]], currency: str, said: Chosen,
) -> tuple[Chip, ...]:  # fmt: skip
    """Chips that would change something, the chosen ones always. A count is with every chosen kind but its own."""
    made: list[Chip] = []
    for kind in ("category", "color", "material"):
        made += _facet_chips(kind, goods, facets, chosen, said)
    left = [one for one in goods if fits_chips(one, facets[one.place], chosen, but="price")]
    for low, high in steps:
        value = f"{'' if low is None else f'{low:g}'}-{'' if high is None else f'{high:g}'}"
        count = sum(_fits(one, {}, "price", value) for one in left)
        if 0 < count < len(left) or ("price", value) in chosen:
            made.append(Chip("price", value, money(low, high, currency), count))
    made += _width_chips(goods, facets, chosen)
    left = [one for one in goods if fits_chips(one, facets[one.place], chosen, but="stock")]
    there = sum(one.in_stock for one in left)
    if 0 < there < len(left) or ("stock", "yes") in chosen:
        made.append(Chip("stock", "yes", LocalText("In stock", "有货"), there))
    return tuple(made)


def _facet_chips(
    kind: FacetKind, goods: Sequence[Goods], facets: Mapping[int, Facets], chosen: Chosen, said: Chosen
) -> list[Chip]:
    left = [one for one in goods if fits_chips(one, facets[one.place], chosen, but=kind)]
    counted: Counter[str] = Counter(name for one in left for k, name in facets[one.place] if k == kind)
    ours = [name for k, name in chosen if k == kind]
    names = ours + [
        name for name, count in counted.most_common()
        if count < len(left) and name not in ours and (kind, name) not in said
    ]  # fmt: skip
    shown = names[: max(MOST_OF_A_KIND[kind], len(ours))]
    return [Chip(kind, name, _named(facet_name(kind, name)), counted[name]) for name in shown]


def _named(text: LocalText) -> LocalText:
    return LocalText(text.en[:1].upper() + text.en[1:], text.zh_cn)


def _width_chips(goods: Sequence[Goods], facets: Mapping[int, Facets], chosen: Chosen) -> list[Chip]:
    """The width in the middle of what is left: what fits a place of that size."""
    left = [one for one in goods if fits_chips(one, facets[one.place], chosen, but="width")]
    widths = sorted(one.width_m for one in left if one.width_m is not None)
    ours = [value for kind, value in chosen if kind == "width"]
    if len(widths) < 4 and not ours:
        return []
    middle = next((step for step in _WIDTHS_M if widths and step >= widths[len(widths) // 2]), None)
    values = ours or ([f"{middle:g}"] if middle is not None and widths[-1] > middle else [])
    return [Chip("width", value, _wide(value), sum(_fits(one, {}, "width", value) for one in left)) for value in values]


def _wide(value: str) -> LocalText:
    centimetres = (ends_of(f"-{value}")[1] or 0.0) * 100
    return LocalText(f"up to {centimetres:.0f} cm wide", f"宽 {centimetres:.0f} 厘米以内")
