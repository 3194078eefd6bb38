"""A 3D product model as plain values. Metres, right-handed, Y up, +Z front (glTF's axes), triangles counter-clockwise.

A model is flat: node transforms are already applied to the vertices.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenes.model.notes import Note

F32 = NDArray[np.float32]
U32 = NDArray[np.uint32]
U8 = NDArray[np.uint8]

AlphaMode = Literal["OPAQUE", "MASK", "BLEND"]
Wrap = Literal["repeat", "mirror", "clamp"]
TextureSlot = Literal["base_color", "metallic_roughness", "normal", "occlusion", "emissive"]


@dataclass(frozen=True, eq=False)
class Texture:
    """A picture, row 0 on top. Colour textures are sRGB-encoded, the others linear.

    pixels: (height, width, 3 or 4) uint8.
    """

    pixels: U8
    wrap: Wrap = "repeat"


@dataclass(frozen=True)
class TextureUse:
    """Which texture of the model, through which UV set and KHR_texture_transform."""

    texture: int
    uv_set: Literal[0, 1] = 0
    offset: tuple[float, float] = (0.0, 0.0)
    rotation_rad: float = 0.0
    scale: tuple[float, float] = (1.0, 1.0)


@dataclass(frozen=True)
class Material:
    """glTF metallic-roughness with the extensions the shop draws. Factors are linear."""

    name: str = ""
    base_color: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    metallic: float = 0.0
    roughness: float = 0.8
    emissive: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """May exceed 1 (KHR_materials_emissive_strength)."""
    normal_scale: float = 1.0
    occlusion_strength: float = 1.0
    alpha_mode: AlphaMode = "OPAQUE"
    alpha_cutoff: float = 0.5
    double_sided: bool = False
    textures: tuple[tuple[TextureSlot, TextureUse], ...] = ()
    clearcoat: float = 0.0
    clearcoat_roughness: float = 0.0
    sheen_color: tuple[float, float, float] = (0.0, 0.0, 0.0)
    sheen_roughness: float = 0.0
    transmission: float = 0.0
    ior: float = 1.5

    def texture(self, slot: TextureSlot) -> TextureUse | None:
        """The texture in this slot, if any."""
        return dict(self.textures).get(slot)


@dataclass(frozen=True, eq=False)
class Primitive:
    """Triangles of one material.

    positions: (n, 3) metres. normals: (n, 3) unit. triangles: (m, 3) indices into the vertices. uv0, uv1: (n, 2),
    v down as in glTF. colors: (n, 4) linear RGBA in 0..1. variant_materials: (variant index, material index) pairs.
    """

    positions: F32
    normals: F32
    triangles: U32
    material: int
    uv0: F32 | None = None
    uv1: F32 | None = None
    colors: F32 | None = None
    variant_materials: tuple[tuple[int, int], ...] = ()
    part: str = ""
    """What this is of the product ("seat", "legs"), for recolouring; may be empty."""


@dataclass(frozen=True, eq=False)
class Model:
    """A product's model: primitives that refer to materials that refer to textures, by index."""

    primitives: tuple[Primitive, ...]
    materials: tuple[Material, ...] = (Material(),)
    textures: tuple[Texture, ...] = ()
    variants: tuple[str, ...] = ()
    name: str = ""
    notes: tuple[Note, ...] = field(default=())
    """What reading it had to repair or leave out."""

    @property
    def triangle_count(self) -> int:
        """Triangles over all primitives."""
        return sum(len(p.triangles) for p in self.primitives)

    def bounds(self) -> tuple[F32, F32]:
        """Lowest and highest corner, (3,) metres each. The model must have a vertex."""
        lows = np.stack([p.positions.min(axis=0) for p in self.primitives if len(p.positions)])
        highs = np.stack([p.positions.max(axis=0) for p in self.primitives if len(p.positions)])
        return lows.min(axis=0), highs.max(axis=0)

    def size_m(self) -> tuple[float, float, float]:
        """Width (x), height (y), depth (z) in metres."""
        low, high = self.bounds()
        width, height, depth = (float(v) for v in high - low)
        return width, height, depth

    def without_variants(self) -> Model:
        """The same model without any variant but the one it wears."""
        return replace(self, variants=(), primitives=tuple(replace(p, variant_materials=()) for p in self.primitives))

    def with_variant(self, variant: int | None) -> Model:
        """The same model wearing one of its material variants."""
        if variant is None:
            return self
        worn = tuple(replace(p, material=dict(p.variant_materials).get(variant, p.material)) for p in self.primitives)
        return replace(self, primitives=worn)
