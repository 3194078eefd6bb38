"""The things that the guide asks about, lit up in the store: corners of light around each, and its number above.

What stands before a thing hides its corners, so that nobody takes them for another's; its number is always seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from panda3d.core import LQuaternionf, NodePath

from client.domain.product import Sku
from client.headset.api import Vec3
from client.interaction.rig import about_z, head_in_store
from client.moment import Moment
from client.store.contents import StoreContents, shown_size
from scenes.kit.flat_card import FlatCard, flat_shape
from scenes.kit.front_layer import FrontLayer
from scenes.kit.renderer import Renderer

_GLOW = (1.0, 0.72, 0.16, 1.0)
_ARM_SHARE, _ARM_MOST_M = 0.3, 0.16
_HALF_THICK_RAD = math.radians(0.11)
_AROUND_M = 0.02
_NUMBER_RAD, _NUMBER_LEAST_M = math.radians(2.6), 0.05
_ABOVE = 0.8

Write = Callable[[str], NDArray[np.uint8]]


class AskedView:
    """Shapes are made when a question is asked; a frame turns the numbers to the eye."""

    def __init__(self, renderer: Renderer, layer: FrontLayer, write: Write) -> None:
        self._renderer, self._write = renderer, write
        self._root: NodePath = renderer.scene.attach_new_node("asked corners")
        self._above = layer.root.attach_new_node("asked numbers")
        self._lit: tuple[Sku, ...] = ()
        self._corners: list[NodePath] = []
        self._numbers: list[tuple[FlatCard, Vec3]] = []

    def enter(self, contents: StoreContents) -> None:
        """In another store other things stand."""
        self._clear()

    def refresh(self, moment: Moment) -> None:
        """Lights what is asked about and stands here."""
        asked = moment.session.talk.asked
        head = head_in_store(moment.session.standing, moment.sample)
        if asked != self._lit:
            self._clear()
            self._lit = asked
            for number, sku in enumerate(asked, 1):
                self._light(number, sku, moment.contents, head.position)
        for card, at in self._numbers:
            away = math.dist(at, head.position)
            facing = math.atan2(-(at[0] - head.position[0]), at[1] - head.position[1])
            card.path.set_quat(LQuaternionf(*about_z(facing)))
            card.path.set_scale(max(_NUMBER_LEAST_M, math.tan(_NUMBER_RAD) * away))

    def _light(self, number: int, sku: Sku, contents: StoreContents, eye: Vec3) -> None:
        placement, product = contents.spots.get(sku), contents.products.get(sku)
        if placement is None or product is None:
            return
        width, depth, height = (side + 2 * _AROUND_M for side in shown_size(product))
        away = math.dist(eye, (placement.x_m, placement.y_m, placement.z_m))
        points, faces = corners(width, depth, height, max(0.004, math.tan(_HALF_THICK_RAD) * away))
        path = flat_shape(self._renderer, self._root, points, faces, _GLOW)
        path.set_pos(placement.x_m, placement.y_m, placement.z_m - _AROUND_M)
        path.set_quat(LQuaternionf(*about_z(placement.heading_rad)))
        self._corners.append(path)
        pixels = self._write(str(number))
        high, wide = pixels.shape[:2]
        card = FlatCard(self._renderer, self._above, (wide / high, 1.0), (wide, high), on_top=True)
        card.upload_rgba(pixels)
        lift = math.tan(_NUMBER_RAD) * away * _ABOVE
        at = (placement.x_m, placement.y_m, placement.z_m + height + lift)
        card.path.set_pos(*at)
        self._numbers.append((card, at))

    def _clear(self) -> None:
        for path in self._corners:
            path.remove_node()
        for card, _ in self._numbers:
            card.close()
        self._corners, self._numbers, self._lit = [], [], ()

    def close(self) -> None:
        """Removes the lights; idempotent."""
        self._clear()
        for root in (self._root, self._above):
            if not root.is_empty():
                root.remove_node()


def corners(
    width_m: float, depth_m: float, height_m: float, half_m: float
) -> tuple[list[Vec3], list[tuple[int, int, int]]]:
    """Three short bars at each corner of a box that stands on the origin, each a thin box of 12 triangles."""
    points: list[Vec3] = []
    faces: list[tuple[int, int, int]] = []
    sides = (width_m, depth_m, height_m)
    arm = min(_ARM_MOST_M, _ARM_SHARE * min(sides))
    for place in np.ndindex(2, 2, 2):
        corner = np.array([(p - 0.5) * side for p, side in zip(place, sides, strict=True)])
        corner[2] += height_m / 2
        for axis in range(3):
            low, high = corner - half_m, corner + half_m
            if place[axis]:
                low[axis] -= arm
            else:
                high[axis] += arm
            first = len(points)
            ends = (low, high)
            points += [(float(ends[x][0]), float(ends[y][1]), float(ends[z][2])) for x, y, z in np.ndindex(2, 2, 2)]
            faces += [(first + i, first + j, first + k) for i, j, k in _BOX]
    return points, faces


_BOX = (
    (0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1),
    (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3),
)  # fmt: skip
"""A box of corners counted by x, y, z: two triangles a side."""
