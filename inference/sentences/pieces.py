"""Texts to pieces of words: the BERT way, in plain Python.

The package `tokenizers` does the same, but brings a client for a model hub along, which a shop that sends nothing has
no use for. A test compares the two where it is installed.

Source: J. Devlin et al., "BERT" (2018), and WordPiece, longest match first: Y. Wu et al., "Google's Neural Machine
Translation System" (2016), section 4.1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
PAD, UNKNOWN, BEGIN, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
SPECIAL: Final = (PAD, UNKNOWN, BEGIN, END)
"""The first pieces of every vocabulary, in this order."""
_LONGEST_WORD: Final = 100
_MOST_LETTERS: Final = 2000


def words(text: str) -> list[str]:
    """Words without case and accents; each Chinese character and each sign of punctuation is one."""
    found: list[str] = []
    word: list[str] = []
    for letter in _plain(text[:_MOST_LETTERS]):
        if letter.isspace() or _alone(letter):
            if word:
                found.append("".join(word))
                word = []
            if not letter.isspace():
                found.append(letter)
        else:
            word.append(letter)
    if word:
        found.append("".join(word))
    return found


def _plain(text: str) -> Iterator[str]:
    for letter in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower()):
        kind = unicodedata.category(letter)
        if kind == "Mn" or (kind[0] == "C" and letter not in "\t\n\r"):
            continue
        yield letter


def _alone(letter: str) -> bool:
    code = ord(letter)
    if code < 128:
        return not letter.isalnum()
    return is_chinese(letter) or unicodedata.category(letter)[0] == "P"


def is_chinese(letter: str) -> bool:
    """Whether it is a character of the unified ideographs."""
    code = ord(letter)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2CEAF
        or 0x2F800 <= code <= 0x2FA1F
    )


class Pieces:
    """A vocabulary. Raises ValueError when the first pieces are not the special ones."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        if tuple(vocabulary[: len(SPECIAL)]) != SPECIAL:
            raise ValueError("a vocabulary begins with the special pieces")
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}

    def numbers(self, text: str, most: int) -> list[int]:
        """The numbers of a text's pieces between BEGIN and END, at most `most` with these; the rest is left out."""
        found = [2]
        for word in words(text):
            found.extend(self._word(word))
            if len(found) >= most:
                break
        return [*found[: most - 1], 3]

    def _word(self, word: str) -> tuple[int, ...]:
        known = self._known.get(word)
        if known is None:
            known = tuple(self._cut(word))
            if len(self._known) < 50_000:
                self._known[word] = known
        return known

    def _cut(self, word: str) -> list[int]:
        """The longest known piece first; a word with a part that is no piece is unknown as a whole."""
        if len(word) > _LONGEST_WORD:
            return [1]
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(("##" if start else "") + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [1]
        return found


def padded(rows: Sequence[Sequence[int]]) -> tuple[IntArray, IntArray]:
    """Numbers (n, longest) filled up with PAD, and a mask of the same shape that is 1 where there is a piece."""
    longest = max((len(row) for row in rows), default=0)
    numbers = np.zeros((len(rows), longest), np.int64)
    mask = np.zeros((len(rows), longest), np.int64)
    for at, row in enumerate(rows):
        numbers[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return numbers, mask
