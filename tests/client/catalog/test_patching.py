"""A version that was patched is the one that would have been written anew."""

from __future__ import annotations

import random
import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from client.catalog.layout import Layout
from client.catalog.patching import VersionPatch
from client.catalog.reader import open_current
from client.catalog.verify import verify
from client.catalog.writer import VersionWriter
from client.domain.money import Money
from client.domain.product import Product
from client.domain.text import LocalText
from tests.simulators.made_catalog import make_catalog

_MADE_AT = "2026-03-01T00:00:00Z"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_catalog(tmp_path_factory.mktemp("made") / "catalog")


def current(root: Path) -> str:
    version = Layout(root).current()
    assert version is not None
    return version


def patch_to(root: Path, changed: list[Product]) -> str | None:
    with open_current(root) as old:
        title, link = old.info.title, old.info.checkout_url
    with VersionPatch(root, current(root)) as patch:
        if not patch.replace_all(changed):
            return None
        patch.scan(title, link, lambda row: None)
        return patch.publish(title, link, _MADE_AT, lambda version: None)


def write_to(root: Path, changed: list[Product]) -> str:
    by_sku = {product.sku: product for product in changed}
    with open_current(root) as old, VersionWriter(root) as writer:
        writer.add_all(by_sku.get(product.sku, product) for product in old.products())
        return writer.publish(old.info.title, old.info.checkout_url, _MADE_AT)


def tables(root: Path) -> list[object]:
    db = sqlite3.connect(Layout(root).database(current(root)))
    names = ("info", "products", "variants", "departments", "product_blobs")
    found: list[object] = [sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names]
    db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 0)")
    db.close()
    return found


@pytest.mark.parametrize("seed", range(12))
def test_patching_gives_what_writing_gives(made: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    one, two = (Path(shutil.copytree(made, tmp_path / name)) for name in ("one", "two"))
    for _ in range(3):
        with open_current(one) as catalog:
            products = list(catalog.products())
        changed = [_changed(product, products, chance) for product in chance.sample(products, chance.randint(1, 8))]
        patched, written = patch_to(one, changed), write_to(two, changed)
        assert patched == written
        assert tables(one) == tables(two)
        with open_current(one) as a, open_current(two) as b:
            for words in ("oak", "mug", "杯", "chair", "new name", "lamp-1", "椅子", "made-up"):
                assert set(a.search(words)) == set(b.search(words)), words
            assert verify(a) == []


def _changed(product: Product, others: list[Product], chance: random.Random) -> Product:
    what = chance.randrange(4)
    if what == 0:
        return replace(product, price=Money(Decimal(chance.randint(1, 99)), "USD"))
    if what == 1:
        return replace(product, title=LocalText(f"New name {chance.randrange(9)}", "新名字"), materials=("oak",))
    if what == 2:
        return replace(product, asset=chance.choice(others).asset)
    return replace(product, availability="out_of_stock", images=chance.choice(others).images)


def test_what_comes_goes_or_moves_takes_the_long_way(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "catalog"))
    with open_current(root) as catalog:
        mug, chair = catalog.product("mug-0"), catalog.product("chair-0")
    assert mug is not None
    assert chair is not None
    before = tables(root)
    for other in (
        replace(mug, sku="mug-new"),
        replace(mug, category=("Furniture", "Mugs")),
        replace(chair, variants=chair.variants[:1]),
    ):
        assert patch_to(root, [other]) is None
    assert tables(root) == before
    assert list(Layout(root).versions.glob(".new-*")) == []


def test_words_made_by_other_rules_are_not_patched(made: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(made, tmp_path / "catalog"))
    with open_current(root) as catalog:
        mug = catalog.product("mug-0")
    assert mug is not None
    db = sqlite3.connect(Layout(root).database(current(root)))
    db.execute("UPDATE info SET value = '0 of long ago' WHERE key = 'indexed_by'")
    db.commit()
    db.close()
    assert patch_to(root, [replace(mug, brand="Other")]) is None
