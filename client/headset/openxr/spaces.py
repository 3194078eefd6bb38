"""The runtime's space that everything is told in, and what is in it now."""

from __future__ import annotations

import ctypes

import xr

from client.headset.api import Pose
from client.headset.openxr.calls import LOCATION, Address, Time, address_of, check, function
from client.headset.openxr.choices import LOCAL, reference_space
from client.headset.openxr.convert import pose_from
from client.headset.openxr.instance import quietly
from client.headset.scripted import EYE_HEIGHT_M

_VALID = xr.SpaceLocationFlags.ORIENTATION_VALID_BIT.value | xr.SpaceLocationFlags.POSITION_VALID_BIT.value


class Spaces:
    """The base space (floor level where the runtime has it) and the head's own."""

    def __init__(self, session: object) -> None:
        offered = [int(kind) for kind in xr.enumerate_reference_spaces(session)]
        self.kind = reference_space(offered)
        self.raise_m = EYE_HEIGHT_M if self.kind == LOCAL else 0.0
        self.base = self._make(session, self.kind)
        self._head = self._make(session, int(xr.ReferenceSpaceType.VIEW))
        self.base_address, self._head_address = address_of(self.base), address_of(self._head)
        self._locate = function("xrLocateSpace", Address, Address, Time, Address)
        self._location = xr.SpaceLocation()
        self._location_address = ctypes.addressof(self._location)

    @staticmethod
    def _make(session: object, kind: int) -> object:
        return xr.create_reference_space(session, xr.ReferenceSpaceCreateInfo(xr.ReferenceSpaceType(kind), xr.Posef()))

    def head(self, time: int) -> Pose | None:
        """The head at a time of the runtime's clock; None while it is not tracked."""
        return self.locate(self._head_address, time)

    def locate(self, space: int, time: int) -> Pose | None:
        """Another space, by its address, in the base space, or None while it is not tracked."""
        check(self._locate(space, self.base_address, time, self._location_address))
        flags, *numbers = LOCATION.unpack_from(self._location)
        return pose_from(*numbers) if flags & _VALID == _VALID else None

    def close(self) -> None:
        """Destroys both; idempotent."""
        for name in ("base", "_head"):
            space = getattr(self, name, None)
            setattr(self, name, None)
            if space is not None:
                quietly(xr.destroy_space, space)
