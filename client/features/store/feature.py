"""Says it when products could not be loaded; the store stands without them."""

from __future__ import annotations

from collections.abc import Callable

from client.domain import actions as a
from client.domain.session import Change, Notice, Session
from client.headset.api import Sample

_QUIET_S = 3.0
"""Loading goes on for a while: one sentence about all of them, not one for each."""


class MissingFeature:
    """Watches how many could not be loaded (`failed`) and says so once for every store."""

    def __init__(self, dispatch: Callable[[a.Action], None], failed: Callable[[], int]) -> None:
        self._dispatch, self._failed = dispatch, failed
        self._seen = 0
        self._since = 0.0
        self._said = False

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Waits until no more are added for a while."""
        count, now = self._failed(), sample.frame.time_s
        if count < self._seen:
            self._said = False
        if count != self._seen:
            self._seen, self._since = count, now
        elif count and not self._said and now - self._since > _QUIET_S:
            self._said = True
            self._dispatch(a.Notify(Notice("models_missing", (("count", str(count)),))))

    def close(self) -> None:
        """Holds nothing."""
