"""A model that lies in every way one can think of, and what of it reaches the shopper: nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inference.dialogue.claims import numbers_in, plain_text
from inference.dialogue.verifier import Subject, Verifier, sentences, whole_sentences

SOFA = Subject(
    ("Oslo three-seat sofa", "奥斯陆三人沙发"),
    (
        "price $2,190.00",
        "价格 $2,190.00",
        "width 212 cm",
        "depth 95 cm",
        "height 81 cm",
        "宽 212 cm",
        "深 95 cm",
        "高 81 cm",
        "212 × 95 × 81 cm",
        "weight 64 kg",
        "重 64 kg",
        "linen, oak",
        "亚麻、橡木",
        "Sand linen",
        "沙色亚麻",
        "brand Nordhem",
        "In stock",
        "有货",
        "Removable cover",
        "not waterproof",
        "不防水",
        "warranty 24 months",
    ),
)
CHAIR = Subject(
    ("Vik armchair", "维克扶手椅"),
    (
        "price $640.00",
        "价格 $640.00",
        "width 78 cm",
        "velvet, walnut",
        "丝绒、胡桃木",
        "Night blue velvet",
        "Out of stock",
    ),
)

TRUE = [
    "The Oslo three-seat sofa costs $2,190.",
    "It costs 2190 dollars and it is 212 cm wide.",
    "It's two thousand one hundred and ninety dollars.",
    "It measures 212 × 95 × 81 cm.",
    "It is 2.12 m wide, 95 cm deep and 81 cm tall.",
    "The sofa is made of linen and oak.",
    "It is by Nordhem, and it is in stock.",
    "Would you like to see it?",
    "It is not waterproof.",
    "The cover is removable.",
    "It weighs 64 kg.",
    "奥斯陆三人沙发的价格是 $2,190。",
    "它宽 212 厘米，深 95 厘米。",
    "它是用亚麻和橡木做成的。",
    "它有货。",
    "您想看看吗？",
]
LIES = [
    # numbers
    "It costs $2,090.",
    "It costs $219.",
    "It costs 2,190 euros.",
    "It costs €2190.",
    "It costs two thousand dollars.",
    "It costs ２０９０ dollars.",
    "It costs $2190.50.",
    "It costs $ 2 190 000.",
    "It is 212 m wide.",
    "It is 95 cm wide.",
    "It is 212 inches wide.",
    "It is 81 cm deep.",
    "It weighs 46 kg.",
    "It weighs 64 g.",
    "It costs 64.",
    "It costs 212.",
    "It has a 10-year warranty.",
    "It has 24 drawers.",
    "It comes with 2 cushions.",
    "It costs ½ of that.",
    "It is 20% off.",
    "It seats five.",
    "A dozen are here.",
    "It costs ٢٠٩٠ dollars.",
    "The warranty is 24 years.",
    "It costs MMCXC dollars.",
    "It cost $2,190 and now costs $1,500.",
    "2190 kg.",
    "It is 212 cm tall.",
    # materials, colours, brands, names
    "It is made of leather.",
    "It is made of vibranium.",
    "It is linen and steel.",
    "It comes in red.",
    "It is crimson.",
    "It is by Ikea.",
    "It is by Acme.",
    "The Bergen sofa is nice too.",
    "The legs are walnut.",
    "It is oаk.",
    "It is made of sílk.",
    "It is *leather*.",
    "LEATHER!",
    "It is l e a t h e r.",
    "It is lea\u200bther.",
    # turned round
    "It is not made of linen.",
    "It isn't linen.",
    "It has no oak.",
    "It is waterproof.",
    "It is never in stock.",
    "The cover is not removable.",
    "It is out of stock.",
    "It is sold out.",
    "It is unavailable.",
    "It lacks oak.",
    "It is without linen.",
    "It is oak-free.",
    # praise and promises
    "It is the cheapest sofa.",
    "It is award-winning.",
    "It is handmade in Italy.",
    "Delivery is free.",
    "It is eco-friendly.",
    "It lasts forever.",
    "It is safe for children.",
    "You can return it any time.",
    "It is discounted.",
    "It is fireproof.",
    "It is larger than the Vik armchair.",
    "Everybody loves it.",
    "It is new.",
    "It fits any room.",
    # symbols
    "It is 🌿.",
    "⭐⭐⭐⭐⭐",
    "It is linen™.",
    "It is <b>oak</b>.",
    "It costs ₤2190.",
    # Chinese
    "它的价格是 2090 元。",
    "它只要两千元。",
    "它宽 95 厘米。",
    "它是真皮的。",
    "它是红色的。",
    "它防水。",
    "它不是亚麻的。",
    "它没有橡木。",
    "它缺货。",
    "它重 46 公斤。",
    "它是意大利手工制作的。",
    "它是宜家的。",
    "保修十年。",
    "免费送货。",
    "它是最便宜的。",
    "它很耐用。",
    "打八折。",
    "它是钢的。",
    "它有两个靠垫。",
    "它不贵。",
]


@pytest.mark.parametrize("said", TRUE)
def test_what_the_facts_hold_may_be_said(said: str) -> None:
    assert Verifier([SOFA]).supports(said)


@pytest.mark.parametrize("said", LIES)
def test_a_lie_is_not_said(said: str) -> None:
    assert not Verifier([SOFA]).supports(said)


@pytest.mark.parametrize(
    "said",
    [
        "The Vik armchair costs $2,190.",
        "The Oslo three-seat sofa is velvet.",
        "The Oslo three-seat sofa costs $640, and the Vik armchair costs $2,190.",
        "The Vik armchair is in stock.",
        "Both are linen.",
        "It costs $640.",
        "The Oslo three-seat sofa and the Vik armchair cost $640.",
        "The Oslo three-seat sofa, the Vik armchair: both cost $2,190.",
        "The Vik armchair is 212 cm wide.",
        "维克扶手椅的价格是 $2,190。",
        "奥斯陆三人沙发是丝绒的。",
    ],
)
def test_what_is_true_of_one_is_not_said_of_another(said: str) -> None:
    assert not Verifier([SOFA, CHAIR]).supports(said)


def test_it_is_what_was_spoken_of_last() -> None:
    verifier = Verifier([SOFA, CHAIR])
    assert verifier.supports("The Vik armchair costs $640.")
    assert verifier.supports("It is 78 cm wide.")
    assert not verifier.supports("It is 212 cm wide.")
    assert verifier.supports("The Oslo three-seat sofa costs $2,190, and the Vik armchair $640.")
    assert verifier.supports("维克扶手椅的价格是 $640，奥斯陆三人沙发的价格是 $2,190。")
    assert verifier.supports("它宽 212 厘米。")


def test_facts_of_no_product_hold_everywhere() -> None:
    assert Verifier([], ["3", "30 days"]).supports("Here are 3.")
    assert not Verifier([], ["3", "30 days"]).supports("Here are 4.")


WORDS = [
    "linen",
    "oak",
    "steel",
    "leather",
    "red",
    "sand",
    "not",
    "and",
    "it",
    "is",
    "the",
    "made",
    "of",
    "cheap",
    "silk",
    "Nordhem",
    "Ikea",
    "in",
    "stock",
    "out",
    "waterproof",
    "removable",
    "cover",
    "costs",
    "wide",
    "with",
    "no",
    "new",
]
FALSE = {"steel", "leather", "red", "cheap", "silk", "ikea", "new"}


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
@example(["it", "is", "not", "oak"])
def test_no_order_of_words_smuggles_a_false_one_through(words: list[str]) -> None:
    if Verifier([SOFA]).supports(" ".join(words) + "."):
        assert not FALSE & {word.lower() for word in words}
        assert " ".join(words).replace("waterproof", "") == " ".join(words) or "not waterproof" in " ".join(words)


@settings(max_examples=400, deadline=None)
@given(
    st.floats(0, 1e7), st.sampled_from(["${}", "{} dollars", "{} cm wide", "{} kg", "{}", "{} euros", "{}%", "{} 厘米"])
)
def test_no_number_gets_through_that_is_no_fact(value: float, form: str) -> None:
    text = form.format(f"{value:.2f}")
    if Verifier([SOFA]).supports(f"It is {text}."):
        numbers, _ = numbers_in(plain_text(text))
        assert all(any(abs(n.value - fact.value) <= 0.006 * fact.value for fact in SOFA.known.numbers) for n in numbers)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_any_text_at_all_is_verified_without_an_error(text: str) -> None:
    verifier = Verifier([SOFA, CHAIR])
    for sentence in sentences(text):
        verifier.supports(sentence)


def test_sentences_are_told_apart_as_they_come() -> None:
    assert list(sentences("It costs $2,190.00. It is linen! 它有货。真的？")) == [
        "It costs $2,190.00.",
        "It is linen!",
        "它有货。",
        "真的？",
    ]
    assert whole_sentences("It costs $2,190. It is li") == (["It costs $2,190."], "It is li")
    assert whole_sentences("It is linen. ") == (["It is linen."], "")
    assert whole_sentences("It costs $2.") == ([], "It costs $2.")
