"""Exercise mats, drinking bottles and balls."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle
from inference.families.geometry import Axis, rotation
from inference.families.geometry_skin import curve, strap
from inference.families.soft import sheet
from inference.families.solids import lathe, sweep
from inference.families.sport_kit import TONES, sport_looks
from inference.families.values import Family, Look, Params, Texts, choice, real, shop_price
from inference.families.worn_kit import ellipsoid
from scenes.model.values import Model


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
        choice("colour", *TONES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return sport_looks(params)

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
