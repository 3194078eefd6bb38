"""The shop fits itself: swapped hands, one hand, sitting, height; and nothing but the shopper moves the view."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from client.domain import actions as a
from client.domain.comfort import Comfort
from client.domain.session import Session
from client.headset.api import Eye, Fov, Frame, Hand, Mouse, Pad, Pose, Sample
from client.headset.scripted import EYE_HEIGHT_M, Input, standing_head, stereo, view_fov
from client.interaction.fit import BAR, LIFT_S, FitState, fit, lifted, worn_side
from client.interaction.rig import about_x, about_z, head_in_store, multiply
from client.interaction.walk import STEP_BACK, STEP_BACK_M
from client.journal.reader import read_journal
from client.journal.recorder import Recorder
from client.journal.records import FORMAT, FrameRecord, Header, sample_of
from tests.simulators.plain_shop import plain_shop

AIM = Pose((0.0, 0.2, 1.3), about_x(-0.05))
FOV = view_fov(1000, 1000)


def hand(side: str, **more: object) -> Hand:
    return Hand(side, AIM, AIM, **more)  # type: ignore[arg-type]


def worn(*hands: Hand, height_m: float = EYE_HEIGHT_M, dt_s: float = 0.02, index: int = 0) -> Sample:
    head = standing_head(height_m)
    return Sample(Frame(index, index * dt_s, dt_s), stereo(head, FOV), head, tuple(hands))


def fitted(sample: Sample, comfort: Comfort, state: FitState | None = None) -> tuple[FitState, Sample]:
    return fit(state or FitState(), sample, Session(comfort=comfort))


def after(seconds: float, sample: Sample, comfort: Comfort, state: FitState) -> tuple[FitState, Sample]:
    out = sample
    for _ in range(round(seconds / sample.frame.dt_s)):
        state, out = fitted(sample, comfort, state)
    return state, out


def test_usual_comfort_leaves_a_sample_as_it_is() -> None:
    sample = worn(hand("left", stick=(0.3, 0.1)), hand("right", trigger=1.0))
    assert fitted(sample, Comfort())[1] == sample


def test_the_left_hand_does_what_the_right_one_did_and_feels_what_it_did() -> None:
    sample = worn(hand("left", trigger=1.0, buttons=("back",)), hand("right", stick=(0.0, 1.0)))
    _, seen = fitted(sample, Comfort(main_hand="left"))
    by_side = {one.side: one for one in seen.hands}
    assert by_side["right"].trigger == 1.0
    assert by_side["right"].buttons == ("back",)
    assert by_side["left"].stick == (0.0, 1.0)
    assert worn_side("right", Comfort(main_hand="left")) == "left"
    assert worn_side("right", Comfort()) == "right"


def test_one_hand_ignores_the_other_and_calls_the_buttons() -> None:
    comfort = Comfort(one_handed=True)
    other = hand("left", stick=(1.0, 1.0), trigger=1.0, buttons=("menu",))
    state, seen = fitted(worn(other, hand("right")), comfort)
    assert [one.side for one in seen.hands] == ["right"]
    assert BAR not in seen.hands[0].buttons
    state, seen = fitted(worn(other, hand("right", buttons=("variant",))), comfort, state)
    assert seen.hands[0].buttons == (BAR,)
    state, seen = fitted(worn(hand("right", buttons=("variant",))), comfort, state)
    assert BAR in seen.hands[0].buttons, "a held button is one press"
    state, seen = fitted(worn(hand("right")), comfort, state)
    assert BAR in seen.hands[0].buttons, "they stay until the button is pressed again"
    state, seen = fitted(worn(hand("right", buttons=("variant",))), comfort, state)
    assert seen.hands[0].buttons == ()


def test_with_one_hand_back_goes_back_and_calls_the_buttons_where_there_is_nothing_to_go_back_from() -> None:
    comfort = Comfort(one_handed=True)
    pressed = worn(hand("right", buttons=("back",)))
    _, seen = fit(FitState(), pressed, Session(comfort=comfort, panel="cart"))
    assert seen.hands[0].buttons == ("back",)
    _, seen = fit(FitState(), pressed, Session(comfort=comfort))
    assert seen.hands[0].buttons == (BAR,)


def test_a_pull_of_the_stick_is_one_step_back_and_no_shelf_is_walked_through() -> None:
    with plain_shop() as pilot:
        pilot.headset.eyes = 2
        pilot.walk_to(0.0, 3.0).turn_to(0.0)
        before = pilot.session.standing
        for _ in range(5):
            pilot.do(Input(hands=(hand("right", stick=(0.1, -1.0)),)))
        assert before.y_m - pilot.session.standing.y_m == pytest.approx(STEP_BACK_M)
        for _ in range(40):
            pilot.do(Input(hands=(hand("right"),)))
            pilot.do(Input(hands=(hand("right", stick=(0.0, -1.0)),)))
        floor = pilot.shop.keeper.current.plan.floor
        assert pilot.session.standing.y_m >= floor.y0


def test_jumping_only_does_not_glide() -> None:
    with plain_shop(comfort=Comfort(travel="teleport")) as pilot:
        pilot.headset.eyes = 2
        before = pilot.run(1).session.standing
        for _ in range(5):
            pilot.do(Input(hands=(hand("left", stick=(0.0, 1.0)), hand("right"))))
        assert pilot.session.standing == before
        pilot.do(Input(hands=(hand("right", stick=(0.0, 1.0)),)))
        assert pilot.shop.intents.arc is not None


def test_who_sits_sees_as_if_standing_after_a_calm_rise() -> None:
    sitting = worn(height_m=1.15)
    state, seen = fitted(sitting, Comfort())
    assert seen == sitting
    seated = Comfort(seated=True)
    heights = []
    for _ in range(round(1.5 * LIFT_S / 0.02)):
        state, seen = fitted(sitting, seated, state)
        heights.append(seen.head.position[2])
    steps = [b - c for b, c in zip(heights[1:], heights, strict=False)]
    assert heights[-1] == pytest.approx(EYE_HEIGHT_M)
    assert min(steps) >= 0.0
    assert max(steps) < 0.03, "no leap"
    lower = worn(height_m=0.9)
    state, seen = after(1.0, lower, seated, state)
    assert seen.head.position[2] == pytest.approx(0.9 + EYE_HEIGHT_M - 1.15), "the floor follows no nod and no slump"
    state, seen = after(1.5 * LIFT_S, lower, Comfort(), state)
    assert seen.head.position[2] == pytest.approx(0.9)


def test_eyes_hands_and_all_they_touch_with_rise_together() -> None:
    bare = Hand("left", AIM, AIM, tracked=True, poke=(0.1, 0.2, 1.0), joints=((0.0, 0.0, 1.0),) * 26)
    sample = worn(bare)
    up = lifted(sample, 0.4)
    assert up.hands[0].poke == pytest.approx((0.1, 0.2, 1.4))
    assert up.hands[0].joints[3][2] == pytest.approx(1.4)
    assert up.hands[0].grip.position[2] == pytest.approx(AIM.position[2] + 0.4)
    assert [eye.pose.position[2] for eye in up.eyes] == pytest.approx([EYE_HEIGHT_M + 0.4] * 2)


def test_a_height_of_ones_own_is_there_from_the_first_frame_and_with_every_new_view() -> None:
    comfort = Comfort(raise_m=0.3, seated=True)
    state, seen = fitted(worn(height_m=1.2), comfort)
    assert seen.head.position[2] == pytest.approx(EYE_HEIGHT_M + 0.3)
    window = Sample(Frame(0, 0.0, 0.02), (Eye(standing_head(), FOV),), standing_head())
    _, seen = fitted(window, comfort, state)
    assert seen.head.position[2] == pytest.approx(EYE_HEIGHT_M + 0.3)


def test_a_turn_goes_about_the_head_not_about_the_middle_of_the_room() -> None:
    with plain_shop() as pilot:
        pilot.headset.eyes = 2
        head = Pose((0.8, -0.5, 1.6))
        pilot.do(Input(head=head, hands=(hand("right"),)))
        assert pilot.last is not None
        before = head_in_store(pilot.session.standing, pilot.last).position
        pilot.do(Input(head=head, hands=(hand("right", stick=(1.0, 0.0)),)))
        assert pilot.session.standing.heading_rad != 0.0
        assert head_in_store(pilot.session.standing, pilot.last).position == pytest.approx(before)


small = st.floats(-0.9, 0.9)
turns = st.builds(lambda yaw, pitch: multiply(about_z(yaw), about_x(pitch)), st.floats(-3, 3), st.floats(-1.4, 1.4))
heads = st.builds(lambda x, y, z, turn: Pose((x, y, z), turn), small, small, st.floats(0.5, 2.0), turns)
hands = st.builds(
    lambda side, at, tracked, squeeze: Hand(side, at, at, squeeze=squeeze, tracked=tracked),
    st.sampled_from(["left", "right"]), heads, st.booleans(), st.floats(0, 1),
)  # fmt: skip
idle = st.builds(
    Input,
    mouse=st.none() | st.builds(Mouse, x=small, y=small, dx=small, dy=small),
    pad=st.none() | st.just(Pad((0.1, -0.1), (0.05, 0.1))),
    hands=st.lists(hands, max_size=2, unique_by=lambda one: one.side).map(tuple),
    head=heads,
)
comforts = st.builds(
    Comfort,
    snap_turn=st.booleans(),
    travel=st.sampled_from(["both", "teleport"]),
    seated=st.booleans(),
    raise_m=st.floats(-0.5, 0.8),
    main_hand=st.sampled_from(["left", "right"]),
    one_handed=st.booleans(),
    vignette=st.floats(0, 1),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(comfort=comforts, script=st.lists(idle, min_size=3, max_size=25), eyes=st.sampled_from([1, 2]))
def test_without_stick_key_or_click_the_view_never_moves(comfort: Comfort, script: list[Input], eyes: int) -> None:
    with plain_shop(comfort=comfort) as pilot:
        pilot.headset.eyes = eyes
        before = pilot.session.standing
        for now in script:
            pilot.do(now)
            assert not [one for one in pilot.shop.intents.actions if isinstance(one, a.Move)]
        # A headset levels the desk's pitch; nothing else may differ.
        assert pilot.session.standing == before


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(script=st.lists(idle, min_size=5, max_size=60), eyes=st.sampled_from([1, 2]))
def test_a_gaze_moves_the_view_only_where_its_ring_was_full(script: list[Input], eyes: int) -> None:
    with plain_shop(comfort=Comfort(pointing="gaze", dwell_s=0.4)) as pilot:
        pilot.headset.eyes, pilot.headset.rate_hz = eyes, 12.0
        for now in script:
            rested = pilot.shop.visit.fitting.gaze
            pilot.do(now)
            if any(isinstance(one, a.Move) for one in pilot.shop.intents.actions):
                assert rested.share > 0.7
                assert rested.target
                assert not rested.spent


def test_step_back_is_told_once_a_push() -> None:
    state, seen = fitted(worn(hand("right", stick=(0.0, -0.9))), Comfort())
    assert STEP_BACK in seen.hands[0].buttons
    state, seen = fitted(worn(hand("right", stick=(0.0, -0.5))), Comfort(), state)
    assert STEP_BACK not in seen.hands[0].buttons
    _, seen = fitted(worn(hand("right", stick=(0.0, -0.9))), Comfort(), state)
    assert STEP_BACK not in seen.hands[0].buttons


def test_a_lopsided_view_points_straight_ahead() -> None:
    from client.interaction.rig import forward, pointer_ray

    fov = Fov(-0.9, 0.7, 0.8, -0.95)
    head = Pose((0.1, 0.2, 1.6), multiply(about_z(0.4), about_x(-0.2)))
    sample = Sample(Frame(0, 0.0, 0.02), stereo(head, fov), head)
    _, seen = fitted(sample, replace(Comfort(), pointing="gaze"))
    assert pointer_ray(Session().standing, seen).direction == pytest.approx(forward(head.turn))


buttons = st.lists(st.sampled_from(["menu", "back", "variant"]), max_size=2, unique=True).map(tuple)
busy_hands = st.builds(
    lambda side, at, stick, trigger, pressed: Hand(side, at, at, trigger=trigger, stick=stick, buttons=pressed),
    st.sampled_from(["left", "right"]), heads, st.tuples(st.floats(-1, 1), st.floats(-1, 1)), st.floats(0, 1), buttons,
)  # fmt: skip
busy = st.builds(
    Input,
    mouse=st.none() | st.builds(Mouse, x=small, y=small, captured=st.booleans()),
    hands=st.lists(busy_hands, max_size=2, unique_by=lambda one: one.side).map(tuple),
    pressed=st.lists(st.sampled_from(["space", "enter", "f", "escape", "b"]), max_size=1).map(tuple),
    head=heads,
)
everybody = st.builds(
    Comfort,
    travel=st.sampled_from(["both", "teleport"]), seated=st.booleans(), raise_m=st.floats(-0.5, 0.8),
    main_hand=st.sampled_from(["left", "right"]), one_handed=st.booleans(),
    pointing=st.sampled_from(["hands", "gaze"]), dwell_s=st.just(0.4),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    comfort=everybody, other=everybody, eyes=st.sampled_from([1, 2]),
    script=st.lists(st.tuples(busy, st.integers(1, 8)), min_size=3, max_size=15),
)  # fmt: skip
def test_whoever_visits_and_changes_their_mind_the_journal_replays(
    comfort: Comfort, other: Comfort, eyes: int, script: list[tuple[Input, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.jsonl"

        def recorder(session: Session) -> Recorder:
            return Recorder(path, Header(FORMAT, "0", "memory", session, 480, 270))

        with plain_shop(recorder=recorder, comfort=comfort) as pilot:
            pilot.headset.eyes, pilot.headset.rate_hz = eyes, 12.0
            for number, (now, frames) in enumerate(script):
                if number == len(script) // 2:
                    pilot.shop.visit.dispatcher("shop")(a.SetComfort(other))
                for _ in range(frames):
                    pilot.do(now)
            final = pilot.session
        with plain_shop(comfort=comfort) as pilot:
            sample = None
            for record in read_journal(path).records():
                if isinstance(record, FrameRecord):
                    sample = sample_of(record, sample)
                    assert pilot.shop.step_replayed(sample, record)
            assert pilot.session == final
