"""The one place where glTF's axes (Y up, +Z front) become the shop's (Z up, a front to -Y)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def from_gltf(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turns (n, 3) positions or normals by +90 degrees about x: (x, y, z) becomes (x, -z, y)."""
    turned = np.empty_like(vectors)
    turned[:, 0] = vectors[:, 0]
    np.negative(vectors[:, 2], out=turned[:, 1])
    turned[:, 2] = vectors[:, 1]
    return turned


def turned_about_z(vectors: NDArray[np.float32], heading_rad: float) -> NDArray[np.float32]:
    """Turns (n, 3) vectors counter-clockwise, seen from above."""
    c, s = math.cos(heading_rad), math.sin(heading_rad)
    matrix = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]], dtype=np.float32)
    return vectors @ matrix
