"""The settings panel: the shop fitted to this person, a page for each kind of thing, every choice one press."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from client.domain.actions import Action, ClosePanel, Move, NewVisit, OpenPanel, PutBack, SetComfort, SetLanguage
from client.domain.session import Change, Session
from client.domain.text import LANGUAGES
from client.features.settings.choices import PAGES, Choice, Line, amount, chosen, is_chosen
from client.panels.flow import FlowLayout
from client.panels.map_model import MapZone
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, column, framed, holder, label, row, scrolling, set_button
from client.texts import Texts

_OWN = ("language", "visit")
TABS = (*PAGES, *_OWN)


class SettingsPanel(Panel):
    """Tabs on the left, the lines of one tab on the right."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._session = Session()
        self._choices: list[tuple[Line, Choice, QPushButton]] = []
        self._amounts: list[tuple[Line, QPushButton]] = []
        self._tabs = {name: self._tab(name) for name in TABS}
        self._stack = QStackedWidget()
        for name in TABS:
            self._stack.addWidget(self._page(name))
        tabs = column(*self._tabs.values(), spacing=8, stretch=True)
        side = holder(tabs)
        side.setFixedWidth(round(250 * min(1.2, services.look().text_scale)))
        tabs.setContentsMargins(20, 10, 10, 8)
        self.setLayout(row(side, self._stack, spacing=0))
        self.turn_to(TABS[0])

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Marks what is set now."""
        self._session = session
        comfort = session.comfort
        for line, choice, made in self._choices:
            set_button(made, self._text(line, choice), checked=is_chosen(comfort, line, choice))

    def first_focus(self) -> QWidget | None:
        """The first tab."""
        return self._tabs[TABS[0]]

    def _tab(self, name: str) -> QPushButton:
        text = self.texts.say(f"settings.page.{name}")
        return button(text, f"tab_{name}", partial(self.turn_to, name), "chip", checked=False)

    def page(self) -> str:
        """The open tab."""
        return TABS[self._stack.currentIndex()]

    def turn_to(self, page: str) -> None:
        """Opens a tab."""
        if page in TABS:
            self._stack.setCurrentIndex(TABS.index(page))
            for other, made in self._tabs.items():
                made.setChecked(other == page)

    def _page(self, name: str) -> QWidget:
        lines = [self._line(line) for line in PAGES.get(name, ()) if self._offered(line)]
        lines += self._languages() if name == "language" else self._visit() if name == "visit" else []
        page = column(*lines, spacing=6, stretch=True)
        page.setContentsMargins(10, 8, 16, 6)
        return scrolling(holder(page), f"settings_{name}")

    def _offered(self, line: Line) -> bool:
        return not line.needs_voice or self.services.house.has_voice()

    def _line(self, line: Line) -> QWidget:
        flow = FlowLayout()
        for choice in line.choices:
            made = button(
                self._text(line, choice), f"set_{line.field}_{choice.key}", partial(self._press, line, choice), "chip",
                checked=False, spoken=f"{self.texts.say(f'settings.{line.field}.name')}: {self._text(line, choice)}",
            )  # fmt: skip
            self._choices.append((line, choice, made))
            flow.addWidget(made)
        return self._card(line.field, holder(flow))

    def _text(self, line: Line, choice: Choice) -> str:
        """The choice in words; a line of steps says in its middle how much there is now."""
        many = amount(self._session.comfort, line)
        if many is not None and not choice.step:
            return self.texts.say(
                f"settings.{line.field}.now", amount=f"{many:+d}" if line.field == "raise_m" else many
            )
        return self.texts.say(f"settings.{line.field}.{choice.key}")

    def _card(self, name: str, choices: QWidget) -> QWidget:
        say = self.texts.say
        words = column(
            label(say(f"settings.{name}.name"), "strong"), label(say(f"settings.{name}.means"), "small"), spacing=0
        )
        return framed("card", column(words, choices, spacing=4), margins=(22, 4, 22, 10))

    def _press(self, line: Line, choice: Choice) -> None:
        self._do(SetComfort(chosen(self._session.comfort, line, choice)))

    def _do(self, action: Action) -> None:
        self.services.dispatch(action)

    def _languages(self) -> list[QWidget]:
        flow = FlowLayout()
        for language in LANGUAGES:
            flow.addWidget(button(
                self.texts.say(f"settings.language_{language}"), f"language_{language}",
                partial(self._do, SetLanguage(language)), "chip", checked=language == self.texts.language,
            ))  # fmt: skip
        return [
            self._card("language", holder(flow)),
            self._one("help", "show_help", partial(self._do, OpenPanel("help"))),
        ]

    def _visit(self) -> list[QWidget]:
        leave = self.services.house.leave
        cards = [self._one("entrance", "to_entrance", self._to_entrance)] if self._entrance() is not None else []
        cards += [self._one("new_visit", "new_visit", partial(self._do, NewVisit()))]
        return [*cards, self._one("leave", "leave", leave)] if leave is not None else cards

    def _entrance(self) -> MapZone | None:
        model = self.services.store_map()
        return next((zone for zone in model.zones if zone.kind == "entrance"), None) if model is not None else None

    def _to_entrance(self) -> None:
        zone = self._entrance()
        if zone is None:
            return
        if self._session.held is not None:
            self._do(PutBack())
        self._do(ClosePanel())
        self._do(Move(*zone.stand))

    def _one(self, key: str, name: str, press: Callable[[], None]) -> QWidget:
        """A card with one button."""
        return self._card(key, holder(row(button(self.texts.say(f"settings.{key}.now"), name, press), None)))
