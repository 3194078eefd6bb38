"""Sneakers: runners, court shoes, canvas plimsolls, high-tops. A pair, laced."""

from __future__ import annotations

from functools import partial

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh
from inference.families.geometry_skin import F64, shell
from inference.families.materials import COLOURS, Finish, fabric, leather, rubber
from inference.families.shoe_form import Last, Opening, upper
from inference.families.shoe_parts import (
    Border,
    both,
    collar,
    eyelets,
    insole,
    laces,
    overlay,
    pair,
    sole,
    tongue,
)
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import SHOE_TURN_RAD, colour_looks, named, steps
from scenes.model.values import Model

_COLOURS = (
    "snow", "graphite", "navy", "sage", "sand", "burgundy", "sky", "mustard", "forest", "blush", "pebble", "cobalt",
    "terracotta", "ivory", "teal", "lilac", "olive", "coral", "charcoal", "mint",
)  # fmt: skip
_ACCENTS = ("snow", "graphite", "terracotta", "cobalt", "mustard", "forest", "coral", "sand", "plum", "orange", "teal")
_CLOTHS = ("leather", "knit", "canvas", "felt")


class Sneaker(Family):
    """Low and high sneakers of four builds."""

    key = "sneaker"
    category = ("Shoes", "Sneakers")
    category_zh = ("鞋履", "运动鞋")
    typical_size_m = ((0.2, 0.42), (0.09, 0.23), (0.2, 0.42))
    parameters = (
        choice("style", "runner", "court", "canvas", "high_top"),
        real("length", 0.235, 0.305),
        real("width", 0.34, 0.39, ""),
        real("toe_height", 0.026, 0.042),
        real("pointed", 0.0, 0.45, ""),
        real("sole", 0.016, 0.034),
        real("heel_rise", 0.004, 0.020),
        real("spring", 0.008, 0.024),
        real("collar_height", 0.055, 0.075),
        real("heel_height", 0.078, 0.098),
        real("throat", 0.60, 0.70, ""),
        real("padding", 0.003, 0.0065),
        real("flare", 0.002, 0.008),
        integer("eyelets", 4, 7),
        choice("trim", "bars", "wave", "saddle", "none"),
        choice("cloth", *_CLOTHS),
        choice("colour", *_COLOURS),
        choice("accent", *_ACCENTS),
        choice("foxing", "snow", "ivory", "sand", "graphite"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Runners have thick rising soles, plimsolls thin level ones of canvas."""
        style = drawn["style"]
        if style == "runner":
            drawn["sole"] = float(rng.uniform(0.024, 0.034))
            drawn["heel_rise"] = float(rng.uniform(0.010, 0.020))
            drawn["spring"] = float(rng.uniform(0.014, 0.024))
            drawn["cloth"] = str(rng.choice(["knit", "knit", "felt", "canvas"]))
        else:
            drawn["heel_rise"] = float(rng.uniform(0.004, 0.009))
            drawn["spring"] = float(rng.uniform(0.008, 0.013))
            drawn["sole"] = float(rng.uniform(0.016, 0.025))
        if style in ("canvas", "high_top") and rng.random() < 0.7:
            drawn["cloth"] = "canvas" if style == "canvas" else drawn["cloth"]
            drawn["trim"] = "none" if style == "canvas" else drawn["trim"]
        if style == "court":
            drawn["cloth"] = str(rng.choice(["leather", "leather", "felt"]))
        if drawn["accent"] == drawn["colour"]:
            drawn["accent"] = "snow" if drawn["colour"] != "snow" else "graphite"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colourways."""
        ways = []
        accents = steps(_ACCENTS, params.choice("accent"), (3, 5, 8))
        for i, key in enumerate(steps(_COLOURS, params.choice("colour"), (1, 6, 13))):
            accent = accents[i % len(accents)]
            accent = "sand" if accent == key else accent
            base = _cloth(params.choice("cloth"), key)
            lining = "graphite" if key not in ("graphite", "charcoal") else "pebble"
            ways.append((COLOURS[key], [
                ("upper", base), ("overlay", _trim(params.choice("cloth"), accent)),
                ("lining", fabric("knit", lining)), ("sole", rubber(params.choice("foxing") if i % 2 == 0 else "snow")),
                ("outsole", rubber("graphite" if accent != "graphite" else "sand")),
                ("laces", fabric("canvas", "snow" if key != "snow" else "ivory")),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        for part, slot, mesh in _shoe(params, a):
            width = params.real("length") * params.real("width")
            a.add(part, slot, pair(mesh, width / 2 + 0.012).turned("y", SHOE_TURN_RAD))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cloth = look.finish("upper")
        noun = {
            "runner": ("running shoes", "跑鞋"), "court": ("court sneakers", "板鞋"),
            "canvas": ("canvas plimsolls", "帆布鞋"), "high_top": ("high-tops", "高帮鞋"),
        }[params.choice("style")]  # fmt: skip
        eu = round((params.real("length") * 100 + 1.0) * 1.5 - 3)
        length = params.real("length")
        mass = 2 * (0.22 * (length / 0.28) ** 2 + 4.5 * (params.real("sole") - 0.016))
        cost = 48 + 900 * (params.real("sole") - 0.016) + (34 if params.choice("cloth") == "leather" else 8) + (
            18 if params.choice("style") == "high_top" else 0)  # fmt: skip
        heel = round((params.real("sole") + params.real("heel_rise")) * 1000)
        return Texts(
            *noun, cloth.label_en, cloth.label_zh,
            f"A pair of {noun[0]} in {cloth.label_en} with {look.finish('overlay').label_en} details, "
            f"laced through {params.integer('eyelets')} pairs of eyelets. EU size {eu}, {heel} mm of cushioning "
            "under the heel.",
            f"{cloth.label_zh}{noun[1]}，{look.finish('overlay').label_zh}拼接，{params.integer('eyelets')} 对鞋眼系带"
            "，"
            f"后跟缓震 {heel} 毫米，欧码 {eu}。",
            tuple(dict.fromkeys((cloth.material_en, "rubber", "cotton"))),
            ("sporty",) if params.choice("style") == "runner" else ("casual",),
            cloth.hex(), round(mass, 2), shop_price(cost),
        )  # fmt: skip


def _cloth(kind: str, colour: str) -> Finish:
    if kind == "leather":
        return leather(colour)
    if kind == "felt":
        c = COLOURS[colour]
        return named(fabric("felt", colour), f"{c.en} suede", f"{c.zh}麂皮")
    return fabric(kind, colour)


def _trim(kind: str, colour: str) -> Finish:
    return _cloth("felt" if kind in ("felt", "knit") else "leather", colour)


def _shoe(params: Params, a: Assembly) -> list[tuple[str, str, Mesh]]:
    """The left shoe's parts."""
    length, style = params.real("length"), params.choice("style")
    last = Last(
        length, length * params.real("width") / 2, params.real("toe_height"), params.real("pointed"),
        params.real("heel_rise"), params.real("spring"), params.real("sole"),
    )  # fmt: skip
    high = style == "high_top"
    lift = 0.062 if high else 0.0
    opening = Opening(
        throat=params.real("throat"), throat_height=params.real("toe_height") + 0.027,
        throat_half_width=0.016 if high else 0.018, instep=0.36 if high else 0.40,
        instep_height=0.098 + lift, side_height=params.real("collar_height") + lift * 1.05,
        side_half_width=0.036, heel_height=params.real("heel_height") + lift * 0.9, back=0.02 if high else 0.03,
    )  # fmt: skip
    around = a.segments(52, 20)
    grid = upper(last, opening, around, a.segments(13, 7))
    out: list[tuple[str, str, Mesh]] = [("upper", "upper", shell(grid, 0.0025))]
    out.append(("insole", "lining", insole(last, grid)))
    out.append(("collar", "lining", collar(grid, params.real("padding"), a.detail, 0.20, 0.80)))
    rise = opening.instep_height + 0.020
    out.append(("tongue", "overlay" if style == "court" else "upper",
                tongue(last, grid, opening.throat, opening.instep - 0.045, rise, 0.028, a.detail)))  # fmt: skip
    far = 0.150 if high else 0.155
    ends = eyelets(grid, params.integer("eyelets") + (2 if high else 0), 0.045, 0.030, far)
    out.append(("laces", "laces", laces(*ends, 0.0021, 0.006, a.detail, 0.034)))
    out += _overlays(params, grid, a)
    out += _sole(params, last, around)
    return out


def _overlays(params: Params, grid: F64, a: Assembly) -> list[tuple[str, str, Mesh]]:
    style, n = params.choice("style"), a.segments(26, 8)

    def flat(value: float) -> Border:
        return lambda s: np.full(len(s), value)

    out = []
    if style != "runner":
        slot = "sole" if style in ("canvas", "high_top") and params.choice("cloth") == "canvas" else "overlay"
        out.append(
            (
                "toe cap",
                slot,
                overlay(grid, -0.135, 0.135, flat(0.0), lambda s: 0.44 - 0.30 * (s / 0.135) ** 2, 0.0012, n),
            )
        )
    else:
        out.append(
            (
                "mudguard",
                "overlay",
                overlay(grid, -0.2, 0.2, flat(0.0), lambda s: 0.20 + 0.05 * np.cos(s * 25), 0.0012, n + 8),
            )
        )
    out.append(
        (
            "heel counter",
            "overlay",
            overlay(grid, 0.405, 0.595, flat(0.0), lambda s: 0.86 - 0.55 * np.abs((s - 0.5) / 0.095) ** 1.5, 0.0013, n),
        )
    )
    out.append(
        (
            "eyestay",
            "overlay" if style != "canvas" else "upper",
            both(
                lambda k: overlay(
                    grid,
                    k * 0.012,
                    k * 0.185,
                    lambda s: 0.83 + 0.05 * np.abs(s) / 0.19,
                    lambda s: 0.997 + 0 * s,
                    0.0013,
                    n,
                    4,
                )
            ),
        )
    )
    trim = params.choice("trim")
    if trim == "bars":
        for i in range(2):
            c = 0.255 + 0.040 * i
            out.append(("stripes", "overlay", both(partial(_slanted, grid, centre=c, half=0.010, a=a))))
    elif trim == "wave":
        out.append(
            (
                "stripe",
                "overlay",
                both(
                    lambda k: overlay(
                        grid,
                        k * 0.15,
                        k * 0.40,
                        lambda s: _wave(np.abs(s)),
                        lambda s: _wave(np.abs(s)) + 0.05 + 0.16 * (np.abs(s) - 0.15) / 0.25,
                        0.0012,
                        n,
                        5,
                    )
                ),
            )
        )
    elif trim == "saddle":
        out.append(
            (
                "saddle",
                "overlay",
                both(lambda k: overlay(grid, k * 0.20, k * 0.30, flat(0.0), lambda s: 0.9 + 0 * s, 0.0012, n, 9)),
            )
        )
    return out


def _wave(s: F64) -> F64:
    f = (s - 0.15) / 0.25
    return np.asarray(0.18 + 0.50 * f**2 - 0.10 * np.sin(np.pi * f))


def _slanted(grid: F64, side: float, centre: float, half: float, a: Assembly) -> Mesh:
    """A bar that leans towards the heel as it rises."""
    from inference.families.geometry import grid_mesh
    from inference.families.geometry_skin import grid_normals
    from inference.families.shoe_form import sample

    t = np.linspace(0.03, 0.80, a.segments(10, 5))[:, None]
    x = np.array([-1.0, -0.85, 0.85, 1.0])[None]
    s = side * (centre - 0.075 * (t - 0.4) + half * x)
    s, t = np.broadcast_arrays(s, t)
    lift = np.where(np.abs(x) > 0.9, -0.0004, 0.0013) * np.ones_like(s)
    points = sample(grid, s, t) + sample(grid_normals(grid), s, t) * lift[..., None]
    return grid_mesh(points)


def _sole(params: Params, last: Last, around: int) -> list[tuple[str, str, Mesh]]:
    flare, style = params.real("flare"), params.choice("style")
    if style == "runner":
        mid = [(0.16, 0.001), (0.22, 0.002 + flare * 0.6), (0.42, 0.0015 + flare * 0.8), (0.62, 0.001 + flare * 0.3),
               (0.82, 0.003 + flare * 0.5), (1.12, 0.003), (1.17, 0.001), (1.17, -0.004)]  # fmt: skip
    else:
        mid = [(0.14, 0.001), (0.17, 0.0035), (0.60, 0.0035), (0.66, 0.0028), (0.70, 0.0038), (1.14, 0.0036),
            (1.19, 0.0022),
               (1.19, -0.004)]  # fmt: skip
    low = [(0.0, -0.008), (0.0, -0.001 + flare * 0.3), (0.05, 0.002 + flare * 0.3), (0.17, 0.0015)]
    return [("outsole", "outsole", sole(last, low, around)), ("midsole", "sole", sole(last, mid, around, False))]
