"""Answers a change of taste with offers, beside the frame, and asks those of whom nothing is known."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from client.catalog.api import Catalog
from client.catalog.vectors import ItemVectors
from client.domain import actions as a
from client.domain.session import Change, Session
from client.domain.taste import Taste
from client.headset.api import Sample
from client.profile.goods import MOST_COMPARED, Goods, read_goods
from client.profile.knowledge import read_facts
from client.profile.published import published
from client.profile.questions import questions_of
from client.profile.ranking import Answer, Ranking

_BREATH_S = 0.001


def _no_vectors() -> ItemVectors | None:
    return None


class ForYouFeature:
    """One taste at a time; a newer one makes the older worthless. In a replay the journal speaks, not this."""

    def __init__(
        self,
        open_catalog: Callable[[], Catalog],
        dispatch: Callable[[a.Action], None],
        vectors: Callable[[], ItemVectors | None] = _no_vectors,
        breathe: Callable[[], None] = lambda: time.sleep(_BREATH_S),
    ) -> None:
        self._open, self._dispatch, self._vectors, self._breathe = open_catalog, dispatch, vectors, breathe
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="for-you")
        self._ranking: Ranking | None = None
        self._goods: Goods | None = None
        self._running: tuple[int, Future[Answer]] | None = None
        self._changing: tuple[int, Future[Answer]] | None = None
        self._asking: Future[tuple[tuple[str, ...], ...]] | None = None
        self._given_up = -1

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts what is asked, tells what came."""
        if changes >= _EVERYTHING:  # another visitor may do as many things as the one before: theirs is not offered
            self._running, self._asking, self._given_up = None, None, -1
            self._drop_changing()
        if Change.CATALOGUE in changes:
            self._pool.submit(self._forget)
            self._pool.submit(self._read)  # before it is needed: the first answer comes as quickly as any other
        self._ask(session)
        self._offer(session.taste)

    def _ask(self, session: Session) -> None:
        """Questions are thought of when the panel is opened by somebody of whom nothing is known."""
        taste = session.taste
        if taste.questions is not None or session.panel != "for_you" or not taste.cold:
            return
        if self._asking is None:
            self._asking = self._pool.submit(lambda: questions_of(self._read()[0]))
        elif self._asking.done():
            asked, self._asking = self._asking, None
            self._dispatch(a.AskTaste(asked.result() if asked.exception() is None else ()))

    def _drop_changing(self) -> None:
        if self._changing is not None:
            self._changing[1].cancel()
            self._changing = None

    def _tell_changing(self, taste: Taste) -> None:
        """What would change the offers comes after them: they themselves are not to wait for it."""
        if self._changing is None:
            return
        number, future = self._changing
        if number != taste.number:
            self._drop_changing()
        elif future.done():
            self._changing = None
            if not future.cancelled() and future.exception() is None:
                self._dispatch(a.Offered(number, future.result().offers, future.result().leads))

    def _offer(self, taste: Taste) -> None:
        self._tell_changing(taste)
        if taste.offered_for == taste.number or self._given_up == taste.number:
            return
        if self._running is None:
            self._running = (taste.number, self._pool.submit(lambda: self._read()[1].answer(taste)))
        number, future = self._running
        if not future.done():
            return
        self._running = None
        if future.exception() is not None:
            # Nothing is offered then; the next change of taste tries again.
            self._given_up = number
            return
        answer = future.result()
        self._dispatch(a.Offered(number, answer.offers, answer.leads))
        self._changing = (number, self._pool.submit(lambda: self._read()[1].with_needs(taste, answer)))

    def _read(self) -> tuple[Goods, Ranking]:
        if self._goods is None or self._ranking is None:
            catalog = self._open()
            try:
                goods = read_goods(catalog.products(limit=MOST_COMPARED), read_facts(), self._breathe)
            finally:
                catalog.close()
            self._goods, self._ranking = goods, Ranking(goods, published(self._vectors(), goods.skus))
        return self._goods, self._ranking

    def _forget(self) -> None:
        self._goods = self._ranking = None

    def close(self) -> None:
        """Waits for the offers in the making; idempotent."""
        self._pool.shutdown(wait=True, cancel_futures=True)


_EVERYTHING = frozenset(Change)
