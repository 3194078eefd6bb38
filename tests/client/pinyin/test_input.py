"""Typing Chinese by its sounds, letter by letter."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client.pinyin.input import MOST_LETTERS, PAGE, PinyinInput
from client.pinyin.lexicon import SqliteLexicon, Word
from client.pinyin.splitting import Split, Splitter


def typed(lexicon: SqliteLexicon, letters: str) -> PinyinInput:
    words = PinyinInput(lexicon)
    for letter in letters:
        assert words.type(letter)
    return words


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("shafa", "沙发"),
        ("sf", "沙发"),
        ("shaf", "沙发"),
        ("sh", "是"),
        ("shi", "是"),
        ("xian", "先"),
        ("xi'an", "西安"),
        ("lvse", "绿色"),
        ("taideng", "台灯"),
        ("zhongguo", "中国"),
        ("shimushafa", "实木沙发"),
        ("woyaomaiyizhangshafa", "我要买一张沙发"),
        ("SHAFA", "沙发"),
    ],
)
def test_the_first_word(lexicon: SqliteLexicon, letters: str, first: str) -> None:
    assert typed(lexicon, letters).page[0] == first


def test_half_a_syllable_offers_its_characters(lexicon: SqliteLexicon) -> None:
    assert {"是", "上", "说", "时"} <= set(typed(lexicon, "sh").page)
    assert "安全" in typed(lexicon, "aq").offered


def test_the_shops_words_come_before_commoner_ones(lexicon: SqliteLexicon) -> None:
    assert typed(lexicon, "jiaju").page[0] == "家具"
    assert "十分" in typed(lexicon, "sf").page


def test_a_chosen_part_leaves_the_rest(lexicon: SqliteLexicon) -> None:
    words = typed(lexicon, "shafa'deng")
    while "沙" not in words.page:
        assert words.has_later
        words.turn_page(1)
    assert words.choose(words.page.index("沙")) == "沙"
    assert words.letters == "fa'deng"
    assert words.backspace()
    assert words.spelled == "fa den"


def test_pages_hold_every_word_once(lexicon: SqliteLexicon) -> None:
    words = PinyinInput(lexicon, lambda word: len(word) + 1.0, 12.0)
    for letter in "shishi":
        words.type(letter)
    seen = list(words.page)
    assert not words.has_earlier
    while words.has_later:
        words.turn_page(1)
        assert 1 <= len(words.page) <= PAGE
        assert len(words.page) == 1 or sum(len(word) + 1.0 for word in words.page) <= 12.0
        seen += words.page
    assert tuple(seen) == words.offered
    assert len(set(seen)) == len(seen)
    words.turn_page(99)
    words.turn_page(-99)
    assert not words.has_earlier


def test_letters_that_are_no_chinese_can_still_be_meant(lexicon: SqliteLexicon) -> None:
    words = typed(lexicon, "led")
    assert "led" in words.offered
    assert typed(lexicon, "i").page == ("i",)
    assert words.take_letters() == "led"
    assert words.letters == ""


def test_what_is_not_taken(lexicon: SqliteLexicon) -> None:
    words = PinyinInput(lexicon)
    assert not any(words.type(sign) for sign in ("1", " ", "'", "é", "沙", "", "ab"))
    assert not words.backspace()
    assert words.choose(0) == ""
    for _ in range(100):
        assert words.type("s")
    assert len(words.letters) == MOST_LETTERS


Step = tuple[str, int]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.sampled_from([ord(c) for c in string.printable + "ü沙"])),
        st.tuples(st.just("type"), st.sampled_from([ord(c) for c in "shafnizgoeu'"])),
        st.tuples(st.just("choose"), st.integers(-2, 10)),
        st.tuples(st.just("page"), st.integers(-3, 3)),
        st.tuples(st.just("back"), st.just(0)),
        st.tuples(st.just("letters"), st.just(0)),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_any_keys_give_only_what_was_chosen(lexicon: SqliteLexicon, steps: list[Step]) -> None:
    words = PinyinInput(lexicon)
    for what, number in steps:
        page, letters = words.page, words.letters
        if what == "type":
            took = words.type(chr(number))
            assert words.letters == (letters + chr(number).lower())[:MOST_LETTERS] if took else words.letters == letters
        elif what == "choose":
            word = words.choose(number)
            assert word == (page[number] if 0 <= number < len(page) else "")
            assert letters.endswith(words.letters)
            assert not word or len(words.letters) < len(letters)
        elif what == "page":
            words.turn_page(number)
            assert words.letters == letters
        elif what == "back":
            assert words.backspace() == bool(letters)
            assert words.letters == letters[:-1]
        else:
            assert words.take_letters() == letters
        assert bool(words.page) == bool(words.letters)


@given(st.text(st.sampled_from("aeghinosuxz'"), max_size=12))
def test_a_split_is_the_letters_again(letters: str) -> None:
    splitter = Splitter({"xi", "an", "xian", "ni", "hao", "zhong", "guo", "a", "e", "ang"})
    for split in splitter.splits(letters):
        assert "".join(split.pieces) == letters.replace("'", "")
        assert len(split.pieces) == len(split.shortened)


class NoWords:
    """A lexicon that knows nothing at all."""

    def splits(self, letters: str) -> tuple[Split, ...]:
        return ()

    def words(self, split: Split, first: int) -> tuple[Word, ...]:
        raise AssertionError("nothing was split")

    def completions(self, split: Split) -> tuple[Word, ...]:
        return ()


def test_without_words_the_letters_are_left() -> None:
    words = PinyinInput(NoWords())
    for letter in "abc":
        words.type(letter)
    assert words.page == ("abc",)
    assert words.choose(0) == "abc"
