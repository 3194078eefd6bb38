"""When workers stand still."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from inference.runtime.pacing import CALM_FRAMES, LEAST_SLICE_S, LONGEST_PAUSE_S, Pacer

BUDGET_S = 1 / 90


def run(loads: list[float], pacer: Pacer | None = None) -> list[bool]:
    made = pacer or Pacer()
    return [made.frame(index * BUDGET_S, load * BUDGET_S, BUDGET_S) for index, load in enumerate(loads)]


def test_light_frames_never_stop_anyone() -> None:
    assert not any(run([0.5] * 50 + [0.8] * 50))


def test_work_stops_before_a_frame_is_dropped_and_goes_on_when_frames_are_light() -> None:
    states = run([0.5, 0.9, *[0.5] * (CALM_FRAMES + 1)])
    assert states == [False, True, *[True] * (CALM_FRAMES - 1), False, False]


def test_where_frames_are_late_by_themselves_jobs_get_longer_and_longer_slices() -> None:
    states = run([2.0] * 900)
    assert states[:60].count(False) / 60 < 0.4
    assert states[-400:].count(False) / 400 > 0.6
    longest = max(len(stretch) for stretch in "".join("p" if paused else " " for paused in states).split())
    assert longest * BUDGET_S <= LONGEST_PAUSE_S + 2 * BUDGET_S


def test_where_standing_still_helps_slices_stay_short() -> None:
    pacer, working = Pacer(), []
    for index in range(900):
        load = 0.5 if pacer.paused else 2.0
        working.append(not pacer.frame(index * BUDGET_S, load * BUDGET_S, BUDGET_S))
    longest = max(len(stretch) for stretch in "".join("w" if one else " " for one in working).split())
    assert longest * BUDGET_S <= LEAST_SLICE_S + 2 * BUDGET_S


@settings(deadline=None)
@given(st.lists(st.floats(0, 5), max_size=300))
def test_it_never_flickers(loads: list[float]) -> None:
    states = run(loads)
    for index in range(1, len(states)):
        if states[index] and not states[index - 1] and True in states[:index]:
            last_stop = max(i for i in range(index) if states[i])
            assert (index - last_stop) * BUDGET_S >= LEAST_SLICE_S - BUDGET_S


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 1)), max_size=200))
def test_a_clock_that_jumps_does_not_stop_it_for_good(frames: list[tuple[float, float]]) -> None:
    pacer, now = Pacer(), 0.0
    for step, work in frames:
        now += step
        pacer.frame(now, work, BUDGET_S)
    for index in range(CALM_FRAMES + 1):
        pacer.frame(now + index * BUDGET_S, 0.0, BUDGET_S)
    assert not pacer.paused
