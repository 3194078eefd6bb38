"""Rays against boxes and panels, checked against a slow search along the ray."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.headset.api import Pose
from client.interaction.pick import meets_box, meets_panel, nearest, panel_point
from client.interaction.rig import about_x, about_z, multiply
from client.interaction.values import Boxes, PanelPlace, Ray

angles = st.floats(-math.pi, math.pi)
places = st.floats(-3.0, 3.0)


def boxes(*rows: tuple[str, tuple[float, float, float], tuple[float, float, float], float]) -> Boxes:
    names = tuple(row[0] for row in rows)
    centres = np.array([row[1] for row in rows], dtype=np.float64).reshape(-1, 3)
    halves = np.array([row[2] for row in rows], dtype=np.float64).reshape(-1, 3)
    return Boxes(names, centres, halves, np.array([row[3] for row in rows], dtype=np.float64))


def towards(yaw: float, pitch: float) -> tuple[float, float, float]:
    return (-math.sin(yaw) * math.cos(pitch), math.cos(yaw) * math.cos(pitch), math.sin(pitch))


@settings(max_examples=60, deadline=None)
@given(heading=angles, x=places, y=st.floats(1.0, 4.0), yaw=st.floats(-0.8, 0.8), pitch=st.floats(-0.3, 0.3))
def test_the_entry_point_agrees_with_a_walk_along_the_ray(
    heading: float, x: float, y: float, yaw: float, pitch: float
) -> None:
    half = (0.4, 0.25, 0.3)
    ray = Ray((0.0, -1.0, 0.0), towards(yaw, pitch))
    met = nearest(boxes(("thing", (x, y, 0.0), half, heading)), ray)
    inside = None
    for step in range(1, 8000):
        px, py, pz = ray.at(step * 0.001)
        dx, dy = px - x, py - y
        lx = math.cos(heading) * dx + math.sin(heading) * dy
        ly = -math.sin(heading) * dx + math.cos(heading) * dy
        if abs(lx) <= half[0] and abs(ly) <= half[1] and abs(pz) <= half[2]:
            inside = step * 0.001
            break
    if inside is not None:
        assert met is not None
        assert met[1] == pytest.approx(inside, abs=0.002)
    one = meets_box(ray, Pose((x, y, 0.0), about_z(heading)), half)
    assert (one is None) == (met is None)
    if one is not None and met is not None:
        assert one == pytest.approx(met[1], abs=1e-6)


def test_what_is_in_front_hides_what_is_behind() -> None:
    row = boxes(
        ("far", (0.0, 4.0, 1.0), (0.2, 0.2, 0.2), 0.0),
        ("", (0.0, 2.0, 1.0), (1.0, 0.02, 1.0), 0.0),
        ("near", (0.0, 3.0, 1.0), (0.2, 0.2, 0.2), 0.0),
    )
    met = nearest(row, Ray((0.0, 0.0, 1.0), (0.0, 1.0, 0.0)))
    assert met is not None
    assert met[0] == ""
    past = nearest(row, Ray((0.0, 2.5, 1.0), (0.0, 1.0, 0.0)))
    assert past is not None
    assert past[0] == "near"


def test_nothing_is_met_beyond_reach_or_in_an_empty_store() -> None:
    ray = Ray((0.0, 0.0, 1.0), (0.0, 1.0, 0.0))
    assert nearest(boxes(("far", (0.0, 20.0, 1.0), (1.0, 1.0, 1.0), 0.0)), ray) is None
    assert nearest(boxes(), ray) is None


@settings(max_examples=60, deadline=None)
@given(
    yaw=angles,
    tilt=st.floats(-0.6, 0.6),
    u=st.floats(1.0, 799.0),
    v=st.floats(1.0, 599.0),
    x=places,
    side=st.floats(-1, 1),
)
def test_a_ray_to_a_pixel_meets_that_pixel(yaw: float, tilt: float, u: float, v: float, x: float, side: float) -> None:
    turn = multiply(about_z(yaw), about_x(tilt))
    place = PanelPlace("p", Pose((x, 1.0, 1.4), turn), (0.8, 0.6), (800, 600))
    target = panel_point(place, u, v)
    front = panel_point(PanelPlace("p", Pose((x, 1.0, 1.4), turn), (0.8, 0.6), (800, 600)), 400 + side * 300, 300)
    normal = np.cross(np.subtract(panel_point(place, 800, 300), panel_point(place, 0, 300)),
                      np.subtract(panel_point(place, 400, 0), panel_point(place, 400, 600)))  # fmt: skip
    origin = np.asarray(front) - normal / -np.linalg.norm(normal) * -1.0
    way = np.asarray(target) - origin
    ray = Ray(tuple(origin.tolist()), tuple((way / np.linalg.norm(way)).tolist()))
    hit = meets_panel(ray, place)
    back = Ray(tuple((np.asarray(target) + way).tolist()), tuple((-way / np.linalg.norm(way)).tolist()))
    hit_from_behind = meets_panel(back, place)
    assert (hit is None) != (hit_from_behind is None), "a panel is met from one side only"
    met = hit or hit_from_behind
    assert met is not None
    assert met[1] == pytest.approx(u, abs=0.01)
    assert met[2] == pytest.approx(v, abs=0.01)
