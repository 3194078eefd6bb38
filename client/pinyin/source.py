"""Where words, their frequencies and their sounds come from: two packages' data, read only while an index is made."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from client.domain.errors import VitrineError

_HANZI = re.compile("[\u4e00-\u9fff]+")
_SOUND = re.compile("(?=.*[aeiouv])[a-z]{1,6}")
_LONGEST = 6
_RAREST = 5
"""Words counted less often are names and left-overs of the word list; they would crowd out what shoppers type."""


class WordListError(VitrineError):
    """The word list of the shop is not there."""


def word_list() -> Path:
    """The word list with frequencies of the `jieba-py` package; the package itself is not imported."""
    spec = find_spec("jieba")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        for name in ("_data/dict.txt", "dict.txt"):
            if (path := Path(folder) / name).is_file():
                return path
    raise WordListError("The Chinese word list is missing; install Vitrine's requirements again.")


def source_key() -> str:
    """Changes when the word list or the sounds do."""
    list_hash = hashlib.sha256(word_list().read_bytes()).hexdigest()
    return f"{list_hash} {version('pypinyin')} {_LONGEST} {_RAREST}"


def counted_words(rarest: int = _RAREST) -> Iterator[tuple[str, int]]:
    """Chinese words of one to six characters with how often they were counted, at least so often if they are long."""
    with word_list().open(encoding="utf-8") as lines:
        for line in lines:
            word, count = line.split(" ")[:2]
            enough = int(count) >= (1 if len(word) == 1 else rarest)
            if enough and len(word) <= _LONGEST and _HANZI.fullmatch(word):
                yield word, int(count)


def log_shares() -> dict[str, float]:
    """The natural logarithm of every word's share in all that was counted, the rarest words too: for cutting texts."""
    counted = dict(counted_words(rarest=1))
    total = sum(counted.values())
    return {word: math.log(count / total) for word, count in counted.items()}


def chinese_runs(text: str) -> list[str]:
    """The Chinese parts of a text."""
    return _HANZI.findall(text)


def sounds(word: str) -> tuple[str, ...]:
    """A syllable a character, without tones, `v` for the u with two dots; empty when one has no known sound."""
    from pypinyin import Style, lazy_pinyin

    found = lazy_pinyin(word, style=Style.NORMAL, errors="ignore")
    plain = tuple(one.replace("ü", "v").replace("ê", "e") for one in found)
    return plain if len(plain) == len(word) and all(map(_SOUND.fullmatch, plain)) else ()


def other_sounds(character: str) -> tuple[str, ...]:
    """Every reading of one character, the usual one first."""
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    plain = (one.replace("ü", "v").replace("ê", "e") for one in (found[0] if found else []))
    return tuple(dict.fromkeys(one for one in plain if _SOUND.fullmatch(one)))
