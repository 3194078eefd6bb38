"""The teleport arc and whether one can stand where it lands: a thrown ball's path from a tracked hand; with a mouse, a
bow to the very spot of the floor that is pointed at."""

from __future__ import annotations

import math

from client.headset.api import Vec3
from client.interaction.values import Arc, CanStand, Ray

_SPEED_M_PER_S = 7.0
_GRAVITY = 9.81
_STEP_S = 0.04
_MAX_STEPS = 60
_HAND_BELOW_EYE_M, _ASIDE_M = 0.45, 0.3
_FURTHEST_M = 9.0
_BOW_STEPS, _BOW_M = 24, 0.35


def arc(ray: Ray, can_stand: CanStand, from_eye: bool) -> Arc:
    """The arc of a ray from a hand, or from the eye through the mouse pointer."""
    return _bow(ray, can_stand) if from_eye else _thrown(ray, can_stand)


def _bow(ray: Ray, can_stand: CanStand) -> Arc:
    """From beside the body, so that it can be seen at all, to the spot pointed at, at most `_FURTHEST_M` away."""
    x, y, z = ray.origin
    dx, dy, dz = ray.direction
    level = math.hypot(dx, dy)
    if level < 1e-6:
        return Arc(((x, y, z), (x, y, 0.0)), False)
    away = min(_FURTHEST_M, z / -dz * level) if dz < -1e-6 else _FURTHEST_M
    fx, fy = dx / level, dy / level
    sx, sy, sz = x + fy * _ASIDE_M, y - fx * _ASIDE_M, z - _HAND_BELOW_EYE_M
    tx, ty = x + fx * away, y + fy * away
    points: list[Vec3] = []
    for i in range(_BOW_STEPS + 1):
        t = i / _BOW_STEPS
        points.append((sx + (tx - sx) * t, sy + (ty - sy) * t, sz * (1 - t) + 4 * _BOW_M * t * (1 - t)))
    return Arc(tuple(points), can_stand(tx, ty))


def _thrown(ray: Ray, can_stand: CanStand) -> Arc:
    """The path of a ball thrown along the ray."""
    x, y, z = ray.origin
    dx, dy, dz = ray.direction
    points: list[Vec3] = [(x, y, z)]
    vx, vy, vz = dx * _SPEED_M_PER_S, dy * _SPEED_M_PER_S, dz * _SPEED_M_PER_S
    for _ in range(_MAX_STEPS):
        below = z + vz * _STEP_S - 0.5 * _GRAVITY * _STEP_S**2
        share = z / (z - below) if below < 0.0 else 1.0
        x, y = x + vx * _STEP_S * share, y + vy * _STEP_S * share
        z = max(0.0, below)
        vz -= _GRAVITY * _STEP_S
        points.append((x, y, z))
        if below <= 0.0:
            break
    return Arc(tuple(points), z <= 0.0 and can_stand(x, y))
