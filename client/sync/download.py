"""Fetching files named by hash: several at once, going on where they broke off, nothing used before its hash fits."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import TypeVar

from client.catalog.blobs import hash_file
from client.catalog.layout import sync_file
from client.sync.errors import NoSpace, NotThere, RangeIgnored, Tampered, Unreachable
from client.sync.source import PIECE, Limits, Source
from client.sync.wire import File, pack_path

_F = TypeVar("_F", bound=File)


@dataclass(frozen=True)
class Wanted:
    """A file to fetch: where it lies at the publisher, what it must be, where it goes.

    durable: whether it is forced to the disk. What is not may be torn when the power goes, and is looked at again.
    """

    path: str
    sha256: str
    bytes: int
    target: Path
    durable: bool = True


def wanted_pack(file: File, folder: Path) -> Wanted:
    """A pack, which is read once and then thrown away, so that forcing it to the disk is not worth the time."""
    return Wanted(pack_path(file.sha256), file.sha256, file.bytes, folder / file.sha256, durable=False)


def lacking(files: Iterable[_F], folder: Path) -> list[_F]:
    """The packs that are not in `folder`; a torn one is removed."""
    missing = []
    for file in files:
        path = folder / file.sha256
        if path.is_file():
            if path.stat().st_size == file.bytes and hash_file(path) == file.sha256:
                continue
            path.unlink()
        missing.append(file)
    return missing


@dataclass
class Traffic:
    """What was fetched so far."""

    files: int = 0
    bytes: int = 0


class Downloader:
    """Fetches into `parts` and moves complete, verified files to their target. Use as a context manager."""

    def __init__(
        self,
        source: Source,
        parts: Path,
        limits: Limits,
        workers: int = 4,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._source, self._parts, self._limits, self._sleep = source, parts, limits, sleep
        self._workers = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="sync")
        self._lock, self._turn = threading.Lock(), threading.Lock()
        self._stop = False
        self.traffic = Traffic()
        parts.mkdir(parents=True, exist_ok=True)

    def fetch_all(self, wanted: Iterable[Wanted]) -> None:
        """Fetches all; raises the first failure after the others have come to rest. What was verified stays.

        wanted: taken one by one, in turn, by the threads that fetch.
        """
        self._stop = False  # what failed before may have been something one can do without
        left = iter(wanted)
        running = [self._pool.submit(self._fetch_in_turn, left) for _ in range(self._workers)]
        try:
            done, _ = wait(running, return_when=FIRST_EXCEPTION)
            for future in done:
                future.result()
        except BaseException:
            self._stop = True
            wait(running)
            raise

    def _fetch_in_turn(self, left: Iterator[Wanted]) -> None:
        while not self._stop:
            with self._turn:
                one = next(left, None)
            if one is None:
                return
            self.fetch(one)

    def fetch(self, wanted: Wanted) -> None:
        """Fetches one file, on the calling thread; raises SyncError's kinds. Returns early once closed."""
        part = self._parts / wanted.sha256
        pause, from_start = self._limits.pause_s, False
        for attempt in range(self._limits.attempts):
            if self._stop:
                return
            try:
                began_at = self._attempt(wanted, part)
            except RangeIgnored:
                part.unlink(missing_ok=True)
                continue
            except Unreachable:
                if attempt + 1 == self._limits.attempts:
                    raise
                self._sleep(pause)
                pause *= 2
                continue
            except NotThere as gone:
                raise Unreachable(
                    f"{self._source.name} lacks a file that its signatures name ({wanted.path})."
                ) from gone
            except OSError as cause:
                raise _disk_trouble(cause) from cause
            if began_at is None:
                return
            # a part left by an earlier run may be what is wrong: once from the start, then it is the publisher's
            part.unlink(missing_ok=True)
            if began_at == 0 and from_start:
                break
            from_start = True
        raise Tampered(f"{self._source.name} sends something else than was signed ({wanted.path}); it was thrown away.")

    def _attempt(self, wanted: Wanted, part: Path) -> int | None:
        """None when the file is complete and where it belongs, else the offset from which the bad bytes came."""
        digest = hashlib.sha256()
        # unbuffered: pieces are large, and another copy of each costs more than the calls
        with part.open("ab+", buffering=0) as stream:
            if offset := stream.seek(0, os.SEEK_END):
                stream.seek(0)
                while piece := stream.read(PIECE):
                    digest.update(piece)
            if offset < wanted.bytes:
                for piece in self._source.read(wanted.path, offset, wanted.bytes - offset):
                    _write(stream, piece)
                    digest.update(piece)
                    self._count(len(piece))
                    if self._stop:
                        break
            size = stream.tell()
        if size < wanted.bytes and not self._stop and size > offset:
            raise Unreachable(f"{self._source.name} broke off in the middle of {wanted.path}.")
        if size != wanted.bytes or digest.hexdigest() != wanted.sha256:
            return None if self._stop else offset
        if wanted.durable:
            sync_file(part)
        try:
            os.replace(part, wanted.target)  # noqa: PTH105 - atomic by contract on every system
        except FileNotFoundError:
            wanted.target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(part, wanted.target)  # noqa: PTH105
        with self._lock:
            self.traffic.files += 1
        return None

    def _count(self, size: int) -> None:
        with self._lock:
            self.traffic.bytes += size

    def close(self) -> None:
        """Ends the threads; idempotent."""
        self._stop = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Downloader:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _write(stream: RawIOBase, piece: bytes) -> None:
    written = stream.write(piece)
    while written is not None and written < len(piece):  # a disk that is nearly full takes a part
        piece = piece[written:]
        written = stream.write(piece)


def _disk_trouble(cause: OSError) -> NoSpace:
    if cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return NoSpace("The disk is full. The shop goes on with what it has; make room and sync again.")
    return NoSpace(f"The catalogue's folder cannot be written: {cause.strerror or cause}.")


def disk_trouble(cause: OSError) -> NoSpace:
    """A failure to write, as a sentence."""
    return _disk_trouble(cause)


def database_trouble(cause: sqlite3.Error) -> NoSpace:
    """A database that could not be written, as a sentence."""
    # a limit on files, and some full disks, reach SQLite as a write that failed
    if getattr(cause, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC")):
        return _disk_trouble(OSError(errno.ENOSPC, str(cause)))
    return NoSpace(f"The catalogue's database cannot be read or written: {cause}.")
