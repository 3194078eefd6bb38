"""A product as the shop knows it: facts from the merchant, files by content hash, and how far to trust the 3D."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec

from client.domain.errors import DomainError
from client.domain.money import Money
from client.domain.text import LocalText

Sku = str
LevelName = Literal["hero", "shelf", "far"]
Availability = Literal["in_stock", "out_of_stock", "preorder", "backorder", "discontinued"]
"""`discontinued`: no longer sold. Importers never say it; a shop does of what left the catalogue while in use."""
Origin = Literal["artist", "scan", "reconstructed", "procedural", "unknown"]
SizeBasis = Literal["stated", "model", "category", "none"]
Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]

_SKU = re.compile(r"[^\x00-\x1f\x7f]{1,128}")


class Size(msgspec.Struct, frozen=True):
    """Outer size in metres: width (left to right), height (up), depth (front to back), seen from the front."""

    width_m: float
    height_m: float
    depth_m: float

    def __post_init__(self) -> None:
        for side in (self.width_m, self.height_m, self.depth_m):
            if not 0.0 < side < 100.0:
                raise DomainError(f"{side} m is not a size a product can have (above 0, below 100 m)")

    def text(self) -> str:
        """Whole centimetres, or millimetres under 10 cm: `80 x 75 x 40 cm`."""
        sides = (self.width_m, self.height_m, self.depth_m)
        if max(sides) < 0.1:
            return " × ".join(f"{side * 1000:.0f}" for side in sides) + " mm"
        return " × ".join(f"{side * 100:.0f}" for side in sides) + " cm"


class BlobRef(msgspec.Struct, frozen=True):
    """A file in the content-addressed store."""

    sha256: Sha256
    bytes: int
    media_type: str


class Level(msgspec.Struct, frozen=True):
    """One level of detail of a 3D asset, as a GLB in the store."""

    blob: BlobRef
    triangles: int
    materials: int


class Asset3D(msgspec.Struct, frozen=True):
    """A 3D model in three levels of detail: metres, Y up, +Z front, origin at the bottom centre."""

    hero: Level
    shelf: Level
    far: Level
    size: Size
    material_variants: tuple[str, ...] = ()


class Image(msgspec.Struct, frozen=True):
    """A product photo. `alt` says what it shows."""

    blob: BlobRef
    width_px: int
    height_px: int
    alt: str = ""


class TrustNote(msgspec.Struct, frozen=True):
    """One thing to know about the 3D model: a message key under `trust.note` and its values."""

    key: str
    values: tuple[tuple[str, str], ...] = ()


class TrustCard(msgspec.Struct, frozen=True):
    """Where the 3D came from and how far its size is from what the merchant states."""

    origin: Origin = "unknown"
    size_basis: SizeBasis = "none"
    stated_size: Size | None = None
    measured_size: Size | None = None
    size_error: float | None = None
    """Largest relative difference over the three sides, 0.05 = 5 %; None when nothing was stated."""
    notes: tuple[TrustNote, ...] = msgspec.field(name="remarks", default=())
    """Stored as `remarks`: under `notes` older catalogues hold sentences, which are passed over."""


class Attribution(msgspec.Struct, frozen=True):
    """Who made it and under which licence it may be shown."""

    licence: str = ""
    author: str = ""
    source: str = ""


class Variant(msgspec.Struct, frozen=True):
    """One buyable version of a product: a material variant of its model, or a size or colour of a product group."""

    sku: Sku
    label: LocalText
    options: tuple[tuple[str, str], ...] = ()
    """Axis and value, e.g. (("color", "Navy"), ("size", "M"))."""
    price: Money | None = None
    availability: Availability = "in_stock"
    gtin: str | None = None
    colour: str | None = None
    material_variant: str | None = None
    """Name in KHR_materials_variants of the product's model, when that is what changes."""
    image: Image | None = None
    asset: Asset3D | None = None


class Product(msgspec.Struct, frozen=True):
    """A product. `colour` is `#rrggbb` (sRGB) of the main colour, where known."""

    sku: Sku
    title: LocalText
    description: LocalText = LocalText()
    gtin: str | None = None
    brand: str = ""
    category: tuple[str, ...] = ()
    """Path from general to special, English keys such as ("Furniture", "Sofas")."""
    category_label: tuple[LocalText, ...] = ()
    price: Money | None = None
    availability: Availability = "in_stock"
    size: Size | None = None
    mass_kg: float | None = None
    materials: tuple[str, ...] = ()
    colour: str | None = None
    variants: tuple[Variant, ...] = ()
    images: tuple[Image, ...] = ()
    asset: Asset3D | None = None
    attribution: Attribution = Attribution()
    trust: TrustCard = TrustCard()
    attributes: tuple[tuple[str, str], ...] = ()
    """Further facts of the feed, name and value, shown as they are."""

    def __post_init__(self) -> None:
        if not _SKU.fullmatch(self.sku):
            raise DomainError("a SKU needs 1 to 128 printable characters")

    def variant(self, sku: Sku | None) -> Variant | None:
        """The variant with this SKU, if the product has it."""
        return next((v for v in self.variants if v.sku == sku), None)

    def price_of(self, variant_sku: Sku | None) -> Money | None:
        """The price of a variant, else of the product itself."""
        variant = self.variant(variant_sku)
        return variant.price if variant and variant.price else self.price

    def true_size(self) -> Size | None:
        """The size to show it at: as stated, else as measured on the model."""
        return self.size or (self.asset.size if self.asset else None)
