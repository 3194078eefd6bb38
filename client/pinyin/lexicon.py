"""Looking up words by their sounds: one read-only database of common words, one of the shop's own."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from client.domain.errors import VitrineError
from client.pinyin.splitting import Split, Splitter

MOST = 40
"""Most words of one look-up."""
_SHOP_FIRST = 10.0
"""Added to the weight of the shop's words: e**10 puts them before all but the commonest of the language."""
_SHORTENED, _MISSING = 6.0, 4.0
_LEAST_TO_COMPLETE = 2
"""Syllables that must be typed before longer words are offered."""


class LexiconError(VitrineError):
    """An index of words cannot be read."""


@dataclass(frozen=True)
class Word:
    """A word that fits typed letters; higher scores fit better. `exact`: all its syllables were typed in full."""

    text: str
    score: float
    exact: bool


class Lexicon(Protocol):
    """What an input method asks for."""

    def splits(self, letters: str) -> tuple[Split, ...]:
        """The likeliest ways to read the letters, best first."""

    def words(self, split: Split, first: int) -> Sequence[Word]:
        """Words that fit the first so many pieces of a split, best first."""

    def completions(self, split: Split) -> Sequence[Word]:
        """Longer words that begin with all pieces, best first."""


class SqliteLexicon:
    """`Lexicon` over the two indexes. One thread; `close` is idempotent. Raises LexiconError for damaged files."""

    def __init__(self, common: Path, shop: Path) -> None:
        self._databases: list[tuple[sqlite3.Connection, float]] = []
        try:
            for path, bonus in ((shop, _SHOP_FIRST), (common, 0.0)):
                self._databases.append((_open(path), bonus))
            found = self._databases[-1][0].execute("SELECT syllable FROM syllables").fetchall()
        except sqlite3.Error as cause:
            self.close()
            raise LexiconError(f"The Chinese word index cannot be read: {cause}.") from cause
        self._splitter = Splitter([one for (one,) in found])
        self._cached = lru_cache(maxsize=4096)(self._find)

    def splits(self, letters: str) -> tuple[Split, ...]:
        """The likeliest ways to read the letters, best first."""
        return self._splitter.splits(letters)

    def words(self, split: Split, first: int) -> Sequence[Word]:
        """Words that fit the first so many pieces of a split, best first."""
        return self._cached(split.pieces[:first], split.shortened[:first], False)

    def completions(self, split: Split) -> Sequence[Word]:
        """Longer words that begin with all pieces, best first; none before two syllables are typed."""
        if len(split.pieces) < _LEAST_TO_COMPLETE:
            return ()
        return self._cached(split.pieces, split.shortened, True)

    def close(self) -> None:
        """Releases the databases."""
        for database, _ in self._databases:
            database.close()
        self._databases.clear()

    def _find(self, pieces: tuple[str, ...], shortened: tuple[bool, ...], longer: bool) -> tuple[Word, ...]:
        """Best first; of equal words the better one."""
        found: dict[str, Word] = {}
        for database, bonus in self._databases:
            for text, weight, missing in _rows(database, pieces, shortened, longer):
                # A single character is nobody's own word.
                score = weight + (bonus if len(text) > 1 else 0.0) - _SHORTENED * sum(shortened) - _MISSING * missing
                if text not in found or found[text].score < score:
                    found[text] = Word(text, score, not any(shortened) and not longer)
        return tuple(sorted(found.values(), key=lambda word: -word.score)[:MOST])


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _rows(
    database: sqlite3.Connection, pieces: tuple[str, ...], shortened: tuple[bool, ...], longer: bool
) -> list[tuple[str, float, int]]:
    """Word, weight, how many syllables it has more than were typed."""
    initials = "".join(piece[0] for piece in pieces)
    pattern = " ".join(piece + "*" * short for piece, short in zip(pieces, shortened, strict=True))
    if longer and not any(shortened):
        return database.execute(
            "SELECT word, weight, length(initials) - ? FROM words WHERE syllables > ? AND syllables < ? "
            "ORDER BY weight DESC LIMIT ?",
            (len(pieces), pattern + " ", pattern + "!", MOST),
        ).fetchall()
    if longer:
        # Only whole syllables follow; a last piece that is not whole may still grow.
        return database.execute(
            "SELECT word, weight, length(initials) - ? FROM words WHERE initials > ? AND initials < ? "
            "AND syllables GLOB ? ORDER BY weight DESC LIMIT ?",
            (len(pieces), initials, initials + "{", pattern + " *", MOST),
        ).fetchall()
    if any(shortened):
        return database.execute(
            "SELECT word, weight, 0 FROM words WHERE initials = ? AND syllables GLOB ? ORDER BY weight DESC LIMIT ?",
            (initials, pattern, MOST),
        ).fetchall()
    return database.execute(
        "SELECT word, weight, 0 FROM words WHERE syllables = ? ORDER BY weight DESC LIMIT ?", (pattern, MOST)
    ).fetchall()
