"""The cart panel: lines, how many of each, totals, undo, checkout."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from client.domain import actions as a
from client.domain.cart import MAX_QUANTITY, ItemRef
from client.domain.session import Change, Session
from client.domain.totals import PricedLine, priced
from client.panels.items import item_row
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import (
    button,
    column,
    framed,
    holder,
    label,
    row,
    scrolling,
    set_button,
    set_role,
    set_text,
)
from client.texts import Texts

_AT_ONCE = 6
"""Rows made in one frame; more than the panel shows."""


class CartPanel(Panel):
    """What the shopper is about to buy; prices come from the catalogue at every change."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._rows: dict[ItemRef, _CartRow] = {}
        self._lines: tuple[PricedLine, ...] = ()
        self._next = 0
        self._empty = label(texts.say("cart.empty"), "heading", name="cart_empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._find = button(texts.say("cart.find"), "find", lambda: services.dispatch(a.OpenPanel("search")))
        self._nothing = holder(column(self._empty, row(None, self._find, None), spacing=24))
        self._list = column(self._nothing, spacing=12)
        self._list.addStretch(1)
        inner = holder(self._list)
        self._list.setContentsMargins(32, 20, 32, 20)
        self._pieces = label("", "faint", name="cart_pieces", wrap=False)
        self._total = label("", "price", name="cart_total")
        self._undo = button(texts.say("cart.undo"), "undo", lambda: services.dispatch(a.Undo()))
        self._checkout = button(texts.say("cart.checkout"), "checkout", services.check_out, "primary")
        bottom = row(column(self._pieces, self._total, spacing=0), self._undo, self._checkout)
        bottom.setStretch(0, 1)
        footer = framed("footer", bottom, margins=(32, 14, 32, 18))
        self.setLayout(column(scrolling(inner, "cart_scroll"), footer, spacing=0))

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the cart; rows that stay are kept, so a long list does not flicker or jump."""
        if not changes & {Change.GATHERED, Change.PANEL}:
            return
        cart = session.gathered.cart
        lines = priced(cart, self.services.product)
        wanted = {line.line.item for line in lines.lines}
        for item in [item for item in self._rows if item not in wanted]:
            self._rows.pop(item).remove()
        self._lines = lines.lines
        self._show_lines(0, _AT_ONCE)
        self._nothing.setVisible(not cart.lines)
        set_text(self._pieces, self.texts.say("cart.pieces", count=cart.pieces()))
        set_text(self._total, lines.totals_text())
        set_button(self._undo, self.texts.say("cart.undo"), enabled=bool(session.undo))
        set_button(self._checkout, self.texts.say("cart.checkout"), enabled=bool(lines.orderable()))

    def more(self) -> bool:
        """Adds the next line of a long cart."""
        if self._next >= len(self._lines):
            return False
        self._show_lines(self._next, 1)
        return True

    def first_focus(self) -> QWidget | None:
        """Checkout when there is something to pay for."""
        return self._checkout if self._checkout.isEnabled() else self._undo

    def _show_lines(self, start: int, most_new: int) -> None:
        """Brings the rows from here on up to date, and makes so many new ones; the rest waits for `more`."""
        for place in range(start, len(self._lines)):
            if self._lines[place].line.item not in self._rows:
                if most_new == 0:
                    self._next = place
                    return
                most_new -= 1
            self._show_line(place, self._lines[place])
        self._next = len(self._lines)

    def _show_line(self, place: int, line: PricedLine) -> None:
        item = line.line.item
        made = self._rows.get(item)
        if made is None:
            made = self._rows[item] = _CartRow(self.services, self.texts, line)
        # Rows come after the empty sentence; moving one that is in place would repaint it for nothing.
        if self._list.indexOf(made.frame) != place + 1:
            self._list.removeWidget(made.frame)
            self._list.insertWidget(place + 1, made.frame)
        made.show_line(line)


class _CartRow:
    """One line: minus, how many, plus, the line's total, remove."""

    def __init__(self, services: PanelServices, texts: Texts, line: PricedLine) -> None:
        self._services, self._texts, self._item = services, texts, line.line.item
        self._quantity = 0
        sku = self._item.buy_sku()
        self._less = self._square("−", f"less_{sku}", "cart.less", -1)
        self._more = self._square("+", f"more_{sku}", "cart.more", 1)
        self._count = label("", "heading", name=f"count_{sku}", wrap=False)
        self._count.setFixedWidth(64)
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._total: QLabel = label("", "strong", name=f"total_{sku}", wrap=False)
        self._total.setMinimumWidth(170)
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        remove = button("✕", f"remove_{sku}", lambda: self._set(0), "quiet", spoken=texts.say("cart.remove"))
        self.frame: QFrame
        self.frame, self._note = item_row(
            services, texts, self._item, line.product,
            holder(row(self._less, self._count, self._more, spacing=4)), self._total, remove,
        )  # fmt: skip
        self._price = self._note.text()

    def show_line(self, line: PricedLine) -> None:
        """Shows how many, what they cost, and why the line cannot be bought, if so."""
        self._quantity = line.line.quantity
        set_text(self._count, str(self._quantity))
        set_button(self._more, "+", enabled=self._quantity < MAX_QUANTITY)
        set_text(self._total, line.total.text() if line.total is not None and line.problem is None else "—")
        said = self._texts.say(f"cart.{line.problem}") if line.problem else self._price
        # what is no longer sold keeps the price it had, beside the reason
        set_text(self._note, f"{self._price} · {said}" if line.problem == "gone" and line.unit else said)
        set_role(self._note, "bad" if line.problem else "strong")

    def remove(self) -> None:
        """Takes the row off the panel."""
        self.frame.hide()
        self.frame.deleteLater()

    def _square(self, sign: str, name: str, spoken: str, step: int) -> QPushButton:
        return button(sign, name, lambda: self._set(self._quantity + step), "square", spoken=self._texts.say(spoken))

    def _set(self, quantity: int) -> None:
        self._services.dispatch(a.SetQuantity(self._item, quantity))
