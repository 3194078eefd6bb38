"""The string table is complete, used and honest in both languages."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from client.catalog.assets.sizing import SizeNoteKey
from client.catalog.importers.demo import DemoSource
from client.catalog.importers.draft import Draft, SourceOptions
from client.domain.product import TrustNote
from client.domain.session import Notice, PanelName
from client.domain.text import LANGUAGES, LocalText
from client.texts import TextError, Texts
from client.texts.texts import load_table
from scenes.model.notes import NoteKey

CLIENT = Path(__file__).parents[3] / "client"

SAME_IN_BOTH = {"settings.language_en", "settings.language_zh-CN"}
LATIN_WORDS = re.compile(r"[A-Za-z]{3,}")
ALLOWED_LATIN = {"Shift", "Tab", "Esc", "Enter", "Page", "Down", "Home", "English", "Vitrine"}


def sources() -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted(CLIENT.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def literal_keys(method: str) -> Iterator[tuple[Path, str]]:
    """First arguments of every call of a method or function of this name that are plain text."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == method:
                for value in whole_texts(node.args[0]):
                    yield path, value


def whole_texts(node: ast.AST) -> Iterator[str]:
    """Texts in an expression, such as both of a choice, but not the pieces of a text that is put together."""
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from whole_texts(child)


def joined_patterns() -> Iterator[str]:
    """Keys built in code, `f"trust.{origin}"` as the pattern `trust\\..+`."""
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values]
                if re.match(r"[a-z_]+\\\.|[a-z_]+\.", "".join(parts)):
                    yield "".join(parts)


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys() -> None:
    english, chinese = (set(load_table(language)) for language in LANGUAGES)
    assert english == chinese


@pytest.mark.parametrize("key", sorted(load_table("en")))
def test_placeholders_agree_and_nothing_is_empty(key: str) -> None:
    english, chinese = load_table("en")[key], load_table("zh-CN")[key]
    wanted = placeholders(english["other"])
    for sentence in (*english.values(), *chinese.values()):
        assert sentence.strip()
        assert placeholders(sentence) == wanted


@pytest.mark.parametrize("key", sorted(load_table("zh-CN")))
def test_chinese_is_chinese(key: str) -> None:
    for sentence in load_table("zh-CN")[key].values():
        bare = re.sub(r"\{[^{}]*\}", "", sentence)
        assert set(LATIN_WORDS.findall(bare)) <= ALLOWED_LATIN, sentence
        if key not in SAME_IN_BOTH and not key.endswith("_key"):
            assert sentence != load_table("en")[key]["other"] or not re.search(r"[A-Za-z]", bare)


@pytest.mark.parametrize("key", sorted(load_table("en")))
def test_english_is_english(key: str) -> None:
    if key in SAME_IN_BOTH or key == "panel.other_language":
        return
    assert not any(re.search(r"[\u3000-\u9fff\uff00-\uffef]", text) for text in load_table("en")[key].values())


def test_every_key_in_code_is_in_the_table() -> None:
    table, missing = load_table("en"), []
    for path, key in literal_keys("say"):
        if re.fullmatch(r"[a-z_]+(\.[A-Za-z_-]+)+", key) and key not in table:
            missing.append((path.name, key))
    assert not missing


def test_every_notice_in_code_is_in_the_table() -> None:
    table = load_table("en")
    found = {key for _, key in literal_keys("Notice") if re.fullmatch(r"[a-z_]+", key)}
    assert "compare_full" in found
    assert not {key for key in found if f"notice.{key}" not in table}


def test_every_note_that_an_import_can_give_is_a_sentence_in_both_languages() -> None:
    keys = [*get_args(NoteKey), *get_args(SizeNoteKey)]
    assert len(keys) == len(set(keys)) > 20
    for language in LANGUAGES:
        table = {key for key in load_table(language) if key.startswith("trust.note.")}
        assert table == {f"trust.note.{key}" for key in keys}


def test_a_note_is_said_in_the_shops_language() -> None:
    note = TrustNote("picture_missing", (("name", "leg.png"),))
    assert Texts("en").trust_note(note) == "The picture “leg.png” of the model is missing."
    assert Texts("zh-CN").trust_note(note) == "模型缺少图片“leg.png”。"
    assert Texts("en").trust_note(TrustNote("of_a_later_version")) == ""


def test_every_sign_of_the_store_has_a_text() -> None:
    for language in LANGUAGES:
        for key in ("welcome", "guide_desk", "fitting_room", "checkout"):
            assert Texts(language).sign(key)


def test_every_panel_has_a_title() -> None:
    assert all(Texts("en").has(f"panel.title.{name}") for name in get_args(PanelName))


def test_no_text_is_unused() -> None:
    used = {value for _, tree in sources() for value in constants(tree)}
    patterns = [re.compile(pattern) for pattern in joined_patterns()]
    notices = {f"notice.{key}" for _, key in literal_keys("Notice")}
    unused = [
        key
        for key in load_table("en")
        if key not in used
        and key not in notices
        and not key.startswith("department.")
        and not any(pattern.fullmatch(key) for pattern in patterns if not pattern.pattern.startswith(".+"))
    ]
    assert not unused


def constants(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_plural_forms() -> None:
    assert Texts("en").say("cart.pieces", count=1) == "1 piece"
    assert Texts("en").say("cart.pieces", count=0) == "0 pieces"
    assert Texts("zh-CN").say("cart.pieces", count=1) == "共 1 件"


def test_unknown_key_and_missing_value_are_errors() -> None:
    with pytest.raises(TextError, match="no text"):
        Texts("en").say("no.such.text")
    with pytest.raises(TextError, match="count"):
        Texts("en").say("cart.pieces")


def test_a_merchants_braces_stay_as_they_are() -> None:
    assert Texts("en").say("search.none", query="{0} {x}") == 'Nothing found for "{0} {x}".'


def test_an_unknown_notice_is_still_a_sentence() -> None:
    assert Texts("en").notice(Notice("from_the_future")) == Texts("en").say("notice.other")


def test_departments_are_named_in_the_shops_language() -> None:
    chinese = Texts("zh-CN")
    assert chinese.department("Furniture") == "家具"
    assert chinese.department("Furniture", LocalText("Furniture", "好家具")) == "好家具"
    assert chinese.department("Furniture", LocalText("Furniture")) == "家具"
    assert chinese.department("Zeppelins", LocalText("Zeppelins")) == "Zeppelins"
    assert Texts("en").department("Furniture", LocalText("", "家具")) == "Furniture"


def test_every_word_of_the_demo_products_is_chinese_too() -> None:
    chinese, latin = Texts("zh-CN"), re.compile(r"[A-Za-z]")
    products = [draft.product for draft in DemoSource().read("demo:1500", SourceOptions()) if isinstance(draft, Draft)]
    assert len(products) == 1500
    unknown = {name for product in products for name in product.materials if latin.search(chinese.material(name))}
    unknown |= {name for product in products for name, _ in product.attributes if latin.search(chinese.fact(name))}
    unknown |= {value for product in products for _, value in product.attributes if latin.search(chinese.styles(value))}
    unknown |= {p.category[0] for p in products if latin.search(chinese.department(p.category[0]))}
    assert not unknown


def test_a_material_nobody_knows_stays_as_it_is() -> None:
    assert Texts("zh-CN").material("unobtainium") == "unobtainium"
    assert Texts("zh-CN").material("forest green patent leather") == "森林绿漆皮"
    assert Texts("en").material("oak") == "oak"
    assert Texts("zh-CN").materials(["oak", "glass"]) == "橡木、玻璃"


def test_colours_and_usual_words_of_english_feeds_are_chinese() -> None:
    texts = Texts("zh-CN")
    assert texts.material("Lavender") == "薰衣草紫"
    assert texts.styles("All-weather, Indoor, Warm") == "全天候、室内、温暖"
    assert texts.styles("Solid, Never heard of") == "Solid, Never heard of"
    assert Texts("en").styles("All-weather, Indoor") == "All-weather, Indoor"
    assert texts.fact("Often bought with") == "常一起购买"
