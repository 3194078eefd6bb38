"""Where a panel stands when it opens: in the world, level, within comfortable reach of the eyes, facing the shopper."""

from __future__ import annotations

import math

from client.headset.api import Pose
from client.interaction.rig import about_x, about_z, compose, heading_of, multiply

DISTANCE_M = 1.3
BELOW_RAD = math.radians(11)
ASIDE_RAD = math.radians(22)
TOO_FAR_M = 2.6
"""A panel further away than this comes to the shopper again."""


def panel_pose(head: Pose, *, aside: bool) -> Pose:
    """The middle of a panel opened now; `aside` puts it to the right, beside what is in the hand."""
    turn = about_z(heading_of(head.turn) - (ASIDE_RAD if aside else 0.0))
    return compose(Pose(head.position, multiply(turn, about_x(-BELOW_RAD))), Pose((0.0, DISTANCE_M, 0.0)))


def out_of_reach(head: Pose, panel: Pose) -> bool:
    """Whether the shopper walked away from a panel."""
    return math.dist(head.position, panel.position) > TOO_FAR_M
