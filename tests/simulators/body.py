"""A shopper's body in a scripted headset: a head with two eyes and two hands that point, squeeze, pinch and touch."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from msgspec.structs import replace

from client.domain.comfort import Side
from client.domain.session import Session
from client.domain.turning import NO_TURN, Quat, multiply
from client.headset.api import Hand, Pose, Vec3
from client.headset.scripted import Input, standing_head
from client.interaction.hold import held_pose
from client.interaction.rig import about_x, about_z, compose, from_store
from client.interaction.values import Intents
from client.pilot import Pilot

RESTS: dict[Side, Vec3] = {"right": (0.2, 0.25, 1.2), "left": (-0.2, 0.25, 1.2)}
TIP_M = 0.07


@dataclass
class Body:
    """Drives a pilot's shop through its hands; every call that names frames lets them go by."""

    pilot: Pilot
    bare: bool = False
    head: Pose = field(default_factory=standing_head)
    hands: dict[Side, Hand] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pilot.headset.eyes = 2
        for side in ("left", "right"):
            self.show(side)
        self.run(2)

    @property
    def session(self) -> Session:
        return self.pilot.session

    @property
    def intents(self) -> Intents:
        return self.pilot.shop.intents

    def run(self, frames: int = 1) -> Body:
        for _ in range(frames):
            self.pilot.do(Input(hands=tuple(self.hands.values()), head=self.head))
        return self

    def show(self, side: Side) -> Body:
        """The hand comes into sight where it rests."""
        at = Pose(RESTS[side])
        self.hands[side] = Hand(side, at, at, tracked=self.bare)
        return self.put(side, RESTS[side])

    def hide(self, side: Side) -> Body:
        del self.hands[side]
        return self

    def put(self, side: Side, at: Vec3, turn: Quat = NO_TURN) -> Body:
        """Puts a hand somewhere in the play space, turned so; its tip is ahead of it."""
        aim = Pose(at, turn)
        tip = compose(aim, Pose((0.0, TIP_M, 0.0))).position
        self.hands[side] = replace(self.hands[side], grip=aim, aim=aim, poke=tip)
        return self

    def move(self, side: Side, by: Vec3, frames: int = 6) -> Body:
        for _ in range(frames):
            x, y, z = self.hands[side].grip.position
            at = (x + by[0] / frames, y + by[1] / frames, z + by[2] / frames)
            self.put(side, at, self.hands[side].grip.turn).run()
        return self

    def spin(self, side: Side, turn_by: Quat, frames: int = 1) -> Body:
        for _ in range(frames):
            grip = self.hands[side].grip
            self.put(side, grip.position, multiply(turn_by, grip.turn)).run()
        return self

    def aim(self, side: Side, point: Vec3) -> Body:
        """Turns a hand so that its ray goes to a point of the store."""
        at = self.hands[side].grip.position
        there = from_store(self.session.standing, Pose(point)).position
        dx, dy, dz = (a - b for a, b in zip(there, at, strict=True))
        turn = multiply(about_z(math.atan2(-dx, dy)), about_x(math.atan2(dz, math.hypot(dx, dy))))
        return self.put(side, at, turn).run()

    def reach(self, side: Side, point: Vec3) -> Body:
        """Brings the tip of a hand to a point of the store."""
        x, y, z = from_store(self.session.standing, Pose(point)).position
        return self.put(side, (x, y - TIP_M, z)).run()

    def squeeze(self, side: Side, on: bool = True) -> Body:
        self.hands[side] = replace(self.hands[side], squeeze=1.0 if on else 0.0)
        return self.run()

    def pull(self, side: Side, on: bool = True) -> Body:
        self.hands[side] = replace(self.hands[side], trigger=1.0 if on else 0.0)
        return self.run()

    def click(self, side: Side) -> Body:
        return self.pull(side).pull(side, False)

    def stick(self, side: Side, x: float, y: float) -> Body:
        self.hands[side] = replace(self.hands[side], stick=(x, y))
        return self.run()

    def held(self) -> Pose:
        """Where the held product is in the store."""
        sample = self.pilot.last
        assert self.session.held is not None
        assert sample is not None
        thing = self.pilot.shop.keeper.current.held_thing(self.session.held.item.sku)
        assert thing is not None
        return held_pose(self.session.held, thing, self.session.standing, sample, aside=self.session.panel is not None)
