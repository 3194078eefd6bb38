"""The few OpenGL functions that fill the runtime's pictures, found through the context's own platform.

PyOpenGL asks for errors after every call, which takes longer than the calls. Numbers are those of the OpenGL registry.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from ctypes import c_int, c_uint, c_void_p

READ, DRAW = 0x8CA8, 0x8CA9
"""GL_READ_FRAMEBUFFER and GL_DRAW_FRAMEBUFFER."""
_BINDINGS = {READ: 0x8CAA, DRAW: 0x8CA6}
_COLOR_ATTACHMENT, _TEXTURE_2D, _COLOR_BIT, _NEAREST = 0x8CE0, 0x0DE1, 0x4000, 0x2600
_RGBA, _UNSIGNED_BYTE, _PACK_ALIGNMENT = 0x1908, 0x1401, 0x0D05
_UNCONVERTED = (0x0C11, 0x8DB9)
"""GL_SCISSOR_TEST and GL_FRAMEBUFFER_SRGB: both off, bytes are copied as they are (OpenGL 4.4, 18.3.1)."""

Find = Callable[[bytes], int]
"""The address of an OpenGL function, 0 where the driver has none."""


class Gl:
    """Functions of the context that is current when it is made; call it in that context."""

    def __init__(self, find: Find) -> None:
        def function(name: str, *kinds: type, answer: type | None = None) -> Callable[..., int]:
            made: Callable[..., int] = ctypes.CFUNCTYPE(answer, *kinds)(find(name.encode()))
            return made

        self._generate = function("glGenFramebuffers", c_int, c_void_p)
        self._delete = function("glDeleteFramebuffers", c_int, c_void_p)
        self._bind = function("glBindFramebuffer", c_uint, c_uint)
        self._attach = function("glFramebufferTexture2D", c_uint, c_uint, c_uint, c_uint, c_int)
        self._blit = function("glBlitFramebuffer", *([c_int] * 8), c_uint, c_uint)
        self._get = function("glGetIntegerv", c_uint, c_void_p)
        self._is_on = function("glIsEnabled", c_uint, answer=ctypes.c_ubyte)
        self._on, self._off = function("glEnable", c_uint), function("glDisable", c_uint)
        self._store = function("glPixelStorei", c_uint, c_int)
        self._read = function("glReadPixels", *([c_int] * 4), c_uint, c_uint, c_void_p)
        self._number = c_int()

    def framebuffers(self, count: int) -> list[int]:
        """New framebuffers."""
        names = (c_uint * count)()
        self._generate(count, names)
        return list(names)

    def delete(self, names: Sequence[int]) -> None:
        """Gives framebuffers back."""
        self._delete(len(names), (c_uint * len(names))(*names))

    def attach(self, buffer: int, texture: int) -> None:
        """Makes a texture the colours of a framebuffer."""
        before = self._bound(READ)
        self._bind(READ, buffer)
        self._attach(READ, _COLOR_ATTACHMENT, _TEXTURE_2D, texture, 0)
        self._bind(READ, before)

    def _bound(self, target: int) -> int:
        self._get(_BINDINGS[target], ctypes.addressof(self._number))
        return self._number.value

    def copy(self, source: int, target: int, width: int, height: int) -> None:
        """Colours of one framebuffer to another, byte for byte; what was bound and switched on is so afterwards."""
        read, draw = self._bound(READ), self._bound(DRAW)
        switched = [state for state in _UNCONVERTED if self._is_on(state)]
        for state in switched:
            self._off(state)
        self._bind(READ, source)
        self._bind(DRAW, target)
        self._blit(0, 0, width, height, 0, 0, width, height, _COLOR_BIT, _NEAREST)
        for state in switched:
            self._on(state)
        self._bind(READ, read)
        self._bind(DRAW, draw)

    def read(self, buffer: int, width: int, height: int) -> bytes:
        """The colours of a framebuffer, RGBA, the lowest row first. Slow."""
        before = self._bound(READ)
        self._bind(READ, buffer)
        pixels = ctypes.create_string_buffer(width * height * 4)
        self._store(_PACK_ALIGNMENT, 1)
        self._read(0, 0, width, height, _RGBA, _UNSIGNED_BYTE, pixels)
        self._bind(READ, before)
        return pixels.raw
