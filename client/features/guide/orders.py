"""The merchant's orders, from a file beside the catalogue: what state each is in. Other people's data: read narrowly.

`orders.json` is a list of objects, `orders.csv` has a header line; both have `number`, `state`, `date` and `carrier`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal, cast, get_args

import msgspec

State = Literal["received", "paid", "packed", "shipped", "delivered", "cancelled", "returned"]
MAX_BYTES: Final = 20_000_000
MAX_ORDERS: Final = 100_000
_MOST_PROBLEMS: Final = 20
_LONGEST: Final = 80
_FILES: Final = ("orders.json", "orders.csv")
_NUMBER: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{2,39}")
_STATES: Final = frozenset(get_args(State))


class Order(msgspec.Struct, frozen=True):
    """One order. `date` is of its state: when it was sent, when it arrived."""

    number: str
    state: State
    date: date | None = None
    carrier: str = ""


@dataclass(frozen=True)
class OrderBook:
    """The orders by number, and what was wrong with those left out, a sentence each."""

    orders: Mapping[str, Order]
    problems: tuple[str, ...] = ()
    there: bool = True
    """Whether the merchant left a file of orders at all."""

    def find(self, number: str) -> Order | None:
        """An order by its number, however its dashes, case and sign are written."""
        return self.orders.get(_plain(number))


class Orders:
    """The orders of a folder, read again when the file has changed. Belongs to one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: tuple[object, OrderBook] | None = None

    def book(self) -> OrderBook:
        """The orders as they are now."""
        now = tuple(_stamp(self._folder / name) for name in _FILES)
        if self._read is None or self._read[0] != now:
            self._read = (now, read_orders(self._folder))
        return self._read[1]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size


def read_orders(folder: Path) -> OrderBook:
    """`orders.json` or `orders.csv` of a folder; what cannot be read is told in `problems`, never raised."""
    for name, rows in zip(_FILES, (_json_rows, _csv_rows), strict=True):
        path = folder / name
        if not path.is_file():
            continue
        try:
            if path.stat().st_size > MAX_BYTES:
                return OrderBook({}, (f"{name} is larger than {MAX_BYTES // 1_000_000} MB and was not read.",))
            return _book(name, rows(path.read_text("utf-8-sig")))
        except (OSError, UnicodeDecodeError, ValueError, RecursionError, csv.Error) as cause:
            return OrderBook({}, (f"{name} cannot be read: {type(cause).__name__}.",))
    return OrderBook({}, there=False)


def _json_rows(text: str) -> Iterator[Mapping[str, object]]:
    read = json.loads(text)
    if not isinstance(read, list):
        raise ValueError("not a list")
    for one in read:
        yield one if isinstance(one, dict) else {}


def _csv_rows(text: str) -> Iterator[Mapping[str, object]]:
    for row in csv.DictReader(io.StringIO(text)):
        yield {str(name).strip().lower(): value for name, value in row.items() if name is not None}


def _book(name: str, rows: Iterable[Mapping[str, object]]) -> OrderBook:
    orders: dict[str, Order] = {}
    problems: list[str] = []
    for place, row in enumerate(rows, 1):
        if place > MAX_ORDERS:
            problems.append(f"{name}: only the first {MAX_ORDERS} orders were read.")
            break
        read = _order(row)
        if isinstance(read, str):
            problems.append(f"{name}, order {place}: {read}")
        elif _plain(read.number) in orders:
            problems.append(f"{name}, order {place}: the number {read.number} was there before.")
        else:
            orders[_plain(read.number)] = read
    if len(problems) > _MOST_PROBLEMS:
        problems = [*problems[:_MOST_PROBLEMS], f"{name}: {len(problems) - _MOST_PROBLEMS} more."]
    return OrderBook(orders, tuple(problems))


def _order(row: Mapping[str, object]) -> Order | str:
    """An order, or what is wrong with it."""
    number = _text(row, "number").upper()
    if not _NUMBER.fullmatch(number):
        return "it has no number of 3 to 40 letters, digits and dashes."
    state = _text(row, "state").lower()
    if state not in _STATES:
        return f"its state is none of {', '.join(sorted(_STATES))}."
    said, when = _text(row, "date"), None
    if said:
        try:
            when = date.fromisoformat(said[:10])
        except ValueError:
            return "its date is not written as 2026-11-24."
    return Order(number, cast(State, state), when, "".join(c for c in _text(row, "carrier") if c.isprintable()))


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return str(value).strip()[:_LONGEST] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _plain(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number.upper())
