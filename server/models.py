"""Models as a merchant has them: files in a folder, and `models.toml` that says what they are.

```toml
[[model]]
name = "guide-small"
file = "guide-small.gguf"
licence = "Apache-2.0"
task = "dialogue"
```
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import msgspec

from client.catalog.blobs import hash_file
from client.sync.errors import Tampered
from client.sync.wire import FORMAT, Model, ModelList, decode_models, encode_index
from server.errors import ServerError

LIST: Final = "models.toml"


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    file: str
    licence: str
    task: str


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    model: tuple[_Said, ...]


def read_models(folder: Path) -> tuple[Model, ...]:
    """The models of a folder, by name, hashed; raises ServerError with a sentence."""
    try:
        listed = msgspec.convert(tomllib.loads((folder / LIST).read_text("utf-8")), _List)
        models = tuple(_model(folder, said) for said in sorted(listed.model, key=lambda said: said.name))
    except (OSError, ValueError, msgspec.MsgspecError) as cause:
        raise ServerError(f"The models in {folder} cannot be published: {cause}.") from cause
    try:  # what a shop would not take is not signed
        return decode_models(encode_index(ModelList(format=FORMAT, serial=1, models=models))).models
    except Tampered as cause:
        raise ServerError(f"A shop would refuse the models in {folder}: {cause}") from cause


def _model(folder: Path, said: _Said) -> Model:
    path = folder / said.file
    if path.resolve().parent != folder.resolve():
        raise ServerError(f"{said.file} does not lie in {folder}.")
    _check_kind(path)
    return Model(
        name=said.name, file=said.file, sha256=hash_file(path), bytes=path.stat().st_size, licence=said.licence,
        task=said.task,
    )  # fmt: skip


def _check_kind(path: Path) -> None:
    """A file is what its name says, as far as its first bytes tell."""
    with path.open("rb") as stream:
        begin = stream.read(9)
    fits = {
        ".gguf": begin.startswith(b"GGUF"),
        ".safetensors": len(begin) == 9 and begin[8:] == b"{" and int.from_bytes(begin[:8], "little") < 1 << 27,
        ".onnx": begin[:1] == b"\x08",
    }
    if not fits.get(path.suffix, False):
        raise ServerError(f"{path.name} is no ONNX, GGUF or safetensors file; shops take no other.")
