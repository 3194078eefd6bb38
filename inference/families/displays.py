"""Monitors and televisions."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle
from inference.families.materials import COLOURS, plain, plastic, wood
from inference.families.pictures import desktop_screen
from inference.families.solids import box, extrude, slab, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import Way, anodised, black_glass, colour_looks, pictured, plate, steps
from scenes.model.values import Model


class Display(Family):
    """Monitors and televisions on feet or stands."""

    key = "display"
    category = ("Electronics", "TVs & monitors")
    category_zh = ("数码", "电视与显示器")
    typical_size_m = ((0.45, 1.5), (0.26, 1.3), (0.1, 0.5))
    parameters = (
        choice("style", "monitor", "television", "art"),
        real("width", 0.5, 1.4),
        real("ratio", 0.42, 0.6, ""),
        real("depth", 0.012, 0.045),
        real("bezel", 0.003, 0.012),
        real("corner", 0.001, 0.012),
        real("chin", 0.0, 0.025),
        real("lift", 0.05, 0.14),
        real("stand", 0.14, 0.3),
        choice("foot", "plate", "legs", "round", "easel"),
        integer("wallpaper", 0, 99),
        choice("frame", "match", "oak", "walnut"),
        choice("colour", "graphite", "snow", "fog", "charcoal"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Televisions are larger and stand on legs; art screens wear a wooden frame."""
        style = drawn["style"]
        drawn["width"] = float(rng.uniform(0.5, 0.82) if style == "monitor" else rng.uniform(0.9, 1.4))
        drawn["ratio"] = float(rng.choice([0.5625, 0.5625, 0.44])) if style == "monitor" else 0.5625
        drawn["foot"] = str(
            rng.choice(["plate", "round"])
            if style == "monitor"
            else rng.choice(["legs", "plate"])
            if style == "television"
            else "easel"
        )
        drawn["frame"] = str(rng.choice(["oak", "walnut"])) if style == "art" else "match"
        if style != "monitor":
            drawn["lift"] = float(rng.uniform(0.05, 0.08))
            drawn["stand"] = float(rng.uniform(0.22, 0.3))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Two or three frames."""
        ways: list[Way] = []
        for key in steps(("graphite", "snow", "fog", "charcoal"), params.choice("colour"), (1, 2)):
            shell = plastic(key)
            frame = wood(params.choice("frame")) if params.choice("frame") != "match" else shell
            ways.append(
                (
                    COLOURS[key],
                    [
                        ("shell", shell),
                        ("frame", frame),
                        ("glass", black_glass()),
                        ("stand", anodised(key) if params.choice("foot") != "easel" else wood("oak")),
                        ("dark", plain("dark", (0.02, 0.02, 0.02), 0.6)),
                    ],
                )
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, d, rim, chin = params.real("width"), params.real("depth"), params.real("bezel"), params.real("chin")
        if params.choice("style") == "art":
            rim = max(rim, 0.010) * 1.6
        h = w * params.real("ratio") + chin
        lift = params.real("lift") + (0.35 if params.choice("foot") == "easel" else 0.0)
        middle = lift + h / 2
        panel = extrude(rounded_rectangle(w, h, params.real("corner"), a.segments(5, 2)), d * 0.4, 0.002, 2)
        a.add("frame", "frame", panel.moved(y=middle))
        back = extrude(rounded_rectangle(w * 0.72, h * 0.6, 0.03, 5), d * 0.6, d * 0.25, 3)
        a.add("back", "shell", back.moved(y=middle - h * 0.1, z=-d * 0.42))
        a.add(
            "bezel",
            "glass",
            extrude(rounded_rectangle(w - rim, h - rim, 0.002, 2), 0.001, 0.0003, 1).moved(y=middle, z=d * 0.2),
        )
        shown = plate(w - 2 * rim, h - 2 * rim - chin)
        a.add("screen", "glass", shown.moved(y=middle + chin / 2, z=d * 0.2 + 0.0008))
        self._foot(params, a, w, lift, d, h)
        model = a.model(self.key, self.looks(params))
        return pictured(
            model,
            "screen",
            desktop_screen(
                768,
                round(768 * params.real("ratio")),
                params.integer("wallpaper") * 3 if params.choice("style") != "monitor" else params.integer("wallpaper"),
            ),
            emission=1.0,
            roughness=0.12,
        )

    @staticmethod
    def _foot(params: Params, a: Assembly, w: float, lift: float, d: float, h: float) -> None:
        kind, stand = params.choice("foot"), params.real("stand")
        if kind == "legs":
            for side in (1.0, -1.0):
                x = side * w * 0.36
                for z in (1.0, -1.0):
                    a.add(
                        "legs",
                        "stand",
                        tube(
                            np.array([(x, lift + 0.02, -d * 0.1), (x + side * 0.02, 0.006, z * stand * 0.45)]),
                            0.0065,
                            a.segments(10, 6),
                            round_ends=2,
                        ),
                    )
        elif kind == "easel":
            for x in (w * 0.25, -w * 0.25):
                a.add(
                    "easel",
                    "stand",
                    tube(
                        np.array([(x * 0.55, lift + h * 0.9, -d - 0.07), (x * 1.25, 0.012, -d * 0.5 - 0.012)]),
                        0.012,
                        a.segments(12, 6),
                        round_ends=2,
                    ),
                )
            a.add(
                "easel",
                "stand",
                tube(
                    np.array([(0, lift + h * 0.85, -d - 0.08), (0, 0.012, -stand - 0.12)]),
                    0.012,
                    a.segments(12, 6),
                    round_ends=2,
                ),
            )
            a.add("easel", "stand", box(w * 0.62, 0.022, 0.07, 0.004, 2).moved(y=lift - 0.022))
        else:
            neck = box(0.05 if kind == "plate" else 0.034, lift + h * 0.35, 0.012, 0.004, 2)
            a.add("neck", "stand", neck.moved(z=-d - 0.004))
            plan = (
                rounded_rectangle(stand * 1.3, stand, 0.012, 4)
                if kind == "plate"
                else rounded_rectangle(stand, stand, stand / 2, a.segments(12, 5))
            )
            a.add("foot", "stand", slab(plan, 0.009, 0.003, 2).moved(z=-d * 0.5))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        inches = params.real("width") * float(np.hypot(1, params.real("ratio"))) / 0.0254
        noun = {
            "monitor": ("monitor", "显示器"),
            "television": ("television", "电视"),
            "art": ("art television", "画框电视"),
        }[params.choice("style")]
        wide = params.real("ratio") < 0.5
        frame = look.finish("frame")
        return Texts(
            *noun, f"{inches:.0f} inch, {frame.label_en}", f"{inches:.0f} 英寸，{frame.label_zh}",
            f"A {inches:.0f}-inch {'ultra-wide ' if wide else ''}{noun[0]} with a {params.real('bezel') * 1000:.0f} "
            f"mm {frame.label_en} frame.",
            f"{inches:.0f} 英寸{'超宽' if wide else ''}{noun[1]}，{frame.label_zh}边框宽 "
            f"{params.real('bezel') * 1000:.0f} 毫米。",
            ("glass", frame.material_en), ("modern",), frame.hex(), round(2 + 12 * params.real("width") ** 2, 1),
            shop_price(120 + 520 * params.real("width") ** 1.5 + (180 if params.choice("style") == "art" else 0)),
        )  # fmt: skip
