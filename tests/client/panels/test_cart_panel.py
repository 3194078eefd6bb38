"""Cart, wish list, compare list and checkout panels, clicked."""

from __future__ import annotations

import segno
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import OrderDraft
from client.features.checkout.panel import qr_picture
from client.panels.qt import panel_application
from tests.client.panels.shop import MOSS_CHAIR, SCENES, Visit

MUG = ItemRef("MUG-1")


def fill(visit: Visit) -> None:
    for action in SCENES["cart"]:
        visit.do(action)


def test_empty_cart(visit: Visit) -> None:
    visit.do(a.OpenPanel("cart"))
    assert "Your cart is empty." in visit.texts()
    assert visit.click("checkout") == []
    assert visit.click("undo") == []
    assert visit.click("find") == [a.OpenPanel("search")]


def test_lines_totals_and_what_cannot_be_bought(visit: Visit) -> None:
    fill(visit)
    texts = visit.texts()
    for part in ("Stoneware mug", "Moss wool", "$36.00", "$1,335.00", "Not available now", "No longer in the shop"):
        assert part in texts
    assert not any("€" in text for text in texts if "+" in text), "the sold out lamp must not count"


def test_stepper_and_remove(visit: Visit) -> None:
    fill(visit)
    assert visit.click("more_MUG-1") == [a.SetQuantity(MUG, 3)]
    assert "$54.00" in visit.texts()
    assert visit.click("less_MUG-1") == [a.SetQuantity(MUG, 2)]
    assert visit.click("remove_MUG-1") == [a.SetQuantity(MUG, 0)]
    assert "Stoneware mug" not in visit.texts()
    assert visit.click("undo") == [a.Undo()]
    assert "Stoneware mug" in visit.texts()


def test_rows_stay_in_the_carts_order_after_undo(visit: Visit) -> None:
    fill(visit)
    visit.click("remove_MUG-1")
    visit.click("undo")
    names = [e.name for e in visit.surface.elements() if e.name.startswith("count_")]
    assert names[:2] == ["count_MUG-1", "count_ARM-001-MOSS"]


def test_a_long_cart_grows_over_frames_in_its_order(visit: Visit) -> None:
    items = [ItemRef(f"GONE-{number}") for number in range(40)]
    for item in items:
        visit.do(a.AddToCart(item))
    visit.do(a.OpenPanel("cart"))

    def rows() -> list[str]:
        found = visit.surface._widget.findChildren(QLabel)
        labels = sorted((w for w in found if w.objectName().startswith("count_") and w.parent()), key=height_of)
        return [label.objectName().removeprefix("count_") for label in labels]

    assert 5 <= len(rows()) < 40
    visit.do(a.SetQuantity(items[0], 7))
    visit.do(a.SetQuantity(items[30], 0))
    visit.settle()
    assert rows() == [item.sku for item in items if item is not items[30]]
    visit.do(a.Undo())
    visit.settle()
    assert rows() == [item.sku for item in items]


def height_of(widget: QWidget) -> int:
    return widget.mapTo(widget.window(), QPoint(0, 0)).y()


def test_no_more_than_ninety_nine(visit: Visit) -> None:
    visit.do(a.SetQuantity(MUG, 99))
    visit.do(a.OpenPanel("cart"))
    assert visit.click("more_MUG-1") == []


def test_checkout_opens_the_order(visit: Visit) -> None:
    fill(visit)
    (checked_out,) = visit.click("checkout")
    assert isinstance(checked_out, a.CheckedOut)
    assert visit.checkouts == 1
    names = {element.name for element in visit.surface.elements()}
    assert {"qr_code", "order_total", "order_file_name"} <= names
    assert visit.click("back") == [a.OpenPanel("cart")]


def test_checkout_without_an_order_yet(visit: Visit) -> None:
    fill(visit)
    visit.do(a.OpenPanel("checkout"))
    assert any("Not ordered: Opal table lamp" in text for text in visit.texts())
    visit.click("order")
    assert visit.checkouts == 1
    assert visit.click("done") == [a.ClosePanel()]


def test_a_changed_cart_is_not_the_old_order(visit: Visit) -> None:
    fill(visit)
    visit.click("checkout")
    visit.do(a.AddToCart(MUG))
    visit.do(a.OpenPanel("cart"))
    visit.click("checkout")
    assert visit.checkouts == 2


def test_a_changed_cart_shows_no_old_code(visit: Visit) -> None:
    fill(visit)
    visit.click("checkout")
    visit.do(a.ToggleWish(MUG))
    visit.do(a.OpenPanel("checkout"))
    visit.settle()
    assert "qr_code" in {element.name for element in visit.surface.elements()}
    visit.do(a.AddToCart(MUG))
    visit.settle()
    names = {element.name for element in visit.surface.elements()}
    assert "qr_code" not in names
    assert "order" in names
    visit.do(a.Undo())
    visit.settle()
    assert "qr_code" not in {element.name for element in visit.surface.elements()}


def test_an_order_too_long_for_a_code_says_so(visit: Visit) -> None:
    visit.do(a.CheckedOut(OrderDraft("https://shop.example/" + "x" * 2000, "orders/o.json", "$1.00")))
    texts = visit.texts()
    assert "This order is too long for a code. Please use the order file." in texts
    assert "qr_code" not in {element.name for element in visit.surface.elements()}


def test_every_module_of_the_code_is_where_it_belongs() -> None:
    content = "https://shop.example/cart/" + ",".join(f"SKU-{n}:{n}" for n in range(1, 30))
    panel_application()
    picture = qr_picture(content, 500)
    assert picture is not None
    image = picture.toImage()
    matrix = [list(line) for line in segno.make_qr(content, error="m").matrix_iter(border=4)]
    module = 500 // len(matrix)
    start = (500 - module * len(matrix)) // 2
    for y, line in enumerate(matrix):
        for x, dark in enumerate(line):
            seen = image.pixelColor(start + x * module + module // 2, start + y * module + module // 2).lightness()
            assert (seen < 128) == bool(dark)
    assert module >= 4


def test_wish_list(visit: Visit) -> None:
    visit.do(a.OpenPanel("wishes"))
    assert "Your wish list is empty." in visit.texts()
    visit.do(a.ToggleWish(MOSS_CHAIR))
    assert "Moss wool" in visit.texts()
    assert visit.click("look_ARM-001-MOSS") == [a.OpenPanel("product", MOSS_CHAIR)]
    visit.do(a.OpenPanel("wishes"))
    assert visit.click("remove_ARM-001-MOSS") == [a.ToggleWish(MOSS_CHAIR)]
    assert "Your wish list is empty." in visit.texts()


def test_compare_marks_what_differs(visit: Visit) -> None:
    visit.do(a.OpenPanel("compare"))
    assert any(text.startswith("Nothing to compare") for text in visit.texts())
    visit.do(a.ToggleCompare(ItemRef("ARM-001")))
    visit.do(a.ToggleCompare(ItemRef("SOFA-3")))
    visit.settle()
    widget = visit.surface._widget

    def role(name: str) -> object:
        return widget.findChild(QLabel, name).property("role")

    assert role("price_0") == role("price_1") == "differs"
    assert role("brand_0") == role("brand_1") == "same"
    assert visit.click("remove_SOFA-3") == [a.ToggleCompare(ItemRef("SOFA-3"))]
