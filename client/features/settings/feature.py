"""What a shopper chose is remembered for their next visit, a moment after they stopped choosing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from client.domain.comfort import Comfort
from client.domain.session import Change, Session
from client.domain.text import Language
from client.headset.api import Sample

CALM_S = 1.5
_EVERYTHING = frozenset(Change)
_CHOSEN = frozenset({Change.COMFORT, Change.LANGUAGE})


class SettingsFeature:
    """Says nothing itself; `remember` is told what to keep, beside the frame: a disk may take its time."""

    def __init__(self, remember: Callable[[Comfort, Language], None]) -> None:
        self._remember = remember
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="settings")
        self._waiting: tuple[Comfort, Language] | None = None
        self._since = 0.0

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """A new visitor's fresh start is nobody's choice and is not remembered."""
        now = sample.frame.time_s
        if changes >= _EVERYTHING:
            self._keep()
        elif changes & _CHOSEN:
            self._waiting, self._since = (session.comfort, session.language), now
        elif self._waiting is not None and now - self._since >= CALM_S:
            self._keep()

    def _keep(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._pool.submit(self._remember, *waiting)

    def close(self) -> None:
        """Remembers what is still to be remembered, and waits for it; idempotent."""
        self._keep()
        self._pool.shutdown(wait=True)
