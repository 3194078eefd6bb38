"""Asks a shopper at a desk for a picture: the system's dialog, in a process of its own, beside the frame."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from queue import Empty, SimpleQueue

_PROGRAM = "client.shell.pick_photo"
_LONGEST_S = 900.0
_MOST_BYTES = 64 << 20
Running = Callable[[Sequence[str]], bytes]
"""Runs a command to its end; what it wrote."""


class Picker:
    """One dialog at a time."""

    def __init__(self, running: Running | None = None) -> None:
        self._run = running or _run
        self._came: SimpleQueue[bytes] = SimpleQueue()
        self._busy = threading.Lock()

    def choose(self, title: str) -> None:
        """Opens the dialog, unless it is open."""
        self._begin([sys.executable, "-m", _PROGRAM, "choose", title])

    def paste(self) -> None:
        """Takes the clipboard's picture."""
        self._begin([sys.executable, "-m", _PROGRAM, "paste"])

    def _begin(self, command: Sequence[str]) -> None:
        if self._busy.acquire(blocking=False):
            threading.Thread(target=self._wait, args=(command,), name="picking", daemon=True).start()

    def _wait(self, command: Sequence[str]) -> None:
        try:
            data = self._run(command)
            if 0 < len(data) <= _MOST_BYTES:
                self._came.put(data)
        finally:
            self._busy.release()

    def came(self) -> bytes:
        """A picture that was chosen since the last call; empty when none was. Never waits."""
        try:
            return self._came.get_nowait()
        except Empty:
            return b""


def has_screen(system: str, environment: Mapping[str, str]) -> bool:
    """Whether a dialog could be seen here."""
    return system in ("win32", "darwin") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _run(command: Sequence[str]) -> bytes:
    # The shop's own widgets are drawn off screen; the dialog's must not be.
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=_LONGEST_S, env=environment, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout
