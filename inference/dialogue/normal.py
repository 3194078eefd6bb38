"""Words as they are typed, made words as they are understood: one width, script and spelling, digits for numbers."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rapidfuzz.distance import OSA

from inference.dialogue.numbers import to_digits

MOST_LETTERS = 2000
_ENDLESS = re.compile(r"(\d{40})\d+")
"""No price, size or order is that long, and patterns that look for them would take seconds over it."""
_CJK = r"\u3400-\u9fff"
_WORD = re.compile(r"(?<![a-z'])[a-z][a-z'-]{2,}")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_LATIN_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])(?=[a-z]{{3,}})|(?<=[a-z]{{3}})(?=[{_CJK}])")
_SPACED_CHINESE = re.compile(rf"(?:[{_CJK}] ){{3,}}[{_CJK}]")
_SHORT, _LONG = 4, 8
"""Shorter words are left alone; from `_LONG` on two slips are understood."""
_TWO_WORDS = 7
"""Letters of the shortest word that may be two without their space."""
_STUCK_NUMBER = re.compile(r"\b(under|over|below|above|max|min|about|around|budget|number|size|only|than|to|for)(?=\d)")
_PICTURES = {"🛋": " sofa ", "🪑": " chair ", "🛏": " bed ", "🛒": " cart ", "👗": " dress ", "👟": " sneakers ",
             "👠": " heels ", "👜": " handbag ", "🎒": " backpack ", "💄": " lipstick ", "📱": " smartphone ",
             "💻": " laptop ", "📷": " camera ", "⌚": " watch ", "🎧": " headphones ", "🪞": " mirror ",
             "🧸": " plush toy ", "👢": " boots ", "🧥": " jacket ", "👖": " trousers ", "🧢": " hat ", "🧣": " scarf ",
             "🎁": " gift ", "📺": " tv ", "🪴": " plant ", "💡": " lamp ", "👍": " ok ", "🙏": " please "}  # fmt: skip


@dataclass(frozen=True)
class _Table:
    english: re.Pattern[str]
    chinese: re.Pattern[str]
    meant: dict[str, str]
    simplified: dict[int, str]


class Speller:
    """Mends words that are nearly one of the shop's. `shop` are the words looked for, `english` words left alone."""

    def __init__(self, shop: Iterable[str], joined: Iterable[str], english: frozenset[str]) -> None:
        self._shop = sorted(set(shop))
        self._of_shop = frozenset(self._shop)
        self._known = self._of_shop | english
        self._joined = {phrase.replace(" ", ""): phrase for phrase in joined if " " in phrase}
        self._by_length: dict[int, list[str]] = {}
        for word in self._shop:
            self._by_length.setdefault(len(word), []).append(word)

    def mended(self, text: str) -> str:
        """The text with such words replaced."""
        meant = {word: self._word(word) for word in set(_WORD.findall(text))}
        return _WORD.sub(lambda match: meant[match[0]], text)

    def _word(self, word: str) -> str:
        if self._is_known(word):
            return word
        if word in self._joined:
            return self._joined[word]
        calm = _DRAWN_OUT.sub(r"\1\1", word)
        single = _DRAWN_OUT.sub(r"\1", word)
        for shorter in (calm, single):
            if shorter != word and self._is_known(shorter):
                return shorter
        nearest = self._nearest(single) if len(single) >= _SHORT else word
        if nearest in (word, single) and len(word) >= _TWO_WORDS and (apart := self._two_words(word)) is not None:
            return apart
        return nearest

    def _two_words(self, word: str) -> str | None:
        """ "Blacksofa" is two words of the shop; None where it is not."""
        for at in range(3, len(word) - 2):
            if word[:at] in self._of_shop and word[at:] in self._of_shop:
                return f"{word[:at]} {word[at:]}"
        return None

    def _is_known(self, word: str) -> bool:
        if word in self._known:
            return True
        return any(word.endswith(end) and word[: -len(end)] in self._known for end in ("s", "es", "'s", "ed", "ing"))

    def _nearest(self, word: str) -> str:
        most = 2 if len(word) >= _LONG else 1
        best, nearest = most + 1.0, word
        for length in range(len(word) - most, len(word) + most + 1):
            for known in self._by_length.get(length, ()):
                away: float = OSA.distance(word, known, score_cutoff=most)
                if away > most:
                    continue
                # A slip is rarely in the first letter, and letters are swapped or left out more than invented.
                away += 0.4 * (word[0] != known[0]) - 0.2 * (sorted(word) == sorted(known)) - 0.1 * (length > len(word))
                if away < best and not (word[0] != known[0] and sorted(word) != sorted(known) and len(word) <= _SHORT):
                    best, nearest = away, known
        return nearest


def normalised(utterance: str, speller: Speller, sounding: Callable[[str], str] = str) -> str:
    """Lower case, one width and script, short forms written out, small slips mended, numbers as digits.

    `sounding` mends Chinese that was written as it sounds.
    """
    text = unicodedata.normalize("NFKC", utterance[:MOST_LETTERS])[:MOST_LETTERS].lower()
    text = _ENDLESS.sub(r"\1", _tidy(text))
    table = _table()
    text = _STUCK_NUMBER.sub(r"\1 ", text)
    text = table.english.sub(lambda match: table.meant[match[0]], text)
    text = table.chinese.sub(lambda match: table.meant[match[0]], text)
    text = sounding(text)
    text = re.sub(r"\s+", " ", _LATIN_IN_CHINESE.sub(" ", text)).strip()
    return _ENDLESS.sub(r"\1", to_digits(speller.mended(text)))[:MOST_LETTERS]


def _tidy(text: str) -> str:
    for picture, word in _PICTURES.items():
        text = text.replace(picture, word)
    text = re.sub(r"[’‘`´]", "'", re.sub(r"(\d) ?(?:\"|''|”)", r"\1 inch ", text))
    text = re.sub(r"[。、;；]", ",", re.sub(r"[“”\"]", " ", text)).translate(_table().simplified)
    text = _SPACED_CHINESE.sub(lambda match: match[0].replace(" ", ""), text)
    return re.sub(r"\s+", " ", text).strip()


@cache
def _table() -> _Table:
    """Short forms of normal.toml, and OpenCC's table of characters (Apache-2.0), read at the first call."""
    folder = resources.files(__package__)
    tables = tomllib.loads(folder.joinpath("normal.toml").read_text("utf-8"))
    english, chinese = (sorted(tables[name], key=len, reverse=True) for name in ("en", "zh"))
    rows = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8").splitlines()
    simplified = {ord(row[0]): row.split("\t")[1].split(" ")[0] for row in rows if "\t" in row}
    return _Table(
        re.compile("|".join(rf"(?<![\w'/]){re.escape(word)}(?![\w'])" for word in english)),
        re.compile("|".join(map(re.escape, chinese))),
        {**tables["en"], **tables["zh"]},
        simplified | {ord("檯"): "台", ord("枱"): "桌", ord("妳"): "你", ord("著"): "着"},
    )


@cache
def english_words() -> frozenset[str]:
    """Everyday English words, so that none of them is taken for a slip; english.toml tells their source."""
    text = resources.files(__package__).joinpath("english.toml").read_text("utf-8")
    return frozenset(str(tomllib.loads(text)["words"]).split())
