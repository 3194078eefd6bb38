"""Jobs from threads: who asks waits, who pumps does not, and nobody waits for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from inference.errors import InferenceError
from inference.runtime.desk import Desk, LateError
from inference.runtime.runtime import Runtime
from tests.simulators.odd_engine import OddAnswer, OddJob, OddPart, odd_spec

ODD = odd_spec()
PATIENT_S = 120.0


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk(lambda: Runtime(2 << 30)) as made:
        yield made


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as made:
        yield made


def pumped(desk: Desk, asked: Future[OddAnswer], until: Callable[[], bool] | None = None) -> None:
    """The shop's frames, until the thread has its answer."""
    end = time.monotonic() + PATIENT_S
    while not asked.done() and not (until is not None and until()):
        assert time.monotonic() < end
        desk.pump()
        time.sleep(0.002)


def ask(desk: Desk, act: str, text: str = "", within_s: float = PATIENT_S, number: int = 0) -> OddAnswer:
    return desk.ask(ODD, OddJob(act, number, text), within_s=within_s)[0]


def test_on_its_own_thread_it_pumps_by_itself(desk: Desk) -> None:
    assert ask(desk, "echo", "hello").text == "hello"


def test_nothing_starts_before_somebody_asks(desk: Desk) -> None:
    desk.pump()
    desk.frame(0.01, 0.011)
    assert desk.runtime is None
    assert desk.state(ODD) == "away"


def test_threads_get_their_own_answers_and_more_of_them_than_the_engine_queues(
    desk: Desk, pool: ThreadPoolExecutor
) -> None:
    asked = [pool.submit(ask, desk, "echo", f"thread {n}") for n in range(8)]
    for n, one in enumerate(asked):
        pumped(desk, one)
        assert one.result().text == f"thread {n}"


def test_parts_are_heard_on_the_thread_that_asked(desk: Desk, pool: ThreadPoolExecutor) -> None:
    heard: list[tuple[OddPart, int]] = []

    def asking() -> int:
        desk.ask(
            ODD,
            OddJob("count", 3),
            within_s=PATIENT_S,
            on_part=lambda part: heard.append((part, threading.get_ident())),
        )
        return threading.get_ident()

    asked = pool.submit(asking)
    pumped(desk, asked)  # type: ignore[arg-type]
    assert len(heard) == 3
    assert {thread for _, thread in heard} == {asked.result()}


def test_who_waits_too_long_is_told_even_if_nobody_pumps(desk: Desk, pool: ThreadPoolExecutor) -> None:
    late = pool.submit(ask, desk, "echo", "", 0.2)
    with pytest.raises(LateError):
        late.result(PATIENT_S)
    assert ask(desk, "echo", "next").text == "next"


def test_a_worker_that_dies_is_a_sentence_and_the_next_is_answered(desk: Desk, pool: ThreadPoolExecutor) -> None:
    dying = pool.submit(ask, desk, "exit")
    pumped(desk, dying)
    with pytest.raises(InferenceError, match="stopped"):
        dying.result()
    assert ask(desk, "echo", "again").text == "again"


def test_when_no_frames_come_any_more_nobody_stands_still(desk: Desk) -> None:
    assert ask(desk, "echo", "first").text == "first"
    assert desk.frame(2.0, 1.0), "a late frame, and the workers stand still"
    assert ask(desk, "echo", "after the last frame", within_s=60.0).text == "after the last frame"


def test_closing_tells_whoever_waits(desk: Desk, pool: ThreadPoolExecutor) -> None:
    waiting = pool.submit(ask, desk, "hang")
    pumped(desk, waiting, until=lambda: desk.runtime is not None and desk.state(ODD) == "busy")
    desk.close()
    with pytest.raises(InferenceError, match="closing"):
        waiting.result(PATIENT_S)
    desk.close()
    with pytest.raises(InferenceError, match="closing"):
        ask(desk, "echo")
