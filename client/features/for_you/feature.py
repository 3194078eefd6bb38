"""Answers a change of taste with offers, beside the frame."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from client.catalog.api import Catalog
from client.domain import actions as a
from client.domain.session import Change, Session
from client.domain.taste import Offer, Taste
from client.features.for_you.likeness import Likeness
from client.headset.api import Sample


class ForYouFeature:
    """One taste at a time; a newer one makes the older worthless. In a replay the journal speaks, not this."""

    def __init__(self, open_catalog: Callable[[], Catalog], dispatch: Callable[[a.Action], None]) -> None:
        self._open, self._dispatch = open_catalog, dispatch
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="for-you")
        self._likeness: Likeness | None = None
        self._running: tuple[int, Future[tuple[Offer, ...]]] | None = None
        self._given_up = -1

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts what is asked, tells what came."""
        if changes >= _EVERYTHING:  # another visitor may do as many things as the one before: theirs is not offered
            self._running, self._given_up = None, -1
        if Change.CATALOGUE in changes:
            self._pool.submit(self._forget)
        taste = session.taste
        if taste.offered_for == taste.number or self._given_up == taste.number:
            return
        if self._running is None:
            self._running = (taste.number, self._pool.submit(self._look, taste))
        number, future = self._running
        if not future.done():
            return
        self._running = None
        if future.exception() is not None:
            # Nothing is offered then; the next change of taste tries again.
            self._given_up = number
            return
        self._dispatch(a.Offered(number, future.result()))

    def _look(self, taste: Taste) -> tuple[Offer, ...]:
        if self._likeness is None:
            catalog = self._open()
            try:
                self._likeness = Likeness(catalog)
            finally:
                catalog.close()
        return self._likeness.offers(taste)

    def _forget(self) -> None:
        self._likeness = None

    def close(self) -> None:
        """Waits for the offers in the making; idempotent."""
        self._pool.shutdown(wait=True, cancel_futures=True)


_EVERYTHING = frozenset(Change)
