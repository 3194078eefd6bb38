"""The panels of the guide and of what is offered: the newest line, scrolling back, the way back to a talk."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QWidget

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import PanelName
from client.domain.talk import Line
from client.domain.taste import Offer, Reason, Touch
from client.domain.text import LANGUAGES, Language
from client.features.guide.answers import comparison, names_of
from client.texts import Texts
from tests.client.panels.shop import PRODUCTS, Visit
from tests.client.panels.test_nothing_is_cut import cut

EVERYTHING = tuple(product.sku for product in PRODUCTS)


def talk(visit: Visit, lines: int = 4) -> QScrollArea:
    visit.do(a.OpenPanel("guide"))
    for _ in range(lines):
        visit.do(a.Say("chairs for a small room"))
        number = visit.session.talk.number
        visit.do(a.Answered(number, Line("guide", "These fit. " * 20, EVERYTHING), EVERYTHING))
    visit.settle()
    for _ in range(20):
        visit.host.pump()
    area = visit.surface._widget.findChild(QScrollArea, "guide_scroll")
    assert isinstance(area, QScrollArea)
    return area


def test_the_beginning_of_the_newest_answer_is_in_sight(visit: Visit) -> None:
    area = talk(visit)
    newest = [one for one in area.findChildren(QLabel, "said_guide") if one.isVisible()][-1]
    top = newest.mapTo(area.viewport(), newest.rect().topLeft()).y()
    assert 0 <= top < area.viewport().height() / 2


def test_a_shopper_who_scrolls_back_stays_there_until_something_is_said(visit: Visit) -> None:
    area = talk(visit)
    bar = area.verticalScrollBar()
    newest = bar.value()
    assert newest > 200
    bar.setValue(40)
    for _ in range(20):
        visit.host.pump()
    assert bar.value() == 40
    visit.do(a.Say("and lamps?"))
    for _ in range(20):
        visit.host.pump()
    assert bar.value() > 40


def test_who_was_led_from_a_talk_to_a_panel_finds_back(visit: Visit) -> None:
    visit.do(a.OpenPanel("cart"))
    visit.settle()
    assert "to_guide" not in {element.name for element in visit.surface.elements()}
    talk(visit, 1)
    assert "to_guide" not in {element.name for element in visit.surface.elements()}
    visit.do(a.OpenPanel("cart"))
    visit.settle()
    assert visit.click("to_guide") == [a.OpenPanel("guide")]
    visit.do(a.NewVisit())
    visit.do(a.OpenPanel("cart"))
    visit.settle()
    assert "to_guide" not in {element.name for element in visit.surface.elements()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_things_compared_stand_in_a_table_whose_differences_are_marked(visit: Visit, language: Language) -> None:
    visit.do(a.SetLanguage(language))
    compared = compare_in_talk(visit, language)
    root = visit.surface._widget
    heads = [root.findChild(QLabel, f"column_{n}").text() for n in (1, 2)]  # type: ignore[union-attr]
    assert heads == names_of(PRODUCTS[:2], Texts(language))
    for fact in compared.table:
        for column, value in enumerate(fact.values, 1):
            cell = root.findChild(QLabel, f"cell_{fact.field}_{column}")
            assert isinstance(cell, QLabel)
            assert value in cell.text()
            assert cell.property("role") == ("differs" if fact.differs() else "same")
    assert list(cut(root)) == []


def test_a_fact_of_the_table_leads_to_its_field_in_sight(visit: Visit) -> None:
    compare_in_talk(visit, "en")
    assert visit.click("fact_weight_1") == [a.OpenPanel("product", ItemRef(PRODUCTS[0].sku), "weight")]
    visit.settle()
    for _ in range(20):
        visit.host.pump()
    weight = visit.surface._widget.findChild(QWidget, "facts")
    area = visit.surface._widget.findChild(QScrollArea, "product_scroll")
    assert weight is not None
    assert isinstance(area, QScrollArea)
    top = weight.mapTo(area.viewport(), weight.rect().topLeft()).y()
    assert -weight.height() < top < area.viewport().height()


def compare_in_talk(visit: Visit, language: Language) -> Line:
    """The guide has compared two things."""
    line = comparison(PRODUCTS[:2], None, Texts(language))
    visit.do(a.OpenPanel("guide"))
    visit.do(a.Say("compare them"))
    visit.do(a.Answered(visit.session.talk.number, line, line.products))
    visit.settle()
    for _ in range(20):
        visit.host.pump()
    return line


@pytest.mark.parametrize("panel", ["guide", "search"])
def test_the_next_visitor_does_not_find_what_was_typed(visit: Visit, panel: PanelName) -> None:
    visit.do(a.OpenPanel(panel))
    visit.settle()
    visit.surface.commit_text("a present for Ann")
    visit.host._services.typing.asked = True
    visit.do(a.NewVisit())
    visit.do(a.OpenPanel(panel))
    visit.settle()
    field = visit.surface._widget.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == ""
    assert visit.host._services.typing.asked is None


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_an_offer_is_cut(visit: Visit, language: Language, scale: float) -> None:
    visit.fit(text_scale=scale)
    for done in (a.SetLanguage(language), a.PickUp("MUG-1"), a.AddToCart(ItemRef("ARM-001", "ARM-001-MOSS"))):
        visit.do(done)
    because = (Reason(Touch("ARM-001", "cart"), 0.8), Reason(Touch("MUG-1", "picked"), 0.2))
    visit.do(a.PutBack())
    visit.do(a.Offered(visit.session.taste.number, (Offer("SOFA-3", because), Offer("TEE", because))))
    visit.do(a.OpenPanel("for_you"))
    visit.settle()
    assert "not_SOFA-3" in {element.name for element in visit.surface.elements()}
    assert list(cut(visit.surface._widget)) == []
