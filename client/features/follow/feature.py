"""Takes over a new version of the catalogue in the middle of a visit, and says what that means for the shopper."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.errors import VitrineError
from client.domain.product import Product, Sku
from client.domain.session import Change, Notice, Session
from client.domain.totals import priced
from client.headset.api import Sample
from client.store.pinned import in_lists, pinned
from client.sync.messages import Age, News, Rested, VersionThere

_log = logging.getLogger("vitrine.sync")
_TILL = ("cart", "checkout")


class Versions(Protocol):
    """A catalogue whose version can be changed; `client.catalog.live.LiveCatalog` is one."""

    version: str

    def use(self, version: str, keep: Iterable[ItemRef] = ()) -> tuple[Product, ...]:
        """Puts another version in place; returns what of `keep` is no longer sold. Raises VitrineError."""

    def product(self, sku: Sku) -> Product | None:
        """One product."""


class FollowFeature:
    """Turns news into actions, and the session's version into the catalogue's.

    A replay hears no news: the journal says when another version came, and that one is then opened.
    """

    def __init__(
        self,
        dispatch: Callable[[a.Action], None],
        catalog: Versions,
        news: Callable[[], Sequence[News]] = lambda: (),
    ) -> None:
        self._dispatch, self._catalog, self._news = dispatch, catalog, news
        self._failed: str | None = None
        self._age: Age | None = None
        self._say_age = False
        self._panel: str | None = None

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """First of all features: the others find the catalogue that the session says."""
        if session.catalogue not in ("", self._catalog.version, self._failed):
            self._take_over(session)
        for news in self._news():
            match news:
                case VersionThere(version) if version != session.catalogue:
                    self._dispatch(a.UseCatalogue(version))
                case Age():
                    self._say_age = self._say_age or (news.state == "expired" and self._age != news)
                    self._age = news
                case Rested(ok=False):
                    _log.warning("%s", news.says)
                case _:
                    pass
        self._tell_age(session, changes)

    def _take_over(self, session: Session) -> None:
        cart = session.gathered.cart
        before = priced(cart, self._catalog.product)
        try:
            left = self._catalog.use(session.catalogue, pinned(session))
        except VitrineError as error:
            self._failed = session.catalogue
            _log.warning("version %s of the catalogue cannot be used: %s", session.catalogue, error)
            return
        self._failed = None
        mine = {item.sku for item in in_lists(session.gathered)}
        mine |= {session.held.item.sku} if session.held is not None else set()
        gone = [product for product in left if product.sku in mine]
        if len(gone) == 1:
            name = gone[0].title.get(session.language) or gone[0].sku
            self._dispatch(a.Notify(Notice("no_longer_sold", (("name", name),))))
        elif gone:
            self._dispatch(a.Notify(Notice("some_no_longer_sold", (("count", str(len(gone))),))))
        else:
            after = priced(cart, self._catalog.product)
            if [line.unit for line in after.lines] != [line.unit for line in before.lines]:
                self._dispatch(a.Notify(Notice("cart_prices_changed", (("total", after.totals_text()),))))

    def _tell_age(self, session: Session, changes: frozenset[Change]) -> None:
        """Past expiry and grace nothing looks fresh: it is said to each visitor, and again at the till."""
        if changes >= frozenset(Change) or (session.panel in _TILL and self._panel not in _TILL):
            self._say_age = True
        self._panel = session.panel
        old = self._age is not None and self._age.state == "expired"
        if self._say_age and old and session.notice is None and self._age is not None:
            self._say_age = False
            self._dispatch(a.Notify(Notice("catalogue_old", (("days", str(self._age.days)),))))
        elif not old:
            self._say_age = False

    def close(self) -> None:
        """Holds nothing."""
