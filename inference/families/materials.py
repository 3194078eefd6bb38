"""Finishes: named, coloured materials with their textures, and palettes with English and Chinese names."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace

import numpy as np

from inference.families.textures import surface_colour
from scenes.model.values import Material

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Finish:
    """A surface a part can wear. `colour` is sRGB 0..1; `tones` (dark to light, sRGB) colour the pattern where the
    colour is in the texture itself (wood, stone), else the pattern is tinted by `colour`."""

    key: str
    label_en: str
    label_zh: str
    material_en: str
    pattern: str
    colour: Rgb
    roughness: float | None = None
    metallic: float = 0.0
    tones: tuple[Rgb, ...] = ()
    density_kg_m3: float = 700.0
    clearcoat: float = 0.0
    sheen: float = 0.0
    transmission: float = 0.0
    emission: float = 0.0
    alpha: float = 1.0
    double_sided: bool = False
    relief: float = 1.0
    textured: bool = True
    tile_scale: float = 1.0

    def hex(self) -> str:
        """Seen colour, #rrggbb."""
        seen = surface_colour(self.pattern, self.tones) if self.tones else self.colour
        return "#" + "".join(f"{round(min(max(c, 0.0), 1.0) * 255):02x}" for c in seen)

    def material(self) -> Material:
        """The glTF material without its textures. Reflectance stays within what real surfaces have (0.02 to 0.9)."""
        base = (1.0, 1.0, 1.0) if self.tones and self.textured else tuple(linear(c) for c in self.colour)
        r, g, b = (min(max(c, 0.018), 0.9 if not self.tones else 1.0) for c in base)
        sheen = tuple(self.sheen * (0.3 + 0.7 * c) for c in (r, g, b))
        return Material(
            name=self.key,
            base_color=(r, g, b, self.alpha),
            metallic=self.metallic,
            roughness=0.5 if self.roughness is None else self.roughness,
            emissive=(r * self.emission, g * self.emission, b * self.emission),
            normal_scale=self.relief,
            alpha_mode="BLEND" if self.alpha < 1.0 else "OPAQUE",
            double_sided=self.double_sided,
            clearcoat=self.clearcoat,
            clearcoat_roughness=0.08 if self.clearcoat else 0.0,
            sheen_color=(sheen[0], sheen[1], sheen[2]),
            sheen_roughness=0.5 if self.sheen else 0.0,
            transmission=self.transmission,
        )


@dataclass(frozen=True)
class Colour:
    """A named colour of the palettes."""

    key: str
    en: str
    zh: str
    rgb: Rgb


def linear(c: float) -> float:
    """sRGB to linear, IEC 61966-2-1."""
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def rgb(text: str) -> Rgb:
    """#rrggbb as 0..1."""
    return int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255


def shaded(colour: Rgb, lightness: float, saturation: float = 1.0) -> Rgb:
    """Lighter (positive, up to about 0.3) or darker (negative), keeping the hue."""
    h, light, s = colorsys.rgb_to_hls(*colour)
    return colorsys.hls_to_rgb(h, min(max(light + lightness, 0.06), 0.95), min(s * saturation, 1.0))


def _palette(*rows: tuple[str, str, str, str]) -> dict[str, Colour]:
    return {key: Colour(key, en, zh, rgb(code)) for key, en, zh, code in rows}


COLOURS: dict[str, Colour] = _palette(
    ("ivory", "ivory", "象牙白", "#ece5d6"), ("oatmeal", "oatmeal", "燕麦色", "#cfc2ab"),
    ("sand", "sand", "沙色", "#c2a988"), ("camel", "camel", "驼色", "#a9825a"),
    ("cognac", "cognac", "干邑棕", "#8f4f2a"), ("chestnut", "chestnut", "栗棕", "#5b3524"),
    ("espresso", "espresso", "浓咖色", "#3a2a22"), ("charcoal", "charcoal", "炭灰", "#3b3d40"),
    ("graphite", "graphite", "石墨黑", "#26282a"), ("pebble", "pebble grey", "鹅卵石灰", "#9a9a95"),
    ("fog", "fog grey", "雾灰", "#c9cbc9"), ("snow", "snow white", "雪白", "#f1f0ec"),
    ("navy", "navy", "海军蓝", "#24304d"), ("denim", "denim blue", "牛仔蓝", "#4a6484"),
    ("sky", "sky blue", "天蓝", "#8fb0c9"), ("teal", "teal", "蓝绿", "#1f5c60"),
    ("sage", "sage green", "鼠尾草绿", "#8f9c80"), ("olive", "olive", "橄榄绿", "#66683c"),
    ("forest", "forest green", "森林绿", "#2c4a38"), ("mustard", "mustard", "芥末黄", "#c2932f"),
    ("butter", "butter yellow", "奶油黄", "#e9d48e"), ("terracotta", "terracotta", "陶土红", "#b5603f"),
    ("rust", "rust", "铁锈红", "#93422a"), ("burgundy", "burgundy", "酒红", "#5e1f2d"),
    ("blush", "blush pink", "腮红粉", "#dcb0a5"), ("rose", "dusty rose", "烟玫瑰", "#b57b79"),
    ("plum", "plum", "梅子紫", "#4f3048"), ("lilac", "lilac", "丁香紫", "#b3a3c4"),
    ("coral", "coral", "珊瑚色", "#dd7a63"), ("red", "signal red", "正红", "#b3282d"),
    ("orange", "orange", "橙色", "#d9762b"), ("mint", "mint", "薄荷绿", "#a9cfb8"),
    ("cobalt", "cobalt", "钴蓝", "#2b4a9b"),
)  # fmt: skip

COVER_COLOURS: tuple[str, ...] = tuple(
    key for key in COLOURS if key not in ("red", "orange", "coral", "cobalt", "mint", "lilac", "snow", "butter")
)
"""The calmer colours, for covers of furniture."""

_WOODS: dict[str, tuple[str, str, str, tuple[str, ...], float]] = {
    "oak": ("oak", "橡木", "oak", ("#6f4f30", "#a98358", "#c9a679", "#dcc09a"), 720),
    "walnut": ("walnut", "胡桃木", "walnut", ("#2f1d14", "#54351f", "#754e33", "#94694a"), 640),
    "ash": ("ash", "白蜡木", "ash", ("#a5875f", "#cdb48d", "#dfcbaa", "#eadcc2"), 680),
    "beech": ("beech", "榉木", "beech", ("#a8764a", "#c99a6b", "#d9b084", "#e3c29b"), 710),
    "teak": ("teak", "柚木", "teak", ("#5b3517", "#8a5829", "#a9733b", "#c08d55"), 660),
    "bamboo": ("bamboo", "竹", "bamboo", ("#9c7a42", "#c5a468", "#d9bd85", "#e6d0a0"), 650),
    "black_ash": ("black-stained ash", "黑染白蜡木", "ash", ("#141311", "#242220", "#302d2a", "#3d3935"), 680),
    "smoked_oak": ("smoked oak", "烟熏橡木", "oak", ("#2b1f16", "#493526", "#5f4733", "#775c44"), 720),
    "white_oak": ("limed oak", "白洗橡木", "oak", ("#a3937c", "#c7b9a2", "#d9cdb9", "#e6ddcd"), 720),
    "mahogany": ("mahogany", "桃花心木", "walnut", ("#35130c", "#5f2617", "#7f3a24", "#9b5136"), 620),
}
WOODS: tuple[str, ...] = tuple(_WOODS)
_LACQUERS = ("snow", "graphite", "sage", "navy", "terracotta", "mustard", "forest", "blush", "fog", "teal", "butter")
LACQUERS: tuple[str, ...] = tuple(f"lacquer_{c}" for c in _LACQUERS)


def wood(key: str) -> Finish:
    """A wood by key, with its own colour in the texture; a lacquer by "lacquer_<colour>"."""
    if key.startswith("lacquer_"):
        return lacquer(key.removeprefix("lacquer_"))
    en, zh, pattern, tones, density = _WOODS[key]
    return Finish(key, en, zh, en.replace("black-stained ", ""), pattern, rgb(tones[2]), None, 0.0,
                  tuple(rgb(t) for t in tones), density)  # fmt: skip


def lacquer(colour: str) -> Finish:
    """Painted wood."""
    c = COLOURS[colour]
    return Finish(f"lacquer_{colour}", f"{c.en} lacquer", f"{c.zh}漆面", "lacquered wood", "satin", c.rgb, 0.42,
                  density_kg_m3=680, clearcoat=0.15)  # fmt: skip


_FABRICS: dict[str, tuple[str, str, float, float]] = {
    "weave": ("woven fabric", "编织布", 0.25, 1.0), "linen": ("linen", "亚麻", 0.15, 1.0),
    "boucle": ("bouclé", "圈圈绒", 0.3, 1.0), "velvet": ("velvet", "丝绒", 0.9, 1.0),
    "felt": ("wool felt", "羊毛毡", 0.4, 1.0), "knit": ("knit", "针织", 0.3, 1.0),
    "denim": ("denim", "牛仔布", 0.15, 1.0), "canvas": ("canvas", "帆布", 0.12, 1.0),
    "rug_pile": ("wool pile", "羊毛绒面", 0.4, 1.0),
}  # fmt: skip
FABRICS: tuple[str, ...] = ("weave", "linen", "boucle", "velvet", "felt", "canvas")


def fabric(kind: str, colour: str, shade: float = 0.0) -> Finish:
    """An upholstery or garment fabric in a palette colour; `shade` lightens or darkens it a little."""
    en, zh, sheen, relief = _FABRICS[kind]
    c = COLOURS[colour]
    return Finish(f"{kind}_{colour}", f"{c.en} {en}", f"{c.zh}{zh}", en, kind, shaded(c.rgb, shade), None,
                  density_kg_m3=60, sheen=sheen, relief=relief)  # fmt: skip


def leather(colour: str, worn: bool = False, shade: float = 0.0) -> Finish:
    """Grain leather."""
    c = COLOURS[colour]
    return Finish(f"leather_{colour}" + ("_worn" if worn else ""), f"{c.en} leather", f"{c.zh}皮革", "leather",
                  "worn_leather" if worn else "leather", shaded(c.rgb, shade), None, density_kg_m3=90)  # fmt: skip


_METALS: dict[str, tuple[str, str, str, str, str, float, float]] = {
    "chrome": ("chrome", "镀铬", "chromed steel", "satin", "#dcdee0", 0.1, 7800),
    "steel": ("brushed steel", "拉丝钢", "steel", "brushed", "#c3c4c4", 0.38, 7800),
    "black_steel": ("black steel", "黑钢", "powder-coated steel", "satin", "#2a2a2b", 0.5, 7800),
    "white_steel": ("white steel", "白钢", "powder-coated steel", "satin", "#e6e5e1", 0.48, 7800),
    "brass": ("brass", "黄铜", "brass", "brushed", "#d9b166", 0.3, 8500),
    "polished_brass": ("polished brass", "抛光黄铜", "brass", "satin", "#e3bd74", 0.14, 8500),
    "copper": ("copper", "紫铜", "copper", "brushed", "#d98f6c", 0.26, 8900),
    "bronze": ("bronze", "青铜", "bronze", "hammered", "#7a5a3c", 0.4, 8700),
    "aluminium": ("aluminium", "铝", "aluminium", "brushed", "#d3d4d6", 0.42, 2700),
    "gold": ("gold", "金色", "gold-plated brass", "satin", "#f0cf86", 0.18, 8500),
    "cast_iron": ("cast iron", "铸铁", "cast iron", "rubber", "#303031", 0.7, 7200),
}
METALS: tuple[str, ...] = ("chrome", "steel", "black_steel", "white_steel", "brass", "polished_brass", "copper",
                           "bronze", "aluminium")  # fmt: skip


def metal(key: str) -> Finish:
    """A metal; the painted steels are dielectric paint."""
    en, zh, material, pattern, code, rough, density = _METALS[key]
    painted = key in ("black_steel", "white_steel", "cast_iron")
    return Finish(key, en, zh, material, pattern, rgb(code), rough, 0.0 if painted else 1.0, density_kg_m3=density,
                  textured=pattern != "satin")  # fmt: skip


def painted_metal(colour: str) -> Finish:
    """Powder-coated metal in a palette colour."""
    c = COLOURS[colour]
    return Finish(f"coated_{colour}", f"{c.en} metal", f"{c.zh}金属", "powder-coated steel", "satin", c.rgb, 0.45,
                  density_kg_m3=7800, textured=False)  # fmt: skip


def ceramic(colour: str, kind: str = "glaze", shade: float = 0.0) -> Finish:
    """kind: glaze (glossy), speckle (stoneware), raw_clay (unglazed), matte."""
    c = COLOURS[colour]
    names = {"glaze": ("glazed ceramic", "釉面陶瓷"), "speckle": ("speckled stoneware", "斑点炻器"),
             "raw_clay": ("unglazed clay", "素烧陶土"), "matte": ("matte ceramic", "哑光陶瓷")}  # fmt: skip
    en, zh = names[kind]
    shine = {"glaze": (0.16, 1.0), "speckle": (0.42, 0.25), "raw_clay": (0.9, 0.0), "matte": (0.6, 0.0)}[kind]
    pattern = "glaze" if kind == "matte" else kind
    return Finish(f"{kind}_{colour}", f"{c.en} {en}", f"{c.zh}{zh}", en, pattern, shaded(c.rgb, shade), shine[0],
                  density_kg_m3=2300, clearcoat=shine[1])  # fmt: skip


def glass(colour: str = "clear") -> Finish:
    """Clear or tinted glass: transmission for renderers that have it, alpha for the rest."""
    if colour == "clear":
        return Finish("glass_clear", "clear glass", "透明玻璃", "glass", "smooth", (0.93, 0.96, 0.95), 0.04,
                      density_kg_m3=2500, transmission=0.92, alpha=0.28, double_sided=True, textured=False)  # fmt: skip
    c = COLOURS[colour]
    return Finish(f"glass_{colour}", f"{c.en} glass", f"{c.zh}玻璃", "glass", "smooth", c.rgb, 0.05,
                  density_kg_m3=2500, transmission=0.8, alpha=0.5, double_sided=True, textured=False)  # fmt: skip


def opal_glass(emission: float = 1.2) -> Finish:
    """A lit white shade."""
    return Finish("opal_glass", "opal glass", "乳白玻璃", "glass", "smooth", (1.0, 0.95, 0.86), 0.25,
                  density_kg_m3=2500, emission=emission, textured=False)  # fmt: skip


def plastic(colour: str, glossy: bool = False, shade: float = 0.0) -> Finish:
    """Moulded plastic."""
    c = COLOURS[colour]
    return Finish(f"plastic_{colour}" + ("_gloss" if glossy else ""), f"{c.en} plastic", f"{c.zh}塑料", "plastic",
                  "smooth", shaded(c.rgb, shade), 0.2 if glossy else 0.5, density_kg_m3=1050,
                  clearcoat=0.6 if glossy else 0.0, textured=not glossy)  # fmt: skip


_STONES: dict[str, tuple[str, str, str, tuple[str, ...], float]] = {
    "white_marble": ("white marble", "白色大理石", "marble", ("#7d7a78", "#c9c6c2", "#e6e3de", "#f0eeea"), 0.2),
    "green_marble": ("green marble", "绿色大理石", "marble", ("#b9c4b4", "#3c5a48", "#284536", "#1f382c"), 0.2),
    "black_marble": ("black marble", "黑色大理石", "marble", ("#cfc8bb", "#4a4846", "#262524", "#1b1a1a"), 0.2),
    "travertine": ("travertine", "洞石", "teak", ("#a88f6f", "#c7b193", "#d8c6ab", "#e4d6c0"), 0.45),
    "terrazzo": ("terrazzo", "水磨石", "terrazzo", ("#5a4a43", "#b98a72", "#dad5cc", "#eeeae2"), 0.35),
    "concrete": ("concrete", "混凝土", "felt", ("#6d6c69", "#8d8c88", "#a09e99", "#b3b1ac"), 0.8),
}
STONES: tuple[str, ...] = tuple(_STONES)


def stone(key: str) -> Finish:
    """Marble, travertine, terrazzo, concrete."""
    en, zh, pattern, tones, rough = _STONES[key]
    return Finish(f"stone_{key}", en, zh, en, pattern, rgb(tones[2]), rough, 0.0, tuple(rgb(t) for t in tones), 2600,
                  relief=0.4)  # fmt: skip


def rattan(colour: str = "natural") -> Finish:
    """Plaited rattan or paper cord; natural or a palette colour."""
    c = (0.76, 0.58, 0.36) if colour == "natural" else COLOURS[colour].rgb
    en = "rattan" if colour == "natural" else f"{COLOURS[colour].en} rattan"
    zh = "藤编" if colour == "natural" else f"{COLOURS[colour].zh}藤编"
    return Finish(f"rattan_{colour}", en, zh, "rattan", "cane", c, None, density_kg_m3=300)


def cord(colour: str) -> Finish:
    """Paper cord, rope."""
    c = COLOURS[colour]
    return Finish(f"cord_{colour}", f"{c.en} cord", f"{c.zh}绳编", "paper cord", "rope", c.rgb, None, density_kg_m3=500)


def paper(emission: float = 0.0) -> Finish:
    """White rice paper, lit from inside where emission is above zero."""
    return Finish("paper", "rice paper", "宣纸", "paper", "paper", (0.95, 0.91, 0.83), 0.9, density_kg_m3=300,
                  emission=emission)  # fmt: skip


def rubber(colour: str = "graphite") -> Finish:
    """Rubber: soles, seals, feet."""
    c = COLOURS[colour]
    return Finish(f"rubber_{colour}", f"{c.en} rubber", f"{c.zh}橡胶", "rubber", "rubber", c.rgb, 0.85,
                  density_kg_m3=1100)  # fmt: skip


def plain(key: str, colour: Rgb, roughness: float = 0.6, metallic: float = 0.0, **more: float) -> Finish:
    """An untextured colour for small things (bulbs, screens, labels); `more`: emission, clearcoat, alpha, sheen."""
    made = Finish(key, key.replace("_", " "), key, key.replace("_", " "), "smooth", colour, roughness, metallic,
                  textured=False)  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def picked(rng: np.random.Generator, *choices: str) -> str:
    """One of the words, evenly."""
    return choices[int(rng.integers(len(choices)))]
