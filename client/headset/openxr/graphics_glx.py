"""OpenGL on X11."""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_int, c_ulong, c_void_p
from dataclasses import dataclass

import xr
from xr.platform.linux import GLX, GraphicsBindingOpenGLXlibKHR

LIBRARY = "libGL.so.1"


@dataclass(frozen=True)
class GlxBinding:
    """Display, drawable and context of GLX, as addresses."""

    display: int
    drawable: int
    context: int
    extension: str = ""

    @staticmethod
    def current() -> GlxBinding | None:
        """What is current in this thread."""
        try:
            library = ctypes.CDLL(LIBRARY)
        except OSError:
            return None
        for name, kind in (("Display", c_void_p), ("Drawable", c_ulong), ("Context", c_void_p)):
            getattr(library, f"glXGetCurrent{name}").restype = kind
        display, drawable, context = (
            getattr(library, f"glXGetCurrent{name}")() for name in ("Display", "Drawable", "Context")
        )
        return GlxBinding(display, drawable, context) if display and context else None

    def structure(self) -> ctypes.Structure:
        """XrGraphicsBindingOpenGLXlibKHR."""
        made: ctypes.Structure = GraphicsBindingOpenGLXlibKHR(
            x_display=ctypes.cast(self.display, ctypes.POINTER(GLX.Display)),
            glx_drawable=self.drawable,
            glx_context=ctypes.cast(self.context, GLX.GLXContext),
            type=xr.StructureType.GRAPHICS_BINDING_OPENGL_XLIB_KHR,
        )
        return made

    def find(self, name: bytes) -> int:
        """The address of an OpenGL function."""
        ask = ctypes.CDLL(LIBRARY).glXGetProcAddressARB
        ask.restype, ask.argtypes = c_void_p, [c_char_p]
        return ask(name) or 0

    def set_swap_interval(self, frames: int) -> None:
        """Through whichever of the two extensions the driver has; a driver with neither keeps its pace."""
        if address := self.find(b"glXSwapIntervalMESA"):
            ctypes.CFUNCTYPE(c_int, c_int)(address)(frames)
        elif address := self.find(b"glXSwapIntervalEXT"):
            ctypes.CFUNCTYPE(None, c_void_p, c_ulong, c_int)(address)(self.display, self.drawable, frames)
