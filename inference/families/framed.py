"""Framed pictures of cut paper."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.families.assembly import Assembly
from inference.families.curves import arc, ellipse, rounded_rectangle
from inference.families.joinery import neighbours
from inference.families.materials import COLOURS, WOODS, Finish, plain
from inference.families.solids import box, extrude
from inference.families.values import Family, Look, Params, ParamValue, Texts, choice, integer, real, shop_price
from inference.families.wall_parts import FRAMES, border, frame_ring
from scenes.model.values import Model

F64 = NDArray[np.float64]


class Picture(Family):
    """Framed cut-paper pictures."""

    key = "picture"
    category = ("Decoration", "Pictures")
    category_zh = ("装饰", "装饰画")
    hangs = "wall"
    typical_size_m = ((0.2, 1.05), (0.2, 1.05), (0.01, 0.06))
    parameters = (
        choice("frame", *FRAMES),
        choice("motif", "sun", "hills", "arches", "blocks", "circles", "leaves"),
        choice("ground", *COLOURS),
        choice("first", *COLOURS),
        choice("second", *COLOURS),
        choice("third", *COLOURS),
        real("width", 0.24, 1.0),
        real("height", 0.24, 1.0),
        real("border", 0.01, 0.04),
        real("depth", 0.015, 0.04),
        real("mat", 0.0, 0.12),
        real("roundness", 0.0, 0.8, ""),
        integer("drawing", 0, 999),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Usual formats on pale grounds."""
        drawn["height"] = float(np.clip(float(drawn["width"]) * float(rng.choice([0.7, 1.0, 1.3, 1.4])), 0.24, 1.0))
        drawn["ground"] = str(rng.choice(["ivory", "oatmeal", "snow", "blush", "fog", "sand", "butter"]))
        drawn["mat"] = float(rng.uniform(0.0, 0.18 * min(float(drawn["width"]), float(drawn["height"]))))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Three frames."""
        art = tuple(
            (slot, _paper(params.choice(name)))
            for slot, name in (("ground", "ground"), ("first", "first"), ("second", "second"), ("third", "third"))
        )
        rest = (*art, ("mat", _paper("snow")), ("back", plain("backing", (0.3, 0.26, 0.2), 0.9)))
        frames = [border(k) for k in neighbours(FRAMES, params.choice("frame"), (3, 8))]
        return tuple(Look(f.key, f.label_en, f.label_zh, (("frame", f), *rest)) for f in frames)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, depth = params.real("width"), params.real("height"), params.real("depth")
        b, mat = params.real("border"), params.real("mat")
        a.add("frame", "frame", frame_ring(rounded_rectangle(w, h, 0.002, 1), b, depth, params.real("roundness"), a))
        inner = (w - 2 * b, h - 2 * b)
        z = depth * 0.35
        a.add("back", "back", box(inner[0] + b, inner[1] + b, 0.004, 0, 0).moved(y=-(inner[1] + b) / 2, z=z - 0.005))
        if mat > 0.012:
            a.add(
                "mat",
                "mat",
                box(inner[0] + 0.002, inner[1] + 0.002, 0.002, 0, 0).moved(y=-(inner[1] + 0.002) / 2, z=z - 0.001),
            )
        art = (inner[0] - 2 * mat, inner[1] - 2 * mat) if mat > 0.012 else inner
        a.add("picture", "ground", box(art[0], art[1], 0.0016, 0, 0).moved(y=-art[1] / 2, z=z + 0.0008))
        for level, (slot, outline) in enumerate(_motif(params, art[0], art[1], a)):
            a.add("picture", slot, extrude(outline, 0.0008, 0, 0).moved(z=z + 0.0018 + 0.0005 * min(level, 12)))
        return a.model(self.key, self.looks(params))

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        frame = look.finish("frame")
        motif = {
            "sun": ("sun", "日"),
            "hills": ("hills", "山"),
            "arches": ("arches", "拱"),
            "blocks": ("blocks", "色块"),
            "circles": ("circles", "圆"),
            "leaves": ("leaves", "叶"),
        }[params.choice("motif")]
        w, h = params.real("width"), params.real("height")
        first = COLOURS[params.choice("first")]
        return Texts(
            "framed picture",
            "装饰画",
            f"{motif[0]} in {first.en}",
            f"{first.zh}{motif[1]}",
            f"A framed paper cut of {motif[0]} in {first.en}, {w * 100:.0f} × {h * 100:.0f} cm, "
            f"frame in {frame.label_en}.",
            f"{first.zh}{motif[1]}主题剪纸装饰画，{w * 100:.0f} × {h * 100:.0f} 厘米，{frame.label_zh}画框。",
            tuple(dict.fromkeys((frame.material_en, "paper"))),
            ("modern",),
            _paper(params.choice("first")).hex(),
            round(5 * w * h + 0.5, 1),
            shop_price(19 + 90 * w * h + 15 * (params.choice("frame") in WOODS)),
        )


def _paper(colour: str) -> Finish:
    c = COLOURS[colour]
    return Finish(f"paper_{colour}", f"{c.en} paper", f"{c.zh}纸", "paper", "paper", c.rgb, 0.9, density_kg_m3=700)


def _motif(params: Params, w: float, h: float, a: Assembly) -> list[tuple[str, F64]]:
    """Cut-outs inside a w x h area centred at the origin, lowest first."""
    rng = np.random.default_rng(params.integer("drawing"))
    slots = ("first", "second", "third")
    n = a.segments(40, 14)
    motif = params.choice("motif")
    small = min(w, h)
    out: list[tuple[str, F64]] = []
    if motif in ("sun", "hills"):
        r = small * rng.uniform(0.16, 0.27)
        centre = (rng.uniform(-0.2, 0.2) * w, rng.uniform(0.05, 0.2) * h)
        out.append(("first", ellipse(2 * r, 2 * r, n) + centre))
        x = np.linspace(-w / 2 + 0.001, w / 2 - 0.001, n)
        for k in range(2 if motif == "sun" else 4):
            level = (
                -h * (0.05 + 0.11 * k) + h * 0.08 * np.sin(x / w * rng.uniform(2.5, 6) + rng.uniform(0, 6)) - h * 0.02
            )
            ridge = np.clip(level, -h / 2 + 0.004, h / 2 - 0.004)
            outline = np.concatenate(
                [
                    [[-w / 2 + 0.001, -h / 2 + 0.001], [w / 2 - 0.001, -h / 2 + 0.001]],
                    np.stack([x, ridge], axis=1)[::-1],
                ]
            )
            out.append((slots[(k + 1) % 3], outline))
    elif motif == "arches":
        for k in range(4):
            r = small * (0.4 - 0.09 * k)
            top = arc(r, 0, np.pi, n, (0, 0.02 * h))
            out.append(((*slots, "ground")[k % 4], np.concatenate([[[-r, -h * 0.36], [r, -h * 0.36]], top])))
    elif motif == "blocks":
        for k in range(5):
            bw, bh = w * rng.uniform(0.18, 0.45), h * rng.uniform(0.15, 0.4)
            cx, cy = rng.uniform(-(w - bw) / 2, (w - bw) / 2) * 0.95, rng.uniform(-(h - bh) / 2, (h - bh) / 2) * 0.95
            out.append((slots[k % 3], rounded_rectangle(bw, bh, 0.02 * small, 3) + (cx, cy)))
    elif motif == "circles":
        for k in range(6):
            r = small * rng.uniform(0.06, 0.22)
            c = (rng.uniform(-1, 1) * (w / 2 - r) * 0.95, rng.uniform(-1, 1) * (h / 2 - r) * 0.95)
            out.append((slots[k % 3], ellipse(2 * r, 2 * r, n) + c))
    else:
        out.append(("first", rounded_rectangle(small * 0.012, h * 0.78, small * 0.005, 2)))
        for k in range(9):
            t, side = k / 9, 1 if k % 2 else -1
            length = small * (0.34 - 0.18 * t)
            s = np.linspace(0, 1, 12)
            edge = np.sin(np.pi * s) * length * 0.2
            blade = np.concatenate(
                [np.stack([s * length, -edge], axis=1), np.stack([s * length, edge], axis=1)[::-1][1:-1]]
            )
            angle = (0.75 if side > 0 else np.pi - 0.75) + rng.uniform(-0.1, 0.1)
            c, q = np.cos(angle), np.sin(angle)
            placed = blade @ np.array([[c, q], [-q, c]]) + (0, -h * 0.3 + t * h * 0.58)
            out.append((slots[k % 3], placed))
    return out
