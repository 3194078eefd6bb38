"""What the views are told before a frame is drawn, and what a view is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from client.domain.session import Change, Session
from client.headset.api import Sample
from client.interaction.values import Intents, PanelPlace
from client.store.contents import StoreContents


@dataclass(frozen=True)
class Moment:
    """What the views draw: the visit after a frame. `fade` is 1 when nothing of the store is to be seen."""

    session: Session
    changes: frozenset[Change]
    sample: Sample
    intents: Intents
    contents: StoreContents
    cards: tuple[PanelPlace, ...]
    fade: float


class View(Protocol):
    """Shows one part of the visit; it never changes it."""

    def enter(self, contents: StoreContents) -> None:
        """Another store is entered."""

    def refresh(self, moment: Moment) -> None:
        """Brings the nodes up to date before a frame is drawn."""

    def close(self) -> None:
        """Removes its nodes; idempotent."""
