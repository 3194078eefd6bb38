"""Chinese typed by its sound with the wrong character: 杀发 for 沙发, 莲衣裙 for 连衣裙."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from inference.dialogue.amounts import MEASURE
from inference.dialogue.lexicon import Lexicon

_KINDS = ("category", "color", "material", "topic", "attribute", "room")
_ALL = (*_KINDS, "style", "place", "goods", "nothing")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
_IN_EVERY_TALK = frozenset("的了吗不有没能几多什怎哪谁到大小我还可以送寄好重是在要给去来单时为用穿戴相同")
"""Words with one of these would be heard where nobody said them."""
_COUNTED = frozenset("零一二两三四五六七八九十百千万半")
_FEWEST, _MOST = 2, 5
_FLAT = re.compile(r"^([zcs])h")
_NASAL = re.compile(r"(?<=[aei]n)g$")


class Sounds:
    """Mends words that sound like one of the shop's; `told` holds further `words`, and those `meant` as they stand."""

    def __init__(self, lexicon: Lexicon, told: Mapping[str, str]) -> None:
        self._lexicon = lexicon
        self._more = told["words"].split()
        self._meant = frozenset(told["meant"].split())

    def mended(self, text: str) -> str:
        """The text with such words replaced. A word keeps one character at least, so that no chance sound counts."""
        return _CHINESE.sub(lambda match: self._run(match[0]), text)

    def _run(self, run: str) -> str:
        taken, hard = [False] * len(run), [False] * len(run)
        for one in self._lexicon.find(run, *_ALL):
            if one.end - one.start >= _FEWEST:
                taken[one.start : one.end] = [True] * (one.end - one.start)
                hard[one.start : one.end] = [one.kind != "style"] * (one.end - one.start)
        for word in self._meant:
            if (start := run.find(word)) >= 0:
                hard[start : start + len(word)] = [True] * len(word)
        if all(taken):
            return run
        sounds, letters = _sounds(run), list(run)
        for length in range(min(_MOST, len(run)), _FEWEST - 1, -1):
            for start in range(len(run) - length + 1):
                end = start + length
                window = run[start:end]
                if (
                    any(hard[start:end])
                    or all(taken[start:end])
                    or window in self._known
                    or _is_mortar(window, run[:start])
                ):
                    continue
                for word in self._by_sound.get(_key(sounds[start:end]), ()):
                    same = [a == b for a, b in zip(word, window, strict=True)]
                    kept = all(a or not b for a, b in zip(same, taken[start:end], strict=True))
                    if kept and sum(same) * 2 >= max(2, length - 1):
                        letters[start:end], hard[start:end] = list(word), [True] * length
                        break
        return "".join(letters)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._lexicon.chinese(*_ALL)) | frozenset(self._more)

    @cached_property
    def _by_sound(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        words = [*self._lexicon.chinese(*_KINDS), *self._more]
        heard: dict[tuple[str, ...], tuple[str, ...]] = {}
        for word in words:
            if _FEWEST <= len(word) <= _MOST and _CHINESE.fullmatch(word) and not set(word) & _IN_EVERY_TALK:
                key = _key(_sounds(word))
                heard[key] = (*heard.get(key, ()), word)
        return heard


_BEFORE_A_MEASURE = (*_COUNTED, *"这那哪几每第整来买要换")


def _is_mortar(window: str, before: str) -> bool:
    """上一步 holds no 上衣, 那盏灯 no 站灯."""
    counts = window[0] in MEASURE and before[-1:] in _BEFORE_A_MEASURE
    return bool(set(window) & (_IN_EVERY_TALK | _COUNTED)) or counts or window[0] in "这那"


def _sounds(run: str) -> list[str]:
    # Heavy: read at the first Chinese words.
    from pypinyin import lazy_pinyin

    sounds: list[str] = lazy_pinyin(run)
    return sounds


def _key(sounds: list[str]) -> tuple[str, ...]:
    """Two sounds must be the same; in three and more, zh is z, and ang is an, as many say them."""
    if len(sounds) == _FEWEST:
        return tuple(sounds)
    return tuple(_NASAL.sub("", _FLAT.sub(r"\1", sound)) for sound in sounds)
