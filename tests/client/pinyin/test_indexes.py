"""The indexes: made once, made whole, opened fast."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from client.pinyin import building
from client.pinyin.building import build_missing, common_path, segment, shop_words
from client.pinyin.lexicon import LexiconError, SqliteLexicon
from client.pinyin.service import PinyinService
from client.pinyin.shop import shop_texts
from client.pinyin.source import chinese_runs, sounds
from tests.client.panels.shop import MemoryCatalog
from tests.client.pinyin.conftest import SHOP


def wait(service: PinyinService, until: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not until() and time.monotonic() < end:
        service.lexicon()
        time.sleep(0.01)


def test_sounds() -> None:
    assert sounds("沙发") == ("sha", "fa")
    assert sounds("银行") == ("yin", "hang")
    assert sounds("女装") == ("nv", "zhuang")
    assert sounds("") == ()
    assert chinese_runs("有机棉 T 恤 XL") == ["有机棉", "恤"]


def test_segments_are_the_likeliest_words() -> None:
    weights = {"实木": -6.0, "沙发": -6.0, "木沙": -12.0, "实": -8.0, "发": -5.0, "床": -6.0}
    assert segment("实木沙发床", weights.get) == ["实木", "沙发", "床"]
    assert segment("□实木", weights.get) == ["□", "实木"]
    assert segment("", weights.get) == []
    words = shop_words(["实木沙发", "实木沙发床"], weights.get)
    assert {"实木", "沙发", "实木沙发", "实木沙发床"} <= set(words)
    assert "沙发床" not in words, "neighbours that met once are no word"


def test_the_texts_of_a_shop(tmp_path: Path) -> None:
    texts = shop_texts(MemoryCatalog(tmp_path))
    assert {"三人沙发", "家具", "苔绿羊毛"} <= set(texts)
    assert texts == shop_texts(MemoryCatalog(tmp_path))


@pytest.mark.usefixtures("lexicon")
def test_what_is_cached_is_not_made_again(pinyin_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_write", lambda path, rows: pytest.fail(f"made {path} again"))
    common, shop = build_missing(pinyin_cache, SHOP)
    assert sorted(pinyin_cache.rglob("*.*")) == sorted((common, shop)), "no left-overs"
    SqliteLexicon(common, shop).close()


@pytest.mark.usefixtures("lexicon")
def test_other_texts_get_an_index_of_their_own(pinyin_cache: Path, tmp_path: Path) -> None:
    common = common_path(tmp_path)
    common.parent.mkdir(parents=True)
    common.write_bytes(common_path(pinyin_cache).read_bytes())
    one, other = build_missing(tmp_path, ["三人沙发"])[1], build_missing(tmp_path, ["双人沙发"])[1]
    assert one != other
    assert build_missing(tmp_path, [])[1].is_file()
    for number in "一二三四五六":
        last = build_missing(tmp_path, [f"第{number}家店"])[1]
    assert len(list(tmp_path.rglob("shop-*"))) == 5, "old shops' words do not pile up"
    assert last.is_file()
    assert common.is_file()


def test_a_damaged_index_is_said_and_removed(tmp_path: Path) -> None:
    common, shop = common_path(tmp_path), building.shop_path(tmp_path, ["三人沙发"])
    common.parent.mkdir(parents=True)
    for path in (common, shop):
        path.write_bytes(b"no database at all" * 100)
    with pytest.raises(LexiconError):
        SqliteLexicon(common, shop)
    service = PinyinService(tmp_path, lambda: ["三人沙发"])
    wait(service, lambda: service.failed)
    assert service.lexicon() is None
    service.close()
    assert not common.exists()


@pytest.mark.usefixtures("lexicon")
def test_the_service_makes_what_is_missing_beside_the_shop(pinyin_cache: Path, tmp_path: Path) -> None:
    common = common_path(tmp_path)
    common.parent.mkdir(parents=True)
    common.write_bytes(common_path(pinyin_cache).read_bytes())
    service = PinyinService(tmp_path, lambda: ["苔绿羊毛"])
    assert service.lexicon() is None, "the first call only starts the work"
    wait(service, lambda: service.lexicon() is not None)
    lexicon = service.lexicon()
    assert lexicon is not None
    split = lexicon.splits("tailvyangmao")[0]
    assert lexicon.words(split, 4)[0].text == "苔绿羊毛"
    service.close()
    service.close()
    assert service.lexicon() is None


def test_leaving_does_not_wait_for_the_work(tmp_path: Path) -> None:
    service = PinyinService(tmp_path, lambda: list(SHOP))
    assert service.lexicon() is None
    time.sleep(0.3)
    started = time.monotonic()
    service.close()
    assert time.monotonic() - started < 60.0
    assert not list(tmp_path.rglob("*.sqlite"))


def test_texts_that_cannot_be_read(tmp_path: Path) -> None:
    def gone() -> list[str]:
        raise OSError("the disk is gone")

    service = PinyinService(tmp_path, gone)
    wait(service, lambda: service.failed)
    assert service.failed
    service.close()
