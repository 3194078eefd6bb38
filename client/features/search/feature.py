"""Searches beside the frame, with a catalogue handle of its own; the answer comes back as an action."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from client.catalog.api import Catalog
from client.domain import actions as a
from client.domain.errors import VitrineError
from client.domain.product import Sku
from client.domain.session import Change, Notice, Session
from client.headset.api import Sample

LIMIT = 50


class SearchFeature:
    """One search at a time; a newer one makes the older worthless."""

    def __init__(self, open_catalog: Callable[[], Catalog], dispatch: Callable[[a.Action], None]) -> None:
        self._open, self._dispatch = open_catalog, dispatch
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="search")
        self._catalog: Catalog | None = None
        self._opened = False
        self._running: tuple[str, Future[tuple[Sku, ...]]] | None = None

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts what is asked, answers what is found."""
        if Change.CATALOGUE in changes and self._opened:  # the next search looks into the version that is in use now
            self._pool.submit(self._shut)
        search = session.search
        if not search.running:
            self._running = None
            return
        if self._running is None or self._running[0] != search.query:
            if self._running is not None:
                self._running[1].cancel()
            self._running = (search.query, self._pool.submit(self._look, search.query))
        query, future = self._running
        if future.done() and not future.cancelled():
            self._running = None
            self._answer(query, future)

    def _answer(self, query: str, future: Future[tuple[Sku, ...]]) -> None:
        error = future.exception()
        if error is not None:
            reason = str(error) if isinstance(error, VitrineError) else type(error).__name__
            self._dispatch(a.Notify(Notice("search_failed", (("reason", reason),))))
        self._dispatch(a.SearchFound(query, () if error is not None else future.result()))

    def _look(self, query: str) -> tuple[Sku, ...]:
        if self._catalog is None:
            self._catalog = self._open()
            self._opened = True
        return self._catalog.search(query, LIMIT)

    def close(self) -> None:
        """Waits for the search that runs and closes the catalogue on its own thread; idempotent."""
        try:
            self._pool.submit(self._shut)
        except RuntimeError:
            return
        self._pool.shutdown(wait=True)

    def _shut(self) -> None:
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None
