"""Both eyes of a headset in one pass: one picture, the left eye in its left half, everything drawn once for both.

The vertex programs do it (`shaders/views.glsl`): each Geom is drawn as two instances, one an eye, moved into the eye's
half and cut at the border. The camera stands between the eyes and sees what either sees, so one cull serves both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    Camera,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    LMatrix4d,
    LMatrix4f,
    LQuaternionf,
    LVecBase4f,
    NodePath,
    PerspectiveLens,
    Plane,
    PlaneNode,
    PTA_LMatrix4f,
    RenderState,
    SamplerState,
    Texture,
    WindowProperties,
)

from scenes.kit.both_eyes import BothEyes, EyeLook, Setting
from scenes.kit.depths import Depths
from scenes.kit.engine import EngineError
from scenes.kit.front_layer import FrontLayer
from scenes.kit.mirror import Mirror
from scenes.kit.renderer import BACKGROUND, Renderer

_BEFORE_THE_WINDOW = -20
_FRONT_SORT = 10
_SLACK = 1e-3
"""How much wider than needed the camera sees, as a tangent: eyes may tremble against each other."""
FRONT_SHARE = 0.1
"""How much of the range of depths is the front layer's: the nearest tenth. The store has the rest, so the layer hides
all of it without a second clearing, and the picture of depths keeps both."""

U8 = NDArray[np.uint8]
Part = tuple[int, int, int, int]
"""Left, bottom, width, height of a part of a picture, in pixels."""


class _EyeInputs:
    """What the vertex programs are told of the eyes; changed in place, so that no render state is made anew."""

    def __init__(self, nearest: float, deepest: float, parts: Sequence[Part], size_px: tuple[int, int]) -> None:
        """Depths (0..1) between which this camera draws; where in the picture each eye is."""
        self._into = [_into_part(part, size_px, nearest, deepest) for part in parts]
        self._columns = [part[0] for part in parts]
        self._eyes = PTA_LMatrix4f.empty_array(3)

    def state(self, border: NodePath) -> RenderState:
        """What a camera puts under everything it draws."""
        path = NodePath("two eyes")
        path.set_instance_count(2)
        path.set_shader_input("eyes", self._eyes)
        # A clip plane is how the engine is asked for gl_ClipDistance[0]; the plane itself is looked at by nobody.
        path.set_clip_plane(border)
        return path.get_state()

    def set(self, setting: Setting) -> None:
        at = [LVecBase4f(*place, column) for place, column in zip(setting.at, self._columns, strict=True)]
        self._eyes.set_element(2, LMatrix4f(*at, *at))
        for number in range(2):
            clip = setting.clip[number] * self._into[number]
            self._eyes.set_element(number, LMatrix4f(*(LVecBase4f(*clip.get_row(row)) for row in range(4))))


def _into_part(part: Part, size_px: tuple[int, int], nearest: float, deepest: float) -> LMatrix4d:
    """From an eye's clip space to its part of the whole picture's, and to a part of the range of depths."""
    (left, bottom, width, height), (wide, high) = part, size_px
    across, up = (2 * left + width) / wide - 1.0, (2 * bottom + height) / high - 1.0
    return LMatrix4d(
        width / wide, 0.0, 0.0, 0.0,
        0.0, height / high, 0.0, 0.0,
        0.0, 0.0, deepest - nearest, 0.0,
        across, up, deepest + nearest - 1.0, 1.0,
    )  # fmt: skip


@dataclass
class _Opened:
    buffer: GraphicsOutput
    picture: Texture
    parts: tuple[Part, ...]
    lens: PerspectiveLens
    camera: NodePath
    cameras: tuple[Camera, Camera]
    inputs: tuple[_EyeInputs, _EyeInputs]
    mirror: Mirror
    both: BothEyes
    setting: Setting | None = None
    depths: Depths | None = None

    def place(self, looks: Sequence[EyeLook]) -> None:
        self.both.place(looks)
        self.camera.set_pos_quat(self.both.position, LQuaternionf(*self.both.turn))
        if self.both.setting is self.setting:
            return
        self.setting = self.both.setting
        left, right, up, down = self.setting.tangents
        self.lens.set_film_size(right - left + 2 * _SLACK, up - down + 2 * _SLACK)
        self.lens.set_film_offset((right + left) / 2, (up + down) / 2)
        self.lens.set_focal_length(1.0)
        for inputs in self.inputs:
            inputs.set(self.setting)


class EyeViews:
    """Opened when a headset comes, closed when it goes. The window then mirrors the left eye."""

    def __init__(self, renderer: Renderer, layer: FrontLayer) -> None:
        self._renderer, self._layer = renderer, layer
        self._opened: _Opened | None = None
        self._shown = False

    @property
    def is_open(self) -> bool:
        """Whether there are eyes to draw for."""
        return self._opened is not None

    @property
    def shown(self) -> bool:
        """Whether the eyes are drawn, and the window only mirrors them."""
        return self.is_open and self._shown

    @property
    def camera(self) -> NodePath:
        """The camera between the eyes; its view holds both eyes' views."""
        return self._eyes().camera

    def open(self, sizes: Sequence[tuple[int, int]], depth_bits: int = 0) -> None:
        """A picture with a half for each eye (left first; width and height in pixels), with the window's multisampling.

        `depth_bits`: 24 (whole numbers) or 32 (floating point) for a texture of depths beside it, 0 for none; it costs
        resolving them and a pass over the picture. EngineError when the driver refuses.
        """
        self.close()
        wide, high = (max(size[axis] for size in sizes) for axis in (0, 1))
        parts = tuple((number * wide, 0, width, height) for number, (width, height) in enumerate(sizes))
        buffer, picture = self._make_buffer(2 * wide, high)
        lens = PerspectiveLens()
        own = self._renderer.lens
        # An eye that is turned aside sees nearer and farther than the camera along the camera's own axis.
        lens.set_near_far(own.get_near() / 4, own.get_far() * 2)
        inputs = (
            _EyeInputs(FRONT_SHARE, 1.0, parts, (2 * wide, high)),
            _EyeInputs(0.0, FRONT_SHARE, parts, (2 * wide, high)),
        )
        border = NodePath(PlaneNode("border between the eyes", Plane(0.0, 0.0, 0.0, 1.0)))
        self._renderer.programs.prepare(self._renderer.output.output.get_gsg().get_prepared_objects())
        path, cameras = self._make_cameras(lens, [each.state(border) for each in inputs], buffer)
        window = self._renderer.output.output
        mirror = Mirror(window, self._renderer.programs, picture, parts[0])
        self._opened = _Opened(
            buffer, picture, parts, lens, path, cameras, inputs, mirror, BothEyes(own.get_near(), own.get_far())
        )  # fmt: skip
        self._shown = True
        self.show(False)
        if depth_bits:
            self._open_depths(self._opened, depth_bits)

    def _open_depths(self, opened: _Opened, bits: int) -> None:
        try:
            opened.depths = Depths(self._renderer, opened.buffer, _BEFORE_THE_WINDOW + 1, bits, FRONT_SHARE)
        except EngineError:
            self.close()
            raise
        opened.depths.buffer.set_active(False)

    def _make_buffer(self, width_px: int, height_px: int) -> tuple[GraphicsOutput, Texture]:
        output = self._renderer.output
        window = output.output
        most = window.get_gsg().get_max_texture_dimension()
        refused = f"The graphics driver would not open a picture of {width_px} by {height_px} for both eyes."
        if 0 < most < max(width_px, height_px):
            raise EngineError(refused)
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        if output.samples > 1:
            wanted.set_multisamples(output.samples)
        flags = GraphicsPipe.BF_refuse_window | GraphicsPipe.BF_fb_props_optional
        buffer = output.engine.make_output(
            output.pipe, "both eyes", _BEFORE_THE_WINDOW, wanted, WindowProperties.size(width_px, height_px), flags,
            window.get_gsg(), output.host or window,
        )  # fmt: skip
        if buffer is None:
            raise EngineError(refused)
        picture = Texture("both eyes")
        picture.setup_2d_texture(width_px, height_px, Texture.T_unsigned_byte, Texture.F_rgba8)
        picture.set_minfilter(SamplerState.FT_linear)
        picture.set_magfilter(SamplerState.FT_linear)
        buffer.add_render_texture(picture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
        buffer.set_clear_color_active(False)
        return buffer, picture

    def _make_cameras(
        self, lens: PerspectiveLens, states: Sequence[RenderState], buffer: GraphicsOutput
    ) -> tuple[NodePath, tuple[Camera, Camera]]:
        """The store's camera, and the front layer's below it. Their lens only culls."""
        store, front = Camera("eyes", lens), Camera("front eyes", lens)
        path: NodePath = self._renderer.scene.attach_new_node(store)
        region_cameras = ((0, store, path, self._renderer.camera), (_FRONT_SORT, front, None, self._layer.camera))
        for (sort, camera, seen, like), state in zip(region_cameras, states, strict=True):
            camera.set_camera_mask(like.node().get_camera_mask())
            camera.set_initial_state(state)
            self._renderer.programs.watch(camera)
            region = buffer.make_display_region()
            region.set_sort(sort)
            region.set_camera(seen or path.attach_new_node(camera))
            region.set_clear_depth_active(sort == 0)
            region.set_clear_color_active(sort == 0)
            region.set_clear_color((*BACKGROUND, 1.0))
        return path, (store, front)

    def show(self, on: bool) -> None:
        """Draws the eyes and the mirror, or (off) the window's own view."""
        opened = self._opened
        if opened is None:
            return
        if on or self._shown:
            opened.mirror.show(on)
        if on == self._shown:
            return
        self._shown = on
        opened.buffer.set_active(on)
        if opened.depths is not None:
            opened.depths.buffer.set_active(on)
        self._renderer.draw_own_view(not on)
        self._layer.draw_own_view(not on)

    def place(self, looks: Sequence[EyeLook]) -> None:
        """Puts both eyes, left first."""
        self._eyes().place(looks)

    def texture(self) -> int:
        """OpenGL name of the picture."""
        return self._name_of(self._eyes().picture)

    def depth_texture(self) -> int | None:
        """OpenGL name of the texture of depths (0 at the nearest to 1 at the farthest of `reach_m`), if asked for."""
        depths = self._eyes().depths
        return self._name_of(depths.texture) if depths is not None else None

    @property
    def reach_m(self) -> tuple[float, float]:
        """The nearest and the farthest that is drawn, along an eye's own axis."""
        return self._renderer.lens.get_near(), self._renderer.lens.get_far()

    def _name_of(self, texture: Texture) -> int:
        gsg = self._renderer.output.output.get_gsg()
        return int(texture.prepare_now(0, gsg.get_prepared_objects(), gsg).get_native_id())

    def parts(self) -> tuple[Part, ...]:
        """Where in the picture each eye is, left first."""
        return self._eyes().parts

    def pictures(self) -> list[U8]:
        """Each eye's part as drawn last, (height, width, 3) RGB with row 0 on top, left first. Slow: for tests."""
        opened = self._eyes()
        output = self._renderer.output
        if not output.engine.extract_texture_data(opened.picture, output.output.get_gsg()):
            raise ValueError("nothing was drawn yet")
        shape = opened.picture.get_y_size(), opened.picture.get_x_size(), -1
        pixels = np.frombuffer(memoryview(opened.picture.get_ram_image()), dtype=np.uint8).reshape(shape)
        return [
            np.ascontiguousarray(pixels[bottom : bottom + height, left : left + width][::-1, :, 2::-1])
            for left, bottom, width, height in opened.parts
        ]

    def _eyes(self) -> _Opened:
        if self._opened is None:
            raise ValueError("no eyes are open")
        return self._opened

    def close(self) -> None:
        """Gives picture and mirror back; the window shows its own view again. Idempotent."""
        self.show(False)
        opened, self._opened = self._opened, None
        if opened is None:
            return
        for camera in opened.cameras:
            self._renderer.programs.forget(camera)
        if opened.depths is not None:
            opened.depths.close()
        opened.mirror.close()
        opened.camera.remove_node()
        self._renderer.output.engine.remove_window(opened.buffer)
