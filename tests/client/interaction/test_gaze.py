"""A visit by looking alone, in a headset and at a desk; and nothing selected that was not meant."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from client.domain.comfort import Comfort
from client.headset.api import Hand, Mouse, Pad, Pose, Vec3
from client.headset.scripted import EYE_HEIGHT_M, Input
from client.interaction.gaze import FLOOR_SHARE, QUIET_S, Gaze
from client.interaction.rig import about_x, about_z, multiply
from client.pilot import Pilot
from tests.simulators.paper_panels import PaperSurface
from tests.simulators.plain_shop import plain_shop

DWELL_S = 0.8
UP = (0.0, 9.0, 6.0)
"""Nothing can be selected there: a place to rest."""


@pytest.fixture
def pilot() -> Iterator[Pilot]:
    with plain_shop(comfort=Comfort(pointing="gaze", dwell_s=DWELL_S)) as made:
        made.headset.eyes = 2
        yield made


def head_to(pilot: Pilot, point: Vec3) -> Pose:
    standing = pilot.session.standing
    dx, dy, dz = point[0] - standing.x_m, point[1] - standing.y_m, point[2] - EYE_HEIGHT_M
    heading = math.atan2(-dx, dy) - standing.heading_rad
    turn = multiply(about_z(heading), about_x(math.atan2(dz, math.hypot(dx, dy))))
    return Pose((0.0, 0.0, EYE_HEIGHT_M), turn)


def look(pilot: Pilot, point: Vec3, seconds: float, hands: tuple[Hand, ...] = ()) -> Gaze:
    head = head_to(pilot, point)
    for _ in range(round(seconds * pilot.headset.rate_hz)):
        pilot.do(Input(head=head, hands=hands))
    return pilot.shop.visit.fitting.gaze


def held(pilot: Pilot) -> str:
    return pilot.session.held.item.sku if pilot.session.held is not None else ""


def near_the_chair(pilot: Pilot) -> Vec3:
    from client.domain import actions as a

    pilot.shop.visit.dispatcher("shop")(a.Move(1.0, 1.5, 0.0))
    look(pilot, UP, QUIET_S + 0.1)
    return pilot.position_of("chair-3")


def test_resting_on_a_product_fills_a_ring_and_takes_it(pilot: Pilot) -> None:
    chair = near_the_chair(pilot)
    assert look(pilot, chair, DWELL_S * 0.5).share == pytest.approx(0.5, abs=0.1)
    assert held(pilot) == ""
    look(pilot, chair, DWELL_S * 0.6)
    assert held(pilot) == "chair-3"
    assert pilot.session.panel == "product"


def test_leaving_starts_over_but_a_tremble_does_not(pilot: Pilot) -> None:
    chair = near_the_chair(pilot)
    for _ in range(4):
        look(pilot, chair, DWELL_S * 0.7)
        look(pilot, UP, 0.3)
    assert held(pilot) == ""
    look(pilot, chair, DWELL_S * 0.7)
    look(pilot, UP, 0.06)
    look(pilot, chair, DWELL_S * 0.4)
    assert held(pilot) == "chair-3"


def test_a_panel_is_used_and_closed_and_nothing_behind_it_is_taken(pilot: Pilot) -> None:
    chair = near_the_chair(pilot)
    look(pilot, chair, DWELL_S + 0.2)
    assert pilot.session.panel == "product"
    add = pilot.position_of("add")
    look(pilot, UP, QUIET_S + 0.1)
    look(pilot, add, DWELL_S + 0.2)
    assert [line.quantity for line in pilot.session.gathered.cart.lines] == [1]
    look(pilot, add, 4 * DWELL_S)
    assert [line.quantity for line in pilot.session.gathered.cart.lines] == [1], "it must be left first"
    look(pilot, UP, 0.4)
    look(pilot, add, DWELL_S + 0.2)
    assert [line.quantity for line in pilot.session.gathered.cart.lines] == [2]


def test_what_is_under_the_gaze_when_a_panel_opens_is_not_selected(pilot: Pilot) -> None:
    from client.domain import actions as a

    say = pilot.shop.visit.dispatcher("shop")
    say(a.OpenPanel("map"))
    look(pilot, (0.0, 5.0, 1.5), 0.1)
    kitchen = pilot.position_of("kitchen")
    say(a.ClosePanel())
    look(pilot, kitchen, 0.1)
    say(a.OpenPanel("map"))
    look(pilot, (0.0, 5.0, 1.5), 0.05)
    spot = pilot.position_of("kitchen")
    look(pilot, spot, QUIET_S + 3 * DWELL_S)
    assert pilot.session.department is None
    look(pilot, UP, 0.3)
    look(pilot, spot, DWELL_S + 0.2)
    assert pilot.session.department == "Kitchen"


def test_resting_on_the_floor_goes_there_once(pilot: Pilot) -> None:
    look(pilot, UP, QUIET_S + 0.1)
    there = (0.3, 2.5, 0.0)
    look(pilot, there, DWELL_S * FLOOR_SHARE * 0.8)
    assert pilot.session.standing.y_m < 1.0
    look(pilot, there, DWELL_S * FLOOR_SHARE * 0.3)
    standing = pilot.session.standing
    # The left eye's ray is taken, 3 cm beside the middle of the head.
    assert (standing.x_m, standing.y_m) == pytest.approx((0.3, 2.5), abs=0.05)
    look(pilot, (0.3, 3.5, 0.0), 0.0)
    head = head_to(pilot, (0.3, 4.0, 0.0))
    for _ in range(60 * 4):
        pilot.do(Input(head=head))
    assert pilot.session.standing.y_m == pytest.approx(2.5, abs=0.05), "looking on at the floor goes no further"


def test_one_switch_selects_at_once(pilot: Pilot) -> None:
    chair = near_the_chair(pilot)
    look(pilot, chair, 0.1)
    head = head_to(pilot, chair)
    pilot.do(Input(head=head, pressed=("space",), text=" "))
    pilot.do(Input(head=head))
    assert pilot.session.held is not None
    look(pilot, UP, QUIET_S + 0.1)
    spot = pilot.position_of("add")
    head = head_to(pilot, spot)
    look(pilot, spot, 0.1)
    pilot.do(Input(head=head, hands=(Hand("left", Pose(), Pose(), trigger=1.0),)))
    pilot.do(Input(head=head))
    assert len(pilot.session.gathered.cart.lines) == 1
    look(pilot, UP, 0.3)
    look(pilot, spot, 0.1)
    pilot.do(Input(head=head, pad=Pad(down=("a",), pressed=("a",))))
    pilot.do(Input(head=head))
    assert pilot.session.gathered.cart.lines[0].quantity == 2


def test_sticks_still_move_and_turn_in_steps(pilot: Pilot) -> None:
    before = pilot.run(1).session.standing
    for _ in range(3):
        pilot.do(Input(hands=(Hand("right", Pose(), Pose(), stick=(-1.0, 0.0)),)))
    assert pilot.session.standing.heading_rad - before.heading_rad == pytest.approx(math.radians(30))
    for _ in range(5):
        pilot.do(Input(hands=(Hand("left", Pose(), Pose(), stick=(0.0, 1.0)),)))
    assert pilot.session.standing != before


def test_at_a_desk_the_pointer_rests_and_the_edge_of_the_window_turns() -> None:
    with plain_shop(comfort=Comfort(pointing="gaze", dwell_s=DWELL_S)) as pilot:
        pilot.run(round(60 * (QUIET_S + 0.2)))
        for _ in range(round(60 * (DWELL_S + 0.1))):
            pilot.do(Input(mouse=Mouse(-0.98, 0.3)))
        assert pilot.session.standing.heading_rad == pytest.approx(math.radians(30))
        for _ in range(round(60 * 3 * DWELL_S)):
            pilot.do(Input(mouse=Mouse(-0.98, 0.3)))
        assert pilot.session.standing.heading_rad == pytest.approx(math.radians(30)), "one rest, one step"


def test_where_no_button_is_no_ring_fills(pilot: Pilot) -> None:
    from client.domain import actions as a

    pilot.shop.visit.dispatcher("shop")(a.OpenPanel("cart"))
    look(pilot, (0.0, 5.0, 1.5), 0.2)
    surface = pilot.shop.cards.panels.open()
    assert isinstance(surface, PaperSurface)
    look(pilot, UP, QUIET_S + 0.1)
    gaze = look(pilot, pilot.shop.cards.places()[0].pose.position, 3 * DWELL_S)
    assert gaze.share == 0.0
    assert not [kind for kind, _, _ in surface.events if kind == "press"]
