"""Small kitchen machines: toasters, coffee makers, stand mixers and blenders."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, superellipse
from inference.families.geometry import both_sides, four_corners
from inference.families.geometry_skin import curve
from inference.families.materials import COLOURS, glass, metal, plain, plastic, rubber, wood
from inference.families.soft import loft
from inference.families.solids import box, extrude, lathe, slab, sweep, tube
from inference.families.values import F64, Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, ellipsoid, steps, tint
from scenes.model.values import Model

_COLOURS = ("snow", "graphite", "sage", "red", "butter", "sky", "ivory", "navy", "blush", "terracotta", "mint", "teal")


def _enamel_looks(params: Params) -> tuple[Look, ...]:
    ways = []
    for key in steps(_COLOURS, params.choice("colour"), (1, 3, 5)):
        body = tint("enamel", key, 0.22, clearcoat=0.8)
        if params.choice("body") == "steel":
            body = metal("steel") if key == params.choice("colour") else body
        trim = params.choice("trim")
        ways.append((COLOURS[key], [
            ("body", body), ("trim", wood(trim) if trim in ("oak", "walnut") else metal(trim)),
            ("dark", plastic("graphite")), ("glass", glass()),
            ("toast", plain("toast", (0.72, 0.48, 0.25), 0.9)),
            ("liquid", plain("coffee", (0.16, 0.08, 0.04), 0.1, clearcoat=1.0)), ("rubber", rubber()),
            ("steel", metal("chrome")),
            ("light", plain("status_light", (1.0, 0.5, 0.2), 0.4, emission=2.0)),
        ]))  # fmt: skip
    return colour_looks(ways)


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
        choice("colour", *_COLOURS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return _enamel_looks(params)

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
            f"{body.label_zh}{slots} 片烤面包机，{trim.label_zh}细节，六档火力，可解冻，烤槽宽 "
            f"{params.real('slot') * 1000:.0f} 毫米。",
            ("steel", trim.material_en), ("retro",) if params.choice("style") == "retro" else ("modern",), body.hex(),
            round(1.1 + 12 * params.real("width") * params.real("depth"), 1),
            shop_price(32 + 120 * params.real("width") + 14 * params.integer("slots")),
        )  # fmt: skip


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
        choice("colour", *_COLOURS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return _enamel_looks(params)

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


class Mixer(Family):
    """Stand mixers with a bowl, and jug blenders."""

    key = "mixer"
    category = ("Kitchen", "Appliances")
    category_zh = ("厨房", "厨房电器")
    typical_size_m = ((0.13, 0.46), (0.3, 0.5), (0.12, 0.3))
    parameters = (
        choice("style", "stand", "blender"),
        real("height", 0.33, 0.42),
        real("bowl", 0.19, 0.235),
        real("head", 0.9, 1.2, ""),
        real("body_width", 0.11, 0.14),
        real("flare", 1.05, 1.35, ""),
        choice("tool", "whisk", "hook", "paddle"),
        choice("vessel", "steel", "glass"),
        choice("body", "enamel", "steel"),
        choice("trim", "chrome", "walnut", "polished_brass", "copper", "oak"),
        choice("colour", *_COLOURS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return _enamel_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        if params.choice("style") == "stand":
            self._stand(params, a)
        else:
            self._blender(params, a)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _stand(params: Params, a: Assembly) -> None:
        """Seen from the side: the machine's length runs along x, head to the +X side."""
        h, bowl, wide = params.real("height"), params.real("bowl"), params.real("body_width")
        n = a.segments(40, 16)
        length = bowl * 1.6
        foot = superellipse(length, bowl * 0.95, 3.0, n)
        a.add("foot", "body", slab(foot, 0.028, 0.012, 4))
        back = -length * 0.30
        rows = []
        for y, w, d, x in (
            (0.02, 1.1, 0.16, 0.0),
            (0.07, 0.86, 0.125, 0.004),
            (h * 0.4, 0.78, 0.11, 0.0),
            (h * 0.62, 0.85, 0.12, 0.004),
            (h * 0.72, 0.9, 0.13, 0.01),
        ):
            ring = superellipse(d, wide * w, 2.6, n)
            rows.append(np.column_stack([ring[:, 0] + back + x, np.full(n, y), -ring[:, 1]]))
        a.add("column", "body", loft(np.stack(rows)))
        top = h * 0.80
        path = np.linspace(back - 0.075, length * 0.46, a.segments(18, 8))
        f = np.linspace(0, 1, len(path))
        size = np.sqrt(np.clip(1 - np.abs(2 * f - 1) ** 3.4, 0.0015, 1)) * (1.0 - 0.12 * f)
        k = params.real("head")
        head = []
        for x, s in zip(path, size, strict=True):
            ring = superellipse(wide * k, h * 0.30 * k, 2.4, n) * s
            head.append(np.column_stack([np.full(n, x), ring[:, 1] + top, -ring[:, 0]]))
        a.add("head", "body", loft(np.stack(head)))
        a.add("band", "trim", box(length * 0.46, 0.014, wide * k + 0.002, 0.006, 2).moved(x=-0.01, y=top - 0.012))
        x = length * 0.26
        hub = lathe([(0, -0.03), (0.022, -0.03), (0.03, 0), (0, 0)], a.segments(28, 12)).moved(
            x=x, y=top - h * 0.13 * k
        )
        a.add("hub", "steel", hub)
        knob = lathe([(0, 0), (0.016, 0), (0.017, 0.006), (0.013, 0.018), (0, 0.018)], 24).turned("x", np.pi / 2)
        a.add("knob", "trim", knob.moved(x=back + 0.02, y=top - 0.01, z=wide * k / 2 - 0.003))
        _bowl(params, a, x, bowl / 2, h * 0.40)
        _tool(params, a, x, top - h * 0.13 * k - 0.03, h * 0.36)

    @staticmethod
    def _blender(params: Params, a: Assembly) -> None:
        h, w, n = params.real("height"), params.real("body_width") * 1.1, a.segments(44, 16)
        low = h * 0.34
        a.add(
            "base",
            "body",
            lathe(
                [
                    (0, 0),
                    (w * 0.60, 0),
                    (w * 0.62, 0.006),
                    (w * 0.58, low * 0.3),
                    (w * 0.46 * params.real("head"), low * 0.85),
                    (w * 0.42, low),
                    (0, low),
                ],
                n,
                40,
            ),
        )
        a.add("collar", "trim", lathe([(0, low), (w * 0.44, low), (w * 0.44, low + 0.018), (0, low + 0.018)], n))
        flare, y0, y1 = params.real("flare"), low + 0.018, h * 0.95
        r0, r1 = w * 0.40, w * 0.40 * flare * params.real("bowl") / 0.19
        jug = [(0, y0), (r0, y0), (r1, y1), (r1 - 0.004, y1), (r0 - 0.004, y0 + 0.005), (0, y0 + 0.005)]
        a.add("jug", "glass" if params.choice("vessel") == "glass" else "steel", lathe(jug, n, 40))
        a.add(
            "lid",
            "dark",
            lathe(
                [
                    (0, y1 - 0.004),
                    (r1 - 0.005, y1 - 0.004),
                    (r1 + 0.002, y1 + 0.001),
                    (r1, y1 + 0.014),
                    (r1 * 0.5, y1 + 0.016),
                    (r1 * 0.45, y1 + 0.03),
                    (0, y1 + 0.031),
                ],
                n,
                40,
            ),
        )
        grip = curve(
            [
                (r1 * 0.96, y1 - 0.02, 0),
                (r1 + 0.045, y1 - 0.015, 0),
                (r1 + 0.048, (y0 + y1) / 2 + 0.02, 0),
                (r0 + 0.012, y0 + 0.06, 0),
            ],
            a.segments(18, 8),
        )
        a.add("handle", "dark", sweep(grip, rounded_rectangle(0.02, 0.014, 0.006, 3), up=(0, 0, 1), round_ends=1))
        blades = [
            box(0.03, 0.0015, 0.008, 0.0005, 1)
            .turned("z", 0.35)
            .moved(x=0.014, y=y0 + 0.016)
            .turned("y", i * np.pi / 2)
            for i in range(4)
        ]
        a.add("blades", "steel", *blades)
        _tool(params, a, 0.0, y0 + 0.03, -0.02)
        knob = lathe([(0, 0), (0.019, 0), (0.02, 0.005), (0.016, 0.016), (0, 0.016)], a.segments(28, 12)).turned(
            "x", np.pi / 2
        )
        a.add("knob", "trim", knob.moved(y=low * 0.5, z=w * 0.53))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        body, trim = look.finish("body"), look.finish("trim")
        stand = params.choice("style") == "stand"
        noun = ("stand mixer", "厨师机") if stand else ("blender", "搅拌机")
        litres = round((params.real("bowl") / 0.19) ** 3 * (3.3 if stand else 1.4), 1)
        return Texts(
            *noun, body.label_en, body.label_zh,
            f"A {noun[0]} in {body.label_en} with {trim.label_en} details and a {litres}-litre "
            f"{params.choice('vessel')} {'bowl' if stand else 'jug'}.",
            f"{body.label_zh}{noun[1]}，{trim.label_zh}细节，{litres} 升"
            f"{'不锈钢' if params.choice('vessel') == 'steel' else '玻璃'}{'搅拌碗' if stand else '杯'}。",
            ("steel", trim.material_en), ("classic",), body.hex(),
            round((7.5 if stand else 2.6) * params.real("height") / 0.36, 1),
            shop_price((180 if stand else 58) + 200 * (params.real("bowl") - 0.19) * 5),
        )  # fmt: skip


def _bowl(params: Params, a: Assembly, x: float, radius: float, tall: float) -> None:
    flare = params.real("flare") - 0.2
    outer = curve(
        [
            (radius * 0.52, 0.030),
            (radius * 0.80, 0.034 + tall * 0.12),
            (radius * 0.95, tall * 0.5),
            (radius * (0.9 + 0.1 * flare), 0.03 + tall * 0.8),
        ],
        a.segments(16, 8),
    )
    wall = [(float(q[0]), float(q[1])) for q in outer]
    inner = [(r - 0.0025, y + 0.002) for r, y in reversed(wall)]
    slot = "steel" if params.choice("vessel") == "steel" else "glass"
    a.add("bowl", slot, lathe([(0, 0.030), *wall, *inner, (0, 0.034)], a.segments(48, 18), 50).moved(x=x))


def _tool(params: Params, a: Assembly, x: float, top: float, drop: float) -> None:
    kind = params.choice("tool")
    if drop < 0:
        size = {"whisk": 0.004, "hook": 0.006, "paddle": 0.008}[kind]
        a.add("tool", "steel", lathe([(0, top + drop), (size, top + drop), (size * 0.6, top), (0, top)], 12).moved(x=x))
        return
    low = top - drop * 0.62
    if kind == "whisk":
        for i in range(5):
            t = np.linspace(-1, 1, a.segments(14, 7))
            loop = np.stack([0.042 * t * (1 - 0.1 * np.abs(t)), low + (top - low) * np.abs(t) ** 2.2, 0 * t], axis=1)
            a.add("whisk", "steel", tube(loop, 0.0011, 5).turned("y", i * np.pi / 5).moved(x=x))
    elif kind == "hook":
        path = curve(
            [
                (0, top, 0),
                (0.012, top - drop * 0.2, 0.01),
                (0.04, top - drop * 0.4, 0),
                (0.02, low, -0.012),
                (-0.02, low + 0.02, 0.0),
            ],
            a.segments(20, 8),
        )
        a.add("hook", "steel", tube(path + np.array([x, 0, 0]), 0.006, 10, round_ends=2))
    else:
        ring = superellipse(0.08, drop * 0.5, 3.0, a.segments(28, 12))
        frame = np.column_stack([ring[:, 0] * (1 - 0.25 * ring[:, 1] / drop), ring[:, 1], 0 * ring[:, 0]])
        a.add("paddle", "steel", tube(frame + np.array([x, low + drop * 0.28, 0]), 0.004, 8, closed=True))
    a.add(
        "shaft",
        "steel",
        lathe([(0, low + drop * 0.4), (0.006, low + drop * 0.4), (0.006, top + 0.01), (0, top + 0.01)], 12).moved(x=x),
    )
