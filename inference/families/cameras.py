"""Cameras with lenses, and game controllers."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, smooth_path
from inference.families.geometry import Mesh, both_sides, join
from inference.families.geometry_skin import curve, strap
from inference.families.materials import COLOURS, leather, metal, plain, plastic, rubber
from inference.families.soft import loft
from inference.families.solids import box, extrude, lathe
from inference.families.values import F64, Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, ellipsoid, steps, tint
from scenes.model.values import Model

_GRIPS = ("graphite", "cognac", "navy", "forest", "burgundy", "sand", "fog")
_PADS = ("snow", "graphite", "cobalt", "red", "sage", "lilac", "mint", "coral", "navy", "butter")


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
            else (f"{pixels} megapixels", f"{pixels} 百万像素")
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


class Gamepad(Family):
    """Game controllers, their face up and towards the front."""

    key = "gamepad"
    category = ("Electronics", "Gaming")
    category_zh = ("数码", "游戏设备")
    typical_size_m = ((0.13, 0.19), (0.04, 0.14), (0.04, 0.14))
    parameters = (
        choice("style", "offset", "parallel"),
        real("width", 0.145, 0.168),
        real("height", 0.088, 0.108),
        real("thickness", 0.03, 0.042),
        real("grip", 0.2, 0.42, ""),
        real("waist", 0.05, 0.3, ""),
        real("stick", 0.0085, 0.0105),
        real("lean", 0.7, 1.1, "rad"),
        choice("buttons", "bright", "dark", "white"),
        choice("colour", *_PADS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four shells."""
        ways = []
        bright = ("sage", "red", "cobalt", "mustard")
        for key in steps(_PADS, params.choice("colour"), (1, 3, 6)):
            plain_keys = {"dark": "charcoal", "white": "snow"}.get(params.choice("buttons"), "")
            keys = [(f"key{i}", plastic(plain_keys or c, glossy=True)) for i, c in enumerate(bright)]
            dark = "graphite" if key != "graphite" else "charcoal"
            ways.append(
                (
                    COLOURS[key],
                    [
                        ("shell", tint("soft_touch", key, 0.5)),
                        ("dark", plastic(dark)),
                        ("rubber", rubber()),
                        *keys,
                        ("light", plain("status_light", (0.5, 0.8, 1.0), 0.4, emission=2.0)),
                    ],
                )
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, t = params.real("width"), params.real("height"), params.real("thickness")
        right = [
            (0, 0.30),
            (0.22, 0.33),
            (0.36, 0.34),
            (0.45, 0.22),
            (0.5, -0.10),
            (0.49, -0.42),
            (0.43, -0.52 - params.real("grip") * 0.1),
            (0.36, -0.46),
            (0.30, -0.34),
            (0.20, -0.27 + 0.1 * params.real("waist")),
            (0, -0.25 + 0.1 * params.real("waist")),
        ]
        outline = smooth_path(
            np.array([(x, y) for x, y in right] + [(-x, y) for x, y in reversed(right[1:-1])]) * (w, h),
            a.segments(88, 36),
            closed=True,
        )[::-1]
        rows = []
        centre = outline.mean(axis=0)
        for f in (-1.0, -0.94, -0.75, -0.4, 0.0, 0.4, 0.75, 0.94, 1.0):
            size = np.sqrt(max(1 - abs(f) ** 3.0, 0.0)) * 0.16 + 0.84
            belly = 1.0 + 0.35 * params.real("grip") * np.clip(-outline[:, 1] / h, 0, 1) * (f < 0)
            p = centre + (outline - centre) * size
            rows.append(np.column_stack([p, f * t / 2 * belly * (0.8 if f > 0 else 1.0)]))
        parts: list[tuple[str, str, Mesh]] = [("shell", "shell", loft(np.stack(rows)))]
        parts += self._face(params, a, w, h, t * 0.4)
        for part, slot, mesh in parts:
            a.add(part, slot, mesh.turned("x", params.real("lean") - np.pi / 2))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _face(params: Params, a: Assembly, w: float, h: float, z: float) -> list[tuple[str, str, Mesh]]:
        r = params.real("stick")
        out: list[tuple[str, str, Mesh]] = []
        stick = lathe(
            [
                (0, -0.003),
                (r * 0.5, -0.003),
                (r * 0.45, 0.007),
                (r * 0.9, 0.0085),
                (r, 0.010),
                (r * 0.96, 0.012),
                (r * 0.7, 0.0115),
                (0, 0.0105),
            ],
            a.segments(30, 12),
            40,
        ).turned("x", np.pi / 2)
        well = lathe(
            [(r * 1.25, -0.004), (r * 1.55, -0.002), (r * 1.5, 0.0012), (r * 1.3, 0.0014), (r * 1.25, -0.004)],
            a.segments(36, 14),
            40,
        ).turned("x", np.pi / 2)
        offset = params.choice("style") == "offset"
        sticks = (
            [(-w * 0.29, h * 0.13), (w * 0.15, -h * 0.08)]
            if offset
            else [(-w * 0.15, -h * 0.07), (w * 0.15, -h * 0.07)]
        )
        for x, y in sticks:
            out += [
                ("sticks", "rubber", stick.moved(x=x, y=y, z=z)),
                ("stick wells", "dark", well.moved(x=x, y=y, z=z - 0.0005)),
            ]
        pad = (-w * 0.15, -h * 0.08) if offset else (-w * 0.30, h * 0.12)
        bar = extrude(rounded_rectangle(r * 2.5, r * 0.82, 0.0015, 3), 0.005, 0.001, 2)
        out.append(("direction pad", "dark", join([bar, bar.turned("z", np.pi / 2)]).moved(x=pad[0], y=pad[1], z=z)))
        key = lathe(
            [(0, -0.002), (r * 0.52, -0.002), (r * 0.52, 0.002), (r * 0.42, 0.0034), (0, 0.0038)],
            a.segments(22, 10),
            40,
        ).turned("x", np.pi / 2)
        for i, (dx, dy) in enumerate(((0, -1), (1, 0), (-1, 0), (0, 1))):
            out.append(("buttons", f"key{i}", key.moved(x=w * 0.30 + dx * r * 1.15, y=h * 0.12 + dy * r * 1.15, z=z)))
        small = extrude(rounded_rectangle(0.008, 0.0045, 0.002, 3), 0.003, 0.0008, 1)
        out += [
            ("menu", "dark", both_sides(small.moved(x=w * 0.09, y=h * 0.16, z=z))),
            ("home", "light", ellipsoid(0.005, 0.005, 0.0015, 18).moved(y=h * 0.22, z=z)),
        ]
        trigger = box(w * 0.16, 0.014, 0.016, 0.005, 3).turned("z", -0.06).moved(x=w * 0.31, y=h * 0.315, z=-0.004)
        out.append(("triggers", "dark", both_sides(trigger)))
        return out

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        hours = round(18 + 500 * (params.real("thickness") - 0.03))
        w = params.real("width") * 1000
        where = ("offset", "非对称") if params.choice("style") == "offset" else ("parallel", "对称")
        return Texts(
            "game controller", "游戏手柄", look.label_en, look.label_zh,
            f"A wireless game controller in {look.label_en} with {where[0]} sticks, {w:.0f} mm wide, {hours} hours "
            "on a charge.",
            f"{look.label_zh}无线游戏手柄，{where[1]}摇杆，宽 {w:.0f} 毫米，续航 {hours} 小时。",
            ("plastic", "rubber"), ("modern",), look.finish("shell").hex(),
            round(0.16 + 2 * params.real("thickness"), 2),
            shop_price(39 + 1500 * (params.real("thickness") - 0.03) + 400 * (params.real("width") - 0.145)),
        )  # fmt: skip
