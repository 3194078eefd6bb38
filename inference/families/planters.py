"""Planters with plants."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import fillet, smooth_path
from inference.families.geometry import around
from inference.families.joinery import bent, neighbours
from inference.families.materials import COLOURS, Finish, Rgb, ceramic, metal, rattan, shaded, stone, wood
from inference.families.plant_parts import SPECIES, plant
from inference.families.solids import lathe, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.vessel_parts import radius_at, vessel
from scenes.model.values import Model

F64 = NDArray[np.float64]
_COLOURS = tuple(COLOURS)
_SURFACES = ("raw_clay", "glaze", "speckle", "matte", "concrete", "terrazzo", "rattan", "brass")
_NAMES = {
    "snake_plant": ("snake plant", "虎尾兰"),
    "monstera": ("monstera", "龟背竹"),
    "rubber_tree": ("rubber plant", "橡皮树"),
    "palm": ("palm", "棕榈"),
    "fern": ("fern", "蕨"),
    "cactus": ("cactus", "仙人掌"),
    "succulent": ("succulent", "多肉"),
    "pothos": ("pothos", "绿萝"),
    "olive_tree": ("olive tree", "橄榄树"),
    "none": ("", ""),
}
_GREENS: dict[str, Rgb] = {
    "snake_plant": (0.30, 0.42, 0.24),
    "monstera": (0.17, 0.36, 0.17),
    "rubber_tree": (0.14, 0.27, 0.15),
    "palm": (0.28, 0.44, 0.18),
    "fern": (0.33, 0.50, 0.20),
    "cactus": (0.27, 0.42, 0.27),
    "succulent": (0.47, 0.58, 0.47),
    "pothos": (0.36, 0.53, 0.22),
    "olive_tree": (0.42, 0.47, 0.35),
    "none": (0.3, 0.4, 0.2),
}
_TALL = {
    "snake_plant": (0.25, 0.8),
    "monstera": (0.4, 0.9),
    "rubber_tree": (0.5, 1.3),
    "palm": (0.6, 1.4),
    "fern": (0.2, 0.38),
    "cactus": (0.12, 0.6),
    "succulent": (0.06, 0.14),
    "pothos": (0.2, 0.4),
    "olive_tree": (0.7, 1.4),
    "none": (0.1, 1.0),
}


class Planter(Family):
    """Pots, with or without a plant, on the floor or the sill."""

    key = "planter"
    category = ("Decoration", "Plants & planters")
    category_zh = ("装饰", "绿植与花盆")
    typical_size_m = ((0.08, 1.6), (0.08, 2.1), (0.08, 1.6))
    parameters = (
        choice("species", *SPECIES, "none"),
        choice("surface", *_SURFACES),
        choice("colour", *_COLOURS),
        choice("form", "tapered", "cylinder", "bowl", "belly", "rimmed"),
        choice("stand", "none", "saucer", "legs"),
        real("pot_height", 0.07, 0.4),
        real("slimness", 0.8, 1.5, ""),
        real("foot", 0.55, 0.98, ""),
        real("wall", 0.005, 0.014),
        real("plant_height", 0.06, 1.4),
        real("fullness", 0.1, 1.0, ""),
        real("green", -0.06, 0.06, ""),
        real("ribs", 0.0, 1.0, ""),
        integer("growth", 0, 99),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """The pot fits its plant."""
        species = str(drawn["species"])
        tall = float(rng.uniform(*_TALL[species]))
        drawn["plant_height"] = tall
        spread = tall * {"succulent": 1.1, "fern": 0.55, "pothos": 0.5, "cactus": 0.45}.get(species, 0.28)
        drawn["pot_height"] = float(np.clip(spread * rng.uniform(0.85, 1.2), 0.07, 0.4))
        if species == "none":
            drawn["pot_height"] = float(rng.uniform(0.12, 0.4))
        if drawn["stand"] == "legs" and (float(drawn["pot_height"]) < 0.16 or drawn["form"] == "rimmed"):
            drawn["stand"] = "none"
        if rng.random() < 0.55:
            drawn["ribs"] = 0.0
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three pots."""
        kind = params.choice("surface")
        made: list[Finish]
        if kind in ("concrete", "terrazzo"):
            made = [stone(k) for k in neighbours(("concrete", "terrazzo", "travertine"), kind, (1, 2))]
        elif kind == "rattan":
            made = [rattan(), rattan("espresso"), rattan("fog")]
        elif kind == "brass":
            made = [metal("brass"), metal("copper"), metal("steel")]
        else:
            made = [ceramic(c, kind) for c in neighbours(_COLOURS, params.choice("colour"), (8, 17))]
        species = params.choice("species")
        green = shaded(_GREENS[species], params.real("green"))
        leafy = Finish(
            f"leaf_{species}", "leaf", "叶", "plant", "leaf", green, None, density_kg_m3=400, double_sided=False
        )
        stem = Finish(
            "stem", "stem", "茎", "plant", "smooth", shaded(green, 0.06), 0.6, density_kg_m3=400, textured=False
        )
        rest = (
            ("leaf", leafy),
            ("stem", stem),
            ("bark", Finish("bark", "bark", "树皮", "wood", "walnut", (0.42, 0.34, 0.26), 0.85)),
            ("soil", Finish("soil", "soil", "土壤", "soil", "soil", (0.26, 0.19, 0.14), 0.95)),
            ("stand", wood("oak")),
        )
        return tuple(Look(m.key, m.label_en, m.label_zh, (("pot", m), *rest)) for m in made)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        outer = _profile(params)
        lift = _stand(a, params, outer)
        pot = vessel(a, outer, params.real("wall"), 0.01, 120 if params.real("ribs") > 0.4 else 48)
        if params.real("ribs") > 0.4:
            count = 14 + round(20 * params.real("ribs"))
            pot = bent(pot, lambda x, y, z: _ribbed(x, y, z, count))
        a.add("pot", "pot", pot.moved(y=lift))
        h = params.real("pot_height")
        r = radius_at(outer, h * 0.86) - params.real("wall")
        mound = [[0, h * 0.8], [r * 0.98, h * 0.8], [r * 0.98, h * 0.86], [r * 0.6, h * 0.88], [0, h * 0.89]]
        a.add("soil", "soil", lathe(mound, a.segments(28, 10), 60).moved(y=lift))
        if params.choice("species") != "none":
            plant(
                a,
                params.choice("species"),
                params.real("plant_height"),
                params.real("fullness"),
                params.integer("growth"),
                np.array([0.0, lift + h * 0.885, 0.0]),
            )
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        pot = self.looks(params)[0].finish("pot")
        species = params.choice("species")
        en, zh = _NAMES[species]
        noun = (f"{en} in a pot", f"{zh}盆栽") if species != "none" else ("planter", "花盆")
        h = params.real("pot_height")
        r = h * params.real("slimness") / 2
        tall = params.real("plant_height") * (species != "none")
        return Texts(
            *noun,
            pot.label_en,
            pot.label_zh,
            (f"An artificial {en}, about {tall * 100:.0f} cm tall, " if species != "none" else "A planter ")
            + f"in a {pot.label_en} pot {r * 200:.0f} cm across.",
            (f"仿真{zh}，株高约 {tall * 100:.0f} 厘米，" if species != "none" else "花盆，")
            + f"{pot.label_zh}盆，直径 {r * 200:.0f} 厘米。",
            tuple(dict.fromkeys((pot.material_en, "artificial foliage" if species != "none" else pot.material_en))),
            ("botanical",),
            pot.hex(),
            round(26 * r * h * params.real("wall") * 1000 / 5 + 900 * r * r * h + tall, 2),
            shop_price(9 + 90 * h + 70 * tall),
        )


def _profile(params: Params) -> F64:
    h = params.real("pot_height")
    r = h * params.real("slimness") / 2
    foot = r * params.real("foot")
    form = params.choice("form")
    if form == "cylinder":
        return fillet([[foot - 0.01, 0.0], [r * 0.96, 0.0], [r, h]], [0, 0.012, 0], 5)[1:]
    if form == "bowl":
        return smooth_path([[foot * 0.7, 0.0], [r * 0.92, h * 0.36], [r * 1.04, h * 0.72], [r, h]], 22)
    if form == "belly":
        return smooth_path([[foot * 0.8, 0.0], [r * 1.05, h * 0.4], [r * 0.98, h * 0.75], [r * 0.84, h]], 22)
    side = np.array([[foot, 0.0], [r * 0.97, h * 0.8]]) if form == "rimmed" else np.array([[foot, 0.0], [r, h]])
    if form == "rimmed":
        rim = [[r * 0.97, h * 0.8], [r * 1.05, h * 0.8], [r * 1.07, h]]
        return np.concatenate([np.linspace(side[0], side[1], 6)[:-1], rim])
    return np.linspace(side[0], side[1], 8)


def _ribbed(x: F64, y: F64, z: F64, count: int) -> tuple[F64, F64, F64]:
    k = 1 + 0.018 * np.cos(count * np.arctan2(x, z))
    return x * k, y, z * k


def _stand(a: Assembly, params: Params, outer: F64) -> float:
    r = float(outer[0, 0])
    if params.choice("stand") == "saucer":
        dish = smooth_path([[r * 1.02, 0.0], [r * 1.14, 0.006], [r * 1.2, 0.02]], 8)
        a.add("saucer", "pot", vessel(a, dish, 0.005, 0.005, 44))
        return 0.0075
    if params.choice("stand") != "legs":
        return 0.0
    lift, wide = 0.14, float(outer[:, 0].max())
    post = tube(
        np.array([[0, 0, wide + 0.02], [0, lift + params.real("pot_height") * 0.45, wide + 0.012]]),
        0.011,
        a.segments(12, 6),
        round_ends=2,
    )
    a.add("stand", "stand", around(post.moved(y=-float(post.low()[1])), 4, np.pi / 4))
    bar = tube(np.array([[0, lift - 0.012, wide + 0.02], [0, lift - 0.012, -wide - 0.02]]), 0.009, a.segments(10, 5))
    a.add("stand", "stand", bar.turned("y", np.pi / 4), bar.turned("y", -np.pi / 4))
    return lift - 0.004
