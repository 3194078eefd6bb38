"""What happens to words on the way: slips of the finger, words left out, short forms, manners, punctuation."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from build_scripts.train.dialogue.phrases import FOLDER

_SLIP: Final = 0.05
_SLIP_COPIED: Final = 0.05
_LEAST_LETTERS: Final = 4
_SHORT_SHARE: Final = 0.035
_SOUND_SHARE: Final = 0.012
_CJK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+|\s+(?=[\u3000-\u9fff\uff00-\uffef])")


@dataclass(frozen=True)
class _Tables:
    keys: dict[str, str]
    short: dict[str, list[str]]
    sounds: dict[str, str]
    before: dict[str, list[str]]
    after: dict[str, list[str]]


@cache
def _tables() -> _Tables:
    return _Tables(**tomllib.loads((FOLDER / "noise.toml").read_text("utf-8")))


def worn(text: str, language: str, rng: random.Random, copied: bool) -> str:
    """A piece of an utterance as it is typed."""
    if copied:
        return slipped(text, rng) if rng.random() < _SLIP_COPIED else text
    if language == "zh":
        return "".join(_chinese(c, rng) for c in text)
    return " ".join(_english(word, rng) for word in text.split(" "))


def _english(word: str, rng: random.Random) -> str:
    if word in _tables().short and rng.random() < _SHORT_SHARE:
        return rng.choice(_tables().short[word])
    return slipped(word, rng) if rng.random() < _SLIP else word


def _chinese(letter: str, rng: random.Random) -> str:
    if letter in _tables().sounds and rng.random() < _SOUND_SHARE:
        return rng.choice(_tables().sounds[letter])
    return "" if letter in "的了一我" and rng.random() < 0.04 else letter


def slipped(word: str, rng: random.Random) -> str:
    """One slip in an English word: two letters swapped, one left out, doubled, or its neighbour hit."""
    if len(word) < _LEAST_LETTERS or not word.isascii() or not word.isalpha():
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + rng.choice(_tables().keys.get(word[at], "e")) + word[at + 1 :]


def manners(language: str, rng: random.Random) -> tuple[str, str]:
    """What stands before and after."""
    before = rng.choice(_tables().before[language]) if rng.random() < 0.12 else ""
    after = rng.choice(_tables().after[language]) if rng.random() < 0.3 else ""
    return before, after


def joined(pieces: Sequence[str], language: str, rng: random.Random) -> str:
    """The utterance: Chinese without the spaces of the phrase files, "a" before a vowel as it should be, mostly."""
    text = "".join(pieces)
    if language == "zh":
        text = _CJK.sub("", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.!?，。？！])", r"\1", text)
    if rng.random() < 0.9:
        text = re.sub(r"\ba (?=[aeiou])", "an ", text)
    text = text.strip(" ,，")
    return text.replace(",", "") if rng.random() < 0.3 and not re.search(r"\d,\d", text) else text
