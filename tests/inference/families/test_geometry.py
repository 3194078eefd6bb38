"""Solids are closed, face outwards, have the volume they should and keep the texture's scale."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from inference.families.curves import bezier, ellipse, fillet, line, resampled, rounded_rectangle, smooth_path
from inference.families.geometry import Mesh, aligned, around, both_sides, four_corners, rotation
from inference.families.soft import cushion, loft, pillow, sheet
from inference.families.solids import box, extrude, inset, lathe, slab, sweep, tube
from inference.families.textures import texture_set

_X, _Y = np.meshgrid(np.linspace(0, 1, 10), np.linspace(0, 1, 8))
SOLIDS: dict[str, Mesh] = {
    "box": box(0.4, 0.03, 0.3, 0.004),
    "sharp box": box(0.4, 0.03, 0.3, 0.0),
    "cut box": box(0.4, 0.1, 0.3, 0.02, 3, cuts=5),
    "bent box": box(0.4, 0.1, 0.1, cuts=6).deformed(lambda p: p + np.outer(p[:, 0] ** 2, (0, 1, 0))),
    "cup": lathe(fillet([[0, 0], [0.04, 0], [0.05, 0.1], [0.045, 0.1], [0.035, 0.01], [0, 0.01]], 0.004), 24),
    "ring": lathe([[0.1, 0], [0.12, 0], [0.12, 0.02], [0.1, 0.02], [0.1, 0]], 24),
    "tube": tube(smooth_path([[0, 0, 0], [0, 0.2, 0.05], [0.1, 0.4, 0]], 12), 0.01),
    "round tube": tube(line([0, 0, 0], [0, 0.4, 0], 3), [0.01, 0.015, 0.02], round_ends=3),
    "hoop": tube(np.column_stack([ellipse(0.4, 0.3, 24), np.zeros(24)]), 0.01, closed=True),
    "leg": sweep(line([0, 0, 0], [0, 0.4, 0], 3), rounded_rectangle(0.03, 0.05, 0.004, 2), [1, 0.9, 0.6]),
    "plate": extrude(rounded_rectangle(0.4, 0.3, 0.05, 5), 0.02, 0.003),
    "plate with hole": extrude(rounded_rectangle(0.4, 0.3, 0.05, 5), 0.02, 0.003, holes=[ellipse(0.1, 0.1, 16)]),
    "frame with a bevel too big": extrude(rounded_rectangle(0.4, 0.3, 0.002, 1), 0.03, 0.012),
    "top": slab(ellipse(1.0, 0.5, 40), 0.02),
    "cushion": cushion(0.5, 0.1, 0.5, piping=0.004),
    "pillow": pillow(0.5, 0.5, 0.15),
    "sheet": sheet(np.stack([_X, _Y, 0.1 * np.sin(4 * _X)], axis=2), 0.01),
    "loft": loft([np.column_stack([ellipse(0.1, 0.1, 16)[:, 0] * k, np.full(16, y), -ellipse(0.1, 0.1, 16)[:, 1] * k])
                  for k, y in ((1.0, 0.0), (1.5, 0.1), (1.2, 0.2))]),
    "four legs": four_corners(box(0.1, 0.2, 0.1).moved(x=0.3, z=0.2)),
}  # fmt: skip


def unmatched(mesh: Mesh) -> int:
    _, welded = np.unique(np.round(mesh.positions * 1e6).astype(np.int64), axis=0, return_inverse=True)
    t = welded.reshape(-1)[mesh.triangles]
    t = t[(t[:, 0] != t[:, 1]) & (t[:, 1] != t[:, 2]) & (t[:, 0] != t[:, 2])]
    edges = Counter(map(tuple, np.concatenate([t[:, [0, 1]], t[:, [1, 2]], t[:, [2, 0]]]).tolist()))
    return sum(1 for (a, b), count in edges.items() if edges.get((b, a), 0) != count)


@pytest.mark.parametrize("name", SOLIDS)
def test_solids_are_closed_and_face_outwards(name: str) -> None:
    mesh = SOLIDS[name]
    assert unmatched(mesh) == 0
    assert mesh.volume() > 0
    assert np.abs(np.linalg.norm(mesh.normals, axis=1) - 1).max() < 1e-9
    a, b, c = (mesh.positions[mesh.triangles[:, i]] for i in range(3))
    flat = np.cross(b - a, c - a)
    assert ((flat * mesh.normals[mesh.triangles].sum(axis=1)).sum(axis=1) > 0).all()


@pytest.mark.parametrize(
    ("name", "volume", "share"),
    [("box", 0.0036, 0.01), ("sharp box", 0.0036, 1e-9), ("plate", 0.0023571, 0.01), ("round tube", 0.000298, 0.06)],
)
def test_volumes(name: str, volume: float, share: float) -> None:
    assert SOLIDS[name].volume() == pytest.approx(volume, rel=share)


def test_a_plate_with_a_hole_is_a_plate_less_a_cylinder() -> None:
    hole = SOLIDS["plate"].volume() - SOLIDS["plate with hole"].volume()
    assert hole == pytest.approx(np.pi * 0.05**2 * 0.02, rel=0.06)


def test_texture_scale_is_true() -> None:
    """One metre of a board is one metre of u or v, along the grain and across it."""
    mesh = box(1.2, 0.02, 0.4, 0.002)
    a, b = mesh.triangles[:, 0], mesh.triangles[:, 1]
    lengths = np.linalg.norm(mesh.positions[a] - mesh.positions[b], axis=1)
    spans = np.linalg.norm(mesh.uv[a] - mesh.uv[b], axis=1)
    long = lengths > 0.05
    assert spans[long] == pytest.approx(lengths[long], rel=0.02)
    top = mesh.normals[:, 1] > 0.99
    assert np.ptp(mesh.uv[top, 0]) > 1.15 > 0.45 > np.ptp(mesh.uv[top, 1])


def test_mirrors_and_arrays_keep_the_outside_outside() -> None:
    one = tube(line([0.2, 0, 0.1], [0.3, 0.5, 0.1], 2), 0.02)
    assert both_sides(one).volume() == pytest.approx(2 * one.volume())
    assert around(one, 5).volume() == pytest.approx(5 * one.volume())
    assert one.flipped().volume() == pytest.approx(-one.volume())


@pytest.mark.parametrize("way", [(0, 1, 0), (0, -1, 0), (1, 0, 0), (0.3, -0.4, 0.5)])
def test_aligned_turns_up_to_the_direction(way: tuple[float, float, float]) -> None:
    turn = aligned(way)
    assert turn @ [0, 1, 0] == pytest.approx(np.array(way) / np.linalg.norm(way))
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(rotation("x", 0.4) @ turn) == pytest.approx(1.0)


def test_curves_go_through_their_ends() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.5], [2.0, 0.0]])
    for curve in (smooth_path(points, 9), bezier(points, 9), fillet(points, 0.2), resampled(points, 9)):
        assert curve[0] == pytest.approx(points[0])
        assert curve[-1] == pytest.approx(points[-1])
    assert smooth_path(points, 9)[4] == pytest.approx(points[1])


def test_inset_keeps_an_even_distance() -> None:
    assert inset(rounded_rectangle(1.0, 0.6, 0.0, 0), 0.1) == pytest.approx(rounded_rectangle(0.8, 0.4, 0.0, 0))


@pytest.mark.parametrize("pattern", ["oak", "weave", "leather", "knit", "marble", "cane", "velvet"])
def test_textures_are_plausible_and_tile(pattern: str) -> None:
    """No pure black or white, and the step over the tile's edge is no bigger than inside."""
    made = texture_set(pattern, 128)
    base = made.base.pixels.astype(float)[..., 0]
    assert 5 < base.mean() < 250
    inside = np.abs(np.diff(base, axis=1)).mean()
    assert np.abs(base[:, 0] - base[:, -1]).mean() < 3.0 * inside + 2.0
    assert np.abs(base[0] - base[-1]).mean() < 3.0 * np.abs(np.diff(base, axis=0)).mean() + 2.0
    normal = made.normal.pixels.astype(float) / 127.5 - 1
    assert np.abs(np.linalg.norm(normal, axis=2) - 1).max() < 0.03
    assert texture_set(pattern, 128).base is made.base
