"""What products mean: a sentence vector of every product of a version, worked out beside the shop and kept by content.

A text is encoded once: the next version encodes only texts that it does not share with any before. Whatever is ready
can be asked for at once. Everything kept here can be worked out again, so a damaged file is thrown away.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from client.catalog.api import Catalog
from client.domain.errors import VitrineError
from client.domain.product import Product, Sku
from inference.errors import InferenceError
from inference.retrieval.index import EXACT_UP_TO, VectorIndex, open_index
from inference.retrieval.index_building import build_beside
from inference.sentences.api import SentenceEncoder

_log = logging.getLogger("vitrine.search")
_BATCH: Final = 32
_REST_S: Final = 0.003
"""After each batch: reading rows holds the interpreter, and somebody may be waiting for a frame."""
_LONGEST: Final = 300

F32 = NDArray[np.float32]


@dataclass
class _Version:
    """The vectors of one version as far as they are there: rows up to `done` are whole and never change."""

    matrix: F32
    skus: list[Sku] = field(default_factory=list)
    done: int = 0
    total: int = 0
    index: VectorIndex | None = None


def sentences_of(product: Product) -> tuple[str, ...]:
    """What of a product is encoded, a text for each language it has."""
    texts = []
    for language in ("en", "zh-CN"):
        title = product.title.en if language == "en" else product.title.zh_cn
        if not title:
            continue
        label = product.category_label[-1] if product.category_label else None
        kind = (label.en if language == "en" else label.zh_cn) if label is not None else ""
        said = product.description.en if language == "en" else product.description.zh_cn
        texts.append(". ".join(part for part in (title, kind, said) if part)[:_LONGEST])
    return tuple(texts)


class Meanings:
    """The meanings of one shop's versions. `near`, `progress` and `close` may be called from any thread.

    `open_version` opens a catalogue handle of its own; `encoder` names the space of the vectors (the model's hash)
    and gives the encoder, or None where no model is there. It is called on another thread, where it may take its time.
    """

    def __init__(
        self, cache: Path, open_version: Callable[[str], Catalog],
        encoder: Callable[[], tuple[str, SentenceEncoder] | None],
    ) -> None:  # fmt: skip
        self._cache, self._open, self._ask = cache / "sentences", open_version, encoder
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="meanings")
        self._leaving = threading.Event()
        self._lock = threading.Lock()
        self._work: dict[str, Future[None]] = {}
        self._versions: dict[str, _Version] = {}
        self._encoder: SentenceEncoder | None = None

    def near(self, version: str) -> Callable[[str, int], Sequence[tuple[Sku, float]]] | None:
        """How to ask for a version's products by meaning; starts the work and never waits. None while nothing is."""
        self.start(version)
        held = self._versions.get(version)
        return None if held is None or not held.done else lambda text, k: self._nearest(held, text, k)

    def start(self, version: str) -> Future[None] | None:
        """Starts to work a version out, once."""
        with self._lock:
            if version not in self._work and not self._leaving.is_set():
                self._work[version] = self._pool.submit(self._read, version)
            return self._work.get(version)

    def progress(self, version: str) -> tuple[int, int]:
        """How many products of how many can be asked for; (0, 0) before anything is known."""
        held = self._versions.get(version)
        return (held.done, held.total) if held is not None else (0, 0)

    def close(self) -> None:
        """Stops the work; what was worked out stays. Idempotent."""
        self._leaving.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _nearest(self, held: _Version, text: str, k: int) -> list[tuple[Sku, float]]:
        """By exact search of what is ready, or by the index of a large version."""
        if self._encoder is None:
            return []
        try:
            asked = self._encoder.encode([text])
        except InferenceError as error:
            _log.warning("search goes on without meanings: %s", error)
            return []
        if held.index is not None:
            scores, rows = held.index.search(asked, k)
            return [(held.skus[row], float(s)) for s, row in zip(scores[0], rows[0].tolist(), strict=True) if row >= 0]
        done = held.done
        cosines = held.matrix[:done] @ asked[0]
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(held.skus[row], float(cosines[row])) for row in best.tolist()]

    def _read(self, version: str) -> None:
        try:
            known = self._ask()
            if known is None:
                return
            space, self._encoder = known
            with closing(self._open(version)) as catalog, _Kept(self._cache, space) as kept:
                self._fill(version, catalog, kept, self._encoder)
                self._finish(version, space)
        except (VitrineError, InferenceError, OSError, sqlite3.Error) as error:
            _log.warning("search goes on without meanings: %s", error)

    def _fill(self, version: str, catalog: Catalog, kept: _Kept, encoder: SentenceEncoder) -> None:
        total = catalog.info.products
        held = _Version(np.zeros((total, encoder.dim), np.float32), total=total)
        self._versions = {version: held}  # of the version before nothing more is asked
        with self._lock:  # and if it ever comes back, it is worked out again
            self._work = {one: work for one, work in self._work.items() if one == version or not work.done()}
        products = iter(catalog.products())
        while not self._leaving.is_set() and (batch := list(islice(products, _BATCH))):
            batch = batch[: total - held.done]
            held.matrix[held.done : held.done + len(batch)] = _means(batch, kept, encoder)
            held.skus += [product.sku for product in batch]
            held.done += len(batch)
            time.sleep(_REST_S)

    def _finish(self, version: str, space: str) -> None:
        """A large version gets an index, so that an answer stays quick."""
        held = self._versions[version]
        if held.total <= EXACT_UP_TO or held.done < held.total:
            return
        digest = hashlib.sha256("\n".join(held.skus).encode() + held.matrix.tobytes()).hexdigest()[:16]
        path = self._cache / f"{digest}.index"
        if not path.is_file():
            build_beside(path, np.arange(held.done), held.matrix, space, self._leaving.is_set)
        if not self._leaving.is_set():
            held.index = open_index(path)
        for old in self._cache.glob("*.index"):
            if old != path:
                with suppress(OSError):
                    old.unlink()


def _means(products: Sequence[Product], kept: _Kept, encoder: SentenceEncoder) -> F32:
    """One direction a product: the middle of what its texts say. A product without texts gets zeros."""
    texts = [sentences_of(product) for product in products]
    vectors = kept.vectors(sorted({text for one in texts for text in one}), encoder)
    made = np.zeros((len(products), encoder.dim), np.float32)
    for row, one in enumerate(texts):
        middle = np.sum([vectors[text] for text in one], axis=0, dtype=np.float32) if one else made[row]
        length = float(np.linalg.norm(middle))
        made[row] = middle / length if length > 0 else middle
    return made


class _Kept:
    """The vectors of texts in a file, by the text's hash, half precision. One thread; made anew where it is damaged."""

    def __init__(self, folder: Path, space: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{hashlib.sha256(space.encode()).hexdigest()[:24]}.sqlite"
        try:
            self._db = self._opened()
        except sqlite3.OperationalError:  # in use elsewhere, or the disk is full: it may be well
            raise
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            self._db = self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=10.0)
        try:
            db.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
            db.execute("SELECT count(*) FROM vectors").fetchone()
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def vectors(self, texts: Sequence[str], encoder: SentenceEncoder) -> dict[str, F32]:
        """The vector of each text; those not known yet are encoded and kept, a batch whole or not at all."""
        found = {text: one for text in texts if (one := self._known(text, encoder.dim)) is not None}
        missing = [text for text in texts if text not in found]
        for some in _batches(missing):
            made = np.asarray(encoder.encode(some), np.float32)
            rows = [(_key(t), row.astype("<f2").tobytes()) for t, row in zip(some, made, strict=True)]
            with self._db:
                self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            found |= {text: row.astype("<f2").astype(np.float32) for text, row in zip(some, made, strict=True)}
        return found

    def _known(self, text: str, dim: int) -> F32 | None:
        row = self._db.execute("SELECT vector FROM vectors WHERE text = ?", (_key(text),)).fetchone()
        if row is None or len(row[0]) != 2 * dim:
            return None
        vector = np.frombuffer(row[0], "<f2").astype(np.float32)
        return vector if bool(np.isfinite(vector).all()) else None

    def __enter__(self) -> _Kept:
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), _BATCH):
        yield list(texts[start : start + _BATCH])
