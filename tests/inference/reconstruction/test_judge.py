"""The judge: blind to yaw, size and place, and to nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from inference.reconstruction.baselines import extruded, inflated
from inference.reconstruction.judge import judge
from inference.reconstruction.solid import Solid, solid_of
from tests.inference.reconstruction.made_photos import member


def block(width: float, height: float, depth: float) -> Solid:
    corners = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float64)
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    triangles = [t for a, b, c, d in faces for t in ((a, b, c), (a, c, d))]
    return Solid(corners * (width, height, depth), np.array(triangles))


@pytest.mark.parametrize("yaw", [0.0, 0.7, 2.4, -1.3])
def test_the_same_thing_turned_moved_and_grown_is_the_same(yaw: float) -> None:
    truth = solid_of(member("mug"))
    verdict = judge(truth.moved(7.3, yaw, np.array([3.0, -2.0, 1.0])), truth)
    assert verdict.f02 > 0.99
    assert verdict.chamfer < 0.01
    assert verdict.iou > 0.85
    assert verdict.silhouette_iou > 0.95


def test_something_else_is_something_else() -> None:
    verdict = judge(solid_of(member("dining_chair")), solid_of(member("mug")))
    assert verdict.f02 < 0.5
    assert verdict.iou < 0.5


def test_known_blocks_overlap_as_reckoned() -> None:
    # After the best uniform scale of about 1 the smaller lies inside the larger: 1 x 1 x 0.5 in 1 x 1 x 1.
    verdict = judge(block(1, 1, 0.5), block(1, 1, 1))
    assert 0.4 < verdict.iou < 0.75
    assert judge(block(1, 1, 1), block(1, 1, 1)).iou == pytest.approx(1.0, abs=0.02)


def test_a_model_without_size_is_an_error() -> None:
    with pytest.raises(ValueError, match="without size"):
        judge(Solid(np.zeros((3, 3)), np.array([(0, 1, 2)])), block(1, 1, 1))


def test_baselines_are_closed_and_of_the_masks_shape() -> None:
    y, x = np.mgrid[0:100, 0:120]
    disc = (x - 60) ** 2 + (y - 50) ** 2 < 40**2
    for made in (extruded(disc), inflated(disc)):
        edges = np.sort(np.concatenate([made.triangles[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1)
        _, uses = np.unique(edges, axis=0, return_counts=True)
        assert (uses % 2 == 0).all()
    size = np.ptp(inflated(disc).positions[np.unique(inflated(disc).triangles)], axis=0)
    assert size[2] == pytest.approx(size[0], rel=0.1), "a disc becomes a ball"
    a, b, c = (inflated(disc).positions[inflated(disc).triangles[:, k]] for k in range(3))
    assert np.einsum("ij,ij->", a, np.cross(b, c)) > 0, "its triangles look outwards"
    a, b, c = (extruded(disc).positions[extruded(disc).triangles[:, k]] for k in range(3))
    assert np.einsum("ij,ij->", a, np.cross(b, c)) > 0
