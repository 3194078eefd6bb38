"""The cut-out: right where it can be, a reason where not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from inference.reconstruction.engine import read_photo
from inference.reconstruction.mask import U8, Refused, cut_out
from tests.inference.reconstruction.made_photos import covered, member, photo


def iou(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / (one | other).sum())


def why(picture: U8) -> str:
    with pytest.raises(Refused) as no:
        cut_out(picture)
    return no.value.why


@pytest.mark.parametrize("key", ["mug", "dining_chair", "handbag", "table_lamp", "sneaker"])
def test_a_studio_photo_is_cut_out(key: str) -> None:
    model = member(key)
    found = cut_out(photo(model))
    assert found.by == "background"
    assert iou(found.mask, covered(model) >= 128) > 0.9


def test_openings_are_open() -> None:
    model = member("dining_chair")
    truth = covered(model) >= 128
    holes = ndimage.binary_fill_holes(truth) & ~truth
    assert holes.sum() > 100
    assert cut_out(photo(model)).mask[ndimage.binary_erosion(holes, iterations=2)].mean() < 0.1


def test_uneven_light_and_noise_do_no_harm() -> None:
    model = member("mug")
    picture = photo(model).astype(np.float64)
    y, x = np.mgrid[0:256, 0:256] / 255.0
    lit = picture * (0.8 + 0.2 * (1 - (x - 0.4) ** 2 - (y - 0.3) ** 2))[..., None]
    noisy = np.clip(lit + np.random.default_rng(1).normal(0, 2.0, picture.shape), 0, 255).astype(np.uint8)
    assert iou(cut_out(noisy).mask, covered(model) >= 128) > 0.88


def test_a_soft_shadow_on_the_floor_is_not_the_product() -> None:
    model = member("suitcase")
    picture, truth = photo(model).astype(np.float64), covered(model) / 255.0
    y, x = np.mgrid[0:256, 0:256]
    low = np.flatnonzero((truth > 0.5).any(axis=1))[-1]
    shade = 1 - 0.3 * np.exp(-(((x - 128) / 70.0) ** 2) - ((y - low) / 14.0) ** 2)
    picture = np.where(truth[..., None] > 0.02, picture, picture * shade[..., None])
    assert iou(cut_out(picture.astype(np.uint8)).mask, truth >= 0.5) > 0.88


def test_alpha_is_taken_at_its_word() -> None:
    model = member("mug")
    alpha = covered(model)
    clutter = np.random.default_rng(0).integers(0, 255, (256, 256, 3)).astype(np.uint8)
    found = cut_out(np.dstack([clutter, alpha]))
    assert found.by == "alpha"
    assert iou(found.mask, alpha >= 128) > 0.97


def test_alpha_that_says_nothing_is_passed_over() -> None:
    picture = photo(member("mug"))
    assert cut_out(np.dstack([picture, np.full((256, 256), 255, np.uint8)])).by == "background"


def test_a_busy_background_is_refused() -> None:
    picture = photo(member("mug"))
    wall = np.random.default_rng(0).integers(0, 255, (32, 32, 3)).astype(np.uint8).repeat(8, 0).repeat(8, 1)
    here = covered(member("mug"))[..., None] >= 128
    assert why(np.where(here, picture, wall)) == "cluttered"


def test_what_is_cut_off_is_refused() -> None:
    picture = photo(member("mug"))
    rows = np.flatnonzero((covered(member("mug")) >= 128).any(axis=1))
    assert why(np.ascontiguousarray(picture[(rows[0] + rows[-1]) // 2 :])) == "cut_off"


def test_several_things_are_refused() -> None:
    one = photo(member("mug"))
    assert why(np.hstack([one, one])) == "several"


def test_a_blurred_photo_is_refused() -> None:
    picture = photo(member("mug"), side=512)
    blurred = np.stack([ndimage.gaussian_filter(picture[..., k].astype(float), 9) for k in range(3)], axis=2)
    assert why(blurred.astype(np.uint8)) == "blurred"


def test_a_tiny_thing_is_refused() -> None:
    picture = np.full((400, 400, 3), 240, np.uint8)
    picture[180:230, 180:230] = (40, 60, 150)
    assert why(picture) == "too_small"
    assert why(np.zeros((1, 1, 3), np.uint8)) == "too_small"


def test_an_empty_wall_is_refused() -> None:
    assert why(np.full((300, 300, 3), 200, np.uint8)) == "nothing"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("photos/instantmesh__chair_wood.jpg", "background"),
        ("photos/instantmesh__plant.jpg", "cut_off"),
        ("photos/triposr__teapot.png", "background"),
        ("photos/triposr__chair.png", "alpha"),
        ("photos/trellis__typical_misc_lantern.png", "alpha"),
    ],
)
def test_real_photos(name: str, expected: str, shared_data: Path) -> None:
    picture = read_photo((shared_data / name).read_bytes())
    if expected in ("alpha", "background"):
        found = cut_out(picture)
        assert found.by == expected
        assert 0.1 < found.mask.mean() < 0.7
    else:
        assert why(picture) == expected


def test_the_gap_in_a_real_handle_is_open(shared_data: Path) -> None:
    mask = cut_out(read_photo((shared_data / "photos" / "triposr__teapot.png").read_bytes())).mask
    assert (ndimage.binary_fill_holes(mask) & ~mask).sum() > 0.005 * mask.sum()


def test_people_who_wear_it_are_refused(shared_data: Path) -> None:
    worn = sorted((shared_data / "apparel" / "images").rglob("mh0*_main.jpg"))
    assert worn
    for path in worn[:4]:
        assert why(read_photo(path.read_bytes())) in ("cut_off", "several", "cluttered"), path.name
