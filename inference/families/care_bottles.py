"""Pump bottles, squeeze tubes and droppers."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.cosmetic_kit import house_name, label_around, plan_of, stacked
from inference.families.curves import ellipse
from inference.families.geometry import grid_mesh
from inference.families.geometry_skin import curve, oval
from inference.families.materials import COLOURS, glass, metal, plain, plastic
from inference.families.pictures import label
from inference.families.soft import loft
from inference.families.solids import box, lathe, sweep
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import Way, colour_looks, contrast, pictured, steps, tint
from scenes.model.values import Model

_LINES = ("ivory", "sage", "blush", "sky", "sand", "lilac", "graphite", "mint", "terracotta", "butter")


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
            ("glass",) if params.choice("wall") == "amber" and params.choice("style") != "tube" else ("plastic",),
            ("care",), look.finish("bottle").hex(),
            round(0.03 + ml * 0.0011, 2), shop_price(8 + ml * (0.5 if params.choice("style") == "dropper" else 0.08)),
        )  # fmt: skip


def _care_ml(params: Params) -> int:
    volume = params.real("width") ** 2 * params.real("height") * 0.62e6
    return max(30, round(volume * (0.4 if params.choice("style") == "dropper" else 0.7) / 10) * 10)
