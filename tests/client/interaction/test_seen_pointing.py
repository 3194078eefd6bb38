"""What two eyes see of pointing: the reticle is on the surface, at its depth, and as large from near and far."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from panda3d.core import ColorWriteAttrib

from client.app import OpenShop, ShopOptions, headless_output, open_shop
from client.domain import actions as a
from client.features.hold.dimensions import length_text
from client.headset.api import Eye, Pose, Vec3
from client.headset.scripted import ScriptedHeadset
from client.interaction.rig import about_x, about_z, eye_in_store, inverse, multiply, rotate, to_store
from client.interaction.values import Ray
from client.pilot import Pilot
from client.pilot.aiming import pitch_for
from client.settings import Settings, find_folders
from tests.simulators.body import Body
from tests.simulators.made_catalog import make_catalog

pytestmark = pytest.mark.gl

SIZE = (400, 400)
U8 = NDArray[np.uint8]


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Body, OpenShop]]:
    """Hands before a chair."""
    root = make_catalog(tmp_path_factory.mktemp("catalog"))
    folders = find_folders({"VITRINE_HOME": str(tmp_path_factory.mktemp("home"))})
    settings = Settings(width=SIZE[0], height=SIZE[1], samples=0)
    with open_shop(ShopOptions(settings, folders, root), lambda: headless_output(settings)) as opened:
        pilot = Pilot(opened.shop, ScriptedHeadset(*SIZE))
        pilot.run(1)
        spot = pilot.shop.keeper.current.spot_of("chair-1")
        assert spot is not None
        pilot.shop.visit.dispatcher("shop")(a.Move(spot.x_m, spot.y_m, spot.heading_rad))
        body = Body(pilot)
        body.head = Pose(body.head.position, about_x(-0.33))
        body.run(40)
        opened.stage.eyes.open([SIZE, SIZE])
        pilot.draw()
        opened.stage.still_picture(pilot.shop, pilot.last or body.run().pilot.draw(), 30.0)
        yield body, opened


def seen(opened: OpenShop, body: Body) -> list[U8]:
    assert body.pilot.last is not None
    for _ in range(2):
        opened.shop.draw(body.pilot.last)
    return opened.stage.eyes.pictures()


def changed(opened: OpenShop, body: Body, hide: str) -> list[NDArray[np.bool_]]:
    """Which pixels of each eye a shape of the pointing layer covers."""
    with_it = seen(opened, body)
    path = opened.stage.renderer.scene.find(f"**/{hide}")
    assert not path.is_empty(), f"{hide} is not shown"
    path.set_attrib(ColorWriteAttrib.make(ColorWriteAttrib.C_off))
    without = seen(opened, body)
    path.clear_attrib(ColorWriteAttrib)
    return [np.abs(one.astype(int) - other).max(axis=2) > 24 for one, other in zip(with_it, without, strict=True)]


def projected(body: Body, eye: Eye, point: Vec3) -> tuple[float, float]:
    """Column and row of a point in an eye's picture, by projection alone."""
    assert body.pilot.last is not None
    pose = eye_in_store(body.session.standing, eye, body.pilot.last.head)
    ox, oy, oz = (p - q for p, q in zip(point, pose.position, strict=True))
    x, y, z = rotate(inverse(pose.turn), (ox, oy, oz))
    left, right, up, down = (math.tan(v) for v in (eye.fov.left, eye.fov.right, eye.fov.up, eye.fov.down))
    return (x / y - left) / (right - left) * SIZE[0], (up - z / y) / (up - down) * SIZE[1]


def chair(body: Body) -> Vec3:
    return body.pilot.position_of("chair-1")


def test_the_reticle_is_where_the_ray_meets_in_both_eyes(visit: tuple[Body, OpenShop]) -> None:
    body, opened = visit
    body.aim("right", chair(body)).run(2)
    pointed = body.intents.pointed
    assert pointed.name == "chair-1"
    assert pointed.at is not None
    assert body.pilot.last is not None
    middles = []
    for covered, eye in zip(changed(opened, body, "on"), body.pilot.last.eyes, strict=True):
        rows, columns = np.nonzero(covered)
        middle = (columns.min() + columns.max() + 1) / 2, (rows.min() + rows.max() + 1) / 2
        assert middle == pytest.approx(projected(body, eye, pointed.at), abs=1.5)
        middles.append(middle[0])
    assert middles[0] > middles[1] + 3.0, "the left eye sees it further to the right: it is near"


def test_it_is_seen_as_large_from_near_and_far(visit: tuple[Body, OpenShop]) -> None:
    body, opened = visit
    heights = []
    standing = body.session.standing
    for back in (0.0, 1.2):
        dx, dy = math.sin(standing.heading_rad) * back, -math.cos(standing.heading_rad) * back
        move = a.Move(standing.x_m + dx, standing.y_m + dy, standing.heading_rad)
        body.pilot.shop.visit.dispatcher("shop")(move)
        body.run(40).aim("right", chair(body)).run(2)
        assert body.intents.pointed.name == "chair-1"
        rows, _ = np.nonzero(changed(opened, body, "on")[0])
        heights.append(int(rows.max() + 1 - rows.min()))
    body.pilot.shop.visit.dispatcher("shop")(a.Move(standing.x_m, standing.y_m, standing.heading_rad))
    body.run(40)
    assert abs(heights[0] - heights[1]) <= 2, heights


@pytest.mark.parametrize(
    ("shape", "does"),
    [
        ("right wand", lambda body: body.put("right", (0.1, 0.45, 1.35)).run(2)),
        ("beam", lambda body: body.aim("right", chair(body)).run(2)),
    ],
)
def test_hands_and_beam_are_seen_by_both_eyes(
    visit: tuple[Body, OpenShop], shape: str, does: Callable[[Body], object]
) -> None:
    body, opened = visit
    does(body)
    both = [int(covered.sum()) for covered in changed(opened, body, shape)]
    body.stick("right", 0.0, 0.0).show("right").run(2)
    assert min(both) > 20, both
    assert max(both) < 2 * min(both), both


def test_measures_tell_the_true_size_however_large_it_is_shown(
    visit: tuple[Body, OpenShop], monkeypatch: pytest.MonkeyPatch
) -> None:
    body, opened = visit
    hold = opened.stage._hold
    written: list[str] = []
    write = hold._write
    monkeypatch.setattr(hold, "_write", lambda text: written.append(text) or write(text))
    say = body.pilot.shop.visit.dispatcher("shop")
    say(a.PickUp("chair-1"))
    body.run(3)
    held = body.session.held
    assert held is not None
    assert held.at is not None
    say(a.Carry(held.at, held.turn, 2.0))
    say(a.ShowDimensions(True))
    body.run(2)
    seen(opened, body)
    thing = opened.shop.keeper.current.held_thing("chair-1")
    assert thing is not None
    assert sorted(written) == sorted(length_text(side) for side in thing.size_m)
    assert hold._lines.get_sx() == pytest.approx(2.0), "the lines grow with it"
    say(a.PutBack())
    body.run(3)


def free_floor(body: Body) -> Vec3:
    """A spot to stand at in the middle of what both eyes see."""
    assert body.pilot.last is not None
    standing = body.session.standing
    for away in (1.0, 1.4, 1.8, 2.4, 3.0):
        for aside in range(-30, 31, 6):
            heading = standing.heading_rad + math.radians(aside)
            x, y = standing.x_m - math.sin(heading) * away, standing.y_m + math.cos(heading) * away
            column, row = projected(body, body.pilot.last.eyes[0], (x, y, 0.0))
            seen = 60 < column < SIZE[0] - 60 and 60 < row < SIZE[1] - 40
            if seen and body.pilot.shop.keeper.current.can_stand(x, y):
                return (x, y, 0.0)
    raise LookupError("no free floor is seen")


def test_where_one_will_land_is_seen_by_both_eyes(visit: tuple[Body, OpenShop]) -> None:
    body, opened = visit
    x, y, _ = free_floor(body)
    body.put("right", (0.1, 0.4, 1.4)).stick("right", 0.0, 1.0)
    grip = body.hands["right"].grip.position
    origin = to_store(body.session.standing, Pose(grip)).position
    heading = math.atan2(-(x - origin[0]), y - origin[1]) - body.session.standing.heading_rad
    away = math.hypot(x - origin[0], y - origin[1])
    pitch = pitch_for(Ray(origin, (0.0, 1.0, 0.0)), away)
    body.put("right", grip, multiply(about_z(heading), about_x(pitch))).run(2)
    arc = body.intents.arc
    assert arc is not None
    assert math.dist(arc.points[-1], (x, y, 0.0)) < 0.1
    both = [int(covered.sum()) for covered in changed(opened, body, "yes")]
    body.stick("right", 0.0, 0.0).show("right").run(2)
    assert min(both) > 20, both
