"""A frame through the binding alone, nothing made of what it tells: what `vitrine bench xr` compares with.

Opens a session of its own; close the headset before.
"""

from __future__ import annotations

import ctypes
import time
from contextlib import ExitStack
from dataclasses import dataclass

import xr

from client.headset.openxr.actions import Actions
from client.headset.openxr.bindings import ACTIONS
from client.headset.openxr.choices import eye_size, swapchain_format
from client.headset.openxr.errors import HeadsetError
from client.headset.openxr.graphics import EGL_EXTENSION, current_binding
from client.headset.openxr.instance import Instance, in_words, quietly

_STEREO = xr.ViewConfigurationType.PRIMARY_STEREO


@dataclass(frozen=True)
class BareFrame:
    """Seconds that a frame's calls took, how many of them passed waiting for the frame's turn, and this thread's CPU
    time in them.
    """

    calls_s: float
    waited_s: float
    cpu_s: float
    focused: bool


class BareLoop:
    """A session without a shop. Call while the window's context is current; close it when done."""

    def __init__(self, quality: float) -> None:
        with ExitStack() as stack:
            binding = current_binding()
            self._structure = binding.structure()
            self._instance = Instance((binding.extension or EGL_EXTENSION,))
            stack.callback(self._instance.close)
            pointer = ctypes.cast(ctypes.pointer(self._structure), ctypes.c_void_p)
            with in_words():
                info = xr.SessionCreateInfo(system_id=self._instance.system, next=pointer)
                self._session = xr.create_session(self._instance.handle, info)
                stack.callback(quietly, xr.destroy_session, self._session)
                self._space, self._view = (self._made_space(kind) for kind in ("LOCAL", "VIEW"))
                self._chains = [self._made_chain(eye_size(*sizes, quality)) for sizes in self._instance.eye_sizes()]
                self._make_actions()
            self._running = self._focused = False
            self._resources = stack.pop_all()

    def _made_space(self, kind: str) -> object:
        return xr.create_reference_space(
            self._session, xr.ReferenceSpaceCreateInfo(xr.ReferenceSpaceType[kind], xr.Posef())
        )

    def _made_chain(self, size: tuple[int, int]) -> tuple[object, object]:
        wanted = swapchain_format([int(f) for f in xr.enumerate_swapchain_formats(self._session)])
        info = xr.SwapchainCreateInfo(
            usage_flags=xr.SwapchainUsageFlags.COLOR_ATTACHMENT_BIT, format=wanted, sample_count=1, width=size[0],
            height=size[1], face_count=1, array_size=1, mip_count=1,
        )  # fmt: skip
        handle = xr.create_swapchain(self._session, info)
        list(xr.enumerate_swapchain_images(handle, xr.SwapchainImageOpenGLKHR))
        return handle, xr.SwapchainSubImage(handle, xr.Rect2Di(xr.Offset2Di(0, 0), xr.Extent2Di(*size)), 0)

    def _make_actions(self) -> None:
        made = Actions(self._instance, self._session)
        self._set, self._spaces = made.set, list(made.spaces.values())
        self._asks = [
            (kind, xr.ActionStateGetInfo(action=made.actions[name], subaction_path=path))
            for name, kind in ACTIONS.items()
            for path in made.paths.values()
        ]

    def _poll(self) -> None:
        while True:
            try:
                event = xr.poll_event(self._instance.handle)
            except xr.exception.EventUnavailable:
                return
            if event.type != xr.StructureType.EVENT_DATA_SESSION_STATE_CHANGED:
                continue
            kind = ctypes.POINTER(xr.EventDataSessionStateChanged)
            state = xr.SessionState(ctypes.cast(ctypes.byref(event), kind).contents.state)
            self._focused = state == xr.SessionState.FOCUSED
            if state == xr.SessionState.READY:
                xr.begin_session(self._session, xr.SessionBeginInfo(_STEREO))
                self._running = True
            elif state == xr.SessionState.STOPPING:
                self._running = False
                xr.end_session(self._session)

    def frame(self) -> BareFrame | None:
        """One frame; None while the session does not run. Raises HeadsetError."""
        with in_words():
            began, cpu = time.perf_counter(), time.thread_time()
            self._poll()
            if not self._running:
                return None
            waits = time.perf_counter()
            state = xr.wait_frame(self._session, xr.FrameWaitInfo())
            waited = time.perf_counter() - waits
            xr.begin_frame(self._session, xr.FrameBeginInfo())
            at = state.predicted_display_time
            _, views = xr.locate_views(self._session, xr.ViewLocateInfo(_STEREO, at, self._space))
            xr.locate_space(self._view, self._space, at)
            self._ask_hands(at)
            self._show(at, views)
            busy = time.thread_time() - cpu
            return BareFrame(time.perf_counter() - began, waited, busy, self._focused)

    def _ask_hands(self, at: int) -> None:
        if not self._focused:
            return
        active = (xr.ActiveActionSet * 1)(xr.ActiveActionSet(action_set=self._set, subaction_path=xr.NULL_PATH))
        xr.sync_actions(self._session, xr.ActionsSyncInfo(count_active_action_sets=1, active_action_sets=active))
        for space in self._spaces:
            xr.locate_space(space, self._space, at)
        for kind, ask in self._asks:
            if kind == "float":
                xr.get_action_state_float(self._session, ask)
            elif kind == "button":
                xr.get_action_state_boolean(self._session, ask)
            elif kind == "stick":
                xr.get_action_state_vector2f(self._session, ask)

    def _show(self, at: int, views: object) -> None:
        shown = (xr.CompositionLayerProjectionView * len(self._chains))()
        for number, (chain, part) in enumerate(self._chains):
            xr.acquire_swapchain_image(chain, xr.SwapchainImageAcquireInfo())
            xr.wait_swapchain_image(chain, xr.SwapchainImageWaitInfo(timeout=xr.INFINITE_DURATION))
            xr.release_swapchain_image(chain, xr.SwapchainImageReleaseInfo())
            view = views[number]  # type: ignore[index]
            shown[number] = xr.CompositionLayerProjectionView(pose=view.pose, fov=view.fov, sub_image=part)
        layer = xr.CompositionLayerProjection(space=self._space, views=shown)
        opaque = xr.EnvironmentBlendMode.OPAQUE
        layers = [ctypes.byref(layer)]
        info = xr.FrameEndInfo(display_time=at, environment_blend_mode=opaque, layers=layers)
        xr.end_frame(self._session, info)

    def close(self) -> None:
        """Gives the session back; idempotent."""
        self._resources.close()


def finish_drawing() -> None:
    """Waits until the driver has drawn everything in the context that is current."""
    from OpenGL import GL

    GL.glFinish()


def require_focus(loop: BareLoop, patience_s: float) -> None:
    """Frames until the session has the input. Raises HeadsetError when it never gets it."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        frame = loop.frame()
        if frame is not None and frame.focused:
            return
        if frame is None:
            time.sleep(0.005)
    raise HeadsetError("The runtime gave the focus to nobody.")
