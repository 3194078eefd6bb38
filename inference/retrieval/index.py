"""Vectors that are nearest in direction: exact where there are few, FAISS's IVF-SQ8 where there are many.

An index is a file that is mapped and never changed. What comes and goes afterwards stands in a small file beside it
(`<name>.changes`): vectors that are searched exactly, and ids that are passed over. So nothing is rebuilt for a few
products, and nothing is ever added to mapped memory, which would end the process.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.retrieval import index_lists
from inference.retrieval.index_file import Bytes, Header, IndexFileError, read, write

EXACT_UP_TO: Final = 50_000
"""With more vectors than this an index is approximate: an exact search of them costs over a millisecond."""
REBUILD_SHARE: Final = 0.1
"""Where more than this share of the vectors came or went, the index is better built anew."""

F32 = NDArray[np.float32]
I64 = NDArray[np.int64]


class VectorIndex:
    """Finds ids by the inner product of their vectors. One thread at a time; `close` is idempotent."""

    def __init__(self, path: Path, header: Header, payload: Bytes) -> None:
        self._path, self._header = path, header
        self._lists = index_lists.opened(header, payload) if header.kind == "ivf" else None
        self._vectors, self._ids = _exact(header, payload)
        self._more: dict[int, F32] = {}
        self._gone: set[int] = set()
        self._side: tuple[F32, I64] | None = None
        self._read_changes()

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        return self._header.dim

    @property
    def space(self) -> str:
        """What made the vectors; only vectors of the same space can be asked for."""
        return self._header.space

    @property
    def sha256(self) -> str:
        """The hash of the payload, without what changed since."""
        return self._header.sha256

    @property
    def count(self) -> int:
        """How many vectors the file holds and how many came after it, those passed over included."""
        return self._header.count + len(self._more)

    @property
    def exact(self) -> bool:
        """Whether every answer is exact."""
        return self._lists is None

    @property
    def needs_rebuild(self) -> bool:
        """Whether so much came and went that the index is better built anew."""
        return len(self._more) + len(self._gone) > max(1000, REBUILD_SHARE * self._header.count)

    def search(self, asked: F32, k: int) -> tuple[F32, I64]:
        """Inner products and ids, best first, (n, k), for (n, dim); id -1 where there are fewer than k."""
        asked = np.ascontiguousarray(asked, np.float32)
        if asked.ndim != 2 or asked.shape[1] != self.dim:
            raise IndexFileError(f"This index holds vectors of {self.dim} numbers, asked for {asked.shape}.")
        if k < 1 or not len(asked):
            return np.zeros((len(asked), 0), np.float32), np.zeros((len(asked), 0), np.int64)
        scores, ids = self._base(asked, k)
        if self._more:
            scores, ids = self._with_side(asked, scores, ids, k)
        return scores, ids

    def add(self, ids: I64, vectors: F32) -> None:
        """Puts vectors in, or other ones in the place of those known by these ids. `save` makes it last."""
        vectors = np.ascontiguousarray(vectors, np.float32)
        if vectors.shape != (len(ids), self.dim) or not np.isfinite(vectors).all():
            raise IndexFileError(f"These are no {len(ids)} vectors of {self.dim} numbers.")
        for key, vector in zip(ids.tolist(), vectors, strict=True):
            self._more[key] = vector
            # One that the file has too must not be found twice.
            self._gone.add(key)
        self._side = None

    def remove(self, ids: I64) -> None:
        """Never finds these again; unknown ids change nothing."""
        for key in ids.tolist():
            self._more.pop(key, None)
            self._gone.add(key)
        self._side = None

    def save(self) -> None:
        """Writes what came and went beside the index, whole or not at all."""
        more = np.array(list(self._more), np.int64)
        gone = np.array(sorted(self._gone), np.int64)
        vectors = np.array(list(self._more.values()), np.float32).reshape(-1, self.dim)
        header = Header(
            kind="changes", dim=self.dim, count=len(more), space=self.space, bytes=0, sha256="", removed=len(gone),
            base=self.sha256,
        )  # fmt: skip
        write(_changes(self._path), header, (more, gone, vectors))

    def close(self) -> None:
        """Lets go of the file."""
        self._lists = None
        self._vectors, self._ids = np.zeros((0, self.dim), np.float32), np.zeros(0, np.int64)
        self._more, self._gone, self._side = {}, set(), None

    def __enter__(self) -> VectorIndex:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _base(self, asked: F32, k: int) -> tuple[F32, I64]:
        if self._lists is not None:
            gone = np.fromiter(self._gone, np.int64, len(self._gone))
            return self._lists.search(asked, k, self._header.probes, gone)
        return _nearest(asked, self._vectors, self._ids, k, self._gone)

    def _with_side(self, asked: F32, scores: F32, ids: I64, k: int) -> tuple[F32, I64]:
        if self._side is None:
            self._side = np.stack(list(self._more.values())), np.array(list(self._more), np.int64)
        more_scores, more_ids = _nearest(asked, *self._side, k, set())
        scores = np.concatenate([np.where(ids < 0, -np.inf, scores), more_scores], axis=1)
        ids = np.concatenate([ids, more_ids], axis=1)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        return np.take_along_axis(scores, best, 1), np.take_along_axis(ids, best, 1)

    def _read_changes(self) -> None:
        """What changed another file, or cannot be read, is forgotten: the index itself is whole."""
        with suppress(IndexFileError):
            header, payload = read(_changes(self._path))
            more, gone = header.count, header.removed
            fits = header.bytes == 8 * (more + gone) + 4 * more * self.dim
            if header.kind != "changes" or header.base != self.sha256 or header.dim != self.dim or not fits:
                return
            raw = payload.tobytes()
            ids = np.frombuffer(raw, np.int64, more)
            vectors = np.frombuffer(raw, np.float32, more * self.dim, 8 * (more + gone)).reshape(more, self.dim)
            if np.isfinite(vectors).all():
                self._more = dict(zip(ids.tolist(), vectors.copy(), strict=True))
                self._gone = set(np.frombuffer(raw, np.int64, gone, 8 * more).tolist())


def build_index(
    path: Path, ids: I64, vectors: F32, *, space: str = "", exact_up_to: int = EXACT_UP_TO, seed: int = 0,
    threads: int = 1,
) -> Header:  # fmt: skip
    """Writes the index of `vectors` (n, dim), whole or not at all, and forgets what changed the one before.

    Over `exact_up_to` vectors this takes seconds to minutes: call it in a process of its own (`build_beside`).
    """
    vectors, ids = np.ascontiguousarray(vectors, np.float32), np.ascontiguousarray(ids, np.int64)
    if vectors.ndim != 2 or ids.shape != (len(vectors),) or not np.isfinite(vectors).all():
        raise IndexFileError("An index needs one row of finite numbers for each id.")
    if len(ids) and (ids.min() < 0 or len(np.unique(ids)) != len(ids)):
        raise IndexFileError("An index needs ids that are not negative, each once.")
    dim, count = vectors.shape[1], len(vectors)
    header = Header(kind="exact", dim=dim, count=count, space=space, bytes=0, sha256="")
    parts: list[NDArray[np.generic]] = [vectors, ids]
    if count > exact_up_to:
        import faiss

        faiss.omp_set_num_threads(threads)
        parts, lists, probes = index_lists.train(vectors, ids, seed)
        header = Header(
            kind="ivf", dim=dim, count=count, space=space, bytes=0, sha256="", lists=lists, probes=probes
        )  # fmt: skip
    made = write(path, header, parts)
    _changes(path).unlink(missing_ok=True)
    return made


def put_in_place(made: Path, path: Path) -> None:
    """Moves an index that was built elsewhere on this disk, and forgets what changed the one before."""
    made.replace(path)
    _changes(path).unlink(missing_ok=True)


def open_index(path: Path, expected: str | None = None) -> VectorIndex:
    """Maps an index and checks it: `expected` is the hash that was signed, where it came from somebody else.

    Raises IndexFileError with a sentence for anything that `build_index` here did not write.
    """
    header, payload = read(path, expected)
    if header.kind == "changes":
        raise IndexFileError(f"{path.name} is what changed of an index, not the index.")
    return VectorIndex(path, header, payload)


def exact_rows(asked: F32, vectors: F32, k: int) -> tuple[F32, I64]:
    """Inner products and rows of the `k` best of all `vectors` for each of `asked`, best first: looks at every one."""
    import faiss

    return faiss.knn(asked, vectors, k, metric=faiss.METRIC_INNER_PRODUCT)  # type: ignore[no-any-return]


def _changes(path: Path) -> Path:
    return path.with_name(path.name + ".changes")


def _exact(header: Header, payload: Bytes) -> tuple[F32, I64]:
    if header.kind != "exact":
        return np.zeros((0, header.dim), np.float32), np.zeros(0, np.int64)
    if header.bytes != header.count * (4 * header.dim + 8):
        raise IndexFileError("This is no index of Vitrine: its vectors do not fill it.")
    split = 4 * header.dim * header.count
    # The ids are copied: they need not lie at a multiple of eight.
    ids = np.frombuffer(payload[split:].tobytes(), np.int64)
    return payload[:split].view(np.float32).reshape(header.count, header.dim), ids


def _nearest(asked: F32, vectors: F32, ids: I64, k: int, gone: set[int]) -> tuple[F32, I64]:
    """Exact: as many more as are gone are looked for, so that enough are left."""
    scores = np.full((len(asked), k), -np.inf, np.float32)
    found = np.full((len(asked), k), -1, np.int64)
    reach = min(len(vectors), k + len(gone))
    if not reach:
        return scores, found
    near, rows = exact_rows(asked, vectors, reach)
    hidden = np.fromiter(gone, np.int64, len(gone))
    for at, (row_scores, row_ids) in enumerate(zip(near, ids[rows], strict=True)):
        left = np.flatnonzero(~np.isin(row_ids, hidden))[:k] if len(hidden) else np.arange(min(k, reach))
        scores[at, : len(left)], found[at, : len(left)] = row_scores[left], row_ids[left]
    return scores, found
