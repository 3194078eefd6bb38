"""The words a shopper can choose from while typing Chinese, with a number each, page by page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from client.panels.widgets import button, label, row, set_text
from client.pinyin.input import PAGE, PinyinInput
from client.texts import Texts

STRIP_PX = 1112
_TURN_PX, _GAP_PX = 84, 8
_AROUND_PX = 36
"""Border and padding of a word's button, left and right together."""


class CandidateStrip(QWidget):
    """One line: words from the left, the keys that turn the page at the right."""

    def __init__(self, texts: Texts, choose: Callable[[int], None], turn: Callable[[int], None]) -> None:
        super().__init__()
        self._texts = texts
        self._words = [self._word(place, choose) for place in range(PAGE)]
        self._said = label("", "faint", name="keyboard_state", wrap=False)
        say = texts.say
        self._earlier = self._turn("‹", "words_earlier", say("keyboard.earlier"), lambda: turn(-1))
        self._later = self._turn("›", "words_later", say("keyboard.later"), lambda: turn(1))
        self.setLayout(row(self._said, *self._words, None, self._earlier, self._later, spacing=_GAP_PX))
        self.room = float(STRIP_PX - 2 * (_TURN_PX + _GAP_PX) - _GAP_PX)
        """How wide all words of a page may be together, in pixels."""

    def width_of(self, word: str) -> float:
        """How wide a word's button is, with its gap."""
        first = self._words[0]
        first.ensurePolished()
        return min(self.room, first.fontMetrics().horizontalAdvance(f"9 {word}") + _AROUND_PX + _GAP_PX)

    def show_words(self, words: PinyinInput) -> None:
        """Shows a page of words; without letters it says what to do."""
        page = words.page
        for place, key in enumerate(self._words):
            key.setVisible(place < len(page))
            if place < len(page):
                room = round(self.width_of(page[place])) - _GAP_PX
                text = f"{place + 1} {page[place]}"
                metrics = key.fontMetrics()
                key.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - _AROUND_PX + 2))
                key.setAccessibleName(self._texts.say("keyboard.word", number=place + 1, word=page[place]))
                key.setFixedWidth(room)
        set_text(self._said, "" if page else self._texts.say("keyboard.type_sounds"))
        self._said.setVisible(not page)
        self._earlier.setEnabled(words.has_earlier)
        self._later.setEnabled(words.has_later)

    def say(self, text: str) -> None:
        """Shows a sentence instead of words."""
        for key in self._words:
            key.hide()
        self._earlier.setEnabled(False)
        self._later.setEnabled(False)
        set_text(self._said, text)
        self._said.show()

    def _word(self, place: int, choose: Callable[[int], None]) -> QPushButton:
        key = button("", f"word_{place + 1}", lambda: choose(place), "candidate")
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        key.hide()
        return key

    def _turn(self, text: str, name: str, spoken: str, on_click: Callable[[], None]) -> QPushButton:
        key = button(text, name, on_click, "key", spoken=spoken)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setFixedWidth(_TURN_PX)
        return key
