"""Fingertips at panels: one press a touch, only from the front, and a hand that touches points at nothing else."""

from __future__ import annotations

import pytest

from client.headset.api import Vec3
from client.interaction.pick import panel_point
from client.interaction.touch import HOVER_M
from client.pilot import Pilot
from tests.simulators.body import Body
from tests.simulators.paper_panels import PaperSurface
from tests.simulators.plain_shop import plain_shop


def opened(pilot: Pilot) -> tuple[Body, Vec3, Vec3]:
    """A body before the open help, the place of its close spot, and the way out of the panel."""
    body = Body(pilot)
    pilot.press("h")
    body.run(2)
    (place,) = pilot.shop.cards.places()
    spot = pilot.shop.cards.element_point("close")
    out = body.intents.pointed.normal if body.intents.pointed.target == "panel" else None
    if out is None:
        body.aim("right", panel_point(place, 400, 300))
        out = body.intents.pointed.normal
    return body, spot, out


def reach(body: Body, spot: Vec3, out: Vec3, *aways_m: float, side: str = "right") -> None:
    for away in aways_m:
        body.reach(side, (spot[0] + out[0] * away, spot[1] + out[1] * away, spot[2] + out[2] * away))  # type: ignore[arg-type]


def kinds(pilot: Pilot) -> list[str]:
    surface = pilot.shop.cards.panels.open()
    assert isinstance(surface, PaperSurface)
    found = [kind for kind, _, _ in surface.events]
    surface.events.clear()
    return found


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_finger_hovers_presses_and_lets_go_once(side: str) -> None:
    with plain_shop() as pilot:
        body, spot, out = opened(pilot)
        spot = (spot[0] + 0.2, spot[1], spot[2])
        kinds(pilot)
        reach(body, spot, out, 0.2, side=side)
        kinds(pilot)
        reach(body, spot, out, 0.08, 0.03, side=side)
        assert kinds(pilot) == ["move", "move"]
        assert (body.intents.hand, body.intents.touch_m) == (side, pytest.approx(0.03))
        reach(body, spot, out, -0.004, 0.004, -0.002, 0.006, side=side)
        assert kinds(pilot).count("press") == 1, "a trembling finger presses once"
        reach(body, spot, out, 0.03, 0.2, side=side)
        assert kinds(pilot).count("release") == 1
        reach(body, spot, out, 0.05, -0.01, 0.05, side=side)
        found = kinds(pilot)
        assert (found.count("press"), found.count("release")) == (1, 1), "and again, when it comes again"


def test_a_button_is_pressed_by_a_tip() -> None:
    with plain_shop() as pilot:
        body, spot, out = opened(pilot)
        assert pilot.session.panel == "help"
        reach(body, spot, out, 0.2, 0.05, -0.01, 0.05)
        assert pilot.session.panel is None


def test_from_behind_from_beside_and_too_fast_to_be_meant_nothing_is_pressed() -> None:
    with plain_shop() as pilot:
        body, spot, out = opened(pilot)
        reach(body, spot, out, -0.3, -0.05, -0.01, 0.02, 0.2)
        assert "press" not in kinds(pilot)
        aside = (spot[0] - 0.3, spot[1], spot[2])
        reach(body, aside, out, 0.05, -0.05)
        reach(body, spot, out, -0.05, 0.05)
        assert "press" not in kinds(pilot)
        reach(body, spot, out, HOVER_M + 0.4, -0.05, 0.3)
        assert "press" not in kinds(pilot)
        assert pilot.session.panel == "help"


def test_a_drag_with_the_finger_moves_over_the_panel_and_leaving_it_cancels() -> None:
    with plain_shop() as pilot:
        body, spot, out = opened(pilot)
        middle = (spot[0] + 0.2, spot[1], spot[2])
        reach(body, middle, out, 0.05, -0.01)
        lower = (middle[0], middle[1], middle[2] - 0.1)
        reach(body, lower, out, -0.01)
        surface = pilot.shop.cards.panels.open()
        assert isinstance(surface, PaperSurface)
        moves = [y for kind, _, y in surface.events if kind == "move"]
        assert moves[-1] - moves[-2] == pytest.approx(0.1 / 0.54 * 600, rel=0.1)
        kinds(pilot)
        reach(body, lower, out, -0.3)
        found = kinds(pilot)
        assert "release" not in found
        assert "leave" in found


def test_the_trigger_of_a_hand_that_touches_means_nothing_more() -> None:
    with plain_shop() as pilot:
        body, spot, out = opened(pilot)
        reach(body, (spot[0] + 0.2, spot[1], spot[2]), out, 0.05)
        kinds(pilot)
        body.click("right")
        assert set(kinds(pilot)) == {"move"}
