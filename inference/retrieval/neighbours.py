"""A short list of neighbours an item: what a shopper who did something with it is likely to want next.

The lists are public and the same for everybody; who the shopper is (the history) never leaves the device. A score is a
sum over the history, so each recommendation tells exactly which things of the history it comes from.
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

I32 = NDArray[np.int32]
F16 = NDArray[np.float16]

DECAY, LAST = 0.7, 10
"""Of a history the last so many items count, each step back by this factor less."""
_MOST_BYTES = 4_000_000_000


class NeighboursError(Exception):
    """A file is no neighbour list."""


@dataclass(frozen=True)
class Because:
    """One share of a recommendation: the item of the history it comes from, and how much of the score."""

    item: int
    share: float


@dataclass(frozen=True)
class Recommended:
    """An item, its score, and what of the history it comes from, the largest share first."""

    item: int
    score: float
    because: tuple[Because, ...]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """ids: (items, k) int32, -1 where a list is shorter. weights: (items, k) float16, 0 there."""

    ids: I32
    weights: F16

    @property
    def items(self) -> int:
        """How many items there are."""
        return len(self.ids)

    @property
    def bytes_per_item(self) -> float:
        """What a device stores and fetches for each item."""
        return float((self.ids.nbytes + self.weights.nbytes) / max(1, self.items))

    def recommend(
        self,
        history: NDArray[np.int32],
        count: int,
        but: frozenset[int] = frozenset(),
        weights: NDArray[np.float32] | None = None,
    ) -> list[Recommended]:
        """The best items for a history (oldest first), without those in it and without `but`.

        `weights`: how much each item of the history counts; all the same without.
        """
        each = np.ones(len(history), np.float32) if weights is None else weights
        known = (history >= 0) & (history < self.items)
        recent, each = history[known][-LAST:][::-1], each[known][-LAST:][::-1]
        if not len(recent) or count <= 0:
            return []
        faded = (each * DECAY ** np.arange(len(recent), dtype=np.float32))[:, None]
        faded = faded * self.weights[recent].astype(np.float32)
        flat, scores = self.ids[recent].ravel(), faded.ravel()
        found, place = np.unique(flat, return_inverse=True)
        sums = np.bincount(place, weights=scores)
        sums[np.isin(found, np.concatenate([history, [-1], np.fromiter(but, np.int32, len(but))]))] = 0.0
        best = np.argsort(-sums, kind="stable")[:count]
        return [
            Recommended(int(found[i]), float(sums[i]), _because(recent, self.ids[recent] == found[i], faded))
            for i in best
            if sums[i] > 0.0
        ]

    def save(self, path: Path) -> None:
        """Writes the lists, whole or not at all."""
        buffer = io.BytesIO()
        np.savez(buffer, ids=self.ids, weights=self.weights)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(buffer.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)


def _because(recent: NDArray[np.int32], hits: NDArray[np.bool_], faded: NDArray[np.float32]) -> tuple[Because, ...]:
    shares = np.where(hits, faded, 0.0).sum(axis=1)
    order = np.argsort(-shares, kind="stable")
    return tuple(Because(int(recent[i]), float(shares[i])) for i in order if shares[i] > 0.0)


def load_neighbours(path: Path) -> Neighbours:
    """Reads what `save` wrote. Raises NeighboursError for anything else; nothing in the file is ever executed."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise NeighboursError(f"{path.name} is too large for a list of neighbours.")
        with np.load(path, allow_pickle=False) as stored:
            ids, weights = stored["ids"], stored["weights"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, AttributeError) as cause:
        raise NeighboursError(f"{path.name} is no list of neighbours: {cause}.") from cause
    if ids.dtype != np.int32 or weights.dtype != np.float16 or ids.shape != weights.shape or ids.ndim != 2:
        raise NeighboursError(f"{path.name} is no list of neighbours: its arrays have other shapes or types.")
    if ids.size and (ids.max() >= len(ids) or ids.min() < -1):
        raise NeighboursError(f"{path.name} is no list of neighbours: it names items that it does not have.")
    if not np.isfinite(weights).all():
        raise NeighboursError(f"{path.name} is no list of neighbours: a weight is no number.")
    return Neighbours(ids, weights)
