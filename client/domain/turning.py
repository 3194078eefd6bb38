"""Turns in space as unit quaternions (w, x, y, z), composed as in Shuster, "A Survey of Attitude Representations"
(1993), Hamilton's way. Z is up, X to the right, Y ahead."""

from __future__ import annotations

import math

Place = tuple[float, float, float]
"""Metres."""
Quat = tuple[float, float, float, float]
"""w, x, y, z; unit length."""

NO_TURN: Quat = (1.0, 0.0, 0.0, 0.0)


def multiply(a: Quat, b: Quat) -> Quat:
    """The turn `b` followed by the turn `a`."""
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    )


def rotate(turn: Quat, v: Place) -> Place:
    """The vector after the turn."""
    w, x, y, z = turn
    vx, vy, vz = v
    tx, ty, tz = 2.0 * (y * vz - z * vy), 2.0 * (z * vx - x * vz), 2.0 * (x * vy - y * vx)
    return (
        vx + w * tx + y * tz - z * ty,
        vy + w * ty + z * tx - x * tz,
        vz + w * tz + x * ty - y * tx,
    )


def inverse(turn: Quat) -> Quat:
    """The turn back."""
    w, x, y, z = turn
    return (w, -x, -y, -z)


def about_z(angle_rad: float) -> Quat:
    """A turn about the vertical, counter-clockwise from above."""
    return (math.cos(angle_rad / 2), 0.0, 0.0, math.sin(angle_rad / 2))


def about_x(angle_rad: float) -> Quat:
    """A turn about the right hand's axis; positive looks up."""
    return (math.cos(angle_rad / 2), math.sin(angle_rad / 2), 0.0, 0.0)


def between(a: Place, b: Place) -> Quat:
    """The shortest turn that brings the direction of `a` to that of `b`; none where either has no length."""
    long = math.hypot(*a) * math.hypot(*b)
    if long < 1e-12:
        return NO_TURN
    ax, ay, az = a
    bx, by, bz = b
    w = long + ax * bx + ay * by + az * bz
    if w < 1e-6 * long:  # straight back: half a turn about any axis across
        across = (-ay, ax, 0.0) if abs(ax) + abs(ay) > abs(az) else (0.0, -az, ay)
        return unit((0.0, *across))
    return unit((w, ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx))


def unit(turn: Quat) -> Quat:
    """The same turn with unit length; what is no turn at all becomes none."""
    length = math.hypot(*turn)
    if not math.isfinite(length) or length < 1e-9:
        return NO_TURN
    if abs(length - 1.0) < 1e-12:
        return turn
    w, x, y, z = turn
    return (w / length, x / length, y / length, z / length)


def angle_of(turn: Quat) -> float:
    """How far a turn turns, radians, 0 to pi."""
    return 2.0 * math.acos(min(1.0, abs(turn[0])))
