"""Rows that were synced, as the ranking is told them."""

import numpy as np

from client.catalog.vectors import ItemVectors
from client.profile.published import published
from inference.retrieval.neighbours import Neighbours
from inference.retrieval.rows import DIM, SPACE, pack

SKUS = ["sofa", "lamp", "rug"]


def _rows() -> np.ndarray:
    ids = np.array([[1, 2], [0, -1], [0, 1]], dtype=np.int32)
    weights = np.array([[1.0, 0.5], [0.25, 0.0], [1.0, 0.1]], dtype=np.float16)
    return pack(np.eye(3, DIM, dtype=np.float32), Neighbours(ids, weights), SKUS)


def test_rows_of_ours_give_vectors_and_neighbours() -> None:
    beside = published(ItemVectors(_rows(), SPACE, 1.0, "c"), SKUS)
    assert beside.vectors is not None
    assert beside.vectors.shape == (3, DIM)
    assert beside.together is not None
    assert beside.together.ids[0, :2].tolist() == [1, 2]


def test_of_a_large_catalogue_the_first_goods_are_ranked() -> None:
    beside = published(ItemVectors(_rows(), SPACE, 1.0, "c"), SKUS[:2])
    assert beside.together is not None
    assert beside.together.items == 2
    assert set(beside.together.ids[0].tolist()) == {1, -1}


def test_vectors_of_another_making_are_compared_as_they_are() -> None:
    beside = published(ItemVectors(np.ones((3, 16), np.int8), "clip", 0.1, "c"), SKUS)
    assert beside.vectors is not None
    assert beside.vectors.shape == (3, 16)
    assert beside.together is None


def test_without_vectors_or_with_too_few_nothing_is_said() -> None:
    assert published(None, SKUS).vectors is None
    assert published(ItemVectors(np.ones((2, 8), np.int8), "clip", 1.0, "c"), SKUS).vectors is None
