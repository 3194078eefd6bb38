"""The panels' own keyboard below a line of text: a button that brings it, made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from client.panels.keyboard import Keyboard
from client.panels.typed import FieldTyped
from client.panels.typing_help import TypingHelp
from client.panels.widgets import button
from client.texts import Texts


class PressedField(QLineEdit):
    """A text field that says when it is pressed."""

    def __init__(self, on_press: Callable[[], None]) -> None:
        super().__init__()
        self._on_press = on_press

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Tells, then does what a field does."""
        self._on_press()
        super().mousePressEvent(event)


class FieldKeys:
    """Owns nothing but the keyboard: the field and the rows below which it appears are the panel's."""

    def __init__(
        self,
        field: QLineEdit,
        rows: QVBoxLayout,
        typing: TypingHelp,
        texts: Texts,
        done: Callable[[], None] | None = None,
    ) -> None:
        self._field, self._rows, self._typing, self._texts = field, rows, typing, texts
        self._done = done
        self._keyboard: Keyboard | None = None
        self._put_away = False
        self.toggle = button(
            texts.say("keyboard.show"), "keyboard_toggle", self._toggle, checked=False,
            spoken=texts.say("keyboard.show_spoken"),
        )  # fmt: skip
        self.toggle.setVisible(typing.offered)

    def show(self) -> None:
        """Shows or hides the keyboard as the shopper's hands and wishes say."""
        shown = self._typing.shown
        self.toggle.setChecked(shown)
        if shown and self._keyboard is None:
            self._keyboard = Keyboard(FieldTyped(self._field, self._finished), self._typing, self._texts)
            # A key that is pressed leaves the cursor where it is.
            self._keyboard.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._keyboard.setFocusProxy(self._field)
            self._rows.addWidget(self._keyboard)
        if self._keyboard is not None:
            self._keyboard.setVisible(shown)

    def opened(self) -> None:
        """The panel is opened anew: who had only finished a text types the next one, who wants no keys gets none."""
        if self._put_away:
            self._put_away, self._typing.asked = False, None

    def want(self) -> None:
        """Pointing into the field brings the keyboard back for those who have no other."""
        self._typing.asked = None if self._typing.asked is False else self._typing.asked
        self.show()

    def refresh(self) -> None:
        """Someone else changed the words."""
        if self._keyboard is not None:
            self._keyboard.refresh()

    def poll(self) -> None:
        """Shows suggestions that have come meanwhile."""
        if self._keyboard is not None:
            self._keyboard.poll()

    def _toggle(self) -> None:
        self._put_away, self._typing.asked = False, not self._typing.shown
        self.show()

    def _finished(self) -> None:
        self._put_away, self._typing.asked = True, False
        self.show()
        if self._done is not None:
            self._done()
