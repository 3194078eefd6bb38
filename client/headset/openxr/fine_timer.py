"""Windows wakes a sleeping program 64 times a second unless asked for better; a frame lasts 11 ms."""

from __future__ import annotations

import ctypes
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

_PERIOD_MS = 1
_log = logging.getLogger("vitrine.headset")


class MultimediaTimer(Protocol):
    """Two functions of winmm.dll; 0 means done."""

    def timeBeginPeriod(self, period_ms: int, /) -> int:  # noqa: N802 - Windows' name
        """Asks for a finer timer."""

    def timeEndPeriod(self, period_ms: int, /) -> int:  # noqa: N802 - Windows' name
        """Gives it back; each begin wants its end."""


@contextmanager
def fine_timer(platform: str = sys.platform, load: Callable[[], MultimediaTimer] | None = None) -> Iterator[None]:
    """A timer of a millisecond while it lasts, on Windows; elsewhere it is that fine always."""
    if platform != "win32":
        yield
        return
    timer = (load or _winmm)()
    begun = timer.timeBeginPeriod(_PERIOD_MS) == 0
    if not begun:
        _log.info("Windows gives no timer of %d ms", _PERIOD_MS)
    try:
        yield
    finally:
        if begun:
            timer.timeEndPeriod(_PERIOD_MS)


def _winmm() -> MultimediaTimer:
    found: MultimediaTimer = ctypes.CDLL("winmm")
    return found
