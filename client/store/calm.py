"""Whether the shopper is in the middle of something: then nothing around them is moved."""

from __future__ import annotations

from typing import Final

from client.domain.session import Session, Standing
from client.headset.api import Sample

REST_S: Final = 4.0
"""So long nothing was done and nothing is looked at."""
GAZE_S: Final = 20.0
"""So long nothing was done, though something is looked at."""
_PRESSED: Final = 0.1


class Calm:
    """Watches the frames of a visit."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._standing = Standing()

    def update(self, session: Session, sample: Sample) -> bool:
        """True while the store may be changed around the shopper. Called once a frame."""
        now = sample.frame.time_s
        if self._since is None or session.standing != self._standing or _busy(session) or _does_something(sample):
            self._since, self._standing = now, session.standing
            return False
        return now - self._since >= (GAZE_S if session.looking_at is not None else REST_S)


def _busy(session: Session) -> bool:
    return session.held is not None or session.panel is not None or session.search.running


def _does_something(sample: Sample) -> bool:
    mouse, pad = sample.mouse, sample.pad
    if sample.keys or sample.pressed or sample.text:
        return True
    if mouse is not None and (mouse.down or mouse.pressed or mouse.released or mouse.wheel):
        return True
    if pad is not None and (pad.down or pad.pressed or max(map(abs, (*pad.move, *pad.look))) > _PRESSED):
        return True
    return any(
        hand.buttons or max(hand.trigger, hand.squeeze, *map(abs, hand.stick)) > _PRESSED for hand in sample.hands
    )
