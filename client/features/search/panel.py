"""The search panel: a text field, and what was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.finding import Chip, Told
from client.domain.product import Sku
from client.domain.session import Change, SearchState, Session
from client.features.search.wall import Wall
from client.panels.field_keys import FieldKeys, PressedField
from client.panels.flow import FlowLayout
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import LabelRole, button, clear, column, framed, holder, label, row, scrolling
from client.texts import Texts

_AT_ONCE, _MAX_SHOWN, _MAX_SUGGESTED, _MAX_CHIPS, _REASONS = 6, 24, 12, 8, 1
_MAX_QUERY = 120
_SEARCH_LIMIT = 50
"""A catalogue's search gives no more than this; there may be others."""


class SearchPanel(Panel):
    """Words in, products out. Every keystroke asks; the answer comes with the session."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._shown: SearchState | None = None
        self._waiting: tuple[Sku, ...] = ()
        self._wall: Wall | None = None
        self._every_chip = False
        self._field = PressedField(lambda: self._keys.want())
        self._field.setObjectName("search_field")
        self._field.setAccessibleName(texts.say("panel.title.search"))
        self._field.setPlaceholderText(texts.say("search.hint"))
        self._field.setMaxLength(_MAX_QUERY)
        self._field.textEdited.connect(lambda text: services.dispatch(a.Search(text)))
        self._field.returnPressed.connect(self._open_best)
        self._clear = button(texts.say("search.clear"), "clear", lambda: services.dispatch(a.Search("")))
        self._photo = button(texts.say("search.photo"), "by_photo", self._pick_photo)
        self._photo.setVisible(services.house.pick_photo is not None and services.house.sees_pictures())
        self._results = column(spacing=12)
        inner = holder(self._results)
        self._results.setContentsMargins(32, 16, 32, 16)
        rows = column(spacing=0)
        self._keys = FieldKeys(self._field, rows, services.typing, texts)
        asking = row(self._field, self._clear, self._photo, self._keys.toggle)
        rows.addWidget(framed("bar", asking, margins=(32, 14, 32, 14)))
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
        # While an answer is on its way the old results stay: no flicker between keystrokes. What was found by words
        # does not stand for what a picture is still looked for.
        typing = state.running and self._shown is not None and state.like == self._shown.like
        if state == self._shown or typing:
            return
        if self._shown is None or state.query != self._shown.query:
            self._every_chip = False
        self._show(state)

    def _show(self, state: SearchState) -> None:
        self._shown, self._waiting, self._wall = state, (), None
        clear(self._results)
        looked_like = state.like is not None and not state.query
        if not state.query.strip() and not looked_like:
            self._show_recent(state)
            self._show_departments()
        elif not state.found:
            self._show_nothing(state)
        else:
            self._show_found(state)
        self._results.addStretch(1)

    def more(self) -> bool:
        """Hangs the next result; those beyond the first rows lie below the panel's edge."""
        self._keys.poll()
        if not self._waiting or self._shown is None or self._wall is None:
            return False
        place = len(self._shown.found) - len(self._waiting)
        if place < _MAX_SHOWN:
            self._add(place)
            self._waiting = self._waiting[1:]
        else:
            self._results.takeAt(self._results.count() - 1)
            left = max(self._shown.told.total, len(self._shown.found)) - place
            self._results.addWidget(label(self.texts.say("search.more", count=left), "faint"))
            self._results.addStretch(1)
            self._waiting = ()
        return True

    def first_focus(self) -> QWidget | None:
        """Typing may begin at once."""
        return self._field

    def _show_nothing(self, state: SearchState) -> None:
        """Never the end: what was too much can be taken away, there are words to try, and departments."""
        if state.running:
            self._results.addWidget(label(self.texts.say("search.running"), "heading"))
            return
        say = self.texts.say
        if state.chosen:
            self._results.addWidget(label(say("search.narrowed_out"), "heading", name="no_result"))
            self._show_chips(state)
            return
        none = say("search.none", query=state.query) if state.query.strip() else say("search.nothing")
        self._results.addWidget(label(none, "heading", name="no_result"))
        if state.told.suggested:
            self._results.addWidget(label(say("search.try"), "faint"))
            words = [one.get(self.texts.language) for one in state.told.suggested]
            self._results.addWidget(self._queries(words, "try"))
        self._show_departments()

    def _show_recent(self, state: SearchState) -> None:
        if state.recent:
            self._results.addWidget(label(self.texts.say("search.recent"), "faint"))
            self._results.addWidget(self._queries(list(state.recent), "recent"))

    def _queries(self, words: list[str], name: str) -> QWidget:
        """Searches that a press does."""
        flow = FlowLayout()
        for number, one in enumerate(words, 1):
            flow.addWidget(self._query(one, f"{name}_{number}"))
        return holder(flow)

    def _query(self, words: str, name: str) -> QWidget:
        return button(words, name, lambda: self.services.dispatch(a.Search(words)), "chip")

    def _show_departments(self) -> None:
        self._results.addWidget(label(self.texts.say("search.suggest"), "faint"))
        flow = FlowLayout()
        for info in self.services.catalog.departments()[:_MAX_SUGGESTED]:
            flow.addWidget(self._department(info.key, self.texts.department(info.key, info.label)))
        self._results.addWidget(holder(flow))

    def _department(self, key: str, name: str) -> QWidget:
        return button(name, f"department_{key}", lambda: self.services.dispatch(a.ShowDepartment(key)), "chip")

    def _show_found(self, state: SearchState) -> None:
        for role, line in said_of(state.told, self.texts):
            self._results.addWidget(label(line, role, name="said"))
        self._show_chips(state)
        found, total = len(state.found), state.told.total
        key = "search.found" if found < _SEARCH_LIMIT else "search.best"
        if total > found:
            key = "search.best_of"
        self._results.addWidget(label(self.texts.say(key, count=found, total=total), "faint", name="found"))
        self._wall = Wall(self.services, self.texts)
        self._results.addWidget(self._wall.widget)
        for place in range(min(_AT_ONCE, found)):
            self._add(place)
        self._waiting = state.found[_AT_ONCE:]

    def _show_chips(self, state: SearchState) -> None:
        """How it can be narrowed, what is chosen first; each with how many it leaves."""
        chips = state.told.chips if self._every_chip else first_chips(state.told.chips, state.chosen, _MAX_CHIPS)
        if not chips and not state.chosen:
            return
        flow = FlowLayout(gap=8)
        for chip in chips:
            flow.addWidget(self._chip(chip, (chip.kind, chip.value) in state.chosen))
        if len(chips) < len(state.told.chips):
            flow.addWidget(button(self.texts.say("search.more_chips"), "more_chips", self._show_every_chip, "chip"))
        if state.chosen:
            again = self.texts.say("search.all_again")
            flow.addWidget(button(again, "all_again", lambda: self.services.dispatch(a.Narrow()), "chip"))
        self._results.addWidget(holder(flow, "chips"))

    def _pick_photo(self) -> None:
        if self.services.house.pick_photo is not None:
            self.services.house.pick_photo(self.texts.say("search.photo_title"))

    def _show_every_chip(self) -> None:
        self._every_chip = True
        state, self._shown = self._shown, None
        if state is not None:
            self._show(state)

    def _chip(self, chip: Chip, chosen: bool) -> QWidget:
        text = f"{'✓ ' if chosen else ''}{chip.label.get(self.texts.language)} · {chip.count}"
        narrow = a.Narrow(chip.kind, chip.value)
        name = f"chip_{chip.kind}_{chip.value}"
        return button(text, name, lambda: self.services.dispatch(narrow), "chip", checked=chosen)

    def _add(self, place: int) -> None:
        if self._shown is None or self._wall is None:
            return
        product = self.services.product(self._shown.found[place])
        if product is None:
            return
        why = self._shown.told.why[place] if place < len(self._shown.told.why) else ()
        # That it is called so and is like that can be seen; what cannot is said.
        why = () if {"words", "facets"} & set(why) and "versions" not in why else why
        between = self.texts.say("search.why_separator")
        self._wall.add(product, between.join(self.texts.say(f"search.why_{one}") for one in why[:_REASONS]))

    def _open_best(self) -> None:
        """Enter opens what fits best."""
        best = self.services.product(self._shown.found[0]) if self._shown and self._shown.found else None
        if best is not None:
            self.services.dispatch(a.OpenPanel("product", ItemRef(best.sku)))


def first_chips(chips: Sequence[Chip], chosen: Sequence[tuple[str, str]], most: int) -> tuple[Chip, ...]:
    """The chosen ones, then the best of every kind by turns, in the order of their kinds."""
    ours = [chip for chip in chips if (chip.kind, chip.value) in chosen]
    others = [chip for chip in chips if chip not in ours]
    turn = {chip: sum(one.kind == chip.kind for one in others[:at]) for at, chip in enumerate(others)}
    kept = sorted(others, key=lambda chip: turn[chip])[: max(0, most - len(ours))]
    return (*ours, *(chip for chip in others if chip in kept))


def said_of(told: Told, texts: Texts) -> list[tuple[LabelRole, str]]:
    """What is said above the products, and how it looks."""
    between, lines = texts.say("search.separator"), list[tuple[LabelRole, str]]()
    if told.corrected:
        lines.append(("strong", texts.say("search.corrected", words=told.corrected)))
    if told.given_up:
        facets = between.join(one.get(texts.language) for one in told.given_up)
        lines.append(("strong", texts.say("search.given_up", facets=facets)))
    elif told.understood:
        facets = between.join(one.get(texts.language) for one in told.understood)
        lines.append(("faint", texts.say("search.understood", facets=facets)))
    return lines
