"""Two eyes and two hands: what controllers mean beyond pointing and pulling the trigger."""

from __future__ import annotations

import math

import pytest

from client.headset.api import Hand, Mouse, Pose
from client.headset.scripted import Input
from client.interaction.rig import about_x
from client.pilot import Pilot
from tests.simulators.plain_shop import plain_shop

AIM = Pose((0.0, 0.2, 1.3), about_x(-0.05))


def right(**more: object) -> Hand:
    return Hand("right", AIM, AIM, **more)  # type: ignore[arg-type]


def do(pilot: Pilot, *hands: Hand) -> None:
    pilot.do(Input(hands=hands))


def test_the_grip_takes_and_puts_back_and_need_not_be_kept_pressed() -> None:
    with plain_shop() as pilot:
        pilot.headset.eyes = 2
        pilot.walk_to(1.0, 1.5).turn_to(0.0)
        for squeeze in (0.0, 0.9, 0.5, 0.0, 0.0):
            do(pilot, right(squeeze=squeeze))
        assert pilot.session.held is not None
        assert pilot.session.held.item.sku == "chair-3"
        for squeeze in (0.5, 0.0):
            do(pilot, right(squeeze=squeeze))
        assert pilot.session.held is not None, "half a squeeze is none"
        for squeeze in (0.9, 0.9, 0.0):
            do(pilot, Hand("right", AIM, Pose(AIM.position, about_x(1.2)), squeeze=squeeze))
        assert pilot.session.held is None


def test_buttons_open_and_close_once_a_press() -> None:
    with plain_shop() as pilot:
        for _ in range(3):
            do(pilot, right(), Hand("left", AIM, AIM, buttons=("menu",)))
        assert pilot.session.panel == "map"
        do(pilot, right())
        for _ in range(3):
            do(pilot, right(buttons=("back",)))
        assert pilot.session.panel is None
        do(pilot, right())
        do(pilot, right(buttons=("back", "unknown")))
        assert pilot.session.panel == "help"


@pytest.mark.parametrize("degrees", [30, 45])
def test_the_stick_turns_in_steps(degrees: int) -> None:
    from client.settings import Settings

    comfort = Settings(snap_degrees=degrees).comfort()  # type: ignore[arg-type]
    with plain_shop(comfort=comfort) as pilot:
        before = pilot.run(1).session.standing.heading_rad
        for _ in range(5):
            do(pilot, right(stick=(-1.0, 0.2)))
        assert pilot.session.standing.heading_rad - before == pytest.approx(math.radians(degrees))
        do(pilot, right())
        do(pilot, right(stick=(0.9, 0.1)))
        assert pilot.session.standing.heading_rad == pytest.approx(before)


def test_aiming_a_teleport_never_turns() -> None:
    with plain_shop() as pilot:
        before = pilot.run(1).session.standing
        for stick in ((0.6, 0.95), (0.72, 0.9)):
            do(pilot, right(stick=stick))
            assert pilot.shop.intents.arc is not None
        assert pilot.session.standing == before
        do(pilot, right())
        do(pilot, right(stick=(0.95, 0.72)))
        assert pilot.session.standing.heading_rad != before.heading_rad, "more aside than ahead is a turn"


def test_a_hand_lost_with_its_trigger_pulled_clicks_nothing() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(1.0, 1.5).turn_to(0.0)
        do(pilot, right())
        do(pilot, right(trigger=1.0))
        for _ in range(2):
            do(pilot)
        assert pilot.session.held is None
        for gone in (Input(), Input(mouse=Mouse())):  # the second is the window, which goes on where a headset went
            do(pilot, right())
            do(pilot, right(trigger=1.0))
            pilot.do(gone)
            pilot.do(gone)
            assert pilot.session.held is None
        do(pilot, right())
        do(pilot, right(trigger=1.0))
        do(pilot, right())
        assert pilot.session.held is not None


def test_a_tilted_desktop_view_is_level_in_the_headset() -> None:
    with plain_shop() as pilot:
        pilot.turn_to(0.3, 0.5)
        assert pilot.session.standing.pitch_rad == pytest.approx(0.5)
        pilot.headset.eyes = 2
        do(pilot, right())
        assert pilot.session.standing.pitch_rad == 0.0
        assert pilot.session.standing.heading_rad == pytest.approx(0.3)
