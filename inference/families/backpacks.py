"""Backpacks."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.bag_kit import TONES, TRIMS, trimmed_looks
from inference.families.curves import rounded_rectangle
from inference.families.geometry import Mesh, both_sides
from inference.families.geometry_skin import F64, curve, lid, ring, shell, skin, strap, through
from inference.families.shoe_form import sample
from inference.families.shoe_parts import overlay
from inference.families.solids import box, sweep, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from scenes.model.values import Model


class Backpack(Family):
    """Day packs, roll-tops, flap rucksacks and minis."""

    key = "backpack"
    category = ("Bags", "Backpacks")
    category_zh = ("箱包", "双肩包")
    typical_size_m = ((0.2, 0.44), (0.27, 0.62), (0.14, 0.36))
    parameters = (
        choice("style", "daypack", "rolltop", "flap", "mini"),
        real("width", 0.25, 0.33),
        real("height", 0.38, 0.5),
        real("depth", 0.12, 0.18),
        real("squareness", 2.6, 5.0, ""),
        real("top_taper", 0.72, 0.95, ""),
        real("pocket_height", 0.32, 0.55, ""),
        real("pocket_depth", 0.03, 0.055),
        real("pocket_width", 0.62, 0.86, ""),
        real("strap_width", 0.045, 0.07),
        real("base", 0.0, 0.3, ""),
        real("roll", 0.03, 0.045),
        choice("side_pockets", "yes", "no"),
        choice("cloth", "canvas", "weave", "leather", "felt", "denim"),
        choice("trim", *TRIMS),
        choice("metal", "brass", "steel", "black_steel"),
        choice("colour", *TONES),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Minis are small and often leather."""
        if drawn["style"] == "mini":
            drawn.update(width=0.25, height=0.38, depth=0.12, cloth=str(rng.choice(["leather", "canvas"])))
        if drawn["trim"] == drawn["colour"]:
            drawn["trim"] = "espresso" if drawn["colour"] != "espresso" else "cognac"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours with their trims."""
        return trimmed_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        scale = 0.8 if params.choice("style") == "mini" else 1.0
        width, height, depth = (params.real(k) * scale for k in ("width", "height", "depth"))
        grid = _pack_body(params, a, width, height, depth)
        a.add("body", "cloth", skin(grid), lid(grid[0], up=False))
        if params.real("base") > 0.08:
            base, around = params.real("base"), grid.shape[1]
            a.add("base", "trim", overlay(grid, 0, 1, lambda s: 0 * s, lambda s: base + 0 * s, 0.0015, around + 1, 5))
        _pack_front(params, a, grid, width, height, depth)
        _pack_back(params, a, width, height, depth, scale)
        if params.choice("side_pockets") == "yes" and params.choice("style") != "mini":
            a.add("side pockets", "cloth", both_sides(_side_pocket(grid, a)))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cloth, trim = look.finish("cloth"), look.finish("trim")
        style = params.choice("style")
        scale = 0.8 if style == "mini" else 1.0
        litres = params.real("width") * params.real("height") * params.real("depth") * 1000 * scale**3 * 0.9
        noun = {"daypack": ("day pack", "双肩背包"), "rolltop": ("roll-top backpack", "卷口背包"),
                "flap": ("flap rucksack", "翻盖背包"), "mini": ("mini backpack", "迷你背包")}[style]  # fmt: skip
        tough = cloth.material_en == "leather"
        cost = (40 + litres * 2.4) * (1.9 if tough else 1.0)
        return Texts(
            *noun, cloth.label_en, cloth.label_zh,
            f"A {litres:.0f}-litre {noun[0]} in {cloth.label_en} with {trim.label_en} details, a front pocket and "
            "padded straps "
            f"{params.real('strap_width') * 100:.0f} cm wide.",
            f"{litres:.0f} 升{cloth.label_zh}{noun[1]}，{trim.label_zh}细节，前袋，加厚肩带宽 "
            f"{params.real('strap_width') * 100:.0f} 厘米。",
            tuple(dict.fromkeys((cloth.material_en, trim.material_en, look.finish("metal").material_en))),
            ("outdoor",) if style in ("rolltop", "flap") else ("casual",), cloth.hex(),
            round(0.35 + litres * (0.04 if tough else 0.025), 2), shop_price(cost),
        )  # fmt: skip


def _pack_body(params: Params, a: Assembly, width: float, height: float, depth: float) -> F64:
    n, power, top = a.segments(64, 20), params.real("squareness"), params.real("top_taper")
    style = params.choice("style")
    rings = [
        ring(width * 0.9, depth * 0.86, 0.0, n, power), ring(width * 0.985, depth * 0.97, height * 0.025, n, power),
        ring(width, depth, height * 0.12, n, power), ring(width, depth * 1.0, height * 0.5, n, power),
        ring(width * (1 + top) / 2, depth * 0.93, height * 0.8, n, power, z=-depth * 0.02),
    ]  # fmt: skip
    if style == "rolltop":
        rings += [
            ring(width * top, depth * 0.6, height * 0.93, n, power, z=-depth * 0.05),
            ring(width * top * 1.02, 0.022, height * 1.04, n, power, z=-depth * 0.08),
        ]
    else:
        rings += [
            ring(width * top, depth * 0.80, height * 0.92, n, power * 0.9, z=-depth * 0.06),
            ring(width * top * 0.84, depth * 0.52, height * 0.985, n, power * 0.8, z=-depth * 0.12),
            ring(width * top * 0.34, depth * 0.16, height * 1.006, n, 2.4, z=-depth * 0.15),
            ring(0.002, 0.002, height * 1.007, n, 2.0, z=-depth * 0.15),
        ]  # fmt: skip
    return through(rings, a.segments(26, 10))


def _pack_front(params: Params, a: Assembly, grid: F64, width: float, height: float, depth: float) -> None:
    style = params.choice("style")
    w, h, d = width * params.real("pocket_width"), height * params.real("pocket_height"), params.real("pocket_depth")
    n = a.segments(48, 16)
    low = height * 0.07
    pouch = through([
        ring(w * 0.92, d * 1.3, low, n, 4.5), ring(w, d * 2, low + h * 0.1, n, 4.5),
        ring(w, d * 2, low + h * 0.6, n, 4.2),
        ring(w * 0.96, d * 1.6, low + h * 0.92, n, 4.0), ring(w * 0.85, d * 0.9, low + h, n, 3.5),
    ], a.segments(14, 6)) + (0, 0, depth * 0.47)  # fmt: skip
    a.add("front pocket", "cloth", skin(pouch), lid(pouch[-1], up=True), lid(pouch[0], up=False))
    s = np.linspace(-0.2, 0.2, a.segments(24, 8))
    line = sample(pouch, s, np.full(len(s), 0.84))
    line[:, 2] += 0.001
    a.add("zips", "zip", tube(line, 0.0026, 6, round_ends=1))
    tab = strap(
        curve([line[3], line[3] + (0.0, -0.012, 0.006), line[3] + (0.002, -0.035, 0.008)], 6), (0, 0, 1), 0.009, 0.003
    )
    a.add("zip pulls", "trim", tab)
    if style in ("daypack", "mini"):
        t = 0.60 + 0.30 * (1 - (np.linspace(-1, 1, a.segments(40, 14)) ** 6))
        s = np.linspace(-0.24, 0.24, len(t))
        arc = sample(grid, s, t)
        arc[:, 2] += 0.0012
        a.add("zips", "zip", tube(arc, 0.0028, 6, round_ends=1))
        end = arc[-4]
        a.add(
            "zip pulls",
            "trim",
            strap(curve([end, end + (0.003, -0.014, 0.005), end + (0.002, -0.04, 0.006)], 6), (0.3, 0, 1), 0.01, 0.003),
        )
        badge = sample(grid, np.array([0.0]), np.array([0.62]))[0]
        a.add(
            "badge",
            "trim",
            sweep(np.array([badge + (0, 0, -0.002), badge + (0, 0, 0.0022)]), rounded_rectangle(0.06, 0.022, 0.005, 3)),
        )
    elif style == "flap":
        _flap(a, width, height, depth, params.real("top_taper"))
    else:
        _roll(params, a, width, height, depth)


def _flap(a: Assembly, width: float, height: float, depth: float, taper: float) -> None:
    rows, columns = a.segments(22, 8), a.segments(18, 7)
    spine = curve([(0, height * 0.93, -depth * 0.46), (0, height * 1.012, -depth * 0.25),
        (0, height * 1.0, depth * 0.16),
                   (0, height * 0.93, depth * 0.44), (0, height * 0.78, depth * 0.545),
                   (0, height * 0.52, depth * 0.60)], rows)  # fmt: skip
    x = np.linspace(-1, 1, columns)
    f = np.linspace(0, 1, rows)[:, None]
    half = (
        width
        * (taper + (1 - taper) * np.clip(f * 1.4 - 0.2, 0, 1))
        * 0.5
        * np.sqrt(np.clip(1 - np.clip((f - 0.86) / 0.15, 0, 1) ** 2 * 0.35, 0, 1))
    )
    grid = np.stack(
        [
            x[None] * half,
            spine[:, 1:2] - 0.03 * np.abs(x) ** 3.5 * (1 - f * 0.8),
            spine[:, 2:3] - 0.016 * np.abs(x) ** 4 * f,
        ],
        axis=2,
    )
    a.add("flap", "cloth", shell(grid[::-1], 0.004, False))
    for side in (1.0, -1.0):
        xx = side * width * 0.22
        path = curve(
            [
                (xx, height * 0.74, depth * 0.565),
                (xx, height * 0.56, depth * 0.615),
                (xx, height * 0.42, depth * 0.66),
                (xx, height * 0.34, depth * 0.72),
            ],
            10,
        )
        path[:, 2] += 0.004
        a.add("buckle straps", "trim", strap(path, (0, 0, 1), 0.022, 0.003))
        frame = sweep(
            np.array([(0.016, 0.012, 0), (0.016, -0.012, 0), (-0.016, -0.012, 0), (-0.016, 0.012, 0)]),
            rounded_rectangle(0.004, 0.004, 0.0015, 2),
            closed=True,
        )
        a.add("buckles", "metal", frame.at(path[5] + (0, 0, 0.003)))


def _roll(params: Params, a: Assembly, width: float, height: float, depth: float) -> None:
    radius, half = params.real("roll") / 2, width * params.real("top_taper") * 0.51
    turns = np.linspace(0, 2 * np.pi * 1.25, a.segments(22, 10))
    r = radius * (0.55 + 0.45 * turns / turns[-1])
    y, z = height * 1.04 + r * np.cos(turns), -depth * 0.08 + r * np.sin(turns)
    x = np.linspace(-half, half, 4)
    grid = np.stack(
        [
            np.broadcast_to(x, (len(r), 4)),
            np.broadcast_to(y[:, None], (len(r), 4)),
            np.broadcast_to(z[:, None], (len(r), 4)),
        ],
        axis=2,
    )
    a.add("roll", "cloth", shell(grid[::-1], 0.004, False))
    for side in (1.0, -1.0):
        path = curve(
            [
                (side * (half + 0.003), height * 1.05, -depth * 0.08),
                (side * (half + 0.012), height * 0.95, -depth * 0.06),
                (side * (width * 0.5 + 0.004), height * 0.78, -0.0),
            ],
            8,
        )
        a.add("side straps", "web", strap(path, (side, 0.2, 0), 0.02, 0.003))
        a.add("buckles", "metal", box(0.009, 0.028, 0.026, 0.003, 2).at(path[4] - (0, 0.014, 0)))


def _pack_back(params: Params, a: Assembly, width: float, height: float, depth: float, scale: float) -> None:
    wide, back = params.real("strap_width") * scale, -depth * 0.5
    x = width * 0.19
    path = curve([(x * 0.75, height * 0.90, back * 0.90), (x * 0.95, height * 0.90, back - 0.035),
        (x * 1.15, height * 0.72, back - 0.075),
                  (x * 1.3, height * 0.45, back - 0.070), (x * 1.45, height * 0.24, back - 0.035),
                  (x * 1.6, height * 0.12, back + 0.004)], a.segments(26, 10))  # fmt: skip
    widths = wide * np.interp(np.linspace(0, 1, len(path)), [0, 0.5, 0.75, 0.85, 1], [0.8, 1, 0.85, 0.42, 0.42])
    pad = strap(path, (0, 0.35, -1), widths, 0.011)
    a.add("shoulder straps", "cloth", pad, pad.mirrored("x"))
    a.add(
        "back panel", "lining", box(width * 0.74, height * 0.66, 0.012, 0.006, 2).moved(y=height * 0.14, z=back - 0.001)
    )
    grip = curve(
        [
            (-0.045, height * 0.955, back * 0.62),
            (-0.04, height * 1.03, back * 0.66),
            (0, height * 1.055, back * 0.68),
            (0.04, height * 1.03, back * 0.66),
            (0.045, height * 0.955, back * 0.62),
        ],
        a.segments(18, 8),
    )
    a.add("handle", "trim", strap(grip, (0, 0, -1), 0.022, 0.005))
    slide = box(0.03, 0.02, 0.014, 0.003, 2).at(path[round(len(path) * 0.8)] - (0, 0.01, 0))
    a.add("sliders", "metal", slide, slide.mirrored("x"))


def _side_pocket(grid: F64, a: Assembly) -> Mesh:
    from inference.families.tops import pocket

    return pocket(grid, 0.17, 0.31, 0.10, 0.38, a.segments(10, 5), a.segments(8, 4))
