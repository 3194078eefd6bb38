"""Visits to a store that is really drawn, with real panels: no display is needed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from client.app import OpenShop, ShopOptions, headless_output, open_shop
from client.commands.replay import replay
from client.domain import actions as a
from client.domain.cart import ItemRef
from client.headset.scripted import ScriptedHeadset
from client.journal.reader import read_journal
from client.pilot import Pilot
from client.settings import Folders, Settings, find_folders
from tests.golden.compare import Limits, check
from tests.simulators.made_catalog import make_catalog

pytestmark = pytest.mark.gl

SIZE = (480, 270)
SETTINGS = Settings(width=SIZE[0], height=SIZE[1], samples=2)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_catalog(tmp_path_factory.mktemp("catalog"))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """One cache for all tests: what is computed once is computed once."""
    return find_folders({"VITRINE_HOME": str(tmp_path_factory.mktemp("home"))})


@contextmanager
def visiting(options: ShopOptions) -> Iterator[tuple[Pilot, OpenShop]]:
    with open_shop(options, lambda: headless_output(options.settings)) as opened:
        yield Pilot(opened.shop, ScriptedHeadset(options.settings.width, options.settings.height)), opened


def picture(pilot: Pilot, opened: OpenShop) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    assert pilot.last is not None
    return opened.stage.still_picture(opened.shop, pilot.last, 30.0).pixels


def shop(pilot: Pilot) -> None:
    """Closes the help, takes a chair, looks at it, buys it, and changes the language."""
    pilot.run(1).point_at("start").click().run(1)
    spot = pilot.shop.keeper.current.spot_of("chair-1")
    assert spot is not None
    pilot.shop.visit.dispatcher("shop")(a.Move(spot.x_m, spot.y_m, spot.heading_rad))
    pilot.run(1).point_at("chair-1").click().run(2)
    pilot.press("v", "m").run(1).point_at("add_to_cart").click().run(2)


def test_a_visit_from_the_help_to_the_order(root: Path, folders: Folders) -> None:
    with visiting(ShopOptions(SETTINGS, folders, root, welcome=True)) as (pilot, opened):
        pilot.run(1)
        assert pilot.session.panel == "help"
        with_help = picture(pilot, opened)
        shop(pilot)
        assert pilot.session.held is not None
        assert pilot.session.held.item == ItemRef("chair-1", "chair-1-1")
        assert pilot.session.gathered.cart.quantity(ItemRef("chair-1", "chair-1-1")) == 1
        assert np.abs(with_help.astype(int) - picture(pilot, opened)).max() > 60
        pilot.press("escape", "c").run(3).point_at("checkout").click().run(2)
        if pilot.session.order is None:
            pilot.point_at("order").click().run(2)
        order = pilot.session.order
        assert order is not None
        assert order.link == "https://shop.example/cart/chair-1-1:1"
        written = json.loads(Path(order.order_file).read_text("utf-8"))
        assert written["totals"] == [{"amount": "81.50", "currency": "USD"}]
        assert (folders.data / "help-seen").exists()


def test_the_gaze_marks_a_product_and_the_hand_takes_it_off_its_place(root: Path, folders: Folders) -> None:
    with visiting(ShopOptions(SETTINGS, folders, root)) as (pilot, opened):
        pilot.run(1)
        spot = pilot.shop.keeper.current.spot_of("chair-1")
        assert spot is not None
        pilot.shop.visit.dispatcher("shop")(a.Move(spot.x_m, spot.y_m, spot.heading_rad))
        pilot.run(1).look_at(pilot.position_of("chair-1"))
        pilot._mouse = (-0.98, 0.98)
        plain = picture(pilot.run(2), opened)
        marked = picture(pilot.point_at("chair-1"), opened)
        assert pilot.session.looking_at == "chair-1"
        assert 0.001 < (np.abs(marked.astype(int) - plain).max(axis=2) > 6).mean() < 0.5
        pilot.click().press("escape").run(2)
        assert pilot.session.held is None
        pilot._mouse = (-0.98, 0.98)
        again = picture(pilot.run(2), opened)
        assert (np.abs(again.astype(int) - plain).max(axis=2) > 6).mean() < 0.001, "it stands where it stood"


def test_a_variant_is_worn_in_place_and_in_the_hand(root: Path, folders: Folders) -> None:
    with visiting(ShopOptions(SETTINGS, folders, root)) as (pilot, opened):
        pilot.run(1)
        spot = pilot.shop.keeper.current.spot_of("chair-1")
        assert spot is not None
        pilot.shop.visit.dispatcher("shop")(a.Move(spot.x_m, spot.y_m, spot.heading_rad))
        pilot.run(1).point_at("chair-1")
        red = picture(pilot, opened).reshape(-1, 3).astype(int)
        pilot.press("v")
        blue = picture(pilot, opened).reshape(-1, 3).astype(int)

        def share(pixels: np.ndarray[tuple[int, ...], np.dtype[np.int64]], strong: int, weak: int) -> float:
            return float((pixels[:, strong] > pixels[:, weak] + 50).mean())

        assert share(blue, 2, 0) > share(red, 2, 0) + 0.005
        pilot.click().run(2)
        held = picture(pilot, opened).reshape(-1, 3).astype(int)
        assert share(held, 2, 0) > 0.02


def test_a_recorded_visit_replays_with_the_same_pictures(root: Path, folders: Folders, tmp_path: Path) -> None:
    path = tmp_path / "visit.jsonl"
    options = ShopOptions(SETTINGS, folders, root, record=path, welcome=True)
    with visiting(options) as (pilot, opened):
        assert opened.recorder is not None
        shop(pilot)
        for keys in ((), ("escape",), ("l", "c"), ("g",)):
            pilot.press(*keys).run(2)
            assert pilot.last is not None
            seen = opened.stage.still_picture(opened.shop, pilot.last, 30.0)
            opened.recorder.mark(pilot.last.frame.index, pilot.session, seen.sha256)
        final = pilot.session
    orders = list(folders.orders.glob("*")) if folders.orders.exists() else []
    again = ShopOptions(SETTINGS, folders, root, start=read_journal(path).header.session, replaying=True)
    with open_shop(again, lambda: headless_output(SETTINGS)) as opened:
        outcome = replay(opened, read_journal(path), tmp_path / "pictures")
        assert outcome.differences == []
        assert (outcome.marks, outcome.ended) == (4, True)
        assert opened.shop.session == final
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 5
    assert (list(folders.orders.glob("*")) if folders.orders.exists() else []) == orders, "a replay orders nothing"


def test_a_changed_recording_is_noticed(root: Path, folders: Folders, tmp_path: Path) -> None:
    path = tmp_path / "visit.jsonl"
    with visiting(ShopOptions(SETTINGS, folders, root, record=path)) as (pilot, opened):
        assert opened.recorder is not None
        pilot.run(3, keys=("w",)).press("l").run(1)
        assert pilot.last is not None
        seen = opened.stage.still_picture(opened.shop, pilot.last, 30.0)
        opened.recorder.mark(pilot.last.frame.index, pilot.session, seen.sha256)
    changed = path.read_text("utf-8").replace('"zh-CN"', '"en"').replace('"keys":["w"]', '"keys":["s"]', 1)
    (tmp_path / "changed.jsonl").write_text(changed, "utf-8")
    journal = read_journal(tmp_path / "changed.jsonl")
    again = ShopOptions(SETTINGS, folders, root, start=journal.header.session, replaying=True)
    with open_shop(again, lambda: headless_output(SETTINGS)) as opened:
        said = " ".join(replay(opened, journal).differences)
    for word in ("hands", "the picture", "final session"):
        assert word in said


def test_a_store_stands_without_its_files(root: Path, folders: Folders, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "broken")
    for number, blob in enumerate(sorted((tmp_path / "broken" / "blobs").glob("*/*"))):
        if number % 3 == 0:
            blob.unlink()
        elif number % 3 == 1:
            blob.write_bytes(b"glTF nonsense")
    with visiting(ShopOptions(SETTINGS, folders, tmp_path / "broken")) as (pilot, opened):
        pilot.run(2)
        assert picture(pilot, opened).std() > 10
        for sku in ("chair-0", "chair-1", "poster"):
            pilot.shop.visit.dispatcher("shop")(a.PickUp(sku))
            pilot.run(2)
            picture(pilot, opened)
        assert pilot.session.held is not None


def test_the_map_leads_to_a_department_and_a_department_can_fill_the_store(root: Path, folders: Folders) -> None:
    with visiting(ShopOptions(SETTINGS, folders, root)) as (pilot, opened):
        before = pilot.run(1).session.standing
        pilot.press("g").run(3).point_at("department_Furniture").click().run(2)
        assert pilot.session.panel is None
        assert pilot.session.standing != before
        front = picture(pilot, opened)
        pilot.shop.visit.dispatcher("panel")(a.ShowDepartment("Kitchen"))
        pilot.run_until(lambda: pilot.shop.keeper.current.wanted.department == "Kitchen")
        pilot.run_until(lambda: pilot.shop.fade == 0.0)
        assert {p.category[0] for p in pilot.shop.keeper.current.products.values()} == {"Kitchen"}
        assert np.abs(picture(pilot, opened).astype(int) - front).max() > 60


def test_the_store_looks_as_it_did(root: Path, folders: Folders) -> None:
    """Update with VITRINE_GOLDEN=update and look at the pictures. Fonts differ between machines, so a little may."""
    small = replace(SETTINGS, width=320, height=180)
    with visiting(ShopOptions(small, folders, root)) as (pilot, opened):
        if "llvmpipe" not in opened.stage.renderer_name():
            pytest.skip("golden pictures are those of the software driver")
        pilot.run(1)
        found = [check("entrance", picture(pilot, opened), Limits(step=10, share=0.02))]
        spot = pilot.shop.keeper.current.spot_of("chair-1")
        assert spot is not None
        pilot.shop.visit.dispatcher("shop")(a.Move(spot.x_m, spot.y_m, spot.heading_rad, -0.2))
        found.append(check("chair", picture(pilot.run(2), opened), Limits(step=10, share=0.02)))
        pilot.shop.visit.dispatcher("shop")(a.PickUp("chair-1"))
        pilot.run(1).press("i", "m").run(2)
        pilot.shop.visit.dispatcher("shop")(a.ClosePanel())
        found.append(check("held", picture(pilot.run(2), opened), Limits(step=10, share=0.02)))
    assert [f"{f.name}: {f.why}" for f in found if not f.equal] == []


def test_the_mouse_alone_brings_the_buttons_and_opens_the_map(root: Path, folders: Folders) -> None:
    with visiting(ShopOptions(SETTINGS, folders, root)) as (pilot, opened):
        pilot.run(40)
        plain = picture(pilot, opened)
        assert opened.shop.cards.places() == (), "the buttons stay away until they are asked for"
        pilot._mouse = (0.0, -0.9)
        with_bar = picture(pilot.run(2), opened)
        assert np.abs(with_bar.astype(int) - plain)[180:].max() > 60
        pilot.point_at("bar_map").click().run(2)
        assert pilot.session.panel == "map"
        pilot.point_at("close").click().run(2)
        assert pilot.session.panel is None
        pilot._mouse = (0.0, -0.9)
        pilot.run(2).point_at("bar_language").click().run(2)
        assert pilot.session.language == "zh-CN"
        pilot.point_away()
        assert opened.shop.cards.places() == ()
