"""Fingertips and controller tips on near panels: hover, press, let go. Pure.

A press begins where a tip comes through a panel's face from the front, and ends when it comes out again by more than it
can tremble; a tip that comes from behind, or from the side, presses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from client.domain.comfort import Side
from client.domain.session import Standing
from client.headset.api import Pose, Sample, Vec3
from client.interaction.pick import panel_point
from client.interaction.rig import inverse, rotate, to_store
from client.interaction.values import PanelPlace, Pointed
from client.interaction.who import SIDES, hand_of

HOVER_M = 0.10
"""A tip this near before a panel touches it, and its hand's ray points no more."""
RELEASE_M, THROUGH_M = 0.012, 0.12
_EDGE_M = 0.03
"""A press goes on this far beyond the panel's edge."""


@dataclass(frozen=True)
class Touching:
    """Tips that are before a panel's face, and the one that presses: side and panel's name."""

    front: frozenset[tuple[Side, str]] = frozenset()
    pressed: tuple[Side, str] | None = None


@dataclass(frozen=True)
class Touch:
    """A tip at a panel in this frame. `away_m`: how far before its face (negative: behind)."""

    side: Side
    pointed: Pointed
    away_m: float
    down: bool = False
    up: bool = False


def step(
    touching: Touching, sample: Sample, standing: Standing, panels: tuple[PanelPlace, ...]
) -> tuple[Touching, Touch | None]:
    """The touch of this frame, if there is one."""
    near = [
        (side, place, local)
        for side in SIDES
        if (tip := tip_of(sample, standing, side)) is not None
        for place in panels
        if (local := _local(place, tip)) is not None
    ]
    front = frozenset((side, place.name) for side, place, local in near if -local[1] > 0.0 and _inside(place, local))
    if touching.pressed is not None:
        return _pressing(touching, near, front)
    met = [
        (side, place, local)
        for side, place, local in near
        if _inside(place, local) and (-local[1] > 0.0 or (side, place.name) in touching.front)
    ]
    if not met:
        return Touching(front), None
    side, place, local = min(met, key=lambda one: abs(one[2][1]))
    down = -local[1] <= 0.0
    touch = Touch(side, _pointed(place, local), -local[1], down=down)
    return Touching(front, (side, place.name) if down else None), touch


def tip_of(sample: Sample, standing: Standing, side: Side) -> Vec3 | None:
    """Where a hand touches, in the store."""
    hand = hand_of(sample, side)
    if hand is None or hand.poke is None:
        return None
    return to_store(standing, Pose(hand.poke)).position


def _pressing(
    touching: Touching, near: list[tuple[Side, PanelPlace, Vec3]], front: frozenset[tuple[Side, str]]
) -> tuple[Touching, Touch | None]:
    for side, place, local in near:
        if (side, place.name) == touching.pressed:
            up = -local[1] > RELEASE_M
            touch = Touch(side, _pointed(place, local), -local[1], up=up)
            return Touching(front, None if up else touching.pressed), touch
    return Touching(front), None


def _local(place: PanelPlace, tip: Vec3) -> Vec3 | None:
    """The tip in the panel's space, metres; None when it is nowhere near."""
    ox, oy, oz = (a - b for a, b in zip(tip, place.pose.position, strict=True))
    x, y, z = rotate(inverse(place.pose.turn), (ox, oy, oz))
    beside = max(abs(x) - place.size_m[0] / 2, abs(z) - place.size_m[1] / 2)
    return (x, y, z) if beside <= _EDGE_M and -THROUGH_M < -y <= HOVER_M else None


def _inside(place: PanelPlace, local: Vec3) -> bool:
    return abs(local[0]) <= place.size_m[0] / 2 and abs(local[2]) <= place.size_m[1] / 2


def _pointed(place: PanelPlace, local: Vec3) -> Pointed:
    (width, height), (wide, high) = place.size_m, place.size_px
    x = min(max(local[0] / width + 0.5, 0.0), 1.0) * wide
    y = min(max(0.5 - local[2] / height, 0.0), 1.0) * high
    facing = rotate(place.pose.turn, (0.0, -1.0, 0.0))
    return Pointed("panel", place.name, abs(local[1]), (x, y), panel_point(place, x, y), facing)
