"""A keyboard of large keys for whoever has none: Latin letters, signs, and Chinese by its sounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from client.panels.candidates import CandidateStrip
from client.panels.key_rows import IS_LATIN, IS_PINYIN, LETTERS, SIGN_NAMES, SIGNS, TO_LETTERS, TO_SIGNS, key_name
from client.panels.typing_help import TypingHelp
from client.panels.widgets import ButtonRole, button, column, holder, set_button
from client.pinyin.input import PinyinInput
from client.texts import Texts

GAP_PX = 8
_REPEAT_DELAY_MS, _REPEAT_MS = 450, 90


class Typed(Protocol):
    """Where the keys go."""

    def insert(self, text: str) -> None:
        """Puts text at the cursor."""

    def erase(self) -> None:
        """Takes the character before the cursor away."""

    def compose(self, letters: str) -> None:
        """Shows letters that are not chosen yet; they are no part of the text."""

    def done(self) -> None:
        """The shopper has finished typing."""


class Keyboard(QWidget):
    """Keys, and above them the words to choose from while Chinese is typed. No key takes the focus of the field."""

    def __init__(self, typed: Typed, help_: TypingHelp, texts: Texts) -> None:
        super().__init__()
        self._typed, self._help, self._texts = typed, help_, texts
        self._input: PinyinInput | None = None
        self._shift = False
        self._signs = False
        self._failed = False
        self.setObjectName("keyboard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._strip = CandidateStrip(texts, self._choose, self._turn_page)
        self._letter_keys: dict[str, QPushButton] = {}
        self._shift_key = self._key("⇧", "key_shift", self._toggle_shift, texts.say("keyboard.shift"), checked=False)
        self._part_key = self._sign_key("'", "key_part", texts.say("keyboard.part"))
        self._letter_page = self._page(LETTERS, "letters", (self._shift_key, self._part_key))
        self._sign_page = self._page(SIGNS, "signs", ())
        layout = column(self._strip, self._letter_page, self._sign_page, self._bottom(), spacing=GAP_PX)
        layout.setContentsMargins(24, 12, 24, 16)
        self.setLayout(layout)
        self.refresh()

    @property
    def pinyin(self) -> bool:
        """Whether Chinese is typed now."""
        chosen = self._help.pinyin
        return self._texts.language == "zh-CN" if chosen is None else chosen

    def poll(self) -> None:
        """Takes up the words for Chinese when they have become ready; until then letters stay letters."""
        if self.pinyin and self._input is None and not self._failed:
            self._failed = self._help.words_fail()
            if self._failed or self._help.lexicon() is not None:
                self.refresh()

    def refresh(self) -> None:
        """Brings the keys in line with the state, and takes up the words when they have become ready."""
        lexicon = self._help.lexicon() if self.pinyin and self._input is None else None
        if lexicon is not None:
            self._input = PinyinInput(lexicon, self._strip.width_of, self._strip.room)
        pinyin, words = self.pinyin, self._input
        self._letter_page.setVisible(not self._signs)
        self._sign_page.setVisible(self._signs)
        self._shift_key.setVisible(not pinyin)
        self._part_key.setVisible(pinyin)
        self._shift_key.setChecked(self._shift)
        for letter, key in self._letter_keys.items():
            set_button(key, letter.upper() if self._shift and not pinyin else letter)
        say = self._texts.say
        set_button(self._page_key, TO_LETTERS if self._signs else TO_SIGNS)
        self._page_key.setAccessibleName(say("keyboard.to_letters" if self._signs else "keyboard.to_signs"))
        set_button(self._language_key, IS_PINYIN if pinyin else IS_LATIN)
        self._language_key.setAccessibleName(say("keyboard.to_latin" if pinyin else "keyboard.to_pinyin"))
        self._strip.setVisible(pinyin)
        if pinyin and words is not None:
            self._strip.show_words(words)
        elif pinyin:
            self._strip.say(say("keyboard.no_words" if self._failed else "keyboard.preparing"))
        self._typed.compose(words.spelled if pinyin and words is not None else "")

    def press(self, sign: str) -> None:
        """A key that types something: a letter, a digit, a sign or a space."""
        words = self._input if self.pinyin else None
        if words is not None and words.letters and sign.isdigit():
            self._choose(int(sign) - 1)
            return
        if words is not None and words.letters and sign == " ":
            self._choose(0)
            return
        if words is not None and not (self._signs and sign == "'") and words.type(sign):
            self.refresh()
            return
        self._settle()
        self._typed.insert(sign.upper() if self._shift else sign)
        self._shift = False
        self.refresh()

    def _settle(self) -> None:
        """Takes the likeliest words for letters that wait, so that what comes next stands behind them."""
        while self._input is not None and self._input.letters:
            self._typed.insert(self._input.choose(0))

    def _choose(self, place: int) -> None:
        word = self._input.choose(place) if self._input is not None else ""
        if word:
            self._typed.compose("")
            self._typed.insert(word)
        self.refresh()

    def _turn_page(self, step: int) -> None:
        if self._input is not None:
            self._input.turn_page(step)
        self.refresh()

    def _backspace(self) -> None:
        if not (self.pinyin and self._input is not None and self._input.backspace()):
            self._typed.erase()
        self.refresh()

    def _toggle_shift(self) -> None:
        self._shift = not self._shift
        self.refresh()

    def _toggle_page(self) -> None:
        self._signs = not self._signs
        self.refresh()

    def _toggle_language(self) -> None:
        if self.pinyin and self._input is not None:
            # Letters that wait were meant as letters: why else would one leave Chinese in the middle of a word?
            letters = self._input.take_letters()
            self._typed.compose("")
            if letters:
                self._typed.insert(letters)
        self._help.pinyin, self._shift = not self.pinyin, False
        self.refresh()

    def _done(self) -> None:
        self._typed.compose("")
        self._settle()
        self.refresh()
        self._typed.done()

    def _bottom(self) -> QHBoxLayout:
        say = self._texts.say
        self._page_key = self._key("", "key_page", self._toggle_page, role="key_word")
        self._language_key = self._key("", "key_language", self._toggle_language, role="key_word")
        space = self._key(say("keyboard.space"), "key_space", lambda: self.press(" "), role="key_word")
        done = self._key(say("keyboard.done"), "key_done", self._done, role="key_done")
        made = QHBoxLayout()
        made.setSpacing(GAP_PX)
        for key, stretch in ((self._page_key, 3), (self._language_key, 3), (space, 8), (done, 4)):
            made.addWidget(key, stretch)
        return made

    def _page(self, rows: tuple[str, ...], name: str, before_last: tuple[QPushButton, ...]) -> QWidget:
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_PX)
        longest = len(rows[0])
        for number, signs in enumerate(rows):
            line = QHBoxLayout()
            line.setSpacing(GAP_PX)
            last = number == len(rows) - 1
            for key in before_last if last else ():
                line.addWidget(key, 3)
            if not last and len(signs) < longest:
                line.addStretch(longest - len(signs))
            for sign in signs:
                line.addWidget(self._letter_key(sign) if sign.isalpha() else self._sign_key(sign), 2)
            if last:
                line.addWidget(
                    self._backspace_key("key_backspace" if name == "letters" else f"key_backspace_{name}"), 3
                )
            elif len(signs) < longest:
                line.addStretch(longest - len(signs))
            layout.addLayout(line)
        return holder(layout, f"keyboard_{name}")

    def _backspace_key(self, name: str) -> QPushButton:
        """Held down it erases on and on."""
        key = self._key("⌫", name, self._backspace, self._texts.say("keyboard.backspace"))
        key.setAutoRepeat(True)
        key.setAutoRepeatDelay(_REPEAT_DELAY_MS)
        key.setAutoRepeatInterval(_REPEAT_MS)
        return key

    def _letter_key(self, letter: str) -> QPushButton:
        key = self._key(letter, key_name(letter), lambda: self.press(letter))
        self._letter_keys[letter] = key
        return key

    def _sign_key(self, sign: str, name: str = "", spoken: str = "") -> QPushButton:
        if not spoken:
            spoken = self._texts.say(f"keyboard.sign.{SIGN_NAMES[sign]}") if sign in SIGN_NAMES else sign
        return self._key(sign, name or key_name(sign), lambda: self.press(sign), spoken)

    def _key(
        self, text: str, name: str, on_click: Callable[[], None], spoken: str = "", *, role: ButtonRole = "key",
        checked: bool | None = None,
    ) -> QPushButton:  # fmt: skip
        key = button(text, name, on_click, role, spoken=spoken, checked=checked)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return key
