"""A session: its events, its frames. Knows nothing of hands or pictures."""

from __future__ import annotations

import ctypes
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import xr

from client.headset.api import Fov, Pose
from client.headset.openxr.anchor import SpaceChange
from client.headset.openxr.calls import (
    FRAME,
    VIEWS,
    Address,
    address_of,
    check,
    function,
)
from client.headset.openxr.choices import BASE_HZ, OPAQUE, blend_mode, refresh_rate
from client.headset.openxr.convert import fov_from, pose_from, pose_of
from client.headset.openxr.errors import HeadsetError
from client.headset.openxr.graphics import Binding
from client.headset.openxr.instance import REFRESH_RATE, Instance, in_words, quietly
from client.headset.openxr.states import Life

_NO_EVENT, _DISCARDED = 4, 9
"""XR_EVENT_UNAVAILABLE, XR_FRAME_DISCARDED."""
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
        self._prepare_calls()
        self.rate_hz: float | None = None

    def _prepare_calls(self) -> None:
        """What each frame calls with, made once."""
        self._instance_address, self._address = address_of(self._instance.handle), address_of(self.handle)
        self._event, self._state = xr.EventDataBuffer(), xr.FrameState()
        self._event_address, self._state_address = ctypes.addressof(self._event), ctypes.addressof(self._state)
        self.located = (xr.View * 2)(xr.View(), xr.View())
        self._tracking, self._where, self._count = (
            xr.ViewState(),
            xr.ViewLocateInfo(_STEREO, 0, None),
            ctypes.c_uint32(),
        )
        addresses = [ctypes.addressof(each) for each in (self._where, self._tracking, self._count, self.located)]
        where, tracking, count, located = addresses
        self._views_call = (self._address, where, tracking, 2, count, located)
        self._layer = xr.CompositionLayerProjection()
        self._layers = (ctypes.c_void_p * 1)(ctypes.addressof(self._layer))
        self._end = xr.FrameEndInfo(environment_blend_mode=xr.EnvironmentBlendMode(self.blend))
        self._end._layers = ctypes.cast(self._layers, ctypes.POINTER(ctypes.POINTER(xr.CompositionLayerBaseHeader)))
        self._end_address = ctypes.addressof(self._end)
        self._poll_event = function("xrPollEvent", Address, Address)
        self._wait_frame = function("xrWaitFrame", Address, Address, Address)
        self._begin_frame = function("xrBeginFrame", Address, Address)
        self._end_frame = function("xrEndFrame", Address, Address)
        number = ctypes.c_uint32
        self._locate_views = function("xrLocateViews", Address, Address, Address, number, Address, Address)

    def poll(self) -> Heard:
        """Handles all events that are waiting. Raises HeadsetLostError."""
        heard = Heard([])
        with in_words(lost=True):
            while True:
                self._event.type, self._event.next = xr.StructureType.EVENT_DATA_BUFFER, None
                code = self._poll_event(self._instance_address, self._event_address)
                if code == _NO_EVENT:
                    return heard
                check(code)
                self._hear(self._event, heard)

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
            check(ask(self.handle, 32, ctypes.byref(count), rates))
            chosen = refresh_rate(list(rates)[: count.value], self._wanted_hz)
            if chosen is not None:
                request = self._function("xrRequestDisplayRefreshRateFB", xr.PFN_xrRequestDisplayRefreshRateFB)
                check(request(self.handle, chosen))
        except (xr.exception.ResultException, HeadsetError) as error:
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
            check(self._wait_frame(self._address, None, self._state_address))
            shown_at, period, seen = FRAME.unpack_from(self._state)
            self.waited_s, self.period_s = time.perf_counter() - began, period / 1e9
            code = self._begin_frame(self._address, None)
            if code != _DISCARDED:  # then it has begun all the same
                check(code)
            self._begun = Told(shown_at, bool(seen))
            return self._begun

    def end_frame(self, space: int = 0, shown: ctypes.Array[xr.CompositionLayerProjectionView] | None = None) -> None:
        """Ends the frame that was begun, if any; without views it shows nothing. Raises HeadsetLostError."""
        begun, self._begun = self._begun, None
        if begun is None:
            return
        self._end.display_time = begun.time
        self._end.layer_count = 0 if shown is None else 1
        if shown is not None:
            layer = self._layer
            layer.view_count, layer.space = len(shown), ctypes.cast(space, xr.Space)
            layer._views = ctypes.cast(shown, ctypes.POINTER(xr.CompositionLayerProjectionView))
        with in_words(lost=True):
            check(self._end_frame(self._address, self._end_address))

    def views(self, space: int, time: int) -> tuple[tuple[Pose, Fov], tuple[Pose, Fov]] | None:
        """Both eyes at a time, which `located` holds as the runtime gave them; None while the head is not tracked.

        Raises HeadsetLostError.
        """
        self._where.display_time, self._where.space = time, ctypes.cast(space, xr.Space)
        with in_words(lost=True):
            check(self._locate_views(*self._views_call))
        if int(self._tracking._view_state_flags) & _TRACKED != _TRACKED:
            return None
        told = VIEWS.unpack_from(self.located)
        return (
            (pose_from(*told[:7]), fov_from(*told[7:11])), (pose_from(*told[11:18]), fov_from(*told[18:]))
        )  # fmt: skip

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
