"""Publishing a catalogue, its vectors and models: rows and files by hash, and one small signed index of each.

What a shop could read is written first, the timestamp that makes it current last: a publish that ends in the middle,
however it ends, leaves what was published as it was.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from tuf.api.metadata import Targets

from client.catalog.reader import SqliteCatalog, open_current
from client.catalog.schema import blobs_of, encode_product
from client.sync.errors import SyncError
from client.sync.lock import only_one
from client.sync.wire import (
    FORMAT,
    INDEX_TARGET,
    MODELS_TARGET,
    VECTORS_TARGET,
    Index,
    ModelList,
    Shard,
    VectorIndex,
    content_id,
    decode_index,
    decode_models,
    decode_vectors,
    encode_index,
)
from server.blobs import BlobFolder
from server.errors import ServerError
from server.files import sweep, write_public
from server.keys import KeyFolder
from server.packs import PackFolder
from server.repository import Repository, add_target
from server.tables import PRODUCTS, Laid, SortedRows, lay_out, vectors_of
from server.vectors import Vectors, published_again

_I = TypeVar("_I", Index, VectorIndex, ModelList)
TARGETS_OF: Final = {"catalogue": INDEX_TARGET, "vectors": VECTORS_TARGET, "models": MODELS_TARGET}


@dataclass(frozen=True)
class Extras:
    """What is published beside the products; what is None stays as it was. `models`: a folder with `models.toml`."""

    vectors: Vectors | None = None
    models: Path | None = None


@dataclass(frozen=True)
class Published:
    """What a publish did. Bytes are of files that were not there before."""

    serial: int
    products: int
    changed: bool
    shards: int
    new_packs: int
    new_blobs: int
    new_bytes: int
    delta_rows: int
    delta_bytes: int
    vectors: int | None = None
    """How many vectors were published with it."""
    without_vector: int = 0
    models: int | None = None


def publish(catalog: Path, repository: Repository, keys: KeyFolder, extras: Extras = Extras()) -> Published:
    """Publishes the version in use of a catalogue. The same content again only signs the timestamp anew.

    Raises ServerError, KeyTrouble or CatalogError; what is published is then as it was.
    """
    with only_one(repository.folder / ".lock", "Another process is just publishing into this folder."):
        sweep(repository.folder)
        try:
            return _Publishing(repository, keys, extras).run(catalog)
        except sqlite3.Error as cause:
            raise ServerError(f"Nothing was published: rows cannot be read or sorted on the disk ({cause}).") from cause
        except OSError as cause:
            raise ServerError(f"Nothing was published: {cause.strerror or cause}. Is the disk full?") from cause


def published_index(repository: Repository) -> Index | None:
    """The index in use; None before the first publish."""
    return _published(repository, "catalogue", decode_index)


def published_vectors(repository: Repository) -> VectorIndex | None:
    """The index of vectors in use; None before the first."""
    return _published(repository, "vectors", decode_vectors)


def published_models(repository: Repository) -> ModelList | None:
    """The list of models in use; None before the first."""
    return _published(repository, "models", decode_models)


def published_shards(repository: Repository, table: Index | VectorIndex) -> tuple[Shard, ...]:
    """The shards of a version."""
    return PackFolder(repository.folder).shards(table)


def _published(repository: Repository, role: str, decode: Callable[[bytes], _I]) -> _I | None:
    info = repository.targets(role).signed.targets.get(TARGETS_OF[role])
    if info is None:
        return None
    path = repository.folder / "targets" / info.get_prefixed_paths()[0]
    try:
        data = path.read_bytes()
        info.verify_length_and_hashes(data)
        return decode(data)
    except (OSError, SyncError) as cause:
        raise ServerError(f"The published folder is damaged: {path.name} cannot be read ({cause}).") from cause


@dataclass
class _Publishing:
    repository: Repository
    keys: KeyFolder
    extras: Extras
    changed: dict[str, Targets] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._packs = PackFolder(self.repository.folder)
        self._blobs = BlobFolder(self.repository.folder)

    def run(self, catalog: Path) -> Published:
        old, old_vectors = published_index(self.repository), published_vectors(self.repository)
        wanted = {
            "catalogue": True,
            "vectors": self.extras.vectors is not None or old_vectors is not None,
            "models": self.extras.models is not None,
        }
        for role in (*(r for r, given in wanted.items() if given), "snapshot", "timestamp"):
            self.repository.signers(self.keys, role)  # rather now than after an hour of packing
        with open_current(catalog) as reader:
            index, laid = self._catalogue(reader, catalog, old)
            given = self.extras.vectors
            if given is None and old_vectors is not None and laid is not None:  # the vectors of what left leave too
                given = published_again(old_vectors, self._packs)
            vectors = self._vectors(reader, given, old_vectors) if given is not None else old_vectors
        models = self._models(self.extras.models) if self.extras.models else None
        self.repository.commit(self.keys, self.changed)
        delta = laid.delta if laid else None
        return Published(
            serial=index.serial,
            products=index.products,
            changed="catalogue" in self.changed,
            shards=laid.count if laid else len(self._packs.shards(index)),
            new_packs=self._packs.new_packs,
            new_blobs=self._blobs.new_blobs,
            new_bytes=self._packs.new_bytes + self._blobs.new_bytes,
            delta_rows=delta.rows if delta else 0,
            delta_bytes=delta.bytes if delta else 0,
            vectors=vectors.rows if vectors else None,
            without_vector=index.products - vectors.rows if vectors else 0,
            models=len(models.models) if models else None,
        )

    def _sign_later(self, role: str, index: Index | VectorIndex | ModelList) -> None:
        targets = self.repository.targets(role).signed
        data = encode_index(index)
        write_public(self.repository.folder / "targets" / add_target(targets, TARGETS_OF[role], data), data)
        self.changed[role] = targets

    def _rows(self) -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory(dir=self.repository.folder, prefix=".rows-")

    def _catalogue(self, reader: SqliteCatalog, catalog: Path, old: Index | None) -> tuple[Index, Laid | None]:
        info = reader.info
        with self._rows() as folder, SortedRows(Path(folder) / "rows.sqlite", PRODUCTS) as rows:
            for product in reader.products():
                rows.add(product.sku, encode_product(product))
                for blob in blobs_of(product):
                    self._blobs.put(reader.blob_path(blob), blob.sha256, blob.bytes, f"The catalogue in {catalog}")
            rows_sum, count = rows.total.hexdigest(), rows.total.rows
            content = content_id(info.title, info.checkout_url, info.made_at, rows_sum, count)
            if old is not None and old.content == content and self._whole(old):
                return old, None
            laid = lay_out(self._packs, rows, PRODUCTS, old)
        index = Index(
            format=FORMAT,
            serial=old.serial + 1 if old else 1,
            content=content,
            rows=count,
            rows_sum=rows_sum,
            bits=laid.bits,
            shards=laid.shards,
            deltas=laid.deltas,
            earlier=laid.earlier,
            title=info.title,
            checkout_url=info.checkout_url,
            made_at=info.made_at,
        )
        self._sign_later("catalogue", index)
        return index, laid

    def _whole(self, table: Index | VectorIndex) -> bool:
        """Whether all its packs are there; a lost one is written again by publishing again."""
        return self._packs.has(table.shards) and all(map(self._packs.has, self._packs.shards(table)))

    def _vectors(self, reader: SqliteCatalog, file: Vectors, old: VectorIndex | None) -> VectorIndex:
        kind = vectors_of(file.row_bytes)
        with self._rows() as folder, SortedRows(Path(folder) / "rows.sqlite", kind) as rows:
            for sku, vector in file.rows(product.sku for product in reader.products()):
                rows.add(sku, vector)
            rows_sum, count = rows.total.hexdigest(), rows.total.rows
            content = content_id(file.space, file.dtype, file.dim, file.scale, rows_sum, count)
            if old is not None and old.content == content and self._whole(old):
                return old
            alike = old is not None and (old.dtype, old.dim) == (file.dtype, file.dim)
            laid = lay_out(self._packs, rows, kind, old if alike else None)
        index = VectorIndex(
            format=FORMAT,
            serial=old.serial + 1 if old else 1,
            content=content,
            rows=count,
            rows_sum=rows_sum,
            bits=laid.bits,
            shards=laid.shards,
            deltas=laid.deltas,
            earlier=laid.earlier,
            space=file.space,
            dtype=file.dtype,
            dim=file.dim,
            scale=file.scale,
        )
        self._sign_later("vectors", index)
        return index

    def _models(self, folder: Path) -> ModelList:
        from server.models import read_models

        old = published_models(self.repository)
        models = read_models(folder)
        for model in models:
            self._blobs.put(folder / model.file, model.sha256, model.bytes, f"The folder {folder}")
        if old is not None and old.models == models:
            return old
        listed = ModelList(format=FORMAT, serial=old.serial + 1 if old else 1, models=models)
        self._sign_later("models", listed)
        return listed
