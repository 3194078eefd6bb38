"""A notice goes away after a while, longer for a longer sentence."""

from __future__ import annotations

from collections.abc import Callable

from client.domain import actions as a
from client.domain.session import Change, Notice, Session
from client.headset.api import Sample

SHOWN_S = 6.0


class NoticeFeature:
    """Counts with the frames' clock, so a replay does the same."""

    def __init__(self, dispatch: Callable[[a.Action], None]) -> None:
        self._dispatch = dispatch
        self._since = 0.0
        self._notice: Notice | None = None

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts the clock at a new notice and takes it away in time."""
        if session.notice is not self._notice:
            self._notice, self._since = session.notice, sample.frame.time_s
        if self._notice is not None and sample.frame.time_s - self._since > SHOWN_S:
            self._notice = None
            self._dispatch(a.Notify(None))

    def close(self) -> None:
        """Holds nothing."""
