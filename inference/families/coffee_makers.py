"""Coffee machines and moka pots."""

from __future__ import annotations

import numpy as np

from inference.families.appliance_kit import TONES, enamel_looks
from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle
from inference.families.geometry import both_sides
from inference.families.geometry_skin import curve
from inference.families.soft import loft
from inference.families.solids import box, lathe, slab, sweep, tube
from inference.families.values import F64, Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import ellipsoid
from scenes.model.values import Model


class CoffeeMaker(Family):
    """Drip machines with a glass jug, espresso machines, moka pots."""

    key = "coffee_maker"
    category = ("Kitchen", "Appliances")
    category_zh = ("厨房", "厨房电器")
    typical_size_m = ((0.09, 0.36), (0.15, 0.46), (0.07, 0.44))
    parameters = (
        choice("style", "drip", "espresso", "moka"),
        real("width", 0.17, 0.28),
        real("height", 0.28, 0.36),
        real("depth", 0.2, 0.28),
        real("corner", 0.012, 0.05),
        real("fill", 0.15, 0.75, ""),
        integer("facets", 6, 10),
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
        {"drip": self._drip, "espresso": self._espresso, "moka": self._moka}[params.choice("style")](params, a)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _drip(params: Params, a: Assembly) -> None:
        w, h, d, c = (
            params.real("width") * 0.85,
            params.real("height"),
            params.real("depth") * 0.9,
            params.real("corner"),
        )
        plan = rounded_rectangle(w, d, c, a.segments(7, 3))
        a.add("base", "body", slab(plan, h * 0.12, 0.006, 3))
        a.add(
            "column",
            "body",
            slab(rounded_rectangle(w, d * 0.36, min(c, d * 0.17), a.segments(7, 3)), h * 0.9, 0.004, 2).moved(
                y=h * 0.1, z=-d * 0.32
            ),
        )
        a.add("head", "body", slab(plan, h * 0.26, 0.008, 3).moved(y=h * 0.74))
        a.add("head", "trim", slab(plan * 0.985, 0.008, 0.003, 2).moved(y=h - 0.001))
        r, y = w * 0.36, h * 0.12
        a.add(
            "hot plate",
            "dark",
            lathe([(0, y), (r, y), (r, y + 0.004), (0, y + 0.004)], a.segments(36, 14)).moved(z=d * 0.12),
        )
        wall = curve(
            [
                (r * 0.86, y + 0.005),
                (r * 1.0, y + h * 0.10),
                (r * 1.02, y + h * 0.2),
                (r * 0.8, y + h * 0.38),
                (r * 0.72, y + h * 0.46),
            ],
            a.segments(16, 8),
        )
        outer = [(float(q[0]), float(q[1])) for q in wall]
        inner = [(x - 0.003, max(v, y + 0.008)) for x, v in reversed(outer)]
        a.add(
            "jug",
            "glass",
            lathe([(0, y + 0.005), *outer, *inner, (0, y + 0.008)], a.segments(40, 16), 50).moved(z=d * 0.12),
        )
        top = y + 0.008 + h * 0.36 * params.real("fill")
        coffee = [(x - 0.004, v) for x, v in outer if y + 0.009 < v < top]
        if len(coffee) > 1:
            a.add(
                "coffee",
                "liquid",
                lathe([(0, coffee[0][1]), *coffee, (0, coffee[-1][1])], a.segments(36, 14), 50).moved(z=d * 0.12),
            )
        a.add(
            "lid",
            "dark",
            lathe(
                [
                    (0, y + h * 0.455),
                    (r * 0.76, y + h * 0.455),
                    (r * 0.76, y + h * 0.475),
                    (r * 0.2, y + h * 0.49),
                    (0, y + h * 0.49),
                ],
                a.segments(36, 14),
            ).moved(z=d * 0.12),
        )
        grip = curve(
            [
                (0, y + h * 0.43, r * 0.7),
                (0, y + h * 0.42, r * 1.35),
                (0, y + h * 0.25, r * 1.5),
                (0, y + h * 0.13, r * 1.08),
            ],
            a.segments(18, 8),
        )
        a.add(
            "handle",
            "trim",
            sweep(grip, rounded_rectangle(0.02, 0.011, 0.005, 3), up=(0, 1, 0)).turned("y", 0.5).moved(z=d * 0.12),
        )
        a.add(
            "button",
            "steel",
            lathe([(0, 0), (0.011, 0), (0.011, 0.003), (0, 0.004)], 20)
            .turned("x", np.pi / 2)
            .moved(y=h * 0.06, z=d / 2 - 0.001),
        )
        a.add("lamp", "light", ellipsoid(0.003, 0.003, 0.0015, 10).moved(x=0.024, y=h * 0.06, z=d / 2))

    @staticmethod
    def _espresso(params: Params, a: Assembly) -> None:
        w, h, d, c = params.real("width"), params.real("height"), params.real("depth"), params.real("corner")
        plan = rounded_rectangle(w, d, c, a.segments(7, 3))
        a.add("base", "body", slab(plan, h * 0.2, 0.006, 3))
        a.add(
            "column",
            "body",
            slab(rounded_rectangle(w, d * 0.5, min(c, d * 0.24), a.segments(7, 3)), h * 0.8, 0.004, 2).moved(
                y=h * 0.18, z=-d * 0.25
            ),
        )
        a.add("head", "body", slab(plan, h * 0.3, 0.008, 3).moved(y=h * 0.68))
        grid = slab(rounded_rectangle(w * 0.8, d * 0.42, 0.008, 3), 0.004, 0.001, 1).moved(y=h * 0.2, z=d * 0.23)
        a.add("drip tray", "steel", grid)
        bars = [
            box(w * 0.74, 0.0016, 0.003, 0.0005, 1).moved(y=h * 0.2 + 0.004, z=d * 0.23 + (i - 4) * d * 0.042)
            for i in range(9)
        ]
        a.add("drip tray", "dark", *bars)
        group = lathe([(0, -0.03), (0.030, -0.03), (0.033, -0.024), (0.033, 0), (0, 0)], a.segments(32, 12)).moved(
            y=h * 0.68, z=d * 0.22
        )
        a.add("group head", "steel", group)
        y = h * 0.68 - 0.036
        a.add(
            "portafilter",
            "steel",
            lathe([(0, -0.012), (0.024, -0.012), (0.031, 0), (0.031, 0.008), (0, 0.008)], a.segments(32, 12)).moved(
                y=y, z=d * 0.22
            ),
        )
        grip = curve([(0, y, d * 0.22 + 0.03), (0, y - 0.004, d * 0.22 + 0.07), (0, y - 0.012, d * 0.22 + 0.145)], 10)
        a.add(
            "portafilter",
            "trim",
            tube(
                grip,
                np.array([0.006, 0.008, 0.012, 0.014, 0.014, 0.0135, 0.013, 0.0125, 0.013, 0.012]),
                a.segments(16, 8),
                round_ends=2,
            ),
        )
        spout = lathe([(0, 0), (0.005, 0), (0.006, 0.02), (0, 0.02)], 12).moved(y=y - 0.031, z=d * 0.22)
        a.add("portafilter", "steel", both_sides(spout.moved(x=0.010)))
        wand = curve([(w * 0.36, h * 0.68, d * 0.3), (w * 0.38, h * 0.55, d * 0.36), (w * 0.4, h * 0.34, d * 0.4)], 12)
        a.add("steam wand", "steel", tube(wand, 0.0042, 10, round_ends=2))
        for i, x in enumerate((-0.28, 0.0, 0.28)):
            size = 0.017 if i != 1 else 0.024
            knob = lathe(
                [(0, 0), (size, 0), (size, 0.006), (size * 0.85, 0.014), (0, 0.014)], a.segments(28, 12)
            ).turned("x", np.pi / 2)
            a.add("knobs", "trim" if i != 1 else "steel", knob.moved(x=x * w, y=h * 0.85, z=d / 2 - 0.001))
        a.add(
            "cup rail",
            "steel",
            tube(
                np.column_stack([plan[:, 0] * 0.9, np.full(len(plan), h * 0.98 + 0.016), -plan[:, 1] * 0.9]),
                0.003,
                8,
                closed=True,
            ),
        )
        fill = params.real("fill")
        tank = slab(rounded_rectangle(w * 0.5, d * 0.2, 0.01, 3), h * 0.1 + h * 0.12 * fill, 0.003, 2).moved(
            y=h * 0.97, z=-d * 0.28
        )
        a.add("water tank", "glass", tank)

    @staticmethod
    def _moka(params: Params, a: Assembly) -> None:
        h, n = params.real("height") * 0.66, params.integer("facets")
        r = params.real("width") * 0.22

        def ring(radius: float, y: float) -> F64:
            t = np.arange(n * 4) / 4
            corner = np.stack([np.sin(2 * np.pi * np.floor(t) / n), np.cos(2 * np.pi * np.floor(t) / n)], axis=1)
            after = np.stack(
                [np.sin(2 * np.pi * (np.floor(t) + 1) / n), np.cos(2 * np.pi * (np.floor(t) + 1) / n)], axis=1
            )
            f = (t - np.floor(t))[:, None]
            flat = (corner * (1 - f) + after * f) * radius
            return np.column_stack([flat[:, 0], np.full(len(flat), y), flat[:, 1]])

        a.add("boiler", "body", loft(np.stack([ring(r * 1.05, 0), ring(r * 1.08, 0.004), ring(r * 0.92, h * 0.40)])))
        a.add(
            "collar",
            "steel",
            lathe(
                [
                    (0, h * 0.40),
                    (r * 0.97, h * 0.40),
                    (r, h * 0.42),
                    (r, h * 0.46),
                    (r * 0.94, h * 0.48),
                    (0, h * 0.48),
                ],
                a.segments(40, 16),
            ),
        )
        spread = 0.9 + params.real("corner") * 3
        a.add(
            "jug",
            "body",
            loft(
                np.stack(
                    [ring(r * 0.86, h * 0.47), ring(r * 0.92 * spread, h * 0.9), ring(r * 0.94 * spread, h * 0.92)]
                )
            ),
        )
        lid = [ring(r * 0.97 * spread, h * 0.92), ring(r * 0.95 * spread, h * 0.94), ring(r * 0.2, h * 1.02)]
        a.add("lid", "body", loft(np.stack(lid)))
        a.add("knob", "trim", ellipsoid(r * 0.17, r * 0.2, r * 0.17, 18).moved(y=h * 1.06))
        wide = params.real("depth") * 0.28 + 0.02
        grip = curve(
            [
                (r * 0.9 * spread, h * 0.88, 0),
                (r + wide * 0.9, h * 0.92, 0),
                (r + wide, h * 0.8, 0),
                (r + wide * 0.75, h * (0.58 - 0.1 * params.real("fill")), 0),
            ],
            a.segments(16, 8),
        )
        a.add("handle", "trim", sweep(grip, rounded_rectangle(0.016, 0.012, 0.005, 3), up=(0, 0, 1), round_ends=1))
        beak = loft(np.stack([ring(r * 0.16, 0) * (1, 1, 1), ring(r * 0.10, r * 0.75)]))
        a.add("spout", "body", beak.turned("z", 0.75).moved(x=-r * 0.72 * spread, y=h * 0.74))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        body, trim = look.finish("body"), look.finish("trim")
        style = params.choice("style")
        noun = {
            "drip": ("filter coffee maker", "滴滤咖啡机"),
            "espresso": ("espresso machine", "意式咖啡机"),
            "moka": ("moka pot", "摩卡壶"),
        }[style]
        litres = 0.3 if style == "moka" else round(0.9 + 12 * params.real("width") * params.real("depth"), 1)
        return Texts(
            *noun, body.label_en, body.label_zh,
            f"{'An' if style == 'espresso' else 'A'} {noun[0]} in {body.label_en} with {trim.label_en} details, "
            f"{litres} litres.",
            f"{body.label_zh}{noun[1]}，{trim.label_zh}细节，容量 {litres} 升。",
            ("steel", trim.material_en), ("classic",) if style != "drip" else ("modern",), body.hex(),
            0.7 if style == "moka" else round(2 + 60 * params.real("width") * params.real("depth"), 1),
            shop_price({"drip": 55, "espresso": 240, "moka": 24}[style] + 200 * (params.real("width") - 0.17)),
        )  # fmt: skip
