"""Loafers, derbies, ballet flats and heels. Pairs."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh, both_sides, join
from inference.families.geometry_skin import F64, shell
from inference.families.shoe_form import Last, Opening, sample, upper
from inference.families.shoe_kit import LEATHERS, Parts, block_heel, edge, forefoot, last_of, shoe_looks, stand
from inference.families.shoe_parts import both, eyelets, insole, laces, overlay, tongue
from inference.families.solids import tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.worn_kit import ellipsoid
from scenes.model.values import Model


class DressShoe(Family):
    """Loafers, ballet flats, derbies, pumps and slingback-like heels."""

    key = "dress_shoe"
    category = ("Shoes", "Loafers & heels")
    category_zh = ("鞋履", "乐福鞋与高跟鞋")
    typical_size_m = ((0.18, 0.42), (0.06, 0.26), (0.18, 0.42))
    parameters = (
        choice("style", "loafer", "derby", "flat", "pump", "block"),
        real("length", 0.235, 0.30),
        real("width", 0.30, 0.36, ""),
        real("toe_height", 0.020, 0.032),
        real("pointed", 0.15, 1.0, ""),
        real("sole", 0.004, 0.014),
        real("heel", 0.012, 0.095),
        real("slim", 0.0, 0.95, ""),
        real("throat", 0.55, 0.82, ""),
        real("side", 0.035, 0.055),
        choice("ornament", "penny", "bit", "bow", "none"),
        choice("sole_colour", "espresso", "graphite", "sand"),
        choice("hide", "smooth", "suede", "patent"),
        choice("colour", *LEATHERS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Pumps are pointed with slim high heels, loafers low with a high front."""
        style = str(drawn["style"])
        heel = {
            "loafer": (0.018, 0.03),
            "derby": (0.02, 0.03),
            "flat": (0.012, 0.016),
            "pump": (0.065, 0.095),
            "block": (0.045, 0.07),
        }[style]
        drawn["heel"] = float(rng.uniform(*heel))
        drawn["slim"] = float(rng.uniform(0.8, 0.95) if style == "pump" else rng.uniform(0.1, 0.3))
        drawn["throat"] = float(rng.uniform(0.56, 0.62) if style in ("loafer", "derby") else rng.uniform(0.74, 0.82))
        if style in ("pump", "block", "flat"):
            drawn.update(
                width=float(rng.uniform(0.30, 0.325)),
                length=float(rng.uniform(0.235, 0.26)),
                toe_height=float(rng.uniform(0.020, 0.025)),
            )
            drawn["ornament"] = str(rng.choice(["bow", "none", "none"]))
            drawn["side"], drawn["sole"] = float(rng.uniform(0.035, 0.043)), float(rng.uniform(0.004, 0.007))
        else:
            drawn["side"], drawn["sole"] = float(rng.uniform(0.046, 0.055)), float(rng.uniform(0.008, 0.014))
            drawn["pointed"] = float(rng.uniform(0.15, 0.5))
            drawn["ornament"] = str(rng.choice(["penny", "bit", "none"])) if style == "loafer" else "none"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return shoe_looks(params, params.choice("sole_colour"))

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        stand(a, self._shoe(params, a), params)
        return a.model(self.key, self.looks(params))

    def _shoe(self, params: Params, a: Assembly) -> Parts:
        heel, style = params.real("heel"), params.choice("style")
        last = last_of(params, params.real("sole"), heel, 0.006 + 0.006 * params.real("pointed"))
        around = a.segments(52, 18)
        derby = style == "derby"
        front = style in ("loafer", "derby")
        opening = Opening(
            params.real("throat"), params.real("toe_height") + (0.026 if front else 0.010), 0.018 if derby else 0.026
            if front else 0.030,
            0.40 if front else 0.46, 0.082 if derby else 0.070 if front else params.real("side") * 0.98,
            params.real("side"),
            0.033 if front else 0.030, params.real("side") + 0.016, 0.028,
        )  # fmt: skip
        grid = upper(last, opening, around, a.segments(12, 6), 0.003)
        out: Parts = [("upper", "upper", shell(grid, 0.0022)), ("insole", "lining", insole(last, grid, -0.002, 0.002))]
        out.append(("sole", "sole", forefoot(last, around)))
        wide = 0.003 if front else 0.0012
        rim = [(-0.0035, wide * 0.4), (-0.0030, wide), (-0.0004, wide), (0.0006, wide * 0.4), (0.0006, -0.004)]
        out.append(("welt", "welt" if front else "sole", edge(last, around, rim)))
        slim = params.real("slim")
        out.append(("heel", "upper" if slim > 0.5 else "sole", block_heel(last, 0.0, 0.001, slim, a.segments(22, 10))))
        out += self._details(params, a, grid, last, opening)
        return out

    @staticmethod
    def _details(params: Params, a: Assembly, grid: F64, last: Last, opening: Opening) -> Parts:
        out: Parts = []
        n = a.segments(20, 7)
        style, ornament = params.choice("style"), params.choice("ornament")
        if style == "derby":
            out.append(
                ("tongue", "upper", tongue(last, grid, opening.throat, opening.instep - 0.03, 0.092, 0.026, a.detail))
            )
            right, left = eyelets(grid, 4, 0.05, 0.03, 0.15)
            out.append(("laces", "laces", laces(right, left, 0.0014, 0.004, a.detail, 0.026)))
            out.append(
                (
                    "quarters",
                    "upper",
                    both(
                        lambda k: overlay(
                            grid,
                            k * 0.02,
                            k * 0.26,
                            lambda s: 0.75 - 2.6 * np.maximum(np.abs(s) - 0.08, 0),
                            lambda s: 0.995 + 0 * s,
                            0.0014,
                            n,
                            6,
                        )
                    ),
                )
            )
        if style == "loafer":
            s = np.linspace(-0.16, 0.16, a.segments(30, 12))
            ridge = sample(grid, s, 0.52 + 0.25 * np.abs(s / 0.16) ** 2)
            out.append(("moccasin seam", "upper", tube(ridge, 0.0016, 6, round_ends=1)))
            if ornament != "none":
                half = 0.10 if ornament == "penny" else 0.055
                band = overlay(
                    grid, -0.19, 0.19, lambda s: 0.74 - half - 1.6 * np.abs(s), lambda s: 0.74 + half - 1.1 * np.abs(s),
                    0.0022, a.segments(34, 12),
                )  # fmt: skip
                out.append(("strap", "upper", band))
            if ornament == "bit":
                out.append(("bit", "metal", _bit(sample(grid, np.array([0.0]), np.array([0.74]))[0])))
        if ornament == "bow":
            p = grid[-1, 0] + np.array([0, 0.003, 0.004])
            wing = ellipsoid(0.013, 0.0035, 0.008, 14).moved(x=0.013)
            out.append(
                ("bow", "upper", join([both_sides(wing.turned("z", 0.25)), ellipsoid(0.004, 0.004, 0.005, 10)]).at(p))
            )
        return out

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        hide = self.looks(params)[0].finish("upper")
        style = params.choice("style")
        noun = {"loafer": ("loafers", "乐福鞋"), "derby": ("derby shoes", "德比鞋"),
            "flat": ("ballet flats", "芭蕾平底鞋"),
                "pump": ("pumps", "高跟鞋"), "block": ("block-heel pumps", "粗跟鞋")}[style]  # fmt: skip
        eu = round((params.real("length") * 100 + 1.0) * 1.5 - 3)
        heel = params.real("heel") * 1000
        return Texts(
            *noun, hide.label_en, hide.label_zh,
            f"A pair of {noun[0]} in {hide.label_en} with leather lining, heel {heel:.0f} mm. EU size {eu}.",
            f"{hide.label_zh}{noun[1]}，真皮内里，跟高 {heel:.0f} 毫米，欧码 {eu}。",
            ("leather", "rubber"), ("elegant",), hide.hex(), round(0.35 + 3.5 * params.real("heel"), 2),
            shop_price({"loafer": 95, "derby": 110, "flat": 58, "pump": 88,
                "block": 84}[style] + 300 * params.real("heel")),
        )  # fmt: skip


def _bit(place: F64) -> Mesh:
    """A snaffle: a bar with a ring at each end."""
    t = np.linspace(-0.018, 0.018, 8)
    bar = place + np.stack([t, 0.0045 - 0.2 * np.abs(t), 0 * t], axis=1)
    turn = np.linspace(0, 2 * np.pi, 15)[:-1]
    parts = [tube(bar, 0.0018, 6, round_ends=1)]
    for side in (1, -1):
        ring = np.stack([0 * turn + side * 0.019, 0.001 + 0.007 * np.cos(turn), 0.007 * np.sin(turn)], axis=1)
        parts.append(tube(place + ring, 0.0013, 6, closed=True))
    return join(parts)
