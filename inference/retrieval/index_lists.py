"""Large indexes: FAISS's inverted lists of 8-bit codes (IVF-SQ8), searched where they lie in a mapped file.

FAISS's reader trusts what it reads. So the part of a file that it parses is compared, byte by byte, with what FAISS
itself writes here for the same numbers; what is left are codes and ids, which it only scans.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from inference.retrieval.index_file import Bytes, Header, IndexFileError

if TYPE_CHECKING:
    import faiss

F32 = NDArray[np.float32]
I64 = NDArray[np.int64]

_PROBES: Final = (8, 12, 16, 24, 32, 48, 64, 96)
_AIMED_RECALL: Final = 0.98
_ASKED: Final = 200
_AT: Final = 50
_TRAINED_ON: Final = 48
"""Vectors a list that k-means sees."""
_ASIDE: Final = 0.3
"""How far from a vector the questions lie that choose how many lists are looked through, in lengths of it."""
_MOST_LISTS: Final = 65_536
_NTOTAL: Final = slice(8, 16)
"""Where FAISS writes how many vectors there are."""
_BEFORE_CENTROIDS: Final = 45
"""From the mark of the coarse index to its numbers: mark, dimension, three counts, two flags, a length."""
_AFTER_RANGES: Final = 9 + 32
"""From the end of the ranges to the sizes: size of a code, a flag, and the head of the lists."""


@dataclass(frozen=True, eq=False)
class Lists:
    """An index that FAISS searches, and the bytes it points into."""

    index: faiss.IndexIVFScalarQuantizer
    payload: Bytes

    def search(self, asked: F32, k: int, probes: int, removed: I64) -> tuple[F32, I64]:
        """Inner products and ids, (n, k), -1 where there are fewer."""
        import faiss

        if len(removed):
            chosen = faiss.IDSelectorNot(faiss.IDSelectorBatch(removed))
            how = faiss.SearchParametersIVF(nprobe=probes, sel=chosen)
            return self.index.search(asked, k, params=how)  # type: ignore[no-any-return]
        self.index.nprobe = probes
        return self.index.search(asked, k)  # type: ignore[no-any-return]


def lists_for(count: int) -> int:
    """How many lists suit so many vectors: about four times the root, as FAISS's guidelines say, a power of two."""
    return int(2 ** np.clip(np.round(np.log2(4 * np.sqrt(max(1, count)))), 4, 14))


def train(vectors: F32, ids: I64, seed: int) -> tuple[list[NDArray[np.generic]], int, int]:
    """The payload's parts, the number of lists, and how many to look through.

    Takes seconds to minutes of every thread that FAISS may use: never in the shop's own process.
    """
    import faiss

    count, dim = vectors.shape
    lists = lists_for(count)
    made = _fresh(dim, lists)
    made.cp.seed = seed
    rng = np.random.default_rng(seed)
    sample = rng.permutation(count)[: lists * _TRAINED_ON]
    made.train(np.ascontiguousarray(vectors[np.sort(sample)]))
    for start in range(0, count, 65_536):
        made.add_with_ids(vectors[start : start + 65_536], ids[start : start + 65_536])
    probes = _probes(made, vectors, ids, rng)
    centroids = made.quantizer.reconstruct_n(0, lists)
    frame = _frame(dim, lists, count, centroids, faiss.vector_to_array(made.sq.trained))
    stored, parts = made.invlists, []
    sizes = np.array([stored.list_size(one) for one in range(lists)], np.uint64)
    for one, size in enumerate(sizes.tolist()):
        if size:
            parts.append(faiss.rev_swig_ptr(stored.get_codes(one), size * dim).copy())
            parts.append(faiss.rev_swig_ptr(stored.get_ids(one), size).copy())
    return [np.frombuffer(frame, np.uint8), sizes, *parts], lists, probes


def _fresh(dim: int, lists: int) -> faiss.IndexIVFScalarQuantizer:
    import faiss

    coarse, bits = faiss.IndexFlatIP(dim), faiss.ScalarQuantizer.QT_8bit
    return faiss.IndexIVFScalarQuantizer(coarse, dim, lists, bits, faiss.METRIC_INNER_PRODUCT, True)


def _frame(dim: int, lists: int, count: int, centroids: F32, ranges: F32) -> bytes:
    """What FAISS writes before the sizes of the lists, with all lists stored."""
    import faiss

    empty = _fresh(dim, lists)
    empty.quantizer.add(centroids)
    empty.is_trained = True
    faiss.copy_array_to_vector(ranges, empty.sq.trained)
    written = bytearray(np.asarray(faiss.serialize_index(empty)).tobytes())
    frame = written[: written.rindex(b"ilar")]
    frame[_NTOTAL] = struct.pack("<q", count)
    return bytes(frame) + b"ilar" + struct.pack("<QQ", lists, dim) + b"full" + struct.pack("<Q", lists)


def _probes(made: faiss.IndexIVFScalarQuantizer, vectors: F32, ids: I64, rng: np.random.Generator) -> int:
    """The fewest lists that find what an exact search finds, for questions that lie near vectors but on none."""
    import faiss

    asked = vectors[rng.integers(0, len(vectors), _ASKED)]
    length = np.linalg.norm(asked, axis=1, keepdims=True)
    asked = asked + rng.standard_normal(asked.shape).astype(np.float32) * (_ASIDE / np.sqrt(vectors.shape[1])) * length
    at = min(_AT, len(vectors))
    wanted = ids[faiss.knn(asked, vectors, at, metric=faiss.METRIC_INNER_PRODUCT)[1]]
    choices = [probes for probes in _PROBES if probes <= made.nlist] or [int(made.nlist)]
    for probes in choices:
        made.nprobe = probes
        found = made.search(asked, at)[1]
        right = np.mean([len(np.intersect1d(a, b)) / at for a, b in zip(wanted, found, strict=True)])
        if right >= _AIMED_RECALL:
            return probes
    return choices[-1]


def opened(header: Header, payload: Bytes) -> Lists:
    """The index in a mapped file. Raises IndexFileError where a single byte of its frame is not as FAISS writes it."""
    import faiss

    _check(header, payload)
    return Lists(faiss.read_index(faiss.ZeroCopyIOReader(faiss.swig_ptr(payload), payload.size)), payload)


def _check(header: Header, payload: Bytes) -> None:
    """The frame before the codes, and that codes and ids fill the rest exactly."""
    dim, lists, count = header.dim, header.lists, header.count
    if not 1 <= lists <= _MOST_LISTS or not 1 <= header.probes <= lists or lists * dim * 4 > len(payload):
        raise IndexFileError("This is no index of Vitrine: it has a number of lists that cannot be.")
    nothing = _frame(dim, lists, count, np.zeros((lists, dim), np.float32), np.zeros(2 * dim, np.float32))
    sizes_at = len(nothing)
    body_at = sizes_at + 8 * lists
    if len(payload) < body_at:
        raise IndexFileError("This is no index of Vitrine: it ends before its vectors.")
    head = payload[:sizes_at].tobytes()
    ranges_at = sizes_at - _AFTER_RANGES - 8 * dim
    centroids = np.frombuffer(head, np.float32, lists * dim, nothing.index(b"IxFI") + _BEFORE_CENTROIDS)
    ranges = np.frombuffer(head, np.float32, 2 * dim, ranges_at)
    if not (np.isfinite(centroids).all() and np.isfinite(ranges).all()):
        raise IndexFileError("This is no index of Vitrine: a number of it is none.")
    if _frame(dim, lists, count, centroids.reshape(lists, dim), ranges) != head:
        raise IndexFileError("This index was not written by the FAISS that is installed here, or is none.")
    sizes = np.frombuffer(payload[sizes_at:body_at].tobytes(), np.uint64)
    if not (sizes <= count).all() or int(sizes.sum()) != count or body_at + count * (dim + 8) != len(payload):
        raise IndexFileError("This is no index of Vitrine: its lists are longer or shorter than its vectors.")
