"""Powder compacts and palettes with a mirror."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.families.assembly import Assembly
from inference.families.cosmetic_kit import SHADES, house_name
from inference.families.curves import ellipse, rounded_rectangle
from inference.families.geometry import Mesh
from inference.families.materials import metal, plain, plastic
from inference.families.solids import extrude, slab, tube
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import steps
from scenes.model.values import Model


class Palette(Family):
    """Open compacts with pans of powder and a mirror."""

    key = "palette"
    category = ("Cosmetics", "Face & eyes")
    category_zh = ("美妆", "眼影与粉饼")
    typical_size_m = ((0.05, 0.2), (0.03, 0.16), (0.05, 0.18))
    parameters = (
        choice("style", "square", "round", "slim"),
        real("size", 0.07, 0.11),
        integer("pans", 1, 8),
        real("thickness", 0.007, 0.012),
        real("corner", 0.004, 0.02),
        real("open", 1.5, 2.1, "rad"),
        real("start", 0.0, 1.0, ""),
        choice("case", "graphite", "ivory", "blush", "gold", "navy", "burgundy"),
        choice("shade", *SHADES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three sets of shades."""
        case = params.choice("case")
        made = metal("gold") if case == "gold" else plastic(case, glossy=True)
        mirror = replace(
            plain("mirror", (0.86, 0.88, 0.9), 0.03, 1.0), label_en="mirror", label_zh="镜面", material_en="glass"
        )
        keys = tuple(SHADES)
        out = []
        for key in steps(keys, params.choice("shade"), (4, 8)):
            first = keys.index(key)
            pans = []
            for i in range(8):
                c = SHADES[keys[(first + i) % len(keys)]].rgb
                f = 0.30 * i / 7 + 0.25 * params.real("start")
                rgb = (c[0] * (1 - f) + f, c[1] * (1 - f) + f * 0.93, c[2] * (1 - f) + f * 0.88)
                pans.append(
                    (
                        f"pan{i}",
                        replace(
                            plain(f"powder_{key}_{i}", rgb, 0.75, sheen=0.3),
                            label_en=SHADES[key].en,
                            label_zh=SHADES[key].zh,
                        ),
                    )
                )
            out.append(
                Look(
                    key,
                    SHADES[key].en,
                    SHADES[key].zh,
                    (
                        *pans,
                        ("case", made),
                        ("tray", plastic("graphite" if case != "graphite" else "snow")),
                        ("mirror", mirror),
                    ),
                )
            )
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        size, t = params.real("size"), params.real("thickness")
        style = params.choice("style")
        w, d = {"square": (size, size * 0.8), "round": (size, size), "slim": (size * 1.7, size * 0.62)}[style]
        n = a.segments(10, 4)
        corner = size / 2 if style == "round" else params.real("corner")
        plan = rounded_rectangle(w, d, corner, n if style != "round" else a.segments(16, 6))
        a.add("case", "case", slab(plan, t, min(0.002, t * 0.3), 3))
        a.add("tray", "tray", slab(plan * 0.94, 0.0008, 0.0003, 1).moved(y=t - 0.0003))
        self._pans(params, a, w, d, t)
        lid: list[tuple[str, Mesh]] = [
            ("case", extrude(plan, t * 0.6, min(0.0016, t * 0.2), 3)),
            ("mirror", extrude(plan * 0.9, 0.0006, 0.0002, 1).moved(z=t * 0.3)),
        ]
        lean = params.real("open") - np.pi / 2
        for slot, mesh in lid:
            a.add("lid", slot, mesh.moved(y=d / 2).turned("x", -lean).moved(y=t + 0.001, z=-d / 2))
        a.add("hinge", "case", tube(np.array([(-w * 0.2, t, -d / 2), (w * 0.2, t, -d / 2)]), 0.002, 10))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _pans(params: Params, a: Assembly, w: float, d: float, t: float) -> None:
        count, style = params.integer("pans"), params.choice("style")
        if style == "round":
            spots = (
                [(0.0, 0.0)]
                if count == 1
                else [
                    (float(np.sin(v)) * w * 0.27, float(np.cos(v)) * w * 0.27)
                    for v in np.arange(count) * 2 * np.pi / count
                ]
            )
            r = w * 0.40 if count == 1 else min(w * 0.17, w * 0.27 * float(np.sin(np.pi / count)) * 0.9)
            outline = ellipse(2 * r, 2 * r, a.segments(28, 12))
        else:
            rows = 1 if count <= 2 or style == "slim" else 2
            columns = -(-count // rows)
            cw, cd = w * 0.9 / columns, d * 0.86 / rows
            spots = [
                ((i % columns - (columns - 1) / 2) * cw, (i // columns - (rows - 1) / 2) * cd) for i in range(count)
            ]
            outline = rounded_rectangle(cw * 0.9, cd * 0.9, min(cw, cd) * 0.12, a.segments(5, 2))
        for i, (x, z) in enumerate(spots):
            a.add("pans", "mirror", slab(outline, 0.0012, 0.0003, 1).moved(x=x, y=t, z=z))
            a.add("powders", f"pan{i}", slab(outline * 0.93, 0.0010, 0.0004, 2).moved(x=x, y=t + 0.0006, z=z))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        house, zh = house_name(params)
        count = params.integer("pans")
        noun = ("pressed powder", "粉饼") if count == 1 else ("eyeshadow palette", "眼影盘")
        case = look.finish("case")
        return Texts(
            *noun, f"{look.label_en}, {count}", f"{look.label_zh}，{count} 色",
            f"{house} {noun[0]} around {look.label_en}: {count} shade{'s' if count > 1 else ''}, matte and satin, in "
            f"a {case.label_en} compact with mirror, "
            f"{params.real('size') * 1000:.0f} mm.",
            f"{zh}{noun[1]}，{look.label_zh}色系 {count} 色，哑光与缎光，{case.label_zh}外盒带镜，"
            f"{params.real('size') * 1000:.0f} 毫米。",
            ("mineral powder", case.material_en), ("glamour",), look.finish("pan0").hex(),
            round(0.06 + 0.01 * count, 2), shop_price(18 + 5 * count),
        )  # fmt: skip
