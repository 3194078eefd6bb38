"""Puts a measured encoder among the models that come with the shop, with its figures."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import tomlkit

NAME: Final = "pictures"
_LICENCE: Final = "Apache-2.0"
_MEMORY_BYTES: Final = 300 << 20
_MEASURED: Final = (
    "new views, lights and grounds of held-out models of sweethome3d-furniture, among all of it; INT8, ONNX Runtime"
)
_QUALITY: Final = ("plain_recall_1", "plain_recall_10", "cluttered_recall_1", "cluttered_recall_10")
_START: Final = "<!-- measured -->"
_END: Final = "<!-- end of measured -->"


def ship(model: Path, measures: Mapping[str, float], cache: Path, card: Path) -> None:
    """Copies the file, rewrites its entry in `cache`/models.toml and the figures in its card."""
    data = model.read_bytes()
    target = cache / f"{NAME}.onnx"
    shutil.copyfile(model, target)
    entry = tomlkit.table()
    entry.update(
        {
            "name": NAME,
            "file": target.name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
            "format": "onnx",
            "licence": _LICENCE,
            "task": "pictures",
            "minimum_memory_bytes": _MEMORY_BYTES,
            "quality": {name: round(measures[name], 4) for name in _QUALITY},
            "measured": _MEASURED,
        }
    )
    listing = cache / "models.toml"
    told = tomlkit.parse(listing.read_text("utf-8"))
    kept = [one for one in told.get("model", []) if one["name"] != NAME]
    told.pop("model", None)
    tables = tomlkit.aot()
    for one in [*kept, entry]:
        tables.append(one)
    told.append("model", tables)
    listing.write_text(tomlkit.dumps(told), "utf-8")
    text = card.read_text("utf-8")
    pattern = re.compile(re.escape(_START) + ".*?" + re.escape(_END), re.DOTALL)
    card.write_text(pattern.sub(lambda _: f"{_START}\n{table(measures)}{_END}", text), "utf-8")


def table(measures: Mapping[str, float]) -> str:
    """The figures as Markdown."""
    lines = ["| query | queries | recall@1 | recall@10 | asked for |", "|---|---|---|---|---|"]
    for kind, asked in (("plain", "0.75 / 0.95"), ("cluttered", "")):
        count, first, tenth = (measures[f"{kind}_{name}"] for name in ("queries", "recall_1", "recall_10"))
        lines.append(f"| {kind} ground | {count:.0f} | {first:.3f} | {tenth:.3f} | {asked} |")
    return "\n".join(lines) + f"\n\nAmong {measures['pieces']:.0f} pieces.\n"
