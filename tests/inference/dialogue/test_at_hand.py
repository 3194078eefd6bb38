"""Turns of phrase that the thing before the shopper makes sure."""

from __future__ import annotations

import pytest

from inference.dialogue.acts import Act, Described, Heard
from inference.dialogue.rules import Rules

_RULES = Rules()
_HELD, _FOUND, _NOTHING = Heard(0, True, False), Heard(5, True, True), Heard()


def _fits(size: str, ref: int | str = "this") -> Act:
    return Act("ask", ref=ref, attribute="size", size=size)  # type: ignore[arg-type]


@pytest.mark.parametrize("heard", [_HELD, _FOUND], ids=["held", "found"])
@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("Does it fit a 2 m wall?", _fits("2 m")),
        ("will it fit on a 6 ft wall", _fits("6 ft")),
        ("would it fit along a 180 cm wall?", _fits("180 cm")),
        ("is it too wide for a 6 foot wall?", _fits("6 ft")),
        ("is it narrower than 2 m?", _fits("2 m")),
        ("两米的墙放得下吗", _fits("2 m")),
        ("这个能放在两米的墙边吗？", _fits("2 m")),
        ("take me there", Act("navigate", ref="this")),
        ("ok, bring me to it please", Act("navigate", ref="this")),
        ("带我过去", Act("navigate", ref="this")),
        ("那带我去那边看看吧", Act("navigate", ref="this")),
        ("跟沙发比较一下", Act("compare", refs=("this", Described(category="sofa")))),
        ("和红色的沙发比比看", Act("compare", refs=("this", Described(category="sofa", color="red")))),
    ],
)
def test_of_the_thing_at_hand(said: str, act: Act, heard: Heard) -> None:
    assert _RULES.parse(said, heard) == act


@pytest.mark.parametrize(
    "said", ["it may cost up to 1500", "it could be up to 1500", "预算可以到一千五", "预算加到1500吧"]
)
def test_more_money_while_searching_narrows_the_search(said: str) -> None:
    assert _RULES.parse(said, _FOUND) == Act("refine", price_max=1500)


@pytest.mark.parametrize(
    ("said", "heard", "name"),
    [
        ("a sofa that fits a 2 m wall", _FOUND, "search"),
        ("one that fits a 2 m wall", _FOUND, "refine"),
        ("would it fit in my bedroom", _HELD, "show_in_room"),
        ("how much can it cost", _FOUND, "ask"),
        ("take me to the sofas", _FOUND, "navigate"),
        ("take me there", _NOTHING, "chat"),
        ("比较一下前两个", _FOUND, "compare"),
    ],
)
def test_what_is_not_about_it_is_understood_as_before(said: str, heard: Heard, name: str) -> None:
    act = _RULES.parse(said, heard)
    assert act.act == name
    assert act.ref != "this" or name in ("show_in_room", "ask")
