"""Nail polish."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.cosmetic_kit import SHADES, house_name, plan_of, shade_finish, stacked
from inference.families.materials import glass, metal, plastic
from inference.families.solids import lathe
from inference.families.values import Family, Look, Params, Texts, choice, real, shop_price
from inference.families.worn_kit import steps
from scenes.model.values import Model


class NailPolish(Family):
    """Small bottles of lacquer with tall caps."""

    key = "nail_polish"
    category = ("Cosmetics", "Nails")
    category_zh = ("美妆", "指甲油")
    typical_size_m = ((0.018, 0.045), (0.055, 0.1), (0.018, 0.045))
    parameters = (
        choice("style", "round", "square", "facet", "oval"),
        real("width", 0.024, 0.036),
        real("height", 0.028, 0.04),
        real("shoulder", 0.15, 0.5, ""),
        real("cap_height", 0.028, 0.042),
        real("cap_width", 0.012, 0.017),
        real("cap_taper", 0.6, 1.05, ""),
        choice("cap", "graphite", "snow", "gold", "chrome", "copper"),
        choice("shade", *SHADES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Six shades."""
        cap = params.choice("cap")
        made = plastic(cap, glossy=True) if cap in ("graphite", "snow") else metal(cap)
        out = []
        for key in steps(tuple(SHADES), params.choice("shade"), (1, 2, 4, 6, 9)):
            out.append(
                Look(
                    key,
                    SHADES[key].en,
                    SHADES[key].zh,
                    (("lacquer", shade_finish(key, 0.15, 1.0)), ("cap", made), ("glass", glass())),
                )
            )
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, n = params.real("width"), params.real("height"), a.segments(40, 14)
        plan = plan_of(params.choice("style"), w, w * 0.62 if params.choice("style") == "oval" else w, n)
        s = params.real("shoulder")
        body = [(0.0, plan * 0.92), (0.001, plan * 0.98), (0.003, plan)]
        for t in np.linspace(0.2, 1.0, 7):
            close = 1.0 if t < 1 - s else np.sqrt(max(1 - ((t - 1 + s) / s) ** 2 * 0.8, 0.05))
            body.append((h * float(t), plan * close))
        a.add("bottle", "lacquer", stacked([(y + 0.0012, o * 0.9) for y, o in body[:-1]]))
        a.add("bottle", "glass", stacked(body))
        r, c = params.real("cap_width") / 2, params.real("cap_height")
        k = params.real("cap_taper")
        cap = [
            (0, h - 0.001),
            (r, h - 0.001),
            (r, h + 0.002),
            (r * k, h + c - 0.0015),
            (r * k - 0.001, h + c),
            (0, h + c + 0.0003),
        ]
        a.add("cap", "cap", lathe(cap, n, 40))
        a.add(
            "collar",
            "cap",
            lathe([(0, h - 0.0015), (r * 1.08, h - 0.0015), (r * 1.08, h + 0.0005), (0, h + 0.0005)], n),
        )
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        house, zh = house_name(params)
        ml = max(5, round(params.real("width") ** 2 * params.real("height") * 0.4e6))
        return Texts(
            "nail polish", "指甲油", look.label_en, look.label_zh,
            f"{house} nail polish in {look.label_en}, {ml} ml, high gloss, dry in 60 seconds. "
            f"{params.choice('style').capitalize()} bottle.",
            f"{zh}指甲油，色号{look.label_zh}，{ml} 毫升，高光泽，60 秒快干。",
            ("glass", "lacquer"), ("glamour",), look.finish("lacquer").hex(), 0.05, shop_price(6 + ml * 0.7),
        )  # fmt: skip
