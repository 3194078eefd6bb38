"""What this visitor did with products, and what is offered for it. Part of the session: it ends with the visit."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from client.domain.product import Sku

TouchKind = Literal["looked", "picked", "wished", "cart"]
MAX_TOUCHES: Final = 60
WEIGHTS: Final[dict[TouchKind, float]] = {"looked": 0.5, "picked": 1.0, "wished": 1.5, "cart": 2.0}
"""How much each says about what one likes."""


class Touch(msgspec.Struct, frozen=True):
    """Something done with a product."""

    sku: Sku
    kind: TouchKind


class Reason(msgspec.Struct, frozen=True):
    """A touched product that speaks for an offer, and its share of all that does (0 to 1)."""

    touch: Touch
    share: float


class Offer(msgspec.Struct, frozen=True):
    """A product offered, and why, the largest share first."""

    sku: Sku
    because: tuple[Reason, ...] = ()


class Taste(msgspec.Struct, frozen=True):
    """touches: the newest last, each product once, with the most that was done. refused: never offered again.

    `number` grows with every change of either; `offered` answers the change of number `offered_for`.
    """

    touches: tuple[Touch, ...] = ()
    refused: tuple[Sku, ...] = ()
    number: int = 0
    offered: tuple[Offer, ...] = ()
    offered_for: int = 0

    def touched(self, sku: Sku, kind: TouchKind) -> Taste:
        """A product was touched: it is the newest now, and keeps the most that was ever done with it."""
        before = next((touch.kind for touch in self.touches if touch.sku == sku), kind)
        most = max((before, kind), key=lambda one: WEIGHTS[one])
        kept = tuple(touch for touch in self.touches if touch.sku != sku)
        touches = (*kept, Touch(sku, most))[-MAX_TOUCHES:]
        refused = tuple(other for other in self.refused if other != sku)
        if (touches, refused) == (self.touches, self.refused):
            return self
        return msgspec.structs.replace(self, touches=touches, refused=refused, number=self.number + 1)

    def without(self, sku: Sku | None) -> Taste:
        """As if nothing had ever been done with this product (None: with any, and nothing been refused)."""
        if sku is None:
            return Taste(number=self.number + 1) if self.touches or self.refused else self
        touches = tuple(touch for touch in self.touches if touch.sku != sku)
        if touches == self.touches:
            return self
        offered = tuple(one for one in self.offered if all(reason.touch.sku != sku for reason in one.because))
        return msgspec.structs.replace(self, touches=touches, offered=offered, number=self.number + 1)

    def anew(self) -> Taste:
        """Other goods are sold now: what is offered is worked out again."""
        return msgspec.structs.replace(self, number=self.number + 1) if self.touches else self

    def refusing(self, sku: Sku) -> Taste:
        """Not for me: it is not offered again, and no longer shown now."""
        if sku in self.refused:
            return self
        return msgspec.structs.replace(
            self,
            refused=(*self.refused, sku)[-MAX_TOUCHES:],
            offered=tuple(offer for offer in self.offered if offer.sku != sku),
            number=self.number + 1,
        )

    def offering(self, number: int, offers: tuple[Offer, ...]) -> Taste:
        """What is offered for the taste of that number; a late answer, to an older taste, is dropped."""
        if number != self.number:
            return self
        return msgspec.structs.replace(self, offered=offers, offered_for=number)
