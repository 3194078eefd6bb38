"""Jobs for a runtime from any thread: whoever asks waits, the thread that owns the runtime pumps and never does.

Features answer on threads of their own; a runtime belongs to one thread. The desk stands between them. Asked on the
owner's own thread (commands), it pumps by itself until the answer is there.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from inference.errors import InferenceError
from inference.runtime.values import A, Arrays, EngineSpec, Failure, J, P

if TYPE_CHECKING:
    from inference.runtime.runtime import Runtime, Ticket
    from inference.runtime.scheduler import AnySpec

USUAL_S: Final = 30.0
_NAP_S: Final = 0.002


class LateError(InferenceError):
    """Nobody could wait any longer."""


@dataclass(eq=False)
class _Wanted:
    """A job on its way over the desk. What is heard of it: parts, then one outcome."""

    spec: AnySpec
    job: Any
    arrays: Arrays | None
    until_s: float
    urgent: bool
    heard: SimpleQueue[tuple[str, Any]] = field(default_factory=SimpleQueue)
    ticket: Ticket[Any, Any] | None = None
    given_up: bool = False


class Desk:
    """Owned by the thread that makes it. `runtime` is made when the first job comes, and closed with the desk."""

    def __init__(self, runtime: Callable[[], Runtime], clock: Callable[[], float] = time.monotonic) -> None:
        self._make, self._clock = runtime, clock
        self._runtime: Runtime | None = None
        self._owner = threading.get_ident()
        self._coming: deque[_Wanted] = deque()
        self._warming: deque[tuple[AnySpec, bool]] = deque()
        self._open: list[_Wanted] = []
        self._closed = False

    def ask(
        self,
        spec: EngineSpec[J, P, A],
        job: J,
        arrays: Arrays | None = None,
        within_s: float = USUAL_S,
        on_part: Callable[[P], None] | None = None,
        urgent: bool = False,
        wanted_still: Callable[[], bool] | None = None,
    ) -> tuple[A, Arrays]:
        """The answer; `on_part` hears its parts on the asking thread. Waits where the engine is busy.

        Raises LateError after `within_s` or when it is not wanted any more, InferenceError with the failure's sentence.
        """
        wanted = _Wanted(spec, job, arrays, self._clock() + within_s, urgent)
        self._coming.append(wanted)
        try:
            return self._wait(wanted, on_part, wanted_still)
        finally:
            wanted.given_up = True

    def _wait(
        self, wanted: _Wanted, on_part: Callable[[Any], None] | None, wanted_still: Callable[[], bool] | None
    ) -> tuple[Any, Arrays]:
        mine = threading.get_ident() == self._owner
        while True:
            if self._closed:
                raise InferenceError("The shop is closing.")
            left = wanted.until_s - self._clock()
            if left <= 0.0:
                raise LateError("It took too long.")
            if wanted_still is not None and not wanted_still():
                raise LateError("It was called off.")
            if mine:
                self.pump()
            try:
                kind, said = wanted.heard.get(timeout=_NAP_S if mine else min(left, 0.1))
            except Empty:
                continue
            if kind == "part":
                if on_part is not None:
                    on_part(said)
            elif isinstance(said, Failure):
                raise (LateError if said.kind == "deadline" else InferenceError)(said.sentence)
            else:
                answer: tuple[Any, Arrays] = said
                return answer

    def warm(self, spec: AnySpec, warm: bool = True) -> None:
        """From any thread: an engine is started before it is needed, and again when it dies; or no longer."""
        self._warming.append((spec, warm))

    def pump(self) -> None:
        """On the owner's thread, once a frame: takes jobs in, hands answers out. Never waits."""
        if self._closed or (self._runtime is None and not self._coming and not self._warming):
            return
        runtime = self._running()
        while self._warming:
            runtime.warm(*self._warming.popleft())
        while self._coming:
            self._open.append(self._coming.popleft())
        self._submit(runtime)
        runtime.pump()
        self._open = [wanted for wanted in self._open if not self._hand_out(wanted)]

    def _running(self) -> Runtime:
        if self._runtime is None:
            self._runtime = self._make()
        return self._runtime

    def _submit(self, runtime: Runtime) -> None:
        now = self._clock()
        for wanted in self._open:
            if wanted.given_up:
                if wanted.ticket is not None:
                    runtime.cancel(wanted.ticket)
            elif wanted.ticket is None or _is_busy(wanted.ticket):
                wanted.ticket = runtime.submit(
                    wanted.spec, wanted.job, wanted.arrays, wanted.until_s - now, wanted.urgent
                )

    def _hand_out(self, wanted: _Wanted) -> bool:
        """Whether nothing more is to come."""
        if wanted.given_up or wanted.ticket is None:
            return wanted.given_up
        for part, _ in wanted.ticket.parts():
            wanted.heard.put(("part", part))
        outcome = wanted.ticket.outcome()
        if outcome is None or _is_busy(wanted.ticket):
            return False
        wanted.heard.put(("outcome", outcome))
        return True

    def frame(self, work_s: float, budget_s: float) -> bool:
        """Told of each frame; see `Runtime.frame`."""
        return self._runtime.frame(work_s, budget_s) if self._runtime is not None else False

    def state(self, spec: AnySpec) -> str:
        """An engine in a word or a sentence; "away" before it was ever asked."""
        if self._runtime is None:
            return "away"
        self._runtime.add(spec)
        return self._runtime.state(spec)

    @property
    def runtime(self) -> Runtime | None:
        """What runs; None before the first job."""
        return self._runtime

    def close(self) -> None:
        """Whoever waits is told; all workers end. Idempotent."""
        self._closed = True
        if self._runtime is not None:
            self._runtime.close()
            self._runtime = None

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _is_busy(ticket: Ticket[Any, Any]) -> bool:
    outcome = ticket.outcome()
    return isinstance(outcome, Failure) and outcome.kind == "busy"
