"""Sitting plush animals."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh, both_sides, join
from inference.families.geometry_skin import curve, strap
from inference.families.materials import COLOURS, fabric, plain
from inference.families.solids import lathe, tube
from inference.families.values import Family, Look, Params, Texts, choice, real, shop_price
from inference.families.worn_kit import colour_looks, ellipsoid, named, steps
from scenes.model.values import Model

_FURS = ("camel", "oatmeal", "chestnut", "fog", "blush", "sand", "espresso", "ivory", "sky", "mint", "lilac")


_BOWS = ("burgundy", "navy", "forest", "mustard", "teal", "coral", "plum")


class PlushBear(Family):
    """Sitting plush animals: bear, rabbit, cat, panda-faced bear, elephant."""

    key = "plush"
    category = ("Toys", "Plush")
    category_zh = ("玩具", "毛绒玩具")
    typical_size_m = ((0.16, 0.56), (0.2, 0.75), (0.12, 0.5))
    parameters = (
        choice("style", "bear", "rabbit", "cat", "dog", "elephant"),
        real("height", 0.22, 0.46),
        real("head", 0.85, 1.2, ""),
        real("belly", 0.85, 1.2, ""),
        real("snout", 0.75, 1.3, ""),
        real("ears", 0.75, 1.3, ""),
        real("arms", 0.85, 1.2, ""),
        real("legs", 0.85, 1.2, ""),
        real("arm_angle", 0.2, 1.0, "rad"),
        real("leg_spread", 0.35, 0.8, "rad"),
        real("head_tilt", -0.15, 0.15, "rad"),
        choice("wear", "bow", "scarf", "none"),
        choice("fur", "boucle", "velvet", "felt", "rug_pile"),
        choice("bow", *_BOWS),
        choice("colour", *_FURS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three furs."""
        ways = []
        for key in steps(_FURS, params.choice("colour"), (1, 4)):
            c = COLOURS[key]
            kind = params.choice("fur")
            fur = named(fabric(kind, key), f"{c.en} plush", f"{c.zh}毛绒")
            pale = fabric("velvet", "ivory" if key not in ("ivory", "oatmeal") else "blush")
            ways.append((c, [
                ("fur", fur), ("pale", pale), ("eyes", plain("bead", (0.03, 0.025, 0.02), 0.1, clearcoat=1.0)),
                ("nose", fabric("velvet", "espresso")), ("bow", fabric("weave", params.choice("bow"))),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        h, n = params.real("height"), a.segments(30, 12)
        belly = params.real("belly")
        a.add("body", "fur", ellipsoid(0.225 * h * belly, 0.27 * h, 0.20 * h * belly, n).moved(y=0.26 * h))
        a.add(
            "belly", "pale", ellipsoid(0.15 * h * belly, 0.19 * h, 0.06 * h, n).moved(y=0.25 * h, z=0.158 * h * belly)
        )
        self._limbs(params, a, h, n)
        head = _head(params, a, h, n)
        for part, slot, mesh in head:
            turned = mesh.turned("z", params.real("head_tilt")).moved(y=0.66 * h, z=0.02 * h)
            a.add(part, slot, turned)
        self._wear(params, a, h)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _limbs(params: Params, a: Assembly, h: float, n: int) -> None:
        arms, legs = params.real("arms"), params.real("legs")
        angle, spread = params.real("arm_angle"), params.real("leg_spread")
        shoulder = np.array([0.17 * h, 0.42 * h, 0.03 * h])
        way = np.array([np.sin(angle), -np.cos(angle), 0.45])
        way = way / np.linalg.norm(way)
        path = curve(
            np.stack(
                [shoulder, shoulder + way * 0.11 * h * arms, shoulder + way * 0.21 * h * arms + (0, 0.01 * h, 0.02 * h)]
            ),
            10,
        )
        size = np.interp(np.linspace(0, 1, 10), [0, 0.6, 1], [0.062, 0.066, 0.072]) * h
        arm = tube(path, size, a.segments(16, 8), round_ends=a.segments(5, 3))
        a.add("arms", "fur", both_sides(arm))
        hip = np.array([0.13 * h, 0.085 * h, 0.06 * h])
        out = np.array([np.sin(spread), 0.0, np.cos(spread)])
        foot = hip + out * 0.24 * h * legs
        line = curve(np.stack([hip, (hip + foot) / 2 + (0, 0.004, 0), foot]), 10)
        thick = np.interp(np.linspace(0, 1, 10), [0, 0.6, 1], [0.085, 0.085, 0.088]) * h
        a.add("legs", "fur", both_sides(tube(line, thick, a.segments(18, 8), round_ends=a.segments(5, 3))))
        sole = (
            ellipsoid(0.066 * h, 0.073 * h, 0.012 * h, n)
            .turned("y", spread)
            .at(foot + out * 0.086 * h + (0, 0.006 * h, 0))
        )
        a.add("paws", "pale", both_sides(sole))

    @staticmethod
    def _wear(params: Params, a: Assembly, h: float) -> None:
        if params.choice("wear") == "none":
            return
        r = 0.138 * h
        t = np.linspace(0, 2 * np.pi, a.segments(36, 14))
        ringed = np.stack(
            [r * np.sin(t), np.full(len(t), 0.495 * h) - 0.018 * h * np.cos(t), 0.02 * h + r * 0.95 * np.cos(t)], axis=1
        )
        if params.choice("wear") == "scarf":
            a.add("scarf", "bow", tube(ringed[:-1], 0.032 * h, 10, closed=True))
            tail = curve(
                [(0.05 * h, 0.48 * h, 0.17 * h), (0.07 * h, 0.40 * h, 0.215 * h), (0.075 * h, 0.30 * h, 0.225 * h)], 10
            )
            a.add("scarf", "bow", strap(tail, (0, 0, 1), 0.075 * h, 0.018 * h))
            return
        a.add("bow", "bow", tube(ringed[:-1], 0.014 * h, 8, closed=True))
        knot = ellipsoid(0.024 * h, 0.026 * h, 0.022 * h, 14).moved(y=0.477 * h, z=0.178 * h)
        wing = ellipsoid(0.062 * h, 0.044 * h, 0.018 * h, 16).deformed(
            lambda p: np.stack(
                [p[:, 0], p[:, 1] * (0.55 + 0.75 * np.clip(p[:, 0] / (0.062 * h) * 0.5 + 0.5, 0, 1)), p[:, 2]], axis=1
            )
        )
        a.add("bow", "bow", knot, both_sides(wing.turned("z", 0.18).moved(x=0.068 * h, y=0.482 * h, z=0.172 * h)))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        noun = {"bear": ("teddy bear", "泰迪熊"), "rabbit": ("plush rabbit", "兔子玩偶"),
            "cat": ("plush cat", "小猫玩偶"),
                "dog": ("plush dog", "小狗玩偶"),
                "elephant": ("plush elephant", "大象玩偶")}[params.choice("style")]  # fmt: skip
        h = params.real("height")
        fur = look.finish("fur")
        wear = {"bow": (" with a bow", "，系蝴蝶结"), "scarf": (" with a scarf", "，围围巾"), "none": ("", "")}[
            params.choice("wear")
        ]
        return Texts(
            *noun, fur.label_en, fur.label_zh,
            f"A {noun[0]} in {fur.label_en}{wear[0]}, about {h * 100:.0f} cm tall sitting. Embroidered nose, "
            "washable at 30 °C, from birth on.",
            f"{fur.label_zh}{noun[1]}{wear[1]}，坐高约 {h * 100:.0f} 厘米，绣线鼻子，30°C 可洗，适合 0 岁以上。",
            ("polyester plush", "polyester filling"), ("playful",), fur.hex(), round(0.08 + 3.2 * h**3, 2),
            shop_price(8 + 60 * h),
        )  # fmt: skip


def _head(params: Params, a: Assembly, h: float, n: int) -> list[tuple[str, str, Mesh]]:
    """Head parts around the head's middle."""
    style, k = params.choice("style"), params.real("head")
    rx, ry, rz = 0.195 * h * k, 0.175 * h * k, 0.175 * h * k
    out = [("head", "fur", ellipsoid(rx, ry, rz, n))]
    snout = params.real("snout")
    sx, sy, sz = 0.085 * h * snout, 0.066 * h * snout, 0.075 * h * snout
    sz *= 1.35 if style == "dog" else 0.65 if style in ("cat", "rabbit") else 1.0
    front = rz * 0.86
    low = -0.045 * h * k
    if style == "elephant":
        path = curve(
            [
                (0, low, front * 0.8),
                (0, low - 0.03 * h, front + 0.07 * h),
                (0, low - 0.14 * h, front + 0.10 * h),
                (0, low - 0.20 * h, front + 0.15 * h),
            ],
            14,
        )
        out.append(("trunk", "fur", tube(path, np.linspace(0.062, 0.036, 14) * h, a.segments(14, 8), round_ends=3)))
        tip = front + sz * 0.2
    else:
        out.append(("snout", "pale", ellipsoid(sx, sy, sz, n).moved(y=low, z=front)))
        tip = front + sz * 0.93
        out.append(
            (
                "nose",
                "nose",
                ellipsoid(0.026 * h * snout, 0.018 * h * snout, 0.014 * h * snout, 16).moved(y=low + sy * 0.45, z=tip),
            )
        )
        mouth = curve([(0, low + sy * 0.3, tip + 0.002), (0, low - sy * 0.1, tip + 0.004)], 4)
        smile = curve(
            [
                (-0.03 * h * snout, low - sy * 0.22, tip - 0.003 * h),
                (0, low - sy * 0.12, tip + 0.0045),
                (0.03 * h * snout, low - sy * 0.22, tip - 0.003 * h),
            ],
            8,
        )
        out.append(
            ("nose", "nose", join([tube(mouth, 0.0045 * h, 5, round_ends=1), tube(smile, 0.0045 * h, 5, round_ends=1)]))
        )
    eye_x, eye_y = 0.082 * h * k, 0.028 * h * k
    eye_z = rz * np.sqrt(max(1 - (eye_x / rx) ** 2 - (eye_y / ry) ** 2, 0.1))
    eye = ellipsoid(0.017 * h, 0.019 * h, 0.012 * h, 14).moved(x=eye_x, y=eye_y, z=float(eye_z) - 0.001)
    out.append(("eyes", "eyes", both_sides(eye)))
    out += _ears(params, style, h, k, rx, ry, n)
    return out


def _ears(params: Params, style: str, h: float, k: float, rx: float, ry: float, n: int) -> list[tuple[str, str, Mesh]]:
    e = params.real("ears") * h * k

    def placed(
        sx: float, sy: float, sz: float, x: float, y: float, roll: float, z: float = 0.0
    ) -> list[tuple[str, str, Mesh]]:
        outer = ellipsoid(sx, sy, sz, n).turned("z", roll).moved(x=x, y=y, z=z)
        inner = ellipsoid(sx * 0.68, sy * 0.68, sz * 0.6, n).turned("z", roll).moved(x=x, y=y, z=z + sz * 0.62)
        return [("ears", "fur", both_sides(outer)), ("ears", "pale", both_sides(inner))]

    if style == "rabbit":
        return placed(0.048 * e, 0.17 * e, 0.026 * e, rx * 0.45, ry + 0.11 * e, -0.18, -0.01 * h)
    if style == "elephant":
        return placed(0.135 * e, 0.145 * e, 0.022 * e, rx + 0.06 * e, 0.02 * h, -0.2, -0.02 * h)
    if style == "dog":
        return placed(0.05 * e, 0.115 * e, 0.028 * e, rx * 0.98, ry * 0.1, 0.28, 0.0)
    if style == "cat":
        cone = lathe(
            [
                (0, -0.05 * e),
                (0.07 * e, -0.05 * e),
                (0.052 * e, 0.005 * e),
                (0.026 * e, 0.05 * e),
                (0.008 * e, 0.068 * e),
                (0, 0.07 * e),
            ],
            n,
            70,
        ).scaled(z=0.5)
        inner = cone.scaled(0.62, 0.7, 0.6).moved(z=0.018 * e)
        place = (rx * 0.60, ry * 0.98, 0.0)
        return [
            ("ears", "fur", both_sides(cone.turned("z", -0.35).at(place))),
            ("ears", "pale", both_sides(inner.turned("z", -0.35).at(place))),
        ]
    return placed(0.068 * e, 0.068 * e, 0.032 * e, rx * 0.72, ry * 0.86, -0.4)
