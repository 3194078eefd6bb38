"""Two eyes on off-screen buffers, for measuring what a stereo frame costs to submit: in one pass, as the shop draws
them, and in two passes, one an eye, to compare with."""

from __future__ import annotations

import math

from panda3d.core import (
    Camera,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    LQuaternionf,
    NodePath,
    PerspectiveLens,
    WindowProperties,
)

from scenes.kit.both_eyes import EyeLook
from scenes.kit.engine import EngineError, apply_settings, open_offscreen
from scenes.kit.environment import Environment
from scenes.kit.eyes import EyeViews
from scenes.kit.front_layer import FrontLayer
from scenes.kit.in_view import visible_geoms
from scenes.kit.renderer import Renderer
from scenes.showroom.route import Pose

EYE_PX = 512
EYES_APART_M = 0.064
FIELD_OF_VIEW = math.radians(100.0)
"""Field of view of a usual headset's eye; the eye's picture is square."""


class Eyes:
    """Both eyes of a visitor. `one_pass` or `two_passes` chooses what `draw` draws from then on. Close it when done."""

    def __init__(self, environment: Environment, samples: int = 1) -> None:
        apply_settings(headless=True)
        output = open_offscreen(16, 16, samples)
        # A headset takes the picture on the GPU; neither a copy to memory nor the window is to be measured.
        output.output.clear_render_textures()
        self.renderer = Renderer(output, environment)
        self._layer = FrontLayer(self.renderer)
        self._views = EyeViews(self.renderer, self._layer)
        self._views.open([(EYE_PX, EYE_PX)] * 2)
        self._looks: list[EyeLook] = []
        self._apart = [_Apart(self.renderer, self._layer, number) for number in range(2)]
        self.renderer.draw()
        output.output.set_active(False)
        self.one_pass()

    def one_pass(self) -> None:
        """Both eyes at once."""
        self._views.show(True)
        for eye in self._apart:
            eye.buffer.set_active(False)

    def two_passes(self) -> None:
        """One eye after the other, each into a buffer of its own."""
        self._views.show(False)
        for eye in self._apart:
            eye.buffer.set_active(True)

    def place(self, pose: Pose) -> None:
        """Both eyes are at a pose's head from now on."""
        half, reach = EYES_APART_M / 2, math.tan(FIELD_OF_VIEW / 2)
        across, ahead = math.cos(pose.heading_rad) * half, math.sin(pose.heading_rad) * half
        looks = []
        for side, eye in zip((-1, 1), self._apart, strict=True):
            where = (pose.x_m + side * across, pose.y_m + side * ahead, pose.eye_m)
            eye.path.set_hpr(math.degrees(pose.heading_rad), math.degrees(pose.pitch_rad), 0.0)
            w, x, y, z = eye.path.get_quat()
            looks.append(EyeLook(where, (w, x, y, z), (-reach, reach, reach, -reach)))
            eye.place(looks[-1])
        self._looks = looks
        self._views.place(looks)

    def geoms(self) -> tuple[int, int]:
        """Geoms that the left and the right eye see, as culling decides."""
        left, right = (sum(n for n, _ in visible_geoms(self.renderer.scene, eye.path)) for eye in self._apart)
        return left, right

    def geoms_at_once(self) -> int:
        """Geoms that the camera between the eyes sees."""
        return sum(count for count, _ in visible_geoms(self.renderer.scene, self._views.camera))

    def draw(self) -> None:
        """One frame of both eyes, putting them where they are included."""
        if self._views.shown:
            self._views.place(self._looks)
        else:
            for look, eye in zip(self._looks, self._apart, strict=True):
                eye.place(look)
        self.renderer.draw()

    def driver(self) -> str:
        """What would draw."""
        return str(self.renderer.output.output.get_gsg().get_driver_renderer())

    def close(self) -> None:
        """Gives everything back; idempotent."""
        self._views.close()
        for eye in self._apart:
            eye.close()
        self._layer.close()
        self.renderer.close()


class _Apart:
    """One eye as a pass of its own: store, then front layer."""

    def __init__(self, renderer: Renderer, layer: FrontLayer, number: int) -> None:
        self._engine = renderer.output.engine
        output = renderer.output
        wanted = FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        if output.samples > 1:
            wanted.set_multisamples(output.samples)
        buffer = self._engine.make_output(
            output.pipe, f"eye {number}", number, wanted, WindowProperties.size(EYE_PX, EYE_PX),
            GraphicsPipe.BF_refuse_window | GraphicsPipe.BF_fb_props_optional, output.output.get_gsg(), output.host,
        )  # fmt: skip
        if buffer is None:
            raise EngineError("The graphics driver would not open a buffer for an eye.")
        self.buffer: GraphicsOutput = buffer
        self._lens = lens = PerspectiveLens()
        lens.set_near_far(renderer.lens.get_near(), renderer.lens.get_far())
        self.path: NodePath = renderer.scene.attach_new_node(Camera(f"eye {number}", lens))
        front = self.path.attach_new_node(Camera(f"front eye {number}", lens))
        for sort, camera, like in ((0, self.path, renderer.camera), (10, front, layer.camera)):
            camera.node().set_camera_mask(like.node().get_camera_mask())
            region = buffer.make_display_region()
            region.set_sort(sort)
            region.set_camera(camera)
            region.set_clear_depth_active(True)
            region.set_clear_color_active(sort == 0)

    def place(self, look: EyeLook) -> None:
        left, right, up, down = look.tangents
        self.path.set_pos_quat(look.position, LQuaternionf(*look.turn))
        self._lens.set_film_size(right - left, up - down)
        self._lens.set_film_offset((right + left) / 2, (up + down) / 2)
        self._lens.set_focal_length(1.0)

    def close(self) -> None:
        if not self.path.is_empty():
            self.path.remove_node()
            self._engine.remove_window(self.buffer)
