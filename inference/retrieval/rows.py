"""One published row a product: its vector, and a short list of what others wanted next.

A row is bytes of one length, so it travels and is patched like any item vector (docs/adr/0011): DIM signed bytes of
the vector, then LISTED neighbours of five bytes each: four of a hash of the neighbour's SKU and one of its weight. Four
bytes are enough: of a million SKUs about a hundred pairs share a hash, and what that costs is an odd neighbour. Names
instead of places, because places change with every version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.retrieval.neighbours import Neighbours

SPACE: Final = "vitrine-taste-1"
DIM: Final = 64
LISTED: Final = 60
_NEIGHBOUR: Final = 5
ROW_BYTES: Final = DIM + LISTED * _NEIGHBOUR
"""364: what a device stores and fetches for each product."""
_STEPS: Final = 255

Rows = NDArray[np.int8]
F32 = NDArray[np.float32]


class RowsError(Exception):
    """These bytes are no rows of this layout."""


def short_names(skus: Sequence[str]) -> NDArray[np.uint32]:
    """Four bytes of a hash of each SKU."""
    digests = b"".join(hashlib.blake2b(sku.encode(), digest_size=4).digest() for sku in skus)
    return np.frombuffer(digests, "<u4").astype(np.uint32)


def pack(vectors: F32, lists: Neighbours, skus: Sequence[str]) -> Rows:
    """Rows of all products: vectors (n, DIM), lists of the same n; only their first LISTED are kept.

    Weights from 0 to 1 (more counts as 1) become 255 steps along a square root, so that small ones keep two digits.
    """
    count = len(skus)
    if vectors.shape != (count, DIM) or lists.items != count:
        raise RowsError(f"{count} products need vectors of shape ({count}, {DIM}) and as many lists.")
    rows = np.zeros((count, ROW_BYTES), np.uint8)
    longest = np.abs(vectors).max(axis=1, keepdims=True) if count else vectors
    steps = np.divide(vectors * 127.0, longest, out=np.zeros_like(vectors), where=longest > 0)
    rows[:, :DIM] = np.rint(steps).astype(np.int8).view(np.uint8)
    ids, weights = lists.ids[:, :LISTED], lists.weights[:, :LISTED].astype(np.float32)
    coded = np.rint(np.sqrt(np.clip(weights, 0.0, 1.0)) * _STEPS)
    coded[ids < 0] = 0
    names = np.where(coded > 0, short_names(skus)[np.maximum(ids, 0)] if count else 0, 0).astype("<u4")
    tail = rows[:, DIM : DIM + ids.shape[1] * _NEIGHBOUR].reshape(count, ids.shape[1], _NEIGHBOUR)
    tail[:, :, :4] = np.ascontiguousarray(names).view(np.uint8).reshape(count, ids.shape[1], 4)
    tail[:, :, 4] = coded.astype(np.uint8)
    rows[:, DIM : DIM + ids.shape[1] * _NEIGHBOUR] = tail.reshape(count, -1)
    return rows.view(np.int8)


def unpack(rows: Rows, skus: Sequence[str]) -> tuple[F32, Neighbours]:
    """Vectors of length 1 (zeros: unknown), and lists as places among `skus`; what is not sold any more is left out.

    Any bytes may come in: what they say is no more than odd offers. Raises RowsError for another shape.
    """
    if rows.ndim != 2 or rows.shape != (len(skus), ROW_BYTES):
        raise RowsError(f"{len(skus)} products need rows of shape ({len(skus)}, {ROW_BYTES}), not {rows.shape}.")
    vectors = rows[:, :DIM].astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    tail = np.ascontiguousarray(rows[:, DIM:]).view(np.uint8).reshape(len(skus), LISTED, _NEIGHBOUR)
    names = np.ascontiguousarray(tail[:, :, :4]).view("<u4")[:, :, 0]
    weights = (tail[:, :, 4].astype(np.float32) / _STEPS) ** 2
    known = short_names(skus)
    order = np.argsort(known, kind="stable")
    places = np.searchsorted(known, names, sorter=order)
    found = order[np.minimum(places, max(len(skus) - 1, 0))] if len(skus) else places
    hit = (weights > 0) & (known[found] == names) if len(skus) else np.zeros_like(names, dtype=bool)
    ids = np.where(hit, found, -1).astype(np.int32)
    return vectors, Neighbours(ids, np.where(hit, weights, 0.0).astype(np.float16))
