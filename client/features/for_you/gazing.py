"""Who rests their eyes on a product for long is interested in it a little."""

from __future__ import annotations

from collections.abc import Callable

from client.domain import actions as a
from client.domain.product import Sku
from client.domain.session import Change, Session
from client.headset.api import Sample

LONG_S = 2.5


class GazeFeature:
    """Tells of a gaze that rested, once a product; not while a panel is read or a thing is held."""

    def __init__(self, dispatch: Callable[[a.Action], None]) -> None:
        self._dispatch = dispatch
        self._resting: Sku | None = None
        self._since = 0.0
        self._told = False

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Follows what is looked at."""
        now = sample.frame.time_s
        free = session.panel is None and session.held is None
        looking = session.looking_at if free else None
        if looking != self._resting:
            self._resting, self._since, self._told = looking, now, False
        if looking is None or self._told or now - self._since < LONG_S:
            return
        self._told = True
        if all(touch.sku != looking for touch in session.taste.known.evidence()):
            self._dispatch(a.Touched(looking, "gazed"))

    def close(self) -> None:
        """Holds nothing."""
