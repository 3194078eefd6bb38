"""Looking at a published folder as a shop does: signatures from the first root on, then every file by its hash."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from client.catalog.blobs import hash_file
from client.catalog.schema import blobs_of, decode_product
from client.domain.product import Sku
from client.sync.errors import SyncError
from client.sync.source import FolderSource, Source
from client.sync.trust import Verified, bootstrap, verify
from client.sync.wire import Index, ModelList, RowsSum, Shard, Table, blob_path, bucket_digest, bucket_of
from server.errors import ServerError
from server.packs import PackFolder
from server.tables import PRODUCTS, Kind, vectors_of

_SHOWN: Final = 20


def verify_published(folder: Path, now: datetime) -> tuple[Index | None, list[str]]:
    """The index in use, and what is wrong in sentences; an empty list is good."""
    try:
        verified = signed_state(folder, now)
    except (SyncError, ServerError) as error:
        return None, [str(error)]
    looking = _Looking(folder)
    looking.table(verified.index, PRODUCTS, "products", looking.files_of_product)
    if verified.vectors is not None:
        looking.table(verified.vectors, vectors_of(verified.vectors.row_bytes), "vectors", lambda _: None)
    if verified.models is not None:
        looking.models(verified.models)
    found = looking.problems
    return verified.index, found[:_SHOWN] + ([f"... and {len(found) - _SHOWN} more."] if len(found) > _SHOWN else [])


def signed_state(folder: Path, now: datetime) -> Verified:
    """What a shop would believe that never saw this publisher. Raises SyncError's kinds, or ServerError."""
    try:
        fingerprint = hashlib.sha256((folder / "metadata" / "1.root.json").read_bytes()).hexdigest()
    except OSError as cause:
        raise ServerError(f"{folder} is not a published folder.") from cause
    return believed(FolderSource(folder), fingerprint, now)


def believed(source: Source, fingerprint: str, now: datetime) -> Verified:
    """What a shop would believe of a source that it never saw before. Raises SyncError's kinds."""
    with tempfile.TemporaryDirectory() as scratch:
        trust = Path(scratch) / "trust.json"
        bootstrap(source, fingerprint, trust)
        return verify(source, trust, Path(scratch) / "metadata", now)


@dataclass
class _Looking:
    folder: Path
    problems: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def table(self, table: Table, kind: Kind, what: str, each: Callable[[bytes], None]) -> None:
        """Every pack of a table, and that its shards are what the index says. each: told every row."""
        packs, total, before = PackFolder(self.folder), RowsSum(), len(self.problems)
        try:
            shards, steps = packs.shards(table), packs.steps(table)
        except ServerError as error:
            self.problems.append(str(error))
            return
        for pack in (*shards, *steps):
            path = packs.path(pack)
            if not path.is_file() or hash_file(path) != pack.sha256:
                self.problems.append(f"A pack is missing or damaged: {pack.sha256}.")
            elif isinstance(pack, Shard):
                self._shard(path, pack, kind, total, table.bits, each)
        if len(self.problems) == before and (total.hexdigest(), total.rows) != (table.rows_sum, table.rows):
            self.problems.append(f"The shards of the {what} do not add up to the version.")

    def _shard(
        self, path: Path, shard: Shard, kind: Kind, total: RowsSum, bits: int, each: Callable[[bytes], None]
    ) -> None:
        digests = []
        try:
            for sku, row in kind.read(path, shard):
                digests.append(_in_bucket(sku, kind.digest(sku, row), shard, bits))
                total.add_digest(digests[-1])
                each(row)
        except (SyncError, ServerError, msgspec.MsgspecError, ValueError) as error:
            self.problems.append(f"A shard cannot be read: {shard.sha256} ({error}).")
            return
        if bucket_digest(digests) != shard.digest:
            self.problems.append(f"A shard holds other rows than its list says: {shard.sha256}.")

    def files_of_product(self, row: bytes) -> None:
        """The pictures and models that a row names."""
        for blob in blobs_of(decode_product(row)):
            self._file(blob.sha256)

    def models(self, listed: ModelList) -> None:
        """The models of a list."""
        for model in listed.models:
            self._file(model.sha256)

    def _file(self, sha256: str) -> None:
        if sha256 in self._seen:
            return
        self._seen.add(sha256)
        file = self.folder / blob_path(sha256)
        if not file.is_file() or hash_file(file) != sha256:
            self.problems.append(f"A file is missing or damaged: {sha256}.")


def _in_bucket(sku: Sku, digest: bytes, shard: Shard, bits: int) -> bytes:
    if bucket_of(sku, bits) != shard.bucket:
        raise ServerError(f"{sku} does not belong there")
    return digest
