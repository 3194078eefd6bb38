"""The order file and the order's plain text. Prices come from the catalogue, as exact decimals in text form."""

from __future__ import annotations

from typing import Literal

import msgspec

from client.domain.money import Money
from client.domain.text import LocalText
from client.domain.totals import PricedCart, PricedLine

FORMAT: Literal["vitrine-order/1"] = "vitrine-order/1"


class OrderLine(msgspec.Struct, frozen=True):
    """One line to be ordered. Amounts are decimals as text, such as "1299.00"."""

    sku: str
    product: str
    title: LocalText
    version: LocalText
    gtin: str | None
    quantity: int
    unit_price: str
    total: str
    currency: str


class LeftOut(msgspec.Struct, frozen=True):
    """A line that could not be ordered, and why."""

    sku: str
    quantity: int
    reason: str


class OrderTotal(msgspec.Struct, frozen=True):
    """What all lines of one currency cost."""

    amount: str
    currency: str


class OrderFile(msgspec.Struct, frozen=True):
    """What the order file holds."""

    format: Literal["vitrine-order/1"]
    order: str
    made_at: str
    """ISO 8601 with its offset."""
    catalog: str
    """Version of the catalogue whose prices these are."""
    link: str
    lines: tuple[OrderLine, ...]
    left_out: tuple[LeftOut, ...]
    totals: tuple[OrderTotal, ...]


def order_file(cart: PricedCart, order: str, made_at: str, catalog: str, link: str) -> OrderFile:
    """The order of a priced cart."""
    lines = tuple(_line(line, line.unit, line.total) for line in cart.orderable() if line.unit and line.total)
    left = tuple(LeftOut(x.line.item.buy_sku(), x.line.quantity, str(x.problem)) for x in cart.left_out())
    totals = tuple(OrderTotal(_amount(total), total.currency) for total in cart.totals())
    return OrderFile(FORMAT, order, made_at, catalog, link, lines, left, totals)


def plain_order(cart: PricedCart, order: str) -> str:
    """The order as a short text, for shops without a cart link: what a clerk at the desk reads from the code."""
    rows = [f"{line.line.quantity} x {line.line.item.buy_sku()}" for line in cart.orderable()]
    return "\n".join([f"Order {order}", *rows, f"= {cart.totals_text()}"])


def _line(line: PricedLine, unit: Money, total: Money) -> OrderLine:
    product, item = line.product, line.line.item
    variant = product.variant(item.variant) if product else None
    return OrderLine(
        sku=item.buy_sku(),
        product=item.sku,
        title=product.title if product else LocalText(),
        version=variant.label if variant else LocalText(),
        gtin=(variant.gtin if variant else None) or (product.gtin if product else None),
        quantity=line.line.quantity,
        unit_price=_amount(unit),
        total=_amount(total),
        currency=total.currency,
    )


def _amount(money: Money) -> str:
    return f"{money.rounded().amount:f}"
