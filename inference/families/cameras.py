"""Cameras with lenses."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle
from inference.families.geometry import Mesh, join
from inference.families.geometry_skin import curve, strap
from inference.families.materials import COLOURS, leather, metal, plain, plastic, rubber
from inference.families.soft import loft
from inference.families.solids import box, extrude, lathe
from inference.families.values import F64, Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, steps, tint
from scenes.model.values import Model

_GRIPS = ("graphite", "cognac", "navy", "forest", "burgundy", "sand", "fog")


class Camera(Family):
    """Rangefinder, mirrorless and instant cameras."""

    key = "camera"
    category = ("Electronics", "Cameras")
    category_zh = ("数码", "相机")
    typical_size_m = ((0.09, 0.22), (0.055, 0.17), (0.04, 0.24))
    parameters = (
        choice("style", "rangefinder", "mirrorless", "instant"),
        real("width", 0.105, 0.14),
        real("height", 0.062, 0.085),
        real("depth", 0.028, 0.045),
        real("lens_radius", 0.021, 0.034),
        real("lens_length", 0.022, 0.075),
        real("grip", 0.0, 0.02),
        integer("dials", 1, 3),
        choice("top", "chrome", "black_steel", "aluminium"),
        choice("carry", "strap", "none"),
        choice("colour", *_GRIPS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three leathers."""
        ways = []
        for key in steps(_GRIPS, params.choice("colour"), (1, 3)):
            shell = metal(params.choice("top")) if params.choice("style") != "instant" else plastic(key)
            ways.append((COLOURS[key], [
                ("skin", leather(key)), ("shell", shell), ("barrel", plastic("graphite")), ("rubber", rubber()),
                ("ring", metal("chrome")),
                ("glass", plain("coated_lens", (0.03, 0.03, 0.09), 0.03, clearcoat=1.0)),
                ("flash", plain("flash", (0.95, 0.95, 0.9), 0.2, clearcoat=1.0)),
                ("strap", leather("espresso" if key != "espresso" else "camel")), ("red", tint("shutter", "red", 0.4)),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        style = params.choice("style")
        w, h, d = (
            params.real("width"),
            params.real("height") * (1.25 if style == "instant" else 1.0),
            params.real("depth"),
        )
        n = a.segments(8, 3)

        def plan(grow: float) -> F64:
            return rounded_rectangle(w + grow, d + grow, d * 0.42, n)

        rows = [
            (0.0, -0.002),
            (0.001, 0.0),
            (h * 0.18, 0.0),
            (h * 0.181, 0.0008),
            (h * 0.70, 0.0008),
            (h * 0.701, 0.0),
            (h - 0.002, 0.0),
            (h - 0.0006, -0.0016),
            (h, -0.004),
        ]

        def slice_of(low: int, high: int) -> Mesh:
            made = []
            for y, grow in rows[low:high]:
                p = plan(grow)
                made.append(np.column_stack([p[:, 0], np.full(len(p), y), -p[:, 1]]))
            return loft(np.stack(made))

        a.add("base", "shell", slice_of(0, 3))
        a.add("covering", "skin" if style != "instant" else "shell", slice_of(3, 5))
        a.add("top", "shell", slice_of(5, 9))
        grip = params.real("grip")
        if grip > 0.004:
            body = box(0.022, h * 0.8, grip + 0.012, min(0.009, (grip + 0.012) * 0.45), 4).moved(
                x=-w / 2 + 0.017, y=h * 0.04, z=d / 2 - 0.008 + grip / 2
            )
            a.add("grip", "rubber", body)
        self._lens(params, a, w, h, d)
        self._controls(params, a, w, h, d)
        if params.choice("carry") == "strap":
            for side in (1.0, -1.0):
                x = side * (w / 2 + 0.002)
                path = curve(
                    [
                        (x, h * 0.78, 0),
                        (x + side * 0.016, h * 0.60, -0.004),
                        (x + side * 0.020, h * 0.2, -0.02),
                        (x + side * 0.004, 0.0035, -0.05),
                        (x * 0.5, 0.003, -0.075),
                        (0.0, 0.003, -0.08),
                    ],
                    a.segments(26, 10),
                )
                a.add(
                    "strap",
                    "strap",
                    strap(
                        path,
                        np.stack([np.full(len(path), side), np.linspace(0, 3, len(path)), 0 * path[:, 0]], axis=1),
                        0.011,
                        0.0022,
                    ),
                )
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _lens(params: Params, a: Assembly, w: float, h: float, d: float) -> None:
        r, long = (
            min(params.real("lens_radius"), h * 0.45),
            params.real("lens_length") * (0.6 if params.choice("style") == "instant" else 1.0),
        )
        n = a.segments(48, 18)
        x, y = (0.012 if params.choice("style") != "instant" else 0.0), h * 0.46

        def place(mesh: Mesh) -> Mesh:
            return mesh.turned("x", np.pi / 2).moved(x=x, y=y, z=d / 2)

        a.add("mount", "ring", place(lathe([(0, -0.002), (r * 1.04, -0.002), (r * 1.04, 0.003), (0, 0.003)], n)))
        barrel = [
            (0, 0.002),
            (r * 0.98, 0.002),
            (r * 0.98, long * 0.25),
            (r * 0.93, long * 0.27),
            (r * 0.93, long * 0.35),
            (r, long * 0.37),
            (r, long * 0.72),
            (r * 0.95, long * 0.74),
            (r * 0.95, long),
            (r * 0.88, long),
            (r * 0.72, long - 0.006),
            (0, long - 0.006),
        ]
        a.add("lens", "barrel", place(lathe(barrel, n, 30)))
        t = np.linspace(0, 2 * np.pi, a.segments(36, 12) + 1)[:-1]
        ribs = [box(0.0022, long * 0.3, 0.0016, 0.0004, 1).moved(y=long * 0.4, z=r).turned("y", float(v)) for v in t]
        a.add("focus ring", "rubber", place(join(ribs)))
        a.add(
            "lens ring",
            "ring",
            place(
                lathe(
                    [
                        (r * 0.885, long - 0.001),
                        (r * 0.955, long - 0.0005),
                        (r * 0.955, long + 0.0005),
                        (r * 0.885, long + 0.0005),
                        (r * 0.885, long - 0.001),
                    ],
                    n,
                )
            ),
        )
        f = np.linspace(0, 1, 8)
        dome = [
            (0.0, long - 0.0065),
            *((float(r * 0.71 * (1 - q)), float(long - 0.006 + 0.004 * (1 - (1 - q) ** 2))) for q in f),
        ]
        a.add("front element", "glass", place(lathe(dome, n, 60)))

    @staticmethod
    def _controls(params: Params, a: Assembly, w: float, h: float, d: float) -> None:
        for i in range(params.integer("dials")):
            r = (0.0085, 0.0065, 0.009)[i]
            dial = lathe(
                [(0, 0), (r, 0), (r * 1.02, 0.001), (r * 1.02, 0.0048), (r * 0.92, 0.0058), (0, 0.0058)],
                a.segments(26, 12),
            )
            a.add("dials", "ring", dial.moved(x=w * (-0.2, -0.36, 0.36)[i] + 0.004, y=h - 0.0005))
        shutter = lathe([(0, 0), (0.0045, 0), (0.004, 0.0025), (0, 0.003)], 18)
        a.add(
            "shutter",
            "red" if params.choice("style") == "instant" else "ring",
            shutter.moved(x=-w * 0.30, y=h, z=d * 0.22),
        )
        if params.choice("style") == "mirrorless":
            hump = loft(
                np.stack(
                    [
                        np.column_stack([o[:, 0] * k, np.full(len(o), h + y - 0.003), -o[:, 1] * k])
                        for y, k, o in [
                            (0, 1.0, rounded_rectangle(0.044, d * 0.9, 0.006, 4)),
                            (0.008, 0.9, rounded_rectangle(0.044, d * 0.9, 0.006, 4)),
                            (0.013, 0.66, rounded_rectangle(0.044, d * 0.9, 0.006, 4)),
                        ]
                    ]
                )
            )
            a.add("viewfinder", "shell", hump.moved(x=0.012))
            a.add("hot shoe", "ring", box(0.019, 0.002, 0.018, 0.0005, 1).moved(x=0.012, y=h + 0.0095))
        window = extrude(rounded_rectangle(0.017, 0.010, 0.0018, 3), 0.002, 0.0005, 1).moved(
            x=w * 0.33, y=h * 0.84, z=d / 2 + 0.0002
        )
        a.add("window", "glass", window)
        flash = extrude(
            rounded_rectangle(
                0.022 if params.choice("style") == "instant" else 0.010,
                0.012 if params.choice("style") == "instant" else 0.007,
                0.0018,
                3,
            ),
            0.002,
            0.0005,
            1,
        )
        a.add("flash", "flash", flash.moved(x=-w * 0.24, y=h * 0.84, z=d / 2 + 0.0002))
        if params.choice("style") == "instant":
            a.add("slot", "rubber", box(w * 0.7, 0.003, 0.006, 0.001, 1).moved(y=h - 0.0015))
        screen = extrude(rounded_rectangle(w * 0.52, h * 0.58, 0.003, 3), 0.0016, 0.0005, 1).moved(
            x=-0.006, y=h * 0.42, z=-d / 2 - 0.0002
        )
        a.add("rear screen", "glass", screen)

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cover = look.finish("skin")
        style = params.choice("style")
        noun = {
            "rangefinder": ("rangefinder camera", "旁轴相机"),
            "mirrorless": ("mirrorless camera", "微单相机"),
            "instant": ("instant camera", "拍立得相机"),
        }[style]
        focal = round(18 + params.real("lens_length") * 900)
        pixels = 12 + round(params.real("width") * 200)
        what = (
            ("prints 86 × 54 mm pictures", "即拍即得 86 × 54 毫米相片")
            if style == "instant"
            else (f"{pixels} megapixels", f"{pixels * 100} 万像素")
        )
        return Texts(
            *noun, cover.label_en if style != "instant" else look.label_en, cover.label_zh if style != "instant"
            else look.label_zh,
            f"A {noun[0]} with a {focal} mm lens, {params.real('lens_radius') * 2000:.0f} mm across; {what[0]}.",
            f"{noun[1]}，{focal} 毫米镜头，镜身直径 {params.real('lens_radius') * 2000:.0f} 毫米，{what[1]}。",
            ("leather", look.finish("shell").material_en, "glass") if style != "instant" else ("plastic", "glass"),
            ("retro",) if style != "mirrorless" else ("modern",),
            cover.hex(), round(0.25 + 6 * params.real("lens_length"), 2),
            shop_price({"rangefinder": 780, "mirrorless": 640, "instant": 78}[style] + (0 if style == "instant"
                else 3500 * params.real("lens_length"))),
        )  # fmt: skip
