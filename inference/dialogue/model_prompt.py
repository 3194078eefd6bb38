"""What the trained model reads: the state in a few marks, then the words."""

from __future__ import annotations

import re
import unicodedata

from inference.dialogue.acts import Heard
from inference.dialogue.numbers import to_digits

MOST_LETTERS = 240
"""Longer talk is left to the rules: it would be slow to read, and a shopper's wish is shorter."""
SAY, ACT, END = "<|say|>", "<|act|>", "<|end|>"
SHOWN = ("<|shown0|>", "<|shown1|>", "<|shown2|>", "<|shown3|>")
"""None, one, two, more things were shown last."""
FOCUS, SEARCHED = "<|focus|>", "<|searched|>"
MARKS = ("<|pad|>", SAY, ACT, END, *SHOWN, FOCUS, SEARCHED)
"""Tokens that no words of a shopper can make, in the order of their ids."""

_SPACES = re.compile(r"\s+")
_ODD = re.compile(r"[<>|{}\\\"`\x00-\x1f\x7f]")


def words_of(utterance: str) -> str:
    """The words as the model reads them: one width, lower case, digits for number words, no letters of the marks."""
    text = unicodedata.normalize("NFKC", utterance[:MOST_LETTERS]).lower().replace("’", "'")
    text = to_digits(_SPACES.sub(" ", _ODD.sub(" ", text)).strip())
    return _SPACES.sub(" ", text).strip()[:MOST_LETTERS]


def prompt(words: str, heard: Heard) -> str:
    """The whole prompt; the words begin with a space, so that the first is written like the others."""
    state = SHOWN[min(heard.shown, len(SHOWN) - 1)]
    return f"{state}{FOCUS if heard.focus else ''}{SEARCHED if heard.searched else ''}{SAY} {words}{ACT}"
