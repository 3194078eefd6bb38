"""Stools and benches: three or four legs, turned or square, wooden, upholstered or woven seats."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import line, rounded_rectangle, superellipse
from inference.families.geometry import Mesh, four_corners, join
from inference.families.materials import (
    COVER_COLOURS,
    FABRICS,
    LACQUERS,
    WOODS,
    Finish,
    cord,
    fabric,
    leather,
    metal,
    wood,
)
from inference.families.soft import cushion
from inference.families.solids import box, slab, sweep, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from scenes.model.values import Model

_FRAMES = (*WOODS, *LACQUERS[:6], "black_steel", "chrome", "brass")
_SEATS = ("wood", *FABRICS, "leather", "cord")
_COLOURS = COVER_COLOURS


class Stool(Family):
    """Low stools, counter and bar stools, benches."""

    key = "stool"
    category = ("Furniture", "Stools & benches")
    category_zh = ("家具", "凳子与长凳")
    hangs = "floor"
    typical_size_m = ((0.28, 1.65), (0.38, 0.85), (0.26, 0.55))
    parameters = (
        choice("form", "round", "square", "bench", "saddle"),
        choice("legs", "round", "square", "tapered", "hairpin"),
        real("seat_height", 0.42, 0.8),
        real("seat_width", 0.3, 1.6),
        real("seat_depth", 0.28, 0.45),
        real("seat_thickness", 0.022, 0.05),
        real("leg_thickness", 0.024, 0.05),
        real("splay", 0.0, 0.16, "rad"),
        real("inset", 0.02, 0.09),
        real("stretcher", 0.0, 1.0, ""),
        real("softness", 0.03, 0.09),
        choice("frame", *_FRAMES),
        choice("seat", *_SEATS),
        choice("colour", *_COLOURS),
        real("shade", -0.08, 0.1, ""),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Benches are low and long; the rest is about as wide as deep."""
        depth = float(drawn["seat_depth"])
        if drawn["form"] == "bench":
            drawn["seat_height"] = float(rng.uniform(0.43, 0.48))
            drawn["seat_width"] = float(rng.uniform(0.9, 1.6))
        else:
            drawn["seat_height"] = float(
                rng.choice([rng.uniform(0.43, 0.5), rng.uniform(0.62, 0.68), rng.uniform(0.72, 0.79)])
            )
            drawn["seat_width"] = depth * float(rng.uniform(0.98, 1.15))
        if float(drawn["seat_height"]) > 0.55:
            drawn["stretcher"] = float(rng.uniform(0.55, 1.0))
            drawn["splay"] = float(rng.uniform(0.03, 0.12))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """The frame as chosen; the seat in two more colours, or another wood."""
        frame = _frame(params.choice("frame"))
        kind = params.choice("seat")
        if kind == "wood":
            others = [w for w in ("oak", "walnut", "black_ash") if w != params.choice("frame")][:2]
            woods = [wood(params.choice("frame")) if _is_wooden(params) else wood("oak"), *map(wood, others)]
            worn = [(w, w if _is_wooden(params) else frame) for w in woods]
        else:
            start = _COLOURS.index(params.choice("colour"))
            colours = [_COLOURS[(start + step) % len(_COLOURS)] for step in (0, 9, 17)]
            worn = [(_seat(kind, c, params.real("shade")), frame) for c in colours]
        return tuple(Look(s.key, s.label_en, s.label_zh, (("seat", s), ("frame", f))) for s, f in worn)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        height = params.real("seat_height")
        soft = params.choice("seat") not in ("wood", "cord")
        pad = params.real("softness") if soft else 0.0
        board = params.real("seat_thickness")
        top = height - pad
        _seat_parts(a, params, top, board, pad)
        _leg_parts(a, params, top - board)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        seat, frame = look.finish("seat"), look.finish("frame")
        height = params.real("seat_height")
        bench = params.choice("form") == "bench"
        noun = (
            ("bench", "长凳")
            if bench
            else ("stool", "矮凳")
            if height < 0.55
            else ("counter stool", "吧台凳")
            if height < 0.7
            else ("bar stool", "高脚凳")
        )
        width, depth = params.real("seat_width"), params.real("seat_depth")
        mass = width * depth * params.real("seat_thickness") * 650 + 4 * height * params.real(
            "leg_thickness"
        ) ** 2 * min(frame.density_kg_m3, 1500)
        cost = (
            45 + 130 * width + 60 * height + (40 if seat.key != frame.key else 0) + (50 if "walnut" in frame.key else 0)
        )
        return Texts(
            *noun,
            seat.label_en,
            seat.label_zh,
            f"A {noun[0]} with a {params.choice('form') if not bench else 'long'} seat in {seat.label_en} "
            f"on {frame.label_en} legs. "
            f"Seat height {height * 100:.0f} cm.",
            f"{seat.label_zh}座面配{frame.label_zh}凳腿的{noun[1]}，座高 {height * 100:.0f} 厘米。",
            tuple(dict.fromkeys((frame.material_en, seat.material_en))),
            ("industrial",)
            if params.choice("legs") == "hairpin"
            else ("scandinavian",)
            if "oak" in frame.key
            else ("modern",),
            seat.hex(),
            round(mass, 1),
            shop_price(cost),
        )


def _is_wooden(params: Params) -> bool:
    return params.choice("frame") in WOODS or params.choice("frame") in LACQUERS


def _frame(key: str) -> Finish:
    return wood(key) if key in WOODS or key in LACQUERS else metal(key)


def _seat(kind: str, colour: str, shade: float) -> Finish:
    if kind == "leather":
        return leather(colour, shade=shade)
    if kind == "cord":
        return cord(colour)
    return fabric(kind, colour, shade)


def _seat_parts(a: Assembly, params: Params, top: float, board: float, pad: float) -> None:
    width, depth, form = params.real("seat_width"), params.real("seat_depth"), params.choice("form")
    count = a.segments(40, 12)
    bevel = min(0.006, board * 0.3)
    outline = (
        superellipse(width, depth, 2.0, count)
        if form == "round"
        else rounded_rectangle(width, depth, 0.045, a.segments(6, 2))
    )
    slot = "seat" if params.choice("seat") == "wood" else "frame"
    if form == "saddle" and pad == 0:
        plate = box(width, board, depth, bevel, cuts=(a.segments(14, 4), 0, a.segments(4, 2)))
        plate = plate.deformed(
            lambda p: np.stack([p[:, 0], p[:, 1] + 0.022 * (p[:, 0] / (width / 2)) ** 2 - 0.006, p[:, 2]], axis=1)
        )
    else:
        plate = slab(outline, board, bevel, a.segments(3, 1))
    a.add("seat", slot, plate.moved(y=top - board))
    if params.choice("seat") == "cord":
        a.add("seat", "seat", slab(outline * 0.94, 0.02, 0.008, 2).moved(y=top - 0.008))
    elif pad > 0 and form == "round":
        soft = slab(outline * 0.985, pad, min(pad * 0.45, 0.03), a.segments(5, 2))
        a.add("seat", "seat", soft.moved(y=top - 0.002))
        a.add(
            "seat",
            "seat",
            tube(
                np.column_stack([outline[:, 0] * 0.985, np.full(len(outline), top + 0.004), -outline[:, 1] * 0.985]),
                0.004,
                6,
                closed=True,
            ),
        )
    elif pad > 0:
        a.add(
            "seat",
            "seat",
            cushion(width * 0.985, pad, depth * 0.985, min(0.03, pad * 0.45), 0.012, 0, 0.0035, a.detail).moved(
                y=top - 0.002
            ),
        )


def _leg_parts(a: Assembly, params: Params, top: float) -> None:
    width, depth = params.real("seat_width"), params.real("seat_depth")
    thick, splay, inset = params.real("leg_thickness"), params.real("splay"), params.real("inset")
    round_seat = params.choice("form") == "round"
    x, z = width / 2 - inset - thick / 2, depth / 2 - inset - thick / 2
    if round_seat:
        x, z = x * 0.74, z * 0.74
    drift = np.tan(splay) * top
    start, end = np.array([x + drift, 0.0, z + drift]), np.array([x, top + 0.001, z])
    a.add("legs", "frame", four_corners(_leg(a, params, start, end, thick)))
    level = params.real("stretcher")
    if level > 0.25 and params.choice("legs") != "hairpin":
        y = top * (0.12 + 0.34 * level) if top > 0.5 else top * (0.2 + 0.4 * level)
        f = y / top
        sx, sz = x + drift * (1 - f), z + drift * (1 - f)
        bar = thick * 0.55
        a.add("stretchers", "frame", *_stretchers(a, sx, sz, y, bar, level))


def _stretchers(a: Assembly, sx: float, sz: float, y: float, bar: float, level: float) -> list[Mesh]:
    sides = a.segments(10, 6)
    front = tube(line([-sx, y, sz], [sx, y, sz]), bar / 2, sides)
    side = tube(line([sx, y + 0.035, -sz], [sx, y + 0.035, sz]), bar / 2, sides)
    out = [side, side.mirrored("x")]
    return (
        [*out, front, front.mirrored("z")]
        if level > 0.55
        else [*out, tube(line([-sx, y + 0.035, 0], [sx, y + 0.035, 0]), bar / 2, sides)]
    )


def _leg(a: Assembly, params: Params, start: np.ndarray, end: np.ndarray, thick: float) -> Mesh:
    kind = params.choice("legs")
    path = line(start, end, 5)
    if kind == "hairpin":
        wire = 0.006
        foot, head = start, end
        back = head + (0.0, 0.0, -0.07)
        first = tube(line(foot + (0, wire, 0), head), wire, a.segments(8, 5), round_ends=2)
        return join([first, tube(line(foot + (-0.004, wire, -0.004), back), wire, a.segments(8, 5), round_ends=2)])
    if kind == "square":
        return sweep(path, rounded_rectangle(thick, thick, 0.004, 2), up=(0, 0, 1))
    radii = np.linspace(0.62, 1.0, 5) if kind == "tapered" else np.array([0.78, 1.0, 1.06, 0.98, 0.86])
    return tube(path, thick / 2 * radii, a.segments(12, 6))
