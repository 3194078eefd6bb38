"""Photos of products as tests need them: rendered before a studio wall, then spoilt in the usual ways."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.library import family
from inference.pictures.raster import Camera, look
from inference.pictures.surface import surface
from inference.pictures.views import lit
from scenes.model.values import Model

U8 = NDArray[np.uint8]


def member(key: str, seed: int = 77, detail: float = 0.4) -> Model:
    """A product that no gallery holds."""
    made = family(key)
    return made.build(made.sample(np.random.default_rng([seed, 1])), detail)


def photo(
    model: Model, azimuth_rad: float = 0.4, elevation_rad: float = 0.2, side: int = 256, fill: float = 0.75
) -> U8:
    """A product in a studio."""
    return np.array(lit(look(surface(model), Camera(azimuth_rad, elevation_rad, 0.45, fill), side)))


def covered(
    model: Model, azimuth_rad: float = 0.4, elevation_rad: float = 0.2, side: int = 256, fill: float = 0.75
) -> U8:
    """Where the product is in `photo`, 0..255."""
    cover = look(surface(model), Camera(azimuth_rad, elevation_rad, 0.45, fill), side).cover
    return np.asarray(cover * 255, np.uint8)
