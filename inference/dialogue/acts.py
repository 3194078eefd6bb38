"""The one act that an utterance comes to, and what the words are understood against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

ActName = Literal[
    "search", "refine", "select", "ask", "compare", "add", "remove", "variant", "show_in_room", "try_on", "navigate",
    "recommend", "cart", "checkout", "service", "undo", "help", "chat", "human",
]  # fmt: skip


class Described(msgspec.Struct, frozen=True, omit_defaults=True):
    """A thing meant by what it is like. `next_to` is a thing it stands beside: "this" or an ordinal."""

    category: str | None = None
    color: str | None = None
    material: str | None = None
    style: str | None = None
    brand: str | None = None
    price: Literal["lowest", "highest"] | None = None
    next_to: int | Literal["this"] | None = None


def described(kinds: Mapping[str, str]) -> Described:
    """A thing by its facets."""
    known = {kind: kinds.get(kind) for kind in ("category", "color", "material", "style", "brand")}
    return Described(known["category"], known["color"], known["material"], known["style"], known["brand"])


Ref = int | Literal["this"] | Described
"""What is meant: an ordinal among what was shown (1 is the first, -1 the last), "this", or a described one."""


class Act(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act with its slots; what was not said is absent. Prices are in the shop's currency, words are canonical."""

    act: ActName
    category: str | None = None
    color: str | None = None
    material: str | None = None
    style: str | None = None
    room: str | None = None
    brand: str | None = None
    price_min: float | None = None
    price_max: float | None = None
    size: str | None = None
    text: str | None = None
    ref: Ref | None = None
    refs: tuple[Ref, ...] = ()
    qty: int | None = None
    attribute: str | None = None
    place: str | None = None
    topic: str | None = None
    order_id: str | None = None


class Heard(msgspec.Struct, frozen=True):
    """What the words are understood against.

    `shown` is how many products were shown last, `focus` whether one is held, pointed at or looked at, `searched`
    whether a search can be refined.
    """

    shown: int = 0
    focus: bool = False
    searched: bool = False


def encode(act: Act) -> bytes:
    """An act as JSON: whole numbers without a point, absent slots left out."""
    return msgspec.json.encode(_plain(act))


def _plain(act: Act) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(act)
    return {k: int(v) if isinstance(v, float) and v.is_integer() else v for k, v in plain.items()}
