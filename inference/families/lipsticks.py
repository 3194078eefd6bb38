"""Lipsticks, open, with their caps."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.cosmetic_kit import HOUSES_ZH, METALS, SHADES, glossy, house_of, plan_of, shade_finish, stacked
from inference.families.geometry import Mesh
from inference.families.geometry_skin import oval
from inference.families.materials import metal
from inference.families.soft import loft
from inference.families.solids import lathe
from inference.families.values import Family, Look, Params, Texts, choice, real, shop_price
from inference.families.worn_kit import steps
from scenes.model.values import Model

_CASES = ("graphite", "ivory", "navy", "blush", "forest", "burgundy", "snow", "sand")


class Lipstick(Family):
    """Lipsticks, open: case, inner tube, a slanted bullet, the cap beside it or off."""

    key = "lipstick"
    category = ("Cosmetics", "Lipstick")
    category_zh = ("美妆", "口红")
    typical_size_m = ((0.016, 0.065), (0.05, 0.09), (0.016, 0.04))
    parameters = (
        choice("style", "round", "square", "facet"),
        real("width", 0.0175, 0.022),
        real("case_height", 0.026, 0.036),
        real("tube_height", 0.012, 0.02),
        real("bullet_height", 0.014, 0.026),
        real("slant", 0.3, 0.8, ""),
        real("cap_height", 0.042, 0.054),
        choice("cap", "beside", "none"),
        choice("case", *_CASES),
        choice("metal", *METALS),
        choice("shade", *SHADES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Five shades."""
        out = []
        for key in steps(tuple(SHADES), params.choice("shade"), (1, 3, 6, 9)):
            c = SHADES[key]
            out.append(Look(key, c.en, c.zh, (
                ("shade", shade_finish(key, 0.42, 0.25)), ("case", glossy(params.choice("case"))),
                ("metal", metal(params.choice("metal"))),
            )))  # fmt: skip
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, form, n = params.real("width"), params.real("case_height"), params.choice("style"), a.segments(40, 12)
        plan = plan_of(form, w, w, n)
        a.add(
            "case",
            "case",
            stacked(
                [
                    (0, plan * 0.94),
                    (0.0006, plan * 0.985),
                    (0.0016, plan),
                    (h - 0.001, plan),
                    (h - 0.0003, plan * 0.985),
                    (h, plan * 0.95),
                ]
            ),
        )
        ringed = plan * 1.006
        a.add(
            "band",
            "metal",
            stacked([(h * 0.86, ringed * 0.99), (h * 0.87, ringed), (h * 0.95, ringed), (h * 0.96, ringed * 0.99)]),
        )
        inner, top = w * 0.42, h + params.real("tube_height")
        t = top
        a.add(
            "tube",
            "metal",
            lathe(
                [
                    (0, h - 0.001),
                    (inner, h - 0.001),
                    (inner, t - 0.0008),
                    (inner - 0.0008, t),
                    (inner - 0.0014, t),
                    (inner - 0.0016, t - 0.003),
                    (0, t - 0.003),
                ],
                n,
            ),
        )
        a.add("bullet", "shade", self._bullet(params, inner - 0.0018, t - 0.003, n))
        if params.choice("cap") == "beside":
            c = params.real("cap_height")
            cap = stacked(
                [
                    (0, plan * 0.96),
                    (0.0006, plan * 0.99),
                    (c - 0.0022, plan),
                    (c - 0.0008, plan * 0.97),
                    (c, plan * 0.88),
                ]
            )
            a.add("cap", "case", cap.moved(x=w * 1.55, z=w * 0.25))
            trim = stacked([(0.0016, ringed * 0.99), (0.002, ringed), (0.0048, ringed), (0.0052, ringed * 0.99)])
            a.add("cap", "metal", trim.moved(x=w * 1.55, z=w * 0.25))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _bullet(params: Params, radius: float, base: float, n: int) -> Mesh:
        tall, slant = params.real("bullet_height") + 0.003, params.real("slant")
        circle = oval(2.0, 2.0, n)
        rings = []
        for t in (0.0, 0.45, 0.62, 0.78, 0.9, 0.97, 1.0):
            r = radius * (1.0 if t < 0.5 else np.sqrt(max(1 - ((t - 0.5) / 0.5) ** 2.6, 0.02)))
            x, z = circle[:, 0] * r, circle[:, 1] * r
            cut = max(0.0, t - 0.4) / 0.6
            rings.append(np.stack([x, base + tall * t - slant * (x + radius * 0.6) * cut, z], axis=1))
        return loft(np.stack(rings))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        shade, case = look.finish("shade"), look.finish("case")
        house = house_of(params)
        return Texts(
            "lipstick", "口红", shade.label_en, shade.label_zh,
            f"{house} lipstick in {shade.label_en}, 3.5 g, in a {case.label_en} case with "
            f"{look.finish('metal').label_en} details. "
            "Satin finish, refillable.",
            f"{HOUSES_ZH[house]}口红，色号{shade.label_zh}，3.5 克，{case.label_zh}外壳配"
            f"{look.finish('metal').label_zh}饰圈"
            "，缎光质地，可替换芯。",
            ("pigmented wax", case.material_en), ("glamour",), shade.hex(), 0.03,
            shop_price(22 + 400 * params.real("width")),
        )  # fmt: skip
