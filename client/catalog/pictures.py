"""What the products of a catalogue look like, as vectors: looked at once, kept by the content of their files.

A file of SQLite beside the other caches holds them, one row for each model and photo; whatever catalogue shows the same
file finds it looked at already. Nothing of it is needed to open a shop.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from client.catalog.api import Catalog
from client.domain.product import BlobRef, Product, Sku

F32 = npt.NDArray[np.float32]
_STEPS: Final = 127.0
_SHAPE: Final = "shape"
_LOOKS: Final = "looks"
_NEAREST: Final = 3
"""How many of a product's nearest views count beside the nearest."""


class Looker(Protocol):
    """Looks at a catalogue's files in a process of its own; `space` names what made the vectors."""

    space: str

    def of_photo(self, photo: Path | bytes) -> F32:
        """(ways of cropping, dim). Raises InferenceError."""
        ...

    def of_model(self, glb: Path) -> tuple[F32, F32]:
        """(views, dim) in its colours, and as clay. Raises InferenceError."""
        ...


class SeenFiles:
    """Vectors by the hash of the file they were made of. For one thread; `close` it.

    All of it can be made again, so a file that is none of SQLite's is thrown away. Raises sqlite3.Error or OSError
    where nothing can be kept.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = _opened(file)
        except sqlite3.OperationalError:  # in use, or the disk is full: it may be well
            raise
        except sqlite3.DatabaseError:
            for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
                file.with_name(name).unlink(missing_ok=True)
            self._db = _opened(file)

    def get(self, sha256: str, kind: str) -> F32 | None:
        """Vectors (n, dim); n is 0 where the file cannot be looked at; None where nobody looked yet."""
        found = self._db.execute("SELECT rows, vectors FROM seen WHERE sha256=? AND kind=?", (sha256, kind)).fetchone()
        if found is None:
            return None
        rows, data = found
        whole = np.frombuffer(data, np.int8).astype(np.float32)
        if not rows or whole.size % rows:
            return np.zeros((0, 0), np.float32)
        vectors = whole.reshape(rows, -1) / _STEPS
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)

    def put(self, sha256: str, kinds: dict[str, F32]) -> None:
        """Keeps vectors of a file, all kinds or none."""
        with self._db:
            for kind, vectors in kinds.items():
                steps = np.rint(np.clip(vectors, -1, 1) * _STEPS).astype(np.int8)
                row = (sha256, kind, len(vectors), steps.tobytes())
                self._db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", row)

    def close(self) -> None:
        """Lets go of the file; idempotent."""
        self._db.close()

    def __enter__(self) -> SeenFiles:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _opened(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file, timeout=30.0)
    try:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute(
            "CREATE TABLE IF NOT EXISTS seen (sha256 TEXT, kind TEXT, rows INTEGER, vectors BLOB, "
            "PRIMARY KEY (sha256, kind)) WITHOUT ROWID"
        )
        db.execute("SELECT sha256, kind, rows, vectors FROM seen LIMIT 1").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


def seen_file(cache: Path, space: str) -> Path:
    """Where the vectors of a space are kept."""
    return cache / "pictures" / f"{space}.sqlite"


def files_of(product: Product) -> tuple[BlobRef | None, BlobRef | None]:
    """The model and the photo that stand for a product, where it has them."""
    model = product.asset.shelf.blob if product.asset is not None else None
    return model, product.images[0].blob if product.images else None


def look_at(
    catalog: Catalog, products: Iterable[Product], looker: Looker, seen: SeenFiles, failed: Callable[[Sku, str], None]
) -> Iterator[Sku]:
    """Looks at what nobody looked at yet, product by product; yields each once its files are done.

    A file that cannot be looked at is remembered as such; `failed` is told. Stop by not asking for the next.
    """
    for product in products:
        for blob, kind in zip(files_of(product), ("model", "photo"), strict=True):
            if blob is None or seen.get(blob.sha256, _LOOKS) is not None:
                continue
            nothing, path = np.zeros((0, 0), np.float32), catalog.blob_path(blob)
            if not path.is_file():  # a shop that follows a publisher fetches files when they are wanted
                continue
            try:
                if kind == "photo":
                    seen.put(blob.sha256, {_LOOKS: looker.of_photo(path)})
                else:
                    looks, shape = looker.of_model(path)
                    seen.put(blob.sha256, {_LOOKS: looks, _SHAPE: shape})
            except Exception as error:
                if not _is_refusal(error):
                    raise
                seen.put(blob.sha256, {_LOOKS: nothing, _SHAPE: nothing})
                failed(product.sku, str(error))
        yield product.sku


def _is_refusal(error: Exception) -> bool:
    """Whether the file is at fault, and not that it took too long or the shop closes."""
    from inference.errors import InferenceError
    from inference.runtime.desk import LateError

    return isinstance(error, InferenceError) and not isinstance(error, LateError)


@dataclass(frozen=True, eq=False)
class PictureIndex:
    """All that was looked at of a catalogue. looks: (n, dim), product after product; owner: (n,) which of `skus`.

    shapes: (products, views, dim) as clay, zeros where a product has no model.
    """

    skus: tuple[Sku, ...]
    looks: F32
    owner: npt.NDArray[np.int64]
    shapes: F32

    def by_picture(self, vectors: F32, limit: int) -> list[tuple[Sku, float]]:
        """Products that look like a photo, best first with their likeness (a cosine). vectors: (crops, dim)."""
        if not len(self.looks) or not len(vectors):
            return []
        each = (self.looks @ vectors.T).max(axis=1)
        return self._ranked(_by_owner(each, self.owner, len(self.skus)), limit)

    def like(self, sku: Sku, limit: int) -> list[tuple[Sku, float]]:
        """Other products of the same shape, whatever their colour: each view against the same view of the others."""
        if sku not in self.skus:
            return []
        mine = self.skus.index(sku)
        if not self.shapes[mine].any():
            return []
        alike = np.einsum("pvd,vd->p", self.shapes, self.shapes[mine]) / self.shapes.shape[1]
        alike[mine] = -1.0
        return self._ranked(np.where(self.shapes.any(axis=(1, 2)), alike, -1.0), limit)

    def _ranked(self, scores: F32, limit: int) -> list[tuple[Sku, float]]:
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(self.skus[n], float(scores[n])) for n in order if scores[n] > -1.0]


def _by_owner(each: F32, owner: npt.NDArray[np.int64], count: int) -> F32:
    """Of each product the best of its vectors; between equals the others decide a little."""
    best = np.full(count, -1.0, np.float32)
    np.maximum.at(best, owner, each)
    order = np.lexsort((-each, owner))
    place = np.arange(len(order)) - np.searchsorted(owner[order], owner[order])
    near = order[place < _NEAREST]
    mean = np.bincount(owner[near], each[near], count) / np.maximum(np.bincount(owner[near], minlength=count), 1)
    return np.where(best > -1.0, 0.8 * best + 0.2 * mean.astype(np.float32), -1.0).astype(np.float32)


def read_index(products: Iterable[Product], seen: SeenFiles) -> PictureIndex:
    """What is known by now of these products; those nobody looked at yet are missing."""
    skus, looks, shapes = [], [], []
    for product in products:
        model, photo = files_of(product)
        parts = [v for blob in (model, photo) if blob and (v := seen.get(blob.sha256, _LOOKS)) is not None and len(v)]
        if not parts:
            continue
        shape = seen.get(model.sha256, _SHAPE) if model is not None else None
        skus.append(product.sku)
        looks.append(np.concatenate(parts))
        shapes.append(shape if shape is not None and len(shape) else None)
    dim = looks[0].shape[1] if looks else 0
    views = max((len(s) for s in shapes if s is not None), default=0)
    whole = np.zeros((len(skus), views, dim), np.float32)
    for number, shape in enumerate(shapes):
        if shape is not None and shape.shape == whole.shape[1:]:
            whole[number] = shape
    owner = np.repeat(np.arange(len(skus)), [len(v) for v in looks])
    return PictureIndex(tuple(skus), np.concatenate(looks) if looks else np.zeros((0, 0), np.float32), owner, whole)
