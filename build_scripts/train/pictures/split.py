"""Which models of Sweet Home 3D's library are never trained on, by the hash of their OBJ file.

`held_out.txt`: a line for each, SHA-256 of the OBJ file's bytes and the piece's id. Written once by `write`; a third.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

FILE = Path(__file__).with_name("held_out.txt")


def held_out(file: Path = FILE) -> dict[str, str]:
    """Ids of the pieces kept for testing, each with the hash of its OBJ file."""
    lines = [line.split(" ", 1) for line in file.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return {sku: digest for digest, sku in lines}


def hashes(libraries: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Hash of the OBJ file and id of every piece of some `.sh3f` files."""
    from client.catalog.importers.draft import ArchiveSource, Draft, SourceOptions
    from client.catalog.importers.sh3f import Sh3fLibrary

    for library in libraries:
        with zipfile.ZipFile(library) as archive:
            for draft in Sh3fLibrary().read(str(library), SourceOptions()):
                source = draft.model.source if isinstance(draft, Draft) and draft.model else None
                if isinstance(draft, Draft) and isinstance(source, ArchiveSource):
                    yield hashlib.sha256(archive.read(source.member)).hexdigest(), draft.product.sku


def write(libraries: Sequence[Path], file: Path = FILE) -> int:
    """Writes the list; says how many are on it. Pieces that share an OBJ file are on the same side."""
    chosen = sorted((digest, sku) for digest, sku in hashes(libraries) if int(digest[:8], 16) % 3 == 0)
    head = "# SHA-256 of the OBJ file, id of the piece: never trained on. See split.py.\n"
    file.write_text(head + "".join(f"{digest} {sku}\n" for digest, sku in chosen), "utf-8")
    return len(chosen)
