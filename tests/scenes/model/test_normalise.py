"""Models end up in metres on the origin, the right way up."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.model.errors import ModelError
from scenes.model.measure import measure
from scenes.model.normalise import axis_rotation, likely_unit_m, normalise, size_difference
from scenes.model.values import Model, Primitive


@pytest.fixture
def block() -> Model:
    """A closed box of 200 x 300 x 400 centimetres, somewhere."""
    corners = np.array([[x, y, z] for x in (0, 200) for y in (0, 300) for z in (0, 400)], np.float32) + 77
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    triangles = np.array([t for a, b, c, d in faces for t in ((a, b, c), (a, c, d))], np.uint32)
    centred = corners - corners.mean(axis=0)
    normals = centred / np.linalg.norm(centred, axis=1, keepdims=True)
    return Model((Primitive(corners, normals.astype(np.float32), triangles, 0),))


def test_units_and_origin(block: Model) -> None:
    model = normalise(block, unit_m=0.01)
    low, high = model.bounds()
    np.testing.assert_allclose(low, [-1, 0, -2], atol=1e-5)
    np.testing.assert_allclose(high, [1, 3, 2], atol=1e-5)
    assert measure(model).volume_m3 == pytest.approx(24)


def test_axes(block: Model) -> None:
    model = normalise(block, 0.01, axis_rotation(up="+z", front="-y"))
    assert model.size_m() == pytest.approx((2, 4, 3))
    with pytest.raises(ModelError):
        axis_rotation(up="+z", front="-z")


@pytest.mark.parametrize("mirror", [np.diag([-1.0, 1, 1]), np.array([[0.0, 1, 0], [1, 0, 0], [0, 0, 1]])])
def test_mirrors_keep_the_outside_outside(block: Model, mirror: np.ndarray) -> None:
    model = normalise(block, 0.01, mirror)
    assert measure(model).volume_m3 == pytest.approx(24)
    (primitive,) = model.primitives
    centre = primitive.positions.mean(axis=0)
    assert (np.einsum("ij,ij->i", primitive.positions - centre, primitive.normals) > 0).all()


def test_fitting(block: Model) -> None:
    assert normalise(block, fit_m=(None, 0.9, None)).size_m() == pytest.approx((0.6, 0.9, 1.2))
    stretched = normalise(block, fit_m=(1.0, None, 1.0), per_axis=True).size_m()
    assert stretched[0] == pytest.approx(1.0)
    assert stretched[2] == pytest.approx(1.0)
    assert stretched[1] == pytest.approx(300 * (1 / 200 / 400) ** 0.5)
    assert normalise(block, fit_m=(None, None, None)).size_m() == pytest.approx((200, 300, 400))


def test_size_difference() -> None:
    assert size_difference((1.0, 2.0, 3.0), (None, None, None)) is None
    assert size_difference((1.0, 2.0, 3.0), (1.0, 2.5, None)) == pytest.approx(0.2)


@pytest.mark.parametrize("unit", [1.0, 0.01, 0.001, 0.0254])
def test_likely_unit(unit: float) -> None:
    stated = (0.8, 1.1, None)
    assert likely_unit_m((0.82 / unit, 1.05 / unit, 3.0), stated) == unit


@pytest.mark.parametrize("unit", [0.0, -1.0, float("nan"), float("inf")])
def test_impossible_units(block: Model, unit: float) -> None:
    with pytest.raises(ModelError):
        normalise(block, unit)


def test_impossible_rotation(block: Model) -> None:
    with pytest.raises(ModelError):
        normalise(block, 1.0, np.zeros((3, 3)))


def test_open_surfaces_are_not_watertight(sphere) -> None:
    model = sphere()
    closed = measure(model)
    assert closed.watertight
    assert closed.volume_m3 == pytest.approx(np.pi / 6, rel=0.03)
    assert closed.area_m2 == pytest.approx(np.pi, rel=0.02)
    (primitive,) = model.primitives
    opened = measure(Model((Primitive(primitive.positions, primitive.normals, primitive.triangles[1:], 0),)))
    assert not opened.watertight
    assert opened.open_edges == 3
