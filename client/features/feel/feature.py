"""Haptics: lets the pointing hand feel what the shop did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from client.domain.session import Change, Session
from client.headset.api import Sample

Pulse = Callable[[Literal["left", "right"], float, float], None]
"""Side, strength (0 to 1), seconds."""

_TICK, _TAKEN, _DONE = (0.15, 0.008), (0.5, 0.03), (0.8, 0.06)


class FeelFeature:
    """Follows what changed; says nothing itself. Without hands nothing is felt."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._seen: str | None = None

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """At most one pulse a frame, the strongest."""
        if not sample.hands:
            return
        side: Literal["left", "right"] = "right" if any(hand.side == "right" for hand in sample.hands) else "left"
        if Change.GATHERED in changes:
            self._pulse(side, *_DONE)
        elif Change.HELD in changes:
            self._pulse(side, *_TAKEN)
        elif session.looking_at is not None and session.looking_at != self._seen:
            self._pulse(side, *_TICK)
        self._seen = session.looking_at

    def close(self) -> None:
        """Keeps nothing."""
