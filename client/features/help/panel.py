"""The help panel: what this shopper's own keys, controllers, hands or gaze do; in a headset, first steps one by one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from client.domain.actions import ClosePanel
from client.domain.comfort import Comfort
from client.domain.session import Change, Session
from client.features.help.lines import STEPS, line_of, lines_of, way_of
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import LabelRole, button, clear, column, framed, holder, label, row, scrolling
from client.texts import Texts


class HelpPanel(Panel):
    """All lines in one table; when a shopper comes for the first time with a headset on, a few of them a page."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._step = 0
        self._shown: tuple[object, ...] = ()
        self._comfort = Comfort()
        self._focus: QPushButton | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._fill()

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Says what fits who reads it."""
        self._comfort = session.comfort
        self._fill()

    def more(self) -> bool:
        """Follows a shopper who puts a headset on, or takes up something else, while this is open."""
        self._fill()
        return False

    def first_focus(self) -> QWidget | None:
        """Enter goes on."""
        return self._focus

    def page(self) -> str:
        """The step."""
        return str(self._step)

    def turn_to(self, page: str) -> None:
        """Another step."""
        self._step = int(page) if page.isdigit() else 0
        self._fill()

    def _fill(self) -> None:
        house = self.services.house
        way = way_of(house.input_kind(), self._comfort)
        steps = STEPS.get(way, ()) if house.first_time() else ()
        shown = (way, steps, self._step, self._comfort.main_hand)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._layout)
        for part in self._steps(way, steps) if steps else self._table(way):
            self._layout.addWidget(part, 0 if part.property("role") == "footer" else 1)

    def _table(self, way: str) -> tuple[QWidget, QWidget]:
        lines = column(
            label(self.texts.say("help.welcome"), "title"), framed("card", self._grid(lines_of(way), "body")),
            label(self.texts.say("help.private"), "faint"), spacing=20, stretch=True,
        )  # fmt: skip
        lines.setContentsMargins(32, 24, 32, 16)
        return scrolling(holder(lines), "help_scroll"), self._footer(None, self._start())

    def _steps(self, way: str, steps: tuple[tuple[str, ...], ...]) -> tuple[QWidget, QWidget]:
        """The welcome, then a few lines a page in large letters; it can be left at every one."""
        say, at = self.texts.say, min(self._step, len(steps))
        if at == 0:
            body = column(label(say("help.first"), "heading"), label(say(f"help.{way}.first"), "heading"), spacing=28)
            title = say("help.welcome")
        else:
            body = column(framed("card", self._grid(tuple(line_of(way, line) for line in steps[at - 1]), "heading")))
            title = say(f"help.step_{at}")
        lines = column(label(title, "title"), body, label(say("help.private"), "faint"), spacing=28, stretch=True)
        lines.setContentsMargins(48, 40, 48, 16)
        last = at == len(steps)
        skip = button(say("help.skip"), "skip", self._close, "quiet") if not last else None
        count = label(f"{at + 1} / {len(steps) + 1}", "faint", wrap=False)
        back = button(say("panel.back"), "earlier", self._turn(at - 1)) if at else None
        onward = self._start() if last else button(say("help.next"), "next", self._turn(at + 1), "primary")
        return scrolling(holder(lines), "help_scroll"), self._footer(skip, onward, count, back)

    def _footer(
        self, skip: QWidget | None, onward: QPushButton, count: QWidget | None = None, back: QWidget | None = None
    ) -> QWidget:
        self._focus = onward
        left: list[QWidget | None] = [skip] if skip is not None else []
        middle = [part for part in (count, back) if part is not None]
        parts = (*left, None, *middle, onward) if middle else (None, onward, None)
        return framed("footer", row(*parts, spacing=24), margins=(32, 14, 32, 18))

    def _start(self) -> QPushButton:
        return button(self.texts.say("help.start"), "start", self._close, "primary")

    def _turn(self, step: int) -> Callable[[], None]:
        return lambda: self.turn_to(str(step))

    def _close(self) -> None:
        self._step = 0
        self.services.dispatch(ClosePanel())

    def _grid(self, lines: tuple[tuple[str, str], ...], role: LabelRole) -> QGridLayout:
        say = self.texts.say
        main, other = ("left", "right") if self._comfort.main_hand == "left" else ("right", "left")
        sides = {"main": say(f"help.{main}"), "other": say(f"help.{other}")}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(16 if role == "body" else 28)
        grid.setColumnStretch(1, 1)
        for index, (key, line) in enumerate(lines):
            pressed = label(say(key, **sides), "heading", wrap=False)
            pressed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(pressed, index, 0)
            grid.addWidget(label(say(line, **sides), role), index, 1)
        return grid
