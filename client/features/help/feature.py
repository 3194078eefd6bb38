"""On the first start the help opens by itself, once."""

from __future__ import annotations

from collections.abc import Callable

from client.domain import actions as a
from client.domain.session import Change, Session
from client.headset.api import Sample


class HelpFeature:
    """Welcomes a visitor who has not seen the help, and remembers through `remember` that they have."""

    def __init__(
        self, dispatch: Callable[[a.Action], None], *, welcome: bool, remember: Callable[[], None] = lambda: None
    ) -> None:
        self._dispatch, self._welcome, self._remember = dispatch, welcome, remember

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Opens the help in the first frame."""
        if self._welcome and not session.help_seen and session.panel is None:
            self._dispatch(a.OpenPanel("help"))
        self._welcome = False
        if Change.HELP in changes and session.help_seen:
            self._remember()

    def close(self) -> None:
        """Holds nothing."""
