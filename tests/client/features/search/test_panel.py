"""The search panel: chips, what was given up, what was looked for before, and ways to what was found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from client.domain import actions as a
from client.domain.finding import Chip, Told
from client.domain.session import Alike
from client.domain.text import LocalText
from client.features.search.panel import first_chips
from client.panels.frame import PANEL_PX
from tests.client.panels.shop import MUG, MemoryCatalog, Visit

GREEN = Chip("color", "green", LocalText("Green", "绿色"), 2)
CHEAP = Chip("price", "-100", LocalText("up to $100", "$100 以内"), 1)


@pytest.fixture
def visit() -> Iterator[Visit]:
    opened = Visit()
    yield opened
    opened.close()


def searched(visit: Visit, told: Told, found: tuple[str, ...] = ("MUG-1", "SOFA-3")) -> None:
    visit.do(a.OpenPanel("search"))
    visit.do(a.Search("mug"))
    visit.do(a.SearchFound("mug", found, told=told))


def test_a_chip_narrows_says_so_and_lets_go(visit: Visit) -> None:
    searched(visit, Told(chips=(GREEN, CHEAP), total=2))
    assert "Green · 2" in visit.texts()
    assert visit.click("chip_color_green") == [a.Narrow("color", "green")]
    chosen = (("color", "green"),)
    visit.do(a.SearchFound("mug", ("MUG-1",), chosen=chosen, told=Told(chips=(GREEN,), total=1)))
    assert "✓ Green · 2" in visit.texts()
    assert visit.click("all_again") == [a.Narrow()]


def test_when_chips_leave_nothing_they_can_be_taken_away(visit: Visit) -> None:
    searched(visit, Told(chips=(GREEN,), total=1))
    visit.click("chip_color_green")
    visit.do(a.SearchFound("mug", (), chosen=(("color", "green"),), told=Told(chips=(GREEN,))))
    assert "Nothing is all of that. Take something away:" in visit.texts()
    assert visit.click("chip_color_green") == [a.Narrow("color", "green")]


def test_what_was_given_up_and_how_it_was_read_are_said(visit: Visit) -> None:
    searched(
        visit, Told(corrected="mug", given_up=(LocalText("up to $5"),), why=(("spelling",), ("versions", "facets")))
    )
    texts = visit.texts()
    assert 'Looked for "mug".' in texts
    assert "Nothing here is up to $5, so this comes near." in texts
    assert "spelt like this" in texts
    assert "also comes like this" in texts


def test_a_product_is_called_over_or_walked_to(visit: Visit) -> None:
    searched(visit, Told(total=2))
    assert visit.click("bring_SOFA-3") == [a.PickUp("SOFA-3"), a.ClosePanel()]
    visit.do(a.OpenPanel("search"))
    assert visit.click("go_MUG-1")[-1] == a.ClosePanel()


def test_words_to_try_and_what_was_looked_for_before(visit: Visit) -> None:
    searched(visit, Told(total=2))
    visit.do(a.ClosePanel())
    searched(visit, Told(suggested=(LocalText("Mugs", "杯子"),)), ())
    assert visit.click("try_1") == [a.Search("Mugs")]
    visit.do(a.Search(""))
    assert visit.click("recent_1") == [a.Search("mug")]


def test_everything_is_there_in_chinese_too(visit: Visit) -> None:
    searched(visit, Told(chips=(GREEN,), given_up=(LocalText("up to $5", "$5 以内"),), total=2))
    visit.do(a.SetLanguage("zh-CN"))
    texts = visit.texts()
    assert "绿色 · 2" in texts
    assert "没有符合“$5 以内”的商品，下面是最接近的。" in texts
    assert "拿过来" in texts


def test_first_chips_are_of_every_kind() -> None:
    colours = tuple(Chip("color", str(n), LocalText(str(n)), 9) for n in range(9))
    chips = (*colours, CHEAP)
    assert CHEAP in first_chips(chips, (), 4)
    assert first_chips(chips, (("color", "8"),), 3)[0] == colours[8]
    assert len(first_chips(chips, (), 4)) == 4


def test_long_names_do_not_make_the_wall_wider_than_the_panel(tmp_path: Path) -> None:
    long = LocalText("Stoneware mug " * 12)
    goods = [structs.replace(MUG, sku=f"M{number}", title=long) for number in range(4)]
    visit = Visit(catalog=MemoryCatalog(tmp_path, goods))
    visit.do(a.OpenPanel("search"))
    visit.do(a.Search("mug"))
    visit.settle()
    tiles = [one for one in visit.surface.elements() if one.name.startswith("look_")]
    assert len(tiles) >= 3
    assert max(one.rect[0] + one.rect[2] for one in tiles) <= PANEL_PX[0] - 20
    visit.close()


def test_what_words_found_does_not_stand_for_what_a_picture_is_looked_for(visit: Visit) -> None:
    searched(visit, Told(total=2))
    found = visit.texts()
    visit.do(a.SearchLike(Alike(sku="MUG-1")))
    assert "Searching …" in visit.texts()
    assert len(visit.texts()) < len(found)
    visit.do(a.SearchFound("", ("SOFA-3",), Alike(sku="MUG-1"), told=Told((("picture",),), total=1)))
    assert "Searching …" not in visit.texts()
