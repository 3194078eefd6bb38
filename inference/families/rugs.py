"""Rugs: plain, bordered, striped, checked, with diamonds, arches and round ones, with fringes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import ellipse, rounded_rectangle, superellipse
from inference.families.geometry import Mesh, both_sides, join
from inference.families.joinery import neighbours
from inference.families.materials import COLOURS, COVER_COLOURS, Finish, fabric, rattan
from inference.families.solids import slab, tube
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from scenes.model.values import Model

F64 = NDArray[np.float64]
_COLOURS = (*COVER_COLOURS, "snow")
_PATTERNS = ("plain", "border", "stripes", "checks", "diamonds", "grid", "arcs", "blocks")
_PATTERN_TEXT = {
    "plain": ("plain", "素色"),
    "border": ("bordered", "镶边"),
    "stripes": ("striped", "条纹"),
    "checks": ("checked", "棋盘格"),
    "diamonds": ("diamond", "菱格"),
    "grid": ("grid", "细格"),
    "arcs": ("arc", "弧线"),
    "blocks": ("colour-block", "拼色"),
}


class Rug(Family):
    """Rugs lie on the floor, their width to the right."""

    key = "rug"
    category = ("Textiles", "Rugs")
    category_zh = ("家纺", "地毯")
    hangs = "floor"
    typical_size_m = ((0.6, 3.1), (0.005, 0.06), (0.6, 2.6))
    parameters = (
        choice("shape", "rectangle", "round", "oval", "pebble", "runner"),
        choice("pattern", *_PATTERNS),
        choice("yarn", "rug_pile", "boucle", "weave", "felt", "rattan"),
        choice("ground", *_COLOURS),
        choice("second", *_COLOURS),
        choice("third", *_COLOURS),
        real("width", 0.7, 3.0),
        real("depth", 0.7, 2.4),
        real("pile", 0.006, 0.026),
        integer("repeats", 3, 9),
        real("band", 0.2, 0.8, ""),
        real("fringe", 0.0, 0.1),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Usual sizes; no fringe on curved edges."""
        shape = str(drawn["shape"])
        if shape == "runner":
            drawn["width"], drawn["depth"] = float(rng.uniform(1.8, 2.8)), float(rng.uniform(0.7, 0.85))
        elif shape == "round":
            drawn["width"] = drawn["depth"] = float(rng.uniform(1.0, 2.4))
        else:
            drawn["width"] = float(rng.uniform(1.4, 3.0))
            drawn["depth"] = min(2.4, float(drawn["width"]) * float(rng.uniform(0.6, 0.72)))
        if shape in ("round", "oval", "pebble") or rng.random() < 0.4:
            drawn["fringe"] = 0.0
        if drawn["yarn"] == "rattan":
            drawn["pattern"] = str(rng.choice(["plain", "border"]))
            drawn["pile"] = 0.007
        if rng.random() < 0.5:
            drawn["ground"] = str(rng.choice(["ivory", "oatmeal", "sand", "fog", "pebble", "snow"]))
        if drawn["second"] == drawn["ground"]:
            drawn["second"] = "navy" if drawn["ground"] != "navy" else "ivory"
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three colour ways."""
        triples = zip(
            neighbours(_COLOURS, params.choice("ground"), (4, 9)),
            neighbours(_COLOURS, params.choice("second"), (7, 13)),
            neighbours(_COLOURS, params.choice("third"), (5, 11)),
            strict=True,
        )
        kind = params.choice("yarn")
        looks = []
        for ground, wanted, third in triples:
            second = wanted if wanted != ground else _COLOURS[(_COLOURS.index(ground) + 10) % len(_COLOURS)]
            worn = [
                rattan("natural" if c == ground else c) if kind == "rattan" else _yarn(kind, c)
                for c in (ground, second, third)
            ]
            looks.append(
                Look(
                    worn[0].key + "_" + second,
                    f"{worn[0].label_en} and {COLOURS[second].en}",
                    f"{worn[0].label_zh}配{COLOURS[second].zh}",
                    (("ground", worn[0]), ("second", worn[1]), ("third", worn[2])),
                )
            )
        return tuple(looks)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, d, pile = params.real("width"), params.real("depth"), params.real("pile")
        if params.choice("shape") == "round":
            d = w
        a.add("pile", "ground", slab(_outline(a, params, w, d), pile, min(pile * 0.48, 0.008), 2))
        for slot, outline in _figures(params, w, d):
            clipped = _clipped(outline, _inside(params, w, d))
            if clipped is not None:
                a.add("pattern", slot, slab(clipped, 0.004, 0.001, 1).moved(y=pile - 0.0028))
        if params.real("fringe") > 0.02:
            a.add("fringe", "ground", both_sides(_fringe(a, params, w, d)))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        ground = look.finish("ground")
        en, zh = _PATTERN_TEXT[params.choice("pattern")]
        w = params.real("width")
        d = w if params.choice("shape") == "round" else params.real("depth")
        noun = (
            ("runner", "走廊地毯")
            if params.choice("shape") == "runner"
            else ("round rug", "圆形地毯")
            if params.choice("shape") == "round"
            else ("rug", "地毯")
        )
        second = COLOURS[params.choice("second")]
        tail_en, tail_zh = ("", "") if en == "plain" else (f" and {second.en}", f"与{second.zh}")
        return Texts(
            *noun,
            ground.label_en,
            ground.label_zh,
            f"A {en} {noun[0]} in {ground.label_en}{tail_en}, {w * 100:.0f} × {d * 100:.0f} cm.",
            f"{zh}{noun[1]}，{ground.label_zh}{tail_zh}，{w * 100:.0f} × {d * 100:.0f} 厘米。",
            (ground.material_en,),
            ("bohemian",) if params.real("fringe") > 0.02 else ("modern",),
            ground.hex(),
            round(w * d * (1.2 + 90 * params.real("pile")), 1),
            shop_price(40 + 95 * w * d + 1500 * params.real("pile") * w * d * 0.5),
        )


def _yarn(kind: str, colour: str) -> Finish:
    return fabric(kind, colour)


def _outline(a: Assembly, params: Params, w: float, d: float) -> F64:
    shape = params.choice("shape")
    if shape in ("round", "oval"):
        return ellipse(w, d, a.segments(72, 20))
    if shape == "pebble":
        return superellipse(w, d, 2.7, a.segments(72, 20)) * (1, 1) + np.column_stack(
            [
                0.05 * w * np.sin(np.linspace(0, 2 * np.pi, a.segments(72, 20), endpoint=False) * 2),
                np.zeros(a.segments(72, 20)),
            ]
        )
    return rounded_rectangle(w, d, 0.02, a.segments(3, 1))


def _inside(params: Params, w: float, d: float) -> F64:
    """A convex area a little inside the edge, counter-clockwise."""
    margin = 0.03
    if params.choice("shape") in ("round", "oval"):
        return ellipse(w - 2 * margin, d - 2 * margin, 48)
    if params.choice("shape") == "pebble":
        return ellipse(w * 0.9, d * 0.93, 48)
    return rounded_rectangle(w - 2 * margin, d - 2 * margin, 0.01, 0)


def _clipped(polygon: F64, area: F64) -> F64 | None:
    """The part of a polygon inside a convex area (Sutherland and Hodgman, 1974)."""
    out = [np.asarray(p) for p in polygon]
    for i in range(len(area)):
        a, b = area[i], area[(i + 1) % len(area)]
        edge = b - a
        side = [float(edge[0] * (p[1] - a[1]) - edge[1] * (p[0] - a[0])) for p in out]
        kept: list[F64] = []
        for k in range(len(out)):
            here, there = out[k], out[(k + 1) % len(out)]
            s, t = side[k], side[(k + 1) % len(out)]
            if s >= 0:
                kept.append(here)
            if s * t < 0:
                kept.append(here + (there - here) * (s / (s - t)))
        out = kept
        if len(out) < 3:
            return None
    made = np.array(out)
    made = made[np.linalg.norm(made - np.roll(made, 1, axis=0), axis=1) > 1e-4]
    if len(made) < 3:
        return None
    x, y = made[:, 0], made[:, 1]
    area_m2 = float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)
    return made if area_m2 > 1e-4 else None


def _rect(x0: float, y0: float, x1: float, y1: float) -> F64:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])


def _figures(params: Params, w: float, d: float) -> list[tuple[str, F64]]:
    """Coloured patches: slot and counter-clockwise outline."""
    made: dict[str, Callable[[Params, float, float], list[tuple[str, F64]]]] = {
        "border": _border,
        "stripes": _stripes,
        "checks": _checks,
        "diamonds": _diamonds,
        "grid": _grid,
        "arcs": _arcs,
        "blocks": _blocks,
    }
    draw = made.get(params.choice("pattern"))
    return draw(params, w, d) if draw else []


def _border(params: Params, w: float, d: float) -> list[tuple[str, F64]]:
    m, t = 0.06 + 0.06 * params.real("band"), 0.03 + 0.1 * params.real("band")
    if params.choice("shape") not in ("rectangle", "runner"):
        ring = ellipse(w - 2 * m, d - 2 * m, 49)
        inner = ring * ((w - 2 * m - 2 * t) / (w - 2 * m), (d - 2 * m - 2 * t) / (d - 2 * m))
        return [("second", np.array([inner[i], ring[i], ring[(i + 1) % 49], inner[(i + 1) % 49]])) for i in range(49)]
    x, y = w / 2 - m, d / 2 - m
    outer = [
        ("second", _rect(-x, y - t, x, y)),
        ("second", _rect(-x, -y, x, -y + t)),
        ("second", _rect(-x, -y + t, -x + t, y - t)),
        ("second", _rect(x - t, -y + t, x, y - t)),
    ]
    x, y, t = x - t * 1.6, y - t * 1.6, t * 0.25
    inner_lines = [
        ("third", _rect(-x, y - t, x, y)),
        ("third", _rect(-x, -y, x, -y + t)),
        ("third", _rect(-x, -y + t, -x + t, y - t)),
        ("third", _rect(x - t, -y + t, x, y - t)),
    ]
    return [*outer, *inner_lines]


def _stripes(params: Params, w: float, d: float) -> list[tuple[str, F64]]:
    n, share = params.integer("repeats"), params.real("band")
    step = w / n
    out = []
    for i in range(n):
        x = -w / 2 + step * (i + 0.5)
        out.append(("second" if i % 2 else "third", _rect(x - step * share / 2, -d, x + step * share / 2, d)))
    return out


def _checks(params: Params, w: float, d: float) -> list[tuple[str, F64]]:
    n = params.integer("repeats") + 2
    step = w / n
    rows = int(np.ceil(d / step / 2)) + 1
    return [
        ("second", _rect(-w / 2 + i * step, j * step, -w / 2 + (i + 1) * step, (j + 1) * step))
        for i in range(n)
        for j in range(-rows, rows)
        if (i + j) % 2
    ]


def _diamonds(params: Params, w: float, d: float) -> list[tuple[str, F64]]:
    n = params.integer("repeats")
    sx, sy = w / n, d / max(2, round(n * d / w))
    grow = 0.3 + 0.2 * params.real("band")
    out = []
    for i in range(n):
        for j in range(round(d / sy)):
            x, y = -w / 2 + (i + 0.5) * sx, -d / 2 + (j + 0.5) * sy
            out.append(
                ("second", np.array([[x + sx * grow, y], [x, y + sy * grow], [x - sx * grow, y], [x, y - sy * grow]]))
            )
    return out


def _grid(params: Params, w: float, d: float) -> list[tuple[str, F64]]:
    n, t = params.integer("repeats"), 0.006 + 0.02 * params.real("band")
    step = w / n
    lines = [("second", _rect(-w / 2 + i * step - t / 2, -d, -w / 2 + i * step + t / 2, d)) for i in range(1, n)]
    rows = int(d / 2 / step)
    for j in range(-rows, rows + 1):
        for i in range(n):
            lines.append(
                (
                    "second",
                    _rect(
                        -w / 2 + i * step + t / 2, j * step - t / 2, -w / 2 + (i + 1) * step - t / 2, j * step + t / 2
                    ),
                )
            )
    return lines


def _arcs(params: Params, w: float, d: float) -> list[tuple[str, F64]]:
    n = params.integer("repeats")
    out = []
    for k in range(n):
        r0, r1 = 0.9 * d * (k + 0.5) / n, 0.9 * d * (k + 0.5 + 0.7 * params.real("band")) / n
        angle = np.linspace(0, np.pi, 19)
        for i in range(18):
            c0, s0, c1, s1 = np.cos(angle[i]), np.sin(angle[i]), np.cos(angle[i + 1]), np.sin(angle[i + 1])
            quad = np.array([[r0 * c0, r0 * s0], [r1 * c0, r1 * s0], [r1 * c1, r1 * s1], [r0 * c1, r0 * s1]])
            out.append(("second" if k % 2 else "third", quad - (w * 0.12, d * 0.45)))
    return out


def _blocks(params: Params, w: float, d: float) -> list[tuple[str, F64]]:
    share = params.real("band")
    x = -w / 2 + w * (0.25 + 0.4 * share)
    y = -d / 2 + d * (0.3 + 0.05 * params.integer("repeats"))
    return [("second", _rect(-w, -d, x, y)), ("third", _rect(x, y, w, d))]


def _fringe(a: Assembly, params: Params, w: float, d: float) -> Mesh:
    count = a.segments(d / 0.035, 8)
    length, pile = params.real("fringe"), params.real("pile")
    places = np.linspace(-d / 2 + 0.02, d / 2 - 0.02, count)
    strands = []
    for i, z in enumerate(places):
        sway = 0.006 * np.sin(i * 2.4)
        path = np.array(
            [
                [w / 2 - 0.004, pile * 0.5, z],
                [w / 2 + length * 0.3, 0.0045, z + sway],
                [w / 2 + length, 0.004, z - sway],
            ]
        )
        strands.append(tube(path, 0.0035, 5, round_ends=1))
    return join(strands)
