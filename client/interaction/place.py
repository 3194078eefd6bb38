"""Where a panel stands when it opens: in the world, level, within comfortable reach of the eyes, facing the shopper."""

from __future__ import annotations

import math

from client.domain.session import Standing
from client.headset.api import Pose, Sample
from client.interaction.rig import about_x, about_z, compose, forward, head_in_store, heading_of, multiply

DISTANCE_M, BELOW_RAD = 1.3, math.radians(10)
ASIDE_M, ASIDE_BELOW_RAD, ASIDE_RAD = 1.5, math.radians(7), math.radians(21)
"""Beside what is in the hand a panel stands a little further away, so that both are whole in a view 60 degrees high."""
BAR_M, BAR_BELOW_RAD = 1.0, math.radians(25)
TOO_FAR_M = 2.6
"""A panel further away than this comes to the shopper again."""


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


def bar_pose(standing: Standing, sample: Sample) -> Pose:
    """The middle of the row of buttons: low in the view, wherever one looks."""
    head = head_in_store(standing, sample)
    rises = math.asin(max(-1.0, min(1.0, forward(head.turn)[2]))) - BAR_BELOW_RAD
    turn = multiply(about_z(heading_of(head.turn)), about_x(rises))
    return compose(Pose(head.position, turn), Pose((0.0, BAR_M, 0.0)))


def out_of_reach(head: Pose, panel: Pose) -> bool:
    """Whether the shopper walked away from a panel."""
    return math.dist(head.position, panel.position) > TOO_FAR_M
