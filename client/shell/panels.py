"""Which panels there are. Imported when the first one is needed: importing Qt takes its time."""

from __future__ import annotations

from client.features.cart.panel import CartPanel
from client.features.checkout.panel import CheckoutPanel
from client.features.compare.panel import ComparePanel
from client.features.for_you.panel import ForYouPanel
from client.features.guide.panel import GuidePanel
from client.features.help.panel import HelpPanel
from client.features.map.panel import MapPanel
from client.features.product.panel import ProductPanel
from client.features.search.panel import SearchPanel
from client.features.settings.panel import SettingsPanel
from client.features.wishes.panel import WishesPanel
from client.panels.panel import PanelMakers


def all_panels() -> PanelMakers:
    """A maker for every panel of the shop."""
    return {
        "product": ProductPanel,
        "cart": CartPanel,
        "search": SearchPanel,
        "map": MapPanel,
        "for_you": ForYouPanel,
        "guide": GuidePanel,
        "help": HelpPanel,
        "checkout": CheckoutPanel,
        "compare": ComparePanel,
        "wishes": WishesPanel,
        "settings": SettingsPanel,
    }
