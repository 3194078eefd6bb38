"""What the sentences' engine is asked and what it answers."""

from __future__ import annotations

from pathlib import Path

import msgspec

from inference.models.manifest import ModelEntry
from inference.runtime.values import EngineSpec, NoParts

ENTRY = "inference.sentences.engine:make"
MOST_TEXTS = 256
"""In one job."""
MOST_PIECES = 48
"""Of a text; what is beyond is not read. About 35 English words or 46 Chinese characters."""


class EncodeJob(msgspec.Struct, frozen=True):
    """Vectors of these texts."""

    texts: tuple[str, ...]


class Encoded(msgspec.Struct, frozen=True):
    """Beside the array "vectors", (count, dim) float32: rows of length 1, zeros for a text without a word."""

    count: int
    dim: int


SentencesSpec = EngineSpec[EncodeJob, NoParts, Encoded]


def sentences_spec(entry: ModelEntry, path: Path, threads: int = 1) -> SentencesSpec:
    """The engine for a listed model."""
    return EngineSpec(
        f"sentences-{entry.name}",
        ENTRY,
        EncodeJob,
        NoParts,
        Encoded,
        memory_bytes=entry.minimum_memory_bytes,
        most_memory_bytes=entry.minimum_memory_bytes + (1 << 30),
        options=(("path", str(path)), ("sha256", entry.sha256), ("size", entry.bytes), ("threads", threads)),
        threads=threads,
    )
