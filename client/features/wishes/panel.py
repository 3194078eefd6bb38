"""The wish list panel."""

from __future__ import annotations

from PySide6.QtCore import Qt

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import Change, Session
from client.panels.items import item_row
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, clear, column, framed, holder, label, row, scrolling, set_button
from client.texts import Texts


class WishesPanel(Panel):
    """What the shopper likes: look at it, put it into the cart, take it off."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._shown: tuple[ItemRef, ...] | None = None
        self._list = column(spacing=12)
        inner = holder(self._list)
        self._list.setContentsMargins(32, 20, 32, 20)
        self._undo = button(texts.say("cart.undo"), "undo", lambda: services.dispatch(a.Undo()))
        footer = framed("footer", row(None, self._undo), margins=(32, 14, 32, 18))
        self.setLayout(column(scrolling(inner, "wishes_scroll"), footer, spacing=0))

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the wish list."""
        set_button(self._undo, self.texts.say("cart.undo"), enabled=bool(session.undo))
        wishes = session.gathered.wishes
        if wishes == self._shown:
            return
        self._shown = wishes
        clear(self._list)
        if not wishes:
            empty = label(self.texts.say("wishes.empty"), "heading", name="wishes_empty")
            empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._list.addWidget(empty, 1)
            return
        for item in wishes:
            self._add(item)
        self._list.addStretch(1)

    def _add(self, item: ItemRef) -> None:
        say, dispatch, sku = self.texts.say, self.services.dispatch, item.buy_sku()
        product = self.services.product(item.sku)
        look = button(say("list.look"), f"look_{sku}", lambda: dispatch(a.OpenPanel("product", item)))
        look.setEnabled(product is not None)
        remove = button("✕", f"remove_{sku}", lambda: dispatch(a.ToggleWish(item)), "quiet", spoken=say("cart.remove"))
        self._list.addWidget(item_row(self.services, self.texts, item, product, look, remove)[0])
