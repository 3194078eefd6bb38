"""What the ray meets first: panels, the product in the hand, products, the floor. Pure."""

from __future__ import annotations

import math

from client.domain.session import Session
from client.headset.api import Pose, Sample, Vec3
from client.interaction import pick
from client.interaction.hold import held_half, held_pose
from client.interaction.rig import inverse, rotate
from client.interaction.values import Pointed, Ray, World

FLOOR_CLICK_M = 12.0
"""How far a click on the floor carries."""


def point(ray: Ray, sample: Sample, session: Session, world: World) -> Pointed:
    """What the ray meets first. Panels are drawn over everything and so are met first; then what is in the hand."""
    hits = [(hit, place) for place in world.panels if (hit := pick.meets_panel(ray, place)) is not None]
    if hits:
        (distance, x, y), place = min(hits, key=lambda pair: pair[0][0])
        facing = rotate(place.pose.turn, (0.0, -1.0, 0.0))
        return Pointed("panel", place.name, distance, (x, y), ray.at(distance), facing)
    held = _on_held(ray, sample, session, world)
    if held is not None:
        return held
    met = pick.meet(world.boxes, ray)
    if met is not None:
        at = ray.at(met.distance_m)
        return Pointed("product" if met.name else "nothing", met.name, met.distance_m, at=at, normal=met.normal)
    away = floor_m(ray)
    return Pointed("nothing", at=ray.at(away) if away < FLOOR_CLICK_M else None)


def _on_held(ray: Ray, sample: Sample, session: Session, world: World) -> Pointed | None:
    if session.held is None or world.held is None:
        return None
    pose = held_pose(session.held, world.held, session.standing, sample, aside=session.panel is not None)
    half = held_half(session.held, world.held)
    away = pick.meets_box(ray, pose, half)
    if away is None:
        return None
    at = ray.at(away)
    return Pointed("held", world.held.sku, away, at=at, normal=_face(pose, half, at))


def _face(pose: Pose, half: Vec3, at: Vec3) -> Vec3:
    """What the face of a box looks to that a point of its surface is on."""
    px, py, pz = (a - b for a, b in zip(at, pose.position, strict=True))
    local = rotate(inverse(pose.turn), (px, py, pz))
    axis = max(range(3), key=lambda i: abs(local[i]) / half[i])
    side = math.copysign(1.0, local[axis])
    return rotate(pose.turn, (side * (axis == 0), side * (axis == 1), side * (axis == 2)))


def floor_m(ray: Ray) -> float:
    """How far along the ray the floor is; infinite where it never comes to it."""
    return ray.origin[2] / -ray.direction[2] if ray.direction[2] < -1e-6 else math.inf
