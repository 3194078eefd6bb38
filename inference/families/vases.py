"""Vases: revolved, twisted, fluted and pinched; ceramic, glass, stone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import smooth_path
from inference.families.geometry import both_sides
from inference.families.joinery import bent, looks_of, neighbours
from inference.families.materials import COLOURS, STONES, Finish, ceramic, glass, metal, rattan, stone
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.vessel_parts import loop_handle, vessel
from scenes.model.values import Model

F64 = NDArray[np.float64]
_COLOURS = tuple(COLOURS)
_SURFACES = ("glaze", "speckle", "matte", "raw_clay", "glass", "stone", "hammered", "rattan")
_RELIEFS = ("smooth", "fluted", "twisted", "ribbed", "faceted", "pinched")


class Vase(Family):
    """Vases from bud to floor size."""

    key = "vase"
    category = ("Decoration", "Vases")
    category_zh = ("装饰", "花瓶")
    typical_size_m = ((0.025, 0.5), (0.1, 0.62), (0.025, 0.5))
    parameters = (
        choice("surface", *_SURFACES),
        choice("colour", *_COLOURS),
        choice("stone", *STONES),
        choice("relief", *_RELIEFS),
        choice("handles", "none", "ear", "round"),
        real("height", 0.12, 0.55),
        real("slimness", 0.22, 0.62, ""),
        real("foot", 0.3, 0.9, ""),
        real("belly_at", 0.2, 0.75, ""),
        real("neck", 0.18, 0.85, ""),
        real("neck_at", 0.72, 0.94, ""),
        real("lip", 0.0, 0.4, ""),
        real("wall", 0.003, 0.008),
        integer("lobes", 5, 24),
        real("relief_depth", 0.02, 0.09, ""),
        real("twist", 0.2, 1.6, "rad"),
        real("shade", -0.08, 0.08, ""),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Few handles; glass is smooth or fluted."""
        if rng.random() < 0.72 or drawn["surface"] in ("glass", "stone", "rattan"):
            drawn["handles"] = "none"
        if drawn["surface"] in ("rattan", "hammered", "stone") or rng.random() < 0.35:
            drawn["relief"] = "smooth"
        if drawn["relief"] in ("faceted", "pinched"):
            drawn["lobes"] = int(rng.integers(5, 9))
        if drawn["handles"] != "none":
            drawn["relief"] = "smooth"
            drawn["neck"] = min(float(drawn["neck"]), 0.45)
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three colours, stones or metals."""
        kind = params.choice("surface")
        keys = neighbours(_COLOURS, params.choice("colour"), (6, 15))
        made: list[Finish]
        if kind == "glass":
            made = [glass(c) for c in keys]
        elif kind == "stone":
            made = [stone(s) for s in neighbours(STONES, params.choice("stone"), (1, 2))]
        elif kind == "hammered":
            made = [metal(m) for m in ("bronze", "copper", "brass")]
        elif kind == "rattan":
            made = [rattan(), rattan("espresso"), rattan("ivory")]
        else:
            made = [ceramic(c, kind, params.real("shade")) for c in keys]
        return looks_of("body", made)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        outer = vase_profile(params)
        relief = params.choice("relief")
        segments = {"smooth": 52, "faceted": params.integer("lobes")}.get(relief, 80)
        body = vessel(a, outer, params.real("wall"), 0.008, segments, 38.0)
        if relief not in ("smooth", "faceted"):
            body = bent(body, lambda x, y, z: _relieved(params, x, y, z))
        elif relief == "faceted":
            turn = params.real("twist") / params.real("height")
            body = bent(body, lambda x, y, z: _turned(x, y, z, y * turn * 0.5))
        a.add("body", "body", body)
        if params.choice("handles") != "none":
            h = params.real("height")
            grip = loop_handle(
                a,
                outer,
                h * 0.56,
                h * (params.real("neck_at") - 0.02),
                h * 0.14,
                0.006 + 0.022 * h,
                params.choice("handles"),
            )
            a.add("handles", "body", both_sides(grip))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        body = self.looks(params)[0].finish("body")
        h, relief = params.real("height"), params.choice("relief")
        noun = ("bud vase", "小花瓶") if h < 0.18 else ("floor vase", "落地花瓶") if h > 0.46 else ("vase", "花瓶")
        word = {
            "smooth": ("smooth", "光面"),
            "fluted": ("fluted", "凹槽"),
            "twisted": ("twisted", "螺旋"),
            "ribbed": ("ribbed", "横纹"),
            "faceted": ("faceted", "棱面"),
            "pinched": ("pinched", "捏塑"),
        }[relief]
        r = h * params.real("slimness") / 2
        mass = 2 * np.pi * r * h * params.real("wall") * min(body.density_kg_m3, 3000) * 1.2
        return Texts(
            *noun,
            body.label_en,
            body.label_zh,
            f"A {word[0]} {noun[0]} in {body.label_en}, {h * 100:.0f} cm high.",
            f"{word[1]}{noun[1]}，{body.label_zh}，高 {h * 100:.0f} 厘米。",
            (body.material_en,),
            ("wabi-sabi",) if params.choice("surface") in ("raw_clay", "speckle") else ("modern",),
            body.hex(),
            round(mass, 2),
            shop_price(
                9 + 95 * h + 25 * (params.choice("surface") in ("stone", "hammered")) + 6 * (relief != "smooth")
            ),
        )


def vase_profile(params: Params) -> F64:
    """Outer (radius, height) from foot to lip."""
    h = params.real("height")
    r = h * params.real("slimness") / 2
    at, neck = params.real("belly_at"), params.real("neck")
    top = params.real("neck_at")
    knots = [
        [r * params.real("foot"), 0.0],
        [r * (0.5 + 0.5 * params.real("foot")), h * at * 0.4],
        [r, h * at],
        [r * (neck + (1 - neck) * 0.55), h * (at + (top - at) * 0.55)],
        [r * neck, h * top],
        [r * neck * (1 + params.real("lip")), h],
    ]
    return smooth_path(knots, 30)


def _relieved(params: Params, x: F64, y: F64, z: F64) -> tuple[F64, F64, F64]:
    angle, depth, lobes, t = (
        np.arctan2(x, z),
        params.real("relief_depth"),
        params.integer("lobes"),
        y / params.real("height"),
    )
    fade = np.clip(np.minimum(t * 8, (1.0 - t) * 12), 0, 1)
    relief = params.choice("relief")
    if relief == "ribbed":
        k = 1 + 0.4 * depth * fade * np.sin(2 * np.pi * t * lobes)
    elif relief == "pinched":
        k = 1 + depth * fade * np.cos(angle * 3 + 2.0 * t) * np.sin(np.pi * t)
    else:
        turn = params.real("twist") * t * 2 if relief == "twisted" else 0.0
        k = 1 + 0.5 * depth * fade * np.abs(np.cos(lobes * angle / 2 + turn * lobes / 4)) - 0.25 * depth * fade
    return x * k, y, z * k


def _turned(x: F64, y: F64, z: F64, angle: F64) -> tuple[F64, F64, F64]:
    c, s = np.cos(angle), np.sin(angle)
    return x * c + z * s, y, z * c - x * s
