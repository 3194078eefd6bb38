"""Products hold only what a product can be, and survive JSON."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from client.domain.errors import DomainError
from client.domain.money import Money
from client.domain.product import Product, Size, Variant
from client.domain.text import LocalText

SOFA = Product(
    sku="sofa",
    title=LocalText("Sofa", "沙发"),
    price=Money(Decimal("1299.00"), "USD"),
    size=Size(2.2, 0.8, 1.0),
    variants=(Variant("sofa-navy", LocalText("Navy", "藏青"), price=Money(Decimal("1399.10"), "USD")),),
)


def test_json_keeps_every_cent() -> None:
    written = msgspec.json.encode(SOFA)
    assert b"1399.10" in written
    assert msgspec.json.decode(written, type=Product) == SOFA


def test_a_variant_may_have_its_own_price() -> None:
    assert SOFA.price_of("sofa-navy") == Money(Decimal("1399.10"), "USD")
    assert SOFA.price_of(None) == SOFA.price_of("unknown") == SOFA.price


def test_a_missing_language_falls_back() -> None:
    assert SOFA.title.get("zh-CN") == "沙发"
    assert LocalText(en="Lamp").get("zh-CN") == "Lamp"
    assert LocalText(zh_cn="灯").get("en") == "灯"


@pytest.mark.parametrize("side", [0.0, -1.0, float("nan"), float("inf"), 100.0])
def test_a_size_is_a_real_size(side: float) -> None:
    with pytest.raises(DomainError):
        Size(1.0, side, 1.0)


@pytest.mark.parametrize("sku", ["", "a" * 129, "a\nb", "\x00"])
def test_a_sku_can_be_printed(sku: str) -> None:
    with pytest.raises(DomainError):
        Product(sku=sku, title=LocalText("x"))


def test_sizes_are_said_as_people_say_them() -> None:
    assert Size(2.2, 0.8, 1.0).text() == "220 × 80 × 100 cm"
    assert Size(0.075, 0.02, 0.02).text() == "75 × 20 × 20 mm"
