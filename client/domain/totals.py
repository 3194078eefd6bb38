"""A cart with its prices looked up in the catalogue: the one place where totals are made."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final, Literal

import msgspec

from client.domain.cart import Cart, CartLine
from client.domain.money import Money
from client.domain.product import Product, Sku

Problem = Literal["gone", "sold_out", "no_price"]

_PROBLEMS: Final[dict[str, Problem]] = {"out_of_stock": "sold_out", "discontinued": "gone"}
_MAX_LINE_TOTAL = Decimal("1e9")
"""A line above this is a broken price; it also keeps any sum of lines within what `Money` holds."""


class PricedLine(msgspec.Struct, frozen=True):
    """A cart line as the catalogue sees it now; `problem` says why it cannot be bought."""

    line: CartLine
    product: Product | None = None
    unit: Money | None = None
    total: Money | None = None
    problem: Problem | None = None


class PricedCart(msgspec.Struct, frozen=True):
    """All lines with prices; totals count only the lines that can be bought."""

    lines: tuple[PricedLine, ...] = ()

    def orderable(self) -> tuple[PricedLine, ...]:
        """Lines without a problem."""
        return tuple(line for line in self.lines if line.problem is None)

    def left_out(self) -> tuple[PricedLine, ...]:
        """Lines that cannot be bought now."""
        return tuple(line for line in self.lines if line.problem is not None)

    def totals(self) -> tuple[Money, ...]:
        """One total per currency, in the order in which the currencies come up."""
        sums: dict[str, Money] = {}
        for line in self.orderable():
            if line.total is not None:
                before = sums.get(line.total.currency)
                sums[line.total.currency] = before.plus(line.total) if before else line.total
        return tuple(sums.values())

    def totals_text(self) -> str:
        """The totals as one text: `$20.00 + €3.00`; empty when nothing can be bought."""
        return " + ".join(total.text() for total in self.totals())


def priced(cart: Cart, product_of: Callable[[Sku], Product | None]) -> PricedCart:
    """Looks up every line. `product_of` gives None for a product that is gone."""
    return PricedCart(tuple(_priced_line(line, product_of(line.item.sku)) for line in cart.lines))


def _priced_line(line: CartLine, product: Product | None) -> PricedLine:
    variant = line.item.variant
    if product is None or (variant is not None and product.variant(variant) is None):
        return PricedLine(line, product, problem="gone")
    unit = product.price_of(variant)
    # Rounding each piece first makes the line the multiple of the price the shopper saw.
    unit = unit.rounded() if unit is not None else None
    if unit is None or unit.amount * line.quantity > _MAX_LINE_TOTAL:
        return PricedLine(line, product, problem="no_price")
    chosen = product.variant(variant)
    state = chosen.availability if chosen else product.availability
    problem = _PROBLEMS.get(state)
    return PricedLine(line, product, unit, unit.times(line.quantity), problem)
