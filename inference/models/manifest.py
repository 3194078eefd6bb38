"""`models.toml`: what is known of each model. One list comes with the shop, one holds what its owner added."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from inference.errors import InferenceError

LIST_FILE: Final = "models.toml"
_LIST_BYTES: Final = 1_000_000
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

ModelFormat = Literal["onnx", "gguf"]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
PlainName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")]


class ModelEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model. `quality`: measure to value as measured, with `measured` saying on what; empty where nobody measured."""

    name: PlainName
    file: PlainName
    sha256: Sha256
    bytes: Annotated[int, msgspec.Meta(gt=0)]
    format: ModelFormat
    licence: str
    task: str
    minimum_memory_bytes: Annotated[int, msgspec.Meta(gt=0)]
    quality: dict[str, float] = {}
    measured: str = ""
    source: str = ""


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    model: tuple[ModelEntry, ...] = ()


class ManifestError(InferenceError):
    """A list of models that cannot be read or written."""


@dataclass(frozen=True)
class Known:
    """A model on a list, and where its file must be. `own`: its owner added it."""

    entry: ModelEntry
    path: Path
    own: bool


class ModelLists:
    """The shop's own list and its owner's. A name of the owner's goes before the same of the shop's."""

    def __init__(self, bundled: Path, own: Path) -> None:
        self._bundled, self._own = bundled, own

    @property
    def own_folder(self) -> Path:
        """Where the owner's models lie; need not exist."""
        return self._own

    def known(self) -> tuple[Known, ...]:
        """All models, the owner's first. Raises ManifestError."""
        own = [Known(entry, self._own / entry.file, True) for entry in read_list(self._own / LIST_FILE)]
        names = {known.entry.name for known in own}
        bundled = [Known(entry, self._bundled / entry.file, False) for entry in read_list(self._bundled / LIST_FILE)]
        return (*own, *(known for known in bundled if known.entry.name not in names))

    def find(self, name: str) -> Known:
        """A model by name. Raises ManifestError when it is on no list."""
        for known in self.known():
            if known.entry.name == name:
                return known
        raise ManifestError(f"There is no model called {name!r}; see `vitrine models list`.")

    def remember(self, entry: ModelEntry) -> None:
        """Puts a model on the owner's list, in place of one of the same name. Atomic."""
        kept = [old for old in read_list(self._own / LIST_FILE) if old.name != entry.name]
        write_list(self._own / LIST_FILE, [*kept, entry])


def read_list(path: Path) -> tuple[ModelEntry, ...]:
    """A list; empty where there is none. Raises ManifestError."""
    try:
        if path.stat().st_size > _LIST_BYTES:
            raise ManifestError(f"The list {path} is too long to be one.")
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _List)
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ManifestError(f"The list of models {path} cannot be read: {error}.") from error
    names = [entry.name for entry in found.model]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ManifestError(f"The list of models {path} has {twice!r} twice.")
    return found.model


def write_list(path: Path, entries: Sequence[ModelEntry]) -> None:
    """Writes a list, whole or not at all."""
    import tomlkit

    tables = tomlkit.aot()
    for entry in sorted(entries, key=lambda one: one.name):
        table = tomlkit.table()
        for name, value in msgspec.to_builtins(entry).items():
            if value not in ("", {}):
                table[name] = value
        tables.append(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        written.write_text(tomlkit.dumps({"model": tables}), "utf-8")
        written.replace(path)
    except OSError as error:
        written.unlink(missing_ok=True)
        raise ManifestError(f"The list of models {path} cannot be written: {error.strerror}.") from error


def plain_name(stem: str) -> str:
    """A name for a file's stem: small letters, digits, dots, lines; "model" where nothing is left."""
    name = re.sub(r"[^a-z0-9._-]+", "-", stem.lower()).strip("-._")[:64]
    return name if NAME.fullmatch(name) else "model"
