"""The headset that comes and goes, with a simulated one beside a scripted window."""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

import pytest

from client.domain.errors import VitrineError
from client.headset.api import Eye, Frame, Hand, Pose, Presence, Sample
from client.headset.auto import FIRST_RETRY_S, LAST_RETRY_S, AutoHeadset
from client.headset.scripted import Input, ScriptedHeadset, standing_head, stereo, view_fov
from client.interaction.rig import about_z, forward
from client.loop import run_loop
from tests.simulators.headset_contract import keep_contract
from tests.simulators.plain_shop import plain_shop


@dataclass
class Worn:
    """A headset whose life is told by the test."""

    stands: Pose = field(default_factory=Pose)
    presence: Presence = Presence.FOCUSED
    covered: bool = False
    name: str = "Simulated"
    lost_at: str = ""
    index: int = 0
    submitted: int = 0
    closed: int = 0
    pulses: list[str] = field(default_factory=list)

    @property
    def stands_at(self) -> Pose:
        return self.stands

    def poll(self) -> Presence:
        return self.presence

    def _fail(self, where: str) -> bool:
        if self.lost_at == where:
            self.presence = Presence.LOST
        return self.presence == Presence.LOST

    def wait(self) -> Frame | None:
        if self._fail("wait") or self.covered or self.presence == Presence.IDLE:
            return None
        self.index += 1
        return Frame(self.index + 40, 100.0 + self.index / 90, 1 / 90)

    def sample(self, frame: Frame) -> Sample:
        self._fail("sample")
        x, y, _ = self.stands.position
        head = Pose((x, y, 1.7), self.stands.turn)
        hands = (Hand("right", head, head),) if self.presence == Presence.FOCUSED else ()
        return Sample(frame, stereo(head, view_fov(400, 400)), head, hands)

    def submit(self, frame: Frame) -> None:
        assert frame.index == self.index + 40, "the runtime's own frame comes back to it"
        if not self._fail("submit"):
            self.submitted += 1

    def pulse(self, side: Literal["left", "right"], strength: float, seconds: float) -> None:
        self.pulses.append(side)

    def close(self) -> None:
        self.closed += 1


class Bench:
    """An AutoHeadset with a clock and a runtime in the test's hands."""

    def __init__(self, present: bool = True, must: bool = False) -> None:
        self.now, self.present, self.tries = 0.0, present, 0
        self.opened: list[Worn] = []
        self.said: list[str] = []
        self.window = ScriptedHeadset(script=deque(Input() for _ in range(400)))
        self.auto = AutoHeadset(self.window, self.open, lambda: self.now, self.said.append, must)

    def open(self, stands_at: Pose) -> Worn:
        self.tries += 1
        if not self.present:
            raise VitrineError("No runtime is here.")
        self.opened.append(Worn(stands_at))
        return self.opened[-1]

    def frame(self, dt: float = 0.02) -> Sample | None:
        self.now += dt
        assert self.auto.poll() not in (Presence.LOST, Presence.LEAVING)
        frame = self.auto.wait()
        if frame is None:
            return None
        sample = self.auto.sample(frame)
        self.auto.submit(frame)
        return sample


def eyes(sample: Sample | None) -> int:
    assert sample is not None
    return len(sample.eyes)


def test_it_keeps_the_contract_with_and_without_a_headset() -> None:
    for present in (True, False):
        bench = Bench(present)
        samples = keep_contract(bench.auto)
        assert {len(s.eyes) for s in samples} == ({2} if present else {1})
        assert bench.window.closed
        assert [w.closed for w in bench.opened] == ([1] if present else [])


def test_the_scripted_headset_keeps_the_contract() -> None:
    for number in (1, 2):
        keep_contract(ScriptedHeadset(eyes=number, script=deque(Input() for _ in range(20))))


@pytest.mark.parametrize("where", ["poll", "wait", "sample", "submit"])
def test_a_lost_headset_leaves_the_visit_in_the_window_and_comes_back(where: str) -> None:
    bench = Bench()
    before = [bench.frame() for _ in range(3)]
    assert [eyes(s) for s in before] == [2, 2, 2]
    worn = bench.opened[0]
    worn.stands = Pose((0.4, 1.0, 0.0), about_z(0.7))
    bench.frame()
    bench.present = False
    if where == "poll":
        worn.presence = Presence.LOST
    worn.lost_at = where
    after = [s for _ in range(3) if (s := bench.frame()) is not None]
    assert [eyes(s) for s in after[1:]] == [1, 1], "within two frames"
    head = after[-1].head
    assert head.position == pytest.approx((0.4, 1.0, standing_head().position[2])), "one stands where one stood"
    assert forward(head.turn) == pytest.approx(forward(about_z(0.7)))
    assert worn.closed == 1
    bench.present = True
    waited = 0.0
    while len(bench.opened) < 2:
        bench.frame()
        waited += 0.02
        assert waited < 2.0
    assert eyes(bench.frame()) == 2
    assert bench.opened[1].stands.position == pytest.approx((0.4, 1.0, 0.0))
    assert [s.split()[0:2] for s in bench.said] == [
        ["In", "the"], ["The", "headset"], ["In", "the"], ["In", "the"]
    ][: len(bench.said)]  # fmt: skip
    assert "Simulated" in bench.said[-1]


def test_frames_are_numbered_on_whoever_gives_them() -> None:
    bench = Bench()
    frames = [bench.frame() for _ in range(3)]
    bench.opened[0].presence = Presence.LOST
    bench.present = False
    frames += [bench.frame() for _ in range(3)]
    told = [s.frame for s in frames if s is not None]
    assert [f.index for f in told] == list(range(6))
    assert all(b.time_s >= a.time_s for a, b in itertools.pairwise(told))
    assert told[3].dt_s == pytest.approx(0.02)
    assert told[4].dt_s == pytest.approx(1 / 60)


def test_a_headset_on_the_table_leaves_the_visit_in_the_window() -> None:
    bench = Bench()
    assert eyes(bench.frame()) == 2
    bench.opened[0].presence = Presence.IDLE
    assert eyes(bench.frame()) == 1
    assert bench.opened[0].closed == 0
    bench.opened[0].presence = Presence.RUNNING
    sample = bench.frame()
    assert eyes(sample) == 2
    assert sample is not None
    assert sample.hands == (), "another program has the input"
    bench.opened[0].covered = True
    assert bench.frame() is None, "worn, but nothing of this program is seen"


def test_without_a_runtime_it_looks_again_now_and_then() -> None:
    bench = Bench(present=False)
    for _ in range(100):
        bench.frame(0.5)
        if len(bench.window.script) < 2:
            break
    assert 50.0 / LAST_RETRY_S <= bench.tries <= 50.0 / LAST_RETRY_S + 6
    assert bench.said == ["In the window. No runtime is here."], "said once"
    assert FIRST_RETRY_S < 2.0


def test_a_headset_that_must_be_there() -> None:
    with pytest.raises(VitrineError, match="No runtime"):
        Bench(present=False, must=True).auto.poll()
    bench = Bench(must=True)
    bench.frame()
    bench.present, bench.opened[0].presence = False, Presence.LOST
    for _ in range(60):
        assert eyes(bench.frame()) == 1, "lost on the way: the visit goes on"


def test_leaving_in_the_runtimes_own_menu() -> None:
    bench = Bench(must=True)
    bench.frame()
    bench.opened[0].presence = Presence.LEAVING
    assert bench.auto.poll() == Presence.LEAVING
    other = Bench()
    other.frame()
    other.opened[0].presence = Presence.LEAVING
    for _ in range(200):
        assert eyes(other.frame()) == 1
    assert other.tries == 1, "who left is not dragged in again"


def test_a_closed_window_ends_the_visit_and_pulses_reach_the_hand() -> None:
    bench = Bench()
    bench.frame()
    bench.auto.pulse("left", 0.5, 0.01)
    assert bench.opened[0].pulses == ["left"]
    bench.opened[0].presence = Presence.RUNNING
    bench.frame()
    bench.auto.pulse("left", 0.5, 0.01)
    assert bench.opened[0].pulses == ["left"], "not while another program has the input"
    bench.window.closed = True
    assert bench.auto.poll() == Presence.LEAVING
    bench.auto.close()
    bench.auto.close()
    assert bench.opened[0].closed == 1
    bench.auto.pulse("left", 0.5, 0.01)


def test_a_visit_goes_on_where_it_was() -> None:
    """The loop over a whole shop: a product is held when the headset goes, and still is."""
    bench = Bench()
    with plain_shop() as pilot:
        from client.domain.actions import PickUp

        run_loop(pilot.shop, bench.auto, 3)
        pilot.shop.visit.dispatcher("shop")(PickUp("chair-2"))
        run_loop(pilot.shop, bench.auto, 2)
        before = pilot.session
        assert before.held is not None
        bench.present, bench.opened[0].presence = False, Presence.LOST
        run_loop(pilot.shop, bench.auto, 5)
        assert pilot.session.held == before.held
        assert pilot.session.standing == before.standing


def test_the_keyboard_on_the_desk_counts_in_the_headset() -> None:
    bench = Bench()
    bench.window.script = deque([Input(keys=("w",), pressed=("l",), text="l")])
    sample = bench.frame()
    assert sample is not None
    assert (sample.keys, sample.pressed, sample.text) == (("w",), ("l",), "l")
    assert sample.mouse is None
    assert isinstance(sample.eyes[1], Eye)
