"""What a room that looks for products by picture is given."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

UInt8Array = NDArray[np.uint8]
FloatArray = NDArray[np.float32]


class PictureEncoder(Protocol):
    """Pictures in, directions out: the cosine of two tells how alike what they show is, in any view and light."""

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        ...

    def encode(self, pictures: Sequence[UInt8Array]) -> FloatArray:
        """Vectors (n, dim) float32, rows of length 1, of pictures (h, w, 3) uint8 in sRGB, any size."""
        ...
