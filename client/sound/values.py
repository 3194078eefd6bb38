"""A sound as parameters, and a sound asked for. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from client.headset.api import Vec3

SoundName = Literal[
    "tick", "select", "open", "close", "take", "put_back", "add", "remove", "move", "notice", "refused", "done"
]


@dataclass(frozen=True)
class Note:
    """One struck tone: a fundamental and overtones that die away, each faster than the one below.

    `glide` is the pitch at the end over the pitch at the start. `attack_s` is how long it swells; `decay_s` is the time
    in which it falls to 1/e.
    """

    hertz: float
    start_s: float = 0.0
    length_s: float = 0.25
    gain: float = 1.0
    attack_s: float = 0.006
    decay_s: float = 0.07
    glide: float = 1.0
    overtones: tuple[float, ...] = (0.22, 0.06)
    """How strong the second, third ... partial is beside the first."""


@dataclass(frozen=True)
class Breath:
    """Air: noise between two pitches, swelling and dying along half a sine. Its band moves from `low` to `high`."""

    low_hertz: float
    high_hertz: float
    start_s: float = 0.0
    length_s: float = 0.25
    gain: float = 0.5


@dataclass(frozen=True)
class Recipe:
    """A sound. `peak` is its loudest sample (1 is the loudest there can be)."""

    parts: tuple[Note | Breath, ...]
    peak: float = 0.3


@dataclass(frozen=True)
class Heard:
    """A sound to play now, `gain` 0 to 1. `at`: where from, metres from the head (x right, y ahead, z up); None: from
    nowhere in particular, the same in both ears."""

    name: SoundName
    gain: float
    at: Vec3 | None = None
