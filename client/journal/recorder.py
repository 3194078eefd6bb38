"""Writes a journal while the visit goes on: every frame is on its way to the disk before the next one starts."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import msgspec

from client.domain.session import Session
from client.headset.api import Sample
from client.journal.records import (
    EndRecord,
    Happened,
    Header,
    JournalError,
    MarkRecord,
    Record,
    session_hash,
    shortened,
)


class Recorder:
    """An open journal. Never overwrites a file. Use it in a `with`; closing it writes the end."""

    def __init__(self, path: Path, header: Header) -> None:
        self._encoder = msgspec.json.Encoder()
        self._before: Sample | None = None
        self._frames = 0
        self._final: Session = header.session
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb")
        except FileExistsError as cause:
            raise JournalError(f"{path} exists already; a journal is never overwritten. Name another file.") from cause
        except OSError as cause:
            raise JournalError(f"The journal cannot be written to {path}: {cause.strerror}.") from cause
        self._write(header)

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def frame(
        self, sample: Sample, happened: tuple[Happened, ...], session: Session, *, early: int, swapped: bool
    ) -> None:
        """Writes one frame: what the body did, what was done (see `FrameRecord`), the session after it."""
        self._write(shortened(sample, self._before, happened, early, swapped))
        self._before, self._final = sample, session
        self._frames += 1

    def mark(self, frame: int, session: Session, glance: str = "") -> None:
        """Remembers what this frame came to; `glance` is of its picture."""
        self._write(MarkRecord(frame, session_hash(session), glance))

    def close(self) -> None:
        """Writes the end and closes the file; idempotent."""
        if not self._file.closed:
            self._write(EndRecord(self._frames, session_hash(self._final)))
            self._file.close()

    def _write(self, record: Record) -> None:
        try:
            self._file.write(self._encoder.encode(record) + b"\n")
            # Handed to the system at once: what it has survives a killed process.
            self._file.flush()
        except OSError as cause:
            raise JournalError(f"The journal could not be written on: {cause.strerror}.") from cause
