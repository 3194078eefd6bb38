"""The compare panel: up to four products side by side; what differs is marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from client.domain import actions as a
from client.domain.cart import MAX_COMPARED, ItemRef
from client.domain.product import Product
from client.domain.session import Change, Session
from client.panels.items import item_price, item_title, item_version
from client.panels.panel import Panel, PanelServices
from client.panels.widgets import button, column, framed, holder, label, scrolling
from client.texts import Texts

_PICTURE_PX = (222, 160)
_ROWS = ("price", "size", "materials", "brand", "mass", "stock")


def compared_value(row: str, product: Product | None, item: ItemRef, texts: Texts) -> str:
    """One cell of the comparison in words; a dash where nothing is known."""
    if product is None:
        return "—"
    size, variant = product.true_size(), product.variant(item.variant)
    match row:
        case "price":
            return item_price(product, item, texts)
        case "size":
            return size.text() if size else "—"
        case "materials":
            return texts.materials(product.materials) or "—"
        case "brand":
            return product.brand or "—"
        case "mass":
            return texts.say("product.mass_value", kilograms=f"{product.mass_kg:.3g}") if product.mass_kg else "—"
        case _:
            return texts.say(f"availability.{(variant or product).availability}")


class ComparePanel(Panel):
    """Columns are products, rows are facts."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._shown: tuple[ItemRef, ...] | None = None
        self._area = scrolling(QWidget(), "compare_scroll")
        self.setLayout(column(self._area, spacing=0))

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the compare list."""
        items = session.gathered.compared[:MAX_COMPARED]
        if items == self._shown:
            return
        self._shown = items
        inner = self._table(items) if items else self._nothing()
        inner.setObjectName("scrolled")
        self._area.setWidget(inner)

    def _nothing(self) -> QWidget:
        empty = label(self.texts.say("compare.empty"), "heading", name="compare_empty")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return holder(column(empty))

    def _table(self, items: tuple[ItemRef, ...]) -> QWidget:
        products = [self.services.product(item.sku) for item in items]
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        for place, (item, product) in enumerate(zip(items, products, strict=True)):
            grid.addWidget(self._head(item, product), 0, place)
            grid.setColumnStretch(place, 1)
        for index, name in enumerate(_ROWS):
            values = [compared_value(name, p, item, self.texts) for item, p in zip(items, products, strict=True)]
            grid.addWidget(label(self.texts.say(f"compare.{name}"), "small"), 1 + 2 * index, 0, 1, len(items))
            for place, value in enumerate(values):
                cell = label(value, "differs" if len(set(values)) > 1 else "same", name=f"{name}_{place}")
                cell.setAlignment(Qt.AlignmentFlag.AlignTop)
                grid.addWidget(cell, 2 + 2 * index, place)
        grid.setContentsMargins(32, 18, 32, 20)
        if len(items) > 1:
            grid.addWidget(label(self.texts.say("compare.marked"), "small"), 2 + 2 * len(_ROWS), 0, 1, len(items))
        grid.setRowStretch(3 + 2 * len(_ROWS), 1)
        return holder(grid)

    def _head(self, item: ItemRef, product: Product | None) -> QWidget:
        say, dispatch, sku = self.texts.say, self.services.dispatch, item.buy_sku()
        picture = QLabel()
        variant = product.variant(item.variant) if product is not None else None
        self.services.pictures.fill(picture, product, _PICTURE_PX, variant.image if variant else None)
        version = item_version(product, item, self.texts)
        look = button(say("list.look"), f"look_{sku}", lambda: dispatch(a.OpenPanel("product", item)))
        look.setEnabled(product is not None)
        remove = button(say("cart.remove"), f"remove_{sku}", lambda: dispatch(a.ToggleCompare(item)), "quiet")
        name = label(item_title(product, item, self.texts), "strong")
        card = column(picture, name, label(version, "small") if version else None, spacing=8)
        card.addStretch(1)
        card.addWidget(look)
        card.addWidget(remove)
        return framed("card", card, margins=(14, 14, 14, 8))
