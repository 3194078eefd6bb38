"""How a notice follows a turning head: it rests while one looks about, and comes along softly. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

REST_RAD = math.radians(12)
"""Turns smaller than this it does not follow: what is glued to the head cannot be looked at, and makes sick."""
_PER_S = 4.0


@dataclass(frozen=True)
class Drift:
    """The heading it has now, and when that was worked out (the frame's clock); None: it is not shown."""

    heading_rad: float | None = None
    time_s: float = 0.0


def drifted(now: Drift, heading_rad: float, time_s: float) -> Drift:
    """A moment later, with the head at this heading. A new notice begins straight ahead."""
    if now.heading_rad is None:
        return Drift(heading_rad, time_s)
    off = math.remainder(heading_rad - now.heading_rad, math.tau)
    beyond = math.copysign(max(0.0, abs(off) - REST_RAD), off)
    share = 1.0 - math.exp(-_PER_S * max(0.0, time_s - now.time_s))
    return Drift(now.heading_rad + beyond * share, time_s)
