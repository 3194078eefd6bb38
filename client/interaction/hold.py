"""The product in the hand: where it floats or hangs, and what dragging and the wheel do to it. Pure."""

from __future__ import annotations

import math

from client.domain.actions import Turn
from client.domain.session import Held, Standing
from client.headset.api import Pose, Sample, Vec3
from client.interaction.rig import (
    about_x,
    about_z,
    compose,
    from_store,
    head_in_store,
    heading_of,
    multiply,
    to_store,
)
from client.interaction.values import HeldThing
from client.interaction.walk import tracked

DRAG_RAD_PER_HEIGHT = 4.0
WHEEL_M, WHEEL_GROWS = 0.08, 1.12
ASIDE_RAD = math.radians(23)
_ASIDE_HALF_RAD = math.radians(20)
"""Half of the angle that is free to the left of an open panel."""
_DROP_RAD = math.radians(4)
ABOVE_RAD, _ABOVE_HALF_RAD = math.radians(0.5), math.radians(12)
"""In a headset an open panel stands low: the lower edge of what is held, and half of the height it may take. Between
the two is room for the width's label."""
_TIPPED_RAD = math.radians(10)
"""So far from above one sees what hangs before one, as one sees most things on a table or floor."""
_LEAST_HALF_M = 0.025


def held_half(held: Held, thing: HeldThing) -> Vec3:
    """Half of the size it is shown at (x, y, z), metres; of the very thin, enough to be pointed at."""
    width, depth, height = (max(side * held.scale / 2, _LEAST_HALF_M) for side in thing.size_m)
    return width, depth, height


def held_pose(held: Held, thing: HeldThing, standing: Standing, sample: Sample, *, aside: bool) -> Pose:
    """The middle of the held product in the store: where it hangs in a headset, else before the eyes.

    `aside`: a panel is open, and the product leaves it room: to its left in a window, above it in a headset.
    """
    if tracked(sample) and held.at is not None:
        return to_store(standing, Pose(held.at, held.turn))
    return before_eyes(held, thing, standing, sample, aside=aside)


def before_eyes(held: Held, thing: HeldThing, standing: Standing, sample: Sample, *, aside: bool) -> Pose:
    """Where a held product floats in a window, and where it is first hung in a headset.

    Its nearest point stays at the held distance from the eye; where that leaves it no room, it is further away.
    """
    head = head_in_store(standing, sample)
    heading = heading_of(head.turn)
    width, depth, height = (side * held.scale for side in thing.size_m)
    radius = 0.5 * math.sqrt(width * width + depth * depth + height * height)
    reach = held.distance_m + radius
    if tracked(sample):
        # Level, whatever the head does: it is hung in the world.
        rises = -_DROP_RAD
        if aside:
            reach = max(reach, height / 2 / math.tan(_ABOVE_HALF_RAD))
            rises = ABOVE_RAD + math.atan(height / 2 / reach)
        middle = compose(Pose(head.position, multiply(about_z(heading), about_x(rises))), Pose((0.0, reach, 0.0)))
        return Pose(middle.position, multiply(about_z(heading), multiply(about_x(rises + _TIPPED_RAD), held.turn)))
    away = multiply(about_z(ASIDE_RAD if aside else 0.0), about_x(-_DROP_RAD))
    if aside:
        reach = max(reach, radius / math.sin(_ASIDE_HALF_RAD) * held.distance_m / Held(held.item).distance_m)
    middle = compose(compose(head, Pose(turn=away)), Pose((0.0, reach, 0.0)))
    return Pose(middle.position, multiply(about_z(heading), held.turn))


def hung(held: Held, thing: HeldThing, standing: Standing, sample: Sample, *, aside: bool) -> Pose:
    """As `before_eyes`, in stage space."""
    return from_store(standing, before_eyes(held, thing, standing, sample, aside=aside))


def dragged(dx: float, dy: float) -> Turn | None:
    """The turn of a drag, given in fractions of the window's height, right and up."""
    if dx == 0.0 and dy == 0.0:
        return None
    return Turn(dx * DRAG_RAD_PER_HEIGHT, -dy * DRAG_RAD_PER_HEIGHT)


def wheeled(notches: float, *, grows: bool) -> Turn | None:
    """The wheel: away from the shopper moves the product further; with Control it `grows` or shrinks."""
    if not notches:
        return None
    return Turn(0.0, 0.0, grow=WHEEL_GROWS**notches) if grows else Turn(0.0, 0.0, -notches * WHEEL_M)
