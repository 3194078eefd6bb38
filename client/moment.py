"""What the views are told before a frame is drawn, and what a view is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from client.domain.product import Sku
from client.domain.session import Change, Session
from client.headset.api import Sample
from client.interaction.values import Intents, PanelPlace
from client.store.contents import StoreContents


@dataclass(frozen=True)
class Moment:
    """What the views draw: the visit after a frame. `fade` is 1 when nothing of the store is to be seen.

    `dwell`: how full the ring of a gaze is, None where hands or a mouse point. `vignette`: how dark the edge of the
    view is, 0 to 1.
    """

    session: Session
    changes: frozenset[Change]
    sample: Sample
    intents: Intents
    contents: StoreContents
    cards: tuple[PanelPlace, ...]
    fade: float
    arrived: frozenset[Sku] = frozenset()
    """Products of which files came since the frame before."""
    dwell: float | None = None
    resting: bool = False
    vignette: float = 0.0


class View(Protocol):
    """Shows one part of the visit; it never changes it."""

    def enter(self, contents: StoreContents) -> None:
        """Another store is entered."""

    def refresh(self, moment: Moment) -> None:
        """Brings the nodes up to date before a frame is drawn."""

    def close(self) -> None:
        """Removes its nodes; idempotent."""
