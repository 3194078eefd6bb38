"""The help panel: a few big lines at the first start, and whenever asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from client.domain.actions import ClosePanel
from client.domain.session import Change, Session
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, column, framed, holder, label, row, scrolling
from client.texts import Texts

LINES = ("walk", "look", "take", "keys", "details", "find", "buy", "back")


class HelpPanel(Panel):
    """How to walk, look and buy."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._start = button(texts.say("help.start"), "start", lambda: services.dispatch(ClosePanel()), "primary")
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(1, 1)
        for index, line in enumerate(LINES):
            key = label(texts.say(f"help.{line}_key"), "heading", wrap=False)
            key.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(key, index, 0)
            grid.addWidget(label(texts.say(f"help.{line}"), "body"), index, 1)
        lines = column(
            label(texts.say("help.welcome"), "title"), framed("card", grid), label(texts.say("help.private"), "faint"),
            spacing=20, stretch=True,
        )  # fmt: skip
        lines.setContentsMargins(32, 24, 32, 16)
        footer = framed("footer", row(None, self._start, None), margins=(32, 14, 32, 18))
        layout = column(scrolling(holder(lines), "help_scroll"), footer, spacing=0)
        self.setLayout(layout)

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """It says the same in every session."""

    def first_focus(self) -> QWidget | None:
        """Enter starts."""
        return self._start
