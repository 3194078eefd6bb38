"""What the reconstruction's engine is asked and what it answers."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from inference.runtime.values import EngineSpec

ENTRY: Final = "inference.reconstruction.engine:make"
Axes = tuple[float, float, float]


class PhotoJob(msgspec.Struct, frozen=True):
    """A product from one photo: array "photo", a JPEG, PNG or WebP file's bytes.

    category: words, or nothing. Sizes in metres, 0 where not stated. `quick`: a tenth of the search, for a first
    preview.
    """

    category: str = ""
    width_m: float = 0.0
    height_m: float = 0.0
    depth_m: float = 0.0
    seed: int = 0
    quick: bool = False


class Going(msgspec.Struct, frozen=True):
    """How far it is, 0..1."""

    share: float


class Card(msgspec.Struct, frozen=True):
    """The trust card. Sizes in metres: width, height, depth."""

    refused: str = ""
    """The key of the reason why the photo is not used (`mask.Why`), else nothing; all below then says nothing."""
    accepted: bool = False
    """Whether it is good enough to stand in a shop; if not, the photo does."""
    score: float = 0.0
    """Agreement with the photo, 0..1: silhouette and inner edges together."""
    silhouette: float = 0.0
    edges: float = 0.0
    photos: int = 1
    mask: Literal["alpha", "background", ""] = ""
    family: str = ""
    tried: tuple[tuple[str, float], ...] = ()
    """What else was tried to the end of its heat, and how it scored."""
    size_m: Axes = (0.0, 0.0, 0.0)
    size_from: Literal["stated", "usual", ""] = ""
    size_low_m: Axes = (0.0, 0.0, 0.0)
    size_high_m: Axes = (0.0, 0.0, 0.0)
    """Between which each axis is believed to be: what was stated and what came of it, or what is usual for its kind."""
    seen_share: float = 0.0
    """Share of the surface that the photo saw; the rest is the family's guess."""
    watertight: bool = False
    azimuth_rad: float = 0.0
    elevation_rad: float = 0.0
    parameters: dict[str, float | int | str] = {}
    """Of the family: whoever wants another tessellation builds it from these."""
    evaluations: int = 0
    work_s: float = 0.0
    """Computing time it took; unlike seconds on the clock it does not count what else the machine did."""
    peak_bytes: int = 0
    """Most memory of the process that made it; 0 where the system does not say."""


ReconstructionSpec = EngineSpec[PhotoJob, Going, Card]
"""Beside the card the arrays "hero", "shelf", "far" (GLB files) and "mask" (h, w) bytes, unless it was refused."""


def reconstruction_spec() -> ReconstructionSpec:
    """The engine; it has no model to load."""
    return EngineSpec(
        "reconstruction",
        ENTRY,
        PhotoJob,
        Going,
        Card,
        memory_bytes=400 << 20,
        most_memory_bytes=1500 << 20,
        keep_s=60.0,
    )
