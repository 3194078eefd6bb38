"""The journal of work already done: results of asset jobs by a hash of their input.

An import that was killed finds here what it had finished; one that runs again finds what has not changed. Only one
import may run on a catalogue at a time: the journal is held locked by the process that imports, and the lock dies with
it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import msgspec

from client.catalog.assets.code import code_hash
from client.catalog.assets.jobs import PIPELINE, Job, ModelJob
from client.catalog.assets.sizing import SizeDecision
from client.catalog.blobs import hash_file
from client.catalog.errors import CatalogError
from client.catalog.importers.archive import SafeArchive
from client.catalog.importers.draft import ArchiveSource, FamilySource, ModelSource
from client.domain.product import Asset3D, BlobRef, Image, TrustNote

_TABLE = """
CREATE TABLE IF NOT EXISTS done (
    key TEXT PRIMARY KEY, made_at TEXT NOT NULL, published INTEGER NOT NULL, outcome BLOB NOT NULL
) WITHOUT ROWID
"""


class KeptModel(msgspec.Struct, frozen=True, tag="model"):
    """A finished model whose levels lie in the blob store."""

    asset: Asset3D
    decision: SizeDecision
    notes: tuple[TrustNote, ...]


class KeptPicture(msgspec.Struct, frozen=True, tag="picture"):
    """A finished picture that lies in the blob store."""

    image: Image


class KeptFailure(msgspec.Struct, frozen=True, tag="failure"):
    """Why the asset cannot be used."""

    reason: str


Kept = KeptModel | KeptPicture | KeptFailure
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Kept)


def blobs_of(kept: Kept) -> list[BlobRef]:
    """The files an outcome refers to."""
    if isinstance(kept, KeptModel):
        return [kept.asset.hero.blob, kept.asset.shelf.blob, kept.asset.far.blob]
    return [kept.image.blob] if isinstance(kept, KeptPicture) else []


def _readable(data: bytes) -> Kept | None:
    """An outcome, unless another version of Vitrine wrote it in another form."""
    try:
        kept: Kept = _decoder.decode(data)
    except msgspec.MsgspecError:
        return None
    return kept


class Journal:
    """Outcomes by key. Raises CatalogError when another import holds it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = self._open(path)
        except sqlite3.DatabaseError as cause:
            if isinstance(cause, sqlite3.OperationalError) and "locked" in str(cause):
                raise CatalogError("Another import into this catalogue is running; wait for it or stop it.") from cause
            path.unlink(missing_ok=True)  # damaged: nothing is lost but time
            self._db = self._open(path)

    def _open(self, path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(path, timeout=0.2, isolation_level=None)
        try:
            db.execute("PRAGMA locking_mode=EXCLUSIVE")
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute("BEGIN EXCLUSIVE")
            db.execute(_TABLE)
            db.execute("COMMIT")
        except sqlite3.Error:
            db.close()
            raise
        return db

    def get(self, key: str) -> Kept | None:
        """The outcome under this key, if it is known and readable."""
        row = self._db.execute("SELECT outcome FROM done WHERE key = ?", (key,)).fetchone()
        return _readable(row[0]) if row else None

    def put(self, key: str, outcome: Kept, made_at: str) -> None:
        """Keeps an outcome; it survives the death of the process."""
        self._db.execute("INSERT OR REPLACE INTO done VALUES (?, ?, 0, ?)", (key, made_at, _encoder.encode(outcome)))

    def mark_published(self, keys: Iterable[str]) -> None:
        """Says that these stand in a published version, so their files may go with that version.

        What another, unfinished import has done stays wanted.
        """
        self._db.execute("BEGIN")
        self._db.executemany("UPDATE done SET published = 1 WHERE key = ?", ((key,) for key in keys))
        self._db.execute("COMMIT")

    def unpublished_blobs(self) -> set[str]:
        """Hashes of files that an unfinished import will need again."""
        rows = self._db.execute("SELECT outcome FROM done WHERE published = 0")
        return {blob.sha256 for (data,) in rows if (kept := _readable(data)) for blob in blobs_of(kept)}

    def close(self) -> None:
        """Releases the lock; idempotent."""
        self._db.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class Fingerprints:
    """Keys for jobs: a hash of the input's content and of everything that shapes the output."""

    def __init__(self) -> None:
        self._archives: dict[str, SafeArchive] = {}
        self._code = code_hash()

    def key(self, job: Job, picture_side_px: int) -> str:
        """The key of a job. Raises OSError or SourceError when its source cannot be read."""
        if isinstance(job, ModelJob):
            shape: object = ("model", self._source(job.plan.source), job.plan.rotation, job.plan.units_free, job.stated)
        else:
            shape = ("picture", self._source(job.source), picture_side_px)
        return hashlib.sha256(msgspec.json.encode((PIPELINE, self._code, shape))).hexdigest()

    def _source(self, source: ModelSource) -> str:
        if isinstance(source, FamilySource):
            return f"family {msgspec.json.encode(source).decode()}"
        if isinstance(source, ArchiveSource):
            archive = self._archives.get(source.path)
            if archive is None:
                archive = self._archives[source.path] = SafeArchive(Path(source.path))
            return f"archive {archive.fingerprint(source.member)}"
        path = Path(source.path)
        if path.suffix.lower() != ".gltf":
            return f"file {hash_file(path)}"
        # what a .gltf refers to lies beside it; listing the folder is cheaper than understanding the file here
        beside = sorted((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in path.parent.rglob("*") if p.is_file())
        return f"gltf {hash_file(path)} {hashlib.sha256(repr(beside).encode()).hexdigest()}"

    def close(self) -> None:
        """Closes the archives it opened."""
        for archive in self._archives.values():
            archive.close()
        self._archives.clear()
