"""Says in a sentence when a visit in the headset has lasted as long as its wearer wanted to be told."""

from __future__ import annotations

from collections.abc import Callable

from client.domain import actions as a
from client.domain.session import Change, Notice, Session
from client.headset.api import Sample
from client.interaction.walk import tracked

_LONGEST_FRAME_S = 1.0


class BreakFeature:
    """Counts with the frames' clock the time a headset is worn; a new visitor's time starts anew."""

    def __init__(self, dispatch: Callable[[a.Action], None]) -> None:
        self._dispatch = dispatch
        self._worn_s = 0.0
        self._told = 0
        self._frame = -1

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """One frame; asked again within it, it counts once."""
        if changes >= frozenset(Change):
            self._worn_s, self._told = 0.0, 0
        every_s = session.comfort.remind_min * 60.0
        if sample.frame.index == self._frame or not tracked(sample):
            return
        self._frame = sample.frame.index
        self._worn_s += min(_LONGEST_FRAME_S, max(0.0, sample.frame.dt_s))
        if not every_s:
            self._told = 0
            return
        times = int(self._worn_s / every_s)
        if Change.COMFORT in changes:
            self._told = times
        if times > self._told:
            self._told = times
            minutes = str(round(self._worn_s / 60.0))
            self._dispatch(a.Notify(Notice("time_for_a_break", (("minutes", minutes),))))

    def close(self) -> None:
        """Holds nothing."""
