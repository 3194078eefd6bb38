"""Panels that are made after the first picture, a step a frame: the widget library is slow to load."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from client.domain.session import Change, Session
from client.features.cards.feature import Panels, Surface

Step = Callable[[], None]
_FIRST_FRAMES = 2
"""So many frames are drawn before the first step is made."""


class LazyPanels:
    """`Panels` that are made little by little, or all at once when a panel or notice is wanted before."""

    def __init__(self, make: Callable[[], Panels], before: Iterable[Step] = (), after: Iterable[str] = ()) -> None:
        """`before`: short steps that make `make` short; `after`: what to `prepare` in the panels, a step each."""
        self._make = make
        self._before, self._after = deque(before), deque(after)
        self._frames = 0
        self._panels: Panels | None = None
        self._closed = False

    def show(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the session; makes the panels when there is something to show."""
        if self._panels is None and (session.panel is not None or session.notice is not None):
            while self._before:
                self._step()
            self._panels = self._make()
            changes = frozenset(Change)
        if self._panels is not None:
            self._panels.show(session, changes)

    def open(self) -> Surface | None:
        """The open panel."""
        return self._panels.open() if self._panels is not None else None

    def toast(self) -> Surface | None:
        """The notice."""
        return self._panels.toast() if self._panels is not None else None

    def bar(self) -> Surface | None:
        """The row of buttons."""
        return self._panels.bar() if self._panels is not None else None

    def prepare(self, part: str) -> None:
        """Passed on to the panels."""
        if self._panels is not None:
            self._panels.prepare(part)

    def pump(self) -> None:
        """A step of the making, then a little of the widgets' own work in every frame."""
        self._frames += 1
        if self._panels is not None and not self._after:
            self._panels.pump()
        elif self._frames > _FIRST_FRAMES and not self._closed:
            self._step()

    def _step(self) -> None:
        if self._before:
            self._before.popleft()()
        elif self._panels is None:
            self._panels = self._make()
        else:
            self._panels.prepare(self._after.popleft())

    def close(self) -> None:
        """Destroys the panels; idempotent."""
        self._closed = True
        if self._panels is not None:
            self._panels.close()
            self._panels = None
