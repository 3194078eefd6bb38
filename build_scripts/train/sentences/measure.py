"""How good an exported model is, through the code that the shop runs it with."""

from __future__ import annotations

import csv
import json
import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from build_scripts.train.sentences.frames import Pair
from build_scripts.train.sentences.teacher import Teacher
from inference.models.onnx_check import check_onnx
from inference.models.onnx_session import open_session
from inference.sentences.api import FloatArray
from inference.sentences.engine import Network

_COUPLES: Final = 20_000
_MOST: Final = 1000
_AT_ONCE: Final = 32


class Encoder:
    """A model file as a `SentenceEncoder`, on one thread, in this process. Raises InferenceError."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        check_onnx(data)
        self._network = Network(open_session(data, 1, wanted="cpu")[0])
        self.dim = self._network.dim

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dim)."""
        found = np.zeros((len(texts), self.dim), np.float32)
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        for start in range(0, len(order), _AT_ONCE):
            some = order[start : start + _AT_ONCE]
            found[some] = self._network.vectors([texts[at] for at in some])
        return found


def recall(left: FloatArray, right: FloatArray) -> float:
    """How often the nearest of `right` is one's own counterpart: row n belongs to row n."""
    return float(((left @ right.T).argmax(1) == np.arange(len(left))).mean()) if len(left) else 0.0


def across(encoder: Encoder, held_out: Mapping[str, Sequence[Pair]]) -> dict[str, dict[str, float]]:
    """Recall@1 from English to Chinese and back, within each source, and among all of them together."""
    everything = list({pair: None for pairs in held_out.values() for pair in pairs})
    table = {}
    for name, pairs in (*held_out.items(), ("all", everything)):
        english, chinese = encoder.encode([pair[0] for pair in pairs]), encoder.encode([pair[1] for pair in pairs])
        forth, back = recall(english, chinese), recall(chinese, english)
        table[name] = {"pairs": len(pairs), "en_to_zh": round(forth, 4), "zh_to_en": round(back, 4)}
    return table


def like_teacher(encoder: Encoder, teacher: Teacher, texts: Mapping[str, Sequence[str]], seed: int) -> dict[str, float]:
    """Spearman's correlation of cosines with the teacher's, over couples drawn at random from each set."""
    from scipy.stats import spearmanr

    found = {}
    for name, said in texts.items():
        mine, theirs = encoder.encode(said), teacher.vectors(said)
        one, other = np.random.default_rng(seed).integers(0, len(said), (2, _COUPLES))
        apart = one != other
        cosines = [(rows[one] * rows[other]).sum(1)[apart] for rows in (mine, theirs)]
        found[name] = round(float(spearmanr(*cosines)[0]), 4)
    return found


def speed(encoder: Encoder, texts: Sequence[str]) -> dict[str, float]:
    """On one core, tokens and network: milliseconds for one sentence at a time, sentences a second in batches."""
    encoder.encode(texts[:64])
    singles = []
    for text in texts[:300]:
        begun = time.perf_counter()
        encoder.encode([text])
        singles.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    encoder.encode(texts)
    return {
        "ms_p50": round(float(np.median(singles)) * 1e3, 3),
        "ms_p95": round(float(np.quantile(singles, 0.95)) * 1e3, 3),
        "per_second": round(len(texts) / (time.perf_counter() - begun)),
    }


def foreign_texts(folder: Path, seed: int) -> dict[str, list[str]]:
    """English that nobody here wrote, for measuring only: dialogues and a feed. What is not there is left out."""
    found: dict[str, set[str]] = {}
    talk = folder / "dialogue"
    bitext, clinc, taskmaster = (
        talk / name for name in ("bitext_half.csv", "clinc150_30pct.json", "taskmaster4_00.json")
    )
    feed = folder / "feeds" / "ikea.csv"
    if bitext.is_file():
        with bitext.open(encoding="utf-8", newline="") as file:
            found["bitext"] = {row["instruction"] for row in csv.DictReader(file)}
    if clinc.is_file():
        sets = json.loads(clinc.read_text("utf-8"))
        found["clinc150"] = {said[0] for name, rows in sets.items() if isinstance(rows, list) for said in rows}
    if taskmaster.is_file():
        talks = json.loads(taskmaster.read_text("utf-8"))
        found["taskmaster"] = {turn["text"] for talk in talks for turn in talk["utterances"]}
    if feed.is_file():
        with feed.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found["ikea"] = {f"{row['category']}, {' '.join(row['short_description'].split())}" for row in rows}
    texts = {name: sorted(text for text in said if text.strip()) for name, said in found.items()}
    rng = random.Random(seed)  # noqa: S311 - data, not secrets
    return {name: rng.sample(said, min(_MOST, len(said))) for name, said in texts.items() if said}
