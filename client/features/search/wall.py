"""A wall of products: pictures side by side, each a button that opens the product, with ways to it below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Product
from client.panels.flow import FlowLayout
from client.panels.items import item_price, item_title
from client.panels.panel import PanelServices
from client.panels.widgets import button, column, framed, holder, label
from client.texts import Texts

COLUMNS = 3
TILE_PX = 342
PICTURE_PX = (300, 168)
_TITLE_LINES = 2
"""Room for so many lines, so that the prices of a row stand side by side."""


class Wall:
    """Tiles in rows of three, filled from the left."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        self._services, self._texts = services, texts
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(14)
        self._shown = 0
        self._grid.setColumnStretch(COLUMNS, 1)
        self.widget = holder(self._grid, "wall")

    def add(self, product: Product, why: str) -> None:
        """Hangs one more product; `why` says by what it was found."""
        self._grid.addWidget(self._tile(product, why), self._shown // COLUMNS, self._shown % COLUMNS)
        self._shown += 1

    def _tile(self, product: Product, why: str) -> QFrame:
        services, say, sku = self._services, self._texts.say, product.sku
        item = ItemRef(sku)
        title = item_title(product, item, self._texts)
        picture = QLabel()
        services.pictures.fill(picture, product, PICTURE_PX)
        price = item_price(product, item, self._texts)
        if product.availability in ("out_of_stock", "discontinued"):
            price = say("product.sold_out")
        look = _Pressed(title, lambda: services.dispatch(a.OpenPanel("product", item)))
        look.setObjectName(f"look_{sku}")
        name = label(title, "strong")
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        name.setMinimumHeight(_TITLE_LINES * name.fontMetrics().lineSpacing())
        said = label(why, "small", name=f"why_{sku}") if why else None
        inside = column(picture, name, label(price), said, spacing=4)
        inside.setAlignment(picture, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        look.fill(inside)
        ways = FlowLayout(gap=8)
        spot = services.spot_of(sku)
        if spot is not None:
            move = a.Move(spot.x_m, spot.y_m, spot.heading_rad, spot.pitch_rad)
            ways.addWidget(button(say("search.go"), f"go_{sku}", lambda: self._then_close(move)))
        bring = a.PickUp(sku)
        ways.addWidget(button(say("search.bring"), f"bring_{sku}", lambda: self._then_close(bring)))
        rows = column(look, holder(ways), spacing=8)
        rows.setStretch(0, 1)
        made = framed("row", rows, margins=(12, 12, 12, 12))
        made.setFixedWidth(TILE_PX)
        made.setAccessibleName(title)
        return made

    def _then_close(self, action: a.Move | a.PickUp) -> None:
        self._services.dispatch(action)
        self._services.dispatch(a.ClosePanel())


class _Pressed(QPushButton):
    """A button as large as what lies on it."""

    def __init__(self, spoken: str, on_click: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "tile")
        self.setAccessibleName(spoken)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: on_click())

    def fill(self, inside: QLayout) -> None:
        """Puts a layout on it; what lies there lets presses through."""
        inside.setContentsMargins(4, 4, 4, 4)
        self.setLayout(inside)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As large as the layout wants to be."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Titles wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The layout's."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The layout's."""
        layout = self.layout()
        return layout.totalMinimumSize() if layout is not None else super().minimumSizeHint()
