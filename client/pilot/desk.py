"""A pilot at a desk, with mouse and keys: what it does, a visitor could do."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from client.domain.session import Session
from client.headset.api import Frame, Mouse, Sample, Vec3
from client.headset.scripted import Input, ScriptedHeadset
from client.interaction.hold import DRAG_RAD_PER_HEIGHT
from client.interaction.rig import eye_in_store, inverse, rotate
from client.pilot.person import held_middle, position_of
from client.shop import Shop

_ARRIVED_M = 0.12
_MOST_STEPS = 600
_MOST_WAITS = 3000
_FREE_STEPS, _REST_S = 50, 0.01
_EDGE = 0.85
"""A target nearer to the edge of the view than this is looked at first."""
_BUTTONS_Y = -0.9
"""How low in the view the mouse brings the row of buttons."""


class Pilot:
    """Drives a shop through a scripted headset. `draw_every` 0 draws only when `look` asks for it."""

    def __init__(self, shop: Shop, headset: ScriptedHeadset, draw_every: int = 0) -> None:
        self.shop, self.headset, self.draw_every = shop, headset, draw_every
        self.drawn: Callable[[Sample], None] | None = None
        self._mouse = (0.0, 0.0)
        self._frame_number = 0
        self.last: Sample | None = None

    @property
    def session(self) -> Session:
        """The visit's state."""
        return self.shop.session

    def do(self, now: Input) -> Sample:
        """One frame."""
        self.headset.add([now])
        frame = self.headset.wait()
        sample = self.headset.sample(frame or Frame(0, 0.0, 0.0))
        self.shop.pump()
        self.shop.step(sample)
        self.last = sample
        self._frame_number += 1
        if self.draw_every and self._frame_number % self.draw_every == 0:
            self.draw(sample)
        return sample

    def draw(self, sample: Sample | None = None) -> Sample:
        """Draws the frame as it is."""
        shown = sample or self.last or self.do(Input())
        self.shop.draw(shown)
        if self.drawn is not None:
            self.drawn(shown)
        return shown

    def enter(self) -> Pilot:
        """Who sits at a desk is there with the first frame."""
        return self.run(1)

    def run(self, frames: int = 1, keys: tuple[str, ...] = ()) -> Pilot:
        """Lets frames go by, with keys held down."""
        for _ in range(frames):
            self.do(Input(mouse=self._resting(), keys=keys))
        return self

    def run_until(
        self, done: Callable[[], bool], most: int = _MOST_WAITS, *, what: str = "what the pilot waits for"
    ) -> Pilot:
        """Lets frames go by until something is so. TimeoutError when it never is."""
        for step in range(most):
            if done():
                return self
            self.run(1)
            if step > _FREE_STEPS:
                # Frames without drawing fly by: what is made beside them (plans, searches) needs real time.
                time.sleep(_REST_S)
        raise TimeoutError(f"never so: {what}")

    def press(self, *keys: str) -> Pilot:
        """Presses keys, one a frame, named as `Sample.pressed` names them."""
        for key in keys:
            self.do(Input(mouse=self._resting(), pressed=(key,)))
        return self

    def type(self, text: str) -> Pilot:
        """Types text, one character a frame."""
        for character in text:
            self.do(Input(mouse=self._resting(), pressed=(character.lower(),), text=character))
        return self

    def turn_to(self, heading_rad: float, pitch_rad: float = 0.0) -> Pilot:
        """Turns the view with the captured mouse."""
        standing, comfort = self.session.standing, self.session.comfort
        sign = -1.0 if comfort.invert_look else 1.0
        dx = -math.remainder(heading_rad - standing.heading_rad, math.tau) / comfort.look_rad_per_height
        dy = sign * (pitch_rad - standing.pitch_rad) / comfort.look_rad_per_height
        self.do(Input(mouse=Mouse(dx=dx, dy=dy, down=("right",), captured=True)))
        return self

    def look_at(self, point: Vec3) -> Pilot:
        """Turns so that the point is in the middle of the view."""
        sample = self.last or self.run(1).last
        if sample is None:
            return self
        standing = self.session.standing
        x, y, z = eye_in_store(standing, sample.eyes[0], sample.head).position
        dx, dy, dz = point[0] - x, point[1] - y, point[2] - z
        return self.turn_to(math.atan2(-dx, dy), math.atan2(dz, math.hypot(dx, dy)))

    def walk_to(self, x_m: float, y_m: float) -> Pilot:
        """Walks straight to a place. TimeoutError when something is in the way."""
        near = max(_ARRIVED_M, self.session.comfort.walk_m_per_s / self.headset.rate_hz)
        for _ in range(_MOST_STEPS):
            standing = self.session.standing
            dx, dy = x_m - standing.x_m, y_m - standing.y_m
            if math.hypot(dx, dy) <= near:
                return self
            wanted = math.atan2(-dx, dy)
            if abs(math.remainder(wanted - standing.heading_rad, math.tau)) > 0.02:
                self.turn_to(wanted)
            self.run(1, keys=("w",))
        raise TimeoutError(f"the pilot did not get to {x_m:.1f}, {y_m:.1f}")

    def position_of(self, name: str) -> Vec3:
        """Where the middle of a product is, or of an element of the open panel. LookupError when there is none."""
        return position_of(self.shop, name)

    def point_at(self, name: str) -> Pilot:
        """Moves the pointer onto a product (by SKU) or onto an element of the open panel (by its name)."""
        return self.point_to(self.position_of(name))

    def point_to(self, point: Vec3) -> Pilot:
        """Moves the pointer onto a place in the store."""
        x, y = self._in_view(point)
        if max(abs(x), abs(y)) > _EDGE:
            self.look_at(point)
            x, y = self._in_view(point)
        self._mouse = (x, y)
        return self.run(1)

    def click(self) -> Pilot:
        """Presses and releases the left button where the pointer is."""
        x, y = self._mouse
        self.do(Input(mouse=Mouse(x, y, pressed=("left",), down=("left",))))
        self.do(Input(mouse=Mouse(x, y, released=("left",))))
        return self

    def drag(self, dx: float, dy: float, frames: int = 4) -> Pilot:
        """Drags by fractions of the window's height, right and up."""
        x, y = self._mouse
        self.do(Input(mouse=Mouse(x, y, pressed=("left",), down=("left",))))
        for _ in range(frames):
            self.do(Input(mouse=Mouse(x, y, dx=dx / frames, dy=dy / frames, down=("left",))))
        self.do(Input(mouse=Mouse(x, y, released=("left",))))
        return self

    def wheel(self, notches: float) -> Pilot:
        """Turns the wheel; away is positive."""
        x, y = self._mouse
        self.do(Input(mouse=Mouse(x, y, wheel=notches)))
        return self

    def point_away(self) -> Pilot:
        """Points at the middle of the view again."""
        self._mouse = (0.0, 0.0)
        return self.run(1)

    def look_for_buttons(self) -> Pilot:
        """Moves the mouse to the lower edge of the view, which brings the row of buttons."""
        self._mouse = (0.0, _BUTTONS_Y)
        return self.run(2)

    def turn_held(self, yaw_rad: float) -> Pilot:
        """Drags what is in the hand; where it floats is not where it stood."""
        return self.point_to(held_middle(self)).drag(yaw_rad / DRAG_RAD_PER_HEIGHT, 0.0)

    def aim_leap(self, x_m: float, y_m: float) -> bool:
        """Looks at a spot of the floor and holds the teleport's key."""
        self.look_at((x_m, y_m, 0.0))
        self._mouse = (0.0, 0.0)
        self.run(2, keys=("t",))
        arc = self.shop.intents.arc
        return arc is not None and arc.allowed

    def land(self) -> Pilot:
        """Lets go of the teleport's key."""
        return self.run(2)

    def _resting(self) -> Mouse:
        return Mouse(*self._mouse)

    def _in_view(self, point: Vec3) -> tuple[float, float]:
        """Where a point is in the view, -1 to 1; far outside when it lies behind."""
        sample = self.last or self.run(1).last
        if sample is None:
            return (9.0, 9.0)
        eye = eye_in_store(self.session.standing, sample.eyes[0], sample.head)
        ox, oy, oz = (a - b for a, b in zip(point, eye.position, strict=True))
        x, y, z = rotate(inverse(eye.turn), (ox, oy, oz))
        if y < 1e-3:
            return (9.0, 9.0)
        fov = sample.eyes[0].fov
        return x / y / math.tan(fov.right), z / y / math.tan(fov.up)
