"""Whether the panels' own keyboard is shown, and what it remembers from one panel to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from client.pinyin.lexicon import Lexicon

KeyboardMode = Literal["auto", "always", "never"]
"""`auto`: shown when the shopper has hands or a gaze but no keys."""


def _no() -> bool:
    return False


def _no_words() -> Lexicon | None:
    return None


@dataclass
class TypingHelp:
    """What a text field may use to be typed into without a keyboard."""

    mode: KeyboardMode = "auto"
    no_keys: Callable[[], bool] = _no
    """Whether the shopper has no keyboard at hand now."""
    lexicon: Callable[[], Lexicon | None] = _no_words
    """The words for typing Chinese by its sounds; None while they are being prepared."""
    words_fail: Callable[[], bool] = _no
    """Whether there will be no such words."""
    asked: bool | None = None
    """What the shopper asked for with the button; None until they did."""
    pinyin: bool | None = None
    """Whether Chinese is typed; None until the shopper chose, then it goes by the shop's language."""

    @property
    def offered(self) -> bool:
        """Whether there is a button for the keyboard."""
        return self.mode != "never"

    @property
    def shown(self) -> bool:
        """Whether the keyboard is to be seen."""
        if self.asked is not None and self.offered:
            return self.asked
        return self.mode == "always" or (self.mode == "auto" and self.no_keys())
