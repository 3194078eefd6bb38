"""Wooden trains, cars, trucks and buses."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, superellipse
from inference.families.solids import box, extrude, lathe, slab, tube
from inference.families.toy_kit import SETS
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.wooden_kit import set_looks
from inference.families.worn_kit import ellipsoid
from scenes.model.values import Model


class WoodenVehicle(Family):
    """Wooden trains with wagons, cars, trucks, buses."""

    key = "wooden_vehicle"
    category = ("Toys", "Wooden toys")
    category_zh = ("玩具", "木制玩具")
    typical_size_m = ((0.1, 1.1), (0.06, 0.22), (0.05, 0.15))
    parameters = (
        choice("style", "train", "car", "truck", "bus"),
        real("length", 0.13, 0.2),
        real("width", 0.055, 0.085),
        real("height", 0.05, 0.08),
        real("wheel", 0.016, 0.026),
        real("round", 0.006, 0.02),
        integer("wagons", 0, 3),
        integer("shift", 0, 6),
        choice("base", "beech", "oak", "ash", "walnut"),
        choice("colours", *SETS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three sets of colours."""
        return set_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        length, w, h, soft = params.real("length"), params.real("width"), params.real("height"), params.real("round")
        style, r = params.choice("style"), params.real("wheel")
        y = r * 0.9
        paint = [f"paint{(i + params.integer('shift')) % 7}" for i in range(7)]
        if style == "train":
            self._engine(params, a, paint, 0.0, y)
            for i in range(params.integer("wagons") + 1):
                x = -(length + 0.022) * (i + 1) * 0.92
                self._wagon(params, a, paint[(i + 2) % 7], x, y, i)
            return a.model(self.key, self.looks(params))
        body = rounded_rectangle(length, h * 0.62, min(soft, h * 0.25), a.segments(6, 3))
        a.add("body", paint[0], extrude(body, w, min(soft * 0.5, 0.007), 3).moved(y=y + h * 0.31))
        cab = {"car": (0.56, -0.04, 0.62), "truck": (0.34, 0.28, 0.8), "bus": (0.96, 0.0, 0.8)}[style]
        top = superellipse(length * cab[0], h * cab[2], 3.4 if style == "car" else 6.0, a.segments(44, 16))
        a.add(
            "cabin",
            "wood" if style != "bus" else paint[0],
            extrude(top, w * 0.94, min(soft * 0.45, 0.006), 3).moved(
                x=length * cab[1], y=y + h * 0.62 + h * cab[2] * 0.32
            ),
        )
        windows = {"car": (-0.14, 0.10), "truck": (0.28,), "bus": (-0.36, -0.12, 0.12, 0.36)}[style]
        for x in windows:
            pane = extrude(rounded_rectangle(length * 0.16, h * 0.3, 0.005, 4), w * 0.955, 0.001, 1)
            a.add("windows", paint[3], pane.moved(x=length * x, y=y + h * 0.62 + h * cab[2] * 0.38))
        if style == "truck":
            bed = box(length * 0.58, h * 0.46, w * 0.98, min(soft * 0.4, 0.005), 2).moved(
                x=-length * 0.2, y=y + h * 0.6
            )
            a.add("load", paint[2], bed)
            for i in range(params.integer("wagons") + 1):
                a.add(
                    "load",
                    paint[(4 + i) % 7],
                    ellipsoid(h * 0.22, h * 0.22, h * 0.22, a.segments(18, 10)).moved(
                        x=-length * 0.42 + i * h * 0.46, y=y + h * 1.18
                    ),
                )
        else:
            for i in range(params.integer("wagons")):
                a.add(
                    "riders",
                    paint[(4 + i) % 7],
                    ellipsoid(h * 0.17, h * 0.17, h * 0.17, 18).moved(
                        x=-length * 0.2 + i * length * 0.2, y=y + h * 0.62 + h * cab[2] * 0.84
                    ),
                )
        self._wheels(params, a, paint[1], 0.0, length)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _wheels(params: Params, a: Assembly, slot: str, x: float, length: float) -> None:
        r, w = params.real("wheel"), params.real("width")
        rim = [
            (0, 0),
            (r * 0.9, 0),
            (r, 0.002),
            (r, 0.010),
            (r * 0.9, 0.012),
            (r * 0.4, 0.011),
            (r * 0.34, 0.014),
            (0, 0.0145),
        ]
        wheel = lathe(rim, a.segments(30, 12)).turned("x", np.pi / 2).moved(y=r, z=w / 2 + 0.001)
        for place in (-0.3, 0.3):
            a.add("wheels", slot, wheel.moved(x=x + place * length), wheel.mirrored("z").moved(x=x + place * length))
            axle = tube(
                np.array([(x + place * length, r, -w / 2 - 0.008), (x + place * length, r, w / 2 + 0.008)]),
                r * 0.18,
                10,
            )
            a.add("axles", "wood", axle)

    def _engine(self, params: Params, a: Assembly, paint: list[str], x: float, y: float) -> None:
        length, w, h, soft = params.real("length"), params.real("width"), params.real("height"), params.real("round")
        a.add("frame", "wood", box(length, h * 0.22, w, min(soft * 0.5, h * 0.1), 3).moved(x=x, y=y))
        r = w * 0.42
        t = np.array([(x - length * 0.12, y + h * 0.22 + r * 0.95, 0), (x + length * 0.46, y + h * 0.22 + r * 0.95, 0)])
        a.add("boiler", paint[0], tube(t, r, a.segments(28, 12), round_ends=3))
        a.add(
            "cab",
            paint[1],
            box(length * 0.36, h * 0.95, w * 0.94, min(soft * 0.6, 0.008), 3).moved(x=x - length * 0.3, y=y + h * 0.2),
        )
        a.add(
            "roof",
            paint[2],
            slab(rounded_rectangle(length * 0.44, w * 1.06, 0.01, 4), 0.008, 0.003, 2).moved(
                x=x - length * 0.3, y=y + h * 1.15
            ),
        )
        chimney = lathe(
            [(0, 0), (r * 0.32, 0), (r * 0.3, r * 0.6), (r * 0.48, r * 0.95), (r * 0.44, r * 1.0), (0, r * 1.0)],
            a.segments(22, 10),
        )
        a.add("chimney", paint[3], chimney.moved(x=x + length * 0.32, y=y + h * 0.22 + r * 1.82))
        a.add(
            "dome",
            paint[4],
            ellipsoid(r * 0.3, r * 0.3, r * 0.3, 16).moved(x=x + length * 0.08, y=y + h * 0.22 + r * 1.9),
        )
        pane = extrude(rounded_rectangle(length * 0.2, h * 0.34, 0.005, 4), w * 0.95, 0.001, 1)
        a.add("windows", "wood", pane.moved(x=x - length * 0.3, y=y + h * 0.84))
        self._wheels(params, a, paint[5], x, length)

    def _wagon(self, params: Params, a: Assembly, slot: str, x: float, y: float, index: int) -> None:
        length, w, h, soft = (
            params.real("length") * 0.84,
            params.real("width"),
            params.real("height"),
            params.real("round"),
        )
        a.add("frame", "wood", box(length, h * 0.22, w, min(soft * 0.5, h * 0.1), 3).moved(x=x, y=y))
        a.add("wagons", slot, box(length * 0.92, h * 0.5, w * 0.9, min(soft * 0.6, 0.008), 3).moved(x=x, y=y + h * 0.2))
        for i in range(3):
            other = f"paint{(i + index * 2 + params.integer('shift') + 4) % 7}"
            place = x + (i - 1) * length * 0.28
            if index % 2:
                a.add(
                    "load", other, box(length * 0.22, length * 0.22, w * 0.5, 0.003, 2).moved(x=place, y=y + h * 0.66)
                )
            else:
                a.add(
                    "load",
                    other,
                    ellipsoid(length * 0.13, length * 0.13, length * 0.13, a.segments(18, 10)).moved(
                        x=place, y=y + h * 0.74
                    ),
                )
        link = np.array([(x + length * 0.5 - 0.004, y + h * 0.1, 0), (x + length * 0.5 + 0.032, y + h * 0.1, 0)])
        a.add("couplings", "rope", tube(link, 0.0035, 8, round_ends=2))
        self._wheels(params, a, "wood", x, length)

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        base = look.finish("wood")
        style, n = params.choice("style"), params.integer("wagons") + 1
        noun = {
            "train": ("wooden train", "木制火车"),
            "car": ("wooden car", "木制小汽车"),
            "truck": ("wooden truck", "木制卡车"),
            "bus": ("wooden bus", "木制巴士"),
        }[style]
        more = (f" with {n} wagon{'s' if n > 1 else ''}", f"，{n} 节车厢") if style == "train" else ("", "")
        return Texts(
            *noun, f"{look.label_en} and {base.label_en}", f"{look.label_zh}与{base.label_zh}",
            f"A {noun[0]}{more[0]} of {base.label_en}, painted in {look.label_en}. {params.real('length') * 1000:.0f}"
            " mm long, from 18 months on.",
            f"{noun[1]}{more[1]}，{base.label_zh}，{look.label_zh}涂装，车长 {params.real('length') * 1000:.0f} 毫米，"
            "适"
            "合 18 个月以上。",
            (base.material_en,), ("playful",), look.finish("paint0").hex(), round(0.25 + 0.12 * n, 2),
            shop_price(14 + (9 * n if style == "train" else 4) + 60 * params.real("length")),
        )  # fmt: skip
