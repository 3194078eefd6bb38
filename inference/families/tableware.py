"""Plates and bowls."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import smooth_path
from inference.families.geometry import Mesh
from inference.families.joinery import bent, looks_of, neighbours
from inference.families.materials import COLOURS, WOODS, Finish, ceramic, glass, wood
from inference.families.solids import tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.vessel_parts import vessel
from scenes.model.values import Model

F64 = NDArray[np.float64]
_COLOURS = tuple(COLOURS)
_FORMS = {
    "dinner": ("dinner plate", "餐盘", (0.125, 0.145), (0.016, 0.026)),
    "side": ("side plate", "点心盘", (0.08, 0.105), (0.014, 0.022)),
    "deep": ("deep plate", "深盘", (0.1, 0.12), (0.035, 0.05)),
    "cereal": ("bowl", "碗", (0.068, 0.082), (0.05, 0.07)),
    "noodle": ("noodle bowl", "面碗", (0.085, 0.105), (0.075, 0.095)),
    "rice": ("rice bowl", "饭碗", (0.054, 0.062), (0.052, 0.064)),
    "salad": ("salad bowl", "沙拉碗", (0.12, 0.16), (0.08, 0.12)),
    "platter": ("serving platter", "大拼盘", (0.14, 0.18), (0.02, 0.035)),
}
_SURFACES = ("glaze", "speckle", "matte", "raw_clay", "glass", "wood")


class Tableware(Family):
    """Plates and bowls, alone or stacked."""

    key = "tableware"
    category = ("Kitchen", "Plates & bowls")
    category_zh = ("厨房", "盘碗")
    typical_size_m = ((0.1, 0.5), (0.012, 0.25), (0.09, 0.4))
    parameters = (
        choice("form", *_FORMS),
        choice("surface", *_SURFACES),
        choice("colour", *_COLOURS),
        choice("timber", *WOODS),
        choice("rim", "plain", "contrast", "scalloped", "organic"),
        integer("stack", 1, 4),
        real("radius", 0.05, 0.18),
        real("height", 0.012, 0.12),
        real("curve", 0.0, 1.0, ""),
        real("foot", 0.42, 0.66, ""),
        real("wall", 0.003, 0.007),
        real("oval", 1.0, 1.4, ""),
        real("wobble", 0.0, 1.0, ""),
        real("shade", -0.06, 0.08, ""),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Sizes by form; only platters are oval; glass and wood are not stacked."""
        _, _, radius, height = _FORMS[str(drawn["form"])]
        drawn["radius"], drawn["height"] = float(rng.uniform(*radius)), float(rng.uniform(*height))
        if drawn["form"] != "platter":
            drawn["oval"] = 1.0
        if drawn["surface"] in ("glass", "wood") and rng.random() < 0.6:
            drawn["surface"] = "glaze"
        if drawn["form"] in ("salad", "platter") or drawn["surface"] in ("glass", "wood"):
            drawn["stack"] = 1
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three glazes, woods, or clear glass."""
        kind = params.choice("surface")
        rim = ceramic("sand", "raw_clay") if kind != "raw_clay" else ceramic("navy", "glaze")
        if kind == "wood":
            return looks_of("body", [wood(w) for w in neighbours(WOODS, params.choice("timber"), (1, 2))], rim=rim)
        if kind == "glass":
            return looks_of("body", [glass(c) for c in ("clear", "sage", "sky")], rim=rim)
        made: list[Finish] = [
            ceramic(c, kind, params.real("shade")) for c in neighbours(_COLOURS, params.choice("colour"), (4, 11))
        ]
        return looks_of("body", made, rim=rim)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        outer = _profile(params)
        segments = 84 if params.choice("rim") == "scalloped" else 56
        one = vessel(a, outer, params.real("wall"), params.real("wall") + 0.002, segments)
        n = a.segments(56, 16)
        angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
        edge, top = float(outer[-1, 0]) - params.real("wall") * 0.5, params.real("height") + 0.002
        ring = tube(
            np.stack([edge * np.sin(angle), np.full(n, top), edge * np.cos(angle)], axis=1),
            params.real("wall") * 0.56,
            7,
            closed=True,
        )
        spacing = max(0.0075, params.real("wall") * 1.6, params.real("height") * 0.3)
        for i in range(params.integer("stack")):
            turn = 0.0 if params.choice("rim") == "scalloped" else 0.25 * i
            a.add("body", "body", _shaped(params, one).turned("y", turn).moved(y=i * spacing))
            if params.choice("rim") == "contrast":
                a.add("rim", "rim", _shaped(params, ring).turned("y", turn).moved(y=i * spacing))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        body = self.looks(params)[0].finish("body")
        en, zh, *_ = _FORMS[params.choice("form")]
        stack, r = params.integer("stack"), params.real("radius")
        mass = (
            stack * np.pi * r * (r + 1.4 * params.real("height")) * params.real("wall") * min(body.density_kg_m3, 2500)
        )
        many_en, many_zh = (f"set of {stack} {en}s", f"{zh}{stack}件套") if stack > 1 else (en, zh)
        return Texts(
            many_en,
            many_zh,
            body.label_en,
            body.label_zh,
            f"A {many_en} in {body.label_en}, {r * 200:.0f} cm across and {params.real('height') * 100:.1f} cm deep.",
            f"{body.label_zh}{many_zh}，直径 {r * 200:.0f} 厘米，深 {params.real('height') * 100:.1f} 厘米。",
            (body.material_en,),
            ("handmade",)
            if params.choice("rim") == "organic" or params.choice("surface") == "speckle"
            else ("modern",),
            body.hex(),
            round(mass, 2),
            shop_price(
                4
                + stack * (4 + 60 * r + 80 * params.real("height")) * (1.4 if params.choice("surface") == "wood" else 1)
            ),
        )


def _profile(params: Params) -> F64:
    r, h, foot, curve = params.real("radius"), params.real("height"), params.real("foot"), params.real("curve")
    if params.choice("form") in ("dinner", "side", "platter"):
        knee = 0.7 + 0.12 * curve
        knots = [[r * foot, 0.0], [r * knee, h * 0.1], [r * (knee + 0.07), h * (0.3 + 0.35 * curve)], [r, h]]
        return smooth_path(knots, 14)
    t = np.linspace(0, 1, 13)
    bulge = np.sin(t * np.pi / 2) ** (0.5 + 0.55 * (1 - curve))
    return np.stack([r * (foot + (1 - foot) * bulge), h * t ** (1.0 + 0.5 * curve)], axis=1)


def _shaped(params: Params, mesh: Mesh) -> Mesh:
    r, style, wobble, oval = params.real("radius"), params.choice("rim"), params.real("wobble"), params.real("oval")

    def moved(x: F64, y: F64, z: F64) -> tuple[F64, F64, F64]:
        angle, reach = np.arctan2(x, z), np.hypot(x, z) / r
        k = np.ones_like(x)
        if style == "scalloped":
            k = 1 + 0.03 * np.cos(14 * angle) * np.clip(reach, 0, 1) ** 3
        elif style == "organic":
            k = 1 + (0.015 + 0.03 * wobble) * np.sin(3 * angle + 1.0) * reach**2 + 0.012 * np.sin(5 * angle) * reach**2
        return x * k * oval, y, z * k

    return bent(mesh, moved)
