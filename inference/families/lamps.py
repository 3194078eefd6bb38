"""Table lamps, floor lamps, pendants."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import arc, fillet, line, smooth_path
from inference.families.geometry import around, join
from inference.families.joinery import looks_of, neighbours
from inference.families.lamp_parts import (
    SHADE_MATERIALS,
    SHADES,
    bulb,
    bulb_finish,
    cable,
    shade,
    shade_finish,
    spider,
    stem_metals,
)
from inference.families.materials import (
    COVER_COLOURS,
    STONES,
    Finish,
    ceramic,
    metal,
    plastic,
    stone,
    wood,
)
from inference.families.solids import box, lathe, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from scenes.model.values import Model

F64 = NDArray[np.float64]
_COLOURS = (*COVER_COLOURS, "snow", "red", "orange", "butter")
_BASES = ("oak", "walnut", "black_ash", *(f"stone_{s}" for s in STONES), "glaze", "speckle", "raw_clay", *stem_metals())


def base_finish(key: str, colour: str) -> Finish:
    """The surface of a lamp's foot."""
    if key in ("glaze", "speckle", "raw_clay"):
        return ceramic(colour, key)
    if key.startswith("stone_"):
        return stone(key.removeprefix("stone_"))
    return metal(key) if key in stem_metals() else wood(key)


class Lamp(Family):
    """What lamps share: a shade in a material and colour, metal, a foot."""

    category = ("Lighting", "Lamps")
    noun = ("lamp", "灯")
    base_price = 45.0

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Shade forms and materials that are really made."""
        form = str(drawn["shade"])
        allowed = {
            "drum": ("linen", "paper", "linen"), "cone": ("linen", "metal", "paper"), "dome": ("metal", "opal", "metal"),
            "globe": ("opal", "glass", "paper"), "lantern": ("paper", "paper"), "mushroom": ("metal", "opal"),
            "bell": ("metal", "glass"), "cylinder": ("linen", "metal", "opal"), "pleated": ("linen", "paper"),
            "woven": ("rattan", "rattan"),
        }[form]  # fmt: skip
        drawn["shade_material"] = str(rng.choice(allowed))
        if drawn["shade_material"] == "linen" and rng.random() < 0.5:
            drawn["colour"] = str(rng.choice(["ivory", "oatmeal", "sand", "fog"]))
        if form in ("drum", "cylinder"):
            drawn["taper"] = float(rng.uniform(0.82, 1.0))
        elif form in ("cone", "pleated"):
            drawn["taper"] = float(rng.uniform(0.3, 0.65))
        ratio = {"globe": (1.9, 2.0), "lantern": (1.5, 2.1), "woven": (1.2, 1.9), "cylinder": (1.8, 2.6)}.get(form)
        if ratio:
            drawn["shade_height"] = min(float(drawn["shade_radius"]) * float(rng.uniform(*ratio)), self._tallest())
        return drawn

    def _tallest(self) -> float:
        return next(p.high for p in self.parameters if p.name == "shade_height")

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three shade colours, or three metals where the shade has no colour of its own."""
        material, colour = params.choice("shade_material"), params.choice("colour")
        keys = neighbours(_COLOURS, colour, (5, 12))
        foot = base_finish(params.choice("foot"), colour)
        steel = metal(params.choice("metal"))
        rest = {"bulb": bulb_finish(), "cable": plastic("graphite")}
        if material in ("linen", "metal", "glass"):
            return looks_of("shade", [shade_finish(material, c) for c in keys], metal=steel, foot=foot, **rest)
        metals = [metal(m) for m in neighbours(stem_metals(), params.choice("metal"), (2, 3))]
        return looks_of("metal", metals, shade=shade_finish(material, colour), foot=foot, **rest)

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cover, steel = look.finish("shade"), look.finish("metal")
        r, h = params.real("shade_radius"), params.real("shade_height")
        cost = (
            self.base_price
            + 260 * r
            + 60 * h
            + 40 * (steel.material_en == "brass")
            + 30 * (params.choice("shade_material") in ("opal", "rattan"))
        )
        en, zh = self.noun
        return Texts(
            en, zh, cover.label_en, cover.label_zh,
            f"A {en} with a {params.choice('shade')} shade in {cover.label_en}, {r * 200:.0f} cm across, and {steel.label_en} fittings.",
            f"{zh}，{cover.label_zh}灯罩，直径 {r * 200:.0f} 厘米，{steel.label_zh}配件。",
            tuple(dict.fromkeys((cover.material_en, steel.material_en))),
            ("japandi",) if params.choice("shade") in ("lantern", "woven") else ("mid-century",) if params.choice("shade") in ("mushroom", "dome", "globe") else ("classic",),
            cover.hex(), round(0.6 + 9 * r * h + self._weight(params), 2), shop_price(cost),
        )  # fmt: skip

    def _weight(self, params: Params) -> float:
        return 1.0


def _hang_shade(a: Assembly, params: Params, y: float) -> None:
    """The shade with its lower rim at y, its bulb and spokes."""
    r, h = params.real("shade_radius"), params.real("shade_height")
    style = params.choice("shade")
    a.add("shade", "shade", shade(a, style, r, h, params.real("taper")).moved(y=y))
    size = min(0.034, r * 0.3)
    at = y + (h * 0.5 if style in ("globe", "lantern", "woven") else h * 0.42)
    a.add("bulb", "bulb", bulb(a, size).moved(y=at))


class TableLamp(Lamp):
    """Lamps for tables and bedsides."""

    key = "table_lamp"
    category = ("Lighting", "Table lamps")
    category_zh = ("灯具", "台灯")
    noun = ("table lamp", "台灯")
    typical_size_m = ((0.14, 0.5), (0.22, 0.85), (0.14, 0.9))
    parameters = (
        choice("shade", *SHADES),
        choice("shade_material", *SHADE_MATERIALS),
        choice("body", "stem", "vase", "ball", "column", "cone", "gourd"),
        choice("foot", *_BASES),
        choice("metal", *stem_metals()),
        choice("colour", *_COLOURS),
        real("shade_radius", 0.08, 0.22),
        real("shade_height", 0.1, 0.32),
        real("taper", 0.3, 1.0, ""),
        real("body_height", 0.14, 0.4),
        real("body_radius", 0.05, 0.11),
        real("neck", 0.02, 0.09),
        real("cable", 0.02, 0.1),
    )

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        h, r = params.real("body_height"), params.real("body_radius")
        a.add("base", "foot", lathe(_body_profile(params.choice("body"), r, h), a.segments(44, 14), 40))
        neck, sh = params.real("neck"), params.real("shade_height")
        style = params.choice("shade")
        drop = 0.02 if style in ("mushroom", "dome", "bell") else -neck
        bottom = h - drop if style not in ("globe", "lantern", "woven") else h + neck * 0.4
        top = bottom + sh * (0.5 if style in ("globe", "lantern", "woven") else 0.97)
        a.add("stem", "metal", tube(line([0, h - 0.01, 0], [0, top, 0], 2), 0.005, a.segments(10, 5)))
        collar = [[0, h - 0.004], [0.016, h - 0.004], [0.016, h + 0.008], [0.009, h + 0.014], [0, h + 0.014]]
        a.add("stem", "metal", lathe(collar, a.segments(20, 8)))
        if style in ("drum", "cone", "cylinder", "pleated"):
            a.add(
                "stem",
                "metal",
                spider(params.real("shade_radius") * params.real("taper"), bottom + sh * 0.96, a.segments(6, 4)),
            )
        if style in ("globe", "lantern", "woven"):
            r0 = params.real("shade_radius") * 0.52
            cup = [
                [0, bottom - 0.006],
                [r0, bottom - 0.006],
                [r0 + 0.003, bottom + 0.012],
                [r0, bottom + 0.014],
                [0, bottom],
            ]
            a.add("stem", "metal", lathe(cup, a.segments(32, 10)))
        _hang_shade(a, params, bottom)
        a.add("cable", "cable", cable(a, np.array([0.0, 0.0, -r * 0.7]), params.real("cable")))
        return a.model(self.key, self.looks(params))

    def _weight(self, params: Params) -> float:
        return 60 * params.real("body_radius") ** 2 * params.real("body_height") * 10


def _body_profile(style: str, r: float, h: float) -> F64:
    knots = {
        "vase": [
            [r * 0.6, 0.004],
            [r * 0.95, h * 0.3],
            [r, h * 0.55],
            [r * 0.55, h * 0.85],
            [r * 0.26, h * 0.94],
            [r * 0.3, h],
        ],
        "ball": [[r * 0.45, 0.004], [r * 0.92, h * 0.22], [r * 1.05, h * 0.5], [r * 0.86, h * 0.8], [r * 0.3, h]],
        "cone": [[r, 0.004], [r * 0.8, h * 0.25], [r * 0.5, h * 0.6], [r * 0.24, h]],
        "gourd": [[r * 0.7, 0.004], [r, h * 0.22], [r * 0.5, h * 0.52], [r * 0.68, h * 0.74], [r * 0.25, h]],
        "column": [[r * 0.62, 0.004], [r * 0.6, h * 0.5], [r * 0.58, h * 0.98], [r * 0.5, h]],
    }.get(style)
    if knots is None:
        foot = fillet([[r, 0.0], [r, 0.016], [0.012, 0.022], [0.009, h]], [0, 0.005, 0.006, 0], 4)
        return np.concatenate([[[0, 0]], foot, [[0, h]]])
    curve = smooth_path(knots, 26)
    return np.concatenate([[[0, 0], [curve[0, 0] - 0.003, 0]], curve, [[0, h]]])


class FloorLamp(Lamp):
    """Standing lamps: straight, arc, tripod."""

    key = "floor_lamp"
    category = ("Lighting", "Floor lamps")
    category_zh = ("灯具", "落地灯")
    noun = ("floor lamp", "落地灯")
    base_price = 95.0
    hangs = "floor"
    typical_size_m = ((0.24, 1.7), (1.25, 2.15), (0.24, 1.25))
    parameters = (
        choice("shade", *SHADES),
        choice("shade_material", *SHADE_MATERIALS),
        choice("stand", "straight", "arc", "tripod", "reading"),
        choice("foot", *_BASES),
        choice("metal", *stem_metals()),
        choice("colour", *_COLOURS),
        real("shade_radius", 0.12, 0.27),
        real("shade_height", 0.16, 0.42),
        real("taper", 0.3, 1.0, ""),
        real("height", 1.35, 1.8),
        real("reach", 0.3, 0.95),
        real("tube", 0.008, 0.016),
        real("foot_radius", 0.12, 0.19),
        real("cable", 0.02, 0.1),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Arcs are big with hanging shades; tripods may be wooden."""
        out = super().correlated(drawn, rng)
        if out["stand"] in ("arc", "reading") and out["shade"] in ("drum", "cylinder", "lantern", "woven", "pleated"):
            out["shade"] = str(rng.choice(["dome", "mushroom", "bell"]))
            out["shade_material"] = "metal"
        if out["stand"] == "reading":
            out["shade_radius"] = float(rng.uniform(0.12, 0.15))
            out["shade_height"] = float(rng.uniform(0.16, 0.2))
        if out["stand"] == "arc":
            out["height"] = float(rng.uniform(1.65, 1.8))
        return out

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        stand = params.choice("stand")
        {"straight": _straight, "arc": _arc_stand, "tripod": _tripod, "reading": _arc_stand}[stand](a, params)
        if stand != "tripod":
            x = -_reach(params) if stand in ("arc", "reading") else 0.0
            start = np.array([x, 0.0, -params.real("foot_radius") * 0.95])
            a.add("cable", "cable", cable(a, start, params.real("cable")))
        return a.model(self.key, self.looks(params))

    def _weight(self, params: Params) -> float:
        return 3.5 + 120 * params.real("foot_radius") ** 2


def _foot(a: Assembly, params: Params, x: float = 0.0) -> None:
    r = params.real("foot_radius")
    profile = fillet([[0, 0], [r, 0], [r, 0.022], [0, 0.026]], [0, 0.003, 0.006, 0], 3)
    a.add("foot", "foot", lathe(profile, a.segments(48, 14), 40).moved(x=x))


def _straight(a: Assembly, params: Params) -> None:
    _foot(a, params)
    h = params.real("height")
    a.add(
        "stem",
        "metal",
        tube(line([0, 0.02, 0], [0, h - 0.01, 0], 2), params.real("tube"), a.segments(14, 6), round_ends=2),
    )
    sh = params.real("shade_height")
    low = h - sh if params.choice("shade") not in ("globe", "lantern", "woven") else h - sh * 0.5
    if params.choice("shade") in ("drum", "cone", "cylinder", "pleated"):
        a.add(
            "stem",
            "metal",
            spider(params.real("shade_radius") * params.real("taper"), low + sh * 0.96, a.segments(6, 4)),
        )
    _hang_shade(a, params, low)


def _reach(params: Params) -> float:
    return params.real("reach") * (1.0 if params.choice("stand") == "arc" else 0.38)


def _arc_stand(a: Assembly, params: Params) -> None:
    h, sh = params.real("height"), params.real("shade_height")
    reach = _reach(params)
    _foot(a, params, -reach)
    if params.choice("stand") == "arc":
        curve = smooth_path([[-reach, 0.02, 0], [-reach, h * 0.45, 0], [-reach * 0.86, h * 0.82, 0], [-reach * 0.4, h * 1.0, 0],
                             [-0.05, h * 0.985, 0], [0, h * 0.96, 0]], a.segments(30, 12))  # fmt: skip
    else:
        curve = fillet([[-reach, 0.02, 0], [-reach, h * 0.9, 0], [0, h * 0.96, 0]], [0, 0.12, 0], a.segments(8, 3))
    a.add("stem", "metal", tube(curve, params.real("tube"), a.segments(12, 6), round_ends=2))
    hang = h * 0.96 - 0.03
    a.add("stem", "metal", tube(line([0, hang - 0.01, 0], [0, h * 0.96, 0], 2), 0.006, a.segments(10, 5)))
    _hang_shade(a, params, hang - sh * 0.98)


def _tripod(a: Assembly, params: Params) -> None:
    h, sh = params.real("height"), params.real("shade_height")
    hub = h - sh - 0.04
    spread = 0.18 + 0.25 * params.real("reach")
    thick = params.real("tube") * 1.35
    pole = tube(
        line([0, thick, spread], [0, hub, 0.025], 3),
        thick * np.array([0.75, 0.9, 1.0]),
        a.segments(14, 6),
        round_ends=2,
    )
    slot = "foot" if params.choice("foot") in ("oak", "walnut", "black_ash") else "metal"
    a.add("legs", slot, around(pole, 3))
    a.add(
        "stem",
        "metal",
        lathe(
            [[0, hub - 0.03], [0.05, hub - 0.03], [0.055, hub + 0.012], [0.02, hub + 0.02], [0, hub + 0.02]],
            a.segments(28, 10),
        ),
    )
    low = h - sh if params.choice("shade") not in ("globe", "lantern", "woven") else hub + 0.03
    a.add("stem", "metal", tube(line([0, hub, 0], [0, low + sh * 0.96, 0], 2), 0.007, a.segments(10, 5)))
    if params.choice("shade") in ("drum", "cone", "cylinder", "pleated"):
        a.add(
            "stem",
            "metal",
            spider(params.real("shade_radius") * params.real("taper"), low + sh * 0.96, a.segments(6, 4)),
        )
    _hang_shade(a, params, low)


class Pendant(Lamp):
    """Lamps that hang from the ceiling: one shade or a cluster."""

    key = "pendant_lamp"
    category = ("Lighting", "Pendant lamps")
    category_zh = ("灯具", "吊灯")
    noun = ("pendant lamp", "吊灯")
    hangs = "ceiling"
    typical_size_m = ((0.15, 1.3), (0.5, 1.9), (0.12, 0.95))
    parameters = (
        choice("shade", *SHADES),
        choice("shade_material", *SHADE_MATERIALS),
        choice("arrangement", "single", "row", "cluster"),
        choice("foot", *_BASES),
        choice("metal", *stem_metals()),
        choice("colour", *_COLOURS),
        integer("count", 2, 4),
        real("shade_radius", 0.1, 0.34),
        real("shade_height", 0.14, 0.5),
        real("taper", 0.3, 1.0, ""),
        real("drop", 0.4, 1.1),
        real("canopy", 0.05, 0.075),
        real("step", 0.0, 0.14),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Groups have small shades."""
        if drawn["arrangement"] != "single":
            drawn["shade_radius"] = float(rng.uniform(0.1, 0.15))
            drawn["shade_height"] = float(rng.uniform(0.14, 0.24))
        out = super().correlated(drawn, rng)
        out["foot"] = "oak" if rng.random() < 0.3 else "brass"
        return out

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        single = params.choice("arrangement") == "single"
        count = 1 if single else params.integer("count")
        r, sh = params.real("shade_radius"), params.real("shade_height")
        top = sh + params.real("drop") + 0.06
        for i in range(count):
            x, z, lift = 0.0, 0.0, 0.0
            if params.choice("arrangement") == "row":
                x = (i - (count - 1) / 2) * (2 * r + 0.06)
                lift = params.real("step") * (i % 2)
            elif not single:
                angle = 2 * np.pi * i / count
                x, z, lift = (r + 0.05) * np.sin(angle), (r + 0.05) * np.cos(angle), params.real("step") * i
            _pendant(a, params, x, z, lift, top)
        _canopy(a, params, count, top)
        return a.model(self.key, self.looks(params))


def _pendant(a: Assembly, params: Params, x: float, z: float, lift: float, top: float) -> None:
    one = Assembly(a.detail)
    _hang_shade(one, params, lift)
    for part in ("shade", "bulb"):
        a.add(part, part, join(one.meshes(part)).moved(x, 0, z))
    sh, style = params.real("shade_height"), params.choice("shade")
    head = lift + sh
    socket = [[0, head - 0.03], [0.018, head - 0.03], [0.02, head + 0.03], [0.008, head + 0.045], [0, head + 0.045]]
    a.add(
        "fittings",
        "foot" if params.choice("foot") == "oak" else "metal",
        lathe(socket, a.segments(20, 8)).moved(x, 0, z),
    )
    if style in ("drum", "cone", "cylinder", "pleated", "globe", "lantern", "woven"):
        wide = params.real("shade_radius") * {"globe": 0.2, "lantern": 0.42, "woven": 0.42}.get(
            style, params.real("taper")
        )
        a.add("fittings", "metal", spider(max(wide, 0.02), head - 0.004, a.segments(6, 4)).moved(x, 0, z))
    if params.choice("arrangement") == "row":
        path = line([x, head + 0.03, z], [x, top - 0.012, z], 2)
    else:
        path = smooth_path(
            [[x, head + 0.03, z], [x, head + (top - head) * 0.3, z], [x * 0.25, top - 0.012, z * 0.25]],
            a.segments(10, 4),
        )
    a.add("cable", "cable", tube(path, 0.0026, a.segments(8, 5)))


def _canopy(a: Assembly, params: Params, count: int, top: float) -> None:
    r = params.real("canopy") * (1.0 if count == 1 else 1.35)
    if params.choice("arrangement") == "row" and count > 1:
        span = (count - 1) * (2 * params.real("shade_radius") + 0.06) + 0.12
        a.add("canopy", "metal", box(span, 0.028, 0.06, 0.006, 2).moved(y=top - 0.024))
        return
    profile = np.concatenate(
        [
            [[0, top - 0.022]],
            arc(1, -np.pi / 2 * 0.9, 0, 6) * (r, 0.02) + (0, top),
            [[r, top + 0.004], [0, top + 0.004]],
        ]
    )
    a.add("canopy", "metal", lathe(profile, a.segments(36, 12), 40))
