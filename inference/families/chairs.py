"""Dining chairs: wooden frames with many kinds of back, upholstered ones, moulded shells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.chair_parts import back_parts, shell_parts
from inference.families.curves import line, smooth_path
from inference.families.geometry import both_sides
from inference.families.joinery import (
    LEG_STYLES,
    UPHOLSTERY,
    bent,
    four_legs,
    frame_finish,
    is_metal,
    leg,
    looks_of,
    neighbours,
    rounded_plate,
    upholstery,
    wood_looks,
)
from inference.families.materials import COVER_COLOURS, LACQUERS, WOODS, Finish, cord, plastic, rattan
from inference.families.soft import cushion
from inference.families.solids import tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from scenes.model.values import Model

F64 = NDArray[np.float64]
_BACKS = ("spindle", "ladder", "panel", "upholstered", "cane", "cross", "rail", "shell")
_SEATS = ("wood", "cord", "cane", *UPHOLSTERY)
_COLOURS = COVER_COLOURS
_FRAMES = (*WOODS, *LACQUERS[:8], "black_steel", "chrome", "brass")
_BACK_TEXT = {
    "spindle": ("spindle-back", "温莎条背"),
    "ladder": ("ladder-back", "横档背"),
    "panel": ("curved-back", "弯板背"),
    "upholstered": ("upholstered", "软包"),
    "cane": ("cane-back", "藤背"),
    "cross": ("cross-back", "叉背"),
    "rail": ("low-back", "低背"),
    "shell": ("shell", "一体壳"),
}


class DiningChair(Family):
    """Chairs without arms for a table."""

    key = "dining_chair"
    category = ("Furniture", "Chairs")
    category_zh = ("家具", "椅子")
    hangs = "floor"
    typical_size_m = ((0.36, 0.66), (0.7, 1.08), (0.4, 0.72))
    parameters = (
        choice("back", *_BACKS),
        choice("seat", *_SEATS),
        choice("legs", *LEG_STYLES[:6]),
        choice("frame", *_FRAMES),
        choice("colour", *_COLOURS),
        real("shade", -0.08, 0.1, ""),
        real("seat_height", 0.43, 0.48),
        real("seat_width", 0.4, 0.52),
        real("seat_depth", 0.4, 0.47),
        real("taper", 0.0, 0.16, ""),
        real("roundness", 0.1, 0.75, ""),
        real("back_height", 0.26, 0.54),
        real("back_lean", 0.06, 0.26, "rad"),
        real("back_curve", 0.0, 0.07),
        real("leg_thickness", 0.024, 0.042),
        real("splay", 0.0, 0.13, "rad"),
        real("stretcher", 0.0, 1.0, ""),
        real("slats", 0.0, 1.0, ""),
        real("dish", 0.0, 0.018),
        real("softness", 0.025, 0.07),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Shells and upholstered backs go with soft or moulded seats, metal frames with rods."""
        if drawn["back"] == "upholstered" and drawn["seat"] in ("wood", "cord", "cane"):
            drawn["seat"] = UPHOLSTERY[int(rng.integers(len(UPHOLSTERY)))]
        if drawn["back"] == "cane" and rng.random() < 0.6:
            drawn["seat"] = "cane"
        if is_metal(str(drawn["frame"])):
            drawn["legs"] = "rod"
        elif drawn["legs"] == "rod":
            drawn["legs"] = "tapered"
        if drawn["legs"] in ("square", "square_tapered"):
            drawn["splay"] = float(drawn["splay"]) * 0.3
        if drawn["back"] == "rail":
            drawn["back_height"] = float(rng.uniform(0.26, 0.34))
        elif drawn["back"] != "shell":
            drawn["back_height"] = float(rng.uniform(0.34, 0.54))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three colours of the seat where it is soft, cord or moulded; else three woods."""
        kind, frame_key, colour = params.choice("seat"), params.choice("frame"), params.choice("colour")
        frame, shade = frame_finish(frame_key), params.real("shade")
        weave = rattan()
        if params.choice("back") == "shell":
            soft = kind in UPHOLSTERY
            shells = [
                upholstery(kind, c, shade) if soft else plastic(c, shade=shade)
                for c in neighbours(_COLOURS, colour, (5, 11))
            ]
            return looks_of("seat", shells, frame=frame, cane=weave)
        if kind in ("wood", "cane"):
            return wood_looks("frame", frame_key, seat=weave, cane=weave)
        seats: list[Finish] = [
            cord(c) if kind == "cord" else upholstery(kind, c, shade) for c in neighbours(_COLOURS, colour, (7, 15))
        ]
        return looks_of("seat", seats, frame=frame, cane=weave)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        if params.choice("back") == "shell":
            shell_parts(a, params)
            _shell_legs(a, params)
        else:
            _seat(a, params)
            _legs(a, params)
            back_parts(a, params, _post_curve(params))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        en, zh = _BACK_TEXT[params.choice("back")]
        main = look.finishes[0][1]
        frame = look.finish("frame")
        soft = params.choice("seat") in UPHOLSTERY
        cost = (
            79.0
            + 60 * soft
            + 50 * (params.choice("frame") in WOODS)
            + 45 * (params.choice("back") in ("cane", "spindle"))
        )
        cost += 220 * (params.real("back_height") - 0.26) + 300 * (params.real("seat_width") - 0.4)
        height = params.real("seat_height") * 100
        mass = 3.6 + 14 * (params.real("leg_thickness") - 0.024) * 8 + 1.4 * soft + 2 * params.real("back_height")
        return Texts(
            "dining chair",
            "餐椅",
            main.label_en,
            main.label_zh,
            f"A {en} dining chair with a {frame.label_en} frame and a seat height of {height:.0f} cm"
            + (f", softly padded in {main.label_en}." if soft else "."),
            f"{zh}餐椅，{frame.label_zh}框架，座高 {height:.0f} 厘米" + (f"，{main.label_zh}软垫。" if soft else "。"),
            tuple(dict.fromkeys((frame.material_en, main.material_en))),
            ("mid-century",)
            if params.real("splay") > 0.07
            else ("classic",)
            if params.choice("legs") == "turned"
            else ("modern",),
            main.hex(),
            round(mass, 1),
            shop_price(cost),
        )


def _half(params: Params) -> tuple[float, float]:
    return params.real("seat_width") / 2, params.real("seat_depth") / 2


def _post_curve(params: Params) -> F64:
    """Where the +x back post runs above the seat: (n, 3)."""
    x, z = _half(params)
    x = x * (1 - params.real("taper")) - params.real("leg_thickness") * 0.55
    base = params.real("seat_height")
    height, lean = params.real("back_height"), np.tan(params.real("back_lean"))
    back = -z + params.real("leg_thickness") * 0.4
    h = np.linspace(0.0, 1.0, 6)
    return np.stack([np.full(6, x), base + h * height, back - lean * height * h**1.25], axis=1)


def _seat(a: Assembly, params: Params) -> None:
    x, z = _half(params)
    top, taper, rounded = params.real("seat_height"), params.real("taper"), params.real("roundness") * 0.45
    soft = params.choice("seat") in UPHOLSTERY
    board = 0.018 if soft else 0.026
    pad = params.real("softness") if soft else 0.0
    cuts = a.segments(9, 3)
    dish = params.real("dish") if params.choice("seat") == "wood" else 0.0
    slot = "frame"
    plate = rounded_plate(2 * x, board, 2 * z, rounded, 0.007, cuts, dish)

    def narrowed(px: F64, y: F64, pz: F64) -> tuple[F64, F64, F64]:
        return px * (1 - taper * (0.5 - pz / (2 * z))), y, pz

    a.add("seat", slot, bent(plate, narrowed).moved(y=top - pad - board))
    if soft:
        soft_pad = cushion(2 * x * 0.985, pad, 2 * z * 0.985, pad * 0.48, 0.012, 0.0, 0.003, a.detail)
        squared = bent(soft_pad, lambda px, y, pz: _discs(px, y, pz, x, z, rounded))
        a.add("seat", "seat", bent(squared, narrowed).moved(y=top - pad - 0.002))
    elif params.choice("seat") in ("cord", "cane"):
        woven = rounded_plate(2 * x * 0.8, 0.012, 2 * z * 0.8, rounded, 0.005, cuts, -0.004)
        a.add(
            "seat", "seat" if params.choice("seat") == "cord" else "cane", bent(woven, narrowed).moved(y=top - 0.0075)
        )


def _discs(px: F64, y: F64, pz: F64, x: float, z: float, rounded: float) -> tuple[F64, F64, F64]:
    u, w = np.clip(px / x, -1, 1), np.clip(pz / z, -1, 1)
    return (
        px * (1 - rounded + rounded * np.sqrt(1 - w**2 / 2)),
        y,
        pz * (1 - rounded + rounded * np.sqrt(1 - u**2 / 2)),
    )


def _legs(a: Assembly, params: Params) -> None:
    x, z = _half(params)
    thick, splay = params.real("leg_thickness"), params.real("splay")
    soft = params.choice("seat") in UPHOLSTERY
    under = params.real("seat_height") - (params.real("softness") if soft else 0.0) - 0.012
    drift = np.tan(splay) * under
    inset = thick * 0.75 + 0.03 * params.real("roundness")
    fx, fz = x - inset, z - inset
    front = leg(a, params.choice("legs"), np.array([fx + drift, 0, fz + drift]), np.array([fx, under, fz]), thick)
    a.add("legs", "frame", both_sides(front))
    post = _post_curve(params)
    foot = np.array([post[0, 0] + drift * 0.6, 0.0, post[0, 2] - drift - 0.025])
    lower = leg(a, params.choice("legs"), foot, post[0] - (0, 0.012, 0), thick)
    if params.choice("back") == "panel":
        lower = leg(a, params.choice("legs"), foot, np.array([fx * (1 - params.real("taper")), under, -fz]), thick)
    a.add("legs", "frame", both_sides(lower))
    if params.real("stretcher") > 0.4:
        y = under * (0.28 + 0.25 * params.real("stretcher"))
        f = 1 - y / under
        bar = min(thick, 0.03) * 0.3
        front_at = np.array([fx + drift * f, y, fz + drift * f])
        back_at = foot + (post[0] - foot) * (y / post[0, 1])
        side = tube(line(front_at, back_at, 2), bar, a.segments(10, 5))
        a.add("stretchers", "frame", both_sides(side))
        middle = (front_at + back_at) / 2
        a.add("stretchers", "frame", tube(line([-middle[0], middle[1], middle[2]], middle, 2), bar, a.segments(10, 5)))


def _shell_legs(a: Assembly, params: Params) -> None:
    x, z = _half(params)
    top = params.real("seat_height") - 0.025
    style, thick = params.choice("legs"), params.real("leg_thickness")
    splay = 0.05 + params.real("splay")
    a.add("legs", "frame", four_legs(a, style, x * 0.42, z * 0.45, top, min(thick, 0.036), splay + 0.08))
    for s in (-1.0, 1.0):
        brace = smooth_path(
            [
                [-x * 0.45, top - 0.02, s * z * 0.47],
                [0, top - 0.022, s * z * 0.42],
                [x * 0.45, top - 0.02, s * z * 0.47],
            ],
            7,
        )
        a.add("legs", "frame", tube(brace, 0.009, a.segments(8, 5)))
