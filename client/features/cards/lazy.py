"""Panels that are made when the first one opens: the widget library is not needed for the first picture."""

from __future__ import annotations

from collections.abc import Callable

from client.domain.session import Change, Session
from client.features.cards.feature import Panels, Surface


class LazyPanels:
    """`Panels` that makes the real ones at the first panel or notice."""

    def __init__(self, make: Callable[[], Panels]) -> None:
        self._make = make
        self._panels: Panels | None = None

    def show(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the session; makes the panels when there is something to show."""
        if self._panels is None and (session.panel is not None or session.notice is not None):
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

    def pump(self) -> None:
        """A little of the widgets' own work."""
        if self._panels is not None:
            self._panels.pump()

    def close(self) -> None:
        """Destroys the panels; idempotent."""
        if self._panels is not None:
            self._panels.close()
            self._panels = None
