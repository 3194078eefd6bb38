"""Work in threads with priorities; finished work is handed to the main thread within a time budget."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(order=True)
class _Job(Generic[T]):
    priority: float
    number: int
    key: Hashable = field(compare=False)
    work: Callable[[], T] = field(compare=False)
    done: Callable[[T], None] = field(compare=False)
    failed: Callable[[Exception], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)


class Loader:
    """A few threads that do the most urgent work first. All methods are for the main thread; close it when done."""

    def __init__(self, threads: int = 2, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._numbers = itertools.count()
        self._waiting: list[_Job[object]] = []
        self._jobs: dict[Hashable, _Job[object]] = {}
        self._finished: deque[Callable[[], None]] = deque()
        self._condition = threading.Condition()
        self._closed = False
        self._threads = [threading.Thread(target=self._run, name=f"loader-{i}", daemon=True) for i in range(threads)]
        for thread in self._threads:
            thread.start()

    @property
    def pending(self) -> int:
        """Jobs asked for and not yet handed over."""
        with self._condition:
            return len(self._jobs)

    def submit(
        self,
        key: Hashable,
        priority: float,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Asks for `work` in a thread (lower priority numbers first) and `done` with its result in `pump`.

        A key that is already asked for is ignored. `failed` gets what `work` raised.
        """
        with self._condition:
            if key in self._jobs or self._closed:
                return
            job: _Job[T] = _Job(priority, next(self._numbers), key, work, done, failed)
            self._jobs[key] = job  # type: ignore[assignment]
            heapq.heappush(self._waiting, job)  # type: ignore[misc]
            self._condition.notify()

    def cancel(self, key: Hashable) -> None:
        """Forgets a job; its result, if it comes, is dropped."""
        with self._condition:
            job = self._jobs.pop(key, None)
            if job is not None:
                job.cancelled = True

    def pump(self, budget_s: float) -> int:
        """Hands over finished work until the budget is spent, at least one piece; returns how many."""
        start, count = self._clock(), 0
        while self._finished and (count == 0 or self._clock() - start < budget_s):
            self._finished.popleft()()
            count += 1
        return count

    def close(self) -> None:
        """Stops the threads after the work they are at; idempotent."""
        with self._condition:
            self._closed = True
            self._waiting.clear()
            self._jobs.clear()
            self._condition.notify_all()
        for thread in self._threads:
            thread.join(timeout=10.0)
        self._finished.clear()

    def _next(self) -> _Job[object] | None:
        with self._condition:
            while True:
                if self._closed:
                    return None
                while self._waiting:
                    job = heapq.heappop(self._waiting)
                    if not job.cancelled:
                        return job
                self._condition.wait()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                result = job.work()
            except Exception as error:  # noqa: BLE001 - a thread's edge: the caller is told
                self._finished.append(partial(self._hand, job, partial(job.failed, error)))
            else:
                self._finished.append(partial(self._hand, job, partial(job.done, result)))

    def _hand(self, job: _Job[object], call: Callable[[], None]) -> None:
        with self._condition:
            if job.cancelled or self._closed:
                return
            self._jobs.pop(job.key, None)
        call()
