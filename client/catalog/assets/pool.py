"""A small pool of asset workers: one task each at a time, killed and replaced when they hang, crash or grow."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

import msgspec

from client.catalog.assets.jobs import Answer, Failed, Job, WorkerLimits
from client.catalog.assets.worker import serve

_SIGKILL, _SIGXCPU = -9, -24


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    key: str | None = None
    job: Job | None = None
    deadline: float = 0.0


class AssetPool:
    """Runs jobs in `workers` processes (spawned on first need). Use as a context manager; not thread-safe.

    `submit` any number of jobs, `collect` their answers in the order they are ready.
    """

    def __init__(self, workers: int, limits: WorkerLimits, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._size = max(1, workers)
        self._limits = limits
        self._monotonic = monotonic
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._waiting: deque[tuple[str, Job]] = deque()
        self._retried: set[str] = set()
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Answer)
        self.peak_rss_bytes = 0
        """Largest sum of resident memory of this process and its workers seen so far; 0 where it cannot be read."""

    @property
    def pending(self) -> int:
        """Jobs submitted and not yet collected."""
        return len(self._waiting) + sum(w.key is not None for w in self._workers)

    def submit(self, key: str, job: Job) -> None:
        """Queues a job; its answer will carry `key`."""
        self._waiting.append((key, job))
        self._feed()

    def collect(self) -> list[tuple[str, Answer]]:
        """Answers that are ready; waits for at least one when anything is pending."""
        while self.pending:
            self._feed()
            busy = {w.connection: w for w in self._workers if w.key is not None}
            nearest = min(w.deadline for w in busy.values())
            ready = wait(list(busy), timeout=max(0.0, min(0.5, nearest - self._monotonic())))
            self.measure()
            answers = [a for c, worker in busy.items() if c in ready and (a := self._answer(worker)) is not None]
            now = self._monotonic()
            answers += [self._timed_out(w) for w in busy.values() if w.key is not None and now >= w.deadline]
            if answers:
                self._feed()
                return answers
        return []

    def _feed(self) -> None:
        """Gives waiting jobs to idle workers, starting workers as needed."""
        while self._waiting:
            idle = next((w for w in self._workers if w.key is None), None)
            if idle is None and len(self._workers) < self._size:
                idle = self._start()
            if idle is None:
                return
            key, job = self._waiting[0]
            try:
                idle.connection.send_bytes(self._encoder.encode(job))
            except OSError:  # it died while idle, which is not this job's fault
                self._stop(idle)
                continue
            self._waiting.popleft()
            idle.key, idle.job, idle.deadline = key, job, self._monotonic() + self._limits.wall_s

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._limits), daemon=True, name="asset-worker")
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _answer(self, worker: _Worker) -> tuple[str, Answer] | None:
        """What a worker says; None when it died over a job that is tried once more in a fresh one."""
        key, worker.key = worker.key or "", None
        try:
            answer: Answer = self._decoder.decode(worker.connection.recv_bytes())
        except (EOFError, OSError):
            worker.process.join(5)
            code = worker.process.exitcode
            self._stop(worker)
            if worker.job is not None and code != _SIGXCPU and key not in self._retried:
                self._retried.add(key)
                self._waiting.appendleft((key, worker.job))
                return None
            return key, Failed(_death(code), lasting=code == _SIGXCPU)
        except msgspec.MsgspecError:
            self._stop(worker)
            return key, Failed("The worker that read it gave no sensible answer.")
        if resident_bytes(worker.process.pid) > self._limits.recycle_rss_bytes:
            self._stop(worker)
        return key, answer

    def _timed_out(self, worker: _Worker) -> tuple[str, Answer]:
        key, worker.key = worker.key or "", None
        self._stop(worker)
        return key, Failed(f"Reading it took longer than {self._limits.wall_s:.0f} seconds.", lasting=False)

    def _stop(self, worker: _Worker) -> None:
        worker.connection.close()
        worker.process.kill()
        worker.process.join(5)
        self._workers.remove(worker)

    def measure(self) -> int:
        """Looks at the memory now; says the peak so far."""
        pids = [os.getpid(), *(w.process.pid for w in self._workers)]
        self.peak_rss_bytes = max(self.peak_rss_bytes, sum(resident_bytes(pid) for pid in pids))
        return self.peak_rss_bytes

    def close(self) -> None:
        """Stops all workers at once; idempotent."""
        self._waiting.clear()
        for worker in list(self._workers):
            self._stop(worker)

    def __enter__(self) -> AssetPool:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _death(code: int | None) -> str:
    if code == _SIGXCPU:
        return "Reading it took more computing time than one product may take."
    if code == _SIGKILL:
        return "The system ended the process that read it, most likely for want of memory."
    return f"The process that read it crashed (code {code})."


def resident_bytes(pid: int | None) -> int:
    """Resident memory of a process; 0 where /proc does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
