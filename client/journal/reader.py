"""Reads a journal, line by line, trusting nothing: lengths are limited, a cut last line is forgiven, no other is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from client.journal.records import FORMAT, Header, JournalError, Record

MAX_LINE_BYTES = 4_000_000
MAX_FILE_BYTES = 4_000_000_000


class Journal:
    """A journal on disk. `header` is read at once, `records()` streams the rest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._decoder = msgspec.json.Decoder(Record)
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                raise JournalError(
                    f"{path.name} is larger than {MAX_FILE_BYTES // 1_000_000_000} GB; that is no visit."
                )
        except OSError as cause:
            raise JournalError(f"The journal {path} cannot be read: {cause.strerror}.") from cause
        first = next(self._lines(), None)
        if not isinstance(first, Header):
            raise JournalError(f"{path.name} is not a journal of Vitrine: its first line is no header.")
        if first.format != FORMAT:
            raise JournalError(f"{path.name} has journal format {first.format}; this version reads format {FORMAT}.")
        self.header = first

    def records(self) -> Iterator[Record]:
        """Every record after the header. Raises JournalError at a line that is not one."""
        lines = self._lines()
        next(lines, None)
        yield from lines

    def _lines(self) -> Iterator[Record]:
        with self.path.open("rb") as file:
            number = 0
            while line := file.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line) > MAX_LINE_BYTES:
                    raise JournalError(f"{self.path.name}, line {number}: longer than a line of a journal can be.")
                whole = line.endswith(b"\n")
                try:
                    record: Record = self._decoder.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
                    if not whole and number > 1:
                        return
                    raise JournalError(
                        f"{self.path.name}, line {number} is not a record of a visit: {cause}."
                    ) from cause
                yield record


def read_journal(path: Path) -> Journal:
    """Opens a journal. Raises JournalError in words when it is none."""
    return Journal(path)
