"""Removing what no version needs any more from a published folder, never from under a shop that is just syncing.

A version is alive while it is one of the newest, and for a time after it was followed by another: a shop that took its
signatures a moment before must find its files. Roots stay for ever: a shop that slept walks through all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from client.catalog.schema import blobs_of, decode_product
from client.sync.errors import SyncError
from client.sync.packs import read_rows
from client.sync.wire import (
    Index,
    ModelList,
    Table,
    VectorIndex,
    blob_path,
    decode_index,
    decode_models,
    decode_vectors,
    pack_path,
)
from server.errors import ServerError
from server.files import sweep
from server.packs import PackFolder
from server.publish import TARGETS_OF, published_index
from server.repository import Repository

_I = TypeVar("_I", Index, VectorIndex, ModelList)


@dataclass(frozen=True)
class Pruned:
    """What was removed, and how many versions of the catalogue stay."""

    files: int
    bytes: int
    versions: int


def prune(repository: Repository, keep: int, grace: timedelta) -> Pruned:
    """Removes the files that neither the newest `keep` versions need nor those in use less than `grace` ago.

    Call it while holding the folder's lock. Raises ServerError when a version that stays cannot be read: then nothing
    is removed.
    """
    folder, before = repository.folder, repository.now() - grace
    if published_index(repository) is None:
        raise ServerError(f"Nothing is published in {folder} yet.")
    living = _Living(repository, max(1, keep), before)
    wanted: set[Path] = set()
    for index in (indexes := list(living.of("catalogue", decode_index))):
        wanted |= set(_table(folder, index)) | set(_files(folder, index))
    for vectors in living.of("vectors", decode_vectors):
        wanted |= set(_table(folder, vectors))
    for listed in living.of("models", decode_models):
        wanted |= {folder / blob_path(model.sha256) for model in listed.models}
    wanted |= living.files | set(_signatures(repository, before))
    sweep(folder)
    files = size = 0
    for path in _all(folder):
        if path not in wanted:
            size += path.stat().st_size
            files += 1
            path.unlink()
    return Pruned(files, size, len(indexes))


def _all(folder: Path) -> Iterator[Path]:
    for below in ("packs/*/*", "blobs/*/*", "targets/*/*", "metadata/*"):
        yield from (path for path in sorted(folder.glob(below)) if path.is_file())


@dataclass
class _Living:
    """Finds the versions that are alive by the files that were signed; notes these files."""

    repository: Repository
    keep: int
    before: datetime
    files: set[Path] = field(default_factory=set)

    def of(self, role: str, decode: Callable[[bytes], _I]) -> Iterator[_I]:
        """The versions of a role that are alive, newest first."""
        target = TARGETS_OF[role]
        info = self.repository.targets(role).signed.targets.get(target)
        if info is None:
            return
        folder = self.repository.folder / "targets"
        current = folder / info.get_prefixed_paths()[0]
        newest = decode(current.read_bytes())
        found = [(newest, current)]
        for path in (folder / role).glob(f"*.{Path(target).name}"):
            data = path.read_bytes()
            try:
                if path.name == f"{hashlib.sha256(data).hexdigest()}.{Path(target).name}":
                    found.append((decode(data), path))
            except SyncError:  # of an older format: no shop of today follows it
                continue
        # what has the newest number or a later one and is not the newest was left by a publish that was killed
        found[1:] = sorted((pair for pair in found[1:] if pair[0].serial < newest.serial), key=_order, reverse=True)
        for place, (index, path) in enumerate(found):
            if place < self.keep or _written(found[place - 1][1]) > self.before:
                self.files.add(path)
                yield index


def _order(pair: tuple[Index | VectorIndex | ModelList, Path]) -> tuple[int, datetime]:
    return pair[0].serial, _written(pair[1])


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _table(folder: Path, table: Table) -> Iterator[Path]:
    packs = PackFolder(folder)
    lists = (table.shards, table.earlier) if table.earlier is not None else (table.shards,)
    for pack in (*lists, *packs.shards(table), *packs.steps(table)):
        yield folder / pack_path(pack.sha256)


def _files(folder: Path, index: Index) -> Iterator[Path]:
    packs = PackFolder(folder)
    for shard in packs.shards(index):
        try:
            for row in read_rows(packs.path(shard), shard):
                for blob in blobs_of(decode_product(row)):
                    yield folder / blob_path(blob.sha256)
        except (SyncError, OSError, msgspec.MsgspecError) as cause:
            raise ServerError(f"The published folder is damaged, so nothing was removed: {cause}") from cause


def _signatures(repository: Repository, before: datetime) -> Iterator[Path]:
    """All roots, the signatures in use, later ones (their numbers stay taken), and those replaced since `before`."""
    snapshot = repository.snapshot().signed
    current = {name: info.version for name, info in snapshot.meta.items()} | {"snapshot.json": snapshot.version}
    roles: dict[str, list[tuple[int, Path]]] = {}
    for path in repository.metadata.glob("*.json"):
        number, _, role = path.name.partition(".")
        if role == "root.json" or not number.isdecimal():
            yield path
        else:
            roles.setdefault(role, []).append((int(number), path))
    for role, found in roles.items():
        found.sort()
        for place, (version, path) in enumerate(found):
            if version >= current.get(role, 0) or _written(found[place + 1][1]) > before:
                yield path
