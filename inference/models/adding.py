"""Taking a model into the owner's folder: checked in a worker, copied, listed. The shop itself never parses it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inference.models.checker import CHECKER, Checked, CheckJob
from inference.models.manifest import Known, ManifestError, ModelEntry, ModelLists, plain_name
from inference.runtime.runtime import Runtime

CHECK_S: Final = 900.0
_COPY: Final = 8 << 20
_GGUF_SHARE, _BASE_BYTES = 1.2, 128 << 20


@dataclass(frozen=True)
class Wish:
    """What its owner says of a model. Without a `task` it is the usual one of such a file."""

    file: Path
    name: str = ""
    licence: str = "not stated"
    task: str = ""


def check(runtime: Runtime, known: Known) -> Checked:
    """Whether a listed file is there, is the one listed, and may be used. Raises InferenceError."""
    job = CheckJob(str(known.path), known.entry.sha256, known.entry.bytes)
    return runtime.wait(runtime.submit(CHECKER, job), CHECK_S)[0]


def add(runtime: Runtime, lists: ModelLists, wish: Wish, free_bytes: Callable[[Path], int]) -> ModelEntry:
    """Checks, copies and lists a model. Raises InferenceError, OSError; nothing is left behind then."""
    source = wish.file.expanduser().absolute()
    checked = runtime.wait(runtime.submit(CHECKER, CheckJob(str(source), trial=True)), CHECK_S)[0]
    name = plain_name(wish.name or source.stem)
    if any(known.entry.name == name and known.entry.sha256 != checked.sha256 for known in lists.known()):
        raise ManifestError(f"There is another model called {name!r} already; choose a name with --name.")
    folder = lists.own_folder
    folder.mkdir(parents=True, exist_ok=True)
    if free_bytes(folder) < checked.size + _BASE_BYTES:
        raise ManifestError("There is not enough room on the disk for the model.")
    entry = ModelEntry(
        name=name,
        file=f"{name}.{checked.format}",
        sha256=checked.sha256,
        bytes=checked.size,
        format=checked.format,
        licence=wish.licence,
        task=wish.task or _usual_task(checked),
        minimum_memory_bytes=memory_of(checked),
        source=source.name,
    )
    _copy(source, folder / entry.file, checked.sha256)
    lists.remember(entry)
    return entry


def _usual_task(checked: Checked) -> str:
    if checked.format != "gguf":
        return "other"
    return "acts-adapter" if checked.facts.get("kind") == "adapter" else "dialogue"


def memory_of(checked: Checked) -> int:
    """What it will take: as the trial showed, else the weights and a fifth for what they work on."""
    if checked.grew_bytes:
        return _BASE_BYTES + checked.grew_bytes
    return _BASE_BYTES + round(checked.size * _GGUF_SHARE)


def _copy(source: Path, target: Path, sha256: str) -> None:
    """The very bytes that were checked, or nothing."""
    written = target.with_name(f".{target.name}.{os.getpid()}")
    digest = hashlib.sha256()
    try:
        with source.open("rb") as reading, written.open("wb") as writing:
            while chunk := reading.read(_COPY):
                digest.update(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
        if digest.hexdigest() != sha256:
            raise ManifestError(f"{source.name} changed while it was taken in.")
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)


def disk_free(folder: Path) -> int:
    """Bytes free where a folder lies."""
    return shutil.disk_usage(folder).free
