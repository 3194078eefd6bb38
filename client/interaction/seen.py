"""The products a shopper can choose from where they stand: in view, near, and not behind something. Pure."""

from __future__ import annotations

import math

import numpy as np

from client.domain.product import Sku
from client.headset.api import Fov, Pose
from client.interaction import pick
from client.interaction.rig import inverse, rotate
from client.interaction.values import Boxes, Ray

NEAR_M = 4.5
STEEPEST_RAD = math.radians(65)


def in_view(boxes: Boxes, eye: Pose, fov: Fov) -> tuple[Sku, ...]:
    """Products within `NEAR_M` before a level eye, from left to right; one behind another is left out.

    They may stand higher or lower than the eye sees: `pitch_to` tells how to look at them.
    """
    if not boxes.names:
        return ()
    away = np.linalg.norm(boxes.centres - np.asarray(eye.position, dtype=np.float64), axis=1)
    found: list[tuple[float, Sku]] = []
    for index in np.flatnonzero(away <= NEAR_M):
        name = boxes.names[int(index)]
        offset = boxes.centres[index] - eye.position
        x, y, z = rotate(inverse(eye.turn), (float(offset[0]), float(offset[1]), float(offset[2])))
        if not name or y < 0.05:
            continue
        across, above = math.atan2(x, y), math.atan2(z, y)
        if not (fov.left < across < fov.right and abs(above) < STEEPEST_RAD):
            continue
        dx, dy, dz = (float(part) / float(away[index]) for part in offset)
        met = pick.nearest(boxes, Ray(eye.position, (dx, dy, dz)), NEAR_M)
        if met is not None and met[0] == name:
            found.append((across, name))
    return tuple(name for _, name in sorted(found))


def pitch_to(boxes: Boxes, sku: Sku, eye: Pose) -> float:
    """How far up the middle of a product is from the eye, radians."""
    x, y, z = (float(v) for v in boxes.centres[boxes.names.index(sku)])
    ex, ey, ez = eye.position
    return math.atan2(z - ez, math.hypot(x - ex, y - ey))


def neighbour(seen: tuple[Sku, ...], now: Sku | None, by: int) -> Sku | None:
    """The one after (or before) the one chosen now; the first from the middle when none is. None when none is seen."""
    if not seen:
        return None
    if now not in seen:
        return seen[(len(seen) - (1 if by < 0 else 0)) // 2 if len(seen) > 1 else 0]
    return seen[(seen.index(now) + by) % len(seen)]
