"""A controller's grip and buttons. Sticks are `walk`'s, the trigger is a button like the mouse's."""

from __future__ import annotations

from client.headset.api import Sample
from client.interaction.keys import HAND_BUTTONS

_SQUEEZE_ON, _SQUEEZE_OFF = 0.6, 0.4


def buttons(before: frozenset[str], sample: Sample) -> tuple[frozenset[str], tuple[str, ...]]:
    """What is down now, and what went down in this frame, named as a gamepad's buttons."""
    down = frozenset(name for hand in sample.hands for name in hand.buttons)
    return down, tuple(HAND_BUTTONS[name] for name in sorted(down - before) if name in HAND_BUTTONS)


def squeeze(before: bool, sample: Sample) -> tuple[bool, bool]:
    """Whether a grip is squeezed, and whether that began now. It need not be kept squeezed: that tires."""
    held = max((hand.squeeze for hand in sample.hands), default=0.0) > (_SQUEEZE_OFF if before else _SQUEEZE_ON)
    return held, held and not before
