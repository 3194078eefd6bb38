"""The guide's panel: what was said, products that came with it, and a field to say more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Sku
from client.domain.session import Change, Session
from client.domain.talk import MAX_LETTERS, Line
from client.features.guide.panel_facts import answers_to, sources, table
from client.panels.field_keys import FieldKeys, PressedField
from client.panels.flow import FlowLayout
from client.panels.items import item_row
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, clear, column, framed, holder, label, row, scrolling
from client.texts import Texts

_SHOWN_LINES, _SHOWN_PRODUCTS = 8, 4
_ABOVE_PX = 16
_SUGGESTIONS = ("search", "price", "returns", "cart")


class GuidePanel(Panel):
    """A talk with the guide. The newest is at the bottom, beside the field."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._shown: tuple[Line, ...] | None = None
        self._asking: tuple[tuple[Sku, ...], str] = ((), "")
        self._newest: QWidget | None = None
        self._brings_newest = self._follows = True
        self._lines = column(spacing=12)
        self._lines.setContentsMargins(32, 16, 32, 16)
        self._area = scrolling(holder(self._lines), "guide_scroll")
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._field = PressedField(lambda: self._keys.want())
        self._field.setObjectName("guide_field")
        self._field.setAccessibleName(texts.say("guide.hint"))
        self._field.setPlaceholderText(texts.say("guide.hint"))
        self._field.setMaxLength(MAX_LETTERS)
        self._field.returnPressed.connect(self._say)
        send = button(texts.say("guide.send"), "guide_send", self._say, "primary")
        rows = column(self._area, spacing=0)
        self._keys = FieldKeys(self._field, rows, services.typing, texts, self._say)
        rows.addWidget(framed("footer", row(self._field, self._keys.toggle, send), margins=(32, 14, 32, 14)))
        self.setLayout(rows)

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the talk."""
        if Change.PANEL in changes:
            self._keys.opened()
            self._brings_newest = True
        self._keys.show()
        lines = session.talk.heard[-_SHOWN_LINES:]
        talk = session.talk
        asking = (talk.asked, talk.pending if not talk.waiting else "")
        if lines == self._shown and asking == self._asking:
            return
        self._asking = asking
        self._shown, self._newest, self._brings_newest = lines, None, True
        clear(self._lines)
        if not lines:
            self._suggest()
        for number, line in enumerate(lines):
            self._add(line, newest=number == len(lines) - 1)
        self._lines.addStretch(1)

    def more(self) -> bool:
        """Keeps the beginning of the newest line in sight until the shopper scrolls; shows suggestions of the keys."""
        self._keys.poll()
        if self._brings_newest:
            self._brings_newest, self._follows = False, True
        bar = self._area.verticalScrollBar()
        if self._follows and bar.value() != self._newest_at():
            bar.setValue(self._newest_at())
        return False

    def _newest_at(self) -> int:
        """How far is scrolled where the newest line begins, or where all ends before."""
        bar = self._area.verticalScrollBar()
        return min(bar.maximum(), self._newest.y() - _ABOVE_PX) if self._newest is not None else 0

    def _scrolled(self, value: int) -> None:
        self._follows = value == self._newest_at()

    def first_focus(self) -> QWidget | None:
        """Typing may begin at once."""
        return self._field

    def _say(self) -> None:
        text = self._field.text().strip()
        if text:
            self._field.clear()
            self.services.dispatch(a.Say(text))

    def _suggest(self) -> None:
        self._lines.addWidget(label(self.texts.say("guide.welcome"), "heading", name="guide_welcome"))
        flow = FlowLayout()
        for name in _SUGGESTIONS:
            said = self.texts.say(f"guide.try.{name}")
            flow.addWidget(button(said, f"try_{name}", lambda said=said: self._try(said), "chip"))  # type: ignore[misc]
        self._lines.addWidget(holder(flow))

    def _try(self, said: str) -> None:
        self.services.dispatch(a.Say(said))

    def _add(self, line: Line, *, newest: bool) -> None:
        said = label(line.text, "faint" if line.who == "shopper" else "body", name=f"said_{line.who}")
        if line.who == "shopper":
            said.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._lines.addWidget(said)
            self._newest = said
            return
        inside = column(said, spacing=6)
        if line.cited:
            inside.addWidget(label(self.texts.say("guide.source", name=line.cited), "small", name="cited"))
        if line.table:
            inside.addWidget(table(line, self.services, self.texts))
        elif newest and line.sources:
            inside.addWidget(sources(line, self.services, self.texts))
        self._newest = framed("card", inside)
        self._lines.addWidget(self._newest)
        if newest:
            self._answers()
        if newest and not line.table:
            self._list(line)

    def _list(self, line: Line) -> None:
        asked, _ = self._asking
        most = len(asked) or _SHOWN_PRODUCTS
        for place, sku in enumerate(line.products[:most], 1):
            self._product(sku, place if asked else None)
        if len(line.products) > most:
            more = self.texts.say("guide.more", count=len(line.products) - most)
            self._lines.addWidget(label(more, "faint"))

    def _answers(self) -> None:
        """What a question can be answered with, to be pressed instead of said."""
        asked, pending = self._asking
        if asked or not pending:
            return
        flow = FlowLayout()
        for name in answers_to(pending):
            said = self.texts.say(f"guide.{name}")
            flow.addWidget(button(said, f"answer_{name}", lambda said=said: self._try(said), "chip"))  # type: ignore[misc]
        self._lines.addWidget(holder(flow))

    def _product(self, sku: Sku, number: int | None = None) -> None:
        product = self.services.product(sku)
        if product is None:
            return
        item, buttons = ItemRef(product.sku), []
        if number is not None:
            said = self.texts.say("guide.this_one_numbered", number=number)
            this = button(said, f"this_{number}", lambda: self._try(str(number)), "primary")
            self._lines.addWidget(item_row(self.services, self.texts, item, product, this)[0])
            return
        spot = self.services.spot_of(product.sku)
        if spot is not None:
            move = a.Move(spot.x_m, spot.y_m, spot.heading_rad, spot.pitch_rad)
            buttons.append(button(self.texts.say("search.go"), f"go_{sku}", lambda: self._go(move)))
        look = button(
            self.texts.say("list.look"), f"look_{sku}", lambda: self.services.dispatch(a.OpenPanel("product", item))
        )
        self._lines.addWidget(item_row(self.services, self.texts, item, product, *buttons, look)[0])

    def _go(self, move: a.Move) -> None:
        self.services.dispatch(move)
        self.services.dispatch(a.ClosePanel())
