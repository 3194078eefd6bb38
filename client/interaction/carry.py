"""How a product moves with the hands that have it: one or two, near or from afar. Pure; poses are in stage space."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from client.domain.comfort import Side
from client.domain.reduce import LEAST_SCALE, MOST_SCALE, NEAREST_M
from client.domain.session import Held
from client.domain.turning import about_z, angle_of, between, inverse, multiply, rotate, unit
from client.headset.api import Pose, Sample, Vec3
from client.interaction.who import hand_of

_MOVED_M, _MOVED_RAD = 0.02, math.radians(10)
"""A squeeze that moved less and was was short was a tap."""
_STICK_ON, _SPIN_RAD_PER_S, _PUSH_M_PER_S, _FURTHEST_M = 0.3, 2.2, 1.0, 4.0
_CLOSE_HANDS_M = 0.05
"""Hands nearer to each other than this scale nothing: the least tremble would be a leap."""


@dataclass(frozen=True)
class Grip:
    """A hand that has the product: by its grip or its trigger, since when, and where it was then and in the last frame
    (stage space)."""

    side: Side
    by: Literal["squeeze", "trigger"]
    near: bool
    since_s: float
    began: Pose
    before: Pose
    moves: bool = False
    took: bool = False
    """It took the product from its place."""
    reads: bool = False
    """It points at a panel: a tap of it does not put back what is read about."""


def replace_held(held: Held, pose: Pose, scale: float) -> Held:
    """The same product elsewhere; `pose` is in stage space."""
    return Held(held.item, unit(pose.turn), held.distance_m, pose.position, scale, held.hands)


def carried(held: Held, grips: tuple[Grip, ...], sample: Sample) -> tuple[Held, tuple[Grip, ...]]:
    """The product after what the hands that have it did in this frame, and those hands."""
    now = {grip.side: hand.grip for grip in grips if (hand := hand_of(sample, grip.side)) is not None}
    grips = tuple(_moving(grip, now[grip.side], both=len(grips) > 1) for grip in grips if grip.side in now)
    moving = [grip for grip in grips if grip.moves]
    if len(moving) > 1:
        held = _by_both(held, moving[0], moving[1], now[moving[0].side].position, now[moving[1].side].position)
    elif moving:
        held = _by_one(held, moving[0], now[moving[0].side])
    return _pushed(held, tuple(replace(grip, before=now[grip.side]) for grip in grips), sample)


def _pushed(held: Held, grips: tuple[Grip, ...], sample: Sample) -> tuple[Held, tuple[Grip, ...]]:
    """A holding hand's stick turns the product, and brings it nearer or further: a wrist need not."""
    dt = max(0.0, min(0.1, sample.frame.dt_s))
    after: list[Grip] = []
    for grip in grips:
        hand = hand_of(sample, grip.side)
        x, y = hand.stick if hand is not None else (0.0, 0.0)
        at, pushes = held.at, max(abs(x), abs(y)) >= _STICK_ON
        after.append(replace(grip, moves=grip.moves or pushes))
        if at is None or not pushes:
            continue
        if abs(x) > abs(y):
            turn = multiply(about_z(x * _SPIN_RAD_PER_S * dt), held.turn)
            held = replace_held(held, Pose(at, turn), held.scale)
        else:
            further = _further(at, sample.head.position, y * _PUSH_M_PER_S * dt)
            held = replace_held(held, Pose(further, held.turn), held.scale)
    return held, tuple(after)


def _further(at: Vec3, eye: Vec3, by_m: float) -> Vec3:
    away = max(math.dist(at, eye), 1e-6)
    share = max(NEAREST_M, min(_FURTHEST_M, away + by_m)) / away
    x, y, z = _minus(at, eye)
    return _plus(eye, (x * share, y * share, z * share))


def stirred(grip: Grip, now: Pose) -> bool:
    """Whether the hand was moved or turned since it took hold, by more than it trembles."""
    far = math.dist(now.position, grip.began.position) > _MOVED_M
    return far or angle_of(multiply(now.turn, inverse(grip.began.turn))) > _MOVED_RAD


def _moving(grip: Grip, now: Pose, *, both: bool) -> Grip:
    """A grip is a tap until it moves; two hands always mean it."""
    return replace(grip, moves=grip.moves or both or stirred(grip, now))


def _by_one(held: Held, grip: Grip, now: Pose) -> Held:
    if held.at is None:
        return held
    turn = unit(multiply(now.turn, inverse(grip.before.turn)))
    pivot, to = grip.before.position, now.position
    arm = _minus(held.at, pivot)
    at = _plus(rotate(turn, arm) if grip.near else arm, to)
    return replace_held(held, Pose(at, multiply(turn, held.turn)), held.scale)


def _by_both(held: Held, one: Grip, other: Grip, one_now: Vec3, other_now: Vec3) -> Held:
    if held.at is None:
        return held
    before, now = _minus(other.before.position, one.before.position), _minus(other_now, one_now)
    turn = between(before, now)
    grows = 1.0
    if min(math.hypot(*before), math.hypot(*now)) > _CLOSE_HANDS_M:
        grows = math.hypot(*now) / math.hypot(*before)
    scale = max(LEAST_SCALE, min(MOST_SCALE, held.scale * grows))
    middle_before = _middle(one.before.position, other.before.position)
    middle = _middle(one_now, other_now)
    if one.near or other.near:
        x, y, z = rotate(turn, _minus(held.at, middle_before))
        share = scale / held.scale
        at = _plus((x * share, y * share, z * share), middle)
    else:
        at = _plus(held.at, _minus(middle, middle_before))
    return replace_held(held, Pose(at, multiply(turn, held.turn)), scale)


def _plus(a_: Vec3, b: Vec3) -> Vec3:
    return (a_[0] + b[0], a_[1] + b[1], a_[2] + b[2])


def _minus(a_: Vec3, b: Vec3) -> Vec3:
    return (a_[0] - b[0], a_[1] - b[1], a_[2] - b[2])


def _middle(a_: Vec3, b: Vec3) -> Vec3:
    return ((a_[0] + b[0]) / 2, (a_[1] + b[1]) / 2, (a_[2] + b[2]) / 2)
