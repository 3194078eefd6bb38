"""The dark edge comes with speed and goes after; a jump is dark for a moment; a window has neither."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.domain.comfort import Comfort
from client.domain.session import Session, Standing
from client.features.comfort.motion import BLINK_S, Motion, moved
from client.features.comfort.shapes import rings, vignette
from client.headset.api import Eye, Frame, Pose, Sample
from client.headset.scripted import Input, standing_head, stereo, view_fov
from tests.simulators.plain_shop import plain_shop

FOV = view_fov(1000, 1000)
DT = 1 / 90


def worn(head: Pose | None = None) -> Sample:
    head = head or standing_head()
    return Sample(Frame(0, 0.0, DT), stereo(head, FOV), head)


def glide(speed: float, seconds: float, comfort: Comfort, motion: Motion | None = None) -> Motion:
    motion = motion or Motion(standing=Standing())
    y = motion.standing.y_m if motion.standing is not None else 0.0
    for _ in range(round(seconds / DT)):
        y += speed * DT
        motion = moved(motion, Session(standing=Standing(0.0, y), comfort=comfort), worn())
    return motion


def test_the_edge_darkens_with_speed_and_clears_after() -> None:
    comfort = Comfort()
    full = glide(comfort.walk_m_per_s, 1.0, comfort)
    assert full.vignette == pytest.approx(comfort.vignette, rel=0.02)
    assert glide(comfort.walk_m_per_s / 3, 1.0, comfort).vignette == pytest.approx(comfort.vignette / 3, rel=0.05)
    assert 0.0 < glide(comfort.walk_m_per_s, 0.05, comfort).vignette < full.vignette
    assert 0.0 < glide(0.0, 0.1, comfort, full).vignette < full.vignette
    assert glide(0.0, 3.0, comfort, full).vignette == 0.0
    assert glide(comfort.walk_m_per_s, 1.0, Comfort(vignette=0.0)).vignette == 0.0


def test_a_jump_is_dark_and_comes_back_soon() -> None:
    there = Session(standing=Standing(0.0, 3.0))
    motion = moved(Motion(standing=Standing()), there, worn())
    assert motion.blink == 1.0
    for _ in range(math.ceil(BLINK_S / DT)):
        motion = moved(motion, there, worn())
    assert motion.blink == 0.0
    assert 0.1 <= BLINK_S <= 0.2


def test_ones_own_steps_and_turns_darken_nothing() -> None:
    motion = Motion(standing=Standing())
    for i in range(30):
        motion = moved(motion, Session(), worn(Pose((i * 0.2, 0.0, 1.6))))
        assert (motion.blink, motion.vignette) == (0.0, 0.0)


def test_a_window_stays_clear() -> None:
    sample = Sample(Frame(0, 0.0, DT), (Eye(standing_head(), FOV),), standing_head())
    assert moved(Motion(1.0, 1.0, Standing()), Session(standing=Standing(0.0, 3.0)), sample) == Motion()


def test_a_teleport_of_a_visit_is_dark_for_a_moment_and_a_turn_is_not() -> None:
    from client.domain import actions as a

    with plain_shop() as pilot:
        pilot.headset.eyes = 2
        pilot.do(Input())
        pilot.shop.visit.dispatcher("shop")(a.Move(0.0, 0.0, 1.0))
        pilot.do(Input())
        assert pilot.shop.motion.blink == 0.0
        pilot.shop.visit.dispatcher("shop")(a.Move(0.0, 3.0, 1.0))
        sample = pilot.do(Input())
        assert pilot.shop.moment(sample).fade == 1.0


@given(strength=st.floats(0.0, 1.0))
def test_the_middle_of_the_view_is_never_dark(strength: float) -> None:
    points, faces = vignette(strength)
    for (x, y, z), (_, _, _, alpha) in points:
        assert 0.0 <= alpha <= 1.0
        if math.degrees(math.atan2(math.hypot(x, z), y)) < 22:
            assert alpha == 0.0
    assert max(map(max, faces)) < len(points)


def test_a_ring_fills_clockwise_from_the_top() -> None:
    points, _ = rings([(0.02, (1.0, 1.0, 1.0, 1.0)), (0.03, (1.0, 1.0, 1.0, 1.0))], 0.25, 32)
    (x, _, z), _ = points[0]
    assert x == pytest.approx(0.0)
    assert z > 0.0
    assert max(x for (x, _, _), _ in points) == pytest.approx(math.tan(0.03))
    assert min(z for (_, _, z), _ in points) == pytest.approx(0.0, abs=1e-9)
