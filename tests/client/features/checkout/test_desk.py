"""Handing a cart over: order file, link, totals."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from client.domain.actions import CheckedOut, Notify
from client.domain.cart import Cart, CartLine, ItemRef
from client.domain.money import Money
from client.features.checkout.desk import CheckoutDesk
from client.features.checkout.order import OrderFile
from client.features.checkout.template import CheckoutError
from tests.client.panels.shop import MUG, PRODUCTS, MemoryCatalog

NOW = datetime(2026, 11, 23, 18, 5, 9, tzinfo=UTC)
TEMPLATE = "https://shop.example/cart/{sku}:{qty},...?order={order}"
CART = Cart(
    (
        CartLine(ItemRef("MUG-1"), 3),
        CartLine(ItemRef("ARM-001", "ARM-001-NIGHT"), 1),
        CartLine(ItemRef("LMP/9 & more"), 2),
        CartLine(ItemRef("GONE"), 1),
        CartLine(ItemRef("ARM-001", "ARM-001-PINK"), 1),
        CartLine(ItemRef("TEE"), 1),
    )
)


def desk(folder: Path, template: str = TEMPLATE) -> CheckoutDesk:
    return CheckoutDesk(MemoryCatalog(folder, checkout_url=template), folder / "orders", lambda: NOW)


def read(path: str) -> OrderFile:
    return msgspec.json.decode(Path(path).read_bytes(), type=OrderFile)


def test_link_total_and_file(tmp_path: Path) -> None:
    draft = desk(tmp_path).hand_over(CART)
    assert draft.link == "https://shop.example/cart/MUG-1:3,ARM-001-NIGHT:1?order=20261123-180509"
    assert draft.total == "$1,503.50"
    order = read(draft.order_file)
    assert [(x.sku, x.quantity, x.unit_price, x.total) for x in order.lines] == [
        ("MUG-1", 3, "18.00", "54.00"),
        ("ARM-001-NIGHT", 1, "1449.50", "1449.50"),
    ]
    assert [(x.sku, x.reason) for x in order.left_out] == [
        ("LMP/9 & more", "sold_out"),
        ("GONE", "gone"),
        ("ARM-001-PINK", "gone"),
        ("TEE", "no_price"),
    ]
    assert [(x.amount, x.currency) for x in order.totals] == [("1503.50", "USD")]
    assert (order.catalog, order.link, order.made_at) == ("v1", draft.link, "2026-11-23T18:05:09+00:00")


def test_money_is_text_in_the_file(tmp_path: Path) -> None:
    content = json.loads(Path(desk(tmp_path).hand_over(CART).order_file).read_text("utf-8"))
    assert isinstance(content["lines"][0]["unit_price"], str)
    assert content["lines"][0]["title"] == {"en": "Stoneware mug", "zh-CN": "粗陶马克杯"}


def test_one_total_per_currency(tmp_path: Path) -> None:
    euro = msgspec.structs.replace(MUG, sku="EURO", price=Money(Decimal("0.10"), "EUR"))
    catalog = MemoryCatalog(tmp_path, (*PRODUCTS, euro), TEMPLATE)
    cart = Cart((CartLine(ItemRef("EURO"), 3), CartLine(ItemRef("MUG-1"), 1)))
    draft = CheckoutDesk(catalog, tmp_path, lambda: NOW).hand_over(cart)
    assert draft.total == "€0.30 + $18.00"


def test_the_price_is_that_of_the_catalogue_now(tmp_path: Path) -> None:
    catalog = MemoryCatalog(tmp_path, checkout_url=TEMPLATE)
    till = CheckoutDesk(catalog, tmp_path / "orders", lambda: NOW)
    cart = Cart((CartLine(ItemRef("MUG-1"), 1),))
    assert till.hand_over(cart).total == "$18.00"
    catalog._products["MUG-1"] = msgspec.structs.replace(MUG, price=Money(Decimal("20"), "USD"))
    assert till.hand_over(cart).total == "$20.00"


def test_two_orders_in_one_second_are_two_files(tmp_path: Path) -> None:
    first, second = desk(tmp_path).hand_over(CART), desk(tmp_path).hand_over(CART)
    assert first.order_file != second.order_file
    assert read(second.order_file).order == "20261123-180509-2"
    assert sorted(path.name for path in (tmp_path / "orders").iterdir()) == [
        "order-20261123-180509-2.json",
        "order-20261123-180509.json",
    ]


def test_without_a_template_the_code_says_the_order_itself(tmp_path: Path) -> None:
    draft = desk(tmp_path, template="").hand_over(CART)
    assert draft.link.splitlines() == ["Order 20261123-180509", "3 x MUG-1", "1 x ARM-001-NIGHT", "= $1,503.50"]
    assert read(draft.order_file).link == draft.link


def test_nothing_to_order_is_a_sentence_and_leaves_no_file(tmp_path: Path) -> None:
    for cart in (Cart(), Cart((CartLine(ItemRef("GONE"), 1),))):
        with pytest.raises(CheckoutError, match="nothing in the cart"):
            desk(tmp_path).hand_over(cart)
    assert not (tmp_path / "orders").exists()


def test_a_wrong_template_is_a_notice_and_leaves_no_file(tmp_path: Path) -> None:
    answer = desk(tmp_path, "http://shop.example/{sku}:{qty},...").check_out(CART)
    assert isinstance(answer, Notify)
    assert answer.notice is not None
    assert answer.notice.key == "checkout_failed"
    assert "https://" in dict(answer.notice.values)["reason"]
    assert not (tmp_path / "orders").exists()


def test_a_folder_that_cannot_be_written_is_a_notice(tmp_path: Path) -> None:
    (tmp_path / "orders").write_text("a file stands where the folder should be")
    answer = desk(tmp_path).check_out(CART)
    assert isinstance(answer, Notify)
    assert (tmp_path / "orders").read_text() == "a file stands where the folder should be"


def test_a_failing_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CheckoutError, match="No space left"):
        desk(tmp_path).hand_over(CART)
    assert list((tmp_path / "orders").iterdir()) == []


def test_the_action_of_a_good_cart(tmp_path: Path) -> None:
    answer = desk(tmp_path).check_out(CART)
    assert isinstance(answer, CheckedOut)
    assert answer.order.total == "$1,503.50"
