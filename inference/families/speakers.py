"""Smart speakers and portable Bluetooth speakers."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, superellipse
from inference.families.geometry import join
from inference.families.geometry_skin import curve, strap
from inference.families.materials import COLOURS, fabric, leather, metal, plain, plastic, rubber, wood
from inference.families.solids import extrude, lathe, sweep, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.worn_kit import colour_looks, steps
from scenes.model.values import Model

_COLOURS = (
    "graphite",
    "fog",
    "sage",
    "navy",
    "terracotta",
    "sand",
    "blush",
    "teal",
    "mustard",
    "snow",
    "burgundy",
    "forest",
)


class Speaker(Family):
    """Cloth-covered and wooden speakers: cylinder, pebble, ball, box, retro radio, tube with a strap."""

    key = "speaker"
    category = ("Electronics", "Speakers")
    category_zh = ("数码", "音箱")
    typical_size_m = ((0.07, 0.42), (0.05, 0.32), (0.05, 0.22))
    parameters = (
        choice("style", "cylinder", "pebble", "ball", "box", "retro", "tube"),
        real("width", 0.085, 0.4),
        real("height", 0.05, 0.26),
        real("depth", 0.07, 0.18),
        real("corner", 0.01, 0.05),
        real("taper", 0.82, 1.0, ""),
        real("base", 0.05, 0.16, ""),
        choice("carry", "strap", "handle", "none"),
        choice("trim", "walnut", "oak", "aluminium", "brass", "graphite"),
        choice("cloth", "weave", "felt", "knit"),
        choice("colour", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Each form has its own proportions."""
        style = str(drawn["style"])
        size = {"cylinder": (0.085, 0.14, 1.2, 1.9), "pebble": (0.095, 0.15, 0.42, 0.62),
            "ball": (0.10, 0.17, 0.95, 1.0), "box": (0.22, 0.4, 0.5, 0.62),
                "retro": (0.22, 0.34, 0.52, 0.64), "tube": (0.16, 0.24, 0.36, 0.44)}[style]  # fmt: skip
        drawn["width"] = float(rng.uniform(size[0], size[1]))
        drawn["height"] = float(drawn["width"]) * float(rng.uniform(size[2], size[3]))
        drawn["carry"] = (
            "strap" if style == "tube" else str(rng.choice(["handle", "none"])) if style == "retro" else "none"
        )
        if style in ("box", "retro"):
            drawn["trim"] = str(rng.choice(["walnut", "oak", "graphite"]))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four cloths."""
        trim = params.choice("trim")
        made = wood(trim) if trim in ("walnut", "oak") else plastic("graphite") if trim == "graphite" else metal(trim)
        ways = []
        for key in steps(_COLOURS, params.choice("colour"), (1, 3, 6)):
            ways.append((COLOURS[key], [
                ("cloth", fabric(params.choice("cloth"), key)), ("trim", made), ("body", plastic(key)),
                ("rubber", rubber()), ("strap", leather("cognac")),
                ("metal", metal("brass")), ("light", plain("status_light", (0.4, 0.8, 1.0), 0.4, emission=2.0)),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        style = params.choice("style")
        if style in ("cylinder", "pebble", "ball"):
            self._round(params, a)
        elif style == "tube":
            self._tube(params, a)
        else:
            self._boxed(params, a)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _round(params: Params, a: Assembly) -> None:
        style, r, h, n = params.choice("style"), params.real("width") / 2, params.real("height"), a.segments(56, 18)
        foot, taper = h * params.real("base"), params.real("taper")
        if style == "cylinder":
            k = min(0.012, r * 0.25)
            body = [
                (r * 0.97, foot),
                (r, foot + 0.002),
                (r * taper, h - k),
                (r * taper - 0.3 * k, h - 0.3 * k),
                (r * taper - k, h),
            ]
            top = r * taper - k
        else:
            cut = 0.80 if style == "ball" else 0.86
            t = np.linspace(-np.arcsin(cut), np.arcsin(0.94), a.segments(22, 8))
            power = 1.0 if style == "ball" else 0.62
            y = np.sin(t)
            y = (y - y[0]) / (y[-1] - y[0]) * (h - foot) + foot
            body = [(float(r * np.cos(v) ** power), float(q)) for v, q in zip(t, y, strict=True)]
            top = body[-1][0]
        a.add("grille", "cloth", lathe([(0, foot * 0.99), *body, (0, h)], n, 50))
        a.add(
            "base",
            "trim",
            lathe(
                [(0, 0), (body[0][0] * 0.9, 0), (body[0][0] * 0.97, 0.002), (body[0][0] * 0.985, foot), (0, foot)],
                n,
                40,
            ),
        )
        lid = [
            (0, h - 0.001),
            (top * 0.98, h - 0.001),
            (top * 0.98, h + 0.0014),
            (top * 0.9, h + 0.0022),
            (0, h + 0.0014),
        ]
        a.add("top", "body", lathe(lid, n))
        signs = []
        for angle in (0.0, np.pi / 2, np.pi, 1.5 * np.pi):
            dot = lathe([(0, 0), (0.0028, 0), (0.0028, 0.0008), (0, 0.001)], 12)
            signs.append(dot.moved(x=top * 0.6 * np.sin(angle), y=h + 0.0016, z=top * 0.6 * np.cos(angle)))
        a.add("buttons", "light" if style == "ball" else "rubber", join(signs))
        ringed = lathe(
            [
                (top * 0.9, h + 0.0016),
                (top * 0.97, h + 0.0012),
                (top * 0.97, h + 0.0022),
                (top * 0.9, h + 0.0026),
                (top * 0.9, h + 0.0016),
            ],
            n,
        )
        a.add("light ring", "light", ringed)

    @staticmethod
    def _tube(params: Params, a: Assembly) -> None:
        w, r, n = params.real("width"), params.real("height") / 2, a.segments(44, 16)
        t = np.linspace(-w / 2 + r * 0.35, w / 2 - r * 0.35, 4)
        body = tube(np.stack([t, 0 * t + r, 0 * t], axis=1), r, n)
        a.add("grille", "cloth", body)
        for side in (1.0, -1.0):
            cap = lathe(
                [
                    (0, 0),
                    (r * 0.99, 0),
                    (r * 1.02, 0.002),
                    (r * 1.0, r * 0.26),
                    (r * 0.9, r * 0.34),
                    (r * 0.72, r * 0.35),
                    (r * 0.68, r * 0.30),
                    (0, r * 0.28),
                ],
                n,
                40,
            )
            a.add("ends", "body", cap.turned("z", -side * np.pi / 2).moved(x=side * (w / 2 - r * 0.36), y=r))
            cone = lathe([(0, 0), (r * 0.6, 0.001), (r * 0.5, 0.003), (r * 0.2, 0.001), (0, 0.0025)], n, 60)
            a.add(
                "woofers",
                "rubber",
                cone.turned("z", -side * np.pi / 2).moved(x=side * (w / 2 - r * 0.36 + r * 0.285), y=r),
            )
        foot = sweep(
            np.array([(-w * 0.3, 0.0015, 0), (w * 0.3, 0.0015, 0)]), superellipse(r * 0.7, 0.006, 2.5, 14), round_ends=2
        )
        a.add("foot", "rubber", foot)
        x = w * 0.28
        path = curve(
            [
                (x, 2 * r - 0.004, 0.012),
                (x + 0.004, 2 * r + 0.018, 0.018),
                (x, 2 * r + 0.03, 0.0),
                (x - 0.004, 2 * r + 0.016, -0.018),
                (x, 2 * r - 0.004, -0.012),
            ],
            18,
        )
        a.add("strap", "strap", strap(path, (1, 0, 0), 0.014, 0.003))
        keys = [
            lathe([(0, 0), (0.006, 0), (0.006, 0.0012), (0.004, 0.002), (0, 0.002)], 14).moved(
                x=-0.03 + 0.018 * i, y=2 * r - 0.0008
            )
            for i in range(3)
        ]
        a.add("buttons", "rubber", *keys)

    @staticmethod
    def _boxed(params: Params, a: Assembly) -> None:
        w, h, d = params.real("width"), params.real("height"), params.real("depth")
        corner = min(params.real("corner"), h * 0.3)
        plan = rounded_rectangle(w, h, corner, a.segments(8, 3))
        lift = 0.012 if params.choice("style") == "retro" else 0.004
        a.add("cabinet", "trim", extrude(plan, d, 0.004, 3).moved(y=h / 2 + lift))
        retro = params.choice("style") == "retro"
        gw = w * 0.62 if retro else w - 0.024
        gx = -(w - gw) / 2 + 0.012 if retro else 0.0
        grille = extrude(rounded_rectangle(gw, h - 0.024, max(corner - 0.010, 0.004), 5), 0.005, 0.002, 2)
        a.add("grille", "cloth", grille.moved(x=gx, y=h / 2 + lift, z=d / 2))
        feet = [
            lathe([(0, 0), (0.007, 0), (0.010, lift + 0.002), (0, lift + 0.002)], 14).moved(
                x=x * w * 0.38, z=z * d * 0.32
            )
            for x in (1, -1)
            for z in (1, -1)
        ]
        a.add("feet", "metal" if retro else "rubber", *feet)
        if retro:
            free = w - gw - 0.03
            x = w / 2 - free / 2 - 0.012
            for i, size in enumerate((min(free * 0.42, h * 0.2), free * 0.2, free * 0.2)):
                knob = lathe(
                    [(0, 0), (size, 0), (size * 1.02, 0.002), (size * 0.94, 0.010), (size * 0.8, 0.012), (0, 0.011)],
                    a.segments(28, 12),
                ).turned("x", np.pi / 2)
                place = [(x, h * 0.66), (x - free * 0.22, h * 0.26), (x + free * 0.22, h * 0.26)][i]
                a.add("knobs", "metal", knob.moved(x=place[0], y=place[1] + lift, z=d / 2))
            a.add(
                "lamp",
                "light",
                lathe([(0, 0), (0.0025, 0), (0.002, 0.0015), (0, 0.002)], 12)
                .turned("x", np.pi / 2)
                .moved(x=x, y=h * 0.42 + lift, z=d / 2),
            )
        if params.choice("carry") == "handle":
            path = curve(
                [
                    (-w * 0.32, h + lift - 0.004, 0),
                    (-w * 0.3, h + lift + 0.03, 0),
                    (0, h + lift + 0.042, 0),
                    (w * 0.3, h + lift + 0.03, 0),
                    (w * 0.32, h + lift - 0.004, 0),
                ],
                a.segments(24, 10),
            )
            a.add("handle", "strap", strap(path, (0, 0, 1), 0.008, 0.022))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        cloth, trim = look.finish("cloth"), look.finish("trim")
        style = params.choice("style")
        noun = {"cylinder": ("smart speaker", "智能音箱"), "pebble": ("smart speaker", "智能音箱"),
            "ball": ("smart speaker", "智能音箱"),
                "box": ("wireless speaker", "无线音箱"), "retro": ("table radio", "复古收音机"),
                "tube": ("Bluetooth speaker", "蓝牙音箱")}[style]  # fmt: skip
        watts = round(8 + 900 * params.real("width") * params.real("height"))
        return Texts(
            *noun, cloth.label_en, cloth.label_zh,
            f"A {noun[0]} in {cloth.label_en} with {trim.label_en} details, {watts} watts. "
            f"{'Splash-proof, 14 hours of music.' if style == 'tube' else 'Plays from phone, stream and voice.'}",
            f"{cloth.label_zh}{noun[1]}，{trim.label_zh}细节，{watts} 瓦，"
            f"{'防泼溅，续航 14 小时' if style == 'tube' else '支持手机、流媒体与语音'}。",
            (cloth.material_en, trim.material_en), ("retro",) if style == "retro" else ("modern",), cloth.hex(),
            round(0.25 + 60 * params.real("width") * params.real("height") * min(params.real("depth"),
                params.real("width")), 2),
            shop_price(28 + watts * 3.2),
        )  # fmt: skip
