"""Toasters."""

from __future__ import annotations

import numpy as np

from inference.families.appliance_kit import TONES, enamel_looks
from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, superellipse
from inference.families.geometry import four_corners
from inference.families.soft import loft
from inference.families.solids import box, extrude, lathe, slab
from inference.families.values import F64, Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import ellipsoid
from scenes.model.values import Model


def _side_loft(width: float, height: float, depth: float, roundness: float, n: int, edge: float) -> F64:
    """Sections along x of a rounded body whose side view is a superellipse cut flat below."""
    flat = superellipse(depth, height, roundness, n)
    rows = []
    for t in (-1.0, -0.985, -0.94, -0.8, 0.8, 0.94, 0.985, 1.0):
        k = 1 - edge * max(0.0, (abs(t) - 0.8) / 0.2) ** 2.5
        rows.append(
            np.column_stack(
                [np.full(n, t * width / 2), np.maximum(flat[:, 1] * k, -height * 0.44) + height * 0.44, -flat[:, 0] * k]
            )
        )
    return np.stack(rows)


class Toaster(Family):
    """Two- and four-slot toasters."""

    key = "toaster"
    category = ("Kitchen", "Appliances")
    category_zh = ("厨房", "厨房电器")
    typical_size_m = ((0.24, 0.48), (0.15, 0.29), (0.12, 0.28))
    parameters = (
        choice("style", "retro", "round", "square"),
        real("width", 0.26, 0.40),
        real("height", 0.17, 0.22),
        real("depth", 0.15, 0.2),
        real("edge", 0.05, 0.2, ""),
        real("slot", 0.026, 0.036),
        integer("slots", 1, 2),
        real("toast", 0.0, 0.03),
        choice("knob", "round", "dial"),
        choice("body", "enamel", "steel"),
        choice("trim", "chrome", "walnut", "polished_brass", "copper", "oak"),
        choice("colour", *TONES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return enamel_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, d = (
            params.real("width"),
            params.real("height"),
            params.real("depth") * (1.0 if params.integer("slots") == 1 else 1.15),
        )
        power = {"retro": 2.9, "round": 2.4, "square": 5.5}[params.choice("style")]
        foot = 0.012
        a.add("body", "body", loft(_side_loft(w, h, d, power, a.segments(56, 20), params.real("edge"))).moved(y=foot))
        top = foot + h * 0.94
        a.add(
            "base",
            "trim" if params.choice("style") == "retro" else "dark",
            slab(rounded_rectangle(w * 0.97, d * 0.66, 0.02, 5), 0.016, 0.004, 2).moved(y=foot - 0.004),
        )
        feet = lathe([(0, 0), (0.011, 0), (0.012, foot), (0, foot)], 16).moved(x=w * 0.38, z=d * 0.22)
        a.add("feet", "rubber", four_corners(feet))
        count, gap = params.integer("slots"), params.real("slot")
        for i in range(count):
            z = (i - (count - 1) / 2) * gap * 1.9
            rim = extrude(
                rounded_rectangle(w * 0.66, gap + 0.010, 0.006, 4),
                0.006,
                0.002,
                2,
                holes=[rounded_rectangle(w * 0.66 - 0.012, gap, 0.004, 3)],
            )
            a.add("slots", "steel", rim.turned("x", -np.pi / 2).moved(y=top, z=z))
            a.add(
                "slots",
                "dark",
                slab(rounded_rectangle(w * 0.66 - 0.010, gap, 0.004, 3), 0.003, 0.0005, 1).moved(y=top - 0.003, z=z),
            )
        rise = params.real("toast")
        if rise > 0.008:
            bread = extrude(superellipse(w * 0.36, h * 0.62, 4.0, a.segments(32, 14)), gap * 0.5, 0.004, 2).moved(
                y=top + rise - h * 0.31
            )
            a.add("toast", "toast", bread.moved(z=-(count - 1) / 2 * gap * 1.9))
        self._controls(params, a, w, h, foot)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _controls(params: Params, a: Assembly, w: float, h: float, foot: float) -> None:
        x = w / 2
        track = box(0.003, h * 0.5, 0.008, 0.001, 1).moved(x=x, y=foot + h * 0.28)
        lever = box(0.024, 0.012, 0.036, 0.005, 3).moved(x=x + 0.010, y=foot + h * 0.66)
        a.add("lever", "dark", track)
        a.add("lever", "trim", lever)
        size = 0.016 if params.choice("knob") == "round" else 0.022
        knob = lathe(
            [(0, 0), (size, 0), (size, 0.004), (size * 0.86, 0.016), (size * 0.7, 0.018), (0, 0.017)],
            a.segments(28, 12),
        ).turned("z", -np.pi / 2)
        a.add("knob", "trim", knob.moved(x=x - 0.002, y=foot + h * 0.17))
        mark = box(0.002, size * 0.7, 0.002, 0.0005, 1).moved(x=x + 0.0165, y=foot + h * 0.17)
        a.add("knob", "dark", mark)
        a.add("lamp", "light", ellipsoid(0.002, 0.003, 0.003, 12).moved(x=x, y=foot + h * 0.36, z=0.03))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        body, trim = look.finish("body"), look.finish("trim")
        slots = params.integer("slots") * 2
        return Texts(
            f"{slots}-slice toaster", f"{slots} 片烤面包机", body.label_en, body.label_zh,
            f"A {params.choice('style')} toaster for {slots} slices in {body.label_en} with {trim.label_en} details. "
            "Six levels, defrost, "
            f"slots {params.real('slot') * 1000:.0f} mm wide.",
            f"{slots} 片烤面包机，{body.label_zh}，{trim.label_zh}细节，六档火力，可解冻，烤槽宽 "
            f"{params.real('slot') * 1000:.0f} 毫米。",
            ("steel", trim.material_en), ("retro",) if params.choice("style") == "retro" else ("modern",), body.hex(),
            round(1.1 + 12 * params.real("width") * params.real("depth"), 1),
            shop_price(32 + 120 * params.real("width") + 14 * params.integer("slots")),
        )  # fmt: skip
