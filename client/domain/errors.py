"""The root of Vitrine's error tree: every error carries a sentence for the person it happens to."""

from __future__ import annotations


class VitrineError(Exception):
    """An expected failure. `str(error)` is a sentence that says what happened and what to do."""


class DomainError(VitrineError):
    """A value that shopping does not allow: a negative price, a GTIN whose check digit is wrong."""
