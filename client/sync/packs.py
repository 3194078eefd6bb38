"""Packs of rows: packing, and unpacking no more than was promised."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import zstandard

from client.sync.errors import Tampered
from client.sync.wire import Pack

_PIECE: Final = 1 << 18
_WINDOW: Final = 1 << 27
_LONGEST_ROW: Final = 4_000_000


def pack_rows(rows: Iterable[bytes], level: int) -> tuple[bytes, int, str, int]:
    """Compressed lines, their raw length, the hash of the raw bytes, and how many rows."""
    raw = b"".join(row + b"\n" for row in rows)
    compressor = zstandard.ZstdCompressor(level=level, write_checksum=False)
    return compressor.compress(raw), len(raw), hashlib.sha256(raw).hexdigest(), raw.count(b"\n")


def read_rows(path: Path, pack: Pack) -> Iterator[bytes]:
    """The rows of a pack whose hash was checked; raises Tampered when it unpacks to more or less than promised."""
    total, rows, rest = 0, 0, b""
    try:
        with path.open("rb") as stream:
            reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(stream)
            while piece := reader.read(_PIECE):
                total += len(piece)
                *lines, rest = (rest + piece).split(b"\n")
                rows += len(lines)
                if total > pack.raw_bytes or rows > pack.rows or len(rest) > _LONGEST_ROW:
                    raise Tampered("A part of the catalogue unpacks to more than was signed; it was thrown away.")
                yield from lines
    except zstandard.ZstdError as cause:
        raise Tampered(f"A part of the catalogue cannot be unpacked ({cause}).") from cause
    if rest or rows != pack.rows or total != pack.raw_bytes:
        raise Tampered("A part of the catalogue unpacks to less than was signed.")
