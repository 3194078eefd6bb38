"""Lists of neighbours: what goes together is found, each recommendation tells why, and foreign files are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.retrieval.neighbours import Neighbours, NeighboursError, load_neighbours
from inference.retrieval.together import Recipe, train

TENT, STOVE, LAMP, SOFA, RUG, VASE = range(6)


def people(*sequences: tuple[int, ...]) -> list[np.ndarray[tuple[int], np.dtype[np.int32]]]:
    return [np.array(one, dtype=np.int32) for one in sequences]


@pytest.fixture(scope="module")
def lists() -> Neighbours:
    camping, living = [(TENT, STOVE, LAMP)] * 6, [(SOFA, RUG), (RUG, SOFA)] * 4
    return train(people(*camping, *living), 6, {SOFA: [1, 2], VASE: [1, 2], TENT: [3]})


def history(*items: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(items, dtype=np.int32)


def test_what_is_wanted_together_is_recommended_in_order(lists: Neighbours) -> None:
    assert [one.item for one in lists.recommend(history(TENT), 2)] == [STOVE, LAMP]
    assert lists.recommend(history(RUG), 1)[0].item == SOFA


def test_facts_help_what_nobody_has_touched(lists: Neighbours) -> None:
    assert VASE in [one.item for one in lists.recommend(history(SOFA), 5)]


def test_every_recommendation_tells_what_it_comes_from(lists: Neighbours) -> None:
    for one in lists.recommend(history(RUG, TENT, STOVE), 5):
        assert one.because
        assert sum(because.share for because in one.because) == pytest.approx(one.score, rel=1e-3)
        assert {because.item for because in one.because} <= {RUG, TENT, STOVE}
    without = {one.item: one.score for one in lists.recommend(history(TENT, STOVE), 5)}
    assert SOFA not in without, "what it came from is gone, so is the recommendation"


def test_nothing_is_recommended_twice_or_against_the_shoppers_word(lists: Neighbours) -> None:
    assert TENT not in [one.item for one in lists.recommend(history(TENT, STOVE), 5)]
    assert LAMP not in [one.item for one in lists.recommend(history(TENT), 5, frozenset({LAMP}))]
    assert lists.recommend(history(), 5) == []
    assert lists.recommend(history(99, -3), 5) == []


@given(st.lists(st.lists(st.integers(0, 9), max_size=8), max_size=12), st.lists(st.integers(-2, 12), max_size=12))
def test_any_visits_train_and_any_history_is_answered(visits: list[list[int]], touched: list[int]) -> None:
    lists = train(people(*map(tuple, visits)), 10, {1: [5], 2: [5, 6], 77: [1]}, Recipe(kept=4))
    assert lists.ids.shape == lists.weights.shape == (10, 4)
    found = lists.recommend(np.array(touched, dtype=np.int32), 3)
    assert len(found) <= 3
    assert not {one.item for one in found} & set(touched)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


def test_the_same_visits_give_the_same_lists() -> None:
    rng = np.random.default_rng(3)
    visits = [rng.integers(0, 40, 9).astype(np.int32) for _ in range(50)]
    first, second = (train(visits, 40, {}) for _ in range(2))
    assert (first.ids == second.ids).all()


def test_lists_are_stored_and_small(lists: Neighbours, tmp_path: Path) -> None:
    lists.save(tmp_path / "lists.npz")
    again = load_neighbours(tmp_path / "lists.npz")
    assert (again.ids == lists.ids).all()
    assert again.bytes_per_item == 360.0
    assert [path.name for path in tmp_path.iterdir()] == ["lists.npz"]


def test_foreign_files_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "lists.npz"
    for ids, weights in (
        (np.zeros((3, 2), np.int64), np.zeros((3, 2), np.float16)),
        (np.full((3, 2), 3, np.int32), np.zeros((3, 2), np.float16)),
        (np.zeros((3, 2), np.int32), np.full((3, 2), np.nan, np.float16)),
        (np.zeros(3, np.int32), np.zeros(3, np.float16)),
    ):
        np.savez(path, ids=ids, weights=weights)
        with pytest.raises(NeighboursError, match=r"lists\.npz is no list"):
            load_neighbours(path)
    for content in (b"", b"nonsense", b"PK\x03\x04broken"):
        path.write_bytes(content)
        with pytest.raises(NeighboursError, match=r"lists\.npz"):
            load_neighbours(path)
    np.savez(path, ids=np.array([{"a": 1}], dtype=object), weights=np.zeros(1, np.float16))
    with pytest.raises(NeighboursError):
        load_neighbours(path)
