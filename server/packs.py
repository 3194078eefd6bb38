"""Packs in a published folder: written once, found again by hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from client.sync.errors import Tampered
from client.sync.wire import Delta, File, Shard, Table, decode_shards, decode_steps, pack_path
from server.errors import ServerError
from server.files import write_public

_T = TypeVar("_T")


@dataclass
class PackFolder:
    """The packs below a published folder. Counts what was not there before."""

    folder: Path
    new_packs: int = 0
    new_bytes: int = 0

    def path(self, file: File) -> Path:
        """Where a pack lies."""
        return self.folder / pack_path(file.sha256)

    def put(self, data: bytes) -> str:
        """Writes a pack unless it is there; returns its hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.folder / pack_path(sha256)
        if not target.is_file() or target.stat().st_size != len(data):
            write_public(target, data)
            self.new_packs += 1
            self.new_bytes += len(data)
        return sha256

    def has(self, file: File) -> bool:
        """Whether it is there with its full length."""
        path = self.path(file)
        return path.is_file() and path.stat().st_size == file.bytes

    def shards(self, table: Table) -> tuple[Shard, ...]:
        """The shards of a version; raises ServerError when their list is damaged."""
        return self._listed(table.shards, lambda data: decode_shards(data, table))

    def steps(self, table: Table) -> tuple[Delta, ...]:
        """The steps to a version, oldest first; raises ServerError when their list is damaged."""
        if (earlier := table.earlier) is None:
            return table.deltas
        return (*self._listed(earlier, lambda data: decode_steps(data, earlier)), *table.deltas)

    def _listed(self, file: File, decode: Callable[[bytes], _T]) -> _T:
        try:
            data = self.path(file).read_bytes()
            if hashlib.sha256(data).hexdigest() != file.sha256:
                raise ServerError("The published folder is damaged: a list of packs is not what was signed.")
            return decode(data)
        except (OSError, Tampered) as cause:
            raise ServerError(f"The published folder is damaged: {cause}") from cause
