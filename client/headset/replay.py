"""A headset that does again what a recorded visitor did."""

from __future__ import annotations

from collections.abc import Iterator

from client.headset.api import Frame, Presence, Sample


class ReplayHeadset:
    """Gives recorded samples, one a frame, as fast as they are asked for."""

    def __init__(self, samples: Iterator[Sample]) -> None:
        self._samples = samples
        self._next: Sample | None = next(samples, None)

    def poll(self) -> Presence:
        """Focused until the recording is over."""
        return Presence.FOCUSED if self._next is not None else Presence.LEAVING

    def wait(self) -> Frame | None:
        """The recorded frame: its time, not this machine's."""
        return self._next.frame if self._next is not None else None

    def sample(self, frame: Frame) -> Sample:
        """The recorded sample of this frame."""
        if self._next is None:
            raise ValueError("the recording is over; poll() said so")
        now, self._next = self._next, next(self._samples, None)
        return now

    def submit(self, frame: Frame) -> None:
        """Nothing to show it on."""

    def close(self) -> None:
        """Forgets what is left."""
        self._next = None
