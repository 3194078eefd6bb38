"""The search panel: a text field, and what was found."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Sku
from client.domain.session import Change, SearchState, Session
from client.panels.field_keys import FieldKeys, PressedField
from client.panels.flow import FlowLayout
from client.panels.items import item_row
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, clear, column, framed, holder, label, row, scrolling
from client.texts import Texts

_AT_ONCE, _MAX_SHOWN, _MAX_SUGGESTED = 5, 24, 12
_MAX_QUERY = 120
_SEARCH_LIMIT = 50
"""A catalogue's search gives no more than this; there may be others."""


class SearchPanel(Panel):
    """Words in, products out. Every keystroke asks; the answer comes with the session."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._shown: SearchState | None = None
        self._waiting: tuple[Sku, ...] = ()
        self._field = PressedField(lambda: self._keys.want())
        self._field.setObjectName("search_field")
        self._field.setAccessibleName(texts.say("panel.title.search"))
        self._field.setPlaceholderText(texts.say("search.hint"))
        self._field.setMaxLength(_MAX_QUERY)
        self._field.textEdited.connect(lambda text: services.dispatch(a.Search(text)))
        self._field.returnPressed.connect(self._open_best)
        self._clear = button(texts.say("search.clear"), "clear", lambda: services.dispatch(a.Search("")))
        self._results = column(spacing=12)
        inner = holder(self._results)
        self._results.setContentsMargins(32, 16, 32, 16)
        rows = column(spacing=0)
        self._keys = FieldKeys(self._field, rows, services.typing, texts)
        rows.addWidget(framed("bar", row(self._field, self._clear, self._keys.toggle), margins=(32, 14, 32, 14)))
        rows.addWidget(scrolling(inner, "search_scroll"))
        self.setLayout(rows)

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the search; the field is touched only when someone else changed the words."""
        state = session.search
        if self._field.text() != state.query:
            self._field.setText(state.query)
            self._keys.refresh()
        self._clear.setEnabled(bool(state.query))
        if Change.PANEL in changes:
            self._keys.opened()
        self._keys.show()
        # While an answer is on its way the old results stay: no flicker between keystrokes.
        if state == self._shown or (state.running and self._shown is not None):
            return
        self._shown, self._waiting = state, ()
        clear(self._results)
        if not state.query.strip():
            self._show_departments()
        elif not state.found:
            self._show_nothing(state)
        else:
            self._show_found(state.found)
        self._results.addStretch(1)

    def more(self) -> bool:
        """Adds the next results; those beyond the first lie below the panel's edge."""
        self._keys.poll()
        if not self._waiting:
            return False
        self._results.takeAt(self._results.count() - 1)
        place = len(self._shown.found) - len(self._waiting) if self._shown else 0
        if place < _MAX_SHOWN:
            self._add(self._waiting[0])
            self._waiting = self._waiting[1:]
        else:
            self._results.addWidget(label(self.texts.say("search.more", count=len(self._waiting)), "faint"))
            self._waiting = ()
        self._results.addStretch(1)
        return True

    def first_focus(self) -> QWidget | None:
        """Typing may begin at once."""
        return self._field

    def _show_nothing(self, state: SearchState) -> None:
        if state.running:
            self._results.addWidget(label(self.texts.say("search.running"), "heading"))
            return
        self._results.addWidget(label(self.texts.say("search.none", query=state.query), "heading", name="no_result"))
        self._show_departments()

    def _show_departments(self) -> None:
        self._results.addWidget(label(self.texts.say("search.suggest"), "faint"))
        flow = FlowLayout()
        for info in self.services.catalog.departments()[:_MAX_SUGGESTED]:
            flow.addWidget(self._department(info.key, self.texts.department(info.key, info.label)))
        self._results.addWidget(holder(flow))

    def _department(self, key: str, name: str) -> QWidget:
        return button(name, f"department_{key}", lambda: self.services.dispatch(a.ShowDepartment(key)), "chip")

    def _show_found(self, found: tuple[Sku, ...]) -> None:
        key = "search.found" if len(found) < _SEARCH_LIMIT else "search.best"
        self._results.addWidget(label(self.texts.say(key, count=len(found)), "faint", name="found"))
        for sku in found[:_AT_ONCE]:
            self._add(sku)
        self._waiting = found[_AT_ONCE:]

    def _add(self, sku: Sku) -> None:
        product, say, dispatch = self.services.product(sku), self.texts.say, self.services.dispatch
        if product is None:
            return
        item, buttons = ItemRef(product.sku), []
        spot = self.services.spot_of(product.sku)
        if spot is not None:
            move = a.Move(spot.x_m, spot.y_m, spot.heading_rad, spot.pitch_rad)
            buttons.append(button(say("search.go"), f"go_{sku}", lambda: self._go(move)))
        look = button(say("list.look"), f"look_{sku}", lambda: dispatch(a.OpenPanel("product", item)))
        self._results.addWidget(item_row(self.services, self.texts, item, product, *buttons, look)[0])

    def _open_best(self) -> None:
        """Enter opens what fits best."""
        best = self.services.product(self._shown.found[0]) if self._shown and self._shown.found else None
        if best is not None:
            self.services.dispatch(a.OpenPanel("product", ItemRef(best.sku)))

    def _go(self, move: a.Move) -> None:
        self.services.dispatch(move)
        self.services.dispatch(a.ClosePanel())
