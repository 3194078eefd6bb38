"""Which words name which colour, category, attribute ...: a word list, found in a text longest first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

Kind = str
"""One of the tables of words.toml, or "brand"."""

_PLURAL = r"(?:s|es)?"
_CJK = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH_WORD = re.compile(r"[a-z][a-z'-]{3,}")
_LONG = 8
"""From this length on two slips of the finger are understood."""


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
        self._known = _known_words(tables)
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self._known):
            self._by_letter.setdefault(word[0], []).append(word)

    def find(self, text: str, *kinds: Kind) -> tuple[Found, ...]:
        """All words of these kinds, in their order in the text; a longer one hides those in it, of any kind."""
        every = [found for kind in kinds for found in self._patterns[kind].find(kind, text)]
        every.sort(key=lambda found: (found.start - found.end, found.start))
        kept: list[Found] = []
        for found in every:
            if not any(found.overlaps(other) and found.kind == other.kind for other in kept):
                kept.append(found)
        return tuple(sorted(kept, key=lambda found: found.start))

    def corrected(self, text: str, common: frozenset[str]) -> str:
        """English words that are nearly one of the list's, and no common word, become that word."""

        def better(match: re.Match[str]) -> str:
            word = match[0]
            if word in self._known or word in common or _singular(word) in self._known or _singular(word) in common:
                return word
            return next((known for known in self._by_letter.get(word[0], ()) if _slip(word, known)), word)

        return _ENGLISH_WORD.sub(better, text)


class _Pattern:
    """One alternation a table, so that a text is read once."""

    def __init__(self, table: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._names: dict[str, str] = {}
        for name, words in table.items():
            for word in (*words["en"], *words["zh"]):
                self._names[word.lower()] = name
        longest_first = sorted(self._names, key=len, reverse=True)
        parts = [
            re.escape(word) if _CJK.search(word) else rf"(?<![a-z]){re.escape(word)}{_PLURAL}(?![a-z])"
            for word in longest_first
        ]
        self._regex = re.compile("|".join(parts) or r"(?!)")

    def find(self, kind: Kind, text: str) -> list[Found]:
        return [Found(kind, self._name(match[0]), match.start(), match.end()) for match in self._regex.finditer(text)]

    def _name(self, word: str) -> str:
        for ending in ("", "s", "es"):
            if word.endswith(ending) and word[: len(word) - len(ending)] in self._names:
                return self._names[word[: len(word) - len(ending)]]
        return word


def _known_words(tables: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]) -> frozenset[str]:
    phrases = [phrase for table in tables.values() for words in table.values() for phrase in words["en"]]
    return frozenset(word for phrase in phrases for word in _ENGLISH_WORD.findall(phrase.lower()))


def _slip(typed: str, meant: str) -> bool:
    """Whether letters were dropped, doubled, mixed up or swapped: one slip, two in long words."""
    most = 2 if min(len(typed), len(meant)) >= _LONG else 1
    return abs(len(typed) - len(meant)) <= most and _distance(typed, meant) <= most


def _distance(a: str, b: str) -> int:
    """Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours (Damerau 1964)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def _singular(word: str) -> str:
    return word.removesuffix("s")
