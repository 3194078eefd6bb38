"""The phrases make sense: every sample can be written under its grammar and comes to its act."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from build_scripts.train.dialogue import noise, numbers
from build_scripts.train.dialogue.phrases import load, parse
from build_scripts.train.dialogue.talk import Talk
from build_scripts.train.dialogue.telling import Sample
from build_scripts.train.dialogue.vocabulary import Vocabulary, lexicon_tables, plural
from inference.dialogue.acts import Act
from inference.dialogue.lexicon import Lexicon
from inference.dialogue.model_answer import Resolver, written
from inference.dialogue.model_grammar import copied
from inference.dialogue.numbers import to_digits

RESOLVER = Resolver(Lexicon())


def resolved(sample: Sample) -> Act:
    answer = written(sample.answer)
    assert answer is not None
    return RESOLVER.act(answer)


def talk(language: str) -> Talk:
    return Talk(load(language), Vocabulary(language, lexicon_tables()), RESOLVER)


def samples(language: str, measuring: bool, count: int = 600) -> list[Sample]:
    rng, made = random.Random(11), talk(language)
    return [made.sample(rng, measuring) for _ in range(count)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_copied_stands_in_the_words(language: str) -> None:
    for sample in samples(language, measuring=False):
        answer = written(sample.answer)
        assert answer is not None
        assert answer.text() == sample.answer
        closed = ("attribute", "topic")
        spans = [value for name, value in answer.slots.items() if name not in closed]
        spans += [value for ref in answer.refs for value in ref.like.values()]
        assert all(copied(span, sample.words) for span in spans), sample


@pytest.mark.parametrize("language", ["en", "zh"])
def test_measured_samples_resolve_to_what_was_meant(language: str) -> None:
    made = samples(language, measuring=True)
    wrong = [one for one in made if resolved(one) != one.act]
    assert len(wrong) < len(made) / 100, wrong[:3]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_act_is_said(language: str) -> None:
    acts = Counter(sample.act.act for sample in samples(language, measuring=False, count=3000))
    assert len(acts) == 19
    assert min(acts.values()) > 10


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_measured_is_never_trained(language: str) -> None:
    kept = {one.words for one in samples(language, measuring=True)}
    trained = {one.words for one in samples(language, measuring=False, count=5000)}
    # Two lines may still say the same: "cart" is one way of saying `my <cart>` and a line of its own.
    assert len(kept & trained) < len(kept) / 20


def test_the_same_seed_says_the_same() -> None:
    assert samples("en", False, 50) == samples("en", False, 50)


@pytest.mark.parametrize("text", ["(a|b", "a)", "[a", "a]", "(a]"])
def test_brackets_must_match(text: str) -> None:
    with pytest.raises(ValueError, match="brackets"):
        parse(text)


@pytest.mark.parametrize("value", [7, 12, 19, 20, 45, 100, 250, 1000, 1200, 1050, 20_500])
def test_number_words_are_the_numbers_that_are_read(value: int) -> None:
    assert to_digits(numbers.spelled(value)) == str(value)
    assert to_digits(numbers.chinese(value) + "块") == f"{value}块"


def test_slips_change_one_letter_of_longer_words_only() -> None:
    rng = random.Random(3)
    assert noise.slipped("red", rng) == "red"
    assert noise.slipped("沙发沙发", rng) == "沙发沙发"
    for _ in range(50):
        assert abs(len(noise.slipped("velvet", rng)) - 6) <= 1


@pytest.mark.parametrize(
    ("one", "many"),
    [("sofa", "sofas"), ("bench", "benches"), ("shelf", "shelves"), ("jeans", "jeans"), ("toy", "toys")],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many
