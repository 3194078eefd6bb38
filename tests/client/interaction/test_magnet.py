"""A hand's ray bends to the small product it nearly meets, and does not flicker between two."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from client.interaction.magnet import CATCH_RAD, KEEP_RAD, bent
from client.interaction.pick import meet
from client.interaction.values import Boxes, Pointed, Ray

HALF = 0.05


def row(*across: float, away: float = 2.0, half: float = HALF, wall: float | None = None) -> Boxes:
    """Small things before the eye, and a large one behind them where `wall` says."""
    names = [f"mug-{i}" for i in range(len(across))]
    centres = [(x, away, 0.0) for x in across]
    halves = [(half, half, half)] * len(across)
    if wall is not None:
        names.append("sofa")
        centres.append((0.0, wall + 0.5, 0.0))
        halves.append((1.5, 0.5, 0.8))
    return Boxes(tuple(names), np.array(centres), np.array(halves), np.zeros(len(names)))


def aimed(boxes: Boxes, off_rad: float, kept: str = "") -> Pointed:
    ray = Ray((0.0, 0.0, 0.0), (math.sin(off_rad), math.cos(off_rad), 0.0))
    met = meet(boxes, ray)
    straight = Pointed() if met is None else Pointed("product", met.name, met.distance_m)
    return bent(ray, straight, boxes, kept)


def edge(boxes: Boxes, beyond_rad: float) -> float:
    """An angle so far to the right of the first thing's edge as seen from the eye."""
    x, y, _ = boxes.centres[0]
    return math.atan2(float(x) + HALF, float(y)) + beyond_rad


def test_it_catches_near_and_lets_go_further_away() -> None:
    boxes = row(0.0)
    near = CATCH_RAD * 0.8
    caught = aimed(boxes, edge(boxes, near))
    assert caught.name == "mug-0"
    assert caught.at is not None
    assert abs(caught.at[0] - HALF) < 1e-9, "the ray ends on the thing itself, where it is nearest"
    assert aimed(boxes, edge(boxes, CATCH_RAD * 1.3)).name == ""
    assert aimed(boxes, edge(boxes, CATCH_RAD * 1.3), kept="mug-0").name == "mug-0"
    assert aimed(boxes, edge(boxes, KEEP_RAD * 1.3), kept="mug-0").name == ""


def test_what_is_met_is_meant_and_between_two_the_one_before_stays() -> None:
    boxes = row(-0.09, 0.09)
    assert aimed(boxes, math.atan2(0.09, 2.0), kept="mug-0").name == "mug-1"
    hair = 0.001
    assert aimed(boxes, hair, kept="mug-0").name == "mug-0"
    assert aimed(boxes, -hair, kept="mug-1").name == "mug-1"


def test_a_large_thing_needs_no_help_and_gives_way_to_a_small_one_before_it() -> None:
    alone = row(half=0.05, wall=2.5)
    assert aimed(alone, math.radians(33)).name == ""
    boxes = row(0.0, wall=2.5)
    assert aimed(boxes, edge(boxes, CATCH_RAD * 0.4)).name == "mug-0"
    assert aimed(boxes, edge(boxes, CATCH_RAD * 0.9)).name == "sofa"


def test_what_stands_behind_something_is_not_caught() -> None:
    boxes = row(0.0)
    hidden = Boxes(
        (*boxes.names, ""), np.vstack([boxes.centres, (0.0, 1.0, 0.0)]), np.vstack([boxes.halves, (0.3, 0.05, 0.3)]),
        np.zeros(2),
    )  # fmt: skip
    ray = Ray((0.0, 0.0, 0.0), (math.sin(0.05), math.cos(0.05), 0.0))
    assert bent(ray, Pointed("nothing", "", 1.0), hidden, "").name == ""


@given(st.lists(st.floats(-0.5, 0.5), max_size=5), st.floats(-0.4, 0.4), st.sampled_from(["", "mug-0", "gone"]))
def test_a_slow_sweep_changes_its_mind_only_by_moving(across: list[float], off: float, kept: str) -> None:
    boxes = row(*across)
    first = aimed(boxes, off, kept)
    again = aimed(boxes, off, first.name or kept)
    assert aimed(boxes, off, again.name).name == again.name
