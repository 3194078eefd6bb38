"""`vitrine search` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from client.catalog.writer import VersionWriter
from client.cli import main
from client.domain.product import Product
from client.domain.text import LocalText


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The catalogue of a shop with three products, as arguments."""
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    names = (("s", "Green sofa", "绿色沙发"), ("l", "Brass lamp", "黄铜灯"), ("t", "Oak table", "橡木桌子"))
    with VersionWriter(tmp_path / "shop") as writer:
        writer.add_all(Product(sku, LocalText(en, zh), category=("Home",)) for sku, en, zh in names)
        writer.publish(LocalText("Shop"), "", "2026-01-01T00:00:00Z")
    return ["--catalog", str(tmp_path / "shop")]


def test_it_says_what_was_found_and_why(shop: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "shafa", "--json", *shop]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [hit["sku"] for hit in told["hits"]] == ["s"]
    assert "sounds" in told["hits"][0]["why"]
    assert main(["search", "couch", "--lang", "zh-CN", *shop]) == 0
    said = capsys.readouterr().out
    assert "绿色沙发" in said
    assert "特征相符" in said


def test_nothing_found_is_said_with_words_to_try_and_a_code(
    shop: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "qqqqzz", *shop]) == 1
    assert "Nothing like that is here." in capsys.readouterr().out


@pytest.mark.parametrize("words", [["search"], ["search", "--image", "no-such-file.png"]])
def test_what_cannot_be_looked_for_is_a_sentence(
    words: list[str], shop: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, *shop]) == 1
    assert capsys.readouterr().err.startswith("vitrine: ")
