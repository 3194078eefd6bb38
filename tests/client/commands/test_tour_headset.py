"""`vitrine tour --headset scripted` visits with two hands and shows both eyes; `vitrine replay` does it again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from client.cli import main
from client.pilot.visit import MOMENTS
from tests.simulators.made_catalog import make_catalog

pytestmark = [pytest.mark.gl, pytest.mark.slow]


def test_a_visit_in_a_scripted_headset_is_seen_by_two_eyes_and_replayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    catalog, out, journal = str(make_catalog(tmp_path / "c")), tmp_path / "out", str(tmp_path / "visit.jsonl")
    words = ["--catalog", catalog, "--size", "320x240"]
    assert main(["tour", "--headset", "scripted", "--out", str(out), "--record", journal, *words]) == 0
    places = json.loads((out / "tour.json").read_text("utf-8"))["places"]
    assert [place["name"] for place in places] == list(MOMENTS)
    for place in places:
        assert (out / place["file"]).is_file()
        assert 0.005 < place["left_unlike_right"] < 0.9, place
    assert main(["replay", journal, "--catalog", catalog]) == 0, capsys.readouterr().out
