"""A catalogue in memory: a few made-up products, no files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from client.catalog.api import CatalogInfo, DepartmentInfo
from client.domain.money import Money
from client.domain.product import Asset3D, BlobRef, Level, Product, Size, Sku, Variant
from client.domain.text import LocalText

NOWHERE = BlobRef("0" * 64, 1, "model/gltf-binary")


def asset(size: Size, variants: tuple[str, ...] = ()) -> Asset3D:
    """A model whose files are missing: the store must stand without them."""
    level = Level(NOWHERE, 12, 1)
    return Asset3D(level, level, level, size, variants)


def product(
    sku: str, title: str, zh: str, category: tuple[str, ...], size: Size, price: str = "10.00", variants: int = 0
) -> Product:
    """A made-up product; with `variants` it has that many material variants."""
    labels = tuple(f"finish {i + 1}" for i in range(variants))
    return Product(
        sku=sku,
        title=LocalText(title, zh),
        category=category,
        price=Money(Decimal(price), "USD"),
        size=size,
        asset=asset(size, labels),
        variants=tuple(
            Variant(f"{sku}-{i + 1}", LocalText(label, label), material_variant=label) for i, label in enumerate(labels)
        ),
    )


def small_shop() -> list[Product]:
    """Three departments, sixteen products."""
    lamps = [
        product(f"lamp-{i}", f"Desk lamp {i}", f"台灯 {i}", ("Lighting", "Desk lamps"), Size(0.2, 0.45, 0.2))
        for i in range(6)
    ]
    mugs = [product(f"mug-{i}", f"Mug {i}", f"杯子 {i}", ("Kitchen", "Mugs"), Size(0.12, 0.1, 0.09)) for i in range(6)]
    chairs = [
        product(f"chair-{i}", f"Chair {i}", f"椅子 {i}", ("Furniture", "Chairs"), Size(0.5, 0.9, 0.5), "89.00", 2)
        for i in range(4)
    ]
    return [*chairs, *lamps, *mugs]


class MemoryCatalog:
    """`Catalog` over a list."""

    def __init__(self, products: Sequence[Product], checkout_url: str = "https://shop.example/cart/{lines}") -> None:
        self._products = list(products)
        self.closed = 0
        self._url = checkout_url

    @property
    def info(self) -> CatalogInfo:
        title = LocalText("Made-up shop", "虚构商店")
        return CatalogInfo("000001-memory", title, "2026-01-01T00:00:00Z", len(self._products), self._url)

    def departments(self) -> Sequence[DepartmentInfo]:
        counts: dict[str, int] = {}
        for item in self._products:
            counts[item.category[0]] = counts.get(item.category[0], 0) + 1
        return [DepartmentInfo(k, LocalText(k), n) for k, n in sorted(counts.items(), key=lambda pair: -pair[1])]

    def product(self, sku: Sku) -> Product | None:
        return next((p for p in self._products if p.sku == sku or p.variant(sku) is not None), None)

    def products(self, department: str | None = None, offset: int = 0, limit: int | None = None) -> Iterator[Product]:
        chosen = [p for p in self._products if department is None or p.category[0] == department]
        yield from chosen[offset : None if limit is None else offset + limit]

    def search(self, query: str, limit: int = 50) -> tuple[Sku, ...]:
        words = query.lower().split()
        found = [p.sku for p in self._products if words and all(w in p.title.all().lower() for w in words)]
        return tuple(found[:limit])

    def blob_path(self, blob: BlobRef) -> Path:
        return Path("no-such-folder") / blob.sha256

    def close(self) -> None:
        self.closed += 1
