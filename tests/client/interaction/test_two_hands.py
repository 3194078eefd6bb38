"""Both hands in a headset: either points and presses; what they take stays in them, turns, grows, and is never lost."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from client.domain import actions as a
from client.domain.turning import angle_of, inverse, multiply
from client.headset.api import Pose
from client.headset.scripted import standing_head
from client.interaction.controls import TRUE_SIZE, turned
from client.interaction.grab import TAP_S
from client.interaction.pick import panel_point
from client.interaction.rig import about_x, about_z, forward, heading_of, to_store
from client.pilot import Pilot
from tests.simulators.body import Body
from tests.simulators.plain_shop import plain_shop

CHAIR = (1.0, 3.0, 1.25)


def before(pilot: Pilot, x: float = 1.0, y: float = 1.5) -> Body:
    pilot.walk_to(x, y).turn_to(0.0)
    return Body(pilot)


def scale(body: Body) -> float:
    assert body.session.held is not None
    return body.session.held.scale


def test_the_main_hand_points_first_and_the_one_that_pressed_last_from_then_on() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", (3.0, 1.5, 2.0)).aim("left", CHAIR)
        assert (body.intents.hand, body.session.looking_at) == ("right", None)
        body.click("left")
        assert body.session.held is not None
        assert body.intents.hand == "left"
        body.hide("left").run(2)
        assert body.intents.hand == "right", "a hand out of sight points no more"


@pytest.mark.parametrize("side", ["left", "right"])
def test_two_clicks_of_either_resting_hand_buy(side: str) -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim(side, CHAIR).click(side)  # type: ignore[arg-type]
        assert body.session.panel == "product"
        body.aim(side, pilot.shop.cards.element_point("add")).click(side)  # type: ignore[arg-type]
        assert [(line.item.sku, line.quantity) for line in body.session.gathered.cart.lines] == [("chair-3", 1)]
        assert body.hands[side].grip.position[2] == pytest.approx(1.2), "no arm was lifted"  # type: ignore[index]


def test_while_one_hand_presses_the_other_takes_nothing_over() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).pull("right").pull("left").pull("left", False)
        assert body.intents.hand == "right"
        assert body.session.held is None
        body.pull("right", False)
        assert body.session.held is not None


def test_what_is_taken_hangs_in_the_play_space_and_goes_along_on_a_teleport() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).click("right").run(2)
        assert body.session.held is not None
        at = body.session.held.at
        assert at is not None
        body.head = Pose(body.head.position, about_z(0.4))
        hung = body.run(30).held()
        assert body.session.held.at == at, "it does not hang on the head"
        standing = body.session.standing
        pilot.shop.visit.dispatcher("shop")(a.Move(standing.x_m + 2.0, standing.y_m, standing.heading_rad))
        body.run(2)
        assert body.held().position == pytest.approx((hung.position[0] + 2.0, *hung.position[1:]))


def test_what_is_out_of_sight_for_a_while_comes_round_with_the_same_side_to_the_shopper() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).click("right").run(2)
        assert body.session.held is not None
        at, turn = body.session.held.at, body.session.held.turn
        body.head = Pose(body.head.position, about_z(2.0))
        body.run(20)
        assert body.session.held.at == at, "a glance aside does not call it"
        body.run(240)
        seen = body.session.held
        assert seen is not None
        assert seen.at is not None
        assert math.atan2(-seen.at[0], seen.at[1]) == pytest.approx(2.0, abs=0.05)
        assert math.remainder(heading_of(seen.turn) - heading_of(turn) - 2.0, math.tau) == pytest.approx(0.0, abs=0.05)
        rests = body.run(2).session.held
        assert body.run(10).session.held == rests


def test_who_looks_at_their_feet_or_walks_round_keeps_it_where_it_is_until_it_is_far() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).click("right").run(2)
        assert body.session.held is not None
        at = body.session.held.at
        assert at is not None
        body.head = Pose(body.head.position, about_x(-1.4))
        body.run(90)
        body.head = Pose((0.4, 0.5, 1.62))
        body.run(90)
        assert body.session.held.at == at
        body.head = Pose((0.0, -2.5, 1.62))
        body.run(240)
        now = body.session.held
        assert now is not None
        assert math.dist(now.at or (), body.head.position) == pytest.approx(math.dist(at, (0.0, 0.0, 1.62)), abs=0.05)


def test_a_hand_at_a_product_means_it_whatever_its_ray_meets_behind() -> None:
    with plain_shop() as pilot:
        body = before(pilot, 1.0, 2.2)
        body.put("right", (0.0, 0.35, 1.55), about_z(2.5)).run(2)
        assert body.session.looking_at is None
        body.reach("right", (1.0, 2.76, 1.5))
        x, y, z = body.hands["right"].poke or (0.0, 0.0, 0.0)
        body.hands["right"] = replace(body.hands["right"], aim=Pose((x, y, z), about_z(2.5)))
        body.run(2)
        assert body.session.looking_at == "chair-3"
        assert body.intents.touch_m == 0.0
        body.pull("right")
        assert body.session.held is not None
        body.pull("right", False).run(2)
        assert body.session.held is not None


def test_a_hand_at_a_product_takes_it_stiffly_and_lets_it_hang() -> None:
    with plain_shop() as pilot:
        body = before(pilot, 1.0, 2.2)
        body.reach("right", (1.0, 2.76, 1.5)).squeeze("right")
        assert body.session.held is not None
        assert body.session.held.hands == ("right",)
        assert body.held().position == pytest.approx(CHAIR), "it does not leap into the hand"
        tip = body.hands["right"].poke
        assert tip is not None
        body.move("right", (0.1, -0.3, 0.05))
        assert body.held().position == pytest.approx((1.1, 2.7, 1.3))
        body.spin("right", about_z(0.5))
        grip = body.hands["right"].grip
        arm = math.dist(body.session.held.at or (), grip.position)
        assert heading_of(body.session.held.turn) == pytest.approx(0.5)
        body.spin("right", about_x(0.4))
        assert math.dist(body.session.held.at or (), grip.position) == pytest.approx(arm), "hand and product are one"
        body.squeeze("right", False)
        hangs = body.session.held
        body.move("right", (-0.4, -0.2, -0.3)).run(5)
        assert (body.session.held.at, body.session.held.turn) == (hangs.at, hangs.turn)
        assert body.session.held.hands == ()


def test_a_far_product_is_pulled_before_the_eyes_and_turned_from_the_hip() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).squeeze("right").run(2)
        assert body.session.held is not None
        middle = body.session.held.at
        assert middle is not None
        for _ in range(4):
            body.spin("right", about_z(0.25))
        assert heading_of(body.session.held.turn) == pytest.approx(1.0)
        assert body.session.held.at == pytest.approx(middle), "it turns about its own middle"
        body.move("right", (0.0, 0.1, 0.05))
        assert body.session.held.at == pytest.approx((middle[0], middle[1] + 0.1, middle[2] + 0.05))
        body.squeeze("right", False).run(3)
        assert body.session.held is not None


def test_the_stick_of_a_hand_that_holds_moves_the_product_not_the_shopper() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).squeeze("right").run(2)
        stood = body.session.standing
        at = body.session.held.at if body.session.held else None
        assert at is not None
        away = math.dist(at, body.head.position)
        body.stick("right", 0.9, 0.1).run(29)
        assert body.session.held is not None
        assert heading_of(body.session.held.turn) == pytest.approx(0.99, rel=0.1)
        body.stick("right", 0.0, -1.0).run(29)
        assert math.dist(body.session.held.at or (), body.head.position) == pytest.approx(away - 0.5, abs=0.05)
        assert body.session.standing == stood
        assert body.intents.arc is None
        body.stick("right", 0.0, 0.0).squeeze("right", False).run(2)
        assert body.session.held is not None, "it was no tap"


def test_a_squeeze_that_moves_nothing_puts_back_and_a_long_one_does_not() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).click("right").run(2)
        body.aim("right", (3.0, 1.5, 2.0)).squeeze("right").run(math.ceil(TAP_S * pilot.headset.rate_hz) + 2)
        body.squeeze("right", False)
        assert body.session.held is not None
        body.aim("left", (-3.0, 1.5, 2.0)).squeeze("left").squeeze("left", False)
        assert body.session.held is None


def test_letting_go_at_its_own_place_puts_back() -> None:
    with plain_shop() as pilot:
        body = before(pilot, 1.0, 2.2)
        body.reach("right", (1.0, 2.76, 1.5)).squeeze("right").move("right", (0.0, -0.4, 0.1))
        assert body.session.held is not None
        body.move("right", (0.0, 0.3, -0.1)).squeeze("right", False)
        assert body.session.held is None


def test_a_hand_lost_from_sight_drops_nothing() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).squeeze("right").spin("right", about_z(0.3)).hide("right").run(3)
        assert body.session.held is not None
        assert body.session.held.hands == ()
        body.show("right").run(2)
        assert body.session.held is not None


def test_two_hands_turn_with_the_line_between_them_and_scale_by_its_length() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).squeeze("right").run(2).squeeze("left")
        body.move("right", (0.2, 0.0, 0.0)).move("left", (-0.2, 0.0, 0.0))
        assert scale(body) == pytest.approx(2.0)
        for _ in range(8):
            body.move("right", (0.3, 0.0, 0.0))
        assert scale(body) == pytest.approx(4.0), "four times is the most"
        body.put("right", (0.2, 0.25, 1.2)).run().put("left", (-0.2, 0.25, 1.2)).run()
        turned = body.session.held
        assert turned is not None
        body.put("right", (0.0, 0.45, 1.2)).put("left", (0.0, 0.05, 1.2)).run()
        assert body.session.held is not None
        by = multiply(body.session.held.turn, inverse(turned.turn))
        assert angle_of(by) == pytest.approx(math.pi / 2)
        assert forward(by)[0] == pytest.approx(-1.0), "to the left, as the right hand went ahead"


def test_nearly_true_size_is_true_size_once_a_hand_lets_go() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).squeeze("right").run(2).squeeze("left")
        body.move("right", (0.2, 0.0, 0.0)).move("right", (-0.19, 0.0, 0.0))
        assert scale(body) == pytest.approx(1.025)
        body.squeeze("left", False)
        assert scale(body) == 1.0
        body.run(2)
        assert TRUE_SIZE not in [control.name for control in body.intents.controls]


def test_bare_hands_turn_and_scale_by_pinching() -> None:
    with plain_shop() as pilot:
        pilot.walk_to(1.0, 1.5).turn_to(0.0)
        body = Body(pilot, bare=True)
        body.aim("right", CHAIR).click("right").run(2)
        body.aim("right", body.held().position).pull("right").spin("right", about_z(0.4))
        assert body.session.held is not None
        assert heading_of(body.session.held.turn) == pytest.approx(0.4)
        body.pull("left").move("left", (-0.2, 0.0, 0.0))
        assert scale(body) == pytest.approx(1.5, abs=0.05)
        body.pull("left", False).pull("right", False).run(2)
        assert body.session.held is not None
        assert body.session.panel == "product", "pinches that moved it clicked nothing"


def test_a_product_goes_from_hand_to_hand() -> None:
    with plain_shop() as pilot:
        body = before(pilot, 1.0, 2.2)
        body.reach("right", (1.0, 2.76, 1.5)).squeeze("right").move("right", (0.0, -0.2, 0.0))
        body.reach("left", (1.0, 2.56, 1.5)).squeeze("left").squeeze("right", False).run()
        assert body.session.held is not None
        assert body.session.held.hands == ("left",)
        at = body.session.held.at
        assert at is not None
        body.move("left", (-0.2, 0.0, 0.1))
        assert body.session.held.at == pytest.approx((at[0] - 0.2, at[1], at[2] + 0.1))
        body.move("right", (0.3, 0.0, 0.0))
        assert body.session.held.at == pytest.approx((at[0] - 0.2, at[1], at[2] + 0.1))


@pytest.mark.parametrize("how", ["ray", "tip", "key"])
def test_true_size_is_one_press_away(how: str) -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).squeeze("right").run(2).squeeze("left").move("right", (0.2, 0.0, 0.0))
        body.squeeze("right", False).squeeze("left", False)
        assert scale(body) == pytest.approx(1.5)
        (label,) = body.intents.controls
        middle = panel_point(label, label.size_px[0] / 2, label.size_px[1] / 2)
        if how == "ray":
            body.aim("right", middle).click("right")
        elif how == "tip":
            for y in (-0.05, -0.01, 0.01, -0.05):
                body.reach("right", (middle[0], middle[1] + y, middle[2]))
        else:
            pilot.press("r").run(1)
        assert body.session.held is not None, "it stays in the hand"
        assert scale(body) == 1.0
        assert TRUE_SIZE not in [control.name for control in body.run(2).intents.controls]


def test_turning_needs_no_stick() -> None:
    with plain_shop() as pilot:
        body = Body(pilot, bare=True)
        body.head = Pose((0.4, 0.3, 1.62), about_x(-0.6))
        stood = body.run(2).pilot.session.standing
        bar = pilot.shop.cards.places()
        assert bar == (), "paper panels have no row of buttons; the turn is tested by itself"
        sample = pilot.last
        assert sample is not None
        move = turned(body.session, sample, math.radians(30))
        pilot.shop.visit.dispatcher("shop")(move)
        body.run(2)
        now = body.session.standing
        assert now.heading_rad == pytest.approx(stood.heading_rad + math.radians(30))
        assert to_store(now, body.head).position == pytest.approx(to_store(stood, body.head).position)


def test_a_head_without_hands_keeps_what_was_held_in_the_window_too() -> None:
    with plain_shop() as pilot:
        body = before(pilot)
        body.aim("right", CHAIR).click("right").run(2)
        held = body.session.held
        pilot.headset.eyes = 1
        pilot.run(3)
        assert pilot.session.held == held
        pilot.headset.eyes = 2
        body.head = standing_head()
        assert body.run(3).session.held == held
