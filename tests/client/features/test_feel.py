"""Each hand feels what it did itself, once, as strongly as the shopper likes."""

from __future__ import annotations

from msgspec.structs import replace

from client.domain import actions as a
from client.domain.comfort import Comfort
from client.features.feel import feature as feel
from client.interaction.rig import about_z
from client.pilot import Pilot
from tests.simulators.body import Body
from tests.simulators.plain_shop import plain_shop

CHAIR = (1.0, 3.0, 1.25)
Pulses = list[tuple[str, float, float]]


def felt(pilot: Pilot) -> Pulses:
    pulses: Pulses = []
    pilot.shop.on_step = feel.FeelFeature(lambda side, strength, seconds: pulses.append((side, strength, seconds))).feel
    return pulses


def before(pilot: Pilot) -> tuple[Body, Pulses]:
    pilot.walk_to(1.0, 1.5).turn_to(0.0)
    body = Body(pilot)
    pulses = felt(pilot)
    body.aim("right", (3.0, 1.5, 2.0)).aim("left", (-3.0, 1.5, 2.0)).run(2)
    pulses.clear()
    return body, pulses


def test_meeting_a_product_ticks_once() -> None:
    with plain_shop() as pilot:
        body, pulses = before(pilot)
        body.aim("right", CHAIR).run(5)
        assert pulses == [("right", *feel.TICK)]


def test_the_hand_that_acts_feels_it() -> None:
    with plain_shop() as pilot:
        body, pulses = before(pilot)
        body.aim("left", CHAIR).click("left").run(3)
        assert ("left", *feel.TAKEN) in pulses
        body.aim("left", pilot.shop.cards.element_point("add")).click("left")
        assert ("left", *feel.SELECT) in pulses
        assert ("left", *feel.DONE) in pulses
        assert {side for side, _, _ in pulses} == {"left"}


def test_carrying_does_not_buzz_and_a_second_hand_feels_that_it_has_it() -> None:
    with plain_shop() as pilot:
        body, pulses = before(pilot)
        body.aim("right", CHAIR).squeeze("right").run(3)
        pulses.clear()
        for _ in range(10):
            body.spin("right", about_z(0.05))
        assert pulses == []
        body.squeeze("left")
        assert ("left", *feel.GRIPPED) in pulses
        pulses.clear()
        body.move("right", (0.1, 0.0, 0.0))
        assert pulses == [(side, *feel.TRUE_SIZE) for side in ("left", "right")], "leaving true size is felt, once"


def test_as_strong_as_one_likes_and_not_at_all() -> None:
    for haptics, expected in ((0.5, [("right", feel.TICK[0] * 0.5, feel.TICK[1])]), (0.0, [])):
        with plain_shop(comfort=Comfort(haptics=haptics)) as pilot:
            body, pulses = before(pilot)
            body.aim("right", CHAIR).run(3)
            assert pulses == expected


def test_a_window_feels_nothing() -> None:
    with plain_shop() as pilot:
        pulses = felt(pilot)
        pilot.walk_to(1.0, 1.5).point_at("chair-3").click().run(3)
        pilot.shop.visit.dispatcher("shop")(a.SetComfort(replace(pilot.session.comfort, haptics=1.0)))
        pilot.run(2)
        assert pulses == []
