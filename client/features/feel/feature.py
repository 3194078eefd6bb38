"""Haptics: lets the hand that acted feel what the shop did."""

from __future__ import annotations

from collections.abc import Callable

from client.domain.comfort import Side
from client.domain.session import Held, Session
from client.interaction.values import Intents

Pulse = Callable[[Side, float, float], None]
"""Side, strength (0 to 1), seconds."""

Felt = tuple[float, float]
TICK: Felt = (0.15, 0.008)
SELECT: Felt = (0.35, 0.015)
LANDED: Felt = (0.3, 0.02)
GRIPPED: Felt = (0.4, 0.02)
TRUE_SIZE: Felt = (0.5, 0.02)
TAKEN: Felt = (0.5, 0.03)
DONE: Felt = (0.8, 0.06)


class FeelFeature:
    """Told of every frame once it is done; says nothing itself. Without hands nothing is felt."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._before = Session()
        self._intents = Intents()

    def feel(self, session: Session, intents: Intents) -> None:
        """At most one pulse a hand and frame, the strongest; as strong as the shopper likes it."""
        before, last = self._before, self._intents
        self._before, self._intents = session, intents
        if intents.hand is None:
            return
        strongest: dict[Side, Felt] = {}
        for side, felt in (*_done(before, session, last, intents, intents.hand), *_gripped(before.held, session.held)):
            strongest[side] = max(felt, strongest.get(side, felt))
        for side, (strength, seconds) in strongest.items():
            if session.comfort.haptics > 0.0:
                self._pulse(side, strength * session.comfort.haptics, seconds)


def _done(before: Session, after: Session, last: Intents, now: Intents, hand: Side) -> list[tuple[Side, Felt]]:
    """What the hand that points did and met."""
    found: list[Felt] = []
    if after.gathered != before.gathered:
        found.append(DONE)
    if _sku(after.held) != _sku(before.held):
        found.append(TAKEN)
    if any(pointer.kind == "press" for pointer in now.pointers):
        found.append(SELECT)
    if last.arc is not None and now.arc is None and after.standing != before.standing:
        found.append(LANDED)
    met = (now.pointed.target, now.pointed.name) if now.pointed.name else None
    if met is not None and met != (last.pointed.target, last.pointed.name):
        found.append(TICK)
    return [(hand, felt) for felt in found]


def _gripped(before: Held | None, after: Held | None) -> list[tuple[Side, Felt]]:
    """Hands that took hold of what is held, and both where it comes to its true size between them."""
    if before is None or after is None:
        return []
    found = [(side, GRIPPED) for side in after.hands if side not in before.hands]
    if (before.scale - 1.0) * (after.scale - 1.0) <= 0.0 and before.scale != after.scale:
        found += [(side, TRUE_SIZE) for side in after.hands]
    return found


def _sku(held: Held | None) -> str | None:
    return held.item.sku if held is not None else None
