"""Wall and floor mirrors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.geometry import join
from inference.families.joinery import neighbours
from inference.families.materials import plain
from inference.families.solids import extrude, inset, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.wall_parts import FRAMES, border, frame_ring, shape_outline
from scenes.model.values import Model

F64 = NDArray[np.float64]


class Mirror(Family):
    """Wall and floor mirrors."""

    key = "mirror"
    category = ("Decoration", "Mirrors")
    category_zh = ("装饰", "镜子")
    hangs = "wall"
    typical_size_m = ((0.28, 1.2), (0.28, 1.9), (0.008, 0.1))
    parameters = (
        choice("shape", "round", "rectangle", "rounded", "arch", "pebble", "squircle"),
        choice("frame", *FRAMES),
        choice("style", "frame", "rays", "hoop", "frameless"),
        real("width", 0.3, 0.9),
        real("height", 0.3, 1.8),
        real("border", 0.008, 0.06),
        real("depth", 0.014, 0.05),
        real("roundness", 0.0, 1.0, ""),
        integer("rays", 16, 48),
        real("ray", 0.06, 0.2),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Round mirrors are as high as wide; arches and rectangles are tall; rays only on round ones."""
        shape, width = drawn["shape"], float(drawn["width"])
        if shape == "round":
            drawn["height"] = width
        elif shape in ("pebble", "squircle"):
            drawn["height"] = width * float(rng.uniform(0.85, 1.4))
        else:
            drawn["height"] = min(1.8, width * float(rng.uniform(1.5, 2.6)))
        if drawn["style"] == "rays" and shape != "round":
            drawn["style"] = "frame"
        if drawn["style"] == "hoop" and shape not in ("round", "pebble"):
            drawn["style"] = "frame"
        if drawn["style"] == "rays":
            drawn["width"] = drawn["height"] = float(rng.uniform(0.3, 0.5))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three frames."""
        glass = plain("mirror_glass", (0.93, 0.94, 0.94), 0.03, 1.0)
        back = plain("backing", (0.22, 0.2, 0.18), 0.9)
        if params.choice("style") == "frameless":
            return (
                Look(
                    "mirror_glass", "bevelled glass", "磨边玻璃", (("frame", glass), ("mirror", glass), ("back", back))
                ),
            )
        frames = [border(k) for k in neighbours(FRAMES, params.choice("frame"), (4, 9))]
        return tuple(
            Look(f.key, f.label_en, f.label_zh, (("frame", f), ("mirror", glass), ("back", back))) for f in frames
        )

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h = params.real("width"), params.real("height")
        if params.choice("shape") == "round":
            h = w
        outline = shape_outline(params.choice("shape"), w, h, a.segments(64, 20))
        style, depth = params.choice("style"), params.real("depth")
        b = min(params.real("border"), 0.18 * min(w, h))
        if style in ("frame", "rays"):
            a.add("frame", "frame", frame_ring(outline, b, depth, params.real("roundness"), a))
        elif style == "hoop":
            loop = np.column_stack([outline, np.full(len(outline), depth / 2)])
            a.add("frame", "frame", tube(loop, min(b, 0.016) * 0.6 + 0.004, a.segments(12, 6), closed=True))
        covered = {"frameless": 0.0, "hoop": 0.002}.get(style, 0.8 * b)
        pane = inset(outline, covered) if covered else outline
        a.add(
            "mirror", "mirror", extrude(pane, 0.005, 0.0015 + 0.001 * (style == "frameless"), 1).moved(z=depth * 0.45)
        )
        a.add("back", "back", extrude(pane * 0.99, 0.004, 0.0, 0).moved(z=max(depth * 0.45 - 0.0046, 0.002)))
        if style == "rays":
            _rays(a, params, w / 2, depth)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        frame = look.finish("frame")
        framed = params.choice("style") != "frameless"
        w, h = params.real("width"), params.real("height")
        h = w if params.choice("shape") == "round" else h
        names = {
            "round": ("round mirror", "圆镜"),
            "rectangle": ("wall mirror", "挂镜"),
            "rounded": ("wall mirror", "挂镜"),
            "arch": ("arched mirror", "拱形镜"),
            "pebble": ("pebble mirror", "异形镜"),
            "squircle": ("soft square mirror", "方圆镜"),
        }
        en, zh = ("sunburst mirror", "太阳镜饰") if params.choice("style") == "rays" else names[params.choice("shape")]
        if h > 1.4:
            en, zh = "floor mirror", "落地镜"
        return Texts(
            en,
            zh,
            look.label_en,
            look.label_zh,
            f"A {en}, {w * 100:.0f} × {h * 100:.0f} cm, "
            f"{f'framed in {frame.label_en}' if framed else 'without a frame'}.",
            f"{zh}，{w * 100:.0f} × {h * 100:.0f} 厘米，{look.label_zh}{'边框' if framed else ''}。",
            tuple(
                dict.fromkeys(
                    ("glass", look.finish("frame").material_en if params.choice("style") != "frameless" else "glass")
                )
            ),
            ("glamour",) if params.choice("style") == "rays" else ("modern",),
            frame.hex(),
            round(12 * w * h + 1 + 30 * params.real("border"), 1),
            shop_price(35 + 150 * w * h + 500 * params.real("border") + 40 * (params.choice("style") == "rays")),
        )


def _rays(a: Assembly, params: Params, r: float, depth: float) -> None:
    count = params.integer("rays")
    rays = []
    for i in range(count):
        angle = 2 * np.pi * i / count
        out = np.array([np.cos(angle), np.sin(angle), 0.0])
        reach = params.real("ray") * (1.0 if i % 2 else 0.7)
        z = np.array([0.0, 0.0, depth * 0.4])
        rays.append(
            tube(
                np.stack([out * (r - 0.01) + z, out * (r + reach) + z]), [0.006, 0.0022], a.segments(8, 5), round_ends=1
            )
        )
    a.add("rays", "frame", join(rays))
