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


def pose_from(qx: float, qy: float, qz: float, qw: float, px: float, py: float, pz: float) -> Pose:
    """A pose from the runtime's numbers in their order, in the shop's axes."""
    return Pose((px, -pz, py), (qw, qx, -qz, qy))


def pose_of(given: XrPose) -> Pose:
    """A pose of the runtime in the shop's axes."""
    p, q = given.position, given.orientation
    return pose_from(q.x, q.y, q.z, q.w, p.x, p.y, p.z)


def fov_from(left: float, right: float, up: float, down: float) -> Fov:
    """A field of view from the runtime's numbers in their order: radians."""
    return Fov(left, right, up, down)
