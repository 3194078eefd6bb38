"""What a ray meets: oriented boxes (slab method, Kay and Kajiya 1986), one box at any turn, panels."""

from __future__ import annotations

import math

import numpy as np

from client.headset.api import Pose, Vec3
from client.interaction.rig import inverse, rotate
from client.interaction.values import Boxes, PanelPlace, Ray

REACH_M = 8.0
"""How far a pointer finds products."""
_TINY = 1e-12


def nearest(boxes: Boxes, ray: Ray, reach_m: float = REACH_M) -> tuple[str, float] | None:
    """The name and distance (metres) of the nearest box that the ray meets, or None.

    A box that the ray starts in is not met: a shopper who stands within a rack's bounds still points past it.
    """
    if not boxes.names:
        return None
    offset = np.asarray(ray.origin, dtype=np.float64) - boxes.centres
    cos, sin = np.cos(boxes.headings), np.sin(boxes.headings)
    x, y, z = offset[:, 0], offset[:, 1], offset[:, 2]
    local = np.stack([cos * x + sin * y, -sin * x + cos * y, z], axis=1)
    dx, dy, dz = ray.direction
    way = np.stack([cos * dx + sin * dy, -sin * dx + cos * dy, np.full_like(cos, dz)], axis=1)
    way = np.where(np.abs(way) < _TINY, _TINY, way)
    one, other = (-boxes.halves - local) / way, (boxes.halves - local) / way
    enter, leave = np.minimum(one, other).max(axis=1), np.maximum(one, other).min(axis=1)
    met = (enter <= leave) & (enter > 0.0) & (enter <= reach_m)
    if not met.any():
        return None
    index = int(np.argmin(np.where(met, enter, np.inf)))
    return boxes.names[index], float(enter[index])


def meets_box(ray: Ray, pose: Pose, half: Vec3) -> float | None:
    """How far along the ray it meets a box with its middle at `pose` and these half sizes (x, y, z), or None."""
    back = inverse(pose.turn)
    ox, oy, oz = (a - b for a, b in zip(ray.origin, pose.position, strict=True))
    local, way = rotate(back, (ox, oy, oz)), rotate(back, ray.direction)
    enter, leave = 0.0, math.inf
    for start, speed, side in zip(local, way, half, strict=True):
        if abs(speed) < _TINY:
            if abs(start) > side:
                return None
            continue
        one, other = (-side - start) / speed, (side - start) / speed
        enter, leave = max(enter, min(one, other)), min(leave, max(one, other))
    return enter if enter <= leave else None


def meets_panel(ray: Ray, place: PanelPlace) -> tuple[float, float, float] | None:
    """(distance in metres, x, y in the panel's pixels, y down) where the ray meets the panel's front, or None."""
    back = inverse(place.pose.turn)
    ox, oy, oz = (a - b for a, b in zip(ray.origin, place.pose.position, strict=True))
    local, way = rotate(back, (ox, oy, oz)), rotate(back, ray.direction)
    if way[1] < 1e-6 or local[1] > 0.0:
        return None
    distance = -local[1] / way[1]
    u = (local[0] + way[0] * distance) / place.size_m[0] + 0.5
    v = 0.5 - (local[2] + way[2] * distance) / place.size_m[1]
    if not (0.0 <= u <= 1.0 and 0.0 <= v <= 1.0):
        return None
    return distance, u * place.size_px[0], v * place.size_px[1]


def panel_point(place: PanelPlace, x_px: float, y_px: float) -> Vec3:
    """Where in the store a pixel of a panel is; the way back of `meets_panel`."""
    x = (x_px / place.size_px[0] - 0.5) * place.size_m[0]
    z = (0.5 - y_px / place.size_px[1]) * place.size_m[1]
    rx, ry, rz = rotate(place.pose.turn, (x, 0.0, z))
    px, py, pz = place.pose.position
    return (px + rx, py + ry, pz + rz)
