"""Meanings of products: worked out once a text, kept, and usable before all are there."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from client.catalog.meanings import Meanings, sentences_of
from client.domain.product import Product
from client.domain.text import LocalText
from inference.errors import InferenceError
from tests.simulators.memory_catalog import MemoryCatalog

MEANS = {"sofa": 0, "couch": 0, "沙发": 0, "lamp": 1, "light": 1, "灯": 1, "mug": 2, "杯": 2}
"""Words and what they mean: the direction a text points to."""


class WordEncoder:
    """Knows what some words mean, whichever language they are in; counts what it was asked."""

    dim = 4

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.broken = False

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.broken:
            raise InferenceError("The model is gone.")
        self.gate.wait(20)
        self.asked += texts
        made = np.full((len(texts), 4), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word, place in MEANS.items():
                made[row, place] += word in text.lower()
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def goods(count: int) -> list[Product]:
    kinds = (("Sofa", "沙发"), ("Lamp", "灯"), ("Mug", "杯"))
    made = []
    for number in range(count):
        en, zh = kinds[number % 3]
        made.append(Product(f"p{number}", LocalText(f"{en} {number}", f"{zh} {number}"), category=("Home",)))
    return made


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


def meanings(folder: Path, encoder: WordEncoder | None, products: list[Product]) -> Meanings:
    return Meanings(folder, lambda version: MemoryCatalog(products), lambda: ("space", encoder) if encoder else None)


def worked_out(made: Meanings, version: str) -> Meanings:
    future = made.start(version)
    assert future is not None
    future.result(30)
    return made


def test_what_means_the_same_is_near_in_any_language(tmp_path: Path, encoder: WordEncoder) -> None:
    made = worked_out(meanings(tmp_path, encoder, goods(9)), "1")
    near = made.near("1")
    assert near is not None
    for query in ("couch", "沙发"):
        found = near(query, 3)
        assert {sku for sku, _ in found} == {"p0", "p3", "p6"}
        assert all(cosine > 0.9 for _, cosine in found)
    made.close()


def test_a_new_version_encodes_only_what_is_new(tmp_path: Path, encoder: WordEncoder) -> None:
    worked_out(meanings(tmp_path, encoder, goods(40)), "1").close()
    assert len(encoder.asked) == 80
    again = WordEncoder()
    made = worked_out(meanings(tmp_path, again, goods(42)), "2")
    new = {text for product in goods(42)[40:] for text in sentences_of(product)}
    assert set(again.asked) == new
    assert made.progress("2") == (42, 42)
    made.close()


def test_what_is_ready_can_be_asked_for_before_all_is(tmp_path: Path, encoder: WordEncoder) -> None:
    worked_out(meanings(tmp_path, encoder, goods(64)), "1").close()
    encoder.gate.clear()
    made = meanings(tmp_path, encoder, goods(96))
    future = made.start("2")
    deadline = threading.Event()
    while made.progress("2")[0] < 64:
        assert not deadline.wait(0.01)
    assert made.progress("2") == (64, 96)
    assert future is not None
    assert not future.done()
    encoder.gate.set()
    near = made.near("2")
    assert near is not None
    assert near("sofa", 1)[0][1] > 0.9
    future.result(30)
    made.close()


def test_without_a_model_there_are_none_and_nothing_breaks(tmp_path: Path) -> None:
    made = worked_out(meanings(tmp_path, None, goods(3)), "1")
    assert made.near("1") is None
    made.close()
    made.close()
    assert made.start("2") is None


def test_a_model_that_dies_leaves_what_is_there_and_finds_nothing_more(tmp_path: Path, encoder: WordEncoder) -> None:
    made = worked_out(meanings(tmp_path, encoder, goods(3)), "1")
    near = made.near("1")
    assert near is not None
    encoder.broken = True
    assert near("sofa", 3) == []
    made.close()


def test_a_damaged_file_is_made_anew(tmp_path: Path, encoder: WordEncoder) -> None:
    worked_out(meanings(tmp_path, encoder, goods(3)), "1").close()
    (file,) = (tmp_path / "sentences").glob("*.sqlite")
    file.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
    encoder.asked.clear()
    made = worked_out(meanings(tmp_path, encoder, goods(3)), "1")
    assert len(encoder.asked) == 6
    assert made.progress("1") == (3, 3)
    made.close()


def test_a_large_version_gets_an_index(tmp_path: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("client.catalog.meanings.EXACT_UP_TO", 20)
    made = worked_out(meanings(tmp_path, encoder, goods(30)), "1")
    assert len(list((tmp_path / "sentences").glob("*.index"))) == 1
    near = made.near("1")
    assert near is not None
    assert {int(sku[1:]) % 3 for sku, _ in near("lamp", 5)} == {1}
    made.close()


def test_a_version_that_comes_back_is_worked_out_again(tmp_path: Path, encoder: WordEncoder) -> None:
    made = meanings(tmp_path, encoder, goods(9))
    for version in ("1", "2", "1"):
        worked_out(made, version)
        assert made.near(version) is not None
    assert len(encoder.asked) == 18, "each text once"
    made.close()


def test_vectors_that_another_shop_writes_now_are_not_thrown_away(
    tmp_path: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out(meanings(tmp_path, encoder, goods(9)), "1").close()
    (file,) = (tmp_path / "sentences").glob("*.sqlite")
    before = file.read_bytes()

    def locked(kept: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr("client.catalog.meanings._Kept._opened", locked)
    made = worked_out(meanings(tmp_path, encoder, goods(9)), "1")
    assert made.near("1") is None
    made.close()
    assert file.read_bytes() == before
