"""The graphics engine and its outputs: off screen (no display needed) or a window. No ShowBase, no builtins."""

from __future__ import annotations

from dataclasses import dataclass

from panda3d.core import (
    FrameBufferProperties,
    GraphicsEngine,
    GraphicsOutput,
    GraphicsPipe,
    GraphicsPipeSelection,
    RenderState,
    Texture,
    TransformState,
    WindowProperties,
    load_prc_file_data,
)

_COMMON = """
gl-version 3 3
gl-coordinate-system default
sync-video true
textures-power-2 none
gl-cube-map-seamless true
audio-library-name null
model-cache-dir
garbage-collect-states true
garbage-collect-states-rate 0.1
notify-level-glgsg warning
notify-level-display warning
notify-level-egldisplay error
state-cache true
transform-cache true
"""


class EngineError(Exception):
    """The graphics driver did not give what drawing needs; the sentence says what was tried."""


@dataclass(frozen=True)
class Output:
    """An output to draw on and the engine that draws it. `frame` is what was drawn last (off screen only)."""

    engine: GraphicsEngine
    output: GraphicsOutput
    host: GraphicsOutput | None
    frame: Texture | None
    samples: int
    pipe: GraphicsPipe
    """Kept so that the driver's display outlives what was opened on it."""


def apply_settings(headless: bool) -> None:
    """Panda3D's settings, by hand. Call once, before anything is opened."""
    display = "load-display p3headlessgl" if headless else "load-display pandagl"
    load_prc_file_data("vitrine", f"{_COMMON}\n{display}\nwindow-type {'offscreen' if headless else 'onscreen'}\n")


def collect_states() -> None:
    """Frees some of the states nothing uses any more, and with them their textures. Once a frame.

    Panda3D leaves this to the application (ShowBase does it in a task); without it memory grows with every walk.
    """
    TransformState.garbage_collect()
    RenderState.garbage_collect()


def _properties(samples: int) -> FrameBufferProperties:
    wanted = FrameBufferProperties()
    wanted.set_rgba_bits(8, 8, 8, 8)
    wanted.set_depth_bits(24)
    if samples > 1:
        wanted.set_multisamples(samples)
    return wanted


def open_offscreen(width_px: int, height_px: int, samples: int = 4) -> Output:
    """A buffer to draw on without any display. Raises EngineError when the driver has none."""
    engine = GraphicsEngine.get_global_ptr()
    pipe = GraphicsPipeSelection.get_global_ptr().make_default_pipe()
    if pipe is None:
        raise EngineError("No graphics driver for off-screen drawing was found (OpenGL through EGL).")
    refuse = GraphicsPipe.BF_refuse_window
    host = engine.make_output(pipe, "host", 0, _properties(0), WindowProperties.size(1, 1), refuse)
    if host is None:
        raise EngineError("The graphics driver would not open an off-screen buffer.")
    engine.open_windows()
    flags = refuse | GraphicsPipe.BF_fb_props_optional
    size = WindowProperties.size(width_px, height_px)
    output = engine.make_output(pipe, "view", 1, _properties(samples), size, flags, host.get_gsg(), host)
    if output is None:
        raise EngineError(f"The graphics driver would not open a buffer of {width_px} by {height_px} pixels.")
    frame = Texture("frame")
    output.add_render_texture(frame, GraphicsOutput.RTM_copy_ram, GraphicsOutput.RTP_color)
    host.set_active(False)
    engine.open_windows()
    return Output(engine, output, host, frame, output.get_fb_properties().get_multisamples(), pipe)


def open_window(title: str, width_px: int, height_px: int, samples: int = 4, fullscreen: bool = False) -> Output:
    """A window on the desktop. Raises EngineError when there is no display."""
    engine = GraphicsEngine.get_global_ptr()
    pipe = GraphicsPipeSelection.get_global_ptr().make_default_pipe()
    if pipe is None:
        raise EngineError("No graphics driver for windows was found; is there a display?")
    wanted = WindowProperties.size(width_px, height_px)
    wanted.set_title(title)
    wanted.set_fullscreen(fullscreen)
    flags = GraphicsPipe.BF_require_window | GraphicsPipe.BF_fb_props_optional
    properties = _properties(samples)
    # Without a back buffer what is drawn never reaches the screen.
    properties.set_back_buffers(1)
    output = engine.make_output(pipe, "window", 0, properties, wanted, flags)
    if output is None:
        raise EngineError("A window could not be opened; is there a display?")
    engine.open_windows()
    return Output(engine, output, None, None, output.get_fb_properties().get_multisamples(), pipe)
