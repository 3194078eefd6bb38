"""The functions that every frame calls, as the loader exports them.

The binding makes new structures, enumerations and exceptions at each of some forty calls a frame, which takes most of
the time that a frame has for this. Here structures are made once and read by their layout, which is that of openxr.h on
64-bit systems; `laid_out` holds it against the binding's.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from struct import Struct
from typing import Final

import xr
from xr.library import openxr_loader_library

from client.headset.openxr.errors import HeadsetError

Address = ctypes.c_void_p
Time = ctypes.c_int64
Calls = Callable[..., int]

LOCATION: Final = Struct("=16xQ7f")
"""XrSpaceLocation: flags, turn (x y z w), position."""
VIEWS: Final = Struct("=16x11f4x16x11f4x")
"""Two XrView: turn, position, field of view (left, right, up, down) each."""
VIEW_BYTES: Final = slice(16, 60)
"""Pose and field of view in XrView, and at the same place in XrCompositionLayerProjectionView."""
STATE: Final = Struct("=16xI4x8xI")
"""XrActionStateBoolean: its value, whether anything is bound."""
NUMBER: Final = Struct("=16xf4x8xI")
"""XrActionStateFloat."""
STICK: Final = Struct("=16xff4x4x8xI")
"""XrActionStateVector2f."""
FRAME: Final = Struct("=16xqqI")
"""XrFrameState: time shown at, how long a picture is shown, whether anybody sees it."""
_SIZES: Final = (
    (LOCATION, xr.SpaceLocation, 4), (VIEWS, xr.View * 2, 0), (STATE, xr.ActionStateBoolean, 4),
    (NUMBER, xr.ActionStateFloat, 4), (STICK, xr.ActionStateVector2f, 4), (FRAME, xr.FrameState, 4),
)  # fmt: skip


def laid_out() -> bool:
    """Whether the layouts here are as large as the binding's, but for what is empty at their ends."""
    return all(ctypes.sizeof(kind) - layout.size in (0, end) for layout, kind, end in _SIZES)


def function(name: str, *kinds: type) -> Calls:
    """A function of the loader, of our own: the binding's stays as it is."""
    found = openxr_loader_library[name]
    found.argtypes, found.restype = list(kinds), ctypes.c_int
    called: Calls = found
    return called


def address_of(handle: object) -> int:
    """A handle or a pointer of the binding as a number."""
    return ctypes.cast(handle, Address).value or 0  # type: ignore[arg-type]


def check(code: int) -> None:
    """Raises the binding's exception for a result that is no plain success."""
    if code == 0:
        return
    try:
        result = xr.check_result(xr.Result(code))
    except ValueError as cause:
        raise HeadsetError(f"The OpenXR runtime answered {code}, which this program does not know.") from cause
    if result.is_exception():
        raise result
