"""The words that fill the slots: the guide's own word list, words it does not know, made-up brands, amounts, sizes."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final

from build_scripts.train.dialogue.phrases import FOLDER, held

FACETS: Final = ("category", "color", "material", "style", "room", "place")
_UNKNOWN_SHARE: Final = 0.18
"""How often a thing is one that the word list does not know."""
_SYLLABLES: Final = tuple(a + b for a in "bdfgklmnprst" for b in "aeio")
_ENDINGS: Final = ("n", "s", "x", "r", "l", "wick", "by", "ton", "dale", "haus", "nor", "and", "ia", "o", "a", "el")
_FAMILY: Final = "云木青禾山海月白石南风竹林安居雅乐美华新光大森原野星河晨曦知行木言简一舍宜朴素匠心"


@dataclass(frozen=True)
class Word:
    """What somebody says for something. `name` is None where the word list knows it not."""

    said: str
    name: str | None
    held: bool = False


class Vocabulary:
    """Words of one language. `brands` are given, or made up."""

    def __init__(self, language: str, lexicon: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]) -> None:
        self.language = language
        other = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))
        self.other: dict[str, list[str]] = other[language]
        self._words = {kind: self._known(lexicon[kind]) for kind in FACETS}
        self._things = [Word(text, None, held(text, "things")) for text in self.other["things"]]
        self._english_things = [Word(text, None) for text in other["en"]["things"]]
        english = {kind: [Word(w, n) for n, ws in lexicon[kind].items() for w in ws["en"]] for kind in FACETS}
        self._english = english

    def _known(self, table: Mapping[str, Mapping[str, Sequence[str]]]) -> list[list[Word]]:
        """One list a name, so that a name with many words is not said more often than another."""
        return [
            [Word(word, name, len(words[self.language]) > 1 and held(word, "word")) for word in words[self.language]]
            for name, words in table.items()
            if words[self.language]
        ]

    def word(self, kind: str, rng: random.Random, measuring: bool) -> Word:
        """A word for a facet; kept ones only when measuring."""
        if kind == "brand":
            return Word(self.brand(rng), None)
        if kind == "category" and rng.random() < _UNKNOWN_SHARE:
            return self._pick(self._things, rng, measuring)
        if self.language == "zh" and kind != "place" and rng.random() < 0.04:
            return rng.choice(self._english[kind])
        return self._pick(rng.choice(self._words[kind]), rng, measuring)

    def thing(self, rng: random.Random) -> Word:
        """Something in English that the word list need not know."""
        return rng.choice(self._english_things) if rng.random() < 0.5 else rng.choice(self._english["category"])

    def _pick(self, words: Sequence[Word], rng: random.Random, measuring: bool) -> Word:
        if measuring and rng.random() < 0.5:
            kept = [word for word in words if word.held]
            if kept:
                return rng.choice(kept)
        open_words = [word for word in words if not word.held]
        return rng.choice(open_words or list(words))

    def brand(self, rng: random.Random) -> str:
        """A name no shop has: two or three syllables, or two or three letters in Chinese."""
        if self.language == "zh" and rng.random() < 0.6:
            return "".join(rng.choice(_FAMILY) for _ in range(rng.choice((2, 2, 3))))
        return "".join(rng.choice(_SYLLABLES) for _ in range(rng.choice((1, 2, 2)))) + rng.choice(_ENDINGS)


def lexicon_tables() -> dict[str, dict[str, dict[str, list[str]]]]:
    """The guide's own word list."""
    text = resources.files("inference.dialogue").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


def plural(word: str) -> str:
    """An English plural, good enough for shelves and brushes."""
    if word.endswith(("s", "ware", "wear", "furniture", "makeup", "care", "clothing", "luggage", "lighting", "polish")):
        return word
    if word.endswith(("ch", "sh", "x")):
        return word + "es"
    if word.endswith("shelf"):
        return word[:-1] + "ves"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
