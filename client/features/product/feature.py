"""Taking a product into the hand shows its panel beside it; putting it back takes the panel away.

Measures are shown of what has a known size only; of anything else the shop says that it does not know.
"""

from __future__ import annotations

from collections.abc import Callable

from client.domain import actions as a
from client.domain.product import Sku
from client.domain.session import Change, Notice, Session
from client.headset.api import Sample


class ProductFeature:
    """Ties the product panel to the product in the hand."""

    def __init__(self, dispatch: Callable[[a.Action], None], size_known: Callable[[Sku], bool]) -> None:
        self._dispatch, self._size_known = dispatch, size_known
        self._held: Sku | None = None

    def update(self, session: Session, changes: frozenset[Change], sample: Sample) -> None:
        """Opens the panel at a pick-up, closes it at a put-back."""
        held = session.held.item.sku if session.held is not None else None
        asked = Change.DIMENSIONS in changes and session.dimensions_shown
        if asked and held is not None and not self._size_known(held):
            self._dispatch(a.ShowDimensions(False))
            self._dispatch(a.Notify(Notice("size_unknown")))
        if held == self._held:
            return
        before, self._held = self._held, held
        if session.held is not None and session.panel in (None, "product"):
            self._dispatch(a.OpenPanel("product", session.held.item))
        shows_it = session.panel == "product" and session.panel_item is not None and session.panel_item.sku == before
        if held is None and shows_it:
            self._dispatch(a.ClosePanel())

    def close(self) -> None:
        """Holds nothing."""
