"""Beds with mattress, duvet and pillows, from singles to kings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import line, rounded_rectangle
from inference.families.geometry import both_sides
from inference.families.joinery import UPHOLSTERY, bent, frame_finish, is_metal, leg, looks_of, neighbours, upholstery
from inference.families.materials import COLOURS, COVER_COLOURS, LACQUERS, METALS, WOODS, fabric, rattan
from inference.families.soft import pillow
from inference.families.solids import box, extrude, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from scenes.model.values import Model

F64 = NDArray[np.float64]
_HEADS = {
    "panel": ("panel headboard", "板式床头"),
    "slats": ("slatted headboard", "栅栏床头"),
    "padded": ("padded headboard", "软包床头"),
    "channels": ("channel-tufted headboard", "竖条软包床头"),
    "cane": ("cane headboard", "藤编床头"),
    "arch": ("arched headboard", "拱形床头"),
    "bars": ("metal bar headboard", "铁艺床头"),
}
_FRAMES = (*WOODS, *LACQUERS[:6], *METALS[2:6])
_SIZES = {
    0.9: ("single bed", "单人床"),
    1.4: ("double bed", "双人床"),
    1.6: ("queen bed", "大号双人床"),
    1.8: ("king bed", "特大双人床"),
}


class Bed(Family):
    """Made beds."""

    key = "bed"
    category = ("Furniture", "Beds")
    category_zh = ("家具", "床")
    hangs = "floor"
    typical_size_m = ((0.9, 2.1), (0.7, 1.5), (1.95, 2.4))
    parameters = (
        choice("head", *_HEADS),
        choice("frame", *_FRAMES),
        choice("cover", *UPHOLSTERY),
        choice("cover_colour", *COVER_COLOURS),
        choice("legs", "tapered", "square", "turned", "plinth"),
        choice("bedding", "linen", "canvas", "knit", "velvet"),
        choice("bedding_colour", *COVER_COLOURS, "snow"),
        choice("accent_colour", *COLOURS),
        real("width", 0.9, 1.8),
        real("length", 1.95, 2.05),
        real("head_height", 0.85, 1.35),
        real("rail_height", 0.24, 0.36),
        real("rail", 0.07, 0.16),
        real("board", 0.02, 0.05),
        real("mattress", 0.18, 0.28),
        real("duvet_fold", 0.3, 0.75, ""),
        real("duvet_puff", 0.02, 0.06),
        real("wrinkle", 0.0, 1.0, ""),
        real("foot", 0.0, 1.0, ""),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Mattresses come in standard widths; bar headboards are metal."""
        drawn["width"] = float(rng.choice(list(_SIZES)))
        if drawn["head"] == "bars" and not is_metal(str(drawn["frame"])):
            drawn["frame"] = str(rng.choice(METALS[2:5]))
        elif drawn["head"] != "bars" and is_metal(str(drawn["frame"])):
            drawn["frame"] = str(rng.choice(["oak", "walnut", "ash", "black_ash"]))
        if rng.random() < 0.55:
            drawn["bedding_colour"] = str(rng.choice(["snow", "ivory", "oatmeal", "fog"]))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three frames, or three covers where the headboard is soft."""
        bedding = fabric(params.choice("bedding"), params.choice("bedding_colour"))
        rest = {
            "bedding": bedding,
            "accent": fabric("knit", params.choice("accent_colour")),
            "cane": rattan(),
            "mattress": fabric("canvas", "snow"),
        }
        frame = frame_finish(params.choice("frame"))
        cover = upholstery(params.choice("cover"), params.choice("cover_colour"))
        if params.choice("head") in ("padded", "channels"):
            covers = [
                upholstery(params.choice("cover"), c)
                for c in neighbours(COVER_COLOURS, params.choice("cover_colour"), (6, 13))
            ]
            return looks_of("cover", covers, frame=frame, **rest)
        group = METALS if is_metal(params.choice("frame")) else (*WOODS, *LACQUERS)
        frames = [frame_finish(k) for k in neighbours(group, params.choice("frame"), (1, 5))]
        return looks_of("frame", frames, cover=cover, **rest)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        _frame(a, params)
        _headboard(a, params)
        _bedding(a, params)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        main = look.finishes[0][1]
        width = params.real("width")
        noun = _SIZES[min(_SIZES, key=lambda s: abs(s - width))]
        head = _HEADS[params.choice("head")]
        cost = (
            180
            + 280 * width
            + 160 * (params.real("head_height") - 0.85)
            + 180 * (params.choice("head") in ("padded", "channels", "cane"))
        )
        size = f"{width * 100:.0f} × {params.real('length') * 100:.0f}"
        return Texts(
            *noun,
            main.label_en,
            main.label_zh,
            f"A {noun[0]} for a mattress of {size} cm, with a {head[0]} in {main.label_en}. Shown with bedding.",
            f"{noun[1]}，适配 {size} 厘米床垫，{main.label_zh}{head[1]}。图中含床品。",
            tuple(dict.fromkeys((main.material_en, look.finish("frame").material_en))),
            ("classic",)
            if params.choice("legs") == "turned"
            else ("japandi",)
            if params.choice("head") == "cane"
            else ("modern",),
            main.hex(),
            round(22 + 24 * width + 6 * params.real("head_height"), 1),
            shop_price(cost),
        )


def _soft(params: Params) -> bool:
    return params.choice("head") in ("padded", "channels")


def _frame(a: Assembly, params: Params) -> None:
    w, length, top, rail = (
        params.real("width") + 0.02,
        params.real("length"),
        params.real("rail_height"),
        params.real("rail"),
    )
    slot = "cover" if _soft(params) else "frame"
    board = 0.028 if not _soft(params) else 0.045
    radius = 0.003 if not _soft(params) else 0.02
    side = box(board, rail, length + 0.02, radius, 2).moved(x=w / 2 + board / 2, y=top - rail)
    foot = box(w + 2 * board, rail * (1 + 0.8 * (params.real("foot") > 0.7)), board, radius, 2).moved(
        y=top - rail, z=length / 2 + board / 2
    )
    a.add("frame", slot, side, side.mirrored("x"), foot)
    a.add("frame", "frame", box(w, 0.02, length, 0.0, 0).moved(y=top - rail * 0.75))
    low = top - rail * 0.7
    if params.choice("legs") == "plinth":
        a.add("legs", "frame", box(w - 0.12, low, length - 0.12, 0.002, 1))
        return
    x, z = w / 2 - 0.01, length / 2 - 0.02
    for zz in (-z, z):
        a.add(
            "legs",
            "frame",
            both_sides(leg(a, params.choice("legs"), np.array([x, 0, zz]), np.array([x, low + 0.02, zz]), 0.055)),
        )
    a.add("legs", "frame", tube(line([0, 0, 0], [0, low, 0], 2), 0.02, a.segments(10, 5)))


def _headboard(a: Assembly, params: Params) -> None:
    w, length, h, board = (
        params.real("width") + 0.076,
        params.real("length"),
        params.real("head_height"),
        params.real("board"),
    )
    z = -length / 2 - board / 2 - 0.005
    style = params.choice("head")
    low = params.real("rail_height") - params.real("rail")
    if style == "panel":
        plate = box(w, h - low, board, 0.004, 2, cuts=(0, 2, 0))
        a.add("headboard", "frame", bent(plate, lambda x, y, zz: (x, y, zz - 0.06 * (y / h) ** 2)).moved(y=low, z=z))
    elif style == "arch":
        flat = rounded_rectangle(w, 2 * (h - low), w * 0.42, a.segments(12, 4))
        outline = flat[flat[:, 1] >= -1e-9]
        outline = np.concatenate([outline, [[-w / 2, 0.0], [w / 2, 0.0]]]) if abs(outline[0, 1]) > 1e-6 else outline
        a.add("headboard", "frame", extrude(outline, board, 0.004, 2).moved(y=low, z=z))
    elif _soft(params):
        _padded(a, params, w, h, low, z)
    else:
        _posts(a, params, w, h, z, style)
        return
    for s in (-1.0, 1.0):
        a.add("legs", "frame", box(0.06, low + 0.03, board, 0.003, 1).moved(x=s * (w / 2 - 0.06), z=z))


def _padded(a: Assembly, params: Params, w: float, h: float, low: float, z: float) -> None:
    thick = 0.06 + params.real("board")
    count = max(3, round(w / 0.16)) if params.choice("head") == "channels" else 2 if w > 1.2 else 1
    each = w / count
    for i in range(count):
        pad = box(each - 0.002, h - low, thick, min(0.028, thick * 0.45), a.segments(3, 2), cuts=(2, 3, 0))
        puff = bent(pad, lambda x, y, zz: (x, y, zz * (1 + 0.25 * (1 - (2 * x / each) ** 2) * np.clip(y / h, 0, 1))))
        a.add("headboard", "cover", puff.moved(-w / 2 + each * (i + 0.5), low, z - thick * 0.2))


def _posts(a: Assembly, params: Params, w: float, h: float, z: float, style: str) -> None:
    thick = 0.026 if style == "bars" else 0.045
    if style == "bars":
        post = tube(
            line([w / 2 - thick / 2, 0, z], [w / 2 - thick / 2, h, z], 2), thick / 2, a.segments(14, 6), round_ends=3
        )
        rail = tube(
            line([-w / 2 + thick / 2, h - 0.05, z], [w / 2 - thick / 2, h - 0.05, z], 2), thick * 0.4, a.segments(12, 6)
        )
    else:
        post = box(thick, h, thick, 0.004, 2).moved(x=w / 2 - thick / 2, z=z)
        rail = box(w - 2 * thick, 0.055, thick * 0.7, 0.004, 2).moved(y=h - 0.075, z=z)
    a.add("headboard", "frame", both_sides(post), rail)
    low = params.real("rail_height") + 0.06
    lower = box(w - 2 * thick, 0.05, thick * 0.6, 0.004, 1).moved(y=low, z=z)
    a.add("headboard", "frame", lower)
    if style == "cane":
        a.add("headboard", "cane", box(w - 2 * thick, h - 0.075 - low, 0.006, 0, 0).moved(y=low + 0.02, z=z))
        return
    count = round(w / (0.1 if style == "slats" else 0.12))
    for x in np.linspace(-w / 2, w / 2, count + 2)[1:-1]:
        if style == "slats":
            a.add("headboard", "frame", box(0.045, h - 0.06 - low, 0.014, 0.003, 1).moved(float(x), low + 0.02, z))
        else:
            a.add("headboard", "frame", tube(line([x, low + 0.02, z], [x, h - 0.05, z], 2), 0.006, a.segments(8, 5)))


def _bedding(a: Assembly, params: Params) -> None:
    w, length, thick = params.real("width"), params.real("length"), params.real("mattress")
    low = params.real("rail_height") - params.real("rail") * 0.6
    top = low + thick
    a.add("mattress", "mattress", box(w - 0.01, thick, length - 0.01, 0.05, a.segments(3, 2)).moved(y=low))
    puff, share = params.real("duvet_puff"), 0.55 + 0.3 * params.real("duvet_fold")
    cover_len = length * share
    hang = min(thick * 0.75, top - params.real("rail_height") + 0.03)
    cuts = (a.segments(22, 5), 3, a.segments(20, 5))
    duvet = box(w + 0.05, hang + puff, cover_len, min(0.035, puff), 2, grain="x", cuts=cuts)
    amount = params.real("wrinkle")

    def rumpled(x: F64, y: F64, z: F64) -> tuple[F64, F64, F64]:
        up = np.clip(y / (hang + puff), 0, 1) ** 2
        wave = np.sin(9 * x + 3.1 * np.sin(4 * z + 0.7)) * np.cos(7 * z + 2.2 * x) + 0.6 * np.sin(
            17 * z + 5 * np.sin(6 * x)
        )
        side = np.abs(2 * x / w) ** 6
        flare = 0.016 * amount * np.sin(14 * z + 1.3) * side * (1 - y / (hang + puff))
        return x + np.sign(x) * flare, y + 0.009 * amount * wave * up * (1 - 0.7 * side), z

    a.add("bedding", "bedding", bent(duvet, rumpled).moved(y=top - hang, z=length / 2 - cover_len / 2 + 0.012))
    fold = box(w + 0.056, hang + puff * 1.6, 0.24, min(0.03, puff), 2, cuts=(a.segments(12, 4), 2, 2))
    a.add("bedding", "mattress", bent(fold, rumpled).moved(y=top - hang + 0.004, z=length / 2 - cover_len + 0.11))
    if params.real("foot") > 0.35:
        throw = box(w + 0.075, hang + puff + 0.012, 0.42, 0.02, 2, cuts=(a.segments(14, 4), 2, 4))
        a.add("throw", "accent", bent(throw, rumpled).moved(y=top - hang + 0.003, z=length / 2 - 0.42))
    _pillows(a, w, length, top)


def _pillows(a: Assembly, w: float, length: float, top: float) -> None:
    count = 1 if w < 1.2 else 2
    each = min(0.68, w / count - 0.04)
    for row, (slot, size) in enumerate((("mattress", 0.46), ("bedding", 0.42))):
        for i in range(count):
            x = (i - (count - 1) / 2) * (w / count)
            soft = pillow(each * (1 - 0.06 * row), size, 0.17, 0.035, a.detail).turned("x", -0.75 + 0.12 * row)
            a.add("pillows", slot, soft.moved(x, top + size * 0.36, -length / 2 + 0.2 + 0.15 * row))
    if w > 1.2:
        small = pillow(0.42, 0.32, 0.13, 0.05, a.detail).turned("x", -0.6)
        a.add("pillows", "accent", small.moved(0.0, top + 0.135, -length / 2 + 0.5))
