"""Which panels there are. Loaded when the first one is needed: importing Qt takes its time."""

from __future__ import annotations

from client.features.help.panel import HelpPanel
from client.features.product.panel import ProductPanel
from client.panels.panel import PanelMakers


def all_panels() -> PanelMakers:
    """A maker for every panel of the shop."""
    return {"product": ProductPanel, "help": HelpPanel}
