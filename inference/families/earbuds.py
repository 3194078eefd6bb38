"""Wireless earbuds in an open case."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import join
from inference.families.geometry_skin import lid as cover
from inference.families.materials import COLOURS, metal, plain, plastic
from inference.families.soft import loft
from inference.families.solids import lathe, tube
from inference.families.values import F64, Family, Look, Params, Texts, choice, real, shop_price
from inference.families.watch_kit import Parts
from inference.families.worn_kit import Way, colour_looks, ellipsoid, steps, tint
from scenes.model.values import Model


class Earbuds(Family):
    """Wireless earbuds in an open charging case."""

    key = "earbuds"
    category = ("Electronics", "Earbuds")
    category_zh = ("数码", "无线耳机")
    typical_size_m = ((0.045, 0.08), (0.04, 0.1), (0.02, 0.07))
    parameters = (
        choice("style", "pebble", "rounded", "pill"),
        real("width", 0.052, 0.068),
        real("height", 0.026, 0.036),
        real("depth", 0.022, 0.03),
        real("squareness", 2.3, 4.0, ""),
        real("bud", 0.0075, 0.0095),
        real("stem", 0.0, 0.02),
        real("open", 1.1, 1.7, "rad"),
        choice("shell", "matte", "gloss", "metal"),
        choice("colour", "snow", "graphite", "navy", "sage", "blush", "sand", "lilac", "mint", "burgundy"),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        from inference.families.worn_kit import anodised

        ways: list[Way] = []
        for key in steps(
            ("snow", "graphite", "navy", "sage", "blush", "sand", "lilac", "mint", "burgundy"),
            params.choice("colour"),
            (1, 3, 5),
        ):
            shell = {
                "matte": tint("soft_touch", key, 0.55),
                "gloss": plastic(key, glossy=True),
                "metal": anodised(key),
            }[params.choice("shell")]
            ways.append((COLOURS[key], [
                ("shell", shell), ("inside", tint("soft_touch", key, 0.6, shade=-0.05)),
                ("tip", tint("silicone", "graphite" if key != "graphite" else "fog", 0.7)),
                ("metal", metal("gold")), ("light", plain("status_light", (0.4, 1.0, 0.6), 0.4, emission=2.0)),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, d = params.real("width"), params.real("height"), params.real("depth")
        low = self._half(params, a, h)
        a.add("case", "shell", loft(low))
        rim = low[-1]
        lip = np.stack(
            [rim * (0.97, 1, 0.97), rim * (0.97, 1, 0.97) + (0, 0.0012, 0), rim * (0.9, 1, 0.9) + (0, 0.0012, 0)]
        )
        a.add("tray", "inside", loft(lip))
        tall = h * 0.42
        lid = self._half(params, a, tall)
        floor = lid[1] * (0.9, 1, 0.9) + (0, 0.002, 0)
        cup = join([loft(np.stack([*lid, lid[-1] * (0.94, 1, 0.94), floor]), cap_end=False), cover(floor)])
        hinge = (0.0, 0.0, -d * 0.48)
        opened = (
            cup.moved(y=-tall)
            .turned("x", np.pi)
            .moved(z=-hinge[2])
            .turned("x", -params.real("open"))
            .moved(y=h, z=hinge[2])
        )
        a.add("lid", "shell", opened)
        a.add(
            "hinge",
            "metal",
            tube(np.array([(-w * 0.22, h, -d * 0.49), (w * 0.22, h, -d * 0.49)]), 0.0014, 10, round_ends=2),
        )
        a.add(
            "light",
            "light",
            ellipsoid(0.0012, 0.0012, 0.0006, 10).moved(
                y=h * 0.62, z=float(np.interp(h * 0.62, low[:, 0, 1], low[:, 0, 2]))
            ),
        )
        for side in (1.0, -1.0):
            for part, slot, mesh in self._bud(params, a):
                placed = mesh if side > 0 else mesh.mirrored("x")
                a.add(part, slot, placed.moved(x=side * w * 0.23, y=h + 0.002))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _half(params: Params, a: Assembly, tall: float) -> F64:
        w, d, n = params.real("width"), params.real("depth"), a.segments(44, 16)
        from inference.families.geometry_skin import oval

        flat = oval(w, d, n, params.real("squareness") if params.choice("style") != "pill" else 2.8)
        rows = []
        for t in (0.0, 0.12, 0.3, 0.55, 0.8, 1.0):
            size = (
                np.sqrt(1 - (1 - t) ** 2.6) * 0.32 + 0.68
                if params.choice("style") != "pebble"
                else np.sqrt(1 - (1 - t) ** 2.2) * 0.5 + 0.5
            )
            rows.append(np.stack([flat[:, 0] * size, np.full(n, tall * t), flat[:, 1] * size], axis=1))
        return np.stack(rows)

    @staticmethod
    def _bud(params: Params, a: Assembly) -> Parts:
        r, stem, n = params.real("bud"), params.real("stem"), a.segments(22, 10)
        out: Parts = [("buds", "shell", ellipsoid(r * 0.92, r, r, n).moved(y=r * 0.7))]
        tip = lathe(
            [(0, 0), (r * 0.42, 0), (r * 0.62, r * 0.25), (r * 0.5, r * 0.62), (r * 0.3, r * 0.66), (0, r * 0.55)],
            n,
            60,
        )
        out.append(("tips", "tip", tip.turned("z", 0.9).moved(x=-r * 0.62, y=r * 1.25, z=r * 0.25)))
        if stem > 0.006:
            path = np.array([(r * 0.1, r * 0.6, r * 0.45), (r * 0.15, r * 0.6 + stem, r * 0.5)])
            out.append(("stems", "shell", tube(path, r * 0.36, a.segments(14, 8), round_ends=3)))
            out.append(("stems", "metal", tube(path[1:] + np.array([[0, 0, 0], [0, 0.0012, 0]]), r * 0.22, 10)))
        out.append(("sensors", "metal", ellipsoid(0.0012, 0.0018, 0.0006, 10).moved(y=r * 0.9, z=r * 0.97)))
        return out

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        hours = round(18 + 400 * (params.real("height") - 0.026) * 2)
        stem = params.real("stem") > 0.006
        return Texts(
            "wireless earbuds", "真无线耳机", look.label_en, look.label_zh,
            f"Wireless earbuds {'with stems ' if stem else ''}in a {look.finish('shell').label_en} case, {hours} "
            "hours of music with the case, noise cancelling.",
            f"{look.label_zh}真无线耳机，{'长柄' if stem else '豆式'}设计，连盒续航 {hours} 小时，主动降噪。",
            ("plastic", "silicone"), ("modern",), look.finish("shell").hex(), 0.05,
            shop_price(59 + {"matte": 0, "gloss": 10,
                "metal": 60}[params.choice("shell")] + 1500 * (params.real("height") - 0.026)),
        )  # fmt: skip
