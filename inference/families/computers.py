"""Laptops, monitors and televisions, keyboards."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle
from inference.families.geometry import Mesh, join
from inference.families.materials import COLOURS, metal, plain, plastic, rubber, wood
from inference.families.pictures import desktop_screen
from inference.families.solids import box, extrude, slab, tube
from inference.families.values import F64, Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import Way, anodised, black_glass, colour_looks, pictured, plate, steps, tint
from scenes.model.values import Model

_SHELLS = ("fog", "graphite", "navy", "sand", "blush", "sage", "charcoal", "sky", "snow")
Parts = list[tuple[str, str, Mesh]]


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
        choice("colour", *_SHELLS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three shells."""
        ways: list[Way] = []
        for key in steps(_SHELLS, params.choice("colour"), (1, 3)):
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


def key_rows(width: float, depth: float, tall: float, rows: int, gap: float = 0.0022) -> Mesh:
    """Keys in rows, the lowest with a space bar; bottom at y = 0, centred."""
    out: list[Mesh] = []
    made: dict[float, Mesh] = {}
    step = depth / rows
    for row in range(rows):
        count = 14 if row != rows - 1 else 0
        widths = [1.0] * count if count else [1.1, 1.1, 1.1, 1.3, 5.2, 1.3, 1.1, 0.9, 0.9]
        if count:
            widths[0 if row % 2 else -1] = 1.0 + 0.35 * ((row % 3) + 1)
        unit = width / sum(widths)
        x = -width / 2
        for size in widths:
            w = size * unit - gap
            if round(w, 6) not in made:
                made[round(w, 6)] = box(w, tall, step - gap, min(0.0006, tall * 0.45), 1)
            out.append(made[round(w, 6)].moved(x=x + size * unit / 2, z=-depth / 2 + (row + 0.5) * step))
            x += size * unit
    return join(out)


class Keyboard(Family):
    """Desk keyboards: slim, mechanical, retro with round caps."""

    key = "keyboard"
    category = ("Electronics", "Keyboards")
    category_zh = ("数码", "键盘")
    typical_size_m = ((0.26, 0.48), (0.01, 0.06), (0.1, 0.2))
    parameters = (
        choice("style", "slim", "mechanical", "wooden"),
        choice("layout", "compact", "full"),
        real("width", 0.28, 0.33),
        real("depth", 0.105, 0.135),
        real("case", 0.005, 0.02),
        real("cap", 0.0015, 0.009),
        real("corner", 0.003, 0.016),
        real("rim", 0.004, 0.010),
        real("tilt", 0.02, 0.12, "rad"),
        choice("cable", "none", "coiled"),
        choice("colour", *_SHELLS),
        choice("caps", "snow", "graphite", "ivory", "navy", "sage", "blush", "mustard"),
        choice("accent", "coral", "mustard", "teal", "terracotta", "sky"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Mechanical ones have deep cases and tall caps."""
        slim = drawn["style"] == "slim"
        drawn["case"] = float(rng.uniform(0.005, 0.008) if slim else rng.uniform(0.013, 0.02))
        drawn["cap"] = float(rng.uniform(0.0015, 0.0025) if slim else rng.uniform(0.006, 0.009))
        if slim:
            drawn["cable"] = "none"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three cases."""
        ways: list[Way] = []
        for key in steps(_SHELLS, params.choice("colour"), (1, 4)):
            case = (
                wood("walnut")
                if params.choice("style") == "wooden"
                else anodised(key)
                if params.choice("style") == "slim"
                else plastic(key)
            )
            if params.choice("style") == "wooden" and key != params.choice("colour"):
                case = wood({"fog": "ash", "snow": "ash"}.get(key, "oak") if len(ways) == 1 else "smoked_oak")
            ways.append(
                (
                    COLOURS[key],
                    [
                        ("case", case),
                        ("caps", plastic(params.choice("caps"))),
                        ("accent", plastic(params.choice("accent"))),
                        ("plate", plastic("graphite")),
                        ("rubber", rubber()),
                    ],
                )
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, d = params.real("width") * (1.3 if params.choice("layout") == "full" else 1.0), params.real("depth")
        t, rim, tilt = params.real("case"), params.real("rim"), params.real("tilt")
        parts: Parts = [
            (
                "case",
                "case",
                slab(rounded_rectangle(w, d, params.real("corner"), a.segments(6, 3)), t, min(0.003, t * 0.4), 3),
            )
        ]
        kw, kd = w - 2 * rim, d - 2 * rim
        parts.append(
            ("plate", "plate", slab(rounded_rectangle(kw, kd, 0.002, 2), 0.0008, 0.0002, 1).moved(y=t - 0.0002))
        )
        y = t + 0.0008
        main = kw * (0.76 if params.choice("layout") == "full" else 0.93)
        caps = _caps(main, kd - 0.003, params.real("cap"), params.choice("style") != "slim")
        parts.append(("keys", "caps", caps.moved(x=-(kw - main) / 2 + 0.0015, y=y)))
        columns = 1 if params.choice("layout") == "compact" else 4
        parts.append(
            (
                "side keys",
                "accent",
                _side_keys(kw - main - 0.006, kd - 0.003, params.real("cap"), columns).moved(
                    x=main - kw / 2 + 0.004, y=y
                ),
            )
        )
        for part, slot, mesh in parts:
            a.add(part, slot, mesh.turned("x", tilt).moved(y=d / 2 * np.sin(tilt)))
        rise = d * np.sin(tilt)
        foot = box(0.03, max(rise * 0.86, 0.002), 0.008, 0.001, 1)
        a.add("feet", "rubber", foot.moved(x=w * 0.38, z=-d * 0.42), foot.moved(x=-w * 0.38, z=-d * 0.42))
        if params.choice("cable") == "coiled":
            turns = np.linspace(0, 16 * np.pi, a.segments(150, 40))
            x = -w * 0.3 + turns / turns[-1] * w * 0.28
            coil = np.stack([x, rise + 0.006 + 0.007 * np.cos(turns), -d / 2 - 0.018 + 0.007 * np.sin(turns)], axis=1)
            a.add("cable", "accent", tube(coil, 0.0021, 6, round_ends=1))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        case, caps = look.finish("case"), look.finish("caps")
        noun = {
            "slim": ("slim keyboard", "超薄键盘"),
            "mechanical": ("mechanical keyboard", "机械键盘"),
            "wooden": ("wooden keyboard", "木壳键盘"),
        }[params.choice("style")]
        full = params.choice("layout") == "full"
        return Texts(
            *noun, case.label_en, case.label_zh,
            f"A {'full-size' if full else 'compact'} {noun[0]}: {case.label_en} case, {caps.label_en} caps, wireless "
            "and by cable.",
            f"{'全尺寸' if full else '紧凑'}{noun[1]}，{case.label_zh}外壳，{caps.label_zh}键帽，无线与有线双模。",
            (case.material_en, "plastic"), ("modern",), case.hex(), round(0.3 + 30 * params.real("case"), 2),
            shop_price(35 + 3000 * params.real("case") + (40 if params.choice("style") == "wooden" else 0) + (15
                if full else 0)),
        )  # fmt: skip


def _caps(width: float, depth: float, tall: float, tapered: bool) -> Mesh:
    rows = key_rows(width, depth, tall, 5, 0.0022 if not tapered else 0.0012)
    if not tapered:
        return rows
    centres = _cell_centres(rows)
    p = rows.positions.copy()
    f = np.clip(p[:, 1] / tall, 0, 1)[:, None]
    p[:, [0, 2]] = p[:, [0, 2]] * (1 - 0.24 * f) + centres * 0.24 * f
    from dataclasses import replace

    return replace(rows, positions=p)


def _cell_centres(mesh: Mesh) -> F64:
    """The middle (x, z) of each box in a join of equal boxes, repeated for its vertices."""
    size = len(box(0.01, 0.005, 0.01, 0.0006, 1).positions)
    blocks = mesh.positions.reshape(-1, size, 3)
    middle = (blocks.min(axis=1) + blocks.max(axis=1)) / 2
    return np.repeat(middle[:, [0, 2]], size, axis=0)


def _side_keys(width: float, depth: float, tall: float, columns: int) -> Mesh:
    step_x, step_z = width / columns, depth / 5
    key = box(step_x - 0.002, tall, step_z - 0.002, min(0.0008, tall * 0.4), 1)
    keys = [
        key.moved(x=(c + 0.5) * step_x, z=-depth / 2 + (r + 0.5) * step_z) for c in range(columns) for r in range(5)
    ]
    return join(keys)


class Display(Family):
    """Monitors and televisions on feet or stands."""

    key = "display"
    category = ("Electronics", "TVs & monitors")
    category_zh = ("数码", "电视与显示器")
    typical_size_m = ((0.45, 1.5), (0.26, 1.3), (0.1, 0.5))
    parameters = (
        choice("style", "monitor", "television", "art"),
        real("width", 0.5, 1.4),
        real("ratio", 0.42, 0.6, ""),
        real("depth", 0.012, 0.045),
        real("bezel", 0.003, 0.012),
        real("corner", 0.001, 0.012),
        real("chin", 0.0, 0.025),
        real("lift", 0.05, 0.14),
        real("stand", 0.14, 0.3),
        choice("foot", "plate", "legs", "round", "easel"),
        integer("wallpaper", 0, 99),
        choice("frame", "match", "oak", "walnut"),
        choice("colour", "graphite", "snow", "fog", "charcoal"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Televisions are larger and stand on legs; art screens wear a wooden frame."""
        style = drawn["style"]
        drawn["width"] = float(rng.uniform(0.5, 0.82) if style == "monitor" else rng.uniform(0.9, 1.4))
        drawn["ratio"] = float(rng.choice([0.5625, 0.5625, 0.44])) if style == "monitor" else 0.5625
        drawn["foot"] = str(
            rng.choice(["plate", "round"])
            if style == "monitor"
            else rng.choice(["legs", "plate"])
            if style == "television"
            else "easel"
        )
        drawn["frame"] = str(rng.choice(["oak", "walnut"])) if style == "art" else "match"
        if style != "monitor":
            drawn["lift"] = float(rng.uniform(0.05, 0.08))
            drawn["stand"] = float(rng.uniform(0.22, 0.3))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Two or three frames."""
        ways: list[Way] = []
        for key in steps(("graphite", "snow", "fog", "charcoal"), params.choice("colour"), (1, 2)):
            shell = plastic(key)
            frame = wood(params.choice("frame")) if params.choice("frame") != "match" else shell
            ways.append(
                (
                    COLOURS[key],
                    [
                        ("shell", shell),
                        ("frame", frame),
                        ("glass", black_glass()),
                        ("stand", anodised(key) if params.choice("foot") != "easel" else wood("oak")),
                        ("dark", plain("dark", (0.02, 0.02, 0.02), 0.6)),
                    ],
                )
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, d, rim, chin = params.real("width"), params.real("depth"), params.real("bezel"), params.real("chin")
        if params.choice("style") == "art":
            rim = max(rim, 0.010) * 1.6
        h = w * params.real("ratio") + chin
        lift = params.real("lift") + (0.35 if params.choice("foot") == "easel" else 0.0)
        middle = lift + h / 2
        panel = extrude(rounded_rectangle(w, h, params.real("corner"), a.segments(5, 2)), d * 0.4, 0.002, 2)
        a.add("frame", "frame", panel.moved(y=middle))
        back = extrude(rounded_rectangle(w * 0.72, h * 0.6, 0.03, 5), d * 0.6, d * 0.25, 3)
        a.add("back", "shell", back.moved(y=middle - h * 0.1, z=-d * 0.42))
        a.add(
            "bezel",
            "glass",
            extrude(rounded_rectangle(w - rim, h - rim, 0.002, 2), 0.001, 0.0003, 1).moved(y=middle, z=d * 0.2),
        )
        shown = plate(w - 2 * rim, h - 2 * rim - chin)
        a.add("screen", "glass", shown.moved(y=middle + chin / 2, z=d * 0.2 + 0.0008))
        self._foot(params, a, w, lift, d, h)
        model = a.model(self.key, self.looks(params))
        return pictured(
            model,
            "screen",
            desktop_screen(
                768,
                round(768 * params.real("ratio")),
                params.integer("wallpaper") * 3 if params.choice("style") != "monitor" else params.integer("wallpaper"),
            ),
            emission=1.0,
            roughness=0.12,
        )

    @staticmethod
    def _foot(params: Params, a: Assembly, w: float, lift: float, d: float, h: float) -> None:
        kind, stand = params.choice("foot"), params.real("stand")
        if kind == "legs":
            for side in (1.0, -1.0):
                x = side * w * 0.36
                for z in (1.0, -1.0):
                    a.add(
                        "legs",
                        "stand",
                        tube(
                            np.array([(x, lift + 0.02, -d * 0.1), (x + side * 0.02, 0.006, z * stand * 0.45)]),
                            0.0065,
                            a.segments(10, 6),
                            round_ends=2,
                        ),
                    )
        elif kind == "easel":
            for x in (w * 0.25, -w * 0.25):
                a.add(
                    "easel",
                    "stand",
                    tube(
                        np.array([(x * 0.55, lift + h * 0.9, -d - 0.07), (x * 1.25, 0.012, -d * 0.5 - 0.012)]),
                        0.012,
                        a.segments(12, 6),
                        round_ends=2,
                    ),
                )
            a.add(
                "easel",
                "stand",
                tube(
                    np.array([(0, lift + h * 0.85, -d - 0.08), (0, 0.012, -stand - 0.12)]),
                    0.012,
                    a.segments(12, 6),
                    round_ends=2,
                ),
            )
            a.add("easel", "stand", box(w * 0.62, 0.022, 0.07, 0.004, 2).moved(y=lift - 0.022))
        else:
            neck = box(0.05 if kind == "plate" else 0.034, lift + h * 0.35, 0.012, 0.004, 2)
            a.add("neck", "stand", neck.moved(z=-d - 0.004))
            plan = (
                rounded_rectangle(stand * 1.3, stand, 0.012, 4)
                if kind == "plate"
                else rounded_rectangle(stand, stand, stand / 2, a.segments(12, 5))
            )
            a.add("foot", "stand", slab(plan, 0.009, 0.003, 2).moved(z=-d * 0.5))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        inches = params.real("width") * float(np.hypot(1, params.real("ratio"))) / 0.0254
        noun = {
            "monitor": ("monitor", "显示器"),
            "television": ("television", "电视"),
            "art": ("art television", "画框电视"),
        }[params.choice("style")]
        wide = params.real("ratio") < 0.5
        frame = look.finish("frame")
        return Texts(
            *noun, f"{inches:.0f} inch, {frame.label_en}", f"{inches:.0f} 英寸，{frame.label_zh}",
            f"A {inches:.0f}-inch {'ultra-wide ' if wide else ''}{noun[0]} with a {params.real('bezel') * 1000:.0f} "
            f"mm {frame.label_en} frame.",
            f"{inches:.0f} 英寸{'超宽' if wide else ''}{noun[1]}，{frame.label_zh}边框宽 "
            f"{params.real('bezel') * 1000:.0f} 毫米。",
            ("glass", frame.material_en), ("modern",), frame.hex(), round(2 + 12 * params.real("width") ** 2, 1),
            shop_price(120 + 520 * params.real("width") ** 1.5 + (180 if params.choice("style") == "art" else 0)),
        )  # fmt: skip
