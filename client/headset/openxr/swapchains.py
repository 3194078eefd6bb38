"""The runtime's pictures: one swapchain with both eyes side by side, filled from the picture they were drawn into."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
import xr
from numpy.typing import NDArray

from client.headset.api import Part
from client.headset.openxr.calls import VIEW_BYTES, Address, address_of, check, function
from client.headset.openxr.choices import swapchain_format
from client.headset.openxr.errors import HeadsetError
from client.headset.openxr.gl import Find, Gl
from client.headset.openxr.instance import quietly

_VIEW_BYTES = VIEW_BYTES.stop - VIEW_BYTES.start


class Swapchains:
    """The swapchain and what is shown of it. `copy` needs the context that the pictures belong to."""

    def __init__(self, session: object, parts: Sequence[Part], find: Find) -> None:
        """`parts`: where each eye is in the picture, left first; `find`: the context's own functions."""
        self._parts = tuple(parts)
        self.size_px = max(p[0] + p[2] for p in parts), max(p[1] + p[3] for p in parts)
        self._handle = self._made(session)
        self._gl = Gl(find)
        images = [i.image for i in xr.enumerate_swapchain_images(self._handle, xr.SwapchainImageOpenGLKHR)]
        self._source, *self._targets = self._buffers = self._gl.framebuffers(1 + len(images))
        for buffer, image in zip(self._targets, images, strict=True):
            self._gl.attach(buffer, image)
        self._texture = 0
        self._last = 0
        self._shown: ctypes.Array[xr.CompositionLayerProjectionView] = (xr.CompositionLayerProjectionView * len(parts))(
            *(self._view(part) for part in parts)
        )
        self._prepare_calls()

    def _made(self, session: object) -> object:
        pixel_format = swapchain_format([int(f) for f in xr.enumerate_swapchain_formats(session)])
        if pixel_format is None:
            raise HeadsetError("The OpenXR runtime takes no 8 bit colours, which this program draws.")
        usage = (
            xr.SwapchainUsageFlags.COLOR_ATTACHMENT_BIT
            | xr.SwapchainUsageFlags.SAMPLED_BIT
            | xr.SwapchainUsageFlags.TRANSFER_DST_BIT
        )
        width, height = self.size_px
        info = xr.SwapchainCreateInfo(
            usage_flags=usage, format=pixel_format, sample_count=1, width=width, height=height, face_count=1,
            array_size=1, mip_count=1,
        )  # fmt: skip
        return xr.create_swapchain(session, info)

    def _view(self, part: Part) -> xr.CompositionLayerProjectionView:
        left, bottom, width, height = part
        rectangle = xr.Rect2Di(xr.Offset2Di(left, bottom), xr.Extent2Di(width, height))
        return xr.CompositionLayerProjectionView(sub_image=xr.SwapchainSubImage(self._handle, rectangle, 0))

    def _prepare_calls(self) -> None:
        """What `copy` calls with, made once."""
        self._address = address_of(self._handle)
        self._index, self._patience = ctypes.c_uint32(), xr.SwapchainImageWaitInfo(timeout=xr.INFINITE_DURATION)
        self._index_address, self._patience_address = ctypes.addressof(self._index), ctypes.addressof(self._patience)
        self._acquire = function("xrAcquireSwapchainImage", Address, Address, Address)
        self._wait = function("xrWaitSwapchainImage", Address, Address)
        self._release = function("xrReleaseSwapchainImage", Address, Address)

    def copy(self, texture: int) -> None:
        """Copies a texture (an OpenGL name) with both eyes into the next image."""
        if texture != self._texture:
            self._gl.attach(self._source, texture)
            self._texture = texture
        check(self._acquire(self._address, None, self._index_address))
        check(self._wait(self._address, self._patience_address))
        self._last = self._targets[self._index.value]
        try:
            self._gl.copy(self._source, self._last, *self.size_px)
        finally:
            check(self._release(self._address, None))

    def shown(self, views: ctypes.Array[xr.View]) -> ctypes.Array[xr.CompositionLayerProjectionView]:
        """What the runtime shows of each eye: pose and field of view as located, its part of the picture."""
        start = VIEW_BYTES.start
        for view, shown in zip(views, self._shown, strict=True):
            ctypes.memmove(ctypes.addressof(shown) + start, ctypes.addressof(view) + start, _VIEW_BYTES)
        return self._shown

    def read_back(self) -> list[NDArray[np.uint8]]:
        """What the runtime was last given, (height, width, 4), row 0 on top, left eye first. For tests."""
        wide, high = self.size_px
        whole = np.frombuffer(self._gl.read(self._last, wide, high), np.uint8).reshape(high, wide, 4)
        return [
            whole[bottom : bottom + height, left : left + width][::-1].copy()
            for left, bottom, width, height in self._parts
        ]

    def close(self) -> None:
        """Destroys the swapchain and gives the framebuffers back; idempotent."""
        handle, self._handle = self._handle, None
        if handle is not None:
            self._gl.delete(self._buffers)
            quietly(xr.destroy_swapchain, handle)
