"""Which of the things lit up the shopper means without a word: by a glance that rests on it, or by taking it."""

from __future__ import annotations

from typing import Final

from client.domain.product import Sku
from client.domain.session import Session

DWELL_S: Final = 1.2
"""How long a glance rests on a thing that is meant."""


class Pointing:
    """Follows one question at a time."""

    def __init__(self) -> None:
        self._question = 0
        self._held: Sku | None = None
        self._seen: Sku | None = None
        self._since_s = 0.0

    def chosen(self, session: Session, now_s: float) -> int | None:
        """The number of the thing meant, once; None while none is, or nothing is asked."""
        talk = session.talk
        held = session.held.item.sku if session.held is not None else None
        if not talk.asked:
            self._question = 0
            return None
        if self._question != talk.number:
            self._question, self._held, self._seen, self._since_s = talk.number, held, session.looking_at, now_s
            return None
        taken, self._held = held != self._held and held in talk.asked, held
        if session.looking_at != self._seen:
            self._seen, self._since_s = session.looking_at, now_s
        rests = self._seen in talk.asked and now_s - self._since_s >= DWELL_S
        sku = held if taken else self._seen if rests else None
        return talk.asked.index(sku) + 1 if sku is not None else None
