"""Which pixels of a product photo are the product: by its alpha, or before a plain background. Refuses the rest.

The background's colour is a smooth surface over the picture (studio light is never even), fitted to the rim. From
the rim it is then flooded inwards over whatever has its colour, or is a soft shadow on it, up to edges: so a pale thing
before a pale wall keeps its inside. Enclosed spots of the very colour of the background are openings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

F64 = NDArray[np.float64]
Bools = NDArray[np.bool_]
U8 = NDArray[np.uint8]
Why = Literal["cluttered", "cut_off", "blurred", "too_small", "several", "nothing"]

SIDE: Final = 512
"""Longest side at which is worked, pixels."""
_LEAST_SIDE: Final = 96
_RIM: Final = 0.02
_CLUTTER: Final = 0.35
_TOUCHES: Final = 0.02
_SEVERAL: Final = 0.25
_BLURRED_PX: Final = 9.0


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """This photo is not used; `why` is the key of the sentence that says so, and how to take a better one."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, eq=False)
class Cut:
    """A photo with its product found. pixels: (h, w, 3) sRGB. mask: (h, w). At most SIDE long."""

    pixels: U8
    mask: Bools
    by: Literal["alpha", "background"]


def cut_out(picture: U8) -> Cut:
    """Finds the product in a picture (h, w, 3 or 4). Raises Refused."""
    if max(picture.shape[:2]) < _LEAST_SIDE:
        raise Refused("too_small")
    picture = _sized(picture)
    if picture.shape[2] == 4 and _speaks(picture[..., 3]):
        solid = picture[..., 3] >= 128
        mask = _parts(solid)
        if _touches(mask) and not _tight(mask):
            raise Refused("cut_off")
        _large_enough(mask)
        return Cut(np.ascontiguousarray(picture[..., :3]), mask, "alpha")
    pixels = np.ascontiguousarray(picture[..., :3])
    mask = _before_a_wall(pixels.astype(np.float64))
    _large_enough(mask)
    if _edge_width(pixels.astype(np.float64).mean(axis=2), mask) > _BLURRED_PX * max(pixels.shape[:2]) / SIDE:
        raise Refused("blurred")
    return Cut(pixels, mask, "background")


def _sized(picture: U8) -> U8:
    from PIL import Image

    if max(picture.shape[:2]) <= SIDE:
        return picture
    image = Image.fromarray(picture)
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return np.asarray(image)


def _speaks(alpha: U8) -> bool:
    """Whether the alpha says anything: some of it is clear, some solid."""
    return bool((alpha < 128).mean() > 0.01 and (alpha >= 128).mean() > 0.005)


def _rim(shape: tuple[int, ...]) -> Bools:
    width = max(2, round(max(shape[:2]) * _RIM))
    rim = np.ones(shape[:2], bool)
    rim[width:-width, width:-width] = False
    return rim


def _before_a_wall(pixels: F64) -> Bools:
    rim = _rim(pixels.shape)
    wall, spread, odd = _wall(pixels, rim)
    if odd > _CLUTTER:
        raise Refused("cluttered")
    if odd > _TOUCHES and _long_contact(pixels, wall, spread):
        raise Refused("cut_off")
    limit = max(9.0, 4.0 * spread)
    off = np.abs(pixels - wall).max(axis=2)
    shadow = _soft_shadow(pixels, wall)
    slope = np.max([ndimage.gaussian_gradient_magnitude(pixels[..., k], 1.0) for k in range(3)], axis=0)
    passable = ((off <= limit) | shadow) & (slope <= max(6.0, 3.0 * spread))
    passable |= off <= 0.4 * limit
    background = _flooded(passable, rim)
    # The flood stops where the step begins; the outline is where the step is half done.
    half = np.maximum(limit, 0.45 * ndimage.maximum_filter(off, 7))
    background |= ndimage.binary_dilation(background, iterations=2) & (off <= half)
    background |= _openings(~background & (off <= 0.6 * limit) & (slope <= max(6.0, 3.0 * spread)))
    mask = _parts(ndimage.binary_opening(~background))
    if _touches(mask):
        raise Refused("cut_off")
    return mask


def _wall(pixels: F64, rim: Bools) -> tuple[F64, float, float]:
    """The background everywhere (h, w, 3), how far it strays, and the share of the rim that is something else."""
    height, width = rim.shape
    y, x = np.mgrid[0:height, 0:width]
    u, v = x / max(width - 1, 1) * 2 - 1, y / max(height - 1, 1) * 2 - 1
    terms = np.stack([np.ones_like(u), u, v, u * u, v * v, u * v], axis=2)
    basis, seen = terms[rim], pixels[rim]
    kept = np.abs(seen - np.median(seen, axis=0)).max(axis=1) < 60
    spread = 1.0
    weights = np.zeros((6, 3))
    weights[0] = np.median(seen, axis=0)
    for _ in range(6):
        if kept.sum() < 30:
            return terms @ weights, 99.0, 1.0
        # Curvature is held back where the rim says little about it.
        pull = np.diag([0.0, 1, 1, 3, 3, 3]) * kept.sum() * 1e-3
        weights = np.linalg.solve(basis[kept].T @ basis[kept] + pull, basis[kept].T @ seen[kept])
        away = np.abs(seen - basis @ weights).max(axis=1)
        spread = max(0.5, 1.4826 * float(np.median(away[kept])))
        kept = away < max(8.0, 4.0 * spread)
    return np.clip(terms @ weights, 0, 255), spread, 1.0 if spread > 14 else float(1 - kept.mean())


def _long_contact(pixels: F64, wall: F64, spread: float) -> bool:
    """Whether what is odd at the rim is one thing and not dust."""
    off = np.abs(pixels - wall).max(axis=2) > max(14.0, 6.0 * spread)
    return _touches(ndimage.binary_opening(off, iterations=2))


def _soft_shadow(pixels: F64, wall: F64) -> Bools:
    """Darker than the wall but of its colour."""
    share = pixels / np.maximum(wall, 1.0)
    light = share.mean(axis=2)
    return np.asarray((light > 0.55) & (light < 1.02) & (np.ptp(share, axis=2) < 0.04), bool)


def _flooded(passable: Bools, rim: Bools) -> Bools:
    labels, _ = ndimage.label(passable)
    reached = np.unique(labels[rim & passable])
    return np.asarray(np.isin(labels, reached[reached > 0]), bool)


def _openings(spots: Bools) -> Bools:
    """Enclosed spots of the wall's colour that are large enough to be meant."""
    labels, count = ndimage.label(ndimage.binary_opening(spots))
    if not count:
        return np.zeros_like(spots)
    sizes = np.bincount(labels.ravel())
    large = np.flatnonzero(sizes >= max(12, spots.size * 1.5e-4))
    return np.asarray(ndimage.binary_dilation(np.isin(labels, large[large > 0])) & spots, bool)


def _parts(solid: Bools) -> Bools:
    """Without specks. Raises Refused for nothing, or for several things."""
    labels, count = ndimage.label(solid, np.ones((3, 3)))
    if not count:
        raise Refused("nothing")
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    largest = int(sizes.max())
    if largest < solid.size * 0.002:
        raise Refused("nothing")
    if int((sizes >= _SEVERAL * largest).sum()) > 1:
        raise Refused("several")
    kept = np.flatnonzero(sizes >= max(20, 0.01 * largest))
    return np.asarray(np.isin(labels, kept), bool)


def _touches(mask: Bools) -> bool:
    sides = (mask[0], mask[-1], mask[:, 0], mask[:, -1])
    return any(float(side.mean()) > _TOUCHES for side in sides)


def _tight(mask: Bools) -> bool:
    """Cropped to the product: it reaches all four sides, so nothing says that anything is missing."""
    return all(bool(side.any()) for side in (mask[:2], mask[-2:], mask[:, :2], mask[:, -2:]))


def _large_enough(mask: Bools) -> None:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if max(np.ptp(rows), np.ptp(columns)) + 1 < _LEAST_SIDE:
        raise Refused("too_small")


def _edge_width(grey: F64, mask: Bools) -> float:
    """How many pixels the step from wall to product takes, at the sharper half of the outline."""
    near = ndimage.binary_dilation(mask, iterations=2) & ~ndimage.binary_erosion(mask, iterations=2)
    step = ndimage.maximum_filter(grey, 25) - ndimage.minimum_filter(grey, 25)
    slope = ndimage.maximum_filter(ndimage.gaussian_gradient_magnitude(grey, 0.7), 5)
    strong = near & (step > 25)
    if strong.sum() < 50:
        return 0.0
    return float(np.percentile(step[strong] / np.maximum(slope[strong], 1e-3), 30))
