"""Whether an ONNX file may be given to a runtime: one file, known operators, sane counts. Runs in a worker.

It reads the protobuf wire format itself (https://protobuf.dev/programming-guides/encoding/) with the field numbers of
onnx.proto, so that nothing of a foreign file is built in memory before it has passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from inference.errors import InferenceError

MOST_BYTES: Final = (2 << 30) - 1
_MOST_NODES: Final = 200_000
_MOST_FIELDS: Final = 5_000_000
_MOST_DEPTH: Final = 12
_LONGEST_NAME: Final = 512
_BUILT_IN: Final = frozenset({"", "ai.onnx", "ai.onnx.ml", "com.microsoft"})
"""Operators that come with ONNX Runtime itself; any other domain would need a library of its own."""

_Field = tuple[int, int | memoryview]
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_WIDTHS: Final = {_FIXED64: 8, _FIXED32: 4}


class OnnxError(InferenceError):
    """An ONNX file that is not taken, and why."""


@dataclass
class OnnxFacts:
    """What a file says of itself."""

    opset: int = 0
    nodes: int = 0
    operators: set[str] = field(default_factory=set)


def check_onnx(data: bytes | memoryview) -> OnnxFacts:
    """Walks the whole graph. Raises OnnxError."""
    view = memoryview(data)
    if len(view) > MOST_BYTES:
        raise OnnxError("The ONNX file is larger than one file may be.")
    walk = _Walk()
    graphs = 0
    for number, value in walk.fields(view):
        if number == 7:
            graphs += 1
            walk.graph(_message(value), 0)
        elif number == 8:
            walk.opset(_message(value))
        elif number == 25:
            walk.function(_message(value))
        elif number == 20:
            raise OnnxError("The ONNX file carries training data, which a shop does not need.")
    if graphs != 1 or not walk.facts.opset:
        raise OnnxError("That is no ONNX model: it has no graph or names no version of its operators.")
    strange = sorted(walk.domains - _BUILT_IN - walk.own)
    if strange:
        raise OnnxError(f"The ONNX file needs operators of its own ({strange[0]!r}), which are not taken.")
    return walk.facts


class _Walk:
    """Goes through graphs within graphs."""

    def __init__(self) -> None:
        self.facts = OnnxFacts()
        self.domains: set[str] = set()
        self.own: set[str] = set()
        self.seen = 0

    def opset(self, message: memoryview) -> None:
        domain, version = "", 0
        for number, value in self.fields(message):
            if number == 1:
                domain = _text(value)
            elif number == 2 and isinstance(value, int):
                version = value
        self.domains.add(domain)
        if domain in ("", "ai.onnx"):
            self.facts.opset = version

    def function(self, message: memoryview) -> None:
        for number, value in self.fields(message):
            if number == 7:
                self.node(_message(value), 1)
            elif number == 10:
                self.own.add(_text(value))

    def graph(self, message: memoryview, depth: int) -> None:
        if depth > _MOST_DEPTH:
            raise OnnxError("The ONNX file's graphs are nested too deeply.")
        for number, value in self.fields(message):
            if number == 1:
                self.node(_message(value), depth)
            elif number == 5:
                self.tensor(_message(value))
            elif number == 15:
                self.sparse(_message(value))

    def node(self, message: memoryview, depth: int) -> None:
        self.facts.nodes += 1
        if self.facts.nodes > _MOST_NODES:
            raise OnnxError("The ONNX file has too many nodes.")
        for number, value in self.fields(message):
            if number == 4:
                self.facts.operators.add(_text(value))
            elif number == 7:
                self.domains.add(_text(value))
            elif number == 5:
                self.attribute(_message(value), depth)

    def attribute(self, message: memoryview, depth: int) -> None:
        for number, value in self.fields(message):
            if number in (5, 10):
                self.tensor(_message(value))
            elif number in (6, 11):
                self.graph(_message(value), depth + 1)
            elif number in (22, 23):
                self.sparse(_message(value))

    def sparse(self, message: memoryview) -> None:
        for number, value in self.fields(message):
            if number in (1, 2):
                self.tensor(_message(value))

    def tensor(self, message: memoryview) -> None:
        for number, value in self.fields(message):
            if number == 13 or (number == 14 and value != 0):
                raise OnnxError("The ONNX file keeps weights in another file; only models in one file are taken.")

    def fields(self, message: memoryview) -> Iterator[_Field]:
        """Number and value of each field; bytes stay views. Fields are counted: a small file must not take forever."""
        at, end = 0, len(message)
        while at < end:
            self.seen += 1
            if self.seen > _MOST_FIELDS:
                raise OnnxError("The ONNX file has too many parts.")
            key, at = _varint(message, at)
            number, wire = key >> 3, key & 7
            if wire not in (_VARINT, _BYTES, _FIXED64, _FIXED32) or not number:
                raise OnnxError("The ONNX file is damaged: there is a field of no known kind.")
            length, at = _varint(message, at) if wire in (_VARINT, _BYTES) else (_WIDTHS[wire], at)
            if wire == _VARINT:
                yield number, length
                continue
            if length > end - at:
                raise OnnxError("The ONNX file is damaged: it ends too early.")
            yield number, message[at : at + length]
            at += length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            raise OnnxError("The ONNX file is damaged: it ends too early.")
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise OnnxError("The ONNX file is damaged: there is a number that is too long.")


def _message(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise OnnxError("The ONNX file is damaged: a part of it is of the wrong kind.")
    return value


def _text(value: int | memoryview) -> str:
    view = _message(value)
    if len(view) > _LONGEST_NAME:
        raise OnnxError("The ONNX file has a name that is too long.")
    return bytes(view).decode("utf-8", "replace")
