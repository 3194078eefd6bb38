"""Answers searches, beside the frame: a search that takes long delays its answer, never a picture."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from client.catalog.api import Catalog
from client.domain import actions as a
from client.domain.errors import VitrineError
from client.domain.session import Change, Notice, Session
from client.features.search.finder import Answer, Finder, Near
from client.features.search.ground import GroundError
from client.features.search.known import Known
from client.headset.api import Sample

Asked = tuple[str, tuple[tuple[str, str], ...]]
"""The words, and how they were narrowed."""


class Ground(Protocol):
    """Where a search gets the file that it stands on; see `grounds.Grounds`."""

    def ready(self, version: str) -> Path | None:
        """The file of a version; None while there is none. Never waits."""

    def damaged(self, version: str) -> None:
        """The file of a version turned out to be none."""

    def close(self) -> None:
        """Stops what is being made; idempotent."""


class Meaning(Protocol):
    """Which products are nearest in meaning; see `client.catalog.meanings`."""

    def near(self, version: str) -> Near | None:
        """How to ask for a version's products; None while there is no way. Never waits; asked on any thread."""

    def close(self) -> None:
        """Stops what is being made; idempotent."""


class SearchFeature:
    """One search at a time; a newer one makes the older worthless. Without `ground` it looks for words only."""

    def __init__(
        self, open_catalog: Callable[[], Catalog], dispatch: Callable[[a.Action], None],
        ground: Ground | None = None, meaning: Meaning | None = None,
    ) -> None:  # fmt: skip
        self._open, self._dispatch, self._ground, self._meaning = open_catalog, dispatch, ground, meaning
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="search")
        self._catalog: Catalog | None = None
        self._known: Known | None = None
        self._opened = False
        """Whether a search may have opened a version; the frame's."""
        self._words_only = False
        """Whether the version's file turned out to be none; then words are looked for."""
        self._running: tuple[Asked, Future[tuple[Answer, bool]]] | None = None
        self._partly: tuple[Asked, str] | None = None
        """The last search when it was answered by words only, and the version it looked into."""

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts what is asked, answers what is found; answers again when more is known of the products."""
        if Change.CATALOGUE in changes and self._opened:  # the next search looks into the version that is in use now
            self._pool.submit(self._shut)
        if Change.PANEL in changes and session.panel == "search" and self._ground is not None:
            self._ground.ready(session.catalogue)  # whoever opens the search is about to ask
        search = session.search
        if search.like is not None:  # pictures are looked for elsewhere
            self._running = None
            return
        asked = (search.query, search.chosen)
        again = self._partly is not None and self._partly[0] == asked and self._is_ready(self._partly[1])
        if not search.running and not again and self._running is None:
            return
        if not search.query.strip():
            self._running = self._partly = None
            return
        if self._running is None or self._running[0] != asked:
            if self._running is not None:
                self._running[1].cancel()
            self._opened = True
            self._running, self._partly = (asked, self._pool.submit(self._look, asked)), None
        self._take(session)

    def _take(self, session: Session) -> None:
        if self._running is None:
            return
        asked, future = self._running
        if not future.done() or future.cancelled():
            return
        self._running = None
        error = future.exception()
        if error is not None:
            reason = str(error) if isinstance(error, VitrineError) else type(error).__name__
            self._dispatch(a.Notify(Notice("search_failed", (("reason", reason),))))
            self._dispatch(a.SearchFound(asked[0], (), chosen=asked[1]))
            return
        answer, whole = future.result()
        if not whole and self._ground is not None and not self._words_only:
            self._partly = asked, session.catalogue
        self._dispatch(a.SearchFound(asked[0], answer.found, chosen=asked[1], told=answer.told))

    def _is_ready(self, version: str) -> bool:
        return self._ground is not None and self._ground.ready(version) is not None

    def _look(self, asked: Asked) -> tuple[Answer, bool]:
        if self._catalog is None:
            self._catalog = self._open()
        version = self._catalog.info.version
        if self._known is None and self._ground is not None and not self._words_only:
            self._known = self._stands_on(self._ground, version)
        near = self._meaning.near(version) if self._meaning is not None else None
        return Finder(self._catalog, self._known, near).find(asked[0], asked[1]), self._known is not None

    def _stands_on(self, ground: Ground, version: str) -> Known | None:
        path = ground.ready(version)
        if path is None:
            return None
        try:
            return Known(path, pause=lambda: time.sleep(0))
        except GroundError:
            ground.damaged(version)
            self._words_only = True
            return None

    def close(self) -> None:
        """Waits for the search that runs and closes the catalogue on its own thread; idempotent."""
        for other in (self._ground, self._meaning):
            if other is not None:
                other.close()
        try:
            self._pool.submit(self._shut)
        except RuntimeError:
            return
        self._pool.shutdown(wait=True)

    def _shut(self) -> None:
        self._words_only = False  # another version has another file
        if self._known is not None:
            self._known.close()
            self._known = None
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None
