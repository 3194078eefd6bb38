"""A photo to a product: likeness, determinism, size, paint, categories."""

from __future__ import annotations

import numpy as np
import pytest

from inference.families.library import families, family
from inference.reconstruction.fit import Budget, disproportion
from inference.reconstruction.gallery import Gallery, families_for
from inference.reconstruction.judge import judge
from inference.reconstruction.making import Made, Wish, reconstruct, sized
from inference.reconstruction.solid import solid_of
from tests.inference.reconstruction.made_photos import member, photo

SOME = Budget(members=4, heats=2, heat=20, final=60)


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return Gallery()


@pytest.fixture(scope="module")
def mug(gallery: Gallery) -> Made:
    return reconstruct(photo(member("mug")), Wish("mug", (None, 0.1, None), budget=SOME), gallery)


def test_a_mug_becomes_that_mug(mug: Made, gallery: Gallery) -> None:
    truth = solid_of(member("mug"))
    verdict = judge(solid_of(mug.levels.hero), truth)
    other = judge(solid_of(member("mug", seed=5)), truth)
    assert verdict.f02 > 0.6
    assert verdict.f02 > other.f02, "nearer than any other mug"


def test_the_same_photo_gives_the_same_bytes(mug: Made) -> None:
    again = reconstruct(photo(member("mug")), Wish("mug", (None, 0.1, None), budget=SOME), Gallery())
    assert again.levels.glbs() == mug.levels.glbs()
    assert again.card == mug.card


def test_another_seed_looks_elsewhere(mug: Made, gallery: Gallery) -> None:
    other = reconstruct(photo(member("mug")), Wish("mug", (None, 0.1, None), seed=9, budget=SOME), gallery)
    assert other.card.parameters != mug.card.parameters


def test_it_stands_on_the_floor_at_the_stated_size(mug: Made) -> None:
    for level in (mug.levels.hero, mug.levels.shelf, mug.levels.far):
        low, high = level.bounds()
        assert low[1] == pytest.approx(0, abs=2e-3)
        assert high[1] - low[1] == pytest.approx(0.1, rel=0.03)
        assert low[0] + high[0] == pytest.approx(0, abs=4e-3)
    assert mug.card.size_from == "stated"
    assert mug.card.size_low_m[1] <= 0.1 <= mug.card.size_high_m[1]
    assert mug.card.size_low_m[0] < mug.card.size_high_m[0], "its width was not said"


def test_the_photos_colour_is_on_it() -> None:
    red = photo(member("vase")).astype(np.float64)
    wall = np.abs(red - red[0, 0]).max(axis=2) < 6
    red = np.where(wall[..., None], red, red.mean(axis=2, keepdims=True) * (1.3, 0.25, 0.2)).clip(0, 255)
    made = reconstruct(red.astype(np.uint8), Wish("vase", budget=SOME), Gallery())
    for material in {p.material for p in made.levels.far.primitives}:
        assert made.levels.far.materials[material].base_color[3] > 0.5
    colours = np.concatenate([p.colors for p in made.levels.far.primitives if p.colors is not None])
    assert np.median(colours[:, 0]) > 2 * np.median(colours[:, 1]), "the far level is red all around"
    assert 0.05 < made.card.seen_share < 0.8


def test_proportions_that_were_stated_count(gallery: Gallery) -> None:
    assert disproportion((1.0, 1.0, 1.0), (2.0, 2.0, None)) == pytest.approx(0)
    assert disproportion((1.0, 1.0, 1.0), (2.0, 1.0, None)) == pytest.approx(np.log(2))
    assert disproportion((1.0, 1.0, 1.0), (2.0, None, None)) == 0
    front = photo(member("cabinet"), azimuth_rad=0.0, elevation_rad=0.05)
    flat = reconstruct(front, Wish("cabinet", (1.0, None, 0.25), budget=SOME), gallery)
    deep = reconstruct(front, Wish("cabinet", (1.0, None, 0.8), budget=SOME), gallery)
    assert flat.card.size_m[2] / flat.card.size_m[0] < deep.card.size_m[2] / deep.card.size_m[0]


def test_wild_sizes_keep_the_shape() -> None:
    low, high = sized(member("mug"), (0.1, 5.0, 0.1)).bounds()
    before = np.ptp(np.stack(member("mug").bounds()), axis=0)
    after = high - low
    assert after / before == pytest.approx(np.full(3, after[0] / before[0]), rel=1e-3)


@pytest.mark.parametrize(
    ("words", "keys"),
    [("mug", {"mug"}), ("dining_chair", {"dining_chair"}), ("Chairs", {"dining_chair"}), ("a floor lamp", None)],
)
def test_words_name_families(words: str, keys: set[str] | None) -> None:
    found = {f.key for f in families_for(words)}
    assert found == keys if keys else "floor_lamp" in found


def test_words_that_name_nothing_leave_all_open() -> None:
    assert [f.key for f in families_for("")] == [f.key for f in families_for("qwertz")]
    assert len(families_for("")) == len(families())


def test_a_stop_is_heeded_at_once(gallery: Gallery) -> None:
    class StopError(Exception):
        pass

    shares: list[float] = []

    def progress(share: float) -> None:
        shares.append(share)
        if share > 0.2:
            raise StopError

    with pytest.raises(StopError):
        reconstruct(photo(member("mug")), Wish("mug", budget=SOME), gallery, progress)
    assert shares == sorted(shares)
    assert shares[-1] < 0.5


def test_the_card_rebuilds_the_shape(mug: Made) -> None:
    made = family(mug.card.family)
    size = np.ptp(np.stack(made.build(made.params(**mug.card.parameters), 1.0).bounds()), axis=0)
    assert size / size[1] == pytest.approx(np.array(mug.card.size_m) / mug.card.size_m[1], rel=0.02)
