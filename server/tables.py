"""Rows into shards, a list of them, and a delta against the version before. Only what is new is written."""

from __future__ import annotations

import hashlib
import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from client.domain.product import Sku
from client.sync.packs import compress, read_rows, read_vectors, row_lines, vector_digest, vector_lines
from client.sync.wire import (
    MAX_BITS,
    MAX_RAW_BYTES,
    Delta,
    File,
    Pack,
    RowsSum,
    Shard,
    ShardList,
    Table,
    bucket_digest,
    bucket_of,
    encode_shards,
    encode_steps,
    total_bytes,
)
from server.errors import ServerError
from server.packs import PackFolder

ROWS_A_SHARD: Final = 4096
DELTAS_KEPT: Final = 16
_DELTAS_NAMED: Final = 2
"""Of these, so many stand in the index itself."""
_SHARD_LEVEL: Final = 9
_DELTA_LEVEL: Final = 19

Rows = Iterable[tuple[Sku, bytes]]


@dataclass(frozen=True)
class Kind:
    """What sort of rows a table has. `lines`: changed and gone rows as a pack holds them; `read`: the rows of one."""

    lines: Callable[[Rows, Iterable[Sku]], bytes]
    digest: Callable[[Sku, bytes], bytes]
    read: Callable[[Path, Pack], Iterator[tuple[Sku, bytes]]]


class _Named(msgspec.Struct):
    sku: Sku


def _product_digest(sku: Sku, row: bytes) -> bytes:
    return hashlib.sha256(row).digest()


def _product_rows(path: Path, pack: Pack) -> Iterator[tuple[Sku, bytes]]:
    for row in read_rows(path, pack):
        yield msgspec.json.decode(row, type=_Named).sku, row


PRODUCTS: Final = Kind(row_lines, _product_digest, _product_rows)


def vectors_of(row_bytes: int) -> Kind:
    """The kind of a table of vectors, each `row_bytes` long."""

    def read(path: Path, pack: Pack) -> Iterator[tuple[Sku, bytes]]:
        header, vectors = read_vectors(path, pack, row_bytes)
        for place, sku in enumerate(header.skus):
            yield sku, vectors[place * row_bytes : (place + 1) * row_bytes]

    return Kind(vector_lines, vector_digest, read)


class SortedRows:
    """Rows ordered by bucket and SKU, on disk, so that a million of them need no memory."""

    def __init__(self, path: Path, kind: Kind) -> None:
        self._kind = kind
        self._ordered = False
        self.total = RowsSum()
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        self._db.execute("CREATE TABLE rows (place INTEGER, sku TEXT, row BLOB)")

    def add(self, sku: Sku, row: bytes) -> None:
        """Takes a row in; each SKU once."""
        self.total.add_digest(self._kind.digest(sku, row))
        self._db.execute("INSERT INTO rows VALUES (?, ?, ?)", (bucket_of(sku, MAX_BITS), sku, row))

    def of(self, bucket: int, bits: int) -> list[tuple[Sku, bytes]]:
        """SKU and row of a bucket, ordered by SKU."""
        if not self._ordered:
            try:
                self._db.execute("CREATE UNIQUE INDEX by_place ON rows (place, sku)")
            except sqlite3.IntegrityError as cause:
                raise ServerError("A SKU is there twice; each has one row.") from cause
            self._ordered = True
        width = MAX_BITS - bits
        query = "SELECT sku, row FROM rows WHERE place >= ? AND place < ? ORDER BY sku"
        return self._db.execute(query, (bucket << width, (bucket + 1) << width)).fetchall()

    def __enter__(self) -> SortedRows:
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()


@dataclass(frozen=True)
class Laid:
    """Where the rows of a version lie. `delta`: the last step to it, None when there is none."""

    bits: int
    count: int
    shards: ShardList
    deltas: tuple[Delta, ...]
    earlier: File | None
    delta: Delta | None


def lay_out(packs: PackFolder, rows: SortedRows, kind: Kind, old: Table | None) -> Laid:
    """Writes the shards that changed, their list, and what changed against `old`, which is of the same kind."""
    bits = shard_bits(rows.total.rows, old.bits if old else None)
    if old is not None and old.bits != bits:
        old = None  # every shard is another one, so a shop fetches them all
    known = {shard.bucket: shard for shard in packs.shards(old)} if old else {}
    shards: list[Shard] = []
    change = _Change()
    for bucket in range(1 << bits):
        lines, before = rows.of(bucket, bits), known.get(bucket)
        shard = _shard(packs, kind, bucket, lines, before)
        shards += [shard] if shard else []
        if old is not None and (shard.digest if shard else None) != (before.digest if before else None):
            change.add(dict(kind.read(packs.path(before), before)) if before else {}, lines)
    delta = _delta(packs, kind, old, change) if old is not None and not change.too_large else None
    data, raw_bytes = encode_shards(tuple(shards), _SHARD_LEVEL)
    listed = ShardList(
        sha256=packs.put(data),
        bytes=len(data),
        raw_bytes=raw_bytes,
        packs_bytes=total_bytes(shards),
        rows_bytes=sum(shard.raw_bytes for shard in shards),
    )
    steps = (*(packs.steps(old) if old else ()), delta)[-DELTAS_KEPT:] if delta else ()
    return Laid(bits, len(shards), listed, steps[-_DELTAS_NAMED:], _earlier(packs, steps[:-_DELTAS_NAMED]), delta)


def _earlier(packs: PackFolder, steps: tuple[Delta, ...]) -> File | None:
    if not steps:
        return None
    data, raw_bytes = encode_steps(steps, _DELTA_LEVEL)
    return File(sha256=packs.put(data), bytes=len(data), raw_bytes=raw_bytes)


def _shard(
    packs: PackFolder, kind: Kind, bucket: int, lines: list[tuple[Sku, bytes]], old: Shard | None
) -> Shard | None:
    if not lines:
        return None
    digest = bucket_digest(kind.digest(sku, row) for sku, row in lines)
    if old is not None and old.digest == digest and packs.has(old):
        return old
    raw = kind.lines(lines, ())
    if len(raw) > MAX_RAW_BYTES:
        raise ServerError("The products' texts are too long for the catalogue's format.")
    data = compress(raw, _SHARD_LEVEL)
    return Shard(
        sha256=packs.put(data), bytes=len(data), raw_bytes=len(raw), rows=len(lines), bucket=bucket, digest=digest
    )


class _Change:
    """What one version changed against another."""

    def __init__(self) -> None:
        self.changed: list[tuple[Sku, bytes]] = []
        self.gone: list[Sku] = []
        self.too_large = False
        self._size = 0

    def add(self, old: dict[Sku, bytes], new: list[tuple[Sku, bytes]]) -> None:
        """Compares a bucket; holds nothing any more once it is larger than a delta may be."""
        if self.too_large:
            return
        fresh = [(sku, row) for sku, row in new if old.get(sku) != row]
        self.changed += fresh
        self.gone += old.keys() - {sku for sku, _ in new}
        self._size += sum(len(sku) + len(row) for sku, row in fresh)
        if self._size > MAX_RAW_BYTES // 2:
            self.too_large = True
            self.changed.clear()
            self.gone.clear()


def _delta(packs: PackFolder, kind: Kind, old: Table, change: _Change) -> Delta:
    """What changed, packed hard."""
    raw = kind.lines(sorted(change.changed), sorted(change.gone))
    data = compress(raw, _DELTA_LEVEL)
    rows = len(change.changed) + len(change.gone)
    return Delta(sha256=packs.put(data), bytes=len(data), raw_bytes=len(raw), rows=rows, base=old.content)


def shard_bits(rows: int, before: int | None) -> int:
    """log2 of the buckets: about `ROWS_A_SHARD` rows each, and as before as long as that is tolerable."""
    if before is not None and ROWS_A_SHARD / 4 <= rows / (1 << before) <= ROWS_A_SHARD * 4:
        return before
    if before is not None and rows < ROWS_A_SHARD and before == 0:
        return 0
    return min(MAX_BITS, max(0, math.ceil(math.log2(max(1, rows) / ROWS_A_SHARD))))
