"""Poses from stage to store and rays out of the eye."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.domain.session import Standing
from client.headset.api import Eye, Frame, Mouse, Sample
from client.headset.scripted import standing_head, stereo, view_fov
from client.interaction.rig import (
    about_x,
    about_z,
    eye_in_store,
    forward,
    head_in_store,
    heading_of,
    inverse,
    multiply,
    pointer_ray,
    rotate,
)

angles = st.floats(-3.0, 3.0)


@given(a=angles, b=st.floats(-1.4, 1.4), x=angles, y=angles, z=angles)
def test_a_turn_and_its_inverse_cancel(a: float, b: float, x: float, y: float, z: float) -> None:
    turn = multiply(about_z(a), about_x(b))
    assert rotate(inverse(turn), rotate(turn, (x, y, z))) == pytest.approx((x, y, z), abs=1e-9)
    assert heading_of(turn) == pytest.approx(a, abs=1e-6)


def test_heading_grows_counter_clockwise_and_pitch_looks_up() -> None:
    assert forward(about_z(math.pi / 2)) == pytest.approx((-1.0, 0.0, 0.0))
    assert forward(about_x(0.3))[2] == pytest.approx(math.sin(0.3))


def sample(mouse: Mouse | None = None, eyes: int = 1) -> Sample:
    head, fov = standing_head(), view_fov(1600, 900)
    both = stereo(head, fov) if eyes == 2 else (Eye(head, fov),)
    return Sample(Frame(0, 0.0, 0.0), both, head, mouse=mouse)


def test_the_middle_of_the_view_is_where_one_looks() -> None:
    standing = Standing(1.0, 2.0, 0.4, -0.2)
    ray = pointer_ray(standing, sample(Mouse(0.0, 0.0)))
    head = head_in_store(standing, sample())
    assert ray.origin == pytest.approx((1.0, 2.0, 1.62))
    assert ray.direction == pytest.approx(forward(head.turn))


def test_the_upper_right_corner_is_at_the_fields_edge() -> None:
    fov = view_fov(1600, 900)
    x, y, z = pointer_ray(Standing(), sample(Mouse(1.0, 1.0))).direction
    assert math.atan2(x, y) == pytest.approx(fov.right)
    assert math.atan2(z, y) == pytest.approx(fov.up)
    captured = pointer_ray(Standing(), sample(Mouse(1.0, 1.0, captured=True))).direction
    assert captured == pytest.approx((0.0, 1.0, 0.0)), "a captured mouse points with the middle of the view"


def test_two_eyes_keep_their_distance_whatever_the_pitch() -> None:
    two = sample(eyes=2)
    left, right = (eye_in_store(Standing(3.0, 1.0, 1.1, 0.5), eye, two.head) for eye in two.eyes)
    assert math.dist(left.position, right.position) == pytest.approx(0.063)
    assert left.position[2] == pytest.approx(right.position[2]), "pitch never rolls the eyes"
