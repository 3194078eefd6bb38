"""The product in the hand: where it floats, and what dragging and the wheel do to it."""

from __future__ import annotations

import math

from client.domain.actions import Turn
from client.domain.session import Held, Standing
from client.headset.api import Pose, Sample
from client.interaction.rig import about_x, about_z, compose, head_in_store, heading_of, multiply
from client.interaction.values import HeldThing

DRAG_RAD_PER_HEIGHT = 4.0
WHEEL_M = 0.08
ASIDE_RAD = math.radians(23)
_ASIDE_HALF_RAD = math.radians(20)
"""Half of the angle that is free to the left of an open panel."""
_DROP_RAD = math.radians(4)


def held_pose(held: Held, thing: HeldThing, standing: Standing, sample: Sample, *, aside: bool) -> Pose:
    """The middle of the held product in the store. Its nearest point stays at the held distance from the eye.

    `aside` moves it to the left of an open panel, and so far away that a large one is whole there too.
    """
    width, depth, height = thing.size_m
    radius = 0.5 * math.sqrt(width * width + depth * depth + height * height)
    head = head_in_store(standing, sample)
    away = multiply(about_z(ASIDE_RAD if aside else 0.0), about_x(-_DROP_RAD))
    reach = held.distance_m + radius
    if aside:
        reach = max(reach, radius / math.sin(_ASIDE_HALF_RAD) * held.distance_m / Held(held.item).distance_m)
    middle = compose(compose(head, Pose(turn=away)), Pose((0.0, reach, 0.0)))
    upright = about_z(heading_of(head.turn) + held.yaw_rad)
    return Pose(middle.position, multiply(about_z(heading_of(head.turn)), multiply(about_x(held.pitch_rad),
                multiply(about_z(-heading_of(head.turn)), upright))))  # fmt: skip


def dragged(dx: float, dy: float) -> Turn | None:
    """The turn of a drag, given in fractions of the window's height, right and up."""
    if dx == 0.0 and dy == 0.0:
        return None
    return Turn(dx * DRAG_RAD_PER_HEIGHT, -dy * DRAG_RAD_PER_HEIGHT)


def nearer(notches: float) -> Turn | None:
    """The wheel: away from the shopper moves the product further."""
    return Turn(0.0, 0.0, -notches * WHEEL_M) if notches else None


def recentred(held: Held) -> Turn:
    """Back to its front, at the usual distance."""
    return Turn(-held.yaw_rad, -held.pitch_rad, held.distance_m - Held(held.item).distance_m)
