"""Panels and the row of buttons around somebody in a headset: they stand, and come again only when they must."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from client.domain import actions as a
from client.headset.api import Pose
from client.headset.scripted import ScriptedHeadset
from client.interaction.rig import about_x, about_z, forward, heading_of, multiply
from client.interaction.values import PanelPlace
from client.pilot.scripted import ScriptedWearer
from client.pilot.worn import WornPilot
from tests.simulators.paper_panels import PaperSurface
from tests.simulators.plain_shop import plain_shop


@pytest.fixture
def worn() -> Iterator[WornPilot]:
    with plain_shop() as pilot:
        person = WornPilot(ScriptedWearer(pilot.shop, ScriptedHeadset(rate_hz=90.0, eyes=2)))
        person.enter()
        yield person


def do(worn: WornPilot, *actions: a.Action) -> None:
    say = worn.shop.visit.dispatcher("shop")
    for action in actions:
        say(action)
    worn.run(3)


def look(worn: WornPilot, aside: float, up: float) -> None:
    body = worn.wearer.body
    body.head = Pose(body.head.position, multiply(about_z(aside), about_x(up)))
    worn.run(3)


def place(worn: WornPilot, name: str) -> PanelPlace | None:
    return next((one for one in worn.shop.cards.places() if one.name == name), None)


def below(pose: Pose) -> float:
    return -math.asin(forward(pose.turn)[2])


def test_one_panel_after_another_stands_at_the_same_place(worn: WornPilot) -> None:
    do(worn, a.OpenPanel("cart"))
    cart = place(worn, "cart")
    look(worn, 0.3, -0.4)
    do(worn, a.OpenPanel("settings"))
    settings = place(worn, "settings")
    assert cart is not None
    assert settings is not None
    assert settings.pose == cart.pose
    do(worn, a.ClosePanel())
    do(worn, a.OpenPanel("cart"))
    again = place(worn, "cart")
    assert again is not None
    assert heading_of(again.pose.turn) == pytest.approx(0.3), "opened anew it is where one looks"


def test_a_panel_makes_room_for_what_is_taken_and_stays_where_it_was_else(worn: WornPilot) -> None:
    do(worn, a.OpenPanel("cart"))
    before = place(worn, "cart")
    look(worn, 0.2, 0.0)
    do(worn, a.PickUp("chair-1"))
    lower = place(worn, "cart")
    assert before is not None
    assert lower is not None
    assert below(before.pose) < below(lower.pose) <= math.radians(20.001)
    assert heading_of(lower.pose.turn) == pytest.approx(heading_of(before.pose.turn))


def test_who_walks_away_from_a_panel_or_into_it_finds_it_before_the_eyes(worn: WornPilot) -> None:
    do(worn, a.OpenPanel("cart"))
    for y_m in (1.1, 6.0):
        do(worn, a.Move(0.0, y_m, 0.0))
        stands = place(worn, "cart")
        assert stands is not None
        away = math.dist(stands.pose.position, (0.0, y_m, 1.62))
        assert 0.5 <= away <= 1.5


def test_the_buttons_stand_still_while_one_looks_down_at_them(worn: WornPilot, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = PaperSurface("bar", lambda _: None)
    monkeypatch.setattr(worn.shop.cards.panels, "bar", lambda: sheet)
    assert place(worn, "bar") is None
    look(worn, 0.0, -0.45)
    first = place(worn, "bar")
    look(worn, 0.3, -0.7)
    assert first is not None
    assert place(worn, "bar") == first
    look(worn, 0.0, 0.0)
    assert place(worn, "bar") is None
