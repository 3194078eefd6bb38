"""Looking for what looks alike, clicked."""

from __future__ import annotations

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import Alike
from client.panels.panel import House
from tests.client.panels.shop import Visit

CHAIR = ItemRef("ARM-001")


def names(visit: Visit) -> set[str]:
    visit.settle()
    return {element.name for element in visit.surface.elements()}


def test_more_of_a_shape_is_asked_for_from_the_product() -> None:
    visit = Visit(house=House(sees_pictures=lambda: True))
    visit.do(a.OpenPanel("product", CHAIR))
    assert visit.click("more_alike") == [a.SearchLike(Alike("ARM-001")), a.OpenPanel("search")]
    visit.do(a.SearchFound("", ("ARM-001",), Alike("ARM-001")))
    assert "Hygge lounge chair" in " ".join(visit.texts())


def test_a_picture_is_asked_for_where_one_can_be_chosen() -> None:
    asked: list[str] = []
    visit = Visit(house=House(sees_pictures=lambda: True, pick_photo=asked.append))
    visit.do(a.OpenPanel("search"))
    visit.click("by_photo")
    assert asked == ["A picture of what you are looking for"]


def test_what_cannot_be_done_here_is_not_offered() -> None:
    blind = Visit(house=House(pick_photo=lambda title: None))
    blind.do(a.OpenPanel("product", CHAIR))
    assert "more_alike" not in names(blind)
    blind.do(a.OpenPanel("search"))
    assert "by_photo" not in names(blind)
    kiosk = Visit(house=House(sees_pictures=lambda: True))
    kiosk.do(a.OpenPanel("search"))
    assert "by_photo" not in names(kiosk)
