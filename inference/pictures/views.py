"""How a product is looked at when it is put into the index, and how a photo is when it is looked for."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.pictures.api import UInt8Array
from inference.pictures.raster import Camera, Seen, look
from inference.pictures.surface import surface
from scenes.model.colour import linear_to_srgb
from scenes.model.values import Model

F32 = NDArray[np.float32]
SIDE: Final = 112
"""What the encoder takes."""

VIEWS: Final = tuple(
    Camera(np.radians(around), np.radians(above), 0.5, 0.86)
    for around, above in (
        (0, 6), (0, 32), (-28, 14), (28, 14), (-58, 22), (58, 22), (-88, 10), (88, 10), (-145, 20), (145, 20),
        (180, 12), (35, 55),
    )
)  # fmt: skip
"""All around, more of the front, from the height of the eyes."""
LOOKING: Final = 1
"""Raised whenever the same model would be drawn otherwise: vectors made before are then made again."""
_CLAY: Final = 0.42
_LAMPS: Final = (((-0.45, 0.62, 0.64), 0.85), ((0.75, 0.25, 0.6), 0.3))
_SKY, _FLOOR = 0.5, 0.28
_GROUND: Final = 0.85
_EDGE: Final = 0.06


def product_pictures(model: Model) -> tuple[list[UInt8Array], list[UInt8Array]]:
    """A product from all `VIEWS`, in its colours and as clay, (SIDE, SIDE, 3) sRGB. Raises ValueError for nothing."""
    whole = surface(model)
    seen = [look(whole, camera, SIDE) for camera in VIEWS]
    return [lit(one) for one in seen], [lit(one, clay=True) for one in seen]


def lit(seen: Seen, clay: bool = False) -> UInt8Array:
    """In the light of a studio, before light grey."""
    colour = np.full_like(seen.colour, _CLAY) if clay else seen.colour
    light = _FLOOR + (_SKY - _FLOOR) * (seen.normal[..., 1] + 1) / 2
    for towards, strength in _LAMPS:
        light = light + strength * np.clip(seen.normal @ np.asarray(towards, np.float32), 0, None)
    shown = colour * (light * seen.open)[..., None]
    return linear_to_srgb(shown * seen.cover[..., None] + _GROUND * (1 - seen.cover[..., None]))


def crops(picture: UInt8Array) -> list[UInt8Array]:
    """A photo as it is, without its empty edges, and its middle; each made square with its own edge's colour."""
    found = [picture]
    box = content_box(picture)
    if box is not None:
        found.append(picture[box[0] : box[1], box[2] : box[3]])
    height, width = picture.shape[:2]
    inset_y, inset_x = height // 6, width // 6
    found.append(picture[inset_y : height - inset_y, inset_x : width - inset_x])
    return [square(one) for one in found if min(one.shape[:2]) >= 8]


def content_box(picture: UInt8Array) -> tuple[int, int, int, int] | None:
    """Top, bottom, left, right of what differs from the edge's colour; None where the edge is of many colours."""
    edge = _edge(picture)
    middle = np.median(edge, axis=0)
    if np.abs(edge - middle).mean() > 14:
        return None
    differs = np.abs(picture.astype(np.float32) - middle).max(axis=2) > 30
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows) or not len(columns):
        return None
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    margin = int(_EDGE * max(height, width))
    return (
        max(0, int(rows[0]) - margin), min(picture.shape[0], int(rows[-1]) + 1 + margin),
        max(0, int(columns[0]) - margin), min(picture.shape[1], int(columns[-1]) + 1 + margin),
    )  # fmt: skip


def square(picture: UInt8Array) -> UInt8Array:
    """Made square by its edge's colour, and SIDE pixels wide."""
    from PIL import Image

    height, width = picture.shape[:2]
    side = max(height, width)
    whole = np.empty((side, side, 3), np.uint8)
    whole[:] = np.median(_edge(picture), axis=0).astype(np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    whole[top : top + height, left : left + width] = picture
    return np.asarray(
        Image.fromarray(whole).resize((SIDE, SIDE), Image.Resampling.BOX if side > SIDE else Image.Resampling.BICUBIC)
    )


def _edge(picture: UInt8Array) -> F32:
    rows = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    return rows.astype(np.float32)
