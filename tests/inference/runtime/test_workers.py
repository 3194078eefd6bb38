"""Real worker processes: what they answer, and what is left when they are killed, hang or lie."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from inference.errors import InferenceError
from inference.runtime.runtime import Runtime, Ticket, usual_threads
from inference.runtime.values import Failure
from tests.simulators.odd_engine import OddAnswer, OddJob, OddPart, odd_spec

BUDGET = 2 << 30
ODD = odd_spec()
Odd = Ticket[OddPart, OddAnswer]


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    with Runtime(BUDGET) as made:
        yield made
    for _ in range(20):  # of five seconds: a killed process of the lowest priority may take its time to go
        made.spawner.join()
    assert made.spawner.workers == ()
    assert left_behind() == []


def left_behind() -> list[str]:
    folder = Path("/dev/shm")
    return [path.name for path in folder.glob(f"vitrine-{os.getpid()}-*")] if folder.is_dir() else []


def ask(runtime: Runtime, act: str, number: int = 0, text: str = "", within_s: float = 120.0) -> Odd:
    return runtime.submit(ODD, OddJob(act, number, text), within_s=within_s)


def until(runtime: Runtime, true: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be"
        runtime.pump()
        time.sleep(0.002)


def failure(ticket: Odd) -> Failure:
    outcome = ticket.outcome()
    assert isinstance(outcome, Failure), outcome
    return outcome


def running_pid(runtime: Runtime, ticket: Odd) -> int:
    """The worker, once the job really runs in it."""
    until(runtime, lambda: runtime.state(ODD) == "busy")
    (worker,) = runtime.spawner.workers
    assert worker.pid is not None
    assert not ticket.done
    return worker.pid


def test_arrays_and_long_texts_go_there_and_back(runtime: Runtime) -> None:
    arrays = {"photo": np.arange(1_000_000, dtype=np.float32).reshape(1000, 1000), "empty": np.zeros((0, 3), np.uint8)}
    text = "沙发 " * 50_000
    answer, back = runtime.wait(runtime.submit(ODD, OddJob("echo", text=text), arrays), 120)
    assert answer == OddAnswer(text, 1)
    assert np.array_equal(back["photo"], arrays["photo"] * 2)
    assert back["empty"].shape == (0, 3)
    assert left_behind() == [], "everything that was shared has been taken"


def test_parts_come_while_the_job_runs_and_in_order(runtime: Runtime) -> None:
    ticket = ask(runtime, "count", 200)
    seen: list[int] = []
    early = 0
    while not ticket.done:
        runtime.pump()
        for part, arrays in ticket.parts():
            assert arrays["row"].tolist() == [part.index] * 3
            seen.append(part.index)
            early += not ticket.done
        time.sleep(0.002)
    seen += [part.index for part, _ in ticket.parts()]
    assert seen == list(range(200))
    assert early > 0


def test_a_worker_is_quiet_modest_and_keeps_its_engine(runtime: Runtime, capfd: pytest.CaptureFixture[str]) -> None:
    runtime.wait(ask(runtime, "print"), 120)
    answer, _ = runtime.wait(ask(runtime, "who"), 120)
    assert answer.text == "1"
    assert answer.number == (19 if sys.platform != "win32" else 0)
    assert runtime.wait(ask(runtime, "echo"), 120)[0].number == 3, "the same worker served all three"
    assert capfd.readouterr() == ("", "")


def test_a_worker_killed_over_a_job_loses_that_job_only(runtime: Runtime) -> None:
    lost, kept = ask(runtime, "work", 600), ask(runtime, "echo", text="still here")
    os.kill(running_pid(runtime, lost), getattr(signal, "SIGKILL", signal.SIGTERM))
    until(runtime, lambda: lost.done)
    assert failure(lost).kind == "crashed"
    assert failure(lost).sentence.endswith(".")
    assert runtime.wait(kept, 120)[0].text == "still here"


@pytest.mark.parametrize("act", ["exit", "crash"])
def test_a_hostile_job_ends_its_worker_and_nothing_else(runtime: Runtime, act: str) -> None:
    lost, kept = ask(runtime, act), ask(runtime, "echo", text="still here")
    with pytest.raises(InferenceError, match="stopped"):
        runtime.wait(lost, 120)
    assert runtime.wait(kept, 120)[0].text == "still here"


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        ("refuse", "refused", "not for sale"),
        ("raise", "error", "what is this"),
        ("nonsense", "error", "no sensible answer"),
        ("objects", "refused", "cannot be shared"),
    ],
)
def test_what_goes_wrong_inside_is_a_sentence(runtime: Runtime, act: str, kind: str, words: str) -> None:
    ticket = ask(runtime, act)
    until(runtime, lambda: ticket.done)
    assert failure(ticket).kind == kind
    assert words in failure(ticket).sentence
    assert runtime.wait(ask(runtime, "echo", text="on"), 120)[0].text == "on"
    assert len(runtime.spawner.workers) == 1, "the worker lived on"


@pytest.mark.skipif(sys.platform != "linux", reason="the hard limit on memory is Linux's")
def test_a_job_that_eats_memory_is_stopped(runtime: Runtime) -> None:
    ticket = ask(runtime, "eat", 100)  # 3.2 GB where 600 MB are allowed
    until(runtime, lambda: ticket.done)
    assert failure(ticket).kind == "memory"
    assert runtime.wait(ask(runtime, "echo", text="on"), 120)[0].text == "on"


def test_a_job_called_off_ends_at_its_next_checkpoint(runtime: Runtime) -> None:
    patient = odd_spec("patient", grace_s=600.0)  # a busy machine gives a worker of the lowest priority little time
    ticket = runtime.submit(patient, OddJob("work", 600))
    until(runtime, lambda: runtime.state(patient) == "busy")
    pid = runtime.spawner.workers[0].pid
    runtime.cancel(ticket)
    assert failure(ticket).kind == "cancelled"
    assert runtime.wait(runtime.submit(patient, OddJob("echo", text="next")), 120)[0].text == "next"
    assert runtime.spawner.workers[0].pid == pid, "it was not killed for it"


def test_a_job_that_hears_nothing_is_ended_with_its_worker(runtime: Runtime) -> None:
    ticket = ask(runtime, "hang")
    pid = running_pid(runtime, ticket)
    runtime.cancel(ticket)
    assert runtime.wait(ask(runtime, "echo", text="next"), 120)[0].text == "next"
    until(runtime, lambda: not psutil.pid_exists(pid))


def test_a_deadline_passes_while_the_job_runs(runtime: Runtime) -> None:
    runtime.wait(ask(runtime, "echo"), 120)
    ticket = ask(runtime, "work", 60, within_s=0.3)
    until(runtime, lambda: ticket.done)
    assert failure(ticket).kind == "deadline"


def test_an_engine_that_cannot_load_says_why(runtime: Runtime) -> None:
    missing = odd_spec("missing", missing=True)
    with pytest.raises(InferenceError, match="file is not there"):
        runtime.wait(runtime.submit(missing, OddJob("echo")), 120)
    assert "not there" in runtime.state(missing)


def test_an_engine_that_dies_while_it_loads_is_given_up_in_the_end(runtime: Runtime) -> None:
    dying = odd_spec("dying", dies_at_start=True)
    with pytest.raises(InferenceError, match="keeps stopping"):
        runtime.wait(runtime.submit(dying, OddJob("echo")), 120)


def test_code_that_is_not_there_is_a_sentence(runtime: Runtime) -> None:
    from dataclasses import replace

    with pytest.raises(InferenceError, match="no_such_module"):
        runtime.wait(runtime.submit(replace(ODD, entry="no_such_module:make"), OddJob("echo")), 120)


@pytest.mark.skipif(sys.platform != "linux", reason="workers are stopped by signals on Linux only")
def test_while_frames_are_late_a_worker_stands_still(runtime: Runtime) -> None:
    ticket = ask(runtime, "hang")  # no checkpoints: only the system can stop it
    process = psutil.Process(running_pid(runtime, ticket))
    assert runtime.frame(0.011, 0.0111)
    until(runtime, lambda: process.status() == psutil.STATUS_STOPPED)
    for _ in range(5):
        runtime.frame(0.002, 0.0111)
    until(runtime, lambda: process.status() != psutil.STATUS_STOPPED)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise is Linux's")
@pytest.mark.parametrize("paused", [False, True])
def test_no_worker_outlives_a_shop_that_is_killed(repository: Path, paused: bool) -> None:
    script = f"""
import sys, time
from inference.runtime.runtime import Runtime
from tests.simulators.odd_engine import OddJob, odd_spec
if __name__ == "__main__":
    runtime = Runtime(1 << 30)
    spec = odd_spec()
    runtime.submit(spec, OddJob("hang"), {{}})
    while runtime.state(spec) != "busy":
        runtime.pump()
        time.sleep(0.01)
    if {paused}:
        runtime.frame(1.0, 0.01)
    print(runtime.spawner.workers[0].pid, flush=True)
    time.sleep(600)
"""
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    shop = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment)
    assert shop.stdout is not None
    worker = psutil.Process(int(shop.stdout.readline()))
    shop.kill()
    shop.wait(120)
    shop.stdout.close()
    gone, alive = psutil.wait_procs([worker], timeout=120)
    assert (len(gone), len(alive)) == (1, 0)
    from inference.runtime.segments import sweep_dead

    sweep_dead()
    assert list(Path("/dev/shm").glob(f"vitrine-{shop.pid}-*")) == []


def test_the_shop_keeps_a_core() -> None:
    assert [usual_threads(cores) for cores in (1, 2, 4, 32)] == [1, 1, 3, 4]
