"""A talk with the guide: what it finds, does and says, in both languages, and what it never makes up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import NO_CHANGES, Standing
from client.domain.talk import Line
from client.domain.text import Language
from client.features.guide.passages import Policies
from client.texts import Texts
from tests.client.features.guide.talking import SAMPLE, Talking
from tests.client.panels.shop import PRODUCTS


def test_a_talk_from_the_wish_to_the_cart(talking: Talking) -> None:
    assert talking.say("i need a sofa under 3000").products == ("SOFA-3",)
    assert "$2,190.00" in talking.say("how much is it?").text
    assert "linen" in talking.say("what is the first made of").text
    talking.say("add it to my cart")
    assert talking.cart() == {"SOFA-3": 1}
    talking.say("undo that")
    assert talking.cart() == {}
    talking.say("i'll take two of them")
    assert talking.cart() == {"SOFA-3": 2}
    talking.say("remove the sofa from my cart")
    assert talking.cart() == {}


def test_the_same_in_chinese(talking: Talking) -> None:
    talking.do(a.SetLanguage("zh-CN"))
    assert talking.say("有没有三千以内的沙发").products == ("SOFA-3",)
    assert "三人沙发" in talking.say("这个多少钱").text
    talking.say("来两个")
    assert talking.cart() == {"SOFA-3": 2}
    assert "沙发" in talking.say("沙发在哪里").text
    assert talking.session.standing == Standing(1.0, 2.0)


def test_what_does_not_fit_is_said(talking: Talking) -> None:
    near = talking.say("a blue velvet sofa under 100")
    assert near.products == ("SOFA-3",)
    for part in ("not in that material", "over your price", "not in that colour"):
        assert part in near.text
    nothing = talking.say("do you have bicycles")
    assert nothing.products == ()


def test_a_version_is_chosen_by_word(talking: Talking) -> None:
    talking.say("show me armchairs")
    talking.say("show it in velvet")
    assert talking.session.chosen_variant("ARM-001") == "ARM-001-NIGHT"
    assert "Rust wool" in talking.say("can i have it in another colour?").text
    assert talking.session.chosen_variant("ARM-001") == "ARM-001-NIGHT"


def test_what_is_sold_in_sizes_is_not_put_into_the_cart_blindly(talking: Talking) -> None:
    talking.say("t-shirts please")
    talking.say("i'll take it")
    assert talking.cart() == {}
    assert (talking.session.panel, talking.session.panel_item) == ("product", ItemRef("TEE"))


def test_this_is_what_the_hand_holds(talking: Talking) -> None:
    talking.say("show me sofas")
    talking.do(a.PickUp("MUG-1"))
    assert "mug" in talking.say("how heavy is this?").text
    assert "0.38 kg" in talking.session.talk.lines[-1].text


def test_two_that_fit_are_asked_about(talking: Talking) -> None:
    talking.session = replace(talking.session, talk=replace(talking.session.talk, shown=("ARM-001", "TEE", "SOFA-3")))
    asked = talking.say("compare the first and the third")
    assert asked.products == ("ARM-001", "SOFA-3")
    assert len(talking.session.gathered.compared) == 2
    assert {source.field for source in asked.sources} == {row.field for row in asked.table}
    assert {"price", "size", "material"} <= {row.field for row in asked.table}


def test_the_merchants_words_about_returns(talking: Talking) -> None:
    assert "nothing here about returns" in talking.say("what is your return policy").text
    talking.policies.mkdir()
    (talking.policies / "returns.md").write_text("# Returns\n\nSend it back within **30 days**.\n", "utf-8")
    (talking.policies / "returns.zh-CN.md").write_text("三十天内可以退货。", "utf-8")
    assert talking.say("what is your return policy").text == "Send it back within 30 days."
    talking.do(a.SetLanguage("zh-CN"))
    assert talking.say("怎么退货").text == "三十天内可以退货。"


def test_a_policy_is_a_file_of_the_folder_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", "utf-8")
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "care.md").write_bytes(b"\xff\xfe\x00")
    policies = Policies(folder)
    assert policies.answer("secret", "../secret", "en") is None
    assert policies.answer("how do i wash it", "care", "en") is None


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_number_is_said_that_the_catalogue_does_not_hold(talking: Talking, language: Language) -> None:
    """Every number in an answer about a product stands in that product's own fields."""
    talking.do(a.SetLanguage(language))
    questions = {
        "en": ("how much is {}", "how big is {}", "how heavy is {}", "what is {} made of", "who makes {}",
               "what is the warranty of {}", "how do i wash {}", "is {} in stock", "where is {} made"),
        "zh-CN": ("{}多少钱", "{}多大", "{}多重", "{}是什么材质", "{}什么牌子", "{}怎么洗", "{}有货吗", "{}产地"),
    }[language]  # fmt: skip
    for product in PRODUCTS:
        size = product.true_size()
        known = repr(product) + (size.text() if size is not None else "")
        known += "".join(money.text() for p in (product.price, *(v.price for v in product.variants)) if (money := p))
        for question in questions:
            talking.do(a.PickUp(product.sku))
            said = talking.say(question.format("this" if language == "en" else "这个"))
            for number in re.findall(r"\d+(?:[.,]\d+)*", said.text):
                assert number in known, (question, said.text)


def test_after_two_misses_it_says_where_else_to_look(talking: Talking) -> None:
    first, second = talking.say("why is the sky blue today of all days"), talking.say("colourless ideas sleep")
    assert "did not understand" in first.text
    assert second.text != first.text
    talking.say("show me sofas")
    assert talking.session.talk.misses == 0


def test_a_late_answer_to_an_older_question_is_dropped(talking: Talking) -> None:
    talking.do(a.Say("sofas"))
    talking.do(a.Say("mugs"))
    talking.do(a.Answered(1, Line("guide", "old")))
    assert talking.session.talk.waiting == "mugs"
    talking.do(a.Answered(2, Line("guide", "new")))
    assert [line.text for line in talking.session.talk.lines] == ["sofas", "mugs", "new"]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("hello", "greets"), ("good morning!", "greets"), ("hello, thanks", "thanked"), ("thank you", "thanked"),
        ("Thanks, bye", "farewell"), ("goodbye", "farewell"), ("good night", "farewell"), ("who are you?", "who"),
        ("are you a robot", "who"), ("ok", "noted"), ("你好", "greets"), ("谢谢", "thanked"), ("多谢啦", "thanked"),
        ("谢谢，再见", "farewell"), ("拜拜", "farewell"), ("你是谁", "who"), ("好的", "noted"), ("不用了", "noted"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_courtesies_are_answered_in_kind(talking: Talking, language: Language, said: str, key: str) -> None:
    talking.do(a.SetLanguage(language))
    assert talking.say(said).text == Texts(language).say(f"guide.{key}")


def test_what_stands_elsewhere_is_shown_not_gone_to(talking: Talking) -> None:
    talking.spot = None
    talking.do(a.OpenPanel("guide"))
    said = talking.say("where are the sofas")
    assert "map" in said.text
    assert talking.session.standing == Standing()
    assert (talking.session.panel, talking.session.panel_item) == ("product", ItemRef("SOFA-3"))


def test_what_no_longer_fits_into_the_cart_is_not_said_to_be_in_it(talking: Talking) -> None:
    talking.do(a.PickUp("MUG-1"))
    assert "99" in talking.say("add 120 of this to my cart").text
    assert talking.cart() == {"MUG-1": 99}
    assert talking.say("add this to my cart").text == Texts("en").say("guide.cart_full", name="Stoneware mug")


def test_another_visitor_is_not_given_the_answer_to_the_one_before(talking: Talking) -> None:
    talking.do(a.PickUp("MUG-1"))
    talking.do(a.Say("add this to my cart"))
    talking.feature.update(talking.session, NO_CHANGES, SAMPLE)
    talking.do(a.NewVisit())
    assert talking.say("show me sofas").products == ("SOFA-3",)
    assert talking.cart() == {}


def test_a_version_that_comes_during_an_answer_is_known_to_the_next(talking: Talking) -> None:
    talking.do(a.Say("show me sofas"))
    talking.feature.update(talking.session, NO_CHANGES, SAMPLE)
    talking.do(a.UseCatalogue("next"))
    talking.say("show me mugs")
    assert talking.opened == 2
