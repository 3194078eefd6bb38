"""Prices looked up in the catalogue."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from client.domain.cart import MAX_QUANTITY, Cart, CartLine, ItemRef
from client.domain.money import Money
from client.domain.product import Product
from client.domain.text import LocalText
from client.domain.totals import priced

PRICES = st.decimals(0, Decimal("1e12"), allow_nan=False, allow_infinity=False)
CURRENCIES = st.sampled_from(("USD", "EUR", "JPY", "KWD"))


@given(st.lists(st.tuples(PRICES, CURRENCIES, st.integers(1, MAX_QUANTITY)), max_size=200))
def test_totals_are_exact_and_never_fail(rows: list[tuple[Decimal, str, int]]) -> None:
    products = {
        f"P{index}": Product(f"P{index}", LocalText("x"), price=Money(amount, currency))
        for index, (amount, currency, _) in enumerate(rows)
    }
    cart = Cart(tuple(CartLine(ItemRef(f"P{index}"), quantity) for index, (_, _, quantity) in enumerate(rows)))
    result = priced(cart, products.get)
    expected: dict[str, Decimal] = {}
    for amount, currency, quantity in rows:
        unit = Money(amount, currency).rounded().amount
        if unit * quantity <= Decimal("1e9"):
            expected[currency] = expected.get(currency, Decimal(0)) + unit * quantity
    assert {total.currency: total.amount for total in result.totals()} == expected
    assert len(result.orderable()) + len(result.left_out()) == len(rows)


def test_a_fraction_of_a_cent_is_rounded_before_it_is_multiplied() -> None:
    product = Product("P", LocalText("x"), price=Money(Decimal("0.335"), "USD"))
    result = priced(Cart((CartLine(ItemRef("P"), 3),)), {"P": product}.get)
    assert result.totals_text() == "$1.02"
