"""Toy robots."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import both_sides
from inference.families.materials import COLOURS, metal, plain, wood
from inference.families.solids import box, lathe, tube
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, ellipsoid, seeded, steps, tint
from scenes.model.values import Model


class Robot(Family):
    """Tin and wooden toy robots."""

    key = "robot"
    category = ("Toys", "Figures")
    category_zh = ("玩具", "玩偶")
    typical_size_m = ((0.07, 0.36), (0.14, 0.42), (0.04, 0.2))
    parameters = (
        choice("style", "box", "round", "barrel"),
        real("height", 0.16, 0.28),
        real("body_width", 0.34, 0.48, ""),
        real("head", 0.2, 0.32, ""),
        real("arm_angle", -0.2, 1.2, "rad"),
        real("legs", 0.18, 0.3, ""),
        integer("lights", 1, 4),
        choice("antenna", "one", "two", "spring"),
        choice("make", "tin", "wood"),
        choice("colour", "red", "sky", "sage", "mustard", "graphite", "coral", "teal", "ivory", "cobalt"),
        choice("accent", "mustard", "snow", "coral", "navy", "mint"),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three colours."""
        keys = ("red", "sky", "sage", "mustard", "graphite", "coral", "teal", "ivory", "cobalt")
        ways = []
        for key in steps(keys, params.choice("colour"), (1, 4)):
            tin = params.choice("make") == "tin"
            ways.append((COLOURS[key], [
                ("body", tint("tin", key, 0.3, 0.1, clearcoat=0.7) if tin else wood(f"lacquer_{key}")
                    if key in ("sage", "mustard", "graphite", "teal") else tint("paint", key, 0.5)),
                ("joints", metal("chrome") if tin else wood("beech")),
                ("accent", tint("tin", params.choice("accent"), 0.35, clearcoat=0.5)),
                ("eyes", plain("robot_eyes", (1.0, 0.85, 0.4), 0.3, emission=1.5)),
                ("dark", plain("grille", (0.05, 0.05, 0.06), 0.5)),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        h = params.real("height")
        w, k, leg = h * params.real("body_width"), h * params.real("head"), h * params.real("legs")
        torso = h - k - leg - h * 0.05
        d = w * 0.68
        style = params.choice("style")
        self._mass(a, style, "torso", w, torso, d, leg)
        head_y = leg + torso + h * 0.03
        neck = lathe([(0, 0), (w * 0.16, 0), (w * 0.16, h * 0.04), (0, h * 0.04)], 20).moved(y=leg + torso - h * 0.005)
        a.add("neck", "joints", neck)
        self._mass(a, style, "head", w * 0.74, k, d * 0.8, head_y)
        self._face(params, a, w * 0.74, k, d * 0.4, head_y)
        for i in range(params.integer("lights")):
            x = (i - (params.integer("lights") - 1) / 2) * w * 0.2
            a.add(
                "lights",
                "eyes" if i % 2 else "accent",
                ellipsoid(w * 0.07, w * 0.07, w * 0.05, 16).moved(x=x, y=leg + torso * 0.72, z=d / 2),
            )
        dial = lathe(
            [(0, 0), (w * 0.16, 0), (w * 0.17, 0.002), (w * 0.13, 0.005), (0, 0.005)], a.segments(28, 12)
        ).turned("x", np.pi / 2)
        a.add("dial", "accent", dial.moved(y=leg + torso * 0.36, z=d / 2 - 0.001))
        arm = params.real("arm_angle")
        way = np.array([np.sin(arm) * 0.6, -np.cos(arm), 0.45 * np.sin(arm) + 0.1])
        start = np.array([w / 2 + w * 0.10, leg + torso * 0.82, 0])
        end = start + way * torso * 0.95
        a.add("arms", "joints", both_sides(tube(np.linspace(start, end, 8), w * 0.075, 12)))
        rings = [tube(start + (end - start) * f + np.zeros((1, 3)) + np.stack([w * 0.085 * np.cos(t), 0 * t,
            w * 0.085 * np.sin(t)], axis=1), w * 0.02, 5, closed=True)
                 for f in (0.3, 0.5, 0.7) for t in [np.linspace(0, 2 * np.pi, 13)[:-1]]]  # fmt: skip
        a.add("arms", "accent", *(both_sides(r) for r in rings))
        a.add("shoulders", "body", both_sides(ellipsoid(w * 0.13, w * 0.13, w * 0.13, a.segments(20, 10)).at(start)))
        a.add("hands", "body", both_sides(ellipsoid(w * 0.12, w * 0.12, w * 0.12, a.segments(20, 10)).at(end)))
        x = w * 0.24
        a.add("legs", "joints", both_sides(tube(np.array([(x, leg * 0.2, 0), (x, leg + 0.004, 0)]), w * 0.10, 14)))
        a.add("feet", "body", both_sides(box(w * 0.36, leg * 0.36, d * 0.85, leg * 0.12, 3).moved(x=x, z=d * 0.1)))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _mass(a: Assembly, style: str, part: str, w: float, h: float, d: float, y: float) -> None:
        if style == "box":
            a.add(part, "body", box(w, h, d, min(w, h) * 0.08, 3).moved(y=y))
        elif style == "round":
            a.add(part, "body", box(w, h, d, min(w, h, d) * 0.42, 6).moved(y=y))
        else:
            r = w / 2
            k = min(h * 0.14, 0.012)
            a.add(
                part,
                "body",
                lathe(
                    [(0, 0), (r * 0.9, 0), (r, k), (r * 1.02, h * 0.5), (r, h - k), (r * 0.9, h), (0, h)],
                    a.segments(36, 14),
                    30,
                )
                .scaled(z=d / w)
                .moved(y=y),
            )

    @staticmethod
    def _face(params: Params, a: Assembly, w: float, h: float, front: float, y: float) -> None:
        for side in (1.0, -1.0):
            ring = lathe([(0, 0), (w * 0.16, 0), (w * 0.165, 0.002), (w * 0.13, 0.006), (0, 0.005)], 24).turned(
                "x", np.pi / 2
            )
            a.add("eyes", "joints", ring.moved(x=side * w * 0.22, y=y + h * 0.6, z=front - 0.003))
            a.add(
                "eyes",
                "eyes",
                ellipsoid(w * 0.10, w * 0.10, w * 0.05, 18).moved(x=side * w * 0.22, y=y + h * 0.6, z=front + 0.0025),
            )
        bars = [
            box(w * 0.05, h * 0.16, 0.004, 0.001, 1).moved(x=(i - 2) * w * 0.1, y=y + h * 0.14, z=front - 0.001)
            for i in range(5)
        ]
        a.add("mouth", "dark", *bars)
        top = y + h
        if params.choice("antenna") == "spring":
            t = np.linspace(0, 8 * np.pi, a.segments(50, 20))
            coil = np.stack([w * 0.06 * np.cos(t), top - 0.003 + t / t[-1] * h * 0.35, w * 0.06 * np.sin(t)], axis=1)
            a.add("antenna", "joints", tube(coil, w * 0.015, 5))
            a.add("antenna", "accent", ellipsoid(w * 0.09, w * 0.09, w * 0.09, 16).moved(y=top + h * 0.4))
            return
        for x in (0.0,) if params.choice("antenna") == "one" else (-w * 0.28, w * 0.28):
            a.add("antenna", "joints", tube(np.array([(x, top - 0.004, 0), (x * 1.3, top + h * 0.3, 0)]), w * 0.025, 8))
            a.add("antenna", "accent", ellipsoid(w * 0.07, w * 0.07, w * 0.07, 16).moved(x=x * 1.3, y=top + h * 0.34))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        make = ("tin", "铁皮") if params.choice("make") == "tin" else ("wooden", "木制")
        h = params.real("height") * 100
        turns = seeded(params, "robot").integers(10, 40)
        return Texts(
            f"{make[0]} robot", f"{make[1]}机器人", look.label_en, look.label_zh,
            f"A {make[0]} robot in {look.label_en}, {h:.0f} cm tall, arms that turn; walks {turns} steps when wound "
            "up. From 3 years on.",
            f"{look.label_zh}{make[1]}机器人，高 {h:.0f} 厘米，手臂可转，上发条可走 {turns} 步，适合 3 岁以上。",
            ("tin",) if make[0] == "tin" else ("beech",), ("retro",), look.finish("body").hex(),
            round(0.15 + 0.8 * params.real("height"), 2),
            shop_price(16 + 80 * params.real("height")),
        )  # fmt: skip
