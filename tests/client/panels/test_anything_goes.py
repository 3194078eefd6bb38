"""A restless visitor: any series of clicks, drags, keys and actions leaves panels that agree with the session."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import Notice
from tests.client.panels.shop import PRODUCTS, MemoryCatalog, Visit

PANELS = ("product", "cart", "search", "map", "help", "checkout", "compare", "wishes", "settings")
KEYS = ("tab", "enter", "space", "arrow_down", "arrow_up", "backspace", "page_down", "ctrl+a", "f5", "o", "+")


def item(chance: random.Random) -> ItemRef:
    product = chance.choice(PRODUCTS)
    variants = [None, *(variant.sku for variant in product.variants), "NO-SUCH-VERSION"]
    return ItemRef(chance.choice([product.sku, "GONE"]), chance.choice(variants))


def act(visit: Visit, chance: random.Random) -> None:
    """One random step."""
    surface = visit.host.open()
    choice = chance.random()
    if surface is None or choice < 0.1:
        visit.do(a.OpenPanel(chance.choice(PANELS), item(chance)))
    elif choice < 0.6:
        elements = [e for e in surface.elements() if e.role != "text"]
        x, y, width, height = chance.choice(elements).rect
        for kind in ("move", "press", "release"):
            surface.pointer(kind, x + width / 2, y + height / 2)
    elif choice < 0.7:
        x, y = chance.uniform(-50, 1300), chance.uniform(-50, 1000)
        surface.pointer("press", x, y)
        surface.pointer("move", x, y + chance.uniform(-300, 300))
        surface.pointer(chance.choice(("release", "leave")), x, y)
    elif choice < 0.8:
        surface.key(chance.choice(KEYS))
        surface.commit_text(chance.choice(("沙发", "o", "%", "'\"&<b>", "")))
    elif choice < 0.85:
        surface.pointer("wheel", 300.0, 500.0, chance.uniform(-3, 3))
    else:
        gathering = (a.AddToCart, a.ToggleWish, a.ToggleCompare)
        visit.do(chance.choice(gathering)(item(chance)))
        visit.do(chance.choice((a.Undo(), a.Notify(Notice("compare_full")), a.SetLanguage("zh-CN"), a.PutBack())))


@pytest.mark.parametrize("seed", range(6))
def test_a_restless_visitor(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    visit = Visit(catalog=MemoryCatalog(tmp_path))
    for _ in range(150):
        act(visit, chance)
        visit.host.pump()
        surface = visit.host.open()
        assert (surface.name if surface else None) == visit.session.panel
        if surface is not None:
            surface.picture()
    visit.do(a.OpenPanel("settings"))
    visit.click("tab_language")
    chosen = f"language_{visit.session.language}"
    assert next(e for e in visit.surface.elements() if e.name == chosen).checked
    visit.close()
