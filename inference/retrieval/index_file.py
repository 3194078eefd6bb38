"""The file of an index: a short header that says what follows and its hash, then plain arrays, read through a map.

    VTRX  u32 length of the header  JSON header, padded with spaces  payload

Nothing of the payload is looked at before its size and its SHA-256 are what the header says, so a torn, cut or changed
file is a sentence and nothing worse. Who ships files signs them (`expected` is the hash that was signed).
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from inference.errors import InferenceError

MAGIC: Final = b"VTRX"
_MOST_HEADER: Final = 65_536
_MOST_BYTES: Final = 8_000_000_000
_CHUNK: Final = 1 << 20

Bytes = NDArray[np.uint8]


class IndexFileError(InferenceError):
    """A file is no index of ours, or damaged."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What follows: `count` vectors of `dim` numbers. `space`: what made them; others cannot be compared with them."""

    kind: Literal["exact", "ivf", "changes"]
    dim: int
    count: int
    space: str
    bytes: int
    sha256: str
    probes: int = 0
    """ivf: how many lists are looked through."""
    lists: int = 0
    removed: int = 0
    """changes: how many ids are gone."""
    base: str = ""
    """changes: the hash of the index that they change."""


def write(path: Path, header: Header, parts: Iterable[NDArray[np.generic]], shift: int = 0) -> Header:
    """Writes a whole file or nothing; returns the header with size and hash. The payload starts at `shift` modulo 8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flat = [np.ascontiguousarray(part).reshape(-1).view(np.uint8) for part in parts]
    digest = hashlib.sha256()
    for part in flat:
        digest.update(part.data)
    full = msgspec.structs.replace(header, bytes=sum(len(part) for part in flat), sha256=digest.hexdigest())
    words = msgspec.json.encode(full)
    words += b" " * ((shift - len(MAGIC) - 4 - len(words)) % 8)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(MAGIC + struct.pack("<I", len(words)) + words)
            for part in flat:
                stream.write(part.data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return full


def read(path: Path, expected: str | None = None) -> tuple[Header, Bytes]:
    """Header and mapped payload, its size and hash checked. Raises IndexFileError with a sentence for anything else."""
    try:
        header, start = _header(path)
        if path.stat().st_size != start + header.bytes:
            raise IndexFileError(f"{path.name} is no whole index: its size is not what its header says.")
        payload = (
            np.memmap(path, np.uint8, "r", offset=start, shape=(header.bytes,))
            if header.bytes
            else np.zeros(0, np.uint8)
        )
    except (OSError, ValueError) as cause:
        raise IndexFileError(f"{path.name} cannot be read as an index: {cause}.") from cause
    if expected is not None and expected != header.sha256:
        raise IndexFileError(f"{path.name} is another index than the one that was signed.")
    if _hash(payload) != header.sha256:
        raise IndexFileError(f"{path.name} is damaged: its contents are not what its header says.")
    return header, payload


def _header(path: Path) -> tuple[Header, int]:
    with path.open("rb") as stream:
        start = stream.read(len(MAGIC) + 4)
        if len(start) < len(MAGIC) + 4 or start[: len(MAGIC)] != MAGIC:
            raise IndexFileError(f"{path.name} is no index of Vitrine.")
        (length,) = struct.unpack("<I", start[len(MAGIC) :])
        if length > _MOST_HEADER:
            raise IndexFileError(f"{path.name} is no index of Vitrine: its header is too long.")
        try:
            header = msgspec.json.decode(stream.read(length), type=Header)
        except msgspec.MsgspecError as cause:
            raise IndexFileError(f"{path.name} is no index of Vitrine: {cause}.") from cause
    whole = 0 < header.dim <= 4096 and header.count >= 0 and header.removed >= 0 and 0 <= header.bytes <= _MOST_BYTES
    if not whole:
        raise IndexFileError(f"{path.name} is no index of Vitrine: its numbers cannot be.")
    return header, len(start) + length


def _hash(payload: Bytes) -> str:
    digest = hashlib.sha256()
    for start in range(0, len(payload), _CHUNK):
        digest.update(payload[start : start + _CHUNK].data)
    return digest.hexdigest()
