"""Remembers that this person has closed the help once: it does not open by itself again."""

from __future__ import annotations

import logging
from pathlib import Path

from client.settings import Folders

_log = logging.getLogger("vitrine")


def help_was_seen(folders: Folders) -> bool:
    """Whether this person has closed the help before."""
    return _mark(folders).exists()


def remember_help(folders: Folders) -> None:
    """Notes it; a disk that takes nothing is logged, and the help opens again next time."""
    try:
        folders.data.mkdir(parents=True, exist_ok=True)
        _mark(folders).touch()
    except OSError as error:
        _log.warning("cannot remember that the help was seen: %s", error)


def _mark(folders: Folders) -> Path:
    return folders.data / "help-seen"
