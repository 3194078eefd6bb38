"""What a hand means by its shape. Pure: metres, in any space whose Z is up."""

from __future__ import annotations

from client.headset.api import Pose, Vec3
from client.interaction.rig import forward

_FRONT_M = 0.07
"""From the middle of the palm to where a held controller ends."""


def front_end(grip: Pose, aim: Pose) -> Vec3:
    """Where a controller touches: some way ahead of the hand, the way it points."""
    (x, y, z), (dx, dy, dz) = grip.position, forward(aim.turn)
    return (x + dx * _FRONT_M, y + dy * _FRONT_M, z + dz * _FRONT_M)
