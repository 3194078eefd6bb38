"""How the view of a headset was moved without its wearer moving: what vignette and blink follow. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from client.domain.session import Session, Standing
from client.headset.api import Sample
from client.interaction.rig import to_store
from client.interaction.walk import tracked

BLINK_S = 0.18
"""How long the view takes to come back after a jump. It was chosen by the shopper, and dark is calmer than a leap."""
JUMP_M = 0.45
_IN_S, _OUT_S = 0.1, 0.3


@dataclass(frozen=True)
class Motion:
    """`blink`: 1 is dark. `vignette`: how dark the edge of the view is, 0 to 1. Both are 0 in a window."""

    blink: float = 0.0
    vignette: float = 0.0
    standing: Standing | None = None


def moved(motion: Motion, session: Session, sample: Sample) -> Motion:
    """The motion after a frame. What a shopper walks or turns on their own feet counts as none."""
    if not tracked(sample):
        return Motion()
    comfort, standing = session.comfort, session.standing
    dt = max(1e-4, min(comfort.longest_step_s, sample.frame.dt_s))
    before = to_store(motion.standing or standing, sample.head).position
    away = math.dist(before[:2], to_store(standing, sample.head).position[:2])
    if away > max(JUMP_M, comfort.fast_m_per_s * dt + 0.05):
        return Motion(1.0, 0.0, standing)
    wanted = comfort.vignette * min(1.0, away / dt / comfort.walk_m_per_s)
    rate = _IN_S if wanted > motion.vignette else _OUT_S
    vignette = motion.vignette + (wanted - motion.vignette) * (1.0 - math.exp(-dt / rate))
    return replace(
        motion,
        blink=max(0.0, motion.blink - dt / BLINK_S),
        vignette=vignette if vignette > 0.004 else 0.0,
        standing=standing,
    )
