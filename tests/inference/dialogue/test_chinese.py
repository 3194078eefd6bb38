"""Chinese as it is typed: characters of the same sound, spoken figures, wishes that only change another."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from client.bench.guide_words import measured
from inference.dialogue.acts import Act, Described, Heard
from inference.dialogue.numbers import to_digits
from inference.dialogue.rules import Rules

SHOWN = Heard(5, False, True)
HELD = Heard(1, True, False)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("杀发", "沙发"),
        ("莲衣裙", "连衣裙"),
        ("衣子", "椅子"),
        ("拖协", "拖鞋"),
        ("台登", "台灯"),
        ("购务车", "购物车"),
    ],
)
def test_a_word_typed_by_its_sound_is_the_shops(rules: Rules, typed: str, meant: str) -> None:
    assert rules.sounds.mended(typed) == meant


@pytest.mark.parametrize(
    "said", ["上一步", "老公四十岁", "那盏灯", "码数准吗我平时穿38", "这沙发坐几个人", "家居", "被子"]
)
def test_what_only_sounds_like_a_word_is_left_alone(rules: Rules, said: str) -> None:
    assert rules.sounds.mended(said) == said


@pytest.mark.parametrize(
    ("said", "figure"),
    [
        ("1k5", "1500"),
        ("2千3", "2300"),
        ("百来块", "100左右"),
        ("两千多", "2000左右"),
        ("500到1千", "500到1000"),
        ("几十块", ""),
    ],
)
def test_figures_as_they_are_spoken(said: str, figure: str) -> None:
    assert to_digits(said) == figure


@pytest.mark.parametrize("said", ["便宜点的?", "再大一点", "太贵了", "不要皮的", "贵了,便宜些", "颜色深点"])
def test_a_change_of_a_wish_needs_no_state(rules: Rules, said: str) -> None:
    assert rules.parse(said).act == "refine"


def test_what_is_refused_is_no_part_of_the_wish(rules: Rules) -> None:
    both = rules.parse("沙发不要黑色,别的都行"), rules.parse("要个能放电视的柜子,木头的")
    assert both == (Act("search", category="sofa"), Act("search", category="cabinet", material="wood"))


def test_things_are_meant_by_place_and_by_what_tells_them_apart(rules: Rules) -> None:
    assert rules.parse("中间那个看看", SHOWN) == Act("select", ref=3)
    red, blue = Described(color="red"), Described(color="blue")
    assert rules.parse("红的和蓝的哪个便宜", SHOWN) == Act("compare", refs=(red, blue), attribute="price")
    assert rules.parse("2跟4比哪个大", SHOWN) == Act("compare", refs=(2, 4), attribute="size")
    assert rules.parse("有没有小一号", HELD) == Act("variant", ref="this")
    assert rules.parse("椅子减两把", SHOWN) == Act("remove", ref=Described(category="chair"), qty=2)


@pytest.mark.parametrize("said", ["把灯关了", "帮我定个明早七点的闹钟", "发微信给老王", "手机没电了", "怎么办信用卡"])
def test_orders_to_other_machines_are_none_of_the_shops(rules: Rules, said: str) -> None:
    assert rules.parse(said).act == "chat"


def test_the_sayings_written_beside_the_rules_are_understood(rules: Rules) -> None:
    file = Path(__file__).parent / "people" / "zh-CN_more.jsonl"
    assert len(file.read_text("utf-8").splitlines()) > 500
    assert measured(rules.parse, [file], None)["act_exact_zh"] == 1.0


def test_any_run_of_characters_is_mended_to_one_as_long(rules: Rules) -> None:
    said = "要买个好看的杀发和莲衣裙再来两把衣子"
    assert len(rules.sounds.mended(said)) == len(said)
    assert msgspec.json.encode(rules.parse(said))
