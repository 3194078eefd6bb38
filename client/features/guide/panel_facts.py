"""Facts on the guide's panel: comparisons as a table, and where each fact stands, a tap away. Qt."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.product import Sku
from client.domain.talk import Line
from client.features.guide.answers import field_name, names_of
from client.features.guide.values import decoded
from client.panels.flow import FlowLayout
from client.panels.panel import PanelServices
from client.panels.widgets import button, framed, holder, label
from client.texts import Texts

_MOST_SOURCES = 4


def table(line: Line, services: PanelServices, texts: Texts) -> QWidget:
    """A row a fact, a column a product; differences are marked, and each fact leads to where it stands."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(8)
    known = tuple(product for sku in line.products if (product := services.product(sku)) is not None)
    names = {product.sku: name for product, name in zip(known, names_of(known, texts), strict=True)}
    for column, sku in enumerate(line.products, 1):
        name = names.get(sku, sku)
        grid.addWidget(label(name, "strong", name=f"column_{column}"), 0, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(column, 3)
    for row, fact in enumerate(line.table, 1):
        name_at_top = label(field_name(fact.field, texts), "small")
        grid.addWidget(name_at_top, row, 0, Qt.AlignmentFlag.AlignTop)
        for column, (sku, value) in enumerate(zip(line.products, fact.values, strict=True), 1):
            said = label(value or texts.say("guide.not_told"), "differs" if fact.differs() else "same",
                         name=f"cell_{fact.field}_{column}")  # fmt: skip
            cell = QGridLayout()
            cell.setContentsMargins(0, 0, 0, 0)
            cell.addWidget(said, 0, 0)
            cell.setColumnStretch(0, 1)
            if value:
                where = button("›", f"fact_{fact.field}_{column}", _opening(services, sku, fact.field), "quiet")
                where.setAccessibleName(texts.say("guide.source_field", name=field_name(fact.field, texts)))
                cell.addWidget(where, 0, 1)
            grid.addWidget(holder(cell), row, column)
    return framed("row", grid, name="comparison")


def sources(line: Line, services: PanelServices, texts: Texts) -> QWidget:
    """A button for each fact that was told, to the field of the catalogue where it stands."""
    flow = FlowLayout()
    for place, source in enumerate(line.sources[:_MOST_SOURCES], 1):
        said = texts.say("guide.source_field", name=field_name(source.field, texts))
        flow.addWidget(button(said, f"source_{place}", _opening(services, source.sku, source.field), "quiet"))
    return holder(flow)


def _opening(services: PanelServices, sku: Sku, field: str) -> Callable[[], None]:
    return lambda: services.dispatch(a.OpenPanel("product", ItemRef(sku), field))


def answers_to(pending: str) -> tuple[str, ...]:
    """What can be pressed in answer to what the guide asks."""
    act = decoded(pending)
    if act is None or act.act == "service":
        return ()
    if act.act == "human" and act.text == "words":
        return ("leave_it",)
    return ("yes", "no", "leave_it") if act.act == "human" and act.text == "consent" else ("yes", "no")
