"""Materials, textures and variants of a glTF file as the shop's values."""

from __future__ import annotations

from scenes.model.beside import Resolve, fetch
from scenes.model.errors import ModelError
from scenes.model.gltf.buffers import Buffers
from scenes.model.gltf.glossiness import Glossy, metallic_from_glossy
from scenes.model.gltf.json_view import View
from scenes.model.limits import Limits, Meter
from scenes.model.notes import AddNote, Note
from scenes.model.pictures import UnreadablePicture, read_picture
from scenes.model.values import U8, AlphaMode, Material, Texture, TextureSlot, TextureUse, Wrap

_WRAPS: dict[int, Wrap] = {10497: "repeat", 33648: "mirror", 33071: "clamp"}
_ALPHA: dict[str, AlphaMode] = {"OPAQUE": "OPAQUE", "MASK": "MASK", "BLEND": "BLEND"}


class TextureShelf:
    """Reads each picture once, when a material first uses it, and numbers the textures."""

    def __init__(self, root: View, buffers: Buffers, meter: Meter, resolve: Resolve | None, note: AddNote):
        self._textures = root.items("textures", meter.limits.max_textures)
        self._images = root.items("images", meter.limits.max_textures)
        self._samplers = root.items("samplers", meter.limits.max_textures)
        self._buffers, self._meter, self._resolve, self._note = buffers, meter, resolve, note
        self._pixels: dict[int, U8 | None] = {}
        self._numbers: dict[tuple[int, Wrap], int] = {}
        self.textures: list[Texture] = []

    def use(self, info: View | None) -> TextureUse | None:
        """What a material's texture entry means, or None when there is none or it cannot be read."""
        if info is None:
            return None
        index = info.need_integer("index", 0, len(self._textures))
        texture = self._textures[index]
        number = self._number(texture)
        if number is None:
            return None
        transform = info.child("extensions").child("KHR_texture_transform")
        uv_set = transform.integer_or("texCoord", info.integer_or("texCoord", 0, 0, 16), 0, 16)
        if uv_set > 1:
            self._note(Note("coordinates_left_out"))
            return None
        u, v = transform.numbers("offset", (0.0, 0.0), -1e4, 1e4)
        su, sv = transform.numbers("scale", (1.0, 1.0), -1e4, 1e4)
        turn = transform.number("rotation", 0.0, -100.0, 100.0)
        return TextureUse(number, 1 if uv_set else 0, (u, v), turn, (su, sv))

    def add(self, pixels: U8, wrap: Wrap) -> int:
        """Puts a picture made here among the textures."""
        self.textures.append(Texture(pixels, wrap))
        return len(self.textures) - 1

    def _number(self, texture: View) -> int | None:
        source = self._source(texture)
        if source is None:
            return None
        sampler = texture.integer("sampler", 0, len(self._samplers))
        wrap: Wrap = "repeat"
        if sampler is not None:
            wrap = _WRAPS.get(self._samplers[sampler].integer_or("wrapS", 10497, 0, 2**16), "repeat")
        if (source, wrap) not in self._numbers:
            pixels = self._picture(source)
            if pixels is None:
                return None
            self._numbers[source, wrap] = self.add(pixels, wrap)
        return self._numbers[source, wrap]

    def _source(self, texture: View) -> int | None:
        for name in ("KHR_texture_basisu", "EXT_texture_webp"):
            extension = texture.extension(name)
            if extension is not None:
                source = extension.integer("source", 0, len(self._images))
                if source is not None:
                    return source
        return texture.integer("source", 0, len(self._images))

    def _picture(self, index: int) -> U8 | None:
        if index not in self._pixels:
            self._pixels[index] = None
            try:
                self._pixels[index] = read_picture(self._bytes(self._images[index]), self._meter)
            except UnreadablePicture as problem:
                self._note(Note(problem.key, (("name", str(index + 1)),)))
        return self._pixels[index]

    def _bytes(self, image: View) -> bytes:
        uri = image.data.get("uri")
        if isinstance(uri, str):
            return fetch(uri, self._meter, self._resolve)
        return self._buffers.view_bytes(image.need_integer("bufferView", 0, 2**31))


def read_materials(root: View, shelf: TextureShelf, limits: Limits) -> list[Material]:
    """All materials of the file, in its order."""
    return [_material(view, shelf) for view in root.items("materials", limits.max_materials)]


def _material(view: View, shelf: TextureShelf) -> Material:
    pbr = view.child("pbrMetallicRoughness")
    uses: dict[TextureSlot, TextureUse | None] = {
        "base_color": shelf.use(pbr.find("baseColorTexture")),
        "metallic_roughness": shelf.use(pbr.find("metallicRoughnessTexture")),
        "normal": shelf.use(view.find("normalTexture")),
        "occlusion": shelf.use(view.find("occlusionTexture")),
        "emissive": shelf.use(view.find("emissiveTexture")),
    }
    base = pbr.numbers("baseColorFactor", (1.0, 1.0, 1.0, 1.0), 0.0, 1.0)
    metallic = pbr.number("metallicFactor", 1.0, 0.0, 1.0)
    roughness = pbr.number("roughnessFactor", 1.0, 0.0, 1.0)
    glossy = view.extension("KHR_materials_pbrSpecularGlossiness")
    if glossy is not None:
        found = _from_glossy(glossy, shelf)
        base, metallic, roughness = found.base_color, found.metallic, found.roughness
        uses["base_color"], uses["metallic_roughness"] = found.base_use, found.metallic_use
    if view.extension("KHR_materials_unlit") is not None:
        metallic, roughness = 0.0, 1.0
    coat, sheen = view.child("extensions").child("KHR_materials_clearcoat"), _sheen(view)
    strength = view.child("extensions").child("KHR_materials_emissive_strength")
    glow = strength.number("emissiveStrength", 1.0, 0.0, 1e4)
    r, g, b = view.numbers("emissiveFactor", (0.0, 0.0, 0.0), 0.0, 1.0)
    return Material(
        name=view.text("name"),
        base_color=(base[0], base[1], base[2], base[3]),
        metallic=metallic,
        roughness=roughness,
        emissive=(r * glow, g * glow, b * glow),
        normal_scale=view.child("normalTexture").number("scale", 1.0, -10.0, 10.0),
        occlusion_strength=view.child("occlusionTexture").number("strength", 1.0, 0.0, 1.0),
        alpha_mode=_ALPHA.get(view.text("alphaMode", "OPAQUE"), "OPAQUE"),
        alpha_cutoff=view.number("alphaCutoff", 0.5, 0.0, 1.0),
        double_sided=view.flag("doubleSided"),
        textures=tuple((slot, use) for slot, use in uses.items() if use is not None),
        clearcoat=coat.number("clearcoatFactor", 0.0, 0.0, 1.0),
        clearcoat_roughness=coat.number("clearcoatRoughnessFactor", 0.0, 0.0, 1.0),
        sheen_color=sheen[0],
        sheen_roughness=sheen[1],
        transmission=_factor(view, "KHR_materials_transmission", "transmissionFactor", 0.0, 1.0),
        ior=_factor(view, "KHR_materials_ior", "ior", 1.5, 3.0),
    )


def _factor(view: View, extension: str, key: str, default: float, high: float) -> float:
    value = view.child("extensions").child(extension).number(key, default, 0.0, high)
    return 1.5 if key == "ior" and value < 1.0 else value


def _sheen(view: View) -> tuple[tuple[float, float, float], float]:
    sheen = view.child("extensions").child("KHR_materials_sheen")
    r, g, b = sheen.numbers("sheenColorFactor", (0.0, 0.0, 0.0), 0.0, 1.0)
    return (r, g, b), sheen.number("sheenRoughnessFactor", 0.0, 0.0, 1.0)


def _from_glossy(view: View, shelf: TextureShelf) -> Glossy:
    return metallic_from_glossy(
        view.numbers("diffuseFactor", (1.0, 1.0, 1.0, 1.0), 0.0, 1.0),
        view.numbers("specularFactor", (1.0, 1.0, 1.0), 0.0, 1.0),
        view.number("glossinessFactor", 1.0, 0.0, 1.0),
        shelf.use(view.find("diffuseTexture")),
        shelf.use(view.find("specularGlossinessTexture")),
        shelf.textures,
        shelf.add,
    )


def read_variants(root: View) -> tuple[str, ...]:
    """Names of the material variants (KHR_materials_variants)."""
    variants = root.child("extensions").child("KHR_materials_variants").items("variants", 1000)
    return tuple(view.text("name") or f"Variant {index + 1}" for index, view in enumerate(variants))


def primitive_variants(primitive: View, variants: int, materials: int) -> tuple[tuple[int, int], ...]:
    """(variant, material) pairs of one primitive."""
    pairs: dict[int, int] = {}
    for mapping in primitive.child("extensions").child("KHR_materials_variants").items("mappings", 10_000):
        material = mapping.need_integer("material", 0, materials)
        for variant in mapping.integers("variants", variants, 1000):
            pairs[variant] = material
    if len(pairs) > variants:
        raise ModelError("The file is damaged: its variants make no sense.")
    return tuple(sorted(pairs.items()))
