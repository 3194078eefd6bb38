"""What a publisher's rows say to a ranking: vectors, and what others wanted next."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from client.catalog.vectors import ItemVectors
from client.domain.product import Sku
from client.profile.ranking import Beside
from inference.retrieval.rows import ROW_BYTES, SPACE, unpack


def published(vectors: ItemVectors | None, skus: Sequence[Sku]) -> Beside:
    """For the first goods of a catalogue, in its order. Nothing where there are no vectors, or another catalogue's.

    Rows of `vitrine-server vectors` hold neighbours too; vectors of any other making are compared as they are.
    """
    if vectors is None or len(vectors.matrix) < len(skus):
        return Beside()
    rows = np.asarray(vectors.matrix[: len(skus)])
    if vectors.space == SPACE and rows.dtype == np.int8 and rows.shape[1] == ROW_BYTES:
        numbers, lists = unpack(rows.astype(np.int8, copy=False), skus)
        return Beside(vectors=numbers, together=lists)
    return Beside(vectors=rows.astype(np.float32))
