"""Where a panel stands when it opens: in the world, level, within comfortable reach of the eyes, facing the shopper."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from client.domain.session import Standing
from client.headset.api import Pose, Sample, Vec3
from client.interaction import pick
from client.interaction.rig import about_x, about_z, compose, forward, head_in_store, heading_of, multiply
from client.interaction.values import Boxes, Ray

DISTANCE_M, BELOW_RAD = 1.3, math.radians(10)
ASIDE_M, ASIDE_BELOW_RAD, ASIDE_RAD = 1.5, math.radians(7), math.radians(21)
"""Beside what is in the hand a panel stands a little further away, so that both are whole in a view 60 degrees high."""
BAR_M, BAR_BELOW_RAD = 1.0, math.radians(25)
TOO_FAR_M, TOO_NEAR_M = 2.6, 0.5
"""A panel further away than this, or in a headset nearer, comes to the shopper again."""
WORN_M, WORN_BELOW_RAD, WORN_LOW_RAD = 1.35, math.radians(13), math.radians(20)
"""In a headset: eyes rest 10 to 20 degrees below the horizon, and focus at about this distance. Low leaves room above
the panel for what is in the hand."""
_NEARER = (1.0, 0.9, 0.75, 0.6, 0.5, 0.4)
_ASIDE = tuple(math.radians(degrees) for degrees in (0, 6, -6, 12, -12))
_EDGES = tuple((across / 2, up / 2) for across in (-0.96, 0.0, 0.96) for up in (-0.96, 0.0, 0.96))

Clear = Callable[[Vec3, Vec3], bool]
"""Whether nothing stands between two places of the store."""


def panel_pose(head: Pose, *, aside: bool) -> Pose:
    """The middle of a panel opened now, level and square to the line of sight from the eye to its middle.

    `aside` puts it to the right, beside what is in the hand. It stands a little below the horizon; where the shopper
    looks far up or down it follows as far as it must to be seen whole.
    """
    looking = math.asin(max(-1.0, min(1.0, forward(head.turn)[2])))
    below = ASIDE_BELOW_RAD if aside else BELOW_RAD
    rises = max(looking - below, min(looking + below / 2, -below))
    turn = about_z(heading_of(head.turn) - (ASIDE_RAD if aside else 0.0))
    away = ASIDE_M if aside else DISTANCE_M
    return compose(Pose(head.position, multiply(turn, about_x(rises))), Pose((0.0, away, 0.0)))


@dataclass(frozen=True)
class Placed:
    """Where a panel's middle is, and how much of its size it has there: nearer it is smaller, and looks the same."""

    pose: Pose
    scale: float = 1.0
    low: bool = False


def worn_panel(
    head: Pose, size_m: tuple[float, float], clear: Clear, *, low: bool, heading_rad: float | None = None
) -> Placed:
    """Where a panel stands for somebody in a headset, wherever the head is pitched; it never moves with the head.

    It stands where the head is turned to, unless another heading (of the store) is given.

    A panel is drawn over what stands before it, which two eyes cannot bear: it comes nearer, and a little aside, until
    nothing is between. Where nothing is free it stands as near as it may.
    """
    rises = -(WORN_LOW_RAD if low else WORN_BELOW_RAD)
    heading = heading_of(head.turn) if heading_rad is None else heading_rad
    placed = Placed(Pose())
    for scale in _NEARER:
        for aside in _ASIDE:
            turn = multiply(about_z(heading + aside), about_x(rises))
            pose = compose(Pose(head.position, turn), Pose((0.0, WORN_M * scale, 0.0)))
            placed = Placed(pose, scale, low)
            if _seen_whole(head, placed, size_m, clear):
                return placed
    return placed


def _seen_whole(head: Pose, placed: Placed, size_m: tuple[float, float], clear: Clear) -> bool:
    width, height = (side * placed.scale for side in size_m)
    corners = (compose(placed.pose, Pose((width * u, 0.0, height * v))).position for u, v in _EDGES)
    return all(clear(head.position, corner) for corner in corners)


def nothing_between(boxes: Boxes, inside: Callable[[float, float], bool], start: Vec3, end: Vec3) -> bool:
    """`Clear` among boxes within walls."""
    away = math.dist(start, end)
    dx, dy, dz = ((b - a) / away for a, b in zip(start, end, strict=True))
    return inside(end[0], end[1]) and pick.nearest(boxes, Ray(start, (dx, dy, dz)), away) is None


def bar_pose(standing: Standing, sample: Sample) -> Pose:
    """The middle of the row of buttons: low in the view, wherever one looks."""
    head = head_in_store(standing, sample)
    rises = math.asin(max(-1.0, min(1.0, forward(head.turn)[2]))) - BAR_BELOW_RAD
    turn = multiply(about_z(heading_of(head.turn)), about_x(rises))
    return compose(Pose(head.position, turn), Pose((0.0, BAR_M, 0.0)))


def out_of_reach(head: Pose, panel: Pose) -> bool:
    """Whether the shopper walked away from a panel."""
    return math.dist(head.position, panel.position) > TOO_FAR_M


def ill_placed(head: Pose, panel: Pose) -> bool:
    """In a headset: whether the shopper went away from a panel, or into it."""
    return out_of_reach(head, panel) or math.dist(head.position, panel.position) < TOO_NEAR_M
