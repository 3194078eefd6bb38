"""Lamps that hang from the ceiling."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import arc, line, smooth_path
from inference.families.geometry import join
from inference.families.lamp_parts import (
    SHADE_MATERIALS,
    SHADES,
    spider,
    stem_metals,
)
from inference.families.lamps import BASES, COLOURS_OF_SHADES, Lamp, hang_shade
from inference.families.solids import box, lathe, tube
from inference.families.values import Params, ParamValue, choice, integer, real
from scenes.model.values import Model

F64 = NDArray[np.float64]


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
        choice("foot", *BASES),
        choice("metal", *stem_metals()),
        choice("colour", *COLOURS_OF_SHADES),
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
    hang_shade(one, params, lift)
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
