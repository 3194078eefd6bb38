"""Boots: chelsea, lace-up, knee-high and rain boots. Pairs."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh
from inference.families.geometry_skin import F64, curve, oval, shell, strap, through
from inference.families.shoe_form import Last, Opening, sample, upper
from inference.families.shoe_kit import LEATHERS, Parts, block_heel, forefoot, last_of, shoe_looks, stand
from inference.families.shoe_parts import both, insole, laces, overlay, sole
from inference.families.solids import tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from scenes.model.values import Model


class Boot(Family):
    """Chelsea, lace-up, knee-high and rain boots."""

    key = "boot"
    category = ("Shoes", "Boots")
    category_zh = ("鞋履", "靴子")
    typical_size_m = ((0.2, 0.44), (0.13, 0.48), (0.2, 0.42))
    parameters = (
        choice("style", "chelsea", "lace_up", "tall", "rain"),
        real("length", 0.24, 0.31),
        real("width", 0.34, 0.38, ""),
        real("toe_height", 0.026, 0.038),
        real("pointed", 0.1, 0.8, ""),
        real("sole", 0.008, 0.022),
        real("heel", 0.018, 0.05),
        real("shaft", 0.11, 0.38),
        real("shaft_width", 0.9, 1.25, ""),
        real("lean", -0.01, 0.015),
        real("welt", 0.002, 0.006),
        choice("sole_colour", "graphite", "espresso", "sand"),
        choice("hide", "smooth", "suede", "patent"),
        choice("colour", *LEATHERS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Shaft height goes with the style; rain boots are rubber."""
        shaft = {"chelsea": (0.11, 0.145), "lace_up": (0.12, 0.17), "tall": (0.30, 0.38), "rain": (0.22, 0.32)}[
            str(drawn["style"])
        ]
        drawn["shaft"] = float(rng.uniform(*shaft))
        if drawn["style"] == "rain":
            drawn["hide"], drawn["heel"] = "patent", float(rng.uniform(0.02, 0.026))
            drawn["pointed"], drawn["shaft_width"] = float(rng.uniform(0.1, 0.3)), float(rng.uniform(1.08, 1.25))
        elif drawn["hide"] == "patent" and rng.random() < 0.6:
            drawn["hide"] = "smooth"
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
        last = last_of(params, params.real("sole"), heel * 0.72)
        laced = style == "lace_up"
        around = a.segments(48, 18)
        k = params.real("length") / 0.28
        opening = Opening(
            0.52 if laced else 0.50,
            0.072 * k if laced else 0.085 * k,
            0.018 if laced else 0.026,
            0.40,
            0.108 * k,
            0.100 * k,
            0.042 * k,
            0.098 * k,
            0.03,
        )
        low = upper(last, opening, around, a.segments(13, 7))
        grid = self._shafted(params, last, low, a)
        out: Parts = [("upper", "upper", shell(grid, 0.003))]
        out.append(("insole", "lining", insole(last, low)))
        welt = params.real("welt")
        out.append(
            (
                "sole",
                "sole",
                sole(
                    last,
                    [
                        (0.0 if heel < 0.028 else 0.25, -0.004),
                        (0.02 if heel < 0.028 else 0.3, 0.001),
                        (0.55, 0.001 + welt),
                        (0.8, 0.001 + welt),
                    ],
                    around,
                ),
            )
        )
        out.append(
            (
                "welt",
                "welt" if style != "rain" else "sole",
                sole(
                    last,
                    [(0.78, 0.001 + welt), (0.84, 0.002 + welt), (1.05, 0.002 + welt), (1.10, 0.001), (1.10, -0.004)],
                    around,
                    False,
                ),
            )
        )
        if heel >= 0.028:
            out.append(("heel", "sole", block_heel(last, 0.0, 0.003, 0.1, a.segments(20, 10))))
            out.append(("sole", "sole", forefoot(last, around)))
        out += self._details(params, a, grid, low, last)
        return out

    @staticmethod
    def _shafted(params: Params, last: Last, low: F64, a: Assembly) -> F64:
        ankle = low[-1]
        n, shaft, wide = low.shape[1], params.real("shaft"), params.real("shaft_width")
        top_y = float(last.base(np.array([0.05]))[0]) + 0.085 + shaft * 0.62
        k = last.length / 0.28
        rings = [low[j] for j in range(len(low) - 1)]
        extra = []
        centre = float(ankle[:, 2].mean()) - 0.012
        levels = (
            [(0.32, 0.082, 0.098), (0.66, 0.090, 0.106), (1.0, 0.094, 0.110)]
            if shaft > 0.2
            else [(0.5, 0.080, 0.098), (1.0, 0.083, 0.104)]
        )
        base_y = float(ankle[:, 1].max())
        for f, w, d in levels:
            flat = oval(w * k * (wide if shaft > 0.2 else 0.96), d * k * (wide if shaft > 0.2 else 0.96), n, 2.15)
            y = base_y + (top_y - base_y) * f
            extra.append(np.stack([flat[:, 0], np.full(n, y), flat[:, 1] + centre + params.real("lean") * f], axis=1))
        tail = [ankle * 0.55 + extra[0] * 0.45 - np.array([0, 0.004, 0])]
        up = through([low[-2], *tail, *extra], a.segments(16 if shaft > 0.2 else 11, 6))
        return np.concatenate([np.stack(rings), up[1:]])

    @staticmethod
    def _details(params: Params, a: Assembly, grid: F64, low: F64, last: Last) -> Parts:
        style, n = params.choice("style"), a.segments(18, 7)
        split = (len(low) - 1) / (len(grid) - 1)
        out: Parts = [
            (
                "heel counter",
                "upper",
                overlay(
                    grid,
                    0.40,
                    0.60,
                    lambda s: 0 * s,
                    lambda s: split * (0.75 - 0.4 * np.abs((s - 0.5) / 0.1) ** 2),
                    0.0012,
                    n,
                ),
            )
        ]
        if style == "chelsea":
            out.append(
                (
                    "elastic",
                    "elastic",
                    both(
                        lambda k: overlay(
                            grid,
                            k * 0.215,
                            k * 0.315,
                            lambda s: split * 0.78 + 2.2 * np.abs(np.abs(s) - 0.265) ** 1.2,
                            lambda s: 0.985 + 0 * s,
                            0.0014,
                            n,
                            8,
                        )
                    ),
                )
            )
            for place in (0.0, 0.5):
                p = sample(grid, np.array([place]), np.array([0.985]))[0]
                z = 0.006 if place == 0 else -0.006
                path = curve(
                    np.array(
                        [p + (0, -0.02, z * 0.6), p + (0, 0.012, z * 1.3), p + (0, 0.020, -z * 0.2), p + (0, -0.01, -z)]
                    ),
                    10,
                )
                out.append(("pull tabs", "elastic", strap(path, (0, 0.2, 1 if z > 0 else -1), 0.016, 0.002)))
        elif style == "lace_up":
            count = 6 + round((params.real("shaft") - 0.12) * 40)
            ends = []
            for side in (1.0, -1.0):
                t = np.linspace(split * 0.86, 0.97, count)
                s = side * np.linspace(0.045, 0.075, count)
                ends.append(sample(grid, s, t))
            out.append(("laces", "laces", laces(ends[0], ends[1], 0.002, 0.003, a.detail, 0.032)))
            out.append(
                (
                    "eyestay",
                    "upper",
                    both(
                        lambda k: overlay(
                            grid,
                            k * 0.03,
                            k * 0.12,
                            lambda s: split * 0.80 + 0 * s,
                            lambda s: 0.99 + 0 * s,
                            0.0013,
                            8,
                            n,
                        )
                    ),
                )
            )
            out.append(
                (
                    "toe cap",
                    "upper",
                    overlay(
                        grid,
                        -0.14,
                        0.14,
                        lambda s: 0 * s,
                        lambda s: split * (0.46 - 0.3 * (s / 0.14) ** 2),
                        0.0013,
                        n + 8,
                    ),
                )
            )
        elif style == "rain":
            out += [("bands", "sole", _ring_band(grid, low, low + 0.03)) for low in (0.965, 0.02)]
        else:
            t = np.linspace(split * 0.8, 0.96, a.segments(16, 6))
            line = sample(grid, np.full(len(t), 0.77), t)
            out.append(("zip", "metal", tube(line, 0.0015, 6, round_ends=1)))
        return out

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        hide = self.looks(params)[0].finish("upper")
        style = params.choice("style")
        noun = {"chelsea": ("Chelsea boots", "切尔西靴"), "lace_up": ("lace-up boots", "系带靴"),
            "tall": ("knee-high boots", "长筒靴"),
                "rain": ("rain boots", "雨靴")}[style]  # fmt: skip
        eu = round((params.real("length") * 100 + 1.0) * 1.5 - 3)
        material = "rubber" if style == "rain" else "leather"
        heel = params.real("heel") * 1000
        cost = {"chelsea": 95, "lace_up": 110, "tall": 150, "rain": 42}[style] + 500 * params.real("heel")
        return Texts(
            *noun, hide.label_en, hide.label_zh,
            f"A pair of {noun[0]} in {hide.label_en}, heel {heel:.0f} mm, shaft {params.real('shaft') * 100:.0f} cm. "
            f"EU size {eu}.",
            f"{hide.label_zh}{noun[1]}，跟高 {heel:.0f} 毫米，筒高 {params.real('shaft') * 100:.0f} 厘米，欧码 {eu}。",
            (material, "rubber"), ("outdoor",) if style in ("rain", "lace_up") else ("elegant",), hide.hex(),
            round(0.7 + 2.2 * params.real("shaft"), 2), shop_price(cost),
        )  # fmt: skip


def _ring_band(grid: F64, low: float, high: float) -> Mesh:
    """A raised band all around a boot."""
    return overlay(grid, 0, 1, lambda s: low + 0 * s, lambda s: high + 0 * s, 0.0016, grid.shape[1] + 1, 4)
