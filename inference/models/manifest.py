"""`models.toml`: what is known of each model. One list comes with the shop, one holds what its owner added."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from inference.errors import InferenceError

LIST_FILE: Final = "models.toml"
_LIST_BYTES: Final = 1_000_000
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

ModelFormat = Literal["onnx", "gguf", "safetensors"]
Whose = Literal["owner", "publisher", "shop"]
TASKS: Final = {
    "acts": "what a shopper's words mean",
    "acts-adapter": "a merchant's own words, laid over the model for acts (LoRA)",
    "dialogue": "free words of the guide",
    "sentences": "sentences as vectors",
    "pictures": "pictures as vectors",
}
"""What the shop has a use for; a model for anything else is kept and not used."""
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
    """A model on a list, and where its file must be."""

    entry: ModelEntry
    path: Path
    whose: Whose

    @property
    def own(self) -> bool:
        """Whether the shop's owner added it."""
        return self.whose == "owner"


class ModelLists:
    """What the shop's owner added, what the publisher sent, what came with the shop. An earlier list's name goes first.

    `followed`: where `vitrine sync` puts models; None reads none.
    """

    def __init__(self, bundled: Path, own: Path, followed: Path | None = None) -> None:
        self._bundled, self._own, self._followed = bundled, own, followed

    @property
    def own_folder(self) -> Path:
        """Where the owner's models lie; need not exist."""
        return self._own

    def known(self, on_problem: Callable[[ManifestError], None] | None = None) -> tuple[Known, ...]:
        """All models, the owner's first. A list that cannot be read raises ManifestError, or is told and left out."""
        found: dict[str, Known] = {}
        for whose, folder in self._folders():
            try:
                entries = read_list(folder / LIST_FILE)
            except ManifestError as problem:
                if on_problem is None:
                    raise
                on_problem(problem)
                continue
            for entry in entries:
                found.setdefault(entry.name, Known(entry, folder / entry.file, whose))
        return tuple(found.values())

    def _folders(self) -> tuple[tuple[Whose, Path], ...]:
        sent: tuple[tuple[Whose, Path], ...] = () if self._followed is None else (("publisher", self._followed),)
        return (("owner", self._own), *sent, ("shop", self._bundled))

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
