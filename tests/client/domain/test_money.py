"""Money is exact, and read as merchants write it."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.domain.errors import DomainError
from client.domain.money import Money, parse_money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("12.50 USD", "12.50", "USD"),
        ("USD 12.50", "12.50", "USD"),
        ("$1,299.00", "1299.00", "USD"),
        ("1.299,00 EUR", "1299.00", "EUR"),
        ("1,299 SAR", "1299", "SAR"),
        ("¥88", "88", "CNY"),
        ("0,5 EUR", "0.5", "EUR"),
        ("1 000 000 KRW", "1000000", "KRW"),
    ],
)
def test_prices_as_written(text: str, amount: str, currency: str) -> None:
    assert parse_money(text) == Money(Decimal(amount), currency)


def test_a_feed_may_state_its_currency_once() -> None:
    assert parse_money("265", default_currency="SAR") == Money(Decimal(265), "SAR")


@pytest.mark.parametrize("text", ["", "free", "USD", "12", "-.-", "NaN USD", "9e99 USD x"])
def test_what_is_not_a_price_is_refused_in_words(text: str) -> None:
    with pytest.raises(DomainError):
        parse_money(text)


@given(st.text())
def test_any_text_is_a_price_or_a_sentence(text: str) -> None:
    with contextlib.suppress(DomainError):
        assert parse_money(text, "USD").amount >= 0


def test_currencies_do_not_mix() -> None:
    with pytest.raises(DomainError):
        Money(Decimal(1), "USD").plus(Money(Decimal(1), "EUR"))


def test_negative_and_endless_amounts_are_refused() -> None:
    for amount in ("-1", "NaN", "Infinity", "1e13"):
        with pytest.raises(DomainError):
            Money(Decimal(amount), "USD")


def test_tags_round_half_up_to_the_minor_unit() -> None:
    assert Money(Decimal("1299.005"), "USD").text() == "$1,299.01"
    assert Money(Decimal("88.5"), "JPY").text() == "JP¥89"
    assert Money(Decimal(3), "CHF").text() == "CHF 3.00"


@given(st.decimals(0, 10**6, places=2), st.integers(0, 99))
def test_pieces_add_up_exactly(amount: Decimal, quantity: int) -> None:
    total = Money(Decimal(0), "EUR")
    for _ in range(quantity):
        total = total.plus(Money(amount, "EUR"))
    assert total.amount == Money(amount, "EUR").times(quantity).amount
