"""Files that a web server of another user must be able to read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from client.catalog.layout import replacing


@contextmanager
def public_file(target: Path) -> Iterator[Path]:
    """A temporary path; on success it becomes `target` in one step, readable by all."""
    with replacing(target) as temporary:
        yield temporary
        temporary.chmod(0o644)


def write_public(target: Path, data: bytes) -> None:
    """Writes a whole file in one step, readable by all."""
    with public_file(target) as temporary:
        temporary.write_bytes(data)


def sweep(folder: Path) -> None:
    """Removes what a publish that was killed left half written. Call it while holding the folder's lock."""
    for left in folder.glob(".rows-*"):
        shutil.rmtree(left, ignore_errors=True)
    for below in ("metadata", "targets/*", "packs/*", "blobs/*"):
        for half in folder.glob(f"{below}/.new-*"):
            half.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Forces the names of all files below a published folder to the disk, so that none is lost with the power."""
    if os.name == "nt":  # its file systems keep a journal of names, and folders cannot be opened
        return
    for below in ("packs", "blobs", "targets", "metadata"):
        for place in (folder / below, *(folder / below).glob("*")):
            if place.is_dir():
                handle = os.open(place, os.O_RDONLY)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)
