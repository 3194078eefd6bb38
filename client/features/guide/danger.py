"""Questions whose wrong answer could hurt somebody: fixed texts in both languages, before everything else."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources

import msgspec

from client.domain.text import Language

_MOST_LETTERS = 2000


class Danger(msgspec.Struct, frozen=True):
    """One kind of danger: words that tell of it, in lower case, and what is said."""

    name: str
    en_words: str
    zh_words: str
    en: str
    zh: str

    def text(self, language: Language) -> str:
        """What is said."""
        return self.zh if language == "zh-CN" else self.en


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    danger: tuple[Danger, ...]


@lru_cache(maxsize=1)
def dangers() -> tuple[Danger, ...]:
    """The table, the gravest first."""
    read = resources.files("client.features.guide").joinpath("danger.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(read), _Table).danger


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Danger, re.Pattern[str]], ...]:
    return tuple((one, re.compile(f"{one.en_words}|{one.zh_words}")) for one in dangers())


def danger_in(said: str) -> Danger | None:
    """The danger that an utterance tells of or asks about, whichever language it is in; None for none."""
    text = unicodedata.normalize("NFKC", said[:_MOST_LETTERS])[:_MOST_LETTERS].lower().replace("’", "'")
    return next((one for one, pattern in _patterns() if pattern.search(text)), None)
