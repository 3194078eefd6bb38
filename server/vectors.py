"""Item vectors as a merchant has them: a NumPy file of int8 or float16, and whose each of them is.

`FILE.npz` holds `vectors` (rows x numbers), `skus` (texts) and, if there are, `space` (a text) and `scale` (a number).
`FILE.npy` holds the vectors; `FILE.skus` beside it has a SKU a line.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from client.domain.product import Sku
from client.sync.wire import MAX_DIMENSIONS
from server.errors import ServerError


@dataclass(frozen=True)
class VectorFile:
    """Vectors in memory. `matrix`: rows x dim, int8 or float16; `places`: the row of each SKU."""

    matrix: npt.NDArray[np.int8] | npt.NDArray[np.float16]
    places: dict[Sku, int]
    space: str
    scale: float

    @property
    def dtype(self) -> Literal["int8", "float16"]:
        """Of the numbers."""
        return "int8" if self.matrix.dtype == np.int8 else "float16"

    @property
    def dim(self) -> int:
        """Numbers a vector."""
        return int(self.matrix.shape[1])

    @property
    def row_bytes(self) -> int:
        """Bytes a vector."""
        return self.dim * self.matrix.dtype.itemsize

    def rows(self, skus: Iterable[Sku]) -> Iterator[tuple[Sku, bytes]]:
        """The vectors of those of these products that have one; one of zeros only says nothing and counts as none."""
        for sku in skus:
            place = self.places.get(sku)
            if place is not None and self.matrix[place].any():
                yield sku, self.matrix[place].tobytes()


def read_vectors(path: Path, space: str | None = None) -> VectorFile:
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


def _checked(path: Path, matrix: npt.NDArray[np.generic], skus: list[str], space: str, scale: float) -> VectorFile:
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
    return VectorFile(matrix, places, space, scale)  # type: ignore[arg-type]
