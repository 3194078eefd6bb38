"""The worker process of one engine: below the shop in priority, bounded in memory, mute, and gone when the shop is.

It may be killed at any moment. `serve` is the target of the process; numpy comes only after the thread caps.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import time
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from inference.runtime.engine import Engine
    from inference.runtime.messages import Content, FromWorker, RunMessage, Setup
    from inference.runtime.values import Arrays, FailureKind

_THREAD_VARIABLES: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_NAP_S: Final = 0.002
_SENTENCE: Final = 400


def serve(connection: Connection, setup: Setup) -> None:
    """Loads the engine and answers jobs until the other end is gone."""
    _behave(setup)
    from inference.runtime.messages import ReadyMessage, RunMessage

    link = _Link(connection, setup)
    engine, says = _load(setup, link)
    if engine is None:
        return
    link.send(ReadyMessage(says[:_SENTENCE]))
    decoder = msgspec.msgpack.Decoder(RunMessage)
    while True:
        try:
            message = decoder.decode(connection.recv_bytes())
        except (EOFError, OSError):
            engine.close()
            return
        link.forget()
        link.send(_perform(engine, message, link))


class _Link:
    """The worker's end: messages out, the control page in."""

    def __init__(self, connection: Connection, setup: Setup) -> None:
        from inference.runtime.segments import Segments, SharedArray, take

        self._connection = connection
        self._encoder = msgspec.msgpack.Encoder()
        self._segments = Segments(setup.prefix + "o")
        self._page = take(SharedArray(setup.control, "<i8", (2,)))
        self.number = 0

    def send(self, message: FromWorker) -> None:
        """Waits while the parent does not listen; ends the process when it is gone."""
        try:
            self._connection.send_bytes(self._encoder.encode(message))
        except OSError:
            os._exit(0)

    def pack(self, value: msgspec.Struct, arrays: Arrays) -> Content:
        """Content to send."""
        from inference.runtime.content import pack
        from inference.runtime.values import Payload

        return pack(Payload(self._encoder.encode(value), arrays), self._segments)

    def forget(self) -> None:
        """A new job has come, so the parent has everything of the last one."""
        self._segments.release()

    # The outlet of the job that runs

    def part(self, part: msgspec.Struct, arrays: Arrays | None = None) -> None:
        """Sends a part of the answer."""
        from inference.runtime.messages import PartMessage

        self.checkpoint()
        self.send(PartMessage(self.number, self.pack(part, arrays or {})))

    def checkpoint(self) -> None:
        """Stands still while paused; raises StoppedError when nobody waits any more."""
        from inference.runtime.engine import StoppedError

        while True:
            if int(self._page[1]) == self.number:
                raise StoppedError
            if not self._page[0]:
                return
            time.sleep(_NAP_S)


def _load(setup: Setup, link: _Link) -> tuple[Engine[Any, Any, Any] | None, str]:
    from inference.runtime.messages import BrokeMessage

    try:
        module, _, factory = setup.entry.partition(":")
        engine: Engine[Any, Any, Any] = getattr(importlib.import_module(module), factory)(dict(setup.options))
        return engine, engine.load()
    except Exception as problem:  # noqa: BLE001 - the worker's edge: an engine that cannot load is a sentence
        link.send(BrokeMessage(0, "unavailable", _words(problem)[1]))
        return None, ""


def _perform(engine: Engine[Any, Any, Any], message: RunMessage, link: _Link) -> FromWorker:
    """Does one job; whatever goes wrong becomes a sentence."""
    from inference.runtime.content import unpack
    from inference.runtime.messages import BrokeMessage, DoneMessage

    link.number = message.number
    try:
        payload = unpack(message.content)
        job = msgspec.msgpack.decode(payload.data, type=engine.job)
        answer, arrays = engine.run(job, payload.arrays, link)
        return DoneMessage(message.number, link.pack(answer, arrays))
    except Exception as problem:  # noqa: BLE001 - the worker's edge: no job may end an engine by an exception
        return BrokeMessage(message.number, *_words(problem))


def _words(problem: Exception) -> tuple[FailureKind, str]:
    from inference.errors import InferenceError
    from inference.runtime.engine import StoppedError

    if isinstance(problem, StoppedError):
        return "cancelled", "It was called off."
    if isinstance(problem, InferenceError):
        return "refused", str(problem)[:_SENTENCE]
    if isinstance(problem, MemoryError):
        return "memory", "It needs more memory than it may take."
    return "error", f"It did not work ({type(problem).__name__}: {problem})."[:_SENTENCE]


def _behave(setup: Setup) -> None:
    """Manners: quiet, low priority, few threads, bounded memory, no life after the shop's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    into = os.open(setup.log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(into, 1)
    os.dup2(into, 2)
    for name in _THREAD_VARIABLES:
        os.environ[name] = str(setup.threads)
    _lower_priority()
    _limit_memory(setup.limit_bytes)
    _die_with_parent()
    threading.Thread(target=_leave_with_parent, daemon=True, name="leave-with-parent").start()


def _lower_priority() -> None:
    import psutil

    own = psutil.Process()
    try:
        own.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else 19)
    except (psutil.Error, OSError):
        return  # a system that does not allow it: the pauses must do


def _limit_memory(limit_bytes: int) -> None:
    """Private memory, on Linux; elsewhere the scheduler's look at the resident size must do."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (limit_bytes, limit_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _die_with_parent() -> None:
    """On Linux the kernel ends the worker with the thread that started it, even while it is stopped (prctl(2))."""
    if sys.platform == "linux":
        import ctypes

        set_death_signal = 1
        ctypes.CDLL(None, use_errno=True).prctl(set_death_signal, signal.SIGKILL)


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)
