"""What a publisher packs into a row, a device unpacks: vectors, and neighbours by name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from inference.retrieval.neighbours import Neighbours
from inference.retrieval.rows import DIM, LISTED, ROW_BYTES, RowsError, pack, short_names, unpack

SKUS = [f"item-{number}" for number in range(50)]


def _lists(seed: int = 0, kept: int = LISTED) -> Neighbours:
    random = np.random.default_rng(seed)
    ids = np.stack([random.permutation(50)[:kept] for _ in SKUS]) if kept <= 50 else _padded(random, kept)
    weights = np.sort(random.random((50, ids.shape[1])), axis=1)[:, ::-1] ** 4
    return Neighbours(ids.astype(np.int32), np.where(ids < 0, 0, weights).astype(np.float16))


def _padded(random: np.random.Generator, kept: int) -> np.ndarray:
    return np.stack([np.concatenate([random.permutation(50), np.full(kept - 50, -1)]) for _ in SKUS])


def test_a_row_has_at_most_400_bytes() -> None:
    assert ROW_BYTES <= 400


def test_what_was_packed_comes_out() -> None:
    vectors = np.random.default_rng(1).normal(size=(50, DIM)).astype(np.float32)
    vectors[3] = 0.0  # unknown
    lists = _lists()
    again, found = unpack(pack(vectors, lists, SKUS), SKUS)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    cosine = (again * unit).sum(axis=1)
    assert (np.delete(cosine, 3) > 0.999).all()
    assert not again[3].any()
    known = found.ids >= 0
    assert (found.ids[known] == lists.ids[known]).all()
    assert np.abs(found.weights[known] - lists.weights[known]).max() < 0.01


def test_a_product_that_is_not_sold_any_more_leaves_the_lists() -> None:
    rows = pack(np.ones((50, DIM), np.float32), _lists(), SKUS)
    gone = 7
    kept = [place for place in range(50) if place != gone]
    skus = [SKUS[place] for place in kept]
    _, found = unpack(rows[kept], skus)
    named = {skus[place] for place in np.unique(found.ids) if place >= 0}
    assert SKUS[gone] not in named
    assert len(named) == 49


def test_products_in_another_order_keep_their_neighbours() -> None:
    rows, order = pack(np.ones((50, DIM), np.float32), _lists(2), SKUS), np.random.default_rng(3).permutation(50)
    _, before = unpack(rows, SKUS)
    _, after = unpack(rows[order], [SKUS[place] for place in order])
    for new, old in enumerate(order):
        names_before = [SKUS[place] for place in before.ids[old] if place >= 0]
        names_after = [SKUS[order[place]] for place in after.ids[new] if place >= 0]
        assert names_before == names_after


def test_another_shape_is_refused() -> None:
    with pytest.raises(RowsError, match="shape"):
        unpack(np.zeros((50, 64), np.int8), SKUS)
    with pytest.raises(RowsError, match="lists"):
        pack(np.zeros((49, DIM), np.float32), _lists(), SKUS)


@given(arrays(np.int8, (5, ROW_BYTES)))
def test_any_bytes_are_at_worst_odd_neighbours(rows: np.ndarray) -> None:
    vectors, lists = unpack(rows, SKUS[:5])
    assert np.isfinite(vectors).all()
    assert lists.ids.max() < 5
    assert lists.ids.min() >= -1
    assert np.isfinite(lists.weights).all()


@given(st.lists(st.text(min_size=1, max_size=20), max_size=8))
def test_short_names_depend_on_the_sku_alone(skus: list[str]) -> None:
    assert (short_names(skus) == short_names([*skus, "another"])[: len(skus)]).all()
