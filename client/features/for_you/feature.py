"""Answers a change of taste with offers, beside the frame, and asks those of whom nothing is known."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import numpy as np

from client.catalog.api import Catalog
from client.catalog.vectors import ItemVectors
from client.domain import actions as a
from client.domain.product import Product
from client.domain.session import Change, Session
from client.domain.taste import Taste
from client.headset.api import Sample
from client.profile.goods import F32, MOST_COMPARED, Goods, read_goods
from client.profile.knowledge import read_facts
from client.profile.published import published
from client.profile.questions import questions_of
from client.profile.ranking import Answer, Beside, Ranking
from inference.sentences.api import SentenceEncoder

_BREATH_S = 0.001


_MOST_TITLES, _TITLES_AT_ONCE = 3000, 32
"""Of a larger catalogue no titles are read for their meaning; so many are read at once."""


def _no_vectors() -> ItemVectors | None:
    return None


def _no_sentences() -> SentenceEncoder | None:
    return None


class ForYouFeature:
    """One taste at a time; a newer one makes the older worthless. In a replay the journal speaks, not this."""

    def __init__(
        self,
        open_catalog: Callable[[], Catalog],
        dispatch: Callable[[a.Action], None],
        vectors: Callable[[], ItemVectors | None] = _no_vectors,
        sentences: Callable[[], SentenceEncoder | None] = _no_sentences,
        breathe: Callable[[], None] = lambda: time.sleep(_BREATH_S),
    ) -> None:
        self._sentences = sentences
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="for-you-titles")
        self._open, self._dispatch, self._vectors, self._breathe = open_catalog, dispatch, vectors, breathe
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="for-you")
        self._ranking: Ranking | None = None
        self._goods: Goods | None = None
        self._running: tuple[int, Future[Answer]] | None = None
        self._changing: tuple[int, Future[Answer]] | None = None
        self._asking: Future[tuple[tuple[str, ...], ...]] | None = None
        self._given_up = -1
        self._newest = -1

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

    def _needs(self, taste: Taste, answer: Answer) -> Answer:
        """Given up for whatever is done meanwhile: that is answered first."""
        return self._read()[1].with_needs(taste, answer, wanted=lambda: self._newest == taste.number)

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
        self._newest = taste.number
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
        self._changing = (number, self._pool.submit(self._needs, taste, answer))

    def _read(self) -> tuple[Goods, Ranking]:
        if self._goods is None or self._ranking is None:
            catalog, titles = self._open(), list[str]()
            try:
                products = _noting(catalog.products(limit=MOST_COMPARED), titles)
                goods = read_goods(products, read_facts(), self._breathe)
            finally:
                catalog.close()
            beside = published(self._vectors(), goods.skus)
            self._goods, self._ranking = goods, Ranking(goods, beside)
            if len(titles) <= _MOST_TITLES:
                with suppress(RuntimeError):  # the shop is closing
                    self._reader.submit(self._understand, goods, beside, titles)
        return self._goods, self._ranking

    def _understand(self, goods: Goods, beside: Beside, titles: Sequence[str]) -> None:
        """What titles mean, on a thread of its own; offers that are asked for meanwhile are ranked without."""
        encoder = self._sentences()
        rows: list[F32] = []
        for first in range(0, len(titles) if encoder is not None else 0, _TITLES_AT_ONCE):
            if encoder is None or self._goods is not goods:
                return
            rows.append(encoder.encode(titles[first : first + _TITLES_AT_ONCE]))
        if rows and self._goods is goods:
            self._ranking = Ranking(goods, replace(beside, meanings=np.concatenate(rows)))

    def _forget(self) -> None:
        self._goods = self._ranking = None

    def close(self) -> None:
        """Waits for the offers in the making; idempotent."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._forget()
        self._reader.shutdown(wait=True, cancel_futures=True)


_EVERYTHING = frozenset(Change)


def _noting(products: Iterable[Product], titles: list[str]) -> Iterator[Product]:
    for product in products:
        titles.append(product.title.en or product.title.get("zh-CN"))
        yield product
