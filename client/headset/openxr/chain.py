"""One of the runtime's swapchains: its images are taken, filled from a texture and given back."""

from __future__ import annotations

import ctypes

import xr

from client.headset.openxr.calls import Address, address_of, check, function
from client.headset.openxr.gl import DEPTHS, Gl, Plane
from client.headset.openxr.instance import quietly


class Chain:
    """A swapchain of one plane, colours or depths. `copy` needs the context that the textures belong to."""

    def __init__(self, session: object, gl: Gl, size_px: tuple[int, int], pixel_format: int, plane: Plane) -> None:
        """`pixel_format`: of OpenGL, one that the runtime offers."""
        self._gl, self._plane, self._size_px = gl, plane, size_px
        attached = xr.SwapchainUsageFlags.COLOR_ATTACHMENT_BIT
        if plane is DEPTHS:
            attached = xr.SwapchainUsageFlags.DEPTH_STENCIL_ATTACHMENT_BIT
        info = xr.SwapchainCreateInfo(
            usage_flags=attached | xr.SwapchainUsageFlags.SAMPLED_BIT | xr.SwapchainUsageFlags.TRANSFER_DST_BIT,
            format=pixel_format, sample_count=1, width=size_px[0], height=size_px[1], face_count=1, array_size=1,
            mip_count=1,
        )  # fmt: skip
        self.handle = xr.create_swapchain(session, info)
        images = [i.image for i in xr.enumerate_swapchain_images(self.handle, xr.SwapchainImageOpenGLKHR)]
        self._source, *self._targets = self._buffers = gl.framebuffers(1 + len(images))
        for buffer, image in zip(self._targets, images, strict=True):
            gl.attach(buffer, image, plane)
        self._texture = 0
        self._last = 0
        self._prepare_calls()

    def _prepare_calls(self) -> None:
        """What `copy` calls with, made once."""
        self._address = address_of(self.handle)
        self._index, self._patience = ctypes.c_uint32(), xr.SwapchainImageWaitInfo(timeout=xr.INFINITE_DURATION)
        self._index_address, self._patience_address = ctypes.addressof(self._index), ctypes.addressof(self._patience)
        self._acquire = function("xrAcquireSwapchainImage", Address, Address, Address)
        self._wait = function("xrWaitSwapchainImage", Address, Address)
        self._release = function("xrReleaseSwapchainImage", Address, Address)

    def part(self, left: int, bottom: int, width: int, height: int) -> xr.SwapchainSubImage:
        """A part of the images, in pixels, as the runtime is told of it."""
        rectangle = xr.Rect2Di(xr.Offset2Di(left, bottom), xr.Extent2Di(width, height))
        return xr.SwapchainSubImage(self.handle, rectangle, 0)

    def copy(self, texture: int) -> None:
        """Copies a texture (an OpenGL name) into the next image."""
        if texture != self._texture:
            self._gl.attach(self._source, texture, self._plane)
            self._texture = texture
        check(self._acquire(self._address, None, self._index_address))
        check(self._wait(self._address, self._patience_address))
        self._last = self._targets[self._index.value]
        try:
            self._gl.copy(self._source, self._last, *self._size_px, self._plane)
        finally:
            check(self._release(self._address, None))

    def read_back(self) -> bytes:
        """What was copied last, four bytes a pixel, the lowest row first. For tests."""
        return self._gl.read(self._last, *self._size_px, self._plane)

    def close(self) -> None:
        """Destroys the swapchain and gives the framebuffers back; idempotent."""
        handle, self.handle = self.handle, None
        if handle is not None:
            self._gl.delete(self._buffers)
            quietly(xr.destroy_swapchain, handle)
