"""The runtime: typed jobs in, tickets out. The only part of `inference.runtime` that the shop talks to."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any, Generic

import msgspec

from inference.errors import InferenceError
from inference.runtime.pacing import Pacer
from inference.runtime.process import Spawner
from inference.runtime.scheduler import AnySpec, Scheduler
from inference.runtime.segments import sweep_dead
from inference.runtime.values import A, Arrays, EngineSpec, Failure, J, P, Payload, Task

_NAP_S = 0.002
_NO_FRAMES_S = 0.5
"""Without frames for so long there is none to wait for: nobody looks, or nothing draws."""


class Ticket(Generic[P, A]):
    """A job that was handed in. Look at it after each `Runtime.pump`."""

    def __init__(self, task: Task, spec: EngineSpec[Any, P, A]) -> None:
        self.task, self._spec = task, spec
        self._answer: tuple[A, Arrays] | Failure | None = None

    @property
    def done(self) -> bool:
        """Whether there is an outcome."""
        return self.task.outcome is not None

    def parts(self) -> list[tuple[P, Arrays]]:
        """The parts that came since the last call, in order."""
        found: list[tuple[P, Arrays]] = []
        while self.task.parts:
            payload = self.task.parts.popleft()
            try:
                found.append((msgspec.msgpack.decode(payload.data, type=self._spec.part), payload.arrays))
            except msgspec.MsgspecError:
                continue  # a worker that talks nonsense in between may still come to a good end
        return found

    def outcome(self) -> tuple[A, Arrays] | Failure | None:
        """The answer with its arrays, why there is none, or None while it is on its way."""
        outcome = self.task.outcome
        if self._answer is None and outcome is not None:
            self._answer = outcome if isinstance(outcome, Failure) else self._decoded(outcome)
        return self._answer

    def _decoded(self, payload: Payload) -> tuple[A, Arrays] | Failure:
        try:
            return msgspec.msgpack.decode(payload.data, type=self._spec.answer), payload.arrays
        except msgspec.MsgspecError:
            return Failure("error", f"The {self._spec.name} engine gave no sensible answer.")


class Runtime:
    """Engines, jobs and their workers. Single-threaded; use as a context manager or `close` it.

    `budget_bytes`: what all engines together may take. `reserve_bytes`: what is to stay free of the machine's memory.
    """

    def __init__(
        self,
        budget_bytes: int,
        reserve_bytes: int = 0,
        log: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        sweep_dead()
        self._clock = clock
        self.spawner = Spawner(log)
        self._scheduler = Scheduler(self.spawner, clock, SystemMemory(), budget_bytes, reserve_bytes)
        self._pacer = Pacer()
        self._framed_s = 0.0
        self._encoder = msgspec.msgpack.Encoder()
        self._number = 0

    def add(self, spec: AnySpec) -> None:
        """Makes an engine known; it starts when it is needed or warmed."""
        self._scheduler.add(spec)

    def warm(self, spec: AnySpec, warm: bool = True) -> None:
        """Starts an engine before it is needed and keeps it, or no longer."""
        self._scheduler.add(spec)
        self._scheduler.warm(spec.name, warm)

    def submit(
        self,
        spec: EngineSpec[J, P, A],
        job: J,
        arrays: Arrays | None = None,
        within_s: float = float("inf"),
        urgent: bool = False,
    ) -> Ticket[P, A]:
        """Hands in a job. The ticket may have failed at once: "busy", "unavailable", "memory"."""
        self._scheduler.add(spec)
        self._number += 1
        payload = Payload(self._encoder.encode(job), dict(arrays or {}))
        task = Task(self._number, spec.name, payload, self._clock() + within_s, urgent)
        self._scheduler.submit(task)
        return Ticket(task, spec)

    def cancel(self, ticket: Ticket[Any, Any]) -> None:
        """Nobody waits for this job any more."""
        self._scheduler.cancel(ticket.task)

    def pump(self) -> None:
        """Takes in what finished, gives out what waits. Once a frame; never waits."""
        if self._pacer.paused and self._clock() - self._framed_s > _NO_FRAMES_S:
            self._pacer = Pacer()
            self._scheduler.pace(False)
        self._scheduler.step()

    def frame(self, work_s: float, budget_s: float) -> bool:
        """Told of each frame: seconds of work, seconds it might have taken. Whether workers stand still now."""
        self._framed_s = self._clock()
        paused = self._pacer.frame(self._framed_s, work_s, budget_s)
        self._scheduler.pace(paused)
        return paused

    def state(self, spec: AnySpec) -> str:
        """An engine in a word or a sentence."""
        return self._scheduler.state(spec.name)

    def wait(self, ticket: Ticket[P, A], timeout_s: float) -> tuple[A, Arrays]:
        """For commands and tests, never for a frame: the answer. Raises InferenceError with the failure's sentence."""
        end = self._clock() + timeout_s
        while (outcome := ticket.outcome()) is None:
            if self._clock() >= end:
                self.cancel(ticket)
                raise InferenceError("It took too long.")
            self.pump()
            time.sleep(_NAP_S)
        if isinstance(outcome, Failure):
            raise InferenceError(outcome.sentence)
        return outcome

    def close(self) -> None:
        """Ends all workers and waits until nothing is left of them; idempotent."""
        self._scheduler.close()
        self.spawner.join()

    def __enter__(self) -> Runtime:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class SystemMemory:
    """The machine's own figures."""

    def free_bytes(self) -> int:
        """Memory that could be taken now without swapping."""
        import psutil

        return int(psutil.virtual_memory().available)


def usual_threads(cores: int | None = None) -> int:
    """Threads for an engine: all cores but one, at most four; the shop keeps one."""
    return max(1, min(4, (cores or os.cpu_count() or 1) - 1))
