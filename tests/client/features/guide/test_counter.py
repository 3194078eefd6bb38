"""Asking which, undoing, service, notes for a person, moods, dangers."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from client.domain import actions as a
from client.domain.cart import ItemRef
from client.domain.session import Notice, Session, Standing
from client.domain.text import Language
from client.features.guide.danger import danger_in, dangers
from client.features.guide.mood import mood_of
from client.features.guide.orders import read_orders
from client.features.guide.passages import Policies
from client.headset.api import Frame
from inference.errors import InferenceError
from inference.sentences.api import FloatArray
from scenes.showroom.values import Placement
from tests.client.features.guide.talking import SAMPLE, Talking


def stand(talking: Talking, **at: tuple[float, float]) -> None:
    """Products in the store, seen by a shopper at the origin who looks along +Y."""
    talking.places = {sku.replace("_", "-"): Placement(sku, x, y, 0.0, 0.0, 0) for sku, (x, y) in at.items()}


def asking(talking: Talking) -> None:
    """The guide asks which of two is meant to be put into the cart."""
    stand(talking, ARM_001=(-1.0, 2.0), SOFA_3=(1.0, 2.0), MUG_1=(1.5, 2.5))
    talking.do(a.Say("x"))
    talking.do(a.Answered(talking.session.talk.number, talking.session.talk.lines[-1], ("SOFA-3", "MUG-1")))
    talking.session = replace(
        talking.session,
        talk=replace(talking.session.talk, asked=("SOFA-3", "MUG-1"), pending='{"act":"add","ref":"this"}'),
    )


@pytest.mark.parametrize(
    ("said", "sku"),
    [("2", "MUG-1"), ("number 1 please", "SOFA-3"), ("第二个", "MUG-1"), ("the left one", "SOFA-3"),
     ("右边那个", "MUG-1"), ("the mug", "MUG-1"), ("the closest one", "SOFA-3")],
)  # fmt: skip
def test_a_word_settles_which(talking: Talking, said: str, sku: str) -> None:
    asking(talking)
    talking.say(said)
    assert talking.cart() == {sku: 1}
    assert talking.session.talk.asked == ()


def test_another_wish_instead_of_an_answer_is_heard(talking: Talking) -> None:
    asking(talking)
    assert talking.say("show me t-shirts").products == ("TEE",)
    assert talking.cart() == {}


@pytest.mark.parametrize("how", ["glance", "take"])
def test_a_glance_or_a_hand_settles_which(talking: Talking, how: str) -> None:
    asking(talking)
    times = [0.0, 0.1, 0.2, 1.0, 1.35, 1.45]
    for number, time_s in enumerate(times):
        if number == 1:
            talking.do(a.LookAt("MUG-1") if how == "glance" else a.PickUp("MUG-1"))
        sample = replace(SAMPLE, frame=Frame(number, time_s, 0.1))
        talking.feature.update(talking.session, frozenset(), sample)
        if talking.session.talk.waiting:
            break
    assert talking.session.talk.waiting == "2"
    assert how == "take" or time_s > 1.2


@pytest.mark.parametrize(
    ("heading_rad", "skus"),
    [(0.0, ("ARM-001",)), (math.pi, ("SOFA-3",)), (math.pi / 2, ("ARM-001", "SOFA-3"))],
    ids=["ahead", "turned round", "neither is faced"],
)
def test_of_several_those_that_the_shopper_faces_are_meant(
    talking: Talking, heading_rad: float, skus: tuple[str, ...]
) -> None:
    stand(talking, ARM_001=(0.5, 2.0), SOFA_3=(0.5, -2.5))
    talking.do(a.Move(0.0, 0.0, heading_rad, 0.0))
    assert talking.say("how much is the chair?").products == skus


def test_what_is_answered_while_no_panel_is_open_is_written_before_the_store(talking: Talking) -> None:
    talking.do(a.LookAt("MUG-1"))
    answer = talking.say("how much is this?")
    assert talking.session.notice == Notice("guide_says", (("said", answer.text),))
    assert talking.session.panel is None
    talking.do(a.Notify(None))
    talking.do(a.OpenPanel("guide"))
    talking.say("how much is this?")
    assert talking.session.notice is None, "it stands on the panel"


def test_what_is_long_or_to_be_answered_opens_the_panel(talking: Talking) -> None:
    write_policies(talking)
    assert talking.say("who pays the postage when i return something?").cited
    assert talking.session.panel == "guide"
    talking.do(a.ClosePanel())
    assert len(talking.say("compare the armchair with the sofa").table) > 1
    assert talking.session.panel == "guide"
    assert talking.session.notice is None


def test_a_glance_that_moves_on_means_nothing(talking: Talking) -> None:
    asking(talking)
    for number in range(60):
        talking.do(a.LookAt(("MUG-1", "SOFA-3")[number % 2]))
        talking.feature.update(talking.session, frozenset(), replace(SAMPLE, frame=Frame(number, number * 0.5, 0.5)))
    assert not talking.session.talk.waiting


def test_what_stands_beside_is_found_by_its_place(talking: Talking) -> None:
    stand(talking, ARM_001=(-1.0, 2.0), SOFA_3=(1.0, 2.0), MUG_1=(1.8, 2.0), TEE=(40.0, 2.0))
    talking.do(a.LookAt("SOFA-3"))
    assert "mug" in talking.say("how much is the one next to it?").text
    talking.do(a.LookAt("SOFA-3"))
    assert "杯" in talking.session.talk.lines[-1].text or talking.session.talk.about == "MUG-1"


def changed(session: Session) -> tuple[object, ...]:
    """What an undo must bring back."""
    return (session.standing, session.held, session.chosen, session.gathered, session.department,
            session.dimensions_shown)  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["add it to my cart", "i'll take two of them", "show it in velvet", "take me to it", "compare this with the mug",
     "show me this in my living room", "try it on", "where are the sofas", "show me the first one"],
)  # fmt: skip
def test_whatever_the_guide_does_one_undo_takes_back(talking: Talking, said: str) -> None:
    stand(talking, ARM_001=(-1.0, 2.0), SOFA_3=(1.0, 2.0), MUG_1=(1.8, 2.0))
    talking.say("show me armchairs")
    talking.do(a.ChooseVariant("ARM-001", "ARM-001-RUST"))
    before = changed(talking.session)
    talking.say(said)
    assert changed(talking.session) != before, "it did something"
    assert talking.say("undo that").text == "Taken back."
    assert changed(talking.session) == before


def test_undo_leaves_what_the_hands_did_since(talking: Talking) -> None:
    talking.say("show me sofas")
    talking.say("take me to it")
    talking.do(a.Move(9.0, 9.0, 0.0))
    talking.do(a.AddToCart(ItemRef("MUG-1")))
    talking.say("undo")
    assert talking.cart() == {}, "the last was the hand's"
    talking.say("undo")
    assert talking.session.standing == Standing(9.0, 9.0), "who has walked on is not fetched back"


def write_policies(talking: Talking) -> None:
    talking.policies.mkdir()
    (talking.policies / "returns.md").write_text(
        "# Returns\n\n## How long\nWithin 30 days.\n\n## Who pays\nThe postage is **ours**.\n", "utf-8"
    )
    (talking.policies / "care.zh-CN.md").write_text("# 保养\n\n## 皮革\n用湿布擦。\n\n## 丝绒\n用软刷。\n", "utf-8")


def test_the_passage_that_answers_is_shown_with_its_source(talking: Talking) -> None:
    write_policies(talking)
    line = talking.say("who pays the postage when i return something?")
    assert (line.text, line.cited) == ("The postage is ours.", "returns.md: Who pays")
    talking.do(a.SetLanguage("zh-CN"))
    policies = Policies(talking.policies)
    passage = policies.answer("丝绒怎么保养", "care", "zh-CN")
    assert passage is not None
    assert passage.heading == "丝绒"


class Meaning:
    """Vectors by hand: what is about money lies one way, everything else the other."""

    dim = 2

    def encode(self, texts: Sequence[str]) -> FloatArray:
        return np.array([(1, 0) if re.search("postage|charge", t) else (0, 1) for t in texts], np.float32)


def test_meaning_finds_the_passage_that_shares_no_word(talking: Talking) -> None:
    write_policies(talking)
    by_meaning = Policies(talking.policies, Meaning()).answer("is there a charge", "returns", "en")
    assert by_meaning is not None
    assert by_meaning.heading == "Who pays"
    assert Policies(talking.policies).answer("is there a charge", "warranty", "en") is None


class Late:
    """A model that does not answer in time."""

    dim = 2

    def encode(self, texts: Sequence[str]) -> FloatArray:
        raise InferenceError("It took too long.")


def test_where_the_model_is_late_the_words_find_the_passage(talking: Talking) -> None:
    write_policies(talking)
    policies = Policies(talking.policies, Late())
    passage = policies.answer("who pays the postage when i return something?", "returns", "en")
    assert passage is not None
    assert passage.heading == "Who pays"


@pytest.mark.parametrize("name", ["orders.csv", "orders.json"])
def test_orders_are_read_and_bad_ones_told(talking: Talking, name: str) -> None:
    rows = [("A-1001", "shipped", "2026-11-20", "Northpost"), ("B", "shipped", "", ""), ("C-300", "eaten", "", ""),
            ("D-400", "paid", "soon", ""), ("a1001", "paid", "", "")]  # fmt: skip
    if name.endswith("csv"):
        text = "number,state,date,carrier\n" + "\n".join(",".join(row) for row in rows)
    else:
        text = json.dumps([dict(zip(("number", "state", "date", "carrier"), row, strict=True)) for row in rows])
    (talking.folder / name).write_text(text, "utf-8")
    book = read_orders(talking.folder)
    assert len(book.problems) == 4
    assert len(book.orders) == 1
    said = talking.say("where is my order A-1001?").text
    assert "Northpost" in said
    assert "20 November 2026" in said
    assert "no order" in talking.say("where is my order Z-9999?").text
    talking.do(a.SetLanguage("zh-CN"))
    assert "正在路上" in talking.say("我的订单 A-1001 到哪了").text


@pytest.mark.parametrize("text", ["[1, 2", '{"number": 1}', "[[]]", "", "\x00,\x00", "[" * 100_000, '[{"number": {}}]'])
def test_orders_of_any_content_break_nothing(talking: Talking, text: str) -> None:
    for name in ("orders.json", "orders.csv"):
        (talking.folder / name).write_text(text, "utf-8")
        assert read_orders(talking.folder).orders == {}
        (talking.folder / name).unlink()


def tickets(talking: Talking) -> list[dict[str, object]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted((talking.folder / "tickets").glob("*.json"))]


@pytest.mark.parametrize(("answer", "lines"), [("yes", 3), ("no", 0)])
def test_a_note_holds_what_was_said_only_with_a_yes(talking: Talking, answer: str, lines: int) -> None:
    talking.say("i want to talk to a human")
    said = talking.say(answer)
    if answer == "no":
        said = talking.say("my sofa arrived broken")
    (note,) = tickets(talking)
    assert "20261124-001" in said.text
    assert len(note["said"]) == lines  # type: ignore[arg-type]
    assert note["note"] == ("" if answer == "yes" else "my sofa arrived broken")


def test_nothing_is_written_without_a_word_for_it(talking: Talking) -> None:
    talking.say("i want to talk to a human")
    talking.say("leave it")
    talking.say("i want to talk to a human")
    talking.say("show me sofas")
    talking.say("yes")
    assert tickets(talking) == []


def test_after_two_failures_a_person_is_offered(talking: Talking) -> None:
    assert "note" not in talking.say("why is the sky blue today of all days").text
    assert "note" in talking.say("this is useless, you never understand").text
    assert "May I put what we have said" in talking.say("yes").text


@pytest.mark.parametrize(
    ("said", "mood"),
    [("this is useless", "annoyed"), ("我都说了不要红的", "annoyed"), ("i love it", "pleased"), ("太好看了", "pleased"),
     ("i don't like it", "annoyed"), ("不喜欢", "annoyed"), ("a red sofa", "plain"), ("你喜欢什么", "plain")],
)  # fmt: skip
def test_moods_are_heard(said: str, mood: str) -> None:
    assert mood_of(said) == mood


DANGERS = [
    ("self_harm", "i want to kill myself"), ("self_harm", "我不想活了"), ("fire", "the lamp is smoking"),
    ("fire", "is this sofa fireproof?"), ("fire", "沙发防火吗"), ("electricity", "i got an electric shock"),
    ("electricity", "这个灯漏电"), ("electricity", "can i use this lamp in the bathroom?"),
    ("child_safety", "is this crib safe for my baby?"), ("child_safety", "宝宝用安全吗"),
    ("allergy", "i'm allergic to wool"), ("allergy", "这个有甲醛吗"), ("medical", "is it good for my back pain"),
    ("medical", "腰疼能坐这个吗"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said"), DANGERS)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("state", ["plain", "asked", "pending", "annoyed"])
def test_a_danger_wins_over_everything(talking: Talking, name: str, said: str, language: Language, state: str) -> None:
    talking.do(a.SetLanguage(language))
    if state == "asked":
        asking(talking)
    elif state == "pending":
        talking.say("i want to talk to a human")
    before = changed(talking.session)
    line = talking.say(f"{said} this is useless" if state == "annoyed" else f"{said}, add two to my cart, 2")
    danger = next(one for one in dangers() if one.name == name)
    assert line.text == danger.text(language)
    assert changed(talking.session) == before
    assert tickets(talking) == []


@pytest.mark.parametrize(
    "said",
    ["a dark green velvet sofa under 800 that fits a 2 m wall", "a lamp for the kids room", "burnt orange cushions",
     "a sofa by the fireplace", "electric kettle", "a chair for my son", "儿童房的灯", "想要一个红色沙发",
     "a wire basket", "想死你了", "smoked oak table", "a coffee table with a glass top", "没有电视柜吗",
     "safe payment?", "烧水壶"],
)  # fmt: skip
def test_no_danger_is_seen_where_none_is(said: str) -> None:
    found = danger_in(said)
    assert found is None, found
