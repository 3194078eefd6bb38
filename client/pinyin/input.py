"""The input method itself: letters typed so far, the words offered for them, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from client.pinyin.lexicon import Lexicon, Word
from client.pinyin.splitting import Split

MOST_LETTERS = 30
MOST_OFFERED = 60
PAGE = 9
"""Candidates on a page at most: as many as there are digits."""
_CHARACTERS = 20
_PER_LENGTH = 6
_UNSEEN = -40.0
"""Weight of a syllable for which no word is known; any word is better."""
_JOINT = -2.0
"""Every further word of a composed sentence costs this."""

Width = Callable[[str], float]
"""How wide a word's button is, in any unit that `room` is in too."""


def equal_widths(word: str) -> float:
    """Every word is as wide as another."""
    del word
    return 1.0


class PinyinInput:
    """Letters in, chosen words out. It never raises for any letter, and gives out only what was chosen."""

    def __init__(self, lexicon: Lexicon, width: Width = equal_widths, room: float = float(PAGE)) -> None:
        self._lexicon, self._width, self._room = lexicon, width, room
        self._letters = ""
        self._offered: tuple[tuple[str, int], ...] = ()
        self._pages: tuple[tuple[int, int], ...] = ((0, 0),)
        self._page = 0
        self._sentence = lru_cache(maxsize=64)(self._compose)

    @property
    def letters(self) -> str:
        """What was typed and is not chosen yet."""
        return self._letters

    @property
    def spelled(self) -> str:
        """The letters with a space between syllables, as they are read."""
        splits = self._lexicon.splits(self._letters)
        return " ".join(splits[0].pieces) if splits else self._letters

    @property
    def page(self) -> tuple[str, ...]:
        """The words offered now."""
        first, end = self._pages[self._page]
        return tuple(word for word, _ in self._offered[first:end])

    @property
    def offered(self) -> tuple[str, ...]:
        """All words on all pages, best first; the letters as they are come last."""
        return tuple(word for word, _ in self._offered)

    @property
    def has_earlier(self) -> bool:
        """Whether there is a page before this one."""
        return self._page > 0

    @property
    def has_later(self) -> bool:
        """Whether there is a page after this one."""
        return self._page + 1 < len(self._pages)

    def turn_page(self, step: int) -> None:
        """Shows another page; stays where there is none."""
        self._page = min(max(0, self._page + step), len(self._pages) - 1)

    def type(self, letter: str) -> bool:
        """Takes a letter a to z or an apostrophe (which parts syllables); False for anything else."""
        letter = letter.lower()
        if len(letter) != 1 or not ("a" <= letter <= "z" or (letter == "'" and self._letters)):
            return False
        if len(self._letters) < MOST_LETTERS:
            self._set(self._letters + letter)
        return True

    def backspace(self) -> bool:
        """Takes the last letter back; False when there is none, so that the text loses one instead."""
        if not self._letters:
            return False
        self._set(self._letters[:-1])
        return True

    def choose(self, place: int) -> str:
        """The word at this place of the page, from 0; its letters are used up. Empty where there is none."""
        first, end = self._pages[self._page]
        if not 0 <= place < end - first:
            return ""
        word, used = self._offered[first + place]
        self._set(self._letters[used:].lstrip("'"))
        return word

    def take_letters(self) -> str:
        """The letters as they are, when the shopper means them so."""
        letters = self._letters
        self._set("")
        return letters

    def _set(self, letters: str) -> None:
        self._letters, self._page = letters, 0
        self._offered = self._offer(letters) if letters else ()
        self._pages = self._paged()

    def _paged(self) -> tuple[tuple[int, int], ...]:
        pages, first, used = [], 0, 0.0
        for place, (word, _) in enumerate(self._offered):
            width = self._width(word)
            if place > first and (used + width > self._room or place - first >= PAGE):
                pages.append((first, place))
                first, used = place, 0.0
            used += width
        return (*pages, (first, len(self._offered)))

    def _offer(self, letters: str) -> tuple[tuple[str, int], ...]:
        """Words for all letters first, then for fewer and fewer of them."""
        splits = self._lexicon.splits(letters)
        offered: dict[str, int] = {}
        for word in self._whole(splits):
            offered.setdefault(word, len(letters))
        if splits:
            best = splits[0]
            for count in range(len(best.pieces) - 1, 0, -1):
                used = _letters_of(letters, best.pieces[:count])
                most = _CHARACTERS if count == 1 else _PER_LENGTH
                for found in self._lexicon.words(best, count)[:most]:
                    offered.setdefault(found.text, used)
        listed = list(offered.items())[: MOST_OFFERED - 1]
        if letters not in offered:
            listed.append((letters, len(letters)))
        return tuple(listed)

    def _whole(self, splits: Sequence[Split]) -> list[str]:
        words: dict[str, Word] = {}
        for split in splits:
            for word in (*self._lexicon.words(split, len(split.pieces)), *self._lexicon.completions(split)):
                if word.text not in words or words[word.text].score < word.score:
                    words[word.text] = word
        listed = [word.text for word in sorted(words.values(), key=lambda word: -word.score)]
        exact = any(word.exact for word in words.values())
        composed = "" if exact or not splits else self._sentence(splits[0])
        return [composed, *listed] if composed else listed

    def _compose(self, split: Split) -> str:
        """The likeliest row of words for the pieces, by dynamic programming; empty where one piece fits no word."""
        best: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(split.pieces) + 1):
            ways = []
            for start in range(max(0, end - 6), end):
                part = Split(0.0, split.pieces[start:end], split.shortened[start:end])
                found = self._lexicon.words(part, end - start)
                if found:
                    ways.append((best[start][0] + found[0].score + _JOINT, best[start][1] + found[0].text))
            best.append(max(ways, default=(_UNSEEN, "")))
            if not best[-1][1]:
                return ""
        return best[-1][1]


def _letters_of(letters: str, pieces: Sequence[str]) -> int:
    """How many of the typed letters, apostrophes among them, these first pieces take up."""
    left, place = sum(map(len, pieces)), 0
    while left:
        left -= letters[place] != "'"
        place += 1
    return place
