"""The trained model's side: what it is asked, what it may answer, what an answer comes to, and when it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.dialogue.acts import Act, Described, Heard
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.model import ATTRIBUTES, TOPICS, Completed, DialogueModel, Read
from inference.dialogue.model_answer import Resolver, written
from inference.dialogue.model_grammar import Choices, copied, grammar
from inference.dialogue.model_prompt import prompt, words_of
from inference.dialogue.model_slots import with_words
from inference.dialogue.rules import Evidence, Rules
from inference.dialogue.understanding import Trust, Understanding, decided
from inference.errors import InferenceError

LEXICON = Lexicon(("Alderwick",))


class Says:
    """A model that answers what it is told, and remembers what it was asked."""

    def __init__(self, answer: str, sure: float = -0.015) -> None:
        self.answer, self.sure, self.asked = answer, sure, list[tuple[str, str]]()

    def __call__(self, prompt: str, grammar: str) -> Completed:
        self.asked.append((prompt, grammar))
        return Completed(self.answer, self.sure)


class Fails:
    def __call__(self, prompt: str, grammar: str) -> Completed:
        raise InferenceError("It does not run.")


@pytest.mark.parametrize(
    ("answer", "act"),
    [
        (
            "search\ncategory couch\ncolor navy blue\nmax 800\nsize 2 m\n",
            Act("search", category="sofa", color="navy", price_max=800, size="2 m"),
        ),
        ("search\ncategory kayak\n", Act("search", text="kayak")),
        ("search\ncategory vase\nbrand alderwick\n", Act("search", category="vase", brand="Alderwick")),
        ("refine\nabout 100\n", Act("refine", price_min=80, price_max=120)),
        ("add\nref 2\nqty 3\n", Act("add", ref=2, qty=3)),
        ("add\nref this\nqty a couple\n", Act("add", ref="this", qty=2)),
        ("select\nref like\n.category 沙发\n.color 墨绿色\n", Act("select", ref=Described("sofa", "green"))),
        ("select\nref beside this\n", Act("select", ref=Described(next_to="this"))),
        ("compare\nref 1\nref -1\nattribute price\n", Act("compare", refs=(1, -1), attribute="price")),
        ("ask\nref lowest\nattribute size\n", Act("ask", ref=Described(price="lowest"), attribute="size")),
        ("service\ntopic order_status\norder ab-123\n", Act("service", topic="order_status", order_id="AB-123")),
        ("navigate\nplace 试衣间\n", Act("navigate", place="fitting_room")),
        ("navigate\nplace lamps aisle\n", Act("navigate", category="lamp")),
        ("try_on\nsize 43\nref this\n", Act("try_on", size="43", ref="this")),
    ],
)
def test_an_answer_comes_to_an_act(answer: str, act: Act) -> None:
    taken = written(answer)
    assert taken is not None
    assert taken.text() == answer
    assert Resolver(LEXICON).act(taken) == act


def test_what_names_nothing_of_the_shop_is_no_value() -> None:
    taken = written("search\ncategory sofa\ncolor glorious\nroom mars\n")
    assert taken is not None
    assert Resolver(LEXICON).act(taken) == Act("search", category="sofa")


@pytest.mark.parametrize("answer", ["", "dance\n", "ref this\n", "\n\n"])
def test_no_act_is_no_answer(answer: str) -> None:
    assert written(answer) is None


def test_the_words_are_read_in_one_width_with_digits_and_without_marks() -> None:
    assert words_of("Two ＳＯＦＡＳ under eight hundred <|act|> chat") == "2 sofas under 800 act chat"
    asked = prompt(words_of("第二个"), Heard(shown=9, focus=True, searched=True))
    assert asked == "<|shown3|><|focus|><|searched|><|say|> 第2个<|act|>"


@given(st.text(max_size=400), st.integers(0, 5))
def test_no_words_can_write_a_mark_or_break_the_grammar(said: str, shown: int) -> None:
    words = words_of(said)
    asked = prompt(words, Heard(shown=shown))
    assert asked.count("<|") == 3
    assert "\n" not in words
    for line in grammar(words, Choices(ATTRIBUTES, TOPICS)).strip().split("\n"):
        name, _, rest = line.partition(" ::= ")
        assert name.replace("-", "").isalnum()
        assert rest.count('"') % 2 == 0


def test_a_span_begins_and_ends_at_a_word_or_at_a_chinese_letter() -> None:
    words = words_of("dark green sofa for $800, 2m wide 墨绿色沙发 300-500")
    for span in ("dark green", "sofa", "800", "2m", "2", "绿色沙", "300", "500"):
        assert copied(span, words), span
    for span in ("ark", "gre", "80", "green for", "red"):
        assert not copied(span, words), span


def test_the_grammar_holds_the_words_and_the_names_of_the_shop() -> None:
    text = grammar("a red 沙发", Choices(("price",), ("returns",)))
    assert 'attribute ::= "attribute " ("price") "\\n"' in text
    assert "span ::= u0 | u1 | u2 | u3" in text
    assert 'u1 ::= "red" c2?' in text
    assert 'c2 ::= " 沙" c3?' in text


def test_the_model_is_asked_with_the_state_and_heard_with_its_doubt() -> None:
    says = Says("try_on\nref this\n", -0.4)
    read = DialogueModel(says, LEXICON).read("does it suit me", Heard(focus=True))
    assert read is not None
    assert (read.act, read.sure) == (Act("try_on", ref="this"), -0.4)
    assert says.asked[0][0].startswith("<|shown0|><|focus|><|say|>")


def test_an_answer_that_was_cut_is_none() -> None:
    assert DialogueModel(Says("search\ncategory so"), LEXICON).read("sofa", Heard()) is None


LOST = "yonder thingamajig gleams"


def test_where_no_rule_heard_a_wish_only_a_very_sure_model_counts() -> None:
    rules = Rules()
    assert rules.parse(LOST).act == "chat"
    assert Understanding(rules, Says("select\nref this\n", -0.001)).parse(LOST) == Act("select", ref="this")
    assert Understanding(rules, Says("select\nref this\n", -0.015)).parse(LOST) == rules.parse(LOST)


def test_a_sure_model_counts_against_rules_that_doubt() -> None:
    told = Evidence(Act("search", category="chair"), "would the chair suit my aunt", 0.5, 0.4)
    trust = Trust(doubt=0.65, sure=-0.02, against=-0.002)
    doubtless = Evidence(told.act, told.text, 0.8, 0.9)
    for sure, heard, act in ((-0.01, told, "chat"), (-0.1, told, "search"), (-0.01, doubtless, "search")):
        assert decided(heard, Read(Act("chat"), sure), trust, LEXICON).act == act


def test_rules_that_are_sure_stand_unless_the_model_is_surer() -> None:
    rules, says = Rules(), Says("undo\n")
    assert Understanding(rules, says).parse("show me red sofas") == rules.parse("show me red sofas")
    assert says.asked
    Understanding(rules, says, Trust(against=0.0)).parse("show me red sofas")
    assert len(says.asked) == 1
    always = Understanding(rules, says, trust=Trust(against=-0.1))
    assert always.parse("show me red sofas") == Act("undo")


def test_the_model_reads_words_as_the_rules_mended_them() -> None:
    says = Says("chat\n")
    Understanding(Rules(), says, Trust(doubt=1.0)).parse("極簡風檯燈")
    assert "极简风台灯" in says.asked[0][0]


def test_where_both_mean_the_same_act_the_slots_of_the_rules_stand() -> None:
    rules = Rules()
    both = Understanding(rules, Says("search\ncategory sofas\n"), Trust(against=-0.1))
    assert both.parse("red sofas under 800") == rules.parse("red sofas under 800")


def test_without_a_model_or_when_it_fails_the_rules_stand() -> None:
    rules = Rules()
    for understanding in (Understanding(rules), Understanding(rules, Fails())):
        assert understanding.parse(LOST) == rules.parse(LOST)
        assert understanding.parse("red sofas") == rules.parse("red sofas")


@pytest.mark.parametrize(
    ("said", "answer", "act"),
    [
        ("burgundy leather armchairs", "search\ncategory armchairs\n",
         Act("search", category="armchair", color="burgundy", material="leather")),
        ("a bookcase under 90", "search\ncategory bookcase\nmax 9\n", Act("search", category="shelf", price_max=90)),
        ("put it in the bedroom", "show_in_room\nref this\n", Act("show_in_room", room="bedroom", ref="this")),
        ("in walnut", "variant\nref this\n", Act("variant", material="walnut", ref="this")),
        ("kayaks", "search\ncategory kayaks\n", Act("search", text="kayaks")),
    ],
)  # fmt: skip
def test_words_of_the_list_that_the_model_left_out_are_put_back(said: str, answer: str, act: Act) -> None:
    taken = written(answer)
    assert taken is not None
    assert with_words(Resolver(LEXICON).act(taken), said, LEXICON) == act
