"""Table lamps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import fillet, line, smooth_path
from inference.families.lamp_parts import (
    SHADE_MATERIALS,
    SHADES,
    cable,
    spider,
    stem_metals,
)
from inference.families.lamps import BASES, COLOURS_OF_SHADES, Lamp, hang_shade
from inference.families.solids import lathe, tube
from inference.families.values import Params, choice, real
from scenes.model.values import Model

F64 = NDArray[np.float64]


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
        choice("foot", *BASES),
        choice("metal", *stem_metals()),
        choice("colour", *COLOURS_OF_SHADES),
        real("shade_radius", 0.08, 0.22),
        real("shade_height", 0.1, 0.32),
        real("taper", 0.3, 1.0, ""),
        real("body_height", 0.14, 0.4),
        real("body_radius", 0.05, 0.11),
        real("neck", 0.02, 0.09),
        real("cable", 0.05, 0.12),
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
        hang_shade(a, params, bottom)
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
