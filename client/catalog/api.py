"""What the rest of the shop may ask of a catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from client.domain.product import BlobRef, Product, Sku
from client.domain.text import LocalText


class DepartmentInfo(msgspec.Struct, frozen=True):
    """A top-level category: its key (first element of the category path), its name, how many products."""

    key: str
    label: LocalText
    products: int


class CatalogInfo(msgspec.Struct, frozen=True):
    """Facts about one version of a catalogue. `checkout_url` is the merchant's template, see `features/checkout`."""

    version: str
    title: LocalText
    made_at: str
    products: int
    checkout_url: str = ""
    made_with: str = ""
    """Which code made its demo products; empty when it holds none."""


class Catalog(Protocol):
    """One version of a catalogue, read-only. Safe to use from one thread; open another for another thread."""

    @property
    def info(self) -> CatalogInfo:
        """Version, title, size."""

    def departments(self) -> Sequence[DepartmentInfo]:
        """Top-level categories, largest first."""

    def product(self, sku: Sku) -> Product | None:
        """One product (a variant's SKU finds its product)."""

    def products(self, department: str | None = None, offset: int = 0, limit: int | None = None) -> Iterator[Product]:
        """Products in a stable order (department, category path, SKU)."""

    def search(self, query: str, limit: int = 50) -> tuple[Sku, ...]:
        """SKUs by words in any language of the texts, best first. Any string is a valid query."""

    def blob_path(self, blob: BlobRef) -> Path:
        """Where a file of the store lies; it may be missing, which the caller must survive."""

    def close(self) -> None:
        """Releases the database; idempotent."""


def open_catalog(root: Path) -> Catalog:
    """Opens the version in use of the catalogue in folder `root`, read-only.

    Raises client.catalog.errors.CatalogError with a sentence when there is none or it is damaged. A later import
    does not disturb an open catalogue: open again to see the new version.
    """
    from client.catalog.reader import open_current  # the protocol must not need its implementation

    return open_current(root)
