"""What products look like: looked at once, kept by content, ranked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from client.catalog.pictures import PictureIndex, SeenFiles, look_at, read_index
from client.catalog.reader import open_current
from client.picture_search import PictureSearch
from inference.errors import InferenceError
from inference.runtime.desk import LateError
from tests.simulators.made_catalog import make_catalog

F32 = np.ndarray


class PaperLooker:
    """Makes a direction of each file's bytes, and counts."""

    space = "paper"

    def __init__(self, refused: str = "", late: bool = False) -> None:
        self.looked: list[str] = []
        self._refused, self._late = refused, late

    def _direction(self, seed: bytes) -> F32:
        made = np.random.default_rng(list(seed[-400:])).normal(size=8).astype(np.float32)
        return made / np.linalg.norm(made)

    def of_photo(self, photo: Path | bytes) -> F32:
        data = photo if isinstance(photo, bytes) else photo.read_bytes()
        self.looked.append("photo")
        return self._direction(data)[None]

    def of_model(self, glb: Path) -> tuple[F32, F32]:
        if self._late:
            raise LateError("It took too long.")
        self.looked.append(glb.name)
        if glb.name == self._refused:
            raise InferenceError("The model cannot be drawn.")
        one = self._direction(glb.read_bytes())
        return np.stack([one, -one]), np.stack([one, one])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_catalog(tmp_path / "catalog")


def test_vectors_come_back_nearly_as_they_were(tmp_path: Path) -> None:
    one = np.random.default_rng(1).normal(size=(5, 96)).astype(np.float32)
    one /= np.linalg.norm(one, axis=1, keepdims=True)
    with SeenFiles(tmp_path / "deep" / "seen.sqlite") as seen:
        assert seen.get("ab", "looks") is None
        seen.put("ab", {"looks": one, "shape": one[:0]})
        back = seen.get("ab", "looks")
        assert back is not None
        assert (back * one).sum(axis=1).min() > 0.999
        empty = seen.get("ab", "shape")
        assert empty is not None
        assert len(empty) == 0


def test_each_file_is_looked_at_once(root: Path, tmp_path: Path) -> None:
    looker = PaperLooker()
    for _ in range(2):
        with open_current(root) as catalog, PictureSearch(catalog, looker, tmp_path) as search:
            assert search.look()
    files = [name for name in looker.looked if name != "photo"]
    assert len(files) == len(set(files)) > 5
    assert looker.looked.count("photo") == 1


def test_looking_can_stop_between_two_products_and_go_on(root: Path, tmp_path: Path) -> None:
    looker = PaperLooker()
    with open_current(root) as catalog, PictureSearch(catalog, looker, tmp_path) as search:
        assert not search.look(going=lambda: len(looker.looked) < 3)
        assert len(looker.looked) == 3
        known = search.by_picture(b"anything")
        assert 0 < len(known) <= 3
        assert search.look()
        assert len(search.by_picture(b"anything")) > 3


def test_what_cannot_be_looked_at_is_remembered_but_lateness_is_not(root: Path, tmp_path: Path) -> None:
    with open_current(root) as catalog:
        products = [p for p in catalog.products() if p.asset is not None]
        first = products[0].asset
        assert first is not None
        told: list[str] = []
        refusing = PaperLooker(first.shelf.blob.sha256)
        with SeenFiles(tmp_path / "a.sqlite") as seen:
            for _ in range(2):
                list(look_at(catalog, products[:1], refusing, seen, lambda sku, reason: told.append(sku)))
            assert told == [products[0].sku]
            assert read_index(products[:1], seen).skus == ()
        with SeenFiles(tmp_path / "b.sqlite") as seen:
            with pytest.raises(LateError):
                list(look_at(catalog, products[:1], PaperLooker(late=True), seen, lambda sku, reason: None))
            assert seen.get(first.shelf.blob.sha256, "looks") is None


def test_a_file_that_is_not_here_yet_is_looked_at_later(root: Path, tmp_path: Path) -> None:
    with open_current(root) as catalog, SeenFiles(tmp_path / "seen.sqlite") as seen:
        product = next(p for p in catalog.products() if p.asset is not None)
        assert product.asset is not None
        file = catalog.blob_path(product.asset.shelf.blob)
        data = file.read_bytes()
        file.unlink()
        list(look_at(catalog, [product], PaperLooker(), seen, lambda sku, reason: None))
        assert read_index([product], seen).skus == ()
        file.write_bytes(data)
        list(look_at(catalog, [product], PaperLooker(), seen, lambda sku, reason: None))
        assert read_index([product], seen).skus == (product.sku,)


def index_of(looks: list[list[list[float]]], shapes: list[list[list[float]]]) -> PictureIndex:
    whole = [np.array(one, np.float32) for one in looks]
    owner = np.repeat(np.arange(len(whole)), [len(one) for one in whole])
    return PictureIndex(tuple("abcd"[: len(whole)]), np.concatenate(whole), owner, np.array(shapes, np.float32))


def test_a_product_is_as_near_as_its_nearest_view() -> None:
    index = index_of([[[1, 0], [-1, 0]], [[0.8, 0.6]], [[0, 1]]], [[[0, 0]]] * 3)
    asked = np.array([[0.0, 1.0]], np.float32)
    assert [sku for sku, _ in index.by_picture(asked, 5)] == ["c", "b", "a"]
    crops = np.array([[0.0, -1.0], [-1.0, 0.0]], np.float32)
    assert index.by_picture(crops, 1)[0][0] == "a", "any crop may be the one that shows it"


def test_shapes_are_compared_view_by_view_and_the_product_itself_is_left_out() -> None:
    front, side = [1.0, 0.0], [0.0, 1.0]
    index = index_of([[front]] * 4, [[front, side], [side, front], [front, side], [[0, 0], [0, 0]]])
    assert [sku for sku, _ in index.like("a", 9)] == ["c", "b"]
    assert index.like("d", 9) == []
    assert index.like("nobody", 9) == []


def test_an_empty_catalogue_finds_nothing(tmp_path: Path) -> None:
    with SeenFiles(tmp_path / "seen.sqlite") as seen:
        index = read_index([], seen)
    assert index.by_picture(np.ones((1, 8), np.float32), 5) == []
    assert index.like("a", 5) == []


def test_its_own_photo_leads_to_the_product(root: Path, tmp_path: Path) -> None:
    with open_current(root) as catalog, PictureSearch(catalog, PaperLooker(), tmp_path) as search:
        search.look()
        shown = next(p for p in catalog.products() if p.images)
        assert search.by_picture(catalog.blob_path(shown.images[0].blob))[0][0] == shown.sku


def test_a_damaged_file_of_vectors_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "seen.sqlite"
    file.write_bytes(b"no database at all" * 100)
    with SeenFiles(file) as seen:
        assert seen.get("a" * 64, "looks") is None
        seen.put("a" * 64, {"looks": np.ones((1, 4), np.float32)})
    with SeenFiles(file) as seen:
        assert seen.get("a" * 64, "looks") is not None
