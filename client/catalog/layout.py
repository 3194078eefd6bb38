"""Where things lie in a catalogue folder, and the atomic pointer to the version in use.

current                  a line of text: the version
versions/<version>.sqlite
blobs/ab/<sha256>
journal.sqlite           work already done by imports (see `staging`)
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from client.catalog.errors import UnreadableVersion

_PAUSES_S = (0.01, 0.03, 0.1, 0.3)
_VERSION = re.compile(r"[0-9]{6}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Layout:
    """The paths inside one catalogue folder."""

    root: Path

    @property
    def pointer(self) -> Path:
        """The file that names the version in use."""
        return self.root / "current"

    @property
    def versions(self) -> Path:
        """The folder of version databases."""
        return self.root / "versions"

    @property
    def blobs(self) -> Path:
        """The folder of the content-addressed files."""
        return self.root / "blobs"

    @property
    def journal(self) -> Path:
        """The database of work already done."""
        return self.root / "journal.sqlite"

    def database(self, version: str) -> Path:
        """The database of a version."""
        return self.versions / f"{version}.sqlite"

    def current(self) -> str | None:
        """The version in use; None when the folder holds no catalogue yet. Raises CatalogError when damaged."""
        try:
            text = self.pointer.read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as cause:
            raise UnreadableVersion(f"The catalogue in {self.root} cannot be read: {cause}.") from cause
        if not _VERSION.fullmatch(text):
            raise UnreadableVersion(f"The catalogue in {self.root} is damaged: its file 'current' names no version.")
        return text

    def kept_versions(self) -> list[str]:
        """Versions on disk, oldest first."""
        if not self.versions.is_dir():
            return []
        return sorted(p.stem for p in self.versions.glob("*.sqlite") if _VERSION.fullmatch(p.stem))


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A temporary path beside `target`; on success it is synced and moved onto it, on failure removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        sync_file(temporary)
        _move_onto(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _move_onto(temporary: Path, target: Path) -> None:
    """Windows refuses while somebody reads the target; a file as small as a pointer is read in a moment."""
    for pause_s in (*_PAUSES_S, None):
        try:
            os.replace(temporary, target)  # noqa: PTH105 - the same call on every system, atomic by contract
        except PermissionError:
            if pause_s is None:
                raise
            time.sleep(pause_s)
        else:
            return


def sync_file(path: Path) -> None:
    """Forces a file's contents to the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def write_atomically(target: Path, data: bytes) -> None:
    """Writes a whole file so that a reader sees the old or the new one, never a part."""
    with replacing(target) as temporary:
        temporary.write_bytes(data)
