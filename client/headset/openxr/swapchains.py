"""The runtime's pictures: both eyes side by side, filled from the picture they were drawn into."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from contextlib import ExitStack

import numpy as np
import xr
from numpy.typing import NDArray

from client.headset.api import Part
from client.headset.openxr.calls import VIEW_BYTES
from client.headset.openxr.chain import Chain
from client.headset.openxr.choices import swapchain_format
from client.headset.openxr.depths import DepthLayer
from client.headset.openxr.errors import HeadsetError
from client.headset.openxr.gl import COLOURS, Find, Gl

_VIEW_BYTES = VIEW_BYTES.stop - VIEW_BYTES.start


class Swapchains:
    """What the runtime shows of both eyes. `copy` needs the context that the pictures belong to."""

    def __init__(
        self, session: object, parts: Sequence[Part], find: Find, offered: Sequence[int],
        depth_format: int | None = None, reach_m: tuple[float, float] = (0.0, 0.0),
    ) -> None:  # fmt: skip
        """`parts`: where each eye is in the picture, left first; `find`: the context's own functions; `offered`: the
        runtime's formats; `depth_format`: that of the eyes' depths, which are 0 to 1 over `reach_m`; None for none.
        """
        self._parts = tuple(parts)
        self.size_px = max(p[0] + p[2] for p in parts), max(p[1] + p[3] for p in parts)
        pixel_format = swapchain_format(offered)
        if pixel_format is None:
            raise HeadsetError("The OpenXR runtime takes no 8 bit colours, which this program draws.")
        gl = Gl(find)
        with ExitStack() as stack:
            self._colours = Chain(session, gl, self.size_px, pixel_format, COLOURS)
            stack.callback(self._colours.close)
            self.depths: DepthLayer | None = None
            if depth_format is not None:
                self.depths = DepthLayer(session, gl, self._parts, self.size_px, depth_format, reach_m)
                stack.callback(self.depths.close)
            self._resources = stack.pop_all()
        self.views: ctypes.Array[xr.CompositionLayerProjectionView] = (xr.CompositionLayerProjectionView * len(parts))(
            *(xr.CompositionLayerProjectionView(sub_image=self._colours.part(*part)) for part in parts)
        )

    def copy(self, texture: int, depth_texture: int | None = None) -> None:
        """Copies the textures (OpenGL names) with both eyes' colours and depths into the next images."""
        self._colours.copy(texture)
        if self.depths is not None:
            self.depths.show(depth_texture, self.views)

    def shown(self, views: ctypes.Array[xr.View]) -> ctypes.Array[xr.CompositionLayerProjectionView]:
        """What the runtime shows of each eye: pose and field of view as located, its part of the picture."""
        start = VIEW_BYTES.start
        for view, shown in zip(views, self.views, strict=True):
            ctypes.memmove(ctypes.addressof(shown) + start, ctypes.addressof(view) + start, _VIEW_BYTES)
        return self.views

    def read_back(self) -> list[NDArray[np.uint8]]:
        """What the runtime was last given, (height, width, 4), row 0 on top, left eye first. For tests."""
        wide, high = self.size_px
        whole = np.frombuffer(self._colours.read_back(), np.uint8).reshape(high, wide, 4)
        return [
            whole[bottom : bottom + height, left : left + width][::-1].copy()
            for left, bottom, width, height in self._parts
        ]

    def read_depths_back(self) -> list[NDArray[np.float32]]:
        """The depths that the runtime was last given, (height, width), row 0 on top; empty without. For tests."""
        if self.depths is None:
            return []
        wide, high = self.size_px
        whole = np.frombuffer(self.depths.read_back(), np.float32).reshape(high, wide)
        return [
            whole[bottom : bottom + height, left : left + width][::-1].copy()
            for left, bottom, width, height in self._parts
        ]

    def close(self) -> None:
        """Gives the swapchains back; idempotent."""
        self._resources.close()
