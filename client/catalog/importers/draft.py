"""What an importer hands on: facts of a product so far, and where its 3D model and pictures are to be read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec

from client.domain.product import Origin, Product, Sku


class FileSource(msgspec.Struct, frozen=True, tag="file"):
    """A file; what it refers to must lie in or under `root`."""

    path: str
    root: str


class ArchiveSource(msgspec.Struct, frozen=True, tag="archive"):
    """A member of a zip archive; what it refers to must be in the same archive."""

    path: str
    member: str


class FamilySource(msgspec.Struct, frozen=True, tag="family"):
    """A member of the parametric product library."""

    family: str
    params: dict[str, float | int | str]
    code: str
    """A hash of the library's code: another code makes another member of the same parameters."""


ModelSource = FileSource | ArchiveSource | FamilySource
PictureSource = FileSource | ArchiveSource


class StatedSize(msgspec.Struct, frozen=True):
    """What the merchant says of the outer size in metres; a side not known is None."""

    width_m: float | None = None
    height_m: float | None = None
    depth_m: float | None = None

    @property
    def sides(self) -> tuple[float | None, float | None, float | None]:
        """Width, height, depth."""
        return (self.width_m, self.height_m, self.depth_m)

    @property
    def complete(self) -> bool:
        """Whether all three sides are known."""
        return None not in self.sides


class ModelPlan(msgspec.Struct, frozen=True):
    """A 3D model to read, and how."""

    source: ModelSource
    origin: Origin = "unknown"
    rotation: tuple[float, ...] | None = None
    """A 3 x 3 matrix, row by row, applied before anything else; the source's axes."""
    units_free: bool = False
    """The format's coordinates carry no unit, so any factor to the stated size is right."""


@dataclass(frozen=True)
class PicturePlan:
    """A picture to read; `variants` names the variants it shows, empty for the product itself."""

    source: PictureSource
    alt: str = ""
    variants: tuple[Sku, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A product on its way in. `product` has no asset and no images yet."""

    product: Product
    where: str
    """For people: `products.csv, row 12`."""
    stated: StatedSize = field(default_factory=StatedSize)
    model: ModelPlan | None = None
    pictures: tuple[PicturePlan, ...] = ()
    repairs: tuple[str, ...] = ()
    """Sentences: what in the source was wrong and what was done about it."""
    needs_model: bool = False
    """The source is nothing but a model: without it there is nothing to sell."""


@dataclass(frozen=True)
class Refusal:
    """A product that cannot come in, and why, in words a merchant understands."""

    where: str
    reason: str
    sku: str = ""
    title: str = ""


@dataclass(frozen=True)
class SourceOptions:
    """What the person who imports adds to a source."""

    mapping: Path | None = None
    currency: str | None = None
    """ISO 4217, for prices that name none."""
    notes: list[str] = field(default_factory=list)
    """Importers put sentences here that concern the whole source."""


class Importer(Protocol):
    """One kind of source."""

    name: str
    """For people: `Sweet Home 3D library`."""

    def fits(self, source: str, options: SourceOptions) -> bool:
        """Whether the source is of this kind, by its content. Never raises on foreign content."""

    def read(self, source: str, options: SourceOptions) -> Iterator[Draft | Refusal]:
        """The products of the source. Raises SourceError when the source as a whole cannot be read."""
