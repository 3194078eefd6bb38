"""The row of buttons for whoever has a pointer only, and the pages of a large store on the map."""

from __future__ import annotations

from dataclasses import replace

import pytest

from client.domain import actions as a
from client.panels.surface import PanelSurface
from client.texts import Texts
from tests.client.panels.shop import MAP, Visit
from tests.client.panels.test_nothing_is_cut import cut


def bar_of(visit: Visit) -> PanelSurface:
    bar = visit.host.bar()
    assert bar is not None
    visit.settle()
    return bar


def press(visit: Visit, name: str) -> list[a.Action]:
    bar, before = bar_of(visit), len(visit.actions)
    x, y = bar.element_center(name)
    for kind in ("move", "press", "release"):
        bar.pointer(kind, x, y)
    visit.settle()
    return visit.actions[before:]


def test_every_panel_is_reached_and_left_by_the_pointer_alone(visit: Visit) -> None:
    for name in ("cart", "search", "map", "wishes", "settings", "help"):
        assert press(visit, f"bar_{name}") == [a.OpenPanel(name)]
        assert visit.surface.name == name
        assert press(visit, f"bar_{name}") == [a.ClosePanel()]
        assert visit.host.open() is None


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_its_names_are_whole_and_in_the_shoppers_language(visit: Visit, language: str) -> None:
    visit.do(a.SetLanguage("zh-CN" if language == "zh-CN" else "en"))
    bar = bar_of(visit)
    texts = Texts("zh-CN" if language == "zh-CN" else "en")
    elements = {element.name: element for element in bar.elements()}
    assert elements["bar_map"].text == texts.say("bar.map")
    for element in elements.values():
        x, _, width, _ = element.rect
        assert x >= 0
        assert x + width <= bar.size_px[0]
    (switch,) = press(visit, "bar_language")
    assert isinstance(switch, a.SetLanguage)
    assert visit.session.language != language


def test_shift_tab_goes_back_and_page_keys_scroll(visit: Visit) -> None:
    from PySide6.QtWidgets import QScrollArea

    def focused() -> str:
        visit.settle()
        return next((element.name for element in visit.surface.elements() if element.focused), "")

    visit.do(a.OpenPanel("help"))
    visit.fit(text_scale=1.5)
    visit.settle()
    area = visit.surface._widget.findChild(QScrollArea, "help_scroll")
    assert area is not None
    visit.surface.key("page_down")
    assert area.verticalScrollBar().value() > 0
    visit.surface.key("page_up")
    assert area.verticalScrollBar().value() == 0
    visit.surface.key("tab")
    assert focused() == "start"
    visit.surface.key("tab")
    after = focused()
    assert after != "start"
    visit.surface.key("tab", modifiers=frozenset({"shift"}))
    assert focused() == "start"
    visit.surface.key("arrow_right")
    assert focused() == after
    visit.surface.key("arrow_left")
    assert focused() == "start"
    visit.surface.key("space")
    visit.surface.key("space", pressed=False)
    assert visit.actions == [a.ClosePanel()]


def test_a_search_is_left_downwards_by_arrow(visit: Visit) -> None:
    visit.do(a.OpenPanel("search"))
    visit.settle()
    assert visit.surface.wants_keyboard
    visit.surface.key("arrow_down")
    assert not visit.surface.wants_keyboard


@pytest.mark.parametrize(("language", "words"), [("en", "3 of 7"), ("zh-CN", "第 3 / 7 页")])
def test_the_pages_of_a_large_store_are_turned_on_the_map(
    visit: Visit, language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.client.panels.shop.MAP", replace(MAP, page=2, pages=7))
    visit.do(a.SetLanguage("zh-CN" if language == "zh-CN" else "en"))
    visit.do(a.ShowDepartment("Kitchen", 2))
    visit.do(a.OpenPanel("map"))
    assert words in visit.texts()
    assert visit.click("page_next") == [a.ShowDepartment("Kitchen", 3)]
    assert visit.click("page_previous") == [a.ShowDepartment("Kitchen", 2)]
    visit.do(a.ShowDepartment("Kitchen", 6))
    assert visit.click("page_next") == [], "there is no page after the last"


@pytest.mark.parametrize("pointing", ["hands", "gaze"])
@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3, 1.5])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_it_is_whole_for_everybody(visit: Visit, language: str, scale: float, pointing: str) -> None:
    visit.do(a.SetLanguage("zh-CN" if language == "zh-CN" else "en"))
    visit.fit(text_scale=scale, pointing=pointing)
    bar = bar_of(visit)
    assert not list(cut(bar._widget))
    names = {element.name for element in bar.elements()}
    assert {"bar_cart", "bar_search", "bar_map", "bar_wishes", "bar_settings"} <= names
    own = {"bar_turn_left", "bar_turn_right", "bar_rest"} if pointing == "gaze" else {"bar_help", "bar_language"}
    assert own <= names
    assert not names & ({"bar_turn_left", "bar_turn_right", "bar_rest", "bar_help", "bar_language"} - own)
    picture = bar.picture()
    assert picture is not None
    assert len(picture) == bar.size_px[0] * bar.size_px[1] * 4
    for name in own:
        assert bar.button_at(*bar.element_center(name)) == name
    assert bar.button_at(2.0, 2.0) == ""
