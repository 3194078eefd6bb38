"""Puts meshes into named parts and slots, dresses them in looks and gives a finished Model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.families.geometry import Mesh, join
from inference.families.materials import Finish
from inference.families.textures import texture_set
from inference.families.values import FamilyError, Look
from scenes.model.values import Material, Model, Primitive, Texture, TextureSlot, TextureUse

F64 = NDArray[np.float64]


class Assembly:
    """Collects the parts of one product while it is built.

    A slot is a group of surfaces that change together ("frame", "fabric"); a part is what a shopper would name
    ("seat", "legs"). Each (part, slot) becomes one primitive.
    """

    def __init__(self, detail: float = 1.0) -> None:
        self.detail = detail
        self._meshes: dict[tuple[str, str], list[Mesh]] = {}

    def segments(self, count: float, least: int = 3) -> int:
        """A tessellation count scaled by the detail."""
        return max(least, round(count * self.detail))

    def add(self, part: str, slot: str, *meshes: Mesh) -> None:
        """Adds meshes to a part."""
        self._meshes.setdefault((part, slot), []).extend(meshes)

    def meshes(self, part: str) -> list[Mesh]:
        """What a part has so far."""
        return [mesh for (name, _), meshes in self._meshes.items() if name == part for mesh in meshes]

    def height_m(self) -> float:
        """Highest point so far."""
        return max(float(m.positions[:, 1].max()) for ms in self._meshes.values() for m in ms)

    def model(self, name: str, looks: Sequence[Look], texture_px: int | None = None) -> Model:
        """The finished model: origin at its bottom centre, the first look worn, all looks as material variants.

        texture_px: side of the textures; 512 by default, less for a low detail. Raises FamilyError when nothing was
        added or a look does not dress a slot.
        """
        if not self._meshes:
            raise FamilyError(f"{name} has no parts")
        size = texture_px or (512 if self.detail >= 0.75 else 256 if self.detail >= 0.3 else 128)
        wardrobe = _Wardrobe(size)
        joined = {key: join(meshes) for key, meshes in self._meshes.items()}
        low = np.min([m.low() for m in joined.values()], axis=0)
        high = np.max([m.high() for m in joined.values()], axis=0)
        origin = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
        primitives = []
        for (part, slot), mesh in joined.items():
            worn = looks[0].finish(slot)
            tile = wardrobe.tile_m(worn)
            indices = [wardrobe.material(look.finish(slot), tile) for look in looks]
            primitives.append(
                Primitive(
                    positions=(mesh.positions - origin).astype(np.float32),
                    normals=_float_unit(mesh.normals),
                    triangles=np.ascontiguousarray(mesh.triangles, dtype=np.uint32),
                    material=indices[0],
                    uv0=(mesh.uv / tile).astype(np.float32),
                    variant_materials=tuple(enumerate(indices)) if len(looks) > 1 else (),
                    part=part,
                )
            )
        return Model(
            tuple(primitives),
            tuple(wardrobe.materials),
            tuple(wardrobe.textures),
            tuple(look.name for look in looks) if len(looks) > 1 else (),
            name,
        )


class _Wardrobe:
    """The materials and textures of one model, each kept once."""

    def __init__(self, texture_px: int) -> None:
        self.texture_px = texture_px
        self.materials: list[Material] = []
        self.textures: list[Texture] = []
        self._known: dict[tuple[Finish, float], int] = {}
        self._placed: dict[int, int] = {}

    def tile_m(self, finish: Finish) -> float:
        """Metres that one tile of the finish's texture spans."""
        return texture_set(finish.pattern, self.texture_px, finish.tones).tile_m * finish.tile_scale

    def material(self, finish: Finish, tile_m: float) -> int:
        """Index of the finish's material for UVs that count in tiles of `tile_m`."""
        scale = tile_m / self.tile_m(finish)
        key = (finish, round(scale, 6))
        if key not in self._known:
            self._known[key] = len(self.materials)
            self.materials.append(self._dressed(finish, scale))
        return self._known[key]

    def _dressed(self, finish: Finish, scale: float) -> Material:
        plain = finish.material()
        if not finish.textured:
            return plain
        maps = texture_set(finish.pattern, self.texture_px, finish.tones)
        slots: tuple[tuple[TextureSlot, Texture], ...] = (
            ("base_color", maps.base),
            ("metallic_roughness", maps.rough),
            ("normal", maps.normal),
        )
        uses = tuple((slot, TextureUse(self._index(t), scale=(scale, scale))) for slot, t in slots)
        rough = maps.roughness if finish.roughness is None else finish.roughness
        return replace(plain, roughness=rough, textures=uses)

    def _index(self, texture: Texture) -> int:
        known = self._placed.get(id(texture))
        if known is None:
            known = self._placed[id(texture)] = len(self.textures)
            self.textures.append(texture)
        return known


def _float_unit(normals: F64) -> NDArray[np.float32]:
    """float32 normals of unit length after rounding."""
    rounded = normals.astype(np.float32)
    return np.asarray(rounded / np.linalg.norm(rounded, axis=1, keepdims=True), dtype=np.float32)
