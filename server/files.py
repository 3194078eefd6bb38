"""Files that a web server of another user must be able to read."""

from __future__ import annotations

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
