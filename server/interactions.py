"""What people did with products, as a merchant's systems note it: a CSV file with a person, a SKU, what, and when.

    person,sku,what,when
    7f3a,oak-table-140,viewed,2026-11-23T10:02:11Z

`person` may be any pseudonym; it is hashed before anything is kept. `when` is ISO 8601 or seconds since 1970.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from server.errors import ServerError

COLUMNS: Final = ("person", "sku", "what", "when")
WISHES: Final = frozenset({"viewed", "picked_up", "tried", "cart", "ordered"})
"""What counts as wanting, all alike: the public sets hold one kind only, so that no better split could be measured.
What else a file says (`removed`, `returned` ...) is no wish and is left out."""
_MOST_BYTES: Final = 20_000_000_000
_MOST_WRONG_SHARE: Final = 0.1
_SHOWN_WRONG: Final = 3

I32 = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Sequences:
    """What each person wanted, oldest first. people: 8-byte hashes; items: places among `skus`."""

    people: list[bytes]
    items: list[I32]
    skus: list[str]
    left_out: int = 0


def person_hash(name: str) -> bytes:
    """Eight bytes for a pseudonym."""
    return hashlib.blake2b(name.encode(), digest_size=8).digest()


def read_interactions(path: Path, skus: Mapping[str, int]) -> Sequences:
    """Reads a file; `skus` are the places of products known so far, new ones are put after them.

    Lines that cannot be read are counted and left out; where they are more than a tenth, the file is refused.
    Raises ServerError with a sentence.
    """
    places, by_person = dict(skus), dict[bytes, list[tuple[float, int, int]]]()
    wrong: list[str] = []
    count = 0
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ServerError(f"{path.name} is larger than {_MOST_BYTES // 10**9} GB; use --engine spark.")
        for count, line in enumerate(_lines(path), start=1):
            event = _event(line)
            if isinstance(event, str):
                wrong.append(f"line {count + 1}: {event}")
            elif event is not None:
                person, sku, when = event
                by_person.setdefault(person, []).append((when, count, places.setdefault(sku, len(places))))
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        raise ServerError(f"The interactions in {path} cannot be read: {cause}.") from cause
    if len(wrong) > _MOST_WRONG_SHARE * max(count, 1):
        raise ServerError(
            f"{len(wrong)} of {count} lines of {path.name} cannot be read, so none is used. "
            + "; ".join(wrong[:_SHOWN_WRONG])
            + "."
        )
    people = sorted(by_person)
    items = [np.array([place for _, _, place in sorted(by_person[one])], dtype=np.int32) for one in people]
    return Sequences(people, items, list(places), len(wrong))


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise ServerError(
                f"{path.name} has no column {', '.join(missing)}; its first line names {', '.join(COLUMNS)}."
            )
        yield from reader


def _event(line: Mapping[str, str | None]) -> tuple[bytes, str, float] | str | None:
    """Person, SKU and time; None for what is no wish; a text for what is wrong with the line."""
    person, sku, what, when = (line.get(name) or "" for name in COLUMNS)
    if not person or not 0 < len(sku) <= 128:
        return "no person or no SKU"
    if what.strip().lower() not in WISHES:
        return None
    try:
        seconds = float(when) if _is_number(when) else _moment(when).timestamp()
    except (ValueError, OverflowError):
        return f"“{when[:40]}” is no time"
    return (person_hash(person), sku, seconds) if np.isfinite(seconds) else "no time"


def _moment(when: str) -> datetime:
    moment = datetime.fromisoformat(when)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdecimal()
