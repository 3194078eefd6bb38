"""A headset whose hands follow a script: the simulator for tests and the tour."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from client.headset.api import Eye, Fov, Frame, Hand, Mouse, Pad, Pose, Presence, Sample
from client.interaction.rig import compose

EYE_HEIGHT_M = 1.62
WINDOW_UP_RAD = math.radians(31)


def view_fov(width_px: int, height_px: int, up_rad: float = WINDOW_UP_RAD) -> Fov:
    """The view of a window: symmetric, `up_rad` from the middle to the upper edge."""
    across = math.atan(math.tan(up_rad) * width_px / height_px)
    return Fov(-across, across, up_rad, -up_rad)


def standing_head(height_m: float = EYE_HEIGHT_M) -> Pose:
    """A head over the middle of the play space."""
    return Pose((0.0, 0.0, height_m))


def stereo(head: Pose, fov: Fov, apart_m: float = 0.063) -> tuple[Eye, Eye]:
    """Two eyes beside the middle of a head, left first."""
    left, right = (compose(head, Pose((side * apart_m / 2, 0.0, 0.0))) for side in (-1.0, 1.0))
    return Eye(left, fov), Eye(right, fov)


@dataclass(frozen=True)
class Input:
    """What the body does in one scripted frame."""

    mouse: Mouse | None = None
    pad: Pad | None = None
    hands: tuple[Hand, ...] = ()
    keys: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    text: str = ""
    head: Pose | None = None


@dataclass
class ScriptedHeadset:
    """Frames at a fixed rate from a list of inputs; after the last one the visitor is gone.

    Time stands still between frames, so a script always means the same.
    """

    width_px: int = 480
    height_px: int = 270
    rate_hz: float = 60.0
    eyes: int = 1
    up_rad: float = WINDOW_UP_RAD
    """From the middle of the view to its upper edge."""
    script: deque[Input] = field(default_factory=deque)
    closed: bool = False
    _index: int = 0

    def add(self, inputs: Iterable[Input]) -> None:
        """Appends inputs, one a frame."""
        self.script.extend(inputs)

    def poll(self) -> Presence:
        """Focused as long as there is something left to do."""
        return Presence.FOCUSED if self.script and not self.closed else Presence.LEAVING

    def wait(self) -> Frame | None:
        """The next frame at once."""
        frame = Frame(self._index, self._index / self.rate_hz, 1.0 / self.rate_hz)
        self._index += 1
        return frame

    def sample(self, frame: Frame) -> Sample:
        """The next input of the script."""
        now = self.script.popleft() if self.script else Input()
        head = now.head or standing_head()
        fov = view_fov(self.width_px, self.height_px, self.up_rad)
        eyes = stereo(head, fov) if self.eyes == 2 else (Eye(head, fov),)
        return Sample(
            frame, eyes, head, now.hands, now.mouse, now.pad, tuple(sorted(now.keys)), now.pressed, text=now.text
        )

    def submit(self, frame: Frame) -> None:
        """Nothing to show it on."""

    def close(self) -> None:
        """Ends the script."""
        self.closed = True
