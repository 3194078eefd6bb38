"""How texts become words for SQLite's FTS5, in English and Chinese, and how any query becomes a safe expression.

Chinese has no spaces. Every CJK character is indexed as a word of its own in separate columns, and a run of them is
searched as a phrase, which finds exactly the texts that contain that run: one character is enough.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from typing import Final

INDEXED_BY: Final = f"1 {sqlite3.sqlite_version}"
"""Counts up when other words are made of the same text: a database whose words were made otherwise is made anew."""

_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_BREAK = " \ue000 "
"""A private-use character is a word to FTS5, and no query can hold it (`_clean` drops it)."""

_CJK_RUN = re.compile(f"[{_CJK}]+")
_RUNS = re.compile(rf"[{_CJK}]+|[^\s{_CJK}]+")
_MAX_TERMS = 16
_MAX_QUERY = 400


def _clean(text: str) -> str:
    """NFKC (so full-width letters are found), without lone surrogates and control characters."""
    sound = text.encode("utf-8", "ignore").decode("utf-8")
    plain = unicodedata.normalize("NFKC", sound)
    if plain.isprintable():  # holds none of them: nearly every text, and asked without a look at each character
        return plain
    return "".join(c if c.isprintable() or unicodedata.category(c)[0] != "C" else " " for c in plain)


def latin_words(text: str) -> str:
    """The text without its CJK characters, for the stemmed columns."""
    return _CJK_RUN.sub(" ", _clean(text))


def cjk_words(text: str) -> str:
    """The CJK characters of the text, each a word, runs kept apart by a mark that no phrase can cross."""
    return _BREAK.join(" ".join(run) for run in _CJK_RUN.findall(_clean(text)))


def query_terms(query: str) -> list[str]:
    """Runs of the query that can be searched: words, and runs of CJK characters."""
    runs = _RUNS.findall(_clean(query[:_MAX_QUERY]))
    # unicode61 makes words of letters and numbers only; a phrase without any would match nothing
    return [run for run in runs if any(unicodedata.category(c)[0] in "LN" for c in run)][:_MAX_TERMS]


def is_cjk(term: str) -> bool:
    """Whether a term of `query_terms` is a run of CJK characters."""
    return bool(_CJK_RUN.fullmatch(term))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def expressions(query: str) -> tuple[list[str], list[str]]:
    """FTS5 expressions: strict ones, best first, and generous ones for when those find nothing.

    Strict: all words as they are (stemmed); the same with the last letters missing. Generous: Chinese runs in any
    order of their characters; any of the words. Both are empty when nothing is asked.
    """
    terms = query_terms(query)
    if not terms:
        return [], []
    exact = [_quoted(" ".join(t)) if is_cjk(t) else _quoted(t) for t in terms]
    prefix = [e if is_cjk(t) else e + "*" for t, e in zip(terms, exact, strict=True)]
    strict = list(dict.fromkeys([" AND ".join(exact), " AND ".join(prefix)]))
    generous = []
    if any(is_cjk(t) and len(t) > 1 for t in terms):
        loose = [c for t in terms if is_cjk(t) for c in t] + [t for t in terms if not is_cjk(t)]
        generous.append(" AND ".join(_quoted(t) for t in loose[: 2 * _MAX_TERMS]))
        pairs = [_quoted(" ".join(t[i : i + 2])) for t in terms if is_cjk(t) for i in range(max(1, len(t) - 1))]
        words = [e for t, e in zip(terms, exact, strict=True) if not is_cjk(t)]
        generous.append(" OR ".join((pairs + words)[: 2 * _MAX_TERMS]))
    elif len(terms) > 1:
        generous.append(" OR ".join(exact))
    return strict, generous
