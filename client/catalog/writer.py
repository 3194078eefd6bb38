"""Writing a new version of a catalogue: a new database beside the old ones, then the pointer is swapped."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from client.catalog.errors import CatalogError, UnreadableVersion
from client.catalog.layout import Layout, sync_file, write_atomically
from client.catalog.reader import SqliteCatalog
from client.catalog.schema import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    TABLES,
    blobs_of,
    decode_product,
    department_of,
    encode_product,
)
from client.catalog.words import INDEXED_BY, cjk_words, latin_words
from client.domain.money import MINOR_DIGITS
from client.domain.product import Product, Sku
from client.domain.text import LocalText

_STAGED = """
CREATE TABLE staged (sku TEXT PRIMARY KEY, department TEXT NOT NULL, category TEXT NOT NULL, json BLOB NOT NULL)
WITHOUT ROWID
"""


class VersionWriter:
    """Collects products (any order, a later one replaces an earlier one of the same SKU) and publishes a version.

    Use as a context manager; leaving it without `publish` leaves the catalogue as it was.
    """

    def __init__(self, root: Path) -> None:
        self._layout = Layout(root)
        self._layout.versions.mkdir(parents=True, exist_ok=True)
        self._path = self._layout.versions / f".new-{os.getpid()}.sqlite"
        self._path.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._path, isolation_level=None)
        # a crash loses only this temporary file, so it needs no journal of its own
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;" + _STAGED + ";" + TABLES)

    def add(self, product: Product) -> None:
        """Takes a product in, in place of an earlier one with its SKU."""
        row = (product.sku, department_of(product), "\x1f".join(product.category), encode_product(product))
        self._db.execute("INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?)", row)

    def add_all(self, products: Iterable[Product]) -> None:
        """Takes many products in."""
        for product in products:
            self.add(product)

    def get(self, sku: Sku) -> Product | None:
        """The product taken in under this SKU so far."""
        row = self._db.execute("SELECT json FROM staged WHERE sku = ?", (sku,)).fetchone()
        return decode_product(row[0]) if row else None

    def publish(
        self,
        title: LocalText,
        checkout_url: str,
        made_at: str,
        made_with: str = "",
        check: Callable[[str], None] | None = None,
    ) -> str:
        """Orders, indexes and publishes; returns the version. The same content as now keeps the version in use.

        made_at: ISO 8601. check: called with the finished version before it comes into use; when it raises, the
        catalogue stays as it was. Raises CatalogError when nothing could be written.
        """
        try:
            digest = self._fill(title, checkout_url, made_with)
            current = self._current()
            if current and current.endswith(digest[:12]):
                return current
            numbers = [int(v[:6]) for v in self._layout.kept_versions()] or [0]
            version = f"{max(numbers) + 1:06d}-{digest[:12]}"
            self._seal(version, title, checkout_url, made_at, made_with)
            os.replace(self._path, self._layout.database(version))  # noqa: PTH105
            if check is not None:
                self._try_out(version, check)
            write_atomically(self._layout.pointer, f"{version}\n".encode())
        except (sqlite3.Error, OSError) as cause:
            raise CatalogError(f"The new version of the catalogue could not be written: {cause}.") from cause
        return version

    def _try_out(self, version: str, check: Callable[[str], None]) -> None:
        try:
            check(version)
        except BaseException:
            self._layout.database(version).unlink(missing_ok=True)
            raise

    def _current(self) -> str | None:
        """The version in use, if it can be opened; a damaged one is about to be replaced."""
        try:
            version = self._layout.current()
            if version is not None:
                SqliteCatalog(self._layout.root, version).close()
        except UnreadableVersion:
            return None
        return version

    def _fill(self, title: LocalText, checkout_url: str, made_with: str) -> str:
        """Moves the staged products to their tables in shop order; returns the content's hash."""
        sizes = dict(self._db.execute("SELECT department, COUNT(*) FROM staged GROUP BY department"))
        order = sorted(sizes, key=lambda key: (-sizes[key], key))
        digest = hashlib.sha256(msgspec.json.encode((SCHEMA_VERSION, title, checkout_url, made_with)))
        place = 0
        for rank, department in enumerate(order):
            label = LocalText(en=department)
            query = "SELECT json FROM staged WHERE department = ? ORDER BY category, sku"
            for (data,) in self._db.execute(query, (department,)):
                place += 1
                product = decode_product(data)
                digest.update(data)
                self._insert(place, product)
                if product.category_label and (not label.zh_cn or label.en == department):
                    label = _richer(label, product.category_label[0])
            row = (rank, department, msgspec.json.encode(label).decode(), sizes[department])
            self._db.execute("INSERT INTO departments VALUES (?, ?, ?, ?)", row)
        self._db.execute("INSERT INTO info VALUES ('products', ?)", (str(place),))
        return digest.hexdigest()

    def _insert(self, place: int, product: Product) -> None:
        self._db.execute("INSERT INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns_of(place, product))
        owners = [(v.sku, product.sku) for v in product.variants if v.sku != product.sku]
        self._db.executemany("INSERT OR IGNORE INTO variants VALUES (?, ?)", owners)
        files = [(b.sha256, b.bytes, b.media_type) for b in blobs_of(product)]
        self._db.executemany("INSERT OR IGNORE INTO product_blobs VALUES (?, ?, ?)", files)
        self._db.execute("INSERT INTO words (rowid, title, brand, category, code, body, cjk_title, cjk_body) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (place, *indexed_words(product)))  # fmt: skip

    def _seal(self, version: str, title: LocalText, checkout_url: str, made_at: str, made_with: str) -> None:
        facts = {
            "version": version,
            "title": msgspec.json.encode(title).decode(),
            "made_at": made_at,
            "checkout_url": checkout_url,
            "made_with": made_with,
            "indexed_by": INDEXED_BY,
        }
        self._db.executemany("INSERT INTO info VALUES (?, ?)", facts.items())
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._db.execute("DROP TABLE staged")
        self._db.execute("COMMIT")
        self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        self._db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        self._db.execute("VACUUM")
        self._db.close()
        sync_file(self._path)

    def close(self) -> None:
        """Drops whatever was not published; idempotent."""
        self._db.close()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> VersionWriter:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _richer(old: LocalText, new: LocalText) -> LocalText:
    return LocalText(en=new.en or old.en, zh_cn=old.zh_cn or new.zh_cn)


def columns_of(place: int, product: Product) -> tuple[object, ...]:
    """The columns of `products` for a product."""
    price, size = product.price, product.true_size()
    minor = int(price.rounded().amount.scaleb(MINOR_DIGITS.get(price.currency, 2))) if price else None
    sides = (size.width_m, size.height_m, size.depth_m) if size else (None, None, None)
    return (
        *(place, product.sku, department_of(product), "/".join(product.category)),
        *(price and price.currency, minor, *sides, int(product.asset is not None)),
        *(product.availability, encode_product(product)),
    )


def indexed_words(product: Product) -> tuple[str, ...]:
    """The columns of `words` for a product."""
    variants = product.variants
    title = product.title.all()
    category = " ".join(product.category) + " " + " ".join(label.all() for label in product.category_label)
    codes = [product.sku, product.gtin or "", *(v.sku for v in variants), *(v.gtin or "" for v in variants)]
    extras = [*product.materials, *(value for _, value in product.attributes), *(v.label.all() for v in variants)]
    body = " ".join([product.description.all(), *extras])
    return (
        latin_words(title),
        latin_words(product.brand),
        latin_words(category),
        latin_words(" ".join(dict.fromkeys(codes))),
        latin_words(body),
        cjk_words(f"{title} {product.brand}"),
        cjk_words(f"{category} {body}"),
    )


def write_version(
    root: Path, products: Iterable[Product], title: LocalText, made_at: str, checkout_url: str = ""
) -> str:
    """Publishes a version that holds exactly these products; returns its name."""
    with VersionWriter(root) as writer:
        writer.add_all(products)
        return writer.publish(title, checkout_url, made_at)


def prune(root: Path, keep: int, also_wanted: Iterable[str] = ()) -> int:
    """Removes all but the newest `keep` versions (never the one in use) and the files no kept version refers to.

    also_wanted: hashes to keep besides. Returns the bytes freed.
    """
    from client.catalog.blobs import BlobStore

    layout = Layout(root)
    current = layout.current()
    kept = layout.kept_versions()
    for version in kept[: max(0, len(kept) - max(1, keep))]:
        if version != current:
            try:
                layout.database(version).unlink()
            except OSError:  # still open in a shop on Windows: the next import removes it
                continue
    wanted = set(also_wanted)
    for left_over in layout.versions.glob(".new-*"):
        left_over.unlink(missing_ok=True)
    for version in layout.kept_versions():
        try:
            with SqliteCatalog(root, version) as catalog:
                wanted.update(blob.sha256 for blob in catalog.blobs())
        except (UnreadableVersion, sqlite3.Error):  # nobody knows what it needs, so nothing is thrown away
            return 0
    return BlobStore(layout.blobs).collect_garbage(wanted)
