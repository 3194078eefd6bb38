"""`vitrine search --image`: from a photo to products, with a model that only sees coarse colours."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from client.cli import main
from inference.models.manifest import ModelEntry, write_list
from inference.pictures.views import product_pictures
from tests.simulators.made_catalog import box, make_catalog
from tests.simulators.small_models import seeing_onnx


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def take_in(home: Path) -> None:
    folder, data = home / "data" / "models", seeing_onnx()
    folder.mkdir(parents=True)
    (folder / "seeing.onnx").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    entry = ModelEntry("seeing", "seeing.onnx", digest, len(data), "onnx", "CC0-1.0", "pictures", 300 << 20)
    write_list(folder / "models.toml", [entry])


def test_a_picture_of_a_chair_finds_that_chair(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take_in(home)
    root = make_catalog(tmp_path / "catalog")
    coloured, _ = product_pictures(box((0.8, 0.8, 0.5), ((0.5, 0.55, 0.1),)))
    Image.fromarray(coloured[2]).save(tmp_path / "photo.png")
    asked = ["search", "--image", str(tmp_path / "photo.png"), "--json", "--limit", "3", "--catalog", str(root)]
    for _ in range(2):
        assert main(asked) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["hits"][0]["sku"] == "chair-3"
        assert "picture" in told["hits"][0]["why"]
        assert len(told["hits"]) == 3


def test_what_is_no_picture_is_told_in_a_sentence(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(home)
    root = make_catalog(tmp_path / "catalog")
    (tmp_path / "photo.png").write_bytes(np.arange(200, dtype=np.uint8).tobytes())
    for file in ("photo.png", "missing.png"):
        assert main(["search", "--image", str(tmp_path / file), "--catalog", str(root)]) == 1
        assert "picture" in (said := capsys.readouterr().err) or "no file" in said


def test_a_broken_picture_is_told_before_the_shop_is_looked_through(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(home)
    root = make_catalog(tmp_path / "catalog")
    (tmp_path / "empty.png").touch()
    for file in (tmp_path / "empty.png", tmp_path):
        assert main(["search", "--image", str(file), "--catalog", str(root)]) == 1
        assert "picture" in (said := capsys.readouterr().err) or "is no file" in said
    (seen,) = home.rglob("pictures/*.sqlite")
    with closing(sqlite3.connect(seen)) as kept:
        assert kept.execute("SELECT count(*) FROM seen").fetchone() == (0,)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_that_nobody_writes_to_is_no_picture_and_is_not_waited_for(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(home)
    os.mkfifo(tmp_path / "pipe.png")
    assert main(["search", "--image", str(tmp_path / "pipe.png"), "--catalog", str(make_catalog(tmp_path / "c"))]) == 1
    assert "is no file" in capsys.readouterr().err
