"""What anybody could make of a mask without knowing anything: a slab and a cushion."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.reconstruction.solid import F64, I64, Solid

_SIDE: Final = 64
_SLAB: Final = 0.5
"""Depth of the slab, in shares of the mask's mean side."""


def extruded(mask: NDArray[np.bool_]) -> Solid:
    """The silhouette cut out of a board half as thick as it is large. Raises ValueError for an empty mask."""
    small = _small(mask)
    rows, columns = small.any(axis=1).sum(), small.any(axis=0).sum()
    return _sheets(small, np.full((_SIDE + 3, _SIDE + 3), _SLAB * np.sqrt(float(rows * columns)) / 2))


def inflated(mask: NDArray[np.bool_]) -> Solid:
    """The silhouette blown up: a disc becomes a ball. Raises ValueError for an empty mask."""
    from scipy.ndimage import distance_transform_edt

    small = _small(mask)
    inner = np.asarray(distance_transform_edt(np.pad(small, 1)), np.float64)
    # At the corners of cells: the least of the four around, so that the rim is thin and the sheets meet.
    corner = np.minimum.reduce([inner[:-1, :-1], inner[1:, :-1], inner[:-1, 1:], inner[1:, 1:]])
    most = max(float(corner.max()), 1.0)
    return _sheets(small, np.sqrt(np.clip(corner * (2 * most - corner), 0, None)))


def _small(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask's box in a frame of _SIDE cells with one empty cell around."""
    from PIL import Image

    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        raise ValueError("an empty mask")
    box = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = _SIDE / max(box.shape)
    size = (max(1, round(box.shape[1] * scale)), max(1, round(box.shape[0] * scale)))
    reduced = np.asarray(Image.fromarray(box.astype(np.uint8) * 255).resize(size, Image.Resampling.BOX)) >= 128
    held = np.zeros((_SIDE + 2, _SIDE + 2), bool)
    held[1 : 1 + size[1], 1 : 1 + size[0]] = reduced
    return held if held.any() else np.pad(np.ones((1, 1), bool), ((1, _SIDE), (1, _SIDE)))


def _sheets(mask: NDArray[np.bool_], half: F64) -> Solid:
    """Front and back over the mask's cells at heights `half` (at the cells' corners), walls where the mask ends."""
    height, width = mask.shape
    half = half[: height + 1, : width + 1]
    x, y = np.meshgrid(np.arange(width + 1.0), height - np.arange(height + 1.0))
    front = np.stack([x, y, half], axis=2).reshape(-1, 3)
    back = np.stack([x, y, -half], axis=2).reshape(-1, 3)
    index = np.arange((height + 1) * (width + 1)).reshape(height + 1, width + 1)
    r, c = np.nonzero(mask)
    nw, ne, sw, se = index[r, c], index[r, c + 1], index[r + 1, c], index[r + 1, c + 1]
    away = len(front)
    quads = [(nw, sw, se, ne), (nw + away, ne + away, se + away, sw + away)]
    padded = np.pad(mask, 1)
    for (dr, dc), (a, b) in (((-1, 0), (ne, nw)), ((1, 0), (sw, se)), ((0, -1), (nw, sw)), ((0, 1), (se, ne))):
        open_ = ~padded[r + 1 + dr, c + 1 + dc]
        quads.append((b[open_], a[open_], a[open_] + away, b[open_] + away))
    triangles = np.concatenate([_two(*quad) for quad in quads])
    return Solid(np.concatenate([front, back]), triangles)


def _two(a: I64, b: I64, c: I64, d: I64) -> I64:
    return np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])
