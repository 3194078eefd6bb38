"""`vitrine bench runtime`: what local inference costs the frames beside it, and how fast jobs come and go.

A loop at 90 frames a second does a fixed piece of work each frame: alone, beside one busy worker a core without pauses,
and beside them with the pacer. The three take turns in short stretches, so that a noisy machine is noisy for all of
them. A frame is missed when its work is done after its time. What the runtime itself takes of a frame is CPU time.
"""

from __future__ import annotations

import argparse
import os
import signal
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from client.bench.registry import Figures
from client.commands.measure import percentile
from client.domain.errors import VitrineError

if TYPE_CHECKING:
    from inference.runtime.exercise import Exercised, ExercisePart
    from inference.runtime.runtime import Runtime, Ticket
    from inference.runtime.values import Arrays

ENVIRONMENT: Mapping[str, str] = {}
_RATE_HZ: Final = 90.0
_WORK_S: Final = 0.005
_STRETCH_S: Final = 2.0
_ARRAY_MB: Final = 64
_TRIPS: Final = 200
_START_S: Final = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--rounds, --workers."""
    parser.add_argument("--rounds", type=int, default=5, help="stretches of each kind, two seconds each (default 5)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="busy workers (default: one a core)")


def arguments(args: argparse.Namespace) -> list[str]:
    """The same arguments as words."""
    return ["--rounds", str(args.rounds), "--workers", str(args.workers)]


def measure(args: argparse.Namespace) -> Figures:
    """Frames alone, beside workers, beside paced workers; then trips, arrays, and a worker that is killed."""
    from inference.runtime.runtime import Runtime

    figures: dict[str, float | int | str | bool] = {"workers": args.workers, "rounds": args.rounds}
    with Runtime(64 << 30) as runtime:
        figures.update(_frames(runtime, args.rounds, args.workers))
        figures.update(_trips(runtime))
        figures.update(_killed(runtime))
    return figures


def _frames(runtime: Runtime, rounds: int, workers: int) -> dict[str, float]:
    loops = {"alone": _Loop(runtime), "busy": _Loop(runtime), "paced": _Loop(runtime)}
    for _ in range(rounds):
        loops["alone"].run(busy=0, paced=False)
        loops["busy"].run(busy=workers, paced=False)
        loops["paced"].run(busy=workers, paced=True)
    done = {name: max(1, loop.frames) for name, loop in loops.items()}
    return {
        **{f"missed_percent_{name}": round(100.0 * loop.missed / done[name], 2) for name, loop in loops.items()},
        **{f"work_ms_p99_{name}": round(percentile(loop.work_s, 0.99) * 1e3, 3) for name, loop in loops.items()},
        "pump_cpu_ms_p50": round(percentile(loops["paced"].pump_s, 0.5) * 1e3, 4),
        "pump_cpu_ms_p99": round(percentile(loops["paced"].pump_s, 0.99) * 1e3, 4),
        "work_done_ratio": round(loops["paced"].done / max(1, loops["busy"].done), 3),
    }


class _Loop:
    """A frame loop without a store: fixed work, then rest until the next frame."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.frames = self.missed = self.done = 0
        self.work_s: list[float] = []
        self.pump_s: list[float] = []

    def run(self, busy: int, paced: bool) -> None:
        """One stretch beside so many busy workers."""
        from inference.runtime.exercise import ExerciseJob, exercise_spec

        specs = [exercise_spec(f"exercise{index}") for index in range(busy)]
        for spec in specs:
            self._runtime.wait(
                self._runtime.submit(spec, ExerciseJob()), _START_S
            )  # it is loaded, and busy from now on
        tickets = [self._runtime.submit(spec, ExerciseJob(_STRETCH_S + 1.0)) for spec in specs]
        due = time.perf_counter()
        for _ in range(round(_STRETCH_S * _RATE_HZ)):
            due = self._frame(due + 1.0 / _RATE_HZ, paced, tickets)
        self._runtime.frame(0.0, 0.0)
        for ticket in tickets:
            self._runtime.cancel(ticket)
        while any(self._runtime.state(spec) == "busy" for spec in specs):
            self._runtime.frame(0.0, 1.0)
            self._runtime.pump()
            time.sleep(0.002)

    def _frame(self, due: float, paced: bool, tickets: list[Ticket[ExercisePart, Exercised]]) -> float:
        begun = time.perf_counter()
        _work()
        worked, used = time.perf_counter(), time.thread_time()
        self._runtime.pump()
        self.done += sum(len(ticket.parts()) for ticket in tickets)
        ended = time.perf_counter()
        if paced:
            self._runtime.frame(ended - begun, 1.0 / _RATE_HZ)
        self.frames += 1
        self.missed += ended > due
        self.work_s.append(worked - begun)
        self.pump_s.append(time.thread_time() - used)
        time.sleep(max(0.0, due - time.perf_counter()))
        return due if ended <= due else time.perf_counter()


def _work() -> None:
    """About as much of a core as a frame of the store takes, counted in CPU time of this thread."""
    end = time.thread_time() + _WORK_S
    while time.thread_time() < end:
        pass


def _trips(runtime: Runtime) -> dict[str, float]:
    import numpy as np

    from inference.runtime.exercise import ExerciseJob, exercise_spec

    spec = exercise_spec()
    begun = time.perf_counter()
    runtime.wait(runtime.submit(spec, ExerciseJob()), _START_S)
    started = time.perf_counter() - begun
    times = [_trip(runtime, None) for _ in range(_TRIPS)]
    photo = np.zeros((_ARRAY_MB << 20) // 4, np.float32)
    large = [_trip(runtime, {"photo": photo}) for _ in range(8)]
    return {
        "start_s": round(started, 3),
        "trip_ms_p50": round(percentile(times, 0.5) * 1e3, 3),
        "trip_64mb_ms_p50": round(percentile(large, 0.5) * 1e3, 2),
    }


def _trip(runtime: Runtime, arrays: Arrays | None) -> float:
    from inference.runtime.exercise import ExerciseJob, exercise_spec

    begun = time.perf_counter()
    ticket = runtime.submit(exercise_spec(), ExerciseJob(), arrays)
    while not ticket.done:
        runtime.pump()
    return time.perf_counter() - begun


def _killed(runtime: Runtime) -> dict[str, float]:
    """From the kill to the next answer."""
    from inference.runtime.exercise import ExerciseJob, exercise_spec

    runtime.warm(exercise_spec())
    pids = [worker.pid for worker in runtime.spawner.workers if worker.name == "exercise" and worker.pid]
    if not pids:
        raise VitrineError("The worker to be killed is not there.")
    begun = time.perf_counter()
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    # A job of before its end is noticed is lost; the one after it is answered.
    for _ in range(3):
        ticket = runtime.submit(exercise_spec(), ExerciseJob())
        while not ticket.done:
            runtime.pump()
            time.sleep(0.002)
        if isinstance(ticket.outcome(), tuple):
            return {"back_s": round(time.perf_counter() - begun, 3)}
    raise VitrineError("The worker did not come back.")
