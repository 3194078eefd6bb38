"""The runtime's pictures: one swapchain an eye, filled from the textures that the eyes were drawn into."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xr
from numpy.typing import NDArray

from client.headset.api import Part
from client.headset.openxr.choices import swapchain_format
from client.headset.openxr.errors import HeadsetError
from client.headset.openxr.instance import quietly

# PyOpenGL logs once that it found no accelerator module; nothing of this program needs one.
logging.getLogger("OpenGL.acceleratesupport").setLevel(logging.ERROR)


@dataclass
class EyeChain:
    """A swapchain and its images as OpenGL textures."""

    handle: object
    images: list[int]
    size_px: tuple[int, int]


class Swapchains:
    """Both eyes' swapchains. `copy` needs the context that the textures belong to."""

    def __init__(self, session: object, sizes: Sequence[tuple[int, int]]) -> None:
        self.eyes: list[EyeChain] = []
        self._buffers: list[int] = []
        self._last_images: list[int] = []
        pixel_format = swapchain_format([int(f) for f in xr.enumerate_swapchain_formats(session)])
        if pixel_format is None:
            raise HeadsetError("The OpenXR runtime takes no 8 bit colours, which this program draws.")
        usage = (
            xr.SwapchainUsageFlags.COLOR_ATTACHMENT_BIT
            | xr.SwapchainUsageFlags.SAMPLED_BIT
            | xr.SwapchainUsageFlags.TRANSFER_DST_BIT
        )
        for width, height in sizes:
            info = xr.SwapchainCreateInfo(
                usage_flags=usage, format=pixel_format, sample_count=1, width=width, height=height, face_count=1,
                array_size=1, mip_count=1,
            )  # fmt: skip
            handle = xr.create_swapchain(session, info)
            images = [i.image for i in xr.enumerate_swapchain_images(handle, xr.SwapchainImageOpenGLKHR)]
            self.eyes.append(EyeChain(handle, images, (width, height)))

    def copy(self, texture: int, parts: Sequence[Part]) -> None:
        """Copies each eye's part of a texture (an OpenGL name) into the next image, of the same size, of its chain."""
        self._last_images = []
        for eye, part in zip(self.eyes, parts, strict=True):
            index = xr.acquire_swapchain_image(eye.handle, xr.SwapchainImageAcquireInfo())
            xr.wait_swapchain_image(eye.handle, xr.SwapchainImageWaitInfo(timeout=xr.INFINITE_DURATION))
            self._last_images.append(eye.images[index])
            try:
                self._blit(texture, part, eye.images[index])
            finally:
                xr.release_swapchain_image(eye.handle, xr.SwapchainImageReleaseInfo())

    def _blit(self, source: int, part: Part, target: int) -> None:
        """Bytes as they are: with FRAMEBUFFER_SRGB off nothing is converted (OpenGL 4.4 specification, 18.3.1)."""
        from OpenGL import GL

        if not self._buffers:
            self._buffers = [int(name) for name in GL.glGenFramebuffers(2)]
        left, bottom, width, height = part
        right, top = left + width, bottom + height
        bound = [
            int(GL.glGetIntegerv(which)) for which in (GL.GL_READ_FRAMEBUFFER_BINDING, GL.GL_DRAW_FRAMEBUFFER_BINDING)
        ]
        switched = [state for state in (GL.GL_SCISSOR_TEST, GL.GL_FRAMEBUFFER_SRGB) if GL.glIsEnabled(state)]
        for state in switched:
            GL.glDisable(state)
        for target_kind, name, picture in (
            (GL.GL_READ_FRAMEBUFFER, self._buffers[0], source),
            (GL.GL_DRAW_FRAMEBUFFER, self._buffers[1], target),
        ):
            GL.glBindFramebuffer(target_kind, name)
            GL.glFramebufferTexture2D(target_kind, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, picture, 0)
        GL.glBlitFramebuffer(left, bottom, right, top, 0, 0, width, height, GL.GL_COLOR_BUFFER_BIT, GL.GL_NEAREST)
        for state in switched:
            GL.glEnable(state)
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, bound[0])
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, bound[1])

    def read_back(self) -> list[NDArray[np.uint8]]:
        """What the runtime was last given, (height, width, 4), row 0 on top, left eye first. For tests."""
        from OpenGL import GL

        pictures = []
        bound = int(GL.glGetIntegerv(GL.GL_READ_FRAMEBUFFER_BINDING))
        for eye, image in zip(self.eyes, self._last_images, strict=True):
            width, height = eye.size_px
            GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self._buffers[0])
            GL.glFramebufferTexture2D(GL.GL_READ_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, image, 0)
            GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
            raw = GL.glReadPixels(0, 0, width, height, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE)
            pictures.append(np.frombuffer(raw, np.uint8).reshape(height, width, 4)[::-1].copy())
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, bound)
        return pictures

    def projection_views(self, views: Sequence[object]) -> object:
        """What the runtime shows of each eye: pose and field of view as located, the whole picture."""
        shown = (xr.CompositionLayerProjectionView * len(self.eyes))()
        for number, (eye, view) in enumerate(zip(self.eyes, views, strict=True)):
            width, height = eye.size_px
            rectangle = xr.Rect2Di(xr.Offset2Di(0, 0), xr.Extent2Di(width, height))
            shown[number] = xr.CompositionLayerProjectionView(
                pose=view.pose,  # type: ignore[attr-defined]
                fov=view.fov,  # type: ignore[attr-defined]
                sub_image=xr.SwapchainSubImage(eye.handle, rectangle, 0),
            )
        return shown

    def close(self) -> None:
        """Destroys the swapchains and gives the two framebuffers back; idempotent."""
        eyes, self.eyes = self.eyes, []
        for eye in eyes:
            quietly(xr.destroy_swapchain, eye.handle)
        buffers, self._buffers = self._buffers, []
        if buffers:
            from OpenGL import GL

            GL.glDeleteFramebuffers(len(buffers), buffers)
