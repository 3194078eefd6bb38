"""A text field typed into by the panels' own keyboard, as an input method would."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit


class FieldTyped:
    """`keyboard.Typed` for a line of text; the field says what was typed by its own signals."""

    def __init__(self, field: QLineEdit, done: Callable[[], None]) -> None:
        self._field, self._done = field, done
        self._composed = ""

    def insert(self, text: str) -> None:
        """Puts text at the cursor."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(self._field, event)
        self._composed = ""

    def erase(self) -> None:
        """Takes the character before the cursor, or what is marked, away."""
        self._field.backspace()

    def compose(self, letters: str) -> None:
        """Shows underlined letters at the cursor that are no part of the text yet."""
        if not letters and not self._composed:
            return
        underlined = QTextCharFormat()
        underlined.setFontUnderline(True)
        kind = QInputMethodEvent.AttributeType
        marks = [
            QInputMethodEvent.Attribute(kind.TextFormat, 0, len(letters), underlined),
            QInputMethodEvent.Attribute(kind.Cursor, len(letters), 1, None),
        ]
        QCoreApplication.sendEvent(self._field, QInputMethodEvent(letters, marks if letters else []))
        self._composed = letters

    def done(self) -> None:
        """The shopper has finished typing."""
        self._done()
