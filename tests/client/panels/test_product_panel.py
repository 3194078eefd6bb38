"""The product panel, clicked."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.money import Money
from client.domain.text import LocalText
from tests.client.panels.shop import ARMCHAIR, LAMP, PHOTOS, SHIRT, Visit

CHAIR = ItemRef("ARM-001")
MOSS = ItemRef("ARM-001", "ARM-001-MOSS")


def test_it_says_what_the_product_is(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    texts = " ".join(visit.texts())
    for part in ("Hygge lounge chair", "Nordlys", "$1,299.00", "In stock", "Rust wool"):
        assert part in texts


def test_pick_up_then_put_back(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    assert visit.click("pick_up") == [a.PickUp("ARM-001")]
    assert "Put back" in visit.texts()
    assert visit.click("pick_up") == [a.PutBack()]


def test_choosing_a_version_changes_price_and_what_is_bought(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    assert visit.click("choice_version_ARM-001-NIGHT") == [a.ChooseVariant("ARM-001", "ARM-001-NIGHT")]
    assert "$1,449.50" in visit.texts()
    taken = [element.text for element in visit.surface.elements() if element.checked]
    assert taken == ["Versions: Night velvet"]
    assert visit.click("add_to_cart") == [a.AddToCart(ItemRef("ARM-001", "ARM-001-NIGHT"))]
    assert "In cart: 1" in visit.texts()


def test_a_version_must_be_chosen_where_only_versions_have_a_price(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", ItemRef("TEE")))
    assert visit.click("add_to_cart") == []
    assert "Choose a version" in visit.texts()
    visit.click("choice_color_Clay")
    assert visit.click("choice_size_M") == [a.ChooseVariant("TEE", "TEE-Clay-M")]
    assert visit.click("add_to_cart") == [a.AddToCart(ItemRef("TEE", "TEE-Clay-M"))]


def test_changing_the_colour_keeps_the_size(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", ItemRef("TEE", "TEE-Clay-L")))
    assert visit.click("choice_color_Navy") == [a.ChooseVariant("TEE", "TEE-Navy-L")]


def test_a_size_that_is_sold_out_in_this_colour_is_marked(visit: Visit) -> None:
    def role(size: str) -> object:
        visit.settle()
        chip = visit.surface._widget.findChild(QPushButton, f"choice_size_{size}")
        return chip.property("role") if chip else None

    visit.do(a.OpenPanel("product", ItemRef("TEE", "TEE-Navy-M")))
    assert (role("M"), role("XL")) == ("chip", "chip_sold")
    visit.click("choice_color_Clay")
    assert (role("M"), role("XL")) == ("chip", "chip")


def test_a_thing_that_comes_in_sizes_needs_one_even_with_a_price(visit: Visit) -> None:
    priced = msgspec.structs.replace(SHIRT, sku="TEE2", price=Money(Decimal("20"), "USD"))
    visit.catalog._products["TEE2"] = priced
    visit.do(a.OpenPanel("product", ItemRef("TEE2")))
    assert "$20.00" in visit.texts()
    assert visit.click("add_to_cart") == []


def test_a_photo_can_be_chosen(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    visit.settle()
    visit.surface.picture()
    assert visit.click("photo_1") == []
    picture = visit.surface.picture()
    assert picture is not None
    width, height = visit.surface.size_px
    rows = np.frombuffer(picture, np.uint8).reshape(height, width, 4)[::-1]
    photo = visit.surface._widget.findChild(QLabel, "photo")
    assert photo is not None
    middle = photo.mapTo(visit.surface._widget, photo.rect().center())
    blue, green, red, _ = (int(value) for value in rows[middle.y(), middle.x()])
    assert f"#{red:02x}{green:02x}{blue:02x}" == PHOTOS["side"]


def test_a_sold_out_version_cannot_be_bought(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", ItemRef("TEE", "TEE-Navy-XL")))
    assert "Out of stock" in visit.texts()
    assert visit.click("add_to_cart") == []


@pytest.mark.parametrize(("name", "action"), [("wish", a.ToggleWish(CHAIR)), ("compare", a.ToggleCompare(CHAIR))])
def test_lists_are_toggled(visit: Visit, name: str, action: a.Action) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    assert visit.click(name) == [action]
    assert next(element for element in visit.surface.elements() if element.name == name).checked
    assert visit.click(name) == [action]
    assert not next(element for element in visit.surface.elements() if element.name == name).checked


def test_size_is_shown_and_hidden(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    assert visit.click("show_size") == [a.ShowDimensions(True)]
    assert visit.click("show_size") == [a.ShowDimensions(False)]


def test_the_trust_card_speaks_plainly(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    visit.settle()
    words = all_words(visit)
    assert "Made by an artist." in words
    assert "Its size matches the stated one within 2 %." in words
    assert "Model and pictures: Studio Fjord, CC-BY 4.0" in words
    visit.do(a.OpenPanel("product", ItemRef(LAMP.sku)))
    assert "Its size differs from the stated one by 8 %." in all_words(visit)
    visit.do(a.OpenPanel("product", ItemRef(SHIRT.sku)))
    assert "No 3D model: you see the photo." in all_words(visit)


def test_a_product_that_is_gone_is_said_so(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    visit.do(a.OpenPanel("product", ItemRef("NOT-THERE")))
    texts = visit.texts()
    assert "This product is no longer in the shop." in texts
    assert "Nordlys" not in texts
    assert "Add to cart" not in texts


def test_another_product_replaces_everything(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    visit.do(a.OpenPanel("product", ItemRef("MUG-1")))
    texts = visit.texts()
    assert "Stoneware mug" in texts
    assert not any("Rust wool" in text for text in texts)


def test_markup_of_a_merchant_is_shown_as_it_is(visit: Visit) -> None:
    evil = msgspec.structs.replace(ARMCHAIR, sku="EVIL", title=LocalText("<img src=x> & <b>bold</b>"))
    visit.catalog._products["EVIL"] = evil
    visit.do(a.OpenPanel("product", ItemRef("EVIL")))
    assert "<img src=x> & <b>bold</b>" in visit.texts()


def all_words(visit: Visit) -> str:
    return "\n".join(label.text() for label in visit.surface._widget.findChildren(QLabel) if not label.isHidden())
