"""A note for a person: what the guide cannot do is written to a file that the shop's people read. Nothing is sent."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from client.domain.errors import VitrineError
from client.domain.talk import Line
from client.domain.text import Language

_MOST_A_DAY: Final = 1000
_MOST_LINES: Final = 30


class TicketError(VitrineError):
    """A note cannot be written."""


def write_ticket(
    folder: Path, now: datetime, topic: str, language: Language, lines: Sequence[Line] = (), note: str = ""
) -> str:
    """Writes a note whole or not at all, and tells its number. `lines`: what was said, if the shopper agrees.

    Raises TicketError where the folder takes nothing.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = _free_number(folder, now)
        ticket = {
            "number": number,
            "written": now.isoformat(timespec="seconds"),
            "topic": topic,
            "language": language,
            "note": note,
            "said": [{"who": line.who, "text": line.text} for line in lines[-_MOST_LINES:]],
        }
        partial = folder / f"{number}.json.part"
        with partial.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(ticket, ensure_ascii=False, indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(folder / f"{number}.json")
    except OSError as cause:
        raise TicketError(f"The note cannot be written: {cause.strerror}.") from cause
    return number


def _free_number(folder: Path, now: datetime) -> str:
    for count in range(1, _MOST_A_DAY):
        number = f"{now:%Y%m%d}-{count:03d}"
        if not (folder / f"{number}.json").exists():
            return number
    raise TicketError("Too many notes were written today.")
