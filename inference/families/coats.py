"""Coats and jackets: overcoats with lapels, trench coats, quilted puffers, bombers, blazers."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.garment_form import Trunk, band, draped, hanger, hood, sleeve, turned_collar, wrinkled
from inference.families.geometry import Mesh, both_sides, grid_mesh
from inference.families.geometry_skin import F64, grid_normals, push, shell, strap
from inference.families.materials import COLOURS, Finish, fabric, leather, metal, plastic, wood
from inference.families.shoe_form import sample
from inference.families.solids import tube
from inference.families.tops import button_row, patch, pocket
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, named, steps
from scenes.model.values import Model

_COLOURS = (
    "camel", "navy", "charcoal", "olive", "burgundy", "sand", "graphite", "forest", "oatmeal", "teal", "rust",
    "espresso",
    "fog", "mustard", "plum", "sky",
)  # fmt: skip
_STYLES = ("overcoat", "trench", "puffer", "bomber", "blazer")


class Coat(Family):
    """Outerwear of five styles."""

    key = "coat"
    category = ("Clothes", "Coats & jackets")
    category_zh = ("服装", "外套")
    typical_size_m = ((0.6, 1.3), (0.6, 1.5), (0.14, 0.62))
    parameters = (
        choice("style", *_STYLES),
        choice("display", "body", "hanger"),
        real("length", 0.60, 1.12),
        real("chest", 0.50, 0.62),
        real("waist", 0.84, 1.0, ""),
        real("hem", 0.94, 1.35, ""),
        real("shoulder", 0.80, 0.90, ""),
        real("depth", 0.42, 0.52, ""),
        real("sleeve", 0.56, 0.64),
        real("cuff", 0.105, 0.15),
        real("lapel", 0.07, 0.12),
        real("break_at", 0.50, 0.72, ""),
        integer("buttons", 2, 5),
        integer("rows", 8, 15),
        real("quilt", 0.008, 0.017),
        integer("seed", 0, 9999),
        choice("hood", "yes", "no"),
        choice("cloth", "felt", "weave", "canvas", "boucle", "leather"),
        choice("button", "horn", "black", "brass"),
        choice("colour", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Overcoats are long and woollen, bombers short."""
        style = str(drawn["style"])
        length = {
            "overcoat": (0.95, 1.12),
            "trench": (0.98, 1.12),
            "puffer": (0.66, 0.82),
            "bomber": (0.60, 0.66),
            "blazer": (0.68, 0.76),
        }
        hem = {
            "overcoat": (1.02, 1.2),
            "trench": (1.15, 1.35),
            "puffer": (0.94, 1.02),
            "bomber": (0.94, 0.98),
            "blazer": (0.98, 1.05),
        }
        drawn["length"], drawn["hem"] = float(rng.uniform(*length[style])), float(rng.uniform(*hem[style]))
        cloth = {"overcoat": ("felt", "boucle", "weave"), "trench": ("canvas",), "puffer": ("canvas",),
            "bomber": ("leather", "canvas", "felt"),
                 "blazer": ("weave", "felt")}[style]  # fmt: skip
        drawn["cloth"] = str(rng.choice(list(cloth)))
        drawn["waist"] = float(rng.uniform(0.84, 0.92) if style in ("trench", "blazer") else rng.uniform(0.93, 1.0))
        drawn["hood"] = "yes" if style == "puffer" and rng.random() < 0.4 else "no"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        horn = {"horn": plastic("espresso", glossy=True), "black": plastic("graphite"), "brass": metal("brass")}[
            params.choice("button")
        ]
        ways = []
        for key in steps(_COLOURS, params.choice("colour"), (1, 3, 6)):
            cloth = _cloth(params.choice("style"), params.choice("cloth"), key)
            ways.append((COLOURS[key], [
                ("cloth", cloth), ("rib", fabric("knit", key, -0.04)), ("lining", fabric("velvet", "charcoal")),
                ("buttons", horn),
                ("zip", metal("black_steel")), ("metal", metal("brass")), ("hanger", wood("walnut")),
                ("hook", metal("chrome")),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        rng = np.random.default_rng(params.integer("seed"))
        trunk, style = _trunk(params), params.choice("style")
        grid = trunk.grid(a.segments(60, 24), a.segments(52 if style == "puffer" else 30, 14))
        arm = sleeve(
            trunk,
            params.real("sleeve"),
            1.2,
            params.real("cuff"),
            a.segments(24, 10),
            a.segments(34 if style == "puffer" else 19, 9),
        )[::-1]
        if style == "puffer":
            grid = _quilted(grid, params.integer("rows"), params.real("quilt"))
            arm = _quilted(
                arm, round(params.integer("rows") * params.real("sleeve") / params.real("length")), params.real("quilt")
            )
        else:
            grid = draped(grid, rng, 5, 0.012 * params.real("hem") if params.real("length") > 0.9 else 0.004, 0.6)
            grid, arm = wrinkled(grid, rng, 9, 0.0035, 0.8), wrinkled(arm, rng, 9, 0.0035, 1.1)
        a.add("body", "cloth", shell(grid, 0.004))
        cut = shell(arm, 0.004)
        a.add("sleeves", "cloth", cut, cut.mirrored("x"))
        _front(params, a, grid, trunk)
        _edges(params, a, grid, arm)
        if params.choice("display") == "hanger":
            wooden, hook = hanger(trunk.shoulder, trunk.slope, trunk.length)
            a.add("hanger", "hanger", wooden)
            a.add("hanger", "hook", hook)
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        cloth = self.looks(params)[0].finish("cloth")
        style = params.choice("style")
        noun = {"overcoat": ("overcoat", "大衣"), "trench": ("trench coat", "风衣"),
            "puffer": ("puffer jacket", "羽绒服"),
                "bomber": ("bomber jacket", "飞行员夹克"), "blazer": ("blazer", "西装外套")}[style]  # fmt: skip
        size = ("S", "M", "L", "XL")[min(3, int((params.real("chest") - 0.50) / 0.031))]
        length, chest = params.real("length") * 100, params.real("chest") * 200
        base = {"overcoat": 150, "trench": 140, "puffer": 110, "bomber": 95, "blazer": 105}[style]
        return Texts(
            *noun, cloth.label_en, cloth.label_zh,
            f"{'An' if style == 'overcoat' else 'A'} {noun[0]} in {cloth.label_en}, size {size}: {length:.0f} cm "
            f"long, chest {chest:.0f} cm. "
            + (f"Quilted in {params.integer('rows')} chambers." if style == "puffer" else "Fully lined, two pockets."),
            f"{cloth.label_zh}{noun[1]}，{size} 码，衣长 {length:.0f} 厘米，胸围 {chest:.0f} 厘米，"
            f"{'绗缝填充' if style == 'puffer' else '全里衬，双侧口袋'}。",
            {"leather": ("leather",), "canvas": ("cotton",) if style == "trench"
                else ("nylon",)}.get(params.choice("cloth"), ("wool",)),
            ("outdoor",) if style in ("puffer", "bomber") else ("elegant",), cloth.hex(),
            round(0.5 + params.real("length") * 1.1, 2), shop_price(base * (0.7 + 0.4 * params.real("length"))),
        )  # fmt: skip


def _cloth(style: str, kind: str, colour: str) -> Finish:
    c = COLOURS[colour]
    if kind == "leather":
        return leather(colour)
    if style == "puffer" or (style == "bomber" and kind == "canvas"):
        return named(fabric("velvet", colour), f"{c.en} nylon", f"{c.zh}尼龙")
    if kind == "felt":
        return named(fabric("felt", colour), f"{c.en} wool", f"{c.zh}羊毛")
    if kind == "canvas":
        return named(fabric("canvas", colour), f"{c.en} gabardine", f"{c.zh}华达呢")
    return fabric(kind, colour)


def _trunk(params: Params) -> Trunk:
    chest = params.real("chest")
    depth = chest * params.real("depth") * (0.66 if params.choice("display") == "hanger" else 1.0)
    hem = chest * params.real("hem")
    return Trunk(
        params.real("length"), chest, chest * params.real("waist"), hem, chest * params.real("shoulder"), depth, 0.185,
        0.085, slope=0.036, armhole=0.235, waist_at=0.42, hem_depth=hem * 0.46 * (0.7 if depth < chest * 0.36 else 1.0),
        seat=hem * 0.97 if params.real("length") > 0.9 else 0.0,
    )  # fmt: skip


def _quilted(grid: F64, rows: int, size: float) -> F64:
    """Down chambers: each row between two seams is a half round."""
    steps_up = np.linalg.norm(np.diff(grid, axis=0), axis=2).mean(axis=1)
    t = np.concatenate([[0.0], np.cumsum(steps_up)]) / steps_up.sum()
    wave = np.abs(np.sin(np.pi * t * rows)) ** 0.6
    crinkle = 0.12 * np.sin(np.arange(grid.shape[1]) * 2.1)[None] * (1 - wave[:, None])
    fade = np.clip((1 - t) / 0.08, 0.25, 1)[:, None]
    return push(grid, (wave[:, None] + crinkle - 0.35) * size * fade)


def _lapel(grid: F64, start: float, width: float, columns: int, rows: int) -> Mesh:
    """The +X lapel: from the break point up to the neckline, wide near the top, lying on the front."""
    t = np.linspace(start, 0.995, rows)[:, None]
    f = (t - start) / (0.995 - start)
    shape = np.where(f < 0.72, 0.05 + 0.95 * f / 0.72, 1 - 0.45 * (f - 0.72) / 0.28)
    x = np.linspace(0, 1, columns)[None]
    girth = np.linalg.norm(np.diff(grid[round(len(grid) * 0.7)], axis=0), axis=1).sum()
    inner = -0.004 - 0.014 * (1 - f)
    s = inner + x * shape * width / girth
    t = np.broadcast_to(t, s.shape)
    lift = 0.004 + 0.008 * np.sin(np.pi * x * 0.9) * (1 - 0.3 * f) + 0 * s
    lift[:, -1] = 0.003
    points = sample(grid, s, t) + sample(grid_normals(grid), s, t) * lift[..., None]
    return grid_mesh(points)


def _front(params: Params, a: Assembly, grid: F64, trunk: Trunk) -> None:
    """Closing edge, lapels or collar, buttons or zip."""
    style = params.choice("style")
    start = params.real("break_at")
    rows = a.segments(26, 8)
    if style in ("puffer", "bomber"):
        t = np.linspace(0.0, 0.995, a.segments(40, 12))
        line = sample(grid, np.zeros(len(t)), t) + sample(grid_normals(grid), np.zeros(len(t)), t) * 0.001
        a.add("zip", "zip", strap(line, (0, 0, 1), 0.011, 0.004))
        if params.choice("hood") == "yes":
            a.add("hood", "cloth", shell(hood(trunk, 1.05, a.segments(36, 14), a.segments(14, 8)), 0.008, False))
        else:
            rib = band(grid[-1], 0.052 if style == "puffer" else 0.038, 0.012 if style == "puffer" else 0.005, 6, 0.004)
            a.add("collar", "cloth" if style == "puffer" else "rib", rib)
        return
    top = 0.995 if style == "trench" and params.integer("buttons") > 3 else start
    a.add("front edge", "cloth", pocket(grid, -0.03, 0.022, 0.003, top, 6, rows))
    if top == start:
        lapel = _lapel(grid, start - 0.02, params.real("lapel"), a.segments(9, 4), a.segments(18, 7))
        a.add("lapels", "cloth", both_sides(lapel))
    a.add("collar", "cloth", turned_collar(grid[-1], 0.030, 0.060, 0.012, 0.055 if top == start else 0.012, 0.004))
    count, low = params.integer("buttons"), 0.22 if params.real("length") > 0.9 else 0.30
    a.add("buttons", "buttons", button_row(grid, -0.004, low, start - 0.04, count, 0.0115, 0.005, a.segments(16, 8)))
    if style == "trench":
        a.add("buttons", "buttons", button_row(grid, 0.060, low, start - 0.04, count, 0.0115, 0.003, a.segments(16, 8)))
        _belt(a, grid, 1 - 0.44 / trunk.length)


def _belt(a: Assembly, grid: F64, place: float) -> None:
    a.add("belt", "cloth", patch(grid, 0, 1, place - 0.018, place + 0.018, 0.006, grid.shape[1] + 1, 5))
    front = sample(grid, np.array([0.025]), np.array([place]))[0]
    frame = np.array([(0.028, 0.028, 0), (0.028, -0.028, 0), (-0.028, -0.028, 0), (-0.028, 0.028, 0)])
    a.add("buckle", "metal", tube(frame + front + np.array([0, 0, 0.010]), 0.0035, 6, closed=True))
    tail = front + np.array([[0.0, 0.0, 0.008], [0.05, -0.03, 0.012], [0.075, -0.12, 0.016], [0.08, -0.2, 0.010]])
    a.add("belt", "cloth", strap(tail, (0, 0, 1), 0.036, 0.004))


def _edges(params: Params, a: Assembly, grid: F64, arm: F64) -> None:
    """Pockets, cuffs, hem."""
    style = params.choice("style")
    if style == "bomber":
        low, cuff = grid[0], arm[0]
        way = (cuff - arm[2]) / np.linalg.norm(cuff - arm[2], axis=1, keepdims=True)
        end = cuff + way * 0.05
        end = end.mean(axis=0) + (end - end.mean(axis=0)) * 0.8
        made = shell(np.stack([end, cuff * 0.6 + end * 0.4, arm[1]]), 0.004)
        a.add("cuffs", "rib", both_sides(made))
        under = low - np.array([0, 0.055, 0])
        middle = under.mean(axis=0)
        a.add(
            "hem",
            "rib",
            shell(np.stack([middle + (under - middle) * (0.9, 1, 0.9), low - np.array([0, 0.02, 0]), grid[1]]), 0.004),
        )
    elif style != "puffer":
        for s in (0.17, -0.17):
            t = 0.30 if params.real("length") > 0.9 else 0.28
            tall = 0.055 / params.real("length")
            a.add("pockets", "cloth", pocket(grid, s - 0.055, s + 0.055, t, t + tall, a.segments(10, 5), 5))
        if style == "blazer":
            a.add("pockets", "cloth", pocket(grid, 0.075, 0.135, 0.67, 0.70, 8, 4))
    else:
        for turn in (0.15, -0.15):
            rise = np.linspace(0.20, 0.38, 10)
            line = (
                sample(grid, np.full(10, turn) + np.sign(turn) * (rise - 0.2) * 0.12, rise)
                + sample(grid_normals(grid), np.full(10, turn), rise) * 0.001
            )
            a.add("zip", "zip", tube(line, 0.0035, 6, round_ends=1))
