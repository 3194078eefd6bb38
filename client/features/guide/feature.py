"""Answers what the shopper says, beside the frame, with a catalogue handle of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Event

from client.catalog.api import Catalog
from client.domain import actions as a
from client.domain.errors import VitrineError
from client.domain.product import Product, Sku
from client.domain.session import Change, Notice, Session, Standing
from client.domain.talk import Line
from client.features.guide.free_words import MOST_PRODUCTS, FreeWords
from client.features.guide.pointing import Pointing
from client.features.guide.reply import Replies
from client.features.guide.service import Counter
from client.features.guide.stock import Stock
from client.features.guide.values import GoTo, Places, Reply, Understand, encoded
from client.headset.api import Sample
from client.texts import Texts
from inference.dialogue.rules import Rules


class GuideFeature:
    """One utterance at a time; a newer one makes the older worthless. In a replay the journal speaks, not this."""

    def __init__(
        self,
        open_catalog: Callable[[], Catalog],
        dispatch: Callable[[a.Action], None],
        spot_of: Callable[[Sku], Standing | None],
        must_choose: Callable[[Product, Sku | None], bool],
        counter: Counter,
        places: Callable[[], Places],
        understanding: Callable[[Rules], Understand] | None = None,
        free: FreeWords | None = None,
    ) -> None:
        self._open, self._dispatch = open_catalog, dispatch
        self._spot_of, self._must_choose, self._counter, self._places = spot_of, must_choose, counter, places
        self._pointing = Pointing()
        self._understanding, self._free = understanding, free
        self._early: SimpleQueue[tuple[int, str | Reply]] = SimpleQueue()
        self._unwanted = Event()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="guide")
        self._catalog: Catalog | None = None
        self._replies: Replies | None = None
        self._running: tuple[int, Future[Reply]] | None = None

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Starts what is said, does and says what it comes to."""
        if changes >= _EVERYTHING:  # another visitor may say as many things as the one before: theirs is not answered
            self._stop()
        if Change.CATALOGUE in changes:  # after the answer in the making; the next one knows the version in use then
            self._pool.submit(self._shut)
        talk = session.talk
        if not talk.waiting:
            self._stop()
            number = self._pointing.chosen(session, sample.frame.time_s)
            if number is not None:
                self._dispatch(a.Say(str(number)))
            return
        if self._running is None or self._running[0] != talk.number:
            self._stop()
            self._unwanted = Event()
            self._running = (talk.number, self._pool.submit(self._reply, session, self._places(), self._unwanted))
        number, future = self._running
        done = future.done()
        self._take_early(number)
        if done:
            self._answer(number, future, session)

    def _stop(self) -> None:
        """Nobody waits any more for what is in the making."""
        if self._running is not None:
            self._running[1].cancel()
            self._unwanted.set()
        self._running = None

    def _take_early(self, number: int) -> None:
        """Does what an answer in the making does, and says what was said of it so far."""
        with suppress(Empty):
            while True:
                of, one = self._early.get_nowait()
                if of != number:
                    continue
                if isinstance(one, str):
                    self._dispatch(a.Saying(number, one))
                else:
                    self._do(one)

    def _answer(self, number: int, future: Future[Reply], session: Session) -> None:
        self._running = None
        error = future.exception()
        if error is not None:
            reason = str(error) if isinstance(error, VitrineError) else type(error).__name__
            said = Line("guide", Texts(session.language).say("guide.failed", reason=reason))
            self._dispatch(a.Answered(number, said, understood=False))
            return
        reply = future.result()
        if reply.otherwise is not None and any(isinstance(o, GoTo) and not self._spot_of(o.sku) for o in reply.doing):
            reply = reply.otherwise
        self._do(reply)
        pending = encoded(reply.pending) if reply.pending is not None else ""
        self._dispatch(
            a.Answered(number, reply.line, reply.shown, reply.wish, reply.understood, reply.asked, pending, reply.about)
        )
        self._make_heard(reply, session)

    def _make_heard(self, reply: Reply, session: Session) -> None:
        """Where no panel shows the answer it is written before the store, or the guide's panel opens for a long one."""
        panel = session.panel
        for one in reply.doing:
            if isinstance(one, a.OpenPanel):
                panel = one.panel
            elif isinstance(one, a.ClosePanel):
                panel = None
        if panel is not None:
            return
        text = reply.line.text
        if reply.line.table or reply.line.cited or (reply.pending is not None and not reply.asked) or _long(text):
            self._dispatch(a.OpenPanel("guide"))
        else:
            self._dispatch(a.Notify(Notice("guide_says", (("said", text),))))

    def _do(self, reply: Reply) -> None:
        """What is done for one utterance is taken back as one."""
        if reply.doing and not any(isinstance(one, a.Undo | a.TakeBack) for one in reply.doing):
            self._dispatch(a.GuideActs())
        for one in reply.doing:
            if not isinstance(one, GoTo):
                self._dispatch(one)
            elif (spot := self._spot_of(one.sku)) is not None:
                self._dispatch(a.Move(spot.x_m, spot.y_m, spot.heading_rad, spot.pitch_rad))

    def _reply(self, session: Session, places: Places, unwanted: Event) -> Reply:
        if self._replies is None:
            self._catalog = self._open()
            brands = sorted({product.brand for product in self._catalog.products(limit=_MOST_BRANDS) if product.brand})
            rules = Rules(brands)
            understand = self._understanding(rules) if self._understanding is not None else rules.parse
            self._replies = Replies(Stock(self._catalog, rules.lexicon), understand, self._counter)
        reply = self._replies.reply(session, places, self._must_choose)
        bound = (
            reply.understood
            and not reply.asked
            and reply.otherwise is None
            and (reply.line.sources or reply.line.products)
        )
        return self._in_free_words(reply, session, unwanted) if bound and not unwanted.is_set() else reply

    def _in_free_words(self, reply: Reply, session: Session, unwanted: Event) -> Reply:
        """The same answer told by a large model, where there is one; what it does is done before."""
        if self._free is None or self._catalog is None:
            return reply
        number, talk = session.talk.number, session.talk
        self._early.put((number, reply))
        skus = dict.fromkeys((*(source.sku for source in reply.line.sources), *reply.line.products))
        products = [p for sku in list(skus)[:MOST_PRODUCTS] if (p := self._catalog.product(sku)) is not None]
        line = self._free.tell(
            talk.waiting, reply.line, products, Texts(session.language),
            lambda said: self._early.put((number, said)), lambda: not unwanted.is_set(),
        )  # fmt: skip
        return replace(reply, line=line, doing=())

    def close(self) -> None:
        """Waits for the answer in the making and closes the catalogue on its own thread; idempotent."""
        self._unwanted.set()
        try:
            self._pool.submit(self._shut)
        except RuntimeError:
            return
        self._pool.shutdown(wait=True)

    def _shut(self) -> None:
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = self._replies = None


def _long(text: str) -> bool:
    """Whether it is more than can be read before the store; a Chinese character is as wide as two letters."""
    return sum(2 if letter >= "\u2e80" else 1 for letter in text) > _WRITTEN_LETTERS


_WRITTEN_LETTERS = 120
_EVERYTHING = frozenset(Change)
_MOST_BRANDS = 20_000
"""Of so many products the brands are read."""
