"""The way in: opens a headset or says in one sentence why there is none. Loads the binding only when asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from client.headset.api import EyePictures, Pose
from client.headset.openxr.choices import BASE_HZ
from client.headset.openxr.errors import NO_RUNTIME, HeadsetError
from client.headset.openxr.registered import registered_runtime
from client.headset.openxr.steamvr import NOT_STARTED, would_start

if TYPE_CHECKING:
    from client.headset.openxr.headset import OpenXrHeadset

NO_LIBRARY = (
    "The headset library cannot be loaded ({why}). On Linux it needs the system's OpenGL library (libGL); "
    "elsewhere, install the program again."
)
BROKEN = "The headset could not be opened ({why})."


def open_headset(
    pictures: EyePictures,
    quality: float,
    stands_at: Pose,
    wanted_hz: float = BASE_HZ,
    *,
    may_start: bool = True,
    depth: bool = True,
) -> OpenXrHeadset:
    """Opens the runtime's headset. Call while the window's OpenGL context is current (after it has drawn).

    `quality` scales the size of the eyes' pictures; `stands_at`: the floor pose in stage space where the shopper
    stands at first; `wanted_hz`: the refresh rate, or the nearest there is; `may_start`: a runtime that is not running
    may be started by asking it; `depth`: a runtime that takes the eyes' depths is given them. Raises HeadsetError.
    """
    runtime = registered_runtime(os.environ)
    if runtime is None:
        raise HeadsetError(NO_RUNTIME)
    if not may_start and would_start(runtime):
        raise HeadsetError(NOT_STARTED)
    try:
        from client.headset.openxr.headset import OpenXrHeadset
    except (ImportError, AttributeError, OSError) as cause:
        # Without libGL the binding fails with AttributeError while it is imported.
        raise HeadsetError(NO_LIBRARY.format(why=cause)) from cause
    try:
        return OpenXrHeadset(pictures, quality, stands_at, wanted_hz, depth=depth)
    except HeadsetError:
        raise
    except Exception as cause:
        # A foreign runtime or driver, whatever it does, must never end the shop in the window.
        raise HeadsetError(BROKEN.format(why=f"{type(cause).__name__}: {cause}")) from cause
