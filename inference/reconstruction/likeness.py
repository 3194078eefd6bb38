"""How alike a photo's cut-out and a rendering are: silhouettes and inner edges, in one small frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from inference.pictures.raster import Camera, Seen, look
from inference.pictures.surface import Surface
from inference.reconstruction.mask import Cut

F32 = NDArray[np.float32]

FRAME: Final = 40
"""Pixels of the frame in which is compared; the product's longer side fills `FILL` of it."""
FILL: Final = 0.92
FIELD_RAD: Final = 0.5
"""The lens that is assumed."""
_EDGE_SHARE: Final = 0.25
"""What inner edges count beside the silhouette."""
_REACH_PX: Final = 3.0


@dataclass(frozen=True, eq=False)
class Wanted:
    """What a photo shows. cover, edges: (FRAME, FRAME) 0..1. far: distance of each pixel to the photo's edges, capped.

    colour: (FRAME, FRAME, 3) sRGB 0..255 of the photo in that frame.
    """

    cover: F32
    edges: F32
    far: F32
    colour: F32
    aspect: float
    """Width over height of what is seen."""


@dataclass(frozen=True)
class Likeness:
    """All in 0..1, 1 is alike."""

    silhouette: float
    edges: float

    @property
    def score(self) -> float:
        """One figure."""
        return (1 - _EDGE_SHARE) * self.silhouette + _EDGE_SHARE * self.edges


def framed(cut: Cut, side: int = FRAME) -> tuple[F32, F32]:
    """The product in a square frame as `look` frames a model: cover (side, side), colour (side, side, 3) 0..255."""
    from PIL import Image

    rows, columns = np.flatnonzero(cut.mask.any(axis=1)), np.flatnonzero(cut.mask.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    whole = max(bottom - top, right - left) / FILL
    x, y = (left + right - whole) / 2, (top + bottom - whole) / 2
    box = (x, y, x + whole, y + whole)
    mask = Image.fromarray(cut.mask.astype(np.uint8) * 255)
    # Outside of the picture there is nothing: QUAD and EXTENT read black there.
    shape = (side * 4, side * 4)
    cover = mask.transform(shape, Image.Transform.EXTENT, box, Image.Resampling.BILINEAR)
    picture = Image.fromarray(cut.pixels).transform(shape, Image.Transform.EXTENT, box, Image.Resampling.BILINEAR)
    fine = np.asarray(cover, np.float32).reshape(side, 4, side, 4) / 255
    rgb = np.asarray(picture, np.float32).reshape(side, 4, side, 4, 3)
    small = fine.mean(axis=(1, 3))
    colour = (rgb * fine[..., None]).mean(axis=(1, 3)) / np.maximum(small, 1e-3)[..., None]
    return small, np.asarray(colour, np.float32)


def wanted(cut: Cut) -> Wanted:
    """A photo made ready for comparing."""
    cover, colour = framed(cut)
    light = colour.mean(axis=2) / 255
    filled = np.where(cover > 0.5, light, light[cover > 0.5].mean() if (cover > 0.5).any() else 0.0)
    inner = ndimage.binary_erosion(cover > 0.9)
    slope = ndimage.gaussian_gradient_magnitude(filled, 0.6) * inner
    strong = max(float(np.percentile(slope[inner], 80)) if inner.any() else 0.0, 0.025)
    edges = np.clip(slope / (2 * strong), 0, 1) * (slope > 0.6 * strong)
    rows, columns = (cover > 0.5).any(axis=1).sum(), (cover > 0.5).any(axis=0).sum()
    return Wanted(cover, edges.astype(np.float32), _far(edges > 0.3), colour, float(columns / max(rows, 1)))


def seen(surface: Surface, azimuth_rad: float, elevation_rad: float) -> Seen:
    """A model as `framed` frames a photo."""
    return look(surface, Camera(azimuth_rad, elevation_rad, FIELD_RAD, FILL), FRAME)


def likeness(want: Wanted, shown: Seen) -> Likeness:
    """A photo against a rendering."""
    return Likeness(overlap(want.cover, shown.cover), _edges_alike(want, shown))


def overlap(one: F32, other: F32) -> float:
    """Shared over joint cover."""
    return float(np.minimum(one, other).sum() / max(float(np.maximum(one, other).sum()), 1e-6))


def _edges_alike(want: Wanted, shown: Seen) -> float:
    """How near the edges of one lie to the edges of the other, both ways; without any, as alike as can be told."""
    inner = ndimage.binary_erosion(shown.cover > 0.9)
    bent = np.zeros(shown.cover.shape, np.float32)
    for axis in (0, 1):
        step = np.diff(shown.normal, axis=axis)
        size = np.linalg.norm(step, axis=2)
        bent += np.pad(size, [(0, 1) if k == axis else (0, 0) for k in (0, 1)])
    ours = (bent > 0.35) & inner
    theirs = want.edges > 0.3
    if not ours.any() and not theirs.any():
        return 1.0
    if not ours.any() or not theirs.any():
        return 0.4
    there = 1 - float(want.far[ours].mean()) / _REACH_PX
    back = 1 - float((_far(ours)[theirs] * want.edges[theirs]).sum() / want.edges[theirs].sum()) / _REACH_PX
    return (there + back) / 2


def _far(edges: NDArray[np.bool_]) -> F32:
    if not edges.any():
        return np.full(edges.shape, _REACH_PX, np.float32)
    return np.asarray(np.minimum(ndimage.distance_transform_edt(~edges), _REACH_PX), np.float32)
