"""OpenXR's values (Y up, -Z forward, x y z w) to the shop's (Z up, +Y forward, w x y z) and back. Pure.

The axes of OpenXR are those of its specification, section 2.16 "Coordinate System".
"""

from __future__ import annotations

from typing import Protocol

from client.headset.api import Fov, Pose


class XrVector(Protocol):
    """x, y, z in metres."""

    x: float
    y: float
    z: float


class XrQuaternion(XrVector, Protocol):
    """x, y, z, w; unit length."""

    w: float


class XrPose(Protocol):
    """A pose as the runtime gives it."""

    orientation: XrQuaternion
    position: XrVector


class XrFov(Protocol):
    """Angles in radians, as the runtime gives them."""

    angle_left: float
    angle_right: float
    angle_up: float
    angle_down: float


def pose_of(given: XrPose) -> Pose:
    """A pose of the runtime in the shop's axes."""
    p, q = given.position, given.orientation
    return Pose((p.x, -p.z, p.y), (q.w, q.x, -q.z, q.y))


def fov_of(given: XrFov) -> Fov:
    """A field of view of the runtime."""
    return Fov(given.angle_left, given.angle_right, given.angle_up, given.angle_down)
