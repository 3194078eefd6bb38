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


def test_a_break_is_spoken_of_when_the_headset_was_worn_for_so_long() -> None:
    from client.domain import actions as a
    from client.domain.session import Change, Notice
    from client.features.comfort.feature import BreakFeature

    said: list[a.Action] = []
    feature = BreakFeature(said.append)
    session = Session(comfort=Comfort(remind_min=15.0))
    nothing: frozenset[Change] = frozenset()

    def go_on(minutes: float, eyes: int = 2) -> None:
        for _ in range(round(minutes * 60)):
            go_on.index += 1  # type: ignore[attr-defined]
            frame = Frame(go_on.index, 0.0, 1.0)  # type: ignore[attr-defined]
            sample = Sample(frame, stereo(standing_head(), FOV)[:eyes], standing_head())
            for _ in range(2):
                feature.update(session, nothing, sample)

    go_on.index = 0  # type: ignore[attr-defined]
    go_on(14.0)
    go_on(30.0, eyes=1)
    assert said == [], "what is seen in a window does not tire so"
    go_on(1.1)
    go_on(15.0)
    told = [dict(one.notice.values)["minutes"] for one in said if isinstance(one, a.Notify) and one.notice]
    assert told == ["15", "30"]
    session = Session()
    go_on(60.0)
    assert len(said) == 2
    assert isinstance(said[0], a.Notify)
    assert isinstance(said[0].notice, Notice)


def test_the_home_key_leads_out_of_everything() -> None:
    with plain_shop() as pilot:
        came_in = pilot.run(1).session.standing
        pilot.walk_to(1.0, 1.5).point_at("chair-3").click().run(1)
        assert [pilot.session.held is None, pilot.session.panel] == [False, "product"]
        pilot.press("home").run(1)
        assert [pilot.session.held is None, pilot.session.panel] == [True, None]
        assert pilot.session.standing == came_in


def test_where_one_cannot_stand_is_told_by_a_shape() -> None:
    from client.features.pointing.view import landing, no_landing

    colour = (1.0, 0.0, 0.0, 1.0)
    (yes, _, _), (no, bytes_of, faces) = landing(colour), no_landing(colour)
    assert yes[:, 2].max() > 1.2, "an arrow that looks ahead"
    assert abs(no).max() <= 1.0 + 1e-6, "no arrow"
    assert len(no) == len(bytes_of)
    assert faces.max() == len(no) - 1
    inside = no[(abs(no[:, 0]) < 0.76) & (abs(no[:, 2]) < 0.76)]
    assert len(inside) >= 8, "two bars cross it"


def test_a_long_sentence_stays_longer_and_a_short_one_long_enough() -> None:
    from client.domain import actions as a
    from client.domain.session import Change, Notice
    from client.features.notice.feature import NoticeFeature, reading_s

    assert reading_s("Short.") == 6.0
    assert 7.0 < reading_s("This sentence has a good many words and takes a while to be read.") < 12.0
    assert reading_s("这句话的字数比较多所以需要更长的时间才能读完它请慢慢来") > 6.0
    said: list[a.Action] = []
    feature = NoticeFeature(said.append, lambda notice, language: notice.key * 20)
    session = Session(notice=Notice("longer"))
    for now in (0.0, 6.5, reading_s("longer" * 20) - 0.1):
        feature.update(session, frozenset({Change.NOTICE}), Sample(Frame(0, now, 0.1), (), Pose()))
    assert said == []
    feature.update(session, frozenset(), Sample(Frame(0, 60.0, 0.1), (), Pose()))
    assert said == [a.Notify(None)]
