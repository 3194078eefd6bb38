"""Which hand does what: triggers and grips that go down and up, each hand for itself, and the hand that points."""

from __future__ import annotations

from dataclasses import dataclass

from client.domain.comfort import Side
from client.headset.api import Hand, Sample

_TRIGGER_ON, _TRIGGER_OFF = 0.6, 0.4
_SQUEEZE_ON, _SQUEEZE_OFF = 0.6, 0.4
SIDES: tuple[Side, Side] = ("right", "left")
"""The main hand first: a fitted sample calls it the right one, whichever it is."""


@dataclass(frozen=True)
class Who:
    """What is pulled and squeezed now, and the hand that pressed last (None before any did)."""

    last: Side | None = None
    seen: frozenset[Side] = frozenset()
    pulled: frozenset[Side] = frozenset()
    squeezed: frozenset[Side] = frozenset()


@dataclass(frozen=True)
class Acts:
    """What hands did in this frame. A hand that comes into sight with its trigger pulled did not pull it now."""

    pulls: tuple[Side, ...] = ()
    frees: tuple[Side, ...] = ()
    squeezes: tuple[Side, ...] = ()
    opens: tuple[Side, ...] = ()
    lost: frozenset[Side] = frozenset()
    """Hands that went out of sight: what they were doing ends without being done."""


def hand_of(sample: Sample, side: Side | None) -> Hand | None:
    """The hand of a side, if it is there."""
    return next((hand for hand in sample.hands if hand.side == side), None)


def watch(who: Who, sample: Sample, busy: Side | None = None) -> tuple[Who, Acts]:
    """What the hands do now and did in this frame. `busy` is in the middle of a press: the other takes nothing over."""
    there = {side: hand for side in SIDES if (hand := hand_of(sample, side)) is not None}
    pulled = frozenset(s for s, h in there.items() if h.trigger > (_TRIGGER_OFF if s in who.pulled else _TRIGGER_ON))
    squeezed = frozenset(
        s for s, h in there.items() if h.squeeze > (_SQUEEZE_OFF if s in who.squeezed else _SQUEEZE_ON)
    )
    known = who.seen & frozenset(there)
    acts = Acts(
        pulls=tuple(s for s in SIDES if s in known and s in pulled - who.pulled),
        frees=tuple(s for s in SIDES if s in known and s in who.pulled - pulled),
        squeezes=tuple(s for s in SIDES if s in known and s in squeezed - who.squeezed),
        opens=tuple(s for s in SIDES if s in known and s in who.squeezed - squeezed),
        lost=who.seen - frozenset(there),
    )
    last = busy if busy in there else next(iter((*acts.pulls, *acts.squeezes)), who.last)
    return Who(last, frozenset(there), pulled, squeezed), acts


def pointing_hand(who: Who, sample: Sample) -> Side | None:
    """The hand that has the ray: the one that pressed last, else the main one, else the one that is there."""
    for side in (who.last, *SIDES):
        if side is not None and hand_of(sample, side) is not None:
            return side
    return None
