"""Which files are asked for first, and which products look better since some came."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

from client.domain.cart import Cart, CartLine, ItemRef
from client.domain.product import Asset3D, BlobRef, Level, Product, Size
from client.domain.session import Gathered, Held, Session
from client.headset.api import Vec3
from client.store.assets import EVERY_S, AssetWatch
from client.store.contents import StoreContents, Wanted, fill_store
from tests.simulators.memory_catalog import MemoryCatalog, small_shop
from tests.simulators.plain_plan import plain_plan, plain_walking


def blob(name: str) -> BlobRef:
    return BlobRef(hashlib.sha256(name.encode()).hexdigest(), 100, "model/gltf-binary")


def with_files(product: Product) -> Product:
    """Each level of each product is a file of its own."""
    levels = [Level(blob(f"{product.sku} {name}"), 12, 1) for name in ("hero", "shelf", "far")]
    return replace(product, asset=Asset3D(*levels, size=product.size or Size(0.1, 0.1, 0.1)))


class Shop:
    def __init__(self) -> None:
        self.products = [with_files(product) for product in small_shop()]
        catalog = MemoryCatalog(self.products)
        self.contents: StoreContents = fill_store(catalog, Wanted(), 2000, plain_plan, plain_walking, catalog.product)
        self.here: set[str] = set()
        self.orders: list[tuple[BlobRef, ...]] = []
        self.kept: list[tuple[str, ...]] = []
        self.watch = AssetWatch(
            lambda wanted: wanted.sha256 in self.here, self.orders.append, self.kept.append, catalog.product
        )
        self.now = 0.0

    def go(self, session: Session, eye: Vec3, times: int = 1) -> None:
        for _ in range(times):
            self.now += EVERY_S * 1.01
            self.watch.update(session, self.contents, eye, self.now)

    def until(self, session: Session, eye: Vec3, done: Callable[[], bool]) -> None:
        end = time.monotonic() + 120
        while not done():
            assert time.monotonic() < end
            self.go(session, eye)
            time.sleep(0.005)

    def names(self, order: tuple[BlobRef, ...]) -> list[str]:
        known = {
            blob(f"{p.sku} {level}"): f"{p.sku} {level}" for p in self.products for level in ("hero", "shelf", "far")
        }
        return [known[one] for one in order]

    def place(self, sku: str) -> Vec3:
        spot = self.contents.spots[sku]
        return (spot.x_m, spot.y_m, spot.z_m)


@pytest.fixture
def shop() -> Iterator[Shop]:
    made = Shop()
    yield made
    made.watch.close()


def test_the_nearest_come_first_and_what_is_in_the_hand_before_all(shop: Shop) -> None:
    eye = shop.place("lamp-3")
    shop.until(Session(), eye, lambda: bool(shop.orders))
    first = shop.names(shop.orders[-1])
    assert first[0] == "lamp-3 far"
    assert first.index("lamp-3 shelf") < len(first) - 1
    assert not [name for name in first if name.endswith("hero")], "heroes on demand"
    shop.go(Session(held=Held(ItemRef("mug-0"))), eye)
    assert set(shop.names(shop.orders[-1])[:3]) == {"mug-0 far", "mug-0 shelf", "mug-0 hero"}


def test_walking_changes_the_order(shop: Shop) -> None:
    shop.until(Session(), shop.place("lamp-3"), lambda: bool(shop.orders))
    shop.go(Session(), shop.place("mug-5"))
    assert shop.names(shop.orders[-1])[0] == "mug-5 far"


def test_what_came_is_not_asked_for_again_and_makes_its_product_fresh(shop: Shop) -> None:
    eye = shop.place("lamp-3")
    shop.until(Session(), eye, lambda: bool(shop.orders))
    assert shop.watch.fresh() == frozenset()
    came = shop.orders[-1][0]
    shop.here.add(came.sha256)
    shop.watch.came([came.sha256])
    shop.go(Session(), eye)
    assert shop.watch.fresh() == {"lamp-3"}
    assert shop.watch.fresh() == frozenset()
    assert came not in shop.orders[-1]


def test_what_stands_or_is_in_a_list_is_kept(shop: Shop) -> None:
    eye = shop.place("lamp-3")
    shop.until(Session(), eye, lambda: bool(shop.kept))
    standing = {blob(f"{p.sku} {level}").sha256 for p in shop.products for level in ("shelf", "far")}
    assert set(shop.kept[-1]) == standing
    line = CartLine(ItemRef("chair-1"), 1)
    shop.go(Session(gathered=Gathered(cart=Cart((line,))), panel_item=ItemRef("chair-2")), eye)
    assert blob("chair-2 hero").sha256 in shop.kept[-1]


def test_nothing_is_said_twice(shop: Shop) -> None:
    eye = shop.place("lamp-3")
    shop.until(Session(), eye, lambda: bool(shop.orders))
    before = (len(shop.orders), len(shop.kept))
    shop.go(Session(), eye, 20)
    assert (len(shop.orders), len(shop.kept)) == before
