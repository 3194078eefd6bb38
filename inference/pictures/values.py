"""What the pictures' engine is asked and what it answers."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from inference.models.manifest import ModelEntry
from inference.runtime.values import EngineSpec, NoParts

ENTRY = "inference.pictures.engine:make"
MOST_PICTURES = 64
"""In one job."""


class LookJob(msgspec.Struct, frozen=True):
    """Vectors of what is given.

    pictures: arrays "0", "1" ... (h, w, 3) uint8; a vector each. photo: array "data", the bytes of a picture file, or
    `path`; a vector for each way of cropping it (`views.crops`). model: `path` of a GLB; a vector for each of the
    usual views as it is, then one for each as if it were made of clay.
    """

    kind: Literal["pictures", "photo", "model"]
    path: str = ""


class Looked(msgspec.Struct, frozen=True):
    """Beside the array "vectors", (count, dim) float32, rows of length 1."""

    count: int


PicturesSpec = EngineSpec[LookJob, NoParts, Looked]


def pictures_spec(entry: ModelEntry, path: Path, threads: int = 1) -> PicturesSpec:
    """The engine for a listed model."""
    return EngineSpec(
        f"pictures-{entry.name}",
        ENTRY,
        LookJob,
        NoParts,
        Looked,
        memory_bytes=entry.minimum_memory_bytes,
        most_memory_bytes=entry.minimum_memory_bytes + (2 << 30),
        options=(("path", str(path)), ("sha256", entry.sha256), ("size", entry.bytes), ("threads", threads)),
        threads=threads,
    )
