"""The panel "for you": what is offered, each with its true reason, and the shopper's own word about it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import Change, Session
from client.domain.taste import Offer, Taste, Touch
from client.panels.flow import FlowLayout
from client.panels.items import item_row, item_title
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, clear, column, framed, holder, label, scrolling
from client.texts import Texts

_SHOWN_OFFERS, _SHOWN_REASONS, _SHOWN_TOUCHES = 6, 2, 10


class ForYouPanel(Panel):
    """Offers above, below them what they come from."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._shown: Taste | None = None
        self._list = column(spacing=12)
        self._list.setContentsMargins(32, 16, 32, 16)
        self.setLayout(column(scrolling(holder(self._list), "for_you_scroll"), spacing=0))

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the taste."""
        if session.taste == self._shown:
            return
        self._shown = taste = session.taste
        clear(self._list)
        self._list.addWidget(label(self.texts.say("for_you.private"), "faint"))
        if not taste.touches:
            self._list.addWidget(label(self.texts.say("for_you.empty"), "heading", name="for_you_empty"))
        for offer in taste.offered[:_SHOWN_OFFERS]:
            self._offer(offer)
        if taste.touches:
            self._list.addWidget(self._history(taste))
        self._list.addStretch(1)

    def _offer(self, offer: Offer) -> None:
        product, say, dispatch = self.services.product(offer.sku), self.texts.say, self.services.dispatch
        if product is None:
            return
        sku, item, buttons = product.sku, ItemRef(product.sku), []
        spot = self.services.spot_of(sku)
        if spot is not None:
            move = a.Move(spot.x_m, spot.y_m, spot.heading_rad, spot.pitch_rad)
            buttons.append(button(say("search.go"), f"go_{sku}", lambda: self._go(move)))
        look = button(say("list.look"), f"look_{sku}", lambda: dispatch(a.OpenPanel("product", item)))
        away = button(say("for_you.not"), f"not_{sku}", lambda: dispatch(a.NotForMe(sku)), "quiet")
        self._list.addWidget(item_row(self.services, self.texts, item, product, *buttons, look, away)[0])
        self._list.addWidget(label(self._reasons(offer), "small", name=f"why_{sku}"))

    def _reasons(self, offer: Offer) -> str:
        names = [self._done(reason.touch) for reason in offer.because[:_SHOWN_REASONS]]
        return self.texts.say("for_you.because", reasons=self.texts.say("for_you.separator").join(names))

    def _done(self, touch: Touch) -> str:
        item = ItemRef(touch.sku)
        name = item_title(self.services.product(touch.sku), item, self.texts)
        return self.texts.say(f"for_you.{touch.kind}", name=name)

    def _history(self, taste: Taste) -> QWidget:
        """What the offers come from: one press forgets one thing, or everything."""
        flow = FlowLayout()
        for touch in reversed(taste.touches[-_SHOWN_TOUCHES:]):
            flow.addWidget(self._forget(touch))
        everything = button(
            self.texts.say("for_you.forget_all"), "forget_all", lambda: self.services.dispatch(a.ForgetTaste(None))
        )
        flow.addWidget(everything)
        return framed("card", column(label(self.texts.say("for_you.from"), "strong"), holder(flow), spacing=8))

    def _forget(self, touch: Touch) -> QWidget:
        return button(
            f"{self._done(touch)}  ✕", f"forget_{touch.sku}",
            lambda: self.services.dispatch(a.ForgetTaste(touch.sku)), "chip",
        )  # fmt: skip

    def _go(self, move: a.Move) -> None:
        self.services.dispatch(move)
        self.services.dispatch(a.ClosePanel())
