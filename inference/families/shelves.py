"""Shelves: bookcases, open metal frames, ladders, wall shelves."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.curves import line
from inference.families.geometry import both_sides
from inference.families.joinery import bent, frame_finish, is_metal, looks_of, neighbours
from inference.families.materials import LACQUERS, METALS, WOODS, rattan
from inference.families.solids import box, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from scenes.model.values import Model

_BOARDS = (*WOODS, *LACQUERS)
_FRAMES = (*METALS[:6], *WOODS)
_FORM_TEXT = {
    "bookcase": ("bookcase", "书柜"),
    "frame": ("shelving unit", "置物架"),
    "ladder": ("ladder shelf", "梯形置物架"),
    "grid": ("cube shelf", "格子柜"),
    "staggered": ("room divider shelf", "隔断架"),
}


class Shelf(Family):
    """Open storage that stands on the floor."""

    key = "shelf"
    category = ("Furniture", "Shelves & bookcases")
    category_zh = ("家具", "书架与置物架")
    hangs = "floor"
    typical_size_m = ((0.38, 1.7), (0.68, 2.2), (0.22, 0.6))
    parameters = (
        choice("form", *_FORM_TEXT),
        choice("board_finish", *_BOARDS),
        choice("frame", *_FRAMES),
        choice("back", "open", "panel", "cane", "brace"),
        integer("levels", 3, 7),
        integer("columns", 1, 4),
        real("width", 0.4, 1.6),
        real("height", 0.7, 2.15),
        real("depth", 0.24, 0.42),
        real("board", 0.015, 0.035),
        real("post", 0.012, 0.04),
        real("feet", 0.0, 0.12),
        real("lean", 0.04, 0.14, "rad"),
        real("stagger", 0.0, 0.12),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """About 0.33 m between shelves; ladders are slim."""
        if drawn["form"] == "ladder":
            drawn["width"] = float(rng.uniform(0.45, 0.75))
            drawn["height"] = float(rng.uniform(1.5, 1.9))
        if drawn["form"] == "grid":
            drawn["columns"] = int(rng.integers(2, 5))
            drawn["width"] = int(drawn["columns"]) * 0.37
            drawn["height"] = min(int(rng.integers(2, 6)) * 0.37, 2.1)
            drawn["levels"] = max(3, round(float(drawn["height"]) / 0.37) + 1)
        else:
            drawn["levels"] = min(7, max(3, round(float(drawn["height"]) / float(rng.uniform(0.29, 0.4)))))
        if drawn["form"] == "frame" and not is_metal(str(drawn["frame"])):
            drawn["frame"] = str(rng.choice(METALS[2:6]))
        if drawn["form"] != "frame" and is_metal(str(drawn["frame"])):
            drawn["frame"] = str(rng.choice(WOODS)) if drawn["form"] != "ladder" else "black_steel"
        if drawn["form"] in ("bookcase", "grid", "ladder") and rng.random() < 0.6:
            drawn["frame"] = drawn["board_finish"] if drawn["board_finish"] in WOODS else drawn["frame"]
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """The boards as chosen and in two other finishes."""
        keys = neighbours(_BOARDS, params.choice("board_finish"), (1, 12))
        return looks_of(
            "boards", [frame_finish(k) for k in keys], frame=frame_finish(params.choice("frame")), cane=rattan()
        )

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        {"bookcase": _case, "grid": _case, "frame": _metal, "ladder": _ladder, "staggered": _staggered}[
            params.choice("form")
        ](a, params)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        boards, frame = look.finish("boards"), look.finish("frame")
        en, zh = _FORM_TEXT[params.choice("form")]
        w, h, levels = params.real("width"), params.real("height"), params.integer("levels")
        mass = levels * w * params.real("depth") * params.real("board") * boards.density_kg_m3 + h * 3 + 2
        return Texts(
            en,
            zh,
            boards.label_en,
            boards.label_zh,
            f"A {en} with {levels} levels in {boards.label_en}, {w * 100:.0f} cm wide and {h * 100:.0f} cm high.",
            f"{boards.label_zh}{zh}，{levels} 层，宽 {w * 100:.0f} 厘米，高 {h * 100:.0f} 厘米。",
            tuple(dict.fromkeys((boards.material_en, frame.material_en))),
            ("industrial",) if is_metal(params.choice("frame")) else ("modern",),
            boards.hex(),
            round(mass, 1),
            shop_price(50 + 45 * levels * w + 60 * h + 25 * (params.choice("board_finish") in WOODS)),
        )


def _levels(params: Params) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.linspace(params.real("feet"), params.real("height") - params.real("board"), params.integer("levels"))


def _case(a: Assembly, params: Params) -> None:
    """Closed sides, boards between them, uprights, a back."""
    w, h, d, b = params.real("width"), params.real("height"), params.real("depth"), params.real("board")
    feet = params.real("feet")
    side = box(b, h - b, d, 0.002, 1).moved(x=w / 2 - b / 2)
    a.add("sides", "frame", side, side.mirrored("x"))
    levels = _levels(params)
    a.add("shelves", "frame", box(w, b, d, 0.003, 2).moved(y=h - b))
    for y in levels[:-1]:
        a.add("shelves", "boards", box(w - 2 * b, b, d - 0.004, 0.002, 1).moved(y=float(y)))
    if feet > 0.03:
        a.add("shelves", "frame", box(w - 2 * b, feet, 0.016, 0.001, 1).moved(z=d / 2 - 0.03))
    columns = params.integer("columns") if params.choice("form") == "grid" else max(1, round(w / 0.8))
    clear = levels[1] - levels[0] - b
    for i in range(1, columns):
        x = -w / 2 + b / 2 + (w - b) * i / columns
        for y in levels[:-1]:
            a.add("sides", "boards", box(b * 0.9, clear + 0.001, d - 0.012, 0.001, 1).moved(x, float(y) + b, 0))
    kind = params.choice("back")
    if kind in ("panel", "cane"):
        slot = "boards" if kind == "panel" else "cane"
        a.add("back", slot, box(w - 2 * b, h - feet - b, 0.006, 0, 0).moved(y=feet, z=-d / 2 + 0.005))
    elif kind == "brace":
        a.add("back", "frame", box(w - 2 * b, 0.06, 0.014, 0.001, 1).moved(y=h - b - 0.06, z=-d / 2 + 0.012))


def _metal(a: Assembly, params: Params) -> None:
    """Four thin posts, rails under each board, a cross behind."""
    w, h, d, b = params.real("width"), params.real("height"), params.real("depth"), params.real("board")
    t = min(params.real("post"), 0.026)
    post = box(t, h, t, 0.0015, 1).moved(x=w / 2 - t / 2, z=d / 2 - t / 2)
    a.add("frame", "frame", post, post.mirrored("x"), post.mirrored("z"), post.mirrored("z").mirrored("x"))
    for y in np.linspace(
        max(params.real("feet"), 0.05), h - b - 0.06 * (params.choice("back") == "open"), params.integer("levels")
    ):
        low = float(y)
        a.add("shelves", "boards", box(w - 2 * t, b, d - 0.004, 0.002, 2).moved(y=low))
        rail = box(t, t * 0.7, d - 2 * t, 0.001, 1).moved(x=w / 2 - t / 2, y=low)
        front = box(w - 2 * t, t * 0.7, t * 0.8, 0.001, 1).moved(y=low - t * 0.7, z=-d / 2 + t / 2)
        a.add("frame", "frame", rail, rail.mirrored("x"), front)
    if params.choice("back") in ("brace", "panel"):
        for s in (-1.0, 1.0):
            ends = line([s * (w / 2 - t), h * 0.12, -d / 2 + 0.004], [-s * (w / 2 - t), h * 0.88, -d / 2 + 0.004], 2)
            a.add("frame", "frame", tube(ends, 0.003, a.segments(8, 5)))


def _ladder(a: Assembly, params: Params) -> None:
    """Leaning uprights; the boards get deeper downwards."""
    w, h, d, b = params.real("width"), params.real("height"), params.real("depth"), params.real("board")
    t, lean = max(params.real("post"), 0.02), np.tan(params.real("lean"))
    rail = bent(box(t, h, t * 1.6, 0.003, 2, cuts=(0, 1, 0)), lambda x, y, z: (x, y, z - lean * y))
    a.add("frame", "frame", both_sides(rail.moved(x=w / 2 - t / 2, z=0.0)))
    back = -lean * h - t * 0.8
    for y in np.linspace(max(params.real("feet"), 0.1) + 0.15, h * 0.93, params.integer("levels")):
        front = -lean * float(y) + 0.012
        depth = front - back + max(0.0, d * 0.5 * (1 - float(y) / h))
        plate = box(w - 2 * t - 0.002, b, depth, 0.003, 2).moved(y=float(y), z=back + depth / 2)
        lip = box(w - 2 * t - 0.002, b + 0.02, 0.01, 0.002, 1).moved(y=float(y), z=back + 0.005)
        a.add("shelves", "boards", plate, lip)
    strut = tube(line([w / 2 - t * 0.5, 0.02, 0.0], [w / 2 - t * 0.5, 0.02, back + 0.01], 2), t * 0.3, a.segments(8, 5))
    a.add(
        "frame",
        "frame",
        both_sides(strut),
        both_sides(box(t * 0.7, h * 0.9, t * 0.7, 0.002, 1).moved(x=w / 2 - t / 2, z=back + 0.012)),
    )


def _staggered(a: Assembly, params: Params) -> None:
    """Boards that step left and right between uprights."""
    w, d, b = params.real("width"), params.real("depth"), params.real("board")
    levels = _levels(params)
    shift = params.real("stagger")
    clear = float(levels[1] - levels[0]) - b
    for i, y in enumerate(levels):
        s = 1.0 if i % 2 else -1.0
        edge = i in (0, len(levels) - 1)
        length = w if edge else w - 2 * shift
        a.add("shelves", "boards", box(length, b, d, 0.003, 2).moved(0.0 if edge else s * shift, float(y), 0))
        if i < len(levels) - 1:
            for u in (-0.36, 0.36 if i % 2 else 0.12, 0.36):
                x = u * w + s * 0.04 * w
                a.add("sides", "frame", box(b, clear, d - 0.01, 0.001, 1).moved(x, float(y) + b, 0))
    if params.real("feet") > 0.01:
        t = params.real("post")
        foot = box(t, params.real("feet") + 0.001, d * 0.85, 0.002, 1).moved(x=w / 2 - 0.06)
        a.add("feet", "frame", both_sides(foot))
