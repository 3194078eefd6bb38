"""A catalogue whose version changes while somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from client.catalog.errors import CatalogError
from client.catalog.live import LiveCatalog
from client.catalog.reader import open_current
from client.catalog.writer import VersionWriter
from client.domain.cart import ItemRef
from client.domain.money import Money
from client.domain.product import Product
from tests.simulators.made_catalog import make_catalog


def next_version(root: Path, edit: Callable[[Product], Product | None]) -> str:
    with open_current(root) as old, VersionWriter(root) as writer:
        writer.add_all(new for p in old.products() if (new := edit(p)) is not None)
        return writer.publish(old.info.title, old.info.checkout_url, "2026-02-01T00:00:00Z")


def without(*skus: str) -> Callable[[Product], Product | None]:
    return lambda p: None if p.sku in skus else p


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_catalog(tmp_path)


def test_what_left_is_found_as_no_longer_sold(root: Path) -> None:
    live = LiveCatalog(root)
    second = next_version(root, without("mug-0", "mug-2"))
    left = live.use(second, [ItemRef("mug-0"), ItemRef("chair-1")])
    assert [product.sku for product in left] == ["mug-0"]
    assert (live.version, live.info.products) == (second, 10)
    for sku in ("mug-0", "mug-2"):  # the second was not kept, but the version before is still at hand
        product = live.product(sku)
        assert product is not None
        assert product.availability == "discontinued"
        assert product.price is not None
    third = next_version(root, without("mug-4"))
    assert live.use(third, [ItemRef("mug-0")]) == (), "it had left before"
    assert live.product("mug-0") is not None
    assert live.product("mug-2") is None
    live.close()
    live.close()


def test_what_comes_back_is_sold_again(root: Path) -> None:
    live = LiveCatalog(root)
    with open_current(root) as catalog:
        mug = catalog.product("mug-0")
    assert mug is not None
    live.use(next_version(root, without("mug-0")), [ItemRef("mug-0")])
    back = replace(mug, price=Money(Decimal(3), "USD"))
    live.use(next_version(root, lambda p: back if p.sku == "mug-2" else p), [ItemRef("mug-0")])
    assert live.product("mug-0") == back


def test_a_version_of_a_product_that_left(root: Path) -> None:
    live = LiveCatalog(root)

    def fewer(product: Product) -> Product:
        return replace(product, variants=product.variants[:1]) if product.sku == "chair-0" else product

    left = live.use(next_version(root, fewer), [ItemRef("chair-0", "chair-0-2"), ItemRef("chair-0", "chair-0-1")])
    assert [product.sku for product in left] == ["chair-0"]
    chair = live.product("chair-0")
    assert chair is not None
    assert [(v.sku, v.availability) for v in chair.variants] == [
        ("chair-0-1", "in_stock"),
        ("chair-0-2", "discontinued"),
    ]
    assert chair.availability == "in_stock"


def test_a_version_that_cannot_be_opened_changes_nothing(root: Path) -> None:
    live = LiveCatalog(root)
    before = live.version
    with pytest.raises(CatalogError):
        live.use("000009-0123456789ab", [])
    second = next_version(root, without("mug-0"))
    (root / "versions" / f"{second}.sqlite").write_bytes(b"not a database")
    with pytest.raises(CatalogError):
        live.use(second, [ItemRef("mug-0")])
    assert live.version == before
    mug = live.product("mug-0")
    assert mug is not None
    assert mug.availability == "in_stock"
