"""`vitrine models` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from client import cli
from inference.models.manifest import LIST_FILE, write_list
from tests.client.test_local_models import listed
from tests.simulators.small_models import adapter_gguf, doubling_onnx


def test_a_model_is_added_listed_and_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    source = tmp_path / "doubling.onnx"
    source.write_bytes(doubling_onnx())
    assert cli.main(["models", "add", str(source), "--licence", "CC0-1.0"]) == 0
    assert capsys.readouterr().out.startswith("doubling is here: onnx")
    assert cli.main(["models", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["models"]
    (row,) = [row for row in rows if row["own"]]
    assert (row["name"], row["licence"], row["there"]) == ("doubling", "CC0-1.0", True)
    assert cli.main(["models", "list"]) == 0
    assert "not measured" in capsys.readouterr().out
    assert cli.main(["models", "verify", "doubling"]) == 0
    assert capsys.readouterr().out.startswith("well   doubling")
    (tmp_path / "home" / "data" / "models" / "doubling.onnx").write_bytes(doubling_onnx(nested=1))
    assert cli.main(["models", "verify", "doubling"]) == 1
    assert capsys.readouterr().out.startswith("WRONG  doubling")


def test_a_hostile_file_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    source = tmp_path / "bad.onnx"
    source.write_bytes(doubling_onnx(external=True))
    assert cli.main(["models", "add", str(source)]) == 1
    said = capsys.readouterr().err
    assert "another file" in said
    assert "unexpected" not in said
    assert cli.main(["models", "verify", "nothing"]) == 1
    assert "no model called" in capsys.readouterr().err


def test_what_a_publisher_sent_is_listed_and_a_lora_is_known_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    sent = tmp_path / "home" / "data" / "followed-models"
    write_list(sent / LIST_FILE, [listed(sent, "theirs", "acts")])
    assert cli.main(["models", "list"]) == 0
    assert "the publisher's" in capsys.readouterr().out
    assert cli.main(["models", "verify", "theirs"]) == 0
    capsys.readouterr()
    assert cli.main(["models", "add", str(adapter_gguf(tmp_path / "merchant.gguf"))]) == 0
    assert "merchant's own words" in capsys.readouterr().out
    assert cli.main(["models", "list", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["models"]}
    assert (rows["merchant"]["task"], rows["merchant"]["whose"]) == ("acts-adapter", "owner")
    assert rows["theirs"]["whose"] == "publisher"
