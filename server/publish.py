"""Publishing a catalogue: rows into shards and a delta, files by hash, one signed index. Only the new is written."""

from __future__ import annotations

import hashlib
import math
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from client.catalog.reader import SqliteCatalog, open_current
from client.catalog.schema import blobs_of, encode_product
from client.domain.product import BlobRef
from client.sync.errors import SyncError
from client.sync.lock import only_one
from client.sync.packs import pack_rows, read_rows
from client.sync.wire import (
    FORMAT,
    INDEX_TARGET,
    MAX_BITS,
    MAX_RAW_BYTES,
    Delta,
    Gone,
    Index,
    RowsSum,
    Shard,
    blob_path,
    bucket_of,
    content_id,
    decode_index,
    encode_index,
    pack_path,
)
from server.errors import ServerError
from server.files import public_file, write_public
from server.keys import KeyFolder
from server.repository import Repository, add_target

_ROWS_A_SHARD: Final = 512
_SHARD_LEVEL: Final = 9
_DELTA_LEVEL: Final = 19
_DELTAS_KEPT: Final = 16
_COPY: Final = 1 << 20


@dataclass(frozen=True)
class Published:
    """What a publish did. Bytes are of files that were not there before."""

    serial: int
    products: int
    changed: bool
    shards: int
    new_packs: int
    new_blobs: int
    new_bytes: int
    delta_rows: int
    delta_bytes: int


def publish(catalog: Path, repository: Repository, keys: KeyFolder) -> Published:
    """Publishes the version in use of a catalogue. The same content again only signs the timestamp anew.

    Raises ServerError, KeyTrouble or CatalogError; what is published is then as it was.
    """
    with only_one(repository.folder / ".lock", "Another process is just publishing into this folder."):
        return _Publishing(repository, keys).run(catalog)


def published_index(repository: Repository) -> Index | None:
    """The index in use; None before the first publish."""
    info = repository.targets("catalogue").signed.targets.get(INDEX_TARGET)
    if info is None:
        return None
    path = repository.folder / "targets" / info.get_prefixed_paths()[0]
    try:
        data = path.read_bytes()
        info.verify_length_and_hashes(data)
        return decode_index(data)
    except (OSError, SyncError) as cause:
        raise ServerError(f"The published folder is damaged: {path.name} cannot be read ({cause}).") from cause


class _Publishing:
    def __init__(self, repository: Repository, keys: KeyFolder) -> None:
        self._repository, self._keys = repository, keys
        self._folder = repository.folder
        self._new_packs = self._new_blobs = self._new_bytes = 0

    def run(self, catalog: Path) -> Published:
        for role in ("catalogue", "snapshot", "timestamp"):  # rather now than after an hour of packing
            self._repository.signers(self._keys, role)
        old = published_index(self._repository)
        scratch = tempfile.TemporaryDirectory(dir=self._folder, prefix=".rows-")
        with open_current(catalog) as reader, scratch as folder, _Rows(Path(folder) / "rows.sqlite") as rows:
            total = self._read(reader, rows, catalog)
            index, delta = self._index(reader, rows, total, old)
        changed = old is None or old.content != index.content
        if changed:
            targets = self._repository.targets("catalogue").signed
            data = encode_index(index)
            write_public(self._folder / "targets" / add_target(targets, INDEX_TARGET, data), data)
            self._repository.commit(self._keys, {"catalogue": targets})
        else:
            self._repository.commit(self._keys, {})
        return Published(
            serial=index.serial if changed or old is None else old.serial,
            products=total.rows,
            changed=changed,
            shards=len(index.shards),
            new_packs=self._new_packs,
            new_blobs=self._new_blobs,
            new_bytes=self._new_bytes,
            delta_rows=delta.rows if delta else 0,
            delta_bytes=delta.bytes if delta else 0,
        )

    def _read(self, reader: SqliteCatalog, rows: _Rows, catalog: Path) -> RowsSum:
        total = RowsSum()
        for product in reader.products():
            row = encode_product(product)
            total.add(row)
            rows.add(product.sku, row)
            for blob in blobs_of(product):
                self._put_blob(reader, blob, catalog)
        return total

    def _put_blob(self, reader: SqliteCatalog, blob: BlobRef, catalog: Path) -> None:
        target = self._folder / blob_path(blob.sha256)
        if target.is_file() and target.stat().st_size == blob.bytes:
            return
        digest = hashlib.sha256()
        try:
            with reader.blob_path(blob).open("rb") as source, public_file(target) as temporary:
                with temporary.open("wb") as out:
                    while piece := source.read(_COPY):
                        digest.update(piece)
                        out.write(piece)
                if digest.hexdigest() != blob.sha256:
                    raise ServerError(f"The catalogue in {catalog} is damaged ({blob.sha256[:12]}); import it again.")
        except FileNotFoundError as cause:
            raise ServerError(
                f"The catalogue in {catalog} lacks a file ({blob.sha256[:12]}); import it again."
            ) from cause
        self._new_blobs += 1
        self._new_bytes += blob.bytes

    def _index(
        self, reader: SqliteCatalog, rows: _Rows, total: RowsSum, old: Index | None
    ) -> tuple[Index, Delta | None]:
        info = reader.info
        bits = _bits(total.rows, old.bits if old else None)
        content = content_id(info.title, info.checkout_url, info.made_at, total.hexdigest(), total.rows)
        known = {s.bucket: s for s in old.shards} if old and old.bits == bits else {}
        shards: list[Shard] = []
        changes: list[bytes] = []
        for bucket in range(1 << bits):
            lines = rows.of(bucket, bits)
            before = known.get(bucket)
            shard = self._shard(bucket, lines, before)
            if shard is not None:
                shards.append(shard)
            if before is not None and (shard is None or shard.raw_sha256 != before.raw_sha256):
                changes += self._difference(before, lines)
            elif before is None and old is not None and old.bits == bits:
                changes += [row for _, row in lines]
        delta = self._delta(old, bits, changes, content)
        return Index(
            format=FORMAT,
            serial=old.serial + 1 if old else 1,
            content=content,
            title=info.title,
            checkout_url=info.checkout_url,
            made_at=info.made_at,
            products=total.rows,
            rows_sum=total.hexdigest(),
            bits=bits,
            shards=tuple(shards),
            deltas=(*(old.deltas if old else ()), delta)[-_DELTAS_KEPT:] if delta else (),
        ), delta

    def _shard(self, bucket: int, lines: list[tuple[str, bytes]], before: Shard | None) -> Shard | None:
        if not lines:
            return None
        raw = hashlib.sha256(b"".join(row + b"\n" for _, row in lines)).hexdigest()
        if before is not None and before.raw_sha256 == raw and (self._folder / pack_path(before.sha256)).is_file():
            return before
        data, size, raw_sha256, count = pack_rows((row for _, row in lines), _SHARD_LEVEL)
        if size > MAX_RAW_BYTES:
            raise ServerError("The products' texts are too long for the catalogue's format.")
        sha256 = self._put_pack(data)
        return Shard(sha256=sha256, bytes=len(data), raw_bytes=size, rows=count, bucket=bucket, raw_sha256=raw_sha256)

    def _difference(self, before: Shard, lines: list[tuple[str, bytes]]) -> Iterator[bytes]:
        new = dict(lines)
        old: dict[str, bytes] = {}
        for row in read_rows(self._folder / pack_path(before.sha256), before):
            old[msgspec.json.decode(row, type=_Named).sku] = row
        yield from (row for sku, row in lines if old.get(sku) != row)
        yield from (msgspec.json.encode(Gone(sku)) for sku in old if sku not in new)

    def _delta(self, old: Index | None, bits: int, changes: list[bytes], content: str) -> Delta | None:
        """What changed, packed hard; None when there is no old version to start from or shards are as good."""
        size = sum(len(row) + 1 for row in changes)
        if old is None or old.bits != bits or old.content == content or size > MAX_RAW_BYTES:
            return None
        data, raw_bytes, _, rows = pack_rows(changes, _DELTA_LEVEL)
        sha256 = self._put_pack(data)
        return Delta(sha256=sha256, bytes=len(data), raw_bytes=raw_bytes, rows=rows, base=old.content, result=content)

    def _put_pack(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._folder / pack_path(sha256)
        if not target.is_file():
            write_public(target, data)
            self._new_packs += 1
            self._new_bytes += len(data)
        return sha256


class _Named(msgspec.Struct):
    sku: str


class _Rows:
    """Rows ordered by bucket and SKU, on disk, so that a million of them need no memory."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        self._db.execute(
            "CREATE TABLE rows (place INTEGER, sku TEXT, row BLOB, PRIMARY KEY (place, sku)) WITHOUT ROWID"
        )

    def add(self, sku: str, row: bytes) -> None:
        self._db.execute("INSERT INTO rows VALUES (?, ?, ?)", (bucket_of(sku, MAX_BITS), sku, row))

    def of(self, bucket: int, bits: int) -> list[tuple[str, bytes]]:
        """SKU and row of a bucket, ordered by SKU."""
        width = MAX_BITS - bits
        query = "SELECT sku, row FROM rows WHERE place >= ? AND place < ? ORDER BY sku"
        return self._db.execute(query, (bucket << width, (bucket + 1) << width)).fetchall()

    def __enter__(self) -> _Rows:
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()


def _bits(products: int, before: int | None) -> int:
    """How many buckets: about `_ROWS_A_SHARD` rows each, and the same as before as long as that is tolerable."""
    if before is not None and _ROWS_A_SHARD / 4 <= products / (1 << before) <= _ROWS_A_SHARD * 4:
        return before
    if before is not None and products < _ROWS_A_SHARD and before == 0:
        return 0
    return min(MAX_BITS, max(0, math.ceil(math.log2(max(1, products) / _ROWS_A_SHARD))))
