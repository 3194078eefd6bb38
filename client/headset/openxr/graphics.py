"""The window's OpenGL context as the runtime wants to be told of it: one small binding a platform."""

from __future__ import annotations

import ctypes
import sys
from typing import Protocol

from client.headset.openxr.errors import HeadsetError

EGL_EXTENSION = "XR_MNDX_egl_enable"
NO_CONTEXT = "The window is not drawn with OpenGL in a way that a headset can share ({tried})."


class Binding(Protocol):
    """A context that is current now."""

    @property
    def extension(self) -> str:
        """What the runtime must offer beside OpenGL, or empty."""

    def structure(self) -> ctypes.Structure:
        """The structure that a session is made with."""

    def find(self, name: bytes) -> int:
        """The address of an OpenGL function of the context, 0 where the driver has none."""

    def set_swap_interval(self, frames: int) -> None:
        """0: the window never waits for its screen (the headset sets the pace); 1: it does."""


def current_binding(platform: str = sys.platform) -> Binding:
    """The context that is current in this thread. Raises HeadsetError when there is none of a known kind."""
    if platform == "win32":
        from client.headset.openxr.graphics_wgl import WglBinding

        found: Binding | None = WglBinding.current()
        tried = "WGL"
    else:
        from client.headset.openxr.graphics_egl import EglBinding
        from client.headset.openxr.graphics_glx import GlxBinding

        found = GlxBinding.current() or EglBinding.current()
        tried = "GLX, EGL"
    if found is None:
        raise HeadsetError(NO_CONTEXT.format(tried=tried))
    return found
