"""Dumbbells, drinking bottles, exercise mats, balls."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle
from inference.families.geometry import Axis, Mesh, rotation
from inference.families.geometry_skin import curve, strap
from inference.families.materials import COLOURS, fabric, metal, plastic, rubber, wood
from inference.families.soft import sheet
from inference.families.solids import lathe, sweep
from inference.families.values import Family, Look, Params, Texts, choice, real, shop_price
from inference.families.worn_kit import colour_looks, ellipsoid, steps, tint
from scenes.model.values import Model

_COLOURS = (
    "graphite",
    "sage",
    "sky",
    "coral",
    "navy",
    "mustard",
    "teal",
    "blush",
    "lilac",
    "terracotta",
    "forest",
    "fog",
)


def _sport_looks(params: Params) -> tuple[Look, ...]:
    ways = []
    for key in steps(_COLOURS, params.choice("colour"), (1, 3, 5)):
        ways.append((COLOURS[key], [
            ("main", tint("coated", key, 0.55)), ("grip", metal(params.choice("metal"))), ("soft", rubber(key)),
            ("dark", plastic("graphite")), ("wood", wood("beech")),
            ("strap", fabric("canvas", "oatmeal" if key != "oatmeal" else "navy")),
        ]))  # fmt: skip
    return colour_looks(ways)


class Dumbbell(Family):
    """Pairs of dumbbells and kettlebells."""

    key = "dumbbell"
    category = ("Sport", "Strength")
    category_zh = ("运动", "力量训练")
    typical_size_m = ((0.11, 0.5), (0.04, 0.36), (0.07, 0.45))
    parameters = (
        choice("style", "hexagon", "disc", "round", "kettlebell"),
        real("mass", 1.0, 14.0, "kg"),
        real("handle", 0.11, 0.14),
        real("bar", 0.013, 0.017),
        real("swell", 0.0, 0.25, ""),
        real("bevel", 0.08, 0.3, ""),
        choice("metal", "chrome", "black_steel", "brass", "steel"),
        choice("colour", *_COLOURS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return _sport_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        if params.choice("style") == "kettlebell":
            self._kettlebell(params, a)
        else:
            r = 0.028 + 0.013 * params.real("mass") ** 0.55
            for place, z in ((0, r * 1.15), (1, -r * 1.15)):
                self._bell(params, a, r, z, 0.12 * (1 if place else -1))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _bell(params: Params, a: Assembly, r: float, z: float, turn: float) -> None:
        style, grip, bar = params.choice("style"), params.real("handle"), params.real("bar")
        thick = params.real("mass") / 2 / (7000 * np.pi * r * r) * 1.15 + 0.012
        n = 6 if style == "hexagon" else a.segments(44, 16)
        k = params.real("bevel") * thick
        if style == "round":
            t = np.linspace(-np.pi / 2, np.pi / 2, a.segments(18, 8))
            head = [
                (float(max(r * np.cos(v), 0.0)) if abs(v) < 1.57 else 0.0, float(r * 0.9 * np.sin(v) + r * 0.9))
                for v in t
            ]
            thick = r * 1.8
        else:
            head = [
                (0, 0),
                (r - k, 0),
                (r, k),
                (r, thick - k),
                (r - k, thick),
                (r * 0.6, thick),
                (r * 0.55, thick - k * 0.6),
                (0, thick - k * 0.6),
            ]
        low = r * (np.cos(np.pi / 6) if style == "hexagon" else 1.0)

        def put(mesh: Mesh) -> Mesh:
            return mesh.moved(y=low, z=z).turned("y", turn)

        for side in (1.0, -1.0):
            made = lathe(head, n, 30 if style != "round" else 80)
            made = made.turned("y", np.pi / 6 if style == "hexagon" else 0.0).turned("z", -np.pi / 2).moved(x=grip / 2)
            if style == "hexagon":
                made = made.turned("x", np.pi / 6)
            a.add("weights", "main", put(made if side > 0 else made.mirrored("x")))
        x = np.linspace(-grip / 2 - 0.002, grip / 2 + 0.002, 9)
        size = bar * (1 + params.real("swell") * np.cos(np.pi * x / grip) ** 2)
        profile = [
            (0.0, float(x[0])),
            *((float(s), float(v)) for s, v in zip(size, x, strict=True)),
            (0.0, float(x[-1])),
        ]
        a.add("handles", "grip", put(lathe(profile, a.segments(22, 10), 60).turned("z", -np.pi / 2)))

    @staticmethod
    def _kettlebell(params: Params, a: Assembly) -> None:
        r = 0.046 + 0.018 * params.real("mass") ** 0.5
        n = a.segments(44, 16)
        t = np.linspace(-1.05, np.pi / 2, a.segments(20, 9))
        y0 = r * np.sin(1.05)
        ball = [(0.0, 0.0), *((float(r * np.cos(v)) if v < 1.57 else 0.0, float(r * np.sin(v) + y0)) for v in t)]
        a.add("weight", "main", lathe(ball, n, 50))
        ring = lathe([(0, 0), (r * 0.5, 0), (r * 0.5, 0.004), (0, 0.004)], n)
        a.add("base", "dark", ring.moved(y=-0.0005))
        half = params.real("handle") * 0.5
        top = y0 + r
        path = curve(
            [
                (-half * 0.92, top - r * 0.35, 0),
                (-half * 1.05, top + r * 0.16, 0),
                (-half * 0.72, top + r * 0.56, 0),
                (0, top + r * 0.64, 0),
                (half * 0.72, top + r * 0.56, 0),
                (half * 1.05, top + r * 0.16, 0),
                (half * 0.92, top - r * 0.35, 0),
            ],
            a.segments(32, 12),
        )
        turn = np.linspace(0, 2 * np.pi, a.segments(16, 8) + 1)[:-1]
        outline = np.stack([np.cos(turn), np.sin(turn)], axis=1) * params.real("bar")
        scale = 1 + params.real("swell") * (1 - np.sin(np.linspace(0, np.pi, len(path))))
        a.add("handle", "grip" if params.real("bevel") > 0.2 else "main", sweep(path, outline, scale))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        kettle = params.choice("style") == "kettlebell"
        kilos = round(params.real("mass") * (1.6 if kettle else 1.0) * 2) / 2
        noun = ("kettlebell", "壶铃") if kettle else ("pair of dumbbells", "哑铃一对")
        grip = params.real("handle") * 1000
        return Texts(
            *noun, f"{look.label_en}, {kilos:g} kg", f"{look.label_zh}，{kilos:g} 千克",
            f"A {noun[0]} of {kilos:g} kg{'' if kettle else ' each'}, coated in {look.label_en}, grip {grip:.0f} mm "
            f"wide and {params.real('bar') * 2000:.0f} mm thick.",
            f"{look.label_zh}包胶{noun[1]}，{'' if kettle else '单只'} {kilos:g} 千克，握把宽 {grip:.0f} 毫米，直径 "
            f"{params.real('bar') * 2000:.0f} 毫米。",
            ("cast iron", look.finish("grip").material_en), ("sporty",), look.finish("main").hex(),
            kilos * (1 if kettle else 2), shop_price(8 + kilos * (4 if kettle else 7)),
        )  # fmt: skip


class Fitness(Family):
    """Exercise mats, drinking bottles and balls."""

    key = "fitness"
    category = ("Sport", "Fitness")
    category_zh = ("运动", "健身")
    typical_size_m = ((0.05, 0.75), (0.06, 0.7), (0.05, 0.6))
    parameters = (
        choice("style", "mat", "bottle", "ball"),
        real("size", 0.85, 1.15, ""),
        real("thickness", 0.004, 0.009),
        real("slimness", 0.85, 1.15, ""),
        real("lid", 0.03, 0.06),
        real("tail", 0.02, 0.16),
        choice("metal", "steel", "black_steel", "brass", "copper"),
        choice("top", "loop", "flat", "wood"),
        choice("colour", *_COLOURS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return _sport_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        {"mat": self._mat, "bottle": self._bottle, "ball": self._ball}[params.choice("style")](params, a)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _mat(params: Params, a: Assembly) -> None:
        w, t = 0.61 * params.real("size"), params.real("thickness")
        turns = 5.2 * params.real("slimness")
        angle = np.linspace(0, 2 * np.pi * turns, a.segments(150, 50))
        r = 0.016 + t * 1.04 * angle / (2 * np.pi)
        phase = -np.pi / 2 - angle[-1]
        spiral = np.stack([r * np.sin(angle + phase + np.pi), -r * np.cos(angle + phase + np.pi)], axis=1)
        z, y = spiral[:, 0], spiral[:, 1]
        end = r[-1]
        low = -end
        tail = np.linspace(0.01, params.real("tail"), 5)
        z, y = np.append(z, z[-1] + 0 * tail + np.sign(1) * 0), np.append(y, y[-1] + 0 * tail)
        z[-5:], y[-5:] = z[-6] + tail, np.full(5, low)
        x = np.linspace(-w / 2, w / 2, 5)
        grid = np.stack(
            [
                np.broadcast_to(x, (len(z), 5)),
                np.broadcast_to(y[:, None], (len(z), 5)),
                np.broadcast_to(z[:, None], (len(z), 5)),
            ],
            axis=2,
        )
        a.add("mat", "soft", sheet(grid, t))
        turn = np.linspace(0, 2 * np.pi, a.segments(40, 16))
        for side in (1.0, -1.0):
            ring = np.stack(
                [
                    np.full(len(turn), side * w * 0.28),
                    (end + t * 0.6 + 0.002) * np.cos(turn),
                    (end + t * 0.6 + 0.002) * np.sin(turn),
                ],
                axis=1,
            )
            a.add("straps", "strap", strap(ring, ring * (0, 1, 1), 0.026, 0.0025))

    @staticmethod
    def _bottle(params: Params, a: Assembly) -> None:
        h, r, c = 0.22 * params.real("size"), 0.036 * params.real("slimness"), params.real("lid")
        n = a.segments(48, 18)
        neck = r * 0.62
        wall = curve([(r, h * 0.74), (r * 0.98, h * 0.84), (neck * 1.1, h * 0.95), (neck, h)], a.segments(14, 6))
        body = [(0, 0), (r * 0.9, 0), (r * 0.985, 0.003), (r, 0.008), *((float(x), float(y)) for x, y in wall), (0, h)]
        a.add("bottle", "main", lathe(body, n, 40))
        a.add(
            "base ring",
            "grip",
            lathe(
                [(r * 0.9, 0.0005), (r * 1.006, 0.0055), (r * 1.008, 0.012), (r * 0.99, 0.013), (r * 0.9, 0.0005)], n
            ),
        )
        slot = "wood" if params.choice("top") == "wood" else "dark"
        k = neck * 1.12
        a.add(
            "lid",
            slot,
            lathe(
                [
                    (0, h - 0.001),
                    (k, h - 0.001),
                    (k * 1.02, h + 0.002),
                    (k * 1.0, h + c - 0.003),
                    (k * 0.94, h + c),
                    (0, h + c),
                ],
                n,
                40,
            ),
        )
        a.add(
            "collar",
            "grip",
            lathe([(0, h - 0.006), (neck * 1.06, h - 0.006), (neck * 1.06, h - 0.0005), (0, h - 0.0005)], n),
        )
        if params.choice("top") == "loop":
            path = curve(
                [
                    (-k * 0.8, h + c - 0.002, 0),
                    (-k * 0.75, h + c + 0.016, 0),
                    (0, h + c + 0.024, 0),
                    (k * 0.75, h + c + 0.016, 0),
                    (k * 0.8, h + c - 0.002, 0),
                ],
                a.segments(22, 9),
            )
            a.add("loop", "dark", sweep(path, rounded_rectangle(0.008, 0.012, 0.003, 3), up=(0, 1, 0)))
        if params.real("tail") > 0.09:
            band = [
                (r * 0.99, h * 0.3),
                (r * 1.012, h * 0.31),
                (r * 1.012, h * 0.31 + params.real("tail") * 0.3),
                (r * 0.99, h * 0.32 + params.real("tail") * 0.3),
                (r * 0.99, h * 0.3),
            ]
            a.add("sleeve", "soft", lathe(band, n, 40))
        mark = params.real("thickness") * 2
        a.add(
            "line",
            "grip",
            lathe(
                [
                    (r * 0.99, h * 0.2),
                    (r * 1.003, h * 0.2),
                    (r * 1.003, h * 0.2 + mark),
                    (r * 0.99, h * 0.2 + mark),
                    (r * 0.99, h * 0.2),
                ],
                n,
                40,
            ),
        )

    @staticmethod
    def _ball(params: Params, a: Assembly) -> None:
        r = 0.115 * params.real("size")
        a.add("ball", "main", ellipsoid(r, r, r, a.segments(56, 20)).moved(y=r))
        wide = params.real("thickness") * 1.2
        turn = np.linspace(0, 2 * np.pi, a.segments(56, 20))
        ring = np.stack([r * np.sin(turn), 0 * turn, r * np.cos(turn)], axis=1)
        turns: tuple[tuple[Axis, float], ...] = (("x", 0.5), ("z", np.pi / 2), ("x", np.pi / 2 + 0.5))
        for axis, angle in turns:
            path = ring @ rotation(axis, angle * params.real("slimness")).T
            a.add(
                "seams",
                "dark" if params.choice("top") != "wood" else "strap",
                strap(path * 0.9995 + np.array([0, r, 0]), path, wide, 0.002 + 0.01 * params.real("lid")),
            )
        if params.choice("top") == "loop":
            a.add("valve", "grip", ellipsoid(0.004, 0.002, 0.004, 12).moved(y=2 * r))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        style = params.choice("style")
        k = params.real("size")
        if style == "mat":
            noun, fact = (
                ("yoga mat", "瑜伽垫"),
                (
                    f"61 × {round(k * 183)} cm, {params.real('thickness') * 1000:.0f} mm thick",
                    f"61 × {round(k * 183)} 厘米，厚 {params.real('thickness') * 1000:.0f} 毫米",
                ),
            )
        elif style == "bottle":
            ml = round(650 * k * params.real("slimness") ** 2 / 50) * 50
            noun, fact = (
                ("drinking bottle", "运动水壶"),
                (
                    f"{ml} ml, double-walled, keeps cold for 24 hours, {0.22 * k * 100:.0f} cm tall",
                    f"{ml} 毫升，双层真空，保冷 24 小时，高 {0.22 * k * 100:.0f} 厘米",
                ),
            )
        else:
            noun, fact = (
                ("ball", "运动球"),
                (
                    f"{0.23 * k * 100:.0f} cm across, for grass and hall",
                    f"直径 {0.23 * k * 100:.0f} 厘米，草地与室内通用",
                ),
            )
        return Texts(
            *noun, look.label_en, look.label_zh,
            f"A {noun[0]} in {look.label_en}: {fact[0]}.", f"{look.label_zh}{noun[1]}，{fact[1]}。",
            {"mat": ("natural rubber",), "bottle": ("steel",), "ball": ("rubber",)}[style], ("sporty",),
            look.finish("main").hex(),
            round({"mat": 1.3, "bottle": 0.35, "ball": 0.42}[style] * k, 2),
            shop_price({"mat": 38, "bottle": 24,
                "ball": 19}[style] * k * (1 + 20 * (params.real("thickness") - 0.004))),
        )  # fmt: skip
