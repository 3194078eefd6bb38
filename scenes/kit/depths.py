"""How far away everything in the eyes' picture is, for runtimes that draw again from where the head has got to."""

from __future__ import annotations

from panda3d.core import (
    Camera,
    CardMaker,
    DepthTestAttrib,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    NodePath,
    OrthographicLens,
    RenderAttrib,
    SamplerState,
    Texture,
    WindowProperties,
)

from scenes.kit.engine import EngineError
from scenes.kit.renderer import Renderer


class Depths:
    """Reads the depths that `buffer` was drawn with (one sample of each pixel) into a texture, 0 near to 1 far.

    The nearest `front_share` of the buffer's range is taken for a range of its own, and so is the rest: both are spread
    over 0 to 1. `bits`: 24 for whole numbers, 32 for floating point. EngineError when the driver refuses.
    """

    def __init__(self, renderer: Renderer, buffer: GraphicsOutput, sort: int, bits: int, front_share: float) -> None:
        self._engine = renderer.output.engine
        size = buffer.get_x_size(), buffer.get_y_size()
        drawn = _nearest("depths as drawn")
        buffer.add_render_texture(drawn, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_depth)
        wanted = FrameBufferProperties()
        wanted.set_depth_bits(bits)
        wanted.set_float_depth(bits == 32)
        wanted.set_rgba_bits(8, 0, 0, 0)
        flags = GraphicsPipe.BF_refuse_window | GraphicsPipe.BF_fb_props_optional
        output = renderer.output
        made = self._engine.make_output(
            output.pipe, "depths", sort, wanted, WindowProperties.size(*size), flags,
            output.output.get_gsg(), output.host or output.output,
        )  # fmt: skip
        if made is None:
            raise EngineError("The graphics driver would not open a buffer for depths.")
        self.buffer: GraphicsOutput = made
        self.texture = _nearest("depths")
        made.add_render_texture(self.texture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_depth)
        made.set_clear_color_active(False)
        self._root = NodePath("depths")
        lens = OrthographicLens()
        lens.set_film_size(2.0, 2.0)
        region = made.make_display_region()
        region.set_camera(self._root.attach_new_node(Camera("depths", lens)))
        maker = CardMaker("card")
        maker.set_frame(-1.0, 1.0, -1.0, 1.0)
        card = self._root.attach_new_node(maker.generate())
        card.set_y(10.0)
        renderer.programs.dress(card, "flat", "depths")
        card.set_shader_inputs(picture=drawn, share=(front_share, 0.0, 0.0, 0.0))
        # Written whatever was there before, so that nothing need be cleared.
        card.set_attrib(DepthTestAttrib.make(RenderAttrib.M_always))

    def close(self) -> None:
        """Gives the buffer back; idempotent."""
        if not self._root.is_empty():
            self._root.remove_node()
            self._engine.remove_window(self.buffer)


def _nearest(name: str) -> Texture:
    texture = Texture(name)
    texture.set_minfilter(SamplerState.FT_nearest)
    texture.set_magfilter(SamplerState.FT_nearest)
    return texture
