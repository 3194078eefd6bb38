"""How near a reconstruction is to the truth. The protocol is in `PROTOCOL`, and every figure here follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_fill_holes
from scipy.spatial import cKDTree

from inference.reconstruction.solid import F64, Solid, turned

PROTOCOL: Final = (
    "Both models are scaled to a bounding diagonal of 1; of 24 yaws the best three (by Chamfer distance) start an ICP "
    "over yaw, translation and uniform scale, the best of which counts. 20,000 surface points each. Chamfer: mean of "
    "the two mean distances. F: harmonic mean of precision and recall within 0.02 and 0.05. IoU: 64 cells along the "
    "longest side of both, surface cells and what they enclose. Silhouette IoU: 8 views at 22.5, 67.5 ... degrees, 25 "
    "from above, both in one frame. A refused photo counts as 0 in every mean but that of the Chamfer distance."
)
_POINTS: Final = 20_000
_ROUGH: Final = 1_500
_FINE: Final = 4_000
_YAWS: Final = 24
_STARTS: Final = 3
_ROUNDS: Final = 30
_CELLS: Final = 64
_VOLUME_POINTS: Final = 400_000
_VIEWS: Final = 8
_PICTURE: Final = 128


@dataclass(frozen=True)
class Verdict:
    """Chamfer in shares of the true diagonal; the rest in 0..1, more is better."""

    chamfer: float
    f02: float
    f05: float
    iou: float
    silhouette_iou: float


def judge(made: Solid, truth: Solid) -> Verdict:
    """One against the truth. Raises ValueError for a model without surface."""
    truth = truth.unit()
    made = aligned(made.unit(), truth)
    ours, theirs = made.points(_POINTS, 1), truth.points(_POINTS, 2)
    there, back = cKDTree(theirs).query(ours)[0], cKDTree(ours).query(theirs)[0]
    return Verdict(
        float(there.mean() + back.mean()) / 2,
        _f_score(there, back, 0.02),
        _f_score(there, back, 0.05),
        volume_iou(made, truth),
        _silhouette_iou(made, truth),
    )


def aligned(made: Solid, truth: Solid) -> Solid:
    """The first brought onto the second; both of about unit diagonal around the origin."""
    ours, theirs = made.points(_ROUGH, 3), truth.points(_ROUGH, 4)
    tree = cKDTree(theirs)
    costs = []
    yaws = np.arange(_YAWS) * 2 * np.pi / _YAWS
    for yaw in yaws:
        moved = turned(ours, 1.0, yaw)
        costs.append(tree.query(moved)[0].mean() + cKDTree(moved).query(theirs)[0].mean())
    ours, theirs = made.points(_FINE, 3), truth.points(_FINE, 4)
    found = [_icp(ours, theirs, yaws[start]) for start in np.argsort(costs, kind="stable")[:_STARTS]]
    _, scale, yaw, offset = min(found, key=lambda one: one[0])
    return made.moved(scale, yaw, offset)


def _icp(ours: F64, theirs: F64, yaw: float) -> tuple[float, float, float, F64]:
    """Cost, scale, yaw, offset. Pairs are taken both ways, so that it does not pay to shrink onto a detail."""
    scale, offset, tree = 1.0, np.zeros(3), cKDTree(theirs)
    best = (np.inf, scale, yaw, offset)
    for _ in range(_ROUNDS):
        moved = turned(ours, scale, yaw) + offset
        there, to = tree.query(moved)
        back, source = cKDTree(moved).query(theirs)
        cost = float(there.mean() + back.mean())
        if cost > best[0] - 1e-6:
            break
        best = (cost, scale, yaw, offset)
        scale, yaw, offset = _fitted(np.concatenate([ours, ours[source]]), np.concatenate([theirs[to], theirs]))
    return best


def _fitted(p: F64, q: F64) -> tuple[float, float, F64]:
    """Least squares scale, yaw and offset that take p to q: the plane part as complex numbers (Umeyama's in 2D)."""
    pm, qm = p.mean(axis=0), q.mean(axis=0)
    a, b = p - pm, q - qm
    # turned() takes (x, z) to (cx + sz, -sx + cz): multiplication of z + ix by e^(i yaw).
    cross = np.sum(np.conj(a[:, 2] + 1j * a[:, 0]) * (b[:, 2] + 1j * b[:, 0]))
    yaw = float(np.angle(cross))
    scale = float((abs(cross) + np.sum(a[:, 1] * b[:, 1])) / max(float(np.sum(a * a)), 1e-12))
    scale = min(max(scale, 0.25), 4.0)
    return scale, yaw, qm - turned(pm[None], scale, yaw)[0]


def _f_score(there: F64, back: F64, within: float) -> float:
    precision, recall = float((there <= within).mean()), float((back <= within).mean())
    return 2 * precision * recall / max(precision + recall, 1e-12)


def volume_iou(made: Solid, truth: Solid) -> float:
    """Shared over joint volume on a grid over both. Of a surface with wide openings the shell alone is compared."""
    both = np.concatenate([made.positions, truth.positions])
    low, high = both.min(axis=0), both.max(axis=0)
    cell = float((high - low).max()) / _CELLS
    one, other = (_filled(s.points(_VOLUME_POINTS, 5), low, cell) for s in (made, truth))
    return float((one & other).sum() / max((one | other).sum(), 1))


def _filled(points: F64, low: F64, cell: float) -> NDArray[np.bool_]:
    grid = np.zeros((_CELLS + 2,) * 3, bool)
    at = np.clip(((points - low) / cell).astype(np.int64), 0, _CELLS - 1) + 1
    grid[at[:, 0], at[:, 1], at[:, 2]] = True
    return np.asarray(binary_fill_holes(grid), bool)


def _silhouette_iou(made: Solid, truth: Solid) -> float:
    shares = []
    for view in range(_VIEWS):
        around = 2 * np.pi * (view + 0.5) / _VIEWS
        one, other = (outline(s, around, np.radians(25.0)) for s in (made, truth))
        shares.append((one & other).sum() / max((one | other).sum(), 1))
    return float(np.mean(shares))


def outline(solid: Solid, azimuth_rad: float, elevation_rad: float) -> NDArray[np.bool_]:
    """What a solid of unit diagonal covers from far away, a picture two diagonals wide."""
    from PIL import Image, ImageDraw

    flat = turned(solid.positions, 1.0, -azimuth_rad)
    up = flat[:, 1] * np.cos(elevation_rad) - flat[:, 2] * np.sin(elevation_rad)
    corners = np.stack([flat[:, 0], -up], axis=1)[solid.triangles] * (_PICTURE * 0.6) + _PICTURE / 2
    image = Image.new("1", (_PICTURE, _PICTURE))
    pen = ImageDraw.Draw(image)
    for triangle in corners.reshape(-1, 6).tolist():
        pen.polygon(triangle, fill=1)
    return np.asarray(image, bool)
