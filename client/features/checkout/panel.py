"""The checkout panel: the QR code that takes the cart to the merchant's own shop, and where the order file lies."""

from __future__ import annotations

from pathlib import PurePath

import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from client.domain import actions as a
from client.domain.session import Change, OrderDraft, Session
from client.domain.totals import PricedCart, priced
from client.panels.items import item_title
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, clear, column, framed, holder, label, row, scrolling
from client.texts import Texts

_CODE_PX = 500
_MAX_CODE_BYTES = 1500
"""Above this a code has modules too small for a phone that looks at a headset's mirror or a screen."""


def qr_picture(content: str, side_px: int) -> QPixmap | None:
    """A QR code (error correction M or better) with its quiet zone, whole pixels a module; None for too long a text."""
    if len(content.encode("utf-8")) > _MAX_CODE_BYTES:
        return None
    code = segno.make_qr(content, error="m", boost_error=True)
    rows = [bytes(0 if dark else 255 for dark in line) for line in code.matrix_iter(border=4)]
    count = len(rows)
    pixels = b"".join(rows)
    image = QImage(pixels, count, count, count, QImage.Format.Format_Grayscale8).copy()
    module = max(1, side_px // count)
    picture = QPixmap(side_px, side_px)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    start = (side_px - module * count) // 2
    painter.drawImage(
        picture.rect().adjusted(start, start, 0, 0).topLeft(), image.scaled(module * count, module * count)
    )
    painter.end()
    return picture


class CheckoutPanel(Panel):
    """Before: what will be ordered. After: code, link, file, total."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._body = column(spacing=0)
        self._back = button(texts.say("panel.back"), "back", lambda: services.dispatch(a.OpenPanel("cart")))
        self._order = button(texts.say("checkout.order"), "order", services.check_out, "primary")
        self._done = button(texts.say("checkout.done"), "done", lambda: services.dispatch(a.ClosePanel()), "primary")
        footer = framed("footer", row(self._back, None, self._order, self._done), margins=(32, 14, 32, 18))
        layout = column(holder(self._body), footer, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Shows the session's order, or the cart that is to become one."""
        if not changes & {Change.ORDER, Change.GATHERED, Change.PANEL}:
            return
        cart = priced(session.gathered.cart, self.services.product)
        clear(self._body)
        order = session.order
        self._order.setVisible(order is None)
        self._order.setEnabled(bool(cart.orderable()))
        self._done.setVisible(order is not None)
        self._body.addWidget(self._before(cart) if order is None else self._after(order, cart))

    def first_focus(self) -> QWidget | None:
        """The next step."""
        return self._order if self._order.isVisible() else self._done

    def _before(self, cart: PricedCart) -> QWidget:
        lines = column(label(self.texts.say("checkout.review"), "heading"), spacing=14)
        if not cart.orderable():
            lines.addWidget(label(self.texts.say("cart.empty"), name="cart_empty"))
        for line in cart.orderable():
            title = item_title(line.product, line.line.item, self.texts)
            total = line.total.text() if line.total else ""
            words = label(f"{line.line.quantity} × {title}")
            one = row(words, label(total, "strong", wrap=False))
            one.setStretch(0, 1)
            lines.addLayout(one)
        self._add_left_out(lines, cart)
        lines.addWidget(label(cart.totals_text(), "price", name="order_total"))
        lines.addWidget(label(self.texts.say("checkout.own_shop"), "faint"))
        lines.addStretch(1)
        lines.setContentsMargins(32, 20, 32, 20)
        return scrolling(holder(lines), "checkout_scroll")

    def _after(self, order: OrderDraft, cart: PricedCart) -> QWidget:
        say, is_link = self.texts.say, order.link.startswith("https://")
        code = QLabel()
        code.setObjectName("qr_code")
        picture = qr_picture(order.link, _CODE_PX)
        words = column(spacing=10)
        if picture is not None:
            code.setPixmap(picture)
            code.setAccessibleName(order.link)
            words.addWidget(label(say("checkout.scan" if is_link else "checkout.scan_text"), "heading"))
        else:
            words.addWidget(label(say("checkout.too_long"), "heading"))
        code.setVisible(picture is not None)
        words.addWidget(label(order.total, "price", name="order_total"))
        if is_link:
            words.addWidget(label(order.link, "small", name="order_link"))
        words.addWidget(label(say("checkout.saved"), "strong"))
        words.addWidget(label(PurePath(order.order_file).name, "body", name="order_file_name"))
        words.addWidget(label(say("checkout.folder", folder=str(PurePath(order.order_file).parent)), "small"))
        self._add_left_out(words, cart)
        words.addStretch(1)
        return self._side_by_side(code, scrolling(holder(words), "checkout_scroll"))

    def _side_by_side(self, code: QLabel, words: QWidget) -> QWidget:
        line = QHBoxLayout()
        line.setContentsMargins(32, 24, 32, 24)
        line.setSpacing(30)
        card = framed("card", column(code), margins=(12, 12, 12, 12))
        card.setVisible(not code.isHidden())
        line.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        return holder(line)

    def _add_left_out(self, lines: QVBoxLayout, cart: PricedCart) -> None:
        """Says which lines are not part of the order, and why."""
        for line in cart.left_out():
            title = item_title(line.product, line.line.item, self.texts)
            reason = self.texts.say(f"cart.{line.problem}")
            lines.addWidget(label(self.texts.say("checkout.left_out", title=title, reason=reason), "bad"))
