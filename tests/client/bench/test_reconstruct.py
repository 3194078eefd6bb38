"""`vitrine bench reconstruct`: the fields the issue of this measure names, and means that count refusals."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from client.bench.reconstruct import Row, summary
from client.cli import main
from inference.reconstruction.judge import Verdict
from scenes.model.gltf_write import write_glb
from tests.inference.reconstruction.made_photos import member, photo

FIELDS = {
    "f02", "f05", "chamfer", "iou", "silhouette_iou", "accepted", "accepted_f02", "seconds_p50", "baseline_f02",
    "peak_mb",
}  # fmt: skip


def test_pairs_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from client.bench import reconstruct

    monkeypatch.setattr(reconstruct, "ENVIRONMENT", {})
    model = member("mug")
    Image.fromarray(photo(model, side=300)).save(tmp_path / "one.png")
    (tmp_path / "one.glb").write_bytes(write_glb(model))
    (tmp_path / "one.txt").write_text("mug")
    tiles = np.random.default_rng(0).integers(0, 255, (24, 24, 3)).astype(np.uint8)
    Image.fromarray(tiles.repeat(16, 0).repeat(16, 1)).save(tmp_path / "two.png")
    (tmp_path / "two.glb").write_bytes(write_glb(model))
    Image.fromarray(tiles).save(tmp_path / "alone.png")
    report = tmp_path / "report.json"
    assert main(["bench", "reconstruct", "--data", str(tmp_path), "--quick", "--report", str(report)]) == 0
    figures = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert set(figures) >= FIELDS
    assert figures["photos"] == 2
    assert figures["refused"] == 0.5
    assert 0 < figures["f02"] <= 0.5, "the refused one counts as nothing"
    told = json.loads(report.read_text())
    assert "20,000" in told["protocol"]
    assert told["rows"][1]["refused"] == "cluttered"


def test_accepted_ones_are_counted_apart() -> None:
    good, bad = Verdict(0.01, 0.9, 1.0, 0.8, 0.9), Verdict(0.1, 0.1, 0.3, 0.1, 0.3)

    def row(made: Verdict | None, accepted: bool) -> Row:
        beside = {"slab": bad, "inflated": bad} if made else {}
        return Row("x", "" if made else "cut_off", "mug", accepted, 0.9, 2.0, 1.0, 5_000_000, made, beside)

    figures = summary([row(good, True), row(bad, False), row(None, False), row(None, False)])
    assert figures["accepted"] == 0.25
    assert figures["accepted_f02"] == pytest.approx(0.9)
    assert figures["f02"] == pytest.approx(0.25)
    assert figures["baseline_f02"] == pytest.approx(0.05)
    assert figures["chamfer"] == pytest.approx(0.055)
    assert figures["peak_mb"] == 5.0


def test_an_empty_folder_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from client.bench import reconstruct

    monkeypatch.setattr(reconstruct, "ENVIRONMENT", {})
    assert main(["bench", "reconstruct", "--data", str(tmp_path)]) == 1
    assert "no pair" in capsys.readouterr().err
