"""Turns and directions for aiming a hand."""

from __future__ import annotations

import math

from client.headset.api import Quat, Vec3
from client.interaction import teleport
from client.interaction.values import Ray


def normal(turn: Quat) -> Quat:
    """Of unit length again: what is measured and sent back in every frame must not wear off."""
    w, x, y, z = (part / math.hypot(*turn) for part in turn)
    return (w, x, y, z)


def apart(one: Quat, other: Quat) -> float:
    """The angle between two turns, radians."""
    return 2.0 * math.acos(min(1.0, abs(sum(a * b for a, b in zip(one, other, strict=True)))))


def unit(origin: Vec3, point: Vec3) -> Vec3:
    """The direction from one place to another, one metre long."""
    dx, dy, dz = (b - a for a, b in zip(origin, point, strict=True))
    length = math.hypot(dx, dy, dz)
    return (dx / length, dy / length, dz / length)


def direction(origin: Vec3, point: Vec3) -> tuple[float, float]:
    """Heading and pitch from one place to another."""
    dx, dy, dz = (b - a for a, b in zip(origin, point, strict=True))
    return math.atan2(-dx, dy), math.atan2(dz, math.hypot(dx, dy))


def pitch_for(ray: Ray, away_m: float) -> float:
    """The pitch whose arc lands so far away; below the longest throw a steeper pitch lands nearer."""
    low, high = math.radians(-85.0), math.radians(25.0)
    for _ in range(30):
        pitch = (low + high) / 2
        up = Ray(ray.origin, (0.0, math.cos(pitch), math.sin(pitch)))
        thrown = teleport.arc(up, lambda _x, _y: True, from_eye=False)
        landed = thrown.points[-1][1] - ray.origin[1]
        low, high = (pitch, high) if landed < away_m else (low, pitch)
    return (low + high) / 2
