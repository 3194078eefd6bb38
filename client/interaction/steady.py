"""Pulling a trigger, and more so pinching, moves the hand that points: what was meant is what was pointed at before.

From the first of a pull until it is let go the meaning stays, as long as the hand does not clearly turn elsewhere.
Pure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from client.domain.comfort import Side
from client.headset.api import Sample, Vec3
from client.interaction.values import PanelPlace, Pointed, Ray
from client.interaction.who import hand_of

BEGINS = 0.2
"""A trigger pulled this far is being pulled."""
STRAYS_RAD = math.radians(1.3)
"""A ray that turned further than this since then was turned on purpose: to drag, or to mean something else."""


@dataclass(frozen=True)
class Steady:
    """The pointing hand, what it meant before it pulled, which way it pointed. `pointed` is None once it strayed."""

    side: Side | None = None
    pointed: Pointed | None = None
    way: Vec3 = (0.0, 1.0, 0.0)


def steadied(
    now: Steady, sample: Sample, side: Side | None, ray: Ray, met: Pointed, panels: tuple[PanelPlace, ...]
) -> tuple[Steady, Pointed]:
    """What the pointing hand means. `met`: what its ray meets, or bends to, in this frame."""
    hand = hand_of(sample, side)
    if hand is None or hand.trigger < BEGINS or now.side != side:
        return Steady(side, met, ray.direction), met
    kept = now.pointed
    if kept is None:
        return now, met
    gone = kept.target == "panel" and all(place.name != kept.name for place in panels)
    cosine = sum(a * b for a, b in zip(ray.direction, now.way, strict=True))
    if gone or math.acos(max(-1.0, min(1.0, cosine))) > STRAYS_RAD:
        return Steady(side), met
    return now, kept
