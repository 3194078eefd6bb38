"""What a publisher signs and what lies beside it.

metadata/            signed by the roles of The Update Framework
targets/catalogue/   the index: the only file of a catalogue version that is signed itself
packs/ab/<sha256>    product rows as zstd, named by the hash of the compressed bytes: shards and deltas
blobs/ab/<sha256>    pictures and models, named by hash, referred to by the rows

A row is a product's JSON on a line of its own. A shard holds the rows of one bucket, ordered by SKU; a product's
bucket is the first bits of its SKU's SHA-256, so that a change touches few shards. A delta holds the rows that one
version changed against the one before, and a `{"gone": SKU}` for each that left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated, Final

import msgspec

from client.domain.product import Sha256, Sku
from client.domain.text import LocalText
from client.sync.errors import Tampered

FORMAT: Final = 1
INDEX_TARGET: Final = "catalogue/index.json"
METADATA: Final = "metadata/"
TARGETS: Final = "targets/"
MAX_INDEX_BYTES: Final = 32_000_000
MAX_RAW_BYTES: Final = 64_000_000
"""What a pack may unpack to; a publisher's rows stay far below, a bomb does not."""
MAX_BITS: Final = 16
MAX_BLOB_BYTES: Final = 2_000_000_000

_Count = Annotated[int, msgspec.Meta(ge=0, le=100_000_000)]
_PackBytes = Annotated[int, msgspec.Meta(ge=1, le=MAX_RAW_BYTES)]
_RawBytes = Annotated[int, msgspec.Meta(ge=0, le=MAX_RAW_BYTES)]


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A compressed file of rows. `sha256` and `bytes` are of the file, `raw_bytes` of what it unpacks to."""

    sha256: Sha256
    bytes: _PackBytes
    raw_bytes: _RawBytes
    rows: _Count


class Shard(Pack, frozen=True, kw_only=True):
    """The rows of one bucket."""

    bucket: _Count
    raw_sha256: Sha256


class Delta(Pack, frozen=True, kw_only=True):
    """What changed from the version with content id `base` to the one with `result`."""

    base: Sha256
    result: Sha256


class Index(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a catalogue. `serial` grows by one with each; equal `content` means equal products."""

    format: int
    serial: _Count
    content: Sha256
    title: LocalText
    checkout_url: str
    made_at: str
    products: _Count
    rows_sum: Sha256
    """Sum of the SHA-256 of all rows modulo 2**256: whatever way the rows came, they must add up to it."""
    bits: Annotated[int, msgspec.Meta(ge=0, le=MAX_BITS)]
    shards: tuple[Shard, ...]
    deltas: tuple[Delta, ...] = ()
    """The steps from recent versions to this one, oldest first."""


class Gone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a delta: the product with this SKU left."""

    gone: Sku


def bucket_of(sku: Sku, bits: int) -> int:
    """The bucket of a product among 2**bits."""
    return int.from_bytes(hashlib.sha256(sku.encode()).digest()[:4]) >> (32 - bits)


def content_id(title: LocalText, checkout_url: str, made_at: str, rows_sum: str, products: int) -> str:
    """Names what a version holds."""
    facts = (FORMAT, title, checkout_url, made_at, rows_sum, products)
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()


def pack_path(sha256: str) -> str:
    """Where a pack lies below the publisher's address."""
    return f"packs/{sha256[:2]}/{sha256}"


def blob_path(sha256: str) -> str:
    """Where a picture or model lies below the publisher's address."""
    return f"blobs/{sha256[:2]}/{sha256}"


def encode_index(index: Index) -> bytes:
    """The bytes that are signed."""
    return msgspec.json.encode(index)


def decode_index(data: bytes) -> Index:
    """Reads verified bytes; raises Tampered when they are not an index this program knows."""
    try:
        index = msgspec.json.decode(data, type=Index)
    except (msgspec.MsgspecError, ValueError) as cause:
        raise Tampered(f"The publisher's index cannot be read ({cause}). A newer Vitrine may be needed.") from cause
    if index.format != FORMAT:
        raise Tampered(f"The catalogue is in format {index.format}; this Vitrine reads format {FORMAT}. Update it.")
    buckets = {shard.bucket for shard in index.shards}
    if len(buckets) != len(index.shards) or any(b >> index.bits for b in buckets):
        raise Tampered("The publisher's index contradicts itself: its shards overlap.")
    return index


class RowsSum:
    """Adds up rows; the order does not matter."""

    def __init__(self) -> None:
        self._sum = 0
        self.rows = 0

    def add(self, row: bytes) -> None:
        """Takes one row in."""
        self._sum += int.from_bytes(hashlib.sha256(row).digest())
        self.rows += 1

    def hexdigest(self) -> str:
        """The sum modulo 2**256, as 64 hex digits."""
        return f"{self._sum % (1 << 256):064x}"


def delta_chain(index: Index, base: str) -> tuple[Delta, ...] | None:
    """The deltas that lead from content `base` to this version; None when it is too old or not of this line."""
    chain: list[Delta] = []
    for delta in index.deltas:
        wanted = chain[-1].result if chain else base
        if delta.base == wanted:
            chain.append(delta)
        elif chain:
            return None
    return tuple(chain) if chain and chain[-1].result == index.content else None


def total_bytes(packs: Iterable[Pack]) -> int:
    """What these cost to fetch."""
    return sum(pack.bytes for pack in packs)
