"""The checker sees what the catalogue does not hold; the guide says no such thing, though lies come by the dozen."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from client.bench.guide_checker import Checker
from client.bench.guide_truth import Truth, asking
from tests.client.panels.shop import PRODUCTS, MemoryCatalog

SOFA = next(product for product in PRODUCTS if product.sku == "SOFA-3")
MUG = next(product for product in PRODUCTS if product.sku == "MUG-1")


@pytest.mark.parametrize(
    "said",
    [
        "Three-seat sofa costs $2,190.00.",
        "It is made of linen.",
        "三人沙发：$2,190.00。",
        "Of these 2 it is the first.",
    ],
)
def test_the_checker_lets_facts_pass(said: str) -> None:
    assert Checker(PRODUCTS).unsupported(said, [SOFA], counted=(1, 2)) == []


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("It costs $19.00.", "price"),
        ("It costs 77.", "number"),
        ("It is made of leather.", "word"),
        ("它是真皮的。", "word"),
        ("It is crimson.", "word"),
        ("It goes with the Stoneware mug.", "name"),
        ("It weighs 0.38 kg.", "number"),
    ],
)
def test_the_checker_sees_what_is_no_fact_of_these_products(said: str, what: str) -> None:
    assert any(wrong.startswith(what) for wrong in Checker(PRODUCTS).unsupported(said, [SOFA]))


def test_of_the_right_product_it_is_a_fact() -> None:
    assert Checker(PRODUCTS).unsupported("Stoneware mug weighs 0.38 kg.", [MUG]) == []


def test_the_guide_says_nothing_unsupported_though_a_model_lies_by_the_dozen(tmp_path: Path) -> None:
    figures = Truth(PRODUCTS, random.Random(3)).measured(asking(MemoryCatalog(tmp_path), tmp_path), 240)
    assert figures["unsupported_facts"] == 0, figures.get("first_unsupported")
    seen, free = figures["lies_seen"], figures["answers_in_free_words"]
    assert isinstance(seen, int)
    assert isinstance(free, int)
    assert seen > 0.8 * free, "the checker must see the lies that the verifier keeps away"
