"""Finds what looks like a picture, or has the shape of a product, on a thread of its own.

The thread looks at the catalogue's products while nobody asks, so that the first question need not wait for it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Protocol

from client.domain import actions as a
from client.domain.finding import Told
from client.domain.product import Sku
from client.domain.session import Alike, Change, Notice, Session
from client.headset.api import Sample
from inference.runtime.desk import LateError

_log = logging.getLogger("vitrine")
_NAP_S = 0.5
_EVERYTHING = frozenset(Change)
Ranked = Sequence[tuple[Sku, float]]


class Searching(Protocol):
    """One catalogue, looked at and asked; see `client.picture_search`. Belongs to one thread."""

    def look(self, going: Callable[[], bool]) -> bool:
        """Looks at products until all are done or `going` says no; whether all are done."""

    def by_picture(self, photo: bytes) -> Ranked:
        """What looks like a photo, best first."""

    def like(self, sku: Sku) -> Ranked:
        """What has the shape of a product, best first."""

    def close(self) -> None:
        """Lets go of everything; idempotent."""


class Photos:
    """The one picture that is looked for now. It is held in memory only, and forgotten with the search."""

    def __init__(self) -> None:
        self._number = 0
        self._data = b""

    def show(self, data: bytes) -> Alike:
        """Takes a picture in the place of the one before; what to look for."""
        self._number += 1
        self._data = data
        return Alike(picture=self._number)

    def of(self, like: Alike) -> bytes:
        """The picture of this number; empty when it was forgotten."""
        return self._data if like.picture == self._number else b""

    def forget(self) -> None:
        """Nobody looks for it any more."""
        self._data = b""


class AlikeFeature:
    """`open_search` is called on the thread; None: no model here looks at pictures. `came`: a picture that the shopper
    just chose, or nothing. `left`: whoever was choosing one has left."""

    def __init__(
        self, open_search: Callable[[], Searching | None], dispatch: Callable[[a.Action], None],
        came: Callable[[], bytes] = bytes, left: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._open, self._dispatch, self._came, self._left = open_search, dispatch, came, left
        self.photos = Photos()
        self._asked: SimpleQueue[tuple[Alike, bytes]] = SimpleQueue()
        self._found: SimpleQueue[tuple[Alike, Ranked | Exception | None]] = SimpleQueue()
        self._closing, self._anew = threading.Event(), threading.Event()
        self._running: Alike | None = None
        self._thread: threading.Thread | None = None

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts what is asked, answers what is found; never waits."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="pictures", daemon=True)
            self._thread.start()
        if Change.CATALOGUE in changes:
            self._anew.set()
        if changes >= _EVERYTHING:  # what somebody else chose is not for who is here now
            self._left()
        if photo := self._came():
            self._dispatch(a.SearchLike(self.photos.show(photo)))
            self._dispatch(a.OpenPanel("search"))
            return
        search = session.search
        if search.like is None:
            self._running = None
            self.photos.forget()
        elif search.running and search.like != self._running:
            self._running = search.like
            self._asked.put((search.like, self.photos.of(search.like)))
        try:
            like, found = self._found.get_nowait()
        except Empty:
            return
        if like == search.like:
            self._answer(like, found)

    def _answer(self, like: Alike, found: Ranked | Exception | None) -> None:
        self._running = None
        if found is None:
            self._dispatch(a.Notify(Notice("no_picture_model")))
        elif isinstance(found, Exception):
            self._dispatch(a.Notify(Notice("search_failed", (("reason", str(found)),))))
        skus = () if found is None or isinstance(found, Exception) else tuple(sku for sku, _ in found)
        self._dispatch(a.SearchFound("", skus, like, told=Told((("picture",),) * len(skus), total=len(skus))))

    def _work(self) -> None:
        while not self._closing.is_set():
            self._anew.clear()
            try:
                searching = self._open()
            except Exception as error:  # noqa: BLE001 - a damaged file, a full disk: whoever asks is told
                _log.warning("pictures: %s", error)
                self._refuse(error)
            else:
                self._serve(searching)

    def _refuse(self, error: Exception) -> None:
        """Tells who asked; then rests until somebody asks again or the catalogue is another one."""
        while not self._asked.empty():
            self._found.put((self._asked.get()[0], error))
        while self._asked.empty() and not self._anew.is_set() and not self._closing.is_set():
            self._closing.wait(_NAP_S)

    def _serve(self, searching: Searching | None) -> None:
        """Until the catalogue is another one or the shop closes."""
        done = searching is None
        try:
            while not self._closing.is_set() and not self._anew.is_set():
                if not done and searching is not None:
                    done = self._looked(searching)
                try:
                    like, photo = self._asked.get(timeout=_NAP_S if done else 0.001)
                except Empty:
                    continue
                self._found.put((like, _asked(searching, like, photo)))
        finally:
            if searching is not None:
                searching.close()

    def _looked(self, searching: Searching) -> bool:
        """Looks until somebody asks; whether there is nothing left that can be looked at."""

        def going() -> bool:
            return self._asked.empty() and not self._closing.is_set() and not self._anew.is_set()

        try:
            return searching.look(going)
        except LateError:  # a busy machine: what is left is looked at when it has time again
            self._closing.wait(_NAP_S)
            return False
        except Exception as error:  # noqa: BLE001 - the worker died or a file is gone: what is known still serves
            _log.warning("pictures: %s", error)
            return True

    def close(self) -> None:
        """Ends the thread between two products; idempotent."""
        self._closing.set()
        self._left()
        if self._thread is not None:
            self._thread.join(timeout=5.0)


def _asked(searching: Searching | None, like: Alike, photo: bytes) -> Ranked | Exception | None:
    if searching is None:
        return None
    try:
        return searching.like(like.sku) if like.sku else searching.by_picture(photo)
    except Exception as error:  # noqa: BLE001 - told to the shopper in a sentence
        return error
