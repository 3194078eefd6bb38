"""The mixing desk: how many sounds at once, how soon the same again, how loud, from which side. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from client.domain.comfort import Comfort
from client.headset.api import Vec3
from client.sound.events import STRENGTH, Event
from client.sound.values import Heard, SoundName

MOST_AT_ONCE: Final = 3
_AGAIN_S: Final[Mapping[SoundName, float]] = {"tick": 0.15, "notice": 0.5, "refused": 0.4, "select": 0.08}
_AGAIN_USUAL_S: Final = 0.06
_TOGETHER_S: Final = 0.08
"""Of sounds that begin this close together only the strongest is heard."""
_WIDEST_RAD: Final = math.radians(25)
"""How far from straight ahead a sound is placed at most. Loudspeakers stand 30 degrees aside, and a sound in one ear
only is unpleasant in headphones."""
_FAINTEST: Final = 0.45


class Desk:
    """Decides over sounds in the order they are asked for. `lengths_s`: how long each lasts."""

    def __init__(self, lengths_s: Mapping[SoundName, float]) -> None:
        self._lengths = lengths_s
        self._ends: list[float] = []
        self._last: dict[SoundName, float] = {}
        self._latest: tuple[float, int] = (-math.inf, len(STRENGTH))

    def hear(self, event: Event, now_s: float, comfort: Comfort, at: Vec3 | None = None) -> Heard | None:
        """The sound to play now, or None when it is to be left out. `at` as in `Heard`, true and unshaped."""
        gain = loudness(comfort.volume) * (faintness(at) if at is not None else 1.0)
        if gain <= 0.0 or not self._free(event.sound, now_s):
            return None
        self._ends.append(now_s + self._lengths[event.sound])
        self._last[event.sound] = now_s
        self._latest = (now_s, STRENGTH.index(event.sound))
        placed = placed_softly(at) if at is not None and not comfort.mono_sound else None
        return Heard(event.sound, gain, placed)

    def _free(self, name: SoundName, now_s: float) -> bool:
        # A clock that was set back (another headset's) must not silence the shop until it has caught up.
        self._ends = [end for end in self._ends if now_s < end < now_s + 2.0]
        begun_s, strength = self._latest
        if 0.0 <= now_s - begun_s < _TOGETHER_S and STRENGTH.index(name) >= strength:
            return False
        since = now_s - self._last.get(name, -math.inf)
        return len(self._ends) < MOST_AT_ONCE and not 0.0 <= since < _AGAIN_S.get(name, _AGAIN_USUAL_S)


def loudness(volume: float) -> float:
    """Gain for a volume of 0 to 1: its square, since ears hear ratios, not differences."""
    return max(0.0, min(1.0, volume)) ** 2


def faintness(at: Vec3) -> float:
    """What is further away is fainter, but never inaudible."""
    return max(_FAINTEST, 1.0 / (1.0 + 0.2 * max(0.0, math.hypot(*at) - 1.0)))


def placed_softly(at: Vec3) -> Vec3:
    """A place a metre away, ahead, on the same side: from the middle over 25 degrees at most (see `side_of`)."""
    aside = _WIDEST_RAD * math.sin(azimuth(at))
    return (math.sin(aside), math.cos(aside), 0.0)


def azimuth(at: Vec3) -> float:
    """How far to the right of straight ahead, radians, -pi to pi."""
    return math.atan2(at[0], at[1]) if math.hypot(at[0], at[1]) > 1e-6 else 0.0


def side_of(at: Vec3 | None) -> str:
    """ "left" or "right" where a sound comes clearly from there, else ""."""
    if at is None or abs(math.sin(azimuth(at))) < 0.5:
        return ""
    return "right" if at[0] > 0 else "left"
