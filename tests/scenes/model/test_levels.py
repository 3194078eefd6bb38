"""Levels of detail: within their budgets, and still looking like the product."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenes.model.bake import Baker
from scenes.model.collapse import Goal, collapse
from scenes.model.errors import ModelError
from scenes.model.gltf_read import read_gltf
from scenes.model.gltf_write import write_glb
from scenes.model.levels import LevelBudget, Levels, make_levels
from scenes.model.measure import measure
from scenes.model.reduce import reduce_triangles
from scenes.model.values import Material, Model, Primitive, Texture, TextureUse


def check_budgets(levels: Levels, name: str = "") -> None:
    hero, shelf, far = levels.glbs()
    assert levels.hero.triangle_count <= 150_000, name
    assert len(hero) <= 3_000_000, name
    assert levels.shelf.triangle_count <= 40_000, name
    assert len(shelf) <= 1_000_000, name
    assert 0 < levels.far.triangle_count <= 2_000, name
    assert len(levels.far.materials) == len(levels.far.primitives) == 1, name
    assert levels.far.materials[0].alpha_mode == "OPAQUE"
    assert levels.far.textures == ()
    assert levels.far.primitives[0].colors is not None
    assert max((max(t.pixels.shape[:2]) for t in levels.hero.textures), default=0) <= 2048
    assert max((max(t.pixels.shape[:2]) for t in levels.shelf.textures), default=0) <= 1024
    for data in (hero, shelf, far):
        read_gltf(data)


def test_real_models(shared_data: Path) -> None:
    files = sorted((shared_data / "gltf").glob("*.glb")) + sorted((shared_data / "furniture").glob("*.glb"))[::4]
    for path in files:
        model = read_gltf(path.read_bytes())
        levels = make_levels(model)
        check_budgets(levels, path.name)
        assert levels.hero.variants == levels.shelf.variants == model.variants
        for level, slack in ((levels.shelf, 0.03), (levels.far, 0.08)):
            off = np.abs(np.array(level.size_m()) - model.size_m())
            assert off.max() <= slack * max(model.size_m()), path.name


def test_a_sphere_stays_a_sphere(sphere) -> None:
    levels = make_levels(sphere(150, 200))
    check_budgets(levels)
    assert levels.shelf.triangle_count < 12_000
    assert levels.far.triangle_count <= 1_000
    for level in (levels.shelf, levels.far):
        measured = measure(level)
        assert measured.watertight
        assert measured.volume_m3 == pytest.approx(np.pi / 6, rel=0.03)
        (primitive,) = level.primitives
        directions = primitive.positions / np.linalg.norm(primitive.positions, axis=1, keepdims=True)
        assert np.einsum("ij,ij->i", directions, primitive.normals).min() > 0.98


def flat_grid(steps: int) -> tuple[np.ndarray, np.ndarray]:
    u, v = np.meshgrid(np.linspace(0, 1, steps), np.linspace(0, 1, steps))
    points = np.stack([u.ravel(), v.ravel(), 0 * u.ravel()], axis=1)
    i = np.arange(steps * steps).reshape(steps, steps)
    a, b, c, d = i[:-1, :-1].ravel(), i[:-1, 1:].ravel(), i[1:, :-1].ravel(), i[1:, 1:].ravel()
    return points, np.concatenate([np.stack([a, b, d], 1), np.stack([a, d, c], 1)])


def test_flat_things_become_few_triangles_and_keep_their_outline() -> None:
    points, triangles = flat_grid(40)
    result, moved = collapse(points, np.arange(len(points)), triangles, [Goal(2, 1e-4)])
    assert len(result) < 40
    corners = points[result]
    doubled = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert doubled[:, 2].min() > 0
    assert doubled[:, 2].sum() / 2 == pytest.approx(1.0)
    assert set(np.unique(result)) <= set(np.unique(moved))


def test_seams_stay_closed_and_textures_in_place() -> None:
    points, triangles = flat_grid(31)
    left = points[triangles].mean(axis=1)[:, 0] < 0.5
    normals = np.tile(np.array([0, 0, 1], np.float32), (len(points), 1))
    uv = points[:, :2].astype(np.float32)
    halves = [
        Primitive(points.astype(np.float32), normals, triangles[side].astype(np.uint32), 0, uv0=uv + np.float32(shift))
        for side, shift in ((left, 0), (~left, 5))
    ]
    result = reduce_triangles(halves, 60)
    assert sum(len(p.triangles) for p in result) <= 60
    assert measure(Model(tuple(result))).area_m2 == pytest.approx(1.0)
    for primitive, shift in zip(result, (0, 5), strict=True):
        assert primitive.uv0 is not None
        np.testing.assert_allclose(primitive.uv0 - shift, primitive.positions[:, :2], atol=1e-5)


def test_plain_materials_are_merged_and_keep_their_colours(sphere) -> None:
    colours = [(1.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0), (0.0, 0.0, 1.0, 1.0)]
    ball = sphere(6, 8).primitives[0]
    parts = tuple(
        replace(ball, positions=ball.positions + np.float32(2 * i), material=i, part=str(i)) for i in range(3)
    )
    model = Model(parts, tuple(Material(str(i), c) for i, c in enumerate(colours)))
    levels = make_levels(model)
    for level in (levels.shelf, levels.far):
        assert len(level.materials) == 1
        (primitive,) = level.primitives
        for i, colour in enumerate(colours):
            near = np.abs(primitive.positions - 2 * i).max(axis=1) < 0.6
            assert near.any()
            np.testing.assert_allclose(primitive.colors[near], [colour] * near.sum(), atol=1e-3)


def test_baked_colour_is_the_mean_of_the_picture(sphere) -> None:
    checker = np.zeros((64, 64, 3), np.uint8)
    checker[::2] = 255
    points, triangles = flat_grid(2)
    square = Primitive(
        points.astype(np.float32),
        np.tile(np.array([0, 0, 1], np.float32), (4, 1)),
        triangles.astype(np.uint32),
        0,
        uv0=points[:, :2].astype(np.float32) * np.float32(7),
    )
    material = Material(base_color=(1.0, 0.5, 1.0, 1.0), textures=(("base_color", TextureUse(0)),))
    model = Model((square,), (material,), (Texture(np.repeat(np.repeat(checker, 8, 0), 8, 1)),))
    means = Baker(model).triangle_colours(square)
    np.testing.assert_allclose(means[:, 3], 1)
    np.testing.assert_allclose(means[:, 1] * 2, means[:, 0], atol=1e-6)
    np.testing.assert_allclose(means[:, 0], 0.5, atol=0.06)


def test_variants_reach_the_shelf_and_the_far_level_wears_the_default(sphere) -> None:
    ball = replace(sphere().primitives[0], variant_materials=((0, 1), (1, 0)))
    model = Model((ball,), (Material("a", (1, 0, 0, 1)), Material("b", (0, 0, 1, 1))), variants=("blue", "red"))
    levels = make_levels(model)
    for level in (levels.hero, levels.shelf):
        worn = level.with_variant(0)
        assert worn.materials[worn.primitives[0].material].base_color == (0, 0, 1, 1)
    assert levels.far.variants == ()
    np.testing.assert_allclose(levels.far.primitives[0].colors[0], [1, 0, 0, 1], atol=1e-3)


def test_large_files_lose_picture_size_before_triangles(sphere) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (2048, 2048, 3), dtype=np.uint8)
    ball = sphere(20, 30).primitives[0]
    ball = replace(ball, uv0=ball.positions[:, :2].copy())
    model = Model((ball,), (Material(textures=(("base_color", TextureUse(0)),)),), (Texture(noise),))
    levels = make_levels(model, LevelBudget(hero_bytes=1_000_000, shelf_bytes=300_000))
    hero, shelf, _ = levels.glbs()
    assert len(hero) <= 1_000_000
    assert len(shelf) <= 300_000
    assert levels.hero.triangle_count == model.triangle_count
    assert len(levels.hero.textures) == 1


def test_very_heavy_geometry_is_brought_under_the_byte_limit(sphere) -> None:
    levels = make_levels(sphere(300, 300), LevelBudget(hero_bytes=1_500_000))
    hero = levels.glbs()[0]
    assert len(hero) <= 1_500_000
    assert levels.hero.triangle_count > 10_000


def test_many_small_parts_do_not_vanish() -> None:
    chance = np.random.default_rng(3)
    leaf = np.array([[0, 0, 0], [0.02, 0.01, 0], [0.05, 0, 0], [0.02, -0.01, 0]], np.float32)
    at = chance.uniform(-0.5, 0.5, (4000, 1, 3)).astype(np.float32)
    points = (leaf + at).reshape(-1, 3)
    triangles = (np.array([[0, 2, 1], [0, 3, 2]]) + 4 * np.arange(4000)[:, None, None]).reshape(-1, 3)
    normals = np.tile(np.array([0, 0, 1], np.float32), (len(points), 1))
    green = Material("leaf", (0.1, 0.5, 0.1, 1.0), double_sided=True)
    model = Model((Primitive(points, normals, triangles.astype(np.uint32), 0),), (green,))
    levels = make_levels(model)
    check_budgets(levels)
    area = measure(model).area_m2
    assert measure(levels.far).area_m2 > 0.3 * area
    assert np.array(levels.far.size_m())[:2].min() > 0.9
    assert levels.far.materials[0].double_sided


def test_levels_are_the_same_every_time(rich_model: Model) -> None:
    assert make_levels(rich_model).glbs() == make_levels(rich_model).glbs()


def test_nothing_to_show_is_refused() -> None:
    with pytest.raises(ModelError):
        make_levels(Model(()))


def test_written_levels_share_encoded_pictures(rich_model: Model) -> None:
    levels = make_levels(rich_model)
    assert write_glb(levels.hero, levels.pictures) == levels.glbs()[0]


def loose_leaves(count: int, materials: int = 1) -> Model:
    """Triangles of which no two share a place: nothing there can be simplified."""
    chance = np.random.default_rng(3)
    centres = chance.random((count, 1, 3)) * (1.0, 2.0, 1.0)
    corners = (centres + 0.02 * chance.random((count, 3, 3))).astype(np.float32)
    whole = []
    for index, part in enumerate(np.array_split(corners, materials)):
        points = np.ascontiguousarray(part.reshape(-1, 3))
        normals = np.tile(np.array([0, 0, 1], np.float32), (len(points), 1))
        triangles = np.arange(len(points), dtype=np.uint32).reshape(-1, 3)
        whole.append(Primitive(points, normals, triangles, index, uv0=points[:, :2].copy()))
    return Model(tuple(whole), tuple(Material(name=f"m{i}") for i in range(materials)))


def test_what_cannot_be_simplified_keeps_to_the_limits_too() -> None:
    budget = LevelBudget(hero_triangles=20_000, hero_bytes=700_000, shelf_triangles=9_000, shelf_bytes=150_000)
    levels = make_levels(loose_leaves(30_000), budget)
    hero, shelf, far = levels.glbs()
    assert levels.hero.triangle_count <= 20_000
    assert len(hero) <= 700_000
    assert len(shelf) <= 150_000
    assert levels.shelf.triangle_count > 500
    assert levels.far.triangle_count <= 2_000
    assert far


def test_very_many_pictures_keep_to_the_limits_too() -> None:
    noise = np.random.default_rng(1)
    model = loose_leaves(6_000, materials=60)
    textures = tuple(Texture(noise.integers(0, 256, (200, 200, 3), np.uint8)) for _ in range(60))
    worn = tuple(replace(m, textures=(("base_color", TextureUse(i)),)) for i, m in enumerate(model.materials))
    levels = make_levels(replace(model, materials=worn, textures=textures), LevelBudget(hero_bytes=300_000))
    assert len(levels.glbs()[0]) <= 300_000
    assert levels.hero.triangle_count >= 500


def test_a_model_of_nothing_but_parts_is_refused_in_words() -> None:
    with pytest.raises(ModelError, match="too many parts"):
        make_levels(loose_leaves(2_000), LevelBudget(hero_bytes=3_000))
