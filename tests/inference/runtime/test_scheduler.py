"""The scheduler on paper: every job comes to exactly one end, whatever workers and clocks do."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from inference.errors import InferenceError
from inference.runtime.scheduler import MOST_DEATHS, REST_S, Scheduler
from inference.runtime.values import Failure, Payload, Task
from tests.simulators.paper_workers import Machine, paper_spec

BUDGET = 250


class Bench:
    """A scheduler with its machine and a counter."""

    def __init__(self, *specs: object, budget: int = BUDGET, reserve: int = 0) -> None:
        self.machine = Machine()
        machine = self.machine
        self.scheduler = Scheduler(machine.spawn, machine.clock, machine, budget, reserve)
        for spec in specs or (paper_spec("talk"),):
            self.scheduler.add(spec)
        self._number = 0

    def ask(self, engine: str = "talk", seconds: float = 1e9, urgent: bool = False) -> Task:
        self._number += 1
        task = Task(self._number, engine, Payload(b"job"), self.machine.now + seconds, urgent)
        self.scheduler.submit(task)
        return task

    def step(self, seconds: float = 0.0) -> None:
        self.machine.now += seconds
        self.scheduler.step()

    def running(self, engine: str = "talk") -> Task:
        task = self.ask(engine)
        self.step()
        self.machine.of(engine).load()
        self.step()
        assert self.machine.of(engine).job == task.number
        return task


def kind(task: Task) -> str | None:
    return task.outcome.kind if isinstance(task.outcome, Failure) else None


def test_a_job_starts_its_engine_streams_and_ends() -> None:
    bench = Bench()
    assert bench.machine.spawned == []
    task = bench.running()
    bench.machine.of("talk").say(b"a")
    bench.machine.of("talk").say(b"b")
    bench.machine.of("talk").finish(b"c")
    bench.step()
    assert [part.data for part in task.parts] == [b"a", b"b"]
    assert task.outcome == Payload(b"c")
    assert bench.scheduler.state("talk") == "the processor"
    again = bench.ask()
    bench.step()
    assert bench.machine.of("talk").job == again.number
    assert len(bench.machine.spawned) == 1, "the same worker serves on"


def test_too_many_jobs_are_told_so_at_once() -> None:
    bench = Bench(paper_spec("talk", queue=2))
    bench.running()
    waiting = [bench.ask(), bench.ask()]
    refused = bench.ask()
    assert kind(refused) == "busy"
    assert isinstance(refused.outcome, Failure)
    assert "3 other jobs" in refused.outcome.sentence
    assert all(task.outcome is None for task in waiting)


def test_an_urgent_job_goes_before_those_that_wait() -> None:
    bench = Bench()
    bench.running()
    bench.ask()
    urgent = bench.ask(urgent=True)
    bench.machine.of("talk").finish()
    bench.step()
    assert bench.machine.of("talk").job == urgent.number


def test_a_worker_that_dies_fails_its_one_job_and_is_back_at_once() -> None:
    bench = Bench()
    lost, kept = bench.running(), bench.ask()
    bench.machine.of("talk").die()
    bench.step()
    assert kind(lost) == "crashed"
    assert kept.outcome is None
    bench.machine.of("talk").load()
    bench.step()
    assert bench.machine.of("talk").job == kept.number


def test_a_warm_engine_is_back_although_nobody_asks() -> None:
    bench = Bench()
    bench.scheduler.warm("talk")
    bench.step()
    bench.machine.of("talk").load()
    bench.step()
    bench.machine.of("talk").die()
    bench.step()
    assert len(bench.machine.spawned) == 2
    assert bench.machine.spawned[0].killed


def test_an_engine_that_keeps_dying_rests_and_tries_once_more_later() -> None:
    bench = Bench()
    for _ in range(MOST_DEATHS):
        bench.ask()
        bench.step(20.0)
        bench.machine.of("talk").die()
        bench.step()
    assert kind(bench.ask()) == "unavailable"
    assert "rests" in bench.scheduler.state("talk")
    spawned = len(bench.machine.spawned)
    bench.step(REST_S + 1)
    task = bench.ask()
    bench.step()
    assert len(bench.machine.spawned) == spawned + 1
    bench.machine.of("talk").die()
    bench.step()
    assert kind(task) == "unavailable"


def test_deaths_come_slower_and_slower() -> None:
    bench = Bench()
    bench.ask()
    bench.step()
    bench.machine.of("talk").die()
    bench.step()
    assert len(bench.machine.spawned) == 2, "the first time at once"
    bench.machine.of("talk").die()
    bench.step()
    assert len(bench.machine.spawned) == 2
    bench.step(0.6)
    assert len(bench.machine.spawned) == 3


def test_an_engine_that_cannot_load_says_why() -> None:
    bench = Bench()
    task = bench.ask()
    bench.step()
    bench.machine.of("talk").fail_to_load("The model's file is not there.")
    bench.step()
    assert task.outcome == Failure("unavailable", "The model's file is not there.")
    assert bench.ask().outcome == task.outcome
    assert bench.machine.alive == []


def test_a_job_called_off_is_over_at_once_and_its_worker_gets_a_moment() -> None:
    bench = Bench(paper_spec("talk", grace_s=1.0))
    task, after = bench.running(), bench.ask()
    bench.scheduler.cancel(task)
    assert kind(task) == "cancelled"
    worker = bench.machine.of("talk")
    assert worker.cancelled == {task.number}
    bench.step(0.5)
    assert worker.job == task.number, "nothing new before it let go of the old"
    worker.finish(b"too late")
    bench.step()
    assert kind(task) == "cancelled"
    assert worker.job == after.number


def test_a_worker_that_will_not_let_go_is_ended() -> None:
    bench = Bench(paper_spec("talk", grace_s=1.0))
    task, after = bench.running(), bench.ask()
    stubborn = bench.machine.of("talk")
    bench.scheduler.cancel(task)
    bench.step(1.1)
    assert stubborn.killed
    bench.machine.of("talk").load()
    bench.step()
    assert bench.machine.of("talk").job == after.number


def test_deadlines_count_while_waiting_and_while_running() -> None:
    bench = Bench()
    first = bench.ask(seconds=2.0)
    bench.step()
    bench.machine.of("talk").load()
    second = bench.ask(seconds=1.0)
    bench.step(1.0)
    assert kind(second) == "deadline"
    assert first.outcome is None
    bench.step(1.0)
    assert kind(first) == "deadline"
    assert kind(bench.ask(seconds=0.0)) == "deadline"


def test_memory_is_shared_by_putting_the_longest_unused_away() -> None:
    bench = Bench(paper_spec("a"), paper_spec("b"), paper_spec("c"))
    for name in ("a", "b"):
        bench.running(name)
        bench.machine.of(name).finish()
        bench.step(1.0)
    bench.ask("c")
    bench.step()
    assert [worker.spec.name for worker in bench.machine.alive] == ["b", "c"]


def test_a_busy_engine_is_never_put_away_and_whoever_came_first_is_first() -> None:
    bench = Bench(paper_spec("a"), paper_spec("b"), paper_spec("c"))
    bench.running("a")
    bench.running("b")
    needs_room = bench.ask("c")
    later = bench.ask("a")
    bench.machine.of("a").finish()
    bench.step()
    assert [worker.spec.name for worker in bench.machine.alive] == ["b", "c"], "`a` has work, but it came later"
    bench.machine.of("c").load()
    bench.step()
    assert bench.machine.of("c").job == needs_room.number
    bench.machine.of("c").finish()
    bench.step()
    bench.machine.of("a").load()
    bench.step()
    assert bench.machine.of("a").job == later.number


def test_a_large_engine_is_not_kept_out_by_small_ones_that_come_later() -> None:
    bench = Bench(paper_spec("a"), paper_spec("b"), paper_spec("large", memory_bytes=200))
    bench.running("a")
    bench.running("b")
    bench.ask("large")
    later = bench.ask("a")
    bench.machine.of("a").finish()
    bench.step()
    bench.step()
    assert [worker.spec.name for worker in bench.machine.alive] == ["b"], "`a` does not take its room again"
    bench.machine.of("b").finish()
    bench.step()
    assert [worker.spec.name for worker in bench.machine.alive] == ["large"]
    assert later.outcome is None


def test_what_can_never_fit_is_told_so() -> None:
    bench = Bench(paper_spec("huge", memory_bytes=BUDGET + 1))
    assert kind(bench.ask("huge")) == "memory"


def test_a_worker_that_grows_too_large_is_ended() -> None:
    bench = Bench()
    task = bench.running()
    bench.machine.of("talk").resident = 201
    bench.step(1.0)
    assert kind(task) == "memory"


def test_when_the_machine_runs_short_resting_engines_go() -> None:
    bench = Bench(paper_spec("a"), paper_spec("b"), reserve=500)
    bench.running("a")
    bench.running("b")
    bench.machine.of("a").finish()
    bench.step(1.0)
    bench.machine.free = 100
    bench.step(1.0)
    assert [worker.spec.name for worker in bench.machine.alive] == ["b"]


def test_an_engine_nobody_needs_is_put_away_unless_it_is_kept_warm() -> None:
    bench = Bench(paper_spec("a"), paper_spec("b"))
    bench.scheduler.warm("b")
    for name in ("a", "b"):
        bench.running(name)
        bench.machine.of(name).finish()
        bench.step()
    bench.step(301.0)
    assert [worker.spec.name for worker in bench.machine.alive] == ["b"]


def test_while_frames_are_late_nothing_is_begun() -> None:
    bench = Bench()
    bench.running()
    after = bench.ask()
    bench.scheduler.pace(True)
    worker = bench.machine.of("talk")
    assert worker.paused
    worker.finish()
    bench.step()
    assert worker.job is None
    bench.scheduler.pace(False)
    bench.step()
    assert not worker.paused
    assert worker.job == after.number


def test_closing_ends_everything_once() -> None:
    bench = Bench()
    tasks = [bench.running(), bench.ask()]
    bench.scheduler.close()
    bench.scheduler.close()
    tasks.append(bench.ask())
    assert [kind(task) for task in tasks] == ["closed"] * 3
    assert bench.machine.alive == []


def test_two_engines_of_one_name_are_a_fault() -> None:
    bench = Bench(paper_spec("talk"))
    bench.scheduler.add(paper_spec("talk"))
    with pytest.raises(InferenceError, match="talk"):
        bench.scheduler.add(paper_spec("talk", memory_bytes=1))


def test_an_outcome_is_set_once() -> None:
    task = Task(1, "talk", Payload(b""))
    task.finish(Payload(b""))
    with pytest.raises(InferenceError):
        task.finish(Payload(b""))


NAMES = ("a", "b", "c")
COSTS = {"a": 100, "b": 120, "c": 140}


class AnyOrder(RuleBasedStateMachine):
    """Three engines of which two fit, asked, killed, paused and delayed in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench(*(paper_spec(name, COSTS[name], queue=2) for name in NAMES))
        self.tasks: list[Task] = []
        self.ends: dict[int, object] = {}
        self.paused = False

    @rule(name=st.sampled_from(NAMES), seconds=st.sampled_from([0.5, 5.0, 1e9]), urgent=st.booleans())
    def ask(self, name: str, seconds: float, urgent: bool) -> None:
        self.tasks.append(self.bench.ask(name, seconds, urgent))

    @rule(seconds=st.sampled_from([0.0, 0.1, 1.2, 20.0, 70.0]))
    def step(self, seconds: float) -> None:
        self.bench.step(seconds)
        now = self.bench.machine.now
        assert all(task.outcome is not None for task in self.tasks if now >= task.deadline_s)

    @rule(which=st.integers(0, 9), act=st.sampled_from(["load", "finish", "say", "break_down", "die", "fail_to_load"]))
    def worker_does(self, which: int, act: str) -> None:
        alive = self.bench.machine.alive
        if alive:
            worker = alive[which % len(alive)]
            if not worker.dead and (act != "fail_to_load" or not worker.loaded):
                getattr(worker, act)()

    @rule(which=st.integers(0, 9), resident=st.sampled_from([10, 1000]))
    def worker_grows(self, which: int, resident: int) -> None:
        alive = self.bench.machine.alive
        if alive:
            alive[which % len(alive)].resident = resident

    @rule(which=st.integers(0, 99))
    def call_off(self, which: int) -> None:
        if self.tasks:
            self.bench.scheduler.cancel(self.tasks[which % len(self.tasks)])

    @rule(paused=st.booleans())
    def pace(self, paused: bool) -> None:
        self.paused = paused
        self.bench.scheduler.pace(paused)

    @rule(name=st.sampled_from(NAMES), warm=st.booleans())
    def warm(self, name: str, warm: bool) -> None:
        self.bench.scheduler.warm(name, warm)

    @invariant()
    def memory_is_kept(self) -> None:
        assert sum(worker.spec.memory_bytes for worker in self.bench.machine.alive) <= BUDGET

    @invariant()
    def one_worker_an_engine(self) -> None:
        names = [worker.spec.name for worker in self.bench.machine.alive]
        assert len(names) == len(set(names))

    @invariant()
    def queues_are_bounded(self) -> None:
        for name in NAMES:
            assert sum(task.engine == name and task.outcome is None for task in self.tasks) <= 3

    @invariant()
    def ends_are_final(self) -> None:
        for task in self.tasks:
            if task.number in self.ends:
                assert self.ends[task.number] == task.outcome
            elif task.outcome is not None:
                self.ends[task.number] = task.outcome

    def teardown(self) -> None:
        """However it went: with workers that work, every job comes to its end."""
        bench = self.bench
        bench.scheduler.pace(False)
        for name in NAMES:
            bench.scheduler.warm(name, False)
        for _ in range(60):
            bench.step(1.0)
            for worker in bench.machine.alive:
                if not worker.dead:
                    worker.resident = 10
                    worker.load()
                    worker.finish()
        assert all(task.outcome is not None for task in self.tasks)
        bench.scheduler.close()
        assert bench.machine.alive == []


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(deadline=None)
