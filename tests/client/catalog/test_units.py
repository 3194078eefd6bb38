from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.catalog.importers.draft import StatedSize
from client.catalog.importers.units import parse_length, parse_mass, parse_size
from client.domain.product import Size

INCH = 0.0254


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("80 cm", 0.8),
        ("1.5m", 1.5),
        ("1,200 mm", 1.2),
        ("1,5 m", 1.5),
        ('30"', 30 * INCH),
        ("30 inches", 30 * INCH),
        ("5 1/2 in", 5.5 * INCH),
        ("6'2\"", 74 * INCH),
        ("6 ft 2 in", 74 * INCH),
        ("6 foot", 6 * 0.3048),
        ("120厘米", 1.2),
        ("42", 0.42),
        ("0 cm", None),
        ("about", None),
        ("", None),
        ("1e999", 0.01),
        ("200 m", None),
    ],
)
def test_lengths(text: str, metres: float | None) -> None:
    assert parse_length(text) == (metres if metres is None else pytest.approx(metres, abs=1e-6))


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("80 x 75 x 40 cm", (0.8, 0.4, 0.75)),
        ("80cm × 75cm × 40cm", (0.8, 0.4, 0.75)),
        ("1800*750*400mm", (1.8, 0.4, 0.75)),
        ('L 29" x W 13" x H 11"', (29 * INCH, 11 * INCH, 13 * INCH)),
        ('29" L x 13" W x 11" H', (29 * INCH, 11 * INCH, 13 * INCH)),
        ("W80 x D40 x H75 cm", (0.8, 0.75, 0.4)),
        ("Width: 80 cm, Height: 75 cm, Depth: 40 cm", (0.8, 0.75, 0.4)),
        ("宽80 高75 深40 厘米", (0.8, 0.75, 0.4)),
        ("Ø30 x H 40 cm", (0.3, 0.4, 0.3)),
        ("Bar table, in/outdoor, 51x51 cm", (0.51, None, 0.51)),
        ("5 1/2 in x 3 in x 2 in", (5.5 * INCH, 2 * INCH, 3 * INCH)),
        ("80 x 75 x 40", None),
        ('2 pockets, 3 straps. Dimensions: 18" x 10" x 6"', (18 * INCH, 6 * INCH, 10 * INCH)),
        ('Box of 4, W 22.0" x H 17" x D 10".', (22 * INCH, 17 * INCH, 10 * INCH)),
        ("6'' wide by 12'' long", (12 * INCH, None, 6 * INCH)),
        ("three large boxes", None),
        ("63-74 cm", None),
        ("1 x 2 x 3 x 4 x 5 cm", None),
        ("x" * 100_000, None),
        ("9" * 100_000 + " x 2 x 3 cm", None),
    ],
)
def test_sizes(text: str, sides: tuple[float | None, ...] | None) -> None:
    found = parse_size(text)
    assert (found.sides if found else None) == (sides if sides is None else pytest.approx(sides, abs=1e-6))


def test_numbers_without_letters_can_be_left_alone() -> None:
    assert parse_size("18 x 10 x 6 in", order=None) is None
    assert parse_size("W18 x D10 x H6 in", order=None) is not None


def test_the_order_of_bare_numbers_can_be_told() -> None:
    assert parse_size("80 x 75 x 40", order="WHD", default_unit="cm") == StatedSize(0.8, 0.75, 0.4)


@given(*[st.integers(10, 900)] * 3)
def test_our_own_size_text_is_read_back(width: int, height: int, depth: int) -> None:
    size = Size(width / 100, height / 100, depth / 100)
    found = parse_size(size.text(), order="WHD")
    assert found is not None
    assert found.sides == pytest.approx((size.width_m, size.height_m, size.depth_m))


@given(st.text(max_size=60))
def test_any_text_is_read_or_not_but_never_fails(text: str) -> None:
    size = parse_size(text, default_unit="cm")
    assert size is None or all(side is None or 0 < side < 100 for side in size.sides)
    parse_length(text)
    parse_mass(text)


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [("1.2 kg", 1.2), ("1,2 kg", 1.2), ("12 oz", 12 * 0.028349523125), ("500g", 0.5), ("3", 3.0), ("no", None)],
)
def test_masses(text: str, kilograms: float | None) -> None:
    assert parse_mass(text) == (kilograms if kilograms is None else pytest.approx(kilograms))
