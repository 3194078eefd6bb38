"""Two eyes on one off-screen buffer, for measuring what a stereo frame costs to submit."""

from __future__ import annotations

import math

from panda3d.core import Camera, NodePath, PerspectiveLens

from scenes.kit.engine import apply_settings, open_offscreen
from scenes.kit.environment import Environment
from scenes.kit.in_view import visible_geoms
from scenes.kit.renderer import Renderer
from scenes.showroom.route import Pose

WIDTH_PX, HEIGHT_PX = 1024, 512
EYES_APART_M = 0.064
FIELD_OF_VIEW = math.radians(100.0)
"""Horizontal field of view of a usual headset's eye; the eye's picture is square."""


class Eyes:
    """The renderer's camera is the left eye; a second camera beside it the right one. Close it when done."""

    def __init__(self, environment: Environment) -> None:
        apply_settings(headless=True)
        output = open_offscreen(WIDTH_PX, HEIGHT_PX, 1)
        # A headset takes the picture on the GPU; copying it to memory would be measured too.
        output.output.clear_render_textures()
        self.renderer = Renderer(output, environment)
        lens = PerspectiveLens()
        lens.set_near_far(0.05, 150.0)
        for one in (self.renderer.lens, lens):
            one.set_aspect_ratio(1.0)
            one.set_fov(math.degrees(FIELD_OF_VIEW))
        self._right: NodePath = self.renderer.scene.attach_new_node(Camera("right eye", lens))
        region = output.output.make_display_region(0.5, 1.0, 0.0, 1.0)
        region.set_camera(self._right)
        region.set_clear_depth_active(True)

    def place(self, pose: Pose) -> None:
        """Puts both eyes at a pose's head."""
        half = EYES_APART_M / 2
        across, ahead = math.cos(pose.heading_rad) * half, math.sin(pose.heading_rad) * half
        self.renderer.place_eye(pose.x_m - across, pose.y_m - ahead, pose.eye_m, pose.heading_rad, pose.pitch_rad)
        self._right.set_pos_hpr(
            pose.x_m + across, pose.y_m + ahead, pose.eye_m, math.degrees(pose.heading_rad),
            math.degrees(pose.pitch_rad), 0.0,
        )  # fmt: skip

    def geoms(self) -> tuple[int, int]:
        """Geoms that the left and the right eye see, as culling decides."""
        camera = self.renderer.camera
        left = sum(count for count, _ in visible_geoms(self.renderer))
        kept = camera.get_transform()
        camera.set_transform(self._right.get_transform())
        right = sum(count for count, _ in visible_geoms(self.renderer))
        camera.set_transform(kept)
        return left, right

    def draw(self) -> None:
        """One frame of both eyes."""
        self.renderer.draw()

    def driver(self) -> str:
        """What would draw."""
        return str(self.renderer.output.output.get_gsg().get_driver_renderer())

    def close(self) -> None:
        """Gives everything back; idempotent."""
        self.renderer.close()
