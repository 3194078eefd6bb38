"""Search, map, help and settings panels, clicked and typed into."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import PanelName
from client.features.help.lines import KEYS as LINES
from client.interaction.keys import PANEL_KEYS, SHORTCUTS
from client.texts import Texts
from tests.client.panels.shop import MUG, MemoryCatalog, Visit


def test_typing_searches_and_enter_opens_the_best(visit: Visit) -> None:
    visit.do(a.OpenPanel("search"))
    visit.settle()
    assert visit.surface.wants_keyboard
    for letter in "mug":
        visit.surface.key(letter, letter)
        visit.surface.key(letter, letter, pressed=False)
    assert [x.query for x in visit.actions if isinstance(x, a.Search)] == ["m", "mu", "mug"]
    texts = visit.texts()
    assert "1 product" in texts
    assert "Stoneware mug" in texts
    visit.surface.key("enter")
    assert visit.actions[-1] == a.OpenPanel("product", ItemRef("MUG-1"))


def test_editing_keys(visit: Visit) -> None:
    visit.do(a.OpenPanel("search"))
    visit.settle()
    visit.surface.commit_text("lamps")
    visit.surface.key("backspace")
    assert visit.session.search.query == "lamp"
    visit.surface.key("ctrl+a")
    visit.surface.commit_text("杯")
    assert visit.session.search.query == "杯"
    assert "粗陶马克杯" in Texts("zh-CN").say("search.none", query="粗陶马克杯")
    assert "Stoneware mug" in visit.texts()


def test_results_can_be_visited_and_opened(visit: Visit) -> None:
    visit.do(a.OpenPanel("search"))
    visit.do(a.Search("o"))
    assert visit.click("go_MUG-1") == [a.Move(1.0, 2.0, 0.5), a.ClosePanel()]
    visit.do(a.OpenPanel("search"))
    visit.settle()
    assert "go_SOFA-3" not in {element.name for element in visit.surface.elements()}
    assert visit.click("look_SOFA-3") == [a.OpenPanel("product", ItemRef("SOFA-3"))]


def test_no_result_suggests_departments(visit: Visit) -> None:
    visit.do(a.OpenPanel("search"))
    visit.do(a.Search("submarine"))
    assert 'Nothing found for "submarine".' in visit.texts()
    assert visit.click("department_Kitchen") == [a.ShowDepartment("Kitchen")]
    assert visit.click("clear") == [a.Search("")]


def test_map_walks_to_what_stands_here_and_fetches_what_does_not(visit: Visit) -> None:
    visit.do(a.OpenPanel("map"))
    assert visit.click("department_Kitchen") == [a.ShowDepartment("Kitchen")]
    assert visit.click("front_store") == [a.ShowDepartment(None)]
    assert visit.click("department_Clothes") == [a.Move(4.0, 3.4, 0.0), a.ClosePanel()]


def test_a_click_on_the_floor_goes_to_the_department(visit: Visit) -> None:
    from PySide6.QtCore import QPoint

    from client.features.map.panel import FloorView

    visit.do(a.OpenPanel("map"))
    visit.settle()
    floor = visit.surface._widget.findChild(FloorView)
    assert floor is not None
    at = floor.mapTo(visit.surface._widget, QPoint(0, 0)) + floor.point(-6.0, 9.0).toPoint()
    visit.surface.pointer("press", at.x(), at.y())
    visit.surface.pointer("release", at.x(), at.y())
    assert visit.actions == [a.Move(-4.0, 8.2, 0.0), a.ClosePanel()]


def test_walking_moves_the_arrow_but_standing_still_does_not_draw(visit: Visit) -> None:
    visit.do(a.OpenPanel("map"))
    visit.settle()
    visit.surface.picture()
    visit.do(a.Move(0.0, 3.0, 0.0))
    visit.settle()
    assert visit.surface.dirty
    visit.surface.picture()
    visit.do(a.Move(0.001, 3.0, 0.001))
    visit.settle()
    assert not visit.surface.dirty


def test_help_starts_the_visit(visit: Visit) -> None:
    visit.do(a.OpenPanel("help"))
    assert visit.click("start") == [a.ClosePanel()]
    assert visit.session.help_seen


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_help_names_keys_that_exist(language: str) -> None:
    texts = Texts("zh-CN" if language == "zh-CN" else "en")
    known = {key.upper() for key in (*PANEL_KEYS, *SHORTCUTS)} | {"ESC"}
    named = " ".join(texts.say(f"help.{line}_key") for line in LINES if line not in ("walk", "look", "take"))
    assert {name.upper() for name in named.split()} <= known
    wanted: dict[str, PanelName] = {"c": "cart", "f": "search", "g": "map", "h": "help"}
    assert wanted.items() <= PANEL_KEYS.items()
    assert (SHORTCUTS["i"], SHORTCUTS["v"], SHORTCUTS["m"], SHORTCUTS["b"], SHORTCUTS["l"]) == (
        "details", "variant", "dimensions", "buy", "language",
    )  # fmt: skip


def test_settings(visit: Visit) -> None:
    visit.do(a.OpenPanel("settings"))
    visit.click("tab_language")
    assert visit.click("language_zh-CN") == [a.SetLanguage("zh-CN")]
    assert {e.name for e in visit.surface.elements() if e.checked} == {"language_zh-CN", "tab_language"}
    visit.click("tab_seeing")
    assert "字号" in visit.texts()
    before = height_of(visit, "set_text_scale_normal")
    visit.click("set_text_scale_largest")
    assert visit.session.comfort.text_scale == 1.5
    assert height_of(visit, "set_text_scale_normal") > before
    checked = {e.name for e in visit.surface.elements() if e.checked}
    assert {"tab_seeing", "set_text_scale_largest"} <= checked, "the tab stays open where letters grow"
    assert "set_text_scale_normal" not in checked
    visit.click("tab_language")
    assert visit.click("show_help") == [a.OpenPanel("help")]


def height_of(visit: Visit, name: str) -> int:
    visit.settle()
    return visit.surface._widget.findChild(QPushButton, name).fontMetrics().height()


def test_many_results_come_over_frames_and_say_how_many_are_left(tmp_path: Path) -> None:
    products = [msgspec.structs.replace(MUG, sku=f"M{number:02d}") for number in range(30)]
    visit = Visit(catalog=MemoryCatalog(tmp_path, products))
    visit.do(a.OpenPanel("search"))
    visit.do(a.Search("mug"))

    def shown() -> int:
        found = visit.surface._widget.findChildren(QPushButton)
        return len([button for button in found if button.objectName().startswith("look_")])

    assert 4 <= shown() < 24
    visit.settle()
    assert shown() == 24
    words = [label.text() for label in visit.surface._widget.findChildren(QLabel)]
    assert "6 more: add a word to narrow it down." in words
    visit.do(a.Search("nothing like it"))
    visit.settle()
    assert shown() == 0
    visit.close()
