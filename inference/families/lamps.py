"""What all lamps share: shades, metals, feet, looks and texts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.joinery import looks_of, neighbours
from inference.families.lamp_parts import (
    bulb,
    bulb_finish,
    shade,
    shade_finish,
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
from inference.families.values import Family, Look, Params, ParamValue, Texts, shop_price

F64 = NDArray[np.float64]
COLOURS_OF_SHADES = (*COVER_COLOURS, "snow", "red", "orange", "butter")
BASES = ("oak", "walnut", "black_ash", *(f"stone_{s}" for s in STONES), "glaze", "speckle", "raw_clay", *stem_metals())


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
            "drum": ("linen", "paper", "linen"),
            "cone": ("linen", "metal", "paper"),
            "dome": ("metal", "opal", "metal"),
            "globe": ("opal", "glass", "paper"),
            "lantern": ("paper", "paper"),
            "mushroom": ("metal", "opal"),
            "bell": ("metal", "glass"),
            "cylinder": ("linen", "metal", "opal"),
            "pleated": ("linen", "paper"),
            "woven": ("rattan", "rattan"),
        }[form]
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
        keys = neighbours(COLOURS_OF_SHADES, colour, (5, 12))
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
            en,
            zh,
            cover.label_en,
            cover.label_zh,
            f"A {en} with a {params.choice('shade')} shade in {cover.label_en}, {r * 200:.0f} cm across, "
            f"and {steel.label_en} fittings.",
            f"{zh}，{cover.label_zh}灯罩，直径 {r * 200:.0f} 厘米，{steel.label_zh}配件。",
            tuple(dict.fromkeys((cover.material_en, steel.material_en))),
            ("japandi",)
            if params.choice("shade") in ("lantern", "woven")
            else ("mid-century",)
            if params.choice("shade") in ("mushroom", "dome", "globe")
            else ("classic",),
            cover.hex(),
            round(0.6 + 9 * r * h + self._weight(params), 2),
            shop_price(cost),
        )

    def _weight(self, params: Params) -> float:
        return 1.0


def hang_shade(a: Assembly, params: Params, y: float) -> None:
    """The shade with its lower rim at y, its bulb and spokes."""
    r, h = params.real("shade_radius"), params.real("shade_height")
    style = params.choice("shade")
    a.add("shade", "shade", shade(a, style, r, h, params.real("taper")).moved(y=y))
    size = min(0.034, r * 0.3)
    at = y + (h * 0.5 if style in ("globe", "lantern", "woven") else h * 0.42)
    a.add("bulb", "bulb", bulb(a, size).moved(y=at))
