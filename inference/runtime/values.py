"""Engines, tasks and their outcomes. What the scheduler and everyone above it speak in."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.errors import InferenceError

J = TypeVar("J", bound=msgspec.Struct)
"""What is asked."""
P = TypeVar("P", bound=msgspec.Struct)
"""A part of an answer that comes before the whole: a word, a tile."""
A = TypeVar("A", bound=msgspec.Struct)
"""The answer."""

Option = str | int | float | bool
Arrays = dict[str, NDArray[np.generic]]
"""Named arrays that travel beside a job or an answer, in shared memory."""

FailureKind = Literal["busy", "deadline", "cancelled", "crashed", "refused", "error", "unavailable", "memory", "closed"]
"""busy: too many wait already. deadline: it came too late. crashed: the worker died over it. refused: the engine said
no, in a sentence. error: the engine failed. unavailable: the engine cannot start. memory: it does not fit. closed: the
shop closes."""


class NoParts(msgspec.Struct, frozen=True):
    """The part type of an engine whose answers come whole."""


@dataclass(frozen=True)
class EngineSpec(Generic[J, P, A]):
    """An engine: where its code is, what it speaks, what it costs. One worker process serves it.

    `entry` is "package.module:factory", imported in the worker only; the factory gets `options` and returns an
    `engine.Engine`. Sizes are in bytes, times in seconds.
    """

    name: str
    entry: str
    job: type[J]
    part: type[P]
    answer: type[A]
    memory_bytes: int
    """What it takes when loaded; engines are put away so that the sum stays within the budget."""
    most_memory_bytes: int = 0
    """A worker that takes more is ended; 0 is twice `memory_bytes`."""
    options: tuple[tuple[str, Option], ...] = ()
    queue: int = 4
    """So many jobs may wait; the next is told that the engine is busy."""
    threads: int = 1
    load_s: float = 60.0
    grace_s: float = 1.0
    """How long a worker may take to drop a job that nobody waits for; then it is ended."""
    keep_s: float = 300.0
    """An engine without work for this long is put away, unless it is kept warm."""
    suspend: bool = True
    """Whether the system may stop the worker in the middle of its work while frames are late. Not for engines that hold
    the graphics card: a stopped process would block it."""

    @property
    def limit_bytes(self) -> int:
        """The memory beyond which the worker is ended."""
        return self.most_memory_bytes or 2 * self.memory_bytes


@dataclass(frozen=True)
class Payload:
    """Encoded content with its arrays."""

    data: bytes
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """Why there is no answer."""

    kind: FailureKind
    sentence: str


Outcome = Payload | Failure


@dataclass(eq=False)
class Task:
    """A job on its way, as the scheduler sees it. `deadline_s` is a moment of the scheduler's clock."""

    number: int
    engine: str
    payload: Payload
    deadline_s: float = float("inf")
    urgent: bool = False
    parts: deque[Payload] = field(default_factory=deque)
    outcome: Outcome | None = None

    def finish(self, outcome: Outcome) -> None:
        """Sets the outcome. It is set once; a second one is a fault of the scheduler."""
        if self.outcome is not None:
            raise InferenceError(f"Job {self.number} has an outcome already.")
        self.outcome = outcome


@dataclass(frozen=True)
class Ready:
    """The worker has loaded its engine; `says` tells on what it runs, and why not on something faster."""

    says: str = ""


@dataclass(frozen=True)
class Said:
    """A part of an answer."""

    number: int
    payload: Payload


@dataclass(frozen=True)
class Finished:
    """An answer."""

    number: int
    payload: Payload


@dataclass(frozen=True)
class Broke:
    """A job (0: the loading) failed; the worker lives on."""

    number: int
    kind: FailureKind
    sentence: str


@dataclass(frozen=True)
class Died:
    """The worker is gone; `code` as `multiprocessing` gives it, negative for a signal, None when unknown."""

    code: int | None = None


Event = Ready | Said | Finished | Broke | Died
