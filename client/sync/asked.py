"""Files the shop asks for, the most urgent first, and the bound on what they may take on the disk."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Collection
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from client.catalog.blobs import BlobStore
from client.domain.product import BlobRef
from client.sync.download import Downloader, Wanted
from client.sync.errors import Busy, NoSpace, SyncError, Tampered, Unreachable
from client.sync.lock import only_one
from client.sync.messages import Came, InUse, Lacks, Orders, Report
from client.sync.source import Limits, Source
from client.sync.state import SyncState
from client.sync.wire import MAX_BLOB_BYTES, blob_path

_PAUSE_S: Final = 5.0
_LONGEST_PAUSE_S: Final = 600.0
_LOOK_S: Final = 1.0
_TOUCH_S: Final = 1800.0
_SPARE_BYTES: Final = 64_000_000
_STALE_S: Final = 7 * 86_400.0
_ROOM: Final = 0.9
"""Down to this share of the bound is thrown away at once, so that it is not done for every file."""


class AskedFiles:
    """Several threads fetch what `order` names. A file's time of change is when it was last needed."""

    def __init__(
        self,
        state: SyncState,
        source: Source,
        limits: Limits,
        say: Callable[[Report], None],
        cache_bytes: int = 0,
        workers: int = 4,
        now: Callable[[], float] = time.time,
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._free_bytes = free_bytes
        self._state, self._say, self._cache_bytes, self._now = state, say, cache_bytes, now
        self._store = BlobStore(state.layout.blobs)
        self._downloader = Downloader(source, state.asked, limits, workers)
        self._workers = workers
        self._changed = threading.Condition()
        self._orders = Orders()
        self._kept: frozenset[str] | None = None
        self._busy: set[str] = set()
        self._again_at: dict[str, tuple[float, float]] = {}
        self._holding = ExitStack()
        self._mine = self._stop = False
        self._total: int | None = None
        self._looked_at = 0.0

    @property
    def in_use(self) -> frozenset[str]:
        """What must not be thrown away."""
        return (self._kept or frozenset()) | {blob.sha256 for blob in self._orders.wanted}

    def start(self) -> None:
        """Starts the threads."""
        for number in range(self._workers):
            threading.Thread(target=self._work, name=f"asked-{number}", daemon=True).start()

    def order(self, orders: Orders) -> None:
        """What is wanted from now on; what is here already is said at once."""
        here = tuple(blob.sha256 for blob in orders.wanted if self._store.has(blob))
        with self._changed:
            self._orders = orders
            self._changed.notify_all()
        if here:
            self._say(Came(here))

    def keep(self, in_use: InUse) -> None:
        """What must not be thrown away from now on; before this was said once, nothing is."""
        for sha256 in in_use.sha256s:
            self._needed(sha256)
        self._kept = frozenset(in_use.sha256s)

    def count_again(self) -> None:
        """Files may have gone by another hand."""
        with self._changed:
            self._total = None

    def _needed(self, sha256: str) -> None:
        path, now = self._store.path(sha256), self._now()
        try:
            if now - path.stat().st_mtime > _TOUCH_S:
                os.utime(path, (now, now))
        except OSError:  # not here, or a disk that cannot be written: then nothing is thrown away either
            return

    def _work(self) -> None:
        while not self._stop:
            blob = self._next()
            if blob is None:
                continue
            try:
                self._fetch(blob)
                self._again_at.pop(blob.sha256, None)
                self._say(Came((blob.sha256,)))
            except SyncError as error:
                self._failed(blob, error)
            except OSError as error:
                self._failed(blob, NoSpace(f"The file cannot be kept: {error.strerror or error}."))
            finally:
                with self._changed:
                    self._busy.discard(blob.sha256)

    def _failed(self, blob: BlobRef, error: SyncError) -> None:
        pause = min(_LONGEST_PAUSE_S, self._again_at.get(blob.sha256, (0.0, _PAUSE_S / 2))[1] * 2)
        self._again_at[blob.sha256] = (time.monotonic() + pause, pause)
        self._say(Lacks(blob.sha256, str(error)))
        if isinstance(error, (Unreachable, NoSpace)):  # the others would fare no better now
            with self._changed:
                self._changed.wait(_LOOK_S)

    def _next(self) -> BlobRef | None:
        """The most urgent file that nobody fetches yet; None after a while without one."""
        with self._changed:
            if not self._may_fetch():
                self._look_for_others()
                return None
            now = time.monotonic()
            for blob in self._orders.wanted:
                free = blob.sha256 not in self._busy and self._again_at.get(blob.sha256, (0.0, 0.0))[0] <= now
                if free and not self._store.has(blob):
                    self._busy.add(blob.sha256)
                    return blob
            self._changed.wait(_LOOK_S)
            return None

    def _may_fetch(self) -> bool:
        """Whether this process is the one that fetches for this folder; another shop's may be it."""
        if not self._mine:
            try:
                self._holding.enter_context(only_one(self._state.asked_lock, "Another shop fetches."))
            except (Busy, OSError):
                self._changed.wait(_LOOK_S)
                return False
            self._mine = True
            self._sweep()
        return True

    def _sweep(self) -> None:
        """Throws away what was begun long ago and is wanted no more."""
        for part in self._state.asked.glob("*"):
            with suppress(OSError):
                if self._now() - part.stat().st_mtime > _STALE_S:
                    part.unlink()

    def _look_for_others(self) -> None:
        """While another process fetches for this folder, its files are ours as well."""
        here = tuple(blob.sha256 for blob in self._orders.wanted if self._store.has(blob))
        if here and time.monotonic() - self._looked_at > _LOOK_S:
            self._looked_at = time.monotonic()
            self._say(Came(here))

    def _fetch(self, blob: BlobRef) -> None:
        if not 0 < blob.bytes <= MAX_BLOB_BYTES:
            raise Tampered("The publisher signed a file that is too large to be one of a product.")
        self._make_room(blob.bytes)
        target = self._store.path(blob.sha256)
        self._downloader.fetch(Wanted(blob_path(blob.sha256), blob.sha256, blob.bytes, target))

    def _make_room(self, size: int) -> None:
        if self._free_bytes(self._state.root) < size + _SPARE_BYTES:
            raise NoSpace("The disk is nearly full; no more pictures and models are fetched until there is room.")
        if self._cache_bytes <= 0:
            return
        with self._changed:
            if self._total is None:
                self._total = sum(path.stat().st_size for path in self._store.all())
            if self._total + size > self._cache_bytes and self._kept is not None:
                wanted = min(self._cache_bytes - size, int(self._cache_bytes * _ROOM))
                self._total -= evict(self._store, self._total - wanted, self.in_use)
            if self._total + size > self._cache_bytes:
                raise NoSpace("All the room for pictures and models (`cache_gb`) is taken by what stands in the store.")
            self._total += size

    def close(self) -> None:
        """Stops the threads after the piece they are at; idempotent."""
        self._stop = True
        with self._changed:
            self._changed.notify_all()
        self._downloader.close()
        self._holding.close()


def evict(store: BlobStore, size: int, keep: Collection[str]) -> int:
    """Removes the files that were needed longest ago, none of `keep`, until `size` bytes are free; says how many."""
    found: list[tuple[float, int, Path]] = []
    for path in store.all():
        if path.name not in keep:
            try:
                told = path.stat()
            except OSError:
                continue
            found.append((told.st_mtime, told.st_size, path))
    freed = 0
    for _, bytes_, path in sorted(found):
        if freed >= size:
            break
        try:
            path.unlink()
        except OSError:  # open elsewhere on Windows: another one goes
            continue
        freed += bytes_
    return freed
