"""Nail polish, tubes and pump bottles, powder palettes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.families.assembly import Assembly
from inference.families.cosmetics import SHADES, house_name, label_around, plan_of, shade_finish, stacked
from inference.families.curves import ellipse, rounded_rectangle
from inference.families.geometry import Mesh, grid_mesh
from inference.families.geometry_skin import curve, oval
from inference.families.materials import COLOURS, glass, metal, plain, plastic
from inference.families.pictures import label
from inference.families.soft import loft
from inference.families.solids import box, extrude, lathe, slab, sweep, tube
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import Way, colour_looks, contrast, pictured, steps, tint
from scenes.model.values import Model

_LINES = ("ivory", "sage", "blush", "sky", "sand", "lilac", "graphite", "mint", "terracotta", "butter")


class NailPolish(Family):
    """Small bottles of lacquer with tall caps."""

    key = "nail_polish"
    category = ("Cosmetics", "Nails")
    category_zh = ("美妆", "指甲油")
    typical_size_m = ((0.018, 0.045), (0.055, 0.1), (0.018, 0.045))
    parameters = (
        choice("style", "round", "square", "facet", "oval"),
        real("width", 0.024, 0.036),
        real("height", 0.028, 0.04),
        real("shoulder", 0.15, 0.5, ""),
        real("cap_height", 0.028, 0.042),
        real("cap_width", 0.012, 0.017),
        real("cap_taper", 0.6, 1.05, ""),
        choice("cap", "graphite", "snow", "gold", "chrome", "copper"),
        choice("shade", *SHADES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Six shades."""
        cap = params.choice("cap")
        made = plastic(cap, glossy=True) if cap in ("graphite", "snow") else metal(cap)
        out = []
        for key in steps(tuple(SHADES), params.choice("shade"), (1, 2, 4, 6, 9)):
            out.append(
                Look(
                    key,
                    SHADES[key].en,
                    SHADES[key].zh,
                    (("lacquer", shade_finish(key, 0.15, 1.0)), ("cap", made), ("glass", glass())),
                )
            )
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, n = params.real("width"), params.real("height"), a.segments(40, 14)
        plan = plan_of(params.choice("style"), w, w * 0.62 if params.choice("style") == "oval" else w, n)
        s = params.real("shoulder")
        body = [(0.0, plan * 0.92), (0.001, plan * 0.98), (0.003, plan)]
        for t in np.linspace(0.2, 1.0, 7):
            close = 1.0 if t < 1 - s else np.sqrt(max(1 - ((t - 1 + s) / s) ** 2 * 0.8, 0.05))
            body.append((h * float(t), plan * close))
        a.add("bottle", "lacquer", stacked([(y + 0.0012, o * 0.9) for y, o in body[:-1]]))
        a.add("bottle", "glass", stacked(body))
        r, c = params.real("cap_width") / 2, params.real("cap_height")
        k = params.real("cap_taper")
        cap = [
            (0, h - 0.001),
            (r, h - 0.001),
            (r, h + 0.002),
            (r * k, h + c - 0.0015),
            (r * k - 0.001, h + c),
            (0, h + c + 0.0003),
        ]
        a.add("cap", "cap", lathe(cap, n, 40))
        a.add(
            "collar",
            "cap",
            lathe([(0, h - 0.0015), (r * 1.08, h - 0.0015), (r * 1.08, h + 0.0005), (0, h + 0.0005)], n),
        )
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        house, zh = house_name(params)
        ml = max(5, round(params.real("width") ** 2 * params.real("height") * 0.4e6))
        return Texts(
            "nail polish", "指甲油", look.label_en, look.label_zh,
            f"{house} nail polish in {look.label_en}, {ml} ml, high gloss, dry in 60 seconds. "
            f"{params.choice('style').capitalize()} bottle.",
            f"{zh}指甲油，色号{look.label_zh}，{ml} 毫升，高光泽，60 秒快干。",
            ("glass", "lacquer"), ("glamour",), look.finish("lacquer").hex(), 0.05, shop_price(6 + ml * 0.7),
        )  # fmt: skip


class CareBottle(Family):
    """Pump bottles, squeeze tubes and droppers with drawn labels."""

    key = "care_bottle"
    category = ("Cosmetics", "Skin care")
    category_zh = ("美妆", "护肤")
    typical_size_m = ((0.025, 0.11), (0.08, 0.25), (0.025, 0.1))
    parameters = (
        choice("style", "pump", "tube", "dropper"),
        choice("form", "round", "oval", "square"),
        real("width", 0.034, 0.07),
        real("height", 0.085, 0.16),
        real("shoulder", 0.04, 0.16, ""),
        real("cap", 0.016, 0.034),
        integer("product", 0, 5),
        choice("wall", "matte", "gloss", "amber"),
        choice("top", "graphite", "snow", "gold", "chrome", "copper", "sand"),
        choice("colour", *_LINES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three lines."""
        top = params.choice("top")
        cap = metal(top) if top in ("gold", "chrome", "copper") else plastic(top)
        ways: list[Way] = []
        for key in steps(_LINES, params.choice("colour"), (1, 3)):
            wall = {
                "matte": plastic(key),
                "gloss": plastic(key, glossy=True),
                "amber": glass(("cognac", "forest", "cobalt")[len(ways)]),
            }[params.choice("wall")]
            if params.choice("style") == "tube" and params.choice("wall") == "amber":
                wall = tint("soft_tube", key, 0.42)
            ways.append(
                (
                    COLOURS[key],
                    [
                        ("bottle", wall),
                        ("cap", cap),
                        ("dark", plain("rubber_bulb", (0.05, 0.05, 0.05), 0.6)),
                        ("fluid", plain("serum", (0.9, 0.78, 0.5), 0.1, alpha=0.7)),
                    ],
                )
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        style = params.choice("style")
        if style == "tube":
            self._tube(params, a)
        else:
            self._bottle(params, a)
        model = a.model(self.key, self.looks(params))
        key = params.choice("colour")
        paper = (0.95, 0.94, 0.91) if params.choice("wall") == "amber" and style != "tube" else COLOURS[key].rgb
        name, _, line, _ = self._words(params)
        return pictured(
            model,
            "label",
            label(
                256,
                384,
                name,
                line,
                f"{_care_ml(params)} ml",
                paper,
                contrast(paper),
                params.integer("product") % 2 == 0,
            ),
            roughness=0.5,
        )

    @staticmethod
    def _words(params: Params) -> tuple[str, str, str, str]:
        house, zh = house_name(params)
        line = (
            ("hand wash", "洗手液"),
            ("body lotion", "身体乳"),
            ("shampoo", "洗发水"),
            ("face serum", "精华液"),
            ("cleanser", "洁面乳"),
            ("sunscreen", "防晒霜"),
        )[params.integer("product")]
        return house, zh, *line

    @staticmethod
    def _bottle(params: Params, a: Assembly) -> None:
        dropper = params.choice("style") == "dropper"
        w, h, n = (
            params.real("width") * (0.8 if dropper else 1.0),
            params.real("height") * (0.72 if dropper else 1.0),
            a.segments(44, 16),
        )
        depth = w * (0.62 if params.choice("form") == "oval" else 1.0)
        plan, s = plan_of(params.choice("form"), w, depth, n), params.real("shoulder")
        body = [(0.0, plan * 0.93), (0.0012, plan * 0.985), (0.004, plan)]
        for t in np.linspace(0.2, 1.0, 9):
            close = 1.0 if t < 1 - s else np.sqrt(max(1 - ((t - 1 + s) / s) ** 2 * 0.86, 0.04))
            body.append((h * float(t), plan * close))
        a.add("bottle", "bottle", stacked(body))
        r, c = min(w * 0.3, 0.016), params.real("cap")
        a.add(
            "cap",
            "cap",
            lathe(
                [(0, h - 0.001), (r, h - 0.001), (r, h + c * 0.5), (r * 0.9, h + c * 0.54), (0, h + c * 0.54)], n, 30
            ),
        )
        y = h + c * 0.54
        if dropper:
            a.add(
                "bulb",
                "dark",
                lathe(
                    [
                        (0, y),
                        (r * 0.62, y),
                        (r * 0.66, y + 0.004),
                        (r * 0.6, y + 0.022),
                        (r * 0.3, y + 0.030),
                        (0, y + 0.031),
                    ],
                    n,
                    70,
                ),
            )
        else:
            a.add("pump", "cap", lathe([(0, y), (r * 0.3, y), (r * 0.3, y + c * 0.5), (0, y + c * 0.5)], 20))
            top = y + c * 0.5
            a.add(
                "pump",
                "cap",
                lathe(
                    [(0, top), (r * 0.72, top), (r * 0.72, top + 0.006), (r * 0.6, top + 0.009), (0, top + 0.009)],
                    n,
                    40,
                ),
            )
            nose = curve(
                [(0, top + 0.005, 0), (0, top + 0.0055, r * 1.4), (0, top + 0.003, r * 2.4), (0, top - 0.003, r * 2.6)],
                12,
            )
            a.add("pump", "cap", sweep(nose, ellipse(0.0075, 0.006, 12), np.linspace(1.1, 0.75, 12)))
        a.add(
            "label",
            "bottle",
            label_around(params.choice("form"), w, depth, h * 0.16, h * (1 - s) * 0.9, 1.0, a.segments(20, 8)),
        )

    @staticmethod
    def _tube(params: Params, a: Assembly) -> None:
        w, h, c, n = params.real("width"), params.real("height"), params.real("cap"), a.segments(44, 16)
        rows = []
        for t in np.linspace(0, 1, a.segments(14, 7)):
            k = float(t) ** 1.35
            flat = oval(
                w * 0.66 * (1 - k) + w * k,
                w * 0.66 * (1 - k) + 0.0022 * k,
                n,
                2.0 + 2 * k * params.real("shoulder") * 4,
            )
            rows.append(np.column_stack([flat[:, 0], np.full(n, c + h * float(t)), flat[:, 1]]))
        a.add("tube", "bottle", loft(np.stack(rows)))
        a.add("crimp", "bottle", box(w * 1.005, 0.010, 0.0026, 0.0008, 1).moved(y=c + h - 0.009))
        form = {"round": "round", "oval": "facet", "square": "square"}[params.choice("form")]
        plan = plan_of(form, w * 0.70, w * 0.70, n)
        a.add("cap", "cap", stacked([(0, plan * 0.97), (0.001, plan), (c - 0.001, plan), (c, plan * 0.97)]))
        grid = np.stack([r[np.r_[-(n // 5) : 0, 0 : n // 5 + 1]] for r in rows])
        front = grid[round(len(grid) * 0.18) : round(len(grid) * 0.86)] + np.array([0, 0, 0.0005])
        uv = np.stack([front[..., 0], -front[..., 1]], axis=2)
        a.add("label", "bottle", grid_mesh(front, uv=uv))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        house, zh, line, line_zh = self._words(params)
        ml = _care_ml(params)
        form = {"pump": ("pump bottle", "按压瓶"), "tube": ("tube", "软管"), "dropper": ("dropper bottle", "滴管瓶")}[
            params.choice("style")
        ]
        return Texts(
            line, line_zh, f"{ml} ml, {look.label_en}", f"{ml} 毫升，{look.label_zh}",
            f"{house} {line}, {ml} ml, in a {look.label_en} {form[0]}. For every skin, without perfume oils.",
            f"{zh}{line_zh}，{ml} 毫升，{look.label_zh}{form[1]}，适合各类肤质，不添加香精。",
            ("glass",) if params.choice("wall") == "amber" else ("plastic",), ("care",), look.finish("bottle").hex(),
            round(0.03 + ml * 0.0011, 2), shop_price(8 + ml * (0.5 if params.choice("style") == "dropper" else 0.08)),
        )  # fmt: skip


def _care_ml(params: Params) -> int:
    volume = params.real("width") ** 2 * params.real("height") * 0.62e6
    return max(30, round(volume * (0.4 if params.choice("style") == "dropper" else 0.7) / 10) * 10)


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
