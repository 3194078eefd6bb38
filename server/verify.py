"""Looking at a published folder as a shop does: signatures from the first root on, then every file by its hash."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from client.catalog.blobs import hash_file
from client.catalog.schema import blobs_of, decode_product
from client.sync.errors import SyncError
from client.sync.packs import read_rows
from client.sync.source import FolderSource
from client.sync.trust import bootstrap, verify
from client.sync.wire import Index, Pack, RowsSum, Shard, blob_path
from server.errors import ServerError
from server.packs import PackFolder

_SHOWN: Final = 20


def verify_published(folder: Path, now: datetime) -> tuple[Index | None, list[str]]:
    """The index in use, and what is wrong in sentences; an empty list is good."""
    source = FolderSource(folder)
    first = folder / "metadata" / "1.root.json"
    try:
        fingerprint = hashlib.sha256(first.read_bytes()).hexdigest()
    except OSError:
        return None, [f"{folder} is not a published folder."]
    with tempfile.TemporaryDirectory() as scratch:
        trust = Path(scratch) / "trust.json"
        try:
            bootstrap(source, fingerprint, trust)
            index = verify(source, trust, Path(scratch) / "metadata", now).index
        except SyncError as error:
            return None, [str(error)]
    problems = _packs(folder, index)
    return index, problems[:_SHOWN] + ([f"... and {len(problems) - _SHOWN} more."] if len(problems) > _SHOWN else [])


def _packs(folder: Path, index: Index) -> list[str]:
    problems: list[str] = []
    total = RowsSum()
    seen: set[str] = set()
    store = PackFolder(folder)
    try:
        shards = store.shards(index)
    except ServerError as error:
        return [str(error)]
    for pack in (*shards, *index.deltas):
        path = store.path(pack)
        if not path.is_file() or hash_file(path) != pack.sha256:
            problems.append(f"A pack is missing or damaged: {pack.sha256}.")
        elif isinstance(pack, Shard):
            problems += _rows(folder, path, pack, total, seen)
    if not problems and (total.hexdigest() != index.rows_sum or total.rows != index.products):
        problems.append("The shards do not add up to the version.")
    return problems


def _rows(folder: Path, path: Path, pack: Pack, total: RowsSum, seen: set[str]) -> list[str]:
    problems = []
    try:
        for row in read_rows(path, pack):
            total.add(row)
            for blob in blobs_of(decode_product(row)):
                file = folder / blob_path(blob.sha256)
                if blob.sha256 not in seen and (not file.is_file() or hash_file(file) != blob.sha256):
                    problems.append(f"A file is missing or damaged: {blob.sha256}.")
                seen.add(blob.sha256)
    except (SyncError, msgspec.MsgspecError) as error:
        problems.append(f"A shard cannot be read: {pack.sha256} ({error}).")
    return problems
