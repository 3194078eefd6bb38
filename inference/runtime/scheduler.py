"""Which job runs where and when. Spawning, clock and memory probe are handed in: it can be tried without processes.

One worker an engine, one job at a time in it. To stay within the memory budget engines that rest are put away, the
longest unused first; when there is no room, whoever asked first is served first. A worker that dies fails the one job
it had.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from inference.errors import InferenceError
from inference.runtime.values import Broke, Died, EngineSpec, Event, Failure, Finished, Payload, Ready, Said, Task

MOST_DEATHS: Final = 4
"""Deaths without an answer in between after which an engine rests."""
REST_S: Final = 60.0
_FIRST_DELAY_S, _LONGEST_DELAY_S = 0.5, 15.0
_NOBODY: Final = float("inf")
_LOOK_S: Final = 0.5
"""How often memory is looked at."""

AnySpec = EngineSpec[Any, Any, Any]


class Worker(Protocol):
    """A worker as the scheduler sees it. Nothing here waits or raises."""

    def run(self, number: int, payload: Payload) -> None:
        """Gives it a job; only while it has none."""

    def cancel(self, number: int) -> None:
        """Nobody waits for this job any more: drop it soon and say so (Finished and Broke both will do)."""

    def pause(self, paused: bool) -> None:
        """Stand still, or go on."""

    def events(self) -> Sequence[Event]:
        """What happened since the last call."""

    def resident_bytes(self) -> int:
        """Memory it takes now; 0 when unknown."""

    def kill(self) -> None:
        """Ends it at once; idempotent."""


class Probe(Protocol):
    """What the machine has."""

    def free_bytes(self) -> int:
        """Memory that could be taken now."""


@dataclass
class _Engine:
    spec: AnySpec
    waiting: deque[Task] = field(default_factory=deque)
    worker: Worker | None = None
    ready: bool = False
    says: str = ""
    running: Task | None = None
    started_s: float = 0.0
    used_s: float = 0.0
    dropped_s: float | None = None
    """Since when nobody waits for the job that runs."""
    deaths: int = 0
    not_before_s: float = 0.0
    why: str = ""
    """Why it rests until `not_before_s`; empty when it does not."""
    warm: bool = False

    @property
    def head(self) -> Task:
        return next((task for task in self.waiting if task.urgent), self.waiting[0])

    @property
    def rests(self) -> bool:
        return self.worker is not None and self.ready and self.running is None


class Scheduler:
    """Call `step` often; nothing happens in between. Single-threaded."""

    def __init__(
        self,
        spawn: Callable[[AnySpec], Worker],
        clock: Callable[[], float],
        probe: Probe,
        budget_bytes: int,
        reserve_bytes: int = 0,
    ) -> None:
        self._spawn, self._clock, self._probe = spawn, clock, probe
        self._budget, self._reserve = budget_bytes, reserve_bytes
        self._engines: dict[str, _Engine] = {}
        self._paused = self._closed = False
        self._looked_s = float("-inf")

    def add(self, spec: AnySpec) -> None:
        """Makes an engine known; it starts when it is needed or warmed. InferenceError if another has its name."""
        if self._engines.setdefault(spec.name, _Engine(spec)).spec != spec:
            raise InferenceError(f"Two different engines are called {spec.name!r}.")

    def submit(self, task: Task) -> None:
        """Takes a job, or fails it at once and says why."""
        engine, now = self._engines[task.engine], self._clock()
        if self._closed:
            task.finish(Failure("closed", "The shop is closing."))
        elif engine.why and now < engine.not_before_s:
            task.finish(Failure("unavailable", engine.why))
        elif engine.spec.memory_bytes > self._budget:
            task.finish(Failure("memory", f"{engine.spec.name} needs more memory than this machine may give it."))
        elif now >= task.deadline_s:
            task.finish(Failure("deadline", "There was no time left for it."))
        elif len(engine.waiting) >= engine.spec.queue:
            task.finish(Failure("busy", f"{engine.spec.name} is busy with {len(engine.waiting) + 1} other jobs."))
        else:
            engine.waiting.append(task)

    def warm(self, name: str, warm: bool = True) -> None:
        """Starts an engine before it is needed and keeps it (memory allowing), or no longer."""
        self._engines[name].warm = warm

    def cancel(self, task: Task) -> None:
        """Nobody waits for this job any more."""
        if task.outcome is None:
            self._drop(self._engines[task.engine], task, Failure("cancelled", "It was called off."))

    def pace(self, paused: bool) -> None:
        """Lets all workers stand still, or go on."""
        if paused != self._paused:
            self._paused = paused
            for engine in self._engines.values():
                if engine.worker is not None:
                    engine.worker.pause(paused)

    def step(self) -> None:
        """Takes in what happened, ends what is late, gives out what waits."""
        if self._closed:
            return
        now = self._clock()
        for engine in self._engines.values():
            self._listen(engine, now)
            self._expire(engine, now)
        self._look_at_memory(now)
        if not self._paused:
            self._give_out(now)

    def state(self, name: str) -> str:
        """An engine in a word or a sentence: "away", "loading", "busy", what it runs on, or why it cannot run."""
        engine = self._engines[name]
        if engine.why and self._clock() < engine.not_before_s:
            return engine.why
        if engine.worker is None:
            return "away"
        return "loading" if not engine.ready else "busy" if engine.running is not None else engine.says or "ready"

    def close(self) -> None:
        """Ends all workers and all jobs; idempotent."""
        self._closed = True
        for engine in self._engines.values():
            self._fail_all(engine, Failure("closed", "The shop is closing."))
            self._end_worker(engine)

    # What workers say

    def _listen(self, engine: _Engine, now: float) -> None:
        for event in engine.worker.events() if engine.worker is not None else ():
            match event:
                case Ready():
                    engine.ready, engine.says, engine.used_s, engine.why = True, event.says, now, ""
                case Said():
                    if self._is_awaited(engine, event.number) and engine.running is not None:
                        engine.running.parts.append(event.payload)
                case Finished():
                    if self._is_awaited(engine, event.number) and engine.running is not None:
                        engine.running.finish(event.payload)
                        engine.deaths = 0
                    self._came_back(engine, event.number, now)
                case Broke(number=0):
                    self._end_worker(engine)
                    self._rest(engine, now, event.sentence)
                    return
                case Broke():
                    if self._is_awaited(engine, event.number) and engine.running is not None:
                        engine.running.finish(Failure(event.kind, event.sentence))
                    self._came_back(engine, event.number, now)
                case Died():
                    self._died(engine, now, "crashed", f"The {engine.spec.name} engine stopped and is started again.")
                    return

    def _is_awaited(self, engine: _Engine, number: int) -> bool:
        running = engine.running
        return running is not None and running.number == number and running.outcome is None

    def _came_back(self, engine: _Engine, number: int, now: float) -> None:
        if engine.running is not None and engine.running.number == number:
            engine.running, engine.dropped_s, engine.used_s = None, None, now

    def _died(self, engine: _Engine, now: float, kind: str, sentence: str) -> None:
        """The worker is gone without having been asked to: at once again, then later and later."""
        running = engine.running
        self._end_worker(engine)
        if running is not None and running.outcome is None:
            running.finish(Failure("memory" if kind == "memory" else "crashed", sentence))
        engine.deaths += 1
        if engine.deaths >= MOST_DEATHS:
            engine.deaths = MOST_DEATHS - 1  # after the rest it has one try
            self._rest(engine, now, f"The {engine.spec.name} engine keeps stopping and rests for a while.")
        elif engine.deaths > 1:
            engine.not_before_s = now + min(_LONGEST_DELAY_S, _FIRST_DELAY_S * 2.0 ** (engine.deaths - 2))

    def _rest(self, engine: _Engine, now: float, sentence: str) -> None:
        engine.not_before_s, engine.why = now + REST_S, sentence
        self._fail_all(engine, Failure("unavailable", sentence))

    def _fail_all(self, engine: _Engine, failure: Failure) -> None:
        running, engine.running = engine.running, None
        for task in (*([running] if running is not None else []), *engine.waiting):
            if task.outcome is None:
                task.finish(failure)
        engine.waiting.clear()

    def _end_worker(self, engine: _Engine) -> None:
        if engine.worker is not None:
            engine.worker.kill()
        engine.worker, engine.ready, engine.running, engine.dropped_s = None, False, None, None

    # What is late or too large

    def _drop(self, engine: _Engine, task: Task, failure: Failure) -> None:
        task.finish(failure)
        if engine.running is task:
            engine.dropped_s = self._clock()
            if engine.worker is not None:
                engine.worker.cancel(task.number)
        elif task in engine.waiting:
            engine.waiting.remove(task)

    def _expire(self, engine: _Engine, now: float) -> None:
        late = [task for task in (engine.running, *engine.waiting) if task is not None and now >= task.deadline_s]
        for task in late:
            if task.outcome is None:
                self._drop(engine, task, Failure("deadline", "It took too long."))
        if engine.dropped_s is not None and now - engine.dropped_s > engine.spec.grace_s and not self._paused:
            self._end_worker(engine)
        if engine.worker is not None and not engine.ready and now - engine.started_s > engine.spec.load_s:
            self._died(engine, now, "crashed", "Loading took too long.")
        if engine.rests and not engine.warm and not engine.waiting and now - engine.used_s > engine.spec.keep_s:
            self._end_worker(engine)

    def _look_at_memory(self, now: float) -> None:
        if now - self._looked_s < _LOOK_S:
            return
        self._looked_s = now
        for engine in self._engines.values():
            if engine.worker is not None and engine.worker.resident_bytes() > engine.spec.limit_bytes:
                self._died(engine, now, "memory", f"The {engine.spec.name} engine took more memory than it may.")
        if self._probe.free_bytes() < self._reserve:
            self._put_away(_NOBODY)

    # What is next

    def _give_out(self, now: float) -> None:
        wanted = [engine for engine in self._engines.values() if engine.waiting]
        for engine in sorted(wanted, key=lambda one: min(task.number for task in one.waiting)):
            if engine.worker is None and not self._start(engine, now):
                if now >= engine.not_before_s:
                    return  # it waits for room, and whoever came later waits behind it
                continue
            if engine.rests and engine.worker is not None:
                task = engine.head
                engine.waiting.remove(task)
                engine.running, engine.used_s = task, now
                engine.worker.run(task.number, task.payload)
        for engine in self._engines.values():
            if engine.warm and engine.worker is None and self._free() >= engine.spec.memory_bytes:
                self._start(engine, now)

    def _start(self, engine: _Engine, now: float) -> bool:
        if now < engine.not_before_s:
            return False
        oldest = min((task.number for task in engine.waiting), default=_NOBODY)
        while self._free() < engine.spec.memory_bytes:
            if not self._put_away(oldest):
                return False
        engine.worker, engine.ready, engine.started_s = self._spawn(engine.spec), False, now
        return True

    def _free(self) -> int:
        return self._budget - sum(one.spec.memory_bytes for one in self._engines.values() if one.worker is not None)

    def _put_away(self, for_number: float) -> bool:
        """Ends the engine that rested longest, if any rests whose own jobs all came later than this one."""
        resting = [
            one for one in self._engines.values()
            if one.rests and all(task.number > for_number for task in one.waiting)
        ]  # fmt: skip
        if not resting:
            return False
        self._end_worker(min(resting, key=lambda one: (one.warm, one.used_s)))
        return True
