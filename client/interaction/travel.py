"""Turning in steps, walking, and teleport: by a stick, a key, or a pinch that rests on the floor. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from client.domain import actions as a
from client.domain.comfort import Side
from client.domain.session import Session
from client.headset.api import Sample
from client.interaction import teleport, walk
from client.interaction.press import Pressing, head_offset
from client.interaction.rig import head_in_store, heading_of, pointer_ray
from client.interaction.typed import writing
from client.interaction.values import Arc, Ray, World
from client.interaction.who import SIDES, Acts

_STICK_ON, _STICK_OFF = 0.7, 0.3
PINCH_S = 0.35
"""A trigger or pinch held for so long on the floor aims a teleport."""
_PULLED_DOWN = math.sin(math.radians(-72))
"""A pinch that points steeper down than this has been taken back."""

Aimer = Literal["", "key", "stick", "pinch"]


@dataclass(frozen=True)
class Travelling:
    """The teleport being aimed, by what and with which hand; the turn stick pushed over."""

    aims: Aimer = ""
    side: Side | None = None
    spent: bool = False
    """It was called off: nothing is aimed before the stick or pinch is let go."""
    stick_over: bool = False


@dataclass(frozen=True)
class Travel:
    """What travelling means in this frame. `pinched`: the press that is going on aims, and clicks nothing."""

    moves: tuple[a.Action, ...] = ()
    arc: Arc | None = None
    pinched: bool = False


def step(
    now: Travelling, sample: Sample, session: Session, world: World, ray: Ray, acts: Acts, pressing: Pressing
) -> tuple[Travelling, Travel]:
    """Aiming, landing, or walking and turning. `ray` is the pointer's."""
    keys_free = not writing(world) and not any(key == "control" for key in sample.keys)
    now, snap = _stick(now, sample, arrows=session.panel is None)
    by, side = _aimer(sample, pressing, acts, keys_free)
    if now.spent:
        now = replace(now, spent=bool(by))
        by = ""
    if (by or now.aims) and _called_off(now, acts):
        return replace(now, aims="", side=None, spent=True), Travel(pinched=now.aims == "pinch")
    if not by and now.aims:
        return replace(now, aims="", side=None), _landed(now, sample, session, world, ray)
    if by:
        now = replace(now, aims=by, side=side)
    arc = _arc(now, sample, session, world, ray) if by else None
    move = walk.step(
        session.standing, sample, world.walk, session.comfort, keys_free=keys_free, snap=snap,
        arrows=session.panel is None,
    )  # fmt: skip
    return now, Travel((move,) if move is not None else (), arc, pinched=by == "pinch")


def _stick(now: Travelling, sample: Sample, *, arrows: bool) -> tuple[Travelling, bool]:
    """Whether the turn stick (or a turn key) was just pushed over: one snap turn for each push."""
    _, _, turn = walk.wish(sample, keys_free=True, arrows=arrows)
    over = abs(turn) > (_STICK_OFF if now.stick_over else _STICK_ON)
    return replace(now, stick_over=over), over and not now.stick_over


def _aimer(sample: Sample, pressing: Pressing, acts: Acts, keys_free: bool) -> tuple[Aimer, Side | None]:
    """What aims a teleport now, and with which hand."""
    if any(hand.side == "right" and hand.stick[1] > max(_STICK_ON, abs(hand.stick[0])) for hand in sample.hands):
        return "stick", "right"
    on = pressing.pressed
    if on is not None and on.target == "nothing" and pressing.by in SIDES:
        ends = pressing.by in acts.frees or pressing.by in acts.lost
        if not ends and sample.frame.time_s - pressing.since_s >= PINCH_S:
            return "pinch", "left" if pressing.by == "left" else "right"
    elif (sample.mouse is not None and "middle" in sample.mouse.down) or (keys_free and "t" in sample.keys):
        return "key", None
    return "", None


def _called_off(now: Travelling, acts: Acts) -> bool:
    """The other hand pulls or squeezes, the aiming one squeezes, or goes out of sight."""
    if not now.aims or now.side is None:
        return False
    others = set(acts.pulls) - {now.side}
    return bool(others or acts.squeezes or now.side in acts.lost)


def _arc(now: Travelling, sample: Sample, session: Session, world: World, ray: Ray) -> Arc:
    aimed = pointer_ray(session.standing, sample, now.side) if now.side is not None else ray
    arc = teleport.arc(aimed, world.can_stand, from_eye=not sample.hands)
    heading = heading_of(head_in_store(session.standing, sample).turn)
    taken_back = now.aims == "pinch" and aimed.direction[2] < _PULLED_DOWN
    return replace(arc, heading_rad=heading, allowed=arc.allowed and not taken_back)


def _landed(now: Travelling, sample: Sample, session: Session, world: World, ray: Ray) -> Travel:
    arc = _arc(now, sample, session, world, ray)
    if not arc.allowed:
        return Travel(pinched=now.aims == "pinch")
    x, y, _ = arc.points[-1]
    hx, hy = head_offset(sample, session)
    standing = session.standing
    move = a.Move(x - hx, y - hy, standing.heading_rad, standing.pitch_rad)
    return Travel((move,), pinched=now.aims == "pinch")
