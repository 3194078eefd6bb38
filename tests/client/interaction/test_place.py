"""Panels face the shopper, stand level, and are whole in the view, beside what is in the hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from client.domain.cart import ItemRef
from client.domain.session import Held, Standing
from client.headset.api import Frame, Pose, Sample, Vec3
from client.headset.scripted import standing_head, view_fov
from client.interaction.hold import held_pose
from client.interaction.pick import panel_point
from client.interaction.place import Placed, bar_pose, ill_placed, nothing_between, panel_pose, worn_panel
from client.interaction.rig import about_x, about_z, compose, forward, head_in_store, heading_of, inverse, rotate
from client.interaction.values import Boxes, HeldThing, PanelPlace

SIZE_M = (1160 / 1100, 880 / 1100)
HALF_HIGH = math.tan(math.radians(30))
HALF_WIDE = HALF_HIGH * 16 / 9
PITCHES = [math.radians(degrees) for degrees in (-45, -20, -5, 0, 10, 30)]


def in_picture(head: Pose, point: Vec3) -> tuple[float, float]:
    """Where a point is in a picture 60 degrees high, 16:9; -1 to 1."""
    x, y, z = rotate(inverse(head.turn), tuple(p - q for p, q in zip(point, head.position, strict=True)))
    assert y > 0.1
    return x / y / HALF_WIDE, z / y / HALF_HIGH


def looking(pitch: float) -> Pose:
    return compose(Pose((1.0, 2.0, 1.62), about_z(0.7)), Pose(turn=about_x(pitch)))


@pytest.mark.parametrize("aside", [False, True])
@pytest.mark.parametrize("pitch", PITCHES)
def test_a_panel_is_square_to_the_line_of_sight_level_and_whole(pitch: float, aside: bool) -> None:
    head = looking(pitch)
    pose = panel_pose(head, aside=aside)
    sight = tuple(p - q for p, q in zip(pose.position, head.position, strict=True))
    assert sum(p * q for p, q in zip(forward(pose.turn), sight, strict=True)) == pytest.approx(math.hypot(*sight))
    assert rotate(pose.turn, (1.0, 0.0, 0.0))[2] == pytest.approx(0.0, abs=1e-9)
    place = PanelPlace("x", pose, SIZE_M, (1160, 880))
    for x, y in ((0, 0), (1160, 0), (0, 880), (1160, 880)):
        across, above = in_picture(head, panel_point(place, x, y))
        assert abs(across) < 0.99
        assert abs(above) < 0.99


@pytest.mark.parametrize("size", [(0.1, 0.1, 0.1), (0.8, 0.8, 0.9), (2.2, 0.9, 0.8), (0.6, 0.6, 2.0)])
def test_what_is_held_is_whole_to_the_left_of_its_panel(size: Vec3) -> None:
    sample = Sample(Frame(0, 0.0, 0.1), (), standing_head())
    standing = Standing(1.0, 2.0, 0.7)
    head = head_in_store(standing, sample)
    edge = min(
        in_picture(head, panel_point(PanelPlace("x", panel_pose(head, aside=True), SIZE_M, (1160, 880)), 0, y))[0]
        for y in (0, 880)
    )
    pose = held_pose(Held(ItemRef("a")), HeldThing("a", size), standing, sample, aside=True)
    for corner in ((x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)):
        at = compose(pose, Pose(tuple(c * s for c, s in zip(corner, size, strict=True)))).position
        across, above = in_picture(head, at)
        assert -0.99 < across < edge
        assert abs(above) < 0.99


def anywhere(_start: Vec3, _end: Vec3) -> bool:
    return True


def seen_from(head: Pose, point: Vec3) -> tuple[float, float, float]:
    """How far aside, how far below the horizon (radians) and how far away a point is from a head."""
    dx, dy, dz = (a - b for a, b in zip(point, head.position, strict=True))
    x, y, z = rotate(inverse(about_z(heading_of(head.turn))), (dx, dy, dz))
    return math.atan2(x, y), -math.atan2(z, math.hypot(x, y)), math.dist(point, head.position)


def corners_of(placed: Placed) -> list[Vec3]:
    size = (SIZE_M[0] * placed.scale, SIZE_M[1] * placed.scale)
    place = PanelPlace("x", placed.pose, size, (1160, 880))
    return [panel_point(place, x, y) for x in (30, 580, 1130) for y in (30, 440, 850)]


@pytest.mark.parametrize("low", [False, True])
@pytest.mark.parametrize("pitch", PITCHES)
def test_in_a_headset_a_panel_stands_where_eyes_rest_however_the_head_is_pitched(pitch: float, low: bool) -> None:
    head = looking(pitch)
    placed = worn_panel(head, SIZE_M, anywhere, low=low)
    aside, below, away = seen_from(head, placed.pose.position)
    assert aside == pytest.approx(0.0, abs=1e-9)
    assert math.radians(10) <= below <= math.radians(20.001)
    assert 1.2 <= away <= 1.5
    assert placed.scale == 1.0
    assert rotate(placed.pose.turn, (1.0, 0.0, 0.0))[2] == pytest.approx(0.0, abs=1e-9), "level"


@pytest.mark.parametrize("wall_m", [0.8, 1.1, 1.6])
def test_in_a_headset_a_panel_never_stands_in_a_wall(wall_m: float) -> None:
    head = looking(0.0)
    way = forward(head.turn)

    def inside(x: float, y: float) -> bool:
        return (x - head.position[0]) * way[0] + (y - head.position[1]) * way[1] <= wall_m

    nothing = Boxes((), np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0))
    placed = worn_panel(head, SIZE_M, lambda a, b: nothing_between(nothing, inside, a, b), low=False)
    aside, below, away = seen_from(head, placed.pose.position)
    assert all(inside(x, y) for x, y, _ in corners_of(placed))
    assert away >= 0.5
    assert abs(aside) <= math.radians(12.01)
    assert math.radians(10) <= below <= math.radians(20.001)
    whole = worn_panel(head, SIZE_M, anywhere, low=False)
    assert placed.scale / away == pytest.approx(whole.scale / seen_from(head, whole.pose.position)[2]), "looks as large"


def test_in_a_headset_nothing_stands_before_a_panel() -> None:
    head = Pose((0.0, 0.0, 1.62))
    shelf = Boxes(("mug",), np.array([[0.75, 1.0, 1.2]]), np.array([[0.2, 0.2, 0.6]]), np.zeros(1))
    placed = worn_panel(head, SIZE_M, lambda a, b: nothing_between(shelf, lambda _x, _y: True, a, b), low=False)
    aside, _, away = seen_from(head, placed.pose.position)
    assert nothing_between(shelf, lambda _x, _y: True, head.position, placed.pose.position)
    assert all(nothing_between(shelf, lambda _x, _y: True, head.position, corner) for corner in corners_of(placed))
    assert away >= 0.5
    assert -math.radians(12.01) <= aside <= 0.0, "away from the shelf on the right"


def test_a_panel_that_is_walked_into_comes_again() -> None:
    head = Pose((0.0, 0.0, 1.62))
    pose = worn_panel(head, SIZE_M, anywhere, low=False).pose
    assert not ill_placed(head, pose)
    assert ill_placed(Pose((0.0, 1.0, 1.62)), pose)
    assert ill_placed(Pose((0.0, -2.0, 1.62)), pose)


@pytest.mark.parametrize("pitch", PITCHES)
def test_the_row_of_buttons_is_low_in_the_view_wherever_one_looks(pitch: float) -> None:
    sample = Sample(Frame(0, 0.0, 0.1), (), standing_head())
    standing = Standing(0.0, 0.0, 0.3, pitch)
    across, above = in_picture(head_in_store(standing, sample), bar_pose(standing, sample).position)
    assert across == pytest.approx(0.0, abs=1e-6)
    assert -0.9 < above < -0.7


@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (1920, 1080), (1000, 1000)])
def test_a_window_sees_58_to_62_degrees_from_top_to_bottom(size: tuple[int, int]) -> None:
    fov = view_fov(*size)
    assert 58.0 <= math.degrees(fov.up - fov.down) <= 62.0
    assert math.tan(fov.right) / math.tan(fov.up) == pytest.approx(size[0] / size[1])
