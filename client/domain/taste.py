"""What this shopper did with products, and what is offered for it: of this visit, and of visits before where kept."""

from __future__ import annotations

import math
from typing import Final, Literal

import msgspec

from client.domain.product import Sku

TouchKind = Literal[
    "gazed", "looked", "picked", "turned", "asked", "chosen", "tried", "wished", "cart", "removed", "refused"
]
Kept = Literal["visit", "keyring", "file"]
"""Where the taste stays: with this visit only, or encrypted on this machine, its key in the keyring or in a file."""

MAX_TOUCHES: Final = 60
MAX_PAST: Final = 240
WEIGHTS: Final[dict[TouchKind, float]] = {
    "gazed": 0.2, "looked": 0.5, "picked": 1.0, "turned": 1.2, "asked": 1.2, "chosen": 1.5, "wished": 1.5, "tried": 1.7,
    "cart": 2.0, "removed": -1.0, "refused": -1.5,
}  # fmt: skip
"""How much each says about what one likes; below 0: about what one does not."""
STEP, LEAST = 0.9, 0.3
"""Each thing done since makes an older one count less by this factor, down to this share."""
EARLIER, HALF_LIFE_DAYS = 0.6, 30.0
"""What earlier visits count beside this one, and after how many days half of it."""


class Touch(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something done with a product: the so-and-so-many-th thing of this visit (`at`), or so many days before it.

    `variant`: of the product, where one was chosen.
    """

    sku: Sku
    kind: TouchKind
    at: int = 0
    days: int | None = None
    variant: Sku | None = None


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """A touched product that speaks for an offer (or against it): its share of all that does (0 to 1), and the points
    it adds to the score (takes from it).
    """

    touch: Touch
    share: float
    points: float = 0.0


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A product offered, and why, the largest share first.

    `score` is the points of `because` and `against`, those the shopper's own steering adds (`steered`: what for, and
    how many), and `rest`, those of reasons too small to be named. `needs`: any of these forgotten, it is not offered.
    """

    sku: Sku
    because: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    steered: tuple[tuple[str, float], ...] = ()
    rest: float = 0.0
    score: float = 0.0
    needs: tuple[Sku, ...] = ()


class Steering(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the shopper says of their taste themselves.

    price: -1 (cheaper) to 1 (dearer). bold: 0 (much alike) to 1 (very different things). earlier: 0 (this visit alone)
    to 1. leanings: facts such as "material oak" with -1 (less of it) to 1 (more).
    """

    price: float = 0.0
    bold: float = 0.4
    earlier: float = 1.0
    leanings: tuple[tuple[str, float], ...] = ()

    def leaning(self, fact: str) -> float:
        """How the shopper leans to this fact."""
        return dict(self.leanings).get(fact, 0.0)

    def towards(self, fact: str, lean: float) -> Steering:
        """Leaning so to this fact; 0 takes the leaning away."""
        others = tuple(one for one in self.leanings if one[0] != fact)
        return msgspec.structs.replace(self, leanings=(*others, (fact, lean))[-_MAX_LEANINGS:] if lean else others)

    def within_bounds(self) -> Steering:
        """The same, every number brought to where it means something."""
        leanings = tuple((fact[:200], _between(lean, -1.0, 1.0)) for fact, lean in self.leanings[-_MAX_LEANINGS:])
        return Steering(
            _between(self.price, -1.0, 1.0), _between(self.bold, 0.0, 1.0), _between(self.earlier, 0.0, 1.0), leanings
        )


_MAX_LEANINGS = 12


def _between(value: float, least: float, most: float) -> float:
    return max(least, min(most, value)) if math.isfinite(value) else 0.0


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a shopper: done in this visit (the newest last), before it, refused, said by themselves."""

    touches: tuple[Touch, ...] = ()
    past: tuple[Touch, ...] = ()
    refused: tuple[Sku, ...] = ()
    steering: Steering = Steering()

    def evidence(self) -> tuple[Touch, ...]:
        """Everything that says something, each product once."""
        return (*self.touches, *self.past, *(Touch(sku, "refused") for sku in self.refused))


class Taste(msgspec.Struct, frozen=True):
    """What is known, and what is offered for it.

    `number` grows with every change of what is known; `offered` answers the change of number `offered_for`. `steps`
    counts what was done. `forgotten` is what the last word to forget took away, for a word to take it back.
    `questions`: of each few the shopper may choose one, the first is asked now; None where none were thought of yet.
    `exports` counts how often all this was asked for as a file.
    """

    known: Known = Known()
    number: int = 0
    steps: int = 0
    offered: tuple[Offer, ...] = ()
    offered_for: int = 0
    kept: Kept = "visit"
    forgotten: Known | None = None
    cleared: bool = False
    questions: tuple[tuple[Sku, ...], ...] | None = None
    leads: tuple[tuple[str, float], ...] = ()
    """Facts that what is known leads to most, and how strongly; below 0: away from."""
    exports: int = 0

    @property
    def touches(self) -> tuple[Touch, ...]:
        """What was done in this visit, the newest last, each product once."""
        return self.known.touches

    @property
    def refused(self) -> tuple[Sku, ...]:
        """Never offered again."""
        return self.known.refused

    @property
    def cold(self) -> bool:
        """Nothing is known of this shopper."""
        return not (self.known.touches or self.known.past or self.known.refused)

    def weight(self, touch: Touch) -> float:
        """How much a touch counts now; what was done since this visit began fades by steps, what was before by days."""
        says = WEIGHTS[touch.kind]
        if touch.kind == "refused":
            return says
        if touch.days is None:
            return says * max(LEAST, STEP ** max(0, self.steps - touch.at))
        return float(says * EARLIER * self.known.steering.earlier * 0.5 ** (max(0, touch.days) / HALF_LIFE_DAYS))

    def touched(self, sku: Sku, kind: TouchKind, variant: Sku | None = None) -> Taste:
        """A product was touched: it is the newest now, and keeps the most that was ever done with it."""
        before = next((one for one in (*self.known.touches, *self.known.past) if one.sku == sku), None)
        most = kind
        if before is not None and kind != "removed" and WEIGHTS[before.kind] > WEIGHTS[kind]:
            most = before.kind
        variant = variant if variant is not None or before is None else before.variant
        newest = self.known.touches[-1] if self.known.touches else None
        refused = tuple(other for other in self.known.refused if other != sku)
        if newest is not None and before == newest and (newest.kind, newest.variant) == (most, variant):
            return self if refused == self.known.refused else self._knowing(refused=refused)
        touches = tuple(touch for touch in self.known.touches if touch.sku != sku)
        past = tuple(touch for touch in self.known.past if touch.sku != sku)
        made = Touch(sku, most, self.steps + 1, None, variant)
        after = self._knowing(touches=(*touches, made)[-MAX_TOUCHES:], past=past, refused=refused)
        return msgspec.structs.replace(after, steps=self.steps + 1)

    def without(self, sku: Sku | None) -> Taste:
        """As if nothing had ever been done with this product (None: with any, and nothing been said). See `restored`.

        All that is known of earlier visits is forgotten even where it is only recalled later.
        """
        known = self.known
        if sku is None:
            after = Taste(
                number=self.number + 1, steps=self.steps, kept=self.kept, cleared=True, exports=self.exports,
                questions=() if self.questions is not None else None,
                forgotten=known if known != Known() else self.forgotten,
            )  # fmt: skip
            return after if known != Known() or self.offered or not self.cleared else self
        touches = tuple(touch for touch in known.touches if touch.sku != sku)
        past = tuple(touch for touch in known.past if touch.sku != sku)
        refused = tuple(one for one in known.refused if one != sku)
        if (touches, past, refused) == (known.touches, known.past, known.refused):
            return self
        offered = tuple(one for one in self.offered if all(reason.touch.sku != sku for reason in one.because))
        after = self._knowing(touches=touches, past=past, refused=refused)
        return msgspec.structs.replace(after, offered=offered, forgotten=known)

    def restored(self) -> Taste:
        """Takes back the last word to forget; what was done since stays done."""
        if self.forgotten is None:
            return self
        old, now = self.forgotten, self.known
        again = {touch.sku for touch in (*now.touches, *now.past)} | set(now.refused)
        after = self._knowing(
            touches=(*(one for one in old.touches if one.sku not in again), *now.touches)[-MAX_TOUCHES:],
            past=(*(one for one in old.past if one.sku not in again), *now.past)[-MAX_PAST:],
            refused=(*(one for one in old.refused if one not in again), *now.refused)[-MAX_PAST:],
            steering=now.steering if now.steering != Steering() else old.steering,
        )
        return msgspec.structs.replace(after, forgotten=None, cleared=False)

    def recalled(self, past: Known, kept: Kept) -> Taste:
        """What was kept of earlier visits; what this visit already knows of a product goes before it."""
        known, again = self.known, {touch.sku for touch in self.known.touches} | set(self.known.refused)
        after = msgspec.structs.replace(self, kept=kept)
        if self.cleared:
            return after
        return after._knowing(
            past=tuple(touch for touch in past.past if touch.sku not in again)[-MAX_PAST:],
            refused=(*(sku for sku in past.refused if sku not in again), *known.refused)[-MAX_PAST:],
            steering=known.steering if known.steering != Steering() else past.steering.within_bounds(),
        )

    def steered(self, steering: Steering) -> Taste:
        """The shopper says of their taste themselves."""
        fitted = steering.within_bounds()
        return self if fitted == self.known.steering else self._knowing(steering=fitted)

    def asking(self, questions: tuple[tuple[Sku, ...], ...]) -> Taste:
        """These are asked; none: no (more) questions are."""
        return msgspec.structs.replace(self, questions=questions)

    def choosing(self, sku: Sku | None) -> Taste:
        """The first question is answered by one of its products, or by none of them."""
        if not self.questions or (sku is not None and sku not in self.questions[0]):
            return self
        after = msgspec.structs.replace(self, questions=self.questions[1:])
        return after.touched(sku, "chosen") if sku is not None else after

    def exported(self) -> Taste:
        """All this is wanted as a file."""
        return msgspec.structs.replace(self, exports=self.exports + 1)

    def anew(self) -> Taste:
        """Other goods are sold now: what is offered is worked out again."""
        return msgspec.structs.replace(self, number=self.number + 1) if not self.cold else self

    def refusing(self, sku: Sku) -> Taste:
        """Not for me: it is not offered again and no longer shown now, and speaks against what is like it."""
        if sku in self.known.refused:
            return self
        after = self._knowing(
            touches=tuple(touch for touch in self.known.touches if touch.sku != sku),
            past=tuple(touch for touch in self.known.past if touch.sku != sku),
            refused=(*self.known.refused, sku)[-MAX_PAST:],
        )
        return msgspec.structs.replace(after, offered=tuple(offer for offer in self.offered if offer.sku != sku))

    def offering(self, number: int, offers: tuple[Offer, ...], leads: tuple[tuple[str, float], ...] = ()) -> Taste:
        """What is offered for the taste of that number; a late answer, to an older taste, is dropped."""
        if number != self.number:
            return self
        return msgspec.structs.replace(self, offered=offers, offered_for=number, leads=leads)

    def _knowing(
        self,
        touches: tuple[Touch, ...] | None = None,
        past: tuple[Touch, ...] | None = None,
        refused: tuple[Sku, ...] | None = None,
        steering: Steering | None = None,
    ) -> Taste:
        """The same, but for what is known now."""
        old = self.known
        known = Known(
            old.touches if touches is None else touches,
            old.past if past is None else past,
            old.refused if refused is None else refused,
            old.steering if steering is None else steering,
        )
        if known == old:
            return self
        return msgspec.structs.replace(self, known=known, number=self.number + 1)
