"""Every family makes valid, believable, reproducible products, and every parameter matters."""

from __future__ import annotations

import hashlib
import re
from functools import cache

import numpy as np
import pytest

from inference.families.library import families, family, home_families
from inference.families.values import Family, FamilyError, Params
from scenes.model.values import Model, Primitive

SEEDS = range(8)
ALL = [made.key for made in families()]
HOME = [made.key for made in home_families()]
OPEN_PARTS = {"leaves"}
"""Leaves are two skins back to back; everything else of the home families is a closed solid."""


def samples(made: Family) -> list[Params]:
    return [made.sample(np.random.default_rng([seed, 17])) for seed in SEEDS]


@cache
def built(key: str, index: int) -> Model:
    """The full model of one sample; several tests look at the same ones."""
    made = family(key)
    return made.build(samples(made)[index])


def digest(model: Model) -> str:
    found = hashlib.sha256(repr((model.materials, model.variants)).encode())
    for p in model.primitives:
        uv = b"" if p.uv0 is None else p.uv0.tobytes()
        for piece in (p.positions.tobytes(), p.normals.tobytes(), p.triangles.tobytes(), uv, repr(p.material).encode()):
            found.update(piece)
    for texture in model.textures:
        found.update(texture.pixels.tobytes())
    return found.hexdigest()


def loose_edges(primitive: Primitive) -> float:
    """The share of directed edges whose reverse is missing, vertices welded by place."""
    places = np.round(primitive.positions.astype(np.float64) * 2e5).astype(np.int64)
    _, welded = np.unique(places, axis=0, return_inverse=True)
    t = welded.reshape(-1)[primitive.triangles]
    t = t[(t[:, 0] != t[:, 1]) & (t[:, 1] != t[:, 2]) & (t[:, 0] != t[:, 2])]
    edges = np.concatenate([t[:, [0, 1]], t[:, [1, 2]], t[:, [2, 0]]])
    width = int(welded.max()) + 1
    there, counts = np.unique(edges[:, 0] * width + edges[:, 1], return_counts=True)
    back, back_counts = np.unique(edges[:, 1] * width + edges[:, 0], return_counts=True)
    at = np.clip(np.searchsorted(back, there), 0, len(back) - 1)
    matched = np.where(back[at] == there, np.minimum(counts, back_counts[at]), 0)
    return 1.0 - float(matched.sum()) / len(edges)


def facing(primitive: Primitive) -> float:
    """The share of triangles whose winding agrees with their vertex normals."""
    a, b, c = (primitive.positions[primitive.triangles[:, i]].astype(np.float64) for i in range(3))
    flat = np.cross(b - a, c - a)
    smooth = primitive.normals[primitive.triangles].sum(axis=1)
    big = np.linalg.norm(flat, axis=1) > 1e-10
    return float(((flat * smooth).sum(axis=1)[big] > 0).mean()) if big.any() else 1.0


@pytest.mark.parametrize("key", ALL)
def test_models_are_valid(key: str) -> None:
    for index in SEEDS:
        model = built(key, index)
        assert 100 <= model.triangle_count <= 30_000
        for p in model.primitives:
            assert np.isfinite(p.positions).all()
            assert np.abs(np.linalg.norm(p.normals, axis=1) - 1).max() < 1e-4
            assert p.triangles.max() < len(p.positions)
            assert p.uv0 is not None
            assert np.isfinite(p.uv0).all()
            assert p.part
            assert 0 <= p.material < len(model.materials)
            assert all(m < len(model.materials) and v < len(model.variants) for v, m in p.variant_materials)
            assert facing(p) > 0.985, (p.part, facing(p))
        for material in model.materials:
            assert all(use.texture < len(model.textures) for _, use in material.textures)
            assert all(0.0 <= c <= 1.0 for c in material.base_color)


@pytest.mark.parametrize("key", ALL)
def test_models_stand_at_the_origin_in_a_believable_size(key: str) -> None:
    made = family(key)
    for index in SEEDS:
        model = built(key, index)
        low, high = model.bounds()
        assert abs(low[1]) < 1e-5
        assert abs(low[0] + high[0]) < 2e-5
        assert abs(low[2] + high[2]) < 2e-5
        for side, (least, most) in zip(model.size_m(), made.typical_size_m, strict=True):
            assert least <= side <= most, (model.size_m(), made.typical_size_m)


@pytest.mark.parametrize("key", HOME)
def test_parts_are_closed_solids_that_face_outwards(key: str) -> None:
    for index in SEEDS[:4]:
        for p in built(key, index).primitives:
            if p.part in OPEN_PARTS:
                continue
            assert loose_edges(p) < 0.004, (p.part, loose_edges(p))
            a, b, c = (p.positions[p.triangles[:, i]].astype(np.float64) for i in range(3))
            assert np.einsum("ij,ij->i", a, np.cross(b, c)).sum() > 0, p.part


@pytest.mark.parametrize("key", ALL)
def test_same_parameters_give_the_same_bytes(key: str) -> None:
    made = family(key)
    params = made.sample(np.random.default_rng(3))
    again = made.sample(np.random.default_rng(3))
    assert params == again
    assert digest(made.build(params)) == digest(made.build(again))
    assert made.describe(params) == made.describe(again)


@pytest.mark.parametrize("key", ALL)
def test_vectors_encode_and_decode(key: str) -> None:
    made = family(key)
    for params in samples(made):
        vector = made.encode(params)
        assert vector.shape == (len(made.parameters),)
        assert ((vector >= 0) & (vector <= 1)).all()
        back = made.decode(vector)
        for p in made.parameters:
            if p.kind == "real":
                assert back.real(p.name) == pytest.approx(params.real(p.name), abs=1e-9)
            else:
                assert back[p.name] == params[p.name]
    outside = made.decode(np.linspace(-1, 2, len(made.parameters)))
    made.build(outside, 0.3)
    with pytest.raises(FamilyError, match="parameters"):
        made.decode(np.zeros(len(made.parameters) + 1))


@pytest.mark.parametrize("key", ALL)
def test_any_place_in_the_parameter_box_can_be_built(key: str) -> None:
    """Fitting walks anywhere in the box, not only over plausible members."""
    made = family(key)
    rng = np.random.default_rng(11)
    for _ in range(4):
        params = made.decode(rng.random(len(made.parameters)))
        model = made.build(params, 0.4)
        assert all(np.isfinite(p.positions).all() and np.isfinite(p.normals).all() for p in model.primitives)
        made.describe(params)


@pytest.mark.parametrize("key", ALL)
def test_every_parameter_matters(key: str) -> None:
    made = family(key)
    pending = {p.name: p for p in made.parameters}
    for seed in range(40):
        params = made.sample(np.random.default_rng([seed, 5]))
        before = digest(made.build(params, 0.3))
        for name, p in list(pending.items()):
            ends = p.choices if p.kind == "choice" else (p.from_unit(0.1), p.from_unit(0.95))
            if any(
                digest(made.build(params.replaced(**{name: end}), 0.3)) != before for end in ends if end != params[name]
            ):
                del pending[name]
        if not pending:
            break
    assert not pending, f"{key}: nothing changes with {sorted(pending)}"


@pytest.mark.parametrize("key", ALL)
def test_texts_in_both_languages(key: str) -> None:
    made = family(key)
    seen = set()
    for params in samples(made):
        texts = made.describe(params)
        for chinese in (texts.noun_zh, texts.feature_zh, texts.description_zh, *made.category_zh):
            assert re.search(r"[\u4e00-\u9fff]", chinese), chinese
        for english in (texts.noun_en, texts.feature_en, texts.description_en):
            assert english.strip()
            assert not re.search(r"[\u4e00-\u9fff]", english)
        assert re.fullmatch(r"#[0-9a-f]{6}", texts.colour)
        assert 0.0 < texts.mass_kg < 200.0
        assert 0 < texts.price < 5000
        assert texts.materials
        assert texts.style
        seen.add((texts.description_en, texts.description_zh))
    assert len(seen) >= len(SEEDS) - 1
    assert len(made.category) == len(made.category_zh)


@pytest.mark.parametrize("key", ALL)
def test_variants_have_labels_and_change_the_look(key: str) -> None:
    made = family(key)
    for params in samples(made)[:3]:
        looks, model = made.looks(params), made.build(params, 0.3)
        names = [look.name for look in looks]
        assert len(set(names)) == len(names)
        if len(looks) > 1:
            assert list(model.variants) == names
            worn = [tuple(p.material for p in model.with_variant(i).primitives) for i in range(len(names))]
            assert len(set(worn)) == len(worn)
            assert all(re.search(r"[\u4e00-\u9fff]", look.label_zh) for look in looks)


@pytest.mark.parametrize("key", ALL)
def test_less_detail_means_fewer_triangles(key: str) -> None:
    made = family(key)
    params = made.sample(np.random.default_rng(1))
    assert made.build(params, 0.3).triangle_count <= made.build(params, 1.0).triangle_count
