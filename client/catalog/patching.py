"""A version from the one before when only what is said of some products changed: copied, and those rows replaced.

What comes out is what writing the whole version anew would give: same rows in the same order, same name. Products that
come or go, or move to another category, take the long way (`VersionWriter`).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import msgspec

from client.catalog.errors import CatalogError
from client.catalog.layout import Layout, sync_file, write_atomically
from client.catalog.schema import SCHEMA_VERSION, blobs_of, decode_product
from client.catalog.words import INDEXED_BY
from client.catalog.writer import columns_of, indexed_words
from client.domain.product import Product
from client.domain.text import LocalText

_BLOB: Final = re.compile(rb'"sha256":"([0-9a-f]{64})"')
_FORGET: Final = """
INSERT INTO words (words, rowid, title, brand, category, code, body, cjk_title, cjk_body)
VALUES ('delete', ?, ?, ?, ?, ?, ?, ?, ?)
"""
_LEARN: Final = """
INSERT INTO words (rowid, title, brand, category, code, body, cjk_title, cjk_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


class VersionPatch:
    """A copy of the version in use, being changed. Use as a context manager; without `publish` nothing is left."""

    def __init__(self, root: Path, version: str) -> None:
        self._layout, self._before = Layout(root), version
        self._path = self._layout.versions / f".new-{os.getpid()}.sqlite"
        try:
            shutil.copyfile(self._layout.database(version), self._path)
        except OSError:
            self._path.unlink(missing_ok=True)
            raise
        self._db = sqlite3.connect(self._path, isolation_level=None)
        # a crash loses only this copy, so it needs no journal of its own
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        self._left: set[str] = set()
        self._name = ""

    def replace_all(self, products: Iterable[Product]) -> bool:
        """Puts these in place of those with their SKUs; False when one does not fit and the long way must be taken."""
        try:
            by = self._db.execute("SELECT value FROM info WHERE key = 'indexed_by'").fetchone()
            return by is not None and by[0] == INDEXED_BY and all(map(self._replace, products))
        except (sqlite3.Error, msgspec.MsgspecError):
            return False

    def _replace(self, product: Product) -> bool:
        row = self._db.execute("SELECT place, json FROM products WHERE sku = ?", (product.sku,)).fetchone()
        if row is None:
            return False
        place, old = int(row[0]), decode_product(row[1])
        if _shelf_of(old) != _shelf_of(product):
            return False
        words_before, words_now = indexed_words(old), indexed_words(product)
        if words_before != words_now:
            self._db.execute(_FORGET, (place, *words_before))
            self._db.execute(_LEARN, (place, *words_now))
        self._db.execute(
            "INSERT OR REPLACE INTO products VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns_of(place, product)
        )
        now = [(b.sha256, b.bytes, b.media_type) for b in blobs_of(product)]
        self._left.update({b.sha256 for b in blobs_of(old)} - {sha256 for sha256, _, _ in now})
        self._db.executemany("INSERT OR IGNORE INTO product_blobs VALUES (?, ?, ?)", now)
        return True

    def scan(self, title: LocalText, checkout_url: str, row: Callable[[bytes], None]) -> None:
        """Tells `row` every row, in order. Comes before `publish`."""
        digest = hashlib.sha256(msgspec.json.encode((SCHEMA_VERSION, title, checkout_url, "")))
        for (data,) in self._db.execute("SELECT json FROM products ORDER BY place"):
            digest.update(data)
            row(data)
            if self._left:
                self._left.difference_update(found.decode() for found in _BLOB.findall(data))
        self._name = digest.hexdigest()[:12]

    def publish(self, title: LocalText, checkout_url: str, made_at: str, check: Callable[[str], None]) -> str:
        """Seals and publishes; returns the version. check: called with the finished version before it comes into use;
        when it raises, the catalogue stays as it was. Raises CatalogError when it could not be written.
        """
        if self._before.endswith(self._name):
            return self._before
        try:
            self._db.executemany("DELETE FROM product_blobs WHERE sha256 = ?", ((name,) for name in self._left))
            numbers = [int(v[:6]) for v in self._layout.kept_versions()] or [0]
            version = f"{max(numbers) + 1:06d}-{self._name}"
            facts = {
                "version": version, "title": msgspec.json.encode(title).decode(), "checkout_url": checkout_url,
                "made_at": made_at, "made_with": "",
            }  # fmt: skip
            self._db.executemany("INSERT OR REPLACE INTO info VALUES (?, ?)", facts.items())
            self._db.execute("COMMIT")
            self._db.close()
            sync_file(self._path)
            target = self._layout.database(version)
            os.replace(self._path, target)  # noqa: PTH105
            try:
                check(version)
            except BaseException:
                target.unlink(missing_ok=True)
                raise
            write_atomically(self._layout.pointer, f"{version}\n".encode())
        except (sqlite3.Error, OSError) as cause:
            raise CatalogError(f"The new version of the catalogue could not be written: {cause}.") from cause
        return version

    def close(self) -> None:
        """Drops what was not published; idempotent."""
        self._db.close()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> VersionPatch:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _shelf_of(product: Product) -> object:
    """What decides where a product stands among the others and what finds it by SKU."""
    return product.category, product.category_label, sorted(variant.sku for variant in product.variants)
