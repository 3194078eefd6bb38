from __future__ import annotations

import gc
import math
import tracemalloc

import numpy as np
import pytest

from scenes.kit.axes import from_gltf, turned_about_z
from scenes.kit.flat_card import FlatCard, flat_shape
from scenes.kit.geometry import joined
from scenes.kit.gltf_nodes import NodeMaker, model_nodes
from scenes.kit.prepare import far_mesh, prepare_model
from scenes.kit.shapes import Finish, box, cylinder
from scenes.model.values import Material, Model, Primitive, Texture, TextureUse
from tests.scenes.kit.conftest import MakeStudio

pytestmark = [pytest.mark.usefixtures("plain_pictures")]
RED, GREEN = (0.7, 0.02, 0.02, 1.0), (0.02, 0.6, 0.02, 1.0)


def quad(material: int, z: float, facing: float = 1.0, variants: tuple[tuple[int, int], ...] = ()) -> Primitive:
    """A square of 1 m in glTF's axes, standing on the ground, facing +Z or -Z."""
    positions = np.array([(-0.5, 0, z), (0.5, 0, z), (0.5, 1, z), (-0.5, 1, z)], dtype=np.float32)
    normals = np.repeat(np.array([[0, 0, facing]], dtype=np.float32), 4, axis=0)
    triangles = np.array([[0, 1, 2], [0, 2, 3]], dtype=np.uint32)
    uv = np.array([(0, 1), (1, 1), (1, 0), (0, 0)], dtype=np.float32)
    return Primitive(positions, normals, triangles if facing > 0 else triangles[:, ::-1].copy(), material, uv,
                     variant_materials=variants)  # fmt: skip


def test_axes() -> None:
    """glTF's front (+Z) becomes -Y, its up (+Y) becomes +Z, its right stays right; nothing is mirrored."""
    turned = from_gltf(np.eye(3, dtype=np.float32))
    assert turned.tolist() == [[1, 0, 0], [0, 0, 1], [0, -1, 0]]
    assert np.linalg.det(turned) == pytest.approx(1.0)
    quarter = turned_about_z(np.array([[0, -1, 0]], dtype=np.float32), math.pi / 2)
    assert quarter[0] == pytest.approx([1, 0, 0], abs=1e-6)  # a front at heading 90 degrees looks along +x


@pytest.mark.gl
def test_a_product_shows_its_front_to_the_entrance(studio: MakeStudio) -> None:
    model = Model((quad(0, 0.1), quad(1, -0.1, -1.0)), (Material(base_color=RED), Material(base_color=GREEN)))
    renderer, _ = studio()
    model_nodes(model, None, renderer.programs).reparent_to(renderer.scene)
    renderer.place_eye(0.0, -2.5, 0.5)
    renderer.draw()
    assert renderer.picture()[64, 64, 0] > 150 > renderer.picture()[64, 64, 1]
    renderer.place_eye(0.0, 2.5, 0.5, math.pi)
    renderer.draw()
    assert renderer.picture()[64, 64, 1] > 150 > renderer.picture()[64, 64, 0]


@pytest.mark.gl
def test_a_texture_stands_upright_and_unmirrored(studio: MakeStudio) -> None:
    """Top left of the picture file is top left of the product seen from its front."""
    pixels = np.zeros((8, 8, 3), dtype=np.uint8)
    pixels[:4, :4] = (255, 0, 0)
    pixels[4:, 4:] = (0, 0, 255)
    material = Material(textures=(("base_color", TextureUse(0)),), roughness=1.0)
    renderer, _ = studio()
    model = Model((quad(0, 0.0),), (material,), (Texture(pixels, "clamp"),))
    model_nodes(model, None, renderer.programs).reparent_to(renderer.scene)
    renderer.place_eye(0.0, -1.2, 0.5)
    renderer.draw()
    picture = renderer.picture().astype(int)
    assert picture[40, 40, 0] > picture[40, 40, 2] + 100
    assert picture[88, 88, 2] > picture[88, 88, 0] + 100
    assert picture[40, 88].max() < 80


@pytest.mark.gl
def test_a_hidden_slot_vanishes_and_comes_back(studio: MakeStudio) -> None:
    renderer, surfaces = studio()
    left = box((-1.0, 0, -0.5), (-0.2, 0.5, 0.5), Finish((0.7, 0.02, 0.02))).with_slot(1)
    right = box((0.2, 0, -0.5), (1.0, 0.5, 0.5), Finish((0.02, 0.6, 0.02))).with_slot(2)
    surfaces.solid(renderer.scene, joined([left, right]), "pair")
    renderer.place_eye(0.0, -2.5, 0.0)
    renderer.draw()
    both = renderer.picture()
    surfaces.slots.show(1, 0.0)
    renderer.draw()
    one = renderer.picture()
    assert both[64, 34, 0] > 150
    assert (one[64, 34] != both[64, 34]).any()
    assert (one[:, 70:] == both[:, 70:]).all()
    surfaces.slots.show(1, 0.5)
    renderer.draw()
    half = (renderer.picture()[54:74, 26:42] == both[54:74, 26:42]).all(axis=-1).mean()
    assert 0.2 < half < 0.8
    surfaces.slots.show(1, 1.0)
    renderer.draw()
    assert (renderer.picture() == both).all()


@pytest.mark.gl
def test_a_panel_shows_its_pixels_exactly(studio: MakeStudio) -> None:
    renderer, _ = studio()
    card = FlatCard(renderer, renderer.scene, (1.0, 1.0), (64, 64))
    pixels = np.zeros((64, 64, 4), dtype=np.uint8)
    pixels[:] = (37, 149, 201, 255)  # blue, green, red
    pixels[:16] = (200, 10, 20, 255)  # the upper quarter
    card.upload_rgba(pixels[..., [2, 1, 0, 3]])
    renderer.place_eye(0.0, -1.4, 0.0)
    renderer.draw()
    assert np.abs(renderer.picture()[70, 64].astype(int) - (201, 149, 37)).max() <= 1
    assert np.abs(renderer.picture()[28, 64].astype(int) - (20, 10, 200)).max() <= 1
    card.close()
    card.close()


@pytest.mark.gl
def test_glass_lets_what_is_behind_shine_through(studio: MakeStudio) -> None:
    renderer, surfaces = studio()
    surfaces.solid(renderer.scene, box((-2, 1, -2), (2, 1.1, 3), Finish((0.7, 0.02, 0.02), 1.0)), "behind")
    renderer.place_eye(0.0, -2.0, 0.5)
    renderer.draw()
    before = renderer.picture()[64, 64].astype(int)
    glass = Model((quad(0, 0.0),), (Material(transmission=1.0, roughness=0.05),))
    model_nodes(glass, None, renderer.programs).reparent_to(renderer.scene)
    renderer.draw()
    through = renderer.picture()[64, 64].astype(int)
    assert (through != before).any()
    assert through[0] > 140
    assert through[0] > through[1] + 60


def test_materials_that_look_alike_share_a_geom() -> None:
    painted = [Material(base_color=(i / 10, 0.2, 0.2, 1.0), roughness=i / 10) for i in range(1, 9)]
    model = Model(tuple(quad(i, 0.0) for i in range(8)), tuple(painted))
    assert len(prepare_model(model).parts) == 1
    coated = Model(tuple(quad(i, 0.0) for i in range(2)), (Material(), Material(clearcoat=1.0)))
    assert len(prepare_model(coated).parts) == 2


def test_a_variant_wears_its_material() -> None:
    model = Model((quad(0, 0.0, variants=((0, 1),)),), (Material(base_color=RED), Material(base_color=GREEN)),
                  variants=("Green",))  # fmt: skip
    worn = prepare_model(model, 0).parts[0].mesh.vertices["color"][0]
    plain = prepare_model(model, None).parts[0].mesh.vertices["color"][0]
    assert worn[1] > worn[0]
    assert plain[0] > plain[1]


def test_far_mesh_bakes_the_texture() -> None:
    pixels = np.full((2, 2, 3), (188, 0, 0), dtype=np.uint8)  # sRGB 188 is about 0.5 linear
    model = Model((quad(0, 0.0),), (Material(textures=(("base_color", TextureUse(0)),)),), (Texture(pixels),))
    color = far_mesh(model, 0.0).vertices["color"][0]
    assert (color[0] / 255) ** 2 == pytest.approx(0.5, abs=0.02)
    assert color[1] == 0


def test_shapes_face_outwards() -> None:
    for mesh in (box((0, 0, 0), (1, 0.3, 0.5), Finish()), cylinder(0.1, 0.0, 1.0, Finish())):
        corners = mesh.vertices["position"][mesh.triangles]
        flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        smooth = mesh.vertices["normal"][mesh.triangles].mean(axis=1)
        assert ((flat * smooth).sum(axis=1) >= -1e-9).all()


@pytest.mark.gl
def test_a_flat_shape_is_drawn_in_its_colour_even_behind_things(studio: MakeStudio) -> None:
    renderer, surfaces = studio()
    surfaces.solid(renderer.scene, box((-1, 0, -1), (1, 1, 1), Finish()), "box")
    points = [(-1.0, 2.0, -1.0), (1.0, 2.0, -1.0), (1.0, 2.0, 2.0), (-1.0, 2.0, 2.0)]
    shape = flat_shape(renderer, renderer.scene, points, [(0, 1, 2), (0, 2, 3)], (0.0, 0.4, 0.6, 1.0), on_top=True)
    renderer.place_eye(0.0, -3.0, 0.5)
    renderer.draw()
    assert renderer.picture()[64, 64].tolist() == pytest.approx([0, 102, 153], abs=1)
    shape.remove_node()
    renderer.draw()
    assert renderer.picture()[64, 64].tolist() != pytest.approx([0, 102, 153], abs=1)


@pytest.mark.gl
def test_drawing_does_not_pile_up_memory(studio: MakeStudio) -> None:
    renderer, surfaces = studio()
    surfaces.solid(renderer.scene, box((-1, 0, -1), (1, 1, 1), Finish()), "box")
    maker = NodeMaker(renderer.programs)
    node = maker.nodes(prepare_model(Model((quad(0, 0.0),))), "quad")
    node.reparent_to(renderer.scene)

    def frames(count: int) -> None:
        for i in range(count):
            NodeMaker.set_look(node, 1.0, (i % 10) / 10)
            renderer.draw()

    frames(20)
    tracemalloc.start()
    frames(5)
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    frames(60)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 20_000
