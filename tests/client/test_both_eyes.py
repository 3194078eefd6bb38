"""A moment in the store seen with two eyes at once: each eye's half is what a plain camera would see from there."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from msgspec import structs
from numpy.typing import NDArray
from panda3d.core import LQuaternionf

from client.app import OpenShop, ShopOptions, headless_output, open_shop
from client.domain import actions as a
from client.headset.api import Eye, Fov, Sample
from client.headset.scripted import ScriptedHeadset, stereo
from client.interaction.rig import eye_in_store
from client.pilot import Pilot
from client.settings import Settings, find_folders
from tests.golden.compare import Limits, compare
from tests.simulators.made_catalog import make_catalog

pytestmark = pytest.mark.gl

SIZE = (320, 340)
U8 = NDArray[np.uint8]
OUTER, INNER, UP, DOWN = (math.radians(angle) for angle in (48.0, 38.0, 40.0, -46.0))


def two_eyed(sample: Sample) -> Sample:
    """The same moment in a headset: eyes apart, each seeing farther to its own side."""
    left, right = stereo(sample.head, Fov(0.0, 0.0, 0.0, 0.0))
    return structs.replace(
        sample, eyes=(Eye(left.pose, Fov(-OUTER, INNER, UP, DOWN)), Eye(right.pose, Fov(-INNER, OUTER, UP, DOWN)))
    )


def alone(opened: OpenShop, sample: Sample, eye: Eye) -> U8:
    """What a plain camera sees from an eye's place; the scene stays as it was drawn last."""
    renderer, fov = opened.stage.renderer, eye.fov
    opened.stage.eyes.show(False)
    pose = eye_in_store(opened.shop.session.standing, eye, sample.head)
    left, right, up, down = (math.tan(angle) for angle in (fov.left, fov.right, fov.up, fov.down))
    renderer.lens.set_film_size(right - left, up - down)
    renderer.lens.set_film_offset((right + left) / 2, (up + down) / 2)
    renderer.lens.set_focal_length(1.0)
    renderer.camera.set_pos_quat(pose.position, LQuaternionf(*pose.turn))
    renderer.draw()
    renderer.lens.set_film_offset(0.0, 0.0)
    return renderer.picture()


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pilot, OpenShop]]:
    """In front of a chair."""
    root = make_catalog(tmp_path_factory.mktemp("catalog"))
    folders = find_folders({"VITRINE_HOME": str(tmp_path_factory.mktemp("home"))})
    settings = Settings(width=SIZE[0], height=SIZE[1], samples=4)
    with open_shop(ShopOptions(settings, folders, root), lambda: headless_output(settings)) as opened:
        pilot = Pilot(opened.shop, ScriptedHeadset(*SIZE))
        pilot.run(1)
        spot = pilot.shop.keeper.current.spot_of("chair-1")
        assert spot is not None
        pilot.shop.visit.dispatcher("shop")(a.Move(spot.x_m, spot.y_m, spot.heading_rad))
        pilot.run(1).look_at(pilot.position_of("chair-1"))
        pilot.run(2)
        opened.stage.eyes.open([SIZE, SIZE])
        yield pilot, opened


def shelf(pilot: Pilot) -> None:
    """Nothing but the store."""


def panel_and_hand(pilot: Pilot) -> None:
    """A chair in the hand with its measures, and its panel beside it."""
    pilot.point_at("chair-1").click().run(2)
    assert pilot.session.held is not None
    assert pilot.session.panel == "product"
    if not pilot.session.dimensions_shown:
        pilot.press("m").run(1)


@pytest.mark.parametrize("do", [shelf, panel_and_hand])
def test_both_halves_are_what_each_eye_sees(visit: tuple[Pilot, OpenShop], do: object) -> None:
    pilot, opened = visit
    assert callable(do)
    do(pilot)
    assert pilot.last is not None
    sample = two_eyed(pilot.last)
    opened.stage.still_picture(opened.shop, sample, 30.0)
    both = opened.stage.eyes.pictures()
    counted = opened.stage.count()
    for number, eye in enumerate(sample.eyes):
        expected = alone(opened, sample, eye)
        found = compare(f"eye {number}", both[number], expected, Limits(step=4, share=0.003))
        assert found.equal, found
        # Bounds are generous at the corners of a view, so one may be off.
        assert 0 < opened.stage.count().geoms <= counted.geoms + 2, "one cull holds what each eye sees"
    assert not compare("both", both[0], both[1], Limits(step=4, share=0.2)).equal, "the eyes stand apart"
