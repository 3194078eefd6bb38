"""T-shirts, shirts, hoodies and sweaters: on an unseen body, or hanging on a hanger."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.garment_form import (
    Trunk,
    band,
    draped,
    hanger,
    hood,
    sleeve,
    turned_collar,
    wrinkled,
)
from inference.families.geometry import Mesh, grid_mesh, join
from inference.families.geometry_skin import F64, grid_normals, shell
from inference.families.materials import COLOURS, fabric, metal, plastic, wood
from inference.families.pictures import shirt_print
from inference.families.shoe_form import sample
from inference.families.solids import lathe, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import U8, colour_looks, named, pictured, seeded, steps
from scenes.model.values import Model

_COLOURS = (
    "ivory", "navy", "sage", "terracotta", "graphite", "sky", "mustard", "burgundy", "snow", "forest", "blush", "fog",
    "teal", "oatmeal", "lilac", "denim", "olive", "coral", "charcoal", "rose",
)  # fmt: skip
_WORDS = ("vesper", "tidal", "orchard", "north", "lumen", "drift", "sundown", "harbor")


class Top(Family):
    """Upper-body clothes of five styles."""

    key = "top"
    category = ("Clothes", "Tops")
    category_zh = ("服装", "上衣")
    typical_size_m = ((0.55, 1.3), (0.5, 0.98), (0.1, 0.4))
    parameters = (
        choice("style", "tee", "shirt", "hoodie", "sweater", "polo"),
        choice("display", "body", "hanger"),
        real("length", 0.58, 0.78),
        real("chest", 0.44, 0.60),
        real("waist", 0.80, 1.02, ""),
        real("hem", 0.88, 1.08, ""),
        real("shoulder", 0.78, 0.92, ""),
        real("depth", 0.38, 0.46, ""),
        real("neck_width", 0.155, 0.20),
        real("neck_drop", 0.06, 0.14),
        real("v_neck", 0.0, 1.0, ""),
        real("sleeve", 0.18, 0.62),
        real("sleeve_angle", 0.95, 1.25, "rad"),
        real("cuff", 0.085, 0.19),
        real("folds", 0.004, 0.016),
        integer("wrinkles", 6, 22),
        integer("seed", 0, 9999),
        choice("motif", "plain", "print", "stripe", "pocket"),
        choice("cloth", "linen", "knit", "felt", "canvas", "denim"),
        choice("colour", *_COLOURS),
        choice("accent", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Shirts and sweaters have long narrow sleeves; T-shirts short wide ones."""
        style = drawn["style"]
        short = style in ("tee", "polo") or (style == "shirt" and rng.random() < 0.3)
        drawn["sleeve"] = float(rng.uniform(0.19, 0.28) if short else rng.uniform(0.52, 0.61))
        drawn["cuff"] = float(rng.uniform(0.15, 0.185) if short else rng.uniform(0.088, 0.115))
        drawn["sleeve_angle"] = float(rng.uniform(0.90, 1.08) if short else rng.uniform(1.10, 1.24))
        cloths = {"tee": ("felt", "felt", "linen"), "shirt": ("linen", "canvas", "denim"), "hoodie": ("felt",),
                  "sweater": ("knit",), "polo": ("felt", "linen")}[str(style)]  # fmt: skip
        drawn["cloth"] = str(rng.choice(list(cloths)))
        drawn["motif"] = str(rng.choice(["plain", "print", "print", "pocket", "stripe"] if style == "tee" else
                                        ["plain", "stripe"] if style == "sweater" else ["plain",
                                            "pocket"]))  # fmt: skip
        if drawn["display"] == "hanger":
            drawn["sleeve_angle"] = float(rng.uniform(1.2, 1.25)) if not short else 1.08
        if style != "tee" and style != "sweater":
            drawn["v_neck"] = 0.0
            drawn["neck_drop"] = float(rng.uniform(0.06, 0.085))
        elif rng.random() < 0.6:
            drawn["v_neck"] = 0.0
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        ways = []
        start = params.choice("accent")
        for i, key in enumerate(steps(_COLOURS, params.choice("colour"), (1, 4, 8))):
            accent = _COLOURS[(_COLOURS.index(start) + 3 * i) % len(_COLOURS)]
            accent = accent if accent != key else "snow"
            cloth = fabric(params.choice("cloth"), key)
            if params.choice("cloth") == "felt":
                cloth = named(cloth, f"{COLOURS[key].en} cotton jersey", f"{COLOURS[key].zh}棉质平纹布")
            trim = fabric("knit", key, -0.02) if params.choice("style") in ("hoodie", "sweater", "tee") else cloth
            ways.append((COLOURS[key], [
                ("cloth", cloth), ("trim", trim), ("accent", fabric(params.choice("cloth"), accent)),
                ("buttons", plastic("ivory" if key != "ivory" else "camel", glossy=True)),
                ("cord", fabric("canvas", "ivory")),
                ("hanger", wood("beech")), ("hook", metal("chrome")),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        trunk = _trunk(params)
        rng = np.random.default_rng(params.integer("seed"))
        around, rows = a.segments(56, 24), a.segments(27, 12)
        grid = trunk.grid(around, rows)
        grid = draped(grid, rng, 5 + params.integer("seed") % 4, params.real("folds"), 0.62)
        grid = wrinkled(grid, rng, params.integer("wrinkles"), 0.005, 0.8)
        a.add("body", "cloth", shell(grid, 0.002))
        arm = sleeve(
            trunk,
            params.real("sleeve"),
            params.real("sleeve_angle"),
            params.real("cuff"),
            a.segments(24, 10),
            a.segments(17, 8),
        )
        arm = wrinkled(arm[::-1], rng, params.integer("wrinkles") // 2 + 2, 0.0035, 1.1)
        cut = shell(arm, 0.002)
        a.add("sleeves", "cloth", cut, cut.mirrored("x"))
        _finish(params, a, trunk, grid, arm)
        if params.choice("display") == "hanger":
            wooden, hook = hanger(trunk.shoulder, trunk.slope, trunk.length)
            a.add("hanger", "hanger", wooden)
            a.add("hanger", "hook", hook)
        model = a.model(self.key, self.looks(params))
        if params.choice("motif") == "print":
            model = pictured(model, "print", _print(params), roughness=0.85)
        return model

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cloth = look.finish("cloth")
        noun = {"tee": ("T-shirt", "T恤"), "shirt": ("shirt", "衬衫"), "hoodie": ("hoodie", "连帽卫衣"),
                "sweater": ("sweater", "毛衣"), "polo": ("polo shirt", "Polo衫")}[params.choice("style")]  # fmt: skip
        size = ("XS", "S", "M", "L", "XL")[min(4, int((params.real("chest") - 0.44) / 0.033))]
        long = params.real("sleeve") > 0.4
        base = {"tee": 18, "shirt": 42, "hoodie": 54, "sweater": 58, "polo": 34}[params.choice("style")]
        mass = (params.real("chest") * params.real("length") * 2 + (0.35 if long else 0.14)) * (
            0.42 if params.choice("style") in ("hoodie", "sweater") else 0.17
        )
        cost = base * (0.75 + 0.5 * params.real("length")) + (6 if params.choice("motif") != "plain" else 0)
        return Texts(
            *noun, cloth.label_en, cloth.label_zh,
            f"A {'long' if long else 'short'}-sleeved {noun[0]} in {cloth.label_en}, size {size}: chest "
            f"{params.real('chest') * 200:.0f} cm "
            f"around, {params.real('length') * 100:.0f} cm long. Machine wash at 30 °C.",
            f"{cloth.label_zh}{'长袖' if long else '短袖'}{noun[1]}，{size} 码，胸围 {params.real('chest') * 200:.0f}"
            " 厘米，"
            f"衣长 {params.real('length') * 100:.0f} 厘米，30°C 机洗。",
            ("wool",) if params.choice("style") == "sweater" else ("linen",) if cloth.pattern == "linen"
            else ("cotton",),
            ("sporty",) if params.choice("style") == "hoodie" else ("casual",),
            cloth.hex(), round(mass, 2), shop_price(cost),
        )  # fmt: skip


def _trunk(params: Params) -> Trunk:
    chest = params.real("chest")
    depth = chest * params.real("depth") * (0.62 if params.choice("display") == "hanger" else 1.0)
    return Trunk(
        params.real("length"), chest, chest * params.real("waist"), chest * params.real("hem"),
        chest * params.real("shoulder"), depth, params.real("neck_width"), params.real("neck_drop"),
        v_neck=params.real("v_neck"), slope=0.042, armhole=0.17 + 0.09 * chest,
    )  # fmt: skip


def _print(params: Params) -> U8:
    rng = seeded(params, "print")
    light = sum(COLOURS[params.choice("colour")].rgb) > 1.5
    inks = (
        ("navy", "burgundy", "forest", "terracotta", "teal") if light else ("ivory", "butter", "coral", "sky", "mint")
    )
    keys = [str(k) for k in rng.choice(list(inks), 3, replace=False)]
    art = shirt_print(
        384,
        int(rng.integers(1000)),
        (1.0, 0.0, 1.0),
        (COLOURS[keys[0]].rgb, COLOURS[keys[1]].rgb, COLOURS[keys[2]].rgb),
        str(rng.choice(list(_WORDS))),
    )
    key = art.astype(int) - (255, 0, 255)
    far = np.abs(key).sum(axis=2)
    alpha = np.where(far > 130, 255, 0).astype(np.uint8)
    return np.ascontiguousarray(np.dstack([np.where(alpha[..., None] > 0, art, 128).astype(np.uint8), alpha]))


def patch(grid: F64, s0: float, s1: float, t0: float, t1: float, lift: float, columns: int, rows: int) -> Mesh:
    """A patch lying on a closed grid between turns and heights; UVs flat from the front."""
    s, t = np.meshgrid(np.linspace(s0, s1, columns), np.linspace(t0, t1, rows))
    points = sample(grid, s, t) + sample(grid_normals(grid), s, t) * lift
    return grid_mesh(points, uv=np.stack([points[..., 0], -points[..., 1]], axis=2))


def pocket(grid: F64, s0: float, s1: float, t0: float, t1: float, columns: int, rows: int) -> Mesh:
    """A sewn-on patch pocket with a visible edge."""
    s, t = np.meshgrid(np.linspace(s0, s1, columns), np.linspace(t0, t1, rows))
    lift = np.full(s.shape, 0.0028)
    lift[[0, -1]] = lift[:, [0, -1]] = -0.001
    edge_s, edge_t = (s1 - s0) * 0.03, (t1 - t0) * 0.03
    s[:, 1], s[:, -2], t[1], t[-2] = s0 + edge_s, s1 - edge_s, t0 + edge_t, t1 - edge_t
    return grid_mesh(sample(grid, s, t) + sample(grid_normals(grid), s, t) * lift[..., None])


def button(radius: float, sides: int) -> Mesh:
    """A sewing button that faces +Z, with a rim."""
    r = radius
    profile = [
        (0, -0.001),
        (r, -0.001),
        (r, 0.0008),
        (r * 0.9, 0.0016),
        (r * 0.72, 0.0016),
        (r * 0.62, 0.001),
        (0, 0.001),
    ]
    return lathe(profile, sides).turned("x", np.pi / 2)


def button_row(
    grid: F64, s: float, low: float, high: float, count: int, radius: float, lift: float, sides: int
) -> Mesh:
    """Buttons on a grid at turn s."""
    places = np.linspace(low, high, count)
    points = sample(grid, np.full(count, s), places)
    normals = sample(grid_normals(grid), np.full(count, s), places)
    made = button(radius, sides)
    return join(made.at(p + n * lift) for p, n in zip(points, normals, strict=True))


def _finish(params: Params, a: Assembly, trunk: Trunk, grid: F64, arm: F64) -> None:
    """Collar, cuffs, prints, pockets, hood, buttons."""
    style, motif = params.choice("style"), params.choice("motif")
    around = grid.shape[1]
    line = grid[-1]
    if style in ("tee", "sweater"):
        a.add("neckband", "trim", band(line, 0.017 if style == "tee" else 0.024, 0.0035, 4, 0.009))
    if style in ("sweater", "hoodie"):
        cuff = arm[0] + (arm[0] - arm[2]) / np.linalg.norm(arm[0] - arm[2], axis=1, keepdims=True) * 0.05
        middle = cuff.mean(axis=0)
        rib = np.stack([middle + (cuff - middle) * 0.82, arm[0] * 0.5 + cuff * 0.5, arm[1] * 1.0])
        made = shell(_ribbed(rib, 24), 0.003)
        a.add("cuffs", "trim", made, made.mirrored("x"))
        low = grid[0] - (0, 0.055, 0)
        centre = low.mean(axis=0)
        hem = np.stack([centre + (low - centre) * (0.93, 1, 0.93), grid[0] - (0, 0.02, 0), grid[1]])
        a.add("hem", "trim", shell(_ribbed(hem, 60), 0.003))
    if style in ("shirt", "polo"):
        a.add("collar", "cloth", turned_collar(line, 0.032, 0.046, 0.028 if style == "shirt" else 0.016, 0.012))
        low = 0.0 if style == "shirt" else 0.70
        half = 0.013 / np.linalg.norm(np.diff(grid[len(grid) // 2], axis=0), axis=1).sum()
        a.add("placket", "cloth", pocket(grid, -half, half, low + 0.004, 0.995, 5, a.segments(24, 8)))
        count = 7 if style == "shirt" else 3
        a.add("buttons", "buttons", button_row(grid, 0.0, low + 0.04, 0.975, count, 0.0055, 0.004, a.segments(12, 6)))
    if style == "hoodie":
        a.add("hood", "cloth", shell(hood(trunk, 1.0, around // 2 + 8, a.segments(14, 8)), 0.004, False))
        a.add("pouch", "cloth", pocket(grid, -0.115, 0.115, 0.10, 0.36, a.segments(16, 6), a.segments(10, 5)))
        a.add("cords", "cord", *_cords(grid, a))
    if motif == "pocket" and style != "hoodie":
        a.add("pocket", "cloth", pocket(grid, 0.055, 0.135, 0.56, 0.73, a.segments(8, 4), a.segments(8, 4)))
    elif motif == "print":
        a.add("print", "accent", patch(grid, -0.125, 0.125, 0.42, 0.80, 0.0012, a.segments(18, 10), a.segments(18, 10)))
    elif motif == "stripe":
        for t in (0.50, 0.58, 0.66):
            a.add("stripes", "accent", patch(grid, 0.0, 1.0, t, t + 0.045, 0.001, around + 1, 3))


def _ribbed(rings: F64, ribs: int) -> F64:
    """Three rings made into a ribbed cuff, first ring lowest."""
    from inference.families.geometry_skin import push, through

    fine = through(list(rings), 6)
    wave = 0.0009 * np.cos(np.linspace(0, 2 * np.pi * ribs, fine.shape[1], endpoint=False))
    return push(fine, np.broadcast_to(wave, fine.shape[:2]))


def _cords(grid: F64, a: Assembly) -> list[Mesh]:
    out = []
    for side in (1.0, -1.0):
        t = np.linspace(0.99, 0.74, a.segments(10, 5))
        s = np.full(len(t), side * 0.026) + side * 0.006 * np.sin(np.linspace(0, 3, len(t)))
        path = sample(grid, s, t) + sample(grid_normals(grid), s, t) * 0.005
        out.append(tube(path, 0.0025, 6, round_ends=2))
    return out
