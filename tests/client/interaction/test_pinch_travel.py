"""Teleport without a stick: a pinch that rests on the floor shows the arc, letting go lands."""

from __future__ import annotations

import math

import pytest

from client.interaction.rig import to_store
from client.interaction.travel import PINCH_S
from client.pilot import Pilot
from tests.simulators.body import Body
from tests.simulators.plain_shop import plain_shop

FLOOR = (1.5, 2.0, 0.0)


def held_pinch(pilot: Pilot, side: str = "right") -> Body:
    body = Body(pilot, bare=True)
    body.aim(side, FLOOR).pull(side)  # type: ignore[arg-type]
    assert body.intents.arc is None, "a pinch alone is a click"
    return body.run(math.ceil(PINCH_S * pilot.headset.rate_hz) + 1)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_pinch_held_on_the_floor_aims_and_letting_go_lands_with_the_head_there(side: str) -> None:
    with plain_shop() as pilot:
        body = held_pinch(pilot, side)
        arc = body.intents.arc
        assert arc is not None
        assert arc.allowed
        assert arc.heading_rad == pytest.approx(body.session.standing.heading_rad)
        body.pull(side, False).run()  # type: ignore[arg-type]
        head = to_store(body.session.standing, body.head).position
        assert head[:2] == pytest.approx(arc.points[-1][:2], abs=1e-6)
        assert body.intents.arc is None


def test_a_short_pinch_on_the_floor_goes_nowhere() -> None:
    with plain_shop() as pilot:
        body = Body(pilot, bare=True)
        before = body.session.standing
        body.aim("right", FLOOR).click("right").run(3)
        assert body.session.standing == before


@pytest.mark.parametrize("how", ["other hand", "pulled down", "out of sight"])
def test_it_can_be_called_off(how: str) -> None:
    with plain_shop() as pilot:
        body = held_pinch(pilot)
        before = body.session.standing
        if how == "other hand":
            body.pull("left").pull("left", False)
        elif how == "pulled down":
            x, y, _ = body.hands["right"].grip.position
            body.aim("right", (x, y + 0.05, 0.0))
            assert body.intents.arc is not None
            assert not body.intents.arc.allowed
        else:
            body.hide("right").run(2).show("right")
        body.run(30).pull("right", False).run(3)
        assert body.session.standing == before
        body.aim("right", FLOOR).pull("right").run(30)
        assert body.intents.arc is not None, "and it can be aimed again"


def test_aiming_does_not_put_back_what_is_held() -> None:
    with plain_shop() as pilot:
        body = Body(pilot, bare=True)
        body.aim("right", (1.0, 3.0, 1.25)).click("right").run(2)
        assert body.session.held is not None
        body.aim("right", (1.5, 1.2, 0.0)).pull("right").run(30)
        assert body.intents.arc is not None
        body.pull("right", False).run(2)
        assert body.session.held is not None


def test_by_the_stick_the_other_hand_calls_it_off_until_the_stick_is_let_go() -> None:
    with plain_shop() as pilot:
        body = Body(pilot)
        before = body.session.standing
        body.aim("right", FLOOR).stick("right", 0.0, 1.0)
        assert body.intents.arc is not None
        body.pull("left").pull("left", False)
        assert body.intents.arc is None
        body.run(5).stick("right", 0.0, 0.0).run(2)
        assert body.session.standing == before
        body.stick("right", 0.0, 1.0).stick("right", 0.0, 0.0)
        assert body.session.standing != before
