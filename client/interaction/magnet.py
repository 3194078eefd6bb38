"""A ray that passes a small product closely bends to it, and stays with it a little longer than it took. Pure."""

from __future__ import annotations

import math

import numpy as np

from client.domain.product import Sku
from client.headset.api import Vec3
from client.interaction import pick
from client.interaction.values import F64, Boxes, Pointed, Ray

CATCH_RAD, KEEP_RAD = math.radians(2.2), math.radians(3.6)
_SMALL_RAD = math.radians(7)
"""What is seen larger than this from the hand is met without help."""
_BEFORE_SHARE = 0.5
"""Before a large product a small one catches from half as far."""
_TRIES = 3


def bent(ray: Ray, met: Pointed, boxes: Boxes, kept: Sku) -> Pointed:
    """What the ray means: what it meets, or the small product beside it. `kept`: what it was bent to before."""
    if met.target in ("panel", "held") or not boxes.names:
        return met
    origin, way = np.asarray(ray.origin, dtype=np.float64), np.asarray(ray.direction, dtype=np.float64)
    offset = boxes.centres - origin
    away = np.linalg.norm(offset, axis=1)
    small = np.linalg.norm(boxes.halves, axis=1) < np.maximum(away, 1e-6) * math.tan(_SMALL_RAD)
    if met.target == "product" and small[boxes.names.index(met.name)]:
        return met
    reach = met.distance_m if met.distance_m is not None and met.target == "product" else pick.REACH_M
    ahead = offset @ way
    nearest = pick.nearest_points(boxes, origin + ahead[:, None] * way)
    toward = nearest - origin
    length = np.maximum(np.linalg.norm(toward, axis=1), 1e-9)
    angle = np.arccos(np.clip(toward @ way / length, -1.0, 1.0))
    share = _BEFORE_SHARE if met.target == "product" else 1.0
    limit = np.full(len(boxes.names), CATCH_RAD * share)
    if kept in boxes.names:
        limit[boxes.names.index(kept)] = KEEP_RAD * share
    able = small & (ahead > 0.0) & (length < reach) & (angle < limit)
    for index in sorted(np.flatnonzero(able), key=lambda i: angle[i] / limit[i])[:_TRIES]:
        name = boxes.names[int(index)]
        if name and _seen(ray, boxes, name, (nearest[index] * 0.7 + boxes.centres[index] * 0.3)):
            x, y, z = (float(v) for v in nearest[index])
            dx, dy, dz = (float(v) / float(length[index]) for v in toward[index])
            return Pointed("product", name, float(length[index]), at=(x, y, z), normal=(-dx, -dy, -dz))
    return met


def _seen(ray: Ray, boxes: Boxes, name: Sku, point: F64) -> bool:
    """Whether nothing stands between the hand and the product."""
    offset = point - np.asarray(ray.origin)
    length = float(np.linalg.norm(offset))
    if length < 1e-6:
        return False
    way: Vec3 = (float(offset[0]) / length, float(offset[1]) / length, float(offset[2]) / length)
    met = pick.meet(boxes, Ray(ray.origin, way))
    return met is not None and met.name == name
