"""Smartphones and tablets: glass, frame, cameras, buttons, a lit home screen."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import ellipse, rounded_rectangle
from inference.families.geometry import Mesh, join
from inference.families.materials import COLOURS, metal, plain
from inference.families.pictures import phone_screen
from inference.families.solids import box, extrude, lathe
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import anodised, black_glass, colour_looks, facing, pictured, steps, tint
from scenes.model.values import Model

_COLOURS = (
    "graphite",
    "snow",
    "navy",
    "sage",
    "blush",
    "sky",
    "lilac",
    "sand",
    "forest",
    "burgundy",
    "mint",
    "coral",
    "fog",
)


def _turned(mesh: Mesh) -> Mesh:
    return mesh.turned("y", np.pi)


def lens(radius: float, sides: int) -> tuple[Mesh, Mesh, Mesh]:
    """A camera lens that faces +Z: metal ring, dark glass, a small bright iris."""
    r = radius
    ring = lathe(
        [
            (r * 0.72, 0.0),
            (r, 0.0),
            (r, 0.0012),
            (r * 0.94, 0.0018),
            (r * 0.8, 0.0018),
            (r * 0.72, 0.0011),
            (r * 0.72, 0.0),
        ],
        sides,
    )
    glass = lathe([(0, 0.0009), (r * 0.74, 0.0009), (r * 0.74, 0.0012), (0, 0.0013)][::1], sides)
    iris = lathe([(0, 0.00131), (r * 0.34, 0.00131), (r * 0.3, 0.00145), (0, 0.0015)], sides)
    face = (ring, glass, iris)
    return tuple(m.turned("x", np.pi / 2) for m in face)  # type: ignore[return-value]


class Handheld(Family):
    """Shared by phones and tablets; the screen faces front, standing on its lower edge, leaning a little."""

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three to four colours of the back and the frame."""
        ways = []
        for key in steps(_COLOURS, params.choice("colour"), (1, 3, 5)):
            back = anodised(key) if params.choice("back") == "metal" else tint("frosted_back", key, 0.4, clearcoat=0.4)
            if params.choice("back") == "gloss":
                back = tint("glass_back", key, 0.12, clearcoat=1.0)
            ways.append((COLOURS[key], [
                ("back", back), ("frame", anodised(key, -0.03) if params.choice("frame") == "match"
                    else metal("chrome")),
                ("glass", black_glass()), ("lens", plain("lens", (0.02, 0.03, 0.06), 0.05, clearcoat=1.0)),
                ("flash", plain("flash", (1.0, 0.95, 0.85), 0.3)), ("dark", plain("port", (0.02, 0.02, 0.02), 0.6)),
            ]))  # fmt: skip
        return colour_looks(ways)

    def _body(self, params: Params, a: Assembly, lean: float) -> None:
        w, h, d = params.real("width"), params.real("height"), params.real("depth")
        corner, rim = params.real("corner"), params.real("bezel")
        soft = params.real("edge") * d
        plan = rounded_rectangle(w, h, corner, a.segments(8, 3))
        parts: list[tuple[str, str, Mesh]] = [("frame", "frame", extrude(plan, d * 0.86, soft, a.segments(4, 2)))]
        inner = rounded_rectangle(w - soft * 1.6, h - soft * 1.6, corner - soft * 0.8, a.segments(8, 3))
        parts.append(("back", "back", extrude(inner, 0.0006, 0.0003, 1).moved(z=-d * 0.43 - 0.0002)))
        parts.append(("front glass", "glass", extrude(inner, 0.0006, 0.0003, 1).moved(z=d * 0.43 + 0.0002)))
        shown = rounded_rectangle(w - 2 * rim - soft, h - 2 * rim - soft, max(corner - rim, 0.001), a.segments(8, 3))
        face = facing(extrude(shown, 0.0002, 0.0, 0), "z").moved(z=d * 0.43 + 0.0006)
        parts.append(("screen", "glass", face))
        hole = extrude(ellipse(0.0042, 0.0042, 16), 0.0002, 0.0, 0).moved(
            y=h / 2 - rim - soft - 0.006, z=d * 0.43 + 0.00075
        )
        parts.append(("selfie camera", "lens", hole))
        parts += self._edges(params, w, h, d)
        parts += _cameras(params, a, w, h, d)
        for part, slot, mesh in parts:
            a.add(part, slot, mesh.moved(y=h / 2).turned("x", -lean))

    @staticmethod
    def _edges(params: Params, w: float, h: float, d: float) -> list[tuple[str, str, Mesh]]:
        keys = [(0.18, 0.011), (0.06, 0.011), (-0.06, 0.018)]
        out: list[tuple[str, str, Mesh]] = []
        scale = min(1.0, h / 0.16)
        for i, (place, tall) in enumerate(keys):
            side = 1 if i == 2 else -1
            button = box(0.0012, tall * scale, d * 0.28, 0.0005, 2).moved(
                x=side * w / 2, y=(place + 0.06) * h - tall * scale / 2
            )
            out.append(("buttons", "frame", button))
        out.append(("port", "dark", box(0.009, 0.0006, 0.0026, 0.0002, 1).moved(y=-h / 2 - 0.0001)))
        holes = [
            box(0.0014, 0.0005, 0.0014, 0.0002, 1).moved(x=x * w, y=-h / 2 - 0.0001)
            for x in (-0.26, -0.22, -0.18, 0.18, 0.22, 0.26)
        ]
        out.append(("speaker", "dark", join(holes)))
        return out


def _cameras(params: Params, a: Assembly, w: float, h: float, d: float) -> list[tuple[str, str, Mesh]]:
    """The camera island on the back, by style."""
    count, style = params.integer("cameras"), params.choice("island")
    r = min(params.real("lens"), w * 0.11)
    pitch = r * 2.5
    if style == "bar":
        places = [((i - (count - 1) / 2) * pitch * 1.1, 0.0) for i in range(count)]
        size, corner = (w * 0.86, r * 2.7), r * 1.3
        centre = (0.0, h / 2 - r * 3.2)
    elif style == "column":
        places = [(0.0, -(i - (count - 1) / 2) * pitch) for i in range(count)]
        size, corner = (r * 2.8, r * 2.8 + pitch * (count - 1)), r * 1.3
        centre = (w / 2 - r * 2.3, h / 2 - 0.006 - size[1] / 2)
    elif style == "disc":
        turn = np.arange(count) * 2 * np.pi / count + np.pi / 2
        spread = 0.0 if count == 1 else pitch * (0.5 if count == 2 else 0.62)
        places = [(float(np.cos(t) * spread), float(np.sin(t) * spread)) for t in turn]
        size = (2 * (spread + r * 1.5),) * 2
        corner, centre = size[0] / 2, (0.0, h / 2 - size[0] / 2 - 0.008)
    else:
        grid = [(-0.5, 0.5), (0.5, -0.5), (-0.5, -0.5), (0.5, 0.5)]
        places = [(x * pitch * 1.05, y * pitch * 1.05) for x, y in grid[:count]]
        size, corner = (pitch * 2.15,) * 2, r * 1.1
        centre = (w / 2 - size[0] / 2 - 0.005, h / 2 - size[0] / 2 - 0.005)
    z = d * 0.43 + 0.0004
    island = extrude(rounded_rectangle(*size, corner, a.segments(6, 3)), 0.0022, 0.0007, 2).moved(
        x=centre[0], y=centre[1], z=z + 0.0006
    )
    out = [("camera island", "back", _turned(island))]
    for x, y in places:
        for slot, mesh in zip(("frame", "lens", "glass"), lens(r, a.segments(24, 10)), strict=True):
            out.append(("cameras", slot, _turned(mesh.moved(x=centre[0] + x, y=centre[1] + y, z=z + 0.0016))))
    free = (0.5, 0.5) if style == "square" and count < 4 else None
    fx, fy = (
        (free[0] * pitch, free[1] * pitch)
        if free
        else (size[0] / 2 - r * 0.7, 0.0)
        if style == "bar"
        else (-size[0] / 2 - r * 0.8, 0.0)
    )
    flash = extrude(ellipse(r * 0.8, r * 0.8, 16), 0.0008, 0.0003, 1).moved(
        x=centre[0] + fx, y=centre[1] + fy, z=z + (0.0018 if free or style == "bar" else 0.0)
    )
    out.append(("flash", "flash", _turned(flash)))
    return out


class Smartphone(Handheld):
    """Smartphones with one to four cameras."""

    key = "smartphone"
    category = ("Electronics", "Smartphones")
    category_zh = ("数码", "智能手机")
    typical_size_m = ((0.06, 0.085), (0.13, 0.18), (0.007, 0.075))
    parameters = (
        choice("island", "square", "column", "bar", "disc"),
        real("width", 0.066, 0.08),
        real("height", 0.142, 0.168),
        real("depth", 0.007, 0.0092),
        real("corner", 0.006, 0.0135),
        real("edge", 0.12, 0.48, ""),
        real("bezel", 0.0012, 0.0035),
        real("lens", 0.0048, 0.0085),
        real("lean", 0.05, 0.32, "rad"),
        integer("cameras", 1, 4),
        integer("wallpaper", 0, 99),
        choice("back", "frosted", "gloss", "metal"),
        choice("frame", "match", "chrome"),
        choice("colour", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Phones are a bit over twice as tall as wide; an island holds what fits."""
        drawn["height"] = float(drawn["width"]) * float(rng.uniform(2.04, 2.16))
        if drawn["island"] in ("column", "bar"):
            drawn["cameras"] = int(rng.integers(1, 4))
        return drawn

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        self._body(params, a, params.real("lean"))
        model = a.model(self.key, self.looks(params))
        art = phone_screen(288, 624, params.integer("wallpaper"))
        return pictured(model, "screen", art, emission=1.0, roughness=0.08, clearcoat=1.0)

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        inches = float(np.hypot(params.real("width"), params.real("height")) - 0.006) / 0.0254
        store = (128, 256, 512)[params.integer("wallpaper") % 3]
        battery = round(params.real("width") * params.real("height") * params.real("depth") * 5.2e7 / 100) * 100
        cameras = params.integer("cameras")
        back = {
            "frosted": ("frosted glass", "磨砂玻璃"),
            "gloss": ("glossy glass", "亮面玻璃"),
            "metal": ("aluminium", "铝合金"),
        }[params.choice("back")]
        cost = 210 + 85 * cameras + store * 0.5 + (60 if params.choice("back") != "metal" else 0)
        return Texts(
            "smartphone", "智能手机", f"{look.label_en}, {store} GB", f"{look.label_zh}，{store} GB",
            f"A {inches:.1f}-inch smartphone with a {back[0]} back, {cameras} rear camera{'s' if cameras > 1 else ''}"
            f", {store} GB storage "
            f"and a {battery} mAh battery; {params.real('depth') * 1000:.1f} mm thin.",
            f"{inches:.1f} 英寸智能手机，{back[1]}后盖，后置 {cameras} 摄，{store} GB 存储，{battery} 毫安时电池，"
            f"厚 {params.real('depth') * 1000:.1f} 毫米。",
            ("glass", "aluminium"), ("modern",), look.finish("back").hex(),
            round(params.real("width") * params.real("height") * params.real("depth") * 2000, 3), shop_price(cost),
        )  # fmt: skip


class Tablet(Handheld):
    """Tablets with thin or wide frames, some with a pen."""

    key = "tablet"
    category = ("Electronics", "Tablets")
    category_zh = ("数码", "平板电脑")
    typical_size_m = ((0.13, 0.34), (0.13, 0.34), (0.006, 0.14))
    parameters = (
        choice("island", "square", "column", "disc"),
        choice("pose", "upright", "landscape"),
        real("width", 0.135, 0.215),
        real("height", 0.2, 0.29),
        real("depth", 0.0055, 0.0085),
        real("corner", 0.008, 0.018),
        real("edge", 0.1, 0.45, ""),
        real("bezel", 0.004, 0.010),
        real("lens", 0.0045, 0.0065),
        real("lean", 0.2, 0.45, "rad"),
        integer("cameras", 1, 2),
        integer("wallpaper", 0, 99),
        choice("back", "metal", "frosted"),
        choice("frame", "match", "chrome"),
        choice("pen", "yes", "no"),
        choice("colour", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Between 4:3 and 16:10."""
        drawn["height"] = float(drawn["width"]) * float(rng.uniform(1.33, 1.58))
        return drawn

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        flat = params.choice("pose") == "landscape"
        worn = params.replaced(width=params.real("height"), height=params.real("width")) if flat else params
        self._body(worn, a, params.real("lean"))
        if params.choice("pen") == "yes":
            side = worn.real("width") / 2 + 0.012
            r = 0.0044
            pen = lathe(
                [(0, 0), (0.0009, 0.0002), (r * 0.9, 0.014), (r, 0.018), (r, 0.16), (r * 0.8, 0.164), (0, 0.1645)],
                a.segments(20, 8),
            )
            a.add("pen", "flash", pen.turned("x", -params.real("lean")).moved(x=side, z=0.004))
        model = a.model(self.key, self.looks(params))
        art = (
            phone_screen(576, 400, params.integer("wallpaper"))
            if flat
            else phone_screen(400, 576, params.integer("wallpaper"))
        )
        return pictured(model, "screen", art, emission=1.0, roughness=0.08, clearcoat=1.0)

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        inches = float(np.hypot(params.real("width"), params.real("height")) - 0.018) / 0.0254
        store = (64, 128, 256, 512)[params.integer("wallpaper") % 4]
        pen = params.choice("pen") == "yes"
        return Texts(
            "tablet", "平板电脑", f"{look.label_en}, {inches:.0f} inch", f"{look.label_zh}，{inches:.0f} 英寸",
            f"A {inches:.1f}-inch tablet with {store} GB, {params.real('depth') * 1000:.1f} mm "
            f"thin{', with a pen' if pen else ''}. Up to 11 hours of video.",
            f"{inches:.1f} 英寸平板电脑，{store} GB，厚 {params.real('depth') * 1000:.1f} 毫米"
            f"{'，附手写笔' if pen else ''}，视频播放约 11 小时。",
            ("glass", "aluminium"), ("modern",), look.finish("back").hex(),
            round(params.real("width") * params.real("height") * params.real("depth") * 1650, 2),
            shop_price(120 + inches * 22 + store * 0.45 + (60 if pen else 0)),
        )  # fmt: skip
