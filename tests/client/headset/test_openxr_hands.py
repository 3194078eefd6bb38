"""Bare hands: what shapes mean, where they aim, and which of a runtime's ways to show a hand is taken."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from client.headset.api import Hand, Pose, Vec3
from client.headset.openxr import fingers as f
from client.headset.openxr.anchor import Anchor
from client.interaction.rig import about_z, forward

_BONES = (0.045, 0.027, 0.02)


def finger(knuckle: Vec3, bend_deg: float) -> list[Vec3]:
    """Four joints from the knuckle ahead, each joint after the first bent down so far."""
    x, y, z = knuckle
    joints = [knuckle]
    for number, bone in enumerate(_BONES):
        angle = math.radians(bend_deg * number)
        y, z = y + bone * math.cos(angle), z - bone * math.sin(angle)
        joints.append((x, y, z))
    return joints


def hand(apart_m: float = 0.1, bend_deg: float = 0.0, at: Vec3 = (0.2, 0.4, 1.3)) -> list[Vec3]:
    """A right hand, palm down, thumb and index so far apart, middle and ring finger bent."""
    x, y, z = at
    joints: list[Vec3] = [(x, y, z), (x, y - 0.07, z)]
    index = finger((x - 0.03, y + 0.03, z), 20.0)
    tip = index[-1]
    joints += [(x - 0.04, y - 0.04, z), (x - 0.05, y, z), (x - 0.06, y + 0.03, z), (tip[0] - apart_m, tip[1], tip[2])]
    joints += [(x - 0.02, y - 0.03, z), *index]
    for across in (0.0, 0.02, 0.04):
        joints += [(x + across, y - 0.03, z), *finger((x + across, y + 0.03, z), bend_deg)]
    assert len(joints) == f.JOINTS
    return joints


def played(shapes: Sequence[list[Vec3]]) -> list[tuple[float, float]]:
    held, told = f.Grasp(), []
    for joints in shapes:
        held, trigger, squeeze = f.grasp(held, joints)
        told.append((trigger, squeeze))
    return told


def test_a_pinch_is_held_until_the_fingers_are_well_apart() -> None:
    told = [
        trigger for trigger, _ in played([hand(a) for a in (0.12, 0.06, 0.04, 0.02, 0.016, 0.025, 0.03, 0.04, 0.1)])
    ]
    assert told[:2] == [0.0, 0.0]
    assert 0.0 < told[2] < told[3] <= 0.5, "nearly, which never counts as pulled"
    assert told[4:7] == [1.0, 1.0, 1.0], "a hand that trembles does not let go"
    assert told[7] < 0.4
    assert told[8] == 0.0


def test_a_fist_squeezes_and_pinches_nothing() -> None:
    told = played([hand(0.1, 0), hand(0.01, 80), hand(0.01, 60), hand(0.1, 50), hand(0.1, 10)])
    assert told[0] == (0.0, 0.0)
    assert told[1] == (0.0, 1.0)
    assert told[2] == (0.0, 1.0), "opened a little: still held"
    assert told[3][1] < 0.6
    assert told[4][1] < 0.2
    pinch = played([hand(0.01, 40)])[0]
    assert pinch == (1.0, 0.0), "fingers that curl a little in a pinch squeeze nothing"


def test_hands_of_children_and_giants_make_fists_alike() -> None:
    for scale in (0.6, 1.3):
        scaled = [tuple(v * scale for v in joint) for joint in hand(0.01, 80)]
        assert played([scaled])[0] == (0.0, 1.0)  # type: ignore[list-item]


def test_a_bare_hand_points_from_the_shoulder() -> None:
    head = Pose((0.0, 0.0, 1.6))
    x, y, z = f.shoulder("right", head)
    ahead = hand(at=(x + 0.03, y + 0.5, z))
    aim = f.arm_aim("right", head, ahead)
    assert aim.position == ahead[f.INDEX_PROXIMAL]
    assert forward(aim.turn) == pytest.approx((0.0, 1.0, 0.0), abs=1e-6)
    lower = f.arm_aim("right", head, hand(at=(x + 0.03, y + 0.5, z - 0.5)))
    assert forward(lower.turn)[2] == pytest.approx(-math.sin(math.atan2(0.5, 0.53)), abs=1e-6)
    left, right = f.shoulder("left", head), f.shoulder("right", head)
    assert left[0] == -right[0] < 0
    turned = f.shoulder("right", Pose(head.position, about_z(math.pi / 2)))
    assert turned == pytest.approx((-right[1], right[0], right[2])), "shoulders turn with the head"
    pinching = f.arm_aim("right", head, hand(0.01, at=(x + 0.03, y + 0.5, z)))
    assert pinching == aim, "a pinch does not move the ray"
    at_the_shoulder = f.arm_aim("right", head, [(x, y, z)] * f.JOINTS)
    assert forward(at_the_shoulder.turn) == pytest.approx((0.0, 1.0, 0.0))


def test_where_a_controller_ends() -> None:
    grip = Pose((1.0, 2.0, 1.0))
    assert f.front_end(grip, Pose((1.0, 2.1, 1.0), about_z(math.pi / 2))) == pytest.approx((0.93, 2.0, 1.0))


def test_points_are_carried_as_poses_are() -> None:
    anchor = Anchor(Pose((2.0, 3.0, 0.0), about_z(0.7)), raise_m=0.2)
    anchor.meet(Pose((0.3, -0.2, 1.5), about_z(-0.4)))
    points = hand()
    expected = [anchor.carry(Pose(point)).position for point in points]
    for carried, wanted in zip(anchor.carry_points(points), expected, strict=True):
        assert carried == pytest.approx(wanted, abs=1e-4)


class Actions:
    """What the runtime's actions say, told by the test."""

    def __init__(self) -> None:
        self.focused = True
        self.hands: dict[str, Hand] = {}

    def sync(self) -> bool:
        return self.focused

    def hand(self, side: str, spaces: object, time: int) -> Hand | None:
        return self.hands.get(side)


class Trackers:
    """What the runtime's trackers say."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[Pose, list[Vec3]]] = {}
        self.asked = 0

    def joints(self, side: str, base: object, time: int) -> tuple[Pose, list[Vec3]] | None:
        self.asked += 1
        return self.seen.get(side)


@pytest.fixture
def both() -> Any:
    hands_module = pytest.importorskip("client.headset.openxr.hands")
    hands = hands_module.Hands.__new__(hands_module.Hands)
    hands.actions, hands._trackers = Actions(), Trackers()
    hands._grasps = {"left": f.Grasp(), "right": f.Grasp()}
    return hands


HEAD = Pose((0.0, 0.0, 1.6))
SPACES = SimpleNamespace(base=None)


def test_a_controller_is_taken_before_joints(both: Any) -> None:
    both.actions.hands["right"] = Hand("right", Pose(), Pose(), trigger=0.3)
    both._trackers.seen = {"left": (Pose((1.0, 0.0, 0.0)), hand(0.01)), "right": (Pose(), hand(0.01))}
    left, right = both.read(SPACES, 1, HEAD)
    assert (right.tracked, right.trigger, right.joints) == (False, 0.3, ())
    assert (left.side, left.tracked, left.trigger, len(left.joints)) == ("left", True, 1.0, 26)
    assert left.grip.position == (1.0, 0.0, 0.0)
    assert left.poke == left.joints[f.INDEX_TIP]
    assert both._trackers.asked == 1, "a hand that holds a controller is not asked for its joints"


def test_the_runtimes_own_gestures_are_taken_before_ours(both: Any) -> None:
    own = Hand("right", Pose(), Pose((0.0, 1.0, 1.0)), trigger=0.25, squeeze=0.5, tracked=True, poke=(9.0, 9.0, 9.0))
    both.actions.hands["right"] = own
    (told,) = both.read(SPACES, 1, HEAD)
    assert told == own, "no joints: as the runtime tells it"
    both._trackers.seen["right"] = (Pose(), hand(0.01))
    (told,) = both.read(SPACES, 1, HEAD)
    assert (told.trigger, told.squeeze, told.aim) == (0.25, 0.5, own.aim)
    assert told.poke == told.joints[f.INDEX_TIP]


def test_a_hand_lost_from_sight_holds_nothing(both: Any) -> None:
    both._trackers.seen["right"] = (Pose(), hand(0.01))
    assert both.read(SPACES, 1, HEAD)[0].trigger == 1.0
    both._trackers.seen["right"] = (Pose(), hand(0.03))
    assert both.read(SPACES, 2, HEAD)[0].trigger == 1.0
    both._trackers.seen.clear()
    assert both.read(SPACES, 3, HEAD) == []
    both._trackers.seen["right"] = (Pose(), hand(0.03))
    assert both.read(SPACES, 4, HEAD)[0].trigger < 0.5, "it comes back open"
    both._trackers.seen["right"] = (Pose(), hand(0.01))
    both.read(SPACES, 5, HEAD)
    both.actions.focused = False
    assert both.read(SPACES, 6, HEAD) == []
    both.actions.focused = True
    both._trackers.seen["right"] = (Pose(), hand(0.03))
    assert both.read(SPACES, 7, HEAD)[0].trigger < 0.5, "nor after another program had the input"
