"""On the first start the help opens by itself, once; it knows what the shopper points and walks with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from client.domain import actions as a
from client.domain.session import Change, Session
from client.headset.api import Sample

Kind = Literal["keys", "pad", "controllers", "hands", "gaze"]
_PUSHED = 0.5


class HelpFeature:
    """Welcomes a visitor who has not seen the help, and remembers through `remember` that they have.

    Who was not welcomed (a tour, a replay) has not seen it for anybody else.
    """

    def __init__(
        self, dispatch: Callable[[a.Action], None], *, welcome: bool, remember: Callable[[], None] = lambda: None
    ) -> None:
        self._dispatch, self._welcome = dispatch, welcome
        self._remember = remember if welcome else _not_at_all
        self.kind: Kind = "keys"
        """What the shopper used last."""
        self.welcoming = welcome
        """Whether this is a first visit and the help was not closed yet."""

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Opens the help in the first frame."""
        self.kind = kind_of(session, sample, self.kind)
        if self._welcome and not session.help_seen and session.panel is None:
            self._dispatch(a.OpenPanel("help"))
        self._welcome = False
        self.welcoming = self.welcoming and not session.help_seen
        if Change.HELP in changes and session.help_seen:
            self._remember()

    def close(self) -> None:
        """Holds nothing."""


def kind_of(session: Session, sample: Sample, before: Kind) -> Kind:
    """What is used now; while nothing is, what was used before. In a headset that is never the keyboard."""
    if session.comfort.pointing == "gaze":
        return "gaze"
    if sample.hands:
        return "hands" if any(hand.tracked for hand in sample.hands) else "controllers"
    if len(sample.eyes) == 2:
        return before if before in ("hands", "controllers") else "controllers"
    pad = sample.pad
    if pad is not None and (pad.down or pad.pressed or max(map(abs, (*pad.move, *pad.look))) > _PUSHED):
        return "pad"
    used_keys = bool(sample.keys or sample.pressed) or (sample.mouse is not None and bool(sample.mouse.pressed))
    return "keys" if used_keys or before != "pad" else before


def _not_at_all() -> None:
    pass
