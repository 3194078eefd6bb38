"""Whether a GGUF file may be given to a runtime: known version, sane counts and lengths, tensors inside the file.

Runs in a worker. The format is described at https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO, Final

from inference.errors import InferenceError

_MOST_PAIRS, _MOST_TENSORS = 4_096, 65_536
_LONGEST_KEY, _LONGEST_TEXT, _LONGEST_ARRAY, _LONGEST_NAME = 256, 1 << 20, 4_000_000, 128
_MOST_HEADER: Final = 256 << 20
_KEPT_TEXT: Final = 200
_STRING, _ARRAY = 8, 9
_SCALARS: Final[Mapping[int, str]] = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d",
}  # fmt: skip
TENSOR_TYPES: Final[Mapping[int, tuple[int, int]]] = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 10: (256, 84),
    11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 16: (256, 66), 17: (256, 74), 18: (256, 98),
    19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4),
    27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip
"""Type number to (numbers a block, bytes a block)."""


class GgufError(InferenceError):
    """A GGUF file that is not taken, and why."""


@dataclass
class GgufFacts:
    """What a file says of itself. `own_template`: it brings a chat template, which is not used."""

    version: int = 0
    tensors: int = 0
    parameters: int = 0
    values: dict[str, str | int | float | bool] = field(default_factory=dict)
    own_template: bool = False


def check_gguf(file: BinaryIO, size_bytes: int) -> GgufFacts:
    """Reads the header and places of all tensors. Raises GgufError."""
    reader = _Reader(file)
    if reader.take(4) != b"GGUF":
        raise GgufError("That is no GGUF file.")
    facts = GgufFacts(version=reader.number("<I"))
    if facts.version not in (2, 3):
        raise GgufError(f"GGUF version {facts.version} is not known.")
    facts.tensors, pairs = reader.number("<Q"), reader.number("<Q")
    if facts.tensors > _MOST_TENSORS or pairs > _MOST_PAIRS:
        raise GgufError("The GGUF file has too many entries.")
    for _ in range(pairs):
        _pair(reader, facts)
    alignment = facts.values.get("general.alignment", 32)
    if not isinstance(alignment, int) or not (8 <= alignment <= 1 << 16) or alignment & (alignment - 1):
        raise GgufError("The GGUF file's alignment makes no sense.")
    names: set[str] = set()
    ends: list[tuple[int, int]] = []
    for _ in range(facts.tensors):
        name, count, start, length = _tensor(reader)
        if name in names or start % alignment:
            raise GgufError("The GGUF file's table of tensors makes no sense.")
        names.add(name)
        facts.parameters += count
        ends.append((start, start + length))
    data = -(-reader.at // alignment) * alignment
    if reader.at > size_bytes or any(data + end > size_bytes for _, end in ends):
        raise GgufError("The GGUF file is shorter than its tensors.")
    ends.sort()
    if any(after[0] < before[1] for before, after in pairwise(ends)):
        raise GgufError("The GGUF file's tensors overlap.")
    return facts


def _pair(reader: _Reader, facts: GgufFacts) -> None:
    key = reader.text(_LONGEST_KEY)
    value = _value(reader, reader.number("<I"))
    if key == "tokenizer.chat_template":
        facts.own_template = True
    elif isinstance(value, str):
        facts.values[key] = value[:_KEPT_TEXT]
    elif value is not None:
        facts.values[key] = value


def _value(reader: _Reader, kind: int) -> str | int | float | bool | None:
    """A value; None for an array, which is only measured."""
    if kind == _STRING:
        return reader.text(_LONGEST_TEXT)
    if kind in _SCALARS:
        return reader.scalar(_SCALARS[kind])
    if kind != _ARRAY:
        raise GgufError("The GGUF file has a value of no known kind.")
    inner, count = reader.number("<I"), reader.number("<Q")
    if count > _LONGEST_ARRAY:
        raise GgufError("The GGUF file has an array that is too long.")
    if inner in _SCALARS:
        reader.skip(count * struct.calcsize(_SCALARS[inner]))
    elif inner == _STRING:
        for _ in range(count):
            reader.skip(reader.number("<Q"))
    else:
        raise GgufError("The GGUF file has an array of no known kind.")
    return None


def _tensor(reader: _Reader) -> tuple[str, int, int, int]:
    """Name, how many numbers, start and length in bytes within the data."""
    name = reader.text(_LONGEST_NAME)
    dimensions = reader.number("<I")
    if not 1 <= dimensions <= 4:
        raise GgufError("The GGUF file has a tensor of no known shape.")
    sides = [reader.number("<Q") for _ in range(dimensions)]
    kind, start = reader.number("<I"), reader.number("<Q")
    if kind not in TENSOR_TYPES or not all(0 < side < 1 << 32 for side in sides):
        raise GgufError("The GGUF file has a tensor of no known kind.")
    block, length = TENSOR_TYPES[kind]
    count = math.prod(sides)
    if sides[0] % block or count > 1 << 42:
        raise GgufError("The GGUF file has a tensor of no known shape.")
    return name, count, start, count // block * length


class _Reader:
    """Reads forward, within the longest header there may be."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.at = 0

    def take(self, count: int) -> bytes:
        self._advance(count)
        data = self._file.read(count)
        if len(data) != count:
            raise GgufError("The GGUF file ends too early.")
        return data

    def skip(self, count: int) -> None:
        self._advance(count)
        self._file.seek(count, 1)

    def number(self, layout: str) -> int:
        return int(struct.unpack(layout, self.take(struct.calcsize(layout)))[0])

    def scalar(self, layout: str) -> int | float | bool:
        value: int | float | bool = struct.unpack(layout, self.take(struct.calcsize(layout)))[0]
        return value

    def text(self, longest: int) -> str:
        length = self.number("<Q")
        if length > longest:
            raise GgufError("The GGUF file has a text that is too long.")
        return self.take(length).decode("utf-8", "replace")

    def _advance(self, count: int) -> None:
        self.at += count
        if self.at > _MOST_HEADER:
            raise GgufError("The GGUF file's header is too long.")
