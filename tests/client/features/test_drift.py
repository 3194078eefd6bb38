"""A notice in a headset follows the head's turning softly, and not its trembling."""

from __future__ import annotations

import math

import pytest

from client.features.cards.drift import REST_RAD, Drift, drifted


def after(now: Drift, heading: float, seconds: float, rate: float = 60.0) -> Drift:
    for _ in range(round(seconds * rate)):
        now = drifted(now, heading, now.time_s + 1.0 / rate)
    return now


def test_it_begins_straight_ahead_and_rests_while_one_looks_about() -> None:
    shown = drifted(Drift(), 0.7, 5.0)
    assert shown.heading_rad == 0.7
    assert after(shown, 0.7 + REST_RAD * 0.9, 2.0).heading_rad == 0.7


def test_it_comes_along_and_never_leaps() -> None:
    shown = drifted(Drift(), 0.0, 0.0)
    one = drifted(shown, 1.0, 1 / 60)
    assert one.heading_rad is not None
    assert 0.0 < one.heading_rad < 0.1
    there = after(shown, 1.0, 3.0).heading_rad
    assert there == pytest.approx(1.0 - REST_RAD, abs=0.01)


def test_it_goes_the_short_way_round() -> None:
    shown = drifted(Drift(), math.radians(170), 0.0)
    there = after(shown, math.radians(-150), 3.0).heading_rad
    assert there is not None
    assert math.degrees(there) == pytest.approx(210 - math.degrees(REST_RAD), abs=1.0)


def test_faster_frames_change_nothing() -> None:
    slow = after(drifted(Drift(), 0.0, 0.0), 1.2, 1.0, rate=30.0)
    fast = after(drifted(Drift(), 0.0, 0.0), 1.2, 1.0, rate=120.0)
    assert slow.heading_rad == pytest.approx(fast.heading_rad)
