"""How photos are cropped and products are lit."""

from __future__ import annotations

import numpy as np
import pytest

from inference.pictures.raster import Seen
from inference.pictures.views import SIDE, VIEWS, content_box, crops, lit, product_pictures, square
from tests.simulators.made_catalog import box


def thing_on(ground: tuple[int, int, int], top: int = 60, left: int = 90) -> np.ndarray:
    picture = np.empty((200, 300, 3), np.uint8)
    picture[:] = ground
    picture[top : top + 40, left : left + 50] = (200, 30, 30)
    return picture


def test_empty_edges_are_cut_away() -> None:
    top, bottom, left, right = content_box(thing_on((250, 250, 250))) or (0, 0, 0, 0)
    assert 50 <= top <= 60
    assert 100 <= bottom <= 110
    assert 80 <= left <= 90
    assert 140 <= right <= 150


def test_a_busy_edge_is_no_empty_edge() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (80, 80, 3)).astype(np.uint8)
    assert content_box(noise) is None
    assert len(crops(noise)) == 2


def test_one_colour_has_no_content() -> None:
    assert content_box(np.full((40, 40, 3), 90, np.uint8)) is None


@pytest.mark.parametrize("shape", [(200, 20), (20, 200), (9, 9), (500, 500)])
def test_every_crop_is_a_square_of_the_encoders_side(shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 250, np.uint8)
    picture[2:5, 2:5] = 0
    for one in crops(picture):
        assert one.shape == (SIDE, SIDE, 3)


def test_a_picture_made_square_keeps_its_proportions() -> None:
    wide = np.full((50, 100, 3), 250, np.uint8)
    wide[5:45, 30:70] = 0
    dark = square(wide).mean(axis=2) < 125
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    assert len(rows) == pytest.approx(len(columns), abs=2)


def test_a_product_is_seen_from_all_sides_in_colour_and_as_clay() -> None:
    red = box((0.5, 0.5, 0.5), ((0.8, 0.0, 0.0),))
    coloured, clay = product_pictures(red)
    assert len(coloured) == len(clay) == len(VIEWS)
    middle = SIDE // 2
    assert coloured[0][middle, middle, 0] > 2 * coloured[0][middle, middle, 1]
    assert len(set(clay[0][middle, middle].tolist())) == 1, "clay has no colour"
    other, same = product_pictures(box((0.5, 0.5, 0.5), ((0.0, 0.0, 0.8),)))
    assert np.array_equal(np.stack(clay), np.stack(same))
    assert not np.array_equal(np.stack(coloured), np.stack(other))


def test_what_faces_the_lamp_is_lighter() -> None:
    ones = np.ones((2, 2), np.float32)
    normal = np.zeros((2, 2, 3), np.float32)
    normal[0] = (0, 1, 0)
    normal[1] = (0, -1, 0)
    shown = lit(Seen(np.full((2, 2, 3), 0.5, np.float32), normal, ones, ones))
    assert shown[0, 0, 0] > shown[1, 0, 0]
