"""Drawings of models for products without a photo."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import numpy as np
from PySide6.QtWidgets import QLabel

from client.panels.pictures import Pictures
from client.panels.portrait import portrait
from client.panels.qt import panel_application
from scenes.model.gltf_write import write_glb
from scenes.model.values import Material, Model, Primitive
from tests.client.panels.shop import SOFA, MemoryCatalog

FACES = ((0, 1, 2), (0, 2, 3))


def quad(corners: list[tuple[float, float, float]], normal: tuple[float, float, float], material: int = 0) -> Primitive:
    return Primitive(
        np.array(corners, np.float32), np.array([normal] * 4, np.float32), np.array(FACES, np.uint32), material
    )


def upright(z: float, half: float, material: int) -> Primitive:
    """A square wall facing the shopper."""
    return quad([(-half, -half, z), (half, -half, z), (half, half, z), (-half, half, z)], (0.0, 0.0, 1.0), material)


RED, BLUE = Material(base_color=(1.0, 0.0, 0.0, 1.0)), Material(base_color=(0.0, 0.0, 1.0, 1.0))


def test_the_nearer_thing_hides_the_farther_whatever_the_order() -> None:
    for primitives in ((upright(0.0, 1.0, 0), upright(0.1, 0.5, 1)), (upright(0.1, 0.5, 1), upright(0.0, 1.0, 0))):
        picture = portrait(Model(primitives, (RED, BLUE)), (80, 80))
        assert picture[40, 40, 2] > 100
        assert picture[40, 40, 0] == 0
        assert picture[40, 14, 0] > 100


def test_it_fits_and_is_centred() -> None:
    seen = portrait(Model((upright(0.0, 3.0, 0),), (RED,)), (120, 60))[..., 3] > 0
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    assert rows[0] > 0
    assert rows[-1] < 59
    assert rows[-1] - rows[0] >= 0.84 * 60
    assert abs((columns[0] + columns[-1]) / 2 - 59.5) <= 1
    # By hand: turned by 28 degrees it is cos 28 wide; from 18 above cos 18 high, its far edge sin 28 sin 18 higher.
    yaw, pitch = math.radians(28), math.radians(18)
    expected = math.cos(yaw) / (math.cos(pitch) + math.sin(yaw) * math.sin(pitch))
    assert abs((columns[-1] - columns[0]) / (rows[-1] - rows[0]) - expected) < 0.05


def test_no_gap_between_neighbours() -> None:
    """A fan of many thin triangles covers its square without a hole."""
    count = 400
    x = np.linspace(-1.0, 1.0, count + 1)
    places = np.array([(v, y, 0.0) for v in x for y in (-1.0, 1.0)], np.float32)
    triangles = [t for k in range(count) for t in ((2 * k, 2 * k + 2, 2 * k + 3), (2 * k, 2 * k + 3, 2 * k + 1))]
    normals = np.tile(np.array((0, 0, 1), np.float32), (len(places), 1))
    mesh = Primitive(places, normals, np.array(triangles, np.uint32), 0)
    alpha = portrait(Model((mesh,), (RED,)), (100, 100))[..., 3]
    whole = portrait(Model((upright(0.0, 1.0, 0),), (RED,)), (100, 100))[..., 3]
    assert np.abs(alpha.astype(int) - whole.astype(int)).max() <= 64
    inner = whole[1:-1, 1:-1] == 255
    assert (alpha[1:-1, 1:-1][inner] == 255).mean() > 0.999


def test_light_comes_from_above() -> None:
    floor = quad([(-1, 0, 1), (1, 0, 1), (1, 0, -1), (-1, 0, -1)], (0.0, 1.0, 0.0))
    below = quad([(-1, 0, 1), (1, 0, 1), (1, 0, -1), (-1, 0, -1)], (1.0, 0.0, 0.0))
    assert (
        portrait(Model((floor,), (RED,)), (60, 60)).max(axis=(0, 1))[0]
        > portrait(Model((below,), (RED,)), (60, 60)).max(axis=(0, 1))[0]
    )


def test_flat_and_empty_triangles_are_no_problem() -> None:
    line = Primitive(
        np.array([(0, 0, 0), (1, 0, 0), (2, 0, 0), (0, 0, 0)], np.float32), np.zeros((4, 3), np.float32),
        np.array([(0, 1, 2), (0, 0, 0)], np.uint32), 0,
    )  # fmt: skip
    assert portrait(Model((line,), (RED,)), (40, 40))[..., 3].max() == 0
    assert portrait(Model((line, upright(0.0, 1.0, 0)), (RED,)), (40, 40))[..., 3].max() == 255


def test_a_product_without_photo_shows_its_model(tmp_path: Path) -> None:
    panel_application()
    catalog = MemoryCatalog(tmp_path)
    assert SOFA.asset is not None
    catalog.blob_path(SOFA.asset.far.blob).write_bytes(write_glb(Model((upright(0.0, 1.0, 0),), (BLUE,))))
    pictures, label = Pictures(catalog), QLabel()
    pictures.fill(label, SOFA, (120, 90))
    pictures.wait(120.0)
    image = label.pixmap().toImage()
    assert image.pixelColor(60, 45).blue() > 100
    assert image.pixelColor(60, 45).red() == 0
    assert image.pixelColor(4, 45).name() == "#ffffff"
    catalog.blob_path(SOFA.asset.far.blob).write_bytes(b"glTF but not really")
    other = msgspec.structs.replace(SOFA, colour="#102030")
    pictures.fill(label, other, (60, 60))
    pictures.wait(120.0)
    assert label.pixmap().toImage().pixelColor(30, 8).name() == "#102030"
    pictures.close()
