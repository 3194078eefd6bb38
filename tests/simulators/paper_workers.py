"""Workers of paper: they do what a test tells them, and watch that the scheduler keeps to its side."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inference.runtime.scheduler import AnySpec
from inference.runtime.values import Broke, Died, EngineSpec, Event, Finished, Payload, Ready, Said


class Job(msgspec.Struct, frozen=True):
    """What is asked."""

    text: str = ""


class Answer(msgspec.Struct, frozen=True):
    """What comes back."""

    text: str = ""


def paper_spec(name: str, memory_bytes: int = 100, queue: int = 3, grace_s: float = 1.0) -> AnySpec:
    return EngineSpec(name, "none:none", Job, Job, Answer, memory_bytes, queue=queue, grace_s=grace_s)


class PaperWorker:
    """One worker. `resident` is what it says of its memory."""

    def __init__(self, spec: AnySpec) -> None:
        self.spec = spec
        self.job: int | None = None
        self.loaded = self.killed = self.dead = self.paused = False
        self.cancelled: set[int] = set()
        self.resident = spec.memory_bytes // 2
        self._events: list[Event] = []

    def run(self, number: int, payload: Payload) -> None:
        assert self.loaded, "a job before it was ready"
        assert self.job is None, "a second job beside the first"
        assert not self.killed
        self.job = number

    def cancel(self, number: int) -> None:
        self.cancelled.add(number)

    def pause(self, paused: bool) -> None:
        assert not self.killed
        self.paused = paused

    def events(self) -> Sequence[Event]:
        assert not self.killed, "nobody listens to the dead"
        events, self._events = self._events, []
        return events

    def resident_bytes(self) -> int:
        return self.resident

    def kill(self) -> None:
        self.killed = True

    # What a test makes it do

    def load(self, says: str = "the processor") -> None:
        if not self.loaded:
            self.loaded = True
            self._events.append(Ready(says))

    def fail_to_load(self, sentence: str = "The file is not there.") -> None:
        self._events.append(Broke(0, "unavailable", sentence))

    def say(self, text: bytes = b"part") -> None:
        if self.job is not None:
            self._events.append(Said(self.job, Payload(text)))

    def finish(self, data: bytes = b"done") -> None:
        if self.job is not None:
            self._events.append(Finished(self.job, Payload(data)))
            self.job = None

    def break_down(self) -> None:
        if self.job is not None:
            self._events.append(Broke(self.job, "error", "It did not work."))
            self.job = None

    def die(self) -> None:
        if not self.dead:
            self.dead = True
            self._events.append(Died(-9))


class Machine:
    """Spawns paper workers; clock and memory are set by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.free = 10_000
        self.spawned: list[PaperWorker] = []

    def clock(self) -> float:
        return self.now

    def free_bytes(self) -> int:
        return self.free

    def spawn(self, spec: AnySpec) -> PaperWorker:
        worker = PaperWorker(spec)
        self.spawned.append(worker)
        return worker

    @property
    def alive(self) -> list[PaperWorker]:
        return [worker for worker in self.spawned if not worker.killed]

    def of(self, name: str) -> PaperWorker:
        """The live worker of an engine."""
        return next(worker for worker in self.alive if worker.spec.name == name)
