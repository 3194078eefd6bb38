"""Where the play space stands: keeps the shopper at one place when the runtime moves its own space. Pure."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from client.headset.api import Pose, Vec3
from client.interaction.rig import about_z, compose, heading_of, inverse, rotate

_REMEMBERED = 12
_HEADS_DO_NOT_LEAP = 0.12
"""Metres and radians between two frames; less is a movement of the head."""


def floor_pose(head: Pose) -> Pose:
    """The place on the floor under a head, and the heading it looks in."""
    x, y, _ = head.position
    return Pose((x, y, 0.0), about_z(heading_of(head.turn)))


def inverted(pose: Pose) -> Pose:
    """The pose that undoes a pose."""
    back = inverse(pose.turn)
    x, y, z = (-v for v in pose.position)
    return Pose(rotate(back, (x, y, z)), back)


def _leap(old: Pose, new: Pose) -> float:
    turned = math.remainder(heading_of(new.turn) - heading_of(old.turn), math.tau)
    return max(math.dist(old.position, new.position), abs(turned))


@dataclass(frozen=True)
class SpaceChange:
    """The runtime moves its space at a time of its clock (nanoseconds). `before`: the new origin in the old space."""

    time: int
    before: Pose | None = None


class Anchor:
    """Carries poses of the runtime's space into the shop's stage space."""

    def __init__(self, stands_at: Pose = Pose(), raise_m: float = 0.0) -> None:  # noqa: B008 - frozen
        """`stands_at`: the floor pose (stage space) where the head is to be first; `raise_m`: added to heights."""
        self._wanted: Pose | None = stands_at
        self._carry = Pose()
        self._raise_m = raise_m
        self._last = stands_at
        self._coming: list[SpaceChange] = []
        self._met: deque[Pose] = deque(maxlen=_REMEMBERED)

    @property
    def stands_at(self) -> Pose:
        """The floor pose, in stage space, where the head was last."""
        return self._last

    def change(self, change: SpaceChange) -> None:
        """The runtime moves its space, or has done so: some tell late, when heads in the new space were met."""
        self._coming.append(change)

    def meet(self, head: Pose, time: int = 0) -> None:
        """Takes in a head as the runtime gives it for a time of its clock. Call first in each frame."""
        if not self._met and self._wanted is not None:
            self._carry, self._wanted = compose(self._wanted, inverted(floor_pose(head))), None
        self._met.append(floor_pose(head))
        for change in [c for c in self._coming if c.time <= time]:
            self._coming.remove(change)
            self._follow(change)
        self._last = compose(self._carry, floor_pose(head))

    def _follow(self, change: SpaceChange) -> None:
        """Where the runtime does not say how far it moved, the largest leap of the last heads was it."""
        if change.before is not None:
            self._carry = compose(self._carry, change.before)
            return
        leaps = [(_leap(old, new), old, new) for old, new in pairwise(self._met)]
        if not leaps:
            return
        leap, old, new = max(leaps, key=lambda found: found[0])
        if leap > _HEADS_DO_NOT_LEAP:
            self._carry = compose(compose(self._carry, old), inverted(new))
            self._met = deque([self._met[-1]], maxlen=_REMEMBERED)

    def back(self, pose: Pose) -> Pose:
        """The way back of `carry`."""
        x, y, z = pose.position
        return compose(inverted(self._carry), Pose((x, y, z - self._raise_m), pose.turn))

    def carry(self, pose: Pose) -> Pose:
        """A pose of the runtime's space in stage space."""
        carried = compose(self._carry, pose)
        x, y, z = carried.position
        return Pose((x, y, z + self._raise_m), carried.turn)

    def carry_points(self, points: Sequence[Vec3]) -> tuple[Vec3, ...]:
        """Places of the runtime's space in stage space, to a tenth of a millimetre."""
        turn, (ox, oy, oz) = self._carry.turn, self._carry.position
        carried = (rotate(turn, point) for point in points)
        return tuple((round(x + ox, 4), round(y + oy, 4), round(z + oz + self._raise_m, 4)) for x, y, z in carried)
