"""Two eyes seen as one: where a camera stands whose view holds both eyes' views. Pure mathematics.

Axes are the camera's own: x to the right, y ahead, z up. Matrices act on columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Vec3 = tuple[float, float, float]
Quat = tuple[float, float, float, float]
"""w, x, y, z; unit length."""

_LEAST, _MOST = 0.1, 20.0
"""How far a view reaches to every side at least and at most, as tangents."""


@dataclass(frozen=True)
class EyeLook:
    """Where an eye is (metres), how it is turned, and the tangents of its left, right, upper and lower edge."""

    position: Vec3
    turn: Quat
    tangents: tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class BothEyes:
    """A camera that sees all that the eyes see.

    clip: (2, 4, 4), from the camera's space to each eye's clip space. at: (2, 3), the eyes in the camera's space.
    """

    position: Vec3
    turn: Quat
    tangents: tuple[float, float, float, float]
    clip: F64
    at: F64


def between(looks: Sequence[EyeLook], near_m: float, far_m: float) -> BothEyes:
    """The camera between two eyes (left first): turned as the mean of both, as far back as it takes to see all."""
    turns = [np.asarray(look.turn, dtype=np.float64) for look in looks]
    if turns[0] @ turns[1] < 0.0:
        turns[1] = -turns[1]
    mean = turns[0] + turns[1]
    mean /= np.linalg.norm(mean)
    axes = rotation(mean)
    middle = np.mean([look.position for look in looks], axis=0)
    turned = [axes.T @ rotation(turn) for turn in turns]
    left, right, up, down = edges = _union(looks, turned)
    eyes = np.array([axes.T @ (np.asarray(look.position) - middle) for look in looks])
    # A view is convex: it holds another one whose tip lies in it and whose edges open no wider.
    x, y, z = eyes.T
    back = max(0.0, *(x / left - y), *(x / right - y), *(z / up - y), *(z / down - y))
    at = eyes + np.array([0.0, back, 0.0])
    clip = np.array(
        [
            _projection(look.tangents, near_m, far_m) @ _into(turn, eye)
            for look, turn, eye in zip(looks, turned, at, strict=True)
        ]
    )
    px, py, pz = (float(v) for v in middle - axes @ (0.0, back, 0.0))
    w, i, j, k = (float(v) for v in mean)
    return BothEyes((px, py, pz), (w, i, j, k), edges, clip, at)


def rotation(turn: Sequence[float] | F64) -> F64:
    """(3, 3) matrix of a unit quaternion w, x, y, z."""
    w, x, y, z = turn
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def _union(looks: Sequence[EyeLook], turned: Sequence[F64]) -> tuple[float, float, float, float]:
    """The widest tangents of all corners of both views."""
    corners = np.array(
        [turn @ (x, 1.0, z) for look, turn in zip(looks, turned, strict=True)
         for x in look.tangents[:2] for z in look.tangents[2:]]
    )  # fmt: skip
    ahead = np.maximum(corners[:, 1], 1e-6)
    across, above = corners[:, 0] / ahead, corners[:, 2] / ahead
    low, high = np.array([across.min(), above.min()]), np.array([across.max(), above.max()])
    left, down = (float(v) for v in np.clip(low, -_MOST, -_LEAST))
    right, up = (float(v) for v in np.clip(high, _LEAST, _MOST))
    return left, right, up, down


def _into(turn: F64, eye: F64) -> F64:
    """From the camera's space to the eye's."""
    view = np.eye(4)
    view[:3, :3] = turn.T
    view[:3, 3] = -turn.T @ eye
    return view


def _projection(tangents: tuple[float, float, float, float], near_m: float, far_m: float) -> F64:
    """OpenGL's perspective (specification of version 2.1, glFrustum) for axes where y leads ahead and z up."""
    left, right, up, down = tangents
    width, height, depth = right - left, up - down, far_m - near_m
    return np.array(
        [
            [2.0 / width, -(right + left) / width, 0.0, 0.0],
            [0.0, -(up + down) / height, 2.0 / height, 0.0],
            [0.0, (far_m + near_m) / depth, 0.0, -2.0 * far_m * near_m / depth],
            [0.0, 1.0, 0.0, 0.0],
        ]
    )
