"""Item vectors as a merchant has them: a NumPy file of int8 or float16, and whose each of them is.

`FILE.npz` holds `vectors` (rows x numbers), `skus` (texts) and, if there are, `space` (a text) and `scale` (a number).
`FILE.npy` holds the vectors; `FILE.skus` beside it has a SKU a line.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from client.domain.product import Sku
from client.sync.wire import MAX_DIMENSIONS, VectorIndex
from server.errors import ServerError
from server.packs import PackFolder
from server.tables import vectors_of


@dataclass(frozen=True)
class Vectors:
    """Vectors to publish. `rows`: of these products, those that have one; `dim` numbers each, little endian."""

    space: str
    dtype: Literal["int8", "float16"]
    dim: int
    scale: float
    rows: Callable[[Iterable[Sku]], Iterator[tuple[Sku, bytes]]]

    @property
    def row_bytes(self) -> int:
        """Bytes a vector."""
        return self.dim * (1 if self.dtype == "int8" else 2)


def published_again(index: VectorIndex, packs: PackFolder) -> Vectors:
    """Vectors as they are published already, for other products."""

    def rows(skus: Iterable[Sku]) -> Iterator[tuple[Sku, bytes]]:
        wanted, kind = set(skus), vectors_of(index.row_bytes)
        for shard in packs.shards(index):
            yield from (row for row in kind.read(packs.path(shard), shard) if row[0] in wanted)

    return Vectors(index.space, index.dtype, index.dim, index.scale, rows)


def read_vectors(path: Path, space: str | None = None) -> Vectors:
    """Reads a file; raises ServerError with a sentence. space: instead of what the file says, or its name."""
    try:
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as held:
                matrix, skus = held["vectors"], [str(sku) for sku in held["skus"]]
                said = str(held["space"]) if "space" in held else path.stem
                scale = float(held["scale"]) if "scale" in held else 1.0
        else:
            matrix, said, scale = np.load(path, allow_pickle=False, mmap_mode="r"), path.stem, 1.0
            skus = path.with_suffix(".skus").read_text("utf-8").splitlines()
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as cause:
        raise ServerError(f"The vectors in {path} cannot be read: {cause}.") from cause
    return _checked(path, matrix, skus, space or said, scale)


def _checked(path: Path, matrix: npt.NDArray[np.generic], skus: list[str], space: str, scale: float) -> Vectors:
    if matrix.dtype not in (np.dtype("<i1"), np.dtype("<f2")) or matrix.ndim != 2:
        raise ServerError(f"The vectors in {path} are {matrix.dtype} of shape {matrix.shape}; int8 or float16 rows go.")
    if len(skus) != len(matrix) or not 1 <= matrix.shape[1] <= MAX_DIMENSIONS:
        raise ServerError(f"{path} has {len(skus)} SKUs for vectors of shape {matrix.shape}.")
    if matrix.dtype == np.float16 and not np.isfinite(matrix).all():
        raise ServerError(f"The vectors in {path} hold numbers that are none (NaN or infinite).")
    places = {sku: place for place, sku in enumerate(skus)}
    if len(places) != len(skus):
        raise ServerError(f"{path} names a SKU twice.")
    if not 0.0 < scale <= 1e6:
        raise ServerError(f"The scale of {path} is {scale}; it lies between 0 and 1,000,000.")

    def rows(wanted: Iterable[Sku]) -> Iterator[tuple[Sku, bytes]]:
        for sku in wanted:
            place = places.get(sku)
            if place is not None and matrix[place].any():  # one of zeros says nothing and counts as none
                yield sku, matrix[place].tobytes()

    return Vectors(space, "int8" if matrix.dtype == np.int8 else "float16", int(matrix.shape[1]), scale, rows)
