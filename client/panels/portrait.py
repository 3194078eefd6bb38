"""A small picture of a 3D model, drawn with numpy: for products of which the merchant has no photo.

Orthographic, from the front, a little from the left and from above; each pixel takes the nearest triangle that covers
its middle (edge functions, Pineda 1988), shaded by a lamp over the viewer's left shoulder; twice the size, then halved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.model.values import Model

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
U8 = NDArray[np.uint8]

_YAW_RAD, _PITCH_RAD = math.radians(-28.0), math.radians(18.0)
_FILLS = 0.88
"""Part of the picture that the product fills along its longer side."""
_OVERSAMPLED = 2
_LAMP = np.array((-0.45, 0.70, 0.55)) / math.hypot(0.45, 0.70, 0.55)
_AMBIENT, _DIRECT = 0.42, 0.62
_MOST_CELLS = 1_500_000
"""Pixels tried at once; bounds the memory to some 100 MB."""


@dataclass(frozen=True)
class _Mesh:
    """Corners of all triangles: places (m, 3, 3), normals (m, 3, 3), linear colours (m, 3, 3)."""

    places: F64
    normals: F64
    colours: F64


def portrait(model: Model, size_px: tuple[int, int]) -> U8:
    """The model's picture, (height, width, 4) RGBA with straight alpha, transparent where there is no product.

    Colours come from vertices and base colour factors, as far levels have them; textures are not looked at.
    """
    width, height = size_px[0] * _OVERSAMPLED, size_px[1] * _OVERSAMPLED
    mesh = _turned(_mesh(model))
    screen = _fitted(mesh.places, width, height)
    pixel, triangle, weights = _nearest(screen, width, height)
    picture = np.zeros((height * width, 4))
    corner = weights[:, :, None]
    normal = (mesh.normals[triangle] * corner).sum(axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    # Seen from behind, a thin thing shows the colour of its front: its normal is turned to the viewer.
    normal *= np.where(normal[:, 2:] < 0, -1.0, 1.0)
    light = _AMBIENT + _DIRECT * np.clip(normal @ _LAMP, 0.0, 1.0)
    picture[pixel, :3] = (mesh.colours[triangle] * corner).sum(axis=1) * light[:, None]
    picture[pixel, 3] = 1.0
    return _halved(picture.reshape(height, width, 4))


def _mesh(model: Model) -> _Mesh:
    places, normals, colours = [], [], []
    for primitive in model.primitives:
        triangles = primitive.triangles.astype(np.int64)
        base = np.array(model.materials[primitive.material].base_color[:3])
        paint = np.broadcast_to(base, (len(primitive.positions), 3))
        if primitive.colors is not None:
            paint = paint * primitive.colors[:, :3]
        places.append(primitive.positions.astype(np.float64)[triangles])
        normals.append(primitive.normals.astype(np.float64)[triangles])
        colours.append(paint[triangles])
    return _Mesh(np.concatenate(places), np.concatenate(normals), np.concatenate(colours))


def _turned(mesh: _Mesh) -> _Mesh:
    """As the viewer has it: x right, y up, z towards the viewer."""
    cy, sy, cp, sp = math.cos(_YAW_RAD), math.sin(_YAW_RAD), math.cos(_PITCH_RAD), math.sin(_PITCH_RAD)
    yaw = np.array(((cy, 0.0, sy), (0.0, 1.0, 0.0), (-sy, 0.0, cy)))
    pitch = np.array(((1.0, 0.0, 0.0), (0.0, cp, -sp), (0.0, sp, cp)))
    turn = (pitch @ yaw).T
    return _Mesh(mesh.places @ turn, mesh.normals @ turn, mesh.colours)


def _fitted(places: F64, width: int, height: int) -> F64:
    """Pixels from the top left, and depth, growing towards the viewer."""
    low, high = places.min(axis=(0, 1)), places.max(axis=(0, 1))
    span = np.maximum(high - low, 1e-9)
    scale = _FILLS * min(width / span[0], height / span[1])
    middle = (low + high) / 2
    screen: F64 = (places - middle) * scale
    screen[..., 0] += width / 2
    screen[..., 1] = height / 2 - screen[..., 1]
    return screen


def _nearest(screen: F64, width: int, height: int) -> tuple[I64, I64, F64]:
    """For every covered pixel: its index, the triangle in front, and the weights (n, 3) of that triangle's corners."""
    low = np.floor(screen[..., :2].min(axis=1)).astype(np.int64)
    side = np.ceil(screen[..., :2].max(axis=1)).astype(np.int64) - low
    # Triangles of like width and height are tried together, in boxes whose sides are powers of two.
    classes = np.ceil(np.log2(np.maximum(side, 2))).astype(np.int64)
    found = []
    for wide, high in np.unique(classes, axis=0):
        chosen = np.flatnonzero((classes == (wide, high)).all(axis=1))
        box = 1 << int(wide), 1 << int(high)
        for part in np.array_split(chosen, max(1, math.ceil(len(chosen) * box[0] * box[1] / _MOST_CELLS))):
            found.append(_covered(screen, low, part, box, width))
    pixel, triangle, weights, depth = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(depth, kind="stable")
    front = np.full(width * height, -1, np.int64)
    front[pixel[order]] = order  # of several the last one stays, which is the nearest
    seen = front[front >= 0]
    return pixel[seen], triangle[seen], weights[seen]


def _covered(screen: F64, low: I64, chosen: I64, box: tuple[int, int], width: int) -> tuple[I64, I64, F64, F64]:
    """Pixels whose middle lies in one of the chosen triangles: index, triangle, corner weights, depth.

    A weight is the sum of a part that depends on the column and one that depends on the row.
    """
    corners = screen[chosen]
    (ax, ay), (bx, by), (cx, cy) = (corners[:, k, :2].T for k in range(3))
    area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
    scale = np.where(np.abs(area) < 1e-9, np.nan, 1.0) / np.where(area == 0, 1.0, area)
    dx = low[chosen, 0, None] + np.arange(box[0]) + 0.5 - cx[:, None]
    dy = low[chosen, 1, None] + np.arange(box[1]) + 0.5 - cy[:, None]
    first = _sum(((by - cy) * scale)[:, None] * dx, ((cx - bx) * scale)[:, None] * dy)
    second = _sum(((cy - ay) * scale)[:, None] * dx, ((ax - cx) * scale)[:, None] * dy)
    inside = (first >= 0) & (second >= 0) & (first + second <= 1)
    which, row, column = np.nonzero(inside)
    one, two = first[inside].astype(np.float64), second[inside].astype(np.float64)
    weights = np.stack([one, two, 1.0 - one - two], axis=1)
    pixel = (low[chosen[which], 1] + row) * width + low[chosen[which], 0] + column
    return pixel, chosen[which], weights, (weights * corners[which, :, 2]).sum(axis=1)


def _sum(columns: F64, rows: F64) -> NDArray[np.float32]:
    """(n, rows, columns) of single precision: good to a thousandth of a pixel at these sizes."""
    total: NDArray[np.float32] = rows.astype(np.float32)[:, :, None] + columns.astype(np.float32)[:, None, :]
    return total


def _halved(picture: F64) -> U8:
    """Mean of each block of pixels, colours weighted by alpha, then sRGB (IEC 61966-2-1)."""
    height, width = picture.shape[0] // _OVERSAMPLED, picture.shape[1] // _OVERSAMPLED
    block = picture.reshape(height, _OVERSAMPLED, width, _OVERSAMPLED, 4).mean(axis=(1, 3))
    alpha = block[..., 3:]
    linear = np.clip(block[..., :3] / np.maximum(alpha, 1e-9), 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    result: U8 = np.round(np.concatenate([encoded, alpha], axis=2) * 255).astype(np.uint8)
    return result
