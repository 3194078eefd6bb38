"""Floor lamps: straight, arc, tripod, reading."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import fillet, line, smooth_path
from inference.families.geometry import around
from inference.families.lamp_parts import (
    SHADE_MATERIALS,
    SHADES,
    cable,
    spider,
    stem_metals,
)
from inference.families.lamps import BASES, COLOURS_OF_SHADES, Lamp, hang_shade
from inference.families.solids import lathe, tube
from inference.families.values import Params, ParamValue, choice, real
from scenes.model.values import Model

F64 = NDArray[np.float64]


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
        choice("foot", *BASES),
        choice("metal", *stem_metals()),
        choice("colour", *COLOURS_OF_SHADES),
        real("shade_radius", 0.12, 0.27),
        real("shade_height", 0.16, 0.42),
        real("taper", 0.3, 1.0, ""),
        real("height", 1.35, 1.8),
        real("reach", 0.3, 0.95),
        real("tube", 0.008, 0.016),
        real("foot_radius", 0.12, 0.19),
        real("cable", 0.05, 0.12),
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
    profile = fillet([[0.0, 0.0], [r, 0.0], [r, 0.022], [0.0, 0.026]], [0.0, 0.003, 0.006, 0.0], 3)
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
    hang_shade(a, params, low)


def _reach(params: Params) -> float:
    return params.real("reach") * (1.0 if params.choice("stand") == "arc" else 0.38)


def _arc_stand(a: Assembly, params: Params) -> None:
    h, sh = params.real("height"), params.real("shade_height")
    reach = _reach(params)
    _foot(a, params, -reach)
    if params.choice("stand") == "arc":
        curve = smooth_path(
            [
                [-reach, 0.02, 0],
                [-reach, h * 0.45, 0],
                [-reach * 0.86, h * 0.82, 0],
                [-reach * 0.4, h * 1.0, 0],
                [-0.05, h * 0.985, 0],
                [0, h * 0.96, 0],
            ],
            a.segments(30, 12),
        )
    else:
        curve = fillet([[-reach, 0.02, 0], [-reach, h * 0.9, 0], [0, h * 0.96, 0]], [0, 0.12, 0], a.segments(8, 3))
    a.add("stem", "metal", tube(curve, params.real("tube"), a.segments(12, 6), round_ends=2))
    hang = h * 0.96 - 0.03
    a.add("stem", "metal", tube(line([0, hang - 0.01, 0], [0, h * 0.96, 0], 2), 0.006, a.segments(10, 5)))
    hang_shade(a, params, hang - sh * 0.98)


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
    hang_shade(a, params, low)
