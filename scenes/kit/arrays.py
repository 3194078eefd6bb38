"""The array types of the kit, and a short way to write small ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]


def f32(values: ArrayLike) -> F32:
    """Any numbers as a float32 array."""
    return np.asarray(values, dtype=np.float32)
