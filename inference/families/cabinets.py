"""Storage: sideboards, dressers, nightstands, wardrobes, TV benches; doors and drawers with real gaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.families.assembly import Assembly
from inference.families.geometry import join
from inference.families.joinery import HANDLES, four_legs, frame_finish, handle, neighbours
from inference.families.materials import LACQUERS, METALS, WOODS, metal, rattan
from inference.families.solids import box, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from scenes.model.values import Model

_FORMS: dict[str, tuple[str, str, tuple[float, float], tuple[float, float], tuple[float, float]]] = {
    "sideboard": ("sideboard", "餐边柜", (1.2, 1.9), (0.68, 0.85), (0.4, 0.46)),
    "dresser": ("chest of drawers", "斗柜", (0.75, 1.3), (0.78, 1.05), (0.42, 0.5)),
    "nightstand": ("bedside table", "床头柜", (0.38, 0.55), (0.45, 0.6), (0.35, 0.42)),
    "tv_bench": ("TV bench", "电视柜", (1.2, 2.0), (0.4, 0.55), (0.38, 0.45)),
    "cupboard": ("highboard", "高柜", (0.8, 1.1), (1.2, 1.55), (0.4, 0.45)),
    "wardrobe": ("wardrobe", "衣柜", (0.9, 1.6), (1.85, 2.15), (0.56, 0.62)),
}
_FINISHES = (*WOODS, *LACQUERS)
_FRONTS = ("flat", "shaker", "slatted", "cane", "grooved")
_FRONT_TEXT = {
    "flat": ("flat fronts", "平板门"),
    "shaker": ("framed fronts", "框板门"),
    "slatted": ("slatted fronts", "格栅门"),
    "cane": ("cane fronts", "藤编门"),
    "grooved": ("grooved fronts", "竖槽门"),
}


class Cabinet(Family):
    """Boxes with doors and drawers on legs, plinths or sleds."""

    key = "cabinet"
    category = ("Furniture", "Cabinets & dressers")
    category_zh = ("家具", "柜子与斗柜")
    hangs = "floor"
    typical_size_m = ((0.36, 2.1), (0.38, 2.2), (0.33, 0.7))
    parameters = (
        choice("form", *_FORMS),
        choice("front", *_FRONTS),
        choice("layout", "doors", "drawers", "mixed", "open_middle"),
        choice("base", "tapered", "square", "plinth", "sled", "turned", "none"),
        choice("handles", *HANDLES),
        choice("handle_metal", *METALS),
        choice("finish", *_FINISHES),
        choice("accent", "same", "oak", "walnut", "lacquer_snow", "lacquer_graphite", "lacquer_sage"),
        real("width", 0.38, 2.0),
        real("height", 0.4, 2.15),
        real("depth", 0.35, 0.62),
        real("leg_height", 0.06, 0.24),
        real("board", 0.016, 0.03),
        real("top_overhang", 0.0, 0.025),
        real("columns", 0.0, 1.0, ""),
        real("rows", 0.0, 1.0, ""),
        real("splay", 0.0, 0.14, "rad"),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Each form has its own size."""
        form = str(drawn["form"])
        _, _, width, height, depth = _FORMS[form]
        drawn["width"], drawn["height"] = float(rng.uniform(*width)), float(rng.uniform(*height))
        drawn["depth"] = float(rng.uniform(*depth))
        if form in ("wardrobe", "cupboard"):
            drawn["leg_height"] = float(rng.uniform(0.06, 0.14))
            drawn["layout"] = str(rng.choice(["doors", "mixed"]))
        elif form == "dresser":
            drawn["layout"] = "drawers"
        elif form == "nightstand":
            drawn["layout"] = str(rng.choice(["drawers", "open_middle"]))
        if drawn["front"] == "cane" and drawn["layout"] == "drawers":
            drawn["front"] = "flat"
        if drawn["base"] == "plinth":
            drawn["leg_height"] = float(rng.uniform(0.06, 0.1))
        if rng.random() < 0.6:
            drawn["accent"] = "same"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """The finish and two others."""
        pull = metal(params.choice("handle_metal"))
        out = []
        for key in neighbours(_FINISHES, params.choice("finish"), (1, 10)):
            body = frame_finish(key)
            accent = body if params.choice("accent") == "same" else frame_finish(params.choice("accent"))
            out.append(
                Look(
                    key,
                    body.label_en,
                    body.label_zh,
                    (("body", body), ("front", accent), ("handle", pull), ("cane", rattan())),
                )
            )
        return tuple(out)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        low = 0.0 if params.choice("base") == "none" else params.real("leg_height")
        _base(a, params, low)
        _carcass(a, params, low)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        body = self.looks(params)[0].finish("body")
        en, zh, *_ = _FORMS[params.choice("form")]
        front_en, front_zh = _FRONT_TEXT[params.choice("front")]
        w, h, d = params.real("width"), params.real("height"), params.real("depth")
        panel = 2 * (w * d + h * d) + 2.5 * w * h
        size = f"{w * 100:.0f} × {h * 100:.0f} × {d * 100:.0f}"
        return Texts(
            en,
            zh,
            body.label_en,
            body.label_zh,
            f"A {en} in {body.label_en} with {front_en}, {size} cm.",
            f"{body.label_zh}{zh}，{front_zh}，{size} 厘米。",
            tuple(dict.fromkeys((body.material_en, self.looks(params)[0].finish("handle").material_en))),
            ("japandi",)
            if params.choice("front") in ("slatted", "cane")
            else ("classic",)
            if params.choice("front") == "shaker"
            else ("modern",),
            body.hex(),
            round(panel * params.real("board") * 620, 1),
            shop_price(90 + 170 * panel + 60 * (params.choice("front") in ("slatted", "cane"))),
        )


def _base(a: Assembly, params: Params, low: float) -> None:
    style, w, d = params.choice("base"), params.real("width"), params.real("depth")
    if style == "none":
        return
    if style == "plinth":
        a.add("base", "body", box(w - 0.06, low + 0.002, d - 0.08, 0.002, 1).moved(z=-0.01))
    elif style == "sled":
        for s in (-1.0, 1.0):
            x, half = s * (w / 2 - 0.09), d / 2 - 0.03
            loop = np.array(
                [[x, 0.008, 0], [x, 0.008, half], [x, low + 0.002, half], [x, low + 0.002, -half], [x, 0.008, -half]]
            )
            a.add("base", "handle", tube(np.concatenate([loop, loop[:1]]), 0.008, a.segments(10, 5)))
    else:
        splay = params.real("splay") if style == "tapered" else 0.0
        inset = 0.05 + np.tan(splay) * low
        a.add("base", "body", four_legs(a, style, w / 2 - inset, d / 2 - inset, low + 0.002, 0.04, splay))


@dataclass(frozen=True)
class _Cell:
    """A compartment: centre x, bottom y, width, height, what closes it."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    side: float


def _cells(params: Params, low: float) -> list[_Cell]:
    b, layout = params.real("board"), params.choice("layout")
    w, h = params.real("width") - 2 * b, params.real("height") - low - 2 * b
    tall = params.choice("form") in ("wardrobe", "cupboard")
    least = max(1, round(w / 0.5))
    columns = min(least + round(params.real("columns")), max(1, int(w / 0.3)))
    each = (w - b * (columns - 1)) / columns
    cells: list[_Cell] = []
    for c in range(columns):
        x = -w / 2 + each / 2 + c * (each + b)
        side = 1.0 if c < columns / 2 else -1.0
        kind = {"doors": "door", "drawers": "drawer", "mixed": "drawer" if c % 2 else "door", "open_middle": "door"}[
            layout
        ]
        if layout == "open_middle" and (columns < 3 or c == columns // 2):
            shelf = h * 0.45
            cells.append(_Cell(x, low + b, each, h - shelf - b, "drawer", side))
            cells.append(_Cell(x, low + b + h - shelf, each, shelf, "open", side))
            continue
        if kind == "drawer" or (tall and layout == "mixed"):
            share = 0.32 if tall else 1.0
            count = max(1, round(h * share / (0.16 + 0.14 * params.real("rows"))))
            step = h * share / count
            cells += [_Cell(x, low + b + i * step, each, step - b * 0.2, "drawer", side) for i in range(count)]
            if tall:
                cells.append(_Cell(x, low + b + h * share, each, h * (1 - share), "door", side))
        else:
            cells.append(_Cell(x, low + b, each, h, "door", side))
    return cells


def _carcass(a: Assembly, params: Params, low: float) -> None:
    w, h, d, b = params.real("width"), params.real("height"), params.real("depth"), params.real("board")
    over = params.real("top_overhang")
    side = box(b, h - low - b, d, 0.002, 1).moved(w / 2 - b / 2, low, 0)
    top = box(w + 2 * over, b, d + over, 0.003, 2).moved(y=h - b, z=over / 2)
    bottom = box(w - 2 * b, b, d - 0.002, 0.002, 1).moved(y=low)
    back = box(w - 2 * b, h - low - b, 0.008, 0, 0).moved(y=low, z=-d / 2 + 0.006)
    a.add("body", "body", side, side.mirrored("x"), top, bottom, back)
    cells = _cells(params, low)
    for x in sorted({round(c.x, 5) for c in cells})[1:]:
        left = max((c for c in cells if c.x < x - 1e-4), key=lambda c: c.x)
        wall = box(b, h - low - 2 * b, d - 0.025, 0.001, 1).moved(left.x + left.width / 2 + b / 2, low + b, -0.0125)
        a.add("body", "body", wall)
    for cell in cells:
        if cell.kind == "open":
            shelf = box(cell.width, b, d - 0.03, 0.001, 1).moved(cell.x, cell.y - b, -0.01)
            a.add("body", "body", shelf)
        else:
            _front(a, params, cell, d / 2)


def _front(a: Assembly, params: Params, cell: _Cell, z: float) -> None:
    """A door or drawer front, set in with a gap of 2 mm all around."""
    gap, thick = 0.002, 0.018
    width, height = cell.width - 2 * gap, cell.height - 2 * gap
    base = z - thick
    style = params.choice("front")
    y = cell.y + gap
    if style == "shaker" or style == "cane":
        rim = min(0.06, width * 0.2, height * 0.3)
        panel = box(width - 2 * rim + 0.004, height - 2 * rim + 0.004, 0.008, 0, 0)
        a.add("fronts", "cane" if style == "cane" else "front", panel.moved(cell.x, y + rim - 0.002, base + 0.006))
        rail = box(width, rim, thick, 0.0015, 1)
        stile = box(rim, height - 2 * rim, thick, 0.0015, 1)
        a.add(
            "fronts",
            "front",
            rail.moved(cell.x, y, base + thick / 2),
            rail.moved(cell.x, y + height - rim, base + thick / 2),
            stile.moved(cell.x - width / 2 + rim / 2, y + rim, base + thick / 2),
            stile.moved(cell.x + width / 2 - rim / 2, y + rim, base + thick / 2),
        )
    elif style in ("slatted", "grooved"):
        step = 0.024 if style == "slatted" else 0.07
        count = max(2, min(round(width / step), a.segments(34, 5)))
        each = width / count
        a.add("fronts", "front", box(width, height, thick * 0.5, 0, 0).moved(cell.x, y, base + thick * 0.25))
        slat = box(each * (0.55 if style == "slatted" else 0.94), height, thick * 0.6, 0.002, 1)
        for i in range(count):
            a.add("fronts", "front", slat.moved(cell.x - width / 2 + each * (i + 0.5), y, base + thick * 0.7))
    else:
        a.add("fronts", "front", box(width, height, thick, 0.002, 2).moved(cell.x, y, base + thick / 2))
    _pull(a, params, cell, z)


def _pull(a: Assembly, params: Params, cell: _Cell, z: float) -> None:
    drawer = cell.kind == "drawer"
    pull = handle(a, params.choice("handles"), cell.width * 0.45, upright=not drawer)
    if pull is None:
        return
    if drawer:
        drop = cell.height - 0.012 if params.choice("handles") == "edge" else cell.height / 2
        spots = [-0.26, 0.26] if cell.width > 0.7 and params.choice("handles") in ("knob", "ring") else [0.0]
        a.add("handles", "handle", join(pull.moved(cell.x + s * cell.width, cell.y + drop, z) for s in spots))
        return
    x = cell.x + cell.side * (cell.width / 2 - 0.045)
    y = min(cell.y + cell.height * 0.55, 1.05)
    a.add("handles", "handle", pull.moved(x, y, z))
