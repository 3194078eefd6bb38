"""The few OpenGL functions that fill the runtime's pictures, found through the context's own platform.

PyOpenGL asks for errors after every call, which takes longer than the calls. Numbers are those of the OpenGL registry.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from ctypes import c_int, c_uint, c_void_p
from typing import Final, NamedTuple

READ, DRAW = 0x8CA8, 0x8CA9
"""GL_READ_FRAMEBUFFER and GL_DRAW_FRAMEBUFFER."""
_BINDINGS = {READ: 0x8CAA, DRAW: 0x8CA6}
_TEXTURE_2D, _NEAREST, _NONE = 0x0DE1, 0x2600, 0
_RGBA, _UNSIGNED_BYTE, _DEPTH_COMPONENT, _FLOAT, _PACK_ALIGNMENT = 0x1908, 0x1401, 0x1902, 0x1406, 0x0D05
_MOST_ERRORS = 16
"""A lost context may tell of errors without end."""
_UNCONVERTED = (0x0C11, 0x8DB9)
"""GL_SCISSOR_TEST and GL_FRAMEBUFFER_SRGB: both off, bytes are copied as they are (OpenGL 4.4, 18.3.1)."""

Find = Callable[[bytes], int]
"""The address of an OpenGL function, 0 where the driver has none."""


class Plane(NamedTuple):
    """What of a framebuffer is meant: where it is attached, and its bit when it is copied."""

    attachment: int
    bit: int


COLOURS: Final = Plane(0x8CE0, 0x4000)
DEPTHS: Final = Plane(0x8D00, 0x0100)


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
        self._read_from, self._draw_into = function("glReadBuffer", c_uint), function("glDrawBuffer", c_uint)
        self._error = function("glGetError", answer=c_uint)
        self._number = c_int()

    def framebuffers(self, count: int) -> list[int]:
        """New framebuffers."""
        names = (c_uint * count)()
        self._generate(count, names)
        return list(names)

    def delete(self, names: Sequence[int]) -> None:
        """Gives framebuffers back."""
        self._delete(len(names), (c_uint * len(names))(*names))

    def attach(self, buffer: int, texture: int, plane: Plane = COLOURS) -> None:
        """Makes a texture the colours, or the depths and all there is, of a framebuffer."""
        read, draw = self._bound(READ), self._bound(DRAW)
        self._bind(READ, buffer)
        self._bind(DRAW, buffer)
        self._attach(READ, plane.attachment, _TEXTURE_2D, texture, 0)
        if plane is DEPTHS:  # before OpenGL 4.1 a framebuffer is only whole without colours if it was told so
            self._read_from(_NONE)
            self._draw_into(_NONE)
        self._bind(READ, read)
        self._bind(DRAW, draw)

    def _bound(self, target: int) -> int:
        self._get(_BINDINGS[target], ctypes.addressof(self._number))
        return self._number.value

    def copy(self, source: int, target: int, width: int, height: int, plane: Plane = COLOURS) -> None:
        """A plane of one framebuffer to another's, byte for byte; what was bound and switched on is so afterwards.

        Depths are copied only between textures of the same format (OpenGL 4.4, 18.3.1): see `failed`.
        """
        read, draw = self._bound(READ), self._bound(DRAW)
        switched = [state for state in _UNCONVERTED if self._is_on(state)]
        for state in switched:
            self._off(state)
        self._bind(READ, source)
        self._bind(DRAW, target)
        self._blit(0, 0, width, height, 0, 0, width, height, plane.bit, _NEAREST)
        for state in switched:
            self._on(state)
        self._bind(READ, read)
        self._bind(DRAW, draw)

    def failed(self) -> bool:
        """Whether the driver refused anything since this was asked last, by whomever."""
        return sum(self._error() != 0 for _ in range(_MOST_ERRORS)) > 0

    def read(self, buffer: int, width: int, height: int, plane: Plane = COLOURS) -> bytes:
        """A framebuffer's colours (RGBA, a byte each) or depths (32 bit floats), the lowest row first. Slow."""
        before = self._bound(READ)
        self._bind(READ, buffer)
        pixels = ctypes.create_string_buffer(width * height * 4)
        self._store(_PACK_ALIGNMENT, 1)
        kind = (_DEPTH_COMPONENT, _FLOAT) if plane is DEPTHS else (_RGBA, _UNSIGNED_BYTE)
        self._read(0, 0, width, height, *kind, pixels)
        self._bind(READ, before)
        return pixels.raw
