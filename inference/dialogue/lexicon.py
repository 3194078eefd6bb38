"""Which words name which colour, category, attribute ...: a word list, found in a text longest first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

Kind = str
"""One of the tables of words.toml, or "brand"."""

_CJK = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH_WORD = re.compile(r"[a-z][a-z'-]{2,}")


@dataclass(frozen=True)
class Found:
    """A word of the list in a text: its kind and canonical name, and where."""

    kind: Kind
    name: str
    start: int
    end: int

    def overlaps(self, other: Found) -> bool:
        """Whether both claim some of the same letters."""
        return self.start < other.end and other.start < self.end


class Lexicon:
    """Immutable after it is made. `brands` are the shop's own."""

    def __init__(self, brands: Sequence[str] = ()) -> None:
        tables = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
        tables["brand"] = {brand: {"en": [brand.lower()], "zh": []} for brand in brands if brand}
        self._patterns = {kind: _Pattern(table) for kind, table in tables.items()}
        phrases = [phrase.lower() for table in tables.values() for words in table.values() for phrase in words["en"]]
        self.words = frozenset(word for phrase in phrases for word in _ENGLISH_WORD.findall(phrase))
        """Every English word that stands in a phrase of the list."""
        self.phrases = frozenset(phrases)

    def chinese(self, *kinds: Kind) -> tuple[str, ...]:
        """All Chinese words of these kinds."""
        return tuple(word for kind in kinds for word in self._patterns[kind].words if _CJK.search(word))

    def find(self, text: str, *kinds: Kind) -> tuple[Found, ...]:
        """All words of these kinds, in their order in the text; a longer one hides those in it, of any kind."""
        every = [found for kind in kinds for found in self._patterns[kind].find(kind, text)]
        every.sort(key=lambda found: (found.start - found.end, found.start))
        kept: list[Found] = []
        for found in every:
            if not any(found.overlaps(other) and found.kind == other.kind for other in kept):
                kept.append(found)
        return tuple(sorted(kept, key=lambda found: found.start))


class _Pattern:
    """The words of one table, looked up at each place of a text, the longest first."""

    def __init__(self, table: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._names: dict[str, str] = {}
        for name, words in table.items():
            for word in (*words["en"], *words["zh"]):
                for ending in ("",) if _CJK.search(word) else ("", "s", "es"):
                    self._names.setdefault(word.lower().replace("-", " ") + ending, name)
            for word in (*words["en"], *words["zh"]):
                self._names[word.lower().replace("-", " ")] = name
        lengths: dict[str, set[int]] = {}
        for word in self._names:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {letter: sorted(found, reverse=True) for letter, found in lengths.items()}

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of the table."""
        return tuple(self._names)

    def find(self, kind: Kind, text: str) -> list[Found]:
        text = text.replace("-", " ")
        found: list[Found] = []
        start = 0
        while start < len(text):
            end = self._longest(text, start)
            if end is None:
                start += 1
                continue
            found.append(Found(kind, self._names[text[start:end]], start, end))
            start = end
        return found

    def _longest(self, text: str, start: int) -> int | None:
        if _is_latin(text[start]) and start and _is_latin(text[start - 1]):
            return None
        for length in self._lengths.get(text[start], ()):
            end = start + length
            if text[start:end] not in self._names or end > len(text):
                continue
            if not (_is_latin(text[end - 1]) and end < len(text) and _is_latin(text[end])):
                return end
        return None


def _is_latin(letter: str) -> bool:
    return "a" <= letter <= "z"
