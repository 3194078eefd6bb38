"""The file a search stands on: facets, words and sounds of one version of a catalogue, made in a process of its own.

It is made of the catalogue and nothing else, so it is kept by version and may be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path

from client.catalog.reader import SqliteCatalog
from client.domain.errors import VitrineError
from client.domain.product import Product
from client.features.search.ground_rows import Row, row_of
from inference.dialogue.lexicon import Lexicon

FORMAT = 7
"""Counts up when other things are known of a product."""
_LOOK_S = 0.05
_KINDER = 10
_KEPT = 3
_FIRST_HANZI, _LAST_HANZI = 0x4E00, 0x9FA5
_TABLES = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = {FORMAT};
CREATE TABLE goods (place INTEGER PRIMARY KEY, sku TEXT NOT NULL UNIQUE, department TEXT, price REAL, currency TEXT,
    width_m REAL, in_stock INTEGER NOT NULL);
CREATE TABLE facets (kind TEXT, name TEXT, place INTEGER, own INTEGER NOT NULL, PRIMARY KEY (kind, name, place))
    WITHOUT ROWID;
CREATE INDEX facets_of ON facets (place);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, products INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE readings (sign TEXT PRIMARY KEY, sound TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kinds (en TEXT, zh TEXT, products INTEGER NOT NULL, PRIMARY KEY (en, zh)) WITHOUT ROWID;
CREATE TABLE brands (brand TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE sounds USING fts5(syllables, initials, content='', tokenize='unicode61', prefix='1 2 3');
"""


class GroundError(VitrineError):
    """What the search stands on could not be made."""


def ground_file(cache: Path, root: Path, version: str) -> Path:
    """Where the file of this version of the catalogue in `root` lies."""
    place = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return cache / "search" / f"{place}-{version}-{FORMAT}.sqlite"


def build_ground(path: Path, products: Iterable[Product]) -> None:
    """Writes the file, whole or not at all. Takes about a millisecond a product: never on the drawing thread."""
    from client.pinyin.source import sounds

    path.parent.mkdir(parents=True, exist_ok=True)
    goods = list(products)
    lexicon = Lexicon(sorted({product.brand for product in goods if product.brand}))
    with tempfile.TemporaryDirectory(prefix=".new-", dir=path.parent) as folder:
        made = Path(folder) / path.name
        with closing(sqlite3.connect(made)) as db:
            db.executescript(_TABLES)
            counted: Counter[str] = Counter()
            for place, product in enumerate(goods):
                row = row_of(product, lexicon)
                _write(db, place, row)
                counted.update(row.words)
            db.executemany("INSERT INTO vocabulary VALUES (?, ?)", counted.items())
            kinds = Counter(product.category_label[-1] for product in goods if product.category_label)
            db.executemany("INSERT INTO kinds VALUES (?, ?, ?)", [(k.en, k.zh_cn, n) for k, n in kinds.items()])
            brands = sorted({product.brand for product in goods if product.brand})
            db.executemany("INSERT INTO brands VALUES (?)", [(brand,) for brand in brands])
            signs = ((chr(code), sounds(chr(code))) for code in range(_FIRST_HANZI, _LAST_HANZI + 1))
            db.executemany("INSERT INTO readings VALUES (?, ?)", [(sign, one[0]) for sign, one in signs if one])
            db.commit()
        made.replace(path)


def _write(db: sqlite3.Connection, place: int, row: Row) -> None:
    goods = (place, row.sku, row.department, row.price, row.currency, row.width_m, row.in_stock)
    db.execute("INSERT OR IGNORE INTO goods VALUES (?, ?, ?, ?, ?, ?, ?)", goods)
    facets = [(*one, place, 1) for one in row.facets] + [(*one, place, 0) for one in row.also]
    db.executemany("INSERT OR IGNORE INTO facets VALUES (?, ?, ?, ?)", facets)
    if row.syllables:
        words = (place, row.syllables, row.initials)
        db.execute("INSERT INTO sounds (rowid, syllables, initials) VALUES (?, ?, ?)", words)


def build_beside(cache: Path, root: Path, version: str, leaving: Callable[[], bool] = lambda: False) -> Path | None:
    """The file of a version, made in another process where it is not there yet; waits (call it on a thread).

    None when `leaving` said to stop. Raises GroundError when it could not be made.
    """
    path = ground_file(cache, root, version)
    if path.is_file():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=path.parent, ignore_cleanup_errors=True) as folder:
        made = Path(folder) / path.name  # the folder is this process's: what is ended in the middle leaves nothing
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=_build, args=(made, root, version), name="search", daemon=True)
        process.start()
        while process.is_alive() and not leaving():
            process.join(_LOOK_S)
        if process.is_alive():
            process.terminate()
            process.join()
            return None
        if process.exitcode != 0 or not made.is_file():
            raise GroundError("What the search knows of the products could not be worked out.")
        made.replace(path)
    _drop_old(path.parent)
    return path


def _build(path: Path, root: Path, version: str) -> None:
    if hasattr(os, "nice"):
        os.nice(_KINDER)
    with SqliteCatalog(root, version) as catalog:
        build_ground(path, catalog.products())


def _drop_old(folder: Path) -> None:
    others = sorted(folder.glob("*.sqlite"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in others[_KEPT:]:
        with suppress(OSError):  # a shop beside this one may have it open
            old.unlink()
