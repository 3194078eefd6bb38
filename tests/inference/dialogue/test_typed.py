"""How people type: scripts, slips, short forms, refusals, bounds; and how sure the rules are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.dialogue.acts import Act, Described, Heard
from inference.dialogue.normal import normalised
from inference.dialogue.rules import Rules

RULES = Rules(("Alderwick",))
LAPTOP = Act("search", category="laptop", price_min=500, price_max=1000)
LIST, HELD = Heard(shown=4, searched=True), Heard(shown=1, focus=True)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("我想買一張書桌", "我想买一张书桌"),
        ("ＳＯＦＡ", "sofa"),
        ("gren velvt", "green velvet"),
        ("sportsshoes", "sports shoes"),
        ("sooofa", "sofa"),
        ("teh frist", "the first"),
        ("有冇梳化", "有没有沙发"),
        ("呢對鞋", "这双鞋"),
        ("one and a half metres", "1.5 meters"),
        ("一米二", "1.2米"),
        ("between fifty and a hundred", "between 50 and 100"),
        ("two fifty", "250"),
        ("三四百", "300到400"),
        ("lamp 💡", "lamp lamp"),
    ],
)
def test_words_are_read_as_they_are_meant(typed: str, read: str) -> None:
    assert normalised(typed, RULES.speller) == read


@pytest.mark.parametrize("word", ["weather", "timer", "uber", "train", "bread", "coach", "change", "leader"])
def test_a_word_of_its_own_is_no_slip(word: str) -> None:
    assert normalised(word, RULES.speller) == word


@pytest.mark.parametrize(
    ("said", "heard", "act"),
    [
        ("a chair, anything but plastic", Heard(), Act("search", category="chair")),
        ("不要皮的沙发", Heard(), Act("search", category="sofa")),
        ("metal legs are ugly, wood", LIST, Act("refine", material="wood")),
        ("除了白色都可以", LIST, Act("refine")),
        ("laptop, at least 500 but no more than 1k", Heard(), LAPTOP),
        ("五百以上八百以下的手表", Heard(), Act("search", category="watch", price_min=500, price_max=800)),
        ("rug 160 by 230", Heard(), Act("search", category="rug", size="160x230")),
        ("not a penny more than 80 for a lamp", Heard(), Act("search", category="lamp", price_max=80)),
        ("would it fit through an 80 cm door", HELD, Act("ask", ref="this", attribute="size", size="80 cm")),
        ("is it really leather?", HELD, Act("ask", ref="this", attribute="material", material="leather")),
        ("do they come in a size 40", LIST, Act("refine", size="40")),
        ("does it come in a 42?", HELD, Act("variant", ref="this", size="42")),
        ("how wide is 2", LIST, Act("ask", ref=2, attribute="size")),
        ("2 and 3 compare ratings", LIST, Act("compare", refs=(2, 3), attribute="rating")),
        ("这个pk那个红的", HELD, Act("compare", refs=("this", Described(color="red")))),
        ("第一个和第三个都加进去", LIST, Act("add", refs=(1, 3))),
        ("wot does the green one cost", LIST, Act("ask", ref=Described(color="green"), attribute="price")),
        ("where do you keep the vases and pictures", Heard(), Act("navigate", place="decoration")),
        ("不想要那个灯了", Heard(shown=3), Act("remove", ref=Described(category="lamp"))),
        ("加两个黑色的马克杯", LIST, Act("add", ref=Described(category="mug", color="black"), qty=2)),
        ("取消88231这单", Heard(), Act("service", topic="cancel_order", order_id="88231")),
    ],
)  # fmt: skip
def test_what_is_typed_comes_to_an_act(said: str, heard: Heard, act: Act) -> None:
    got = RULES.parse(said, heard)
    assert Act(**{**{name: getattr(got, name) for name in Act.__struct_fields__}, "text": None}) == act


@pytest.mark.parametrize("thing", ["a tent", "curtains?", "有窗帘吗", "gaming mouse"])
def test_a_thing_that_has_no_name_of_ours_is_looked_for_by_its_words(thing: str) -> None:
    act = RULES.parse(thing)
    assert act.act == "search"
    assert act.text


@pytest.mark.parametrize("said", ["what's the capital of mongolia", "怎么做红烧肉", "play some music", "明天下雨吗"])
def test_other_talk_is_chat_that_keeps_its_words(said: str) -> None:
    act = RULES.parse(said, LIST)
    assert act.act == "chat"
    assert act.text


def test_known_words_make_the_rules_surer() -> None:
    known = RULES.parse_with_evidence("green velvet sofa under 800")
    strange = RULES.parse_with_evidence("quantum sofa entanglement hypothesis")
    assert 0 <= strange.confidence < known.confidence <= 1
    assert strange.coverage < known.coverage <= 1


@given(st.text(max_size=500), st.builds(Heard, st.integers(0, 9), st.booleans(), st.booleans()))
def test_any_letters_are_read_twice_alike(text: str, heard: Heard) -> None:
    first, again = RULES.parse_with_evidence(text, heard), RULES.parse_with_evidence(text, heard)
    assert first == again
    assert 0 <= first.confidence <= 1
    assert not re.search(r"[A-Z]", first.text)
