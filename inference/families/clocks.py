"""Wall clocks and table clocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle
from inference.families.joinery import frame_finish, neighbours
from inference.families.materials import COLOURS, LACQUERS, METALS, WOODS, plain, plastic
from inference.families.solids import box, extrude, lathe, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.wall_parts import frame_ring, shape_outline
from scenes.model.values import Model

F64 = NDArray[np.float64]


class Clock(Family):
    """Wall clocks and table clocks."""

    key = "clock"
    category = ("Decoration", "Clocks")
    category_zh = ("装饰", "时钟")
    hangs = "wall"
    typical_size_m = ((0.09, 0.75), (0.09, 0.75), (0.015, 0.16))
    parameters = (
        choice("form", "wall", "table"),
        choice("shape", "round", "squircle", "rounded", "pebble"),
        choice("rim", *WOODS, *LACQUERS[:6], *METALS),
        choice("face", *COLOURS),
        choice("marks", "bars", "dots", "quarters", "none"),
        choice("hands", "slim", "baton", "leaf"),
        choice("hand_metal", "brass", "black_steel", "chrome", "copper", "white_steel"),
        real("size", 0.1, 0.5),
        real("depth", 0.025, 0.08),
        real("border", 0.006, 0.04),
        real("roundness", 0.1, 1.0, ""),
        real("mark_length", 0.05, 0.16, ""),
        real("mark_width", 0.006, 0.028, ""),
        real("hour", 0.0, 12.0, "h"),
        choice("accent", "red", "orange", "brass", "none"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Table clocks are small and deep; hands stand out from the face."""
        if drawn["form"] == "table":
            drawn["size"], drawn["depth"] = float(rng.uniform(0.1, 0.17)), float(rng.uniform(0.04, 0.08))
        else:
            drawn["size"], drawn["depth"] = float(rng.uniform(0.24, 0.5)), float(rng.uniform(0.025, 0.045))
        drawn["border"] = float(drawn["size"]) * float(rng.uniform(0.025, 0.09))
        dark = sum(COLOURS[str(drawn["face"])].rgb) < 1.3
        drawn["hand_metal"] = str(rng.choice(["brass", "white_steel", "copper"] if dark else ["black_steel", "brass"]))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three rims."""
        face = plain("face_" + params.choice("face"), COLOURS[params.choice("face")].rgb, 0.6)
        hands = frame_finish(params.choice("hand_metal"))
        accent = params.choice("accent")
        thin = hands if accent == "none" else frame_finish("brass") if accent == "brass" else plastic(accent)
        group = (*WOODS, *LACQUERS[:6], *METALS)
        rest = (("face", face), ("hands", hands), ("accent", thin))
        return tuple(
            Look(r.key, r.label_en, r.label_zh, (("rim", r), *rest))
            for r in map(frame_finish, neighbours(group, params.choice("rim"), (5, 12)))
        )

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        size, depth = params.real("size"), params.real("depth")
        outline = shape_outline(params.choice("shape"), size, size, a.segments(64, 20))
        a.add("rim", "rim", frame_ring(outline, params.real("border"), depth, params.real("roundness"), a))
        inner = outline * (1 - 1.8 * params.real("border") / size)
        a.add("face", "face", extrude(inner, depth * 0.6, 0, 0).moved(z=depth * 0.32))
        _dial(a, params, size / 2 - params.real("border"), depth * 0.62)
        if params.choice("form") == "table":
            for s in (-1.0, 1.0):
                peg = tube(
                    np.array(
                        [
                            [s * size * 0.26, -size * 0.36, depth * 0.5],
                            [s * size * 0.33, -size * 0.56, depth * (0.5 + 0.25)],
                        ]
                    ),
                    0.005,
                    a.segments(10, 5),
                    round_ends=2,
                )
                a.add("feet", "hands", peg)
            a.add(
                "feet",
                "hands",
                tube(
                    np.array([[0, -size * 0.3, depth * 0.1], [0, -size * 0.56, -size * 0.22]]),
                    0.005,
                    a.segments(10, 5),
                    round_ends=2,
                ),
            )
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        rim = self.looks(params)[0].finish("rim")
        table = params.choice("form") == "table"
        noun = ("table clock", "座钟") if table else ("wall clock", "挂钟")
        face = COLOURS[params.choice("face")]
        size = params.real("size")
        return Texts(
            *noun,
            rim.label_en,
            rim.label_zh,
            f"A {noun[0]}, {size * 100:.0f} cm, with a {face.en} face and a rim of {rim.label_en}. Silent movement.",
            f"{noun[1]}，直径 {size * 100:.0f} 厘米，{face.zh}表盘，{rim.label_zh}边框，静音机芯。",
            tuple(dict.fromkeys((rim.material_en, self.looks(params)[0].finish("hands").material_en))),
            ("modern",),
            rim.hex(),
            round(0.25 + 5 * size * size, 2),
            shop_price(22 + 110 * size + 12 * (rim.key in WOODS)),
        )


def _dial(a: Assembly, params: Params, r: float, z: float) -> None:
    marks = params.choice("marks")
    if marks != "none":
        for i in range(12):
            if marks == "quarters" and i % 3:
                continue
            long = params.real("mark_length") * r * (1.0 if i % 3 == 0 else 0.65)
            if marks == "dots":
                dot = lathe(
                    [[0.0, 0.0], [0.5 * long * 0.4, 0], [0.5 * long * 0.4, 0.001], [0.0, 0.0016]], a.segments(14, 6)
                )
                piece = dot.turned("x", np.pi / 2).moved(y=r * 0.86)
            else:
                piece = box(params.real("mark_width") * r, long, 0.002, 0.0003, 1).moved(y=r * 0.93 - long)
            a.add("marks", "hands", piece.turned("z", -np.pi / 6 * i).moved(z=z))
    hour = params.real("hour")
    _hand(a, params, "hands", hour * np.pi / 6, 0.52 * r, 0.055 * r, z + 0.003)
    _hand(a, params, "hands", hour * 2 * np.pi, 0.78 * r, 0.04 * r, z + 0.0055)
    second = box(0.008 * r + 0.0004, 0.98 * r, 0.001, 0, 0).moved(y=-0.16 * r).turned("z", -1.1 - hour)
    a.add("hands", "accent", second.moved(z=z + 0.0078))
    hub = lathe([[0.0, 0.0], [0.035 * r + 0.001, 0], [0.035 * r + 0.001, 0.0085], [0.0, 0.0095]], a.segments(18, 8))
    a.add("hands", "accent", hub.turned("x", np.pi / 2).moved(z=z))


def _hand(a: Assembly, params: Params, slot: str, angle: float, length: float, width: float, z: float) -> None:
    style = params.choice("hands")
    if style == "baton":
        outline = rounded_rectangle(width, length * 1.12, width * 0.48, 4) + (0, length * 0.44)
    elif style == "leaf":
        t = np.linspace(0, 1, 10)
        half = width * 0.7 * np.sin(np.pi * t**0.7) + 0.0006
        outline = np.concatenate([np.stack([half, t * length], axis=1), np.stack([-half, t * length], axis=1)[::-1]])
    else:
        outline = np.array(
            [
                [width * 0.35, -length * 0.12],
                [width * 0.12, length],
                [-width * 0.12, length],
                [-width * 0.35, -length * 0.12],
            ]
        )
    a.add("hands", slot, extrude(outline, 0.0012, 0.0003, 1).turned("z", -angle).moved(z=z))
