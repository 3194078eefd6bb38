"""A product's model made ready for drawing, in any thread: axes turned, materials merged, pictures packed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scenes.kit.arrays import f32
from scenes.kit.axes import from_gltf
from scenes.kit.geometry import VERTEX, Mesh, joined
from scenes.model.values import Material, Model, Primitive, Texture, TextureUse

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]


UvBeside = tuple[float, float, float, float]
"""Scale u, scale v, shift u, shift v from the base colour's UV to another picture's."""
SAME_UV: UvBeside = (1.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class PartLook:
    """All that keeps two primitives of a model from being drawn together."""

    base: int | None = None
    orm: tuple[int | None, int | None] = (None, None)
    """Indices of the metallic-roughness and of the occlusion picture."""
    normal: int | None = None
    emissive_map: int | None = None
    emissive: tuple[float, float, float] = (0.0, 0.0, 0.0)
    normal_scale: float = 0.0
    coat: tuple[float, float] = (0.0, 0.0)
    sheen: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    transmission: float = 0.0
    blend: bool = False
    cutoff: float = 0.0
    double_sided: bool = False
    occlusion_strength: float = 0.0
    orm_uv: UvBeside = SAME_UV
    normal_uv: UvBeside = SAME_UV


@dataclass(frozen=True, eq=False)
class Part:
    """One Geom to be: a mesh in the shop's axes and its look."""

    mesh: Mesh
    look: PartLook


@dataclass(frozen=True, eq=False)
class Prepared:
    """A model ready to become nodes. `pictures` maps a key of the looks to stored pixels (blue first, row 0 on top).

    Keys are ("color", i), ("orm", mr, occlusion) and ("linear", i).
    """

    parts: tuple[Part, ...]
    pictures: dict[tuple[str, int | None, int | None], tuple[U8, str]]
    low: tuple[float, float, float]
    high: tuple[float, float, float]

    @property
    def bytes(self) -> int:
        """Memory of vertices, indices and pictures."""
        geometry = sum(p.mesh.vertices.nbytes + p.mesh.triangles.nbytes for p in self.parts)
        # A driver stores four bytes a texel and a third more for the smaller levels.
        texels = sum(pixels.shape[0] * pixels.shape[1] for pixels, _ in self.pictures.values())
        return int(geometry + texels * 16 // 3)


def prepare_model(model: Model, variant: int | None = None, ground_shade: float = 0.0) -> Prepared:
    """Merges what can be drawn together. `ground_shade` darkens what is near the ground it stands on (0..1)."""
    worn = model.with_variant(variant)
    grouped: dict[PartLook, list[Mesh]] = {}
    for primitive in worn.primitives:
        if len(primitive.triangles) == 0 or primitive.material >= len(worn.materials):
            continue
        material = worn.materials[primitive.material]
        grouped.setdefault(_look(material), []).append(_mesh(primitive, material, worn.textures))
    parts = [Part(_grounded(joined(meshes), ground_shade), look) for look, meshes in grouped.items()]
    pictures: dict[tuple[str, int | None, int | None], tuple[U8, str]] = {}
    for part in parts:
        for key in picture_keys(part.look):
            if key is not None and key not in pictures:
                pictures[key] = _picture(worn.textures, key)
    corners = np.concatenate([p.mesh.vertices["position"] for p in parts]) if parts else np.zeros((1, 3), np.float32)
    low, high = corners.min(axis=0), corners.max(axis=0)
    return Prepared(
        tuple(parts),
        pictures,
        (float(low[0]), float(low[1]), float(low[2])),
        (float(high[0]), float(high[1]), float(high[2])),
    )


def picture_keys(look: PartLook) -> list[tuple[str, int | None, int | None] | None]:
    """Keys of the base colour, ORM, normal and emissive pictures; None where a look has none."""
    orm = ("orm", *look.orm) if look.orm != (None, None) else None
    return [
        ("color", look.base, None) if look.base is not None else None,
        orm,
        ("linear", look.normal, None) if look.normal is not None else None,
        ("color", look.emissive_map, None) if look.emissive_map is not None else None,
    ]


def _lead(m: Material) -> TextureUse | None:
    """The use whose UV the vertices carry: the base colour's, else the first there is."""
    return m.texture("base_color") or (m.textures[0][1] if m.textures else None)


def _beside(lead: TextureUse | None, use: TextureUse | None) -> UvBeside | None:
    """How another picture's uv follows from the lead's: scale and shift; None when it does not follow so simply."""
    if lead is None or use is None or use.uv_set != lead.uv_set or use.rotation_rad != lead.rotation_rad:
        return None
    if 0.0 in lead.scale:
        return None
    su, sv = use.scale[0] / lead.scale[0], use.scale[1] / lead.scale[1]
    if use.rotation_rad != 0.0 and abs(su - sv) > 1e-6:
        return None
    return su, sv, use.offset[0] - su * lead.offset[0], use.offset[1] - sv * lead.offset[1]


def _look(m: Material) -> PartLook:
    lead = _lead(m)
    rough, normal, occlusion, glow = (
        m.texture(slot) for slot in ("metallic_roughness", "normal", "occlusion", "emissive")
    )
    orm_uv, normal_uv = _beside(lead, rough), _beside(lead, normal)
    # Occlusion of another UV than its neighbours' is baked to the vertices, see _mesh.
    shared = occlusion if occlusion is not None and _occlusion_shares(lead, rough, occlusion) else None
    if rough is None and shared is not None:
        orm_uv = _beside(lead, shared)
    base = m.texture("base_color")
    return PartLook(
        base.texture if base else None,
        (rough.texture if rough and orm_uv else None, shared.texture if shared else None),
        normal.texture if normal and normal_uv else None,
        glow.texture if glow and _beside(lead, glow) == SAME_UV else None,
        m.emissive,
        m.normal_scale if normal and normal_uv else 0.0,
        (m.clearcoat, m.clearcoat_roughness),
        (*m.sheen_color, m.sheen_roughness),
        m.transmission,
        m.alpha_mode == "BLEND" or m.transmission > 0.0,
        m.alpha_cutoff if m.alpha_mode == "MASK" else 0.0,
        m.double_sided,
        m.occlusion_strength if shared else 0.0,
        orm_uv or SAME_UV,
        normal_uv or SAME_UV,
    )


def _occlusion_shares(lead: TextureUse | None, rough: TextureUse | None, occlusion: TextureUse) -> bool:
    """Whether occlusion can travel in the same picture as roughness and metal."""
    placed = _beside(lead, occlusion)
    return placed is not None and (rough is None or placed == _beside(lead, rough))


def _mesh(p: Primitive, m: Material, textures: tuple[Texture, ...]) -> Mesh:
    out = np.zeros(len(p.positions), dtype=VERTEX)
    out["position"] = from_gltf(p.positions)
    out["normal"] = from_gltf(p.normals)
    lead = _lead(m)
    if lead is not None and (uv := _uv_of(p, lead)) is not None:
        out["uv"] = _transformed(uv, lead)
    color = np.broadcast_to(f32(m.base_color), (len(out), 4))
    if p.colors is not None:
        color = color * p.colors
    out["color"] = encode_color(color)
    out["surface"][:, 0] = round(min(1.0, max(0.0, m.roughness)) * 255)
    out["surface"][:, 1] = round(min(1.0, max(0.0, m.metallic)) * 255)
    out["surface"][:, 2] = _baked_occlusion(p, m, textures)
    return Mesh(out, p.triangles)


def _uv_of(p: Primitive, use: TextureUse) -> F32 | None:
    return p.uv1 if use.uv_set == 1 and p.uv1 is not None else p.uv0


def _baked_occlusion(p: Primitive, m: Material, textures: tuple[Texture, ...]) -> U8 | int:
    """Occlusion at the vertices, 0..255, where its picture lies on another UV than the material's other pictures."""
    use = m.texture("occlusion")
    if use is None or _occlusion_shares(_lead(m), m.texture("metallic_roughness"), use):
        return 255
    uv = _uv_of(p, use)
    if uv is None:
        return 255
    pixels, placed = textures[use.texture].pixels, _transformed(uv, use)
    row = np.mod((placed[:, 1] * pixels.shape[0]).astype(np.int64), pixels.shape[0])
    column = np.mod((placed[:, 0] * pixels.shape[1]).astype(np.int64), pixels.shape[1])
    open_share = 1.0 + m.occlusion_strength * (pixels[row, column, 0] / 255.0 - 1.0)
    baked: U8 = np.round(open_share * 255.0).astype(np.uint8)
    return baked


def encode_color(linear: F32) -> U8:
    """(n, 4) linear RGBA to bytes: colour as its square root, which keeps dark tones apart; alpha as it is."""
    encoded = np.clip(linear, 0.0, 1.0)
    encoded = np.concatenate([np.sqrt(encoded[:, :3]), encoded[:, 3:]], axis=1)
    result: U8 = np.round(encoded * 255.0).astype(np.uint8)
    return result


def _transformed(uv: F32, use: TextureUse) -> F32:
    """KHR_texture_transform: scale, then rotate, then shift."""
    if use.offset == (0.0, 0.0) and use.scale == (1.0, 1.0) and use.rotation_rad == 0.0:
        return uv
    c, s = np.cos(use.rotation_rad), np.sin(use.rotation_rad)
    scaled = uv * f32(use.scale)
    turned = np.stack([scaled[:, 0] * c + scaled[:, 1] * s, -scaled[:, 0] * s + scaled[:, 1] * c], axis=1)
    result: F32 = (turned + f32(use.offset)).astype(np.float32)
    return result


def _grounded(mesh: Mesh, amount: float) -> Mesh:
    """Less light from around near the ground, over the lowest quarter or 25 cm; least on what faces down."""
    if amount <= 0.0 or not len(mesh.vertices):
        return mesh
    z = mesh.vertices["position"][:, 2]
    reach = min(0.25, max(0.02, 0.3 * float(z.max())))
    lift = np.clip(z / reach, 0.0, 1.0)
    facing = 0.5 - 0.5 * mesh.vertices["normal"][:, 2]
    shade = 1.0 - amount * (1.0 - lift * (2.0 - lift)) * (0.35 + 0.65 * facing)
    vertices = mesh.vertices.copy()
    vertices["surface"][:, 2] = np.round(vertices["surface"][:, 2] * shade)
    return replace(mesh, vertices=vertices)


def _picture(textures: tuple[Texture, ...], key: tuple[str, int | None, int | None]) -> tuple[U8, str]:
    kind, first, second = key
    if kind == "orm":
        return _orm(textures, first, second)
    texture = textures[first or 0]
    return _stored(texture.pixels), texture.wrap


def _stored(pixels: U8) -> U8:
    order = [2, 1, 0] if pixels.shape[2] == 3 else [2, 1, 0, 3]
    return np.ascontiguousarray(pixels[..., order])


def _orm(textures: tuple[Texture, ...], mr: int | None, occlusion: int | None) -> tuple[U8, str]:
    """Occlusion in red, roughness in green, metallic in blue, whichever pictures they came from."""
    if mr is None:
        source = textures[occlusion or 0]
        pixels = np.full((*source.pixels.shape[:2], 3), 255, dtype=np.uint8)
        pixels[..., 0] = source.pixels[..., 0]
        return _stored(pixels), source.wrap
    base = textures[mr]
    if occlusion is None or occlusion == mr:
        return _stored(base.pixels[..., :3]), base.wrap
    from PIL import Image

    height, width = base.pixels.shape[:2]
    red = Image.fromarray(np.ascontiguousarray(textures[occlusion].pixels[..., 0]))
    if red.size != (width, height):
        red = red.resize((width, height), Image.Resampling.BILINEAR)
    pixels = base.pixels[..., :3].copy()
    pixels[..., 0] = np.asarray(red)
    return _stored(pixels), base.wrap


def far_mesh(model: Model, ground_shade: float = 0.3) -> Mesh:
    """The whole model as one mesh with its colours baked to the vertices, for batches seen from afar."""
    meshes = []
    for p in model.primitives:
        if len(p.triangles) == 0:
            continue
        m = model.materials[p.material]
        mesh = _mesh(p, m, model.textures)
        use = m.texture("base_color")
        uv = None if use is None else (p.uv1 if use.uv_set == 1 and p.uv1 is not None else p.uv0)
        if use is not None and uv is not None:
            picked = _sampled(model.textures[use.texture].pixels, _transformed(uv, use))
            color = picked * f32(m.base_color) * (p.colors if p.colors is not None else f32(1.0))
            mesh.vertices["color"] = encode_color(color)
        mesh.vertices["color"][:, 3] = round((1.0 - min(1.0, max(m.emissive) * 0.25)) * 255)
        meshes.append(mesh)
    return _grounded(joined(meshes), ground_shade)


def _sampled(pixels: U8, uv: F32) -> F32:
    """Linear RGBA of an sRGB picture at uv, nearest texel, repeating. (n, 4)."""
    height, width = pixels.shape[:2]
    column = np.mod((uv[:, 0] * width).astype(np.int64), width)
    row = np.mod((uv[:, 1] * height).astype(np.int64), height)
    texel = pixels[row, column].astype(np.float32) / 255.0
    linear = np.where(texel <= 0.04045, texel / 12.92, ((texel + 0.055) / 1.055) ** 2.4)
    out = np.ones((len(uv), 4), dtype=np.float32)
    out[:, :3] = linear[:, :3]
    return out
