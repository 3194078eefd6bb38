"""Which product is meant: by number, looks or place, or because it is held, looked at or spoken of."""

from __future__ import annotations

import math
import re
from typing import Literal

from client.domain.cart import ItemRef
from client.domain.product import Sku
from client.features.guide.values import MOST_ASKED, Asked, side_of
from inference.dialogue.acts import Act, Described, Ref

Side = Literal["left", "right", "middle", "near", "far"]

_SIDES: tuple[tuple[Side, re.Pattern[str]], ...] = (
    ("left", re.compile(r"\b(?:left|leftmost|left-hand)\b|左")),
    ("right", re.compile(r"\b(?:on the right|the right|to the right|rightmost|right one|right-hand)\b|右")),
    ("middle", re.compile(r"\b(?:middle|centre|center)\b|中间")),
    ("near", re.compile(r"\b(?:nearest|closest|nearer|closer|in front)\b|最近的|近的那|前面那")),
    ("far", re.compile(r"\b(?:furthest|farthest|further|farther|at the back)\b|最远的|远的那|后面那")),
)
_NUMBER = re.compile(
    r"(?:the |number |no\.? ?|option |#|第|选|要)?(\d|one|two|three|four|five|six|一|二|两|三|四|五|六)"
    r"(?: please|号|个|款|件|吧|那个|$)*[.!。！]?"
)
_COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
            "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}  # fmt: skip
_BESIDE_M = 3.5
_LEVEL_WEIGHT = 1.5
"""What stands on another board is further away than what stands on the same."""
_LINES_BACK = 8
_AROUND_M = 5.0
_FACED_SINE = math.sin(math.radians(55.0))
"""So far to the side is still before the shopper."""


def number_said(said: str) -> int | None:
    """A bare number: what is said to whoever asks which of some."""
    match = _NUMBER.fullmatch(said.strip().lower())
    return (_COUNTED.get(match[1]) or int(match[1])) if match else None


def side_said(said: str) -> Side | None:
    """Where the thing meant stands, as it is said."""
    text = said.lower()
    return next((side for side, pattern in _SIDES if pattern.search(text)), None)


def at_side(asked: Asked, skus: tuple[Sku, ...], side: Side) -> Sku | None:
    """Of these the one at that side, as the shopper stands now; None where fewer than two of them stand here."""
    standing = asked.session.standing
    eye = (standing.x_m, standing.y_m)
    here = [sku for sku in skus if sku in asked.places]
    if len(here) < 2:
        return None
    if side in ("near", "far"):
        here.sort(key=lambda sku: math.dist(eye, (asked.places[sku].x_m, asked.places[sku].y_m)))
        return here[0 if side == "near" else -1]
    here.sort(key=lambda sku: side_of(asked.places[sku], eye, standing.heading_rad))
    if side == "middle":
        return here[len(here) // 2] if len(here) % 2 else None
    return here[0 if side == "left" else -1]


def meant(asked: Asked, ref: Ref) -> list[ItemRef]:
    """What a reference can mean; more than one where several fit, none where nothing does."""
    shown, focus = asked.session.talk.shown, asked.focus
    if ref == "this":
        return [focus] if focus is not None else []
    if isinstance(ref, int):
        at = ref - 1 if ref > 0 else len(shown) + ref
        return [asked.item(shown[at])] if 0 <= at < len(shown) else []
    if ref.next_to is not None:
        return _beside(asked, ref.next_to)
    return [asked.item(sku) for sku in _described(asked, ref)][:MOST_ASKED]


def _beside(asked: Asked, of: int | Literal["this"]) -> list[ItemRef]:
    """What stands beside a thing: at the side that is said as one stands before it, else the nearest."""
    side = side_said(asked.said)
    anchor = next(iter(meant(asked, of)), None)
    place = asked.places.get(anchor.sku) if anchor is not None else None
    if anchor is None or place is None:
        sku = at_side(asked, asked.session.talk.shown, side) if side is not None else None
        return [asked.item(sku)] if sku is not None else []
    near: list[tuple[float, Sku]] = []
    for sku, other in asked.places.items():
        away = math.hypot(other.x_m - place.x_m, other.y_m - place.y_m)
        away += _LEVEL_WEIGHT * abs(other.z_m - place.z_m)
        to_right = side_of(other, (place.x_m, place.y_m), place.heading_rad)
        if sku != anchor.sku and away <= _BESIDE_M and not (side == "left" and to_right >= 0.0) and not (
            side == "right" and to_right <= 0.0
        ):  # fmt: skip
            near.append((away, sku))
    return [asked.item(min(near)[1])] if near else []


def _described(asked: Asked, ref: Described) -> tuple[Sku, ...]:
    """Among what was shown; else what is at hand, was spoken of, is in the cart, is faced, stands around; else in the
    whole shop.

    Of several the one in the hand or before the eyes is meant.
    """
    session, focus = asked.session, asked.focus
    cart = tuple(line.item.sku for line in session.gathered.cart.lines)
    said = tuple(sku for line in reversed(session.talk.lines[-_LINES_BACK:]) for sku in line.products)
    before = (focus.sku,) if focus is not None else ()
    for among in (session.talk.shown, before, tuple(dict.fromkeys(said)), cart, _ahead(asked), _around(asked)):
        found = asked.stock.meant(ref, among)
        if len(found) > 1 and focus is not None and focus.sku in found and _looked_at(asked, focus.sku):
            return (focus.sku,)
        if found:
            return found
    wish = Act("search", ref.category, ref.color, ref.material, ref.style, brand=ref.brand)
    in_shop = asked.stock.fitting(wish, limit=MOST_ASKED)
    return in_shop.skus if not in_shop.given_up else ()


def _ahead(asked: Asked) -> tuple[Sku, ...]:
    """Of what stands near, what the shopper faces."""
    standing = asked.session.standing
    found: list[Sku] = []
    for sku in _around(asked):
        one = asked.places[sku]
        right = side_of(one, (standing.x_m, standing.y_m), standing.heading_rad)
        away = math.hypot(one.x_m - standing.x_m, one.y_m - standing.y_m)
        front = side_of(one, (standing.x_m, standing.y_m), standing.heading_rad + math.pi / 2)
        if front > 0.0 and abs(right) <= away * _FACED_SINE:
            found.append(sku)
    return tuple(found)


def _around(asked: Asked) -> tuple[Sku, ...]:
    """What stands near the shopper, the nearest first."""
    standing = asked.session.standing
    away = {
        sku: math.hypot(one.x_m - standing.x_m, one.y_m - standing.y_m) for sku, one in asked.places.items()
    }  # fmt: skip
    return tuple(sorted((sku for sku, metres in away.items() if metres <= _AROUND_M), key=lambda sku: away[sku]))


def _looked_at(asked: Asked, sku: Sku) -> bool:
    """In the hand or before the eyes, not only spoken of."""
    session = asked.session
    return (session.held is not None and session.held.item.sku == sku) or session.looking_at == sku
