"""An engine without a model: it gives back, streams and works hard. For measuring the runtime itself."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

import msgspec
import numpy as np

from inference.runtime.engine import Engine, Outlet
from inference.runtime.values import Arrays, EngineSpec, Option

_SIDE: Final = 384


class ExerciseJob(msgspec.Struct, frozen=True):
    """Work for so many seconds (0: none), telling every round; then give the arrays back."""

    seconds: float = 0.0


class ExercisePart(msgspec.Struct, frozen=True):
    """A round of work is done."""

    rounds: int


class Exercised(msgspec.Struct, frozen=True):
    """How many rounds of work were done."""

    rounds: int


def exercise_spec(name: str = "exercise", threads: int = 1) -> EngineSpec[ExerciseJob, ExercisePart, Exercised]:
    """The engine; several names are several workers."""
    return EngineSpec(
        name, "inference.runtime.exercise:make", ExerciseJob, ExercisePart, Exercised, 512 << 20, threads=threads
    )


def make(options: Mapping[str, Option]) -> Exerciser:
    """The engine's factory."""
    del options
    return Exerciser()


class Exerciser(Engine[ExerciseJob, ExercisePart, Exercised]):
    """Multiplies matrices, which takes a core whole and much of the memory's bandwidth."""

    job = ExerciseJob

    def run(self, job: ExerciseJob, arrays: Arrays, out: Outlet[ExercisePart]) -> tuple[Exercised, Arrays]:
        """Works, then answers."""
        rounds, end = 0, time.monotonic() + job.seconds
        matrix = np.eye(_SIDE, dtype=np.float32)
        while time.monotonic() < end:
            for _ in range(20):
                matrix = matrix @ matrix
            rounds += 1
            out.part(ExercisePart(rounds))
        return Exercised(rounds), dict(arrays)
