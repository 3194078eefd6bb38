"""What wall things share: outlines, frames around them. Their back is at z = 0, their front to +z."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import arc, ellipse, rounded_rectangle, superellipse
from inference.families.geometry import Mesh
from inference.families.joinery import frame_finish
from inference.families.materials import LACQUERS, METALS, WOODS, Finish, rattan
from inference.families.solids import extrude, inset

F64 = NDArray[np.float64]
FRAMES = (*WOODS, *LACQUERS[:5], *METALS[2:7], "rattan")


def border(key: str) -> Finish:
    """The frame's surface."""
    return rattan() if key == "rattan" else frame_finish(key)


def shape_outline(shape: str, w: float, h: float, count: int) -> F64:
    """A counter-clockwise outline centred at the origin; arches are round on top, pebbles uneven."""
    if shape == "round":
        return ellipse(w, h, count)
    if shape == "squircle":
        return superellipse(w, h, 3.6, count)
    if shape == "pebble":
        angle = 2 * np.pi * np.arange(count) / count
        k = 1 + 0.1 * np.sin(2 * angle + 0.6) + 0.06 * np.sin(3 * angle + 2.0)
        points = ellipse(w, h, count) * k[:, None]
        size = np.ptp(points, axis=0)
        return np.asarray((points - (points.min(axis=0) + points.max(axis=0)) / 2) * (w, h) / size)
    if shape == "arch":
        r = w / 2
        top = arc(r, 0.0, np.pi, count // 2, (0.0, h / 2 - r))
        return np.concatenate([[[-r, -h / 2], [r, -h / 2]], top])
    return rounded_rectangle(w, h, 0.004 if shape == "rectangle" else 0.06 * min(w, h), max(1, count // 12))


def frame_ring(outline: F64, width: float, depth: float, round_: float, a: Assembly) -> Mesh:
    """A frame around an outline (its outer edge): a plate with the inside cut out; back at z = 0."""
    inner = inset(outline, width)
    bevel = min(0.0015 + round_ * min(depth, width) * 0.42, 0.42 * width)
    return extrude(outline, depth, bevel, a.segments(4, 1) if round_ > 0.3 else 2, [inner]).moved(z=depth / 2)
