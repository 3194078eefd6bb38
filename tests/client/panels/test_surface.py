"""Pictures, pointer and keys of a surface, and what the host opens."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import Change, Notice
from client.panels.keys import split_key
from client.panels.surface import CORNER_PX, PanelError
from tests.client.panels.shop import Visit

CHAIR = ItemRef("ARM-001")


def pixels(visit: Visit) -> np.ndarray:
    """Rows from the top, BGRA."""
    visit.settle()
    picture = visit.surface.picture()
    assert picture is not None
    width, height = visit.surface.size_px
    assert len(picture) == width * height * 4
    return np.frombuffer(picture, np.uint8).reshape(height, width, 4)[::-1].copy()


def test_nothing_open_at_first(visit: Visit) -> None:
    visit.host.show(visit.session)
    assert visit.host.open() is None
    assert visit.host.toast() is None


def test_picture_is_bgra_bottom_row_first_with_round_corners(visit: Visit) -> None:
    visit.do(a.OpenPanel("help"))
    seen = pixels(visit)
    assert seen[0, 0, 3] == 0
    assert seen[CORNER_PX, CORNER_PX, 3] == 255
    # The title bar at the top is white; the accent button near the bottom is more blue than red.
    assert tuple(seen[20, 500]) == (255, 255, 255, 255)
    x, y = visit.surface.element_center("start")
    blue, _, red, _ = seen[int(y) - 24, int(x)]
    assert blue > red + 50


def test_drawn_once_and_only_when_something_changed(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    pixels(visit)
    visit.settle()
    assert visit.surface.picture() is None
    visit.do(a.LookAt("MUG-1"))
    visit.settle()
    assert visit.surface.picture() is None
    visit.do(a.ToggleWish(CHAIR))
    visit.settle()
    assert visit.surface.picture() is not None
    assert visit.surface.picture() is None


def test_hover_and_press_are_seen(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    plain = pixels(visit)
    x, y = visit.surface.element_center("add_to_cart")
    visit.surface.pointer("move", x, y)
    hovered = pixels(visit)
    visit.surface.pointer("press", x, y)
    pressed = pixels(visit)
    at = int(y) - 22, int(x)
    assert len({tuple(picture[at]) for picture in (plain, hovered, pressed)}) == 3
    visit.surface.pointer("leave")
    assert visit.actions == [], "leaving while pressed is not a click"
    assert tuple(pixels(visit)[at]) == tuple(plain[at])


def test_letting_go_beside_a_button_is_not_a_click(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    visit.settle()
    x, y = visit.surface.element_center("add_to_cart")
    visit.surface.pointer("press", x, y)
    visit.surface.pointer("move", x, y + 4)
    visit.surface.pointer("release", 20.0, 500.0)
    assert visit.actions == []


def scrolled(visit: Visit) -> int:
    from PySide6.QtWidgets import QScrollArea

    return visit.surface._widget.findChild(QScrollArea, "product_scroll").verticalScrollBar().value()


def test_dragging_scrolls_and_clicks_nothing(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    visit.settle()
    x, y = visit.surface.element_center("choice_version_ARM-001-RUST")
    visit.surface.pointer("press", x, y)
    visit.surface.pointer("move", x, y - 60)
    visit.surface.pointer("move", x, y - 120)
    visit.surface.pointer("release", x, y - 120)
    assert scrolled(visit) == 120
    assert visit.actions == []
    visit.surface.pointer("move", x, y)
    assert scrolled(visit) == 120, "after letting go a move scrolls no more"


def test_wheel_scrolls_down_and_up(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    visit.settle()
    visit.surface.pointer("wheel", 300.0, 600.0, -1.0)
    assert scrolled(visit) > 0
    visit.surface.pointer("wheel", 300.0, 600.0, 2.0)
    assert scrolled(visit) == 0


def test_close_and_language_stay_at_their_place(visit: Visit) -> None:
    places = set()
    for name in ("product", "cart", "search", "map", "help", "compare", "wishes", "settings", "checkout"):
        visit.do(a.OpenPanel(name, CHAIR if name == "product" else None))
        visit.settle()
        places.add(visit.surface.element_center("close"))
        assert visit.surface.name == name
    assert len(places) == 1
    assert visit.click("close") == [a.ClosePanel()]
    assert visit.host.open() is None


def test_language_switch_while_open_keeps_scroll(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    visit.settle()
    visit.surface.pointer("wheel", 300.0, 600.0, -2.0)
    before = scrolled(visit)
    assert visit.click("language") == [a.SetLanguage("zh-CN")]
    assert scrolled(visit) == before > 0
    texts = visit.texts()
    assert "加入购物车" in texts
    assert "Add to cart" not in texts
    assert visit.click("language") == [a.SetLanguage("en")]
    assert "Add to cart" in visit.texts()


def test_language_switch_keeps_what_was_typed_and_the_caret(visit: Visit) -> None:
    visit.do(a.OpenPanel("search"))
    visit.settle()
    visit.surface.commit_text("lamp")
    visit.do(a.SetLanguage("zh-CN"))
    assert visit.surface.wants_keyboard
    visit.surface.commit_text("s")
    assert visit.session.search.query == "lamps"


def test_notice(visit: Visit) -> None:
    visit.do(a.Notify(Notice("compare_full")))
    toast = visit.host.toast()
    assert toast is not None
    assert toast.picture() is not None
    assert "four products" in toast.elements()[0].text
    visit.do(a.SetLanguage("zh-CN"))
    assert "四件" in toast.elements()[0].text
    visit.do(a.Notify(None))
    assert visit.host.toast() is None


def test_a_long_notice_is_not_cut(visit: Visit) -> None:
    from PySide6.QtWidgets import QLabel

    visit.do(a.Notify(Notice("checkout_failed", (("reason", "The order file cannot be written to there. " * 3),))))
    visit.settle()
    toast = visit.host.toast()
    assert toast is not None
    words = toast._widget.findChild(QLabel, "toast_text")
    assert words.heightForWidth(words.width()) <= words.height()


def test_a_short_notice_hides_little_of_the_store(visit: Visit) -> None:
    def covered() -> float:
        visit.settle()
        toast = visit.host.toast()
        assert toast is not None
        picture = toast.picture()
        assert picture is not None
        alpha = np.frombuffer(picture, np.uint8).reshape(toast.size_px[1], toast.size_px[0], 4)[..., 3]
        assert not alpha[:4, :4].any()
        return float((alpha > 127).mean())

    visit.do(a.Notify(Notice("caption_added", (("left", ""), ("right", "")))))
    short = covered()
    visit.do(a.Notify(Notice("checkout_failed", (("reason", "The order file cannot be written to there. " * 3),))))
    assert 0.02 < short < 0.4
    assert covered() > 0.95


def test_keys_alone_can_use_a_panel(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", CHAIR))
    visit.settle()
    assert not any(element.focused for element in visit.surface.elements())
    visit.surface.key("tab")
    assert focused(visit) == "add_to_cart"
    visit.surface.key("enter")
    visit.surface.key("enter", pressed=False)
    assert visit.actions == [a.AddToCart(CHAIR)]
    reached = set()
    for _ in range(16):
        visit.surface.key("tab")
        reached.add(focused(visit))
    assert {"close", "language", "pick_up", "wish", "compare", "choice_version_ARM-001-MOSS"} <= reached


def focused(visit: Visit) -> str:
    visit.settle()
    return next((element.name for element in visit.surface.elements() if element.focused), "")


def test_elements_tell_what_can_be_done(visit: Visit) -> None:
    visit.do(a.OpenPanel("product", ItemRef("TEE")))
    visit.settle()
    by_name = {element.name: element for element in visit.surface.elements()}
    assert by_name["pick_up"].role == "button"
    assert by_name["choice_size_M"].role == "toggle"
    assert not by_name["add_to_cart"].enabled
    x, y, width, height = by_name["close"].rect
    assert visit.surface.element_center("close") == pytest.approx((x + width / 2, y + height / 2), abs=1)


def test_unknown_element(visit: Visit) -> None:
    visit.do(a.OpenPanel("help"))
    with pytest.raises(PanelError, match="no 'nonsense'"):
        visit.surface.element_center("nonsense")


def test_size_in_the_world(visit: Visit) -> None:
    visit.do(a.OpenPanel("help"))
    width, height = visit.surface.size_m
    assert 0.9 <= width <= 1.1
    assert height < width


def test_close_is_idempotent(visit: Visit) -> None:
    visit.do(a.OpenPanel("help"))
    visit.host.close()
    visit.host.close()
    assert visit.host.open() is None


def test_changes_that_concern_no_panel_cost_nothing(visit: Visit) -> None:
    visit.do(a.OpenPanel("cart"))
    pixels(visit)
    visit.host.show(visit.session, frozenset({Change.STANDING}))
    visit.settle()
    assert not visit.surface.dirty


@pytest.mark.parametrize(
    ("name", "parts"),
    [("a", ("a", set())), ("ctrl+shift+z", ("z", {"ctrl", "shift"})), ("+", ("+", set())), ("ctrl++", ("+", {"ctrl"}))],
)
def test_key_names(name: str, parts: tuple[str, set[str]]) -> None:
    assert split_key(name) == (parts[0], frozenset(parts[1]))


def test_an_hour_of_frames_does_not_use_up_none(visit: Visit) -> None:
    """PySide6 6.12 gave None away without counting it on Python 3.11: the process died after some minutes."""
    visit.do(a.OpenPanel("product", CHAIR))
    visit.settle()
    before = sys.getrefcount(None)
    for index in range(3000):
        visit.surface.pointer("move", 100.0 + index % 700, 400.0)
        visit.host.pump()
        visit.surface.picture()
    assert sys.getrefcount(None) > before - 300
