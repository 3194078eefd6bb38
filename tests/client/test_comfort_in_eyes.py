"""What comfort draws, as both eyes of a headset see it: a dark edge, a dark moment, a ring where one looks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from msgspec import structs
from numpy.typing import NDArray

from client.app import OpenShop, ShopOptions, headless_output, open_shop
from client.domain import actions as a
from client.domain.comfort import Comfort
from client.headset.api import Eye, Fov, Pose, Quat
from client.headset.scripted import Input, ScriptedHeadset, stereo
from client.pilot import Pilot
from client.settings import Settings, find_folders
from tests.simulators.made_catalog import make_catalog

pytestmark = pytest.mark.gl

SIZE = (240, 240)
HALF_RAD = math.radians(48)
U8 = NDArray[np.uint8]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pilot, OpenShop]]:
    root = make_catalog(tmp_path_factory.mktemp("catalog"))
    folders = find_folders({"VITRINE_HOME": str(tmp_path_factory.mktemp("home"))})
    settings = Settings(width=SIZE[0], height=SIZE[1], samples=0)
    with open_shop(ShopOptions(settings, folders, root), lambda: headless_output(settings)) as opened:
        pilot = Pilot(opened.shop, ScriptedHeadset(*SIZE, eyes=2))
        pilot.run(2)
        opened.stage.eyes.open([SIZE, SIZE])
        yield pilot, opened


def seen(opened: tuple[Pilot, OpenShop], turn: Quat = (1.0, 0.0, 0.0, 0.0), vignette: float | None = None) -> list[U8]:
    """Both eyes' pictures of the next moment, with the motion that it has or this dark an edge."""
    pilot, shop = opened
    head = Pose((0.0, 0.0, 1.62), turn)
    sample = pilot.do(Input(head=head))
    fov = Fov(-HALF_RAD, HALF_RAD, HALF_RAD, -HALF_RAD)
    sample = structs.replace(sample, eyes=tuple(Eye(eye.pose, fov) for eye in stereo(head, fov)))
    if vignette is not None:
        shop.shop.motion = replace(shop.shop.motion, vignette=vignette)
    for _ in range(2):
        shop.shop.draw(sample)
    return [np.asarray(picture) for picture in shop.stage.eyes.pictures()]


def fit(opened: tuple[Pilot, OpenShop], **fields: object) -> None:
    pilot, shop = opened
    shop.shop.visit.dispatcher("shop")(a.SetComfort(structs.replace(Comfort(), **fields)))
    pilot.run(1)


def parts(picture: U8) -> tuple[float, float]:
    """How light the middle and the corners are, 0 to 255."""
    n = picture.shape[0] // 6
    middle = picture[2 * n : 4 * n, 2 * n : 4 * n]
    corners = [picture[:n, :n], picture[:n, -n:], picture[-n:, :n], picture[-n:, -n:]]
    return float(middle.mean()), float(np.mean([corner.mean() for corner in corners]))


def test_the_edge_goes_dark_in_both_eyes_and_the_middle_stays(opened: tuple[Pilot, OpenShop]) -> None:
    fit(opened)
    clear = [parts(picture) for picture in seen(opened)]
    for strength, left_over in ((0.6, 0.6), (1.0, 0.15)):
        for (middle, corners), (usual_middle, usual_corners) in zip(
            map(parts, seen(opened, vignette=strength)), clear, strict=True
        ):
            assert middle == pytest.approx(usual_middle, rel=0.03)
            assert corners < left_over * usual_corners


def test_a_jump_is_dark_in_both_eyes_and_then_clear(opened: tuple[Pilot, OpenShop]) -> None:
    fit(opened)
    pilot, shop = opened
    here = pilot.session.standing
    shop.shop.visit.dispatcher("shop")(a.Move(here.x_m + 1.5, here.y_m, here.heading_rad))
    for picture in seen(opened):
        assert picture.mean() < 30
    pilot.run(15)
    for picture in seen(opened):
        assert picture.mean() > 60
    shop.shop.visit.dispatcher("shop")(a.Move(here.x_m, here.y_m, here.heading_rad))
    pilot.run(20)


def test_the_ring_fills_before_both_eyes(opened: tuple[Pilot, OpenShop]) -> None:
    pilot, shop = opened
    fit(opened, pointing="gaze", dwell_s=2.0)
    down = (math.cos(math.radians(-9)), math.sin(math.radians(-9)), 0.0, 0.0)
    for _ in range(60):
        pilot.do(Input(head=Pose((0.0, 0.0, 1.62), (0.9, math.sqrt(1 - 0.81), 0.0, 0.0))))
    yellow = []
    for _ in range(3):
        for _ in range(40):
            pilot.do(Input(head=Pose((0.0, 0.0, 1.62), down)))
        pictures = seen(opened, down)
        yellow.append([count_yellow(picture) for picture in pictures])
    assert shop.shop.visit.fitting.gaze.share > 0.5, "the floor is rested on"
    assert yellow[0][0] < yellow[1][0] < yellow[2][0]
    assert yellow[0][1] < yellow[1][1] < yellow[2][1]
    fit(opened)
    assert max(map(count_yellow, seen(opened, down))) < yellow[0][0], "no ring where nobody points by looking"


def count_yellow(picture: U8) -> int:
    """Pixels of the filling ring in the middle of a view."""
    n = picture.shape[0] // 3
    r, g, b = (picture[n : 2 * n, n : 2 * n, channel].astype(int) for channel in range(3))
    return int(((r > 200) & (g > 140) & (b < 120)).sum())
