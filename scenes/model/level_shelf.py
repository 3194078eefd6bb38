"""The shelf level: few materials. Plain surfaces share one with vertex colours, pictures are kept up to a few."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from scenes.model.bake import Baker
from scenes.model.normals import face_normals
from scenes.model.values import F32, Material, Model, Primitive

_Look = tuple[str, bool, bool, bool]


def merge_materials(model: Model, most_textured: int) -> Model:
    """The model with its plain surfaces merged by look, and only the `most_textured` largest textured materials kept.

    Textured materials beyond those are painted in their mean colour. Primitives that change with the variant stay as
    they are.
    """
    kept_textured = _largest_textured(model, most_textured)
    baker = Baker(model)
    whole: list[Primitive] = []
    merging: dict[_Look, list[Primitive]] = defaultdict(list)
    for primitive in model.primitives:
        material = model.materials[primitive.material]
        if primitive.variant_materials or (material.textures and primitive.material in kept_textured):
            whole.append(primitive)
        else:
            merging[_look(material)].append(_painted(primitive, material, baker))
    materials = list(model.materials)
    for members in merging.values():
        if (
            len(members) == 1
            and members[0].material not in kept_textured
            and not model.materials[members[0].material].textures
        ):
            # Nothing to merge with: the material itself is better than a mean.
            whole.append(_find(model, members[0]))
            continue
        materials.append(_mean_material(model, members))
        whole.append(_joined(members, len(materials) - 1))
    return pruned(replace(model, primitives=tuple(whole), materials=tuple(materials)))


def _find(model: Model, painted: Primitive) -> Primitive:
    original = next(p for p in model.primitives if p.positions is painted.positions and p.material == painted.material)
    return replace(original, uv0=None, uv1=None)


def _area(primitive: Primitive) -> float:
    return float(np.linalg.norm(face_normals(primitive.positions, primitive.triangles), axis=1).sum()) / 2


def _largest_textured(model: Model, most: int) -> set[int]:
    area: dict[int, float] = defaultdict(float)
    for primitive in model.primitives:
        if model.materials[primitive.material].textures:
            area[primitive.material] += _area(primitive)
    return set(sorted(area, key=lambda index: (-area[index], index))[:most])


def _look(material: Material) -> _Look:
    glowing = max(material.emissive) > 0.05
    clear = material.alpha_mode == "BLEND" or material.transmission > 0.3
    kind = "glow" if glowing else "clear" if clear else "solid"
    return kind, material.metallic > 0.5, material.roughness < 0.35, material.double_sided


def _painted(primitive: Primitive, material: Material, baker: Baker) -> Primitive:
    """The primitive with its material's colour in its vertices and nothing that only textures need."""
    if material.texture("base_color") is not None:
        return _painted_by_triangle(primitive, baker.triangle_colours(primitive))
    colour = np.broadcast_to(np.array(material.base_color, np.float32), (len(primitive.positions), 4))
    if primitive.colors is not None:
        colour = colour * primitive.colors
    return replace(primitive, colors=np.ascontiguousarray(colour, np.float32), uv0=None, uv1=None)


def _painted_by_triangle(primitive: Primitive, colours: F32) -> Primitive:
    count = len(primitive.positions)
    corners = primitive.triangles.reshape(-1)
    number = np.maximum(np.bincount(corners, minlength=count), 1)
    mean = np.stack([np.bincount(corners, np.repeat(colours[:, k], 3), count) / number for k in range(4)], axis=1)
    return replace(primitive, colors=mean.astype(np.float32), uv0=None, uv1=None)


def _mean_material(model: Model, members: list[Primitive]) -> Material:
    worn = [model.materials[p.material] for p in members]
    weight = np.array([_area(p) for p in members])
    weight = weight / max(float(weight.sum()), 1e-30)

    def mean(values: list[float]) -> float:
        return float(np.dot(weight, values))

    first = worn[0]
    glow = np.array([m.emissive for m in worn], np.float64)
    r, g, b = (float(v) for v in weight @ glow)
    clear = _look(first)[0] == "clear"
    return Material(
        name="painted",
        roughness=mean([m.roughness for m in worn]),
        metallic=mean([m.metallic for m in worn]),
        emissive=(r, g, b),
        alpha_mode="BLEND" if clear else "OPAQUE",
        double_sided=first.double_sided,
        clearcoat=mean([m.clearcoat for m in worn]),
        clearcoat_roughness=mean([m.clearcoat_roughness for m in worn]),
        transmission=mean([m.transmission for m in worn]) if clear else 0.0,
        ior=first.ior if clear else 1.5,
    )


def _joined(members: list[Primitive], material: int) -> Primitive:
    starts = np.cumsum([0, *(len(p.positions) for p in members)])
    triangles = [p.triangles + np.uint32(start) for p, start in zip(members, starts, strict=False)]
    parts = {p.part for p in members}
    return Primitive(
        positions=np.concatenate([p.positions for p in members]),
        normals=np.concatenate([p.normals for p in members]),
        triangles=np.concatenate(triangles).astype(np.uint32),
        material=material,
        colors=np.concatenate([p.colors for p in members if p.colors is not None]),
        part=parts.pop() if len(parts) == 1 else "",
    )


def pruned(model: Model) -> Model:
    """Without the materials that no primitive wears in any variant and the textures that no material uses."""
    worn = sorted({m for p in model.primitives for m in (p.material, *(v for _, v in p.variant_materials))})
    seat = {old: new for new, old in enumerate(worn)}
    materials = [model.materials[index] for index in worn]
    used = sorted({use.texture for m in materials for _, use in m.textures})
    shelf = {old: new for new, old in enumerate(used)}
    moved = tuple(
        replace(m, textures=tuple((slot, replace(use, texture=shelf[use.texture])) for slot, use in m.textures))
        for m in materials
    )
    primitives = tuple(
        replace(
            p,
            material=seat[p.material],
            variant_materials=tuple((variant, seat[index]) for variant, index in p.variant_materials),
        )
        for p in model.primitives
    )
    return replace(
        model, primitives=primitives, materials=moved, textures=tuple(model.textures[index] for index in used)
    )
