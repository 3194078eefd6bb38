"""How full frames are, from what a loop can see of them. Pure; fed once a frame.

A headset's runtime makes us wait before a frame, so that the work of a frame is known. A window waits for the screen
while it draws: there a frame that took longer than others is all that can be seen.
"""

from __future__ import annotations

from collections import deque
from typing import Final

_REMEMBERED: Final = 120
_WAITS: Final = 0.05
"""Who never waits before a frame for this part of its time, waits while it draws."""
_USUAL: Final = 0.6
"""How full a window's frame counts that took no longer than the shortest lately: half as long again is too full."""


class FrameLoad:
    """Times in seconds."""

    def __init__(self) -> None:
        self._lasted: deque[float] = deque(maxlen=_REMEMBERED)
        self._waited: deque[float] = deque(maxlen=_REMEMBERED)

    def frame(self, waited_s: float, work_s: float) -> float:
        """Told how long was waited before a frame and how long its work took; how full it was, 1 is just in time."""
        self._waited.append(waited_s)
        self._lasted.append(waited_s + work_s)
        shortest = min(self._lasted)
        if shortest <= 0.0:
            return 0.0
        if max(self._waited) > _WAITS * shortest:
            return work_s / shortest
        return _USUAL * (waited_s + work_s) / shortest
