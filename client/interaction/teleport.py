"""The teleport arc: a thrown ball's path from the hand, and whether one can stand where it lands."""

from __future__ import annotations

from client.headset.api import Vec3
from client.interaction.values import Arc, CanStand, Ray

_SPEED_M_PER_S = 7.0
_GRAVITY = 9.81
_STEP_S = 0.04
_MAX_STEPS = 60
_HAND_BELOW_EYE_M = 0.25


def arc(ray: Ray, can_stand: CanStand, from_eye: bool) -> Arc:
    """The arc of a ball thrown along the ray. From an eye it starts lower, so that it can be seen at all."""
    x, y, z = ray.origin
    dx, dy, dz = ray.direction
    if from_eye:
        z -= _HAND_BELOW_EYE_M
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
