"""GTINs carry a check digit, and it is checked."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.domain.errors import DomainError
from client.domain.gtin import check_digit, parse_gtin


@pytest.mark.parametrize("gtin", ["4006381333931", "96385074", "036000291452", "10614141000415"])
def test_published_examples_are_accepted(gtin: str) -> None:
    assert parse_gtin(gtin) == gtin


def test_spaces_and_dashes_are_dropped() -> None:
    assert parse_gtin("4 006381-333931") == "4006381333931"


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 9))
def test_a_wrong_check_digit_is_refused(body: str, off: int) -> None:
    right = check_digit(body)
    assert parse_gtin(body + str(right))
    with pytest.raises(DomainError):
        parse_gtin(body + str((right + off) % 10))


@given(st.text())
def test_any_text_is_a_gtin_or_a_sentence(text: str) -> None:
    with contextlib.suppress(DomainError):
        assert parse_gtin(text).isdigit()
