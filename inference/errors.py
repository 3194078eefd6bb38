"""Failures of local inference, each with a sentence that a person can read."""

from __future__ import annotations


class InferenceError(Exception):
    """Something local inference cannot do; the text is a sentence for people."""
