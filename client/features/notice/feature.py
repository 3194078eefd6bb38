"""A notice goes away after a while, longer for a longer sentence."""

from __future__ import annotations

from collections.abc import Callable

from client.domain import actions as a
from client.domain.session import Change, Notice, Session
from client.domain.text import Language
from client.headset.api import Sample

SHOWN_S = 6.0
READ_AT_ONCE, S_PER_LETTER = 45, 0.09
"""Longer sentences stay longer, about as slow readers read."""
WIDE = 2.0
"""A Chinese character takes as long as this many letters."""


class NoticeFeature:
    """Counts with the frames' clock, so a replay does the same."""

    def __init__(
        self, dispatch: Callable[[a.Action], None], sentence_of: Callable[[Notice, Language], str] = lambda n, _: n.key
    ) -> None:
        self._dispatch, self._sentence_of = dispatch, sentence_of
        self._since = 0.0
        self._notice: Notice | None = None
        self._shown_s = SHOWN_S

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts the clock at a new notice and takes it away in time."""
        if session.notice is not self._notice:
            self._notice, self._since = session.notice, sample.frame.time_s
            if self._notice is not None:
                self._shown_s = reading_s(self._sentence_of(self._notice, session.language))
        if self._notice is not None and sample.frame.time_s - self._since > self._shown_s:
            self._notice = None
            self._dispatch(a.Notify(None))

    def close(self) -> None:
        """Holds nothing."""


def reading_s(sentence: str) -> float:
    """How long a sentence is shown, seconds."""
    letters = sum(WIDE if letter >= "\u2e80" else 1.0 for letter in sentence)
    return SHOWN_S + max(0.0, letters - READ_AT_ONCE) * S_PER_LETTER
