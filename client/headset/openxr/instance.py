"""The runtime and the device: instance, system, what they offer."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import xr

from client.headset.openxr.bindings import PROFILES
from client.headset.openxr.errors import HeadsetError, HeadsetLostError

OPENGL = "XR_KHR_opengl_enable"
REFRESH_RATE = "XR_FB_display_refresh_rate"
LOCAL_FLOOR = "XR_EXT_local_floor"
HAND_TRACKING = "XR_EXT_hand_tracking"
HAND_SOURCE = "XR_EXT_hand_tracking_data_source"
DEPTH_LAYER = "XR_KHR_composition_layer_depth"
_OPTIONAL = (REFRESH_RATE, LOCAL_FLOOR, HAND_TRACKING, HAND_SOURCE, DEPTH_LAYER)

_SENTENCES: dict[str, str] = {
    "RuntimeUnavailableError": "The OpenXR runtime that is set up here cannot be loaded; install it again, or make "
    "that of your headset (SteamVR, Meta Quest Link, Varjo, Monado ...) the system's active one.",
    "RuntimeFailureError": "The OpenXR runtime is installed but does not answer. Start it (SteamVR, the headset's own "
    "program, or the Monado service).",
    "FormFactorUnavailableError": "The OpenXR runtime runs, but no headset is connected to it.",
    "FormFactorUnsupportedError": "The OpenXR runtime drives no headset that is worn on the head.",
    "ApiVersionUnsupportedError": "The OpenXR runtime is too old or too new for this program (OpenXR 1.0 is needed).",
    "GraphicsDeviceInvalidError": "The headset hangs on another graphics card than the one that draws the window.",
    "LimitReachedError": "The OpenXR runtime has no room for another program; end one of those that use it.",
    "FileAccessErrorError": "The file that names the OpenXR runtime cannot be read; install the runtime again.",
    "FileContentsInvalidError": "The file that names the OpenXR runtime is broken; install the runtime again.",
}
_LOST = ("InstanceLostError", "SessionLostError", "SessionLossPending", "RuntimeFailureError")
NO_OPENGL = (
    "The OpenXR runtime {name} cannot show OpenGL pictures. With Windows Mixed Reality, "
    "use SteamVR as the active OpenXR runtime."
)


@contextmanager
def in_words(lost: bool = False) -> Iterator[None]:
    """Turns failures of the runtime into HeadsetError, or HeadsetLostError where a session ran (`lost`)."""
    try:
        yield
    except xr.exception.ResultException as cause:
        name = type(cause).__name__
        if lost or (name in _LOST[:3]):
            raise HeadsetLostError(f"The headset went away ({name}).") from cause
        raise HeadsetError(_SENTENCES.get(name, f"The headset cannot be used: {cause} ({name}).")) from cause


class Instance:
    """An instance and its head-mounted system. Close it when done; closing twice is fine."""

    def __init__(self, graphics: Sequence[str] = ()) -> None:
        """`graphics`: extensions of the platform's binding beside OpenGL, used where offered."""
        # The loader writes of every runtime that it does not find to the console; the sentences here say it better.
        os.environ.setdefault("XR_LOADER_DEBUG", "none")
        with in_words():
            self.offered = {e.extension_name.decode() for e in xr.enumerate_instance_extension_properties()}
        wanted = (*_OPTIONAL, *graphics, *(p.extension for p in PROFILES if p.extension))
        self.extensions = [OPENGL, *(name for name in wanted if name in self.offered)]
        if OPENGL not in self.offered:
            raise HeadsetError(NO_OPENGL.format(name="in use"))
        application = xr.ApplicationInfo("Vitrine", 1, "Panda3D", 1, xr.Version(1, 0, 0))
        info = xr.InstanceCreateInfo(application_info=application, enabled_extension_names=self.extensions)
        with in_words():
            self.handle = xr.create_instance(info)
        try:
            with in_words():
                self.system = xr.get_system(self.handle, xr.SystemGetInfo(xr.FormFactor.HEAD_MOUNTED_DISPLAY))
                self.name = xr.get_instance_properties(self.handle).runtime_name.decode()
                self._check_graphics()
        except HeadsetError:
            self.close()
            raise

    def _check_graphics(self) -> None:
        """A runtime refuses a session of a program that never asked what graphics it needs."""
        ask = ctypes.cast(
            xr.get_instance_proc_addr(self.handle, "xrGetOpenGLGraphicsRequirementsKHR"),
            xr.PFN_xrGetOpenGLGraphicsRequirementsKHR,
        )
        needed = xr.GraphicsRequirementsOpenGLKHR()
        result = xr.check_result(xr.Result(ask(self.handle, self.system, ctypes.byref(needed))))
        if result.is_exception():
            raise result

    def blend_modes(self) -> list[int]:
        """Blend modes offered, the runtime's favourite first."""
        kind = xr.ViewConfigurationType.PRIMARY_STEREO
        return [int(mode) for mode in xr.enumerate_environment_blend_modes(self.handle, self.system, kind)]

    def eye_sizes(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """(recommended, largest) width and height in pixels, left eye first. Two of the largest fit in one picture."""
        limits = xr.get_system_properties(self.handle, self.system).graphics_properties
        kind = xr.ViewConfigurationType.PRIMARY_STEREO
        return [
            (
                (v.recommended_image_rect_width, v.recommended_image_rect_height),
                (
                    min(v.max_image_rect_width, limits.max_swapchain_image_width // 2),
                    min(v.max_image_rect_height, limits.max_swapchain_image_height),
                ),
            )
            for v in xr.enumerate_view_configuration_views(self.handle, self.system, kind)
        ]

    def close(self) -> None:
        """Destroys the instance; a runtime that is gone already does not matter."""
        handle, self.handle = getattr(self, "handle", None), None
        if handle is not None:
            quietly(xr.destroy_instance, handle)


def quietly(destroy: object, handle: object) -> None:
    """Destroys a handle of a runtime that may be gone."""
    try:
        destroy(handle)  # type: ignore[operator]
    except xr.exception.ResultException:
        return
