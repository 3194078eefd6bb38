"""The frame loop."""

from __future__ import annotations

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


def run_loop(stage: Stage, headset: Headset, frames: int | None = None) -> int:
    """Runs until the visitor leaves, or for so many frames. Returns how many frames were drawn."""
    drawn = 0
    while frames is None or drawn < frames:
        if headset.poll() in (Presence.LEAVING, Presence.LOST):
            break
        frame = headset.wait()
        stage.pump()
        if frame is None:
            stage.idle()
            continue
        if not one_frame(stage, headset, frame):
            break
        drawn += 1
    return drawn


def one_frame(stage: Stage, headset: Headset, frame: Frame) -> bool:
    """Sample, step, draw, submit."""
    sample = headset.sample(frame)
    stays = stage.step(sample)
    stage.draw(sample)
    headset.submit(frame)
    return stays
