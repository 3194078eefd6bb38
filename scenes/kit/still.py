"""Pictures of what a window shows, drawn beside it: a buffer gives the same pixels everywhere, a window need not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    NodePath,
    Texture,
    WindowProperties,
)

from scenes.kit.engine import EngineError
from scenes.kit.renderer import Renderer


class StillBuffer:
    """A buffer on the window's own driver. `cameras` are drawn one over the other, the first with its background."""

    def __init__(self, renderer: Renderer, cameras: Sequence[NodePath], background: tuple[float, float, float]) -> None:
        self._engine = renderer.output.engine
        window = renderer.output.output
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        if renderer.output.samples > 1:
            wanted.set_multisamples(renderer.output.samples)
        self.size_px = (window.get_x_size(), window.get_y_size())
        flags = GraphicsPipe.BF_refuse_window | GraphicsPipe.BF_fb_props_optional
        buffer = self._engine.make_output(
            window.get_pipe(), "still", 1, wanted, WindowProperties.size(*self.size_px), flags, window.get_gsg(), window
        )
        if buffer is None:
            raise EngineError("The graphics driver would not open a buffer beside the window.")
        self._buffer: GraphicsOutput = buffer
        self._frame = Texture("still")
        buffer.add_render_texture(self._frame, GraphicsOutput.RTM_copy_ram, GraphicsOutput.RTP_color)
        buffer.set_clear_color_active(False)
        for number, camera in enumerate(cameras):
            region = buffer.make_display_region()
            region.set_sort(number * 10)
            region.set_camera(camera)
            region.set_clear_depth_active(True)
            region.set_clear_color_active(number == 0)
            region.set_clear_color((*background, 1.0))
        buffer.set_active(False)

    def picture(self) -> NDArray[np.uint8]:
        """Draws now; (height, width, 3) RGB, row 0 on top."""
        self._buffer.set_active(True)
        self._engine.render_frame()
        self._buffer.set_active(False)
        width, height = self.size_px
        pixels = np.frombuffer(memoryview(self._frame.get_ram_image()), dtype=np.uint8).reshape(height, width, -1)
        return np.ascontiguousarray(pixels[::-1, :, 2::-1])

    def close(self) -> None:
        """Gives the buffer back."""
        self._engine.remove_window(self._buffer)
