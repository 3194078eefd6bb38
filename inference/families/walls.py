"""Mirrors, framed pictures and clocks: things for a wall, their back at z = 0 side, front to +z."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import arc, ellipse, rounded_rectangle, superellipse
from inference.families.geometry import Mesh, join
from inference.families.joinery import frame_finish, neighbours
from inference.families.materials import COLOURS, LACQUERS, METALS, WOODS, Finish, plain, plastic, rattan
from inference.families.solids import box, extrude, inset, lathe, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from scenes.model.values import Model

F64 = NDArray[np.float64]
_FRAMES = (*WOODS, *LACQUERS[:5], *METALS[2:7], "rattan")


def border(key: str) -> Finish:
    """The frame's surface."""
    return rattan() if key == "rattan" else frame_finish(key)


def shape_outline(shape: str, w: float, h: float, count: int) -> F64:
    """A counter-clockwise outline centred at the origin; arches are round on top, pebbles uneven."""
    if shape == "round":
        return ellipse(w, h, count)
    if shape == "squircle":
        return superellipse(w, h, 3.6, count)
    if shape == "pebble":
        angle = 2 * np.pi * np.arange(count) / count
        k = 1 + 0.1 * np.sin(2 * angle + 0.6) + 0.06 * np.sin(3 * angle + 2.0)
        points = ellipse(w, h, count) * k[:, None]
        size = np.ptp(points, axis=0)
        return np.asarray((points - (points.min(axis=0) + points.max(axis=0)) / 2) * (w, h) / size)
    if shape == "arch":
        r = w / 2
        top = arc(r, 0.0, np.pi, count // 2, (0.0, h / 2 - r))
        return np.concatenate([[[-r, -h / 2], [r, -h / 2]], top])
    return rounded_rectangle(w, h, 0.004 if shape == "rectangle" else 0.06 * min(w, h), max(1, count // 12))


def frame_ring(outline: F64, width: float, depth: float, round_: float, a: Assembly) -> Mesh:
    """A frame around an outline (its outer edge): a plate with the inside cut out; back at z = 0."""
    inner = inset(outline, width)
    bevel = min(0.0015 + round_ * min(depth, width) * 0.42, 0.42 * width)
    return extrude(outline, depth, bevel, a.segments(4, 1) if round_ > 0.3 else 2, [inner]).moved(z=depth / 2)


class Mirror(Family):
    """Wall and floor mirrors."""

    key = "mirror"
    category = ("Decoration", "Mirrors")
    category_zh = ("装饰", "镜子")
    hangs = "wall"
    typical_size_m = ((0.28, 1.2), (0.28, 1.9), (0.008, 0.1))
    parameters = (
        choice("shape", "round", "rectangle", "rounded", "arch", "pebble", "squircle"),
        choice("frame", *_FRAMES),
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
        frames = [border(k) for k in neighbours(_FRAMES, params.choice("frame"), (4, 9))]
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
        size = np.ptp(outline, axis=0)
        pane = outline * (1 - (1.6 * b / size if style != "frameless" else 0.0))
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
        w, h = params.real("width"), params.real("height")
        h = w if params.choice("shape") == "round" else h
        names = {"round": ("round mirror", "圆镜"), "rectangle": ("wall mirror", "挂镜"), "rounded": ("wall mirror", "挂镜"), "arch": ("arched mirror", "拱形镜"),
                 "pebble": ("pebble mirror", "异形镜"), "squircle": ("soft square mirror", "方圆镜")}  # fmt: skip
        en, zh = ("sunburst mirror", "太阳镜饰") if params.choice("style") == "rays" else names[params.choice("shape")]
        if h > 1.4:
            en, zh = "floor mirror", "落地镜"
        return Texts(
            en, zh, look.label_en, look.label_zh,
            f"A {en}, {w * 100:.0f} × {h * 100:.0f} cm, {'without a frame' if params.choice('style') == 'frameless' else 'framed in ' + frame.label_en}.",
            f"{zh}，{w * 100:.0f} × {h * 100:.0f} 厘米，{look.label_zh}{'' if params.choice('style') == 'frameless' else '边框'}。",
            tuple(dict.fromkeys(("glass", look.finish("frame").material_en if params.choice("style") != "frameless" else "glass"))),
            ("glamour",) if params.choice("style") == "rays" else ("modern",), frame.hex(), round(12 * w * h + 1 + 30 * params.real("border"), 1),
            shop_price(35 + 150 * w * h + 500 * params.real("border") + 40 * (params.choice("style") == "rays")),
        )  # fmt: skip


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


class Picture(Family):
    """Framed cut-paper pictures."""

    key = "picture"
    category = ("Decoration", "Pictures")
    category_zh = ("装饰", "装饰画")
    hangs = "wall"
    typical_size_m = ((0.2, 1.05), (0.2, 1.05), (0.01, 0.06))
    parameters = (
        choice("frame", *_FRAMES),
        choice("motif", "sun", "hills", "arches", "blocks", "circles", "leaves"),
        choice("ground", *COLOURS),
        choice("first", *COLOURS),
        choice("second", *COLOURS),
        choice("third", *COLOURS),
        real("width", 0.24, 1.0),
        real("height", 0.24, 1.0),
        real("border", 0.01, 0.04),
        real("depth", 0.015, 0.04),
        real("mat", 0.0, 0.12),
        real("roundness", 0.0, 0.8, ""),
        integer("drawing", 0, 999),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Usual formats on pale grounds."""
        drawn["height"] = float(np.clip(float(drawn["width"]) * float(rng.choice([0.7, 1.0, 1.3, 1.4])), 0.24, 1.0))
        drawn["ground"] = str(rng.choice(["ivory", "oatmeal", "snow", "blush", "fog", "sand", "butter"]))
        drawn["mat"] = float(rng.uniform(0.0, 0.18 * min(float(drawn["width"]), float(drawn["height"]))))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three frames."""
        art = tuple((slot, _paper(params.choice(name))) for slot, name in
                    (("ground", "ground"), ("first", "first"), ("second", "second"), ("third", "third")))  # fmt: skip
        rest = (*art, ("mat", _paper("snow")), ("back", plain("backing", (0.3, 0.26, 0.2), 0.9)))
        frames = [border(k) for k in neighbours(_FRAMES, params.choice("frame"), (3, 8))]
        return tuple(Look(f.key, f.label_en, f.label_zh, (("frame", f), *rest)) for f in frames)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, depth = params.real("width"), params.real("height"), params.real("depth")
        b, mat = params.real("border"), params.real("mat")
        a.add("frame", "frame", frame_ring(rounded_rectangle(w, h, 0.002, 1), b, depth, params.real("roundness"), a))
        inner = (w - 2 * b, h - 2 * b)
        z = depth * 0.35
        a.add("back", "back", box(inner[0] + b, inner[1] + b, 0.004, 0, 0).moved(y=-(inner[1] + b) / 2, z=z - 0.005))
        if mat > 0.012:
            a.add(
                "mat",
                "mat",
                box(inner[0] + 0.002, inner[1] + 0.002, 0.002, 0, 0).moved(y=-(inner[1] + 0.002) / 2, z=z - 0.001),
            )
        art = (inner[0] - 2 * mat, inner[1] - 2 * mat) if mat > 0.012 else inner
        a.add("picture", "ground", box(art[0], art[1], 0.0016, 0, 0).moved(y=-art[1] / 2, z=z + 0.0008))
        for level, (slot, outline) in enumerate(_motif(params, art[0], art[1], a)):
            a.add("picture", slot, extrude(outline, 0.0008, 0, 0).moved(z=z + 0.0018 + 0.0005 * min(level, 12)))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        frame = look.finish("frame")
        motif = {"sun": ("sun", "日"), "hills": ("hills", "山"), "arches": ("arches", "拱"), "blocks": ("blocks", "色块"), "circles": ("circles", "圆"),
                 "leaves": ("leaves", "叶")}[params.choice("motif")]  # fmt: skip
        w, h = params.real("width"), params.real("height")
        first = COLOURS[params.choice("first")]
        return Texts(
            "framed picture", "装饰画", f"{motif[0]} in {first.en}", f"{first.zh}{motif[1]}",
            f"A framed paper cut of {motif[0]} in {first.en}, {w * 100:.0f} × {h * 100:.0f} cm, frame in {frame.label_en}.",
            f"{first.zh}{motif[1]}主题剪纸装饰画，{w * 100:.0f} × {h * 100:.0f} 厘米，{frame.label_zh}画框。",
            tuple(dict.fromkeys((frame.material_en, "paper"))), ("modern",), _paper(params.choice("first")).hex(), round(5 * w * h + 0.5, 1),
            shop_price(19 + 90 * w * h + 15 * (params.choice("frame") in WOODS)),
        )  # fmt: skip


def _paper(colour: str) -> Finish:
    c = COLOURS[colour]
    return Finish(f"paper_{colour}", f"{c.en} paper", f"{c.zh}纸", "paper", "paper", c.rgb, 0.9, density_kg_m3=700)


def _motif(params: Params, w: float, h: float, a: Assembly) -> list[tuple[str, F64]]:
    """Cut-outs inside a w x h area centred at the origin, lowest first."""
    rng = np.random.default_rng(params.integer("drawing"))
    slots = ("first", "second", "third")
    n = a.segments(40, 14)
    motif = params.choice("motif")
    small = min(w, h)
    out: list[tuple[str, F64]] = []
    if motif in ("sun", "hills"):
        r = small * rng.uniform(0.16, 0.27)
        centre = (rng.uniform(-0.2, 0.2) * w, rng.uniform(0.05, 0.2) * h)
        out.append(("first", ellipse(2 * r, 2 * r, n) + centre))
        x = np.linspace(-w / 2 + 0.001, w / 2 - 0.001, n)
        for k in range(2 if motif == "sun" else 4):
            level = (
                -h * (0.05 + 0.11 * k) + h * 0.08 * np.sin(x / w * rng.uniform(2.5, 6) + rng.uniform(0, 6)) - h * 0.02
            )
            ridge = np.clip(level, -h / 2 + 0.004, h / 2 - 0.004)
            outline = np.concatenate(
                [
                    [[-w / 2 + 0.001, -h / 2 + 0.001], [w / 2 - 0.001, -h / 2 + 0.001]],
                    np.stack([x, ridge], axis=1)[::-1],
                ]
            )
            out.append((slots[(k + 1) % 3], outline))
    elif motif == "arches":
        for k in range(4):
            r = small * (0.4 - 0.09 * k)
            top = arc(r, 0, np.pi, n, (0, 0.02 * h))
            out.append(((*slots, "ground")[k % 4], np.concatenate([[[-r, -h * 0.36], [r, -h * 0.36]], top])))
    elif motif == "blocks":
        for k in range(5):
            bw, bh = w * rng.uniform(0.18, 0.45), h * rng.uniform(0.15, 0.4)
            cx, cy = rng.uniform(-(w - bw) / 2, (w - bw) / 2) * 0.95, rng.uniform(-(h - bh) / 2, (h - bh) / 2) * 0.95
            out.append((slots[k % 3], rounded_rectangle(bw, bh, 0.02 * small, 3) + (cx, cy)))
    elif motif == "circles":
        for k in range(6):
            r = small * rng.uniform(0.06, 0.22)
            c = (rng.uniform(-1, 1) * (w / 2 - r) * 0.95, rng.uniform(-1, 1) * (h / 2 - r) * 0.95)
            out.append((slots[k % 3], ellipse(2 * r, 2 * r, n) + c))
    else:
        out.append(("first", rounded_rectangle(small * 0.012, h * 0.78, small * 0.005, 2)))
        for k in range(9):
            t, side = k / 9, 1 if k % 2 else -1
            length = small * (0.34 - 0.18 * t)
            s = np.linspace(0, 1, 12)
            edge = np.sin(np.pi * s) * length * 0.2
            blade = np.concatenate(
                [np.stack([s * length, -edge], axis=1), np.stack([s * length, edge], axis=1)[::-1][1:-1]]
            )
            angle = (0.75 if side > 0 else np.pi - 0.75) + rng.uniform(-0.1, 0.1)
            c, q = np.cos(angle), np.sin(angle)
            placed = blade @ np.array([[c, q], [-q, c]]) + (0, -h * 0.3 + t * h * 0.58)
            out.append((slots[k % 3], placed))
    return out


class Clock(Family):
    """Wall clocks and table clocks."""

    key = "clock"
    category = ("Decoration", "Clocks")
    category_zh = ("装饰", "时钟")
    hangs = "wall"
    typical_size_m = ((0.09, 0.75), (0.09, 0.75), (0.015, 0.16))
    parameters = (
        choice("form", "wall", "table"),
        choice("shape", "round", "squircle", "rounded", "pebble"),
        choice("rim", *WOODS, *LACQUERS[:6], *METALS),
        choice("face", *COLOURS),
        choice("marks", "bars", "dots", "quarters", "none"),
        choice("hands", "slim", "baton", "leaf"),
        choice("hand_metal", "brass", "black_steel", "chrome", "copper", "white_steel"),
        real("size", 0.1, 0.5),
        real("depth", 0.025, 0.08),
        real("border", 0.006, 0.04),
        real("roundness", 0.1, 1.0, ""),
        real("mark_length", 0.05, 0.16, ""),
        real("mark_width", 0.006, 0.028, ""),
        real("hour", 0.0, 12.0, "h"),
        choice("accent", "red", "orange", "brass", "none"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Table clocks are small and deep; hands stand out from the face."""
        if drawn["form"] == "table":
            drawn["size"], drawn["depth"] = float(rng.uniform(0.1, 0.17)), float(rng.uniform(0.04, 0.08))
        else:
            drawn["size"], drawn["depth"] = float(rng.uniform(0.24, 0.5)), float(rng.uniform(0.025, 0.045))
        drawn["border"] = float(drawn["size"]) * float(rng.uniform(0.025, 0.09))
        dark = sum(COLOURS[str(drawn["face"])].rgb) < 1.3
        drawn["hand_metal"] = str(rng.choice(["brass", "white_steel", "copper"] if dark else ["black_steel", "brass"]))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three rims."""
        face = plain("face_" + params.choice("face"), COLOURS[params.choice("face")].rgb, 0.6)
        hands = frame_finish(params.choice("hand_metal"))
        accent = params.choice("accent")
        thin = hands if accent == "none" else frame_finish("brass") if accent == "brass" else plastic(accent)
        group = (*WOODS, *LACQUERS[:6], *METALS)
        rest = (("face", face), ("hands", hands), ("accent", thin))
        return tuple(
            Look(r.key, r.label_en, r.label_zh, (("rim", r), *rest))
            for r in map(frame_finish, neighbours(group, params.choice("rim"), (5, 12)))
        )

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        size, depth = params.real("size"), params.real("depth")
        outline = shape_outline(params.choice("shape"), size, size, a.segments(64, 20))
        a.add("rim", "rim", frame_ring(outline, params.real("border"), depth, params.real("roundness"), a))
        inner = outline * (1 - 1.8 * params.real("border") / size)
        a.add("face", "face", extrude(inner, depth * 0.6, 0, 0).moved(z=depth * 0.32))
        _dial(a, params, size / 2 - params.real("border"), depth * 0.62)
        if params.choice("form") == "table":
            for s in (-1.0, 1.0):
                peg = tube(
                    np.array(
                        [
                            [s * size * 0.26, -size * 0.36, depth * 0.5],
                            [s * size * 0.33, -size * 0.56, depth * (0.5 + 0.25)],
                        ]
                    ),
                    0.005,
                    a.segments(10, 5),
                    round_ends=2,
                )
                a.add("feet", "hands", peg)
            a.add(
                "feet",
                "hands",
                tube(
                    np.array([[0, -size * 0.3, depth * 0.1], [0, -size * 0.56, -size * 0.22]]),
                    0.005,
                    a.segments(10, 5),
                    round_ends=2,
                ),
            )
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        rim = self.looks(params)[0].finish("rim")
        table = params.choice("form") == "table"
        noun = ("table clock", "座钟") if table else ("wall clock", "挂钟")
        face = COLOURS[params.choice("face")]
        size = params.real("size")
        return Texts(
            *noun, rim.label_en, rim.label_zh,
            f"A {noun[0]}, {size * 100:.0f} cm, with a {face.en} face and a rim of {rim.label_en}. Silent movement.",
            f"{noun[1]}，直径 {size * 100:.0f} 厘米，{face.zh}表盘，{rim.label_zh}边框，静音机芯。",
            tuple(dict.fromkeys((rim.material_en, self.looks(params)[0].finish("hands").material_en))), ("modern",),
            rim.hex(), round(0.25 + 5 * size * size, 2), shop_price(22 + 110 * size + 12 * (rim.key in WOODS)),
        )  # fmt: skip


def _dial(a: Assembly, params: Params, r: float, z: float) -> None:
    marks = params.choice("marks")
    if marks != "none":
        for i in range(12):
            if marks == "quarters" and i % 3:
                continue
            long = params.real("mark_length") * r * (1.0 if i % 3 == 0 else 0.65)
            if marks == "dots":
                dot = lathe([[0, 0], [0.5 * long * 0.4, 0], [0.5 * long * 0.4, 0.001], [0, 0.0016]], a.segments(14, 6))
                piece = dot.turned("x", np.pi / 2).moved(y=r * 0.86)
            else:
                piece = box(params.real("mark_width") * r, long, 0.002, 0.0003, 1).moved(y=r * 0.93 - long)
            a.add("marks", "hands", piece.turned("z", -np.pi / 6 * i).moved(z=z))
    hour = params.real("hour")
    _hand(a, params, "hands", hour * np.pi / 6, 0.52 * r, 0.055 * r, z + 0.003)
    _hand(a, params, "hands", hour * 2 * np.pi, 0.78 * r, 0.04 * r, z + 0.0055)
    second = box(0.008 * r + 0.0004, 0.98 * r, 0.001, 0, 0).moved(y=-0.16 * r).turned("z", -1.1 - hour)
    a.add("hands", "accent", second.moved(z=z + 0.0078))
    hub = lathe([[0, 0], [0.035 * r + 0.001, 0], [0.035 * r + 0.001, 0.0085], [0, 0.0095]], a.segments(18, 8))
    a.add("hands", "accent", hub.turned("x", np.pi / 2).moved(z=z))


def _hand(a: Assembly, params: Params, slot: str, angle: float, length: float, width: float, z: float) -> None:
    style = params.choice("hands")
    if style == "baton":
        outline = rounded_rectangle(width, length * 1.12, width * 0.48, 4) + (0, length * 0.44)
    elif style == "leaf":
        t = np.linspace(0, 1, 10)
        half = width * 0.7 * np.sin(np.pi * t**0.7) + 0.0006
        outline = np.concatenate([np.stack([half, t * length], axis=1), np.stack([-half, t * length], axis=1)[::-1]])
    else:
        outline = np.array(
            [
                [width * 0.35, -length * 0.12],
                [width * 0.12, length],
                [-width * 0.12, length],
                [-width * 0.35, -length * 0.12],
            ]
        )
    a.add("hands", slot, extrude(outline, 0.0012, 0.0003, 1).turned("z", -angle).moved(z=z))
