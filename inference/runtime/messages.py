"""What parent and worker write to each other: MessagePack with a schema, so that a message can do no harm."""

from __future__ import annotations

from typing import Final

import msgspec

from inference.runtime.segments import SharedArray
from inference.runtime.values import FailureKind, Option

INLINE_BYTES: Final = 24_000
"""Longer content travels in shared memory: a message must fit into the pipe whole, so that sending never waits."""
MESSAGE_BYTES: Final = 64_000
MOST_ARRAYS: Final = 64
LONG: Final = "\0long"
"""The name of the shared array that holds content too long for the message."""


class Setup(msgspec.Struct, frozen=True):
    """What a worker is told at its start. `control` names the page of memory through which it is paused."""

    engine: str
    entry: str
    options: tuple[tuple[str, Option], ...]
    prefix: str
    control: str
    threads: int
    limit_bytes: int
    log: str


class Content(msgspec.Struct, frozen=True, array_like=True):
    """Encoded content and where its arrays lie."""

    data: bytes
    arrays: dict[str, SharedArray]


class RunMessage(msgspec.Struct, frozen=True, tag="run"):
    """To the worker: do this."""

    number: int
    content: Content


class ReadyMessage(msgspec.Struct, frozen=True, tag="ready"):
    """From the worker: the engine is loaded."""

    says: str


class PartMessage(msgspec.Struct, frozen=True, tag="part"):
    """From the worker: a part of an answer."""

    number: int
    content: Content


class DoneMessage(msgspec.Struct, frozen=True, tag="done"):
    """From the worker: the answer."""

    number: int
    content: Content


class BrokeMessage(msgspec.Struct, frozen=True, tag="broke"):
    """From the worker: no answer, and why."""

    number: int
    kind: FailureKind
    sentence: str


FromWorker = ReadyMessage | PartMessage | DoneMessage | BrokeMessage
