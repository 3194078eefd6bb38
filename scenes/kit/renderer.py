"""The renderer: a scene, a camera, the light all share, pictures of it.

Tone mapping happens in the surface shaders: multisampling then resolves colours as they are seen (no stair-steps along
bright lamps), and there is no extra full-screen pass to pay for on a small machine.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    AntialiasAttrib,
    Camera,
    CullBinManager,
    NodePath,
    PerspectiveLens,
    SamplerState,
    Texture,
)

from scenes.kit.engine import Output, collect_states
from scenes.kit.environment import Environment
from scenes.kit.shaders import Lighting, Programs


def environment_texture(environment: Environment) -> Texture:
    """The prefiltered cube map as a texture with all its levels."""
    texture = Texture("environment")
    n = environment.levels[0].shape[1]
    texture.setup_cube_map(n, Texture.T_half_float, Texture.F_rgba16)
    texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    levels = list(environment.levels)
    while levels[-1].shape[1] > 1:  # a driver takes a chain only when it is whole
        last, half = levels[-1], levels[-1].shape[1] // 2
        levels.append(last.reshape(6, half, 2, half, 2, 3).mean(axis=(2, 4)))
    for level, faces in enumerate(levels):
        pixels = np.ones((*faces.shape[:3], 4), dtype=np.float16)
        pixels[..., :3] = faces[..., ::-1]  # Panda3D keeps blue first
        target = texture.modify_ram_mipmap_image(level) if level else texture.modify_ram_image()
        memoryview(target).cast("B")[:] = pixels.view(np.uint8).reshape(-1).data
    return texture


def light_map_texture(pixels: NDArray[np.uint8]) -> Texture:
    """Light and ground seen from above, (rows, columns, 4) with row 0 at low y; channels as in lighting.glsl."""
    texture = Texture("light map")
    texture.setup_2d_texture(pixels.shape[1], pixels.shape[0], Texture.T_unsigned_byte, Texture.F_rgba)
    stored = np.ascontiguousarray(pixels[..., [2, 1, 0, 3]])
    memoryview(texture.modify_ram_image()).cast("B")[:] = stored.reshape(-1).data
    texture.set_minfilter(SamplerState.FT_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    texture.set_wrap_u(SamplerState.WM_clamp)
    texture.set_wrap_v(SamplerState.WM_clamp)
    return texture


BACKGROUND = (0.86, 0.88, 0.90)
"""Where nothing is drawn (sRGB)."""


class Renderer:
    """Owns the scene root, one camera and the shader programs. Close it when done; closing twice is fine."""

    def __init__(self, output: Output, environment: Environment, lighting: Lighting | None = None) -> None:
        self.output = output
        self.scene = NodePath("scene")
        self.lighting = lighting or Lighting(environment.sh, len(environment.levels) - 1)
        self.programs = Programs(self.lighting)
        self.lens = PerspectiveLens()
        self.lens.set_near_far(0.05, 150.0)
        self.camera = self.scene.attach_new_node(Camera("eye", self.lens))
        self._region = output.output.make_display_region()
        self._region.set_camera(self.camera)
        self._region.set_clear_color((*BACKGROUND, 1.0))
        self._region.set_clear_color_active(True)
        self._region.set_clear_depth_active(True)
        output.output.set_clear_color_active(False)
        self.scene.set_shader_input("env_map", environment_texture(environment))
        no_map = light_map_texture(np.full((1, 1, 4), (255, 0, 0, 0), dtype=np.uint8))
        self.scene.set_shader_inputs(light_map=no_map, floor_rect=(0.0, 0.0, 1.0, 1.0))
        self.scene.set_antialias(AntialiasAttrib.M_multisample if output.samples > 1 else AntialiasAttrib.M_none)
        bins = CullBinManager.get_global_ptr()
        bins.add_bin("overlay", CullBinManager.BT_fixed, 60)
        gsg = output.output.get_gsg()
        software = "llvmpipe" in gsg.get_driver_renderer() or "softpipe" in gsg.get_driver_renderer()
        # Anisotropic filtering in software costs minutes a frame on a floor seen at a slant.
        self.anisotropy = 1 if software else 8
        self._closed = False
        self.set_fov(math.radians(75.0))

    def set_fov(self, horizontal_rad: float) -> None:
        """Sets the horizontal field of view; the vertical one follows from the output's shape."""
        width, height = self.output.output.get_x_size(), self.output.output.get_y_size()
        self.lens.set_aspect_ratio(width / max(height, 1))
        self.lens.set_fov(math.degrees(horizontal_rad))

    def place_eye(self, x_m: float, y_m: float, z_m: float, heading_rad: float = 0.0, pitch_rad: float = 0.0) -> None:
        """Puts the camera: heading 0 looks along +y and grows counter-clockwise, pitch up is positive."""
        self.camera.set_pos_hpr(x_m, y_m, z_m, math.degrees(heading_rad), math.degrees(pitch_rad), 0.0)

    def draw(self) -> None:
        """Draws one frame and waits until it is done."""
        self.output.engine.render_frame()
        collect_states()

    def picture(self) -> NDArray[np.uint8]:
        """The frame drawn last, (height, width, 3) RGB with row 0 on top. Off-screen outputs only."""
        frame = self.output.frame
        if frame is None or not frame.has_ram_image():
            raise ValueError("nothing was drawn off screen yet")
        height, width = frame.get_y_size(), frame.get_x_size()
        pixels = np.frombuffer(memoryview(frame.get_ram_image()), dtype=np.uint8).reshape(height, width, -1)
        return np.ascontiguousarray(pixels[::-1, :, 2::-1])

    def screenshot(self, path: Path) -> None:
        """Draws and writes a PNG, whole or not at all."""
        from PIL import Image

        self.draw()
        partial = path.with_name(path.name + ".part")
        Image.fromarray(self.picture()).save(partial, format="PNG")
        partial.replace(path)

    def close(self) -> None:
        """Gives the output back to the driver."""
        if self._closed:
            return
        self._closed = True
        self.scene.remove_node()
        self.output.engine.remove_window(self.output.output)
        if self.output.host is not None:
            self.output.engine.remove_window(self.output.host)
