"""Tables: dining, coffee and side tables, desks. One machinery of tops and bases, four families with their sizes."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.joinery import LEG_STYLES, frame_finish, is_metal, looks_of, neighbours
from inference.families.materials import LACQUERS, STONES, WOODS, Finish, glass, rattan, stone
from inference.families.table_parts import BASES, table_base, table_top
from inference.families.values import Family, Look, Parameter, Params, ParamValue, Texts, choice, real, shop_price
from scenes.model.values import Model

_TOPS = (*WOODS, *LACQUERS[:6], *(f"stone_{s}" for s in STONES), "glass")
_FRAMES = (*WOODS, *LACQUERS[:4], "black_steel", "white_steel", "brass", "chrome")
_SHAPES = ("rectangle", "rounded", "oval", "boat", "round")


def _parameters(
    shapes: tuple[str, ...],
    bases: tuple[str, ...],
    width: tuple[float, float],
    depth: tuple[float, float],
    height: tuple[float, float],
) -> tuple[Parameter, ...]:
    return (
        choice("shape", *shapes),
        choice("base", *bases),
        choice("legs", *LEG_STYLES),
        choice("top", *_TOPS),
        choice("frame", *_FRAMES),
        real("width", *width),
        real("depth", *depth),
        real("height", *height),
        real("thickness", 0.016, 0.045),
        real("bevel", 0.0, 1.0, ""),
        real("leg_thickness", 0.03, 0.075),
        real("splay", 0.0, 0.16, "rad"),
        real("inset", 0.0, 1.0, ""),
        real("apron", 0.0, 0.09),
        real("shelf", 0.0, 1.0, ""),
    )


class Table(Family):
    """What all tables share."""

    hangs = "floor"
    noun = ("table", "桌")
    base_price = 80.0
    price_per_m2 = 210.0

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Bases and tops that carry each other; round tables are as deep as wide; tops of one wood with their legs."""
        if drawn["shape"] == "round":
            drawn["width"] = float(drawn["depth"])
        if drawn["shape"] != "round" and drawn["base"] in ("pedestal", "drum", "tripod"):
            drawn["base"] = "legs"
        if drawn["base"] in ("sled", "cross") and not is_metal(str(drawn["frame"])):
            drawn["frame"] = str(rng.choice(["black_steel", "white_steel", "brass"]))
        if drawn["base"] in ("panel", "trestle") and is_metal(str(drawn["frame"])):
            drawn["frame"] = str(rng.choice(["oak", "walnut", "black_ash", "beech"]))
        if drawn["base"] == "legs" and is_metal(str(drawn["frame"])):
            drawn["legs"] = str(rng.choice(["rod", "hairpin", "square"]))
        elif drawn["legs"] in ("rod", "hairpin"):
            drawn["legs"] = "tapered"
        if str(drawn["top"]) in WOODS and not is_metal(str(drawn["frame"])) and rng.random() < 0.7:
            drawn["frame"] = drawn["top"]
        if not str(drawn["top"]).startswith("stone") and rng.random() < 0.35:
            drawn["top"] = str(rng.choice(["oak", "walnut", "white_oak", "ash"]))
            if not is_metal(str(drawn["frame"])):
                drawn["frame"] = drawn["top"]
        if drawn["legs"] in ("square", "hairpin", "rod"):
            drawn["splay"] = 0.0
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """The top as chosen and two others; a frame of the top's wood follows it."""
        key = params.choice("top")
        frame_key = params.choice("frame")
        if key == "glass":
            frames = neighbours(_FRAMES, frame_key, (3, 7))
            return tuple(
                Look(
                    f,
                    frame_finish(f).label_en,
                    frame_finish(f).label_zh,
                    (("frame", frame_finish(f)), ("top", glass()), ("basket", rattan())),
                )
                for f in frames
            )
        group = WOODS if key in WOODS else LACQUERS[:6] if key in LACQUERS else tuple(f"stone_{s}" for s in STONES)
        if key != frame_key:
            return looks_of(
                "top", [_top(t) for t in neighbours(group, key, (1, 2))], frame=frame_finish(frame_key), basket=rattan()
            )
        return tuple(
            Look(t, _top(t).label_en, _top(t).label_zh, (("top", _top(t)), ("frame", _top(t)), ("basket", rattan())))
            for t in neighbours(group, key, (1, 5))
        )

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        table_top(a, params)
        table_base(a, params)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        top, frame = look.finish("top"), look.finish("frame")
        width, height = params.real("width"), params.real("height")
        depth = width if params.choice("shape") == "round" else params.real("depth")
        round_en, round_zh = (
            ("round ", "圆")
            if params.choice("shape") == "round"
            else ("oval ", "椭圆")
            if params.choice("shape") == "oval"
            else ("", "")
        )
        area = width * depth
        heavy = 1.7 if "stone" in top.key else 0.75 if top.key == "glass_clear" else 1.0
        mass = (
            area * params.real("thickness") * min(top.density_kg_m3, 2600)
            + 4
            + 6 * height * (1 + 12 * params.real("leg_thickness")) * 0.6
        )
        noun_en, noun_zh = round_en + self.noun[0], round_zh + self.noun[1]
        return Texts(
            noun_en,
            noun_zh,
            top.label_en,
            top.label_zh,
            f"A {noun_en}, {width * 100:.0f} × {depth * 100:.0f} cm and {height * 100:.0f} cm high, "
            f"with a top of {top.label_en} on a {frame.label_en} base.",
            f"{noun_zh}，台面 {width * 100:.0f} × {depth * 100:.0f} 厘米，高 {height * 100:.0f} 厘米，"
            f"{top.label_zh}台面配{frame.label_zh}桌架。",
            tuple(dict.fromkeys((top.material_en, frame.material_en))),
            ("industrial",)
            if is_metal(params.choice("frame"))
            else ("scandinavian",)
            if params.real("splay") > 0.06
            else ("modern",),
            top.hex(),
            round(mass, 1),
            shop_price(self.base_price + self.price_per_m2 * area * heavy + 30 * (top.key == "walnut")),
        )


def _top(key: str) -> Finish:
    return (
        glass()
        if key == "glass"
        else stone(key.removeprefix("stone_"))
        if key.startswith("stone_")
        else frame_finish(key)
    )


class DiningTable(Table):
    """Tables for four to ten."""

    key = "dining_table"
    category = ("Furniture", "Dining tables")
    category_zh = ("家具", "餐桌")
    noun = ("dining table", "餐桌")
    base_price, price_per_m2 = 140.0, 330.0
    typical_size_m = ((0.8, 2.5), (0.72, 0.77), (0.78, 1.45))
    parameters = _parameters(_SHAPES, BASES, (1.2, 2.4), (0.8, 1.0), (0.72, 0.76))

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Round ones are 0.9 to 1.4 m."""
        out = super().correlated(drawn, rng)
        if out["shape"] == "round":
            out["width"] = out["depth"] = float(rng.uniform(1.2, 1.4))
        return out


class CoffeeTable(Table):
    """Low tables before a sofa."""

    key = "coffee_table"
    category = ("Furniture", "Coffee tables")
    category_zh = ("家具", "茶几")
    noun = ("coffee table", "茶几")
    typical_size_m = ((0.5, 1.35), (0.3, 0.5), (0.42, 1.2))
    parameters = _parameters(_SHAPES, BASES, (0.6, 1.3), (0.45, 0.75), (0.34, 0.46))


class SideTable(Table):
    """Small tables beside a chair or a bed."""

    key = "side_table"
    category = ("Furniture", "Side tables")
    category_zh = ("家具", "边几")
    noun = ("side table", "边几")
    base_price, price_per_m2 = 55.0, 260.0
    typical_size_m = ((0.3, 0.68), (0.42, 0.65), (0.3, 0.62))
    parameters = _parameters(
        ("round", "rounded", "rectangle", "oval"), (*BASES, "tripod"), (0.34, 0.55), (0.34, 0.5), (0.44, 0.62)
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Small things have slender legs."""
        out = super().correlated(drawn, rng)
        out["leg_thickness"] = min(float(out["leg_thickness"]), 0.042)
        return out


class Desk(Table):
    """Writing desks with drawers."""

    key = "desk"
    category = ("Furniture", "Desks")
    category_zh = ("家具", "书桌")
    noun = ("desk", "书桌")
    base_price, price_per_m2 = 150.0, 300.0
    typical_size_m = ((0.95, 1.85), (0.7, 0.77), (0.5, 0.95))
    parameters = (
        *_parameters(
            ("rectangle", "rounded"),
            ("legs", "sled", "panel", "trestle", "cross"),
            (1.0, 1.8),
            (0.55, 0.8),
            (0.71, 0.75),
        ),
        choice("drawers", "none", "under", "left", "right"),
        choice("handles", "knob", "bar", "edge", "ring"),
    )
