"""Puts a measured model beside the shop: the file, and its entry in models_cache/models.toml."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Final

from build_scripts.environment import ROOT
from build_scripts.errors import SetupError

_LIST: Final = ROOT / "models_cache" / "models.toml"
_NAME: Final = "vitrine-dialogue"
_MEMORY: Final = 96 << 20
_MOST_BYTES: Final = 18_000_000


def ship(out: Path, folder: Path = _LIST.parent) -> None:
    """Copies the model and writes its entry. Raises SetupError for one not measured, too large, or no help."""
    file, figures = out / f"{_NAME}.gguf", out / "figures.json"
    if not figures.exists():
        raise SetupError("Measure the model first: --measure.")
    content, told = file.read_bytes(), json.loads(figures.read_text("utf-8"))
    if len(content) > _MOST_BYTES:
        raise SetupError(f"The model has {len(content) / 1e6:.1f} MB; at most {_MOST_BYTES / 1e6:.0f} are shipped.")
    if "sealed" not in told:
        raise SetupError("Measure it with --sealed: the rules were written with the open half at hand.")
    if told["sealed"]["both"]["all"] < told["sealed"]["rules"]["all"]:
        raise SetupError("With this model people are understood less than by the rules alone.")
    _write(folder / file.name, content)
    listed = folder / _LIST.name
    _write(listed, with_entry(listed.read_text("utf-8"), entry(file.name, content, told)).encode())


def entry(name: str, content: bytes, told: dict[str, dict[str, dict[str, float]]]) -> str:
    """The entry in TOML."""
    quality = {f"kept_{k}": told["kept"]["model"][k] for k in ("en", "zh")}
    quality |= {f"people_{way}": told["sealed"][way]["all"] for way in ("rules", "both")}
    pairs = ", ".join(f"{key} = {value}" for key, value in quality.items())
    return "\n".join((
        "[[model]]", f'name = "{_NAME}"', f'file = "{name}"', f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
        f"bytes = {len(content)}", 'format = "gguf"', 'licence = "Apache-2.0"', 'task = "acts"',
        f"minimum_memory_bytes = {_MEMORY}", f"quality = {{ {pairs} }}",
        'measured = "share of acts equal in all slots: phrases kept from training; the sealed half of people\'s"',
        'source = "trained here: docs/models/dialogue.md"', "",
    ))  # fmt: skip


def with_entry(text: str, entry: str) -> str:
    """The list with this entry in place of an older one. The result is checked to be TOML."""
    text = re.sub(r"(?m)^model = \[\]\n", "", text)
    parts = [part for part in re.split(r"(?m)^(?=\[\[model\]\])", text) if f'name = "{_NAME}"' not in part]
    new = "".join(part.rstrip("\n") + "\n\n" for part in parts) + entry
    tomllib.loads(new)
    return new


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
