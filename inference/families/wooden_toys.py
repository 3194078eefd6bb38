"""Wooden trains and cars, building blocks, robots, balls."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import rounded_rectangle, superellipse
from inference.families.geometry import both_sides
from inference.families.materials import COLOURS, metal, plain, rubber, wood
from inference.families.solids import box, extrude, lathe, slab, tube
from inference.families.toys import SET_NAMES, SETS
from inference.families.values import Family, Look, Params, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, ellipsoid, seeded, steps, tint
from scenes.model.values import Model


def _set_looks(params: Params) -> tuple[Look, ...]:
    out = []
    for key in steps(tuple(SETS), params.choice("colours"), (1, 2)):
        paints = [(f"paint{i}", wood(f"lacquer_{c}")) for i, c in enumerate(SETS[key])]
        out.append(
            Look(key, *SET_NAMES[key], (*paints, ("wood", wood(params.choice("base"))), ("rope", rubber("graphite"))))
        )
    return tuple(out)


class WoodenVehicle(Family):
    """Wooden trains with wagons, cars, trucks, buses."""

    key = "wooden_vehicle"
    category = ("Toys", "Wooden toys")
    category_zh = ("玩具", "木制玩具")
    typical_size_m = ((0.1, 1.1), (0.06, 0.22), (0.05, 0.15))
    parameters = (
        choice("style", "train", "car", "truck", "bus"),
        real("length", 0.13, 0.2),
        real("width", 0.055, 0.085),
        real("height", 0.05, 0.08),
        real("wheel", 0.016, 0.026),
        real("round", 0.006, 0.02),
        integer("wagons", 0, 3),
        integer("shift", 0, 6),
        choice("base", "beech", "oak", "ash", "walnut"),
        choice("colours", *SETS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three sets of colours."""
        return _set_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        length, w, h, soft = params.real("length"), params.real("width"), params.real("height"), params.real("round")
        style, r = params.choice("style"), params.real("wheel")
        y = r * 0.9
        paint = [f"paint{(i + params.integer('shift')) % 7}" for i in range(7)]
        if style == "train":
            self._engine(params, a, paint, 0.0, y)
            for i in range(params.integer("wagons") + 1):
                x = -(length + 0.022) * (i + 1) * 0.92
                self._wagon(params, a, paint[(i + 2) % 7], x, y, i)
            return a.model(self.key, self.looks(params))
        body = rounded_rectangle(length, h * 0.62, min(soft, h * 0.25), a.segments(6, 3))
        a.add("body", paint[0], extrude(body, w, min(soft * 0.5, 0.007), 3).moved(y=y + h * 0.31))
        cab = {"car": (0.56, -0.04, 0.62), "truck": (0.34, 0.28, 0.8), "bus": (0.96, 0.0, 0.8)}[style]
        top = superellipse(length * cab[0], h * cab[2], 3.4 if style == "car" else 6.0, a.segments(44, 16))
        a.add(
            "cabin",
            "wood" if style != "bus" else paint[0],
            extrude(top, w * 0.94, min(soft * 0.45, 0.006), 3).moved(
                x=length * cab[1], y=y + h * 0.62 + h * cab[2] * 0.32
            ),
        )
        windows = {"car": (-0.14, 0.10), "truck": (0.28,), "bus": (-0.36, -0.12, 0.12, 0.36)}[style]
        for x in windows:
            pane = extrude(rounded_rectangle(length * 0.16, h * 0.3, 0.005, 4), w * 0.955, 0.001, 1)
            a.add("windows", paint[3], pane.moved(x=length * x, y=y + h * 0.62 + h * cab[2] * 0.38))
        if style == "truck":
            bed = box(length * 0.58, h * 0.46, w * 0.98, min(soft * 0.4, 0.005), 2).moved(
                x=-length * 0.2, y=y + h * 0.6
            )
            a.add("load", paint[2], bed)
            for i in range(params.integer("wagons") + 1):
                a.add(
                    "load",
                    paint[(4 + i) % 7],
                    ellipsoid(h * 0.22, h * 0.22, h * 0.22, a.segments(18, 10)).moved(
                        x=-length * 0.42 + i * h * 0.46, y=y + h * 1.18
                    ),
                )
        else:
            for i in range(params.integer("wagons")):
                a.add(
                    "riders",
                    paint[(4 + i) % 7],
                    ellipsoid(h * 0.17, h * 0.17, h * 0.17, 18).moved(
                        x=-length * 0.2 + i * length * 0.2, y=y + h * 0.62 + h * cab[2] * 0.84
                    ),
                )
        self._wheels(params, a, paint[1], 0.0, length)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _wheels(params: Params, a: Assembly, slot: str, x: float, length: float) -> None:
        r, w = params.real("wheel"), params.real("width")
        rim = [
            (0, 0),
            (r * 0.9, 0),
            (r, 0.002),
            (r, 0.010),
            (r * 0.9, 0.012),
            (r * 0.4, 0.011),
            (r * 0.34, 0.014),
            (0, 0.0145),
        ]
        wheel = lathe(rim, a.segments(30, 12)).turned("x", np.pi / 2).moved(y=r, z=w / 2 + 0.001)
        for place in (-0.3, 0.3):
            a.add("wheels", slot, wheel.moved(x=x + place * length), wheel.mirrored("z").moved(x=x + place * length))
            axle = tube(
                np.array([(x + place * length, r, -w / 2 - 0.008), (x + place * length, r, w / 2 + 0.008)]),
                r * 0.18,
                10,
            )
            a.add("axles", "wood", axle)

    def _engine(self, params: Params, a: Assembly, paint: list[str], x: float, y: float) -> None:
        length, w, h, soft = params.real("length"), params.real("width"), params.real("height"), params.real("round")
        a.add("frame", "wood", box(length, h * 0.22, w, min(soft * 0.5, h * 0.1), 3).moved(x=x, y=y))
        r = w * 0.42
        t = np.array([(x - length * 0.12, y + h * 0.22 + r * 0.95, 0), (x + length * 0.46, y + h * 0.22 + r * 0.95, 0)])
        a.add("boiler", paint[0], tube(t, r, a.segments(28, 12), round_ends=3))
        a.add(
            "cab",
            paint[1],
            box(length * 0.36, h * 0.95, w * 0.94, min(soft * 0.6, 0.008), 3).moved(x=x - length * 0.3, y=y + h * 0.2),
        )
        a.add(
            "roof",
            paint[2],
            slab(rounded_rectangle(length * 0.44, w * 1.06, 0.01, 4), 0.008, 0.003, 2).moved(
                x=x - length * 0.3, y=y + h * 1.15
            ),
        )
        chimney = lathe(
            [(0, 0), (r * 0.32, 0), (r * 0.3, r * 0.6), (r * 0.48, r * 0.95), (r * 0.44, r * 1.0), (0, r * 1.0)],
            a.segments(22, 10),
        )
        a.add("chimney", paint[3], chimney.moved(x=x + length * 0.32, y=y + h * 0.22 + r * 1.82))
        a.add(
            "dome",
            paint[4],
            ellipsoid(r * 0.3, r * 0.3, r * 0.3, 16).moved(x=x + length * 0.08, y=y + h * 0.22 + r * 1.9),
        )
        pane = extrude(rounded_rectangle(length * 0.2, h * 0.34, 0.005, 4), w * 0.95, 0.001, 1)
        a.add("windows", "wood", pane.moved(x=x - length * 0.3, y=y + h * 0.84))
        self._wheels(params, a, paint[5], x, length)

    def _wagon(self, params: Params, a: Assembly, slot: str, x: float, y: float, index: int) -> None:
        length, w, h, soft = (
            params.real("length") * 0.84,
            params.real("width"),
            params.real("height"),
            params.real("round"),
        )
        a.add("frame", "wood", box(length, h * 0.22, w, min(soft * 0.5, h * 0.1), 3).moved(x=x, y=y))
        a.add("wagons", slot, box(length * 0.92, h * 0.5, w * 0.9, min(soft * 0.6, 0.008), 3).moved(x=x, y=y + h * 0.2))
        for i in range(3):
            other = f"paint{(i + index * 2 + params.integer('shift') + 4) % 7}"
            place = x + (i - 1) * length * 0.28
            if index % 2:
                a.add(
                    "load", other, box(length * 0.22, length * 0.22, w * 0.5, 0.003, 2).moved(x=place, y=y + h * 0.66)
                )
            else:
                a.add(
                    "load",
                    other,
                    ellipsoid(length * 0.13, length * 0.13, length * 0.13, a.segments(18, 10)).moved(
                        x=place, y=y + h * 0.74
                    ),
                )
        link = np.array([(x + length * 0.5 - 0.004, y + h * 0.1, 0), (x + length * 0.5 + 0.032, y + h * 0.1, 0)])
        a.add("couplings", "rope", tube(link, 0.0035, 8, round_ends=2))
        self._wheels(params, a, "wood", x, length)

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        base = look.finish("wood")
        style, n = params.choice("style"), params.integer("wagons") + 1
        noun = {
            "train": ("wooden train", "木制火车"),
            "car": ("wooden car", "木制小汽车"),
            "truck": ("wooden truck", "木制卡车"),
            "bus": ("wooden bus", "木制巴士"),
        }[style]
        more = (f" with {n} wagon{'s' if n > 1 else ''}", f"，{n} 节车厢") if style == "train" else ("", "")
        return Texts(
            *noun, f"{look.label_en} and {base.label_en}", f"{look.label_zh}与{base.label_zh}",
            f"A {noun[0]}{more[0]} of {base.label_en}, painted in {look.label_en}. {params.real('length') * 1000:.0f}"
            " mm long, from 18 months on.",
            f"{base.label_zh}{noun[1]}{more[1]}，{look.label_zh}涂装，车长 {params.real('length') * 1000:.0f} 毫米，适"
            "合 18 个月以上。",
            (base.material_en,), ("playful",), look.finish("paint0").hex(), round(0.25 + 0.12 * n, 2),
            shop_price(14 + (9 * n if style == "train" else 4) + 60 * params.real("length")),
        )  # fmt: skip


class Blocks(Family):
    """A set of building blocks, built into a tower, castle or arch."""

    key = "blocks"
    category = ("Toys", "Wooden toys")
    category_zh = ("玩具", "木制玩具")
    typical_size_m = ((0.04, 0.45), (0.09, 0.5), (0.02, 0.2))
    parameters = (
        choice("style", "castle", "tower", "bridge"),
        real("unit", 0.03, 0.045),
        real("bevel", 0.0015, 0.005),
        integer("levels", 3, 6),
        integer("seed", 0, 999),
        real("bare", 0.0, 0.7, ""),
        choice("base", "beech", "oak", "ash", "walnut"),
        choice("colours", *SETS),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three sets of colours."""
        return _set_looks(params)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        rng = np.random.default_rng(params.integer("seed"))
        u, bevel, levels = params.real("unit"), params.real("bevel"), params.integer("levels")

        def put(kind: str, x: float, y: float, size: tuple[float, float, float]) -> None:
            slot = "wood" if rng.random() < params.real("bare") else f"paint{rng.integers(7)}"
            a.add("blocks", slot, _block(kind, size, bevel, a).turned("y", float(rng.normal(0, 0.02))).moved(x=x, y=y))

        style = params.choice("style")
        if style == "tower":
            y = 0.0
            for i in range(levels + 2):
                k = 1 - 0.09 * i
                kind = ("box", "cylinder", "box")[int(rng.integers(3))]
                put(kind, float(rng.normal(0, u * 0.04)), y, (u * 1.6 * k, u * (0.8 + 0.4 * rng.random()), u * 1.6 * k))
                y = a.height_m()
            put("cone", 0.0, y, (u * 0.9, u * 1.2, u * 0.9))
        elif style == "bridge":
            for x in (-2.0, 0.0, 2.0):
                for i in range(max(1, levels - 2)):
                    put("box" if i % 2 == 0 else "cylinder", x * u, i * u, (u * 0.96, u, u * 0.96))
            top = max(1, levels - 2) * u
            for x in (-1.0, 1.0):
                put("arch", x * u, top, (u * 2.0, u, u * 0.96))
            for x in (-1.5, 1.5):
                put("cylinder", x * u, top + u, (u * 0.8, u, u * 0.8))
                put("roof", x * u, top + 2 * u, (u * 1.1, u * 0.8, u * 0.96))
        else:
            for side in (-1.6, 1.6):
                for i in range(levels):
                    put("box" if (i + params.integer("seed")) % 3 else "cylinder", side * u, i * u, (u, u, u))
                put("cone", side * u, levels * u, (u * 1.1, u * 1.3, u * 1.1))
            put("arch", 0.0, 0.0, (u * 2.2, u * 1.3, u))
            for i, x in enumerate((-0.7, 0.0, 0.7)):
                put("box", x * u, 1.3 * u, (u * 0.66, u * (0.6 if i != 1 else 0.9), u * 0.8))
            put("roof", 0.0, u * 2.2, (u * 0.9, u * 0.7, u * 0.8))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        base = look.finish("wood")
        pieces = params.integer("levels") * 8 + params.integer("seed") % 9 + 4
        return Texts(
            "building blocks", "积木", look.label_en, look.label_zh,
            f"{pieces} building blocks of {base.label_en}, {look.label_en}, unit {params.real('unit') * 1000:.0f} "
            f"mm, shown as a {params.choice('style')}. In a cotton bag.",
            f"{pieces} 块{base.label_zh}积木，{look.label_zh}，单位 {params.real('unit') * 1000:.0f} 毫米，附棉布袋。",
            (base.material_en,), ("playful",), look.finish("paint0").hex(),
            round(pieces * params.real("unit") ** 3 * 650, 2), shop_price(10 + pieces * 0.5),
        )  # fmt: skip


def _block(kind: str, size: tuple[float, float, float], bevel: float, a: Assembly):  # type: ignore[no-untyped-def]
    w, h, d = size
    if kind == "cylinder":
        r = w / 2
        return lathe([(0, 0), (r - bevel, 0), (r, bevel), (r, h - bevel), (r - bevel, h), (0, h)], a.segments(28, 12))
    if kind == "cone":
        r = w / 2
        return lathe([(0, 0), (r - bevel, 0), (r, bevel), (bevel, h), (0, h + bevel * 0.4)], a.segments(28, 12))
    if kind == "roof":
        return extrude(np.array([(-w / 2, 0), (w / 2, 0), (0.0, h)]), d, bevel, 2)
    if kind == "arch":
        t = np.linspace(0, np.pi, a.segments(16, 8))
        inner = np.stack([w * 0.28 * np.cos(t), w * 0.28 * np.sin(t)], axis=1)
        outline = np.concatenate([[(w / 2, 0), (w / 2, h), (-w / 2, h), (-w / 2, 0)], inner[::-1]])
        return extrude(outline, d, min(bevel, 0.002), 1)
    return box(w, h, d, bevel, 2)


class Robot(Family):
    """Tin and wooden toy robots."""

    key = "robot"
    category = ("Toys", "Figures")
    category_zh = ("玩具", "玩偶")
    typical_size_m = ((0.07, 0.36), (0.14, 0.42), (0.04, 0.2))
    parameters = (
        choice("style", "box", "round", "barrel"),
        real("height", 0.16, 0.28),
        real("body_width", 0.34, 0.48, ""),
        real("head", 0.2, 0.32, ""),
        real("arm_angle", -0.2, 1.2, "rad"),
        real("legs", 0.18, 0.3, ""),
        integer("lights", 1, 4),
        choice("antenna", "one", "two", "spring"),
        choice("make", "tin", "wood"),
        choice("colour", "red", "sky", "sage", "mustard", "graphite", "coral", "teal", "ivory", "cobalt"),
        choice("accent", "mustard", "snow", "coral", "navy", "mint"),
    )

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three colours."""
        keys = ("red", "sky", "sage", "mustard", "graphite", "coral", "teal", "ivory", "cobalt")
        ways = []
        for key in steps(keys, params.choice("colour"), (1, 4)):
            tin = params.choice("make") == "tin"
            ways.append((COLOURS[key], [
                ("body", tint("tin", key, 0.3, 0.1, clearcoat=0.7) if tin else wood(f"lacquer_{key}")
                    if key in ("sage", "mustard", "graphite", "teal") else tint("paint", key, 0.5)),
                ("joints", metal("chrome") if tin else wood("beech")),
                ("accent", tint("tin", params.choice("accent"), 0.35, clearcoat=0.5)),
                ("eyes", plain("robot_eyes", (1.0, 0.85, 0.4), 0.3, emission=1.5)),
                ("dark", plain("grille", (0.05, 0.05, 0.06), 0.5)),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        h = params.real("height")
        w, k, leg = h * params.real("body_width"), h * params.real("head"), h * params.real("legs")
        torso = h - k - leg - h * 0.05
        d = w * 0.68
        style = params.choice("style")
        self._mass(a, style, "torso", w, torso, d, leg)
        head_y = leg + torso + h * 0.03
        neck = lathe([(0, 0), (w * 0.16, 0), (w * 0.16, h * 0.04), (0, h * 0.04)], 20).moved(y=leg + torso - h * 0.005)
        a.add("neck", "joints", neck)
        self._mass(a, style, "head", w * 0.74, k, d * 0.8, head_y)
        self._face(params, a, w * 0.74, k, d * 0.4, head_y)
        for i in range(params.integer("lights")):
            x = (i - (params.integer("lights") - 1) / 2) * w * 0.2
            a.add(
                "lights",
                "eyes" if i % 2 else "accent",
                ellipsoid(w * 0.07, w * 0.07, w * 0.05, 16).moved(x=x, y=leg + torso * 0.72, z=d / 2),
            )
        dial = lathe(
            [(0, 0), (w * 0.16, 0), (w * 0.17, 0.002), (w * 0.13, 0.005), (0, 0.005)], a.segments(28, 12)
        ).turned("x", np.pi / 2)
        a.add("dial", "accent", dial.moved(y=leg + torso * 0.36, z=d / 2 - 0.001))
        arm = params.real("arm_angle")
        way = np.array([np.sin(arm) * 0.6, -np.cos(arm), 0.45 * np.sin(arm) + 0.1])
        start = np.array([w / 2 + w * 0.10, leg + torso * 0.82, 0])
        end = start + way * torso * 0.95
        a.add("arms", "joints", both_sides(tube(np.linspace(start, end, 8), w * 0.075, 12)))
        rings = [tube(start + (end - start) * f + np.zeros((1, 3)) + np.stack([w * 0.085 * np.cos(t), 0 * t,
            w * 0.085 * np.sin(t)], axis=1), w * 0.02, 5, closed=True)
                 for f in (0.3, 0.5, 0.7) for t in [np.linspace(0, 2 * np.pi, 13)[:-1]]]  # fmt: skip
        a.add("arms", "accent", *(both_sides(r) for r in rings))
        a.add("shoulders", "body", both_sides(ellipsoid(w * 0.13, w * 0.13, w * 0.13, a.segments(20, 10)).at(start)))
        a.add("hands", "body", both_sides(ellipsoid(w * 0.12, w * 0.12, w * 0.12, a.segments(20, 10)).at(end)))
        x = w * 0.24
        a.add("legs", "joints", both_sides(tube(np.array([(x, leg * 0.2, 0), (x, leg + 0.004, 0)]), w * 0.10, 14)))
        a.add("feet", "body", both_sides(box(w * 0.36, leg * 0.36, d * 0.85, leg * 0.12, 3).moved(x=x, z=d * 0.1)))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _mass(a: Assembly, style: str, part: str, w: float, h: float, d: float, y: float) -> None:
        if style == "box":
            a.add(part, "body", box(w, h, d, min(w, h) * 0.08, 3).moved(y=y))
        elif style == "round":
            a.add(part, "body", box(w, h, d, min(w, h, d) * 0.42, 6).moved(y=y))
        else:
            r = w / 2
            k = min(h * 0.14, 0.012)
            a.add(
                part,
                "body",
                lathe(
                    [(0, 0), (r * 0.9, 0), (r, k), (r * 1.02, h * 0.5), (r, h - k), (r * 0.9, h), (0, h)],
                    a.segments(36, 14),
                    30,
                )
                .scaled(z=d / w)
                .moved(y=y),
            )

    @staticmethod
    def _face(params: Params, a: Assembly, w: float, h: float, front: float, y: float) -> None:
        for side in (1.0, -1.0):
            ring = lathe([(0, 0), (w * 0.16, 0), (w * 0.165, 0.002), (w * 0.13, 0.006), (0, 0.005)], 24).turned(
                "x", np.pi / 2
            )
            a.add("eyes", "joints", ring.moved(x=side * w * 0.22, y=y + h * 0.6, z=front - 0.003))
            a.add(
                "eyes",
                "eyes",
                ellipsoid(w * 0.10, w * 0.10, w * 0.05, 18).moved(x=side * w * 0.22, y=y + h * 0.6, z=front + 0.0025),
            )
        bars = [
            box(w * 0.05, h * 0.16, 0.004, 0.001, 1).moved(x=(i - 2) * w * 0.1, y=y + h * 0.14, z=front - 0.001)
            for i in range(5)
        ]
        a.add("mouth", "dark", *bars)
        top = y + h
        if params.choice("antenna") == "spring":
            t = np.linspace(0, 8 * np.pi, a.segments(50, 20))
            coil = np.stack([w * 0.06 * np.cos(t), top - 0.003 + t / t[-1] * h * 0.35, w * 0.06 * np.sin(t)], axis=1)
            a.add("antenna", "joints", tube(coil, w * 0.015, 5))
            a.add("antenna", "accent", ellipsoid(w * 0.09, w * 0.09, w * 0.09, 16).moved(y=top + h * 0.4))
            return
        for x in (0.0,) if params.choice("antenna") == "one" else (-w * 0.28, w * 0.28):
            a.add("antenna", "joints", tube(np.array([(x, top - 0.004, 0), (x * 1.3, top + h * 0.3, 0)]), w * 0.025, 8))
            a.add("antenna", "accent", ellipsoid(w * 0.07, w * 0.07, w * 0.07, 16).moved(x=x * 1.3, y=top + h * 0.34))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        make = ("tin", "铁皮") if params.choice("make") == "tin" else ("wooden", "木制")
        h = params.real("height") * 100
        turns = seeded(params, "robot").integers(10, 40)
        return Texts(
            f"{make[0]} robot", f"{make[1]}机器人", look.label_en, look.label_zh,
            f"A {make[0]} robot in {look.label_en}, {h:.0f} cm tall, arms that turn; walks {turns} steps when wound "
            "up. From 3 years on.",
            f"{look.label_zh}{make[1]}机器人，高 {h:.0f} 厘米，手臂可转，上发条可走 {turns} 步，适合 3 岁以上。",
            ("tin",) if make[0] == "tin" else ("beech",), ("retro",), look.finish("body").hex(),
            round(0.15 + 0.8 * params.real("height"), 2),
            shop_price(16 + 80 * params.real("height")),
        )  # fmt: skip
