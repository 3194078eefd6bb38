"""Reading CSV and TSV files as merchants export them: any usual encoding and separator, one row at a time."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from client.catalog.errors import SourceError

_MAX_BYTES = 1 << 30
_MAX_CELL = 100_000
_MAX_COLUMNS = 2000
_SEPARATORS = "\t,;|"


@dataclass(frozen=True)
class Row:
    """A row by column name (lower case, trimmed); a missing cell is the empty string. `number` counts from 2."""

    number: int
    cells: dict[str, str]

    def get(self, *names: str) -> str:
        """The first of these columns that holds something, without outer blanks."""
        for name in names:
            value = self.cells.get(name, "").strip()
            if value:
                return value
        return ""


def header_of(path: Path) -> tuple[str, ...]:
    """The column names of a table, lower case; empty when the file is not a table. Never raises on content."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return ()
        with path.open("rb") as stream:
            head = stream.read(64 * 1024)
        text = _decoded(head)
        if "\x00" in text:
            return ()
        return _names(next(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)), []))
    except (OSError, csv.Error, UnicodeError):
        return ()


def read_table(path: Path) -> Iterator[Row]:
    """All rows that hold anything. Raises SourceError when the file cannot be read to its end as a table."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise SourceError(f"{path.name} is larger than 1 GB.")
        with path.open("rb") as stream:
            head = stream.read(64 * 1024)
        encoding = _encoding(head)
        with path.open(encoding=encoding, errors="replace", newline="") as stream:
            lines = (line.replace("\x00", "") for line in stream)
            reader = csv.reader(lines, delimiter=_separator(_decoded(head)))
            names = _names(next(reader, []))
            for number, cells in enumerate(reader, start=2):
                if any(cell.strip() for cell in cells):
                    kept = (cell[:_MAX_CELL] for cell in cells)
                    yield Row(number, dict(reversed(list(zip(names, kept, strict=False)))))
    except csv.Error as cause:
        raise SourceError(f"{path.name} is not a proper table: {cause}.") from cause
    except OSError as cause:
        raise SourceError(f"{path.name} cannot be read: {cause.strerror or cause}.") from cause


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        try:  # Chinese exports of spreadsheets; what is neither is Western
            codecs.getincrementaldecoder("gb18030")().decode(head)
        except UnicodeDecodeError:
            return "cp1252"
        return "gb18030" if _looks_chinese(head) else "cp1252"
    return "utf-8-sig"


def _looks_chinese(head: bytes) -> bool:
    """Chinese text in GB 18030 has its high bytes in pairs; single accented letters stand alone."""
    high = sum(b >= 0x80 for b in head)
    pairs = sum(1 for i in range(len(head) - 1) if head[i] >= 0x81 and head[i + 1] >= 0x80)
    return high > 0 and 2 * pairs >= high


def _decoded(head: bytes) -> str:
    return codecs.getincrementaldecoder(_encoding(head))("replace").decode(head).lstrip("\ufeff")


def _separator(text: str) -> str:
    line = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=line.count)


def _names(cells: list[str]) -> tuple[str, ...]:
    return tuple(cell.strip().lstrip("\ufeff").lower() for cell in cells[:_MAX_COLUMNS])
