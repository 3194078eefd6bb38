"""Beams, arcs and reticles as points and triangles. Pure: metres, the store's space unless said otherwise."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from client.headset.api import Quat, Vec3
from client.interaction.rig import about_x, about_z, multiply

F64 = NDArray[np.float64]
U8 = NDArray[np.uint8]
Faces = NDArray[np.uint16]
Colour = tuple[float, float, float, float]

LANES = (-1.0, -0.55, 0.0, 0.55, 1.0)
"""Across a band: its soft dark edge, its bright middle, and the edge again; so it is seen on light and dark."""
_INK = (0.04, 0.06, 0.08)
_STEEPEST = math.cos(math.radians(60))


def curve(start: Vec3, way: Vec3, end: Vec3, points: int) -> F64:
    """(points, 3) A path that leaves along the unit vector `way` and bends to `end` (a quadratic Bezier curve)."""
    a, b = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    control = a + np.asarray(way) * (0.5 * float(np.linalg.norm(b - a)))
    t = np.linspace(0.0, 1.0, points)[:, None]
    path: F64 = (1 - t) ** 2 * a + 2 * t * (1 - t) * control + t * t * b
    return path


def band(path: F64, eye: Vec3, half_rad: float, least_m: float) -> F64:
    """(len(path) * len(LANES), 3) A band along a path that shows its face to the eye, as wide at any distance."""
    toward = path - np.asarray(eye)
    away = np.linalg.norm(toward, axis=1, keepdims=True)
    across = np.cross(np.gradient(path, axis=0), toward)
    long = np.linalg.norm(across, axis=1, keepdims=True)
    across = np.where(long > 1e-9, across / np.maximum(long, 1e-9), (0.0, 0.0, 1.0))
    half = np.maximum(least_m, away * math.tan(half_rad))
    lanes = np.asarray(LANES)[None, :, None]
    places: F64 = (path[:, None, :] + (across * half)[:, None, :] * lanes).reshape(-1, 3)
    return places


def band_faces(points: int) -> Faces:
    """(n, 3) The triangles of a band of so many points."""
    wide = len(LANES)
    corner = (np.arange(points - 1)[:, None] * wide + np.arange(wide - 1)[None, :]).ravel()
    faces = [
        np.stack([corner, corner + 1, corner + wide], 1),
        np.stack([corner + 1, corner + wide + 1, corner + wide], 1),
    ]
    return np.concatenate(faces).astype(np.uint16)


def band_colours(points: int, colour: Colour, alpha: F64) -> U8:
    """(points * lanes, 4) Bright in the middle, dark and soft at the edges; `alpha` (points,) along the band."""
    shades = np.array([(*_INK, 0.0), (*_INK, 0.5), colour, (*_INK, 0.5), (*_INK, 0.0)])
    rows = np.repeat(shades[None, :, :], points, axis=0)
    rows[..., 3] *= alpha[:, None]
    return as_bytes(rows.reshape(-1, 4))


def as_bytes(colours: NDArray[np.floating]) -> U8:
    """Shares of one as bytes."""
    return np.clip(np.round(np.asarray(colours) * 255.0), 0, 255).astype(np.uint8)


def discs(bands: Sequence[tuple[float, Colour]], around: int = 40) -> tuple[F64, U8, Faces]:
    """Circles in the X-Z plane, facing -Y, with their colours, filled in between: places, colours, faces."""
    angle = np.arange(around) / around * math.tau
    rim = np.stack([np.sin(angle), np.zeros(around), np.cos(angle)], axis=1)
    places = np.concatenate([rim * radius for radius, _ in bands])
    colours = np.repeat(np.array([colour for _, colour in bands]), around, axis=0)
    faces: list[tuple[int, int, int]] = []
    for ring in range(len(bands) - 1):
        for i in range(around):
            a, b = ring * around + i, ring * around + (i + 1) % around
            faces += [(a, b, a + around), (b, b + around, a + around)]
    return places, as_bytes(colours), np.array(faces, np.uint16)


def joined(*parts: tuple[F64, U8, Faces]) -> tuple[F64, U8, Faces]:
    """Several shapes as one."""
    faces, before = [], 0
    for places, _, own in parts:
        faces.append(own + before)
        before += len(places)
    return (
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate(faces).astype(np.uint16),
    )


def facing(normal: Vec3, at: Vec3, eye: Vec3) -> Quat:
    """The turn that lays what faces -Y onto a surface with this unit normal.

    On one that is seen too flatly it tilts up to the eye, to stay round.
    """
    toward = np.asarray(eye, dtype=np.float64) - np.asarray(at)
    away = float(np.linalg.norm(toward))
    n = np.asarray(normal, dtype=np.float64)
    if away > 1e-6:
        toward /= away
        if float(n @ toward) < 0.0:
            n = -n
        flat = float(n @ toward)
        if flat < _STEEPEST:
            n = n + toward * (_STEEPEST - flat)
    x, y, z = (float(v) for v in n / max(float(np.linalg.norm(n)), 1e-9))
    return multiply(about_z(math.atan2(x, -y)), about_x(math.asin(max(-1.0, min(1.0, -z)))))
