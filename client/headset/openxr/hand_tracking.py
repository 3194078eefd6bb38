"""XR_EXT_hand_tracking: where the joints of bare hands are, for runtimes and headsets that see them."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable, Sequence

import numpy as np
import xr

from client.headset.api import Pose, Vec3
from client.headset.openxr.fingers import JOINTS, PALM
from client.headset.openxr.instance import HAND_SOURCE, HAND_TRACKING, Instance, quietly

_log = logging.getLogger("vitrine.headset")
_HANDS = {"left": xr.HandEXT.LEFT, "right": xr.HandEXT.RIGHT}
_TRACKED = xr.SpaceLocationFlags.ORIENTATION_VALID_BIT.value | xr.SpaceLocationFlags.POSITION_VALID_BIT.value
_JOINT = np.dtype([("flags", "<u8"), ("turn", "<f4", 4), ("position", "<f4", 3), ("radius", "<f4")])
"""XrHandJointLocationEXT."""


class HandTrackers:
    """Both hands' trackers; empty where the runtime or the headset has none. Close it before its session."""

    def __init__(self, instance: Instance, session: object) -> None:
        self._handles: dict[str, object] = {}
        if HAND_TRACKING not in instance.extensions:
            return
        assert ctypes.sizeof(xr.HandJointLocationEXT) == _JOINT.itemsize
        self._create = _function(instance, "xrCreateHandTrackerEXT")
        self._destroy = _function(instance, "xrDestroyHandTrackerEXT")
        self._locate = _function(instance, "xrLocateHandJointsEXT")
        self._places = (xr.HandJointLocationEXT * JOINTS)()
        self._seen = np.frombuffer(self._places, _JOINT)
        self._found = xr.HandJointLocationsEXT(joint_count=JOINTS, joint_locations=self._places)
        self._asked = xr.HandJointsLocateInfoEXT()
        try:
            for side, hand in _HANDS.items():
                self._handles[side] = self._made(instance, session, hand)
        except xr.exception.ResultException as error:
            _log.info("no bare hands: %s", error)
            self.close()

    def _made(self, instance: Instance, session: object, hand: xr.HandEXT) -> object:
        """A tracker; where the runtime can tell them apart, of hands that hold nothing."""
        info = xr.HandTrackerCreateInfoEXT(hand=hand, hand_joint_set=xr.HandJointSetEXT.DEFAULT)
        if HAND_SOURCE in instance.extensions:
            wanted = (xr.HandTrackingDataSourceEXT.ctype() * 1)(xr.HandTrackingDataSourceEXT.UNOBSTRUCTED.value)
            source = xr.HandTrackingDataSourceInfoEXT(requested_data_source_count=1, requested_data_sources=wanted)
            info.next = ctypes.cast(ctypes.pointer(source), ctypes.c_void_p)
        handle = xr.HandTrackerEXT()
        result = xr.check_result(xr.Result(self._create(session, ctypes.byref(info), ctypes.byref(handle))))
        if result.is_exception():
            raise result
        return handle

    def joints(self, side: str, base: object, time: int) -> tuple[Pose, Sequence[Vec3]] | None:
        """The palm's pose and all joints of a hand in a space; None where it is not seen.

        Raises the binding's exceptions when the runtime is gone.
        """
        handle = self._handles.get(side)
        if handle is None:
            return None
        self._asked.base_space, self._asked.time = base, time
        result = self._locate(handle, ctypes.byref(self._asked), ctypes.byref(self._found))
        if result != 0:
            raised = xr.check_result(xr.Result(result))
            if raised.is_exception():
                raise raised
        if not self._found.is_active or int(np.bitwise_and.reduce(self._seen["flags"])) & _TRACKED != _TRACKED:
            return None
        x, y, z = self._seen["position"].T
        joints = [(a, b, c) for a, b, c in np.stack((x, -z, y), axis=1).astype(np.float64).round(4).tolist()]
        qx, qy, qz, qw = (float(v) for v in self._seen["turn"][PALM])
        return Pose(joints[PALM], (qw, qx, -qz, qy)), joints

    def close(self) -> None:
        """Destroys the trackers; idempotent."""
        handles, self._handles = self._handles, {}
        for handle in handles.values():
            quietly(self._destroy, handle)


def _function(instance: Instance, name: str) -> Callable[..., int]:
    found: Callable[..., int] = ctypes.cast(
        xr.get_instance_proc_addr(instance.handle, name), getattr(xr, f"PFN_{name}")
    )
    return found
