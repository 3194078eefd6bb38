"""A worker as a real process: started, listened to and buried on a thread of its own, so that no frame waits for it."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import sys
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

import msgspec

from inference.runtime.content import pack, unpack
from inference.runtime.messages import (
    MESSAGE_BYTES,
    BrokeMessage,
    DoneMessage,
    FromWorker,
    PartMessage,
    ReadyMessage,
    RunMessage,
    Setup,
)
from inference.runtime.scheduler import AnySpec
from inference.runtime.segments import SegmentError, Segments, make_page, sweep
from inference.runtime.values import Broke, Died, Event, Finished, Payload, Ready, Said
from inference.runtime.worker import serve

if TYPE_CHECKING:
    import psutil

_EVENTS_A_CALL: Final = 64
_PAUSED, _CANCELLED = 0, 1
_JOIN_S: Final = 5.0


class ProcessWorker:
    """`scheduler.Worker` over a spawned process. `prefix` names its shared memory and must be its alone."""

    def __init__(self, spec: AnySpec, prefix: str, log: str = "") -> None:
        self._spec, self._prefix = spec, prefix
        self._segments = Segments(prefix + "i")
        control = f"{prefix}c-0"
        self._page = make_page(control, 2)
        self._setup = Setup(
            spec.name, spec.entry, spec.options, prefix, control, spec.threads, spec.limit_bytes, log
        )  # fmt: skip
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._encoder = msgspec.msgpack.Encoder()
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._ours: Connection | None = None
        self._seen: psutil.Process | None = None
        self._killed = False
        self._suspended = False
        self._thread = threading.Thread(target=self._live, name=f"worker-{spec.name}", daemon=True)
        self._thread.start()

    def run(self, number: int, payload: Payload) -> None:
        """Sends a job; one whose arrays cannot be shared breaks at once."""
        self._segments.release()
        try:
            content = pack(payload, self._segments)
        except SegmentError as problem:
            self._events.put(Broke(number, "memory", str(problem)))
            return
        try:
            if self._ours is not None:
                self._ours.send_bytes(self._encoder.encode(RunMessage(number, content)))
        except OSError:
            return  # it is dying, and its thread will say so

    def cancel(self, number: int) -> None:
        """Marks the job in the control page."""
        self._page[_CANCELLED] = number

    def pause(self, paused: bool) -> None:
        """Marks it in the control page, and stops the process where the engine allows it."""
        self._page[_PAUSED] = int(paused)
        with self._lock:
            if self._spec.suspend and self._process is not None and not self._killed and paused != self._suspended:
                self._suspended = _suspend(self._seen, paused)

    def events(self) -> Sequence[Event]:
        """What the thread heard."""
        found: list[Event] = []
        while len(found) < _EVENTS_A_CALL:
            try:
                found.append(self._events.get_nowait())
            except Empty:
                break
        if any(isinstance(event, Finished | Broke) for event in found):
            self._segments.release()
        return found

    def resident_bytes(self) -> int:
        """Resident memory; 0 while it starts or when it is gone."""
        import psutil

        with self._lock:
            seen = self._seen
        try:
            return int(seen.memory_info().rss) if seen is not None else 0
        except psutil.Error:
            return 0

    @property
    def pid(self) -> int | None:
        """The process, once it was started."""
        with self._lock:
            return self._process.pid if self._process is not None else None

    def kill(self) -> None:
        """Ends it at once; its thread cleans up after it. Idempotent."""
        with self._lock:
            self._killed = True
            if self._process is not None:
                self._process.kill()

    @property
    def name(self) -> str:
        """The engine it serves."""
        return self._spec.name

    @property
    def lives(self) -> bool:
        """Whether anything is left of it."""
        return self._thread.is_alive()

    def join(self, timeout_s: float = _JOIN_S) -> None:
        """Waits until nothing is left of it."""
        self._thread.join(timeout_s)

    # On the thread

    def _live(self) -> None:
        code: int | None = None
        try:
            ours, theirs = multiprocessing.get_context("spawn").Pipe()
            process = multiprocessing.get_context("spawn").Process(
                target=serve, args=(theirs, self._setup), name=f"engine-{self._spec.name}", daemon=True
            )
            process.start()
            theirs.close()
            seen = _look_at(process.pid)
            with self._lock:
                self._process, self._ours, self._seen = process, ours, seen
                if self._killed:
                    process.kill()
            self._listen(ours)
            process.kill()
            process.join(_JOIN_S)
            code = process.exitcode
            ours.close()
        except (OSError, ValueError, RuntimeError):
            pass  # it could not be started: the same as having died
        finally:
            self._segments.release()
            sweep(self._prefix + "o")
            sweep(self._prefix + "c")
            self._events.put(Died(code))

    def _listen(self, ours: Connection) -> None:
        """Until the other end is gone or talks nonsense."""
        decoder = msgspec.msgpack.Decoder(FromWorker)
        while True:
            try:
                self._events.put(_event(decoder.decode(ours.recv_bytes(MESSAGE_BYTES))))
            except (EOFError, OSError, msgspec.MsgspecError, SegmentError):
                return


def _event(message: FromWorker) -> Event:
    match message:
        case ReadyMessage():
            return Ready(message.says)
        case PartMessage():
            return Said(message.number, unpack(message.content))
        case DoneMessage():
            return Finished(message.number, unpack(message.content))
        case BrokeMessage():
            return Broke(message.number, message.kind, message.sentence)


def _look_at(pid: int | None) -> psutil.Process | None:
    import psutil

    try:
        return psutil.Process(pid)
    except psutil.Error:
        return None  # it is gone already


def _suspend(process: psutil.Process | None, paused: bool) -> bool:
    """Stops or continues a process; whether it stands still now.

    On Linux only, where a stopped worker still ends with the shop. Windows never lets a process of lower priority run
    while one of higher priority wants to, so the checkpoints are enough there.
    """
    if sys.platform != "linux" or process is None:
        return False
    import psutil

    try:
        if paused:
            process.suspend()
        else:
            process.resume()
    except psutil.Error:
        return False
    return paused


class Spawner:
    """What `Scheduler` wants as `spawn`: every worker gets a prefix of its own below this process's."""

    def __init__(self, log: str = "") -> None:
        self._base, self._log, self._count = f"vitrine-{os.getpid()}-{secrets.token_hex(4)}w", log, 0
        self._workers: list[ProcessWorker] = []

    def __call__(self, spec: AnySpec) -> ProcessWorker:
        """Starts a worker beside the frame."""
        self._count += 1
        self._workers = [worker for worker in self._workers if worker.lives]
        worker = ProcessWorker(spec, f"{self._base}{self._count}", self._log)
        self._workers.append(worker)
        return worker

    @property
    def workers(self) -> tuple[ProcessWorker, ...]:
        """Those that are there, and those that are being buried."""
        return tuple(worker for worker in self._workers if worker.lives)

    def join(self) -> None:
        """Waits until nothing is left of workers that were ended."""
        for worker in self._workers:
            worker.join()
