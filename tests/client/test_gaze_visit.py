"""A whole visit by looking alone, in a headset, with the shop's real panels: find, take, put back, fit, rest, buy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.app import ShopOptions, headless_output, open_shop
from client.domain import actions as a
from client.headset.api import Pose, Vec3
from client.headset.scripted import EYE_HEIGHT_M, Input, ScriptedHeadset
from client.interaction.gaze import QUIET_S
from client.interaction.rig import about_x, about_z, multiply
from client.pilot import Pilot
from client.settings import Settings, find_folders
from client.shop import Shop
from tests.simulators.made_catalog import make_catalog

DWELL_S, RATE_HZ = 0.6, 30.0


class Looker:
    """Somebody who only turns their head."""

    def __init__(self, pilot: Pilot) -> None:
        self.pilot = pilot
        self.shop = pilot.shop

    def hold(self, head: Pose, seconds: float) -> None:
        for _ in range(math.ceil(seconds * RATE_HZ)):
            self.pilot.do(Input(head=head))

    def at(self, point: Vec3, seconds: float) -> None:
        standing = self.shop.session.standing
        dx, dy, dz = point[0] - standing.x_m, point[1] - standing.y_m, point[2] - EYE_HEIGHT_M
        heading = math.atan2(-dx, dy) - standing.heading_rad
        turn = multiply(about_z(heading), about_x(math.atan2(dz, math.hypot(dx, dy))))
        self.hold(Pose((0.0, 0.0, EYE_HEIGHT_M), turn), seconds)

    def up(self, seconds: float = QUIET_S + 0.2) -> None:
        """At the ceiling, where nothing is."""
        self.hold(Pose((0.0, 0.0, EYE_HEIGHT_M), about_x(math.radians(50))), seconds)

    def down(self) -> None:
        self.hold(Pose((0.0, 0.0, EYE_HEIGHT_M), about_x(math.radians(-24))), 0.3)

    def choose(self, name: str) -> None:
        """Rests on an element of the open panel or of the row of buttons."""
        self.up()
        if name.startswith("bar_"):
            self.down()
        self.at(self.shop.cards.element_point(name), DWELL_S + 0.3)
        self.pilot.run(2)


def open_panel(shop: Shop) -> str:
    return shop.session.panel or ""


@pytest.fixture
def looker(tmp_path: Path) -> Iterator[Looker]:
    settings = Settings(width=320, height=320, samples=0, pointing="gaze", dwell=DWELL_S)
    folders = find_folders({"VITRINE_HOME": str(tmp_path / "home")})
    with open_shop(
        ShopOptions(settings, folders, make_catalog(tmp_path / "c")), lambda: headless_output(settings)
    ) as it:
        headset = ScriptedHeadset(320, 320, RATE_HZ, eyes=2)
        looker = Looker(Pilot(it.shop, headset))
        it.shop.visit.dispatcher("shop")(a.OpenPanel("help"))
        looker.pilot.run(3)
        yield looker


@pytest.mark.gl
@pytest.mark.slow
def test_looking_is_enough_for_everything(looker: Looker) -> None:
    shop = looker.shop
    looker.choose("start")
    assert open_panel(shop) == "", "the help was closed by looking"

    looker.choose("bar_search")
    assert open_panel(shop) == "search"
    for letter in "lamp":
        looker.choose(f"key_{letter}")
    looker.pilot.run_until(lambda: bool(shop.session.search.found))
    assert shop.session.search.query == "lamp"
    found = shop.session.search.found[0]
    looker.choose("key_done")
    looker.choose(f"look_{found}")
    assert open_panel(shop) == "product"

    looker.choose("add_to_cart")
    assert [line.item.sku for line in shop.session.gathered.cart.lines] == [found]
    looker.choose("pick_up")
    assert [shop.session.held is None] == [False]
    held = shop.session.held
    looker.choose("turn_it")
    assert shop.session.held is not None
    assert held is not None
    assert shop.session.held.turn != held.turn
    looker.choose("pick_up")
    assert [shop.session.held is None] == [True]
    assert open_panel(shop) == ""

    before = shop.session.standing.heading_rad
    looker.choose("bar_turn_left")
    assert math.remainder(shop.session.standing.heading_rad - before, math.tau) == pytest.approx(math.radians(30))

    looker.choose("bar_rest")
    assert shop.visit.fitting.gaze.resting
    looker.choose("bar_cart")
    assert open_panel(shop) == "", "who rests selects nothing"
    looker.choose("bar_rest")
    assert not shop.visit.fitting.gaze.resting

    looker.choose("bar_settings")
    looker.choose("tab_pointing")
    looker.choose("set_dwell_s_longest")
    assert shop.session.comfort.dwell_s == 2.5


@pytest.mark.gl
@pytest.mark.slow
def test_a_long_list_is_scrolled_by_resting_at_its_edge(looker: Looker) -> None:
    looker.choose("start")
    looker.shop.visit.dispatcher("shop")(a.OpenPanel("help"))
    looker.pilot.run(3)
    surface = looker.shop.cards.panels.open()
    assert surface is not None
    width, _ = surface.size_px
    edge = [y for y in range(500, 800, 5) if surface.button_at(width / 2, y) == "scroll:down"]
    if not edge:
        pytest.skip("the whole help is to be seen at once in this face")
    from client.interaction.pick import panel_point

    looker.up()
    place = looker.shop.cards.places()[0]
    looker.at(panel_point(place, width / 2, edge[len(edge) // 2]), 3 * DWELL_S)
    assert surface.button_at(width / 2, 110) == "scroll:up"
