"""Game controllers."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, smooth_path
from inference.families.geometry import Mesh, both_sides, join
from inference.families.materials import COLOURS, plain, plastic, rubber
from inference.families.soft import loft
from inference.families.solids import box, extrude, lathe
from inference.families.values import Family, Look, Params, Texts, choice, real, shop_price
from inference.families.worn_kit import colour_looks, ellipsoid, steps, tint
from scenes.model.values import Model

_PADS = ("snow", "graphite", "cobalt", "red", "sage", "lilac", "mint", "coral", "navy", "butter")


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
