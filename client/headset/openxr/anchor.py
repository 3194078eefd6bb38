"""Where the play space stands: keeps the shopper at one place when the runtime moves its own space. Pure."""

from __future__ import annotations

from client.headset.api import Pose
from client.interaction.rig import about_z, compose, heading_of, inverse, rotate


def floor_pose(head: Pose) -> Pose:
    """The place on the floor under a head, and the heading it looks in."""
    x, y, _ = head.position
    return Pose((x, y, 0.0), about_z(heading_of(head.turn)))


def inverted(pose: Pose) -> Pose:
    """The pose that undoes a pose."""
    back = inverse(pose.turn)
    x, y, z = (-v for v in pose.position)
    return Pose(rotate(back, (x, y, z)), back)


class Anchor:
    """Carries poses of the runtime's space into the shop's stage space."""

    def __init__(self, stands_at: Pose = Pose(), raise_m: float = 0.0) -> None:  # noqa: B008 - frozen
        """`stands_at`: the floor pose (stage space) where the head is to be first; `raise_m`: added to heights."""
        self._wanted: Pose | None = stands_at
        self._carry = Pose()
        self._raise_m = raise_m
        self._last = stands_at

    @property
    def stands_at(self) -> Pose:
        """The floor pose, in stage space, where the head was last."""
        return self._last

    def hold(self) -> None:
        """The runtime is about to move its space: the next head is where the last one was."""
        self._wanted = self._last

    def meet(self, head: Pose) -> None:
        """Takes in a head as the runtime gives it. Call first in each frame."""
        if self._wanted is not None:
            self._carry = compose(self._wanted, inverted(floor_pose(head)))
            self._wanted = None
        self._last = floor_pose(self.carry(head))

    def back(self, pose: Pose) -> Pose:
        """The way back of `carry`."""
        x, y, z = pose.position
        return compose(inverted(self._carry), Pose((x, y, z - self._raise_m), pose.turn))

    def carry(self, pose: Pose) -> Pose:
        """A pose of the runtime's space in stage space."""
        carried = compose(self._carry, pose)
        x, y, z = carried.position
        return Pose((x, y, z + self._raise_m), carried.turn)
