"""Searching without a keyboard: every letter is a click on the panel."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from client.domain import actions as a
from client.domain.text import LANGUAGES
from client.panels.key_rows import IS_LATIN, IS_PINYIN
from client.panels.keyboard import GAP_PX
from client.panels.style import KEY_PX, PIXELS_PER_METRE
from client.panels.typing_help import TypingHelp
from client.pinyin.building import build_missing
from client.pinyin.lexicon import SqliteLexicon
from client.pinyin.shop import shop_texts
from tests.client.panels.shop import SOFA, MemoryCatalog, Visit
from tests.client.panels.test_nothing_is_cut import cut


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteLexicon]:
    folder = tmp_path_factory.mktemp("words")
    made = SqliteLexicon(*build_missing(folder, shop_texts(MemoryCatalog(folder))))
    yield made
    made.close()


def with_keyboard(folder: Path, words: SqliteLexicon | None, mode: str = "always") -> Visit:
    visit = Visit(catalog=MemoryCatalog(folder))
    help_ = typing(visit)
    help_.mode = "always" if mode == "always" else "never" if mode == "never" else "auto"
    help_.lexicon = lambda: words
    visit.do(a.OpenPanel("search"))
    return visit


def typing(visit: Visit) -> TypingHelp:
    return visit.host._services.typing


@pytest.fixture
def shopper(tmp_path: Path, words: SqliteLexicon) -> Iterator[Visit]:
    made = with_keyboard(tmp_path, words)
    yield made
    made.close()


def type_keys(visit: Visit, letters: str) -> list[a.Action]:
    return [action for letter in letters for action in visit.click(f"key_{letter}")]


def names(visit: Visit) -> set[str]:
    visit.settle()
    return {element.name for element in visit.surface.elements()}


def field(visit: Visit) -> QLineEdit:
    found = visit.surface._widget.findChild(QLineEdit, "search_field")
    assert found is not None
    return found


def test_a_sofa_is_found_by_its_chinese_sound(shopper: Visit) -> None:
    shopper.do(a.SetLanguage("zh-CN"))
    assert type_keys(shopper, "shafa") == [], "letters that are not chosen are no search"
    offered = next(element for element in shopper.surface.elements() if element.name == "word_1")
    assert "沙发" in offered.text
    assert shopper.click("word_1") == [a.Search("沙发")]
    assert shopper.session.search.found == (SOFA.sku,)
    shopper.click(f"look_{SOFA.sku}")
    assert shopper.session.panel == "product"


def test_latin_words(shopper: Visit) -> None:
    shopper.click("key_shift")
    assert type_keys(shopper, "so") == [a.Search("S"), a.Search("So")], "a capital is one letter"
    shopper.click("key_backspace")
    shopper.click("key_page")
    assert {"key_1", "key_percent", "key_backspace_signs"} <= names(shopper)
    shopper.click("key_2")
    shopper.click("key_space")
    shopper.click("key_percent")
    shopper.click("key_page")
    type_keys(shopper, "x")
    assert shopper.session.search.query == "S2 %x"


def test_the_language_key(shopper: Visit) -> None:
    key = shopper.surface._widget.findChild(QPushButton, "key_language")
    assert key is not None
    assert key.text() == IS_LATIN
    shopper.click("key_language")
    assert key.text() == IS_PINYIN
    assert "key_shift" not in names(shopper)
    type_keys(shopper, "led")
    assert shopper.click("key_language") == [a.Search("led")], "letters that wait were meant as letters"
    assert key.text() == IS_LATIN


def test_words_by_number_by_space_and_by_page(shopper: Visit) -> None:
    shopper.click("key_language")
    type_keys(shopper, "shafa")
    assert shopper.click("key_space") == [a.Search("沙发")]
    type_keys(shopper, "shi")
    shopper.click("words_later")
    second_page = [e.text for e in shopper.surface.elements() if e.name == "word_2"]
    shopper.click("key_page")
    shopper.click("key_2")
    assert shopper.session.search.query == "沙发" + second_page[0].split(": ")[1]
    shopper.click("key_7")
    assert shopper.session.search.query.endswith("7"), "without letters a digit is a digit"


def test_backspace_takes_letters_first(shopper: Visit) -> None:
    shopper.click("key_language")
    type_keys(shopper, "sf")
    shopper.click("word_1")
    type_keys(shopper, "ab")
    assert shopper.click("key_backspace") == []
    assert shopper.click("key_backspace") == []
    assert shopper.click("key_backspace") == [a.Search("沙")]


def test_backspace_repeats_while_it_is_held(shopper: Visit) -> None:
    shopper.do(a.Search("a long wish that is wrong"))
    shopper.settle()
    x, y = shopper.surface.element_center("key_backspace")
    shopper.surface.pointer("press", x, y)
    end = time.monotonic() + 120.0
    while shopper.session.search.query and time.monotonic() < end:
        shopper.host.pump()
    shopper.surface.pointer("release", x, y)
    assert shopper.session.search.query == ""


def test_done_takes_what_waits_and_goes(shopper: Visit) -> None:
    shopper.click("key_language")
    type_keys(shopper, "taideng")
    assert shopper.click("key_done")[-1] == a.Search("台灯")
    assert "key_q" not in names(shopper)
    x, y = shopper.surface.element_center("search_field")
    shopper.surface.pointer("press", x, y)
    shopper.surface.pointer("release", x, y)
    assert "key_q" in names(shopper), "pointing into the field brings it back"


def test_the_field_keeps_the_cursor(shopper: Visit) -> None:
    type_keys(shopper, "so")
    assert shopper.surface.wants_keyboard
    field(shopper).setCursorPosition(0)
    type_keys(shopper, "a")
    assert field(shopper).text() == "aso"


def test_when_it_is_shown(tmp_path: Path, words: SqliteLexicon) -> None:
    never = with_keyboard(tmp_path, words, "never")
    assert not {"key_q", "keyboard_toggle"} & names(never)
    never.close()
    auto = with_keyboard(tmp_path, words, "auto")
    assert "key_q" not in names(auto), "at a desk one has keys"
    auto.click("keyboard_toggle")
    assert "key_q" in names(auto)
    auto.click("keyboard_toggle")
    assert "key_q" not in names(auto)
    typing(auto).asked = None
    typing(auto).no_keys = lambda: True
    auto.do(a.ClosePanel())
    auto.do(a.OpenPanel("search"))
    assert "key_q" in names(auto), "hands in a headset have none"
    auto.close()


def test_who_finished_a_text_finds_the_keys_again_and_who_wants_none_does_not(
    tmp_path: Path, words: SqliteLexicon
) -> None:
    visit = with_keyboard(tmp_path, words, "auto")
    typing(visit).no_keys = lambda: True

    def again() -> bool:
        visit.do(a.ClosePanel())
        visit.do(a.OpenPanel("search"))
        return "key_q" in names(visit)

    assert again()
    visit.click("key_done")
    assert "key_q" not in names(visit)
    assert again()
    visit.click("keyboard_toggle")
    assert not again()
    visit.close()


def test_while_words_are_prepared_letters_are_letters(tmp_path: Path, words: SqliteLexicon) -> None:
    visit = with_keyboard(tmp_path, None)
    visit.click("key_language")
    assert "keyboard_state" in names(visit)
    assert type_keys(visit, "s") == [a.Search("s")]
    typing(visit).lexicon = lambda: words
    visit.settle()
    visit.click("key_backspace")
    type_keys(visit, "sf")
    assert visit.click("word_1") == [a.Search("沙发")]
    visit.close()


def test_no_words_at_all_is_said(tmp_path: Path) -> None:
    visit = with_keyboard(tmp_path, None)
    typing(visit).words_fail = lambda: True
    visit.click("key_language")
    visit.settle()
    assert "Chinese words are not available here." in visit.texts()
    assert type_keys(visit, "s") == [a.Search("s")]
    visit.close()


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_and_every_key_can_be_said(
    language: str, scale: float, tmp_path: Path, words: SqliteLexicon
) -> None:
    visit = with_keyboard(tmp_path, words)
    visit.fit(text_scale=scale)
    visit.do(a.SetLanguage("zh-CN" if language == "zh-CN" else "en"))
    for clicks in ([], ["key_page"], ["key_page", "key_shift"], ["key_language"], ["key_s", "key_h"], ["words_later"]):
        for name in clicks:
            if name in names(visit):
                visit.click(name)
        visit.settle()
        assert not list(cut(visit.surface._widget))
        keys = [e for e in visit.surface.elements() if e.name.startswith(("key_", "word"))]
        assert len(keys) > 25
        assert all(e.text.strip() for e in keys)
        assert len({e.name for e in keys}) == len(keys)
        said = [e.text.casefold() for e in keys]
        assert len(set(said)) == len(said), "two keys are called the same"
    visit.close()


def test_keys_are_large_enough_to_hit_and_to_read(shopper: Visit) -> None:
    """At 1.3 m 25 pixels are a degree: keys of 2.5 degrees, letters whose line is 1.5 degrees or more."""
    shopper.settle()
    degree = PIXELS_PER_METRE * 1.3 * 0.0174533
    for element in shopper.surface.elements():
        if element.name.startswith("key_"):
            assert min(element.rect[2:]) >= KEY_PX >= 2.5 * degree
            key = shopper.surface._widget.findChild(QPushButton, element.name)
            assert key is not None
            assert QFontMetrics(key.font()).height() >= 1.5 * degree
    assert GAP_PX >= 8


KEYS = st.lists(
    st.sampled_from(
        [*(f"key_{c}" for c in "shafnizogu"), "key_space", "key_backspace", "key_language", "key_page", "key_1",
         "key_3", "key_part", "key_shift", "word_1", "word_2", "words_later", "words_earlier", "key_done", "clear"]
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(KEYS)
def test_any_keys_leave_a_text_that_was_asked_for(
    tmp_path_factory: pytest.TempPathFactory, words: SqliteLexicon, keys: list[str]
) -> None:
    visit = with_keyboard(tmp_path_factory.mktemp("any"), words)
    for name in keys:
        QApplication.processEvents()
        shown = {element.name: element for element in visit.surface.elements()}
        if name in shown and shown[name].enabled:
            before = visit.session.search.query
            happened = visit.click(name)
            after = visit.session.search.query
            if name.startswith("word_"):
                assert after == before + shown[name].text.split(": ", 1)[1]
            elif name in ("key_shift", "key_page", "key_part", "words_later", "words_earlier"):
                assert name == "key_part" or happened == []
                assert name == "key_part" or after == before
    assert field(visit).text() == visit.session.search.query
    visit.close()
