"""The frame around every panel: title, language switch and close button, always at the same places."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from client.domain.actions import ClosePanel, OpenPanel, SetLanguage
from client.domain.session import PanelName, Session
from client.panels.panel import Dispatch, Panel
from client.panels.style import Look, style_sheet
from client.panels.widgets import button, column, framed, label, row, set_button, set_text
from client.texts import Texts

PANEL_PX = (1160, 880)
TOAST_PX = (1000, 190)
_TOAST_ASIDE_PX, _TOAST_ABOVE_PX = 36, 24
BAR_PX, BAR_LINE_PX = (1320, 104), 80
_BAR: tuple[PanelName, ...] = ("cart", "guide", "for_you", "search", "map", "wishes", "settings", "help")
_GAZE_BAR = ("turn_left", "turn_right", "rest")


class PanelFrame(QWidget):
    """Title bar and, below it, the panel that is open."""

    def __init__(self, texts: Texts, dispatch: Dispatch, look: Look) -> None:
        super().__init__()
        self._texts = texts
        self.body: Panel | None = None
        self.setObjectName("frame")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedSize(*PANEL_PX)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setStyleSheet(style_sheet(look))
        self._title: QLabel = label("", "title", name="panel_title", wrap=False)
        self._language = button("", "language", self._other_language(dispatch))
        self._guide = button("", "to_guide", lambda: dispatch(OpenPanel("guide")), "quiet")
        self._close = button("✕", "close", lambda: dispatch(ClosePanel()), "square")
        bar = framed("bar", row(self._title, None, self._guide, self._language, self._close), margins=(32, 6, 20, 6))
        bar.setFixedHeight(96)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(bar)

    def place(self, name: PanelName, body: Panel, texts: Texts, *, talked: bool = False) -> None:
        """Shows this panel in place of the present one, which stays whole: whoever made it destroys it.

        `talked`: there is a talk with the guide to go back to.
        """
        self.clear()
        self._texts = texts
        set_text(self._title, texts.say(f"panel.title.{name}"))
        set_button(self._language, texts.say("panel.other_language"))
        set_button(self._guide, texts.say("panel.to_guide"))
        self._guide.setVisible(talked and name != "guide")
        self._close.setAccessibleName(texts.say("panel.close"))
        self.body = body
        self._layout.addWidget(body, 1)
        body.show()
        QWidget.setTabOrder(self._close, body)

    def clear(self) -> None:
        """Puts the present panel away."""
        if self.body is not None:
            self._layout.removeWidget(self.body)
            self.body.hide()
            self.body = None

    def scrolled(self) -> dict[str, int]:
        """How far each list is scrolled, by name."""
        areas = self.body.findChildren(QScrollArea) if self.body else []
        return {area.objectName(): area.verticalScrollBar().value() for area in areas}

    def scroll_to(self, scrolled: dict[str, int]) -> None:
        """Scrolls lists back to where they were."""
        for area in self.body.findChildren(QScrollArea) if self.body else []:
            area.verticalScrollBar().setValue(scrolled.get(area.objectName(), 0))

    def _other_language(self, dispatch: Dispatch) -> Callable[[], None]:
        return lambda: dispatch(SetLanguage("en" if self._texts.language == "zh-CN" else "zh-CN"))


class ToastFrame(QWidget):
    """One sentence, large, for a moment, on a ground no larger than it needs: a caption hides little of the store."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFixedSize(*TOAST_PX)
        self.setStyleSheet(style_sheet(look))
        self._text = label("", name="toast_text")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._ground = QFrame(self)
        self._ground.setObjectName("toast")
        inner = QVBoxLayout(self._ground)
        inner.setContentsMargins(_TOAST_ASIDE_PX, 8, _TOAST_ASIDE_PX, 8)
        inner.addWidget(self._text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._ground, 0, Qt.AlignmentFlag.AlignCenter)

    def say(self, text: str) -> None:
        """Shows another sentence."""
        set_text(self._text, text)
        self._text.ensurePolished()
        letters = self._text.fontMetrics()
        wide, high = letters.horizontalAdvance(text) + 2 * _TOAST_ASIDE_PX + 8, letters.height() + 2 * _TOAST_ABOVE_PX
        one_line = wide <= TOAST_PX[0] and high <= TOAST_PX[1]
        self._ground.setFixedSize(*((wide, high) if one_line else TOAST_PX))


class BarFrame(QWidget):
    """The row of buttons that lead to every panel, for whoever has a pointer only.

    Those who point by looking find turning and a pause there as well, in place of help and language, which the settings
    have too. What these three do is worked out from the gaze itself, so that a journal replays it.
    """

    def __init__(self, dispatch: Dispatch, look: Look) -> None:
        super().__init__()
        self._dispatch = dispatch
        self._open: PanelName | None = None
        self._said: tuple[object, ...] = ()
        self._texts: Texts | None = None
        self.setObjectName("frame")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedSize(*BAR_PX)
        self.setStyleSheet(style_sheet(look))
        self._buttons = {name: button("", f"bar_{name}", partial(self._press, name), "quiet") for name in _BAR}
        self._language = button("", "bar_language", self._switch)
        self._gaze = {name: button("", f"bar_{name}", _worked_out, "quiet") for name in _GAZE_BAR}
        self._lines = (row(spacing=6), row(spacing=6))
        lines = column(*self._lines, spacing=6)
        lines.setContentsMargins(24, 14, 24, 14)
        self.setLayout(lines)

    def say(self, texts: Texts, session: Session) -> None:
        """Names the buttons; the open panel's button closes it."""
        self._open = session.panel
        said = (texts.language, session.comfort.pointing)
        if said == self._said:
            return
        self._said, self._texts = said, texts
        for name, made in (*self._buttons.items(), *self._gaze.items()):
            set_button(made, texts.say(f"bar.{name}"))
        set_button(self._language, texts.say("panel.other_language"))
        gazes = session.comfort.pointing == "gaze"
        everyones = [made for name, made in self._buttons.items() if name != "help"]
        own = [*self._gaze.values()] if gazes else [self._buttons["help"], self._language]
        self._arrange(everyones, own)

    def restyle(self, look: Look) -> None:
        """Other letters or colours; `say` follows."""
        self.setStyleSheet(style_sheet(look))
        self._said = ()

    def _arrange(self, everyones: list[QPushButton], own: list[QPushButton]) -> None:
        """One line, or two where the letters are too large for one."""
        for line in self._lines:
            while line.takeAt(0) is not None:
                pass
        shown = [*everyones, *own]
        for made in (*self._buttons.values(), *self._gaze.values(), self._language):
            made.setParent(self)
            made.setVisible(made in shown)
            made.ensurePolished()
        room = BAR_PX[0] - 48 - 6 * len(shown)
        two = sum(made.sizeHint().width() for made in shown) > room
        filled, first = 0, True
        for made in shown:
            filled += made.sizeHint().width() + 6
            first = first and filled <= BAR_PX[0] - 48 and not (two and made in own)
            if made in own and not two and made is own[0]:
                self._lines[0].addStretch(1)
            self._lines[0 if first else 1].addWidget(made)
        self.setFixedSize(BAR_PX[0], BAR_PX[1] + (BAR_LINE_PX if two else 0))

    def _press(self, name: PanelName) -> None:
        self._dispatch(ClosePanel() if self._open == name else OpenPanel(name))

    def _switch(self) -> None:
        if self._texts is not None:
            self._dispatch(SetLanguage("en" if self._texts.language == "zh-CN" else "zh-CN"))


def _worked_out() -> None:
    pass
