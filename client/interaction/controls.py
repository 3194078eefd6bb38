"""Small buttons of the hands' own in the store: the way back to true size; turning, for hands without a stick. Pure."""

from __future__ import annotations

import math
from typing import Final

from client.domain import actions as a
from client.domain.session import Session
from client.headset.api import Pose, Sample
from client.interaction.hold import held_half, held_pose
from client.interaction.rig import about_x, about_z, compose, head_in_store, multiply, rotate
from client.interaction.values import PanelPlace, World

TRUE_SIZE: Final = "true_size"
TURN_LEFT, TURN_RIGHT = "turn_left", "turn_right"
_BAR = "bar"
_SIZE_PX, _TURN_PX = (520, 96), (260, 96)
_TURN_HIGH, _TURN_GAP_M = 0.8, 0.02
"""A turn button's height as a share of that of the row of buttons it stands beside, and the gap between."""
_HIGH_M_PER_M = 0.06
_ABOVE_RAD, _HIGHEST_RAD = math.radians(3.5), math.radians(24)
_NEAREST_M = 0.6
SAME = 0.005
"""A scale this near to 1 is true size."""


def controls(session: Session, sample: Sample, world: World) -> tuple[PanelPlace, ...]:
    """What can be pressed beside the panels in this frame."""
    return (*_true_size(session, sample, world), *_turns(sample, world))


def _turns(sample: Sample, world: World) -> tuple[PanelPlace, ...]:
    """Left and right of the row of buttons, while hands have it before them."""
    bar = next((place for place in world.panels if place.name == _BAR), None)
    if bar is None or not sample.hands:
        return ()
    high = bar.size_m[1] * _TURN_HIGH
    size = (high * _TURN_PX[0] / _TURN_PX[1], high)
    aside = bar.size_m[0] / 2 + _TURN_GAP_M + size[0] / 2
    return tuple(
        PanelPlace(name, compose(bar.pose, Pose((x, 0.0, 0.0))), size, _TURN_PX)
        for name, x in ((TURN_LEFT, -aside), (TURN_RIGHT, aside))
    )


def _true_size(session: Session, sample: Sample, world: World) -> tuple[PanelPlace, ...]:
    """Over a product that is not shown at its true size."""
    if session.held is None or world.held is None or abs(session.held.scale - 1.0) < SAME:
        return ()
    pose = held_pose(session.held, world.held, session.standing, sample, aside=session.panel is not None)
    half = math.hypot(*held_half(session.held, world.held))
    eye = head_in_store(session.standing, sample).position
    dx, dy, dz = (p - q for p, q in zip(pose.position, eye, strict=True))
    level = max(math.hypot(dx, dy), 1e-6)
    away = max(_NEAREST_M, math.hypot(level, dz) - half)
    rises = min(_HIGHEST_RAD, math.atan2(dz + held_half(session.held, world.held)[2], level) + _ABOVE_RAD)
    turn = multiply(about_z(math.atan2(-dx, dy)), about_x(rises))
    middle = compose(Pose(eye, turn), Pose((0.0, away, 0.0)))
    high = _HIGH_M_PER_M * away
    return (PanelPlace(TRUE_SIZE, middle, (high * _SIZE_PX[0] / _SIZE_PX[1], high), _SIZE_PX),)


def pressed_control(name: str, session: Session, sample: Sample) -> tuple[a.Action, ...]:
    """What pressing a control does; nothing for the name of a panel."""
    match name:
        case "true_size":
            return (a.TrueSize(),)
        case "turn_left" | "turn_right":
            return (turned(session, sample, session.comfort.snap_rad * (1.0 if name == TURN_LEFT else -1.0)),)
        case _:
            return ()


def turned(session: Session, sample: Sample, by_rad: float) -> a.Move:
    """A turn to the left about the shopper's own head, wherever in the play space it is."""
    standing = session.standing
    hx, hy, _ = sample.head.position
    before, after = (rotate(about_z(standing.heading_rad + by), (hx, hy, 0.0)) for by in (0.0, by_rad))
    x, y = standing.x_m + before[0] - after[0], standing.y_m + before[1] - after[1]
    return a.Move(x, y, standing.heading_rad + by_rad, standing.pitch_rad)
