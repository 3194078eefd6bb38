from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.catalog.assets.sizing import decide
from client.catalog.importers.draft import StatedSize
from client.domain.product import TrustNote

CHAIR = (0.5, 0.9, 0.6)


def scaled(sides: tuple[float, float, float], factor: float) -> tuple[float, float, float]:
    width, height, depth = (side * factor for side in sides)
    return width, height, depth


@pytest.mark.parametrize(
    ("unit", "key"),
    [(100.0, "in_centimetres"), (1000.0, "in_millimetres"), (39.3701, "in_inches"), (3.28084, "in_feet")],
)
def test_one_unit_explains_all_sides(unit: float, key: str) -> None:
    found = decide(scaled(CHAIR, unit), StatedSize(*CHAIR))
    assert found.repairs[0].key == key
    assert found.basis == "stated"
    assert found.error == 0.0
    assert scaled(found.measured, 1.0) == pytest.approx(scaled(CHAIR, unit))
    assert tuple(m * s for m, s in zip(found.measured, found.scale, strict=True)) == pytest.approx(CHAIR)


def test_a_size_that_fits_changes_nothing_but_rounding() -> None:
    found = decide(CHAIR, StatedSize(0.5, 0.9, 0.6))
    assert found.scale == (1.0, 1.0, 1.0)
    assert found.repairs == found.notes == ()


def test_sides_are_stretched_by_a_few_percent_only() -> None:
    little = decide(CHAIR, StatedSize(0.505, 0.9, 0.6))
    assert little.error == 0.0
    much = decide(CHAIR, StatedSize(0.5, 0.9, 0.72))
    assert len(set(much.scale)) == 1
    assert much.error is not None
    assert 0.1 < much.error < 0.3
    assert much.notes[0].key == "proportions_differ"


@given(st.tuples(*[st.floats(0.05, 5)] * 3), st.tuples(*[st.floats(0.05, 5)] * 3))
def test_no_model_is_ever_distorted(measured: tuple[float, float, float], stated: tuple[float, float, float]) -> None:
    found = decide(measured, StatedSize(*stated))
    assert max(found.scale) / min(found.scale) <= 1.0 + 0.0301 * 2


def test_exchanged_width_and_depth_are_recognised() -> None:
    found = decide(CHAIR, StatedSize(0.6, 0.9, 0.5))
    assert found.stated.sides == (0.5, 0.9, 0.6)
    assert found.repairs[0] == TrustNote(
        "sides_reordered", (("stated", "60 × 90 × 50 cm"), ("taken", "50 × 90 × 60 cm"))
    )
    assert found.error == 0.0


def test_the_size_of_something_else_is_not_believed() -> None:
    found = decide(CHAIR, StatedSize(2.0, 0.1, 2.0))
    assert found.basis == "model"
    assert found.scale == (1.0, 1.0, 1.0)
    assert found.error is not None
    assert found.error > 1
    assert found.notes[0] == TrustNote("size_not_believed", (("measured", "50 × 90 × 60 cm"),))


def test_one_stated_side_scales_the_whole() -> None:
    found = decide(scaled(CHAIR, 100), StatedSize(height_m=0.9))
    assert found.scale == pytest.approx((0.01, 0.01, 0.01))


def test_without_a_stated_size_only_absurd_models_are_rescaled() -> None:
    assert decide(CHAIR, StatedSize()).basis == "model"
    found = decide(scaled(CHAIR, 100), StatedSize())
    assert found.basis == "category"
    assert found.scale == (0.01, 0.01, 0.01)
    assert found.repairs[0].key == "taken_as_centimetres"


def test_a_paper_thin_side_does_not_count() -> None:
    found = decide((13.0, 0.1, 7.0), StatedSize(0.13, 0.0001, 0.07), units_free=True)
    assert found.notes == ()
    assert found.scale == pytest.approx((0.01, 0.01, 0.01))


def test_a_format_without_units_is_no_mistake() -> None:
    assert decide(scaled(CHAIR, 100), StatedSize(*CHAIR), units_free=True).repairs == ()
