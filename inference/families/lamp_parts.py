"""Shades, bulbs, stems and cables of lamps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import arc, smooth_path
from inference.families.geometry import Mesh, around, join
from inference.families.materials import Finish, fabric, glass, metal, opal_glass, painted_metal, paper, plain, rattan
from inference.families.solids import box, lathe, tube

F64 = NDArray[np.float64]
SHADES = ("drum", "cone", "dome", "globe", "lantern", "mushroom", "bell", "cylinder", "pleated", "woven")
SHADE_MATERIALS = ("linen", "paper", "metal", "opal", "glass", "rattan")


def shade_finish(material: str, colour: str) -> Finish:
    """A shade's surface; translucent ones glow from inside."""
    if material == "linen":
        return _lit(fabric("linen", colour), 0.22)
    if material == "paper":
        return paper(0.3)
    if material == "opal":
        return opal_glass(0.55)
    if material == "glass":
        return glass("clear") if colour in ("snow", "ivory", "fog") else glass(colour)
    if material == "rattan":
        return rattan()
    return painted_metal(colour)


def _lit(finish: Finish, emission: float) -> Finish:
    return replace(finish, emission=emission, double_sided=True)


def bulb_finish() -> Finish:
    """A lit bulb."""
    return plain("bulb", (1.0, 0.93, 0.8), 0.4, emission=3.0)


def shade_profile(style: str, r: float, h: float, top: float) -> F64:
    """Outer (radius, y) points from the lower rim (y = 0) up to the top (y = h); `top` is the top radius over r."""
    t = np.linspace(0.0, 1.0, 13)
    if style in ("drum", "cylinder", "cone", "pleated"):
        return np.array([[r, 0.0], [r * (1 + top) / 2, h / 2], [r * top, h]])
    if style == "dome":
        a = t * np.pi / 2 * 0.96
        return np.stack([r * np.cos(a), h * np.sin(a)], axis=1)
    if style == "mushroom":
        return smooth_path([[r * 0.9, 0], [r, h * 0.16], [r * 0.93, h * 0.5], [r * 0.62, h * 0.86], [r * 0.12, h]], 16)
    if style == "bell":
        return smooth_path([[r, 0], [r * 0.9, h * 0.16], [r * 0.66, h * 0.5], [r * 0.5, h * 0.82], [r * 0.18, h]], 16)
    if style in ("lantern", "woven"):
        return smooth_path([[r * 0.5, 0], [r * 0.88, h * 0.2], [r, h * 0.5], [r * 0.86, h * 0.8], [r * 0.42, h]], 15)
    low = np.arcsin(0.3)
    return arc(1.0, -np.pi / 2 + low, np.pi / 2 - low * 0.7, 15) * (r, h / 2) + (0, h / 2)


def shade(a: Assembly, style: str, r: float, h: float, top: float, ribs: int = 0) -> Mesh:
    """A thin closed shade, its lower rim at y = 0 on the axis."""
    outer = shade_profile(style, r, h, top)
    if a.detail < 0.5 and len(outer) > 6:
        outer = outer[:: max(1, round(0.5 / a.detail))]
    steps = np.gradient(outer, axis=0)
    normal = np.stack([steps[:, 1], -steps[:, 0]], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    inner = outer - normal * min(0.0025, r * 0.03)
    inner[:, 0] = np.maximum(inner[:, 0], 0.002)
    loop = np.concatenate([outer, inner[::-1], outer[:1]])
    made = lathe(loop, a.segments(48, 14), 45)
    if style == "pleated" or ribs:
        count = ribs or 36

        def pleated(p: F64) -> F64:
            angle = np.arctan2(p[:, 0], p[:, 2])
            return np.asarray(p * np.stack([k := 1 + 0.022 * np.cos(count * angle), np.ones(len(p)), k], axis=1))

        made = lathe(loop, a.segments(count * 4, 24), 45).deformed(pleated)
    if style == "lantern":
        rings = [
            tube(_ring(float(pr) + 0.0008, float(py), a.segments(24, 10)), 0.0014, 5, closed=True)
            for pr, py in outer[1:-1:2]
        ]
        return join([made, *rings])
    return made


def _ring(r: float, y: float, count: int) -> F64:
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.stack([r * np.sin(angle), np.full(count, y), r * np.cos(angle)], axis=1)


def bulb(a: Assembly, r: float = 0.03) -> Mesh:
    """A round bulb around the origin with its neck up to y = 2.2 r."""
    profile = smooth_path(
        [[0.0, -r], [r * 0.75, -r * 0.72], [r, 0.0], [r * 0.72, r * 0.8], [r * 0.45, r * 1.5], [r * 0.4, r * 2.2]], 18
    )
    profile[0, 0] = 0.0
    return lathe(np.concatenate([profile, [[0.0, r * 2.2]]]), a.segments(20, 8), 60)


def spider(r: float, y: float, sides: int) -> Mesh:
    """The three spokes that hold a shade on its stem."""
    return around(tube(np.array([[0, y, 0], [0, y, r]]), 0.0018, sides), 3)


def cable(a: Assembly, start: F64, reach: float) -> Mesh:
    """A cable that leaves the base at the back and lies on the floor or table in a gentle S."""
    bends = [[0, 0.006, 0], [0, 0.003, -0.3 * reach], [0.18 * reach, 0, -0.62 * reach], [0.1 * reach, 0, -reach]]
    points = start + np.array(bends)
    points[2:, 1] = 0.0028
    return tube(smooth_path(points, a.segments(26, 10)), 0.0028, a.segments(7, 5), round_ends=2)


def plug() -> Mesh:
    """A small plug body."""
    return box(0.026, 0.02, 0.04, 0.006, 2)


def stem_metals() -> tuple[str, ...]:
    """Metals that lamps are made of."""
    return ("brass", "polished_brass", "chrome", "black_steel", "white_steel", "copper", "steel")


def lamp_metal(key: str) -> Finish:
    """One of them."""
    return metal(key)
