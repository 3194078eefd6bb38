"""A line of a list: picture, name, version and price of an item, with whatever buttons its panel adds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from client.domain.cart import ItemRef
from client.domain.product import Product
from client.panels.panel import PanelServices
from client.panels.widgets import column, framed, label, row
from client.texts import Texts

THUMB_PX = (112, 112)


def item_title(product: Product | None, item: ItemRef, texts: Texts) -> str:
    """The product's name in the shop's language, else its item number."""
    return (product.title.get(texts.language) if product else "") or item.sku


def item_version(product: Product | None, item: ItemRef, texts: Texts) -> str:
    """The chosen version in words; empty when there is none."""
    variant = product.variant(item.variant) if product else None
    return (variant.label.get(texts.language) or variant.sku) if variant else ""


def item_price(product: Product | None, item: ItemRef, texts: Texts) -> str:
    """The price of one piece in words; "from" the lowest where the versions' prices differ and none is chosen."""
    if product is None:
        return ""
    money = product.price_of(item.variant)
    if money is not None:
        return money.text()
    known = [variant.price for variant in product.variants if variant.price is not None]
    if not known:
        return texts.say("product.no_price")
    lowest = min(known, key=lambda price: price.amount).text()
    return lowest if len(set(known)) == 1 else texts.say("product.from_price", price=lowest)


def item_row(
    services: PanelServices, texts: Texts, item: ItemRef, product: Product | None, *buttons: QWidget
) -> tuple[QFrame, QLabel]:
    """A framed line and its note label, which starts with the price; buttons stand at the right."""
    picture = QLabel()
    variant = product.variant(item.variant) if product is not None else None
    services.pictures.fill(picture, product, THUMB_PX, variant.image if variant else None)
    title = item_title(product, item, texts)
    version = item_version(product, item, texts)
    price = label(item_price(product, item, texts), "strong")
    words = column(label(title, "strong"), label(version, "small") if version else None, price, spacing=2)
    line = row(picture, words, *buttons, spacing=20)
    line.setStretch(1, 1)
    line.setAlignment(picture, Qt.AlignmentFlag.AlignVCenter)
    made = framed("row", line, margins=(14, 10, 18, 10))
    made.setAccessibleName(title)
    return made, price
