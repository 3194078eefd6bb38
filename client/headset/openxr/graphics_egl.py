"""OpenGL on EGL (Wayland, or no window system at all), for runtimes with XR_MNDX_egl_enable."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_char_p, c_int, c_uint, c_void_p
from dataclasses import dataclass

import xr
from xr.platform.linux import GraphicsBindingEGLMNDX, PFN_xrEglGetProcAddressMNDX

from client.headset.openxr.graphics import EGL_EXTENSION

LIBRARY = "libEGL.so.1"
_CONFIG_ID, _NUM_CONFIGS = 0x3028, 1


@dataclass(frozen=True)
class EglBinding:
    """Display, configuration and context of EGL, as addresses."""

    display: int
    config: int
    context: int
    extension: str = EGL_EXTENSION

    @staticmethod
    def current() -> EglBinding | None:
        """What is current in this thread."""
        try:
            library = ctypes.CDLL(LIBRARY)
        except OSError:
            return None
        for name in ("eglGetCurrentDisplay", "eglGetCurrentContext"):
            getattr(library, name).restype = c_void_p
        display, context = library.eglGetCurrentDisplay(), library.eglGetCurrentContext()
        if not display or not context:
            return None
        return EglBinding(display, _config(library, display, context), context)

    def structure(self) -> ctypes.Structure:
        """XrGraphicsBindingEGLMNDX."""
        address = ctypes.cast(ctypes.CDLL(LIBRARY).eglGetProcAddress, c_void_p).value
        kinds = dict(GraphicsBindingEGLMNDX._fields_)
        made: ctypes.Structure = GraphicsBindingEGLMNDX(
            get_proc_address=PFN_xrEglGetProcAddressMNDX(address or 0),
            **{name: ctypes.cast(getattr(self, name), kinds[name]) for name in ("display", "config", "context")},
            type=xr.StructureType.GRAPHICS_BINDING_EGL_MNDX,
        )
        return made

    def find(self, name: bytes) -> int:
        """The address of an OpenGL function."""
        ask = ctypes.CDLL(LIBRARY).eglGetProcAddress
        ask.restype, ask.argtypes = c_void_p, [c_char_p]
        return ask(name) or 0

    def set_swap_interval(self, frames: int) -> None:
        """Of the surface that is current."""
        swap = ctypes.CDLL(LIBRARY).eglSwapInterval
        swap.argtypes = [c_void_p, c_int]
        swap(self.display, frames)


def _config(library: ctypes.CDLL, display: int, context: int) -> int:
    """The configuration that the context was made with."""
    number, count, config = c_int(), c_int(), c_void_p()
    library.eglQueryContext.argtypes = [c_void_p, c_void_p, c_int, c_void_p]
    library.eglQueryContext(display, context, _CONFIG_ID, byref(number))
    library.eglChooseConfig.argtypes = [c_void_p, c_void_p, c_void_p, c_int, c_void_p]
    wanted = (c_uint * 3)(_CONFIG_ID, number.value, 0x3038)
    library.eglChooseConfig(display, wanted, byref(config), _NUM_CONFIGS, byref(count))
    return config.value or 0
