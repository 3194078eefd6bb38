"""What hangs before the shopper in a headset comes along when it would be lost: out of sight or out of reach. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from client.domain.session import Held, Standing
from client.domain.turning import multiply
from client.headset.api import Sample, Vec3
from client.interaction.hold import hung
from client.interaction.rig import about_z, forward, heading_of
from client.interaction.values import HeldThing

LOST_RAD, LOST_SHARE, LOST_M = math.radians(55), 1.6, 0.5
"""Further aside than this from where one looks, or this much further away than it was hung, it is lost."""
LOST_RISE_RAD = math.radians(50)
_LEVEL = 0.35
_WAITS_S = 0.5
"""A glance aside does not call it."""
_PER_S = 5.0
_THERE_RAD, _THERE_M = math.radians(1), 0.02


@dataclass(frozen=True)
class Following:
    """For how long it has been lost, and whether it is on its way."""

    lost_s: float = 0.0
    comes: bool = False


def followed(
    now: Following, held: Held, thing: HeldThing, standing: Standing, sample: Sample, *, aside: bool
) -> tuple[Following, Held]:
    """The product a frame later: it stays, or glides round the shopper to before their eyes, the same side shown."""
    if held.at is None:
        return Following(), held
    head, dt = sample.head, max(0.0, min(0.1, sample.frame.dt_s))
    to = hung(held, thing, standing, sample, aside=aside).position
    bearing, rise, away = _seen_from(head.position, held.at)
    to_bearing, to_rise, to_away = _seen_from(head.position, to)
    off = math.remainder(to_bearing - bearing, math.tau)
    looks = forward(head.turn)
    # Who looks at their feet or the ceiling has no heading to speak of.
    level = math.hypot(looks[0], looks[1]) > _LEVEL
    ahead = math.remainder(heading_of(head.turn) - bearing, math.tau)
    beside = level and abs(ahead) > LOST_RAD
    lost = beside or abs(rise - to_rise) > LOST_RISE_RAD or away > to_away * LOST_SHARE + LOST_M
    lost_s = now.lost_s + dt if lost else 0.0
    if not (now.comes or lost_s > _WAITS_S):
        return Following(lost_s), held
    share = 1.0 - math.exp(-_PER_S * dt)
    turned, risen, nearer = off * share, (to_rise - rise) * share, (to_away - away) * share
    at = _from(head.position, bearing + turned, rise + risen, away + nearer)
    there = abs(off) < _THERE_RAD and math.dist(at, to) < _THERE_M
    turn = multiply(about_z(turned), held.turn)
    return Following(0.0, not there), Held(held.item, turn, held.distance_m, at, held.scale, held.hands)


def _seen_from(eye: Vec3, point: Vec3) -> tuple[float, float, float]:
    """Heading and rise, radians, and distance, metres."""
    x, y, z = (p - q for p, q in zip(point, eye, strict=True))
    level = math.hypot(x, y)
    return math.atan2(-x, y), math.atan2(z, level), math.hypot(level, z)


def _from(eye: Vec3, bearing: float, rise: float, away: float) -> Vec3:
    level = math.cos(rise) * away
    return (eye[0] - math.sin(bearing) * level, eye[1] + math.cos(bearing) * level, eye[2] + math.sin(rise) * away)
