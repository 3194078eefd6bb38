"""Rings as points and triangles, around a line of sight along +Y: sizes are per metre of distance. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

Colour = tuple[float, float, float, float]
Point = tuple[float, float, float]
Shape = tuple[list[tuple[Point, Colour]], list[tuple[int, int, int]]]


def rings(bands: Sequence[tuple[float, Colour]], share: float = 1.0, steps: int = 48) -> Shape:
    """Circles of these half angles (radians) with their colours, filled in between; `share` of a turn, clockwise."""
    count = max(1, round(steps * share))
    points: list[tuple[Point, Colour]] = []
    faces: list[tuple[int, int, int]] = []
    for half_rad, colour in bands:
        r = math.tan(half_rad)
        for i in range(count + 1):
            turn = i / steps * math.tau
            points.append(((math.sin(turn) * r, 1.0, math.cos(turn) * r), colour))
    for band in range(len(bands) - 1):
        a, b = band * (count + 1), (band + 1) * (count + 1)
        for i in range(count):
            faces += [(a + i, a + i + 1, b + i), (a + i + 1, b + i + 1, b + i)]
    return points, faces


def vignette(strength: float) -> Shape:
    """A soft dark ring: nothing in the middle, dark at the edge; the stronger, the further in it reaches."""
    clear, dark = math.radians(46 - 24 * strength), math.radians(60 - 22 * strength)
    deep = min(1.0, 0.35 + 0.75 * strength)
    steps = [i / 8 for i in range(9)]
    bands = [(clear + (dark - clear) * t, (0.02, 0.02, 0.025, deep * t * t * (3 - 2 * t))) for t in steps]
    return rings([*bands, (math.radians(84), (0.02, 0.02, 0.025, deep))])
