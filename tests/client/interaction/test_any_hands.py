"""Whatever hands, keys and mice do: nothing raises, nobody leaves the floor, every journal replays."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client.domain.actions import PickUp
from client.domain.reduce import LEAST_SCALE, MOST_SCALE
from client.domain.session import Session
from client.headset.api import Hand, Mouse, Pad, Pose
from client.headset.scripted import Input, standing_head
from client.interaction.keys import PANEL_KEYS, SHORTCUTS
from client.interaction.rig import about_x, about_z, multiply
from client.journal.reader import read_journal
from client.journal.recorder import Recorder
from client.journal.records import FORMAT, FrameRecord, Header, sample_of
from tests.simulators.plain_shop import plain_shop

unit = st.floats(-1.0, 1.0)
buttons = st.lists(st.sampled_from(["left", "middle", "right"]), max_size=2, unique=True).map(tuple)
mice = st.builds(
    Mouse, x=unit, y=unit, dx=unit, dy=unit, down=buttons, pressed=buttons, released=buttons,
    wheel=st.sampled_from([0.0, 1.0, -2.0]), captured=st.booleans(),
)  # fmt: skip
poses = st.builds(
    lambda x, z, yaw, pitch: Pose((x, 0.2, z), multiply(about_z(yaw), about_x(pitch))),
    unit, st.floats(0.3, 2.0), st.floats(-3, 3), st.floats(-1.5, 1.5),
)  # fmt: skip
hands = st.builds(
    Hand,
    side=st.sampled_from(["left", "right"]),
    grip=poses,
    aim=poses,
    trigger=st.floats(0, 1),
    squeeze=st.floats(0, 1),
    tracked=st.booleans(),
    poke=st.none() | st.tuples(unit, st.floats(-0.5, 2.5), st.floats(0.0, 2.0)),
    stick=st.tuples(unit, unit),
)
keys = st.lists(st.sampled_from(["w", "a", "s", "d", "q", "e", "t", "shift", "control"]), max_size=3, unique=True).map(
    tuple
)
known = sorted({*PANEL_KEYS, *SHORTCUTS} - {"page_down", "page_up"})
inputs = st.builds(
    Input,
    mouse=st.none() | mice,
    pad=st.none() | st.builds(Pad, move=st.tuples(unit, unit), look=st.tuples(unit, unit), down=st.just(("a",))),
    hands=st.lists(hands, max_size=2).map(tuple),
    keys=keys,
    pressed=st.lists(st.sampled_from(known), max_size=2).map(tuple),
    text=st.sampled_from(["", "a", "灯"]),
    head=st.sampled_from([None, standing_head(1.2), standing_head(2.0)]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(script=st.lists(inputs, min_size=5, max_size=30), eyes=st.sampled_from([1, 2]), holds=st.booleans())
def test_any_hands_make_a_visit_that_replays(script: list[Input], eyes: int, holds: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.jsonl"

        def recorder(session: Session) -> Recorder:
            return Recorder(path, Header(FORMAT, "0", "memory", session, 480, 270))

        with plain_shop(recorder=recorder) as pilot:
            floor = pilot.shop.keeper.current.plan.floor
            pilot.headset.eyes = eyes
            if holds:
                pilot.shop.visit.dispatcher("shop")(PickUp("chair-2"))
            for now in script:
                pilot.do(now)
                held = pilot.session.held
                assert held is None or LEAST_SCALE <= held.scale <= MOST_SCALE
                assert held is None or math.hypot(*held.turn) == pytest.approx(1.0)
                assert held is None or held.at is None or math.hypot(*held.at) < 100.0
                standing = pilot.session.standing
                assert math.isfinite(standing.heading_rad)
                # A head beside the middle of the play space lands over the chosen spot, so the middle may lie outside.
                assert floor.x0 - 1.0 <= standing.x_m <= floor.x1 + 1.0
                assert floor.y0 - 1.0 <= standing.y_m <= floor.y1 + 1.0
            final = pilot.session
        with plain_shop() as pilot:
            sample = None
            for record in read_journal(path).records():
                if isinstance(record, FrameRecord):
                    sample = sample_of(record, sample)
                    assert pilot.shop.step_replayed(sample, record)
            assert pilot.session == final
