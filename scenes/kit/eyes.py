"""Both eyes of a headset: a picture each, of the size the headset wants; the window then mirrors the left one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panda3d.core import (
    Camera,
    CardMaker,
    DisplayRegion,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    LQuaternionf,
    NodePath,
    OrthographicLens,
    PerspectiveLens,
    SamplerState,
    Texture,
    WindowProperties,
)

from scenes.kit.engine import EngineError
from scenes.kit.front_layer import FrontLayer
from scenes.kit.renderer import BACKGROUND, Renderer

_BEFORE_THE_WINDOW = -20
_FRONT_SORT, _MIRROR_SORT = 10, 20


@dataclass
class _Eye:
    buffer: GraphicsOutput
    texture: Texture
    lens: PerspectiveLens
    path: NodePath


class EyeViews:
    """Opened when a headset comes, closed when it goes. Two passes over the scene, one an eye."""

    def __init__(self, renderer: Renderer, layer: FrontLayer) -> None:
        self._renderer, self._layer = renderer, layer
        self._eyes: list[_Eye] = []
        self._mirror: tuple[DisplayRegion, NodePath] | None = None
        self._aspect = 0.0
        self._shown = False

    @property
    def is_open(self) -> bool:
        """Whether there are eyes to draw for."""
        return bool(self._eyes)

    def open(self, sizes: Sequence[tuple[int, int]]) -> None:
        """A picture for each eye, left first, with the window's multisampling. EngineError when the driver refuses."""
        self.close()
        try:
            self._eyes = [self._make(number, size) for number, size in enumerate(sizes)]
        except EngineError:
            self.close()
            raise
        self._mirror = self._make_mirror()
        self._shown = True
        self.show(False)

    def _make(self, number: int, size_px: tuple[int, int]) -> _Eye:
        output = self._renderer.output
        window = output.output
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        if output.samples > 1:
            wanted.set_multisamples(output.samples)
        flags = GraphicsPipe.BF_refuse_window | GraphicsPipe.BF_fb_props_optional
        buffer = output.engine.make_output(
            output.pipe, f"eye {number}", _BEFORE_THE_WINDOW + number, wanted, WindowProperties.size(*size_px), flags,
            window.get_gsg(), output.host or window,
        )  # fmt: skip
        if buffer is None:
            raise EngineError(f"The graphics driver would not open an eye's picture of {size_px[0]} by {size_px[1]}.")
        texture = Texture(f"eye {number}")
        texture.set_minfilter(SamplerState.FT_linear)
        texture.set_magfilter(SamplerState.FT_linear)
        buffer.add_render_texture(texture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
        buffer.set_clear_color_active(False)
        lens = PerspectiveLens()
        lens.set_near_far(self._renderer.lens.get_near(), self._renderer.lens.get_far())
        path = self._cameras(number, lens, buffer)
        return _Eye(buffer, texture, lens, path)

    def _cameras(self, number: int, lens: PerspectiveLens, buffer: GraphicsOutput) -> NodePath:
        """The store's camera, and the front layer's below it."""
        camera = Camera(f"eye {number}", lens)
        camera.set_camera_mask(self._renderer.camera.node().get_camera_mask())
        path: NodePath = self._renderer.scene.attach_new_node(camera)
        front = Camera(f"front eye {number}", lens)
        front.set_camera_mask(self._layer.camera.node().get_camera_mask())
        for sort, seen in ((0, path), (_FRONT_SORT, path.attach_new_node(front))):
            region = buffer.make_display_region()
            region.set_sort(sort)
            region.set_camera(seen)
            region.set_clear_depth_active(True)
            region.set_clear_color_active(sort == 0)
            region.set_clear_color((*BACKGROUND, 1.0))
        return path

    def _make_mirror(self) -> tuple[DisplayRegion, NodePath]:
        root = NodePath("mirror")
        lens = OrthographicLens()
        lens.set_film_size(2.0, 2.0)
        region = self._renderer.output.output.make_display_region()
        region.set_sort(_MIRROR_SORT)
        region.set_camera(root.attach_new_node(Camera("mirror", lens)))
        self._aspect = 0.0
        return region, root

    def _cut_mirror(self) -> None:
        """Fills the window with the middle of the left eye's picture, undistorted."""
        window = self._renderer.output.output
        aspect = window.get_x_size() / max(1, window.get_y_size())
        if self._mirror is None or aspect == self._aspect:
            return
        self._aspect = aspect
        eye, root = self._eyes[0], self._mirror[1]
        own = eye.buffer.get_x_size() / max(1, eye.buffer.get_y_size())
        across, up = min(1.0, aspect / own) / 2, min(1.0, own / aspect) / 2
        for old in root.find_all_matches("card"):
            old.remove_node()
        maker = CardMaker("card")
        maker.set_frame(-1.0, 1.0, -1.0, 1.0)
        maker.set_uv_range((0.5 - across, 0.5 - up), (0.5 + across, 0.5 + up))
        card = root.attach_new_node(maker.generate())
        card.set_y(10.0)
        card.set_shader(self._renderer.programs.get("flat", "mirror"))
        card.set_shader_input("picture", eye.texture)
        card.set_depth_test(False)
        card.set_depth_write(False)

    def show(self, on: bool) -> None:
        """Draws the eyes and the mirror, or (off) the window's own view."""
        if self._mirror is None:
            return
        if on:
            self._cut_mirror()
        if on == self._shown:
            return
        self._shown = on
        for eye in self._eyes:
            eye.buffer.set_active(on)
        self._mirror[0].set_active(on)
        self._renderer.draw_own_view(not on)
        self._layer.draw_own_view(not on)

    def place(
        self,
        number: int,
        position: tuple[float, float, float],
        turn: tuple[float, float, float, float],
        tangents: tuple[float, float, float, float],
    ) -> None:
        """Puts an eye (metres; w, x, y, z). `tangents`: of left, right, upper and lower edge; left, down negative."""
        left, right, up, down = tangents
        eye = self._eyes[number]
        eye.path.set_pos_quat(position, LQuaternionf(*turn))
        eye.lens.set_film_size(right - left, up - down)
        eye.lens.set_film_offset((right + left) / 2, (up + down) / 2)
        eye.lens.set_focal_length(1.0)

    def textures(self) -> list[int]:
        """OpenGL names of the eyes' textures, left first."""
        gsg = self._renderer.output.output.get_gsg()
        objects = gsg.get_prepared_objects()
        return [int(eye.texture.prepare_now(0, objects, gsg).get_native_id()) for eye in self._eyes]

    def close(self) -> None:
        """Gives pictures and mirror back; the window shows its own view again. Idempotent."""
        self.show(False)
        eyes, self._eyes = self._eyes, []
        for eye in eyes:
            eye.path.remove_node()
            self._renderer.output.engine.remove_window(eye.buffer)
        mirror, self._mirror = self._mirror, None
        if mirror is not None:
            self._renderer.output.output.remove_display_region(mirror[0])
            mirror[1].remove_node()
