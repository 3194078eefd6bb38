"""Products that are only known from a photo: framed prints, a cell of them in one picture; a sharp one from near."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenes.kit.geometry import Mesh, joined
from scenes.kit.labels import CardPose, quads
from scenes.kit.shapes import OAK, PAPER, box
from scenes.showroom.values import Placement

U8 = NDArray[np.uint8]
THUMB_PX = 192
NEAR_PX = 1024
_DEEP_M = 0.024


def read_photo(path: Path | None, longest_px: int) -> U8:
    """A photo on white, (h, w, 3); a pale blank when there is none or it cannot be read."""
    if path is not None:
        try:
            with Image.open(path) as opened:
                opened.draft("RGB", (longest_px * 2, longest_px * 2))
                rgba = opened.convert("RGBA")
            rgba.thumbnail((longest_px, longest_px), Image.Resampling.LANCZOS)
            white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
            return np.asarray(Image.alpha_composite(white, rgba).convert("RGB"))
        except (OSError, ValueError):
            pass
    return np.full((8, 8, 3), 236, dtype=np.uint8)


def print_size(place_size: tuple[float, float, float], photo: U8) -> tuple[float, float]:
    """Width and height of the print: the photo's shape inside the product's true size."""
    width, height = place_size[0], place_size[1]
    aspect = photo.shape[1] / max(1, photo.shape[0])
    return (height * aspect, height) if width / height > aspect else (width, width / aspect)


def frame_mesh(place: Placement, size: tuple[float, float]) -> Mesh:
    """A thin oak frame with white paper in it, in the store's coordinates."""
    w, h, t = size[0] / 2, size[1], 0.012
    parts = [
        box((-w, -0.004, t), (w, _DEEP_M, h), PAPER, 0.002),
        box((-w - t, -0.010, 0.0), (-w, _DEEP_M, h + t), OAK, 0.002),
        box((w, -0.010, 0.0), (w + t, _DEEP_M, h + t), OAK, 0.002),
        box((-w, -0.010, h), (w, _DEEP_M, h + t), OAK, 0.002),
        box((-w, -0.010, 0.0), (w, _DEEP_M, t), OAK, 0.002),
    ]
    return joined(parts).moved(place.x_m, place.y_m, place.z_m, place.heading_rad)


def print_pose(place: Placement, size: tuple[float, float], ahead_m: float = 0.006) -> CardPose:
    """Where the printed face is."""
    s, c = math.sin(place.heading_rad), math.cos(place.heading_rad)
    x, y = place.x_m + s * ahead_m, place.y_m - c * ahead_m
    return CardPose(x, y, place.z_m + 0.012, place.heading_rad, 0.0, size[0], size[1] - 0.012)


def photo_atlas(photos: Sequence[U8]) -> tuple[U8, list[tuple[float, float, float, float]]]:
    """Small photos in one picture, and the uv box (left, bottom, right, top) of each."""
    columns = max(1, math.ceil(math.sqrt(len(photos))))
    rows = max(1, math.ceil(len(photos) / columns))
    width, height = columns * THUMB_PX, rows * THUMB_PX
    atlas = np.full((height, width, 3), 255, dtype=np.uint8)
    boxes = []
    for i, photo in enumerate(photos):
        x, y = (i % columns) * THUMB_PX, (i // columns) * THUMB_PX
        h, w = photo.shape[:2]
        atlas[y : y + h, x : x + w] = photo
        boxes.append(((x + 0.5) / width, 1 - (y + h - 0.5) / height, (x + w - 0.5) / width, 1 - (y + 0.5) / height))
    return atlas, boxes


def photo_quads(
    poses: Sequence[CardPose], boxes: Sequence[tuple[float, float, float, float]], slots: Sequence[int]
) -> Mesh:
    """Prints as one mesh, each in its product's slot."""
    mesh = quads(poses, boxes)
    mesh.vertices["slot"] = np.repeat(np.asarray(slots, dtype=np.float32), 4)
    return mesh
