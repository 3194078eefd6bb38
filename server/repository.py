"""The signed part of a published folder: roles, their keys, and writing them in an order that never shows a half.

Everything a client reads by version is written before the timestamp, which alone makes it current.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization import DeserializationError
from tuf.api.serialization.json import JSONSerializer

from server.errors import KeyTrouble, ServerError
from server.files import settle, write_public
from server.keys import KeyFolder

DELEGATED: Final = ("catalogue", "vectors", "models")
TOP: Final = ("root", "targets", "snapshot", "timestamp")
_S = TypeVar("_S", Root, Timestamp, Snapshot, Targets)
_SERIALIZER: Final = JSONSerializer(compact=True)


@dataclass(frozen=True)
class Lifetimes:
    """How long a signature of each kind lasts, in days."""

    root: int = 365
    targets: int = 365
    delegated: int = 90
    snapshot: int = 30
    timestamp: int = 7

    def of(self, role: str) -> timedelta:
        """The lifetime of a role's signatures."""
        return timedelta(days=self.delegated if role in DELEGATED else int(getattr(self, role)))


@dataclass
class Repository:
    """A published folder. `now` is the publisher's clock, aware."""

    folder: Path
    now: Callable[[], datetime]
    lifetimes: Lifetimes = field(default_factory=Lifetimes)

    @property
    def metadata(self) -> Path:
        """The folder of signatures."""
        return self.folder / "metadata"

    def root(self) -> Metadata[Root]:
        """The newest root."""
        return self._load(Root, "root", self._newest("root"))

    def timestamp(self) -> Metadata[Timestamp]:
        """The current timestamp."""
        return self._read(Timestamp, self.metadata / "timestamp.json")

    def snapshot(self) -> Metadata[Snapshot]:
        """The snapshot that the timestamp names."""
        return self._load(Snapshot, "snapshot", self.timestamp().signed.snapshot_meta.version)

    def targets(self, role: str = "targets") -> Metadata[Targets]:
        """The current metadata of `targets` or a delegated role."""
        return self._load(Targets, role, self.snapshot().signed.meta[f"{role}.json"].version)

    def _newest(self, role: str) -> int:
        found = [int(p.name.split(".")[0]) for p in self.metadata.glob(f"[0-9]*.{role}.json")]
        if not found:
            raise ServerError(f"{self.folder} is not a published folder; make one with `vitrine-server init`.")
        return max(found)

    def _load(self, kind: type[_S], role: str, version: int) -> Metadata[_S]:
        return self._read(kind, self.metadata / f"{version}.{role}.json")

    def _read(self, kind: type[_S], path: Path) -> Metadata[_S]:
        try:
            return Metadata[_S].from_bytes(path.read_bytes())
        except (OSError, RepositoryError, DeserializationError) as cause:
            raise ServerError(f"The published folder is damaged: {path.name} cannot be read ({cause}).") from cause

    # -- signing ---------------------------------------------------------------------------------------------------

    def keys_of(self, role: str) -> tuple[list[str], int]:
        """Key ids that may sign a role, and how many must."""
        if role in TOP:
            found = self.root().signed.roles[role]
            return found.keyids, found.threshold
        delegations = self.targets().signed.delegations
        if delegations is None or delegations.roles is None or role not in delegations.roles:
            raise ServerError(f"There is no role {role}; there are {', '.join((*TOP, *DELEGATED))}.")
        delegated = delegations.roles[role]
        return delegated.keyids, delegated.threshold

    def signers(self, keys: KeyFolder, role: str) -> list[CryptoSigner]:
        """Enough keys of a role; raises KeyTrouble when the folder holds too few."""
        keyids, threshold = self.keys_of(role)
        return enough(keys.signers(role, keyids), role, threshold, keys)

    def put(self, role: str, signed: _S, signers: list[CryptoSigner]) -> MetaFile:
        """Signs and writes a numbered file; says how a snapshot or timestamp refers to it."""
        data = self._sign(role, signed, signers)
        write_public(self.metadata / f"{signed.version}.{role}.json", data)
        return MetaFile(signed.version, len(data), {"sha256": hashlib.sha256(data).hexdigest()})

    def _sign(self, role: str, signed: _S, signers: list[CryptoSigner]) -> bytes:
        signed.expires = (self.now() + self.lifetimes.of(role)).replace(microsecond=0)
        metadata = Metadata(signed)
        for signer in signers:
            metadata.sign(signer, append=True)
        return metadata.to_bytes(_SERIALIZER)

    def commit(
        self,
        keys: KeyFolder,
        changed: dict[str, Targets],
        *,
        always_snapshot: bool = False,
        also: tuple[str, CryptoSigner] | None = None,
    ) -> None:
        """Signs changed roles, then the snapshot that names them, and last the timestamp that makes it all current.

        also: a role, and a key to sign it with besides those it has.
        """

        def signers(role: str) -> list[CryptoSigner]:
            return self.signers(keys, role) + ([also[1]] if also is not None and also[0] == role else [])

        with_snapshot = signers("snapshot") if changed or always_snapshot else []
        stamp_signers = signers("timestamp")
        of_role = {role: signers(role) for role in changed}
        timestamp = self.timestamp().signed
        if with_snapshot:
            snapshot = self.snapshot().signed
            for role, targets in changed.items():
                targets.version = self.next_version(role, targets.version)
                snapshot.meta[f"{role}.json"] = self.put(role, targets, of_role[role])
            snapshot.version = self.next_version("snapshot", snapshot.version)
            timestamp.snapshot_meta = self.put("snapshot", snapshot, with_snapshot)
        self.stamp(timestamp, stamp_signers)

    def stamp(self, timestamp: Timestamp, signers: list[CryptoSigner]) -> None:
        """Makes a state current, once all it names is on the disk."""
        settle(self.folder)
        timestamp.version += 1
        write_public(self.metadata / "timestamp.json", self._sign("timestamp", timestamp, signers))

    def next_version(self, role: str, version: int) -> int:
        """A number above any on disk: a file left by a killed publish may have been cached somewhere."""
        found = [int(p.name.split(".")[0]) for p in self.metadata.glob(f"[0-9]*.{role}.json")]
        return max([version, *found]) + 1


def enough(signers: list[CryptoSigner], role: str, threshold: int, keys: KeyFolder) -> list[CryptoSigner]:
    """The signers, when they reach the threshold."""
    if len(signers) < threshold:
        raise KeyTrouble(
            f"Signing as {role} takes {threshold} of its keys; {keys.folder} holds {len(signers)}. "
            "Bring the folder with those keys."
        )
    return signers


def refresh(repository: Repository, keys: KeyFolder) -> list[str]:
    """Signs the timestamp anew, and what else is in the second half of its life and has its keys here."""
    half = {role: repository.now() + repository.lifetimes.of(role) / 2 for role in ("snapshot", "targets", *DELEGATED)}
    changed = {}
    with_snapshot = _here(repository, keys, "snapshot")
    for role in ("targets", *DELEGATED):
        targets = repository.targets(role).signed
        if with_snapshot and targets.expires < half[role] and _here(repository, keys, role):
            changed[role] = targets
    stale = with_snapshot and repository.snapshot().signed.expires < half["snapshot"]
    repository.commit(keys, changed, always_snapshot=stale)
    return [*changed, *(["snapshot"] if stale or changed else []), "timestamp"]


def _here(repository: Repository, keys: KeyFolder, role: str) -> bool:
    keyids, threshold = repository.keys_of(role)
    return len(keys.signers(role, keyids)) >= threshold


def add_target(targets: Targets, path: str, data: bytes) -> str:
    """Makes a role name a file; returns where the file has to lie below `targets/`."""
    info = TargetFile.from_data(path, data, ["sha256"])
    targets.targets[path] = info
    return info.get_prefixed_paths()[0]
