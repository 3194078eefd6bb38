"""Handbags with flap, handle and clasp."""

from __future__ import annotations

import numpy as np

from inference.families.assembly import Assembly
from inference.families.bag_kit import d_ring, rivet
from inference.families.curves import rounded_rectangle, superellipse
from inference.families.geometry import four_corners, join
from inference.families.geometry_skin import curve, shell, strap
from inference.families.materials import COLOURS, fabric, leather, metal
from inference.families.soft import loft
from inference.families.solids import box, extrude, lathe, sweep, tube
from inference.families.values import F64, Family, Look, Params, ParamValue, Texts, choice, real, shop_price
from inference.families.worn_kit import colour_looks, steps
from scenes.model.values import Model

_LEATHERS = (
    "cognac",
    "graphite",
    "burgundy",
    "forest",
    "camel",
    "navy",
    "blush",
    "ivory",
    "espresso",
    "teal",
    "red",
    "mustard",
    "plum",
    "sage",
)


class Handbag(Family):
    """Satchels, saddle bags, boxy bags, hobos with a flap, handle and clasp."""

    key = "handbag"
    category = ("Bags", "Handbags")
    category_zh = ("箱包", "手提包")
    typical_size_m = ((0.16, 0.4), (0.16, 0.55), (0.05, 0.19))
    parameters = (
        choice("style", "satchel", "saddle", "boxy", "crescent"),
        real("width", 0.19, 0.32),
        real("height", 0.14, 0.24),
        real("depth", 0.055, 0.12),
        real("taper", 0.78, 1.0, ""),
        real("flap", 0.4, 0.8, ""),
        real("handle", 0.06, 0.2),
        real("handle_width", 0.008, 0.018),
        choice("clasp", "turn", "round", "bar", "tongue"),
        choice("carry", "top", "shoulder"),
        choice("metal", "polished_brass", "chrome", "black_steel", "gold"),
        choice("grain", "leather", "velvet", "felt"),
        choice("colour", *_LEATHERS),
    )

    def correlated(self, drawn: dict[str, ParamValue], rng: np.random.Generator) -> dict[str, ParamValue]:
        """Mostly leather; height follows the width."""
        drawn["height"] = float(drawn["width"]) * float(rng.uniform(0.62, 0.82))
        if rng.random() < 0.7:
            drawn["grain"] = "leather"
        drawn["handle"] = float(rng.uniform(0.06, 0.1) if drawn["carry"] == "top" else rng.uniform(0.15, 0.2))
        return drawn

    def looks(self, params: Params) -> tuple[Look, ...]:
        """Four colours."""
        ways = []
        for key in steps(_LEATHERS, params.choice("colour"), (1, 3, 5)):
            kind = params.choice("grain")
            body = leather(key) if kind == "leather" else fabric(kind, key)
            ways.append(
                (
                    COLOURS[key],
                    [("body", body), ("edge", leather(key, shade=-0.06)), ("metal", metal(params.choice("metal")))],
                )
            )
        return colour_looks(ways)

    def build(self, params: Params, detail: float = 1.0) -> Model:
        """See the base class."""
        a = Assembly(detail)
        w, h, d = params.real("width"), params.real("height"), params.real("depth")
        outline = _bag_outline(params, a)
        sections = []
        for t in (-1.0, -0.97, -0.86, -0.55, 0.0, 0.55, 0.86, 0.97, 1.0):
            size = 1.0 - 0.045 * np.abs(t) ** 6
            bulge = 1.0 - 0.15 * abs(t) ** 3 if params.choice("style") in ("crescent", "saddle") else 1.0
            centre = np.array([0.0, h * 0.48])
            ring = centre + (outline - centre) * size
            depth = d / 2 * t * np.where(ring[:, 1] > h * 0.5, 1 - (1 - bulge * 0.72) * (ring[:, 1] / h - 0.5) * 2, 1.0)
            sections.append(np.column_stack([ring, depth]))
        a.add("body", "body", loft(np.stack(sections)))
        for ring in (sections[7], sections[1]):
            a.add("piping", "edge", tube(ring * (1.004, 1.0, 1.01), 0.0022, 6, closed=True))
        self._flap(params, a, w, h, d)
        self._handle(params, a, w, h, d)
        feet = rivet(0.004, 10).turned("x", np.pi / 2).moved(x=w * 0.3, y=-0.0005, z=d * 0.25)
        if params.choice("style") in ("satchel", "boxy"):
            a.add("feet", "metal", four_corners(feet))
        return a.model(self.key, self.looks(params))

    @staticmethod
    def _flap(params: Params, a: Assembly, w: float, h: float, d: float) -> None:
        """A flap from the back over the top, with a rounded front edge and the clasp on it."""
        style = params.choice("style")
        top_w = w * (params.real("taper") if style != "saddle" else 0.96)
        drop = h * params.real("flap")
        rows, columns = a.segments(20, 8), a.segments(20, 8)
        top_d = d * 0.36 if style in ("crescent", "saddle") else d * 0.5
        spine = curve(
            [
                (0, h * 0.80, -top_d - 0.002),
                (0, h * 0.985, -top_d * 0.96),
                (0, h + 0.004, 0),
                (0, h * 0.985, top_d + 0.003),
                (0, h - drop * 0.5, max(top_d, d * 0.47) + 0.007),
                (0, h - drop, d / 2 + 0.007),
            ],
            rows,
        )
        f = np.linspace(0, 1, rows)[:, None]
        x = np.linspace(-1, 1, columns)[None]
        half = top_w / 2 * (0.99 + 0.0 * f) + (w - top_w) / 2 * np.clip(f - 0.5, 0, 1)
        half = half * np.sqrt(np.clip(1 - (np.clip(f - 0.8, 0, 1) / 0.21) ** 2 * 0.45, 0, 1))
        px = x * half
        arch = np.abs(x) ** 2.5 * drop * (0.30 if style != "boxy" else 0.05) * np.clip((f - 0.5) * 2, 0, 1) ** 1.5
        round_top = (
            0.10 * h * np.abs(x) ** 6 * np.sin(np.pi * np.clip(f, 0, 1))
            if style in ("crescent", "saddle")
            else 0.0 * px
        )
        grid = np.stack([px, spine[:, 1:2] + arch - round_top, spine[:, 2:3] + 0 * px], axis=2)
        a.add("flap", "body", shell(grid[::-1], 0.0032, False))
        clasp = np.array([0.0, h - drop + 0.016, d / 2 + 0.0085])
        kind = params.choice("clasp")
        if kind == "turn":
            made = join(
                [
                    extrude(superellipse(0.028, 0.018, 3.0, 24), 0.003, 0.001, 2),
                    box(0.006, 0.014, 0.005, 0.002, 2).moved(y=-0.007, z=0.003),
                ]
            )
        elif kind == "round":
            made = join(
                [lathe([(0, 0), (0.012, 0), (0.0125, 0.002), (0.009, 0.0035), (0, 0.003)], 24).turned("x", np.pi / 2)]
            )
        elif kind == "bar":
            made = box(0.05, 0.010, 0.004, 0.0018, 2).moved(y=-0.005)
        else:
            made = join(
                [
                    extrude(rounded_rectangle(0.022, 0.05, 0.010, 4), 0.003, 0.001, 2).moved(y=-0.012),
                    rivet(0.005, 12).moved(y=-0.02, z=0.0025),
                ]
            )
        a.add("clasp", "edge" if kind == "tongue" else "metal", made.at(clasp))

    @staticmethod
    def _handle(params: Params, a: Assembly, w: float, h: float, d: float) -> None:
        tall, wide = params.real("handle"), params.real("handle_width")
        top = w * params.real("taper") * 0.5
        if params.choice("carry") == "top":
            x = top * 0.62
            path = curve(
                [
                    (-x, h + 0.002, 0),
                    (-x, h + tall * 0.3, 0),
                    (-x * 0.94, h + tall * 0.6, 0),
                    (-x * 0.6, h + tall * 0.93, 0),
                    (0, h + tall * 1.04, 0),
                    (x * 0.6, h + tall * 0.93, 0),
                    (x * 0.94, h + tall * 0.6, 0),
                    (x, h + tall * 0.3, 0),
                    (x, h + 0.002, 0),
                ],
                a.segments(36, 14),
            )
            a.add("handle", "edge", sweep(path, superellipse(wide, wide * 0.8, 2.4, 12), round_ends=1))
        else:
            x = w * 0.49
            path = curve(
                [
                    (-x, h * 0.86, 0),
                    (-x * 0.98, h + tall * 0.4, 0),
                    (-x * 0.6, h + tall * 0.92, 0),
                    (0, h + tall * 1.1, 0),
                    (x * 0.6, h + tall * 0.92, 0),
                    (x * 0.98, h + tall * 0.4, 0),
                    (x, h * 0.86, 0),
                ],
                a.segments(40, 14),
            )
            a.add("handle", "edge", strap(path, (0, 0, 1), wide * 0.35, wide * 1.5))
        for side in (1.0, -1.0):
            ring = d_ring(wide * 0.75, 0.0015, 6)
            a.add(
                "rings", "metal", ring.moved(x=side * x, y=(h if params.choice("carry") == "top" else h * 0.87) + 0.004)
            )

    def describe(self, params: Params) -> Texts:
        """See the base class."""
        look = self.looks(params)[0]
        body, hard = look.finish("body"), look.finish("metal")
        noun = {
            "satchel": ("satchel", "剑桥包"),
            "saddle": ("saddle bag", "马鞍包"),
            "boxy": ("box bag", "盒子包"),
            "crescent": ("crescent bag", "新月包"),
        }[params.choice("style")]
        w, h, d = (params.real(k) * 100 for k in ("width", "height", "depth"))
        return Texts(
            *noun, body.label_en, body.label_zh,
            f"A {noun[0]} in {body.label_en} with {hard.label_en} hardware, {w:.0f} × {h:.0f} × {d:.0f} cm, one "
            "inner pocket, suede lining.",
            f"{body.label_zh}{noun[1]}，{hard.label_zh}五金，{w:.0f} × {h:.0f} × {d:.0f} 厘米，内袋一个，绒面里衬。",
            (body.material_en, hard.material_en), ("elegant",), body.hex(), round(0.3 + w * h * 0.0009, 2),
            shop_price((70 if body.material_en == "leather" else 45) + w * h * 0.16),
        )  # fmt: skip


def _bag_outline(params: Params, a: Assembly) -> F64:
    """The front view, counter-clockwise, its bottom at y = 0."""
    w, h, style = params.real("width"), params.real("height"), params.choice("style")
    n = a.segments(64, 24)
    taper = params.real("taper")
    if style == "crescent":
        base = superellipse(w, h * 1.12, 2.3, n)
        base[:, 1] = np.where(base[:, 1] > 0, base[:, 1] * 0.72, base[:, 1])
        base[:, 1] -= base[:, 1].min()
        base[:, 1] *= h / base[:, 1].max()
        return base
    base = superellipse(w, h, 3.2 if style == "saddle" else 7.0, n)
    base[:, 1] += h / 2
    f = base[:, 1] / h
    base[:, 0] *= (taper + (1 - taper) * (1 - f)) if style != "saddle" else (0.86 + 0.14 * np.cos(np.pi * (f - 0.35)))
    return base
