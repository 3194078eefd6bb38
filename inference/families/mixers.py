"""Stand mixers and blenders."""

from __future__ import annotations

import numpy as np

from inference.families.appliance_kit import TONES, enamel_looks
from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, superellipse
from inference.families.geometry_skin import curve
from inference.families.soft import loft
from inference.families.solids import box, lathe, slab, sweep, tube
from inference.families.values import Family, Look, Params, Texts, choice, real, shop_price
from scenes.model.values import Model


class Mixer(Family):
    """Stand mixers with a bowl, and jug blenders."""

    key = "mixer"
    category = ("Kitchen", "Appliances")
    category_zh = ("厨房", "厨房电器")
    typical_size_m = ((0.13, 0.46), (0.3, 0.5), (0.12, 0.3))
    parameters = (
        choice("style", "stand", "blender"),
        real("height", 0.33, 0.42),
        real("bowl", 0.19, 0.235),
        real("head", 0.9, 1.2, ""),
        real("body_width", 0.11, 0.14),
        real("flare", 1.05, 1.35, ""),
        choice("tool", "whisk", "hook", "paddle"),
        choice("vessel", "steel", "glass"),
        choice("body", "enamel", "steel"),
        choice("trim", "chrome", "walnut", "polished_brass", "copper", "oak"),
        choice("colour", *TONES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        return enamel_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        if params.choice("style") == "stand":
            self._stand(params, a)
        else:
            self._blender(params, a)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _stand(params: Params, a: Assembly) -> None:
        """Seen from the side: the machine's length runs along x, head to the +X side."""
        h, bowl, wide = params.real("height"), params.real("bowl"), params.real("body_width")
        n = a.segments(40, 16)
        length = bowl * 1.6
        foot = superellipse(length, bowl * 0.95, 3.0, n)
        a.add("foot", "body", slab(foot, 0.028, 0.012, 4))
        back = -length * 0.30
        rows = []
        for y, w, d, x in (
            (0.02, 1.1, 0.16, 0.0),
            (0.07, 0.86, 0.125, 0.004),
            (h * 0.4, 0.78, 0.11, 0.0),
            (h * 0.62, 0.85, 0.12, 0.004),
            (h * 0.72, 0.9, 0.13, 0.01),
        ):
            ring = superellipse(d, wide * w, 2.6, n)
            rows.append(np.column_stack([ring[:, 0] + back + x, np.full(n, y), -ring[:, 1]]))
        a.add("column", "body", loft(np.stack(rows)))
        top = h * 0.80
        path = np.linspace(back - 0.075, length * 0.46, a.segments(18, 8))
        f = np.linspace(0, 1, len(path))
        size = np.sqrt(np.clip(1 - np.abs(2 * f - 1) ** 3.4, 0.0015, 1)) * (1.0 - 0.12 * f)
        k = params.real("head")
        head = []
        for x, s in zip(path, size, strict=True):
            ring = superellipse(wide * k, h * 0.30 * k, 2.4, n) * s
            head.append(np.column_stack([np.full(n, x), ring[:, 1] + top, -ring[:, 0]]))
        a.add("head", "body", loft(np.stack(head)))
        a.add("band", "trim", box(length * 0.46, 0.014, wide * k + 0.002, 0.006, 2).moved(x=-0.01, y=top - 0.012))
        x = length * 0.26
        hub = lathe([(0, -0.03), (0.022, -0.03), (0.03, 0), (0, 0)], a.segments(28, 12)).moved(
            x=x, y=top - h * 0.13 * k
        )
        a.add("hub", "steel", hub)
        knob = lathe([(0, 0), (0.016, 0), (0.017, 0.006), (0.013, 0.018), (0, 0.018)], 24).turned("x", np.pi / 2)
        a.add("knob", "trim", knob.moved(x=back + 0.02, y=top - 0.01, z=wide * k / 2 - 0.003))
        _bowl(params, a, x, bowl / 2, h * 0.40)
        _tool(params, a, x, top - h * 0.13 * k - 0.03, h * 0.36)

    @staticmethod
    def _blender(params: Params, a: Assembly) -> None:
        h, w, n = params.real("height"), params.real("body_width") * 1.1, a.segments(44, 16)
        low = h * 0.34
        a.add(
            "base",
            "body",
            lathe(
                [
                    (0, 0),
                    (w * 0.60, 0),
                    (w * 0.62, 0.006),
                    (w * 0.58, low * 0.3),
                    (w * 0.46 * params.real("head"), low * 0.85),
                    (w * 0.42, low),
                    (0, low),
                ],
                n,
                40,
            ),
        )
        a.add("collar", "trim", lathe([(0, low), (w * 0.44, low), (w * 0.44, low + 0.018), (0, low + 0.018)], n))
        flare, y0, y1 = params.real("flare"), low + 0.018, h * 0.95
        r0, r1 = w * 0.40, w * 0.40 * flare * params.real("bowl") / 0.19
        jug = [(0, y0), (r0, y0), (r1, y1), (r1 - 0.004, y1), (r0 - 0.004, y0 + 0.005), (0, y0 + 0.005)]
        a.add("jug", "glass" if params.choice("vessel") == "glass" else "steel", lathe(jug, n, 40))
        a.add(
            "lid",
            "dark",
            lathe(
                [
                    (0, y1 - 0.004),
                    (r1 - 0.005, y1 - 0.004),
                    (r1 + 0.002, y1 + 0.001),
                    (r1, y1 + 0.014),
                    (r1 * 0.5, y1 + 0.016),
                    (r1 * 0.45, y1 + 0.03),
                    (0, y1 + 0.031),
                ],
                n,
                40,
            ),
        )
        grip = curve(
            [
                (r1 * 0.96, y1 - 0.02, 0),
                (r1 + 0.045, y1 - 0.015, 0),
                (r1 + 0.048, (y0 + y1) / 2 + 0.02, 0),
                (r0 + 0.012, y0 + 0.06, 0),
            ],
            a.segments(18, 8),
        )
        a.add("handle", "dark", sweep(grip, rounded_rectangle(0.02, 0.014, 0.006, 3), up=(0, 0, 1), round_ends=1))
        blades = [
            box(0.03, 0.0015, 0.008, 0.0005, 1)
            .turned("z", 0.35)
            .moved(x=0.014, y=y0 + 0.016)
            .turned("y", i * np.pi / 2)
            for i in range(4)
        ]
        a.add("blades", "steel", *blades)
        _tool(params, a, 0.0, y0 + 0.03, -0.02)
        knob = lathe([(0, 0), (0.019, 0), (0.02, 0.005), (0.016, 0.016), (0, 0.016)], a.segments(28, 12)).turned(
            "x", np.pi / 2
        )
        a.add("knob", "trim", knob.moved(y=low * 0.5, z=w * 0.53))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        body, trim = look.finish("body"), look.finish("trim")
        stand = params.choice("style") == "stand"
        noun = ("stand mixer", "厨师机") if stand else ("blender", "搅拌机")
        litres = round((params.real("bowl") / 0.19) ** 3 * (3.3 if stand else 1.4), 1)
        return Texts(
            *noun, body.label_en, body.label_zh,
            f"A {noun[0]} in {body.label_en} with {trim.label_en} details and a {litres}-litre "
            f"{params.choice('vessel')} {'bowl' if stand else 'jug'}.",
            f"{body.label_zh}{noun[1]}，{trim.label_zh}细节，{litres} 升"
            f"{'不锈钢' if params.choice('vessel') == 'steel' else '玻璃'}{'搅拌碗' if stand else '杯'}。",
            ("steel", trim.material_en), ("classic",), body.hex(),
            round((7.5 if stand else 2.6) * params.real("height") / 0.36, 1),
            shop_price((180 if stand else 58) + 200 * (params.real("bowl") - 0.19) * 5),
        )  # fmt: skip


def _bowl(params: Params, a: Assembly, x: float, radius: float, tall: float) -> None:
    flare = params.real("flare") - 0.2
    outer = curve(
        [
            (radius * 0.52, 0.030),
            (radius * 0.80, 0.034 + tall * 0.12),
            (radius * 0.95, tall * 0.5),
            (radius * (0.9 + 0.1 * flare), 0.03 + tall * 0.8),
        ],
        a.segments(16, 8),
    )
    wall = [(float(q[0]), float(q[1])) for q in outer]
    inner = [(r - 0.0025, y + 0.002) for r, y in reversed(wall)]
    slot = "steel" if params.choice("vessel") == "steel" else "glass"
    a.add("bowl", slot, lathe([(0, 0.030), *wall, *inner, (0, 0.034)], a.segments(48, 18), 50).moved(x=x))


def _tool(params: Params, a: Assembly, x: float, top: float, drop: float) -> None:
    kind = params.choice("tool")
    if drop < 0:
        size = {"whisk": 0.004, "hook": 0.006, "paddle": 0.008}[kind]
        a.add("tool", "steel", lathe([(0, top + drop), (size, top + drop), (size * 0.6, top), (0, top)], 12).moved(x=x))
        return
    low = top - drop * 0.62
    if kind == "whisk":
        for i in range(5):
            t = np.linspace(-1, 1, a.segments(14, 7))
            loop = np.stack([0.042 * t * (1 - 0.1 * np.abs(t)), low + (top - low) * np.abs(t) ** 2.2, 0 * t], axis=1)
            a.add("whisk", "steel", tube(loop, 0.0011, 5).turned("y", i * np.pi / 5).moved(x=x))
    elif kind == "hook":
        path = curve(
            [
                (0, top, 0),
                (0.012, top - drop * 0.2, 0.01),
                (0.04, top - drop * 0.4, 0),
                (0.02, low, -0.012),
                (-0.02, low + 0.02, 0.0),
            ],
            a.segments(20, 8),
        )
        a.add("hook", "steel", tube(path + np.array([x, 0, 0]), 0.006, 10, round_ends=2))
    else:
        ring = superellipse(0.08, drop * 0.5, 3.0, a.segments(28, 12))
        frame = np.column_stack([ring[:, 0] * (1 - 0.25 * ring[:, 1] / drop), ring[:, 1], 0 * ring[:, 0]])
        a.add("paddle", "steel", tube(frame + np.array([x, low + drop * 0.28, 0]), 0.004, 8, closed=True))
    a.add(
        "shaft",
        "steel",
        lathe([(0, low + drop * 0.4), (0.006, low + drop * 0.4), (0.006, top + 0.01), (0, top + 0.01)], 12).moved(x=x),
    )
