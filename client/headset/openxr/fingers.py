"""What a hand means by its shape. Pure: metres, in any space whose Z is up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from client.headset.api import Pose, Quat, Vec3
from client.interaction.rig import about_x, about_z, forward, heading_of, multiply, rotate

JOINTS: Final = 26
PALM, WRIST, THUMB_TIP, INDEX_PROXIMAL, INDEX_TIP = 0, 1, 5, 7, 10
MIDDLE_PROXIMAL, RING_PROXIMAL = 12, 17
"""XrHandJointEXT; a finger's proximal, intermediate, distal and tip joints follow each other."""

_FRONT_M = 0.07
"""From the middle of the palm to where a held controller ends."""
_TOUCHING_M, _APART_M = 0.018, 0.055
"""Between the tips of thumb and index, whose joints lie inside the fingers: pinched, and no pinch at all."""
_CURLED, _STRAIGHT = 0.66, 0.92
"""How long a finger seems, from knuckle to tip, beside the sum of its bones: bent into a fist, and stretched."""
_LETS_GO = 0.6
"""Of the way to a closed pinch or fist: a hand opens this far before it lets go, or it would flutter."""
_NEARLY = 0.5
"""The most that a pinch or fist counts before it is closed, for whoever shows how near it is."""
_SHOULDER: Final[Vec3] = (0.17, -0.06, -0.22)
"""The right shoulder from the middle of the eyes (right, ahead, up): an adult's, head and body facing one way."""
_NEAREST_M = 0.05


@dataclass(frozen=True)
class Grasp:
    """What a hand held in the frame before: whether it pinched, whether it made a fist."""

    pinched: bool = False
    fist: bool = False


def front_end(grip: Pose, aim: Pose) -> Vec3:
    """Where a controller touches: some way ahead of the hand, the way it points."""
    (x, y, z), (dx, dy, dz) = grip.position, forward(aim.turn)
    return (x + dx * _FRONT_M, y + dy * _FRONT_M, z + dz * _FRONT_M)


def grasp(before: Grasp, joints: Sequence[Vec3]) -> tuple[Grasp, float, float]:
    """What the hand holds now, its trigger (pinch) and its squeeze (fist), 0 to 1.

    Both are 1 from closing to letting go, and stay below `_NEARLY` otherwise. A hand that makes a fist pinches nothing,
    though thumb and index touch in a fist as well.
    """
    fist, squeeze = _held(before.fist, _curl(joints))
    if fist:
        return Grasp(False, True), 0.0, squeeze
    apart = math.dist(joints[THUMB_TIP], joints[INDEX_TIP])
    pinched, trigger = _held(before.pinched, (_APART_M - apart) / (_APART_M - _TOUCHING_M))
    return Grasp(pinched, False), trigger, squeeze if not pinched else 0.0


def _held(before: bool, closed: float) -> tuple[bool, float]:
    now = closed >= (_LETS_GO if before else 1.0)
    return now, 1.0 if now else round(_NEARLY * min(1.0, max(0.0, closed)), 3)


def _curl(joints: Sequence[Vec3]) -> float:
    """How far middle and ring finger are bent, whichever is less: 0 stretched, 1 (or more) in a fist."""
    return min(
        (_STRAIGHT - _stretch(joints, first)) / (_STRAIGHT - _CURLED) for first in (MIDDLE_PROXIMAL, RING_PROXIMAL)
    )


def _stretch(joints: Sequence[Vec3], first: int) -> float:
    bones = sum(math.dist(joints[n], joints[n + 1]) for n in range(first, first + 3))
    return math.dist(joints[first], joints[first + 3]) / bones if bones > 1e-6 else 1.0


def shoulder(side: Literal["left", "right"], head: Pose) -> Vec3:
    """Where a shoulder is likely to be: below the head, beside it, turned with it about the vertical only."""
    right, ahead, up = _SHOULDER
    x, y, z = rotate(about_z(heading_of(head.turn)), (right if side == "right" else -right, ahead, up))
    hx, hy, hz = head.position
    return (hx + x, hy + y, hz + z)


def arm_aim(side: Literal["left", "right"], head: Pose, joints: Sequence[Vec3]) -> Pose:
    """Where a bare hand points when its runtime does not tell: from the shoulder through the knuckle of the index.

    The knuckle hardly moves when the fingers close, so a pinch does not shake the ray.
    """
    knuckle, origin = joints[INDEX_PROXIMAL], shoulder(side, head)
    dx, dy, dz = (a - b for a, b in zip(knuckle, origin, strict=True))
    if math.sqrt(dx * dx + dy * dy + dz * dz) < _NEAREST_M:
        return Pose(knuckle, about_z(heading_of(head.turn)))
    return Pose(knuckle, towards((dx, dy, dz)))


def towards(direction: Vec3) -> Quat:
    """The turn that looks along a direction with nothing tilted."""
    dx, dy, dz = direction
    level = math.hypot(dx, dy)
    heading = math.atan2(-dx, dy) if level > 1e-9 else 0.0
    return multiply(about_z(heading), about_x(math.atan2(dz, level)))
