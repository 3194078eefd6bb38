"""What is special to electronics, bags, shoes, clothes, cosmetics and toys: skins, pictures, pairs, folds."""

from __future__ import annotations

import numpy as np
import pytest

from inference.families.dresses import Skirt
from inference.families.garment_form import Trunk, draped, sleeve
from inference.families.geometry_skin import grid_normals, hermite, loop, oval, ring, shell, skin, strap, through
from inference.families.handhelds import Smartphone
from inference.families.library import family
from inference.families.pictures import desktop_screen, dial, label, phone_screen
from inference.families.shoe_form import Last, Opening, upper
from inference.families.sneakers import Sneaker
from inference.families.tops import Top
from inference.families.values import Params
from inference.families.worn import worn_families


def member(key: str, seed: int, **fixed: float | int | str) -> Params:
    params = family(key).sample(np.random.default_rng(seed))
    return params.replaced(**fixed)


def test_hermite_passes_through_its_values_and_stays_between_equal_ones() -> None:
    knots, values = np.array([0.0, 0.3, 1.0]), np.array([[0.0, 1.0], [2.0, 1.0], [3.0, 1.0]])
    assert np.allclose(hermite(knots, values, knots), values)
    assert np.allclose(hermite(knots, values, np.linspace(0, 1, 50))[:, 1], 1.0)


def test_loops_and_ovals_are_even_and_closed() -> None:
    flat = oval(2.0, 1.0, 60)
    gaps = np.linalg.norm(np.roll(flat, -1, axis=0) - flat, axis=1)
    assert gaps.max() / gaps.min() < 1.1
    assert flat[0] == pytest.approx([0.0, 0.5], abs=1e-6)
    made = loop(flat[::5], 40)
    assert len(made) == 40
    assert np.abs(np.hypot(made[:, 0], made[:, 1] * 2) - 1.0).max() < 0.04


def test_skins_of_rings_face_outwards_and_shells_are_closed() -> None:
    grid = through([ring(0.2, 0.1, 0.0, 32), ring(0.3, 0.2, 0.2, 32)], 8)
    assert ((grid_normals(grid) * grid * (1, 0, 1)).sum(axis=2) > 0).all()
    assert skin(grid).volume() > 0
    wall = shell(grid, 0.004)
    girth = 0.5 * np.pi * (0.2 + 0.3) / 2 * 0.2
    assert 0.3 * girth * 0.004 < wall.volume() < 2.5 * girth * 0.004


def test_a_strap_is_as_wide_and_thick_as_asked() -> None:
    path = np.stack([np.linspace(0, 1, 9), np.zeros(9), np.zeros(9)], axis=1)
    band = strap(path, (0, 0, 1), 0.04, 0.006)
    assert band.high()[1] - band.low()[1] == pytest.approx(0.04)
    assert band.high()[2] - band.low()[2] == pytest.approx(0.006)
    assert band.volume() > 0


def test_the_upper_of_a_shoe_runs_from_the_sole_to_the_top_line() -> None:
    last = Last(0.28, 0.05, 0.03, 0.2, 0.01, 0.012, 0.02)
    opening = Opening(0.65, 0.06, 0.018, 0.4, 0.098, 0.062, 0.036, 0.085)
    grid = upper(last, opening, 60, 14)
    flat = last.outline(60)
    assert np.allclose(grid[0][:, [0, 2]], flat)
    assert np.allclose(grid[-1], opening.ring(last, 60))
    assert grid[..., 1].min() >= last.platform - 1e-9
    assert flat[:, 1].max() - flat[:, 1].min() == pytest.approx(0.28, rel=0.02)


def test_shoes_are_a_mirrored_pair_as_long_as_their_size() -> None:
    made = Sneaker()
    model = made.build(member("sneaker", 4, length=0.28))
    turn = 0.95
    points = np.concatenate([p.positions for p in model.primitives]).astype(float)
    across = points[:, 0] * np.cos(turn) + points[:, 2] * np.sin(turn)
    along = -points[:, 0] * np.sin(turn) + points[:, 2] * np.cos(turn)
    assert 0.28 <= along.max() - along.min() <= 0.31
    left, right = along[across > 0], along[across < 0]
    assert left.max() == pytest.approx(right.max(), abs=2e-3)


@pytest.mark.parametrize("kind", ["tee", "shirt", "hoodie", "sweater", "polo"])
def test_tops_are_as_long_as_they_say_and_have_two_equal_sleeves(kind: str) -> None:
    params = member("top", 5, style=kind, display="body", motif="plain", length=0.7)
    model = Top().build(params)
    sleeves = next(p for p in model.primitives if p.part == "sleeves").positions
    assert sleeves[:, 0].max() == pytest.approx(-sleeves[:, 0].min(), abs=2e-3)
    body = next(p for p in model.primitives if p.part == "body").positions
    assert np.ptp(body[:, 1]) == pytest.approx(0.7, abs=0.04)


def test_hanging_folds_grow_towards_the_hem_and_leave_the_top_alone() -> None:
    trunk = Trunk(1.0, 0.5, 0.4, 0.8, 0.4, 0.2, 0.17, 0.08)
    grid = trunk.grid(64, 24)
    folded = draped(grid, np.random.default_rng(1), 9, 0.03, 0.6)
    moved = np.linalg.norm(folded - grid, axis=2).max(axis=1)
    assert moved[0] > 0.015
    assert moved[0] > moved[8] > 0
    assert moved[-1] == 0


def test_a_sleeve_starts_inside_the_body_and_ends_at_the_cuff() -> None:
    trunk = Trunk(0.7, 0.52, 0.5, 0.51, 0.44, 0.22, 0.17, 0.08)
    arm = sleeve(trunk, 0.6, 1.1, 0.1, 24, 16)
    assert arm[0, :, 0].mean() < trunk.shoulder / 2
    assert np.ptp(arm[-1] @ np.array([np.sin(1.1), np.cos(1.1), 0.0])) == pytest.approx(0.1, rel=0.03)


def test_screens_glow_with_their_picture_in_every_variant() -> None:
    model = Smartphone().build(member("smartphone", 3))
    for look in range(len(model.variants)):
        worn = model.with_variant(look)
        screen = next(p for p in worn.primitives if p.part == "screen")
        material = worn.materials[screen.material]
        use = material.texture("emissive")
        assert use is not None
        assert max(material.emissive) > 0
        assert worn.textures[use.texture].pixels.std() > 10
        assert screen.uv0 is not None
        assert screen.uv0.min() == pytest.approx(0.0)
        assert screen.uv0.max() == pytest.approx(1.0)


def test_pictures_are_reproducible_and_differ() -> None:
    assert np.array_equal(phone_screen(90, 200, 4), phone_screen(90, 200, 4))
    assert not np.array_equal(phone_screen(90, 200, 4), phone_screen(90, 200, 5))
    assert desktop_screen(160, 90, 1).shape == (90, 160, 3)
    assert label(64, 64, "Solene", "cream", "50 ml", (1, 1, 1), (0, 0, 0), True).min() < 60
    face = dial(96, 1, (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), "Orlo")
    assert face.shape == (96, 96, 3)
    assert face.min() < 60


@pytest.mark.parametrize("folds", [8, 24])
def test_a_pleated_skirt_has_as_many_pleats_as_asked(folds: int) -> None:
    def hem(size: float) -> np.ndarray:
        params = member("skirt", 2, style="pleated", folds=folds, fold_size=size, front="plain")
        positions = next(p for p in Skirt().build(params).primitives if p.part == "skirt").positions
        return positions[:132, [0, 2]].astype(float)

    flat, pleated = hem(0.0), hem(0.02)
    out = ((pleated - flat) * flat).sum(axis=1) > 0
    assert int((out & ~np.roll(out, 1)).sum()) == folds


def test_departments_have_the_kinds_a_shop_needs() -> None:
    kinds = {made.category[0] for made in worn_families()}
    assert {"Electronics", "Bags", "Shoes", "Clothes", "Cosmetics", "Toys", "Kitchen", "Sport"} <= kinds
    keys = [made.key for made in worn_families()]
    assert len(keys) == len(set(keys)) >= 40


def test_labels_are_of_fictive_houses_only() -> None:
    from inference.families.cosmetic_kit import HOUSES, HOUSES_ZH, house_name

    assert set(HOUSES) == set(HOUSES_ZH)
    english, chinese = house_name(member("perfume", 1))
    assert english in HOUSES
    assert HOUSES_ZH[english] == chinese
