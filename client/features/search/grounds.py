"""Has what a search stands on made beside the shop, for whichever version is in use."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from client.domain.errors import VitrineError
from client.features.search.ground import build_beside

_log = logging.getLogger("vitrine.search")


class Grounds:
    """`ready` asks for a version's file and never waits; `close` stops what is made and is idempotent."""

    def __init__(self, cache: Path, root: Path) -> None:
        self._cache, self._root = cache, root
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="search-ground")
        self._leaving = threading.Event()
        self._made: dict[str, Future[Path | None]] = {}
        self._lock = threading.Lock()

    def ready(self, version: str) -> Path | None:
        """The file of a version; None while it is made, and where it could not be, which is logged."""
        with self._lock:
            if version not in self._made and not self._leaving.is_set():
                self._made[version] = self._pool.submit(self._make, version)
            made = self._made.get(version)
        return made.result() if made is not None and made.done() else None

    def damaged(self, version: str) -> None:
        """A file turned out to be none: it is made again at the next start."""
        path = self.ready(version)
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def wait(self, version: str, timeout_s: float) -> Path | None:
        """The same, waiting for it: for commands."""
        self.ready(version)
        return self._made[version].result(timeout_s)

    def close(self) -> None:
        """Stops what is being made."""
        self._leaving.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _make(self, version: str) -> Path | None:
        try:
            return build_beside(self._cache, self._root, version, self._leaving.is_set)
        except (VitrineError, OSError) as error:
            _log.warning("search looks for words only: %s", error)
            return None
