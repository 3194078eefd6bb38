"""The pinyin bench counts what it says, and the figures stay good."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.bench.pinyin import common_words, hits, measure, own_words
from client.cli import make_parser
from client.pinyin.building import common_path
from client.pinyin.lexicon import SqliteLexicon
from client.pinyin.source import sounds
from tests.simulators.made_catalog import make_catalog


def test_hits_are_counted(lexicon: SqliteLexicon) -> None:
    found = hits(lexicon, ["沙发", "杀伐", "没有声音", "沙发"], {"沙发": "shafa", "杀伐": "shafa"})
    assert (found.top1, found.top5) == (0.5, 0.75)
    assert len(found.key_ms) == 15


def test_common_words_are_drawn_the_same_way_every_time() -> None:
    assert common_words(50, 1) == common_words(50, 1)
    assert common_words(50, 1) != common_words(50, 2)
    assert len(set(common_words(50, 1))) == 50


def test_own_words() -> None:
    assert own_words(["实木沙发", "T 恤", "橡木沙发"]) == ["实木", "橡木", "沙发"]


def test_the_word_one_means_is_among_the_first(lexicon: SqliteLexicon) -> None:
    words = common_words(200, 7)
    found = hits(lexicon, words, {word: "".join(sounds(word)) for word in words})
    assert found.top1 >= 0.8
    assert found.top5 >= 0.97


@pytest.mark.usefixtures("lexicon")
def test_the_bench_on_a_catalogue(pinyin_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    common = common_path(tmp_path / "home" / "cache")
    common.parent.mkdir(parents=True)
    common.write_bytes(common_path(pinyin_cache).read_bytes())
    root = make_catalog(tmp_path / "catalog")
    figures = measure(make_parser().parse_args(["bench", "pinyin", "--catalog", str(root), "--words", "30"]))
    assert {"top1", "top5", "ms_p99"} <= set(figures)
    assert figures["common_words"] == 30
    assert figures["shop_words"] == len(own_words(["家具", "颜色", "椅子", "杯子", "台灯", "海报", "厨房", "灯具"]))
    assert figures["shop_top1"] == 1.0
    assert 0 < float(figures["ms_p50"]) <= float(figures["ms_p99"])
    assert float(figures["open_ms"]) > 0
