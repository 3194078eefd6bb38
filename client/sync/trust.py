"""From a root of trust to a verified index, by The Update Framework; its failures as sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tuf.api import exceptions
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from client.catalog.layout import write_atomically
from client.sync.errors import Expired, NotThere, SyncError, Tampered, Unreachable
from client.sync.source import Source
from client.sync.wire import (
    INDEX_TARGET,
    MAX_INDEX_BYTES,
    METADATA,
    MODELS_TARGET,
    TARGETS,
    VECTORS_TARGET,
    Index,
    ModelList,
    VectorIndex,
    decode_index,
    decode_models,
    decode_vectors,
)

DELEGATED: Final = ("catalogue", "vectors", "models")
ROOT_LIMIT: Final = 512_000
LONGEST_TIMESTAMP: Final = timedelta(days=60)
"""Publishers sign the newest state for days. A signature that lasts longer than this from now means a slow clock."""


@dataclass(frozen=True)
class Verified:
    """Indexes whose signatures were good at `at`. None: this publisher publishes no such thing."""

    index: Index
    vectors: VectorIndex | None
    models: ModelList | None
    at: datetime
    runs_out: Mapping[str, datetime]
    """When the signature of each role does."""

    @property
    def expires(self) -> datetime:
        """When the first of the signatures runs out."""
        return min(self.runs_out.values())


def bootstrap(source: Source, fingerprint: str, target: Path) -> None:
    """Fetches the publisher's first root and keeps it as the root of trust when its SHA-256 is the one given."""
    try:
        data = b"".join(source.read(f"{METADATA}1.root.json", 0, ROOT_LIMIT))
    except NotThere as cause:
        raise NotThere(f"{source.name} publishes no catalogue.") from cause
    if hashlib.sha256(data).hexdigest() != fingerprint.strip().lower():
        raise Tampered(f"{source.name} is not the publisher with that fingerprint; nothing was taken from it.")
    write_atomically(target, data)


def verify(source: Source, trust: Path, metadata: Path, now: datetime) -> Verified:
    """Walks from the root of trust to the newest index. metadata: a folder that keeps what was verified.

    Raises SyncError's kinds; the folder then still holds the last good state.
    """
    metadata.mkdir(parents=True, exist_ok=True)
    with _sentences(source, now):
        updater = Updater(
            str(metadata),
            METADATA,
            fetcher=_Fetcher(source),
            config=UpdaterConfig(max_delegations=8),
            target_base_url=TARGETS,
            bootstrap=trust.read_bytes(),
        )
        # the library reads the clock by itself; ours is handed in
        updater._trusted_set.reference_time = now
        updater.refresh()
        data = _target(updater, INDEX_TARGET, metadata)
        if data is None:
            raise Tampered(f"{source.name} signs no catalogue that can be read.")
        index = decode_index(data)
        vectors = _target(updater, VECTORS_TARGET, metadata)
        models = _target(updater, MODELS_TARGET, metadata)
        found = Verified(
            index,
            decode_vectors(vectors) if vectors is not None else None,
            decode_models(models) if models is not None else None,
            now,
            _runs_out(metadata),
        )
    _check_clock(metadata, now)
    return found


def _target(updater: Updater, name: str, metadata: Path) -> bytes | None:
    """A signed file, from `metadata` when it is the same; None when nobody signs one."""
    info = updater.get_targetinfo(name)
    if info is None:
        return None
    if info.length > MAX_INDEX_BYTES:
        raise Tampered("The publisher signs an index that is too large to be one.")
    kept = metadata / name.replace("/", "-")
    if updater.find_cached_target(info, str(kept)) is None:
        updater.download_target(info, str(kept))
    return kept.read_bytes()


def _runs_out(metadata: Path) -> dict[str, datetime]:
    """When each of the verified signatures does, by role."""
    found = {
        "root": Metadata[Root].from_file(str(metadata / "root.json")).signed.expires,
        "timestamp": Metadata[Timestamp].from_file(str(metadata / "timestamp.json")).signed.expires,
        "snapshot": Metadata[Snapshot].from_file(str(metadata / "snapshot.json")).signed.expires,
    }
    for role in (Targets.type, *DELEGATED):
        found[role] = Metadata[Targets].from_file(str(metadata / f"{role}.json")).signed.expires
    return found


def _check_clock(metadata: Path, now: datetime) -> None:
    signed_until = Metadata[Timestamp].from_file(str(metadata / "timestamp.json")).signed.expires
    if signed_until - now > LONGEST_TIMESTAMP:
        raise Expired(
            f"The clock of this computer is behind: it says {now:%Y-%m-%d}, yet the publisher's signature of these "
            f"days lasts until {signed_until:%Y-%m-%d}. Set the clock."
        )


class _Fetcher(FetcherInterface):
    """Lets the library read through our source."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            yield from self._source.read(url, 0, MAX_INDEX_BYTES)
        except NotThere as gone:  # the library asks for the root after the last one, and wants to hear this
            raise exceptions.DownloadHTTPError(str(gone), 404) from gone


@contextmanager
def _sentences(source: Source, now: datetime) -> Iterator[None]:
    name = source.name
    try:
        yield
    except SyncError:
        raise
    except exceptions.ExpiredMetadataError as cause:
        raise Expired(
            f"What {name} offers is signed only until a moment that is past ({cause}). Either somebody holds newer "
            f"versions back, the publisher is late, or this computer's clock is wrong (it says {now:%Y-%m-%d %H:%M})."
        ) from cause
    except exceptions.BadVersionNumberError as cause:
        raise Tampered(f"{name} offers an older state than one that was already seen; it was refused.") from cause
    except exceptions.UnsignedMetadataError as cause:
        raise Tampered(f"{name} offers something that the publisher's keys did not sign; it was refused.") from cause
    except exceptions.DownloadLengthMismatchError as cause:
        raise Tampered(f"{name} sends more than it may; it was cut off.") from cause
    except exceptions.LengthOrHashMismatchError as cause:
        raise Tampered(f"{name} mixes parts of different versions, or changed them; it was refused.") from cause
    except exceptions.DownloadError as cause:
        raise Unreachable(f"{name} does not give what its signatures name: {cause}") from cause
    except (exceptions.RepositoryError, DeserializationError) as cause:
        raise Tampered(f"{name} answers with something that is no signed catalogue; it was refused.") from cause


def utc_now() -> datetime:
    """The computer's clock."""
    return datetime.now(UTC)
