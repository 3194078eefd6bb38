"""Dresses and skirts, with folds that fall from the waist."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.garment_form import Trunk, band, draped, hanger, sleeve, turned_collar, wrinkled
from inference.families.geometry_skin import F64, ring, shell, strap, through
from inference.families.materials import COLOURS, Finish, fabric, metal, plastic, wood
from inference.families.shoe_form import sample
from inference.families.tops import button_row, patch
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, named, steps
from scenes.model.values import Model

_COLOURS = (
    "burgundy", "navy", "sage", "terracotta", "blush", "graphite", "teal", "mustard", "sky", "plum", "forest", "ivory",
    "rose", "lilac", "coral", "olive", "denim", "rust",
)  # fmt: skip
_CLOTHS = ("linen", "felt", "velvet", "canvas", "knit", "denim")


def _dressed(kind: str, colour: str) -> Finish:
    c = COLOURS[colour]
    if kind == "felt":
        return named(fabric(kind, colour), f"{c.en} crêpe", f"{c.zh}绉纱")
    if kind == "canvas":
        return named(fabric(kind, colour), f"{c.en} cotton poplin", f"{c.zh}府绸")
    return fabric(kind, colour)


def _soft_looks(params: Params) -> tuple[Look, ...]:
    ways = []
    for i, key in enumerate(steps(_COLOURS, params.choice("colour"), (2, 5, 9))):
        accent = _COLOURS[(_COLOURS.index(key) + 3 + i) % len(_COLOURS)]
        kind = params.choice("cloth")
        finishes = [
            ("cloth", _dressed(kind, key)), ("accent", _dressed(kind, accent)), ("belt", fabric("canvas", "espresso")),
            ("buttons", plastic("ivory", glossy=True)), ("metal", metal("polished_brass")), ("hanger", wood("beech")),
            ("hook", metal("chrome")),
        ]  # fmt: skip
        ways.append((COLOURS[key], finishes))
    return colour_looks(ways)


class Dress(Family):
    """Shift, wrap, flared, shirt and maxi dresses."""

    key = "dress"
    category = ("Clothes", "Dresses")
    category_zh = ("服装", "连衣裙")
    typical_size_m = ((0.5, 1.2), (0.8, 1.7), (0.14, 0.95))
    parameters = (
        choice("style", "shift", "wrap", "flare", "shirt", "maxi"),
        choice("display", "body", "hanger"),
        real("length", 0.88, 1.38),
        real("chest", 0.42, 0.53),
        real("waist", 0.70, 0.95, ""),
        real("hem", 1.0, 2.1, ""),
        real("neck_width", 0.16, 0.25),
        real("neck_drop", 0.07, 0.16),
        real("sleeve", 0.05, 0.58),
        real("cuff", 0.09, 0.19),
        real("puff", 0.0, 0.3, ""),
        integer("folds", 6, 13),
        real("fold_size", 0.006, 0.045),
        integer("seed", 0, 9999),
        choice("belt", "none", "belt", "sash"),
        choice("cloth", *_CLOTHS),
        choice("colour", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Flared and maxi dresses have a small waist and deep folds; shifts hang straight."""
        style = str(drawn["style"])
        wide = {"shift": (1.0, 1.2), "wrap": (1.3, 1.7), "flare": (1.6, 2.1), "shirt": (1.15, 1.4), "maxi": (1.4, 1.9)}[
            style
        ]
        drawn["hem"] = float(rng.uniform(*wide))
        drawn["length"] = float(rng.uniform(1.22, 1.38) if style == "maxi" else rng.uniform(0.88, 1.12))
        drawn["waist"] = float(rng.uniform(0.86, 0.95) if style == "shift" else rng.uniform(0.68, 0.8))
        drawn["fold_size"] = float((float(drawn["hem"]) - 0.85) * rng.uniform(0.018, 0.034))
        drawn["sleeve"] = float(rng.choice([rng.uniform(0.05, 0.09), rng.uniform(0.18, 0.28), rng.uniform(0.5, 0.57)]))
        long = float(drawn["sleeve"]) > 0.4
        drawn["cuff"] = float(rng.uniform(0.09, 0.12) if long else rng.uniform(0.15, 0.18))
        drawn["belt"] = "none" if style == "shift" else str(rng.choice(["none", "belt", "sash"]))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return _soft_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        rng = np.random.default_rng(params.integer("seed"))
        trunk = _dress_trunk(params)
        grid = trunk.grid(a.segments(72, 28), a.segments(38, 14))
        waist = 1.0 - 0.36 / trunk.length
        grid = draped(grid, rng, params.integer("folds"), params.real("fold_size"), waist, 1.3)
        grid = wrinkled(grid, rng, 9, 0.004, 0.7)
        a.add("body", "cloth", shell(grid, 0.0018))
        angle = 0.75 if params.real("sleeve") < 0.12 else 1.0 if params.real("sleeve") < 0.4 else 1.18
        arm = sleeve(
            trunk,
            params.real("sleeve"),
            angle,
            params.real("cuff"),
            a.segments(22, 10),
            a.segments(15, 7),
            params.real("puff"),
        )
        cut = shell(wrinkled(arm[::-1], rng, 6, 0.003, 1.1), 0.0018)
        a.add("sleeves", "cloth", cut, cut.mirrored("x"))
        _dress_details(params, a, grid, waist)
        if params.choice("display") == "hanger":
            wooden, hook = hanger(trunk.shoulder, trunk.slope, trunk.length)
            a.add("hanger", "hanger", wooden)
            a.add("hanger", "hook", hook)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        cloth = self.looks(params)[0].finish("cloth")
        noun = {"shift": ("shift dress", "直筒连衣裙"), "wrap": ("wrap dress", "裹身裙"),
            "flare": ("flared dress", "伞摆连衣裙"),
                "shirt": ("shirt dress", "衬衫裙"), "maxi": ("maxi dress", "长裙")}[params.choice("style")]  # fmt: skip
        size = ("XS", "S", "M", "L")[min(3, int((params.real("chest") - 0.42) / 0.028))]
        length, bust = params.real("length") * 100, params.real("chest") * 200
        cost = 35 + 40 * params.real("length") + 12 * params.real("hem") + (20 if cloth.pattern == "velvet" else 0)
        return Texts(
            *noun, cloth.label_en, cloth.label_zh,
            f"A {noun[0]} in {cloth.label_en}, size {size}: {length:.0f} cm long, {bust:.0f} cm around the chest. "
            "Lined bodice, hidden side zip.",
            f"{cloth.label_zh}{noun[1]}，{size} 码，裙长 {length:.0f} 厘米，胸围 {bust:.0f} 厘米，上身有里衬，侧边隐形"
            "拉链。",
            ("linen",) if cloth.pattern == "linen" else ("viscose", "cotton"), ("elegant",), cloth.hex(),
            round(0.25 + 0.2 * params.real("length") * params.real("hem"), 2), shop_price(cost),
        )  # fmt: skip


def _dress_trunk(params: Params) -> Trunk:
    chest, length = params.real("chest"), params.real("length")
    flat = 0.6 if params.choice("display") == "hanger" else 1.0
    hem = chest * params.real("hem")
    full = min(0.9, 0.42 + 0.24 * (params.real("hem") - 1.0)) * (0.75 if flat < 1 else 1.0)
    return Trunk(
        length, chest, chest * params.real("waist"), hem, chest * 0.80, chest * 0.43 * flat, params.real("neck_width"),
        params.real("neck_drop"), slope=0.038, armhole=0.195, waist_at=0.40,
        v_neck=1.0 if params.choice("style") == "wrap" else 0.0, hem_depth=hem * full,
        seat=chest * max(params.real("waist") * 1.13, 1.04 * _linear(params.real("waist"), params.real("hem"), length)),
    )  # fmt: skip


def _linear(waist: float, hem: float, length: float) -> float:
    """Width at the hips when the side runs straight from the waist to the hem."""
    return waist + (hem - waist) * min(0.22 / max(length - 0.40, 0.3), 1.0)


def _dress_details(params: Params, a: Assembly, grid: F64, waist: float) -> None:
    style = params.choice("style")
    if style == "shirt":
        a.add("collar", "cloth", turned_collar(grid[-1], 0.028, 0.042, 0.022, 0.012))
        a.add("placket", "cloth", patch(grid, -0.014, 0.014, 0.02, 0.99, 0.003, 5, a.segments(36, 10)))
        a.add("buttons", "buttons", button_row(grid, 0.0, 0.10, 0.96, 9, 0.0058, 0.004, a.segments(12, 6)))
    else:
        a.add("neckband", "cloth", band(grid[-1], 0.006, 0.003, 3, 0.003))
    if style == "wrap":
        t = np.linspace(waist, 0.985, a.segments(22, 8))
        edge = sample(grid, np.interp(t, [waist, 1.0], [-0.13, 0.03]), t)
        edge[:, 2] += 0.002
        a.add("wrap edge", "cloth", strap(edge, (0, 0, 1), 0.012, 0.003))
    if params.choice("belt") != "none":
        slot, tall = ("belt", 0.018) if params.choice("belt") == "belt" else ("accent", 0.028)
        half = tall / 2 / max(float(grid[-1, :, 1].mean()), 0.5)
        a.add("belt", slot, patch(grid, 0.0, 1.0, waist - half, waist + half, 0.004, grid.shape[1] + 1, 5))
        front = sample(grid, np.array([0.0]), np.array([waist]))[0]
        if slot == "belt":
            from inference.families.curves import rounded_rectangle
            from inference.families.solids import sweep

            frame = rounded_rectangle(0.034, 0.042, 0.006, 3)
            path = np.column_stack([frame, np.zeros(len(frame))])
            a.add(
                "buckle",
                "metal",
                sweep(path, rounded_rectangle(0.0045, 0.0045, 0.0015, 2), closed=True).at(
                    front + np.array([0, 0, 0.006])
                ),
            )
        else:
            for side in (1.0, -1.0):
                tail = front + np.array(
                    [
                        [0, 0, 0.006],
                        [side * 0.02, -0.05, 0.022],
                        [side * 0.03, -0.17, 0.03],
                        [side * 0.035, -0.28, 0.026],
                    ]
                )
                a.add("belt", slot, strap(tail, (0, 0, 1), 0.034, 0.003))


class Skirt(Family):
    """A-line, pencil, pleated, tiered and wrap skirts on an unseen body."""

    key = "skirt"
    category = ("Clothes", "Skirts")
    category_zh = ("服装", "半身裙")
    typical_size_m = ((0.36, 1.15), (0.35, 1.05), (0.2, 1.1))
    parameters = (
        choice("style", "a_line", "pencil", "pleated", "tiered", "circle"),
        real("length", 0.40, 0.92),
        real("waist", 0.32, 0.42),
        real("hips", 1.12, 1.3, ""),
        real("flare", 1.0, 2.4, ""),
        integer("folds", 5, 30),
        real("fold_size", 0.0, 0.03),
        real("band", 0.025, 0.06),
        integer("seed", 0, 9999),
        choice("front", "plain", "buttons", "slit_band"),
        choice("cloth", *_CLOTHS),
        choice("colour", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Pleats are many and sharp; pencil skirts narrow and smooth."""
        style = str(drawn["style"])
        flare = {
            "a_line": (1.5, 1.8),
            "pencil": (1.05, 1.2),
            "pleated": (1.5, 1.9),
            "tiered": (1.6, 2.1),
            "circle": (2.0, 2.4),
        }[style]
        drawn["flare"] = float(rng.uniform(*flare))
        drawn["folds"] = int(rng.integers(22, 31) if style == "pleated" else rng.integers(6, 12))
        size = {"a_line": 0.010, "pencil": 0.001, "pleated": 0.011, "tiered": 0.014, "circle": 0.026}[style]
        drawn["fold_size"] = float(size * rng.uniform(0.8, 1.3))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return _soft_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        rng = np.random.default_rng(params.integer("seed"))
        grid = _skirt_grid(params, a)
        style = params.choice("style")
        if style == "pleated":
            grid = _pleats(grid, params.integer("folds"), params.real("fold_size"))
        else:
            grid = draped(grid, rng, params.integer("folds"), params.real("fold_size"), 0.97, 1.2)
            grid = wrinkled(grid, rng, 5, 0.003, 0.6)
        a.add("skirt", "cloth", shell(grid, 0.002))
        if style == "tiered":
            for t in (0.34, 0.68):
                a.add("seams", "accent", patch(grid, 0, 1, t, t + 0.012, 0.003, grid.shape[1] + 1, 3))
        top = ring(params.real("waist"), params.real("waist") * 0.68, params.real("length") - 0.004, grid.shape[1], 2.2)
        a.add("waistband", "cloth", band(top, params.real("band"), 0.004, 4, 0.004))
        if params.choice("front") == "buttons":
            a.add("buttons", "buttons", button_row(grid, 0.0, 0.12, 0.94, 7, 0.0075, 0.003, a.segments(12, 6)))
        elif params.choice("front") == "slit_band":
            a.add("trim", "accent", patch(grid, 0, 1, 0.02, 0.055, 0.002, grid.shape[1] + 1, 3))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        cloth = self.looks(params)[0].finish("cloth")
        noun = {"a_line": ("A-line skirt", "A字裙"), "pencil": ("pencil skirt", "铅笔裙"),
            "pleated": ("pleated skirt", "百褶裙"),
                "tiered": ("tiered skirt", "层叠裙"),
                "circle": ("circle skirt", "大摆裙")}[params.choice("style")]  # fmt: skip
        length, waist = params.real("length") * 100, params.real("waist") * 205
        return Texts(
            *noun, cloth.label_en, cloth.label_zh,
            f"A {noun[0]} in {cloth.label_en}, {length:.0f} cm long, waist {waist:.0f} cm, with side pockets and a "
            "zip.",
            f"{cloth.label_zh}{noun[1]}，裙长 {length:.0f} 厘米，腰围 {waist:.0f} 厘米，侧插袋，拉链。",
            ("linen",) if cloth.pattern == "linen" else ("viscose", "wool"), ("elegant",), cloth.hex(),
            round(0.15 + 0.25 * params.real("length") * params.real("flare"), 2),
            shop_price(22 + 30 * params.real("length") + 9 * params.real("flare")),
        )  # fmt: skip


def _skirt_grid(params: Params, a: Assembly) -> F64:
    waist, length, flare = params.real("waist"), params.real("length"), params.real("flare")
    n = a.segments(132 if params.choice("style") == "pleated" else 84, 32)
    hips = waist * params.real("hips")
    hem = waist * flare
    deep = min(0.92, 0.60 + 0.16 * flare)
    fall = min(0.2, length * 0.4)
    wide = max(hips, waist + (hem - waist) * fall / length)
    rings = [
        ring(hem, hem * deep, 0.0, n, 2.1), ring((hem + wide) / 2, (hem + wide) / 2 * (deep + 0.66) / 2,
            (length - fall) / 2, n, 2.15),
        ring(wide, wide * 0.68, length - fall, n, 2.2), ring(waist, waist * 0.68, length, n, 2.2),
    ]  # fmt: skip
    return through(rings, a.segments(20, 8))


def _pleats(grid: F64, count: int, size: float) -> F64:
    """Knife pleats: a saw around, shallow at the waist."""
    from inference.families.geometry_skin import grid_normals

    rows, around = grid.shape[:2]
    saw = (np.arange(around) * count / around) % 1.0
    wave = np.where(saw < 0.72, saw / 0.72, (1 - saw) / 0.28) - 0.5
    grow = 0.22 + 0.78 * (1 - np.linspace(0, 1, rows)) ** 0.8
    return np.asarray(grid + grid_normals(grid) * (wave[None] * grow[:, None] * size)[..., None])
