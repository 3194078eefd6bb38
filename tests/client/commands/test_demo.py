"""The demo catalogue is made once, again when the library changed, and never lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.catalog.api import open_catalog
from client.catalog.importers.demo import demo_version
from client.catalog.importing import ImportPlan, import_sources
from client.catalog.layout import Layout
from client.commands.demo import ensure_demo
from client.domain.errors import VitrineError
from client.settings import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "data", tmp_path / "cache", tmp_path / "config", tmp_path / "logs")


def test_it_is_made_once_and_again_when_the_library_changed(
    folders: Folders, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = ensure_demo(folders, "demo:2", "one")
    first = Layout(root).current()
    assert "(once)" in capfd.readouterr().err
    assert ensure_demo(folders, "demo:2", "one") == root
    assert Layout(root).current() == first
    assert capfd.readouterr().err == ""
    own = tmp_path / "own.tsv"
    own.write_text("id\ttitle\tprice\tavailability\tlink\nmine\tMine\t5 EUR\tin stock\t\n", "utf-8")
    import_sources(ImportPlan((str(own),), root, workers=1), lambda: "now")
    ensure_demo(folders, "demo:1,9", "two")
    assert "anew" in capfd.readouterr().err
    catalog = open_catalog(root)
    skus = {p.sku for p in catalog.products()}
    assert len(skus) == 2, "the demo products of before are gone, the shop's own stay"
    assert "mine" in skus
    assert catalog.info.made_with == "two"
    before = Layout(root).current()
    ensure_demo(folders, "demo:1,9", "two")
    assert Layout(root).current() == before


def test_the_catalogue_of_before_stays_when_making_fails(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(VitrineError):
        ensure_demo(folders, "demo:nothing", "one")
    root = ensure_demo(folders, "demo:1", "one")
    version = Layout(root).current()
    capfd.readouterr()
    assert ensure_demo(folders, "demo:nothing", "two") == root
    assert "of before is shown" in capfd.readouterr().err
    assert Layout(root).current() == version


def test_the_version_says_which_code(repository: Path) -> None:
    assert demo_version() == demo_version()
    assert len(demo_version()) > 10
