"""The tables of one version's database, and the JSON they hold."""

from __future__ import annotations

from typing import Final

import msgspec

from client.domain.product import BlobRef, Product

APPLICATION_ID: Final = 0x56545243
"""`VTRC`, written into the SQLite header."""

SCHEMA_VERSION: Final = 1

TABLES: Final = """
CREATE TABLE info (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE products (
    place INTEGER PRIMARY KEY,
    sku TEXT NOT NULL UNIQUE,
    department TEXT NOT NULL,
    category TEXT NOT NULL,
    currency TEXT,
    price_minor INTEGER,
    width_m REAL, height_m REAL, depth_m REAL,
    has_3d INTEGER NOT NULL,
    availability TEXT NOT NULL,
    json BLOB NOT NULL
);
CREATE INDEX products_by_department ON products (department, place);
CREATE INDEX products_by_price ON products (currency, price_minor);
CREATE TABLE variants (sku TEXT PRIMARY KEY, product TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE departments (place INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, label TEXT NOT NULL, products INTEGER);
CREATE TABLE product_blobs (sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, media_type TEXT NOT NULL,
    PRIMARY KEY (sha256)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
    title, brand, category, code, body, cjk_title, cjk_body,
    content='', tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
);
"""

SEARCH: Final = """
SELECT p.sku FROM words JOIN products p ON p.place = words.rowid WHERE words MATCH ?
ORDER BY bm25(words, 10.0, 3.0, 4.0, 8.0, 1.0, 10.0, 1.5), p.place LIMIT ?
"""
"""SKUs for an FTS5 expression; the weights stand in the order of the columns of `words`."""

OTHER_DEPARTMENT: Final = "Other"

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Product)


def encode_product(product: Product) -> bytes:
    """A product as the JSON kept in the database; equal products give equal bytes."""
    return _encoder.encode(product)


def decode_product(data: bytes) -> Product:
    """Reads `encode_product`'s bytes; raises msgspec.ValidationError when they are damaged."""
    return _decoder.decode(data)


def department_of(product: Product) -> str:
    """The key of the department a product stands in."""
    return product.category[0] if product.category else OTHER_DEPARTMENT


def blobs_of(product: Product) -> list[BlobRef]:
    """Every file a product needs."""
    assets = [product.asset, *(v.asset for v in product.variants)]
    images = [*product.images, *(v.image for v in product.variants if v.image)]
    found = [level.blob for a in assets if a for level in (a.hero, a.shelf, a.far)]
    return found + [image.blob for image in images]
