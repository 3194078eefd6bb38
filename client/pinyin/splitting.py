"""Typed letters as syllables: `shafa` is `sha fa`, `sf` is two initials, `xian` is one syllable or two."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

INITIALS = frozenset((*"bpmfdtnlgkhjqxrzcsywaoe", "zh", "ch", "sh"))
"""What a syllable may be shortened to."""
MOST_SPLITS = 6
_KEPT = 12
_SHORTENED, _PIECE, _OPEN_END = 1.0, 0.2, 0.5
_WORTH = 2.3
"""Ways that cost so much more than the best one are not what anybody means."""


@dataclass(frozen=True, order=True)
class Split:
    """One way to read the letters. `shortened` pieces stand for every syllable that begins so.

    `cost` orders ways: lower is likelier. `open_end`: the last piece may still be unfinished.
    """

    cost: float
    pieces: tuple[str, ...]
    shortened: tuple[bool, ...]

    @property
    def open_end(self) -> bool:
        """Whether the last piece is no whole syllable."""
        return self.shortened[-1]


class Splitter:
    """Splits letters by a set of syllables (410 of them, `v` for the u with two dots)."""

    def __init__(self, syllables: Collection[str]) -> None:
        self._whole = frozenset(syllables)
        self._beginnings = frozenset(s[:n] for s in syllables for n in range(1, len(s) + 1))
        self.splits = lru_cache(maxsize=256)(self._splits)

    def _splits(self, letters: str) -> tuple[Split, ...]:
        """The likeliest ways, best first; none when the letters are no pinyin. An apostrophe parts syllables."""
        parts = [part for part in letters.split("'") if part]
        ways = [Split(0.0, (), ())]
        for place, part in enumerate(parts):
            found = self._of_part(part, last=place == len(parts) - 1)
            joined = [
                Split(a.cost + b.cost, a.pieces + b.pieces, a.shortened + b.shortened) for a in ways for b in found
            ]
            ways = nsmallest(_KEPT, joined)
        return tuple(way for way in ways[:MOST_SPLITS] if way.pieces and way.cost <= ways[0].cost + _WORTH)

    def _of_part(self, part: str, *, last: bool) -> list[Split]:
        best: list[list[Split]] = [[Split(0.0, (), ())], *([] for _ in part)]
        for end in range(1, len(part) + 1):
            ways = [
                Split(way.cost + cost, (*way.pieces, part[start:end]), (*way.shortened, short))
                for start in range(max(0, end - 6), end)
                for cost, short in self._piece(part[start:end], last=last and end == len(part))
                for way in best[start]
            ]
            best[end] = nsmallest(_KEPT, ways)
        return best[-1]

    def _piece(self, piece: str, *, last: bool) -> list[tuple[float, bool]]:
        """What this piece may be: a whole syllable, a shortened one, the beginning of the last one."""
        kinds = []
        if piece in self._whole:
            kinds.append((_PIECE, False))
        if piece in INITIALS:
            kinds.append((_SHORTENED + _PIECE, True))
        elif last and piece in self._beginnings and piece not in self._whole:
            kinds.append((_OPEN_END + _PIECE, True))
        return kinds
