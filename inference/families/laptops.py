"""Open laptops."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.computer_kit import SHELLS, Parts, key_rows
from inference.families.curves import rounded_rectangle
from inference.families.materials import COLOURS, metal, plastic, rubber
from inference.families.pictures import desktop_screen
from inference.families.solids import box, extrude, slab, tube
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import Way, anodised, black_glass, colour_looks, pictured, plate, steps, tint
from scenes.model.values import Model


class Laptop(Family):
    """Open laptops: shell, keys, touchpad, hinge, a lit screen."""

    key = "laptop"
    category = ("Electronics", "Laptops")
    category_zh = ("数码", "笔记本电脑")
    typical_size_m = ((0.26, 0.4), (0.14, 0.3), (0.2, 0.4))
    parameters = (
        choice("style", "wedge", "slab", "gaming"),
        real("width", 0.28, 0.365),
        real("aspect", 0.64, 0.76, ""),
        real("base", 0.008, 0.018),
        real("lid", 0.004, 0.007),
        real("corner", 0.004, 0.016),
        real("bezel", 0.004, 0.012),
        real("open", 1.7, 2.1, "rad"),
        real("keys", 0.86, 0.94, ""),
        integer("wallpaper", 0, 99),
        choice("deck", "match", "black"),
        choice("colour", *SHELLS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three shells."""
        ways: list[Way] = []
        for key in steps(SHELLS, params.choice("colour"), (1, 3)):
            shell = anodised(key)
            ways.append((COLOURS[key], [
                ("shell", shell), ("deck", shell if params.choice("deck") == "match" else plastic("graphite")),
                ("keys", plastic("graphite") if key not in ("snow", "blush") else plastic("fog")),
                ("glass", black_glass()),
                ("rubber", rubber()), ("trim", metal("chrome") if params.choice("style") != "gaming" else tint("neon",
                    "coral", 0.4, emission=1.5)),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w = params.real("width")
        d, t, foot = w * params.real("aspect"), params.real("base"), 0.0016
        plan = rounded_rectangle(w, d, params.real("corner"), a.segments(6, 3))
        body = slab(plan, t, min(t * 0.42, 0.005), a.segments(3, 2))
        if params.choice("style") == "wedge":
            body = body.deformed(
                lambda p: np.stack([p[:, 0], t - (t - p[:, 1]) * (0.72 - 0.56 * p[:, 2] / d), p[:, 2]], axis=1)
            )
        a.add("base", "shell", body.moved(y=foot))
        top = t + foot
        self._deck(params, a, w, d, top)
        feet = [
            box(0.02, foot + 0.0015, 0.008, 0.0006, 1).moved(x=x * w * 0.4, z=z * d * 0.4)
            for x in (1, -1)
            for z in (1, -1)
        ]
        if params.choice("style") != "wedge":
            a.add("feet", "rubber", *feet)
        self._lid(params, a, w, d, top)
        model = a.model(self.key, self.looks(params))
        art = desktop_screen(640, round(640 * params.real("aspect") * 0.97), params.integer("wallpaper"))
        return pictured(model, "screen", art, emission=1.0, roughness=0.1, clearcoat=0.6)

    @staticmethod
    def _deck(params: Params, a: Assembly, w: float, d: float, y: float) -> None:
        area_w, area_d = w * params.real("keys"), d * 0.44
        centre = -d * 0.13
        well = slab(rounded_rectangle(area_w + 0.006, area_d + 0.005, 0.003, 3), 0.0006, 0.0002, 1)
        a.add("keyboard", "deck", well.moved(y=y - 0.0002, z=centre))
        a.add("keys", "keys", key_rows(area_w, area_d, 0.0011, 5).moved(y=y + 0.0003, z=centre))
        pad = slab(rounded_rectangle(w * 0.38, d * 0.30, 0.004, 4), 0.0005, 0.0002, 1)
        a.add("touchpad", "deck", pad.moved(y=y - 0.0001, z=d * 0.295))

    @staticmethod
    def _lid(params: Params, a: Assembly, w: float, d: float, y: float) -> None:
        thick, rim, turn = params.real("lid"), params.real("bezel"), params.real("open")
        tall = d * 0.985
        parts: Parts = []
        panel = extrude(
            rounded_rectangle(w, tall, params.real("corner"), a.segments(6, 3)), thick, min(0.002, thick * 0.4), 2
        )
        parts.append(("lid", "shell", panel.moved(y=tall / 2)))
        glass = extrude(
            rounded_rectangle(w - 0.004, tall - 0.004, max(params.real("corner") - 0.002, 0.002), 4), 0.0006, 0.0002, 1
        )
        parts.append(("bezel", "glass", glass.moved(y=tall / 2, z=thick / 2)))
        low = 0.012
        shown = plate(w - 2 * rim - 0.004, tall - rim - low - 0.004)
        parts.append(("screen", "glass", shown.moved(y=tall / 2 + (low - rim) / 2, z=thick / 2 + 0.0005)))
        parts.append(
            ("webcam", "rubber", box(0.004, 0.004, 0.0004, 0.0001, 1).moved(y=tall - 0.005, z=thick / 2 + 0.0004))
        )
        logo = extrude(rounded_rectangle(0.03, 0.03, 0.012, 5), 0.0006, 0.0002, 1)
        parts.append(("emblem", "trim", logo.moved(y=tall / 2, z=-thick / 2)))
        lean = turn - np.pi / 2
        for part, slot, mesh in parts:
            a.add(part, slot, mesh.turned("x", -lean).moved(y=y + thick * 0.4, z=-d / 2 + 0.006))
        a.add(
            "hinge",
            "shell",
            tube(
                np.array([(-w * 0.36, y + 0.001, -d / 2 + 0.005), (w * 0.36, y + 0.001, -d / 2 + 0.005)]),
                0.0042,
                a.segments(14, 8),
            ),
        )

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        inches = params.real("width") * float(np.hypot(1, params.real("aspect"))) / 0.0254 - 0.6
        ram = (8, 16, 32)[params.integer("wallpaper") % 3]
        gaming = params.choice("style") == "gaming"
        noun = ("gaming laptop", "游戏本") if gaming else ("laptop", "笔记本电脑")
        mass = 0.25 + params.real("width") ** 2 * (params.real("base") + params.real("lid")) * 800
        thin = (params.real("base") + params.real("lid")) * 1000
        return Texts(
            *noun, f"{look.label_en}, {inches:.0f} inch", f"{look.label_zh}，{inches:.0f} 英寸",
            f"A {inches:.1f}-inch {noun[0]} in {look.finish('shell').label_en}, {ram} GB memory, {thin:.0f} mm thin, "
            f"{mass:.2f} kg.",
            f"{inches:.1f} 英寸{noun[1]}，{look.finish('shell').label_zh}机身，{ram} GB 内存，厚 {thin:.0f} 毫米，重 "
            f"{mass:.2f} 千克。",
            ("aluminium", "glass"), ("modern",), look.finish("shell").hex(), round(mass, 2),
            shop_price(480 + ram * 22 + (350 if gaming else 0) + 900 * (params.real("width") - 0.28)),
        )  # fmt: skip
