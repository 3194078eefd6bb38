"""Pictures and models in a published folder, named by their hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from client.sync.wire import blob_path
from server.errors import ServerError
from server.files import public_file

_COPY: Final = 1 << 20


@dataclass
class BlobFolder:
    """The blobs below a published folder. Counts what was not there before."""

    folder: Path
    new_blobs: int = 0
    new_bytes: int = 0

    def put(self, source: Path, sha256: str, size: int, whose: str) -> None:
        """Copies a file unless it is there. whose: for the sentence of ServerError when it is missing or another."""
        target = self.folder / blob_path(sha256)
        if target.is_file() and target.stat().st_size == size:
            return
        digest = hashlib.sha256()
        try:
            with source.open("rb") as stream, public_file(target) as temporary:
                with temporary.open("wb") as out:
                    while piece := stream.read(_COPY):
                        digest.update(piece)
                        out.write(piece)
                if digest.hexdigest() != sha256:
                    raise ServerError(f"{whose} is damaged ({sha256[:12]}); make it again.")
        except FileNotFoundError as cause:
            raise ServerError(f"{whose} lacks a file ({sha256[:12]}); make it again.") from cause
        self.new_blobs += 1
        self.new_bytes += size
