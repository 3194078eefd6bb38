"""Watches and smart watches on closed straps."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import superellipse
from inference.families.geometry import join
from inference.families.geometry_skin import curve, strap
from inference.families.materials import COLOURS, Colour, Finish, fabric, leather, metal, plain, plastic
from inference.families.pictures import dial, phone_screen
from inference.families.solids import box, extrude, lathe
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.watch_kit import Parts
from inference.families.worn_kit import U8, Way, black_glass, colour_looks, facing, pictured, steps, tint
from scenes.model.values import Model

_STRAPS = (
    "cognac",
    "graphite",
    "navy",
    "espresso",
    "forest",
    "burgundy",
    "sand",
    "sage",
    "fog",
    "terracotta",
    "blush",
    "teal",
)


_NAMES = ("Meridian", "Tidewell", "Orlo", "Kestane")


class Watch(Family):
    """Round and cushion watches, smart watches; strap closed, lying as on a pillow."""

    key = "watch"
    category = ("Electronics", "Watches")
    category_zh = ("数码", "手表")
    typical_size_m = ((0.03, 0.06), (0.055, 0.095), (0.06, 0.1))
    parameters = (
        choice("style", "classic", "diver", "cushion", "smart"),
        real("diameter", 0.034, 0.044),
        real("thickness", 0.007, 0.0125),
        real("strap_width", 0.016, 0.022),
        real("strap_thickness", 0.0024, 0.0042),
        real("wrist", 0.05, 0.06),
        real("lugs", 0.25, 0.6, ""),
        integer("dial", 0, 2),
        integer("wallpaper", 0, 60),
        choice("strap", "leather", "silicone", "mesh", "canvas", "links"),
        choice("case", "chrome", "gold", "black_steel", "copper", "steel"),
        choice("face", "snow", "graphite", "navy", "forest", "ivory", "burgundy", "sky"),
        choice("colour", *_STRAPS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Divers are thick; straps are half as wide as the case."""
        drawn["strap_width"] = float(drawn["diameter"]) * float(rng.uniform(0.47, 0.54))
        if drawn["style"] == "diver":
            drawn["thickness"] = float(rng.uniform(0.0105, 0.0125))
            drawn["strap"] = str(rng.choice(["silicone", "links", "canvas"]))
        if drawn["style"] == "smart":
            drawn["strap"] = str(rng.choice(["silicone", "mesh", "canvas"]))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four straps."""
        kind = params.choice("strap")
        ways: list[Way] = []
        for key in steps(_STRAPS, params.choice("colour"), (1, 3, 5)):
            made: Finish = (
                leather(key)
                if kind == "leather"
                else fabric("canvas", key)
                if kind == "canvas"
                else tint("silicone", key, 0.6)
            )
            if kind in ("mesh", "links"):
                made = metal(
                    steps(("steel", "black_steel", "gold", "chrome", "copper"), params.choice("case"), (1, 2, 3))[
                        len(ways)
                    ]
                )
            bare = kind in ("mesh", "links")
            name = Colour(made.key, made.label_en, made.label_zh, made.colour) if bare else COLOURS[key]
            ways.append((name, [
                ("strap", made), ("case", metal(params.choice("case"))), ("dial", plastic(params.choice("face"))),
                ("glass", black_glass()),
                ("bezel", plain("ceramic_bezel", COLOURS[params.choice("face")].rgb, 0.12, clearcoat=1.0)),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        parts = self._case(params, a)
        parts += self._strap(params, a)
        for part, slot, mesh in parts:
            a.add(part, slot, mesh.turned("x", -0.5))
        model = a.model(self.key, self.looks(params))
        if params.choice("style") == "smart":
            return pictured(model, "dial", _smart_face(params), emission=1.0, roughness=0.08, clearcoat=1.0)
        face = COLOURS[params.choice("face")].rgb
        hand = (0.95, 0.93, 0.88) if sum(face) < 1.5 else (0.12, 0.12, 0.13)
        name = _NAMES[params.integer("wallpaper") % len(_NAMES)]
        return pictured(
            model, "dial", dial(320, params.integer("dial"), face, hand, name), roughness=0.3, clearcoat=1.0
        )

    @staticmethod
    def _case(params: Params, a: Assembly) -> Parts:
        """The case around (0, 0, wrist / 2), facing +Z; the strap's loop lies in the y-z plane."""
        r, t, n, style = (
            params.real("diameter") / 2,
            params.real("thickness"),
            a.segments(56, 20),
            params.choice("style"),
        )
        front = params.real("wrist") / 2
        out: Parts = []
        if style in ("classic", "diver"):
            body = [
                (0, 0),
                (r * 0.86, 0),
                (r * 0.97, t * 0.12),
                (r, t * 0.3),
                (r, t * 0.7),
                (r * 0.97, t * 0.86),
                (r * 0.9, t * 0.97),
                (r * 0.86, t),
                (r * 0.85, t * 0.93),
                (0, t * 0.93),
            ]
            out.append(("case", "case", lathe(body, n, 30).turned("x", np.pi / 2).moved(z=front)))
            face = extrude(superellipse(r * 1.7, r * 1.7, 2.0, n), 0.0002, 0.0, 0).moved(z=front + t * 0.94)
            if style == "diver":
                bezel = lathe(
                    [
                        (r * 0.86, t * 0.99),
                        (r * 1.02, t * 0.93),
                        (r * 1.03, t * 0.99),
                        (r * 0.99, t * 1.1),
                        (r * 0.88, t * 1.13),
                        (r * 0.86, t * 1.08),
                        (r * 0.86, t * 0.99),
                    ],
                    n,
                    30,
                )
                out.append(("bezel", "bezel", bezel.turned("x", np.pi / 2).moved(z=front)))
                marks = [
                    box(0.0009, 0.0006, 0.0028, 0.0002, 1).moved(z=r * 0.945, y=t * 1.105).turned("y", np.pi / 6 * i)
                    for i in range(12)
                ]
                out.append(("bezel marks", "case", join(marks).turned("x", np.pi / 2).moved(z=front)))
        else:
            wide, tall = (r * 1.9, r * 2.15) if style == "smart" else (r * 2, r * 2)
            plan = superellipse(wide, tall, 4.2 if style == "smart" else 3.4, n)
            out.append(("case", "case", extrude(plan, t, t * 0.36, a.segments(5, 2)).moved(z=front + t / 2)))
            shown = (
                superellipse(wide * 0.88, tall * 0.90, 4.4, n)
                if style == "smart"
                else superellipse(r * 1.62, r * 1.62, 2.0, n)
            )
            out.append(
                (
                    "crystal",
                    "glass",
                    extrude(superellipse(wide * 0.93, tall * 0.94, 4.2, n), 0.0005, 0.0002, 1).moved(z=front + t),
                )
            )
            face = extrude(shown, 0.0002, 0.0, 0).moved(z=front + t + 0.0005)
        out.append(("dial", "dial", facing(face, "z")))
        crown = lathe(
            [(0, 0), (0.0026, 0), (0.0028, 0.0006), (0.0028, 0.0026), (0.0022, 0.0032), (0, 0.0032)], a.segments(18, 8)
        ).turned("z", -np.pi / 2)
        edge = r * (0.95 if style == "smart" else 1.0)
        out.append(("crown", "case", crown.moved(x=edge - 0.0004, z=front + t * 0.5)))
        half = params.real("strap_width") / 2 + 0.0012
        tip = r * (1.02 + 0.28 * params.real("lugs"))
        lug = curve([(0, r * 0.72, front + t * 0.62), (0, r * 0.98, front + t * 0.5), (0, tip, front + t * 0.12)], 8)
        for sx in (1, -1):
            for sy in (1, -1):
                path = lug * (1, sy, 1) + (sx * half, 0, 0)
                out.append(("lugs", "case", strap(path, (0, 0, 1), 0.0026, 0.003)))
        return out

    @staticmethod
    def _strap(params: Params, a: Assembly) -> Parts:
        r, front, thick, width = (
            params.real("diameter") / 2,
            params.real("wrist") / 2,
            params.real("strap_thickness"),
            params.real("strap_width"),
        )
        t0 = params.real("thickness")
        out: Parts = []
        end = r * 1.0
        ring = [
            (end, front + t0 * 0.22),
            (end + 0.006, front - 0.005),
            (end + 0.0055, front * 0.2),
            (end * 0.92, -front * 0.55),
            (end * 0.45, -front * 0.98),
            (0, -front * 1.06),
        ]
        points = [(0.0, y, z) for y, z in ring] + [(0.0, -y, z) for y, z in reversed(ring[:-1])]
        path = curve(points, a.segments(64, 24))
        middle = path - np.array([0.0, 0.0, -0.002])
        kind = params.choice("strap")
        shape = width * np.interp(np.linspace(0, 1, len(path)), [0, 0.35, 0.65, 1], [1, 0.86, 0.86, 1])
        if kind == "links":
            fine = curve(path, 34)
            along = np.gradient(fine, axis=0)
            pieces = []
            for i, (p, w) in enumerate(zip(fine, along, strict=True)):
                w = w / np.linalg.norm(w)
                link = box(
                    float(np.interp(i, [0, 12, 22, 33], [1, 0.86, 0.86, 1])) * width, thick * 1.1, 0.0046, 0.0008, 1
                ).moved(y=-thick * 0.55)
                angle = np.arctan2(-w[1], w[2])
                pieces.append(link.turned("x", float(angle)).at(p))
            out.append(("strap", "strap", join(pieces)))
        else:
            out.append(("strap", "strap", strap(path, middle, shape, thick)))
            keeper = np.array([(0.0, -end * 0.75, -front * 0.82)])
            band = path[np.argmin(np.linalg.norm(path - keeper, axis=1))]
            out.append(
                (
                    "keeper",
                    "strap",
                    box(float(width * 0.93), thick * 2.2, 0.005, 0.001, 2)
                    .moved(y=-thick * 1.1)
                    .turned("x", 0.9)
                    .at(band),
                )
            )
        low = path[len(path) // 2]
        buckle = (
            box(width * 0.98, 0.003, 0.011, 0.0012, 2)
            .turned("x", np.pi / 2)
            .at(low - np.array([0, 0.0055, thick * 0.8]))
        )
        out.append(("buckle", "case", buckle))
        return out

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        worn, case = look.finish("strap"), look.finish("case")
        style = params.choice("style")
        noun = (
            ("smartwatch", "智能手表")
            if style == "smart"
            else ("diver's watch", "潜水表")
            if style == "diver"
            else ("watch", "腕表")
        )
        mm = params.real("diameter") * 1000
        material = {
            "leather": ("leather", "皮革"),
            "silicone": ("silicone", "硅胶"),
            "mesh": ("steel mesh", "钢网"),
            "canvas": ("canvas", "帆布"),
            "links": ("steel link", "钢链"),
        }[params.choice("strap")]
        more = (
            ("heart rate, sleep and 5 days of battery", "心率、睡眠监测，续航 5 天")
            if style == "smart"
            else ("quartz movement, 50 m water-resistant", "石英机芯，50 米防水")
        )
        bare = params.choice("strap") in ("mesh", "links")
        feature = material if bare else (worn.label_en, worn.label_zh)
        return Texts(
            *noun, f"{case.label_en}, {feature[0]}", f"{case.label_zh}，{feature[1]}",
            f"A {mm:.0f} mm {noun[0]} in {case.label_en} on a {material[0]} strap "
            f"{params.real('strap_width') * 1000:.0f} mm wide; {more[0]}.",
            f"{mm:.0f} 毫米{case.label_zh}{noun[1]}，{material[1]}表带宽 {params.real('strap_width') * 1000:.0f} 毫米"
            f"，{more[1]}。",
            (case.material_en, material[0]), ("modern",) if style == "smart" else ("classic",), worn.hex(),
            round(0.03 + 4 * params.real("thickness"), 3),
            shop_price(90 + (110 if style == "smart" else 40) + (60 if params.choice("case") == "gold"
                else 0) + 9000 * (params.real("thickness") - 0.007)),
        )  # fmt: skip


def _smart_face(params: Params) -> U8:
    return np.ascontiguousarray(phone_screen(288, 624, params.integer("wallpaper"))[:340])
