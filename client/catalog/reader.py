"""Reading one version of a catalogue: a SQLite database opened read-only, and the files beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from client.catalog.api import CatalogInfo, DepartmentInfo
from client.catalog.blobs import BlobStore
from client.catalog.errors import CatalogError, UnreadableVersion
from client.catalog.layout import Layout
from client.catalog.schema import APPLICATION_ID, SCHEMA_VERSION, SEARCH, decode_product
from client.catalog.words import expressions
from client.domain.product import BlobRef, Product, Sku
from client.domain.text import LocalText

_PAGE = 64


class SqliteCatalog:
    """`client.catalog.api.Catalog` over one version's database. One thread only; `close()` may be called twice."""

    def __init__(self, root: Path, version: str) -> None:
        layout = Layout(root)
        self._blobs = BlobStore(layout.blobs)
        path = layout.database(version)
        if not path.is_file():
            raise UnreadableVersion(f"The catalogue in {root} is damaged: the database of {version} is missing.")
        # immutable: a version never changes once it has its name, so SQLite needs no locks and no journal beside it
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        except sqlite3.Error as cause:
            raise UnreadableVersion(f"The catalogue in {root} cannot be opened: {cause}.") from cause
        try:
            self._info = self._read_info()
        except (sqlite3.Error, msgspec.MsgspecError, KeyError, ValueError) as cause:
            self._db.close()
            raise UnreadableVersion(f"The catalogue in {root} is damaged ({cause}); import it again.") from cause
        except CatalogError:
            self._db.close()
            raise

    def _read_info(self) -> CatalogInfo:
        marks = [self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        if marks != [APPLICATION_ID, SCHEMA_VERSION]:
            raise UnreadableVersion("This catalogue was written by another version of Vitrine; import it again.")
        facts = dict(self._db.execute("SELECT key, value FROM info"))
        return CatalogInfo(
            version=facts["version"],
            title=msgspec.json.decode(facts["title"], type=LocalText),
            made_at=facts["made_at"],
            products=int(facts["products"]),
            checkout_url=facts["checkout_url"],
            made_with=facts.get("made_with", ""),
        )

    @property
    def info(self) -> CatalogInfo:
        """Version, title, size."""
        return self._info

    def departments(self) -> Sequence[DepartmentInfo]:
        """Top-level categories, largest first."""
        rows = self._db.execute("SELECT key, label, products FROM departments ORDER BY place")
        return [DepartmentInfo(k, msgspec.json.decode(label, type=LocalText), n) for k, label, n in rows]

    def product(self, sku: Sku) -> Product | None:
        """One product (a variant's SKU finds its product)."""
        sound = sku.encode("utf-8", "ignore").decode("utf-8")
        row = self._db.execute("SELECT json FROM products WHERE sku = ?", (sound,)).fetchone()
        if row is None:
            row = self._db.execute(
                "SELECT json FROM products WHERE sku = (SELECT product FROM variants WHERE sku = ?)", (sound,)
            ).fetchone()
        return decode_product(row[0]) if row else None

    def products(self, department: str | None = None, offset: int = 0, limit: int | None = None) -> Iterator[Product]:
        """Products in a stable order (department, category path, SKU)."""
        left = -1 if limit is None else max(0, limit)
        if department is None:
            rows = self._db.execute("SELECT json FROM products ORDER BY place LIMIT ? OFFSET ?", (left, max(0, offset)))
        else:
            rows = self._db.execute(
                "SELECT json FROM products WHERE department = ? ORDER BY place LIMIT ? OFFSET ?",
                (department, left, max(0, offset)),
            )
        while page := rows.fetchmany(_PAGE):
            for (data,) in page:
                yield decode_product(data)

    def search(self, query: str, limit: int = 50) -> tuple[Sku, ...]:
        """SKUs by words in any language of the texts, best first. Any string is a valid query."""
        wanted = max(0, limit)
        found: dict[str, None] = {}
        strict, generous = expressions(query)
        for expression in strict:
            if len(found) < wanted:
                found.update(dict.fromkeys(self._matches(expression, wanted)))
        for expression in generous:
            if not found:
                found.update(dict.fromkeys(self._matches(expression, wanted)))
        return tuple(found)[:wanted]

    def _matches(self, expression: str, limit: int) -> list[str]:
        return [sku for (sku,) in self._db.execute(SEARCH, (expression, limit))]

    def blob_path(self, blob: BlobRef) -> Path:
        """Where a file of the store lies; it may be missing, which the caller must survive."""
        return self._blobs.path(blob.sha256)

    def blobs(self) -> Iterator[BlobRef]:
        """Every file this version refers to."""
        for sha256, size, media_type in self._db.execute("SELECT sha256, bytes, media_type FROM product_blobs"):
            yield BlobRef(sha256, size, media_type)

    def is_intact(self, blob: BlobRef) -> bool:
        """Whether the file is there and its bytes are what they were; reads it."""
        return self._blobs.is_intact(blob)

    def close(self) -> None:
        """Releases the database; idempotent."""
        self._db.close()

    def __enter__(self) -> SqliteCatalog:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def open_current(root: Path) -> SqliteCatalog:
    """The version in use of the catalogue in `root`; raises CatalogError with a sentence when there is none."""
    version = Layout(root).current()
    if version is None:
        raise CatalogError(f"There is no catalogue in {root}; make one with `vitrine catalog import`.")
    return SqliteCatalog(root, version)
