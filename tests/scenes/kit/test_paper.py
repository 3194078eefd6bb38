from __future__ import annotations

import threading

import numpy as np
import pytest

from scenes.kit.fonts import FontFiles, find_fonts
from scenes.kit.footprint import TILE_PX, footprint_shadow
from scenes.kit.geometry import joined
from scenes.kit.labels import CARD_PX, CardPose, CardText, card_atlas, card_mesh, draw_sign, wrapped
from scenes.kit.lightmap import Blocker, LampGrid, floor_light
from scenes.kit.loader import Loader
from scenes.kit.shapes import Finish, box


@pytest.fixture(scope="module")
def fonts() -> FontFiles:
    return find_fonts()


def test_cards_speak_chinese(fonts: FontFiles) -> None:
    if not fonts.chinese:
        pytest.skip("no font with Chinese on this machine")
    texts = [CardText("橡木餐桌", "¥1,299.00"), CardText("羊毛地毯", "¥1,299.00"), CardText("", "")]
    atlas, columns = card_atlas(texts, fonts)
    width, height = CARD_PX
    cards = [atlas[(i // columns) * height :, (i % columns) * width :][:height, :width] for i in range(3)]
    upper = [card[8:60, 10:-10] for card in cards]
    assert (upper[0] < 100).mean() > 0.02
    assert (upper[0] != upper[1]).mean() > 0.01  # boxes for missing letters would all be alike
    assert (cards[2] < 200).sum() == 0


def test_a_long_title_is_broken_and_shortened(fonts: FontFiles) -> None:
    font = fonts.load(29)
    lines = wrapped("Alder dining table with two extension leaves in smoked oak", font, 228, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(font.getlength(line) <= 228 for line in lines)
    chinese = wrapped("带两块加长板的烟熏橡木餐桌适合八人使用", font, 228, 2)
    assert len(chinese) == 2
    assert wrapped("Lamp", font, 228, 2) == ["Lamp"]
    assert wrapped("", font, 228, 2) == [""]


def test_every_card_has_its_own_place() -> None:
    poses = [CardPose(float(i), 0, 1, 0, 0.3, 0.1, 0.056) for i in range(7)]
    mesh = card_mesh(poses, 3)
    uv = mesh.vertices["uv"].reshape(7, 4, 2)
    assert len({tuple(np.round(box.mean(axis=0), 4)) for box in uv}) == 7
    assert uv.min() >= -1e-6
    assert uv.max() <= 1 + 1e-6


def test_a_sign_fits_its_board(fonts: FontFiles) -> None:
    for text in ("Sofas", "Kitchen, tableware and everything that goes with it", "厨房与餐具"):
        picture = draw_sign(text, 2.0, 0.4, fonts)
        ink = np.abs(picture.astype(int) - picture[2, 2].astype(int)).sum(axis=2) > 120
        assert ink.any()
        assert not ink[:, :8].any()
        assert not ink[:, -8:].any()


def test_feet_darken_the_floor_more_than_a_table_top() -> None:
    finish = Finish()
    top = box((-0.5, -0.3, 0.7), (0.5, 0.3, 0.75), finish)
    legs = [
        box((x - 0.03, y - 0.03, 0), (x + 0.03, y + 0.03, 0.7), finish) for x in (-0.45, 0.45) for y in (-0.25, 0.25)
    ]
    tile = footprint_shadow(joined([top, *legs]), (1.0, 0.75, 0.6)).astype(int)
    margin = 0.22
    column = int((0.05 + margin) / (1.0 + 2 * margin) * TILE_PX)
    row = int((0.05 + margin) / (0.6 + 2 * margin) * TILE_PX)
    assert tile[row, column] > tile[TILE_PX // 2, TILE_PX // 2] + 20
    assert tile[TILE_PX // 2, TILE_PX // 2] > 20
    assert tile[0].max() == tile[:, 0].max() == 0


def test_the_floor_is_darker_beside_a_fixture() -> None:
    lamps = LampGrid(1.0, 1.0)
    bare = floor_light((0, 0, 10, 8), lamps, [])
    stood = floor_light((0, 0, 10, 8), lamps, [Blocker(4, 3, 6, 5, 1.2)])
    assert bare.shape == stood.shape == (96, 120)
    assert stood[48, 46] < bare[48, 46] - 0.1
    assert abs(stood[10, 10] - bare[10, 10]) < 0.02
    assert bare.min() > 0.4


def test_the_loader_does_urgent_work_first_and_tells_failures() -> None:
    loader = Loader(threads=1)
    gate, order, failures = threading.Event(), [], []
    loader.submit("first", 0, gate.wait, lambda _: order.append("first"), failures.append)
    loader.submit("late", 9, lambda: "late", order.append, failures.append)
    loader.submit("gone", 5, lambda: "gone", order.append, failures.append)
    loader.submit("soon", 1, lambda: "soon", order.append, failures.append)
    loader.submit("broken", 2, lambda: 1 // 0, order.append, failures.append)
    loader.cancel("gone")
    assert loader.pending == 4
    gate.set()
    while loader.pending:
        loader.pump(0.01)
    assert order == ["first", "soon", "late"]
    assert isinstance(failures[0], ZeroDivisionError)
    loader.close()
    loader.close()
    loader.submit("after", 0, lambda: 1, order.append, failures.append)
    assert loader.pending == 0


def test_handing_over_keeps_to_its_budget() -> None:
    ticks = iter(range(1000))
    loader = Loader(threads=1, clock=lambda: float(next(ticks)))
    done: list[int] = []
    for i in range(6):
        loader.submit(i, i, lambda i=i: i, done.append, lambda error: None)
    while len(loader._finished) < 6:
        threading.Event().wait(0.005)
    assert loader.pump(0.5) == 1  # the clock says a second went by: one piece is all
    assert loader.pump(100.0) == 5
    loader.close()
