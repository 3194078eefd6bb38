"""The shopper's hands as shapes: a slim wand for a controller, rounded fingers for a bare hand. Pure: metres."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from client.features.pointing.strokes import F64, U8, Faces, as_bytes

AROUND = 8
_LIGHT = np.array((-0.32, -0.45, 0.83)) / math.sqrt(0.32**2 + 0.45**2 + 0.83**2)
_SHADE, _GLOW = 0.52, 0.48
"""What is seen of a colour in the shade, and how much the light adds."""

_GRAPHITE, _PEARL, _TEAL = (0.36, 0.39, 0.42), (0.86, 0.88, 0.89), (0.10, 0.66, 0.70)
SKIN = (0.80, 0.83, 0.86)
"""Neither anyone's skin nor nobody's: cool and light, like a glove."""

WAND: tuple[tuple[float, float, tuple[float, float, float]], ...] = (
    (-0.080, 0.0, _GRAPHITE), (-0.079, 0.005, _GRAPHITE), (-0.074, 0.0085, _GRAPHITE), (-0.03, 0.0100, _GRAPHITE),
    (0.012, 0.0110, _GRAPHITE), (0.0125, 0.0117, _PEARL), (0.020, 0.0117, _PEARL), (0.0205, 0.0106, _GRAPHITE),
    (0.045, 0.0072, _GRAPHITE), (0.0595, 0.0050, _GRAPHITE), (0.060, 0.0058, _TEAL), (0.066, 0.0052, _TEAL),
    (0.0695, 0.0030, _TEAL), (0.070, 0.0, _TEAL),
)  # fmt: skip
"""Along the wand, from its end to its tip: how far ahead of the palm, how thick (radius), which colour."""

_CHAINS = ((1, 2, 3, 4, 5), *((1, first, first + 1, first + 2, first + 3, first + 4) for first in (6, 11, 16, 21)))
_WEB = ((7, 12), (12, 17), (17, 22), (6, 11), (11, 16), (16, 21), (2, 6))
BONES: tuple[tuple[int, int], ...] = (*(pair for chain in _CHAINS for pair in pairwise(chain)), *_WEB)
"""Pairs of joints, numbered as XrHandJointEXT does, that a rounded bone lies between."""
_ENDS = np.array(BONES)
JOINTS = 26
_CAPS = np.array([(-1.0, -0.7, 0.0, 0.0, 0.7, 1.0), (0.0, 0.714, 1.0, 1.0, 0.714, 0.0), (0.0, 0.0, 0.0, 1.0, 1.0, 1.0)])
"""Rings of a bone: how far beyond its end and how thick (in radii), and at which end."""
_COS, _SIN = (turned(np.arange(AROUND) / AROUND * math.tau) for turned in (np.cos, np.sin))
RINGS = 6
BONE_POINTS = RINGS * AROUND


def _radius(joint: int) -> float:
    """How thick a hand is at a joint."""
    if joint == 1:
        return 0.021
    finger, along = (joint - 2, 4) if joint < 6 else ((joint - 6) % 5, 5)
    thick = 0.0125 - 0.0013 * finger * 4 / (along - 1)
    return thick * (0.86 if joint >= 21 else 1.0) + (0.002 if finger == 0 else 0.0)


_RADII = np.array([_radius(joint) for joint in range(JOINTS)])


def tube_faces(rings: int, around: int = AROUND) -> Faces:
    """(n, 3) Triangles between neighbouring rings of points."""
    faces: list[tuple[int, int, int]] = []
    for ring in range(rings - 1):
        for i in range(around):
            a, b = ring * around + i, ring * around + (i + 1) % around
            faces += [(a, b, a + around), (b, b + around, a + around)]
    return np.array(faces, np.uint16)


def wand() -> tuple[F64, F64, F64]:
    """(n, 3) places with the palm at the origin and the tip along +Y, (n, 3) normals, (n, 3) colours, in rings."""
    profile = np.array([(along, radius) for along, radius, _ in WAND])
    slope = np.gradient(profile, axis=0)
    angle = np.arange(AROUND) / AROUND * math.tau
    places, normals, colours = [], [], []
    for (along, radius), (ahead, wider), (_, _, colour) in zip(profile, slope, WAND, strict=True):
        out = np.stack([np.cos(angle), np.zeros(AROUND), np.sin(angle)], axis=1)
        places.append(out * radius + (0.0, along, 0.0))
        normal = out * ahead - np.array((0.0, wider, 0.0))
        normals.append(normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9))
        colours.append(np.tile(colour, (AROUND, 1)))
    return np.concatenate(places), np.concatenate(normals), np.concatenate(colours)


def lit(normals: F64, colours: NDArray[np.floating]) -> U8:
    """(n, 4) Colours as a soft light from above shows them. `normals`: (n, 3), in the store's space."""
    light = _SHADE + _GLOW * (0.5 + 0.5 * normals @ _LIGHT)
    shaded = np.ones((len(normals), 4))
    shaded[:, :3] = colours * light[:, None]
    return as_bytes(shaded)


def bones(joints: F64) -> tuple[F64, F64]:
    """(n, 3) places and normals of a bare hand with its 26 joints (26, 3) there, `BONE_POINTS` a bone."""
    a, b = joints[_ENDS[:, 0]], joints[_ENDS[:, 1]]
    way = _unit(b - a)
    side = _unit(_crossed(way, np.where(np.abs(way[:, 2:]) < 0.9, (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))))
    out = _COS[None, :, None] * side[:, None, :] + _SIN[None, :, None] * _crossed(way, side)[:, None, :]
    beyond, thick, far = _CAPS
    # The rings of a cap lie on a ball, so that what leads to them from its middle has unit length.
    normals = out[:, None] * thick[None, :, None, None] + (way[:, None, :] * beyond[:, None])[:, :, None, :]
    middles = a[:, None, :] + (b - a)[:, None, :] * far[:, None]
    radii = np.where(far > 0.5, _RADII[_ENDS[:, 1]][:, None], _RADII[_ENDS[:, 0]][:, None])
    places = middles[:, :, None, :] + normals * radii[:, :, None, None]
    return places.reshape(-1, 3), normals.reshape(-1, 3)


def _unit(vectors: F64) -> F64:
    long: F64 = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return vectors / np.maximum(long, 1e-6)


def _crossed(a: F64, b: F64) -> F64:
    """Row by row; the library's own is made for vectors of any size, and takes four times as long."""
    crossed: F64 = a[:, [1, 2, 0]] * b[:, [2, 0, 1]] - a[:, [2, 0, 1]] * b[:, [1, 2, 0]]
    return crossed


def bone_faces() -> Faces:
    """(n, 3) The triangles of all bones."""
    one = tube_faces(RINGS).astype(np.int64)
    return np.concatenate([one + BONE_POINTS * i for i in range(len(BONES))]).astype(np.uint16)
