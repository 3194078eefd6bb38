"""Panels face the shopper, stand level, and are whole in the view, beside what is in the hand."""

from __future__ import annotations

import math

import pytest

from client.domain.cart import ItemRef
from client.domain.session import Held, Standing
from client.headset.api import Frame, Pose, Sample, Vec3
from client.headset.scripted import standing_head, view_fov
from client.interaction.hold import held_pose
from client.interaction.pick import panel_point
from client.interaction.place import bar_pose, panel_pose
from client.interaction.rig import about_x, about_z, compose, forward, head_in_store, inverse, rotate
from client.interaction.values import HeldThing, PanelPlace

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
