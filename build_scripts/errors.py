"""Failures of the set-up, each a sentence that says what to do."""

from __future__ import annotations


class SetupError(Exception):
    """The set-up cannot go on. `str(error)` says why and what to do."""
