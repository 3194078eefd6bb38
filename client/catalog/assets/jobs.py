"""What is asked of an asset worker and what it answers. Sent as MessagePack, so an answer can do no harm."""

from __future__ import annotations

from typing import Final

import msgspec

from client.catalog.assets.sizing import SizeDecision
from client.catalog.importers.draft import ModelPlan, PictureSource, StatedSize
from client.domain.product import Size, TrustNote

PIPELINE: Final = 1
"""Raised whenever the same input would give another output; work done before is then done again. Where sources are
installed, their hash does the same by itself (`code`)."""


class WorkerLimits(msgspec.Struct, frozen=True):
    """What one asset may cost. Memory and CPU time are enforced by Linux; the wall clock everywhere."""

    memory_bytes: int = 4 << 30
    cpu_s: int = 150
    wall_s: float = 240.0
    max_file_bytes: int = 256 << 20
    max_picture_pixels: int = 100_000_000
    picture_side_px: int = 1024
    recycle_rss_bytes: int = 450 << 20
    """A worker that has grown beyond this is replaced by a fresh one before its next task."""


class ModelJob(msgspec.Struct, frozen=True, tag="model"):
    """Read a 3D model, bring it to size, make its levels of detail."""

    plan: ModelPlan
    stated: StatedSize


class PictureJob(msgspec.Struct, frozen=True, tag="picture"):
    """Read a picture, reduce it, drop everything but the pixels."""

    source: PictureSource


Job = ModelJob | PictureJob


class LevelData(msgspec.Struct, frozen=True):
    """A finished level of detail."""

    glb: bytes
    triangles: int
    materials: int


class ModelDone(msgspec.Struct, frozen=True, tag="model"):
    """A model in three levels. `size` is its final size in metres, `decision` how it came to it."""

    hero: LevelData
    shelf: LevelData
    far: LevelData
    size: Size
    decision: SizeDecision
    variants: tuple[str, ...]
    notes: tuple[TrustNote, ...]


class PictureDone(msgspec.Struct, frozen=True, tag="picture"):
    """A reduced picture."""

    data: bytes
    media_type: str
    width_px: int
    height_px: int


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The asset cannot be used. `lasting`: trying again would fail again."""

    reason: str
    lasting: bool = True


Answer = ModelDone | PictureDone | Failed
