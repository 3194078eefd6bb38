"""What remains of a picture in a journal: how it looked at a glance.

Pixels do not come out the same everywhere: another driver, or another run of the same one, decides differently which
of two faces meeting at one depth covers a sample. A journal asks whether a person would see the same, so it keeps the
mean colours of a coarse grid of cells, and a replay may be a few levels off in each.
"""

from __future__ import annotations

import base64
import binascii

import numpy as np
from numpy.typing import NDArray

COLUMNS, ROWS = 48, 27
ALIKE_LEVELS = 4.0
"""Of 255, that a cell may differ: a sample on an edge moves it by less than one, a missing product by tens."""
UNLIKE_LEVELS = 255.0


def glance(pixels: NDArray[np.uint8]) -> str:
    """The mean colours of a picture of (height, width, 3), as base64 of ROWS x COLUMNS x 3 bytes."""
    height, width, _ = pixels.shape
    tall, wide = (
        np.linspace(0, side, cells + 1).astype(int)[:-1] for side, cells in ((height, ROWS), (width, COLUMNS))
    )
    sums = np.add.reduceat(np.add.reduceat(pixels.astype(np.float64), tall, axis=0), wide, axis=1)
    counts = np.outer(np.diff(np.append(tall, height)), np.diff(np.append(wide, width)))
    means = sums / np.maximum(counts, 1)[..., None]
    return base64.b64encode(means.round().astype(np.uint8).tobytes()).decode("ascii")


def apart(first: str, second: str) -> float:
    """The largest difference of any cell, in levels; what is not a glance is unlike everything."""
    grids = [_grid(text) for text in (first, second)]
    if grids[0] is None or grids[1] is None:
        return UNLIKE_LEVELS
    return float(np.abs(grids[0] - grids[1]).max())


def _grid(text: str) -> NDArray[np.int16] | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != ROWS * COLUMNS * 3:
        return None
    return np.frombuffer(raw, dtype=np.uint8).astype(np.int16)
