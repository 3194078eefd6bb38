"""Beams, reticles and hands as shapes: as wide from everywhere, flat on what they lie on, closed and rounded."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.domain.session import Standing
from client.features.pointing import limbs, strokes
from client.features.pointing.hands import in_store
from client.headset.api import Pose
from client.interaction.rig import rotate, to_store

unit = st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1)).filter(lambda v: math.hypot(*v) > 0.1)
EYE = (0.0, 0.0, 1.6)


def test_a_beam_leaves_along_the_hand_and_ends_where_it_meets() -> None:
    path = strokes.curve((0.2, 0.3, 1.2), (0.0, 1.0, 0.0), (0.4, 2.0, 1.0), 28)
    assert path[0] == pytest.approx((0.2, 0.3, 1.2))
    assert path[-1] == pytest.approx((0.4, 2.0, 1.0))
    first = (path[1] - path[0]) / np.linalg.norm(path[1] - path[0])
    assert first[1] > 0.999


def test_a_band_is_seen_as_wide_at_any_distance() -> None:
    path = strokes.curve((0.2, 0.3, 1.2), (0.0, 1.0, 0.0), (0.0, 6.0, 1.2), 10)
    places = strokes.band(path, EYE, math.radians(0.5), 0.0).reshape(10, len(strokes.LANES), 3)
    for row in places[2:]:
        a, b = (end - EYE for end in (row[0], row[-1]))
        seen = math.acos(float(a @ b) / float(np.linalg.norm(a) * np.linalg.norm(b)))
        assert math.degrees(seen) == pytest.approx(1.0, rel=0.02)
    assert strokes.band_faces(10).max() == places.shape[0] * places.shape[1] - 1


@given(normal=unit, at=unit)
def test_a_reticle_lies_on_the_surface_or_tips_to_the_eye_where_it_would_be_a_line(
    normal: tuple[float, float, float], at: tuple[float, float, float]
) -> None:
    eye = (3.0, -2.0, 1.0)
    long = math.hypot(*normal)
    straight = (normal[0] / long, normal[1] / long, normal[2] / long)
    looks = np.array(rotate(strokes.facing(straight, at, eye), (0.0, -1.0, 0.0)))
    assert np.linalg.norm(looks) == pytest.approx(1.0)
    toward = np.subtract(eye, at) / math.dist(eye, at)
    n = np.array(straight)
    n = n if n @ toward >= 0.0 else -n
    if n @ toward > math.cos(math.radians(59)):
        assert looks @ n == pytest.approx(1.0, abs=1e-6)
    assert looks @ toward > 0.4, "it stays round enough to be seen"


def test_a_wand_is_closed_and_its_tip_is_where_a_controller_touches() -> None:
    places, normals, _ = limbs.wand()
    assert places[:, 1].max() == pytest.approx(0.07)
    assert np.hypot(places[:, 0], places[:, 2]).max() < 0.02, "slim"
    middle = np.abs(places[:, 1]) < 0.05
    assert (normals[middle] * places[middle] * (1, 0, 1)).sum(axis=1).min() > 0.0, "its normals look out"
    assert limbs.tube_faces(len(limbs.WAND)).max() == len(places) - 1


def test_bones_are_rounded_around_their_joints() -> None:
    joints = np.random.default_rng(3).uniform(-0.1, 0.1, (limbs.JOINTS, 3))
    places, normals = limbs.bones(joints)
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1.0, abs=0.01)
    assert limbs.bone_faces().max() == len(places) - 1
    for index, (a, b) in enumerate(limbs.BONES):
        own = places[index * limbs.BONE_POINTS : (index + 1) * limbs.BONE_POINTS]
        way = joints[b] - joints[a]
        share = np.clip((own - joints[a]) @ way / (way @ way), 0.0, 1.0)
        away = np.linalg.norm(own - (joints[a] + share[:, None] * way), axis=1)
        assert 0.004 < away.min() < away.max() < 0.022


def test_hands_whose_joints_lie_on_each_other_are_numbers_still() -> None:
    places, normals = limbs.bones(np.zeros((limbs.JOINTS, 3)))
    assert np.isfinite(places).all()
    assert np.isfinite(normals).all()


def test_a_whole_hand_comes_into_the_store_as_each_of_its_joints_would() -> None:
    standing = Standing(2.0, -1.0, 0.7)
    places = [(0.1, 0.4, 1.2), (-0.3, 0.2, 1.0)]
    expected = [to_store(standing, Pose(place)).position for place in places]
    assert in_store(standing, places) == pytest.approx(np.array(expected))
