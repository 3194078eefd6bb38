"""The frame loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from client.headset.api import Frame, Headset, Presence, Sample


class Stage(Protocol):
    """What the loop drives: the shop without its headset."""

    def pump(self) -> None:
        """Takes in what finished beside the frame: loaded assets, plans, search answers. Takes bounded time."""

    def idle(self) -> None:
        """Nobody looks: keep alive, rest a little."""

    def step(self, sample: Sample) -> bool:
        """One frame of the visit; False when the shopper wants to leave."""

    def draw(self, sample: Sample) -> None:
        """Draws the eyes of this frame."""


Told = Callable[[float, float], None]
"""Told of every frame: seconds waited before it, seconds its work took."""


def run_loop(
    stage: Stage,
    headset: Headset,
    frames: int | None = None,
    told: Told | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> int:
    """Runs until the visitor leaves, or for so many frames. Returns how many frames were drawn."""
    drawn = 0
    while frames is None or drawn < frames:
        if headset.poll() in (Presence.LEAVING, Presence.LOST):
            break
        ended = clock()
        frame = headset.wait()
        begun = clock()
        stage.pump()
        if frame is None:
            stage.idle()
            continue
        if not one_frame(stage, headset, frame):
            break
        drawn += 1
        if told is not None:
            told(begun - ended, clock() - begun)
    return drawn


def one_frame(stage: Stage, headset: Headset, frame: Frame) -> bool:
    """Sample, step, draw, submit."""
    sample = headset.sample(frame)
    stays = stage.step(sample)
    stage.draw(sample)
    headset.submit(frame)
    return stays
