"""Trousers: jeans, chinos, wide legs, joggers, shorts; standing on an unseen body."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.garment_form import band, wrinkled
from inference.families.geometry import Mesh, both_sides
from inference.families.geometry_skin import F64, oval, ring, shell, strap, through
from inference.families.materials import COLOURS, Finish, fabric, metal
from inference.families.shoe_form import sample
from inference.families.solids import tube
from inference.families.tops import button, pocket
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.worn_kit import colour_looks, named, steps
from scenes.model.values import Model

_COLOURS = (
    "denim", "navy", "sand", "graphite", "olive", "camel", "charcoal", "ivory", "forest", "rust", "pebble", "sky",
    "burgundy", "chestnut",
)  # fmt: skip


class Trousers(Family):
    """Long and short trousers of five cuts."""

    key = "trousers"
    category = ("Clothes", "Trousers")
    category_zh = ("服装", "裤装")
    typical_size_m = ((0.36, 0.75), (0.4, 1.2), (0.2, 0.42))
    parameters = (
        choice("style", "jeans", "chinos", "wide", "joggers", "shorts"),
        real("inseam", 0.16, 0.84),
        real("waist", 0.34, 0.44),
        real("hips", 1.14, 1.28, ""),
        real("rise", 0.22, 0.32),
        real("thigh", 0.22, 0.30),
        real("knee", 0.17, 0.30),
        real("hem", 0.12, 0.32),
        real("stance", 0.11, 0.16),
        integer("wrinkles", 5, 18),
        integer("seed", 0, 9999),
        choice("cuffs", "plain", "turned"),
        choice("stitch", "mustard", "ivory", "rust"),
        choice("cloth", "denim", "canvas", "linen", "felt", "velvet"),
        choice("colour", *_COLOURS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Each cut has its own widths."""
        style = str(drawn["style"])
        drawn["inseam"] = float(rng.uniform(0.16, 0.26) if style == "shorts" else rng.uniform(0.72, 0.84))
        knee = {
            "jeans": (0.19, 0.22),
            "chinos": (0.20, 0.225),
            "wide": (0.27, 0.30),
            "joggers": (0.19, 0.21),
            "shorts": (0.26, 0.30),
        }
        hem = {
            "jeans": (0.155, 0.20),
            "chinos": (0.16, 0.19),
            "wide": (0.28, 0.32),
            "joggers": (0.12, 0.14),
            "shorts": (0.26, 0.30),
        }
        drawn["knee"], drawn["hem"] = float(rng.uniform(*knee[style])), float(rng.uniform(*hem[style]))
        cloths = {
            "jeans": ("denim",),
            "chinos": ("canvas", "velvet"),
            "wide": ("linen", "felt"),
            "joggers": ("felt",),
            "shorts": ("canvas", "linen", "denim"),
        }
        drawn["cloth"] = str(rng.choice(list(cloths[style])))
        if style == "jeans":
            drawn["colour"] = str(rng.choice(["denim", "navy", "graphite", "sky"]))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        ways = []
        for key in steps(_COLOURS, params.choice("colour"), (1, 3, 7)):
            cloth = _cloth(params.choice("cloth"), key)
            thread = params.choice("stitch") if params.choice("cloth") == "denim" else key
            ways.append((COLOURS[key], [
                ("cloth", cloth), ("thread", fabric("canvas", thread, 0.0 if thread != key else -0.05)),
                ("rib", fabric("knit", key, -0.03)), ("metal", metal("copper")), ("cord", fabric("canvas", "ivory")),
            ]))  # fmt: skip
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        rng = np.random.default_rng(params.integer("seed"))
        seat, leg = _grids(params, a)
        n = params.integer("wrinkles")
        seat = wrinkled(seat, rng, n // 2, 0.003, 1.2)
        style = params.choice("style")
        a.add("seat", "cloth", shell(seat, 0.002))
        for side in (1.0, -1.0):
            made = wrinkled(leg, rng, n, 0.004, 1.3)
            mesh = shell(made, 0.002)
            a.add("legs", "cloth", mesh if side > 0 else mesh.mirrored("x"))
        top = seat[-1]
        a.add(
            "waistband",
            "rib" if style == "joggers" else "cloth",
            band(top - np.array([0, 0.004, 0]), 0.042, 0.005, 4, 0.003),
        )
        if style == "joggers":
            low = leg[0] - np.array([0, 0.05, 0])
            centre = low.mean(axis=0)
            rib = np.stack([centre + (low - centre) * (0.86, 1, 0.86), leg[0], leg[1]])
            a.add("cuffs", "rib", both_sides(shell(through(list(rib), 6), 0.003)))
            self._cords(a, top)
        else:
            _sewn(params, a, seat, leg, top)
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _cords(a: Assembly, top: F64) -> None:
        front = top[0] + np.array([0, 0.018, 0.006])
        for side in (1.0, -1.0):
            path = front + np.array(
                [
                    [side * 0.012, 0, 0],
                    [side * 0.02, -0.03, 0.010],
                    [side * 0.024, -0.09, 0.012],
                    [side * 0.028, -0.14, 0.008],
                ]
            )
            a.add("cords", "cord", tube(path, 0.0025, 6, round_ends=2))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        cloth = self.looks(params)[0].finish("cloth")
        noun = {"jeans": ("jeans", "牛仔裤"), "chinos": ("chinos", "休闲裤"), "wide": ("wide-leg trousers", "阔腿裤"),
                "joggers": ("joggers", "运动长裤"), "shorts": ("shorts", "短裤")}[params.choice("style")]  # fmt: skip
        waist, inseam = params.real("waist") * 205, params.real("inseam") * 100
        long = params.choice("style") != "shorts"
        return Texts(
            *noun, cloth.label_en, cloth.label_zh,
            f"{noun[0].capitalize()} in {cloth.label_en}: waist {waist:.0f} cm, inside leg {inseam:.0f} cm, "
            f"hem {params.real('hem') * 100:.0f} cm across.",
            f"{cloth.label_zh}{noun[1]}，腰围 {waist:.0f} 厘米，内侧长 {inseam:.0f} 厘米，裤脚宽 "
            f"{params.real('hem') * 100:.0f} 厘米。",
            ("cotton",) if cloth.pattern != "linen" else ("linen",),
            ("sporty",) if params.choice("style") == "joggers" else ("casual",), cloth.hex(),
            round(0.25 + 0.45 * params.real("inseam"), 2),
            shop_price((32 if long else 22) + 60 * params.real("hem") + 15 * params.real("inseam")),
        )  # fmt: skip


def _cloth(kind: str, colour: str) -> Finish:
    c = COLOURS[colour]
    if kind == "felt":
        return named(fabric(kind, colour), f"{c.en} jersey", f"{c.zh}针织棉")
    if kind == "velvet":
        return named(fabric(kind, colour), f"{c.en} corduroy", f"{c.zh}灯芯绒")
    if kind == "canvas":
        return named(fabric(kind, colour), f"{c.en} twill", f"{c.zh}斜纹布")
    return fabric(kind, colour)


def _grids(params: Params, a: Assembly) -> tuple[F64, F64]:
    """The seat from crotch to waist, and the +X leg from hem to crotch; they share the points where they meet."""
    n = 2 * a.segments(28, 12)
    waist, crotch, rise = params.real("waist"), params.real("inseam"), params.real("rise")
    hips = waist * params.real("hips")
    split = ring(hips * 1.03, waist * 0.60, crotch + 0.035, n, 2.3)
    split[:, 2] -= 0.012 * (split[:, 2] < 0)
    split[:, 1] -= 0.012 * np.cos(np.linspace(0, 4 * np.pi, n, endpoint=False))
    seat = through([
        split, ring(hips, waist * 0.66, crotch + rise * 0.42, n, 2.3, z=-0.008),
        ring((hips + waist) / 2, waist * 0.64, crotch + rise * 0.74, n, 2.25, z=-0.004),
        ring(waist, waist * 0.62, crotch + rise, n, 2.2),
    ], a.segments(14, 6))  # fmt: skip
    half = n // 2
    outer = split[: half + 1]
    inner_count = max(5, round(n * 0.22))
    f = np.linspace(0, 1, inner_count + 2)[1:-1, None]
    inner = outer[-1] * (1 - f) + outer[0] * f
    inner[:, 1] -= 0.050 * np.sin(np.pi * f[:, 0]) ** 0.7
    thigh = np.concatenate([outer, inner])
    count = len(thigh)
    start = -np.pi * inner_count / count * 0.72
    stance = params.real("stance")

    def level(width: float, y: float, x: float, z: float = 0.0, deep: float = 0.94) -> F64:
        flat = oval(width, width * deep, count, 2.15, start)
        return np.stack([flat[:, 0] + x, np.full(count, y), flat[:, 1] + z], axis=1)

    x_top = hips * 0.258
    wide = min(params.real("thigh"), hips * 0.49)
    knee, hem = params.real("knee"), params.real("hem")
    if params.choice("style") == "shorts":
        knee = hem = min(max(hem, wide * 1.02), hips * 0.53)
        stance = x_top + 0.012
    shape = waist * 0.56 / wide
    rings = [
        level(hem, 0.0, stance, -0.010), level(knee, crotch * 0.52, (stance + x_top) / 2, 0.002),
        level((wide + knee) / 2, crotch * 0.74, x_top * 0.85 + stance * 0.15, 0.0, (0.94 + shape) / 2),
        level(wide, crotch * 0.90, x_top, -0.004, shape), thigh,
    ]  # fmt: skip
    return seat, through(rings, a.segments(26, 9), [0.0, 0.52, 0.74, 0.90, 1.0])


def _sewn(params: Params, a: Assembly, seat: F64, leg: F64, top: F64) -> None:
    """Fly, pockets, loops, seams, button, turned cuffs."""
    a.add("fly", "cloth", pocket(seat, -0.006, 0.032, 0.22, 0.97, 5, a.segments(12, 5)))
    front = top[0] + np.array([0.0, 0.017, 0.004])
    a.add("button", "metal", button(0.0085, a.segments(16, 8)).at(front))
    slant = np.linspace(0, 1, a.segments(12, 5))
    s, t = 0.085 + 0.105 * slant**0.8, 0.965 - 0.42 * slant**1.6
    line = sample(seat, s, t) * (1.004, 1, 1.004)
    a.add("pockets", "thread", both_sides(tube(line, 0.0013, 5, round_ends=1)))
    back = [pocket(seat, 0.355, 0.455, 0.36, 0.72, a.segments(8, 4), a.segments(8, 4))]
    a.add("back pockets", "cloth", *(both_sides(m) for m in back))
    count = len(leg[0])
    rows = np.linspace(0.0, 1.0, a.segments(24, 8))
    side = sample(leg, np.full(len(rows), round(count * 0.34) / count), rows)
    middle = leg.mean(axis=1)
    out = side - np.stack([np.interp(rows, np.linspace(0, 1, len(leg)), middle[:, k]) for k in range(3)], axis=1)
    side = side + out / np.linalg.norm(out, axis=1, keepdims=True) * 0.0007
    a.add("seams", "thread", both_sides(tube(side, 0.0011, 5)))
    loops: list[Mesh] = []
    for turn in (0.08, 0.25, 0.42, 0.58, 0.75, 0.92):
        p = sample(np.stack([top, top]), np.array([turn]), np.array([0.0]))[0]
        out1 = p * (1, 0, 1) / max(float(np.hypot(p[0], p[2])), 1e-6)
        path = np.stack(
            [p + out1 * 0.003 + (0, -0.006, 0), p + out1 * 0.006 + (0, 0.017, 0), p + out1 * 0.003 + (0, 0.042, 0)]
        )
        loops.append(strap(path, out1, 0.010, 0.002))
    a.add("loops", "cloth", *loops)
    if params.choice("cuffs") == "turned":
        low = leg[0]
        centre = low.mean(axis=0)
        wide = np.stack(
            [
                low + (low - centre) * 0.012 + (0, 0.001, 0),
                low + (low - centre) * 0.05 + (0, 0.006, 0),
                low + (low - centre) * 0.045 + (0, 0.042, 0),
            ]
        )
        a.add("cuffs", "cloth", both_sides(shell(wide, 0.003)))
