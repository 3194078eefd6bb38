"""Mugs and cups: thrown, straight, tapered, faceted; enamel, glass, with saucers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import smooth_path
from inference.families.joinery import bent, neighbours
from inference.families.materials import COLOURS, Finish, ceramic, glass, plain
from inference.families.solids import lathe, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.vessel_parts import loop_handle, radius_at, vessel
from scenes.model.values import Model

F64 = NDArray[np.float64]
_COLOURS = tuple(COLOURS)
_FORMS = {
    "straight": ("mug", "马克杯"),
    "barrel": ("mug", "马克杯"),
    "tapered": ("mug", "马克杯"),
    "tulip": ("cup", "杯子"),
    "bowl": ("cappuccino cup", "卡布奇诺杯"),
    "espresso": ("espresso cup", "浓缩咖啡杯"),
    "tumbler": ("tumbler", "无柄杯"),
}
_SURFACES = ("glaze", "speckle", "matte", "raw_clay", "enamel", "glass")


def cup_surface(kind: str, colour: str) -> Finish:
    """Ceramic, enamelled steel or glass."""
    if kind == "glass":
        return glass("clear")
    if kind == "enamel":
        base = ceramic(colour, "glaze")
        return Finish(
            f"enamel_{colour}",
            f"{COLOURS[colour].en} enamel",
            f"{COLOURS[colour].zh}珐琅",
            "enamelled steel",
            "glaze",
            base.colour,
            0.12,
            density_kg_m3=7000,
            clearcoat=1.0,
        )
    return ceramic(colour, kind)


class Mug(Family):
    """Things to drink from."""

    key = "mug"
    category = ("Kitchen", "Mugs & cups")
    category_zh = ("厨房", "杯子")
    typical_size_m = ((0.055, 0.21), (0.045, 0.16), (0.05, 0.21))
    parameters = (
        choice("form", *_FORMS),
        choice("surface", *_SURFACES),
        choice("colour", *_COLOURS),
        choice("inside", "same", "ivory", "snow", "graphite"),
        choice("handle", "ear", "round", "square", "none"),
        choice("extra", "plain", "saucer", "band", "ridges", "dipped"),
        real("radius", 0.03, 0.055),
        real("height", 0.055, 0.13),
        real("belly", -0.12, 0.18, ""),
        real("taper", 0.72, 1.12, ""),
        real("wall", 0.0022, 0.0055),
        real("handle_reach", 0.02, 0.036),
        real("handle_thickness", 0.006, 0.012),
        real("handle_low", 0.14, 0.32, ""),
        real("handle_high", 0.7, 0.9, ""),
        real("handle_flat", 1.0, 2.2, ""),
        real("band", 0.3, 0.8, ""),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Each form has its own proportions; tumblers have no handle."""
        form = drawn["form"]
        radius, height = {
            "espresso": ((0.03, 0.034), (0.055, 0.065)),
            "bowl": ((0.048, 0.055), (0.06, 0.07)),
            "tulip": ((0.038, 0.046), (0.075, 0.1)),
            "tumbler": ((0.034, 0.042), (0.08, 0.13)),
        }.get(str(form), ((0.038, 0.046), (0.082, 0.108)))
        drawn["radius"], drawn["height"] = float(rng.uniform(*radius)), float(rng.uniform(*height))
        if form == "tumbler":
            drawn["handle"] = "none"
        elif drawn["handle"] == "none":
            drawn["handle"] = "ear"
        if form in ("straight", "tumbler"):
            drawn["belly"] = float(rng.uniform(-0.02, 0.02))
        elif form == "barrel":
            drawn["belly"] = float(rng.uniform(0.07, 0.16))
        if drawn["surface"] == "glass":
            drawn["extra"] = "plain"
        if drawn["extra"] == "saucer" and form not in ("espresso", "bowl", "tulip"):
            drawn["extra"] = "plain"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three colours, or clear glass."""
        kind, colour = params.choice("surface"), params.choice("colour")
        inner = params.choice("inside")
        keys = neighbours(_COLOURS, colour, (4, 14))
        looks = []
        for key in keys:
            outside = cup_surface(kind, key)
            inside = outside if inner == "same" or kind == "glass" else cup_surface(kind, inner)
            second = cup_surface(
                "matte" if kind in ("glass", "enamel") else kind, "ivory" if key != "ivory" else "navy"
            )
            if params.choice("extra") == "dipped":
                second = ceramic("sand", "raw_clay")
            rim = plain("rim_dark", (0.12, 0.13, 0.16), 0.3) if kind == "enamel" else second
            looks.append(
                Look(
                    outside.key,
                    outside.label_en,
                    outside.label_zh,
                    (("body", outside), ("inside", inside), ("band", second), ("rim", rim)),
                )
            )
        return tuple(looks[:1] if kind == "glass" else looks)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        outer = cup_profile(params)
        rise = 0.0
        if params.choice("extra") == "saucer":
            rise = _saucer(a, params)
        body = vessel(a, outer, params.real("wall"), 0.006, 48)
        if params.choice("extra") == "ridges":
            count = 26
            body = vessel(a, outer, params.real("wall"), 0.006, 110)
            body = bent(body, lambda x, y, z: _fluted(x, y, z, count, params.real("height")))
        a.add("body", "body", body.moved(y=rise))
        _decoration(a, params, outer, rise)
        if params.choice("handle") != "none":
            h = params.real("height")
            low, high = h * params.real("handle_low"), h * params.real("handle_high")
            grip = loop_handle(
                a,
                outer,
                low,
                high,
                params.real("handle_reach"),
                params.real("handle_thickness"),
                params.choice("handle"),
                params.real("handle_flat"),
            )
            a.add("handle", "body", grip.moved(y=rise + 0.002))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        body = self.looks(params)[0].finish("body")
        en, zh = _FORMS[params.choice("form")]
        saucer = params.choice("extra") == "saucer"
        inner = params.real("radius") - params.real("wall")
        litres = np.pi * inner**2 * params.real("height") * 0.85 * 1000
        mass = (
            2 * np.pi * params.real("radius") * params.real("height") * params.real("wall") * body.density_kg_m3 * 1.3
        )
        ml = round(litres * 100) * 10
        return Texts(
            en + (" and saucer" if saucer else ""),
            zh + ("配碟" if saucer else ""),
            body.label_en,
            body.label_zh,
            f"A {en} in {body.label_en} that holds about {ml} ml" + (", with its saucer." if saucer else "."),
            f"{body.label_zh}{zh}，容量约 {ml} 毫升" + ("，附杯碟。" if saucer else "。"),
            (body.material_en,),
            ("handmade",) if params.choice("surface") in ("speckle", "raw_clay") else ("modern",),
            body.hex(),
            round(mass + 0.12 * saucer, 2),
            shop_price(8 + 40 * litres / 0.35 * 0.25 + 7 * saucer + 4 * (params.choice("surface") != "glaze")),
        )


def cup_profile(params: Params) -> F64:
    """Outer (radius, height) of a cup from its foot to its rim."""
    r, h, belly, taper = params.real("radius"), params.real("height"), params.real("belly"), params.real("taper")
    form = params.choice("form")
    t = np.linspace(0, 1, 13)
    if form in ("bowl", "tulip", "espresso"):
        foot = 0.5 if form != "espresso" else 0.66
        wide = foot + (1 - foot) * np.sin(np.pi / 2 * np.clip(t * (1.25 if form == "bowl" else 1.05), 0, 1)) ** 0.75
        flare = (taper - 1) * 0.3 * t**4
        return np.stack([r * (wide + flare + belly * 0.4 * np.sin(np.pi * t)), h * t], axis=1)
    bottom = r * (taper if form == "tapered" else 1.0 + 0.08 * (taper - 1))
    side = bottom + (r - bottom) * t
    shape = np.stack([side * (1 + belly * np.sin(np.pi * t)), h * t], axis=1)
    rounding = min(0.008, h * 0.1)
    corner = np.stack(
        [shape[0, 0] - rounding * (1 - np.sin(c := np.linspace(0, np.pi / 2, 5)[:-1])), rounding * (1 - np.cos(c))],
        axis=1,
    )
    return np.concatenate([corner, shape[shape[:, 1] > rounding * 1.05]])


def _fluted(x: F64, y: F64, z: F64, count: int, height: float) -> tuple[F64, F64, F64]:
    angle = np.arctan2(x, z)
    k = 1 + 0.014 * np.cos(count * angle) * np.clip(1.15 - y / height, 0, 1) ** 0.5
    return x * k, y, z * k


def _decoration(a: Assembly, params: Params, outer: F64, rise: float) -> None:
    h = params.real("height")
    extra = params.choice("extra")
    n = a.segments(48, 14)
    if extra == "band":
        y0 = h * params.real("band")
        strip = [
            (radius_at(outer, y0 + d) + g, y0 + d + 0.002)
            for d, g in ((0, -0.001), (0.0004, 0.0004), (0.009, 0.0004), (0.0094, -0.001))
        ]
        a.add("decoration", "band", lathe([*strip, strip[0]], n).moved(y=rise))
    elif extra == "dipped":
        keep = outer[outer[:, 1] < h * params.real("band") * 0.5]
        top = h * params.real("band") * 0.5
        skin = np.concatenate(
            [keep + (0.0004, 0), [[radius_at(outer, top) + 0.0004, top]], [[radius_at(outer, top) - 0.001, top]]]
        )
        back = keep[::-1] - (0.001, 0)
        a.add("decoration", "band", lathe(np.concatenate([skin, back, skin[:1]]), n, 50).moved(y=rise + 0.002))
    if params.choice("surface") == "enamel":
        r, wall = float(outer[-1, 0]), params.real("wall")
        angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
        ring = np.stack([(r - wall / 2) * np.sin(angle), np.full(n, h + 0.002), (r - wall / 2) * np.cos(angle)], axis=1)
        a.add("rim", "rim", tube(ring, wall * 0.62, 8, closed=True).moved(y=rise))
    if params.choice("inside") != "same" and params.choice("surface") != "glass":
        wall = params.real("wall")
        inner = outer[outer[:, 1] > 0.012] - (wall + 0.0003, 0)
        lining = np.concatenate(
            [
                [[0, 0.0095]],
                [[inner[0, 0] * 0.8, 0.0095]],
                inner[:-1],
                inner[:-1][::-1] - (0.0006, 0),
                [[inner[0, 0] * 0.8, 0.0101], [0, 0.0101]],
            ]
        )
        a.add("inside", "inside", lathe(lining, n, 60).moved(y=rise + 0.0005))


def _saucer(a: Assembly, params: Params) -> float:
    r = params.real("radius") * 1.72
    outer = smooth_path([[r * 0.52, 0.0], [r * 0.66, 0.004], [r * 0.88, 0.0095], [r, 0.017]], 14)
    a.add("saucer", "body", vessel(a, outer, 0.0035, 0.0045, 52))
    return 0.0062
