"""Keeps the store filled with what the session asks for; the next one is planned beside the frame."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from client.domain import actions as a
from client.domain.errors import VitrineError
from client.domain.session import Change, Notice, Session
from client.headset.api import Sample
from client.store.contents import StoreContents, Wanted

Fill = Callable[[Wanted], StoreContents]
"""Reads and plans a store; called on a thread of its own."""


class StoreKeeper:
    """The store one stands in, and the one being made ready."""

    def __init__(self, first: StoreContents, fill: Fill, dispatch: Callable[[a.Action], None]) -> None:
        self.current = first
        self._fill, self._dispatch = fill, dispatch
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._coming: Future[StoreContents] | None = None
        self._asked = first.wanted

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts planning when another department or page is wanted."""
        wanted = Wanted(session.department, session.page)
        if wanted != self._asked:
            self._asked = wanted
            if self._coming is not None:
                self._coming.cancel()
            self._coming = None if wanted == self.current.wanted else self._pool.submit(self._fill, wanted)

    @property
    def busy(self) -> bool:
        """Whether another store is on its way."""
        return self._coming is not None

    def ready(self) -> bool:
        """Whether the next store can be entered; a failure becomes a sentence and the old store stays."""
        if self._coming is None or not self._coming.done():
            return False
        error = None if self._coming.cancelled() else self._coming.exception()
        if error is None and not self._coming.cancelled():
            return bool(self._coming.result().plan.placements) or self._nothing_there()
        self._coming = None
        self._asked = self.current.wanted
        words = str(error) if isinstance(error, VitrineError) else type(error).__name__
        self._dispatch(a.Notify(Notice("store_failed", (("reason", words),))))
        self._dispatch(a.ShowDepartment(self.current.wanted.department, self.current.wanted.page))
        return False

    def _nothing_there(self) -> bool:
        """An empty department or page: say so and stay where one is."""
        self._coming = None
        self._asked = self.current.wanted
        self._dispatch(a.Notify(Notice("department_empty")))
        self._dispatch(a.ShowDepartment(self.current.wanted.department, self.current.wanted.page))
        return False

    def swap(self, timeout_s: float | None = 0.0) -> StoreContents:
        """Enters the next store, waiting for it at most so long (a replay does); the visitor stands at its entrance."""
        if self._coming is not None:
            self.current = self._coming.result(timeout_s)
            self._coming = None
            entrance = self.current.entrance()
            self._dispatch(a.Move(entrance.x_m, entrance.y_m, entrance.heading_rad))
        return self.current

    def close(self) -> None:
        """Lets go of the thread; idempotent."""
        self._pool.shutdown(wait=True, cancel_futures=True)
