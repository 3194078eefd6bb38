"""Walks through a planned store: can one get there, named places to look from, and a tour that visits them.

Headings here are a shopper's: 0 looks along +y, counter-clockwise; positive pitch looks up. Eyes in metres above the
floor.
"""

from __future__ import annotations

import bisect
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scenes.showroom.floor_map import FloorMap, Point
from scenes.showroom.route_stops import EYE_M, TourStop, named_stops
from scenes.showroom.values import StorePlan

__all__ = [
    "EYE_M",
    "FloorMap",
    "Pose",
    "TourStop",
    "clamp_step",
    "poses_along",
    "reachable",
    "shortest_path",
    "tour_path",
    "tour_stops",
]


@dataclass(frozen=True)
class Pose:
    """Standing somewhere and looking somewhere."""

    x_m: float
    y_m: float
    heading_rad: float
    pitch_rad: float = 0.0
    eye_m: float = EYE_M
    stop: str = ""
    """Name of the tour stop this is, if it is one."""


def reachable(plan: StorePlan) -> NDArray[np.bool_]:
    """(rows, columns) bool, row 0 at the entrance: where a shopper can walk to. See `FloorMap` for the cells."""
    return FloorMap(plan).reached()


def shortest_path(plan: StorePlan, start: Point, goal: Point) -> tuple[Point, ...]:
    """The shortest walk between two points; empty when there is none. For many, keep a `FloorMap`."""
    return FloorMap(plan).shortest_path(start, goal)


def clamp_step(plan: StorePlan, start: Point, goal: Point) -> Point:
    """Where a step ends: never inside a thing, sliding along it. For a frame loop, keep a `FloorMap`."""
    return FloorMap(plan).clamp_step(start, goal)


def tour_stops(plan: StorePlan, floor_map: FloorMap | None = None) -> tuple[TourStop, ...]:
    """At least ten named places, the most telling ones first, all on floor one can walk to from the entrance."""
    return named_stops(plan, floor_map or FloorMap(plan))


def tour_path(plan: StorePlan, seed: int, floor_map: FloorMap | None = None) -> tuple[Pose, ...]:
    """A walk from the entrance past every stop: at each stop a pose that looks as the stop says.

    The seed varies the order; each next stop is one of the nearest. The same plan and seed give the same walk.
    """
    walk = floor_map or FloorMap(plan)
    rng = random.Random(seed)  # noqa: S311 - a walk, no secret
    first, *left = tour_stops(plan, walk)
    poses = [_at(first)]
    while left:
        here = poses[-1]
        left.sort(key=lambda s: (math.hypot(s.x_m - here.x_m, s.y_m - here.y_m), s.name))
        stop = left.pop(min(len(left) - 1, rng.choice((0, 0, 0, 1))))
        poses.extend(_walked(walk.shortest_path((here.x_m, here.y_m), (stop.x_m, stop.y_m))))
        poses.append(_at(stop))
    return tuple(poses)


def _at(stop: TourStop) -> Pose:
    return Pose(stop.x_m, stop.y_m, stop.heading_rad, stop.pitch_rad, stop.eye_m, stop.name)


def _walked(points: Sequence[Point]) -> list[Pose]:
    """Poses between the ends of a walk, each looking where one goes next."""
    return [Pose(x, y, math.atan2(-(nx - x), ny - y)) for (x, y), (nx, ny) in pairwise(points[1:])]


def poses_along(path: Sequence[Pose], count: int) -> tuple[Pose, ...]:
    """`count` poses at equal walking distances along a path, looking ahead on the way; stops look as they say."""
    if not path or count <= 0:
        return ()
    lengths = [0.0]
    for a, b in pairwise(path):
        lengths.append(lengths[-1] + math.hypot(b.x_m - a.x_m, b.y_m - a.y_m))
    out = []
    for n in range(count):
        at = lengths[-1] * n / max(1, count - 1)
        i = min(len(path) - 1, max(0, bisect.bisect_right(lengths, at) - 1))
        out.append(_between(path, lengths, i, at))
    return tuple(out)


def _between(path: Sequence[Pose], lengths: Sequence[float], i: int, at: float) -> Pose:
    here = path[i]
    if i + 1 >= len(path) or at - lengths[i] < 1e-6:
        return here
    there = path[i + 1]
    share = (at - lengths[i]) / (lengths[i + 1] - lengths[i])
    x, y = here.x_m + (there.x_m - here.x_m) * share, here.y_m + (there.y_m - here.y_m) * share
    return Pose(x, y, math.atan2(-(there.x_m - here.x_m), there.y_m - here.y_m))
