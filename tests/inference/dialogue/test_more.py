"""What was once understood stays so: sayings written beside the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.bench.guide_words import sayings, understood
from inference.dialogue.acts import Heard, encode
from inference.dialogue.rules import Rules

_PEOPLE = Path(__file__).parent / "people"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules()


@pytest.mark.parametrize("name", ["en_more.jsonl"])
def test_what_was_understood_stays_understood(rules: Rules, name: str) -> None:
    said = sayings(_PEOPLE / name)
    assert len(said) > 500
    lost = [
        (one.text, encode(got).decode())
        for one in said
        if not understood(got := rules.parse(one.text, one.heard), one.right)
    ]
    assert not lost


@pytest.mark.parametrize(
    "text",
    ["cheaper?", "nah smaller", "in black?", "not that dark", "same but blue", "any others", "too expensive"],
)
def test_a_change_of_a_wish_needs_no_state(rules: Rules, text: str) -> None:
    assert rules.parse(text).act == "refine"
    assert rules.parse(text, Heard(shown=4, searched=True)).act == "refine"


@pytest.mark.parametrize(
    ("text", "category", "other"),
    [
        ("my sofa is grey, need rug for it", "rug", None),
        ("leather jacket", "jacket", "leather"),
        ("got any mugs that arent plastic", "mug", None),
        ("i am in need of a wardrobe, it must be in beech", "cabinet", "beech"),
    ],
)
def test_what_is_owned_refused_or_meant_is_told_apart(
    rules: Rules, text: str, category: str, other: str | None
) -> None:
    act = rules.parse(text)
    assert (act.act, act.category, act.material) == ("search", category, other)
