"""The shop's sounds: short, soft, in one key (D major pentatonic), so that whatever sounds together agrees.

Rising says more, falling says less; only `done` is longer than half a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from client.sound.values import Breath, Note, Recipe, SoundName

_D4, _E4, _FS4, _A4, _B4, _D5, _E5, _FS5, _A5 = 293.66, 329.63, 369.99, 440.0, 493.88, 587.33, 659.26, 739.99, 880.0
"""Hertz, equal temperament, A4 = 440."""

_SOFT = (0.10, 0.02)
_WOOD = (0.35, 0.18, 0.06)


def _knock(hertz: float, start_s: float = 0.0, gain: float = 1.0) -> Note:
    return Note(hertz, start_s, 0.14, gain, attack_s=0.003, decay_s=0.028, glide=0.94, overtones=_WOOD)


RECIPES: Final[Mapping[SoundName, Recipe]] = MappingProxyType({
    "tick": Recipe((Note(_A5, length_s=0.06, attack_s=0.004, decay_s=0.012, overtones=_SOFT),), peak=0.06),
    "select": Recipe((Note(_D5, length_s=0.14, decay_s=0.035),), peak=0.18),
    "open": Recipe((Breath(500, 1400, length_s=0.22, gain=0.25), Note(_A4, 0.03, 0.25, 0.7),
                    Note(_D5, 0.09, 0.3, 0.7)), peak=0.16),
    "close": Recipe((Breath(1200, 450, length_s=0.18, gain=0.22), Note(_A4, 0.02, 0.22, 0.7, decay_s=0.05)), peak=0.12),
    "take": Recipe((_knock(_D4), Note(_A4, 0.02, 0.24, 0.55, glide=1.03)), peak=0.26),
    "put_back": Recipe((_knock(_FS4, gain=0.5), _knock(_D4, 0.05)), peak=0.24),
    "add": Recipe((Note(_D5, 0.0, 0.3), Note(_A5, 0.085, 0.38, 0.85, decay_s=0.1)), peak=0.26),
    "remove": Recipe((Note(_A4, 0.0, 0.26), Note(_D4, 0.085, 0.34, 0.9, decay_s=0.09)), peak=0.22),
    "move": Recipe((Breath(260, 900, length_s=0.3, gain=1.0), _knock(_D4, 0.2, 0.25)), peak=0.14),
    "notice": Recipe((Note(_FS5, 0.0, 0.3, overtones=_SOFT), Note(_B4, 0.12, 0.36, 0.8, overtones=_SOFT)), peak=0.18),
    "refused": Recipe((Note(_E4, 0.0, 0.18, overtones=_SOFT), Note(_E4, 0.13, 0.24, overtones=_SOFT)), peak=0.2),
    "done": Recipe((Note(_D5, 0.0, 0.5, decay_s=0.14), Note(_FS5, 0.11, 0.5, 0.85, decay_s=0.14),
                    Note(_A5, 0.22, 0.6, 0.8, decay_s=0.18), Note(_E5, 0.22, 0.6, 0.18, decay_s=0.18)), peak=0.28),
})  # fmt: skip
