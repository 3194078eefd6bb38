"""What a follower remembers, beside the catalogue it keeps.

.sync/lock
.sync/trust.json             the root it was told to trust
.sync/metadata/              the newest signatures it has verified
.sync/versions/<version>     the indexes a version of the catalogue and its vectors were built from
.sync/parts/, .sync/packs/   what is on its way; verified files are in packs
.sync/last.json              when the publisher was last verified
.sync/said.json              how the last round of the background ended
.sync/refused                content of a version that did not work here
.sync/asked/, asked.lock     files a running shop asked for that are not complete, and who fetches them
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

import msgspec

from client.catalog.layout import Layout, write_atomically
from client.sync.wire import Index, VectorIndex, encode_index

FOLDER: Final = ".sync"
_CLOCK_SLACK: Final = timedelta(days=1)


class LastVerified(msgspec.Struct, frozen=True):
    """When the publisher's signatures were last seen to be good, and until when they say so."""

    verified_at: datetime
    expires: datetime
    serial: int
    source: str


class Said(msgspec.Struct, frozen=True):
    """How the last round in the background ended, for the operator."""

    at: datetime
    ok: bool
    says: str


@dataclass(frozen=True)
class Freshness:
    """How far to trust what is shown. `state`: within the signatures' time, within the grace after it, or past it."""

    state: Literal["fresh", "grace", "expired", "never", "clock"]
    age: timedelta
    last: LastVerified | None

    def sentence(self) -> str:
        """For the operator."""
        if self.last is None:
            return "This catalogue was never verified against a publisher."
        seen = f"last verified {_ago(self.age)} (version {self.last.serial} of {self.last.source})"
        until = f"{self.last.expires:%Y-%m-%d %H:%M} UTC"
        return {
            "fresh": f"Up to date: {seen}, signed until {until}.",
            "grace": f"Not fresh but within the grace: {seen}, signed until {until}.",
            "expired": f"Out of date: {seen}, signed only until {until}. Prices may have changed.",
            "clock": f"The clock of this computer is wrong: it stands before the moment this was {seen}.",
            "never": "",
        }[self.state]


def _ago(age: timedelta) -> str:
    if age < timedelta(hours=1):
        return f"{max(0, int(age.total_seconds() // 60))} minutes ago"
    return f"{age.days} days ago" if age.days >= 2 else f"{int(age.total_seconds() // 3600)} hours ago"


class SyncState:
    """Paths and small files of `.sync` in one catalogue folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / FOLDER
        self.layout = Layout(root)

    @property
    def lock(self) -> Path:
        """Held by the one process that follows."""
        return self.folder / "lock"

    @property
    def trust(self) -> Path:
        """The root of trust."""
        return self.folder / "trust.json"

    @property
    def metadata(self) -> Path:
        """Verified signatures."""
        return self.folder / "metadata"

    @property
    def parts(self) -> Path:
        """Files that are not complete."""
        return self.folder / "parts"

    @property
    def packs(self) -> Path:
        """Verified packs of a version that is being built."""
        return self.folder / "packs"

    @property
    def asked(self) -> Path:
        """Files that were asked for and are not complete."""
        return self.folder / "asked"

    @property
    def asked_lock(self) -> Path:
        """Held by the one process that fetches what shops ask for."""
        return self.folder / "asked.lock"

    def refused(self) -> str:
        """The content of the version that did not work here; empty when there is none."""
        try:
            return (self.folder / "refused").read_text("ascii")
        except (OSError, ValueError):
            return ""

    def refuse(self, content: str) -> None:
        """Writes down a version that did not work, or that the last one does."""
        if content != self.refused():
            write_atomically(self.folder / "refused", content.encode())

    def say(self, at: datetime, ok: bool, says: str) -> None:
        """Writes down how a round ended; a disk that cannot be written loses only that."""
        with suppress(OSError):
            write_atomically(self.folder / "said.json", msgspec.json.encode(Said(at, ok, says)))

    def said(self) -> Said | None:
        """How the last round in the background ended."""
        try:
            return msgspec.json.decode((self.folder / "said.json").read_bytes(), type=Said)
        except (OSError, msgspec.MsgspecError, ValueError):
            return None

    def index_of(self, version: str | None) -> Index | None:
        """What a version was built from; None when it came some other way."""
        if version is None:
            return None
        try:
            return msgspec.json.decode(self._index_file(version).read_bytes(), type=Index)
        except (OSError, msgspec.MsgspecError, ValueError):
            return None

    def remember(self, version: str, index: Index) -> None:
        """Writes down what a version is built from."""
        write_atomically(self._index_file(version), encode_index(index))

    def vectors_of(self, version: str | None) -> VectorIndex | None:
        """What a version's vectors were built from; None when it has none."""
        if version is None:
            return None
        try:
            return msgspec.json.decode(self._vectors_file(version).read_bytes(), type=VectorIndex)
        except (OSError, msgspec.MsgspecError, ValueError):
            return None

    def remember_vectors(self, version: str, index: VectorIndex) -> None:
        """Writes down what a version's vectors are built from."""
        write_atomically(self._vectors_file(version), encode_index(index))

    def forget_old(self) -> None:
        """Drops the memory of versions that are gone."""
        kept = set(self.layout.kept_versions())
        for file in self._index_file("x").parent.glob("*"):
            if file.name.split(".")[0] not in kept:
                file.unlink(missing_ok=True)

    def _index_file(self, version: str) -> Path:
        return self.folder / "versions" / f"{version}.json"

    def _vectors_file(self, version: str) -> Path:
        return self.folder / "versions" / f"{version}.vectors.json"

    def last(self) -> LastVerified | None:
        """When it was last verified; None when never or unreadable."""
        try:
            return msgspec.json.decode((self.folder / "last.json").read_bytes(), type=LastVerified)
        except (OSError, msgspec.MsgspecError, ValueError):
            return None

    def set_last(self, last: LastVerified) -> None:
        """Writes down that it was verified."""
        write_atomically(self.folder / "last.json", msgspec.json.encode(last))


def freshness(root: Path, now: datetime, grace: timedelta = timedelta()) -> Freshness:
    """How old the last verified state of a followed catalogue is. now: aware; grace: after the signatures' time."""
    last = SyncState(root).last()
    if last is None:
        return Freshness("never", timedelta(), None)
    age = now.astimezone(UTC) - last.verified_at
    if age < -_CLOCK_SLACK:
        return Freshness("clock", age, last)
    if now <= last.expires:
        return Freshness("fresh", age, last)
    return Freshness("grace" if now <= last.expires + grace else "expired", age, last)
