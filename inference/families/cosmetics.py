"""Make-up and scent: lipstick, cream jar, perfume, nail polish, tubes and pump bottles, powder palettes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import Mesh
from inference.families.geometry_skin import curve, oval
from inference.families.materials import COLOURS, Colour, Finish, glass, metal, plain, plastic, rgb
from inference.families.pictures import label
from inference.families.soft import loft
from inference.families.solids import lathe, tube
from inference.families.values import F64, Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.worn_kit import contrast, pictured, seeded, steps, tint
from scenes.model.values import Model

SHADES: dict[str, Colour] = {
    key: Colour(key, en, zh, rgb(code)) for key, en, zh, code in (
        ("ruby", "ruby", "宝石红", "#a5122a"), ("brick", "brick", "砖红", "#8e3427"),
        ("rosewood", "rosewood", "玫瑰木", "#8f4a4a"),
        ("nude", "nude", "裸色", "#c08a76"), ("peony", "peony", "牡丹粉", "#c94f78"),
        ("berry", "berry", "浆果", "#6d1c42"),
        ("poppy", "poppy", "罂粟红", "#d6382c"), ("cocoa", "cocoa", "可可", "#5f3327"),
        ("petal", "petal", "花瓣粉", "#df9aa0"),
        ("fig", "fig", "无花果紫", "#5a2b4b"), ("apricot", "apricot", "杏色", "#e39a6d"),
        ("cherry", "cherry", "樱桃红", "#7d0f1f"),
    )
}  # fmt: skip
_CASES = ("graphite", "ivory", "navy", "blush", "forest", "burgundy", "snow", "sand")
_METALS = ("gold", "chrome", "copper", "black_steel")
_NAMES = ("Solene", "Nerine", "Ombrelle", "Yunhe", "Veraine", "Calisto")
_ZH = {"Solene": "索莲", "Nerine": "娜琳", "Ombrelle": "昂贝", "Yunhe": "云禾", "Veraine": "薇然", "Calisto": "卡莉"}


def _house(params: Params) -> str:
    return str(seeded(params, "house").choice(list(_NAMES)))


def _shiny(colour: str) -> Finish:
    return plastic(colour, glossy=True)


def shade_finish(key: str, roughness: float, clearcoat: float = 0.0) -> Finish:
    """Pigment in a named shade."""
    c = SHADES[key]
    made = plain(f"shade_{key}", c.rgb, roughness, clearcoat=clearcoat)
    return replace(made, label_en=c.en, label_zh=c.zh, material_en="pigment")


def stacked(sections: list[tuple[float, F64]]) -> Mesh:
    """A closed body through level outlines ((n, 2) in x and z), from the bottom up."""
    return loft(np.stack([np.stack([o[:, 0], np.full(len(o), y), o[:, 1]], axis=1) for y, o in sections]))


def plan_of(form: str, width: float, depth: float, count: int) -> F64:
    """The plan outline of a bottle or case, counter-clockwise seen from the top's underside as loft wants it."""
    if form == "round":
        return oval(width, width, count)
    if form == "oval":
        return oval(width, depth, count, 2.4)
    if form == "square":
        return oval(width, depth, count, 7.0)
    if form == "facet":
        sides = 8
        corner = np.arange(sides) * 2 * np.pi / sides + np.pi / 8
        points = np.stack([np.sin(corner) * width / 2, np.cos(corner) * depth / 2], axis=1) / np.cos(np.pi / 8)
        t = np.linspace(0, sides, count, endpoint=False)
        i = t.astype(int)
        f = (t - i)[:, None]
        return np.asarray(points[i % sides] * (1 - f) + points[(i + 1) % sides] * f)
    return oval(width, depth, count, 3.2)


def house_name(params: Params) -> tuple[str, str]:
    """The fictive house that makes this member, in English and Chinese."""
    house = _house(params)
    return house, _ZH[house]


def label_around(
    form: str, width: float, depth: float, low: float, high: float, half_turn: float, columns: int
) -> Mesh:
    """A label on the front of a straight bottle; UVs flat."""
    plan = plan_of(form, width, depth, 240)
    angle = np.unwrap(np.arctan2(plan[:, 0], plan[:, 1]))
    t = np.linspace(-half_turn, half_turn, columns)
    order = np.argsort((angle + np.pi) % (2 * np.pi) - np.pi)
    around = ((angle + np.pi) % (2 * np.pi) - np.pi)[order]
    x, z = np.interp(t, around, plan[order, 0]), np.interp(t, around, plan[order, 1])
    if form == "square":
        x, z = np.linspace(-width * 0.42, width * 0.42, columns), np.full(columns, depth / 2)
    y = np.linspace(low, high, 6)[:, None]
    grid = np.stack([x * 1.004 + 0 * y, y + 0 * x, z + 0.0005 + 0 * y], axis=2)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(z)))])
    from inference.families.geometry import grid_mesh

    return grid_mesh(grid, uv=np.stack([along + 0 * y, -y + 0 * along], axis=2))


class Lipstick(Family):
    """Lipsticks, open: case, inner tube, a slanted bullet, the cap beside it or off."""

    key = "lipstick"
    category = ("Cosmetics", "Lipstick")
    category_zh = ("美妆", "口红")
    typical_size_m = ((0.016, 0.065), (0.05, 0.09), (0.016, 0.04))
    parameters = (
        choice("style", "round", "square", "facet"),
        real("width", 0.0175, 0.022),
        real("case_height", 0.026, 0.036),
        real("tube_height", 0.012, 0.02),
        real("bullet_height", 0.014, 0.026),
        real("slant", 0.3, 0.8, ""),
        real("cap_height", 0.042, 0.054),
        choice("cap", "beside", "none"),
        choice("case", *_CASES),
        choice("metal", *_METALS),
        choice("shade", *SHADES),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Five shades."""
        out = []
        for key in steps(tuple(SHADES), params.choice("shade"), (1, 3, 6, 9)):
            c = SHADES[key]
            out.append(Look(key, c.en, c.zh, (
                ("shade", shade_finish(key, 0.42, 0.25)), ("case", _shiny(params.choice("case"))),
                ("metal", metal(params.choice("metal"))),
            )))  # fmt: skip
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, form, n = params.real("width"), params.real("case_height"), params.choice("style"), a.segments(40, 12)
        plan = plan_of(form, w, w, n)
        a.add(
            "case",
            "case",
            stacked(
                [
                    (0, plan * 0.94),
                    (0.0006, plan * 0.985),
                    (0.0016, plan),
                    (h - 0.001, plan),
                    (h - 0.0003, plan * 0.985),
                    (h, plan * 0.95),
                ]
            ),
        )
        ringed = plan * 1.006
        a.add(
            "band",
            "metal",
            stacked([(h * 0.86, ringed * 0.99), (h * 0.87, ringed), (h * 0.95, ringed), (h * 0.96, ringed * 0.99)]),
        )
        inner, top = w * 0.42, h + params.real("tube_height")
        t = top
        a.add(
            "tube",
            "metal",
            lathe(
                [
                    (0, h - 0.001),
                    (inner, h - 0.001),
                    (inner, t - 0.0008),
                    (inner - 0.0008, t),
                    (inner - 0.0014, t),
                    (inner - 0.0016, t - 0.003),
                    (0, t - 0.003),
                ],
                n,
            ),
        )
        a.add("bullet", "shade", self._bullet(params, inner - 0.0018, t - 0.003, n))
        if params.choice("cap") == "beside":
            c = params.real("cap_height")
            cap = stacked(
                [
                    (0, plan * 0.96),
                    (0.0006, plan * 0.99),
                    (c - 0.0022, plan),
                    (c - 0.0008, plan * 0.97),
                    (c, plan * 0.88),
                ]
            )
            a.add("cap", "case", cap.moved(x=w * 1.55, z=w * 0.25))
            trim = stacked([(0.0016, ringed * 0.99), (0.002, ringed), (0.0048, ringed), (0.0052, ringed * 0.99)])
            a.add("cap", "metal", trim.moved(x=w * 1.55, z=w * 0.25))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _bullet(params: Params, radius: float, base: float, n: int) -> Mesh:
        tall, slant = params.real("bullet_height") + 0.003, params.real("slant")
        circle = oval(2.0, 2.0, n)
        rings = []
        for t in (0.0, 0.45, 0.62, 0.78, 0.9, 0.97, 1.0):
            r = radius * (1.0 if t < 0.5 else np.sqrt(max(1 - ((t - 0.5) / 0.5) ** 2.6, 0.02)))
            x, z = circle[:, 0] * r, circle[:, 1] * r
            cut = max(0.0, t - 0.4) / 0.6
            rings.append(np.stack([x, base + tall * t - slant * (x + radius * 0.6) * cut, z], axis=1))
        return loft(np.stack(rings))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        shade, case = look.finish("shade"), look.finish("case")
        house = _house(params)
        return Texts(
            "lipstick", "口红", shade.label_en, shade.label_zh,
            f"{house} lipstick in {shade.label_en}, 3.5 g, in a {case.label_en} case with "
            f"{look.finish('metal').label_en} details. "
            "Satin finish, refillable.",
            f"{_ZH[house]}口红，色号{shade.label_zh}，3.5 克，{case.label_zh}外壳配{look.finish('metal').label_zh}饰圈"
            "，缎光质地，可替换芯。",
            ("pigmented wax", case.material_en), ("glamour",), shade.hex(), 0.03,
            shop_price(22 + 400 * params.real("width")),
        )  # fmt: skip


class CreamJar(Family):
    """Jars of cream with screw lids and printed labels."""

    key = "cream_jar"
    category = ("Cosmetics", "Skin care")
    category_zh = ("美妆", "护肤")
    typical_size_m = ((0.04, 0.09), (0.032, 0.085), (0.04, 0.09))
    parameters = (
        choice("style", "straight", "round_shoulder", "domed"),
        choice("wall", "frosted", "opal", "amber", "plastic"),
        real("diameter", 0.046, 0.085),
        real("height", 0.024, 0.05),
        real("lid_height", 0.010, 0.024),
        real("lid_round", 0.0015, 0.006),
        real("foot", 0.9, 1.0, ""),
        choice("lid", "gold", "chrome", "copper", "graphite", "snow", "blush"),
        choice("colour", "ivory", "blush", "sage", "sky", "sand", "lilac", "graphite", "mint"),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three lines of the same care."""
        out: list[Look] = []
        for key in steps(
            ("ivory", "blush", "sage", "sky", "sand", "lilac", "graphite", "mint"), params.choice("colour"), (1, 3)
        ):
            c = COLOURS[key]
            wall = {"frosted": tint("frosted", key, 0.45, clearcoat=0.3),
                "opal": tint("opal", key, 0.12, clearcoat=1.0),
                    "amber": glass(("cognac", "forest", "cobalt")[len(out)]),
                    "plastic": plastic(key)}[params.choice("wall")]  # fmt: skip
            lid = params.choice("lid")
            out.append(Look(key, c.en, c.zh, (
                ("jar", wall), ("lid", metal(lid) if lid in _METALS else _shiny(lid)),
                ("cream", plain("cream", (0.95, 0.93, 0.88), 0.4)),
            )))  # fmt: skip
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        r, h, n = params.real("diameter") / 2, params.real("height"), a.segments(52, 16)
        foot = r * params.real("foot")
        style = params.choice("style")
        wall: list[tuple[float, float]]
        if style == "straight":
            wall = [(0, 0), (foot - 0.002, 0), (foot, 0.002), (r, h - 0.003), (r - 0.001, h - 0.0008), (r - 0.004, h)]
        elif style == "round_shoulder":
            wall = [
                (0, 0),
                (foot - 0.005, 0),
                (foot - 0.0015, 0.0015),
                (foot, 0.005),
                (r, h * 0.5),
                (r * 0.985, h * 0.75),
                (r * 0.93, h * 0.92),
                (r * 0.86, h),
            ]
        else:
            wall = [
                (0, 0),
                (r * 0.62, 0),
                (r * 0.75, 0.0015),
                (r * 0.92, h * 0.22),
                (r, h * 0.5),
                (r * 0.97, h * 0.8),
                (r * 0.88, h),
            ]
        if style != "straight":
            wall = [(0.0, 0.0), *((float(x), float(y)) for x, y in curve(wall[1:], a.segments(20, 8)))]
        top = wall[-1][0]
        a.add("jar", "jar", lathe([*wall, (top * 0.9, h), (0, h)], n, 25))
        c, k, lr = params.real("lid_height"), params.real("lid_round"), max(top, r * 0.94) if style != "straight" else r
        y = h + 0.0012
        a.add("neck", "jar", lathe([(0, h - 0.001), (top * 0.9, h - 0.001), (top * 0.9, y + 0.001), (0, y + 0.001)], n))
        lid = [(0, y), (lr - 0.001, y), (lr, y + 0.001), (lr, y + c - k), (lr - 0.3 * k, y + c - 0.3 * k),
            (lr - k, y + c),
               *((lr * f, y + c + (0.005 if style == "domed" else 0.0008) * (1 - f * f)) for f in (0.75, 0.5, 0.25,
                   0.0))]  # fmt: skip
        a.add("lid", "lid", lathe(lid, n, 40))
        a.add("label", "jar", _wrap(r, wall, h, n, 0.9 if style != "domed" else 0.75))
        model = a.model(self.key, self.looks(params))
        house = _house(params)
        paper = (0.96, 0.95, 0.92) if params.choice("wall") in ("amber",) else COLOURS[params.choice("colour")].rgb
        art = label(512, 144, house, "hydrating cream", f"{_volume(r, h)} ml", paper, contrast(paper), False)
        return pictured(model, "label", art, roughness=0.5)

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        house, ml = _house(params), _volume(params.real("diameter") / 2, params.real("height"))
        jar, lid = look.finish("jar"), look.finish("lid")
        material = {"frosted": ("frosted glass", "磨砂玻璃"), "opal": ("opal glass", "乳白玻璃"),
            "amber": ("amber glass", "琥珀玻璃"),
                    "plastic": ("plastic", "塑料")}[params.choice("wall")]  # fmt: skip
        return Texts(
            "face cream", "面霜", look.label_en, look.label_zh,
            f"{house} hydrating face cream, {ml} ml, in a {material[0]} jar with a {lid.label_en} screw lid.",
            f"{_ZH[house]}保湿面霜，{ml} 毫升，{material[1]}瓶身，{lid.label_zh}旋盖。",
            (material[0], lid.material_en), ("care",), jar.hex(), round(0.05 + ml * 0.0028, 2),
            shop_price(16 + ml * 0.5),
        )  # fmt: skip


def _volume(radius: float, height: float) -> int:
    return max(15, round(np.pi * radius**2 * height * 0.55 * 1e6 / 5) * 5)


def _wrap(r: float, wall: list[tuple[float, float]], h: float, n: int, half_turn: float) -> Mesh:
    """A label around the front of a jar, following its wall."""
    from inference.families.geometry import grid_mesh

    ys = np.linspace(h * 0.25, h * 0.72, 14)
    radii = np.interp(ys, [p[1] for p in wall[1:]], [p[0] for p in wall[1:]]) + 0.0006
    t = np.linspace(-half_turn, half_turn, max(8, n // 2))
    grid = np.stack(
        [radii[:, None] * np.sin(t), np.broadcast_to(ys[:, None], (len(ys), len(t))), radii[:, None] * np.cos(t)],
        axis=2,
    )
    return grid_mesh(grid, uv=np.stack([t * r + 0 * ys[:, None], -ys[:, None] + 0 * t], axis=2))


class Perfume(Family):
    """Perfume: a thick glass bottle with liquid inside, a collar, a cap."""

    key = "perfume"
    category = ("Cosmetics", "Perfume")
    category_zh = ("美妆", "香水")
    typical_size_m = ((0.035, 0.1), (0.06, 0.17), (0.02, 0.08))
    parameters = (
        choice("style", "square", "round", "facet", "oval", "pebble"),
        real("width", 0.042, 0.078),
        real("slimness", 0.42, 1.0, ""),
        real("height", 0.055, 0.105),
        real("shoulder", 0.05, 0.3, ""),
        real("waist", 0.88, 1.1, ""),
        real("fill", 0.65, 0.92, ""),
        real("cap_height", 0.02, 0.042),
        real("cap_width", 0.35, 0.8, ""),
        choice("cap", "cylinder", "sphere", "block", "facet"),
        choice("cap_finish", "gold", "chrome", "copper", "graphite", "ivory", "wood"),
        choice("liquid", "apricot", "petal", "nude", "fig", "poppy", "peony"),
        choice("colour", "clear", "sky", "blush", "sage", "mustard", "plum", "graphite"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Round and faceted bottles are as deep as wide."""
        if drawn["style"] in ("round", "facet"):
            drawn["slimness"] = 1.0
            drawn["width"] = float(rng.uniform(0.042, 0.062))
        else:
            drawn["slimness"] = float(rng.uniform(0.42, 0.7))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three scents: glass and liquid change."""
        from inference.families.materials import wood

        cap = params.choice("cap_finish")
        made = wood("walnut") if cap == "wood" else metal(cap) if cap in _METALS else _shiny(cap)
        out = []
        tints = ("clear", "sky", "blush", "sage", "mustard", "plum", "graphite")
        liquids = steps(("apricot", "petal", "nude", "fig", "poppy", "peony"), params.choice("liquid"), (1, 3))
        for key, juice in zip(steps(tints, params.choice("colour"), (2, 4)), liquids, strict=True):
            s = SHADES[juice]
            pale = (0.55 + 0.45 * s.rgb[0], 0.55 + 0.45 * s.rgb[1], 0.55 + 0.45 * s.rgb[2])
            liquid = replace(
                plain(f"liquid_{juice}", pale, 0.05, clearcoat=1.0, alpha=0.62), label_en=s.en, label_zh=s.zh
            )
            out.append(Look(juice, s.en, s.zh, (
                ("liquid", liquid), ("glass", glass(key)), ("cap", made),
                ("collar", metal("gold" if cap in ("gold", "wood", "ivory") else "chrome")),
            )))  # fmt: skip
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, n = params.real("width"), params.real("height"), a.segments(48, 16)
        plan = plan_of(params.choice("style"), w, w * params.real("slimness"), n)
        waist, shoulder = params.real("waist"), params.real("shoulder")
        neck = oval(0.017, 0.017, n)

        def body(grow: float, low: float, high: float) -> list[tuple[float, F64]]:
            out = [
                (low, plan * (0.93 + grow)),
                (low + 0.0012, plan * (0.985 + grow)),
                (low + 0.004, plan * (1.0 + grow)),
            ]
            for t in np.linspace(0.15, 1.0, 8):
                y = low + (high - low) * t
                bend = 1 + (waist - 1) * np.sin(np.pi * min(t, 1.0))
                close = 1.0 if t < 1 - shoulder else np.sqrt(max(1 - ((t - 1 + shoulder) / shoulder) ** 2 * 0.82, 0.05))
                out.append((y, plan * (bend * close + grow)))
            return out

        glass_body = [*body(0.0, 0.0, h), (h + 0.0006, neck * 0.95), (h + 0.006, neck * 0.95)]
        a.add("bottle", "glass", stacked(glass_body))
        fill = 0.006 + (h * (1 - shoulder * 0.3) - 0.006) * params.real("fill")
        inner = [(y, o * 0.86) for y, o in body(0.0, 0.006, h * 0.985) if y < fill]
        a.add("liquid", "liquid", stacked([*inner, (fill, inner[-1][1] * 0.995)]))
        stem = [(0, 0.012, 0), (0.001, h * 0.5, 0), (0, h, 0)]
        a.add("dip tube", "collar", tube(curve(stem, 8), 0.0011, 6))
        a.add(
            "collar",
            "collar",
            lathe(
                [(0, h), (0.0105, h), (0.011, h + 0.0006), (0.011, h + 0.0055), (0.0104, h + 0.0062), (0, h + 0.0062)],
                n,
            ),
        )
        self._cap(params, a, h + 0.0062, n)
        front = np.interp(h * 0.45, [s[0] for s in glass_body], [s[1][0, 1] for s in glass_body])
        a.add("label", "collar", _label_plate(params, w, h, front, a))
        model = a.model(self.key, self.looks(params))
        art = label(
            320,
            320,
            _house(params),
            "eau de parfum",
            f"{_perfume_ml(params)} ml",
            (0.96, 0.94, 0.9),
            (0.16, 0.13, 0.12),
            True,
        )
        return pictured(model, "label", art, roughness=0.6)

    @staticmethod
    def _cap(params: Params, a: Assembly, y: float, n: int) -> None:
        tall, wide = params.real("cap_height"), params.real("width") * params.real("cap_width")
        wide = max(min(wide, params.real("width") * params.real("slimness") * 1.05), 0.024)
        form = params.choice("cap")
        if form == "sphere":
            r = wide / 2
            t = np.linspace(-0.45 * np.pi, np.pi / 2, a.segments(20, 8))
            ball = [(0.0, y), *((r * np.cos(v), y + r * 0.99 + r * np.sin(v)) for v in t)]
            a.add("cap", "cap", lathe(ball, n, 60))
            return
        plan = plan_of(
            {"cylinder": "round", "block": "square", "facet": "facet"}[form],
            wide,
            wide if form != "block" else wide * 0.8,
            n,
        )
        a.add(
            "cap",
            "cap",
            stacked(
                [
                    (y, plan * 0.96),
                    (y + 0.0005, plan * 0.99),
                    (y + 0.0014, plan),
                    (y + tall - 0.0018, plan),
                    (y + tall - 0.0006, plan * 0.975),
                    (y + tall, plan * 0.93),
                ]
            ),
        )

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        house, ml = _house(params), _perfume_ml(params)
        note = {"apricot": ("apricot and sandalwood", "杏与檀香"), "petal": ("rose petal and musk", "玫瑰花瓣与麝香"),
            "nude": ("vanilla and cedar", "香草与雪松"),
                "fig": ("fig and violet", "无花果与紫罗兰"), "poppy": ("orange and pepper", "甜橙与胡椒"),
                "peony": ("peony and tea", "牡丹与茶")}[look.name]  # fmt: skip
        return Texts(
            "eau de parfum", "淡香精", note[0], note[1],
            f"{house} eau de parfum, {ml} ml: {note[0]}. {params.choice('style').capitalize()} glass bottle with a "
            f"{look.finish('cap').label_en} cap.",
            f"{_ZH[house]}淡香精 {ml} 毫升，{note[1]}香调，玻璃瓶配{look.finish('cap').label_zh}瓶盖。",
            ("glass", look.finish("cap").material_en), ("glamour",), look.finish("liquid").hex(),
            round(0.12 + ml * 0.0032, 2),
            shop_price(38 + ml * 0.9),
        )  # fmt: skip


def _perfume_ml(params: Params) -> int:
    volume = params.real("width") ** 2 * params.real("slimness") * params.real("height") * 0.55e6
    return min((30, 50, 75, 100, 150, 200), key=lambda ml: abs(ml - volume))


def _label_plate(params: Params, w: float, h: float, front: float, a: Assembly) -> Mesh:
    """A paper label on the front: flat, or around a round bottle."""
    from inference.families.geometry import grid_mesh

    size = min(w * 0.62, h * 0.42)
    x, y = np.meshgrid(
        np.linspace(-size / 2, size / 2, a.segments(14, 6)), np.linspace(h * 0.42 - size / 2, h * 0.42 + size / 2, 3)
    )
    style = params.choice("style")
    if style == "round":
        z = np.sqrt(np.maximum(front**2 - x**2, 1e-9))
    elif style == "facet":
        z = np.full_like(x, front)
    else:
        power = {"oval": 2.4, "square": 7.0, "pebble": 3.2}[style]
        z = front * np.maximum(1 - np.abs(2 * x / w) ** power, 0) ** (1 / power)
    grid = np.stack([x, y, z + 0.0004], axis=2)
    return grid_mesh(grid, uv=np.stack([x, -y], axis=2))
