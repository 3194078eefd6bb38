"""A visitor without keys finds a lamp: the whole shop, its own word index, every letter pointed at."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from client.app import ShopOptions, headless_output, open_shop
from client.domain import actions as a
from client.headset.scripted import ScriptedHeadset
from client.pilot import Pilot
from client.settings import Settings, find_folders
from tests.simulators.made_catalog import make_catalog

WORDS_S = 120.0


@pytest.mark.gl
@pytest.mark.slow
def test_a_lamp_is_found_by_pointing_at_letters(tmp_path: Path) -> None:
    settings = Settings(language="zh-CN", width=640, height=360, samples=0, keyboard="always")
    options = ShopOptions(
        settings, find_folders({"VITRINE_HOME": str(tmp_path / "home")}), make_catalog(tmp_path / "c")
    )
    with open_shop(options, lambda: headless_output(settings)) as opened:
        pilot = Pilot(opened.shop, ScriptedHeadset(640, 360))
        opened.shop.visit.dispatcher("shop")(a.OpenPanel("search"))
        pilot.run(3)
        end = time.monotonic() + WORDS_S
        while not list((tmp_path / "home").rglob("shop-*.sqlite")) and time.monotonic() < end:
            pilot.run()
            time.sleep(0.02)
        for _ in range(40):  # the process that made the index ends, and the shop opens it
            pilot.run()
            time.sleep(0.05)
        for letter in "taideng":
            pilot.point_at(f"key_{letter}").click()
        assert opened.shop.session.search.query == ""
        pilot.point_at("word_1").click()
        pilot.run_until(lambda: bool(opened.shop.session.search.found))
        assert opened.shop.session.search.query == "台灯"
        assert set(opened.shop.session.search.found) == {"lamp-1", "lamp-3", "lamp-5"}
