"""How far everything in the eyes' pictures is, for runtimes that draw again from where the head has got to."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Sequence

import xr

from client.headset.api import Part
from client.headset.openxr.chain import Chain
from client.headset.openxr.gl import DEPTHS, Gl

_log = logging.getLogger("vitrine.headset")
_TRIES = 30
"""Frames after which a driver that copies no depths is believed."""


class DepthLayer:
    """The depths of both eyes (XR_KHR_composition_layer_depth) in a swapchain of their own, beside the colours'."""

    def __init__(
        self, session: object, gl: Gl, parts: Sequence[Part], size_px: tuple[int, int], pixel_format: int,
        reach_m: tuple[float, float],
    ) -> None:  # fmt: skip
        """`reach_m`: the distances along an eye's axis that depths 0 and 1 stand for."""
        self._gl = gl
        self._chain = Chain(session, gl, size_px, pixel_format, DEPTHS)
        near, far = reach_m
        self.told: tuple[xr.CompositionLayerDepthInfoKHR, ...] = tuple(
            xr.CompositionLayerDepthInfoKHR(
                self._chain.part(*part), min_depth=0.0, max_depth=1.0, near_z=near, far_z=far
            )
            for part in parts
        )
        self._proven, self._tries, self._chained = False, 0, False

    def show(self, texture: int | None, shown: ctypes.Array[xr.CompositionLayerProjectionView]) -> None:
        """Copies a texture of depths, and tells the runtime of it with what it shows of each eye.

        A frame whose depths cannot be had is shown without: nothing was drawn yet, or the driver refuses.
        """
        had = self._copied(texture)
        if had == self._chained:
            return
        for view, told in zip(shown, self.told, strict=True):
            view._next = ctypes.addressof(told) if had else None
        self._chained = had

    def _copied(self, texture: int | None) -> bool:
        if texture is None or self._tries >= _TRIES:
            return False
        if self._proven:
            self._chain.copy(texture)
            return True
        self._gl.failed()  # what others left behind
        self._chain.copy(texture)
        self._proven = not self._gl.failed()
        self._tries += 1
        if not self._proven and self._tries == _TRIES:
            _log.warning("the graphics driver copies no depths; the headset gets none")
        return self._proven

    def read_back(self) -> bytes:
        """What was copied last: 32 bit floats, the lowest row first. For tests."""
        return self._chain.read_back()

    def close(self) -> None:
        """Gives the swapchain back; idempotent."""
        self._chain.close()
