"""Models come like the catalogue: signed by a role of their own, named by hash, checked before any parser sees them.

<folder>/<sha256>.<onnx|gguf|safetensors>
<folder>/models.toml     what is here: name, file, hash, size, licence, task
<folder>/.parts/         what is on its way
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from client.catalog.layout import write_atomically
from client.sync.download import Downloader, Wanted
from client.sync.errors import Tampered
from client.sync.source import Limits, Source
from client.sync.wire import Model, ModelList, blob_path

LIST: Final = "models.toml"
_OURS: Final = re.compile(r"[0-9a-f]{64}\.(onnx|gguf|safetensors)")
_LONGEST_HEADER: Final = 1 << 27


def fetch_models(
    listed: ModelList,
    source: Source,
    folder: Path,
    limits: Limits,
    need_room: Callable[[int], None],
    workers: int = 2,
) -> int:
    """Brings `folder` to what is listed; returns how many files were fetched. need_room: raises NoSpace for a size.

    A list is written only when every file on it is there; what it no longer names goes after that. Raises SyncError's
    kinds; the list and its files then stay as they were.
    """
    missing = list({file_name(m): m for m in listed.models if not _is_here(folder, m)}.values())
    need_room(sum(model.bytes for model in missing))
    if missing:
        with Downloader(source, folder / ".parts", limits, workers) as downloader:
            downloader.fetch_all(Wanted(blob_path(m.sha256), m.sha256, m.bytes, folder / file_name(m)) for m in missing)
    for model in listed.models:  # also those of a round that ended before it could look
        if not _is_what_it_says(folder / file_name(model)):
            (folder / file_name(model)).unlink(missing_ok=True)
            raise Tampered(f"The publisher signed {model.file}, but that is no such model; it was thrown away.")
    written = _list(listed, source.name)
    if not (folder / LIST).is_file() or (folder / LIST).read_bytes() != written:
        write_atomically(folder / LIST, written)
    wanted = {file_name(model) for model in listed.models}
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.name not in wanted:
            path.unlink(missing_ok=True)
    return len(missing)


def file_name(model: Model) -> str:
    """What its file is called here."""
    return f"{model.sha256}.{_kind(model)}"


def _kind(model: Model) -> str:
    return model.file.rsplit(".", 1)[-1]


def _is_here(folder: Path, model: Model) -> bool:
    path = folder / file_name(model)
    return path.is_file() and path.stat().st_size == model.bytes


def _is_what_it_says(path: Path) -> bool:
    """By its first bytes: what parses it next was written for that kind only."""
    with path.open("rb") as stream:
        begin = stream.read(9)
    match path.suffix:
        case ".gguf":
            return begin.startswith(b"GGUF")
        case ".safetensors":
            return begin[8:] == b"{" and int.from_bytes(begin[:8], "little") < _LONGEST_HEADER
        case _:
            return begin[:1] == b"\x08"


def _list(listed: ModelList, source: str) -> bytes:
    lines = ["# Written by `vitrine sync`; changes are lost with the next one."]
    for model in sorted(listed.models, key=lambda model: model.name):
        facts: dict[str, str | int] = {
            "name": model.name,
            "file": file_name(model),
            "sha256": model.sha256,
            "bytes": model.bytes,
            "format": _kind(model),
            "licence": model.licence,
            "task": model.task,
            "minimum_memory_bytes": model.bytes,
            "source": source,
        }
        lines += ["", "[[model]]", *(f"{key} = {_toml(value)}" for key, value in facts.items())]
    return ("\n".join(lines) + "\n").encode()


def _toml(value: str | int) -> str:
    """A string of JSON is one of TOML, but for one character, and as long as no letter is written as two halves."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
