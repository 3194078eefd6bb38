"""Parallel sentences of shopping put together from `lexicon.txt` and `frames.txt`."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

Pair = tuple[str, str]
"""English, Chinese."""
_SLOT: Final = re.compile(r"\{(a:)?([a-z]+)(2?)\}")
_USUAL: Final = 0.7
"""How often the first, usual word of several is taken."""


@dataclass(frozen=True)
class Entry:
    """A thing to say, in the ways there are in each language."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]


@dataclass(frozen=True)
class Frame:
    """A sentence with slots in both languages."""

    weight: float
    english: str
    chinese: str


def read_lexicon(path: Path) -> dict[str, tuple[Entry, ...]]:
    """Lists by name. Raises ValueError on a line that is no list."""
    lists: dict[str, list[Entry]] = {}
    name = ""
    for line in _lines(path):
        if line.startswith("@"):
            name = line[1:]
            lists[name] = []
            continue
        for item in filter(None, line.split(";")):
            english, separator, chinese = item.partition("=")
            if not separator or not name:
                raise ValueError(f"no entry: {item!r}")
            lists[name].append(Entry(tuple(english.split("|")), tuple(chinese.split("|"))))
    return {key: tuple(found) for key, found in lists.items()}


def read_frames(path: Path) -> tuple[Frame, ...]:
    """Weight, English, Chinese."""
    frames = []
    for line in _lines(path):
        weight, english, chinese = line.split("|")
        frames.append(Frame(float(weight), english, chinese))
    return tuple(frames)


def _lines(path: Path) -> list[str]:
    read = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in read if line and not line.startswith("#")]


def compose(
    lexicon: Mapping[str, Sequence[Entry]], frames: Sequence[Frame], count: int, rng: random.Random
) -> list[Pair]:
    """`count` different pairs, or fewer when there are no more."""
    weights = [frame.weight for frame in frames]
    found: dict[Pair, None] = {}
    for _ in range(4 * count):
        if len(found) >= count:
            break
        found[fill(rng.choices(frames, weights)[0], lexicon, rng)] = None
    return list(found)


def every_word(lexicon: Mapping[str, Sequence[Entry]]) -> list[Pair]:
    """Each way to say each entry, with each in the other language."""
    entries = (entry for entries in lexicon.values() for entry in entries)
    return [(english, chinese) for entry in entries for english in entry.english for chinese in entry.chinese]


def fill(frame: Frame, lexicon: Mapping[str, Sequence[Entry]], rng: random.Random) -> Pair:
    """One sentence in both languages."""
    taken: dict[str, Entry] = {}

    def entry(match: re.Match[str]) -> Entry:
        key = match[2] + match[3]
        if key not in taken:
            taken[key] = rng.choice([one for one in lexicon[match[2]] if one not in taken.values()])
        return taken[key]

    def english(match: re.Match[str]) -> str:
        word = _pick(entry(match).english, rng)
        return f"{'an' if word[0] in 'aeiou' else 'a'} {word}" if match[1] else word

    said = _SLOT.sub(english, frame.english)
    return said, _SLOT.sub(lambda match: _pick(entry(match).chinese, rng), frame.chinese)


def _pick(ways: Sequence[str], rng: random.Random) -> str:
    return ways[0] if len(ways) == 1 or rng.random() < _USUAL else rng.choice(ways[1:])
