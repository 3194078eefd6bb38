"""Asks a shopper at a desk for a picture: the system's dialog, in a process of its own, beside the frame."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from queue import Empty, SimpleQueue
from typing import Protocol

_PROGRAM = "client.shell.pick_photo"
_LONGEST_S = 900.0
_MOST_BYTES = 64 << 20
_NOBODY = -1
_log = logging.getLogger("vitrine")


class Dialog(Protocol):
    """A command that runs."""

    def output(self) -> bytes:
        """Waits for its end; what it wrote."""

    def end(self) -> None:
        """Ends it now; idempotent."""


Starting = Callable[[Sequence[str]], Dialog]
"""Starts a command. Raises OSError."""


class Picker:
    """One dialog at a time; it ends with the shop, and with the visit of who opened it."""

    def __init__(self, starting: Starting | None = None) -> None:
        self._start = starting or _Program
        self._came: SimpleQueue[tuple[int, bytes]] = SimpleQueue()
        self._lock = threading.Lock()
        self._open: Dialog | None = None
        self._visit = 0
        self._busy = _NOBODY
        """Whose visit the dialog belongs to that is open or about to be."""

    def choose(self, title: str) -> None:
        """Opens the dialog, unless it is open."""
        self._begin([sys.executable, "-m", _PROGRAM, "choose", title])

    def paste(self) -> None:
        """Takes the clipboard's picture."""
        self._begin([sys.executable, "-m", _PROGRAM, "paste"])

    def _begin(self, command: Sequence[str]) -> None:
        with self._lock:
            if self._busy == self._visit:
                return
            visit = self._busy = self._visit
        threading.Thread(target=self._show, args=(command, visit), name="picking", daemon=True).start()

    def _show(self, command: Sequence[str], visit: int) -> None:
        try:
            dialog = self._start(command)
            with self._lock:
                late = visit != self._visit
                self._open = self._open if late else dialog
            if late:
                dialog.end()
            data = dialog.output()
            if 0 < len(data) <= _MOST_BYTES:
                self._came.put((visit, data))
        except OSError as error:
            _log.warning("no picture can be chosen: %s", error)
        finally:
            with self._lock:
                if self._busy == visit:
                    self._busy, self._open = _NOBODY, None

    def came(self) -> bytes:
        """A picture that was chosen since the last call; empty when none was. Never waits."""
        try:
            visit, data = self._came.get_nowait()
        except Empty:
            return b""
        return data if visit == self._visit else b""

    def leave(self) -> None:
        """Whoever was choosing has left: the dialog is ended, and nothing of it comes any more. Idempotent."""
        with self._lock:
            self._visit, self._busy = self._visit + 1, _NOBODY
            dialog, self._open = self._open, None
        if dialog is not None:
            dialog.end()


def has_screen(system: str, environment: Mapping[str, str]) -> bool:
    """Whether a dialog could be seen here."""
    return system in ("win32", "darwin") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


class _Program:
    """A command of ours; not its own output's reader beyond `_LONGEST_S`."""

    def __init__(self, command: Sequence[str]) -> None:
        # The shop's own widgets are drawn off screen; the dialog's must not be.
        environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )

    def output(self) -> bytes:
        """What it wrote; nothing where it took too long."""
        try:
            return self._process.communicate(timeout=_LONGEST_S)[0]
        except (subprocess.TimeoutExpired, ValueError, OSError):
            self.end()
            return b""
        finally:
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process.wait()

    def end(self) -> None:
        """Kills it; whoever waits for its output then goes on."""
        self._process.kill()
