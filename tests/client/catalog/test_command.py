from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import pytest

from client.commands import catalog as command
from tests.client.catalog.samples import box_glb


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command")
    (folder / "oak table.glb").write_bytes(box_glb())
    (folder / "bad.glb").write_bytes(b"glTF")
    root, report = folder / "shop", folder / "report.json"
    assert run("import", str(folder), "--into", str(root), "--title", "测试商店", "--report", str(report)) == 0
    told = json.loads(report.read_text("utf-8"))
    assert {p["sku"]: p["status"] for p in told["products"]} == {"oak table": "repaired", "bad": "refused"}
    assert told["figures"]["products_per_second"] > 0
    return root


def test_list_search_show_verify(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--catalog", str(shop)) == 0
    assert "Oak table" in capsys.readouterr().out
    assert run("search", "oak", "--catalog", str(shop)) == 0
    assert "3D" in capsys.readouterr().out
    assert run("search", "piano", "--catalog", str(shop)) == 1
    assert run("show", "oak table", "--catalog", str(shop)) == 0
    assert json.loads(capsys.readouterr().out)["sku"] == "oak table"
    assert run("show", "nothing", "--catalog", str(shop)) == 1
    assert run("verify", "--catalog", str(shop)) == 0


def test_verify_finds_a_damaged_file(shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(shop, copy)
    victim = next((copy / "blobs").glob("??/*"))
    victim.write_bytes(b"\0" * victim.stat().st_size)
    assert run("verify", "--catalog", str(copy)) == 1
    assert victim.name in capsys.readouterr().out


def test_the_bar_on_a_terminal_and_elsewhere() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    times = iter(float(i) for i in range(100))
    live = Terminal()
    bar = command.ProgressBar(live, lambda: next(times))
    for i in range(1, 5):
        bar.step(i, 4, "Chair")
    bar.end()
    assert "4/4" in live.getvalue()
    assert live.getvalue().endswith("\n")
    plain = io.StringIO()
    bar = command.ProgressBar(plain, lambda: next(times))
    for i in range(1, 30):
        bar.step(i, 30, "Chair")
    bar.end()
    assert len(plain.getvalue().splitlines()) == 2
