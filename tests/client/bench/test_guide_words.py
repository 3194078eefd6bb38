"""How understanding is scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.bench.guide_words import BenchError, measured, understood
from inference.dialogue.acts import Act, Described, Heard

SAID = (
    '{"text": "red sofa", "state": {}, "act": {"act": "search", "category": "sofa", "color": "red"}}\n'
    '{"text": "两米的床", "act": {"act": "search", "category": "bed", "size": "2 m"},'
    ' "alternatives": [{"act": "search", "category": "bed"}]}\n'
    '{"text": "that one", "state": {"shown": 2}, "act": {"act": "select", "ref": "this"}}\n'
)


@pytest.mark.parametrize(
    ("got", "right", "same"),
    [
        (Act("search", size="200 cm"), Act("search", size="2 m"), True),
        (Act("search", size="200 cm"), Act("search", size="2.1 m"), False),
        (Act("search", size="m"), Act("search", size="M"), True),
        (Act("search", text="curtains"), Act("search"), True),
        (Act("search", price_max=80), Act("search"), False),
        (Act("select", ref=1), Act("select", ref=Described(color="red")), False),
    ],
)
def test_acts_are_compared_by_what_they_mean(got: Act, right: Act, same: bool) -> None:
    assert understood(got, (Act("chat"), right)) is same


def test_one_who_understands_all_scores_one_and_one_who_understands_nothing_none(tmp_path: Path) -> None:
    file = tmp_path / "said.jsonl"
    file.write_text(SAID, "utf-8")
    all_right = {
        "red sofa": Act("search", category="sofa", color="red"),
        "两米的床": Act("search", category="bed", size="200 cm"),
        "that one": Act("select", ref="this"),
    }

    def wise(text: str, heard: Heard) -> Act:
        return all_right[text]

    def deaf(text: str, heard: Heard) -> Act:
        return Act("chat")

    best, worst = measured(wise, [file], None, by_act=True), measured(deaf, [file], None)
    assert (best["act_exact_en"], best["act_exact_zh"], best["slot_f1"], best["en_select"]) == (1, 1, 1, "1/1")
    assert (worst["act_exact_en"], worst["act_exact_zh"], worst["slot_f1"], worst["ref_accuracy_en"]) == (0, 0, 0, 0)


def test_a_file_of_something_else_is_told(tmp_path: Path) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text('{"text": 1}\n', "utf-8")
    with pytest.raises(BenchError, match=r"other\.jsonl"):
        measured(lambda text, heard: Act("chat"), [file], None)
