"""Where the shopper's eyes and hands are in the store: stage poses carried by `Standing`. Pure mathematics."""

from __future__ import annotations

import math

from client.domain.comfort import Side
from client.domain.session import Standing
from client.domain.turning import about_x, about_z, inverse, multiply, rotate
from client.headset.api import Eye, Pose, Quat, Sample, Vec3
from client.interaction.values import Ray

__all__ = [
    "about_x", "about_z", "compose", "eye_in_store", "forward", "from_store", "head_in_store", "heading_of", "inverse",
    "multiply", "pointer_ray", "rotate", "to_store",
]  # fmt: skip


def compose(outer: Pose, inner: Pose) -> Pose:
    """`inner`, given in the space of `outer`, in the space that `outer` is in."""
    x, y, z = rotate(outer.turn, inner.position)
    ox, oy, oz = outer.position
    return Pose((ox + x, oy + y, oz + z), multiply(outer.turn, inner.turn))


def to_store(standing: Standing, pose: Pose) -> Pose:
    """A stage pose in the store."""
    return compose(Pose((standing.x_m, standing.y_m, 0.0), about_z(standing.heading_rad)), pose)


def from_store(standing: Standing, pose: Pose) -> Pose:
    """A pose of the store in stage space; the way back of `to_store`."""
    x, y, z = pose.position
    back = about_z(-standing.heading_rad)
    return Pose(rotate(back, (x - standing.x_m, y - standing.y_m, z)), multiply(back, pose.turn))


def eye_in_store(standing: Standing, eye: Eye, head: Pose) -> Pose:
    """An eye in the store; the desktop's pitch turns it about the head's own right axis."""
    if standing.pitch_rad == 0.0:
        return to_store(standing, eye.pose)
    pitched = Pose(head.position, multiply(head.turn, about_x(standing.pitch_rad)))
    x, y, z = (a - b for a, b in zip(eye.pose.position, head.position, strict=True))
    back = inverse(head.turn)
    in_head = Pose(rotate(back, (x, y, z)), multiply(back, eye.pose.turn))
    return to_store(standing, compose(pitched, in_head))


def head_in_store(standing: Standing, sample: Sample) -> Pose:
    """The head in the store, looking where the shopper looks."""
    pitched = Pose(sample.head.position, multiply(sample.head.turn, about_x(standing.pitch_rad)))
    return to_store(standing, pitched)


def forward(turn: Quat) -> Vec3:
    """The direction a pose looks."""
    return rotate(turn, (0.0, 1.0, 0.0))


def heading_of(turn: Quat) -> float:
    """The heading of a turn: the angle of its forward direction from +Y, counter-clockwise from above."""
    x, y, _ = forward(turn)
    return math.atan2(-x, y) if abs(x) + abs(y) > 1e-9 else 0.0


def pointer_ray(standing: Standing, sample: Sample, side: Side = "right") -> Ray:
    """What the shopper points with: the hand of this side (else the other), the mouse, or the middle of the view."""
    hands = sorted(sample.hands, key=lambda hand: hand.side != side)
    if hands:
        aim = to_store(standing, hands[0].aim)
        return Ray(aim.position, forward(aim.turn))
    eye = sample.eyes[0]
    pose = eye_in_store(standing, eye, sample.head)
    mouse = sample.mouse
    x, y = (0.0, 0.0) if mouse is None or mouse.captured else (mouse.x, mouse.y)
    left, right = math.tan(eye.fov.left), math.tan(eye.fov.right)
    down, up = math.tan(eye.fov.down), math.tan(eye.fov.up)
    across = left + (right - left) * (x + 1) / 2
    above = down + (up - down) * (y + 1) / 2
    length = math.sqrt(1.0 + across * across + above * above)
    return Ray(pose.position, rotate(pose.turn, (across / length, 1.0 / length, above / length)))
