"""Perfume bottles with liquid inside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.families.assembly import Assembly
from inference.families.cosmetic_kit import HOUSES_ZH, METALS, SHADES, glossy, house_of, plan_of, stacked
from inference.families.geometry import Mesh
from inference.families.geometry_skin import curve, oval
from inference.families.materials import glass, metal, plain
from inference.families.pictures import label
from inference.families.solids import lathe, tube
from inference.families.values import F64, Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.worn_kit import pictured, steps
from scenes.model.values import Model


class Perfume(Family):
    """Perfume: a thick glass bottle with liquid inside, a collar, a cap."""

    key = "perfume"
    category = ("Cosmetics", "Perfume")
    category_zh = ("美妆", "香水")
    typical_size_m = ((0.035, 0.1), (0.06, 0.17), (0.02, 0.08))
    parameters = (
        choice("style", "square", "round", "facet", "oval", "pebble"),
        real("width", 0.042, 0.078),
        real("slimness", 0.42, 1.0, ""),
        real("height", 0.055, 0.105),
        real("shoulder", 0.05, 0.3, ""),
        real("waist", 0.88, 1.1, ""),
        real("fill", 0.65, 0.92, ""),
        real("cap_height", 0.02, 0.042),
        real("cap_width", 0.35, 0.8, ""),
        choice("cap", "cylinder", "sphere", "block", "facet"),
        choice("cap_finish", "gold", "chrome", "copper", "graphite", "ivory", "wood"),
        choice("liquid", "apricot", "petal", "nude", "fig", "poppy", "peony"),
        choice("colour", "clear", "sky", "blush", "sage", "mustard", "plum", "graphite"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Round and faceted bottles are as deep as wide."""
        if drawn["style"] in ("round", "facet"):
            drawn["slimness"] = 1.0
            drawn["width"] = float(rng.uniform(0.042, 0.062))
        else:
            drawn["slimness"] = float(rng.uniform(0.42, 0.7))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three scents: glass and liquid change."""
        from inference.families.materials import wood

        cap = params.choice("cap_finish")
        made = wood("walnut") if cap == "wood" else metal(cap) if cap in METALS else glossy(cap)
        out = []
        tints = ("clear", "sky", "blush", "sage", "mustard", "plum", "graphite")
        liquids = steps(("apricot", "petal", "nude", "fig", "poppy", "peony"), params.choice("liquid"), (1, 3))
        for key, juice in zip(steps(tints, params.choice("colour"), (2, 4)), liquids, strict=True):
            s = SHADES[juice]
            pale = (0.55 + 0.45 * s.rgb[0], 0.55 + 0.45 * s.rgb[1], 0.55 + 0.45 * s.rgb[2])
            liquid = replace(
                plain(f"liquid_{juice}", pale, 0.05, clearcoat=1.0, alpha=0.62), label_en=s.en, label_zh=s.zh
            )
            out.append(Look(juice, s.en, s.zh, (
                ("liquid", liquid), ("glass", glass(key)), ("cap", made),
                ("collar", metal("gold" if cap in ("gold", "wood", "ivory") else "chrome")),
            )))  # fmt: skip
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, n = params.real("width"), params.real("height"), a.segments(48, 16)
        plan = plan_of(params.choice("style"), w, w * params.real("slimness"), n)
        waist, shoulder = params.real("waist"), params.real("shoulder")
        neck = oval(0.017, 0.017, n)

        def body(grow: float, low: float, high: float) -> list[tuple[float, F64]]:
            out = [
                (low, plan * (0.93 + grow)),
                (low + 0.0012, plan * (0.985 + grow)),
                (low + 0.004, plan * (1.0 + grow)),
            ]
            for t in np.linspace(0.15, 1.0, 8):
                y = low + (high - low) * t
                bend = 1 + (waist - 1) * np.sin(np.pi * min(t, 1.0))
                close = 1.0 if t < 1 - shoulder else np.sqrt(max(1 - ((t - 1 + shoulder) / shoulder) ** 2 * 0.82, 0.05))
                out.append((y, plan * (bend * close + grow)))
            return out

        glass_body = [*body(0.0, 0.0, h), (h + 0.0006, neck * 0.95), (h + 0.006, neck * 0.95)]
        a.add("bottle", "glass", stacked(glass_body))
        fill = 0.006 + (h * (1 - shoulder * 0.3) - 0.006) * params.real("fill")
        inner = [(y, o * 0.86) for y, o in body(0.0, 0.006, h * 0.985) if y < fill]
        a.add("liquid", "liquid", stacked([*inner, (fill, inner[-1][1] * 0.995)]))
        stem = [(0, 0.012, 0), (0.001, h * 0.5, 0), (0, h, 0)]
        a.add("dip tube", "collar", tube(curve(stem, 8), 0.0011, 6))
        a.add(
            "collar",
            "collar",
            lathe(
                [(0, h), (0.0105, h), (0.011, h + 0.0006), (0.011, h + 0.0055), (0.0104, h + 0.0062), (0, h + 0.0062)],
                n,
            ),
        )
        self._cap(params, a, h + 0.0062, n)
        front = np.interp(h * 0.45, [s[0] for s in glass_body], [s[1][0, 1] for s in glass_body])
        a.add("label", "collar", _label_plate(params, w, h, front, a))
        model = a.model(self.key, self.looks(params))
        art = label(
            320,
            320,
            house_of(params),
            "eau de parfum",
            f"{_perfume_ml(params)} ml",
            (0.96, 0.94, 0.9),
            (0.16, 0.13, 0.12),
            True,
        )
        return pictured(model, "label", art, roughness=0.6)

    @staticmethod
    def _cap(params: Params, a: Assembly, y: float, n: int) -> None:
        tall, wide = params.real("cap_height"), params.real("width") * params.real("cap_width")
        wide = max(min(wide, params.real("width") * params.real("slimness") * 1.05), 0.024)
        form = params.choice("cap")
        if form == "sphere":
            r = wide / 2
            t = np.linspace(-0.45 * np.pi, np.pi / 2, a.segments(20, 8))
            ball = [(0.0, y), *((r * np.cos(v), y + r * 0.99 + r * np.sin(v)) for v in t)]
            a.add("cap", "cap", lathe(ball, n, 60))
            return
        plan = plan_of(
            {"cylinder": "round", "block": "square", "facet": "facet"}[form],
            wide,
            wide if form != "block" else wide * 0.8,
            n,
        )
        a.add(
            "cap",
            "cap",
            stacked(
                [
                    (y, plan * 0.96),
                    (y + 0.0005, plan * 0.99),
                    (y + 0.0014, plan),
                    (y + tall - 0.0018, plan),
                    (y + tall - 0.0006, plan * 0.975),
                    (y + tall, plan * 0.93),
                ]
            ),
        )

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        house, ml = house_of(params), _perfume_ml(params)
        note = {"apricot": ("apricot and sandalwood", "杏与檀香"), "petal": ("rose petal and musk", "玫瑰花瓣与麝香"),
            "nude": ("vanilla and cedar", "香草与雪松"),
                "fig": ("fig and violet", "无花果与紫罗兰"), "poppy": ("orange and pepper", "甜橙与胡椒"),
                "peony": ("peony and tea", "牡丹与茶")}[look.name]  # fmt: skip
        return Texts(
            "eau de parfum", "淡香精", note[0], note[1],
            f"{house} eau de parfum, {ml} ml: {note[0]}. {params.choice('style').capitalize()} glass bottle with a "
            f"{look.finish('cap').label_en} cap.",
            f"{HOUSES_ZH[house]}淡香精 {ml} 毫升，{note[1]}香调，玻璃瓶配{look.finish('cap').label_zh}瓶盖。",
            ("glass", look.finish("cap").material_en), ("glamour",), look.finish("liquid").hex(),
            round(0.12 + ml * 0.0032, 2),
            shop_price(38 + ml * 0.9),
        )  # fmt: skip


def _perfume_ml(params: Params) -> int:
    volume = params.real("width") ** 2 * params.real("slimness") * params.real("height") * 0.55e6
    return min((30, 50, 75, 100, 150, 200), key=lambda ml: abs(ml - volume))


def _label_plate(params: Params, w: float, h: float, front: float, a: Assembly) -> Mesh:
    """A paper label on the front: flat, or around a round bottle."""
    from inference.families.geometry import grid_mesh

    size = min(w * 0.62, h * 0.42)
    x, y = np.meshgrid(
        np.linspace(-size / 2, size / 2, a.segments(14, 6)), np.linspace(h * 0.42 - size / 2, h * 0.42 + size / 2, 3)
    )
    style = params.choice("style")
    if style == "round":
        z = np.sqrt(np.maximum(front**2 - x**2, 1e-9))
    elif style == "facet":
        z = np.full_like(x, front)
    else:
        power = {"oval": 2.4, "square": 7.0, "pebble": 3.2}[style]
        z = front * np.maximum(1 - np.abs(2 * x / w) ** power, 0) ** (1 / power)
    grid = np.stack([x, y, z + 0.0004], axis=2)
    return grid_mesh(grid, uv=np.stack([x, -y], axis=2))
