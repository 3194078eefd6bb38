"""Has the indexes made beside the frame loop, in a process of their own, and opens them when they are there."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from client.domain.errors import VitrineError
from client.pinyin.building import build_missing, common_path, shop_path
from client.pinyin.lexicon import Lexicon, LexiconError, SqliteLexicon
from client.pinyin.source import WordListError

_log = logging.getLogger("vitrine.pinyin")
_LOOK_S = 0.05
_KINDER = 10
"""Added to the niceness of the process, where there is such a thing."""


class PinyinService:
    """The words of one shop. The first `lexicon` starts the work; `close` stops it and is idempotent.

    `texts` is called on another thread, once.
    """

    def __init__(self, cache: Path, texts: Callable[[], Sequence[str]]) -> None:
        self._cache, self._texts = cache, texts
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="pinyin")
        self._paths: Future[tuple[Path, Path]] | None = None
        self._lexicon: SqliteLexicon | None = None
        self._leaving = threading.Event()
        self.failed = False
        """Whether there will be no words, for a reason that was logged."""

    def lexicon(self) -> Lexicon | None:
        """The words, None while they are not ready."""
        if self._lexicon is not None or self.failed or self._leaving.is_set():
            return self._lexicon
        if self._paths is None:
            self._paths = self._pool.submit(self._prepare)
        if self._paths.done():
            try:
                self._lexicon = SqliteLexicon(*self._paths.result())
            except LexiconError as error:
                # A damaged index is made again at the next start.
                for path in self._paths.result():
                    with suppress(OSError):
                        path.unlink(missing_ok=True)
                self._fail(error)
            except (VitrineError, OSError, sqlite3.Error) as error:
                self._fail(error)
        return self._lexicon

    def close(self) -> None:
        """Stops what runs and releases the indexes."""
        self._leaving.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._lexicon is not None:
            self._lexicon.close()
            self._lexicon = None

    def _fail(self, error: Exception) -> None:
        self.failed = True
        _log.warning("Chinese cannot be typed by its sounds: %s", error)

    def _prepare(self) -> tuple[Path, Path]:
        texts = list(self._texts())
        paths = common_path(self._cache), shop_path(self._cache, texts)
        if not all(path.is_file() for path in paths):
            self._build(texts)
        return paths

    def _build(self, texts: Sequence[str]) -> None:
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=build_kindly, args=(self._cache, texts), name="pinyin", daemon=True)
        process.start()
        while process.is_alive() and not self._leaving.is_set():
            process.join(_LOOK_S)
        if process.is_alive():
            process.terminate()
            process.join()
        if process.exitcode != 0:
            raise WordListError("The index of Chinese words could not be made.")


def build_kindly(cache: Path, texts: Sequence[str]) -> None:
    """Builds with less claim on the processor than the shop has."""
    if hasattr(os, "nice"):
        os.nice(_KINDER)
    build_missing(cache, texts)
