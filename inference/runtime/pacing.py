"""Whether workers may run, from how long frames take. Pure; fed once a frame.

They stop before a frame is dropped: as soon as the work of a frame leaves little of its time. They go on when frames
are light again, and in any case after a while, for a short slice, so that no job starves where frames are late for
other reasons. Where standing still did not help, the next slice is twice as long: the frames are late by themselves.
"""

from __future__ import annotations

from typing import Final

FULL: Final = 0.85
"""Work beyond this part of a frame's time is nearly a dropped frame."""
LIGHT: Final = 0.7
CALM_FRAMES: Final = 4
LONGEST_PAUSE_S: Final = 0.25
LEAST_SLICE_S: Final = 0.05
LONGEST_SLICE_S: Final = 1.0


class Pacer:
    """Times in seconds of one clock."""

    def __init__(self) -> None:
        self.paused = False
        self._since_s = float("-inf")
        self._calm = 0
        self._slice_s = LEAST_SLICE_S

    def frame(self, now_s: float, work_s: float, budget_s: float) -> bool:
        """Told of a frame: when it ended, how long its work took, how long it might have taken. Whether to pause."""
        load = work_s / budget_s if budget_s > 0 else 0.0
        self._calm = self._calm + 1 if load < LIGHT else 0
        lasted = now_s - self._since_s
        if self.paused:
            if self._calm >= CALM_FRAMES:
                self._slice_s = LEAST_SLICE_S
                self._turn(False, now_s)
            elif lasted >= LONGEST_PAUSE_S:
                self._slice_s = min(LONGEST_SLICE_S, 2.0 * self._slice_s)
                self._turn(False, now_s)
        elif load > FULL and not 0.0 <= lasted < self._slice_s:
            self._turn(True, now_s)
        return self.paused

    def _turn(self, paused: bool, now_s: float) -> None:
        self.paused, self._since_s, self._calm = paused, now_s, 0
