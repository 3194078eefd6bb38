"""A `Material` as glTF JSON, extensions only where they say something."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.model.values import Material, TextureUse

Json = dict[str, object]


def _list(values: Sequence[float]) -> list[float]:
    return [float(v) for v in values]


def _unit_range(value: float) -> float:
    return min(max(float(value), 0.0), 1.0)


def texture_json(use: TextureUse) -> Json:
    """A texture reference with its UV set and transform."""
    result: Json = {"index": use.texture}
    if use.uv_set:
        result["texCoord"] = use.uv_set
    transform: Json = {}
    if use.offset != (0.0, 0.0):
        transform["offset"] = _list(use.offset)
    if use.rotation_rad:
        transform["rotation"] = float(use.rotation_rad)
    if use.scale != (1.0, 1.0):
        transform["scale"] = _list(use.scale)
    if transform:
        result["extensions"] = {"KHR_texture_transform": transform}
    return result


def material_json(material: Material) -> Json:
    """The material's entry in the file."""
    pbr: Json = {
        "baseColorFactor": [_unit_range(v) for v in material.base_color],
        "metallicFactor": _unit_range(material.metallic),
        "roughnessFactor": _unit_range(material.roughness),
    }
    result: Json = {"pbrMetallicRoughness": pbr}
    if material.name:
        result["name"] = material.name
    _add_textures(material, pbr, result)
    extensions = _extensions(material)
    strongest = max(material.emissive)
    if strongest > 0:
        glow = max(strongest, 1.0)
        result["emissiveFactor"] = [_unit_range(v / glow) for v in material.emissive]
        if glow > 1.0:
            extensions["KHR_materials_emissive_strength"] = {"emissiveStrength": float(glow)}
    if material.alpha_mode != "OPAQUE":
        result["alphaMode"] = material.alpha_mode
    if material.alpha_mode == "MASK":
        result["alphaCutoff"] = _unit_range(material.alpha_cutoff)
    if material.double_sided:
        result["doubleSided"] = True
    if extensions:
        result["extensions"] = dict(sorted(extensions.items()))
    return result


def _add_textures(material: Material, pbr: Json, result: Json) -> None:
    for slot, use in sorted(material.textures):
        entry = texture_json(use)
        if slot == "base_color":
            pbr["baseColorTexture"] = entry
        elif slot == "metallic_roughness":
            pbr["metallicRoughnessTexture"] = entry
        elif slot == "normal":
            result["normalTexture"] = {**entry, "scale": float(material.normal_scale)}
        elif slot == "occlusion":
            result["occlusionTexture"] = {**entry, "strength": _unit_range(material.occlusion_strength)}
        else:
            result["emissiveTexture"] = entry


def _extensions(material: Material) -> Json:
    found: Json = {}
    if material.clearcoat > 0:
        found["KHR_materials_clearcoat"] = {
            "clearcoatFactor": _unit_range(material.clearcoat),
            "clearcoatRoughnessFactor": _unit_range(material.clearcoat_roughness),
        }
    if max(material.sheen_color) > 0:
        found["KHR_materials_sheen"] = {
            "sheenColorFactor": [_unit_range(v) for v in material.sheen_color],
            "sheenRoughnessFactor": _unit_range(material.sheen_roughness),
        }
    if material.transmission > 0:
        found["KHR_materials_transmission"] = {"transmissionFactor": _unit_range(material.transmission)}
    if material.ior != 1.5:
        found["KHR_materials_ior"] = {"ior": max(float(material.ior), 1.0)}
    return found
