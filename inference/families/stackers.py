"""Stacking rings on a peg."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh
from inference.families.materials import COLOURS, plastic, wood
from inference.families.solids import lathe
from inference.families.toy_kit import SET_NAMES, SETS
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import ellipsoid, named, steps
from scenes.model.values import Model


class StackingToy(Family):
    """Stacking rings and cups on a peg, of wood or silicone."""

    key = "stacker"
    category = ("Toys", "Wooden toys")
    category_zh = ("玩具", "木制玩具")
    typical_size_m = ((0.08, 0.2), (0.11, 0.34), (0.08, 0.2))
    parameters = (
        choice("style", "rings", "discs", "waves", "rainbow_tower"),
        integer("count", 5, 7),
        real("width", 0.095, 0.16),
        real("taper", 0.38, 0.62, ""),
        real("thickness", 0.018, 0.03),
        real("roundness", 0.25, 1.0, ""),
        choice("top", "ball", "cone", "star"),
        choice("base", "oak", "beech", "ash", "walnut", "bamboo"),
        choice("colours", *SETS),
        choice("make", "lacquer", "silicone"),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four sets of colours."""
        out = []
        for key in steps(tuple(SETS), params.choice("colours"), (1, 2, 3)):
            made = []
            for i, colour in enumerate(SETS[key]):
                c = plastic(colour) if params.choice("make") == "silicone" else wood(f"lacquer_{colour}")
                made.append((f"ring{i}", named(c, f"{COLOURS[colour].en} ring", f"{COLOURS[colour].zh}圈")))
            out.append(Look(key, *SET_NAMES[key], (*made, ("base", wood(params.choice("base"))))))
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        n, count, w, thick = (
            a.segments(48, 16),
            params.integer("count"),
            params.real("width") / 2,
            params.real("thickness"),
        )
        foot = 0.014
        a.add(
            "base",
            "base",
            lathe([(0, 0), (w * 0.98, 0), (w, 0.002), (w, foot - 0.003), (w - 0.003, foot), (0, foot)], n),
        )
        y = foot
        for i in range(count):
            r = w * (1 - (1 - params.real("taper")) * i / (count - 1)) * 0.95
            ring = self._ring(params, r, thick, a)
            a.add("rings", f"ring{i}", ring.moved(y=y))
            y += thick
        a.add(
            "peg",
            "base",
            lathe([(0, foot - 0.001), (0.0085, foot - 0.001), (0.0085, y + 0.004), (0, y + 0.004)], a.segments(16, 8)),
        )
        slot = f"ring{min(count, 6)}"
        ball = w * 0.24
        if params.choice("top") == "ball":
            a.add("top", slot, ellipsoid(ball, ball, ball, a.segments(28, 12)).moved(y=y + ball * 0.95))
        elif params.choice("top") == "cone":
            a.add(
                "top",
                slot,
                lathe([(0, y), (ball, y), (ball, y + 0.003), (ball * 0.25, y + ball * 2.2), (0, y + ball * 2.3)], n),
            )
        else:
            from inference.families.solids import extrude

            t = np.arange(10) * np.pi / 5
            tips = np.where(np.arange(10) % 2 == 0, ball * 1.5, ball * 0.75)
            star = extrude(np.stack([-tips * np.sin(t), tips * np.cos(t)], axis=1), 0.016, 0.003)
            a.add("top", slot, star.moved(y=y + ball * 1.25))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _ring(params: Params, r: float, thick: float, a: Assembly) -> Mesh:
        style, k = params.choice("style"), params.real("roundness")
        t = np.linspace(-np.pi / 2, 1.5 * np.pi, a.segments(18, 10) + 1)
        hole = 0.0095
        middle, half = (r + hole) / 2, (r - hole) / 2
        power = 2 / (2 + 6 * (1 - k)) if style != "rings" else 1.0
        x = np.sign(np.cos(t)) * np.abs(np.cos(t)) ** power
        y = np.sign(np.sin(t)) * np.abs(np.sin(t)) ** power
        profile = np.stack([middle + half * x, thick / 2 * (1 + y)], axis=1)
        profile[-1] = profile[0]
        made = lathe(profile, a.segments(42, 16), 60)
        if style == "waves":

            def wavy(p: np.ndarray) -> np.ndarray:
                angle, reach = np.arctan2(p[:, 0], p[:, 2]), np.hypot(p[:, 0], p[:, 2])
                grow = 1 + 0.10 * np.cos(6 * angle) * np.clip((reach - hole) / (r - hole), 0, 1)
                return np.stack([p[:, 0] * grow, p[:, 1], p[:, 2] * grow], axis=1)

            return made.deformed(wavy)
        return made

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        count, base = params.integer("count"), look.finish("base")
        made = ("silicone", "硅胶") if params.choice("make") == "silicone" else ("lacquered wood", "漆面木")
        return Texts(
            "stacking rings", "叠叠乐", look.label_en, look.label_zh,
            f"{count} rings of {made[0]} in {look.label_en} on a {base.label_en} peg. For small hands from 10 months "
            "on.",
            f"{count} 个{made[1]}圈，{look.label_zh}，{base.label_zh}底座，适合 10 个月以上宝宝。",
            (base.material_en, made[0]), ("playful",), look.finish("ring0").hex(),
            round(0.15 + 40 * params.real("width") ** 2 * params.real("thickness"), 2),
            shop_price(14 + 90 * params.real("width")),
        )  # fmt: skip
