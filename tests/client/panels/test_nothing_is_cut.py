"""No text of any panel is cut or leaves the panel, in either language, at any letter size."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QWidget

from client.catalog.importers.demo import DemoSource
from client.catalog.importers.draft import Draft, SourceOptions
from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import PanelName
from client.domain.text import LANGUAGES
from client.panels.qt import FAMILIES, panel_application
from client.panels.style import BODY_PX, PIXELS_PER_METRE, SMALL_PX
from tests.client.panels.shop import SCENES, MemoryCatalog, Visit

PANELS: tuple[PanelName, ...] = ("cart", "wishes", "compare", "checkout")
SCALES = (1.0, 1.15, 1.3, 1.5)


def cut(root: QWidget) -> Iterator[str]:
    """What is wrong with the visible texts below a widget."""
    for child in root.findChildren(QWidget):
        if not child.isVisible():
            continue
        if isinstance(child, QLabel) and child.text():
            yield from cut_label(child)
        elif isinstance(child, QAbstractButton) and child.text():
            if child.sizeHint().width() > child.width() or child.sizeHint().height() > child.height():
                yield f"button {child.text()!r} is {child.width()} wide, needs {child.sizeHint().width()}"
        elif isinstance(child, QScrollArea):
            inner, room = child.widget().minimumSizeHint().width(), child.viewport().width()
            if inner > room:
                yield f"{child.objectName()} is {room} wide, its content {inner}"
        yield from outside(child, root)


def cut_label(label: QLabel) -> Iterator[str]:
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height():
            yield f"label {label.text()!r} is {label.height()} high, needs {needed}"
    elif label.fontMetrics().horizontalAdvance(label.text()) > room.width() + 1:
        yield f"label {label.text()!r} is {room.width()} wide"


def outside(child: QWidget, root: QWidget) -> Iterator[str]:
    """Things beyond the panel's edge, unless a list that scrolls holds them."""
    if not isinstance(child, (QLabel, QAbstractButton, QLineEdit)):
        return
    parent = child.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, QScrollArea):
            return
        parent = parent.parentWidget()
    corner = child.mapTo(root, child.rect().bottomRight())
    if corner.x() >= root.width() or corner.y() >= root.height():
        yield f"{child.objectName()} ends at {corner.x()}, {corner.y()}"


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_panel(language: str, scale: float, tmp_path: Path) -> None:
    visit = Visit(catalog=MemoryCatalog(tmp_path))
    visit.fit(text_scale=scale)
    visit.do(a.SetLanguage("zh-CN" if language == "zh-CN" else "en"))
    problems: list[str] = []
    for name, actions in SCENES.items():
        for action in actions:
            visit.do(action)
        visit.settle()
        problems.extend(f"{name}: {problem}" for problem in cut(visit.surface._widget))
        toast = visit.host.toast()
        if toast is not None:
            problems.extend(f"notice: {problem}" for problem in cut(toast._widget))
    visit.close()
    assert not problems


@pytest.mark.parametrize("language", LANGUAGES)
def test_demo_products(language: str, tmp_path: Path) -> None:
    """The longest names and texts of the demo catalogue, and a sample of the rest."""
    drafts = DemoSource().read("demo:300", SourceOptions())
    products = [draft.product for draft in drafts if isinstance(draft, Draft)]
    longest = sorted(products, key=lambda p: len(p.title.all()) + 4 * len(p.variants), reverse=True)
    visit = Visit(catalog=MemoryCatalog(tmp_path, products))
    visit.do(a.SetLanguage("zh-CN" if language == "zh-CN" else "en"))
    problems: list[str] = []
    for product in (*longest[:8], *products[::25]):
        last = product.variants[-1].sku if product.variants else None
        visit.do(a.OpenPanel("product", ItemRef(product.sku, last)))
        visit.settle()
        problems.extend(f"{product.sku}: {problem}" for problem in cut(visit.surface._widget))
        for gather in (a.AddToCart, a.ToggleWish, a.ToggleCompare):
            visit.do(gather(ItemRef(product.sku, last)))
    for panel in PANELS:
        visit.do(a.OpenPanel(panel))
        visit.settle()
        problems.extend(f"{panel}: {problem}" for problem in cut(visit.surface._widget))
    visit.close()
    assert not problems


def test_the_check_sees_a_cut_text(visit: Visit) -> None:
    visit.do(a.OpenPanel("help"))
    visit.settle()
    widget = visit.surface._widget
    assert not list(cut(widget))
    button = widget.findChild(QAbstractButton, "start")
    assert button is not None
    button.setFixedWidth(60)
    label = QLabel("a text that does not fit here at all", widget)
    label.setGeometry(10, 10, 50, 30)
    label.show()
    assert len(list(cut(widget))) >= 2


def test_letters_are_large_enough_to_read() -> None:
    """A line of body text is at least 1.3 degrees tall at 1.3 m in whatever face the machine has (1.6 in Noto Sans)."""
    panel_application()
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(BODY_PX)
    line_m = QFontMetrics(font).height() / PIXELS_PER_METRE
    assert math.degrees(math.atan(line_m / 1.3)) >= 1.3
    assert SMALL_PX >= 0.85 * BODY_PX
