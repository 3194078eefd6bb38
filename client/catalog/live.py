"""The catalogue a visit sees: one version, until another is put in its place while it is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from client.catalog.api import CatalogInfo, DepartmentInfo
from client.catalog.errors import UnreadableVersion
from client.catalog.reader import SqliteCatalog, open_current
from client.domain.cart import ItemRef
from client.domain.product import BlobRef, Product, Sku, Variant


class LiveCatalog:
    """`client.catalog.api.Catalog` whose version changes by `use`. One thread; `version` may be read from any.

    What the shopper has in hand or lists, and what left with the last change, is found on, marked `discontinued`.
    """

    def __init__(self, root: Path, version: str | None = None) -> None:
        self._root = root
        self._now = open_current(root) if not version else SqliteCatalog(root, version)
        self._before: SqliteCatalog | None = None
        self._gone: dict[Sku, Product] = {}
        self._lost: dict[Sku, tuple[Variant, ...]] = {}
        self.version = self._now.info.version

    def use(self, version: str, keep: Iterable[ItemRef] = ()) -> tuple[Product, ...]:
        """Puts another version in place; returns what of `keep` it no longer sells (as a product or in this variant)
        and the one before did.

        Raises CatalogError when that version cannot be opened; the one in use then stays.
        """
        if version == self.version:
            return ()
        new = SqliteCatalog(self._root, version)
        left: dict[Sku, Product] = {}
        gone: dict[Sku, Product] = {}
        lost: dict[Sku, tuple[Variant, ...]] = {}
        for item in dict.fromkeys(keep):
            known = self.product(item.sku)
            if known is None:
                continue
            there = new.product(item.sku)
            variant = known.variant(item.variant)
            if there is None:
                gone[known.sku] = discontinued(known)
            elif variant is not None and there.variant(variant.sku) is None:
                already = lost.get(known.sku, ())
                lost[known.sku] = (*already, *(() if variant in already else (_unsold(variant),)))
            else:
                continue
            if (variant or known).availability != "discontinued":
                left[known.sku] = known
        if self._before is not None:
            self._before.close()
        self._before, self._now = self._now, new
        self._gone, self._lost, self.version = gone, lost, new.info.version
        return tuple(left.values())

    @property
    def info(self) -> CatalogInfo:
        """Version, title, size."""
        return self._now.info

    def departments(self) -> Sequence[DepartmentInfo]:
        """Top-level categories, largest first."""
        return self._now.departments()

    def product(self, sku: Sku) -> Product | None:
        """One product; one that is no longer sold while it may still be asked for."""
        found = self._now.product(sku)
        if found is not None:
            lost = self._lost.get(found.sku)
            return replace(found, variants=(*found.variants, *lost)) if lost else found
        if sku in self._gone:
            return self._gone[sku]
        before = self._before.product(sku) if self._before is not None else None
        return discontinued(before) if before is not None else None

    def products(self, department: str | None = None, offset: int = 0, limit: int | None = None) -> Iterator[Product]:
        """Products in a stable order."""
        return self._now.products(department, offset, limit)

    def search(self, query: str, limit: int = 50) -> tuple[Sku, ...]:
        """SKUs by words, best first."""
        return self._now.search(query, limit)

    def blob_path(self, blob: BlobRef) -> Path:
        """Where a file of the store lies, present or not."""
        return self._now.blob_path(blob)

    def close(self) -> None:
        """Releases the databases; idempotent."""
        self._now.close()
        if self._before is not None:
            self._before.close()


def discontinued(product: Product) -> Product:
    """The product as it was, but no longer sold."""
    return replace(product, availability="discontinued", variants=tuple(map(_unsold, product.variants)))


def _unsold(variant: Variant) -> Variant:
    return replace(variant, availability="discontinued")


def can_be_opened(root: Path, version: str) -> bool:
    """Whether a version is there and opens."""
    try:
        SqliteCatalog(root, version).close()
    except UnreadableVersion:
        return False
    return True
