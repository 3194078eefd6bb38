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

    def find(self, name: bytes) -> int:
        """The address of an OpenGL function; those of version 1.1 are the library's own."""
        library = ctypes.CDLL("opengl32")
        library.wglGetProcAddress.restype, library.wglGetProcAddress.argtypes = c_void_p, [c_char_p]
        own = getattr(library, name.decode(), None)
        found = library.wglGetProcAddress(name) or (ctypes.cast(own, c_void_p).value if own is not None else None)
        return found or 0

    def set_swap_interval(self, frames: int) -> None:
        """Through WGL_EXT_swap_control, where the driver has it."""
        address = self.find(b"wglSwapIntervalEXT")
        if address:
            ctypes.CFUNCTYPE(c_int, c_int)(address)(frames)
