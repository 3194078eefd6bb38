"""The merchant's cart link."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.features.checkout.template import CheckoutError, parse_template

SKUS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
LINES = st.lists(st.tuples(SKUS, st.integers(1, 99)), min_size=1, max_size=12)
TEMPLATES = st.sampled_from(
    (
        "https://shop.example/cart/{sku}:{qty},...",
        "https://shop.example/cart/{qty}x:{sku};...?ref={order}",
        "https://shop.example/add?[sku={sku}&n={qty}]&...",
        "https://shop.example/add?[i={sku}&q={qty}&]&...&order={order}#cart",
        "https://shop.example:8443/{order}/c?lines={sku}*{qty},...",
    )
)


@given(TEMPLATES, LINES, st.text("0123456789-", min_size=1, max_size=20))
def test_every_sku_comes_back(template: str, lines: list[tuple[str, int]], order: str) -> None:
    parsed = parse_template(template)
    link = parsed.link(lines, order)
    assert parsed.read(link, order) == tuple(lines)
    address = urlsplit(link)
    assert address.scheme == "https"
    assert address.hostname == "shop.example"
    assert link.isascii()
    assert not set(link) & set(' "<>\\^`{|}\n')


@given(LINES)
def test_a_query_link_is_read_by_any_web_server(lines: list[tuple[str, int]]) -> None:
    link = parse_template("https://shop.example/add?[sku={sku}&n={qty}]&...").link(lines, "1")
    pairs = parse_qsl(urlsplit(link).query, keep_blank_values=True, strict_parsing=True)
    assert pairs == [pair for sku, quantity in lines for pair in (("sku", sku), ("n", str(quantity)))]


def test_the_example_of_the_documentation() -> None:
    made = parse_template("https://shop.example/cart/{sku}:{qty},...").link([("A", 2), ("B/1,2:3", 1)], "7")
    assert made == "https://shop.example/cart/A:2,B%2F1%2C2%3A3:1"


def test_the_order_number_is_put_in_and_encoded() -> None:
    template = parse_template("https://shop.example/c/{sku}:{qty},...?order={order}")
    assert template.link([("A", 1)], "a&b") == "https://shop.example/c/A:1?order=a%26b"


def test_a_sku_that_looks_like_a_placeholder_stays_a_sku() -> None:
    template = parse_template("https://shop.example/c/{sku}:{qty},...")
    assert template.link([("{qty}", 3), ("{order}", 1)], "9") == ("https://shop.example/c/%7Bqty%7D:3,%7Border%7D:1")


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("https://shop.example/cart", "repeats for every product"),
        ("", "repeats for every product"),
        ("https://shop.example/{sku}:{qty}", "repeats for every product"),
        ("https://shop.example/{sku}:{sku},...", "each once"),
        ("https://shop.example/[{sku}],...", "each once"),
        ("https://shop.example/[{sku}:{qty}:{price}],...", "each once"),
        ("https://shop.example/{sku}:{qty},...?u={user}", "nobody can fill: {user}"),
        ("https://shop.example/{sku}-{qty},...", "cannot keep two values apart"),
        ("https://shop.example/{sku}:{qty}-...", "cannot keep two values apart"),
        ("https://shop.example/{sku}{qty},...", "cannot keep two values apart"),
        ("http://shop.example/{sku}:{qty},...", "must begin with https://"),
        ("javascript:alert(1)//{sku}:{qty},...", "must begin with https://"),
        ("https:///cart/{sku}:{qty},...", "name the shop's host"),
        ("https://{order}.example/{sku}:{qty},...", "name the shop's host"),
        ("https://user:pass@shop.example/{sku}:{qty},...", "name the shop's host"),
        ("https://{sku}:{qty},...", "name the shop's host"),
        ("https://shop.example{sku}:{qty},...", "name the shop's host"),
        ("https://shop.example:port/{sku}:{qty},...", "not a web address"),
        ("https://shop.example/a b/{sku}:{qty},...", "no web address may have"),
        ("https://shop.example/ü/{sku}:{qty},...", "no web address may have"),
    ],
)
def test_a_wrong_template_is_refused_in_words(template: str, says: str) -> None:
    with pytest.raises(CheckoutError) as caught:
        parse_template(template)
    assert says in str(caught.value)


@given(st.text(max_size=80))
def test_any_text_is_a_template_or_a_sentence(text: str) -> None:
    with suppress(CheckoutError):
        assert parse_template(text).before.startswith("https://")


@given(st.text("{}[]skuqtyorder:,.&=/?# -", max_size=40), st.text("{}[]skuqty:,.&=", max_size=40))
def test_anything_accepted_makes_a_safe_link(path: str, repeat: str) -> None:
    try:
        template = parse_template(f"https://shop.example/{path}{repeat}...")
    except CheckoutError:
        return
    lines = [("a,b:c/d", 2), ("é&=?#", 9)]
    link = template.link(lines, "7")
    assert urlsplit(link).hostname == "shop.example"
    assert template.read(link, "7") == tuple(lines)


def test_no_lines_no_link() -> None:
    with pytest.raises(CheckoutError, match="nothing in the cart"):
        parse_template("https://shop.example/{sku}:{qty},...").link([], "1")


def test_a_foreign_link_is_not_read() -> None:
    template = parse_template("https://shop.example/{sku}:{qty},...")
    for link in ("https://other.example/A:1", "https://shop.example/A:x"):
        with pytest.raises(CheckoutError, match="not made from"):
            template.read(link, "1")
