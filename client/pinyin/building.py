"""Makes the two indexes: of all common words once, and of one catalogue's words whenever its texts change."""

from __future__ import annotations

import hashlib
import math
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path

from client.catalog.layout import replacing
from client.pinyin.source import chinese_runs, counted_words, log_shares, other_sounds, sounds, source_key

FORMAT = "2"
_RARE_READING = math.log(30.0)
"""How much less a character's second readings weigh."""
_LONGEST_TITLE = 10
_SHOPS_KEPT = 5
_UNKNOWN = -20.0
"""Weight (natural logarithm of a word's share) of a character that the word list does not hold."""

Row = tuple[str, str, str, float]
"""First letters, syllables, word, weight."""

_SCHEMA = """
CREATE TABLE words (initials TEXT, syllables TEXT, word TEXT, weight REAL);
CREATE TABLE syllables (syllable TEXT);
"""
_INDEXES = """
CREATE INDEX by_initials ON words (initials, weight DESC, syllables, word);
CREATE INDEX by_syllables ON words (syllables, weight DESC, word);
"""


def common_path(cache: Path) -> Path:
    """Where the index of common words lies, for the present word list."""
    return cache / "pinyin" / f"common-{_short(FORMAT, source_key())}.sqlite"


def shop_path(cache: Path, texts: Sequence[str]) -> Path:
    """Where the index of these texts' words lies."""
    return cache / "pinyin" / f"shop-{_short(FORMAT, source_key(), *texts)}.sqlite"


def build_missing(cache: Path, texts: Sequence[str]) -> tuple[Path, Path]:
    """Both indexes, made where missing (seconds of work: not for the frame loop). Raises OSError, WordListError."""
    common, shop = common_path(cache), shop_path(cache, texts)
    if not common.is_file():
        _write(common, _common_rows())
        _keep_newest(common.parent, "common-*.sqlite", 1)
    if not shop.is_file():
        _write(shop, _shop_rows(texts))
        _keep_newest(shop.parent, "shop-*.sqlite", _SHOPS_KEPT)
    return common, shop


def _keep_newest(folder: Path, pattern: str, count: int) -> None:
    """Removes what older word lists and catalogues left; a file that another shop has open stays where it must."""
    files = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[count:]:
        with suppress(OSError):
            path.unlink()


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _common_rows() -> list[Row]:
    counted = list(counted_words())
    total = sum(count for _, count in counted)
    rows: list[Row] = []
    for word, count in counted:
        weight = math.log(count / total)
        readings = [(sounds(word), weight)]
        if len(word) == 1:
            readings = [((one,), weight - (_RARE_READING if n else 0.0)) for n, one in enumerate(other_sounds(word))]
        rows += [_row(word, syllables, value) for syllables, value in readings if syllables]
    return rows


def _row(word: str, syllables: Sequence[str], weight: float) -> Row:
    return "".join(one[0] for one in syllables), " ".join(syllables), word, weight


def _write(path: Path, rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary, closing(sqlite3.connect(temporary)) as database:
        # The file is renamed only when it is whole, so no journal is needed beside it.
        database.execute("PRAGMA journal_mode = OFF")
        database.executescript(_SCHEMA)
        found = sorted(set(rows))
        database.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", found)
        single = sorted({syllables for initials, syllables, _, _ in found if len(initials) == 1})
        database.executemany("INSERT INTO syllables VALUES (?)", [(one,) for one in single])
        database.executescript(_INDEXES)
        database.commit()


def _shop_rows(texts: Sequence[str]) -> list[Row]:
    counted = Counter(shop_words(texts, log_shares().get))
    total = sum(counted.values())
    rows = ((word, sounds(word), math.log(count / total)) for word, count in counted.items())
    return [_row(word, syllables, weight) for word, syllables, weight in rows if syllables]


def shop_words(texts: Iterable[str], weight_of: Callable[[str], float | None]) -> list[str]:
    """Words of at least two characters, neighbours that stand together more than once, and whole runs."""
    found: list[str] = []
    joined: Counter[str] = Counter()
    for text in texts:
        for run in chinese_runs(text):
            words = segment(run, weight_of)
            found += [word for word in words if len(word) > 1]
            joined.update(a + b for a, b in pairwise(words) if len(a + b) <= 4)
            if 1 < len(run) <= _LONGEST_TITLE:
                found.append(run)
    return found + [word for word, count in joined.items() if count > 1 for _ in range(count)]


def segment(run: str, weight_of: Callable[[str], float | None], longest: int = 6) -> list[str]:
    """The likeliest way to cut Chinese into words: the largest sum of the words' log shares, by dynamic programming."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        ways = []
        for start in range(max(0, end - longest), end):
            weight = weight_of(run[start:end])
            if weight is not None or end - start == 1:
                ways.append((best[start][0] + (_UNKNOWN if weight is None else weight), start))
        best.append(max(ways))
    words, end = [], len(run)
    while end:
        start = best[end][1]
        words.append(run[start:end])
        end = start
    return words[::-1]
