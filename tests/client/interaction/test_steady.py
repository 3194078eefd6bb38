"""A pinch that shakes the ray presses what was pointed at; a drag is a drag."""

from __future__ import annotations

import math

from msgspec.structs import replace

from client.interaction.rig import about_x, about_z, multiply
from client.interaction.steady import STRAYS_RAD
from tests.simulators.body import Body
from tests.simulators.paper_panels import PaperSurface
from tests.simulators.plain_shop import plain_shop

CHAIR = (1.0, 3.0, 1.25)


def pinch(body: Body, much: float, shake_rad: float = 0.0) -> None:
    """Pulls the right trigger so far, the hand turned up by so much."""
    hand = body.hands["right"]
    body.put("right", hand.grip.position, multiply(hand.grip.turn, about_x(shake_rad)))
    body.hands["right"] = replace(body.hands["right"], trigger=much)
    body.run()


def test_a_pinch_presses_what_was_pointed_at_before_it_shook_the_ray() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(1.0, 1.5).turn_to(0.0)
        body = Body(pilot, bare=True)
        body.aim("right", (1.0, 2.75, 1.69)).run(2)
        assert body.session.looking_at == "chair-3"
        for much in (0.1, 0.3, 0.5, 0.7, 0.9):
            pinch(body, much, STRAYS_RAD * 0.22)
        assert body.intents.pointed.name == "chair-3"
        for much in (0.5, 0.1):
            pinch(body, much)
        assert body.session.held is not None


def test_a_ray_that_is_turned_on_purpose_means_what_it_meets() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(1.0, 1.5).turn_to(0.0)
        body = Body(pilot, bare=True)
        body.aim("right", CHAIR).run(2)
        pinch(body, 0.3)
        for _ in range(10):
            pinch(body, 0.4, math.radians(4))
        assert body.intents.pointed.name == ""


def test_a_press_on_a_panel_stays_where_it_began_until_it_is_dragged() -> None:
    with plain_shop() as pilot:
        body = Body(pilot, bare=True)
        pilot.press("h")
        body.run(2).aim("right", pilot.shop.cards.element_point("close"))
        surface = pilot.shop.cards.panels.open()
        assert isinstance(surface, PaperSurface)
        pinch(body, 0.3)
        surface.events.clear()
        pinch(body, 0.9, STRAYS_RAD * 0.6)
        assert len({(x, y) for _, x, y in surface.events}) == 1
        hand = body.hands["right"]
        for _ in range(6):
            body.put("right", hand.grip.position, multiply(about_z(-0.03), body.hands["right"].grip.turn)).run()
        xs = [x for kind, x, _ in surface.events if kind == "move"]
        assert xs[-1] - xs[0] > 50, "a drag follows the ray"
        assert pilot.session.panel == "help"


def test_a_panel_that_closed_meanwhile_is_meant_no_more() -> None:
    with plain_shop() as pilot:
        body = Body(pilot, bare=True)
        pilot.press("h")
        body.run(2).aim("right", pilot.shop.cards.element_point("close"))
        pinch(body, 0.3)
        pilot.press("escape")
        pinch(body, 0.3)
        pinch(body, 0.3)
        assert body.intents.pointed.target != "panel"
