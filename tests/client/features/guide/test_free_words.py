"""A large model tells what the catalogue says, lies in between, is slow or dies: what the shopper hears is true."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from client.domain import actions as a
from client.features.guide.free_words import FreeWords, subject
from client.texts import Texts
from inference.errors import InferenceError
from tests.client.features.guide.talking import SAMPLE, Talking
from tests.client.panels.shop import PRODUCTS

SOFA = next(product for product in PRODUCTS if product.sku == "SOFA-3")
NAME = SOFA.title.get("en")


class Model:
    """Says what a test wants, letter by letter. `breaks` after so many letters."""

    def __init__(self) -> None:
        self.says = ""
        self.breaks = 10_000
        self.prompts: list[str] = []
        self.waits: threading.Event | None = None

    def __call__(self, prompt: str, on_text: Callable[[str], None], wanted: Callable[[], bool]) -> str:
        self.prompts.append(prompt)
        for number, letter in enumerate(self.says):
            if not wanted() or number >= self.breaks:
                raise InferenceError("The engine stopped.")
            on_text(letter)
        while self.waits is not None and not self.waits.wait(0.01):
            if not wanted():
                raise InferenceError("It was called off.")
        return self.says


def frames(talking: Talking, until: Callable[[], bool]) -> None:
    for _ in range(20_000):
        talking.feature.update(talking.session, frozenset(), SAMPLE)
        if until():
            return
        time.sleep(0.001)
    raise AssertionError("it never came to be")


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def talking(tmp_path: Path, model: Model) -> Iterator[Talking]:
    made = Talking(tmp_path)
    made.feature.close()
    made.feature = made.guide(FreeWords(model))
    yield made
    made.feature.close()


def test_free_words_that_are_true_are_said_and_keep_their_sources(talking: Talking, model: Model) -> None:
    talking.do(a.PickUp("SOFA-3"))
    model.says = f"The {NAME} costs $2,190.00. Would you like to see it?"
    said = talking.say("how much is this?")
    assert said.text == model.says
    assert [source.field for source in said.sources] == ["price"]
    assert "how much is this?" in model.prompts[0]
    assert "$2,190.00" in model.prompts[0]


@pytest.mark.parametrize(
    "lie",
    [
        "It costs $19.",
        "It is made of leather.",
        "It comes in scarlet.",
        "It is by Ikea.",
        "The Bergen is better.",
        "它是真皮的。",
        "Delivery is free.",
        "It is not linen.",
        "IT IS WATERPROOF!",
        "<script>.",
    ],
)
def test_lies_in_between_are_not_heard(talking: Talking, model: Model, lie: str) -> None:
    talking.do(a.PickUp("SOFA-3"))
    model.says = f"{lie} It costs $2,190.00. {lie} It is made of linen. {lie}"
    assert talking.say("how much is this?").text == "It costs $2,190.00. It is made of linen."
    model.says = lie
    assert talking.say("how much is this?").text == Texts("en").say("guide.price", name=NAME, value="$2,190.00")


def test_what_was_asked_is_answered_even_where_the_model_talks_around_it(talking: Talking, model: Model) -> None:
    talking.do(a.PickUp("SOFA-3"))
    model.says = "It is made of linen."
    said = talking.say("how much is this?").text
    assert "$2,190.00" in said
    assert said.endswith("It is made of linen.")


def test_it_is_heard_as_it_comes(talking: Talking, model: Model) -> None:
    talking.do(a.PickUp("SOFA-3"))
    model.says, model.waits = "It costs $2,190.00. It is made of linen. ", threading.Event()
    talking.do(a.Say("how much is this?"))
    frames(talking, lambda: talking.session.talk.saying.endswith("linen."))
    told = Texts("en").say("guide.price", name=NAME, value="$2,190.00")
    assert talking.session.talk.heard[-1].text == f"{told}\nIt costs $2,190.00. It is made of linen."
    assert talking.session.talk.waiting
    model.waits.set()
    frames(talking, lambda: not talking.session.talk.waiting)
    assert talking.session.talk.lines[-1].text == "It costs $2,190.00. It is made of linen."


def _sample() -> object:
    from tests.client.features.guide.talking import SAMPLE

    return SAMPLE


def test_a_model_that_dies_in_mid_sentence_loses_that_sentence_only(talking: Talking, model: Model) -> None:
    talking.do(a.PickUp("SOFA-3"))
    model.says, model.breaks = "It costs $2,190.00. It is made of linen.", 30
    assert talking.say("how much is this?").text == "It costs $2,190.00."


def test_another_question_does_not_wait_for_the_answer_to_the_one_before(talking: Talking, model: Model) -> None:
    talking.do(a.PickUp("SOFA-3"))
    model.says, model.waits = "It costs $2,190.00. ", threading.Event()
    talking.do(a.Say("how much is this?"))
    frames(talking, lambda: bool(talking.session.talk.saying))
    assert talking.session.talk.saying.startswith(Texts("en").say("guide.price", name=NAME, value="$2,190.00"))
    assert talking.say("hello").text == Texts("en").say("guide.greets")


def test_of_two_products_none_gets_the_others_facts(talking: Talking, model: Model) -> None:
    talking.do(a.PickUp("SOFA-3"))
    model.says = "The Stoneware mug costs $2,190.00. The Stoneware mug is made of linen."
    free = FreeWords(model)
    mug = next(product for product in PRODUCTS if product.sku == "MUG-1")
    from client.features.guide.answers import comparison

    line = comparison((SOFA, mug), None, Texts("en"))
    assert free.tell("compare", line, [SOFA, mug], Texts("en"), lambda said: None, lambda: True) == line


def test_words_of_a_policy_are_never_the_models(talking: Talking, model: Model) -> None:
    talking.policies.mkdir()
    (talking.policies / "returns.md").write_text("Send it back within 30 days.", "utf-8")
    model.says = "Keep it."
    assert talking.say("what is your return policy").text == "Send it back within 30 days."
    assert model.prompts == []


def test_all_facts_of_a_product_are_told_apart_and_short() -> None:
    for product in PRODUCTS:
        about = subject(product, Texts("zh-CN"))
        assert about.names
        assert all(0 < len(fact) <= 160 for fact in about.facts)
