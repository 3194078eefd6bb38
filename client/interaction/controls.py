"""Small buttons of the hands' own in the store, beside the panels: the way back to true size. Pure."""

from __future__ import annotations

import math
from typing import Final

from client.domain import actions as a
from client.domain.session import Session
from client.headset.api import Pose, Sample
from client.interaction.hold import held_half, held_pose
from client.interaction.rig import about_x, about_z, compose, head_in_store, multiply
from client.interaction.values import PanelPlace, World

TRUE_SIZE: Final = "true_size"
_SIZE_PX = (520, 96)
_HIGH_M_PER_M = 0.06
_ABOVE_RAD, _HIGHEST_RAD = math.radians(3.5), math.radians(24)
_NEAREST_M = 0.6
SAME = 0.005
"""A scale this near to 1 is true size."""


def controls(session: Session, sample: Sample, world: World) -> tuple[PanelPlace, ...]:
    """What can be pressed beside the panels in this frame: the label over a product that is not shown at true size."""
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


def pressed_control(name: str) -> tuple[a.Action, ...]:
    """What pressing a control does; nothing for the name of a panel."""
    return (a.TrueSize(),) if name == TRUE_SIZE else ()
