"""Levels of detail: hero in the hand, shelf at some steps, far across the shop."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from scenes.model.errors import ModelError
from scenes.model.gltf.encode import PictureCache
from scenes.model.gltf_write import write_glb
from scenes.model.level_far import make_far
from scenes.model.level_shelf import merge_materials, pruned
from scenes.model.pictures import shrink
from scenes.model.reduce import largest_triangles, reduce_triangles
from scenes.model.values import U8, Material, Model, Texture

_FEWEST_FORCED = 500

_TextureSides = tuple[int, int]
"""Longest side of colour pictures and of others (normals, roughness), pixels; 0 leaves those out."""


@dataclass(frozen=True)
class LevelBudget:
    """What each level may cost. `*_aim` are what simplification aims at, the others are never exceeded."""

    hero_triangles: int = 150_000
    hero_bytes: int = 3_000_000
    hero_texture_side: int = 2048
    shelf_triangles: int = 40_000
    shelf_aim: int = 6_000
    shelf_bytes: int = 1_000_000
    shelf_texture_side: int = 1024
    shelf_textured: int = 4
    """How many textured materials the shelf level keeps."""
    far_triangles: int = 2_000
    far_aim: int = 1_000


@dataclass(frozen=True)
class Levels:
    """One product at three distances, and its pictures already encoded."""

    hero: Model
    shelf: Model
    far: Model
    pictures: PictureCache = field(repr=False)

    def glbs(self) -> tuple[bytes, bytes, bytes]:
        """Hero, shelf and far as GLB files."""
        hero, shelf, far = (write_glb(model, self.pictures) for model in (self.hero, self.shelf, self.far))
        return hero, shelf, far


def make_levels(model: Model, budget: LevelBudget | None = None) -> Levels:
    """The three levels of a normalised model. Hero and shelf keep the variants, far wears the default.

    Raises:
        ModelError: the model has no triangles.
    """
    budget = budget or LevelBudget()
    if not model.triangle_count:
        raise ModelError("The model has no surface to show.")
    pictures, sizes = PictureCache(), _Sizes()
    model = pruned(model)
    hero = _fitted(model, _hero_steps(budget), budget.hero_triangles, budget.hero_bytes, pictures, sizes)
    count = model.triangle_count
    aim = min(count, budget.shelf_aim + max(0, count - budget.shelf_aim) // 12, budget.shelf_triangles)
    lighter = replace(model, primitives=tuple(reduce_triangles(model.primitives, aim)))
    merged = merge_materials(lighter, budget.shelf_textured)
    shelf = _fitted(merged, _shelf_steps(budget), budget.shelf_triangles, budget.shelf_bytes, pictures, sizes)
    far_aim = min(max(count // 8, 300), budget.far_aim)
    far = make_far(lighter, far_aim, budget.far_triangles)
    return Levels(hero, shelf, far, pictures)


def _hero_steps(budget: LevelBudget) -> list[_TextureSides]:
    side = budget.hero_texture_side
    return [(side, side), (side, side // 2), (side // 2, side // 2), (side // 2, side // 4), (side // 4, side // 4)]


def _shelf_steps(budget: LevelBudget) -> list[_TextureSides]:
    side = budget.shelf_texture_side
    return [(side, side // 2), (side, side // 4), (side // 2, side // 4), (side // 2, 0), (side // 4, 0)]


def _fitted(
    model: Model,
    steps: list[_TextureSides],
    triangles: int,
    most_bytes: int,
    pictures: PictureCache,
    sizes: _Sizes,
) -> Model:
    """The model within its limits: smaller pictures first, then fewer triangles."""
    lighter = replace(model, primitives=tuple(reduce_triangles(model.primitives, triangles)))
    model = replace(lighter, primitives=tuple(largest_triangles(lighter.primitives, triangles)))
    for sides in steps:
        fitted = sizes.resized(model, sides)
        if estimated_bytes(fitted, pictures) <= most_bytes:
            return fitted
    count = model.triangle_count
    while count > 2_000:
        count = int(count * 0.7)
        model = replace(model, primitives=tuple(reduce_triangles(model.primitives, count)))
        fitted = sizes.resized(model, steps[-1])
        if estimated_bytes(fitted, pictures) <= most_bytes:
            return fitted
    return _forced(model, most_bytes, pictures, sizes)


def _forced(model: Model, most_bytes: int, pictures: PictureCache, sizes: _Sizes) -> Model:
    """Within the limit whatever it takes: a model made of seams alone, or of pictures alone, gives way to nothing else.

    First fewer triangles beside small pictures, then tiny pictures, at last neither pictures nor variants.
    """
    plain = merge_materials(model.without_variants(), 0)
    for look, side in ((model, 128), (model, 32), (plain, 32)):
        small = sizes.resized(look, (side, 0))
        while small.triangle_count > _FEWEST_FORCED:
            if estimated_bytes(small, pictures) <= most_bytes:
                return small
            left = int(0.85 * small.triangle_count)
            small = pruned(replace(small, primitives=tuple(largest_triangles(small.primitives, left))))
        if estimated_bytes(small, pictures) <= most_bytes:
            return small
    raise ModelError("The model has too many parts to be shown.")


def estimated_bytes(model: Model, pictures: PictureCache) -> int:
    """How long the GLB will be, to within some hundred bytes a part."""
    total = 2_000 + 600 * (len(model.primitives) + len(model.materials))
    total += sum(40 + 4 * len(name) for name in model.variants)
    for p in model.primitives:
        total += 40 * len(p.variant_materials) + 4 * len(p.part)
        each = 24 + 8 * sum(uv is not None for uv in (p.uv0, p.uv1)) + (8 if p.colors is not None else 0)
        total += len(p.positions) * each + len(p.triangles) * (6 if len(p.positions) <= 65535 else 12)
    roles = pictures.roles(model)
    encoded = {
        id(t.pixels): len(pictures.encoded(t.pixels, role)[0]) for t, role in zip(model.textures, roles, strict=True)
    }
    return total + sum(encoded.values())


class _Sizes:
    """Pictures made smaller, each once per size."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, int, bool], tuple[U8, U8]] = {}

    def resized(self, model: Model, sides: _TextureSides) -> Model:
        """The model with its pictures at these sizes; those of size 0 are left out."""
        colour, other = sides
        if not other:
            model = pruned(replace(model, materials=tuple(_colour_only(m) for m in model.materials)))
        coloured = {u.texture for m in model.materials for slot, u in m.textures if slot in ("base_color", "emissive")}
        textures = tuple(
            Texture(self._sized(t.pixels, colour if index in coloured else other, index in coloured), t.wrap)
            for index, t in enumerate(model.textures)
        )
        return replace(model, textures=textures)

    def _sized(self, pixels: U8, side: int, coloured: bool) -> U8:
        if max(pixels.shape[:2]) <= side:
            return pixels
        key = id(pixels), side, coloured
        if key not in self._made:
            # The original is kept beside the copy, so that its identity stays taken.
            self._made[key] = pixels, shrink(pixels, side, "colour" if coloured else "data")
        return self._made[key][1]


def _colour_only(material: Material) -> Material:
    kept = tuple((slot, use) for slot, use in material.textures if slot in ("base_color", "emissive"))
    dropped = {slot for slot, _ in material.textures} - {slot for slot, _ in kept}
    if "metallic_roughness" not in dropped:
        return replace(material, textures=kept)
    # Factors multiply the picture that is gone; a full factor would turn everything to metal.
    metallic = min(material.metallic, 0.3)
    return replace(material, textures=kept, metallic=metallic, roughness=min(material.roughness, 0.7))
