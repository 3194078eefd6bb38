"""The headset protocol over an OpenXR runtime."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Literal

import xr
from msgspec.structs import replace

from client.headset.api import Eye, EyePictures, Fov, Frame, Hand, Pose, Presence, Sample
from client.headset.openxr.anchor import Anchor
from client.headset.openxr.choices import BASE_HZ, DEPTH_BITS, depth_format, eye_size
from client.headset.openxr.errors import HeadsetError, HeadsetLostError
from client.headset.openxr.fine_timer import fine_timer
from client.headset.openxr.gl import Find
from client.headset.openxr.graphics import EGL_EXTENSION, current_binding
from client.headset.openxr.hands import Hands
from client.headset.openxr.instance import DEPTH_LAYER, Instance, in_words
from client.headset.openxr.session import Session, Told
from client.headset.openxr.spaces import Spaces
from client.headset.openxr.swapchains import Swapchains

_log = logging.getLogger("vitrine.headset")
_LEAVING_S = 2.0


class OpenXrHeadset:
    """One session from opening to loss; after LOST or LEAVING it is closed and another one may be opened."""

    def __init__(
        self,
        pictures: EyePictures,
        quality: float,
        stands_at: Pose,
        wanted_hz: float = BASE_HZ,
        clock: Callable[[], float] = time.perf_counter,
        *,
        depth: bool = True,
    ) -> None:
        """`depth`: the runtime gets the eyes' depths where it takes them; the others as for `opening.open_headset`."""
        self._pictures, self._clock = pictures, clock
        self._index = 0
        self._before: int | None = None
        self._told: Told | None = None
        self._views: Sequence[tuple[Pose, Fov]] = ()
        self._closed = False
        self.lost_because: HeadsetLostError | None = None
        self.depth_bits = 0
        """Of the depths that the runtime is given, 24 or 32; 0 where it gets none."""
        with ExitStack() as stack:
            binding = current_binding()
            self._instance = Instance((binding.extension or EGL_EXTENSION,))
            stack.callback(self._instance.close)
            if binding.extension and binding.extension not in self._instance.extensions:
                raise HeadsetError("The OpenXR runtime cannot share pictures with this kind of window (EGL).")
            self._session = Session(self._instance, binding, wanted_hz)
            stack.callback(self._session.close)
            with in_words():
                self._spaces = Spaces(self._session.handle)
                self.eye_sizes = [eye_size(*sizes, quality) for sizes in self._instance.eye_sizes()]
                stack.callback(pictures.close)
                self._chains = self._open_chains(binding.find, depth)
                stack.callback(self._chains.close)
                self._hands = Hands(self._instance, self._session.handle)
                stack.callback(self._hands.close)
            self.anchor = Anchor(stands_at, self._spaces.raise_m)
            binding.set_swap_interval(0)
            stack.callback(binding.set_swap_interval, 1)
            stack.enter_context(fine_timer())
            self._resources = stack.pop_all()
        _log.info("headset of %s, eyes %s, %d bits of depths", self._instance.name, self.eye_sizes, self.depth_bits)

    def _open_chains(self, find: Find, depth: bool) -> Swapchains:
        """Opens the eyes' pictures, and the runtime's; depths that driver or runtime refuse are done without."""
        offered = [int(each) for each in xr.enumerate_swapchain_formats(self._session.handle)]
        wanted = depth_format(offered) if depth and DEPTH_LAYER in self._instance.extensions else None
        if wanted is not None:
            try:
                return self._open_chains_with(find, offered, wanted)
            except Exception as refused:  # noqa: BLE001 - whoever draws has errors of its own; colours are tried again
                _log.warning("the headset gets no depths: %s", refused)
        return self._open_chains_with(find, offered, None)

    def _open_chains_with(self, find: Find, offered: Sequence[int], wanted: int | None) -> Swapchains:
        pictures = self._pictures
        self.depth_bits = DEPTH_BITS[wanted] if wanted is not None else 0
        pictures.open(self.eye_sizes, self.depth_bits)
        return Swapchains(self._session.handle, pictures.parts(), find, offered, wanted, pictures.reach_m)

    @property
    def name(self) -> str:
        """The runtime's name."""
        return str(self._instance.name)

    @property
    def stands_at(self) -> Pose:
        """The floor pose in stage space where the shopper stands."""
        return self.anchor.stands_at

    def poll(self) -> Presence:
        """Handles the runtime's events."""
        life = self._session.life
        if self._closed or life.presence in (Presence.LOST, Presence.LEAVING):
            return life.presence
        try:
            heard = self._session.poll()
            if heard.controllers:
                with in_words(lost=True):
                    self._hands.actions.profile_changed()
        except HeadsetLostError as lost:
            self._lose(lost)
            return life.presence
        for kind, change in heard.space_changes:
            if kind == self._spaces.kind:
                self.anchor.change(change)
        return life.presence

    def wait(self) -> Frame | None:
        """Waits as long as the runtime wants; None while nothing of this program is seen."""
        if self._closed or not self._session.life.running:
            return None
        try:
            self._session.end_frame()  # one that was begun and never submitted
            told = self._session.begin_frame()
            if not self._locate(told):
                self._session.end_frame()
                return None
        except HeadsetLostError as lost:
            self._lose(lost)
            return None
        dt = (told.time - self._before) / 1e9 if self._before is not None else 1.0 / (self._session.rate_hz or BASE_HZ)
        frame = Frame(self._index, told.time / 1e9, max(0.0, dt))
        self._before, self._told = told.time, told
        self._index += 1
        return frame

    def _locate(self, told: Told) -> bool:
        """Finds head and eyes; whether there is anything to draw."""
        if not told.seen:
            return False
        views = self._session.views(self._spaces.base_address, told.time)
        with in_words(lost=True):
            head = self._spaces.head(told.time)
        if views is None or head is None:
            return False
        self.anchor.meet(head, told.time)
        self._views, self._seen_head, self._head = views, head, self.anchor.carry(head)
        return True

    def sample(self, frame: Frame) -> Sample:
        """Head, eyes and, while the input is ours, hands."""
        eyes = tuple(Eye(self.anchor.carry(pose), fov) for pose, fov in self._views)
        return Sample(frame, eyes, self._head, tuple(self._read_hands()))

    def _read_hands(self) -> list[Hand]:
        if not self._session.life.focused or self._told is None:
            return []
        try:
            with in_words(lost=True):
                found = self._hands.read(self._spaces, self._told.time, self._seen_head)
        except HeadsetLostError as lost:
            self._lose(lost)
            return []
        return [self._carried(hand) for hand in found]

    def _carried(self, hand: Hand) -> Hand:
        """From the runtime's space to the stage's."""
        carry = self.anchor.carry
        return replace(
            hand,
            grip=carry(hand.grip),
            aim=carry(hand.aim),
            poke=carry(Pose(hand.poke)).position if hand.poke is not None else None,
            joints=self.anchor.carry_points(hand.joints),
        )

    def submit(self, frame: Frame) -> None:
        """Gives the eyes' pictures to the runtime."""
        if self._closed or not self._session.life.running:
            return
        try:
            with in_words(lost=True):
                self._chains.copy(self._pictures.texture(), self._pictures.depth_texture())
            self._session.end_frame(self._spaces.base_address, self._chains.shown(self._session.located))
        except HeadsetLostError as lost:
            self._lose(lost)

    def shown(self) -> Swapchains:
        """The runtime's pictures, to be read back by tests."""
        return self._chains

    @property
    def rate_hz(self) -> float | None:
        """The refresh rate that was asked for; None where the runtime offers no choice."""
        return self._session.rate_hz

    @property
    def waited_s(self) -> float:
        """How long the last `wait` waited for the frame's turn."""
        return self._session.waited_s

    @property
    def period_s(self) -> float:
        """How long the runtime shows a picture."""
        return self._session.period_s

    def controller(self, side: Literal["left", "right"]) -> str:
        """The controller family in use (a path of OpenXR), or empty."""
        return self._hands.actions.profile(side)

    def pulse(self, side: Literal["left", "right"], strength: float, seconds: float) -> None:
        """Lets a hand feel something; does nothing while the input is not ours."""
        if self._closed or not self._session.life.focused:
            return
        try:
            with in_words(lost=True):
                self._hands.actions.pulse(side, strength, seconds)
        except HeadsetLostError as lost:
            self._lose(lost)

    def _lose(self, lost: HeadsetLostError) -> None:
        _log.warning("%s", lost)
        self.lost_because = lost
        self._session.life.lose()

    def close(self) -> None:
        """Leaves the session in order where the runtime still answers, and gives everything back; idempotent."""
        if self._closed:
            return
        if self._session.life.running:
            self._leave_in_order()
        self._closed = True
        self._resources.close()

    def _leave_in_order(self) -> None:
        self._session.leave()
        until = self._clock() + _LEAVING_S
        while self._clock() < until and self.poll() not in (Presence.LEAVING, Presence.LOST):
            if not self._session.life.running:
                time.sleep(0.005)
                continue
            try:
                self._session.end_frame()
                self._session.begin_frame()
                self._session.end_frame()
            except HeadsetLostError as lost:
                self._lose(lost)
