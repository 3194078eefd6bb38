"""What reading a model had to repair or leave out: a key and values, so that any language can say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

NoteKey = Literal[
    "points_left_out",
    "part_left_out",
    "triangles_left_out",
    "coordinates_left_out",
    "materials_missing",
    "picture_outside",
    "picture_missing",
    "picture_unreadable",
    "picture_kind_unknown",
]


@dataclass(frozen=True)
class Note:
    """One thing that was repaired or left out. `values` are (placeholder, text) pairs such as ("count", "12")."""

    key: NoteKey
    values: tuple[tuple[str, str], ...] = ()


AddNote = Callable[[Note], None]
_MOST = 50


class Notes:
    """Notes in the order in which they came, each once; after very many no more are taken."""

    def __init__(self) -> None:
        self._kept: dict[Note, None] = {}

    def add(self, note: Note) -> None:
        """Takes a note in."""
        if len(self._kept) < _MOST:
            self._kept[note] = None

    @property
    def all(self) -> tuple[Note, ...]:
        """The notes so far."""
        return tuple(self._kept)
