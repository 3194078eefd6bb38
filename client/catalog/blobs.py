"""The content-addressed store: a file's name is the SHA-256 of its bytes, so it never changes and is stored once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from client.catalog.layout import write_atomically
from client.domain.product import BlobRef


class BlobStore:
    """Files under `folder`/ab/<sha256>. Putting the same bytes twice writes once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file with this hash lies, present or not."""
        return self._folder / sha256[:2] / sha256

    def has(self, blob: BlobRef) -> bool:
        """Whether the file is there with its full length."""
        try:
            return self.path(blob.sha256).stat().st_size == blob.bytes
        except OSError:
            return False

    def put(self, data: bytes, media_type: str) -> BlobRef:
        """Stores bytes and says how to refer to them."""
        blob = BlobRef(hashlib.sha256(data).hexdigest(), len(data), media_type)
        if not self.has(blob):
            write_atomically(self.path(blob.sha256), data)
        return blob

    def is_intact(self, blob: BlobRef) -> bool:
        """Whether the file is there and its bytes still hash to its name."""
        return self.has(blob) and hash_file(self.path(blob.sha256)) == blob.sha256

    def all(self) -> Iterator[Path]:
        """Every stored file."""
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if len(path.name) == 64:
                yield path

    def collect_garbage(self, wanted: Collection[str]) -> int:
        """Removes every file whose hash is not wanted, and left-overs of broken writes; says how many bytes."""
        freed = 0
        for path in list(self._folder.glob("[0-9a-f][0-9a-f]/*")) + list(self._folder.glob("[0-9a-f][0-9a-f]/.new-*")):
            if path.name not in wanted:
                try:
                    size = path.stat().st_size
                    path.unlink()
                except OSError:  # another process reads it on Windows, or it is gone: the next import tries again
                    continue
                freed += size
        return freed


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
