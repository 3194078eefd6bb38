"""Knows whether the shopper has keys: someone who points with hands or controllers in a headset sees none."""

from __future__ import annotations

from collections.abc import Callable

from client.domain.session import Change, Session
from client.headset.api import Sample


class HandsFeature:
    """Watches what the shopper points with; says nothing. `on_close` releases what typing needs."""

    def __init__(self, on_close: Callable[[], None]) -> None:
        self._on_close = on_close
        self.no_keys = False
        """Whether the last frame came from a headset (two eyes, or hands) instead of a desk, or from a gaze."""

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Remembers the last frame's hands."""
        self.no_keys = bool(sample.hands) or len(sample.eyes) > 1 or session.comfort.pointing == "gaze"

    def close(self) -> None:
        """Releases; idempotent where `on_close` is."""
        self._on_close()
