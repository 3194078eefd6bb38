"""A pilot in a real headset: moves the head and hands of the runtime's `remote` driver, as a wearer would."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from client.app import OpenShop
from client.domain.session import Session
from client.headset.api import Hand, Pose, Presence, Sample, Vec3
from client.headset.auto import AutoHeadset
from client.headset.openxr.headset import OpenXrHeadset
from client.interaction import teleport
from client.interaction.rig import about_x, about_z, inverse, multiply, to_store
from client.interaction.values import Ray
from tests.simulators.monado_remote import Remote

_PATIENCE_S = 180.0
_LEAP_M, _ARRIVED_M, _MOST_LEAPS = 4.0, 0.15, 12
_HAND: Vec3 = (0.2, 0.25, -0.3)
"""The right hand from the head, right, ahead, up: an arm that rests."""


class RemotePilot:
    """Drives the loop one frame at a time. All waiting is for something to be so, never for a number of frames."""

    def __init__(self, opened: OpenShop, headset: AutoHeadset, remote: Remote) -> None:
        self.opened, self.headset, self.remote = opened, headset, remote
        self.last: Sample | None = None
        self.said: list[str] = []
        self.presence = Presence.ABSENT
        self.longest_s = 0.0
        self._grip_to_aim = (1.0, 0.0, 0.0, 0.0)

    @property
    def session(self) -> Session:
        """The visit's state."""
        return self.opened.shop.session

    def frame(self) -> Sample | None:
        """One turn of the loop, as `client.loop.run_loop` does it; None when nothing was drawn."""
        shop = self.opened.shop
        began = time.perf_counter()
        self.presence = self.headset.poll()
        if self.presence in (Presence.LEAVING, Presence.LOST):
            raise AssertionError(f"the visit ended: {self.presence}")
        frame = self.headset.wait()
        shop.pump()
        if frame is None:
            shop.idle()
            return None
        self.last = self.headset.sample(frame)
        shop.step(self.last)
        shop.draw(self.last)
        self.headset.submit(frame)
        self.longest_s = max(self.longest_s, time.perf_counter() - began)
        return self.last

    def until(self, so: Callable[[], bool], what: str, most_s: float = _PATIENCE_S) -> RemotePilot:
        """Lets frames go by until something is so."""
        until = time.monotonic() + most_s
        while not so():
            if time.monotonic() > until:
                raise TimeoutError(f"never so: {what}")
            self.frame()
        return self

    def frames(self, number: int) -> RemotePilot:
        """Lets some frames go by that are drawn."""
        while number > 0:
            number -= self.frame() is not None
        return self

    def worn(self) -> OpenXrHeadset:
        """The headset, which must be there."""
        worn = self.headset.worn
        assert isinstance(worn, OpenXrHeadset)
        return worn

    def enter(self) -> RemotePilot:
        """Waits until the headset is the shopper's and both hands are seen."""
        self.remote.send()
        self.until(lambda: self.presence == Presence.FOCUSED, "the headset has the focus")
        return self.until(lambda: self.last is not None and len(self.last.hands) == 2, "both hands are seen")

    # what the body does, in the runtime's own space
    def look(self, yaw_rad: float, pitch_rad: float = 0.0) -> RemotePilot:
        """Turns the head where it is."""
        self.remote.head = Pose(self.remote.head.position, multiply(about_z(yaw_rad), about_x(pitch_rad)))
        self.remote.send()
        return self.frames(3)

    def aim(self, yaw_rad: float, pitch_rad: float) -> Ray:
        """Turns the right hand so that its ray has this heading and pitch in the store; the ray as it is then."""
        wanted = multiply(about_z(yaw_rad), about_x(pitch_rad))
        for _ in range(3):
            self._hold(wanted)
            self.frames(3)
            hand = self._right()
            self._grip_to_aim = multiply(inverse(hand.grip.turn), hand.aim.turn)
        ray = self.opened.shop.intents.ray
        assert ray is not None
        return ray

    def _right(self) -> Hand:
        assert self.last is not None
        return next(hand for hand in self.last.hands if hand.side == "right")

    def _hold(self, aim_in_store: tuple[float, float, float, float]) -> None:
        """Sends the hand to its place beside the head, its ray turned as wanted."""
        stage = Pose((0.0, 0.0, 0.0), aim_in_store)
        standing = to_store(self.session.standing, Pose())
        in_stage = multiply(inverse(standing.turn), stage.turn)
        grip = multiply(in_stage, inverse(self._grip_to_aim))
        runtime = self.worn().anchor.back(Pose((0.0, 0.0, 0.0), grip)).turn
        x, y, z = self.remote.head.position
        self.remote.right.pose = Pose((x + _HAND[0], y + _HAND[1], z + _HAND[2]), runtime)
        self.remote.send()

    def point_at(self, point: Vec3) -> RemotePilot:
        """Points the ray at a place in the store."""
        for _ in range(3):
            ray = self.opened.shop.intents.ray
            assert ray is not None
            dx, dy, dz = (a - b for a, b in zip(point, ray.origin, strict=True))
            self.aim(math.atan2(-dx, dy), math.atan2(dz, math.hypot(dx, dy)))
        return self

    def click(self) -> RemotePilot:
        """Pulls the trigger and lets it go."""
        self._press("trigger", 1.0)
        self.until(lambda: self._right().trigger > 0.9, "the trigger is pulled")
        self._press("trigger", 0.0)
        return self.until(lambda: self._right().trigger < 0.1, "the trigger is free").frames(2)

    def squeeze(self) -> RemotePilot:
        """Squeezes the grip and lets it go."""
        self._press("squeeze", 1.0)
        self.until(lambda: self._right().squeeze > 0.9, "the grip is squeezed")
        self._press("squeeze", 0.0)
        return self.until(lambda: self._right().squeeze < 0.1, "the grip is free").frames(2)

    def press(self, button: str, left: bool = False) -> RemotePilot:
        """Presses and frees a button of the driver's controller."""
        hand = self.remote.left if left else self.remote.right
        side = "left" if left else "right"

        def down() -> bool:
            assert self.last is not None
            return any(h.side == side and h.buttons for h in self.last.hands)

        hand.buttons = (button,)
        self.remote.send()
        self.until(down, f"{button} is down")
        hand.buttons = ()
        self.remote.send()
        return self.until(lambda: not down(), f"{button} is free").frames(2)

    def _press(self, name: str, value: float) -> None:
        setattr(self.remote.right, name, value)
        self.remote.send()

    def _push(self, x: float, y: float) -> None:
        self.remote.right.stick = (x, y)
        self.remote.send()
        self.until(lambda: math.dist(self._right().stick, (x, y)) < 0.05, f"the stick is at {x}, {y}")

    def snap_turn(self, to_the_left: bool) -> RemotePilot:
        """Flicks the stick aside."""
        self._push(-1.0 if to_the_left else 1.0, 0.0)
        self._push(0.0, 0.0)
        return self

    def teleport_to(self, x_m: float, y_m: float) -> RemotePilot:
        """Throws the arc towards a place and lands there, in as many leaps as it takes."""
        for _ in range(_MOST_LEAPS):
            x, y, _ = head_in_store_of(self).position
            away = math.dist((x, y), (x_m, y_m))
            if away < _ARRIVED_M:
                return self
            share = min(1.0, _LEAP_M / away)
            self._leap(x + (x_m - x) * share, y + (y_m - y) * share)
        raise TimeoutError(f"never got to {x_m:.1f}, {y_m:.1f}")

    def _leap(self, x_m: float, y_m: float) -> None:
        self._push(0.0, 1.0)
        for _ in range(3):
            ray = self.opened.shop.intents.ray
            assert ray is not None
            dx, dy = x_m - ray.origin[0], y_m - ray.origin[1]
            self.aim(math.atan2(-dx, dy), self._pitch_for(ray, math.hypot(dx, dy)))
        arc = self.opened.shop.intents.arc
        assert arc is not None
        assert arc.allowed, f"cannot stand at {arc.points[-1]}"
        self._push(0.0, 0.0)
        self.frames(2)

    @staticmethod
    def _pitch_for(ray: Ray, away_m: float) -> float:
        """The pitch whose arc lands so far away; below the longest throw a steeper pitch lands nearer."""
        low, high = math.radians(-85.0), math.radians(25.0)
        for _ in range(30):
            pitch = (low + high) / 2
            thrown = teleport.arc(
                Ray(ray.origin, (0.0, math.cos(pitch), math.sin(pitch))), lambda _x, _y: True, from_eye=False
            )
            landed = thrown.points[-1][1] - ray.origin[1]
            low, high = (pitch, high) if landed < away_m else (low, pitch)
        return (low + high) / 2

    def runtime_head(self) -> Pose:
        """Where the runtime's head would have to be for the head of the last sample."""
        assert self.last is not None
        return self.worn().anchor.back(self.last.head)


def head_in_store_of(pilot: RemotePilot) -> Pose:
    """The head in the store."""
    assert pilot.last is not None
    return to_store(pilot.session.standing, pilot.last.head)
