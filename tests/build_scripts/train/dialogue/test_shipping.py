"""A model is shipped only when it was measured, is small, and helps."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from build_scripts.errors import SetupError
from build_scripts.train.dialogue.shipping import ship, with_entry
from inference.models.manifest import ModelEntry


def told(rules: float, both: float) -> str:
    share = {"all": 0.9, "en": 0.9, "zh": 0.8}
    look = {"rules": {"all": rules}, "both": {"all": both}}
    return json.dumps({"kept": {"model": share}, "sealed": look})


def test_it_stands_in_the_list_once_however_often_it_is_shipped(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "models.toml").write_text('# Kept.\nmodel = []\n[[model]]\nname = "other"\n', "utf-8")
    (tmp_path / "vitrine-dialogue.gguf").write_bytes(b"GGUF")
    (tmp_path / "figures.json").write_text(told(0.8, 0.85), "utf-8")
    ship(tmp_path, folder)
    ship(tmp_path, folder)
    text = (folder / "models.toml").read_text("utf-8")
    models = tomllib.loads(text)["model"]
    assert text.startswith("# Kept.")
    assert [model["name"] for model in models] == ["other", "vitrine-dialogue"]
    entry = msgspec.convert(models[1], ModelEntry)
    assert (entry.task, entry.bytes, entry.quality["people_both"]) == ("acts", 4, 0.85)
    assert (folder / entry.file).read_bytes() == b"GGUF"


def test_what_was_not_measured_or_does_not_help_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vitrine-dialogue.gguf").write_bytes(b"GGUF")
    with pytest.raises(SetupError, match="Measure"):
        ship(tmp_path, tmp_path)
    (tmp_path / "figures.json").write_text('{"kept": {}}', "utf-8")
    with pytest.raises(SetupError, match="--sealed"):
        ship(tmp_path, tmp_path)
    (tmp_path / "figures.json").write_text(told(0.8, 0.79), "utf-8")
    with pytest.raises(SetupError, match="less than by the rules"):
        ship(tmp_path, tmp_path)


def test_a_list_stays_toml() -> None:
    assert tomllib.loads(with_entry("model = []\n", '[[model]]\nname = "vitrine-dialogue"\n'))["model"]
