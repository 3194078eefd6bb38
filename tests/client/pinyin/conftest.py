"""One index of the real word list and a small shop's words for all tests: it takes ten seconds to make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from client.pinyin.building import build_missing
from client.pinyin.lexicon import SqliteLexicon

SHOP = ("三人沙发", "实木餐桌", "橡木实木书柜", "实木沙发", "乳白玻璃台灯", "灯具", "家具", "绿色羊毛地毯")


@pytest.fixture(scope="session")
def pinyin_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pinyin")


@pytest.fixture(scope="session")
def lexicon(pinyin_cache: Path) -> Iterator[SqliteLexicon]:
    made = SqliteLexicon(*build_missing(pinyin_cache, SHOP))
    yield made
    made.close()
