"""Answers what the shopper says, beside the frame, with a catalogue handle of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from client.catalog.api import Catalog
from client.domain import actions as a
from client.domain.errors import VitrineError
from client.domain.product import Product, Sku
from client.domain.session import Change, Session, Standing
from client.domain.talk import Line
from client.features.guide.reply import GoTo, Policy, Replies, Reply
from client.features.guide.stock import Stock
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
        policy: Policy,
    ) -> None:
        self._open, self._dispatch = open_catalog, dispatch
        self._spot_of, self._must_choose, self._policy = spot_of, must_choose, policy
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
            return
        if self._running is None or self._running[0] != talk.number:
            self._stop()
            self._running = (talk.number, self._pool.submit(self._reply, session))
        number, future = self._running
        if future.done():
            self._answer(number, future, session)

    def _stop(self) -> None:
        """Nobody waits any more for what is in the making."""
        if self._running is not None:
            self._running[1].cancel()
        self._running = None

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
        for one in reply.doing:
            self._do(one)
        self._dispatch(a.Answered(number, reply.line, reply.shown, reply.wish, reply.understood))

    def _do(self, one: a.Action | GoTo) -> None:
        if not isinstance(one, GoTo):
            self._dispatch(one)
            return
        spot = self._spot_of(one.sku)
        if spot is not None:
            self._dispatch(a.Move(spot.x_m, spot.y_m, spot.heading_rad, spot.pitch_rad))

    def _reply(self, session: Session) -> Reply:
        if self._replies is None:
            self._catalog = self._open()
            brands = sorted({product.brand for product in self._catalog.products(limit=_MOST_BRANDS) if product.brand})
            rules = Rules(brands)
            self._replies = Replies(Stock(self._catalog, rules.lexicon), rules, self._policy)
        return self._replies.reply(session, self._must_choose)

    def close(self) -> None:
        """Waits for the answer in the making and closes the catalogue on its own thread; idempotent."""
        try:
            self._pool.submit(self._shut)
        except RuntimeError:
            return
        self._pool.shutdown(wait=True)

    def _shut(self) -> None:
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = self._replies = None


_EVERYTHING = frozenset(Change)
_MOST_BRANDS = 20_000
"""Of so many products the brands are read."""
