"""Keeps the store filled with what the session asks for; the next one is planned beside the frame."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from client.domain import actions as a
from client.domain.errors import VitrineError
from client.domain.session import Change, Notice, Session, Standing
from client.headset.api import Sample
from client.store.contents import StoreContents, Wanted

Fill = Callable[[Wanted], StoreContents]
"""Reads and plans a store; called on a thread of its own."""

_log = logging.getLogger("vitrine")


@dataclass(frozen=True, eq=False)
class _Made:
    contents: StoreContents
    in_place: bool
    """Everything stands where it stood: only what is said about it, and its files, are others."""


class StoreKeeper:
    """The store one stands in, and the one being made ready."""

    def __init__(self, first: StoreContents, fill: Fill, dispatch: Callable[[a.Action], None]) -> None:
        self.current = first
        self._fill, self._dispatch = fill, dispatch
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._coming: Future[_Made] | None = None
        self._asked = first.wanted
        self._standing = Standing()

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts planning when another department, page or version of the catalogue is wanted."""
        self._standing = session.standing
        wanted = Wanted(session.department, session.page, session.catalogue)
        if wanted != self._asked:
            self._asked = wanted
            if self._coming is not None:
                self._coming.cancel()
            self._coming = None if wanted == self.current.wanted else self._pool.submit(self._make, wanted)

    def _make(self, wanted: Wanted) -> _Made:
        before = self.current
        contents = self._fill(wanted)
        return _Made(contents, before.wanted.same_place(wanted) and before.plan == contents.plan)

    @property
    def busy(self) -> bool:
        """Whether another store is on its way."""
        return self._coming is not None

    @property
    def renewing(self) -> bool:
        """Whether what is on its way is this very store, of another version of the catalogue."""
        return self._coming is not None and self._asked.same_place(self.current.wanted)

    def ready(self) -> bool:
        """Whether the next store can be entered; a failure becomes a sentence and the old store stays."""
        if self._coming is None or not self._coming.done():
            return False
        error = None if self._coming.cancelled() else self._coming.exception()
        if error is None and not self._coming.cancelled():
            return bool(self._coming.result().contents.plan.placements) or self._nothing_there()
        words = str(error) if isinstance(error, VitrineError) else type(error).__name__
        if not self._stay(words):
            self._dispatch(a.Notify(Notice("store_failed", (("reason", words),))))
            self._dispatch(a.ShowDepartment(self.current.wanted.department, self.current.wanted.page))
        return False

    def in_place(self) -> bool:
        """Whether the store that is `ready` has everything standing where it stands now."""
        return self._coming is not None and self._coming.result().in_place

    def _nothing_there(self) -> bool:
        """An empty department or page: say so and stay where one is."""
        if not self._stay("nothing is left in it"):
            self._dispatch(a.Notify(Notice("department_empty")))
            self._dispatch(a.ShowDepartment(self.current.wanted.department, self.current.wanted.page))
        return False

    def _stay(self, why: str) -> bool:
        """Gives up what is on its way; True when nobody asked for it, so that nobody needs to hear."""
        unasked = self.renewing
        self._coming = None
        if unasked:
            _log.warning("the store was not planned anew for version %s: %s", self._asked.version, why)
        else:
            self._asked = self.current.wanted
        return unasked

    def swap(self, timeout_s: float | None = 0.0) -> bool:
        """Enters the next store, waiting for it at most so long (a replay does); False when all stands where it stood.

        A visitor who went elsewhere stands at its entrance; one whose store was renewed stays where they are, or at
        the nearest free floor.
        """
        if self._coming is None:
            return True
        renewed, made = self.renewing, self._coming.result(timeout_s)
        self.current, self._coming = made.contents, None
        if made.in_place:
            return False
        stands = self.current.nearest_floor(self._standing) if renewed else self.current.entrance()
        if stands != self._standing:
            self._dispatch(a.Move(stands.x_m, stands.y_m, stands.heading_rad, stands.pitch_rad))
        return True

    def close(self) -> None:
        """Lets go of the thread; idempotent."""
        self._pool.shutdown(wait=True, cancel_futures=True)
