"""What a room that looks for products by meaning is given."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]


class SentenceEncoder(Protocol):
    """Texts in, directions out: the cosine of two tells how near in meaning they are, whichever language each is in."""

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Vectors (n, dim) float32, rows of length 1, of short English or Chinese texts. An empty text gives zeros."""
        ...
