"""A pilot in a headset, with head and two hands: nothing but poses, triggers, grips, sticks and buttons."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Literal, Protocol

from client.domain.session import Session
from client.headset.api import NO_TURN, Hand, Pose, Quat, Sample, Vec3
from client.interaction.rig import (
    about_x,
    about_z,
    forward,
    head_in_store,
    heading_of,
    inverse,
    multiply,
    rotate,
    to_store,
)
from client.interaction.values import Ray
from client.pilot.aiming import apart, direction, normal, pitch_for, unit
from client.pilot.person import held_middle, position_of, shows
from client.shop import Shop

Side = Literal["left", "right"]

_PATIENCE_S = 150.0
_MOST_FRAMES = 20_000
_AIMED_RAD, _TURNED_RAD = 0.002, 0.01
_IN_VIEW_RAD = math.radians(18)
"""A target further from where one looks than this is looked at first."""
_LOOK_DOWN_RAD = -0.5
_HAND: dict[Side, Vec3] = {"right": (0.2, 0.25, -0.35), "left": (-0.2, 0.25, -0.35)}
"""The hands from the head, right, ahead, up: arms that rest."""


class Arm(Protocol):
    """What one hand does: its grip in the headset's own space, and what is pressed."""

    pose: Pose
    trigger: float
    squeeze: float
    stick: tuple[float, float]


class Body(Protocol):
    """Head and hands in the headset's own space, Z up."""

    head: Pose

    @property
    def left(self) -> Arm:
        """The left hand."""

    @property
    def right(self) -> Arm:
        """The right hand."""


class Wearer(Protocol):
    """Whose head and hands are moved, and the loop that sees them."""

    @property
    def shop(self) -> Shop:
        """The shop that is visited."""

    @property
    def body(self) -> Body:
        """What the body does from the next frame on."""

    @property
    def last(self) -> Sample | None:
        """The last frame that was drawn."""

    def frame(self) -> Sample | None:
        """One turn of the loop; None when nothing was drawn. The body may be seen a few frames late."""

    def focused(self) -> bool:
        """Whether the shop has the wearer's hands."""

    def to_device(self, stage: Pose) -> Pose:
        """A pose of the stage in the headset's own space."""

    def button(self, name: str, down: bool) -> None:
        """Presses or frees a button, by the shop's name for it: "menu", "back", "variant"."""


class WornPilot:
    """A `Person` in a headset. All waiting is for something to be so, never for a number of frames."""

    def __init__(self, wearer: Wearer) -> None:
        self.wearer = wearer
        self._grip_to_aim: Quat = NO_TURN

    @property
    def shop(self) -> Shop:
        """The shop that is visited."""
        return self.wearer.shop

    @property
    def session(self) -> Session:
        """The visit's state."""
        return self.wearer.shop.session

    @property
    def last(self) -> Sample | None:
        """The last frame."""
        return self.wearer.last

    @property
    def sample(self) -> Sample:
        """The last frame. LookupError before there was one."""
        if self.wearer.last is None:
            raise LookupError("there was no frame yet")
        return self.wearer.last

    def run(self, frames: int = 1) -> WornPilot:
        """Lets some frames go by that are drawn."""
        drawn = 0

        def one() -> bool:
            nonlocal drawn
            drawn += 1
            return drawn > frames

        return self._until(one, "frames are drawn")

    def run_until(self, done: Callable[[], bool], *, what: str) -> WornPilot:
        """Lets frames go by until something is so. TimeoutError when it never is, however slow the machine."""
        return self._until(done, what)

    def _until(self, done: Callable[[], bool], what: str) -> WornPilot:
        until, frames = time.monotonic() + _PATIENCE_S, 0
        while not done():
            frames += 1
            if time.monotonic() > until or frames > _MOST_FRAMES:
                raise TimeoutError(f"never so: {what}")
            while self.wearer.frame() is None:
                if time.monotonic() > until:
                    raise TimeoutError(f"never so: {what}; nothing was drawn")
        return self

    def enter(self) -> WornPilot:
        """Waits until the headset is the shopper's and both hands are seen."""
        until = time.monotonic() + _PATIENCE_S
        while not (self.wearer.focused() and self.last is not None and len(self.last.hands) == 2):
            self.wearer.frame()
            if time.monotonic() > until:
                raise TimeoutError("never so: the headset has the focus, and both hands are seen")
        return self._arms_rest()

    # the head
    def look_at(self, point: Vec3) -> WornPilot:
        """Turns the head so that the point is in the middle of the view; the hands go with the body."""
        heading, pitch = direction(self._head().position, point)
        return self._look(heading, pitch)

    def look_for_buttons(self) -> WornPilot:
        """Looks down, which brings the row of buttons."""
        self._look(heading_of(self._head().turn), _LOOK_DOWN_RAD)
        return self._until(lambda: shows(self, "bar_cart"), "looking down brings the buttons")

    def _head(self) -> Pose:
        return head_in_store(self.session.standing, self.sample)

    def _look(self, heading: float, pitch: float) -> WornPilot:
        """Turns the head to a heading and pitch in the store."""
        body, wanted = self.wearer.body, self._in_stage(heading, pitch)
        body.head = Pose(body.head.position, self.wearer.to_device(Pose(turn=wanted)).turn)
        self._arms_rest()
        return self._until(lambda: apart(self.sample.head.turn, wanted) < _TURNED_RAD, "the head is turned")

    def _in_stage(self, heading: float, pitch: float) -> Quat:
        standing = to_store(self.session.standing, Pose())
        return multiply(inverse(standing.turn), multiply(about_z(heading), about_x(pitch)))

    def _arms_rest(self) -> WornPilot:
        """Both hands before the body, as it is turned now; where the right one points stays."""
        body = self.wearer.body
        body.left.pose = Pose(self._arm("left"), about_z(heading_of(body.head.turn)))
        body.right.pose = Pose(self._arm("right"), body.right.pose.turn)
        return self

    def _arm(self, side: Side) -> Vec3:
        head = self.wearer.body.head
        dx, dy, dz = rotate(about_z(heading_of(head.turn)), _HAND[side])
        x, y, z = head.position
        return (x + dx, y + dy, z + dz)

    # the right hand
    def ray(self) -> Ray:
        """What is pointed with."""
        ray = self.shop.intents.ray
        if ray is None:
            raise LookupError("nothing is pointed with")
        return ray

    def right(self) -> Hand:
        """The right hand as it was seen last."""
        return next(hand for hand in self.sample.hands if hand.side == "right")

    def aim(self, heading: float, pitch: float) -> WornPilot:
        """Turns the right hand so that its ray has this heading and pitch in the store."""
        wanted = multiply(about_z(heading), about_x(pitch))
        ahead = forward(wanted)

        def there() -> bool:
            hand = self.right()
            self._grip_to_aim = normal(multiply(inverse(hand.grip.turn), hand.aim.turn))
            if math.dist(self.ray().direction, ahead) < _AIMED_RAD:
                return True
            self._hold(wanted)
            return False

        return self._until(there, "the hand is turned")

    def _hold(self, aim_in_store: Quat) -> None:
        """The right hand at its place beside the head, its ray turned as wanted."""
        standing = to_store(self.session.standing, Pose())
        aim_in_stage = multiply(inverse(standing.turn), aim_in_store)
        grip = multiply(aim_in_stage, inverse(self._grip_to_aim))
        turn = self.wearer.to_device(Pose(turn=grip)).turn
        self.wearer.body.right.pose = Pose(self._arm("right"), turn)

    def point_at(self, name: str) -> WornPilot:
        """Points the ray at a product or at an element of a panel."""
        return self.point_to(lambda: position_of(self.shop, name))

    def point_to(self, place: Callable[[], Vec3]) -> WornPilot:
        """Points the ray at a place in the store, which may move while one gets there."""
        head = self._head()
        if math.dist(unit(head.position, place()), forward(head.turn)) > _IN_VIEW_RAD:
            self.look_at(place())
        for _ in range(3):  # the ray's origin moves a little as the hand turns
            self.aim(*direction(self.ray().origin, place()))
        return self

    def click(self) -> WornPilot:
        """Pulls the trigger and lets it go."""
        self.pull(1.0)
        return self.pull(0.0).run(2)

    def pull(self, much: float) -> WornPilot:
        """Pulls the trigger so far."""
        self.wearer.body.right.trigger = much
        return self._until(lambda: abs(self.right().trigger - much) < 0.1, f"the trigger is at {much}")

    def squeeze(self, much: float) -> WornPilot:
        """Squeezes the grip so far."""
        self.wearer.body.right.squeeze = much
        return self._until(lambda: abs(self.right().squeeze - much) < 0.1, f"the grip is at {much}")

    def press_button(self, name: str) -> WornPilot:
        """Presses and frees a button."""
        for down in (True, False):
            self.wearer.button(name, down)
            self._until(
                lambda down=down: any(name in hand.buttons for hand in self.sample.hands) == down,  # type: ignore[misc]
                f"{name} is {'down' if down else 'free'}",
            )
        return self.run(2)

    def push(self, x: float, y: float) -> WornPilot:
        """Pushes the right stick over."""
        self.wearer.body.right.stick = (x, y)
        return self._until(lambda: math.dist(self.right().stick, (x, y)) < 0.05, f"the stick is at {x}, {y}")

    def turn_held(self, yaw_rad: float) -> WornPilot:
        """Pulls the trigger on what is in the hand and turns the wrist: it turns as the hand does."""
        self.point_to(lambda: held_middle(self)).pull(1.0)
        heading, pitch = direction((0.0, 0.0, 0.0), self.ray().direction)
        self.aim(heading + yaw_rad, pitch)
        return self.pull(0.0).run(2)

    # the teleport
    def aim_leap(self, x_m: float, y_m: float) -> bool:
        """Pushes the stick ahead and throws the arc towards a spot."""
        self.look_at((x_m, y_m, 0.9)).push(0.0, 1.0)
        for _ in range(3):
            ray = self.ray()
            heading, _ = direction(ray.origin, (x_m, y_m, 0.0))
            self.aim(heading, pitch_for(ray, math.dist(ray.origin[:2], (x_m, y_m))))
        arc = self.shop.intents.arc
        return arc is not None and arc.allowed

    def land(self) -> WornPilot:
        """Lets the stick go."""
        return self.push(0.0, 0.0).run(2)

    def snap_turn(self, to_the_left: bool) -> WornPilot:
        """Flicks the stick aside."""
        return self.push(-1.0 if to_the_left else 1.0, 0.0).push(0.0, 0.0)
