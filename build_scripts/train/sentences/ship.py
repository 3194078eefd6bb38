"""Puts a measured model where the shop finds it, and its figures into its card."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from build_scripts.environment import ROOT
from inference.models.manifest import LIST_FILE

CARD: Final = ROOT / "docs" / "models" / "sentences.md"
_MARKS: Final = ("<!-- measured -->", "<!-- end of measured -->")
_MEMORY: Final = 160 << 20
_NAME: Final = "sentences"


def ship(model: Path, measures: Mapping[str, Any], curve: Sequence[Mapping[str, float]], cache: Path) -> None:
    """Copies the file into `cache`, lists it there in place of the one before, and writes the card's tables."""
    shutil.copyfile(model, cache / "sentences.onnx")
    listed = cache / LIST_FILE
    text = re.sub(r"(?m)^model = \[\]\n", "", listed.read_text("utf-8"))
    tables = re.split(r"(?m)^(?=\[\[model\]\])", text)
    kept = [part for part in tables if f'name = "{_NAME}"' not in part.splitlines()]
    text = "".join(kept).rstrip() + "\n\n" + entry(measures)
    tomllib.loads(text)
    written = listed.with_name(f".{LIST_FILE}")
    written.write_text(text, "utf-8")
    written.replace(listed)
    write_card(CARD, measures, curve)


def entry(measures: Mapping[str, Any]) -> str:
    """The model's table in the list of models."""
    recall, spearman = measures["recall_at_1"]["all"], measures["spearman"]
    quality = {
        "recall_at_1_en_zh": recall["en_to_zh"],
        "recall_at_1_zh_en": recall["zh_to_en"],
        **{f"spearman_{name}": value for name, value in spearman.items()},
    }
    figures = ", ".join(f"{name} = {value}" for name, value in quality.items())
    return (
        f'[[model]]\nname = "{_NAME}"\nfile = "sentences.onnx"\nsha256 = "{measures["sha256"]}"\n'
        f'bytes = {measures["bytes"]}\nformat = "onnx"\nlicence = "Apache-2.0"\ntask = "sentences"\n'
        f"minimum_memory_bytes = {_MEMORY}\nquality = {{ {figures} }}\n"
        f"measured = \"{recall['pairs']} held-out pairs of all sources together; cosines against the teacher's on "
        'English texts that were not learnt from; see docs/models/sentences.md"\n'
    )


def write_card(card: Path, measures: Mapping[str, Any], curve: Sequence[Mapping[str, float]]) -> None:
    """Replaces what stands between the card's marks. Raises ValueError when there are none."""
    before, _, rest = card.read_text("utf-8").partition(_MARKS[0])
    _, found, after = rest.partition(_MARKS[1])
    if not found:
        raise ValueError(f"{card.name} has no place for figures")
    card.write_text(f"{before}{_MARKS[0]}\n{tables(measures, curve)}\n{_MARKS[1]}{after}", "utf-8")


def tables(measures: Mapping[str, Any], curve: Sequence[Mapping[str, float]]) -> str:
    """The figures as Markdown."""
    size, learnt = measures["bytes"], measures["learnt_from"]
    lines = [f"{size:,} bytes. Learnt from {learnt['pairs']:,} pairs and {learnt['english']:,} English texts.", ""]
    lines += ["| held-out pairs | how many | recall@1 English to Chinese | Chinese to English |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {row['pairs']} | {row['en_to_zh']:.3f} | {row['zh_to_en']:.3f} |"
        for name, row in measures["recall_at_1"].items()
    ]
    lines += ["", "| English texts | Spearman to the teacher's cosines |", "|---|---|"]
    lines += [f"| {name} | {value:.3f} |" for name, value in measures["spearman"].items()]
    speed = measures["speed"]
    one = f"One core: {speed['ms_p50']} ms a sentence (median; p95 {speed['ms_p95']} ms)"
    lines += ["", f"{one}, {speed['per_second']:.0f} sentences a second in batches of 32."]
    if curve:
        lines += ["", "| step | loss | recall@1 between (frames, unicode, own together) |", "|---|---|---|"]
        lines += [f"| {row['step']} | {row['loss']} | {row['recall']} |" for row in curve]
    return "\n".join(lines)
