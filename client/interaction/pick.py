"""What a ray meets: oriented boxes (slab method, Kay and Kajiya 1986), one box at any turn, panels."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from client.headset.api import Pose, Vec3
from client.interaction.rig import inverse, rotate
from client.interaction.values import F64, Boxes, PanelPlace, Ray

REACH_M = 8.0
"""How far a pointer finds products."""
_TINY = 1e-12


class Met(NamedTuple):
    """A box that a ray meets: its name, how far away in metres, and what the face that is met looks to."""

    name: str
    distance_m: float
    normal: Vec3


def meet(boxes: Boxes, ray: Ray, reach_m: float = REACH_M) -> Met | None:
    """The nearest box that the ray meets, or None.

    A box that the ray starts in is not met: a shopper who stands within a rack's bounds still points past it.
    """
    if not boxes.names:
        return None
    local = _turned_into(boxes, np.asarray(ray.origin, dtype=np.float64) - boxes.centres)
    way = _turned_into(boxes, np.broadcast_to(np.asarray(ray.direction, dtype=np.float64), local.shape))
    way = np.where(np.abs(way) < _TINY, _TINY, way)
    one, other = (-boxes.halves - local) / way, (boxes.halves - local) / way
    starts = np.minimum(one, other)
    enter, leave = starts.max(axis=1), np.maximum(one, other).min(axis=1)
    met = (enter <= leave) & (enter > 0.0) & (enter <= reach_m)
    if not met.any():
        return None
    index = int(np.argmin(np.where(met, enter, np.inf)))
    axis = int(np.argmax(starts[index]))
    side = -math.copysign(1.0, float(way[index, axis]))
    cos, sin = math.cos(float(boxes.headings[index])), math.sin(float(boxes.headings[index]))
    normal = ((cos * side, sin * side, 0.0), (-sin * side, cos * side, 0.0), (0.0, 0.0, side))[axis]
    return Met(boxes.names[index], float(enter[index]), normal)


def _turned_into(boxes: Boxes, vectors: F64) -> F64:
    """(n, 3) vectors of the store, each in the space of its box."""
    cos, sin = np.cos(boxes.headings), np.sin(boxes.headings)
    x, y, z = vectors[:, 0], vectors[:, 1], vectors[:, 2]
    turned: F64 = np.stack([cos * x + sin * y, -sin * x + cos * y, z], axis=1)
    return turned


def nearest(boxes: Boxes, ray: Ray, reach_m: float = REACH_M) -> tuple[str, float] | None:
    """The name and distance (metres) of the nearest box that the ray meets, or None; as `meet`."""
    met = meet(boxes, ray, reach_m)
    return (met.name, met.distance_m) if met is not None else None


def gaps(boxes: Boxes, point: Vec3) -> F64:
    """(n,) How far a point is from each box, metres; 0 inside."""
    local = np.abs(_turned_into(boxes, np.asarray(point, dtype=np.float64) - boxes.centres))
    gap: F64 = np.linalg.norm(np.maximum(local - boxes.halves, 0.0), axis=1)
    return gap


def nearest_points(boxes: Boxes, points: F64) -> F64:
    """(n, 3) The point of each box that is nearest to its own of the (n, 3) points."""
    local = np.clip(_turned_into(boxes, points - boxes.centres), -boxes.halves, boxes.halves)
    cos, sin = np.cos(boxes.headings), np.sin(boxes.headings)
    x, y, z = local[:, 0], local[:, 1], local[:, 2]
    turned: F64 = boxes.centres + np.stack([cos * x - sin * y, sin * x + cos * y, z], axis=1)
    return turned


def gap_to_box(point: Vec3, pose: Pose, half: Vec3) -> float:
    """How far a point is from a box with its middle at `pose` and these half sizes, metres; 0 inside."""
    px, py, pz = (a - b for a, b in zip(point, pose.position, strict=True))
    local = rotate(inverse(pose.turn), (px, py, pz))
    return math.hypot(*(max(0.0, abs(v) - side) for v, side in zip(local, half, strict=True)))


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
