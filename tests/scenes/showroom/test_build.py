from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scenes.kit.engine import EngineError, apply_settings, open_offscreen
from scenes.kit.environment import Environment, make_environment
from scenes.kit.renderer import Renderer
from scenes.model.gltf_write import write_glb
from scenes.model.values import Material, Model, Primitive
from scenes.showroom.build import Showroom
from scenes.showroom.build_cards import card_pose
from scenes.showroom.build_fixtures import fixture_mesh
from scenes.showroom.content import ItemContent
from scenes.showroom.plan import plan_store
from scenes.showroom.values import Fixture, FixtureKind, ItemToShow, Placement, Rect, StorePlan

SIZE = (0.5, 0.6, 0.4)
RED, GREEN = Material(base_color=(0.7, 0.01, 0.01, 1)), Material(base_color=(0.01, 0.6, 0.01, 1))
PLAN = StorePlan(
    Rect(-4, 0, 4, 8), 3.2, 0.0, 0.0,
    (Fixture(0, "plinth", 0.0, 4.0, 0.0, 0.8, 0.8, 0.8, (0.8,), "Toys", Rect(-0.4, 3.6, 0.4, 4.4)),),
    (Placement("cube", 0.0, 4.0, 0.8, 0.0, 0),), (), (), (),
)  # fmt: skip
EYE = (0.0, 2.2, 1.2)


def cube_model() -> Model:
    """A box of SIZE in glTF's axes, red, with a green variant."""
    half = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (0.0, 1.0) for z in (-0.5, 0.5)], dtype=np.float32)
    positions = half * np.array([SIZE[0], SIZE[1], SIZE[2]], dtype=np.float32)
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    corners = np.array([positions[i] for face in faces for i in face], dtype=np.float32)
    axes = [(-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, -1), (0, 0, 1)]
    normals = np.repeat(np.array(axes, dtype=np.float32), 4, axis=0)
    triangles = np.array([[i, i + a, i + b] for i in range(0, 24, 4) for a, b in ((1, 2), (2, 3))], dtype=np.uint32)
    return Model(
        (Primitive(corners, normals, triangles, 0, variant_materials=((0, 1),)),), (RED, GREEN), (), ("Green",)
    )


@pytest.fixture(scope="module")
def light() -> Environment:
    return make_environment()


@pytest.fixture
def renderer(light: Environment, monkeypatch: pytest.MonkeyPatch) -> Iterator[Renderer]:
    import scenes.kit.surfaces as surfaces

    def layers() -> NDArray[np.uint8]:
        return np.full((8, 4, 4, 4), 128, dtype=np.uint8)

    monkeypatch.setattr(surfaces, "material_layers", layers)
    monkeypatch.setattr(surfaces, "plank_floor", lambda _size: layers()[0])
    monkeypatch.setattr(surfaces, "PLANKS_PX", 4)
    monkeypatch.setattr(surfaces, "LAYER_PX", 4)
    apply_settings(headless=True)
    try:
        output = open_offscreen(160, 120, 4)
    except EngineError as error:
        pytest.skip(str(error))
    made = Renderer(output, light)
    yield made
    made.close()


@pytest.fixture
def content(tmp_path: Path) -> dict[str, ItemContent]:
    path = tmp_path / "cube.glb"
    path.write_bytes(write_glb(cube_model()))
    return {"cube": ItemContent("cube", SIZE, path, path, path, None, "Cube 方块", "$5.00")}


def look(renderer: Renderer, showroom: Showroom) -> NDArray[np.int64]:
    """The middle of the picture, where the cube stands."""
    renderer.place_eye(*EYE)
    assert showroom.wait_loaded(EYE, 30.0)
    renderer.draw()
    return renderer.picture()[50:70, 70:90].reshape(-1, 3).mean(axis=0).astype(int)


@pytest.mark.gl
def test_a_visit_to_a_small_store(renderer: Renderer, content: dict[str, ItemContent]) -> None:
    showroom = Showroom(renderer, PLAN, content, {})
    red = look(renderer, showroom)
    assert red[0] > red[1] + 80
    assert showroom.progress() == 1.0
    assert showroom.failed == {}

    showroom.highlight("cube")
    lit = look(renderer, showroom)
    assert lit.sum() > red.sum() + 10
    showroom.highlight(None)
    assert np.abs(look(renderer, showroom) - red).max() <= 2

    showroom.lift("cube")
    gone = look(renderer, showroom)
    assert gone[0] < gone[1] + 60
    showroom.put_back("cube")
    assert np.abs(look(renderer, showroom) - red).max() <= 2

    showroom.show_variant("cube", "Green")
    green = look(renderer, showroom)
    assert green[1] > green[0] + 60

    geoms = showroom.geoms_in_view()
    assert 5 < geoms < 40
    showroom.set_texts({"cube": replace(content["cube"], title="方块")}, {})
    look(renderer, showroom)
    assert showroom.geoms_in_view() == geoms
    showroom.close()
    showroom.close()


@pytest.mark.gl
def test_walking_about_does_not_pile_up_nodes(renderer: Renderer, content: dict[str, ItemContent]) -> None:
    showroom = Showroom(renderer, PLAN, content, {})
    counts = []
    for _ in range(4):
        showroom.wait_loaded(EYE, 30.0)
        counts.append(len(showroom.root.find_all_matches("**")))
        for step in range(30):
            showroom.update((0.0, 0.5 + step * 0.01, 1.6), 0.011)
    assert len(set(counts)) == 1
    showroom.close()


@pytest.mark.gl
def test_a_damaged_file_leaves_the_rest_of_the_store(
    renderer: Renderer, content: dict[str, ItemContent], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.glb"
    broken.write_bytes(b"glTF but not really")
    plan = replace(PLAN, placements=(*PLAN.placements, Placement("bad", 0.3, 4.3, 0.8, 0.0, 0)))
    items = {**content, "bad": ItemContent("bad", SIZE, broken, broken, broken, None, "Bad", "$1")}
    showroom = Showroom(renderer, plan, items, {})
    red = look(renderer, showroom)
    assert red[0] > red[1] + 80
    assert set(showroom.failed) == {"bad"}
    showroom.close()


KINDS: tuple[FixtureKind, ...] = (
    "plinth", "table", "shelf", "rack", "wall_shelf", "room_set", "photo_stand", "wall_panel", "screen",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("heading", [0.0, math.pi / 2, math.pi])
def test_fixtures_stay_on_their_footprint(kind: FixtureKind, heading: float) -> None:
    """What is drawn is what the plan keeps clear; surfaces are where the plan puts products."""
    levels = (0.4, 0.9, 1.4) if "shelf" in kind else (0.7,)
    fixture = Fixture(
        1, kind, 2.0, 3.0, heading, 1.2, 0.9, 1.7 if "shelf" in kind else 0.7, levels, "x", Rect(0, 0, 1, 1)
    )
    position = fixture_mesh(fixture).vertices["position"]
    wide, deep = (1.2, 0.9) if abs(math.sin(heading)) < 0.5 else (0.9, 1.2)
    assert np.abs(position[:, 0] - 2.0).max() <= wide / 2 + 0.002
    assert np.abs(position[:, 1] - 3.0).max() <= deep / 2 + 0.002
    assert position[:, 2].min() >= -1e-6
    if kind not in ("rack", "wall_panel", "screen"):
        tops = position[:, 2]
        assert all(np.abs(tops - level).min() < 0.003 for level in levels)


def test_every_product_of_a_planned_store_gets_a_card_within_reach() -> None:
    items = [
        ItemToShow(f"i{i}", 0.2 + 0.1 * (i % 5), 0.2 + 0.15 * (i % 6), 0.2, ("Home", "Wear")[i % 2], ("x",), i % 7 > 0,
                   wearable=i % 2 == 1)
        for i in range(60)
    ]  # fmt: skip
    plan = plan_store(items)
    fixtures = {f.fixture_id: f for f in plan.fixtures}
    sizes = {i.item_id: (i.width_m, i.height_m, i.depth_m) for i in items}
    assert len(plan.placements) == 60
    for place in plan.placements:
        fixture = fixtures[place.fixture_id]
        pose = card_pose(place, fixture, sizes[place.item_id])
        around = 0.12 + max(sizes[place.item_id])
        assert math.hypot(pose.x_m - place.x_m, pose.y_m - place.y_m) < around, fixture.kind
        assert 0.0 <= pose.z_m < 2.4
