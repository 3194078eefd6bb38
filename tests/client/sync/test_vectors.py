"""Item vectors: published, followed, laid beside the products, never mixed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from client.catalog.reader import open_current
from client.catalog.vectors import ItemVectors, facts_file, open_vectors
from client.domain.product import Product
from client.domain.text import LocalText
from client.sync.errors import Tampered
from client.sync.wire import bucket_of, encode_index, pack_path
from server.publish import Extras, published_index, published_shards, published_vectors
from server.repository import add_target
from server.vectors import read_vectors
from tests.simulators.mirror import Clock, Follower, Mirror, Publisher

DIM = 16
Table = dict[str, npt.NDArray[np.int8]]


def _vector(sku: str, salt: int = 0) -> npt.NDArray[np.int8]:
    chance = np.random.default_rng([salt, *sku.encode()])
    return chance.integers(1, 127, DIM).astype(np.int8)


def _skus(publisher: Publisher) -> list[str]:
    with open_current(publisher.catalog) as catalog:
        return [product.sku for product in catalog.products()]


def _publish(publisher: Publisher, table: Table, scale: float = 0.5, space: str = "taste") -> None:
    file = publisher.folder.parent / "vectors.npz"
    np.savez(file, skus=np.array(list(table)), vectors=np.array(list(table.values())), scale=scale, space=space)
    publisher.publish(Extras(vectors=read_vectors(file)))


def _open(shop: Follower) -> ItemVectors:
    assert shop.version is not None
    found = open_vectors(shop.root, shop.version)
    assert found is not None
    return found


def _held(shop: Follower) -> Table:
    """What the shop has, by SKU; products without a vector left out."""
    found = _open(shop)
    with open_current(shop.root) as catalog:
        rows = zip(catalog.products(), found.matrix, strict=True)
        return {product.sku: np.array(row) for product, row in rows if row.any()}


def _same(one: Table, other: Table) -> bool:
    return one.keys() == other.keys() and all((one[sku] == other[sku]).all() for sku in one)


def test_vectors_lie_in_the_order_of_the_products(follower: Follower, publisher: Publisher) -> None:
    table = {sku: _vector(sku) for sku in _skus(publisher)[2:]}  # two products have none
    _publish(publisher, table)
    follower.sync()
    found = _open(follower)
    assert isinstance(found.matrix, np.memmap)
    assert not found.matrix.flags.writeable
    assert (found.matrix.shape, found.matrix.dtype, found.scale, found.space) == ((12, DIM), np.int8, 0.5, "taste")
    assert _same(_held(follower), table)


def test_without_vectors_there_are_none(follower: Follower) -> None:
    follower.sync()
    assert follower.version is not None
    assert open_vectors(follower.root, follower.version) is None


def test_one_vector_changes(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    table = {sku: _vector(sku) for sku in _skus(publisher)}
    _publish(publisher, table)
    follower.sync()
    version = follower.version
    table["mug-0"] = _vector("mug-0", 1)
    _publish(publisher, table)
    mirror.asked.clear()
    follower.sync()
    assert _same(_held(follower), table)
    assert follower.version == version  # the products are the same
    index = published_vectors(publisher.repository)
    assert index is not None
    assert mirror.paths("packs/") == [pack_path(index.deltas[-1].sha256)]


def test_products_change_and_vectors_stay_with_theirs(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    table = {sku: _vector(sku) for sku in _skus(publisher)}
    _publish(publisher, table)
    follower.sync()
    publisher.change(
        lambda p: None if p.sku == "chair-0" else p, Product("aardvark", LocalText("First"), category=("Furniture",))
    )
    publisher.publish()
    follower.sync()
    del table["chair-0"]
    assert _same(_held(follower), table)
    publisher.rename("mug-0", "Cup")
    publisher.publish()
    mirror.asked.clear()
    follower.sync()
    assert _same(_held(follower), table)
    assert len(mirror.paths("packs/")) == 1  # the rows; no vectors


def test_float16_and_npy_with_names_beside_it(tmp_path: Path, follower: Follower, publisher: Publisher) -> None:
    skus = _skus(publisher)
    matrix = np.random.default_rng(1).normal(size=(len(skus), 8)).astype(np.float16)
    np.save(tmp_path / "taste-2.npy", matrix)
    (tmp_path / "taste-2.skus").write_text("\n".join(skus), "utf-8")
    publisher.publish(Extras(vectors=read_vectors(tmp_path / "taste-2.npy")))
    follower.sync()
    found = _open(follower)
    assert found.space == "taste-2"
    assert (np.array(found.matrix) == matrix).all()


def test_another_width_replaces_everything(tmp_path: Path, follower: Follower, publisher: Publisher) -> None:
    table = {sku: _vector(sku) for sku in _skus(publisher)}
    _publish(publisher, table)
    follower.sync()
    wide = {sku: np.concatenate([vector, vector]) for sku, vector in table.items()}
    _publish(publisher, wide)
    follower.sync()
    assert _same(_held(follower), wide)


def test_many_shards_and_a_shop_that_was_away(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.tables.ROWS_A_SHARD", 512)
    publisher = Publisher(tmp_path, clock)
    publisher.change(lambda p: p, *(Product(f"sku-{i}", LocalText(f"Thing {i}")) for i in range(2000)))
    table = {sku: _vector(sku) for sku in _skus(publisher)}
    _publish(publisher, table)
    follower = Follower(tmp_path / "shop", publisher.folder.as_uri(), publisher.fingerprint, clock)
    follower.sync()
    assert _same(_held(follower), table)
    index = published_vectors(publisher.repository)
    assert index is not None
    assert len(published_shards(publisher.repository, index)) == 4
    table = {sku: vector for sku, vector in table.items() if bucket_of(sku, index.bits) != 2}
    for salt in range(18):
        table["sku-5"] = _vector("sku-5", salt + 1)
        _publish(publisher, table)
    follower.sync()
    assert _same(_held(follower), table)


def test_bad_vectors_hold_no_product_up(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    table = {sku: _vector(sku) for sku in _skus(publisher)}
    _publish(publisher, table)
    follower.sync()
    publisher.rename("mug-0", "Cup")
    table["mug-0"] = _vector("mug-0", 1)
    _publish(publisher, table)
    index = published_vectors(publisher.repository)
    assert index is not None
    bad = pack_path(index.deltas[-1].sha256)
    mirror.script = lambda handler, path: path == bad and handler.answer(b"?" * index.deltas[-1].bytes)
    follower.sync()
    assert follower.titles()["mug-0"] == "Cup"
    assert any("left out" in said for said in follower.said)
    assert follower.version is not None
    assert open_vectors(follower.root, follower.version) is None  # rather none than old ones beside new products
    mirror.script = lambda *_: False
    follower.sync()
    assert _same(_held(follower), table)


def test_damaged_vectors_are_fetched_again(follower: Follower, publisher: Publisher) -> None:
    table = {sku: _vector(sku) for sku in _skus(publisher)}
    _publish(publisher, table)
    follower.sync()
    path = next((follower.root / "vectors").glob("*.npy"))
    path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)
    table["mug-0"] = _vector("mug-0", 1)
    _publish(publisher, table)
    follower.sync()  # sees that it does not add up
    follower.sync()
    assert _same(_held(follower), table)


def test_old_vectors_leave_the_disk(follower: Follower, publisher: Publisher) -> None:
    for round_ in range(4):
        publisher.rename("mug-0", f"Cup {round_}")
        _publish(publisher, {sku: _vector(sku, round_) for sku in _skus(publisher)})
        follower.sync()
    assert len(list((follower.root / "vectors").glob("*.npy"))) == 2
    assert follower.version is not None
    assert facts_file(follower.root, follower.version).is_file()


@pytest.mark.parametrize("name", ["vectors", "skus"])
def test_a_file_that_lacks_a_part_is_refused_in_words(tmp_path: Path, name: str) -> None:
    from server.errors import ServerError

    parts = {"vectors": np.ones((2, 4), np.int8), "skus": np.array(["a", "b"])}
    del parts[name]
    np.savez(tmp_path / "v.npz", allow_pickle=False, **parts)
    with pytest.raises(ServerError, match="cannot be read"):
        read_vectors(tmp_path / "v.npz")


def _sign_as(publisher: Publisher, role: str, name: str, data: bytes) -> None:
    """What somebody can do who has the keys of a role, of the snapshot and of the timestamp."""
    targets = publisher.repository.targets(role).signed
    path = publisher.folder / "targets" / add_target(targets, name, data)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    publisher.repository.commit(publisher.keys, {role: targets})


def test_who_has_the_vectors_key_cannot_replace_the_products(follower: Follower, publisher: Publisher) -> None:
    follower.sync()
    index = published_index(publisher.repository)
    assert index is not None
    forged = msgspec.structs.replace(
        index, serial=index.serial + 1, content="0" * 64, checkout_url="https://thief.example"
    )
    _sign_as(publisher, "vectors", "catalogue/index.json", encode_index(forged))
    assert not follower.sync().changed
    with open_current(follower.root) as catalog:
        assert catalog.info.checkout_url == index.checkout_url


@pytest.mark.parametrize("lie", ["rows", "rows_sum", "dim", "space"])
def test_an_index_of_vectors_that_lies_holds_no_product_up(lie: str, follower: Follower, publisher: Publisher) -> None:
    _publish(publisher, {sku: _vector(sku) for sku in _skus(publisher)})
    index = published_vectors(publisher.repository)
    assert index is not None
    change = {"rows": index.rows - 1, "rows_sum": "1" * 64, "dim": DIM * 2, "space": "x"}[lie]
    forged = msgspec.structs.replace(index, content="0" * 64, **{lie: change})
    _sign_as(publisher, "vectors", "vectors/index.json", encode_index(forged))
    assert follower.sync().products == 12
    assert follower.version is not None
    assert (open_vectors(follower.root, follower.version) is None) == (lie != "space")  # a name is what its key says


def test_vectors_for_which_there_is_no_room_hold_no_product_up(follower: Follower, publisher: Publisher) -> None:
    _publish(publisher, {sku: _vector(sku) for sku in _skus(publisher)})
    index = published_vectors(publisher.repository)
    assert index is not None
    forged = msgspec.structs.replace(index, content="0" * 64, rows=100_000_000)
    _sign_as(publisher, "vectors", "vectors/index.json", encode_index(forged))
    follower.free = 200_000_000
    assert follower.sync().products == 12
    assert any("left out" in said for said in follower.said)


def test_packs_of_vectors_that_are_missing_hold_no_product_up(follower: Follower, publisher: Publisher) -> None:
    _publish(publisher, {sku: _vector(sku) for sku in _skus(publisher)})
    index = published_vectors(publisher.repository)
    assert index is not None
    listed = publisher.folder / pack_path(index.shards.sha256)
    kept = listed.read_bytes()
    listed.unlink()
    assert follower.sync().products == 12
    listed.write_bytes(kept)
    follower.sync()
    assert len(_held(follower)) == 12


def test_old_vectors_are_not_mixed_with_new_products(follower: Follower, publisher: Publisher, mirror: Mirror) -> None:
    table = {sku: _vector(sku) for sku in _skus(publisher)}
    _publish(publisher, table)
    follower.sync()
    old = publisher.repository.targets("vectors").signed.version
    publisher.rename("mug-0", "Cup")
    _publish(publisher, table | {"mug-0": _vector("mug-0", 1)})
    new = publisher.repository.targets("vectors").signed.version
    mirror.script = lambda handler, path: (
        path == f"metadata/{new}.vectors.json"
        and handler.answer((publisher.folder / f"metadata/{old}.vectors.json").read_bytes())
    )
    with pytest.raises(Tampered):
        follower.sync()
    assert follower.titles()["mug-0"] == "Mug 0"
    assert _same(_held(follower), table)
