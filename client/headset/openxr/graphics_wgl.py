"""OpenGL on Windows."""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_int, c_void_p
from dataclasses import dataclass

import xr


@dataclass(frozen=True)
class WglBinding:
    """Device and rendering context of WGL, as addresses."""

    device: int
    context: int
    extension: str = ""

    @staticmethod
    def current() -> WglBinding | None:
        """What is current in this thread."""
        library = ctypes.CDLL("opengl32")
        for name in ("wglGetCurrentDC", "wglGetCurrentContext"):
            getattr(library, name).restype = c_void_p
        device, context = library.wglGetCurrentDC(), library.wglGetCurrentContext()
        return WglBinding(device, context) if device and context else None

    def structure(self) -> ctypes.Structure:
        """XrGraphicsBindingOpenGLWin32KHR."""
        from xr.platform.windows import GraphicsBindingOpenGLWin32KHR

        made: ctypes.Structure = GraphicsBindingOpenGLWin32KHR(
            h_dc=self.device, h_glrc=self.context, type=xr.StructureType.GRAPHICS_BINDING_OPENGL_WIN32_KHR
        )
        return made

    def set_swap_interval(self, frames: int) -> None:
        """Through WGL_EXT_swap_control, where the driver has it."""
        find = ctypes.CDLL("opengl32").wglGetProcAddress
        find.restype, find.argtypes = c_void_p, [c_char_p]
        address = find(b"wglSwapIntervalEXT")
        if address:
            ctypes.CFUNCTYPE(c_int, c_int)(address)(frames)
