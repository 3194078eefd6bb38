"""What the parts of the guide hand each other: what it is asked with, what it does and says."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import msgspec

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Product, Sku
from client.domain.session import Session
from client.domain.talk import Line
from client.features.guide.stock import Stock
from client.texts import Texts
from inference.dialogue.acts import Act, Heard

Understand = Callable[[str, Heard], Act]
"""Words, and what they are understood against, to an act."""
MOST_ASKED = 6
"""So many things are lit up and numbered; of more nobody wants to choose."""


class Placed(Protocol):
    """Where a product stands: metres in the store, and where its front looks (0: to -Y), radians."""

    @property
    def x_m(self) -> float:
        """To the right."""

    @property
    def y_m(self) -> float:
        """Into the store."""

    @property
    def z_m(self) -> float:
        """What it stands on."""

    @property
    def heading_rad(self) -> float:
        """Its turn about the upright."""


Places = Mapping[Sku, Placed]
"""What stands in the store now."""


@dataclass(frozen=True)
class GoTo:
    """The shopper asked to be taken to a product's place."""

    sku: Sku


@dataclass(frozen=True)
class Reply:
    """What is done, in this order, and what is said. `otherwise`: instead of it, where a `GoTo` leads nowhere.

    `asked` and `pending`: what it asks in turn; `about`: the product it speaks of; see `Talk`.
    """

    line: Line
    doing: tuple[a.Action | GoTo, ...] = ()
    shown: tuple[Sku, ...] | None = None
    wish: str | None = None
    understood: bool = True
    asked: tuple[Sku, ...] = ()
    pending: Act | None = None
    about: Sku | None = None
    fixed: bool = False
    """Nothing may be added to it: a text about a danger."""
    otherwise: Reply | None = None


@dataclass(frozen=True)
class Asked:
    """One utterance and the visit as it is."""

    said: str
    session: Session
    texts: Texts
    stock: Stock
    places: Places
    must_choose: Callable[[Product, Sku | None], bool]

    def say(self, key: str, **values: str | int) -> Line:
        """A sentence of the guide."""
        return Line("guide", self.texts.say(key, **values))

    def item(self, sku: Sku) -> ItemRef:
        """A product in the version that the shopper chose."""
        return ItemRef(sku, self.session.chosen_variant(sku))

    def listed(self, words: tuple[str, ...]) -> str:
        """Words with commas between them."""
        return self.texts.say("product.list_separator").join(words)

    @cached_property
    def focus(self) -> ItemRef | None:
        """The product that "this" is: in the hand, on the open panel, before the eyes, spoken of last, shown first.

        "It" is rather what was spoken of last than what the eyes happen to rest on.
        """
        session, talk = self.session, self.session.talk
        if session.held is not None:
            return session.held.item
        if session.panel == "product" and session.panel_item is not None:
            return session.panel_item
        text = self.said.lower()
        said_it = talk.about is not None and _IT.search(text) and ("它" in text or not _THIS.search(text))
        sku = talk.about if said_it else session.looking_at or talk.about or next(iter(talk.shown), None)
        return self.item(sku) if sku is not None else None


_IT = re.compile(r"\b(?:it|its|it's)\b|[它]")
_THIS = re.compile(r"\b(?:this|that|these|those)\b|[这那]")


def side_of(one: Placed, of_m: tuple[float, float], heading_rad: float) -> float:
    """How far it is to the right of a place for someone who looks that way, metres."""
    return (one.x_m - of_m[0]) * math.cos(heading_rad) + (one.y_m - of_m[1]) * math.sin(heading_rad)


def encoded(act: Act) -> str:
    """An act as the session keeps it."""
    return msgspec.json.encode(act).decode()


def decoded(kept: str) -> Act | None:
    """An act that the session kept; None for none, or one of another version."""
    try:
        return msgspec.json.decode(kept, type=Act) if kept else None
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None
