"""Both hands, whatever they are: with controllers, bare with the runtime's own gestures, or bare with joints only."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from client.headset.api import Hand, Pose, Vec3
from client.headset.openxr.actions import SIDES, Actions, Side
from client.headset.openxr.fingers import INDEX_TIP, Grasp, arm_aim, grasp
from client.headset.openxr.hand_tracking import HandTrackers
from client.headset.openxr.instance import Instance
from client.headset.openxr.spaces import Spaces


class Hands:
    """Reads the hands of a session. Close it before the session."""

    def __init__(self, instance: Instance, session: object) -> None:
        self.actions = Actions(instance, session)
        self._trackers = HandTrackers(instance, session)
        self._grasps: dict[Side, Grasp] = dict.fromkeys(SIDES, Grasp())

    def read(self, spaces: Spaces, time: int, head: Pose) -> list[Hand]:
        """The hands that are seen, in the base space that `head` is in too; none while another program has the input.

        Raises the binding's exceptions when the runtime is gone.
        """
        if not self.actions.sync():
            self._grasps = dict.fromkeys(SIDES, Grasp())
            return []
        found = []
        for side in SIDES:
            hand = self.actions.hand(side, spaces, time)
            if hand is None or hand.tracked:
                seen = self._trackers.joints(side, spaces.base, time)
                if seen is None:
                    self._grasps[side] = Grasp()
                elif hand is None:
                    hand = self._bare(side, *seen, head)
                else:
                    hand = replace(hand, poke=seen[1][INDEX_TIP], joints=tuple(seen[1]))
            if hand is not None:
                found.append(hand)
        return found

    def _bare(self, side: Side, palm: Pose, joints: Sequence[Vec3], head: Pose) -> Hand:
        """A hand that the runtime shows but does not understand."""
        self._grasps[side], trigger, squeeze = grasp(self._grasps[side], joints)
        return Hand(
            side,
            palm,
            arm_aim(side, head, joints),
            trigger=trigger,
            squeeze=squeeze,
            tracked=True,
            poke=joints[INDEX_TIP],
            joints=tuple(joints),
        )

    def close(self) -> None:
        """Gives the trackers back; idempotent. The actions go with their session."""
        self._trackers.close()
