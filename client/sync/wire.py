"""What a publisher signs and what lies beside it.

metadata/            signed by the roles of The Update Framework
targets/catalogue/   the index: the only file of a catalogue version that is signed itself
targets/vectors/     the index of the item vectors, signed by a role of its own
targets/models/      the list of models, signed by a role of its own
packs/ab/<sha256>    zstd, named by the hash of the compressed bytes: lists of shards, shards and deltas
blobs/ab/<sha256>    pictures and models, named by hash, referred to by the rows and by the list of models

An index is small whatever the catalogue's size: it names a list of shards, which only a shop reads that follows for the
first time or was away too long for deltas. A product's bucket is the first bits of its SKU's SHA-256, so that a change
touches few shards; a shard holds one bucket. A delta holds what one version changed against the one before. How rows
and vectors lie in a pack stands in `packs`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from io import BytesIO
from typing import Annotated, Final, Literal, TypeVar

import msgspec
import zstandard

from client.domain.product import Sha256, Sku
from client.domain.text import LocalText
from client.sync.errors import Tampered

FORMAT: Final = 2
INDEX_TARGET: Final = "catalogue/index.json"
VECTORS_TARGET: Final = "vectors/index.json"
MODELS_TARGET: Final = "models/list.json"
METADATA: Final = "metadata/"
TARGETS: Final = "targets/"
MAX_INDEX_BYTES: Final = 4_000_000
MAX_RAW_BYTES: Final = 64_000_000
"""What a pack may unpack to; a publisher's rows stay far below, a bomb does not."""
MAX_BITS: Final = 16
MAX_BLOB_BYTES: Final = 2_000_000_000
MAX_MODEL_BYTES: Final = 64_000_000_000
MAX_DIMENSIONS: Final = 4096

_Count = Annotated[int, msgspec.Meta(ge=0, le=100_000_000)]
_PackBytes = Annotated[int, msgspec.Meta(ge=1, le=MAX_RAW_BYTES)]
_RawBytes = Annotated[int, msgspec.Meta(ge=0, le=MAX_RAW_BYTES)]
_Total = Annotated[int, msgspec.Meta(ge=0, le=1 << 50)]
_Word = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A compressed file. `sha256` and `bytes` are of the file, `raw_bytes` of what it unpacks to."""

    sha256: Sha256
    bytes: _PackBytes
    raw_bytes: _RawBytes


class Pack(File, frozen=True, kw_only=True):
    """A file of rows or vectors, that many of them."""

    rows: _Count


class Shard(Pack, frozen=True, kw_only=True):
    """One bucket. `digest`: see `bucket_digest`."""

    bucket: _Count
    digest: Sha256


class Delta(Pack, frozen=True, kw_only=True):
    """What changed from the version with content id `base` to that of the next delta, or of the index."""

    base: Sha256


class ShardList(File, frozen=True, kw_only=True):
    """The file that lists all shards, and what they come to together."""

    packs_bytes: _Total
    rows_bytes: _Total


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One version of something that has a row a SKU. `serial` grows by one with each; equal `content`, equal rows."""

    format: int
    serial: _Count
    content: Sha256
    rows: _Count
    rows_sum: Sha256
    """Sum of the digests of all rows modulo 2**256: whatever way the rows came, they must add up to it."""
    bits: Annotated[int, msgspec.Meta(ge=0, le=MAX_BITS)]
    shards: ShardList
    deltas: tuple[Delta, ...] = ()
    """The last steps to this version, oldest first, without a gap."""
    earlier: File | None = None
    """The file that lists the steps before these: most shops need only the last, and all fetch the index."""


class Index(Table, frozen=True, kw_only=True):
    """One version of a catalogue. A row is a product's JSON."""

    title: LocalText
    checkout_url: str
    made_at: str

    @property
    def products(self) -> int:
        """How many products it holds."""
        return self.rows


class VectorIndex(Table, frozen=True, kw_only=True):
    """One version of the item vectors. A row is a vector of `dim` numbers, little endian.

    space: what made them; only vectors of one space can be compared. int8 numbers count steps of `scale`.
    """

    space: _Word
    dtype: Literal["int8", "float16"]
    dim: Annotated[int, msgspec.Meta(ge=1, le=MAX_DIMENSIONS)]
    scale: Annotated[float, msgspec.Meta(gt=0.0, le=1e6)] = 1.0

    @property
    def row_bytes(self) -> int:
        """Bytes of one vector."""
        return self.dim * (1 if self.dtype == "int8" else 2)


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A model that a shop may use: a blob. `file` is its name in the shop's folder of models."""

    name: _Word
    file: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.(onnx|gguf|safetensors)$")]
    sha256: Sha256
    bytes: Annotated[int, msgspec.Meta(ge=1, le=MAX_MODEL_BYTES)]
    licence: _Word
    task: _Word


class ModelList(msgspec.Struct, frozen=True, kw_only=True):
    """All models of a publisher."""

    format: int
    serial: _Count
    models: tuple[Model, ...]


class Gone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a delta: the product with this SKU left."""

    gone: Sku


def bucket_of(sku: Sku, bits: int) -> int:
    """The bucket of a product among 2**bits."""
    return int.from_bytes(hashlib.sha256(sku.encode()).digest()[:4]) >> (32 - bits)


def content_id(*facts: object) -> str:
    """Names what a version holds."""
    return hashlib.sha256(msgspec.json.encode((FORMAT, *facts))).hexdigest()


def pack_path(sha256: str) -> str:
    """Where a pack lies below the publisher's address."""
    return f"packs/{sha256[:2]}/{sha256}"


def blob_path(sha256: str) -> str:
    """Where a picture or model lies below the publisher's address."""
    return f"blobs/{sha256[:2]}/{sha256}"


_S = TypeVar("_S", Index, VectorIndex, ModelList)
_T = TypeVar("_T")


def encode_index(index: Index | VectorIndex | ModelList) -> bytes:
    """The bytes that are signed."""
    return msgspec.json.encode(index)


def decode_index(data: bytes) -> Index:
    """Reads verified bytes; raises Tampered when they are not an index this program knows."""
    return _decode(data, Index, "catalogue")


def decode_vectors(data: bytes) -> VectorIndex:
    """Reads verified bytes; raises Tampered when they are not an index of vectors this program knows."""
    return _decode(data, VectorIndex, "index of item vectors")


def decode_models(data: bytes) -> ModelList:
    """Reads verified bytes; raises Tampered when they are not a list of models this program knows."""
    listed = _decode(data, ModelList, "list of models")
    for names in ([m.name for m in listed.models], [m.file.lower() for m in listed.models]):
        if len(set(names)) != len(names):
            raise Tampered("The publisher's list of models names one twice.")
    return listed


class _Formatted(msgspec.Struct):
    format: int


def _decode(data: bytes, kind: type[_S], called: str) -> _S:
    try:
        found = msgspec.json.decode(data, type=_Formatted).format
        if found != FORMAT:
            raise Tampered(f"The {called} is in format {found}; this Vitrine reads format {FORMAT}. Update it.")
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as cause:
        raise Tampered(f"The publisher's {called} cannot be read ({cause}). A newer Vitrine may be needed.") from cause


def encode_shards(shards: tuple[Shard, ...], level: int) -> tuple[bytes, int]:
    """The list of shards as it lies on disk, and its length before compression."""
    raw = msgspec.json.encode(shards)
    return zstandard.ZstdCompressor(level=level).compress(raw), len(raw)


def decode_shards(data: bytes, table: Table) -> tuple[Shard, ...]:
    """Reads a list whose hash was checked; raises Tampered when it is not the one of this table."""
    shards = _listed(data, table.shards, tuple[Shard, ...], "shards")
    if len({shard.bucket for shard in shards}) != len(shards) or any(s.bucket >> table.bits for s in shards):
        raise Tampered("The publisher's list of shards contradicts itself: its shards overlap.")
    totals = (total_bytes(shards), sum(s.raw_bytes for s in shards), sum(s.rows for s in shards))
    if totals != (table.shards.packs_bytes, table.shards.rows_bytes, table.rows):
        raise Tampered("The publisher's list of shards is not the one of this version.")
    return shards


def encode_steps(deltas: tuple[Delta, ...], level: int) -> tuple[bytes, int]:
    """A list of earlier steps as it lies on disk, and its length before compression."""
    raw = msgspec.json.encode(deltas)
    return zstandard.ZstdCompressor(level=level).compress(raw), len(raw)


def decode_steps(data: bytes, file: File) -> tuple[Delta, ...]:
    """Reads a list of earlier steps whose hash was checked; raises Tampered when it is none."""
    return _listed(data, file, tuple[Delta, ...], "steps")


def _listed(data: bytes, file: File, kind: type[_T], called: str) -> _T:
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(BytesIO(data))
        raw = reader.read(file.raw_bytes + 1)  # a byte more: a list that is too long shall not fit its start
        return msgspec.json.decode(raw, type=kind)
    except (zstandard.ZstdError, msgspec.MsgspecError, ValueError, RecursionError) as cause:
        raise Tampered(f"The publisher's list of {called} cannot be read ({cause}).") from cause


class RowsSum:
    """Adds up the digests of rows; the order does not matter."""

    def __init__(self) -> None:
        self._sum = 0
        self.rows = 0

    def add(self, row: bytes) -> None:
        """Takes one row in."""
        self.add_digest(hashlib.sha256(row).digest())

    def add_digest(self, digest: bytes) -> None:
        """Takes in a row by its SHA-256."""
        self._sum += int.from_bytes(digest)
        self.rows += 1

    def hexdigest(self) -> str:
        """The sum modulo 2**256, as 64 hex digits."""
        return f"{self._sum % (1 << 256):064x}"


def bucket_digest(digests: Iterable[bytes]) -> str:
    """Names what a bucket holds, from the SHA-256 of its rows in any order: the hash of these in ascending order."""
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()


def delta_chain(table: Table, base: str) -> tuple[Delta, ...] | None:
    """The deltas that lead from content `base` to this version; None when it is too old or not of this line."""
    for place in reversed(range(len(table.deltas))):
        if table.deltas[place].base == base:
            return table.deltas[place:]
    return None


def total_bytes(packs: Iterable[File]) -> int:
    """What these cost to fetch."""
    return sum(pack.bytes for pack in packs)
