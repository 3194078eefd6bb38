"""Building blocks."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.solids import box, extrude, lathe
from inference.families.toy_kit import SETS
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.wooden_kit import set_looks
from scenes.model.values import Model


class Blocks(Family):
    """A set of building blocks, built into a tower, castle or arch."""

    key = "blocks"
    category = ("Toys", "Wooden toys")
    category_zh = ("玩具", "木制玩具")
    typical_size_m = ((0.04, 0.45), (0.09, 0.5), (0.02, 0.2))
    parameters = (
        choice("style", "castle", "tower", "bridge"),
        real("unit", 0.03, 0.045),
        real("bevel", 0.0015, 0.005),
        integer("levels", 3, 6),
        integer("seed", 0, 999),
        real("bare", 0.0, 0.7, ""),
        choice("base", "beech", "oak", "ash", "walnut"),
        choice("colours", *SETS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three sets of colours."""
        return set_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        rng = np.random.default_rng(params.integer("seed"))
        u, bevel, levels = params.real("unit"), params.real("bevel"), params.integer("levels")

        def put(kind: str, x: float, y: float, size: tuple[float, float, float]) -> None:
            slot = "wood" if rng.random() < params.real("bare") else f"paint{rng.integers(7)}"
            a.add("blocks", slot, _block(kind, size, bevel, a).turned("y", float(rng.normal(0, 0.02))).moved(x=x, y=y))

        style = params.choice("style")
        if style == "tower":
            y = 0.0
            for i in range(levels + 2):
                k = 1 - 0.09 * i
                kind = ("box", "cylinder", "box")[int(rng.integers(3))]
                put(kind, float(rng.normal(0, u * 0.04)), y, (u * 1.6 * k, u * (0.8 + 0.4 * rng.random()), u * 1.6 * k))
                y = a.height_m()
            put("cone", 0.0, y, (u * 0.9, u * 1.2, u * 0.9))
        elif style == "bridge":
            for x in (-2.0, 0.0, 2.0):
                for i in range(max(1, levels - 2)):
                    put("box" if i % 2 == 0 else "cylinder", x * u, i * u, (u * 0.96, u, u * 0.96))
            top = max(1, levels - 2) * u
            for x in (-1.0, 1.0):
                put("arch", x * u, top, (u * 2.0, u, u * 0.96))
            for x in (-1.5, 1.5):
                put("cylinder", x * u, top + u, (u * 0.8, u, u * 0.8))
                put("roof", x * u, top + 2 * u, (u * 1.1, u * 0.8, u * 0.96))
        else:
            for side in (-1.6, 1.6):
                for i in range(levels):
                    put("box" if (i + params.integer("seed")) % 3 else "cylinder", side * u, i * u, (u, u, u))
                put("cone", side * u, levels * u, (u * 1.1, u * 1.3, u * 1.1))
            put("arch", 0.0, 0.0, (u * 2.2, u * 1.3, u))
            for i, x in enumerate((-0.7, 0.0, 0.7)):
                put("box", x * u, 1.3 * u, (u * 0.66, u * (0.6 if i != 1 else 0.9), u * 0.8))
            put("roof", 0.0, u * 2.2, (u * 0.9, u * 0.7, u * 0.8))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        base = look.finish("wood")
        pieces = params.integer("levels") * 8 + params.integer("seed") % 9 + 4
        return Texts(
            "building blocks", "积木", look.label_en, look.label_zh,
            f"{pieces} building blocks of {base.label_en}, {look.label_en}, unit {params.real('unit') * 1000:.0f} "
            f"mm, shown as a {params.choice('style')}. In a cotton bag.",
            f"{pieces} 块{base.label_zh}积木，{look.label_zh}，单位 {params.real('unit') * 1000:.0f} 毫米，附棉布袋。",
            (base.material_en,), ("playful",), look.finish("paint0").hex(),
            round(pieces * params.real("unit") ** 3 * 650, 2), shop_price(10 + pieces * 0.5),
        )  # fmt: skip


def _block(kind: str, size: tuple[float, float, float], bevel: float, a: Assembly):  # type: ignore[no-untyped-def]
    w, h, d = size
    if kind == "cylinder":
        r = w / 2
        return lathe([(0, 0), (r - bevel, 0), (r, bevel), (r, h - bevel), (r - bevel, h), (0, h)], a.segments(28, 12))
    if kind == "cone":
        r = w / 2
        return lathe([(0, 0), (r - bevel, 0), (r, bevel), (bevel, h), (0, h + bevel * 0.4)], a.segments(28, 12))
    if kind == "roof":
        return extrude(np.array([(-w / 2, 0), (w / 2, 0), (0.0, h)]), d, bevel, 2)
    if kind == "arch":
        t = np.linspace(0, np.pi, a.segments(16, 8))
        inner = np.stack([w * 0.28 * np.cos(t), w * 0.28 * np.sin(t)], axis=1)
        outline = np.concatenate([[(w / 2, 0), (w / 2, h), (-w / 2, h), (-w / 2, 0)], inner[::-1]])
        return extrude(outline, d, min(bevel, 0.002), 1)
    return box(w, h, d, bevel, 2)
