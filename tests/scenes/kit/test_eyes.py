"""Both eyes in one pass show what each eye alone would see: compared with a plain camera put where the eye is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from panda3d.core import GeomNode, LMatrix4d, LQuaternionf, NodePath, PerspectiveLens, ShaderAttrib

from scenes.kit.both_eyes import BothEyes, EyeLook
from scenes.kit.engine import EngineError, apply_settings, open_offscreen
from scenes.kit.environment import make_environment
from scenes.kit.eyes import EyeViews
from scenes.kit.flat_card import FlatCard, flat_shape
from scenes.kit.front_layer import FrontLayer
from scenes.kit.geometry import Mesh, joined
from scenes.kit.gltf_nodes import NodeMaker, model_nodes
from scenes.kit.labels import CardPose, quads
from scenes.kit.renderer import Renderer, light_map_texture
from scenes.kit.shaders import PROGRAMS
from scenes.kit.shapes import Finish, box
from scenes.kit.surfaces import Surfaces, picture_texture
from scenes.model.values import Material, Model
from tests.golden.compare import Limits, compare
from tests.scenes.kit.test_nodes import quad

WIDE_PX, HIGH_PX = 240, 256
APART_M = 0.064
U8 = NDArray[np.uint8]

STRAIGHT = (1.0, 0.0, 0.0, 0.0)
LEFT_EDGES, RIGHT_EDGES = (-1.25, 0.82, 0.9, -1.15), (-0.82, 1.25, 0.9, -1.15)
"""Tangents of a usual headset: each eye sees farther to its own side, and farther down than up."""


def about(axis: tuple[float, float, float], rad: float) -> tuple[float, float, float, float]:
    x, y, z = (math.sin(rad / 2) * a for a in axis)
    return (math.cos(rad / 2), x, y, z)


def rotation(turn: tuple[float, float, float, float]) -> NDArray[np.float64]:
    """(3, 3), for columns, of a unit quaternion w, x, y, z."""
    w, x, y, z = turn
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def columns(matrix: LMatrix4d) -> NDArray[np.float64]:
    """(4, 4), for columns, of an engine's matrix."""
    return np.array([list(row) for row in matrix.rows]).T


def looks(canted_rad: float = 0.0, heading_rad: float = 0.0) -> list[EyeLook]:
    """Two eyes at (0, 0, 1.6), each turned outwards by `canted_rad`."""
    across = rotation(about((0, 0, 1), heading_rad)) @ (APART_M / 2, 0.0, 0.0)
    return [
        EyeLook(
            (float(side * across[0]), float(side * across[1]), 1.6),
            about((0, 0, 1), heading_rad - side * canted_rad),
            edges,
        )
        for side, edges in ((-1, LEFT_EDGES), (1, RIGHT_EDGES))
    ]


@pytest.fixture(scope="module")
def scene() -> Iterator[tuple[Renderer, FrontLayer]]:
    """A bit of shop with one of everything that is drawn: each program, both layers, fades, see-through things."""
    apply_settings(headless=True)
    try:
        output = open_offscreen(WIDE_PX, HIGH_PX, 4)
    except EngineError as error:
        pytest.skip(str(error))
    renderer = Renderer(output, make_environment())
    layer = FrontLayer(renderer)
    furnish(renderer, layer)
    yield renderer, layer
    layer.close()
    renderer.close()


def furnish(renderer: Renderer, layer: FrontLayer) -> None:
    surfaces, scene = Surfaces(renderer), renderer.scene
    lamps = np.stack([np.full((32, 32), 255)] * 3 + [np.tile(np.arange(32) * 8, (32, 1))], axis=-1).astype(np.uint8)
    lamps[..., 1:3] = 0
    lamps[:16, :16, 1] = 255
    scene.set_shader_inputs(light_map=light_map_texture(lamps), floor_rect=(-4.0, -4.0, 1 / 8, 1 / 8))
    surfaces.floor(scene, floor())
    shiny, rough = Finish((0.7, 0.2, 0.15), 0.15), Finish((0.2, 0.4, 0.6), 0.8)
    things = [box((x - 0.2, 1.4 + 0.4 * i, 0.0), (x + 0.2, 1.8 + 0.4 * i, 1.1 + 0.2 * i), (shiny, rough)[i % 2])
              for i, x in enumerate((-1.8, -0.9, 0.0, 0.9, 1.8))]  # fmt: skip
    surfaces.solid(scene, joined(things), "things")
    surfaces.glass(scene, quads([CardPose(0.6, 1.2, 0.8, 0.3, 0.0, 0.7, 0.9)], [(0, 0, 1, 1)]))
    dark = np.full((8, 8), 180, dtype=np.uint8)
    surfaces.shadows(scene, quads([CardPose(-0.5, 0.6, 0.01, 0.0, math.pi / 2, 0.8, 0.8)], [(0, 0, 1, 1)]), dark, "s")
    print_ = np.indices((64, 64)).sum(axis=0).astype(np.uint8)[..., None].repeat(3, axis=2)
    card = quads([CardPose(-0.5, 1.1, 1.3, -0.2, 0.0, 0.5, 0.4)], [(0, 0, 1, 1)])
    surfaces.card(scene, card, picture_texture(print_, "print"), "card")
    metal = Model((quad(0, 0.0),), (Material(base_color=(0.9, 0.8, 0.5, 1.0), metallic=1.0, roughness=0.2),))
    product = model_nodes(metal, None, renderer.programs)
    product.reparent_to(scene)
    product.set_pos_hpr(1.2, 1.2, 0.9, 20.0, 0.0, 0.0)
    product.set_scale(0.5)
    fading = product.copy_to(scene)
    fading.set_pos(-1.3, 1.2, 0.9)
    NodeMaker.set_look(fading, 0.5, 0.3)
    clear = Model((quad(0, 0.0),), (Material(base_color=(0.3, 0.8, 0.5, 0.5), alpha_mode="BLEND"),))
    held = model_nodes(clear, None, renderer.programs)
    held.reparent_to(layer.root)
    held.set_pos(0.12, 0.5, 1.2)
    held.set_scale(0.2)
    solid = model_nodes(metal, None, renderer.programs)
    solid.reparent_to(layer.root)
    solid.set_pos_hpr(0.0, 0.45, 1.42, 30.0, 10.0, 0.0)
    solid.set_scale(0.15)
    panel = FlatCard(renderer, layer.root, (0.35, 0.3), (64, 64))
    panel.upload_rgba(np.dstack([print_, np.full((64, 64), 230, np.uint8)]))
    panel.path.set_pos(-0.25, 0.7, 1.62)
    beam: list[tuple[float, float, float]] = [(0.3, 0.2, 1.3), (0.31, 0.2, 1.3), (0.6, 2.0, 1.2), (0.61, 2.0, 1.2)]
    flat_shape(renderer, layer.root, beam, [(0, 1, 2), (1, 3, 2)], (0.9, 0.9, 1.0, 0.6), on_top=True)


def floor() -> Mesh:
    return box((-4.0, -4.0, -0.1), (4.0, 4.0, 0.0), Finish((1.0, 1.0, 1.0), 0.4, tile_m=1.0))


def both(renderer: Renderer, layer: FrontLayer, eyes: list[EyeLook], size: tuple[int, int]) -> list[U8]:
    """The eyes' parts of their picture, row 0 on top."""
    views = EyeViews(renderer, layer)
    views.open([size, size])
    try:
        views.show(True)
        views.place(eyes)
        renderer.draw()
        return views.pictures()
    finally:
        views.close()


def alone(renderer: Renderer, eye: EyeLook) -> U8:
    """What a plain camera sees there."""
    left, right, up, down = eye.tangents
    lens: PerspectiveLens = renderer.lens
    lens.set_film_size(right - left, up - down)
    lens.set_film_offset((right + left) / 2, (up + down) / 2)
    lens.set_focal_length(1.0)
    renderer.camera.set_pos_quat(eye.position, LQuaternionf(*eye.turn))
    renderer.draw()
    return renderer.picture()


@pytest.mark.gl
@pytest.mark.parametrize(("canted_rad", "heading_rad"), [(0.0, 0.0), (0.0, -0.6), (0.12, 0.3)])
def test_each_eye_sees_what_it_would_see_alone(
    scene: tuple[Renderer, FrontLayer], canted_rad: float, heading_rad: float
) -> None:
    renderer, layer = scene
    eyes = looks(canted_rad, heading_rad)
    seen = both(renderer, layer, eyes, (WIDE_PX, HIGH_PX))
    for number, eye in enumerate(eyes):
        expected = alone(renderer, eye)
        assert expected.std() > 20.0, "there is something to see"
        found = compare(f"eye-{number}", seen[number], expected, Limits(step=3, share=0.002))
        assert found.equal, found
    assert not compare("left-right", seen[0], seen[1], Limits(step=3, share=0.2)).equal, "the eyes differ"


@pytest.mark.gl
def test_nothing_is_drawn_without_a_program_for_both_eyes(scene: tuple[Renderer, FrontLayer]) -> None:
    """What wears a program without its tag would be drawn twice in the middle, over both eyes."""
    renderer, _ = scene
    worn = 0
    for path in renderer.scene.find_all_matches("**/+GeomNode"):
        holder = next(p for p in path.ancestors if p.node().get_attrib(ShaderAttrib.get_class_slot()) is not None)
        assert isinstance(path.node(), GeomNode)
        assert holder.has_tag(renderer.programs.TAG), path
        worn += 1
    assert worn > 10
    # What is drawn here is everything there is; what is not named would be compiled in the middle of a visit.
    assert renderer.programs.made() - {("flat", "line", "SOMETHING_NEW")} <= {
        *PROGRAMS, ("flat", "mirror"), ("flat", "depths")
    }  # fmt: skip


@pytest.mark.gl
def test_a_program_made_after_the_eyes_were_opened_serves_both(scene: tuple[Renderer, FrontLayer]) -> None:
    renderer, layer = scene
    views = EyeViews(renderer, layer)
    views.open([(64, 64), (64, 64)])
    card = NodePath(GeomNode("card"))
    try:
        renderer.programs.dress(card, "flat", "line", "SOMETHING_NEW")
        state = views.camera.node().get_tag_state(card.get_tag(renderer.programs.TAG))
        shader = state.get_attrib(ShaderAttrib.get_class_slot()).get_shader()
        assert "TWO_EYES" in shader.get_text(shader.ST_vertex)
    finally:
        views.close()


@pytest.mark.gl
def test_eyes_of_different_size_keep_to_their_parts(scene: tuple[Renderer, FrontLayer]) -> None:
    renderer, layer = scene
    eyes = looks()
    views = EyeViews(renderer, layer)
    views.open([(WIDE_PX, HIGH_PX), (120, 128)])
    try:
        views.show(True)
        views.place(eyes)
        renderer.draw()
        left, right = views.pictures()
    finally:
        views.close()
    assert right.shape == (128, 120, 3)
    assert compare("left", left, alone(renderer, eyes[0]), Limits(step=3, share=0.002)).equal
    whole = alone(renderer, eyes[1]).astype(np.float64)
    halved = whole.reshape(128, 2, 120, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - right).mean() < 6.0


@pytest.mark.gl
def test_a_picture_too_large_for_the_driver_is_refused_in_words(scene: tuple[Renderer, FrontLayer]) -> None:
    renderer, layer = scene
    views = EyeViews(renderer, layer)
    with pytest.raises(EngineError, match="both eyes"):
        views.open([(40_000, 100), (40_000, 100)])
    assert not views.is_open


@pytest.mark.parametrize("canted_rad", [0.0, 0.2, -0.1])
def test_the_camera_between_sees_what_either_eye_sees(canted_rad: float) -> None:
    """Corners of each eye's view, near and far, lie within the camera's view, and land on the eye's own corners."""
    eyes = looks(canted_rad, 0.7)
    found = BothEyes(0.05, 150.0)
    found.place(eyes)
    left, right, up, down = found.setting.tangents
    axes = rotation(found.turn)
    for number, eye in enumerate(eyes):
        for x, z in ((a, b) for a in eye.tangents[:2] for b in eye.tangents[2:]):
            for ahead in (0.05, 150.0):
                in_world = np.array(eye.position) + rotation(eye.turn) @ (np.array([x, 1.0, z]) * ahead)
                seen = axes.T @ (in_world - np.array(found.position))
                slack = 1e-6 * ahead
                assert left * seen[1] - slack <= seen[0] <= right * seen[1] + slack
                assert down * seen[1] - slack <= seen[2] <= up * seen[1] + slack
                clip = columns(found.setting.clip[number]) @ (*seen, 1.0)
                assert np.abs(clip[:2] / clip[3]) == pytest.approx([1.0, 1.0], abs=1e-6)
                assert clip[2] / clip[3] == pytest.approx(-1.0 if ahead < 1.0 else 1.0, abs=1e-6)


def test_an_eye_projects_as_the_engines_own_lens_does() -> None:
    eye = looks()[0]
    lens = PerspectiveLens()
    lens.set_near_far(0.05, 150.0)
    left, right, up, down = eye.tangents
    lens.set_film_size(right - left, up - down)
    lens.set_film_offset((right + left) / 2, (up + down) / 2)
    lens.set_focal_length(1.0)
    theirs = columns(lens.get_projection_mat())
    found = BothEyes(0.05, 150.0)
    found.place([eye, eye])
    back = np.array(found.setting.at[0])
    ours = columns(found.setting.clip[0])
    ours[:, 3] += ours[:, :3] @ back
    assert ours == pytest.approx(theirs, abs=1e-5)


def test_eyes_that_keep_to_each_other_are_set_once() -> None:
    """The head walks and turns: the setting stays. The distance between the eyes is changed: it follows."""
    found = BothEyes(0.05, 150.0)
    found.place(looks(0.1))
    first = found.setting
    found.place([replace(eye, position=(eye.position[0] + 31.7, eye.position[1] - 12.3, 1.5)) for eye in looks(0.1)])
    assert found.setting is first
    assert found.position[0] == pytest.approx(31.7, abs=0.01)
    found.place(looks(0.1, 2.5))
    assert found.setting is first
    found.place([replace(eye, position=(eye.position[0] * 1.05, 0.0, 1.6)) for eye in looks(0.1)])
    assert found.setting is not first
    second = found.setting
    found.place([replace(eye, tangents=(-1.0, 1.0, 1.0, -1.0)) for eye in looks(0.1)])
    assert found.setting is not second
    found.place(looks(0.2))
    assert found.setting.at != first.at


@pytest.mark.gl
@pytest.mark.parametrize("bits", [24, 32])
def test_depths_of_store_and_hand_are_one_range(scene: tuple[Renderer, FrontLayer], bits: int) -> None:
    """The panel of the front layer 0.7 m ahead, things of the store behind it, nothing where nothing stands."""
    renderer, layer = scene
    views = EyeViews(renderer, layer)
    views.open([(WIDE_PX, HIGH_PX)] * 2, depth_bits=bits)
    try:
        views.show(True)
        views.place(looks())
        renderer.draw()
        assert views.depth_texture() not in (None, views.texture())
        stored = depth_picture(renderer, views)
    finally:
        views.close()
    near, far = views.reach_m
    metres = near * far / (far - stored.astype(np.float64) * (far - near))
    for number, eye in enumerate(looks()):
        half = metres[:, number * WIDE_PX : (number + 1) * WIDE_PX]

        def at(x: float, y: float, z: float, eye: EyeLook = eye, half: NDArray[np.float64] = half) -> float:
            left, right, up, down = eye.tangents
            across, above = (x - eye.position[0]) / y, (z - eye.position[2]) / y
            column = int((across - left) / (right - left) * WIDE_PX)
            return float(half[int((above - down) / (up - down) * HIGH_PX), column])

        assert at(-0.25, 0.7, 1.7) == pytest.approx(0.7, rel=0.01), "the panel, through which a card is seen"
        assert at(-0.9, 1.8, 0.5) == pytest.approx(1.8, rel=0.01), "a thing in the store"
        assert at(0.0, 1.0, 2.4) > 100.0, "nothing"


def depth_picture(renderer: Renderer, views: EyeViews) -> NDArray[np.float64]:
    """Stored depths, 0 to 1, row 0 at the bottom."""
    from scenes.kit import eyes as kit

    opened = views._opened
    assert isinstance(opened, kit._Opened)
    assert opened.depths is not None
    texture = opened.depths.texture
    renderer.output.engine.extract_texture_data(texture, renderer.output.output.get_gsg())
    kind = {2: np.uint16, 4: np.float32}[texture.get_component_width()]
    raw = np.frombuffer(memoryview(texture.get_ram_image()), dtype=kind).astype(np.float64)
    return raw.reshape(HIGH_PX, 2 * WIDE_PX) / (65535.0 if kind is np.uint16 else 1.0)


def test_a_view_of_nothing_does_no_harm() -> None:
    """What some runtimes tell of before they know better."""
    found = BothEyes(0.05, 150.0)
    found.place([EyeLook((0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0))] * 2)
    assert np.isfinite(columns(found.setting.clip[0])).all()
    assert found.position == pytest.approx((0.0, 0.0, 0.0))
