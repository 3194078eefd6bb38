"""A session: its events, its frames. Knows nothing of hands or pictures."""

from __future__ import annotations

import ctypes
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xr

from client.headset.openxr.anchor import SpaceChange
from client.headset.openxr.choices import BASE_HZ, OPAQUE, blend_mode, refresh_rate
from client.headset.openxr.convert import pose_of
from client.headset.openxr.graphics import Binding
from client.headset.openxr.instance import REFRESH_RATE, Instance, in_words, quietly
from client.headset.openxr.states import Life

_log = logging.getLogger("vitrine.headset")
_STEREO = xr.ViewConfigurationType.PRIMARY_STEREO
_TRACKED = xr.ViewStateFlags.ORIENTATION_VALID_BIT.value | xr.ViewStateFlags.POSITION_VALID_BIT.value


@dataclass(frozen=True)
class Told:
    """A frame that was begun: the runtime's time of it and whether anybody sees it."""

    time: int
    seen: bool


@dataclass
class Heard:
    """What the events of one poll said beside the session's states."""

    space_changes: list[tuple[int, SpaceChange]]
    controllers: bool = False


class Session:
    """One session on one instance. Close it before its instance."""

    def __init__(self, instance: Instance, binding: Binding, wanted_hz: float = BASE_HZ) -> None:
        self._instance, self._wanted_hz = instance, wanted_hz
        self.life = Life()
        self._structure = binding.structure()
        pointer = ctypes.cast(ctypes.pointer(self._structure), ctypes.c_void_p)
        with in_words():
            modes = instance.blend_modes()
            self.blend = blend_mode(modes) or OPAQUE
            self.handle = xr.create_session(
                instance.handle, xr.SessionCreateInfo(system_id=instance.system, next=pointer)
            )
        self._begun: Told | None = None
        self.waited_s = 0.0
        """How long the last frame waited for its turn."""
        self.period_s = 0.0
        """How long the runtime shows a picture."""
        self.rate_hz: float | None = None

    def poll(self) -> Heard:
        """Handles all events that are waiting. Raises HeadsetLostError."""
        heard = Heard([])
        with in_words(lost=True):
            while True:
                try:
                    event = xr.poll_event(self._instance.handle)
                except xr.exception.EventUnavailable:
                    return heard
                self._hear(event, heard)

    def _hear(self, event: xr.EventDataBuffer, heard: Heard) -> None:
        try:
            kind = xr.StructureType(event.type)
        except ValueError:
            return  # an event of an extension that this program does not know
        match kind:
            case xr.StructureType.EVENT_DATA_SESSION_STATE_CHANGED:
                self._enter(int(_as(event, xr.EventDataSessionStateChanged).state))
            case xr.StructureType.EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING:
                changed = _as(event, xr.EventDataReferenceSpaceChangePending)
                before = pose_of(changed.pose_in_previous_space) if changed.pose_valid else None
                told = SpaceChange(int(changed.change_time), before)
                heard.space_changes.append((int(changed.reference_space_type), told))
            case xr.StructureType.EVENT_DATA_INTERACTION_PROFILE_CHANGED:
                heard.controllers = True
            case xr.StructureType.EVENT_DATA_INSTANCE_LOSS_PENDING:
                self.life.lose()
            case xr.StructureType.EVENT_DATA_EVENTS_LOST:
                _log.warning("the OpenXR runtime lost events")
            case xr.StructureType.EVENT_DATA_DISPLAY_REFRESH_RATE_CHANGED_FB:
                self.rate_hz = float(_as(event, xr.EventDataDisplayRefreshRateChangedFB).to_display_refresh_rate)
            case _:
                _log.debug("event %s", kind.name)

    def _enter(self, state: int) -> None:
        duty = self.life.enter(state)
        _log.info("session state %s", self.life.state.name)
        if duty == "begin":
            xr.begin_session(self.handle, xr.SessionBeginInfo(_STEREO))
            self.rate_hz = self._choose_rate()
        elif duty == "end":
            self._begun = None
            xr.end_session(self.handle)

    def _choose_rate(self) -> float | None:
        """Asks for the best refresh rate; what is in use stays where the runtime offers no choice."""
        if REFRESH_RATE not in self._instance.extensions:
            return None
        rates = (ctypes.c_float * 32)()
        count = ctypes.c_uint32(0)
        try:
            ask = self._function("xrEnumerateDisplayRefreshRatesFB", xr.PFN_xrEnumerateDisplayRefreshRatesFB)
            xr.check_result(xr.Result(ask(self.handle, 32, ctypes.byref(count), rates)))
            chosen = refresh_rate(list(rates)[: count.value], self._wanted_hz)
            if chosen is not None:
                request = self._function("xrRequestDisplayRefreshRateFB", xr.PFN_xrRequestDisplayRefreshRateFB)
                xr.check_result(xr.Result(request(self.handle, chosen)))
        except (xr.exception.ResultException, ValueError) as error:
            _log.info("the refresh rate stays as it is: %s", error)
            return None
        return chosen

    def _function(self, name: str, prototype: type) -> Callable[..., int]:
        found: Callable[..., int] = ctypes.cast(
            xr.get_instance_proc_addr(self._instance.handle, name),
            prototype,
        )
        return found

    def begin_frame(self) -> Told:
        """Waits for the next frame and begins it. Raises HeadsetLostError."""
        with in_words(lost=True):
            began = time.perf_counter()
            state = xr.wait_frame(self.handle, xr.FrameWaitInfo())
            self.waited_s, self.period_s = time.perf_counter() - began, int(state.predicted_display_period) / 1e9
            try:
                xr.begin_frame(self.handle, xr.FrameBeginInfo())
            except xr.exception.FrameDiscarded:
                _log.debug("a frame was discarded")  # it has begun all the same
            self._begun = Told(int(state.predicted_display_time), bool(state.should_render))
            return self._begun

    def end_frame(self, space: object = None, views: object = None) -> None:
        """Ends the frame that was begun, if any; without views it shows nothing. Raises HeadsetLostError."""
        begun, self._begun = self._begun, None
        if begun is None:
            return
        layers = []
        if views is not None:
            layer = xr.CompositionLayerProjection(space=space, views=views)
            layers.append(ctypes.byref(layer))
        blend = xr.EnvironmentBlendMode(self.blend)
        info = xr.FrameEndInfo(display_time=begun.time, environment_blend_mode=blend, layers=layers)
        with in_words(lost=True):
            xr.end_frame(self.handle, info)

    def views(self, space: object, time: int) -> Sequence[xr.View] | None:
        """Both eyes at a time; None while the head is not tracked. Raises HeadsetLostError."""
        with in_words(lost=True):
            state, views = xr.locate_views(self.handle, xr.ViewLocateInfo(_STEREO, time, space))
        return views if int(state.view_state_flags) & _TRACKED == _TRACKED else None

    def leave(self) -> None:
        """Asks the runtime to end the session; the states that follow come with `poll`."""
        if self.life.running:
            quietly(xr.request_exit_session, self.handle)

    def close(self) -> None:
        """Destroys the session; idempotent."""
        handle, self.handle = getattr(self, "handle", None), None
        if handle is not None:
            quietly(xr.destroy_session, handle)


def _as(event: xr.EventDataBuffer, kind: type) -> ctypes.Structure:
    return ctypes.cast(ctypes.byref(event), ctypes.POINTER(kind)).contents
