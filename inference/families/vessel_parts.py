"""Walls of vessels from outer profiles, handles, spouts, lids."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import ellipse, fillet, rounded_rectangle, smooth_path
from inference.families.geometry import Mesh
from inference.families.solids import lathe, sweep, tube

F64 = NDArray[np.float64]


def hollow(outer: F64, wall: float, floor: float, lip: int = 4) -> F64:
    """A closed profile of a vessel: up the outside (from the rim of the foot), over a round lip, down the inside.

    outer: (n, 2) radius and height from the bottom edge to the rim. wall, floor: thickness in metres.
    """
    steps = np.gradient(outer, axis=0)
    normal = np.stack([steps[:, 1], -steps[:, 0]], axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    inner = outer - normal * wall
    inner = inner[(inner[:, 1] > floor + wall * 0.4) & (inner[:, 0] > wall * 0.3)]
    if len(inner) < 2:
        inner = np.array([[outer[-1, 0] - wall, floor + wall], [outer[-1, 0] - wall, outer[-1, 1]]])
    middle, half = (outer[-1] + inner[-1]) / 2, (outer[-1] - inner[-1]) / 2
    up = np.array([-half[1], half[0]])
    angle = np.linspace(0, np.pi, lip + 2)[1:-1, None]
    rim = middle + np.cos(angle) * half + np.sin(angle) * up * np.sign(up[1] if abs(up[1]) > 1e-9 else 1.0)
    first = inner[0]
    floor_curve = np.array([[first[0] * 0.93, floor + (first[1] - floor) * 0.3], [first[0] * 0.75, floor]])
    start = np.array([[0.0, 0.0]]) if outer[0, 1] <= 1e-9 else np.array([[0.0, outer[0, 1]]])
    return np.concatenate([start, outer, rim, inner[::-1], floor_curve, [[0.0, floor]]])


def foot_ring(outer: F64, ring: float = 0.002) -> F64:
    """The outer profile started on a small foot ring: a shadow line where the vessel meets the table."""
    r = max(float(outer[0, 0]) * 0.86, 0.004)
    return np.concatenate([[[r, 0.0], [r + 0.0015, 0.0], [r + 0.002, ring]], outer + (0.0, ring)])


def vessel(
    a: Assembly, outer: F64, wall: float, floor: float = 0.005, segments: int = 44, crease: float = 38.0
) -> Mesh:
    """A revolved vessel with a true inside."""
    profile = foot_ring(outer)
    return lathe(hollow(profile, wall, floor), a.segments(segments, 14), crease)


def radius_at(outer: F64, y: float) -> float:
    """Outer radius at a height."""
    order = np.argsort(outer[:, 1])
    return float(np.interp(y, outer[order, 1], outer[order, 0]))


def loop_handle(
    a: Assembly, outer: F64, low: float, high: float, reach: float, thick: float, style: str, flat: float = 1.5
) -> Mesh:
    """A cup handle towards +x between two heights of the wall; both ends sink into the wall."""
    r0, r1 = radius_at(outer, low), radius_at(outer, high)
    sink = thick * 0.35
    span = high - low
    shapes = {
        "ear": [
            [r1 - sink, high],
            [r1 + reach * 0.6, high + 0.06 * span],
            [r1 + reach, high - span * 0.28],
            [r0 + reach * 0.72, low + span * 0.22],
            [r0 + reach * 0.22, low + 0.02 * span],
            [r0 - sink, low],
        ],
        "round": [
            [r1 - sink, high],
            [r1 + reach * 0.7, high - span * 0.06],
            [max(r0, r1) + reach, (low + high) / 2],
            [r0 + reach * 0.7, low + span * 0.06],
            [r0 - sink, low],
        ],
    }
    if style == "square":
        out = max(r0, r1) + reach
        flat_path = fillet(
            [[r1 - sink, high], [out, high], [out, low], [r0 - sink, low]], thick * 1.3, a.segments(5, 2)
        )
    else:
        flat_path = smooth_path(shapes[style], a.segments(22, 9))
    path = np.column_stack([flat_path, np.zeros(len(flat_path))])
    section = (
        ellipse(thick, thick * flat, a.segments(12, 6))
        if style != "square"
        else rounded_rectangle(thick, thick * flat, thick * 0.3, 2)
    )
    return sweep(path, section, up=(0, 0, 1))


def spout(a: Assembly, path: F64, base: float, tip: float) -> Mesh:
    """A tapered spout along a path that starts inside the wall."""
    radii = np.linspace(base, tip, len(path))
    return tube(path, radii, a.segments(16, 7), round_ends=0)
