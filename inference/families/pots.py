"""Teapots, kettles, saucepans, casseroles, frying pans, moka pots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import ellipse, fillet, smooth_path
from inference.families.geometry import both_sides
from inference.families.joinery import bent, neighbours
from inference.families.materials import COLOURS, Finish, ceramic, metal, plastic, rattan, wood
from inference.families.mugs import cup_surface
from inference.families.solids import lathe, sweep, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.vessel_parts import loop_handle, radius_at, spout, vessel
from scenes.model.values import Model

F64 = NDArray[np.float64]
_COLOURS = tuple(COLOURS)
_FORMS = {
    "teapot": ("teapot", "茶壶"),
    "kettle": ("kettle", "烧水壶"),
    "saucepan": ("saucepan", "奶锅"),
    "casserole": ("casserole", "炖锅"),
    "frying_pan": ("frying pan", "平底锅"),
    "pitcher": ("pitcher", "水壶"),
}
_CERAMICS = ("glaze", "speckle", "matte", "raw_clay", "enamel")
_METALS = ("steel", "copper", "cast_iron", "aluminium")


class Pot(Family):
    """Vessels with handles, spouts and lids."""

    key = "pot"
    category = ("Kitchen", "Pots & kettles")
    category_zh = ("厨房", "锅与壶")
    typical_size_m = ((0.12, 0.62), (0.04, 0.36), (0.1, 0.36))
    parameters = (
        choice("form", *_FORMS),
        choice("surface", *_CERAMICS, *_METALS),
        choice("colour", *_COLOURS),
        choice("grip", "wood", "black", "brass", "same", "cane"),
        choice("handle", "side", "bail", "loop"),
        real("radius", 0.06, 0.15),
        real("height", 0.045, 0.2),
        real("belly", 0.0, 0.35, ""),
        real("foot", 0.6, 1.0, ""),
        real("mouth", 0.45, 1.0, ""),
        real("handle_size", 0.6, 1.2, ""),
        real("spout", 0.6, 1.3, ""),
        real("lid_dome", 0.05, 0.35, ""),
        real("knob", 0.008, 0.018),
        real("wall", 0.002, 0.006),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Materials and proportions by form."""
        form = str(drawn["form"])
        radius, height, belly, mouth, kinds = {
            "teapot": (
                (0.065, 0.09),
                (0.1, 0.14),
                (0.15, 0.35),
                (0.45, 0.6),
                ("glaze", "speckle", "matte", "raw_clay", "cast_iron"),
            ),
            "kettle": ((0.085, 0.11), (0.12, 0.17), (0.05, 0.25), (0.45, 0.6), ("steel", "enamel", "copper", "enamel")),
            "saucepan": (
                (0.075, 0.1),
                (0.075, 0.12),
                (0.0, 0.03),
                (0.98, 1.0),
                ("steel", "copper", "enamel", "aluminium"),
            ),
            "casserole": (
                (0.1, 0.135),
                (0.1, 0.15),
                (0.0, 0.08),
                (0.95, 1.0),
                ("enamel", "cast_iron", "enamel", "copper"),
            ),
            "frying_pan": (
                (0.11, 0.15),
                (0.045, 0.055),
                (0.0, 0.02),
                (1.0, 1.0),
                ("cast_iron", "steel", "aluminium", "copper"),
            ),
            "pitcher": ((0.06, 0.08), (0.16, 0.2), (0.05, 0.25), (0.55, 0.8), ("glaze", "speckle", "enamel", "matte")),
        }[form]
        drawn["radius"], drawn["height"] = float(rng.uniform(*radius)), float(rng.uniform(*height))
        drawn["belly"], drawn["mouth"] = float(rng.uniform(*belly)), float(rng.uniform(*mouth))
        drawn["surface"] = str(rng.choice(kinds))
        if form == "teapot":
            drawn["handle"] = str(rng.choice(["side", "bail", "loop"]))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three colours of glaze or enamel, or three metals."""
        kind = params.choice("surface")
        made: list[Finish]
        if kind in _METALS:
            made = [metal(m) for m in neighbours(_METALS, kind, (1, 2))]
        else:
            made = [
                cup_surface(kind, c) if kind == "enamel" else ceramic(c, kind)
                for c in neighbours(_COLOURS, params.choice("colour"), (7, 16))
            ]
        grips = {"wood": wood("walnut"), "black": plastic("graphite"), "brass": metal("brass"), "cane": rattan()}
        looks = [(m, grips.get(params.choice("grip"), m)) for m in made]
        return tuple(
            Look(m.key, m.label_en, m.label_zh, (("body", m), ("grip", g), ("rivet", metal("steel")))) for m, g in looks
        )

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        outer = _profile(params)
        body = vessel(a, outer, params.real("wall"), 0.006, 56)
        form = params.choice("form")
        if form == "pitcher":
            body = bent(body, lambda x, y, z: _beaked(params, x, y, z))
        a.add("body", "body", body)
        if form in ("teapot", "kettle", "casserole", "saucepan"):
            _lid(a, params, outer)
        if form in ("teapot", "kettle"):
            _pouring(a, params, outer)
        elif form in ("saucepan", "frying_pan"):
            _long_handle(a, params, outer)
        elif form == "casserole":
            _ears(a, params, outer)
        else:
            _pitcher(a, params, outer)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        body = self.looks(params)[0].finish("body")
        en, zh = _FORMS[params.choice("form")]
        r, h = params.real("radius"), params.real("height")
        litres = np.pi * r**2 * h * (1 + params.real("belly")) * 0.85 * 1000
        mass = 2.6 * np.pi * r * (h + r) * params.real("wall") * min(body.density_kg_m3, 7000) * 0.8
        return Texts(
            en,
            zh,
            body.label_en,
            body.label_zh,
            f"A {en} in {body.label_en}, {r * 200:.0f} cm across, about {litres:.1f} litres.",
            f"{body.label_zh}{zh}，直径 {r * 200:.0f} 厘米，容量约 {litres:.1f} 升。",
            tuple(dict.fromkeys((body.material_en, self.looks(params)[0].finish("grip").material_en))),
            ("classic",) if params.choice("surface") in ("enamel", "copper") else ("modern",),
            body.hex(),
            round(mass, 2),
            shop_price(18 + 14 * litres + 30 * (params.choice("surface") in ("copper", "cast_iron", "enamel"))),
        )


def _profile(params: Params) -> F64:
    r, h = params.real("radius"), params.real("height")
    belly, foot, mouth = params.real("belly"), params.real("foot"), params.real("mouth")
    if params.choice("form") in ("saucepan", "casserole", "frying_pan"):
        low = r * (0.8 if params.choice("form") == "frying_pan" else 0.93 + 0.07 * (foot - 0.6) / 0.4)
        return fillet(
            [[low - 0.02, 0.0], [low, 0.0], [r * (1 + belly * 0.3), h * 0.55], [r, h]], [0, 0.016, h * 0.3, 0], 6
        )[1:]
    knots = [
        [r * foot * 0.8, 0.0],
        [r * (0.55 + 0.4 * foot), h * 0.14],
        [r * (1 + belly * 0.2), h * (0.32 + 0.2 * belly)],
        [r * (0.55 + 0.45 * mouth + 0.15 * belly), h * 0.76],
        [r * mouth, h],
    ]
    return smooth_path(knots, 30)


def _lid(a: Assembly, params: Params, outer: F64) -> None:
    r, h = float(outer[-1, 0]), float(outer[-1, 1]) + 0.002
    rise = max(r * params.real("lid_dome"), 0.008)
    t = np.linspace(0, np.pi / 2, 9)
    dome = np.stack([r * 0.995 * np.cos(t), h + 0.004 + rise * np.sin(t)], axis=1)
    profile = np.concatenate(
        [[[0, h - 0.004], [r * 0.9, h - 0.004], [r * 0.9, h + 0.0005], [r * 0.995, h + 0.0005]], dome]
    )
    profile[-1, 0] = 0.0
    a.add("lid", "body", lathe(profile, a.segments(52, 14), 40))
    k, top = params.real("knob"), h + 0.003 + rise
    knob = [
        [0, top - 0.002],
        [k * 0.45, top - 0.002],
        [k * 0.5, top + k * 0.5],
        [k, top + k * 1.0],
        [k * 0.85, top + k * 1.6],
        [0, top + k * 1.8],
    ]
    a.add("knob", "grip", lathe(knob, a.segments(24, 8), 60))


def _pouring(a: Assembly, params: Params, outer: F64) -> None:
    h, size = float(outer[-1, 1]), params.real("spout")
    low = h * 0.36
    r = radius_at(outer, low)
    reach = 0.055 * size
    path = smooth_path(
        [
            [r - 0.012, low, 0],
            [r + reach * 0.45, low + h * 0.16, 0],
            [r + reach * 0.75, h * 0.78, 0],
            [r + reach * 1.15, h * 0.97, 0],
        ],
        a.segments(16, 7),
    )
    a.add("spout", "body", spout(a, path, 0.017 * size + 0.004, 0.0075))
    style, grow = params.choice("handle"), params.real("handle_size")
    if style == "bail" or params.choice("form") == "kettle":
        rim = radius_at(outer, h * 0.86)
        top = h + 0.075 * grow + 0.02
        arch = smooth_path(
            [
                [rim - 0.003, h * 0.86, 0],
                [rim * 0.96, h + 0.04 * grow, 0],
                [0, top, 0],
                [-rim * 0.96, h + 0.04 * grow, 0],
                [-rim + 0.003, h * 0.86, 0],
            ],
            a.segments(30, 12),
        )
        slot = "grip" if params.choice("grip") != "wood" else "rivet"
        a.add("handle", slot, tube(arch, 0.0045, a.segments(10, 5)))
        middle = arch[len(arch) * 3 // 10 : len(arch) - len(arch) * 3 // 10]
        a.add("handle", "grip", tube(middle, 0.0085, a.segments(14, 6), round_ends=3))
        return
    kind = "ear" if style == "side" else "round"
    grip = loop_handle(a, outer, h * 0.24, h * 0.84, 0.042 * grow, 0.0095, kind, 1.4)
    a.add("handle", "body" if params.choice("grip") != "black" else "grip", grip.turned("y", np.pi))


def _long_handle(a: Assembly, params: Params, outer: F64) -> None:
    h = float(outer[-1, 1])
    y = h * 0.84
    r = radius_at(outer, y)
    length = (0.13 + 0.05 * params.real("handle_size")) * (1.0 + 0.4 * (params.choice("form") == "frying_pan"))
    path = smooth_path(
        [[r - 0.002, y, 0], [r + 0.035, y + 0.012, 0], [r + length * 0.5, y + 0.03, 0], [r + length, y + 0.036, 0]],
        a.segments(18, 7),
    )
    flat = ellipse(0.013, 0.022, a.segments(14, 6))
    a.add(
        "handle",
        "body" if params.choice("grip") == "same" else "grip",
        sweep(path, flat, np.linspace(0.75, 1.0, len(path)), up=(0, 0, 1), round_ends=3),
    )
    for s in (-0.008, 0.008):
        a.add(
            "rivets", "rivet", tube(np.array([[r - 0.004, y, s], [r + 0.006, y + 0.004, s]]), 0.0032, 8, round_ends=2)
        )


def _ears(a: Assembly, params: Params, outer: F64) -> None:
    h = float(outer[-1, 1])
    y, r = h * 0.82, radius_at(outer, h * 0.82)
    reach = 0.032 * params.real("handle_size")
    loop = smooth_path(
        [
            [r - 0.004, y, -0.042],
            [r + reach * 0.8, y + 0.004, -0.036],
            [r + reach, y + 0.006, 0],
            [r + reach * 0.8, y + 0.004, 0.036],
            [r - 0.004, y, 0.042],
        ],
        a.segments(20, 8),
    )
    ear = sweep(loop, ellipse(0.011, 0.015, a.segments(12, 6)), up=(0, 1, 0))
    a.add("handles", "body" if params.choice("grip") != "brass" else "grip", both_sides(ear))


def _pitcher(a: Assembly, params: Params, outer: F64) -> None:
    h = float(outer[-1, 1])
    grip = loop_handle(a, outer, h * 0.3, h * 0.9, 0.045 * params.real("handle_size"), 0.011, "ear", 1.5)
    a.add("handle", "body", grip.turned("y", np.pi))


def _beaked(params: Params, x: F64, y: F64, z: F64) -> tuple[F64, F64, F64]:
    """Pulls the lip at +x out to a beak."""
    t = np.clip((y / params.real("height") - 0.72) / 0.28, 0, 1)
    angle = np.arctan2(z, x)
    pull = 0.3 * params.real("spout") * t**1.6 * np.exp(-((angle / 0.42) ** 2))
    return x * (1 + pull), y + 0.012 * pull, z * (1 - 0.25 * pull)
