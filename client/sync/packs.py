"""Packs: what they hold, and unpacking no more than was promised.

Rows: a product's JSON a line, ordered by SKU. In a delta, `{"gone": SKU}` is a product that left.
Vectors: a line of JSON `{"skus": [...], "gone": [...]}`, then the vectors of these SKUs one after the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
import zstandard

from client.domain.product import Sku
from client.sync.errors import Tampered
from client.sync.wire import Gone, Pack

_PIECE: Final = 1 << 18
_WINDOW: Final = 1 << 27
_LONGEST_ROW: Final = 4_000_000
_MORE: Final = "A part of the catalogue unpacks to more than was signed; it was thrown away."
_LESS: Final = "A part of the catalogue unpacks to less than was signed."


class VectorHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a pack of vectors."""

    skus: tuple[Sku, ...]
    gone: tuple[Sku, ...] = ()


def row_lines(changed: Iterable[tuple[Sku, bytes]], gone: Iterable[Sku] = ()) -> bytes:
    """What a pack of rows holds."""
    lines = [row for _, row in changed] + [msgspec.json.encode(Gone(sku)) for sku in gone]
    return b"".join(line + b"\n" for line in lines)


def vector_lines(changed: Iterable[tuple[Sku, bytes]], gone: Iterable[Sku] = ()) -> bytes:
    """What a pack of vectors holds."""
    pairs = list(changed)
    header = msgspec.json.encode(VectorHeader(tuple(sku for sku, _ in pairs), tuple(gone)))
    return b"".join((header, b"\n", *(vector for _, vector in pairs)))


def vector_digest(sku: Sku, vector: bytes) -> bytes:
    """The SHA-256 of a vector as a row."""
    return hashlib.sha256(sku.encode() + b"\0" + vector).digest()


def compress(raw: bytes, level: int) -> bytes:
    """A pack's bytes."""
    return zstandard.ZstdCompressor(level=level, write_checksum=False).compress(raw)


def read_rows(path: Path, pack: Pack) -> Iterator[bytes]:
    """The rows of a pack whose hash was checked; raises Tampered when it unpacks to more or less than promised."""
    rows, rest = 0, b""
    for piece in _unpacked(path, pack):
        *lines, rest = (rest + piece).split(b"\n")
        rows += len(lines)
        if rows > pack.rows or len(rest) > _LONGEST_ROW:
            raise Tampered(_MORE)
        yield from lines
    if rest or rows != pack.rows:
        raise Tampered(_LESS)


def read_vectors(path: Path, pack: Pack, row_bytes: int) -> tuple[VectorHeader, bytes]:
    """The SKUs of a pack of vectors and their vectors, one after the other; `row_bytes` each. Raises Tampered."""
    raw = b"".join(_unpacked(path, pack))
    end = raw.find(b"\n")
    try:
        header = msgspec.json.decode(raw[: max(0, end)], type=VectorHeader)
    except (msgspec.MsgspecError, ValueError, RecursionError) as cause:
        raise Tampered(f"A pack of vectors cannot be read ({cause}).") from cause
    vectors = raw[end + 1 :]
    if len(vectors) != len(header.skus) * row_bytes or len(header.skus) + len(header.gone) != pack.rows:
        raise Tampered("A pack of vectors holds something else than was signed.")
    return header, vectors


def _unpacked(path: Path, pack: Pack) -> Iterator[bytes]:
    total = 0
    try:
        with path.open("rb") as stream:
            for piece in _pieces(stream):
                total += len(piece)
                if total > pack.raw_bytes:
                    raise Tampered(_MORE)
                yield piece
    except zstandard.ZstdError as cause:
        raise Tampered(f"A part of the catalogue cannot be unpacked ({cause}).") from cause
    if total != pack.raw_bytes:
        raise Tampered(_LESS)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(stream)
    read: Callable[[], bytes] = lambda: reader.read(_PIECE)  # noqa: E731
    return iter(read, b"")
