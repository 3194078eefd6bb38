"""One round of following: verify, compare, fetch what is missing, build, try out, swap."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from client.catalog.blobs import BlobStore
from client.catalog.errors import CatalogError, UnreadableVersion
from client.catalog.reader import SqliteCatalog
from client.catalog.schema import blobs_of
from client.catalog.writer import prune
from client.domain.product import BlobRef, Product
from client.sync.build import Route, build, choose, digests_here, new_products, roll_back
from client.sync.download import Downloader, Wanted, database_trouble, disk_trouble, lacking, wanted_pack
from client.sync.errors import BadVersion, Expired, NoSpace, SyncError, Tampered, Unreachable
from client.sync.lock import only_one
from client.sync.models import fetch_models
from client.sync.source import Limits, Source
from client.sync.state import LastVerified, SyncState
from client.sync.trust import Verified, bootstrap, verify
from client.sync.wire import (
    MAX_BLOB_BYTES,
    Index,
    ModelList,
    Pack,
    Shard,
    Table,
    VectorIndex,
    blob_path,
    decode_shards,
    decode_steps,
    delta_chain,
    total_bytes,
)

_Table = TypeVar("_Table", bound=Table)
_KEEP: Final = 2
"""The version in use and the one before."""
_SPARE_BYTES: Final = 64_000_000
_ROW_ON_DISK: Final = 4
"""A row takes about this many times its bytes while it is staged, indexed and compacted."""


@dataclass(frozen=True)
class Surroundings:
    """What a round needs from outside."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    say: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class Style:
    """How a round is done. `lazy`: rows only, files come when a shop asks for them. `insist`: builds a version again
    that did not work before. `in_use`: hashes of files to keep whatever the versions name. `models`: the folder for the
    publisher's models, which come last; None leaves them.
    """

    lazy: bool = False
    insist: bool = True
    in_use: Callable[[], Collection[str]] = frozenset
    models: Path | None = None


@dataclass(frozen=True)
class Outcome:
    """What a round did. `version` is in use now; `how` the new rows came, empty when none were needed."""

    serial: int
    version: str
    products: int
    changed: bool
    how: str
    row_bytes: int
    blob_bytes: int
    blobs: int
    seconds: float
    rolled_back: bool = False


def follow(
    root: Path,
    source: Source,
    outside: Surroundings,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    fingerprint: str | None = None,
    workers: int = 4,
    style: Style = Style(),
) -> Outcome:
    """Brings the catalogue in `root` to what `source` publishes.

    fingerprint: SHA-256 of the publisher's first root; needed the first time only. Raises SyncError's kinds with a
    sentence; the catalogue is then as it was.
    """
    state = SyncState(root)
    try:
        with only_one(state.lock, "Another process is just syncing this catalogue; let it finish."):
            return _Round(state, source, outside, limits, workers, style).run(fingerprint)
    except OSError as cause:
        raise disk_trouble(cause) from cause
    except sqlite3.Error as cause:
        raise database_trouble(cause) from cause
    except CatalogError as cause:
        if isinstance(cause.__cause__, OSError):
            raise disk_trouble(cause.__cause__) from cause
        if isinstance(cause.__cause__, sqlite3.Error):
            raise database_trouble(cause.__cause__) from cause
        raise


class _Round:
    def __init__(
        self, state: SyncState, source: Source, outside: Surroundings, limits: Limits, workers: int, style: Style
    ) -> None:
        self._state, self._source, self._outside = state, source, outside
        self._limits, self._workers, self._style = limits, workers, style
        self._store = BlobStore(state.layout.blobs)

    def run(self, fingerprint: str | None) -> Outcome:
        started = self._outside.monotonic()
        rolled_back = self._prepare(fingerprint)
        verified = self._verify()
        index = verified.index
        current = self._state.layout.current()
        old = self._state.index_of(current)
        if not self._style.insist and index.content == self._state.refused():
            raise BadVersion(f"Version {index.serial} did not work here and is not tried again; the old one stays.")
        route, version = Route(), current or ""
        with Downloader(self._source, self._state.parts, self._limits, self._workers) as downloader:
            vectors = self._fetch_vectors(downloader, verified.vectors, current)
            row_bytes, row_files = downloader.traffic.bytes, downloader.traffic.files
            if old is None or old.content != index.content:
                route = self._choose(downloader, old, index)
                self._fetch_rows(downloader, route, index)
                row_bytes, row_files = downloader.traffic.bytes, downloader.traffic.files
                if not self._style.lazy:
                    for products in new_products(route, self._where):
                        self._fetch_blobs(downloader, _blobs(products))
                self._outside.say(f"Building version {index.serial} ...")

                def beside(version: str) -> None:
                    if not self._style.lazy:  # an old version that was followed lazily lacks files of unchanged rows
                        self._fetch_blobs(downloader, self._missing_now(version))
                    vectors(version)

                version = self._build(route, index, beside)
            elif not self._style.lazy:
                self._fetch_blobs(downloader, self._missing_now(version))
            vectors(version)
            traffic, packs = downloader.traffic, len(route.packs)
        self._tidy(verified)
        self._fetch_models(verified.models)
        return Outcome(
            serial=index.serial,
            version=version,
            products=index.products,
            changed=version != current,
            how=route.how if packs else "",
            row_bytes=row_bytes,
            blob_bytes=traffic.bytes - row_bytes,
            blobs=traffic.files - row_files,
            seconds=self._outside.monotonic() - started,
            rolled_back=rolled_back,
        )

    def _build(self, route: Route, index: Index, beside: Callable[[str], None]) -> str:
        """The new version, in use; one that does not work is remembered, not to be tried every few minutes."""
        try:
            version = build(self._state, route, index, self._where, not self._style.lazy, beside)
        except BadVersion:
            self._state.refuse(index.content)
            raise
        self._state.refuse("")
        return version

    def _prepare(self, fingerprint: str | None) -> bool:
        """Root of trust and a working current version; True when an older version had to be put in use."""
        state = self._state
        if not state.trust.exists():
            if state.layout.pointer.exists():
                raise SyncError(f"{state.root} holds a catalogue of its own; sync into a folder of its own instead.")
            if fingerprint is None:
                raise SyncError("The first time, say whom to trust: --fingerprint, as the publisher gave it to you.")
            bootstrap(self._source, fingerprint, state.trust)
        elif fingerprint is not None and not self._known(fingerprint):
            raise Tampered("This folder follows a publisher with another fingerprint; use another folder.")
        try:
            current = state.layout.current()
            if current is not None:
                SqliteCatalog(state.root, current).close()
        except UnreadableVersion:
            if roll_back(state) is not None:
                self._outside.say("The version in use was damaged; the one before is in use again.")
                return True
            state.layout.pointer.unlink(missing_ok=True)
        return False

    def _known(self, fingerprint: str) -> bool:
        import hashlib

        return hashlib.sha256(self._state.trust.read_bytes()).hexdigest() == fingerprint.strip().lower()

    def _verify(self) -> Verified:
        now, last = self._outside.now(), self._state.last()
        if last is not None and (last.verified_at - now).days >= 1:
            raise Expired(
                f"The clock of this computer says {now:%Y-%m-%d}, but it was {last.verified_at:%Y-%m-%d} when this "
                "catalogue was last verified. Set the clock."
            )
        return verify(self._source, self._state.trust, self._state.metadata, now)

    def _where(self, pack: Pack) -> Path:
        return self._state.packs / pack.sha256

    def _choose(self, downloader: Downloader, old: Index | None, index: Index) -> Route:
        unfolded = self._unfolded(downloader, index, old)
        return choose(old, unfolded, partial(self._shards, downloader, index), partial(digests_here, self._state))

    def _unfolded(self, downloader: Downloader, table: _Table, old: Table | None) -> _Table:
        """The index with all its steps, when the way from the old version may begin at an earlier one."""
        earlier = table.earlier
        if earlier is None or old is None or delta_chain(table, old.content) is not None:
            return table
        downloader.fetch_all(wanted_pack(file, self._state.packs) for file in lacking([earlier], self._state.packs))
        steps = decode_steps((self._state.packs / earlier.sha256).read_bytes(), earlier)
        return msgspec.structs.replace(table, deltas=(*steps, *table.deltas), earlier=None)

    def _shards(self, downloader: Downloader, table: Table) -> tuple[Shard, ...]:
        listed = table.shards
        where = self._state.packs / listed.sha256
        downloader.fetch_all(wanted_pack(file, self._state.packs) for file in lacking([listed], self._state.packs))
        return decode_shards(where.read_bytes(), table)

    def _fetch_models(self, listed: ModelList | None) -> None:
        if listed is not None and self._style.models is not None:
            fetched = fetch_models(listed, self._source, self._style.models, self._limits, self._need_room)
            if fetched:
                self._outside.say(f"{fetched} models are here.")

    def _fetch_vectors(
        self, downloader: Downloader, index: VectorIndex | None, version: str | None
    ) -> Callable[[str], None]:
        """Fetches what is missing of the vectors; returns what lays them beside a version."""
        if index is None:
            return lambda _: None
        from client.sync.vectors import VectorRound  # loads NumPy

        vectors = VectorRound(self._state, index, version, self._where)

        def fetch() -> None:
            route = vectors.plan(partial(self._shards, downloader, index), partial(self._unfolded, downloader, index))
            missing = lacking(route.packs, self._state.packs)
            self._need_room(total_bytes(missing) + index.rows * index.row_bytes)
            downloader.fetch_all(wanted_pack(pack, self._state.packs) for pack in missing)

        def lay(version: str) -> None:
            self._or_without_vectors(partial(vectors.build, version))

        return lay if self._or_without_vectors(fetch) else lambda _: None

    def _or_without_vectors(self, work: Callable[[], None]) -> bool:
        """Vectors that are bad, missing or too large hold no product up: another key signs them, which may sign
        nothing else.
        """
        try:
            work()
        except (Tampered, NoSpace, Unreachable) as trouble:
            self._outside.say(f"The item vectors are left out: {trouble}")
            return False
        return True

    def _fetch_rows(self, downloader: Downloader, route: Route, index: Index) -> None:
        missing = lacking(route.packs, self._state.packs)
        self._need_room(total_bytes(missing) + index.shards.rows_bytes * _ROW_ON_DISK)
        self._outside.say(f"Fetching {len(missing)} packs ({route.how}), {total_bytes(missing)} bytes ...")
        downloader.fetch_all(wanted_pack(pack, self._state.packs) for pack in missing)

    def _fetch_blobs(self, downloader: Downloader, blobs: Iterator[BlobRef]) -> None:
        wanted = {blob.sha256: blob for blob in blobs if not self._store.has(blob)}
        if any(not 0 < blob.bytes <= MAX_BLOB_BYTES for blob in wanted.values()):
            raise Tampered("The publisher signed a file that is too large to be one of a product.")
        self._need_room(sum(blob.bytes for blob in wanted.values()))
        downloader.fetch_all(
            Wanted(blob_path(b.sha256), b.sha256, b.bytes, self._store.path(b.sha256)) for b in wanted.values()
        )

    def _missing_now(self, version: str) -> Iterator[BlobRef]:
        with SqliteCatalog(self._state.root, version) as catalog:
            yield from catalog.blobs()

    def _need_room(self, size: int) -> None:
        free = self._outside.free_bytes(self._state.root)
        if size and size + _SPARE_BYTES > free:
            raise NoSpace(
                f"The disk has {free // 1_000_000} MB left and this needs {(size + _SPARE_BYTES) // 1_000_000} MB. "
                "The shop goes on with what it has; make room and sync again."
            )

    def _tidy(self, verified: Verified) -> None:
        state = self._state
        state.set_last(LastVerified(verified.at, verified.expires, verified.index.serial, self._source.name))
        prune(state.root, _KEEP, self._style.in_use())
        state.forget_old()
        if (state.root / "vectors").is_dir():
            from client.catalog.vectors import prune_vectors

            prune_vectors(state.root, state.layout.kept_versions())
        for folder in (state.packs, state.parts):
            shutil.rmtree(folder, ignore_errors=True)


def _blobs(products: list[Product]) -> Iterator[BlobRef]:
    for product in products:
        yield from blobs_of(product)


__all__ = ["Outcome", "Style", "Surroundings", "Unreachable", "follow"]
