"""Dumbbells and kettlebells."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh
from inference.families.geometry_skin import curve
from inference.families.solids import lathe, sweep
from inference.families.sport_kit import TONES, sport_looks
from inference.families.values import Family, Look, Params, Texts, choice, real, shop_price
from scenes.model.values import Model


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
        choice("colour", *TONES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return sport_looks(params)

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
